"""A page's bytes → an article. Pure: no network, no file of the user's, no clock."""

from gazette.extract.extractor import EXTRACTOR_VERSION, extract, extract_article

__all__ = ["EXTRACTOR_VERSION", "extract", "extract_article"]
