"""The door to the network: requests under a deadline and a cap, politely spaced."""
