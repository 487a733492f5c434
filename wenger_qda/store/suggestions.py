"""What a person says to suggestions: accepted ones become codings, refused ones are remembered. Nothing else writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from sqlalchemy import Connection, RowMapping, select

from wenger_qda import frames
from wenger_qda.errors import StoreError
from wenger_qda.model import Coding, new_guid
from wenger_qda.store import coding, given, lookup, schema, team
from wenger_qda.store import in_view as beside
from wenger_qda.store.journal import Step

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

Suggestion = Mapping[Any, Any] | pd.Series
_NEEDED = ("source", "start_char", "end_char", "code")
_PLACE = ("source_id", "code_id", "coder_id", "start_char", "end_char")


class _Wanted(NamedTuple):
    source: str
    start: int
    end: int
    code: str


def accept(project: Project, row: Suggestion, *, in_view: Iterable[str] | None = None) -> Coding:
    """Make a suggestion one's own: code its passage with its code.

    Parameters
    ----------
    row : Series or mapping
        A row of a table of suggestions: source, start_char, end_char, code; what else it has is not looked at.
    in_view : iterable of str, optional
        All codes that were suggested beside the passage, where it was more than this one; see :meth:`Project.in_view`.

    Returns
    -------
    Coding
        With the origin ``suggested``, in the round in which one works on the source; or the same coding, if it stands
        there already. If one had refused the suggestion before, that is forgotten.

    Raises
    ------
    StoreError
        If the row lacks something, the source or the code is not known, the code is a bare heading, or the span lies
        outside of the text; nothing is coded then.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> row = {"source": "day-01", "start_char": 0, "end_char": 11, "code": "stories", "score": 0.7, "why": "…"}
    >>> project.accept(row).origin
    'suggested'
    """
    return accept_many(project, [row], in_view=in_view)[0]


def accept_many(
    project: Project, rows: pd.DataFrame | Iterable[Suggestion], *, in_view: Iterable[str] | None = None
) -> list[Coding]:
    """Make suggestions one's own as one step, which is taken back as one; else as :meth:`accept`."""
    wanted = _read(rows)
    with project._step("accept suggestion", "") as step:
        known, rounds = lookup.Known(step.connection), team.rounds(step.connection, step.coder)
        made = [coding.as_row(known, _coding(known, rounds, one, step.coder)) for one in wanted]
        step.say(f"accepted: {_told(wanted, made)}")
        _forget(step, made)
        taken = [coding.put(step, row) for row in made]
        shown = list(in_view or ())
        beside.keep(step.connection, {one.guid: shown or [one.code] for one in taken})
        return taken


def reject(project: Project, row: Suggestion) -> None:
    """Refuse a suggestion: its code is not suggested to one for its passage any more.

    Parameters
    ----------
    row : Series or mapping
        A row of a table of suggestions: source, start_char, end_char, code.

    Raises
    ------
    StoreError
        As :meth:`accept` does.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> project.reject({"source": "day-01", "start_char": 0, "end_char": 11, "code": "stories"})
    >>> project.rejections()[["code", "coder", "quote"]].values.tolist()
    [['stories', 'amina', 'Once more: ']]
    >>> project.undo()
    'refused: stories on day-01 0–11 “Once more:”'
    """
    reject_many(project, [row])


def reject_many(project: Project, rows: pd.DataFrame | Iterable[Suggestion]) -> None:
    """Refuse suggestions as one step; else as :meth:`reject`."""
    wanted = _read(rows)
    with project._step("reject suggestion", "") as step:
        known = lookup.Known(step.connection)
        made = [coding.as_row(known, _coding(known, {}, one, step.coder)) for one in wanted]
        step.say(f"refused: {_told(wanted, made)}")
        there = {tuple(row[key] for key in _PLACE) for row in _standing(step.connection, made)}
        columns = schema.rejections.c.keys()
        fresh = {tuple(row[key] for key in _PLACE): row for row in made}
        step.insert(
            schema.rejections,
            [{key: row[key] for key in row if key in columns} for place, row in fresh.items() if place not in there],
        )


