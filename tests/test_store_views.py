"""What a view shows: the round one works in, nothing of others while one codes blind, and every change as it comes."""

from __future__ import annotations

import random
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from deeds import DEEDS, Deed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from projects import NOTES, TALK, kept, study

from wenger_qda.errors import QdaError, StoreError
from wenger_qda.store import Project
from wenger_qda.store.team import Round
from wenger_qda.store.views import View

FAST = Path("/dev/shm") if Path("/dev/shm").is_dir() else None


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "study.wqda")


@pytest.fixture
def bo(project: Project) -> Project:
    project.add_coder("bo")
    return Project.open(project.path, coder="bo")


def seen(project: Project, source: str = "talk") -> list[tuple[str, int]]:
    """Give who coded what is to be seen, and in which round."""
    return [(coding.coder, coding.round) for coding in project.view(source).codings]


# -- the round one works in ------------------------------------------------------------------------------------------

ROUNDS = {
    "never asked": (lambda p: None, Round(1, "", False)),
    "asked": (lambda p: p.assign("talk", coder="amina"), Round(1, "open", True)),
    "asked for a later round": (lambda p: p.assign("talk", coder="amina", round=3), Round(3, "open", True)),
    "done": (lambda p: (p.assign("talk", coder="amina"), p.done("talk")), Round(1, "done", False)),
    "asked twice": (
        lambda p: (p.assign("talk", coder="amina"), p.assign("talk", coder="amina", round=2)),
        Round(2, "open", True),
    ),
    "the later one done": (
        lambda p: (p.assign("talk", coder="amina"), p.assign("talk", coder="amina", round=2), p.done("talk")),
        Round(1, "open", True),
    ),
    "both done": (
        lambda p: [p.assign("talk", coder="amina", round=n) or p.done("talk") for n in (1, 2)],
        Round(2, "done", False),
    ),
    "taken up again": (
        lambda p: (p.assign("talk", coder="amina", round=2), p.done("talk"), p.reopen("talk")),
        Round(2, "open", True),
    ),
    "done without being asked": (lambda p: p.done("talk"), Round(1, "done", False)),
    "taken up again without being asked": (lambda p: (p.done("talk"), p.reopen("talk")), Round(1, "open", False)),
    "asked after all": (
        lambda p: (p.done("talk"), p.reopen("talk"), p.assign("talk", coder="amina")),
        Round(1, "open", True),
    ),
    "asked after it was done": (lambda p: (p.done("talk"), p.assign("talk", coder="amina")), Round(1, "done", False)),
    "another source": (lambda p: p.assign("notes", coder="amina"), Round(1, "", False)),
    "another coder": (lambda p: (p.add_coder("bo"), p.assign("talk", coder="bo")), Round(1, "", False)),
    "asked, and taken back": (lambda p: (p.assign("talk", coder="amina"), p.undo()), Round(1, "", False)),
    "asked, taken back and again": (
        lambda p: (p.assign("talk", coder="amina"), p.undo(), p.redo()),
        Round(1, "open", True),
    ),
    "done, and taken back": (
        lambda p: (p.assign("talk", coder="amina"), p.done("talk"), p.undo()),
        Round(1, "open", True),
    ),
}


@pytest.mark.parametrize("case", ROUNDS)
def test_one_works_in_the_latest_round_that_is_open(case: str, project: Project) -> None:
    deed, wanted = ROUNDS[case]
    deed(project)
    assert project.current_round("talk") == project.view("talk").round == wanted
    assert [row.round for row in project.view_sources() if row.source == "talk"] == [wanted]


def test_done_and_reopen_are_about_the_round_one_works_in(project: Project) -> None:
    for number in (1, 2):
        project.assign("talk", coder="amina", round=number)
    project.done("talk", round=1)
    project.done("talk")
    assert project.assignments()["status"].tolist() == ["done", "done"]
    project.reopen("talk")
    assert project.assignments()[["round", "status"]].values.tolist() == [[1, "done"], [2, "open"]]
    assert project.undo() == "talk is open again for amina, round 2"


def test_asking_for_what_was_marked_by_oneself_can_be_undone(project: Project) -> None:
    project.done("talk")
    before = kept(project.path)
    project.assign("talk", coder="amina")
    project.reopen("talk")
    assert project.current_round("talk").is_blind
    project.undo()
    project.undo()
    assert kept(project.path) == before
    project.reopen("talk")
    assert not project.current_round("talk").is_blind


def test_round_in_an_unknown_source_is_refused(project: Project) -> None:
    with pytest.raises(StoreError, match="there is no source 'tlak'; did you mean 'talk'"):
        project.current_round("tlak")


# -- blind -----------------------------------------------------------------------------------------------------------


