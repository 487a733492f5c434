"""Search over all texts: words, phrases, beginnings of words, patterns; every hit with its context.

SQLite's full-text index holds one row a paragraph; it finds the paragraphs and marks the words in them. Case does not
matter, nor do accents on Latin letters; anything but letters and digits parts words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from sqlalchemy import Connection, select

from wenger_qda.errors import StoreError
from wenger_qda.store import lookup, schema
from wenger_qda.text import paragraphs

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

_SHIFT = 24  # a row's id is the source's, shifted, plus the paragraph's number
_CREATE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(text, start_char UNINDEXED, tokenize='unicode61 remove_diacritics 2')"
)
_LEARN = "INSERT INTO search_index(rowid, text, start_char) VALUES (?, ?, ?)"
_FORGET = "DELETE FROM search_index WHERE rowid >= ? AND rowid < ?"
_OPEN, _SHUT = "\ufdd0", "\ufdd1"  # characters that Unicode keeps out of texts
_FIND = (
    f"SELECT rowid, start_char, text, highlight(search_index, 0, '{_OPEN}', '{_SHUT}') "  # noqa: S608 - two constants
    "FROM search_index WHERE text MATCH ? ORDER BY rowid"
)
_ALL = "SELECT rowid, start_char, text, '' FROM search_index ORDER BY rowid"
_HELD = "SELECT count(*) FROM search_index WHERE rowid >= ? AND rowid < ?"
_TURN = "SELECT turn, speaker, start_char FROM turns WHERE source_id = ? AND end_char > ? ORDER BY end_char LIMIT 1"
_SPACE = re.compile(r"\s")
_TERM = re.compile(r'"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)')
_TOKEN = re.compile(r"[^\W_]+")
_ACCENT = re.compile("[\u0300-\u0331]")
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003134f]")
_KINDS = {"source": "str", "turn": "Int64", "speaker": "str", "start_char": "int64", "end_char": "int64",
          "before": "str", "words": "str", "after": "str"}  # fmt: skip


class Hit(NamedTuple):
    """What a search found: where in a source, with the words around it."""

    source_id: int
    start: int
    end: int
    before: str
    words: str
    after: str


def search(project: Project, query: str, *, context: int = 50, limit: int | None = None) -> pd.DataFrame:
    r"""Find words in all texts.

    Parameters
    ----------
    query : str
        Words (all of them in one paragraph), a ``"phrase in quotation marks"``, or a beginning with a star: ``snack*``.
        Case does not matter, nor do accents on Latin letters. A phrase does not run over the end of a line.
    context : int
        How many characters to show on either side.
    limit : int, optional
        Stop after so many paragraphs; ``attrs["n_hidden"]`` of the table says how many paragraphs were left out.

    Returns
    -------
    DataFrame
        Keyword in context, one row a hit: source, turn, speaker, start_char, end_char, before, words, after. It can be
        handed to :meth:`autocode`.

    Raises
    ------
    StoreError
        If the query holds no word.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> project.search("snack*")[["before", "words"]].values.tolist()
    [['Once more: she brought ', 'snacks']]
    """
    terms = _terms(query)
    with project._reading() as connection:
        lines, left = _lines(connection, terms, limit)
        hits = [
            _hit(line.source_id, line.text, start, end, context, offset=line.start)
            for line in lines
            for start, end in line.places
        ]
        return _table(connection, hits, left)


def search_pattern(project: Project, pattern: str, *, context: int = 50, ignore_case: bool = True) -> pd.DataFrame:
    """Find a regular expression in all texts; one row a hit, as :meth:`search` gives them.

    Raises
    ------
    StoreError
        If the pattern is not a regular expression.
    """
    try:
        wanted = re.compile(pattern, re.IGNORECASE if ignore_case else 0)
    except re.error as error:
        raise StoreError(f"{pattern!r} is not a regular expression: {error}") from error
    with project._reading() as connection:
        texts = connection.execute(select(schema.sources.c.id, schema.sources.c.text).order_by(schema.sources.c.name))
        hits = [
            _hit(source_id, text, match.start(), match.end(), context)
            for source_id, text in texts
            for match in wanted.finditer(text)
            if match.start() < match.end()
        ]
        return _table(connection, hits, 0)


def prepare(connection: Connection) -> None:
    """Make the index."""
    connection.exec_driver_sql(_CREATE)


def learn(connection: Connection, source_ids: Iterable[int]) -> None:
    """Index the texts of sources."""
    for source_id in source_ids:
        text = connection.execute(select(schema.sources.c.text).where(schema.sources.c.id == source_id)).scalar_one()
        rows = [(source_id << _SHIFT | n, text[a:b], a) for n, (a, b) in enumerate(paragraphs(text))]
        if rows:
            connection.exec_driver_sql(_LEARN, rows)


def forget(connection: Connection, source_id: int) -> None:
    """Take a source's text out of the index."""
    first = source_id << _SHIFT
    connection.exec_driver_sql(_FORGET, (first, first + (1 << _SHIFT)))


