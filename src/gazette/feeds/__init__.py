"""Feeds: bytes to entries, and what makes two entries the same one.

Pure: bytes, values and `now` go in, values come out. `parse` is heavy (feedparser); the other
modules are light.
"""