def two_rounds(project: Project, bo: Project) -> None:
    """Both coders code in two rounds, once at the same place."""
    for coder in (project, bo):
        for number in (1, 2):
            coder.code("talk", 5, 16, "tools", round=number)
        coder.code("notes", 0, 4, "tools")


def test_a_coder_who_was_asked_sees_only_their_own_codings_of_that_round(project: Project, bo: Project) -> None:
    two_rounds(project, bo)
    everything = [("amina", 1), ("amina", 2), ("bo", 1), ("bo", 2)]
    assert sorted(seen(project)) == everything
    project.assign("talk", coder="bo", round=2)
    assert seen(bo) == [("bo", 2)]
    assert bo.view("talk").n_hidden == 3
    assert seen(bo, "notes") == [("amina", 1), ("bo", 1)]
    assert sorted(seen(project)) == everything
    assert len(bo.codings()) == 6
    bo.done("talk")
    assert sorted(seen(bo)) == everything
    assert bo.view("talk").n_hidden == 0


def test_counts_tell_nothing_of_what_is_hidden(project: Project, bo: Project) -> None:
    two_rounds(project, bo)
    project.assign("talk", coder="bo", round=2)
    assert {row.source: row.n_codings for row in bo.view_sources()} == {"talk": 1, "notes": 2, "plain": 0}
    assert {row.code: row.n_codings for row in bo.view_codes() if row.n_codings} == {"tools": 3}
    assert {row.code: row.n_codings for row in project.view_codes() if row.n_codings} == {"tools": 6}


def test_who_reads_only_sees_everything(project: Project, bo: Project) -> None:
    two_rounds(project, bo)
    project.assign("talk", coder="bo")
    reader = Project.open(project.path)
    assert len(seen(reader)) == 4
    assert reader.current_round("talk") == Round(1, "", False)
    assert reader.view_since(reader.revision(), source="talk").codings == []


def test_a_blind_coder_is_told_of_own_work_only(project: Project, bo: Project) -> None:
    two_rounds(project, bo)
    project.assign("talk", coder="bo", round=2)
    revision = bo.view("talk").revision
    theirs = project.code("talk", 0, 3, "stories")
    own = bo.code("talk", 0, 3, "stories", round=2)
    since = bo.view_since(revision, source="talk")
    assert [coding.guid for coding in since.codings] == [own.guid]
    assert (since.n_hidden, since.gone, since.is_anew) == (4, [], False)
    project.uncode(theirs.guid)
    bo.uncode(own.guid)
    later = bo.view_since(since.revision, source="talk")
    assert own.guid in later.gone
    assert theirs.guid not in later.gone
    assert later.n_hidden == 3
    bo.done("talk")
    assert bo.view_since(later.revision, source="talk").is_anew


# -- rows ------------------------------------------------------------------------------------------------------------


def test_a_view_shows_what_the_tables_hold(project: Project, bo: Project) -> None:
    project.code("talk", 5, 16, "stories", note="why? 🙂", weight=2, certainty=0.5, stance="for")
    bo.code("talk", 5, 16, "maintenance")
    project.code("talk", None, None, "tools", round=2)
    view = project.view("talk")
    assert (view.source, view.text, view.revision) == ("talk", TALK, project.revision())
    columns = ["guid", "code", "coder", "round", "note", "stance", "status", "origin", "created"]
    table = project.codings(sources="talk")
    assert [[getattr(coding, name) for name in columns] for coding in view.codings] == table[columns].values.tolist()
    places = [(None, None), (5, 16), (5, 16)]
    assert [(coding.start_char, coding.end_char) for coding in view.codings] == places
    assert [(coding.weight, coding.certainty) for coding in view.codings] == [(None, None), (None, None), (2, 0.5)]
    spans = project.turns(sources="talk")[["start_char", "end_char", "kind", "speaker"]].values.tolist()
    assert [list(turn[:4]) for turn in view.turns] == spans
    assert {turn.start_ms for turn in view.turns} == {None}


def test_a_coding_to_be_reviewed_comes_with_its_words_and_the_reason(project: Project) -> None:
    start = NOTES.index("snacks")
    project.code("notes", start, start + 6, "tools")
    assert [(row.quote, row.review) for row in project.view("notes").codings] == [("", "")]
    project.correct("notes", NOTES.replace("snacks", "fruit"))
    (coding,) = project.view("notes").codings
    assert (coding.status, coding.quote) == ("needs_review", "snacks")
    assert coding.review == "the words under it were corrected"
    project.edit_code("tools", definition="Else.")
    assert project.view("notes").codings[0].review == "the definition of tools has changed"


