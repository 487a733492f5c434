"""Text that lies wrapped in other text: in HTML, in escapes, in base64. For looking for words wherever they may be.

A text is given in several readings, one of which has the words as they are; none is meant for people.
"""

from __future__ import annotations

import html
import re
import sys
import zlib
from binascii import a2b_base64
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import unquote

from wenger_qda.formats.decoding import known_kind

__all__ = ["Unwrapped", "strings", "unwrap"]

_DEEP = 3
_GROWS, _LONG = 20, 1000
_ANY_HEADER = 47  # of zlib or gzip
_COLOR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(
    r"\\(?:(?:U([0-9a-fA-F]{8})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))|([nrtfbv])|([/\"'\\]))"
)
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_HALF = re.compile("[\ud800-\udfff]")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{20,}(?:\n[A-Za-z0-9+/_-]{4,})*")
_TO_PLAIN = str.maketrans("-_", "+/", "\n")


class Unwrapped(NamedTuple):
    """Readings of a text, and what lies in it that cannot be read, such as ``a picture``."""

    texts: list[str]
    closed: list[str]


class _Name(str):
    """The name of a member of an object."""

    __slots__ = ()


def strings(value: Any) -> list[str]:
    r"""Give what a piece of JSON says, an object being a tuple of pairs: with its names, and without.

    Examples
    --------
    >>> strings(["two li", "nes"]), strings((("quote", ["Who", "brought it?"]), ("n", 2)))
    (['two lines'], ['quote\n\nWho\n\nbrought it?\n\nn', 'Who\n\nbrought it?'])
    """
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return ["".join(value)]  # so a notebook keeps a text
    leaves = list(_leaves(value))
    said = [leaf for leaf in leaves if not isinstance(leaf, _Name)]
    return ["\n\n".join(part) for part in ([leaves] if len(said) == len(leaves) else [leaves, said])]


def unwrap(text: str, *, deep: int = _DEEP) -> Unwrapped:
    r"""Read a text in every way in which it may hold words.

    Parameters
    ----------
    text : str
        Plain, HTML, JSON, a log, base64 …
    deep : int
        How many layers of base64 are taken off.

    Examples
    --------
    >>> unwrap("<td>caf&eacute;</td>").texts
    ['<td>caf&eacute;</td>', '<td>café</td>', '\ncafé\n']
    >>> unwrap("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7").closed
    ['a picture']
    """
    found = Unwrapped([], [])
    for data in _decoded(text) if deep else ():
        kind = "" if _is_packed(data) else known_kind(data)
        inside = Unwrapped([], [kind]) if kind else _texts(data)
        found.closed.extend(inside.closed)
        for inner in inside.texts:
            more = unwrap(inner, deep=deep - 1)
            found.texts.extend(more.texts)
            found.closed.extend(more.closed)
    bare = _BASE64.sub(lambda run: "\n" if len(run[0]) > _LONG and not run[0].isalpha() else run[0], text)
    found.texts[:0] = _readings(bare)
    return found


def _leaves(value: Any) -> Iterator[str]:
    rest = [value]
    while rest:
        one = rest.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            rest += reversed(one)
        elif isinstance(one, tuple):
            rest += (part for name, value in reversed(one) for part in (value, _Name(name)))


def _readings(text: str) -> dict[str, None]:
    """Give a text as it is and with its escapes taken off, once and twice; and each of these without its tags."""
    text = _COLOR.sub("", text) if "\x1b" in text else text
    once = _plain(text)
    ways = dict.fromkeys([text, once, _plain(once)])
    return ways | dict.fromkeys(_plain(_TAG.sub("\n", way)) for way in ways if "<" in way)


def _plain(text: str) -> str:
    """Take the escapes of HTML, of programs and of addresses off a text."""
    if "&" in text:
        text = html.unescape(text)
    if "\\" in text:
        text = _ESCAPE.sub(_unescaped, text)
        if _HALF.search(text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unquote(text, errors="replace") if _PERCENT.search(text) else text


def _unescaped(escape: re.Match[str]) -> str:
    *codes, _, sign = escape.groups()
    code = next(filter(None, codes), "")
    return chr(min(int(code, 16), sys.maxunicode)) if code else sign or "\n"


def _decoded(text: str) -> Iterator[bytes]:
    """Decode what may be base64."""
    for run in _BASE64.finditer(text):
        code = run[0].translate(_TO_PLAIN)
        yield a2b_base64(code[: len(code) - (len(code) % 4 == 1)] + "==")


def _texts(data: bytes) -> Unwrapped:
    """Read bytes as text in the encodings that programs keep it in; what is packed is unpacked, within reason."""
    closed = []
    if _is_packed(data):
        unpacking = zlib.decompressobj(_ANY_HEADER)
        with suppress(zlib.error):
            data = unpacking.decompress(data, _GROWS * len(data))
            closed = [] if unpacking.eof else ["a compressed file"]
    return Unwrapped([data.decode("utf-8", "replace"), *_wide(data)], closed)


def _wide(data: bytes) -> list[str]:
    """Read bytes as text of two or four bytes a character, where they look like it."""
    if data.count(0) > len(data) // 4:
        return [data.decode(encoding, "replace") for encoding in ("utf-16-le", "utf-32-le")]
    with suppress(UnicodeDecodeError):
        return [data.decode("utf-16-le")]  # characters beyond the first 256; what is no text breaks its rules soon
    return []


def _is_packed(data: bytes) -> bool:
    return data[:2] == b"\x1f\x8b" or (data[0] == 0x78 and int.from_bytes(data[:2]) % 31 == 0)
