"""Two faces: a code and its dual, in the same words or apart, and which comes first."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.codebook import Codebook
from wenger_qda.framework.evidence import both, place, signs
from wenger_qda.framework.passages import guids_by
from wenger_qda.framework.theory import codes_table, dual_pairs

__all__ = ["two_faces"]

Ints = NDArray[np.int64]

COLUMNS = (
    "one", "other", "n_one", "n_other", "n_together", "n_one_alone", "n_other_alone", "share_together",
    "n_one_first", "n_other_first", "n_same_start", "sources", "guids", "guids_together", "guids_one_alone",
    "guids_other_alone", "why",
)  # fmt: skip


def two_faces(codings: pd.DataFrame, codes: pd.DataFrame | Codebook) -> pd.DataFrame:
    """Say how often a code and its other face stand together, and how often alone.

    Two faces are together where codings of one coder share a character, whatever their stance. Participation without
    reification, or the reverse, is worth reading: each makes up for what the other cannot do.

    Parameters
    ----------
    codings : DataFrame
        One row per coding.
    codes : DataFrame or Codebook
        One row per code; `dual` names the other face.

    Returns
    -------
    DataFrame
        One row a pair: one, other; n_one, n_other (codings); n_together (stretches with both), n_one_alone and
        n_other_alone (codings that never meet the other); share_together (codings that meet the other, of all of the
        two; NaN where there are none); n_one_first, n_other_first, n_same_start (of the stretches together: which of
        the two begins earlier in the text); sources; guids, guids_together, guids_one_alone, guids_other_alone; why.

    Raises
    ------
    ValueError
        Where a column is missing.

    Examples
    --------
    >>> codings = pd.DataFrame({
    ...     "guid": ["a", "b", "c"], "source": "day-01", "coder": "amina", "start_char": [0, 5, 30],
    ...     "code": ["participation", "reification", "reification"], "end_char": [10, 12, 40]})
    >>> codes = pd.DataFrame({"code": ["participation", "reification"], "dual": ["reification", "participation"]})
    >>> two_faces(codings, codes)[["n_together", "n_one_alone", "n_other_alone", "n_one_first"]].values.tolist()
    [[1, 0, 1, 1]]
    """
    known = codes_table(codes)
    placed = place(codings)
    start = placed.start
    rows = [_pair(codings, placed, start, one, other) for one, other in dual_pairs(known)]
    result = pd.DataFrame({name: [row[name] for row in rows] for name in COLUMNS})
    result.attrs = {"remarks": [] if rows else ["no code of the codebook names another face (dual)"]}
    return result


def _pair(codings: pd.DataFrame, placed: Any, start: Ints, one: str, other: str) -> dict[str, Any]:
    is_of = [(codings["code"] == code).to_numpy(dtype=bool) for code in (one, other)]
    plain = codings.assign(stance="")
    sides = [signs(plain, {code: {0: 1}}, {0: 0}) for code in (one, other)]
    found = both(placed, sides[0], sides[1], 1)
    meets = np.zeros(len(codings), dtype=bool)
    meets[found.coding] = True
    parts = [meets, is_of[0] & ~meets, is_of[1] & ~meets, is_of[0] | is_of[1]]
    n_of = [int(some.sum()) for some in is_of]
    first = _which_first(found.stretch, found.coding, is_of[0], start, len(found.stretches))
    first[found.stretches["is_whole"].to_numpy(dtype=bool)] = np.nan  # a whole source has no beginning in itself
    cell, coding = np.nonzero(np.stack(parts))
    guids = guids_by(cell, coding, len(parts), codings)
    return {
        "one": one, "other": other, "n_one": n_of[0], "n_other": n_of[1], "n_together": len(found.stretches),
        "n_one_alone": int(parts[1].sum()), "n_other_alone": int(parts[2].sum()),
        "share_together": int(meets.sum()) / sum(n_of) if sum(n_of) else np.nan,
        "n_one_first": int((first < 0).sum()), "n_other_first": int((first > 0).sum()),
        "n_same_start": int((first == 0).sum()),
        "sources": tuple(sorted(set(codings["source"][parts[3]]))),
        "guids": guids[3], "guids_together": guids[0], "guids_one_alone": guids[1], "guids_other_alone": guids[2],
        "why": _why(one, other, n_of, len(found.stretches)),
    }  # fmt: skip


def _which_first(stretch: Ints, coding: Ints, is_one: NDArray[np.bool_], start: Ints, n: int) -> NDArray[np.float64]:
    """Give, for each stretch, the first start of the one less the first start of the other."""
    begins = np.full((2, n), np.inf)
    np.minimum.at(begins, (np.where(is_one[coding], 0, 1), stretch), start[coding])
    ahead: NDArray[np.float64] = begins[0] - begins[1]
    return ahead


def _why(one: str, other: str, n_of: list[int], n_together: int) -> str:
    unused = [name for name, n in zip((one, other), n_of, strict=True) if not n]
    if unused:
        return f"nothing is coded with {' or '.join(unused)}"
    return "" if n_together else "the two never stand in the same words of one coder"
