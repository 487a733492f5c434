"""What a view of a text shows: only what its coder may see (:mod:`wenger_qda.store.team`), as plain rows, quickly.

The tables of :mod:`wenger_qda.store.tables` are for analysis and hold everything; a view asks for its rows at every
change of another notebook, and wants them within milliseconds.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Select, asc, case, desc, func, select

from wenger_qda import frames
from wenger_qda.store import codebooks, lookup, schema, tables, team

if TYPE_CHECKING:
    from wenger_qda.store.project import Project

_MANY = 400
_WATCHED = ("codings", "sources", "codes", "assignments")


class SeenCoding(NamedTuple):
    """A coding; the offsets are None for a whole source, `quote` and `review` are filled where it is to be reviewed."""

    guid: str
    code: str
    coder: str
    round: int
    start_char: int | None
    end_char: int | None
    note: str
    weight: float | None
    certainty: float | None
    stance: str
    status: str
    review: str
    quote: str
    origin: str
    created: str


class SeenTurn(NamedTuple):
    """A turn of the text."""

    start_char: int
    end_char: int
    kind: str
    speaker: str
    start_ms: int | None


class SeenSource(NamedTuple):
    """A source, with the codings in it that may be seen, one's own of them, and the round in which one works on it."""

    guid: str
    source: str
    kind: str
    date: str
    n_codings: int
    n_mine: int
    round: team.Round


class SeenCode(NamedTuple):
    """A code, with its codings that may be seen."""

    code: str
    name: str
    path: str
    parent: str
    color: str
    definition: str
    include: str
    exclude: str
    is_codable: bool
    n_codings: int


class SeenPassage(NamedTuple):
    """A passage that carries a code; the offsets are None for a whole source."""

    guid: str
    source_guid: str
    source: str
    start_char: int | None
    end_char: int | None
    quote: str
    coder: str
    note: str


class View(NamedTuple):
    """A source as its coder may see it, all of one moment."""

    revision: int
    source: str
    text: str
    turns: list[SeenTurn]
    codings: list[SeenCoding]
    n_hidden: int
    round: team.Round


class ViewChange(NamedTuple):
    """What has changed in a view since a revision."""

    revision: int
    codings: list[SeenCoding]
    gone: list[str]
    n_hidden: int
    is_anew: bool


def view(project: Project, source: str) -> View:
    """Give a source as one may see it: text, turns, codings, and how many codings are hidden in a blind round.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> coding = project.code("day-01", 0, 11, "stories")
    >>> seen = project.view("day-01")
    >>> [(coding.code, coding.start_char, coding.end_char) for coding in seen.codings]
    [('stories', 0, 11)]
    """
    sources, turns = schema.sources, schema.turns
    with project._reading() as connection:
        row = lookup.row(connection, sources, source)
        of_source = schema.codings.c.source_id == row["id"]
        spans = select(*(turns.c[name] for name in SeenTurn._fields)).where(turns.c.source_id == row["id"])
        return View(
            revision=_last(connection),
            source=row["name"],
            text=row["text"],
            turns=[*map(SeenTurn._make, connection.execute(spans.order_by(turns.c.turn)).cursor.fetchall())],
            codings=_seen(connection, project.coder, of_source),
            n_hidden=_n_hidden(connection, project.coder, of_source),
            round=team.rounds(connection, project.coder).get(row["id"], team.Round()),
        )


def view_since(project: Project, revision: int, *, source: str) -> ViewChange:
    """Tell what a view of a source lacks since a revision.

    Parameters
    ----------
    revision : int
        As the view gave it when it was last up to date.
    source : str
        Name of the source.

    Returns
    -------
    ViewChange
        `revision` now; `codings` that are new or different; `gone`, the guids of those that are not to be seen any
        more; `n_hidden`, how many a blind round hides; `is_anew`, whether the text, a code that was there, one's own
        round or too much else has changed, so that the view is to be made anew.
    """
    with project._reading() as connection:
        now, changes = _last(connection), _changes(connection, revision)
        source_id = lookup.row_id(connection, schema.sources, source)
        me = lookup.ids(connection, schema.coders).get(project.coder or "", 0)
        is_older = now < revision  # somebody has put a backup in the place of the file
        if is_older or len(changes) > _MANY or _is_anew(connection, changes, source_id, me):
            return ViewChange(now, [], [], 0, True)
        codings = schema.codings
        touched = {change.row_id: change.image for change in changes if change.table == codings.name}
        there = set(connection.execute(select(codings.c.id).where(codings.c.id.in_(touched))).scalars())
        is_blind = team.rounds(connection, project.coder).get(source_id, team.Round()).is_blind
        shown = {"source_id": source_id} | ({"coder_id": me} if is_blind else {})
        return ViewChange(
            revision=now,
            codings=_seen(connection, project.coder, codings.c.source_id == source_id, codings.c.id.in_(touched)),
            gone=[
                image["guid"]
                for row_id, image in touched.items()
                if row_id not in there and shown.items() <= image.items()
            ],
            n_hidden=_n_hidden(connection, project.coder, codings.c.source_id == source_id),
            is_anew=False,
        )


