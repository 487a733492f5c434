"""Search over all texts: words, phrases, beginnings of words, patterns; every hit with its context.

SQLite's full-text index holds one row a paragraph. It finds the paragraphs; where in them the words stand is found
here, by the same rules (case and accents do not matter, anything but letters and digits parts words).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from wenger_qda.errors import StoreError
from wenger_qda.store import schema
from wenger_qda.text import paragraphs

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

_SHIFT = 24  # a row's id is the source's, shifted, plus the paragraph's number
_CREATE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(text, start_char UNINDEXED, tokenize='unicode61 remove_diacritics 2')"
)
_LEARN = "INSERT INTO search_index(rowid, text, start_char) VALUES (?, ?, ?)"
_FORGET = "DELETE FROM search_index WHERE rowid >= ? AND rowid < ?"
_FIND = "SELECT rowid, start_char, text FROM search_index WHERE text MATCH ? ORDER BY rowid LIMIT ?"
_COUNT = "SELECT count(*) FROM search_index WHERE text MATCH ?"
_ALL = "SELECT rowid, start_char, text FROM search_index ORDER BY rowid"
_HELD = "SELECT count(*) FROM search_index WHERE rowid >= ? AND rowid < ?"
_TERM = re.compile(r'"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)')
_TOKEN = re.compile(r"[^\W_]+")
_ACCENTS = range(0x0300, 0x0332)
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003134f]")
_KINDS = {"source": "str", "turn": "Int64", "speaker": "str", "start_char": "int64", "end_char": "int64",
          "before": "str", "words": "str", "after": "str"}  # fmt: skip


class Hit(NamedTuple):
    """Where in a source a search found something."""

    source_id: int
    start: int
    end: int


def search(project: Project, query: str, *, context: int = 50, limit: int | None = None) -> pd.DataFrame:
    r"""Find words in all texts.

    Parameters
    ----------
    query : str
        Words (all of them in one paragraph), a ``"phrase in quotation marks"``, or a beginning with a star: ``snack*``.
        Case and accents do not matter.
    context : int
        How many characters to show on either side.
    limit : int, optional
        Stop after so many hits; ``attrs["n_hidden"]`` of the table says how many paragraphs were left out.

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
            Hit(source_id, start + a, start + b) for source_id, start, line in lines for a, b in _places(line, terms)
        ]
        return _table(connection, hits, context, left)


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
            Hit(source_id, match.start(), match.end())
            for source_id, text in texts
            for match in wanted.finditer(text)
            if match.start() < match.end()
        ]
        return _table(connection, hits, context, 0)


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
    """One word or phrase of a query: for the index, and for finding it in a paragraph."""

    match: str
    pattern: re.Pattern[str]
    indexed: bool


def _terms(query: str) -> list[_Term]:
    found = []
    for match in _TERM.finditer(query):
        said = match["phrase"] if match["phrase"] is not None else match["word"]
        tokens = _TOKEN.findall(_folded(said)[0])
        if tokens:
            found.append(_term(tokens, prefix=match["phrase"] is None and said.endswith("*")))
    if not found:
        raise StoreError(f'the search {query!r} holds no word; write a word, a "phrase" or a beginning such as snack*')
    return found


def _term(tokens: list[str], *, prefix: bool) -> _Term:
    match = f'"{" ".join(tokens)}"{" *" if prefix else ""}'
    words = r"[\W_]+".join(map(re.escape, tokens))
    if any(_NO_SPACES.search(token) for token in tokens):
        return _Term(match, re.compile(words), indexed=False)
    rest = r"[^\W_]*" if prefix else ""
    return _Term(match, re.compile(rf"(?<![^\W_]){words}{rest}(?![^\W_])"), indexed=True)


def _lines(connection: Connection, terms: list[_Term], limit: int | None) -> tuple[list[tuple[int, int, str]], int]:
    """Find the paragraphs that hold all terms; say how many were left out by the limit."""
    if not all(term.indexed for term in terms):
        return _scanned(connection, terms), 0
    match = " ".join(term.match for term in terms)
    rows = connection.exec_driver_sql(_FIND, (match, -1 if limit is None else limit)).all()
    left = 0
    if limit is not None and len(rows) == limit:
        counted = connection.exec_driver_sql(_COUNT, (match,))
        left = int(counted.scalar_one()) - limit
    return [(rowid >> _SHIFT, start, text) for rowid, start, text in rows], left


