"""One thread for many small steps: a second one costs more than it gives, and waits where others work."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import scipy.linalg  # noqa: F401 - its library of linear algebra is there before all are looked for


def in_one_thread() -> AbstractContextManager[Any]:
    """Let linear algebra work in one thread meanwhile.

    Examples
    --------
    >>> with in_one_thread():
    ...     sum([1, 2])
    3
    """
    limit: AbstractContextManager[Any] = _pools().limit(limits=1)
    return limit


@cache
def _pools() -> Any:
    """Look for the libraries once; that takes longer than a step."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
