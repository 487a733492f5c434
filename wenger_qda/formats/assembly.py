"""Putting together what was found: unique names, linked people, located codings, typed variables, the report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wenger_qda.formats.corpus import NotLinked, Shelf, make_case, make_codings
from wenger_qda.formats.files import Found
from wenger_qda.formats.places import Skipped
from wenger_qda.formats.values import typed_columns
from wenger_qda.model import Case, Coder, Coding, ImportReport, ProjectData, Source, Variable, guid_of

if TYPE_CHECKING:
    from wenger_qda.codebook import Codebook

_Row = tuple[str, str, str, str]
_Outcome = tuple[str, Found] | Skipped


def assemble(outcomes: Iterable[_Outcome]) -> ProjectData:
    """Make project data of what was found in each file; the second pass finds what names sources."""
    desk = _Desk()
    for outcome in outcomes:
        desk.take(outcome)
    desk.link()
    sources, cases, variables = _typed(desk.sources, desk.cases)
    coders = sorted({coding.coder for coding in desk.codings})
    return ProjectData(
        sources=sources,
        codebook=desk.codebook,
        codings=tuple(desk.codings),
        cases=cases,
        coders=tuple(Coder(guid=guid_of("coder", name), name=name) for name in coders),
        variables=variables,
        report=ImportReport(tuple(desk.rows)),
    )


@dataclass
class _Desk:
    """What has been found so far."""

    sources: list[Source] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    codebook: Codebook | None = None
    rows: list[_Row] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)
    _shelved: list[tuple[str, Source]] = field(default_factory=list)
    _waiting: list[tuple[str, Found]] = field(default_factory=list)

    def take(self, outcome: _Outcome) -> None:
        if isinstance(outcome, Skipped):
            self.rows.append((outcome.name, "file", "skipped", outcome.reason))
            return
        item, found = outcome
        is_table = any(source.kind == "row" for source in found.sources)
        if is_table and found.remarks:
            self.rows.append((item, "table", "changed", "; ".join(found.remarks)))
        for source in found.sources:
            self._shelve(source.name if is_table else item, source, () if is_table else found.remarks)
        self.rows += [(f"{item}, {part}", "source", "skipped", why) for part, why in found.left_out]
        if found.codebook:
            self.codebook = self.codebook.merge(found.codebook) if self.codebook else found.codebook
            self._report(item, "codebook", found.remarks, told=f"{len(found.codebook.codes)} codes")
        if found.people or found.codings:
            self._waiting.append(outcome)

    def link(self) -> None:
        """Find the sources that people and codings name."""
        if not self._waiting:
            return
        shelf = Shelf.of(self._shelved)
        for item, found in self._waiting:
            if found.people:
                self._link_people(item, found, shelf)
            if found.codings:
                self._link_codings(item, found, shelf)

    def _shelve(self, item: str, source: Source, remarks: tuple[str, ...]) -> None:
        name = _free(source.name, self._names)
        self._names.add(name)
        if name != source.name:
            remarks = (*remarks, f"named {name!r}, because there is a {source.name!r} already")
        named = replace(source, name=name, guid=guid_of("source", name, source.text))
        self.sources.append(named)
        self._shelved.append((item, named))
        self._report(item, "source", remarks)

    def _link_people(self, item: str, found: Found, shelf: Shelf) -> None:
        known = {case.name for case in self.cases}
        lost: list[NotLinked] = []
        for entry in found.people:
            case, without = make_case(entry, shelf, item)
            if case.name in known:
                lost.append(NotLinked(entry.line, "case", f"there is a case {case.name!r} already"))
                continue
            known.add(case.name)
            self.cases.append(case)
            lost += without
        self._report(item, "people", found.remarks, told=f"{len(found.people)} cases")
        self._lose(item, lost)

    def _link_codings(self, item: str, found: Found, shelf: Shelf) -> None:
        known = {coding.guid for coding in self.codings}
        count, lost = len(self.codings), list[NotLinked]()
        for entry in found.codings:
            made = make_codings(entry, shelf, item)
            if isinstance(made, NotLinked):
                lost.append(made)
                continue
            for coding in made:
                if coding.guid in known:
                    lost.append(NotLinked(entry.line, "coding", f"the code {coding.code!r} stands here a second time"))
                else:
                    known.add(coding.guid)
                    self.codings.append(coding)
        self._report(item, "codings", found.remarks, told=f"{len(self.codings) - count} codings")
        self._lose(item, lost)

    def _lose(self, item: str, lost: Sequence[NotLinked]) -> None:
        self.rows += [(f"{item}, line {line}", kind, "skipped", why) for line, kind, why in lost]

    def _report(self, item: str, kind: str, remarks: tuple[str, ...], *, told: str = "") -> None:
        reason = "; ".join(remarks) or told
        self.rows.append((item, kind, "changed" if remarks else "read", reason))


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _typed(
    sources: list[Source], cases: list[Case]
) -> tuple[tuple[Source, ...], tuple[Case, ...], tuple[Variable, ...]]:
    types, rows = typed_columns([source.variables for source in sources] + [case.variables for case in cases])
    done_sources = tuple(
        replace(source, variables=row) for source, row in zip(sources, rows[: len(sources)], strict=True)
    )
    done_cases = tuple(replace(case, variables=row) for case, row in zip(cases, rows[len(sources) :], strict=True))
    return done_sources, done_cases, tuple(Variable(name=name, type=kind) for name, kind in types.items())
