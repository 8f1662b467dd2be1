"""gazette: a French and English news-feed reader for the terminal."""

__version__ = "0.1.0"
