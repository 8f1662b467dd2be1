"""Of the addresses that a page states, only one that can be its own or its picture's is taken."""

import pytest

from gazette.extract.metadata import read_metadata
from gazette.extract.reader import read_page
from tests.extract.test_metadata import URL, article_data, page_of


@pytest.mark.parametrize(
    ("url", "stated", "address"),
    [
        ("https://m.lecourrier.example/a", "https://www.lecourrier.example/a", 1),
        ("https://www.lecourrier.example/a?x=1", "/a#top", "https://www.lecourrier.example/a"),
        ("https://www.lecourrier.example/a", "https://elsewhere.example/a", 0),
        ("https://www.lecourrier.example/a", "https://lecourrier.example.evil.example/a", 0),
        ("https://www.lecourrier.example/?p=7&x=1", "/?p=7", "https://www.lecourrier.example/?p=7"),
    ],
)
def test_the_canonical_address_is_one_of_the_same_site(url, stated, address):
    page = read_page(f'<link rel="canonical" href="{stated}">')
    assert read_metadata(page, url).url == {0: url, 1: stated}.get(address, address)


@pytest.mark.parametrize(
    "href", ["https://elsewhere.example/x", "/", "javascript:alert(1)", "", "http://[", "/a b"]
)
def test_a_canonical_address_that_cannot_be_is_not_taken(href):
    page = read_page(f'<link rel="canonical" href="{href}">')
    assert read_metadata(page, URL).url == URL


def test_an_address_that_is_none_does_no_harm():
    assert (
        read_metadata(read_page("<h1>Le canal rouvre</h1>"), "http://[").title == "Le canal rouvre"
    )


@pytest.mark.parametrize(
    ("head", "data", "image"),
    [
        ('<meta property="og:image" content="/photo.jpg">', {}, "/photo.jpg"),
        (
            '<meta property="og:image" content="/img/logo.png">'
            '<meta property="og:image" content="/photo.jpg">',
            {},
            "/photo.jpg",
        ),
        ('<meta property="og:image" content="/lecourrier-logo.jpg">', {}, None),
        ('<meta property="og:image" content="/i/placeholder.png">', {}, None),
        ('<meta property="og:image" content="data:image/png;base64,AAAA">', {}, None),
        ('<meta property="og:image" content="javascript:alert(1)">', {}, None),
        ('<meta property="og:image" content="/le-logotype-du-club.jpg">', {}, 1),
        ("", {"image": {"url": "/photo.jpg", "width": 1200}}, "/photo.jpg"),
        ("", {"image": [{"url": "/small.jpg", "width": "60"}, "/photo.jpg"]}, "/photo.jpg"),
        ("", {"image": 7, "thumbnailUrl": ["/photo.jpg"]}, "/photo.jpg"),
        ('<meta name="twitter:image" content="/photo.jpg">', {}, "/photo.jpg"),
    ],
)
def test_the_image_is_no_emblem_of_the_house(head, data, image):
    found = read_metadata(page_of(head=head, data=article_data(**data)), URL).image
    path = "/le-logotype-du-club.jpg" if image == 1 else image
    assert found == (path and f"https://www.lecourrier.example{path}")
