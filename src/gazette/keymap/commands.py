"""What the reader can be told to do, in the order and the sections of the help page.

Rules for the keys: arrows, Enter, Esc, Tab and the mouse do everything a beginner needs; vim's
motions work everywhere; newsboat's letters where they do not clash with those. What stands behind
AltGr or on a dead key of a French keyboard is never the only key.

A command is offered by a screen that has its `action_...` method, and by no other.
"""

from typing import Final, Literal

from msgspec import Struct

from gazette.errors import N_

Pane = Literal["tree", "list", "article"]
PANES: Final[tuple[Pane, ...]] = ("tree", "list", "article")
_STORIES: Final[tuple[Pane, ...]] = ("list", "article")
_LISTS: Final[tuple[Pane, ...]] = ("tree", "list")
_TREE: Final[tuple[Pane, ...]] = ("tree",)
_LIST: Final[tuple[Pane, ...]] = ("list",)
_ARTICLE: Final[tuple[Pane, ...]] = ("article",)


class Command(Struct, frozen=True):
    """Something the reader can do, and the keys that do it."""

    action: str
    """Its name in feeds.toml; the screen's method is `action_NAME`."""
    keys: tuple[str, ...]
    description: str
    """A message: what help page and palette say."""
    hint: str = ""
    """A message: the one or two words of the footer."""
    panes: tuple[Pane, ...] = PANES
    """Where it can be done."""
    in_search: bool = False
    """Only while matches are shown; what else its keys do has to wait."""
    family: str = ""
    """A message that describes all commands of its kind in one line."""


_NUMBERED: Final = N_("open the link of this number")


def _links() -> tuple[Command, ...]:
    """Return what follows the first ten links of an article, 0 being the tenth."""
    ordinals = (
        *(N_("open the first link"), N_("open the second link"), N_("open the third link")),
        *(N_("open the fourth link"), N_("open the fifth link"), N_("open the sixth link")),
        *(N_("open the seventh link"), N_("open the eighth link"), N_("open the ninth link")),
        N_("open the tenth link"),
    )
    return tuple(
        Command(f"link_{digit}", (digit,), description, panes=_ARTICLE, family=_NUMBERED)
        for digit, description in zip("1234567890", ordinals, strict=True)
    )


