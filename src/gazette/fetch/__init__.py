"""The fetcher: feeds that are due, then the pages that are wanted, into the store."""
