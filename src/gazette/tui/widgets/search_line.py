"""The line in which words are typed that titles must hold."""

from textual.widgets import Input

from gazette.i18n import Words


class SearchLine(Input):
    """One line at the foot of the page, in the place of the keys."""

    def __init__(self, words: Words) -> None:
        _ = words
        super().__init__(
            placeholder=_("words in the titles · Enter keeps them, Esc forgets them"),
            compact=True,
            select_on_focus=False,
        )
        self.cursor_blink = False

    @property
    def words(self) -> tuple[str, ...]:
        """What was typed, word by word."""
        return tuple(self.value.split())
