"""Counts in words."""

from __future__ import annotations

__all__ = ["has", "some"]


def some(n: int, one: str, many: str = "") -> str:
    """Say how many there are.

    Examples
    --------
    >>> some(1, "document"), some(1200, "stretch", "stretches")
    ('1 document', '1,200 stretches')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def has(n: int) -> str:
    """Give ``has`` for one and ``have`` for several."""
    return "has" if n == 1 else "have"
