"""Tell feed entries, addresses and bodies apart.

Pure. `canonical_url` and the hashes are compared and stored, never requested or shown;
`mask_url` is for what is shown: messages and logs.
"""

import hashlib
import ipaddress
import re
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

from gazette.text import GUID_LIMIT, SUMMARY_LIMIT, clean_line

# What publishers and platforms hang on a link to see where a click came from. The page is the
# same without them, but they differ between two fetches, and between a feed and its front page.
_TRACKING_PREFIXES: Final = ("utm_", "at_", "mtm_", "pk_", "hsa_")
_TRACKING: Final = frozenset(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mc_cid mc_eid"
    " xtor xtref xtcr cmp cmpid ito smid ncid s_cid _ga _gl vero_id oly_enc_id oly_anon_id"
    " wt.mc_id wt.mc_ev ns_mchannel ns_source ns_campaign ns_linkname ns_fee"
    " __twitter_impression guccounter guce_referrer guce_referrer_sig".split()
)
_ESCAPED = re.compile("%([0-9A-Fa-f]{2})?")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")

# Counters that some feeds print inside the text of an entry (hnrss.org: "Points: 12",
# "# Comments: 3"): they change at every fetch, the story does not.
_HAS_COUNTER = re.compile(r"\d", re.ASCII)
_COUNTER = re.compile(
    r"\b(?:points|comments|commentaires)[ \u00a0]?: ?\d+|\b\d+ (?:points|comments|commentaires)\b",
    re.IGNORECASE,
)

# What most addresses are: nothing in them that another spelling could say.
PLAIN_URL = re.compile(
    r"(https?)(://[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+)(:(?:[1-5]\d{4}|[1-9]\d{0,3}))?"
    r"((?:/(?!\.)[\w~.-]*)+)(\?[\w~=&,-]+)?",
    re.ASCII,
)
_DEFAULT_PORTS: Final = (":80", ":443")
_FIRST_ENTRY = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s>/]")
_LAST_ENTRY = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry)\s*>")
_VOLATILE = re.compile(
    rb"<(lastBuildDate|pubDate|updated|modified|dc:date)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE
)

_USERINFO = re.compile(r"(?<=//)[^/?#\s]*@")
_PARAMETER = re.compile(r"(?<=[?&;#])([^=?&;#\s]+)=([^&;#\s]+)")
_SECRET_NAME = re.compile(
    "key|token|auth|pass|pwd|secret|sig|session|sid|code|user|login|credential|hash", re.IGNORECASE
)
_LONGEST_PLAIN_VALUE: Final = 24
_CLOSING: Final = "'\")”»"
_KEY_BYTES: Final = 8
_HOST_BYTES: Final = 2
_KEYS: Final = 1_000
"""Remembered: while a feed is stored, the key of an address is asked for three times."""
_KEY_DIGITS: Final = 2 * _KEY_BYTES


def canonical_url(url: str) -> str:
    """Return the form of a web address that all spellings of one page share.

    https for http, host in lower case and IDNA, no default port, user, fragment (but "#!") or
    tracking parameter, dot segments resolved, escapes in one style; the order of the other
    parameters is kept. What is no http(s) address comes back as it is. Idempotent.
    """
    plain = PLAIN_URL.fullmatch(url)
    if plain and not plain[5] and plain[3] not in _DEFAULT_PORTS:
        return url if plain[3] else f"https{plain[2]}{plain[4]}"
    try:
        parts = urlsplit(url.strip())
        authority = _authority(parts)
        if parts.scheme not in ("http", "https") or not authority:
            return url
        path = _without_dots(_one_style(parts.path))
        query = "&".join(_telling_parameters(_one_style(parts.query)))
        fragment = _one_style(parts.fragment) if parts.fragment.startswith("!") else ""
    except ValueError:  # a port out of range, a broken IPv6 address, a lone surrogate ...
        return url
    # http and https are one page where each has its own port; elsewhere they are two servers.
    scheme = "https" if _is_default(parts) else parts.scheme.lower()
    return (
        f"{scheme}://{authority}{path}"
        + (f"?{query}" if query else "")
        + (f"#{fragment}" if fragment else "")
    )


def entry_guid(declared: str, *, url: str | None, title: str, text: str) -> str:
    """Return what identifies an entry inside its feed: at most 500 characters, never empty.

    The feed's own id, else the link, else a hash of title and text. What is too long is hashed.
    """
    for candidate in (declared, url or ""):
        guid = clean_line(candidate, GUID_LIMIT + 1)
        if guid and len(candidate) <= GUID_LIMIT and len(guid) <= GUID_LIMIT:
            return guid
        if guid:
            return _digest(candidate)
    return _digest(title, text)


def guid_of_shared_link(url: str, title: str) -> str:
    """Return what identifies an entry without id whose link others have too (a status page)."""
    return _digest(url, title)


@lru_cache(_KEYS)
def key_of(text: str) -> int:
    """Return 64 bits that stand for a text, as SQLite keeps integers: with a sign."""
    return _key(_sha256(text))


