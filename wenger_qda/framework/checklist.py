"""Not a community of practice: three ties that may be taken for one, with what speaks for and against each."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from wenger_qda.codebook import Codebook
from wenger_qda.framework.evidence import either, place, signs
from wenger_qda.framework.passages import COUNTED, tally
from wenger_qda.framework.sides import heads, sides_of
from wenger_qda.framework.theory import codes_table

__all__ = ["TESTS", "not_a_community"]

TESTS: Mapping[str, str] = {
    "category": "Is it a title, a job or a label that holds them together, and nothing that they do with each other?",
    "network": "Do they know each other and pass things on, without working out anything in common?",
    "proximity": "Do they only sit or live near each other?",
}
PRACTICE = "mutual-engagement"


def not_a_community(
    codings: pd.DataFrame,
    codes: pd.DataFrame | Codebook,
    *,
    sources: pd.DataFrame | None = None,
    cases: pd.DataFrame | None = None,
    by: str | None = None,
) -> pd.DataFrame:
    """Go through the exclusion tests: what says that a tie is only category, network or proximity, and what says no.

    For a test speak codings with its code. Against it speak codings of that code with stance *against*, and those with
    a contrary of it (in the shipped codebooks ``mutual-engagement``).

    Parameters
    ----------
    codings, codes, sources, cases, by
        As for `progress_table`. Give the cases of kind ``community`` and ``by="case"`` for a checklist of each.

    Returns
    -------
    DataFrame
        One row a test (and a side): test, question, the counts and passages of `progress_table`, says (in a sentence:
        what to make of it; never a verdict).

    Raises
    ------
    ValueError
        For an unknown `by`, and where a column is missing.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "guid": ["a"], "source": ["day-01"], "coder": ["amina"], "code": ["proximity"], "start_char": [0],
    ...     "end_char": [9]})
    >>> not_a_community(codings, pd.DataFrame({"code": ["proximity"]}))[["test", "n_for", "says"]].values.tolist()[2]
    ['proximity', 1, 'what is coded says that it is only proximity; look for what they do together']
    """
    known = codes_table(codes)
    keys: list[Hashable] = [*TESTS]
    carried = signs(codings, _tests(known), {test: i for i, test in enumerate(TESTS)})
    evidence = either(place(codings), carried, len(TESTS))
    sides = sides_of(by, evidence.stretches, sources, cases)
    counts = tally(evidence, sides, keys, codings, cases)
    head = heads(by, sides, len(TESTS), ("test", *COUNTED))
    head |= {"test": [*TESTS] * len(sides.labels), "question": [*TESTS.values()] * len(sides.labels)}
    result = pd.concat([pd.DataFrame(head), counts[list(COUNTED)]], axis=1)
    in_book = set(known["code"]) | set(codings["code"])
    result["says"] = [_says(row, in_book) for row in result.to_dict("records")]
    remarks = [] if len(codings) else ["there are no codings yet"]
    if PRACTICE not in in_book:
        remarks.append(f"the codebook has no {PRACTICE}: what speaks against a test is only what is coded against it")
    result.attrs = {"by": by, "remarks": [*remarks, *filter(None, [sides.why])]}
    return result


def _tests(codes: pd.DataFrame) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {test: {test: 1} for test in TESTS}
    found.setdefault(PRACTICE, dict.fromkeys(TESTS, -1))
    named = dict(zip(codes["code"], codes["contrary"], strict=True))
    for test in TESTS:
        contrary = named.get(test)
        for code in contrary if isinstance(contrary, list | tuple) else ():
            if code not in TESTS:
                found.setdefault(str(code), {}).setdefault(test, -1)
    return found


def _says(row: dict[Any, Any], in_book: set[Any]) -> str:
    test = row["test"]
    if not row["n"]:
        unknown = "" if test in in_book else f"; the codebook has no code {test}"
        return f"nothing is coded for or against{unknown}"
    if not row["n_against"]:
        return f"what is coded says that it is only {test}; look for what they do together"
    if not row["n_for"]:
        return f"nothing says that it is only {test}; look for where it is"
    return f"both: {row['n_for']:,} for {test}, {row['n_against']:,} against; read them side by side"
