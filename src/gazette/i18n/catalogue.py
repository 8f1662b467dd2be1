"""Extract the interface's messages from the code, merge them into the catalogues, compile them.

A tool for those who change the words, run as `python -m gazette.i18n.catalogue`; gazette itself
reads only the compiled `.mo` files. Compiling is deterministic: the bytes depend on the messages
alone, so that a test can tell a stale file from a fresh one.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from gazette.i18n import LANGUAGES, LOCALE_FOLDER

SOURCE_FOLDER: Final = Path(__file__).parent.parent
KEYWORDS: Final = {
    "_": None,
    "N_": None,
    "NN_": (1, 2),
    "plural": (1, 2),
    "context": ((1, "c"), 2),
}


PLURALS: Final = {
    "en": "nplurals=2; plural=(n != 1);",
    # Babel names a third form since 2.19, for whole millions ("1 million de pages"), which are
    # written in figures here.
    "fr": "nplurals=2; plural=(n > 1);",
}


class PlainCatalog(Catalog):
    """A catalogue whose header names no date and no tool: its bytes are its messages."""

    def __iter__(self) -> Iterator[Message]:
        """Yield what gettext needs to read the file, and nothing else, then the messages."""
        header = (
            f"Content-Type: text/plain; charset={self.charset}\nPlural-Forms: {self.plural_forms}"
        )
        yield Message("", header)
        yield from (message for message in super().__iter__() if message.id)


def po_path(language: str) -> Path:
    """Return where a language's catalogue is written by its translator."""
    return LOCALE_FOLDER / language / "LC_MESSAGES" / "gazette.po"


def mo_path(language: str) -> Path:
    """Return where a language's compiled catalogue stands."""
    return po_path(language).with_suffix(".mo")


def extract_messages(folder: Path = SOURCE_FOLDER) -> Catalog:
    """Return a template with every message that the code under `folder` marks."""
    template = Catalog(project="gazette", charset="utf-8")
    found = extract_from_dir(folder, method_map=[("**.py", "python")], keywords=KEYWORDS)
    for file_name, _line, message, comments, context in sorted(found, key=lambda f: f[:2]):
        template.add(message, None, [(file_name, 0)], auto_comments=comments, context=context)
    return template


def read_catalogue(language: str) -> Catalog:
    """Return a language's catalogue as its translator wrote it; empty if there is none yet."""
    catalogue = PlainCatalog(locale=language, charset="utf-8", fuzzy=False)
    catalogue.mime_headers = [("Plural-Forms", PLURALS[language])]
    catalogue.header_comment = "# The words of gazette's interface; see i18n/catalogue.py."
    if po_path(language).exists():
        with po_path(language).open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    catalogue[message.id] = message
    return catalogue


def updated(catalogue: Catalog, template: Catalog) -> Catalog:
    """Return `catalogue` with the messages of `template`: new ones empty, gone ones dropped."""
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def po_bytes(catalogue: Catalog) -> bytes:
    """Return a catalogue as the text that its translator edits."""
    buffer = BytesIO()
    # Files without lines: a line that has moved is no change of the words.
    write_po(buffer, catalogue, width=96, include_lineno=False)
    return buffer.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return the compiled form of a catalogue: what the program reads."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def update() -> None:
    """Bring the catalogues of all languages up to date with the code, and compile them."""
    for language in LANGUAGES:
        catalogue = updated(read_catalogue(language), extract_messages())
        po_path(language).parent.mkdir(parents=True, exist_ok=True)
        po_path(language).write_bytes(po_bytes(catalogue))
        mo_path(language).write_bytes(mo_bytes(catalogue))


if __name__ == "__main__":
    update()
