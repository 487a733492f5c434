"""What can go wrong, said in one plain sentence: what, where, what to do.

::

    QdaError
    ├── SourceError      a file from outside cannot be read
    ├── CodebookError    a codebook is not in order
    └── StoreError       the project refuses

Wrong calls (a negative offset, a misspelt option) stay ``ValueError`` and ``TypeError``.
"""

from __future__ import annotations


class QdaError(Exception):
    """Base of every error that wenger_qda raises about data."""


class SourceError(QdaError):
    """A file from outside cannot be read."""


class CodebookError(QdaError):
    """A codebook is not in order."""


class StoreError(QdaError):
    """The project cannot do what was asked."""


def missing(library: str, extra: str, purpose: str) -> QdaError:
    """Give the error for an optional library that is not installed.

    Examples
    --------
    >>> str(missing("pygamma_agreement", "gamma", "The gamma measure"))
    'The gamma measure needs pygamma_agreement: pip install "wenger-qda[gamma]"'
    """
    return QdaError(f'{purpose} needs {library}: pip install "wenger-qda[{extra}]"')


def unknown(what: str, name: object, known: list[str]) -> str:
    """Say that a name is not known, and which known ones come near.

    Examples
    --------
    >>> unknown("code", "enagement", ["engagement", "repair"])
    "there is no code 'enagement'; did you mean 'engagement'?"
    """
    from difflib import get_close_matches

    near = get_close_matches(str(name), known, n=3, cutoff=0.8) or get_close_matches(str(name), known, n=3)
    sentence = f"there is no {what} {name!r}"
    if near:
        return f"{sentence}; did you mean {' or '.join(repr(n) for n in near)}?"
    if not known:
        return f"{sentence}; there is none at all yet"
    shown = ", ".join(repr(n) for n in known[:8])
    return f"{sentence}; there is {shown}{' …' if len(known) > 8 else ''}"