def corrected_since(project: Project, revision: int, *, source: str) -> bool:
    """Tell whether a source's text is another one than at a revision: places in it mean other words then.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> revision = project.revision()
    >>> _ = project.correct_passage("day-01", 0, 4, "Twice")
    >>> project.corrected_since(revision, source="day-01")
    True
    """
    log = schema.changes
    with project._reading() as connection:
        source_id = lookup.row_id(connection, schema.sources, source)
        of_source = (log.c.table_name == schema.sources.name) & (log.c.row_id == source_id)
        images = connection.execute(select(log.c.before).where(log.c.number > revision, of_source)).scalars()
        return _last(connection) < revision or any("text" in json.loads(image or "{}") for image in images)


def view_sources(project: Project) -> list[SeenSource]:
    """Give the sources by name, each with the number of codings in it that one may see, and with one's round."""
    table, by_source = schema.sources, schema.codings.c.source_id
    query = select(table.c.id, *(table.c[name] for name in ("guid", "name", "kind", "date"))).order_by(table.c.name)
    with project._reading() as connection:
        n_codings = _counts(connection, project.coder, by_source)
        others = _is_of_others(project.coder), ~team.hidden_from(project.coder)
        n_others = tables.counts(connection, by_source, *others)  # often few, and then soon counted
        round_of = team.rounds(connection, project.coder)
        return [
            SeenSource(
                guid, name, kind, date, n_codings.get(row_id, 0), n_codings.get(row_id, 0) - n_others.get(row_id, 0),
                round_of.get(row_id, team.Round()),
            )
            for row_id, guid, name, kind, date in connection.execute(query).cursor.fetchall()
        ]  # fmt: skip


def view_codes(project: Project) -> list[SeenCode]:
    """Give the codes in tree order, each with the number of its codings that one may see."""
    with project._reading() as connection:
        n_codings = _counts(connection, project.coder, schema.codings.c.code_id)
        ids, codes = lookup.ids(connection, schema.codes), codebooks.stored(connection)
    path_of = frames.paths(codes)
    return [
        SeenCode(
            code.id, code.name, path_of[code.id], code.parent, code.color, code.definition, code.include,
            code.exclude, code.is_codable, n_codings.get(ids[code.id], 0),
        )
        for code in codes
    ]  # fmt: skip


def view_passages(project: Project, code: str, *, limit: int) -> tuple[list[SeenPassage], int]:
    """Give the latest passages with a code that one may see, one's own first, and how many there are in all."""
    codings, coders = schema.codings, schema.coders
    with project._reading() as connection:
        of_code = codings.c.code_id == lookup.row_id(connection, schema.codes, code)
        seen = of_code & ~team.hidden_from(project.coder)
        total = connection.execute(select(func.count()).select_from(codings).where(seen)).scalar_one()
        order = (coders.c.name == (project.coder or "")).desc(), codings.c.id.desc()
        latest = _passages(project.coder).where(of_code).order_by(*order).limit(limit)
        return [*map(SeenPassage._make, connection.execute(latest).cursor.fetchall())], int(total)


def next_coding(project: Project, code: str, source: str, point: int) -> SeenPassage | None:
    """Give the first coding of a code that one may see and that begins behind a place: in the text, or in a later one.

    Sources come by name, as :meth:`sources` lists them. Codings of a whole source begin nowhere and are passed over.

    Returns
    -------
    SeenPassage or None
        None where there is none behind.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> coding = project.code("day-01", 5, 9, "stories")
    >>> project.next_coding("stories", "day-01", 0).quote
    'more'
    """
    return _neighbour(project, code, source, point, operator.gt, asc)


def previous_coding(project: Project, code: str, source: str, point: int) -> SeenPassage | None:
    """Give the last coding of a code that one may see and that begins before a place; else as :meth:`next_coding`."""
    return _neighbour(project, code, source, point, operator.lt, desc)


def view_coders(project: Project, codes: Iterable[str]) -> tuple[dict[str, int], int]:
    """Tell how many codings of some codes one may see, by coder, and how many more a blind round hides.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> coding = project.code("day-01", 0, 11, "stories")
    >>> project.view_coders(["stories", "repertoire"])
    ({'amina': 1}, 0)
    """
    codings = schema.codings
    with project._reading() as connection:
        ids = [lookup.row_id(connection, schema.codes, code) for code in codes]
        of_codes = codings.c.code_id.in_(ids)
        seen = tables.counts(connection, codings.c.coder_id, of_codes, ~team.hidden_from(project.coder))
        names = lookup.names(connection, schema.coders)
        n_hidden = _n_hidden(connection, project.coder, of_codes)
    return {names[row_id]: count for row_id, count in sorted(seen.items())}, n_hidden


