"""A page's bytes → an article. Pure: no network, no file of the user's, no clock."""

from gazette.extract.extractor import EXTRACTOR_VERSION, extract, extract_article
from gazette.extract.rules import NO_RULES, PageRules
from gazette.extract.sites import rules_for

__all__ = [
    "EXTRACTOR_VERSION",
    "NO_RULES",
    "PageRules",
    "extract",
    "extract_article",
    "rules_for",
]
