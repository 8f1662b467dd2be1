"""Stories as files for other programs, and for later: Markdown, JSON Lines, EPUB.

Pure: stories in, text or bytes out. Where they go is the business of `cli`. What comes back in
from a file is hostile until it has passed through `text`.
"""