SECTIONS: Final[tuple[tuple[str, tuple[Command, ...]], ...]] = (
    (
        N_("Reading"),
        (
            Command("open", ("enter", "l", "right"), N_("open what is selected"), N_("open")),
            Command(
                "read_on",
                ("space",),
                N_("read on: next page, at the end the next unread story"),
                N_("read on"),
            ),
            Command("next_unread", ("n",), N_("next unread story"), N_("next")),
            Command("previous_unread", ("p",), N_("previous unread story")),
            Command("next_story", ("J",), N_("next story")),
            Command("previous_story", ("K",), N_("previous story")),
            Command("open_browser", ("o", "v"), N_("open the page in the browser"), N_("browser")),
            Command(
                "open_mark_next",
                ("O",),
                N_("open in the browser, mark read, go on to the next"),
            ),
            Command("links", ("L",), N_("the links of the article"), N_("links"), _ARTICLE),
            *_links(),
            Command("link_letters", (";",), N_("letters on the links in sight"), panes=_ARTICLE),
            Command(
                "images",
                ("I",),
                N_("the pictures of the article, or the text alone"),
                panes=_ARTICLE,
            ),
            Command(
                "comments", ("c",), N_("open the story’s comments in the browser"), panes=_STORIES
            ),
            Command(
                "open_attachment",
                ("e",),
                N_("play what is attached: sound, film, document"),
                panes=_STORIES,
            ),
            Command("fetch_story", ("x",), N_("fetch this story’s page now"), panes=_STORIES),
            Command("back", ("h", "left", "backspace"), N_("back to the pane before")),
            Command("cancel", ("escape",), N_("close the search, leave the article")),
        ),
    ),
    (
        N_("Marks"),
        (
            Command(
                "toggle_star", ("s", "f"), N_("star, or take the star off"), N_("star"), _STORIES
            ),
            Command("toggle_read", ("m", "N"), N_("read or unread"), N_("read/unread")),
            Command("mark_all_read", ("A",), N_("mark the whole list read")),
            Command("mark_above", ("(",), N_("mark the stories above read"), panes=_LIST),
            Command("mark_below", (")",), N_("mark the stories below read"), panes=_LIST),
            Command("mark_everything_read", ("C",), N_("mark everything read, in all feeds")),
            Command("hide_story", ("D", "delete"), N_("hide this story"), panes=_STORIES),
            Command("tags", ("t",), N_("tags of this story"), N_("tags"), _STORIES),
            Command(
                "select", ("V",), N_("choose several stories, for any key to act on"), panes=_LIST
            ),
            Command("undo", ("u", "ctrl+z"), N_("undo the last mark, any number"), N_("undo")),
            Command("redo", ("ctrl+r", "ctrl+y"), N_("redo what was undone")),
        ),
    ),
    (
        N_("What is listed"),
        (
            Command("show_all", ("1",), N_("all stories"), panes=_LISTS),
            Command("show_unread", ("2",), N_("unread stories"), panes=_LISTS),
            Command("show_starred", ("3",), N_("starred stories"), panes=_LISTS),
            Command("tag_view", ("T",), N_("the stories of a tag")),
            Command("saved_view", ("f",), N_("the stories of a saved view"), panes=_TREE),
            Command("next_language", ("a",), N_("language: all, French, English"), N_("language")),
            Command("search", ("/",), N_("search all stories"), N_("search")),
            Command("filter", ("F",), N_("search in this list"), panes=_LISTS),
            Command("find_next", ("n",), N_("next match"), N_("next match"), in_search=True),
            Command("find_previous", ("N",), N_("previous match"), N_("previous"), in_search=True),
            Command("save_view", ("W",), N_("keep this search as a view in the tree")),
            Command(
                "sort", ("\\", "="), N_("oldest first, by feed, newest first"), N_("order"), _LISTS
            ),
            Command("next_unread_feed", ("ctrl+n", "]"), N_("next feed with unread stories")),
            Command(
                "previous_unread_feed", ("ctrl+p", "["), N_("previous feed with unread stories")
            ),
            Command("show_failures", ("!",), N_("the feeds that fail, and why")),
        ),
    ),
    (
        N_("Feeds"),
        (
            Command(
                "fetch_view",
                ("r",),
                N_("fetch these feeds, or the open story’s text; twice: even if not due"),
            ),
            Command("fetch_all", ("R", "f5"), N_("fetch all feeds"), N_("fetch")),
            Command("feed_info", ("i",), N_("about this feed: address, times, errors")),
            Command("add_feed", ("+",), N_("subscribe to a feed")),
            Command("rename", ("g r",), N_("give this feed another name"), N_("rename")),
            Command("feed_tags", ("g e",), N_("give this feed other tags"), N_("tags")),
            Command("unsubscribe", ("g d",), N_("unsubscribe from this feed"), N_("unsubscribe")),
        ),
    ),
    (
        N_("Taking along"),
        (
            Command("copy_link", ("y",), N_("copy the story’s address"), panes=_STORIES),
            Command("copy_title", ("Y",), N_("copy the story’s title and address"), panes=_STORIES),
            Command("save", ("S",), N_("save the story as a file"), panes=_STORIES),
            Command(
                "queue_attachment",
                ("E",),
                N_("put what is attached into the playlist"),
                panes=_STORIES,
            ),
            Command("pipe", ("|", "P"), N_("give the story to another program"), panes=_STORIES),
        ),
    ),
    (
        N_("Panes"),
        (
            Command(
                "switch_pane",
                ("tab",),
                N_("next pane: subscriptions, list, article"),
                N_("next pane"),
            ),
            Command(
                "switch_pane_back",
                ("shift+tab",),
                N_("previous pane"),
                N_("the one before"),
            ),
            Command("focus_feeds", ("g f",), N_("go to the subscriptions"), N_("feeds")),
            Command("focus_list", ("g a",), N_("go to the list"), N_("list")),
            Command("focus_article", ("g t",), N_("go to the article"), N_("article")),
            Command("zen", ("z",), N_("the text alone, and back"), N_("alone")),
            Command("wider", ("}", ">"), N_("this pane wider"), N_("wider")),
            Command("narrower", ("{", "<"), N_("this pane narrower"), N_("narrower")),
        ),
    ),
    (
        N_("Moving"),
        (
            Command("line_down", ("j", "down"), N_("one line down")),
            Command("line_up", ("k", "up"), N_("one line up")),
            Command("page_down", ("pagedown", "ctrl+f"), N_("one page down")),
            Command("page_up", ("pageup", "ctrl+b", "-", "shift+space"), N_("one page up")),
            Command("half_down", ("ctrl+d",), N_("half a page down")),
            Command("half_up", ("ctrl+u",), N_("half a page up")),
            Command("first", ("home", "g g"), N_("go to the first line"), N_("first")),
            Command("last", ("end", "G"), N_("go to the last line"), N_("last")),
        ),
    ),
    (
        N_("Gazette"),
        (
            Command("palette", (":", "f2"), N_("all that can be done here, by its name")),
            Command("help", ("?", "f1"), N_("the keys"), N_("help")),
            Command("next_theme", ("f9",), N_("another theme")),
            Command("suspend", (), N_("rest in the background; fg in the shell goes on")),
            Command("leave", ("q",), N_("back; at the list: quit"), N_("quit")),
            Command("quit", ("Q", "ctrl+q", "ctrl+c"), N_("quit at once")),
        ),
    ),
)
COMMANDS: Final = {command.action: command for _, section in SECTIONS for command in section}