class _Change(NamedTuple):
    """A change of a row, with what the row was before; where it was none, with what it is."""

    table: str
    row_id: int
    image: dict[str, Any]
    is_of_what_was: bool


def _changes(connection: Connection, revision: int) -> list[_Change]:
    """Give the changes since a revision that a view may have to show, oldest first; a few more than it will take."""
    log = schema.changes
    query = select(log.c.table_name, log.c.row_id, log.c.before, log.c.after).order_by(log.c.number).limit(_MANY + 1)
    rows = connection.execute(query.where(log.c.number > revision, log.c.table_name.in_(_WATCHED)))
    return [
        _Change(table, row_id, json.loads(before or after or "{}"), bool(before))
        for table, row_id, before, after in rows
    ]


def _is_anew(connection: Connection, changes: list[_Change], source_id: int, me: int) -> bool:
    """Tell whether changes touch more of a view than single codings: the text, a code in use, one's own round."""
    table = schema.assignments
    query = select(table.c.id).where(table.c.source_id == source_id, table.c.coder_id == me)
    mine = set(connection.execute(query).scalars())
    own = {"source_id": source_id, "coder_id": me}.items()
    return any(
        (change.table == "sources" and change.row_id == source_id)
        or (change.table == "codes" and change.is_of_what_was)
        or (change.table == "codings" and "round" in change.image and "guid" not in change.image)
        or (change.table == "assignments" and (change.row_id in mine or own <= change.image.items()))
        for change in changes
    )


def _seen(connection: Connection, coder: str | None, *conditions: ColumnElement[bool]) -> list[SeenCoding]:
    """Give the codings that conditions hold of and that a coder may see, in the order of the text."""
    codings, codes, coders = schema.codings, schema.codes, schema.coders
    known = {
        "code": codes.c.code,
        "coder": coders.c.name,
        "quote": case((codings.c.status == "needs_review", codings.c.quote), else_=""),
    }
    query = (
        select(*(known[name] if name in known else codings.c[name] for name in SeenCoding._fields))
        .join(codes, codes.c.id == codings.c.code_id)
        .join(coders, coders.c.id == codings.c.coder_id)
        .where(*conditions, ~team.hidden_from(coder))
        .order_by(func.coalesce(codings.c.start_char, -1), codings.c.end_char, codes.c.code, coders.c.name)
    )
    return [*map(SeenCoding._make, connection.execute(query).cursor.fetchall())]


def _passages(coder: str | None) -> Select[Any]:
    """Choose the passages that a coder may see."""
    codings, sources, coders = schema.codings, schema.sources, schema.coders
    known = {"source_guid": sources.c.guid, "source": sources.c.name, "coder": coders.c.name}
    columns = (known[name] if name in known else codings.c[name] for name in SeenPassage._fields)
    return (
        select(*columns)
        .join(sources, sources.c.id == codings.c.source_id)
        .join(coders, coders.c.id == codings.c.coder_id)
        .where(~team.hidden_from(coder))
    )


def _neighbour(
    project: Project, code: str, source: str, point: int, is_beyond: Callable[[Any, Any], Any], by: Callable[..., Any]
) -> SeenPassage | None:
    """Give the first passage of a code beyond a place, in an order."""
    codings, sources = schema.codings, schema.sources
    with project._reading() as connection:
        of_code = codings.c.code_id == lookup.row_id(connection, schema.codes, code)
        source_id = lookup.row_id(connection, sources, source)
        here = select(sources.c.name).where(sources.c.id == source_id).scalar_subquery()
        in_text = (codings.c.source_id == source_id) & is_beyond(codings.c.start_char, point)
        query = (
            _passages(project.coder)
            .where(of_code, codings.c.start_char.is_not(None), is_beyond(sources.c.name, here) | in_text)
            .order_by(*map(by, (sources.c.name, codings.c.start_char, codings.c.end_char, codings.c.id)))
        )
        found = connection.execute(query.limit(1)).first()
    return None if found is None else SeenPassage._make(found)


def _n_hidden(connection: Connection, coder: str | None, of_these: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(schema.codings).where(of_these, team.hidden_from(coder))
    return int(connection.execute(query).scalar_one())


def _counts(connection: Connection, coder: str | None, column: Column[int]) -> dict[int, int]:
    """Count by a column the codings that a coder may see: all, which an index tells, less the few that are hidden."""
    hidden = tables.counts(connection, column, team.hidden_from(coder))
    return {key: count - hidden.get(key, 0) for key, count in tables.counts(connection, column).items()}


def _is_of_others(coder: str | None) -> ColumnElement[bool]:
    others = select(schema.coders.c.id).where(schema.coders.c.name != (coder or ""))
    return schema.codings.c.coder_id.in_(others)


def _last(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(schema.changes.c.number), 0))).scalar_one())
