"""From bytes to text: byte-order marks first, then UTF-8, then a guess that the report names."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import NamedTuple

from wenger_qda.formats.files import File
from wenger_qda.text import normalise

_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive or an Office file",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old or encrypted Office file",
    b"{\\rtf": "a rich text file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"RIFF": "a recording",
    b"OggS": "a recording",
    b"ID3": "a recording",
    b"\x1f\x8b": "a compressed file",
    b"SQLite format 3\x00": "a database",
}
# The likelier first: where two fit equally well, the earlier one is named.
_LIKELY = (
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 koi8_r koi8_u cp932 euc_jp iso2022_jp gb18030 "
    "big5 cp949 tis_620 mac_roman mac_cyrillic"
).split()
_NEAR = 5
_STRAY = 0.01


class Decoded(NamedTuple):
    """A normalised text, and what a person should know of its decoding."""

    text: str
    remarks: tuple[str, ...] = ()


def decode(file: File) -> Decoded:
    r"""Decode and normalise a file.

    Raises
    ------
    SourceError
        If it is empty, holds no text, or does not fit the encoding asked for.
    ValueError
        If there is no such encoding.

    Examples
    --------
    >>> decode(File(name="a.txt", data="Zoë\r\nsaid – nothing".encode("cp1252"))).text
    'Zoë\nsaid – nothing'
    """
    if not file.data.strip(b" \t\r\n\x00"):
        raise file.refuse("the file is empty")
    if kind := known_kind(file.data):
        raise file.refuse(f"this is {kind}, not a text; give it the suffix of what it is, or save it as text")
    raw, remarks = _decoded(file)
    text = normalise(raw).text
    if nuls := raw.count("\x00"):
        remarks = (*remarks, f"{nuls} NUL character{'s' if nuls > 1 else ''} taken out")
    if not text.strip():
        raise file.refuse("the file is empty")
    return Decoded(text, remarks)


def known_kind(data: bytes) -> str:
    """Say what a file is that holds no text, by how it begins; empty where that is not known."""
    return next((kind for signature, kind in _SIGNATURES.items() if data.startswith(signature)), "")


def _decoded(file: File) -> tuple[str, tuple[str, ...]]:
    if file.encoding:
        return _as_asked(file, file.encoding), ()
    for mark, encoding in _MARKS:
        if file.data.startswith(mark):
            return _strictly(file, encoding), ()
    if wide := _wide(file.data):
        return wide[0], (f"read as {wide[1].upper()} without a byte-order mark",)
    try:
        text = file.data.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(file)
    _refuse_binary(file, text)
    return text, ()


def _as_asked(file: File, encoding: str) -> str:
    try:
        codecs.lookup(encoding)
        text = file.data.decode(encoding)
    except LookupError as err:
        raise ValueError(f"there is no text encoding {encoding!r}; try 'utf-8', 'cp1252' or 'utf-16'") from err
    except UnicodeError as err:
        raise file.refuse(f"not in the encoding {encoding} that was asked for", line=_line(file.data, err)) from err
    _refuse_binary(file, text)
    return text


def _strictly(file: File, encoding: str) -> str:
    try:
        return file.data.decode(encoding)
    except UnicodeDecodeError as err:
        name = encoding.removesuffix("-sig").upper()
        raise file.refuse(
            f"begins as {name} but is not {name} throughout; save it anew, or name its encoding (encoding=…)",
            line=_line(file.data, err),
        ) from err


def _wide(data: bytes) -> tuple[str, str] | None:
    """Decode UTF-16 or UTF-32 without a mark, told by where its zero bytes lie."""
    zeros = data.count(0)
    if not zeros or len(data) % 2:
        return None
    for encoding in _wide_encodings(data, zeros):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _control_share(text) < _STRAY:
            return text, encoding
    return None


def _wide_encodings(data: bytes, zeros: int) -> Iterator[str]:
    """Name the wide encodings that the places of zero bytes allow."""
    if len(data) % 4 == 0 and not any(data[3::4]):
        yield "utf-32-le"
    if len(data) % 4 == 0 and not any(data[::4]):
        yield "utf-32-be"
    even = data[::2].count(0) / zeros
    if zeros >= 0.25 * len(data) or not _is_utf8(data):
        if even < 0.05:
            yield "utf-16-le"
        if even > 0.95:
            yield "utf-16-be"


def _guessed(file: File) -> tuple[str, tuple[str, ...]]:
    from charset_normalizer import from_bytes

    matches = from_bytes(file.data, cp_isolation=_LIKELY, enable_fallback=False)
    candidates = [
        (match.percent_chaos, match.percent_coherence, encoding)
        for match in matches
        for encoding in {match.encoding, *match.could_be_from_charset}
        if encoding in _LIKELY
    ]
    if not candidates:
        raise file.refuse("no text in any known encoding; if it is a text, name its encoding (encoding=…)")
    least = min(chaos for chaos, _, _ in candidates)
    clean = [(coherence, encoding) for chaos, coherence, encoding in candidates if chaos <= least + 0.5]
    best = max(coherence for coherence, _ in clean)
    encoding = min((encoding for coherence, encoding in clean if coherence >= best - _NEAR), key=_LIKELY.index)
    text = file.data.decode(encoding, errors="replace")
    _refuse_binary(file, text)
    return text, (f"read as {encoding}, a guess (confidence {1 - least / 100:.2f}); encoding=… sets another",)


def _refuse_binary(file: File, text: str) -> None:
    if _control_share(text) >= _STRAY:
        raise file.refuse("this is no text (it is full of control characters); give it the suffix of what it is")


def _control_share(text: str) -> float:
    """Give the share of control characters that no text has; one or two alone are strays."""
    controls = sum(map(text.count, map(chr, [*range(9), *range(14, 27), 28, 29, 30, 31, 127])))
    return controls / len(text) if controls > 2 else 0.0


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line(data: bytes, err: UnicodeError) -> int | None:
    return data.count(b"\n", 0, err.start) + 1 if isinstance(err, UnicodeDecodeError) else None