def test_codes_and_sources_of_a_view_are_those_of_the_tables(project: Project) -> None:
    project.code("talk", 5, 16, "stories")
    codes = project.codes()
    names = ["code", "name", "path", "parent", "color", "definition", "include", "exclude", "is_codable", "n_codings"]
    assert [list(row) for row in project.view_codes()] == codes[names].values.tolist()
    sources = project.sources()[["guid", "source", "kind", "date", "n_codings"]].values.tolist()
    assert [list(row[:5]) for row in project.view_sources()] == sources


def test_a_view_of_what_is_not_there_is_refused(project: Project) -> None:
    for ask in (project.view, lambda name: project.view_since(0, source=name)):
        with pytest.raises(StoreError, match="there is no source 'tlak'; did you mean 'talk'"):
            ask("tlak")


def test_another_source_withdrawn_since_is_no_matter(project: Project) -> None:
    project.code("notes", 0, 4, "tools")
    revision = project.revision()
    project.code("notes", 5, 9, "tools")
    project.remove_source("notes")
    assert not project.view_since(revision, source="talk").is_anew


# -- the next coding of a code ---------------------------------------------------------------------------------------


def walk(project: Project, source: str, point: int, ask: str) -> list[tuple[str, int | None]]:
    """Go from coding to coding of a code, beginning at a place; give where they are."""
    found = []
    while (seen := getattr(project, ask)("tools", source, point)) is not None:
        found.append((seen.source, seen.start_char))
        source, point = seen.source, seen.start_char
    return found


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_from_coding_to_coding_one_comes_by_every_place_of_a_code_once(data: st.DataObject) -> None:
    folder = Path(tempfile.mkdtemp(dir=FAST))
    with study(folder / "study.wqda") as project:
        spots = st.tuples(st.sampled_from(["talk", "notes", "plain"]), st.integers(0, 50), st.sampled_from([3, 9]))
        for name, start, length in data.draw(st.lists(spots, max_size=8)):
            project.code(name, start, start + length, data.draw(st.sampled_from(["tools", "stories"])))
        project.code("plain", None, None, "tools")
        rows = project.codings(codes="tools").dropna(subset="start_char")
        places = sorted({(row.source, row.start_char) for row in rows.itertuples()})
        assert walk(project, "notes", -1, "next_coding") == places
        assert walk(project, "talk", 10_000, "previous_coding") == places[::-1]
        here, point = data.draw(st.sampled_from([("notes", 20), ("plain", 0), ("talk", 7)]))
        behind = [place for place in places if place > (here, point)]
        assert walk(project, here, point, "next_coding") == behind
        before = [place for place in places if place < (here, point)]
        assert walk(project, here, point, "previous_coding") == before[::-1]
    shutil.rmtree(folder)


def test_the_next_coding_is_one_that_may_be_seen(project: Project, bo: Project) -> None:
    two_rounds(project, bo)
    project.code("talk", 0, 3, "tools")
    project.assign("talk", coder="bo", round=2)
    found = bo.next_coding("tools", "plain", 0)
    assert found is not None
    assert (found.source, found.start_char, found.coder, found.quote) == ("talk", 5, "bo", "Is it done?")
    for ask in (project.next_coding, project.previous_coding):
        with pytest.raises(StoreError, match="there is no code 'tols'; did you mean 'tools'"):
            ask("tols", "talk", 0)


# -- every change as it comes ----------------------------------------------------------------------------------------


def test_a_view_learns_what_has_view_since(project: Project) -> None:
    project.add_code("kept")
    one, two = (project.code("talk", n, n + 3, "kept") for n in (0, 4))
    seen = project.revision()
    assert project.view_since(seen, source="talk").codings == []
    with Project.open(project.path, coder="bo") as other:
        third = other.code("talk", 8, 12, "kept")
    project.uncode(one.guid)
    project.edit_coding(two.guid, note="look")
    since = project.view_since(seen, source="talk")
    assert sorted(coding.guid for coding in since.codings) == sorted([two.guid, third.guid])
    assert (since.gone, since.is_anew, since.revision) == ([one.guid], False, project.revision())
    assert project.view_since(seen, source="notes").codings == []
    project.correct("talk", "Ah. " + project.text("talk"))
    assert project.view_since(seen, source="talk").is_anew


def test_a_code_renamed_means_a_view_made_anew_and_a_new_code_does_not(project: Project) -> None:
    project.add_code("kept")
    project.code("talk", 0, 3, "kept")
    seen = project.revision()
    project.add_code("another")
    assert not project.view_since(seen, source="talk").is_anew
    project.rename_code("kept", "held")
    assert project.view_since(seen, source="talk").is_anew