def held(connection: Connection, source_id: int) -> int:
    """Count the paragraphs of a source that are in the index."""
    first = source_id << _SHIFT
    return int(connection.exec_driver_sql(_HELD, (first, first + (1 << _SHIFT))).scalar_one())


class _Term(NamedTuple):
    """One word or phrase of a query: for the index, and for reading paragraphs where the index cannot help."""

    match: str
    pattern: re.Pattern[str]
    indexed: bool


class _Line(NamedTuple):
    """A paragraph in which something was found, and where in it."""

    source_id: int
    start: int
    text: str
    places: Sequence[tuple[int, int]]


def _terms(query: str) -> list[_Term]:
    found = []
    for match in _TERM.finditer(query):
        said = match["phrase"] if match["phrase"] is not None else match["word"]
        tokens = _TOKEN.findall(_ACCENT.sub("", said))
        if tokens:
            if "*" in said.rstrip()[:-1]:
                raise StoreError(f"{said!r}: the star stands at the end of a word, as in snack*")
            prefix = " *" if said.rstrip().endswith("*") else ""
            pattern = re.compile(r"[\W_]*".join(map(re.escape, tokens)), re.IGNORECASE)
            parted = not any(_NO_SPACES.search(token) for token in tokens)
            found.append(_Term(f'"{" ".join(tokens)}"{prefix}', pattern, parted))
    if not found:
        raise StoreError(
            f'the search {query!r} holds no word; write a word, a "phrase" or a beginning such as snack*; signs are '
            "found by search_pattern"
        )
    return found


def _lines(connection: Connection, terms: list[_Term], limit: int | None) -> tuple[list[_Line], int]:
    """Find the paragraphs that hold all terms; say how many were left out by the limit.

    Words of scripts that write without spaces are looked for in the paragraphs themselves; the index cannot part them.
    """
    match = " ".join(term.match for term in terms if term.indexed)
    others = [term.pattern for term in terms if not term.indexed]
    rows = connection.exec_driver_sql(_FIND, (match,)) if match else connection.exec_driver_sql(_ALL)
    lines: list[_Line] = []
    left = 0
    for rowid, start, text, marked in rows:
        if not all(pattern.search(text) for pattern in others):
            continue
        if limit is not None and len(lines) == limit:
            left += 1
            continue
        bare = _OPEN in text or _SHUT in text  # then the marks cannot be told from the text
        read = [term.pattern for term in terms] if bare else others
        places = {*(() if bare else _marked(marked)), *(found.span() for p in read for found in p.finditer(text))}
        lines.append(_Line(rowid >> _SHIFT, start, text, sorted(places)))
    return lines, left


def _marked(text: str) -> list[tuple[int, int]]:
    """Give the places that the index has marked."""
    places, dropped = [], 0
    at = text.find(_OPEN)
    while at >= 0:
        end = text.find(_SHUT, at)
        places.append((at - dropped, end - dropped - 1))
        dropped += 2
        at = text.find(_OPEN, end)
    return places


def _hit(source_id: int, text: str, start: int, end: int, context: int, *, offset: int = 0) -> Hit:
    return Hit(
        source_id,
        start + offset,
        end + offset,
        _SPACE.sub(" ", text[max(start - context, 0) : start]),
        text[start:end],
        _SPACE.sub(" ", text[end : end + context]),
    )


def _table(connection: Connection, hits: list[Hit], left: int) -> pd.DataFrame:
    names = lookup.names(connection, schema.sources)
    hits = sorted(hits, key=lambda hit: (names[hit.source_id], hit.start, hit.end))
    turns = [_turn_at(connection, hit) for hit in hits]
    columns = {
        "source": [names[hit.source_id] for hit in hits],
        "turn": [turn for turn, _ in turns],
        "speaker": [speaker for _, speaker in turns],
        "start_char": [hit.start for hit in hits],
        "end_char": [hit.end for hit in hits],
        "before": [hit.before for hit in hits],
        "words": [hit.words for hit in hits],
        "after": [hit.after for hit in hits],
    }
    table = pd.DataFrame(columns).astype(_KINDS)
    table.attrs["n_hidden"] = left
    return table


def _turn_at(connection: Connection, hit: Hit) -> tuple[int | None, str]:
    """Give number and speaker of the first turn that a hit overlaps; by hand, since there may be thousands of hits."""
    cursor: Any = connection.connection.cursor()
    found = cursor.execute(_TURN, (hit.source_id, hit.start)).fetchone()
    return (found[0], found[1]) if found and found[2] < hit.end else (None, "")
