"""What is said of a mark: how many stories it changed, and what holds of them since.

Pure; one place for every mark, made, taken back or made again.
"""

from gazette.i18n import Words
from gazette.model import TAG, Mark


def told_of(mark: Mark, words: Words) -> str:
    """Return what a mark has just done: "3 articles masqués"."""
    _, count = words, len(mark.story_ids)
    if mark.flag.startswith(TAG):
        tag = mark.flag.removeprefix(TAG)
        if mark.value:
            return _.plural("“{tag}” on {n} story", "“{tag}” on {n} stories", count, tag=tag)
        return _.plural("“{tag}” off {n} story", "“{tag}” off {n} stories", count, tag=tag)
    match mark.flag, mark.value:
        case "read", True:
            return _.plural("{n} story marked read", "{n} stories marked read", count)
        case "read", False:
            return _.plural("{n} story marked unread", "{n} stories marked unread", count)
        case "hidden", True:
            return _.plural("{n} story hidden", "{n} stories hidden", count)
        case "hidden", False:
            return _.plural("{n} story shown again", "{n} stories shown again", count)
        case _, True:
            return _.plural("{n} star set", "{n} stars set", count)
        case _:
            return _.plural("{n} star taken off", "{n} stars taken off", count)


def told_of_turn(mark: Mark, words: Words) -> str:
    """Return what holds again since a mark was taken back, or made again."""
    _, count = words, len(mark.story_ids)
    if mark.flag.startswith(TAG):
        if not mark.value:
            return told_of(mark, words)
        tag = mark.flag.removeprefix(TAG)
        return _.plural("“{tag}” back on {n} story", "“{tag}” back on {n} stories", count, tag=tag)
    match mark.flag, mark.value:
        case "read", False:
            return _.plural("{n} story unread again", "{n} stories unread again", count)
        case "read", True:
            return _.plural("{n} story read again", "{n} stories read again", count)
        case "hidden", True:
            return _.plural("{n} story hidden again", "{n} stories hidden again", count)
        case "hidden", False:
            return _.plural("{n} story shown again", "{n} stories shown again", count)
        case _, False:
            return _.plural("{n} star taken off again", "{n} stars taken off again", count)
        case _:
            return _.plural("{n} star put back", "{n} stars put back", count)