class AViewKeptUpToDate(RuleBasedStateMachine):
    """Whatever two coders do: a view that takes in what it is told of is the same as one made anew."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=FAST))
        amina = study(self.folder / "study.wqda")
        self.coders = (amina, Project.open(amina.path, coder="bo"))
        amina.add_coder("bo")
        self.guid = amina.sources().set_index("source").loc["talk", "guid"]
        self.views = [self.fresh(coder) for coder in self.coders]

    def source(self, coder: Project) -> str:
        return str(coder.sources().set_index("guid").loc[self.guid, "source"])

    def fresh(self, coder: Project) -> View:
        return coder.view(self.source(coder))

    @rule(who=st.integers(0, 1), deed=st.sampled_from(DEEDS), lot=st.randoms(use_true_random=False))
    def do(self, who: int, deed: Deed, lot: random.Random) -> None:
        self.try_to(lambda: deed(self.coders[who], lot))

    @rule(who=st.integers(0, 1), lot=st.randoms(use_true_random=False))
    def assign(self, who: int, lot: random.Random) -> None:
        coder = lot.choice(["amina", "bo"])
        self.try_to(
            lambda: self.coders[who].assign(self.source(self.coders[who]), coder=coder, round=lot.choice([1, 2]))
        )

    @rule(who=st.integers(0, 1), back=st.booleans())
    def turn(self, who: int, back: bool) -> None:
        self.try_to(self.coders[who].undo if back else self.coders[who].redo)

    def try_to(self, deed: Any) -> None:
        with suppress(QdaError, ValueError):
            deed()

    @rule()
    def look(self) -> None:
        for who, coder in enumerate(self.coders):
            held, wanted = self.views[who], self.fresh(coder)
            since = coder.view_since(held.revision, source=wanted.source)
            if not since.is_anew:
                codings = {coding.guid: coding for coding in held.codings} | {c.guid: c for c in since.codings}
                shown = {coding for guid, coding in codings.items() if guid not in since.gone}
                assert shown == set(wanted.codings)
                assert (since.n_hidden, since.revision) == (wanted.n_hidden, wanted.revision)
                assert (held.text, held.turns, held.round) == (wanted.text, wanted.turns, wanted.round)
            if wanted.round.is_blind:
                assert {(c.coder, c.round) for c in wanted.codings} <= {(coder.coder, wanted.round.number)}
            assert len(wanted.codings) + wanted.n_hidden == len(coder.codings(sources=wanted.source))
            self.views[who] = wanted

    @invariant()
    def counts_are_those_of_the_views(self) -> None:
        for coder in self.coders:
            shown = {row.source: row.n_codings for row in coder.view_sources()}
            assert shown == {name: len(coder.view(name).codings) for name in shown}
            assert sum(row.n_codings for row in coder.view_codes()) == sum(shown.values())

    def teardown(self) -> None:
        self.look()
        for coder in self.coders:
            coder.close()
        shutil.rmtree(self.folder)


TestAViewKeptUpToDate = AViewKeptUpToDate.TestCase
TestAViewKeptUpToDate.settings = settings(
    max_examples=9, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)


# -- lists ------------------------------------------------------------------------------------------------------------


def test_a_list_of_sources_tells_ones_own_codings_from_all(project: Project, bo: Project) -> None:
    before = {seen.source: (seen.n_codings, seen.n_mine) for seen in project.view_sources()}["talk"]
    project.code("talk", 0, 4, "stories")
    bo.code("talk", 0, 4, "stories")
    for view, mine in ((project, before[1] + 1), (bo, 1)):
        listed = {seen.source: (seen.n_codings, seen.n_mine) for seen in view.view_sources()}
        assert listed["talk"] == (before[0] + 2, mine)
        known = {seen.source: seen.guid for seen in view.view_sources()}
        assert known == dict(view.sources()[["source", "guid"]].itertuples(index=False))


def test_passages_with_a_code_ones_own_first_and_none_that_are_hidden(project: Project, bo: Project) -> None:
    project.code("talk", 0, 4, "stories")
    bo.code("talk", 5, 9, "stories")
    passages, total = bo.view_passages("stories", limit=1)
    assert total == len(bo.codings(codes="stories"))
    assert [(seen.coder, seen.start_char, seen.quote) for seen in passages] == [("bo", 5, bo.text("talk")[5:9])]
    project.assign("talk", coder="bo")
    hidden, _ = bo.view_passages("stories", limit=99)
    assert all(seen.coder == "bo" or seen.source != "talk" for seen in hidden)


def test_codings_of_codes_are_counted_by_coder_as_far_as_one_may_see(project: Project, bo: Project) -> None:
    project.code("talk", 0, 3, "tools")
    project.code("notes", 0, 3, "stories")
    project.code("talk", 0, 3, "enterprise")
    bo.code("talk", 5, 9, "tools")
    assert project.view_coders(["tools", "stories"]) == ({"amina": 2, "bo": 1}, 0)
    project.assign("talk", coder="amina")
    assert project.view_coders(["tools", "stories"]) == ({"amina": 2}, 1)
    with pytest.raises(StoreError, match="tols"):
        project.view_coders(["tols"])
