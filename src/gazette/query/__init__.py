"""The query language: one for searches, views and rules, with one meaning in store and memory.

`parse` makes a tree of frozen dataclasses of what a person wrote; `matches` asks it of one story
in memory; the store compiles it to SQL. No node knows SQL.

A query in a few lines (accents and case never matter, nor does the order of conditions):

| English | French | asks for stories |
|---|---|---|
| `budget`, `l'élection` | | with a form of the word in title, authors, summary or text |
| `"white house"`, `« pays basque »` | | with just these words in this order |
| `gouv*`, `"état d'urg"*` | | with words that begin so |
| `porte-parole`, `12:30` | | hyphens and other signs within a word make a phrase of its parts |
| `a b`, `a AND b` | `a ET b` | that match both |
| `a OR b` | `a OU b` | that match one; `a b OR c d` is `(a b) OR (c d)` |
| `-a`, `-"a b"`, `-(a OR b)`, `-tag:sport` | | that do not match |
| `title:`, `author:` | `titre:`, `auteur:` | with the word, `"phrase"` or prefix there |
| `feed:monde` | `flux:monde` | of a feed with this in its title or address |
| `tag:sport`, `tag:"à lire"` | `étiquette:sport` | with the tag, its feed's or its own |
| `lang:fr`, `lang:french` | `langue:fr`, `langue:français` | in a language, of whatever country |
| `site:lemonde.fr` | `site:lemonde.fr` | that link to a host, or to one below it |
| `is:unread`, `read`, `starred`, `changed`, `hidden`, `ai` | `est:nonlu`, `lu`, `favori`, \
`modifié`, `masqué`, `ia` | in a state |
| `has:text`, `image`, `audio` | `avec:texte`, `image`, `audio`, `son` | more than a summary |
| `since:2d` | `depuis:2j` | of the last two days |
| `before:2026-11-01` | `avant:2026-11-01` | from before that day |
| `on:today`, `on:monday`, `on:2026-11` | `le:hier`, `le:lundi`, `le:2026-11` | of a day or month |

Lengths of time are counted in `min`, `h`, `d` or `j`, `w` or `sem`, `m` or `mois`, `y` or `an`;
days begin at midnight in the reader's time zone. Operators are operators in capitals only. A name
before a colon that is no field's is a word (`12:30`, `https://…`), unless it is nearly one. Hidden
stories match only a query with `is:hidden` in it.
"""

from gazette.query.fields import site_of
from gazette.query.match import Facts, matches
from gazette.query.parser import DEEPEST, LONGEST, MOST, parse
from gazette.query.tree import (
    And,
    Before,
    Everything,
    Has,
    InFeed,
    InLanguage,
    Is,
    Node,
    Not,
    OnSite,
    Or,
    Phrase,
    Since,
    Tagged,
    Within,
    Word,
    asks_for_hidden,
    leaves,
    name_key,
    words_to_mark,
)

__all__ = [
    "DEEPEST",
    "LONGEST",
    "MOST",
    "And",
    "Before",
    "Everything",
    "Facts",
    "Has",
    "InFeed",
    "InLanguage",
    "Is",
    "Node",
    "Not",
    "OnSite",
    "Or",
    "Phrase",
    "Since",
    "Tagged",
    "Within",
    "Word",
    "asks_for_hidden",
    "leaves",
    "matches",
    "name_key",
    "parse",
    "site_of",
    "words_to_mark",
]
