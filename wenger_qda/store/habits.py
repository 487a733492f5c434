"""How a coder wants suggestions: a habit like the keys of codes, which undo leaves alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from wenger_qda.errors import StoreError
from wenger_qda.store import connection, facts

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

PREFIX = "suggestions for "


class Suggesting(NamedTuple):
    """How a coder wants suggestions.

    Parameters
    ----------
    on : bool
        Whether any are shown beside a text.
    likely : float
        How likely one must be to be marked in the margin, and to stand in a review.
    right : float
        How often those of a code must have been right, put first, for it to be suggested at all; 0: never mind.
    """

    on: bool = True
    likely: float = 0.4
    right: float = 0.0


def suggesting(project: Project) -> Suggesting:
    """Tell how one wants suggestions.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> project.suggest_with(likely=0.6)
    Suggesting(on=True, likely=0.6, right=0.0)
    >>> project.suggesting()
    Suggesting(on=True, likely=0.6, right=0.0)
    """
    with project._reading() as held:
        stored = facts.get(held, _key(project.coder))
    return Suggesting(**json.loads(stored)) if stored else Suggesting()


def suggest_with(project: Project, **wanted: Any) -> Suggesting:
    """Say how one wants suggestions: `on`, `likely`, `right`; what is not named stays.

    Raises
    ------
    StoreError
        If the project is open for reading only, or a share does not lie between 0 and 1.
    TypeError
        If something else is named.
    """
    coder = project._writer()
    wrong = wanted.keys() - set(Suggesting._fields)
    if wrong:
        known = ", ".join(Suggesting._fields)
        raise TypeError(f"suggestions have no {', '.join(sorted(wrong))} to choose; they have {known}")
    for name in {"likely", "right"} & wanted.keys():
        if isinstance(wanted[name], bool | str) or not 0 <= wanted[name] <= 1:
            raise StoreError(f"{name} is a share between 0 and 1, not {wanted[name]!r}")
    fresh = Suggesting(**(suggesting(project)._asdict() | {name: _plain(value) for name, value in wanted.items()}))
    with connection.writing(project._engine, project._path) as held:
        facts.put(held, _key(coder), json.dumps(fresh._asdict()))
    return fresh


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool) else float(value)


def _key(coder: str | None) -> str:
    return f"{PREFIX}{coder or ''}"