@lru_cache(_KEYS)
def link_key_of(canonical: str) -> int:
    """Return 64 bits, with a sign, that stand for a canonical address: 16 of its host, 48 of it.

    The addresses of one host lie together in an index then, so that storing a feed writes a page
    or two of it and not one for each story. Where it matters that two addresses are the same, they
    are compared.
    """
    host = canonical.partition("://")[2].partition("/")[0]
    return _key(_sha256(host)[:_HOST_BYTES] + _sha256(canonical))


def key_of_digest(digest: str) -> int:
    """Return the first 64 bits of a digest in hexadecimal; of what is none, its `key_of`."""
    try:
        return _key(bytes.fromhex(digest[:_KEY_DIGITS]).ljust(_KEY_BYTES, b"\0"))
    except ValueError:
        return key_of(digest)


def content_hash(title: str, url: str | None, text: str) -> int:
    """Return 64 bits with a sign that change when an entry was edited: its title, link or text.

    Spaces, tracking parameters and counters ("12 comments") are no edit.
    """
    # Counters stand in short texts; articles are not searched.
    if len(text) <= SUMMARY_LIMIT and _HAS_COUNTER.search(text):
        text = _COUNTER.sub("", text)
    digest = _digest(" ".join(title.split()), " ".join(text.split()), canonical_url(url or ""))
    return key_of_digest(digest)


def body_hash(body: bytes) -> str:
    """Return a hash of a feed's bytes that only a change of its entries or its titles moves.

    Dates of the channel and comments outside the entries ("generated at ...") are left out.
    """
    first = _FIRST_ENTRY.search(body)
    begin = first.start() if first else len(body)
    end = max((m.end() for m in _LAST_ENTRY.finditer(body, begin)), default=begin)
    digest = hashlib.sha256(steady(body[:begin]))
    digest.update(memoryview(body)[begin:end])
    digest.update(steady(body[end:]))
    return digest.hexdigest()


def steady(outside: bytes) -> bytes:
    """Return what stands outside the entries of a feed, without its dates and comments."""
    return _VOLATILE.sub(b"", _without_comments(outside))


def mask_url(text: str) -> str:
    """Return an address, or a message that quotes one, without its secrets.

    User names, passwords and the values of query parameters that look like keys become "***".
    """
    return _PARAMETER.sub(_masked_parameter, _USERINFO.sub("***@", text))


def ascii_host(host: str) -> str:
    """Return a host's name in lower case and IDNA, an IPv6 address in its shortest form.

    Raises:
        ValueError: no name a server could have.
    """
    if ":" in host:
        return str(ipaddress.IPv6Address(host).compressed)
    name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    if not _NAME.fullmatch(name):
        raise ValueError(host)
    return name


def ascii_escaped(part: str) -> str:
    """Return a part of a URL with what a URL may not hold percent-encoded.

    Raises:
        UnicodeEncodeError: a lone surrogate.
    """
    return quote(part, safe="!#$%&'()*+,/:;=?@[]~")


def _authority(parts: SplitResult) -> str:
    if not parts.hostname:
        return ""
    host = ascii_host(parts.hostname)
    if ":" in host:
        host = f"[{host}]"
    return host if _is_default(parts) else f"{host}:{parts.port}"


def _is_default(parts: SplitResult) -> bool:
    return parts.port in (None, 443 if parts.scheme.lower() == "https" else 80)


def _one_style(part: str) -> str:
    return ascii_escaped(_ESCAPED.sub(_one_escape, part))


def _one_escape(match: re.Match[str]) -> str:
    if match[1] is None:
        return "%25"
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _without_dots(path: str) -> str:
    """Resolve "." and ".." as RFC 3986 5.2.4 does, for a path that begins at the root."""
    segments = path.removeprefix("/").split("/")
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _telling_parameters(query: str) -> list[str]:
    return [p for p in query.split("&") if p and not _is_tracking(p.partition("=")[0].lower())]


def _is_tracking(name: str) -> bool:
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def _without_comments(body: bytes) -> bytes:
    # Not by a pattern: "<!--" repeated and never closed would make it quadratic.
    kept, position = [], 0
    while (start := body.find(b"<!--", position)) >= 0:
        end = body.find(b"-->", start)
        if end < 0:
            break
        kept.append(body[position:start])
        position = end + 3
    return b"".join((*kept, body[position:]))


def _masked_parameter(match: re.Match[str]) -> str:
    name, value = match.groups()
    if _SECRET_NAME.search(unquote(name)) or len(value) > _LONGEST_PLAIN_VALUE:
        # A message may have set the address in quotes: they are not part of it.
        return f"{name}=***{value[len(value.rstrip(_CLOSING)) :]}"
    return match[0]


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _key(digest: bytes) -> int:
    return int.from_bytes(digest[:_KEY_BYTES], signed=True)


def _digest(*parts: str) -> str:
    # Each part with its length, so that moving text from one to the next is a change.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
