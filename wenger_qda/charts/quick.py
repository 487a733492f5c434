"""Altair in half a second: without the grammars that its checker of schemas would build at import.

Where ``rfc3987_syntax`` is installed, as it is with JupyterLab, jsonschema makes nearly forty grammars of it to check
international web addresses. Charts have none, and that takes three times as long as all the rest.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_GRAMMARS = "rfc3987_syntax"


@contextmanager
def _without(name: str) -> Iterator[None]:
    """Let a module not be found meanwhile, unless it is there already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]


with _without(_GRAMMARS):
    import altair

__all__ = ["altair"]
