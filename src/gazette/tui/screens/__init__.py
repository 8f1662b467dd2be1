"""The screens of the reader: each holds its state and answers what its widgets say."""