def rejections(
    project: Project, *, sources: Iterable[str] | None = None, coders: Iterable[str] | None = None
) -> pd.DataFrame:
    """Give the suggestions that were refused and whose words still stand, sorted by place, code and coder.

    Parameters
    ----------
    sources, coders : iterable of str, optional
        Only these.

    Returns
    -------
    DataFrame
        guid, source, code, coder, start_char, end_char, quote, created.
    """
    table = schema.rejections
    with project._reading() as connection:
        found = connection.execute(select(table).where(table.c.status != "needs_review")).mappings().all()
        names = {
            owner: lookup.names(connection, schema.metadata.tables[f"{owner}s"])
            for owner in ("source", "code", "coder")
        }
    rows = [{**row, **{owner: names[owner][row[f"{owner}_id"]] for owner in names}} for row in found]
    wanted = {"source": None if sources is None else set(sources), "coder": None if coders is None else set(coders)}
    kept = [row for row in rows if all(of is None or row[key] in of for key, of in wanted.items())]
    columns = {name: [row[name] for row in kept] for name in frames.COLUMNS["rejections"]}
    return frames.sort_codings(frames.frame("rejections", columns))


def go_along(step: Step, code_id: int) -> None:
    """Take out what was refused of a code that goes."""
    step.delete(schema.rejections, _of_code(step.connection, code_id))


def move_along(step: Step, code_id: int, into: int) -> None:
    """Let what was refused of a code be refused of the one that takes its place."""
    step.update_all(schema.rejections, {row_id: {"code_id": into} for row_id in _of_code(step.connection, code_id)})


def _read(rows: pd.DataFrame | Iterable[Suggestion]) -> list[_Wanted]:
    """Read rows of suggestions; refuse those that lack something."""
    told = rows.to_dict("records") if isinstance(rows, pd.DataFrame) else list(rows)
    found = []
    for row in told:
        gone = [name for name in _NEEDED if name not in row]
        if gone:
            raise StoreError(
                f"a suggestion has source, start_char, end_char and code; this one lacks {', '.join(gone)}"
            )
        start, end = given.whole(row["start_char"]), given.whole(row["end_char"])
        source = str(row["source"])
        given.expect_span(source, start, end)
        if start is None or end is None:
            raise StoreError(f"{source}: a suggestion is about a passage, not about a whole source")
        found.append(_Wanted(source, start, end, str(row["code"])))
    if not found:
        raise StoreError("there is no suggestion in what was given")
    return list(dict.fromkeys(found))


def _coding(known: lookup.Known, rounds: Mapping[int, team.Round], one: _Wanted, coder: str) -> Coding:
    number = rounds.get(known.source(one.source)["id"], team.Round()).number
    return Coding(
        guid=new_guid(), source=one.source, code=one.code, coder=coder, round=number, start_char=one.start,
        end_char=one.end, origin="suggested",
    )  # fmt: skip


def _told(wanted: list[_Wanted], rows: list[dict[str, Any]]) -> str:
    first = f"{wanted[0].code} on {wanted[0].source} {coding.shown(rows[0])}"
    return first if len(rows) == 1 else f"{first} and {len(rows) - 1} more"


def _forget(step: Step, rows: list[dict[str, Any]]) -> None:
    """Forget that suggestions were refused."""
    step.delete(schema.rejections, [row["id"] for row in _standing(step.connection, rows)])


def _standing(connection: Connection, rows: list[dict[str, Any]]) -> list[RowMapping]:
    """Give what stands refused at the places of rows."""
    table, places = schema.rejections, {tuple(row[key] for key in _PLACE) for row in rows}
    found = lookup.rows(connection, select(table), table.c.source_id, {row["source_id"] for row in rows})
    return [row for row in found if tuple(row[key] for key in _PLACE) in places]


def _of_code(connection: Connection, code_id: int) -> list[int]:
    table = schema.rejections
    return list(connection.execute(select(table.c.id).where(table.c.code_id == code_id)).scalars())
