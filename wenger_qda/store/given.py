"""What people and tables give as offsets and numbers: taken as it is meant, refused where it only looks like it."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from wenger_qda.errors import StoreError


def whole(offset: Any) -> int | None:
    """Accept numpy's integers and what is missing in a table; refuse what only looks like an offset.

    Examples
    --------
    >>> import pandas as pd
    >>> whole(3), whole(pd.NA), whole(float("nan"))
    (3, None, None)
    """
    if _is_missing(offset):
        return None
    if isinstance(offset, bool) or not hasattr(offset, "__index__"):
        raise TypeError(f"an offset is a whole number, not {offset!r}")
    return int(offset)


def real(number: Any) -> float | None:
    """Accept any kind of number, and what is missing in a table."""
    if _is_missing(number):
        return None
    if isinstance(number, bool | str) or not math.isfinite(number):
        raise TypeError(f"a weight or a certainty is a number, not {number!r}")
    return float(number)


def expect_span(source: str, start: int | None, end: int | None) -> None:
    """Refuse what is no span of any text; whether it lies in this one, the text will tell."""
    if (start is None) != (end is None) or (start is not None and end is not None and not 0 <= start < end):
        raise StoreError(
            f"{source}: {start} to {end} is no span of a text; it needs 0 <= start < end, or None for both"
        )


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))