def _scanned(connection: Connection, terms: list[_Term]) -> list[tuple[int, int, str]]:
    """Read every paragraph: for scripts that write words without spaces, which the index cannot part."""
    rows = connection.exec_driver_sql(_ALL)
    return [
        (rowid >> _SHIFT, start, text)
        for rowid, start, text in rows
        if all(term.pattern.search(_folded(text)[0]) for term in terms)
    ]


def _places(line: str, terms: Sequence[_Term]) -> Iterator[tuple[int, int]]:
    folded, places = _folded(line)
    spans = sorted({match.span() for term in terms for match in term.pattern.finditer(folded)})
    for start, end in spans:
        yield (start, end) if places is None else (places[start], places[end - 1] + 1)


def _folded(text: str) -> tuple[str, list[int] | None]:
    """Take case and accents off; give the place in `text` of each character that is left, None where all are."""
    if text.isascii():
        return text.lower(), None
    kept, places = [], []
    for place, character in enumerate(text):
        if ord(character) in _ACCENTS:
            continue
        kept.append(_bare(character))
        places.append(place)
    return "".join(kept), places


def _bare(character: str) -> str:
    from unicodedata import normalize

    lowered = character.lower()
    base = normalize("NFD", lowered)[0] if ord(character) > 127 else lowered
    return base if len(base) == 1 else character


def _table(connection: Connection, hits: list[Hit], context: int, left: int) -> pd.DataFrame:
    sources = schema.sources
    wanted = {hit.source_id for hit in hits}
    texts: dict[int, tuple[str, str]] = {}
    for part in _parts(sorted(wanted), 500):
        rows = connection.execute(select(sources.c.id, sources.c.name, sources.c.text).where(sources.c.id.in_(part)))
        texts |= {row_id: (name, text) for row_id, name, text in rows}
    hits = sorted(hits, key=lambda hit: (texts[hit.source_id][0], hit.start, hit.end))
    turns, speakers = turns_at(connection, hits)
    columns: dict[str, list[Any]] = {
        "source": [texts[hit.source_id][0] for hit in hits],
        "turn": turns,
        "speaker": speakers,
        "start_char": [hit.start for hit in hits],
        "end_char": [hit.end for hit in hits],
        "before": [_flat(texts[hit.source_id][1][max(hit.start - context, 0) : hit.start]) for hit in hits],
        "words": [texts[hit.source_id][1][hit.start : hit.end] for hit in hits],
        "after": [_flat(texts[hit.source_id][1][hit.end : hit.end + context]) for hit in hits],
    }
    table = pd.DataFrame(columns).astype(_KINDS)
    table.attrs["n_hidden"] = left
    return table


def turns_at(connection: Connection, places: Sequence[Hit]) -> tuple[list[int | None], list[str]]:
    """Give number and speaker of the first turn that each place overlaps; None and empty where there is none."""
    turns = schema.turns
    rows = connection.execute(
        select(turns.c.source_id, turns.c.start_char, turns.c.end_char, turns.c.turn, turns.c.speaker)
        .order_by(turns.c.source_id, turns.c.start_char)
    ).all()  # fmt: skip
    if not rows or not places:
        return [None] * len(places), [""] * len(places)
    owners, _, ends, numbers, speakers = zip(*rows, strict=True)
    keys = np.asarray(owners, dtype=np.int64) * (1 << 40) + np.asarray(ends, dtype=np.int64)
    wanted = np.asarray([(place.source_id << 40) + place.start for place in places], dtype=np.int64)
    found = np.searchsorted(keys, wanted, side="right")
    inside = [
        int(at) if at < len(rows) and rows[at][0] == place.source_id and rows[at][1] < place.end else None
        for at, place in zip(found, places, strict=True)
    ]
    return [None if at is None else numbers[at] for at in inside], ["" if at is None else speakers[at] for at in inside]


def _flat(text: str) -> str:
    return re.sub(r"\s", " ", text)


def _parts(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (items[start : start + size] for start in range(0, len(items), size))
