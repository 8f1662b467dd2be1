"""An article with pictures, and pictures to put into it."""

from io import BytesIO
from pathlib import Path

from PIL import Image, PngImagePlugin

from gazette.article import Block, Figure, Paragraph, Span
from gazette.model import PageExtracted
from gazette.store import open_store
from tests.builders import make_article
from tests.tui.press import NOW, print_paper, story_ids

COLOURS = ((200, 30, 30), (30, 120, 200))
"""Of the upper and the lower half of every picture here."""
ESCAPE = "\x1b]0;OWNED\x07\x1b[2JOWNED"


def photo(kind: str = "JPEG", size: tuple[int, int] = (400, 200)) -> bytes:
    """Return a picture in two colours; a PNG has hostile words beside its pixels."""
    image = Image.new("RGB", size, COLOURS[0])
    image.paste(COLOURS[1], (0, size[1] // 2, *size))
    out = BytesIO()
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", ESCAPE)
        image.save(out, kind, pnginfo=words)
    else:
        image.save(out, kind)
    return out.getvalue()


def print_album(path: Path, *urls: str) -> None:
    """Print the paper with a first story that has pictures, three paragraphs before each."""
    blocks: list[Block] = []
    for number, url in enumerate(urls, 1):
        blocks += (Paragraph(f"Texte {number}{letter}. " + "mot " * 60) for letter in "abc")
        blocks.append(Figure(f"Légende {number}.", "", url))
    blocks.append(Paragraph("La fin.", (Span(0, 7, "link", "https://fin.example/"),)))
    store = open_store(path)
    print_paper(store)
    [task] = store.pages.of_story(story_ids(store)[0])
    outcome = PageExtracted(make_article(title="Album", blocks=tuple(blocks)))
    store.pages.record(task, outcome, extractor=1, next_try=None, now=NOW)
    store.close()
