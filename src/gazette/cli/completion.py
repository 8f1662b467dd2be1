"""`gazette completion`, and what a shell suggests while a command line is typed.

Click takes the line apart and asks the commands and their options. Here is what the shells need so
that names with blanks, commas and quotes arrive whole, and errors are never shown in a line.
"""

from typing import Final

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

from gazette.cli import output
from gazette.cli.names import PROGRAM, VARIABLE
from gazette.cli.usage import Command
from gazette.errors import N_

_BASH: Final = """\
%(complete_func)s() {
    local completion value
    local current=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=()
    while IFS= read -r completion; do
        value=${completion#*,}
        case ${completion%%%%,*} in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                case $current in
                    \\'*) value=${value//\\'/\\'\\\\\\'\\'} ;;
                    \\"*)
                        value=${value//\\\\/\\\\\\\\}
                        value=${value//\\"/\\\\\\"}
                        value=${value//\\$/\\\\\\$}
                        value=${value//\\`/\\\\\\`}
                        ;;
                    *)
                        printf -v value %%q "$value"
                        value=${value//:/\\\\:}
                        ;;
                esac
                COMPREPLY+=("$value")
                ;;
        esac
    done < <(
        IFS=$'\\n'
        COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \\
            %(complete_var)s=bash_complete "$1" 2>/dev/null
    )
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""
_FISH: Final = """\
function %(complete_func)s
    set -l words (commandline -cp)
    set -l word (commandline -t)
    for completion in (%(complete_var)s=fish_complete COMP_WORDS="$words" COMP_CWORD="$word" \\
            %(prog_name)s 2>/dev/null)
        set -l parts (string split --max 1 "," -- $completion)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                echo $parts[2]
        end
    end
end

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


class Bash(BashComplete):
    """Bash splits at "=" and ":", and leaves quoting to who suggests."""

    source_template = _BASH
    _colons = 0
    """In what stands before the part that bash puts a suggestion in place of."""

    def source(self) -> str:
        """Return the script; which bash will read it is not for us to find out."""
        return ShellComplete.source(self)

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is typed, and that one."""
        words, typed = super().get_completion_args()
        words = [word for word in words if word != "="]
        if typed == ":":
            words, typed = [*words, ":"], ""
        if len(words) > 1 and words[-1] == ":":
            before = f"{words[-2]}:"
            self._colons = before.count(":")
            return words[:-2], before + typed
        return words, typed

    def format_completion(self, item: CompletionItem) -> str:
        """Return a suggestion, of which bash wants what stands behind the last colon typed."""
        return f"{item.type},{item.value.split(':', self._colons)[-1]}"


class Fish(FishComplete):
    """Click's own script cuts a name at its first comma."""

    source_template = _FISH


_SHELLS: Final[dict[str, type[ShellComplete]]] = {"bash": Bash, "zsh": ZshComplete, "fish": Fish}


def register() -> None:
    """Let click use our shells when one of them asks."""
    for shell in (Bash, Fish):
        add_completion_class(shell)


@click.command(
    cls=Command,
    help=N_(
        "Print the script that completes command lines in a shell.\n\n"
        "SHELL is bash, zsh or fish. It also suggests your feeds and tags."
    ),
)
@click.argument("shell", metavar="SHELL", type=click.Choice(tuple(_SHELLS)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes command lines in a shell."""
    script = _SHELLS[shell](context.find_root().command, {}, PROGRAM, VARIABLE)
    output.document(script.source())
