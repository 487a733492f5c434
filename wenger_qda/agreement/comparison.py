"""What is compared: which coders have read which documents, in which round, and what each of them coded there.

*Not read* and *not coded* are different. A coder has read a document where an assignment says that they are done with
it, or, where they have no assignment to it, if they coded something in it. What is open is not read yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.errors import QdaError, unknown
from wenger_qda.frames import check
from wenger_qda.model import CONSENSUS

__all__ = ["Bools", "Comparison", "Floats", "Ints", "Spans", "compare", "encode", "named", "nothing_to_compare"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SHOWN = 4
_LOOKS = 40  # places of a document at which two coders' words are held against each other


class Spans(NamedTuple):
    """Codings as numbers: indices into the documents, codes and coders of a comparison; `row` of the codings table."""

    document: Ints
    code: Ints
    coder: Ints
    start: Ints
    end: Ints
    is_whole: Bools
    row: Ints

    def where(self, kept: NDArray[Any] | slice) -> Spans:
        """Keep those that a mask, a list of numbers or a slice chooses."""
        return Spans(
            self.document[kept], self.code[kept], self.coder[kept], self.start[kept], self.end[kept],
            self.is_whole[kept], self.row[kept],
        )  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """Coders beside each other.

    Attributes
    ----------
    documents, coders, codes : tuple of str
        Their names; documents and coders in the order of the alphabet.
    lengths : ndarray of int64, shape (n_documents,)
        Characters.
    read : ndarray of bool, shape (n_documents, n_coders)
        Who has read what, in the round that counts for the document.
    rounds : ndarray of int64, shape (n_documents,)
        That round; 0 where nobody has read the document.
    spans : Spans
        What the readers coded.
    remarks : tuple of str
        What is to be known of how it was put together, in sentences.
    """

    documents: tuple[str, ...]
    lengths: Ints
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    read: Bools
    rounds: Ints
    spans: Spans
    remarks: tuple[str, ...] = ()

    @property
    def is_compared(self) -> Bools:
        """Which documents at least two coders have read."""
        compared: Bools = self.read.sum(axis=1) >= 2
        return compared


class _Marks(NamedTuple):
    """Triples of document, round and coder, each once, as numbers."""

    document: Ints
    round: Ints
    coder: Ints

    @property
    def keys(self) -> Ints:
        keys: Ints = (self.document << 40) | (self.round << 20) | self.coder
        return keys


def compare(
    codings: pd.DataFrame,
    sources: pd.DataFrame,
    assignments: pd.DataFrame | None = None,
    *,
    codes: pd.DataFrame | None = None,
    coders: Iterable[str] | None = None,
    round: int | None = None,
) -> Comparison:
    """Put coders beside each other.

    Parameters
    ----------
    codings, sources, assignments, codes : DataFrame
        As the project gives them.
    coders : iterable of str, optional
        Whom to compare; by default all but the consensus coder.
    round : int, optional
        Only this round; by default each document counts in the latest round that two of the coders share.

    Raises
    ------
    ValueError
        If a table lacks columns, or a coder is not known.
    QdaError
        If a coding lies outside its text, or two coders' words differ at one place: their texts are not the same.
    """
    _check_tables(codings, sources, assignments, codes)
    documents = tuple(sorted(sources["source"]))
    order = encode(documents, sources["source"])
    lengths = np.zeros(len(documents), dtype=np.int64)
    lengths[order] = sources["n_chars"].to_numpy(dtype=np.int64)
    chosen, left = _coders(codings, assignments, coders)
    rows = _rows(codings, documents, chosen)
    coded = _distinct(rows.document, rows.round, rows.coder)
    done, asked = _assigned(assignments, documents, chosen)
    read_marks = _either(done, _without(coded, asked))
    read, rounds = _readings(_of_round(read_marks, round), len(documents), len(chosen))
    kept = read[rows.document, rows.coder] & (rows.round == rounds[rows.document])
    names = _codes(codings, rows.row, codes)
    spans = _spans(codings, rows, kept, names, documents, lengths)
    _expect_same_words(codings, spans, documents, chosen)
    remarks = [
        *left,
        _not_in_table(codings, documents),
        _ASSUMED if assignments is None or assignments.empty else "",
        _still_open(_without(_of_round(asked, round), done), documents, chosen),
        _which_rounds(rounds[read.sum(axis=1) >= 2], round),
    ]
    return Comparison(documents, lengths, chosen, names, read, rounds, spans, tuple(filter(None, remarks)))


_ASSUMED = "Without assignments, a coder counts as having read the documents in which they coded something."


def nothing_to_compare(comparison: Comparison) -> str:
    """Say why no document was read by two coders, and what to do; empty where there is one."""
    readers = _named_by(comparison.coders, comparison.read.any(axis=0))
    if comparison.is_compared.any():
        return ""
    still_open = next((remark for remark in comparison.remarks if remark.startswith("Still open")), "")
    if not comparison.documents:
        return "there are no documents; add some (project.add)"
    if still_open:
        return f"no document was finished by two coders. {still_open}"
    if not readers:
        return "nobody has coded anything yet"
    if len(readers) == 1:
        return f"only {readers[0]} has coded here; agreement needs two coders (project.assign, or merge their copies)"
    each = (
        f"{name} read {named(_named_by(comparison.documents, comparison.read[:, number]))}"
        for number, name in enumerate(comparison.coders)
        if name in readers
    )
    return f"no document was read by two coders: {'; '.join(each)}. Assign the same documents to both"


def named(names: Sequence[str]) -> str:
    """Give the first few of many names.

    Examples
    --------
    >>> named(["a", "b", "c", "d", "e", "f"])
    'a, b, c, d and 2 more'
    """
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def encode(names: Sequence[str], values: Any) -> Ints:
    """Give the place of each value among names; -1 for one that is not there."""
    found: Ints = pd.Index(list(names), dtype="str").get_indexer(pd.Index(values, dtype="str")).astype(np.int64)
    return found


def _named_by(names: Sequence[str], chosen: Any) -> list[str]:
    return [names[number] for number in np.flatnonzero(chosen).tolist()]


def _check_tables(
    codings: pd.DataFrame, sources: pd.DataFrame, assignments: pd.DataFrame | None, codes: pd.DataFrame | None
) -> None:
    check("codings", codings, ["source", "code", "coder", "start_char", "end_char"])
    check("sources", sources, ["source", "n_chars"])
    if assignments is not None:
        check("assignments", assignments, ["coder", "source", "round", "status"])
    if codes is not None:
        check("codes", codes, ["code"])
    twice = sources["source"][sources["source"].duplicated()].tolist()
    if twice:
        raise ValueError(f"a sources table has each source once; {named(twice)} stands there twice")


def _coders(
    codings: pd.DataFrame, assignments: pd.DataFrame | None, coders: Iterable[str] | None
) -> tuple[tuple[str, ...], list[str]]:
    """Give whom to compare, and a remark on who is left out."""
    known = set(codings["coder"].unique()) | (set() if assignments is None else set(assignments["coder"].unique()))
    if coders is None:
        is_settled = CONSENSUS in known
        left = ["The consensus coder is left out; name the coders to compare with it."] if is_settled else []
        return tuple(sorted(known - {CONSENSUS})), left
    wanted = [coders] if isinstance(coders, str) else list(dict.fromkeys(coders))
    for name in wanted:
        if name not in known:
            raise ValueError(unknown("coder", name, sorted(known)))
    return tuple(sorted(wanted)), []


class _Rows(NamedTuple):
    document: Ints
    round: Ints
    coder: Ints
    row: Ints


def _rows(codings: pd.DataFrame, documents: Sequence[str], coders: Sequence[str]) -> _Rows:
    """Give the codings of the documents and coders that are compared."""
    document, coder = encode(documents, codings["source"]), encode(coders, codings["coder"])
    number = codings["round"].to_numpy(dtype=np.int64) if "round" in codings else np.ones(len(codings), dtype=np.int64)
    row = np.flatnonzero((document >= 0) & (coder >= 0))
    return _Rows(document[row], number[row], coder[row], row)


def _distinct(document: Ints, number: Ints, coder: Ints) -> _Marks:
    return _unpacked(np.unique(_Marks(document, number, coder).keys))


def _unpacked(keys: Ints) -> _Marks:
    return _Marks(keys >> 40, (keys >> 20) & 0xFFFFF, keys & 0xFFFFF)


def _assigned(
    assignments: pd.DataFrame | None, documents: Sequence[str], coders: Sequence[str]
) -> tuple[_Marks, _Marks]:
    """Give who is done with what, and who was asked to code what."""
    if assignments is None:
        none = np.zeros(0, dtype=np.int64)
        return _Marks(none, none, none), _Marks(none, none, none)
    document, coder = encode(documents, assignments["source"]), encode(coders, assignments["coder"])
    number = assignments["round"].to_numpy(dtype=np.int64)
    is_known = (document >= 0) & (coder >= 0)
    is_done = is_known & (assignments["status"] == "done").to_numpy(dtype=bool)
    done, asked = (_distinct(document[kept], number[kept], coder[kept]) for kept in (is_done, is_known))
    return done, asked


def _without(marks: _Marks, others: _Marks) -> _Marks:
    return _unpacked(np.setdiff1d(marks.keys, others.keys))


def _either(marks: _Marks, others: _Marks) -> _Marks:
    return _unpacked(np.union1d(marks.keys, others.keys))


def _of_round(marks: _Marks, number: int | None) -> _Marks:
    return marks if number is None else _Marks(*(column[marks.round == number] for column in marks))


def _readings(marks: _Marks, n_documents: int, n_coders: int) -> tuple[Bools, Ints]:
    """Choose for each document the latest round that two coders share, else the latest; give who has read it then."""
    occasions, at, counts = np.unique((marks.document << 20) | marks.round, return_inverse=True, return_counts=True)
    document, number = occasions >> 20, occasions & 0xFFFFF
    rounds = np.zeros(n_documents, dtype=np.int64)
    for kept in (counts >= 1, counts >= 2):  # in ascending order, so that the latest is what stays
        rounds[document[kept]] = number[kept]
    read = np.zeros((n_documents, n_coders), dtype=bool)
    counts_now = (number == rounds[document])[at]
    read[marks.document[counts_now], marks.coder[counts_now]] = True
    return read, rounds


def _codes(codings: pd.DataFrame, rows: Ints, codes: pd.DataFrame | None) -> tuple[str, ...]:
    """Give the codes to report: those of the table in its order, then others that were used."""
    used = sorted(codings["code"].iloc[rows].unique())
    if codes is None:
        return tuple(used)
    is_codable = codes["is_codable"].to_numpy(dtype=bool) if "is_codable" in codes else np.ones(len(codes), dtype=bool)
    told = [code for code, codable in zip(codes["code"], is_codable, strict=True) if codable or code in set(used)]
    return (*told, *(code for code in used if code not in set(told)))


def _spans(
    codings: pd.DataFrame, rows: _Rows, kept: Bools, codes: Sequence[str], documents: Sequence[str], lengths: Ints
) -> Spans:
    """Read the codings that count as numbers.

    Raises
    ------
    QdaError
        If one lies outside its text.
    """
    row, document = rows.row[kept], rows.document[kept]
    shown = codings[["code", "start_char", "end_char"]].iloc[row]
    is_whole = shown["start_char"].isna().to_numpy(dtype=bool)
    start = shown["start_char"].fillna(0).to_numpy(dtype=np.int64)
    end = np.where(is_whole, lengths[document], shown["end_char"].fillna(0).to_numpy(dtype=np.int64))
    outside = (start < 0) | (end > lengths[document]) | ((start >= end) & ~is_whole)
    if outside.any():
        first = int(np.flatnonzero(outside)[0])
        coder, name = codings["coder"].iloc[row[first]], documents[document[first]]
        raise QdaError(
            f"{name}: the coding of {coder} at {start[first]}–{end[first]} lies outside its text of "
            f"{lengths[document[first]]} characters; are these the codings of another version of the text? "
            "Bring the copies together with wenger-qda merge first"
        )
    return Spans(document, encode(codes, shown["code"]), rows.coder[kept], start, end, is_whole, row)


def _expect_same_words(codings: pd.DataFrame, spans: Spans, documents: Sequence[str], coders: Sequence[str]) -> None:
    """Refuse where two coders' quotes hold other words at the same place.

    Raises
    ------
    QdaError
        Saying where.
    """
    if "quote" not in codings or not len(spans.row):
        return
    order = np.lexsort((spans.end, spans.start, spans.document))
    one, other = order[:-1], order[1:]
    overlap = np.minimum(spans.end[one], spans.end[other]) - spans.start[other]
    near = (spans.document[one] == spans.document[other]) & (spans.coder[one] != spans.coder[other]) & (overlap > 0)
    pairs = np.flatnonzero(near)
    pairs = pairs[_spread(spans.document[one[pairs]])]
    one, other = one[pairs], other[pairs]
    quotes = codings["quote"]
    for a, b, first, second in zip(
        one.tolist(), other.tolist(), quotes.iloc[spans.row[one]], quotes.iloc[spans.row[other]], strict=True
    ):
        length = min(spans.end[a], spans.end[b]) - spans.start[b]
        ahead = spans.start[b] - spans.start[a]
        if len(str(first)) != spans.end[a] - spans.start[a] or len(str(second)) != spans.end[b] - spans.start[b]:
            continue  # a quote of other words, kept since the text was corrected, or cut
        if first[ahead : ahead + length] != second[:length]:
            raise QdaError(
                f"{documents[spans.document[a]]}: at {spans.start[b]} the words of {coders[spans.coder[a]]} and "
                f"{coders[spans.coder[b]]} are not the same, so their texts differ; bring the copies together with "
                "wenger-qda merge, which says where"
            )


def _spread(document: Ints) -> Ints:
    """Choose a few rows of each document, spread over all of it: texts that part ways do so to their end."""
    _, first, counts = np.unique(document, return_index=True, return_counts=True)
    chosen = [
        start + np.unique(np.linspace(0, count - 1, min(count, _LOOKS)).astype(np.int64))
        for start, count in zip(first, counts, strict=True)
    ]
    return np.concatenate(chosen) if chosen else np.zeros(0, dtype=np.int64)


def _not_in_table(codings: pd.DataFrame, documents: Sequence[str]) -> str:
    n_left = int((~codings["source"].isin(documents)).sum())
    return f"{n_left:,} codings lie in sources that are not in the table, and are left out." if n_left else ""


def _still_open(marks: _Marks, documents: Sequence[str], coders: Sequence[str]) -> str:
    if not len(marks.coder):
        return ""
    by_coder = {coders[coder]: [documents[d] for d in marks.document[marks.coder == coder]] for coder in marks.coder}
    said = "; ".join(f"{coder}: {named(names)}" for coder, names in by_coder.items())
    return f"Still open, and so not counted as read: {said}. Say project.done when it is."


def _which_rounds(rounds: Ints, number: int | None) -> str:
    found, counts = np.unique(rounds, return_counts=True)
    if number is not None or not len(found) or found.tolist() == [1]:
        return ""
    said = ", ".join(f"round {r} for {n}" for r, n in zip(found.tolist(), counts.tolist(), strict=True))
    return f"Each document counts in the latest round that two coders share: {said}."
