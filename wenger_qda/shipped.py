"""Where the codebooks, corpora and notebooks that come with the package lie: inside it, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["folder"]


def folder(name: str) -> Path:
    """Give the folder ``codebooks``, ``corpora`` or ``notebooks``.

    Examples
    --------
    >>> folder("codebooks").name
    'codebooks'
    """
    inside = Path(__file__).parent / name
    return inside if inside.is_dir() else Path(__file__).parent.parent / name
