"""Rounds: handed out at one go, coded blind, closed when some do not finish, and then compared."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from projects import book, kept, source, steps, study

import wenger_qda as qda
from wenger_qda.agreement import reliability_by_round, stability
from wenger_qda.errors import StoreError
from wenger_qda.model import CONSENSUS, ProjectData
from wenger_qda.store import Project
from wenger_qda.store.team import Round

PEOPLE = ["amina", "bo", "cy"]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A study of three sources and three coders."""
    made = study(tmp_path / "study.wqda")
    made.add_coder("bo")
    made.add_coder("cy")
    return made


def as_coder(project: Project, name: str) -> Project:
    return Project.open(project.path, coder=name)


def standing(project: Project) -> list[list[object]]:
    return project.assignments()[["coder", "source", "round", "status"]].values.tolist()


# -- handing out -----------------------------------------------------------------------------------------------------


def test_many_sources_are_handed_out_to_many_coders_as_one_step(project: Project) -> None:
    before, n_steps = kept(project.path), steps(project.path)
    assert project.hand_out(["talk", "notes"], coders=PEOPLE) == 6
    assert standing(project) == [
        [coder, name, 1, "open"] for name in ("notes", "talk") for coder in PEOPLE
    ]  # fmt: skip
    assert as_coder(project, "bo").current_round("notes") == Round(1, "open", True)
    assert steps(project.path) == n_steps + 1
    assert project.undo() == "2 sources handed out to amina, bo, cy, round 1"
    assert kept(project.path) == before


def test_the_round_is_the_next_that_none_of_the_sources_has_seen(project: Project) -> None:
    project.hand_out("talk", coders=["bo"])
    project.code("notes", 0, 4, "stories", round=3)
    assert project.hand_out(["talk", "plain"], coders=["bo"]) == 2
    assert project.hand_out(["talk", "notes"], coders=["bo"]) == 2
    assert standing(project) == [
        ["bo", "notes", 4, "open"],
        ["bo", "plain", 2, "open"],
        ["bo", "talk", 1, "open"],
        ["bo", "talk", 2, "open"],
        ["bo", "talk", 4, "open"],
    ]


def test_what_was_handed_out_before_stays_as_it_is_and_is_said(project: Project) -> None:
    project.hand_out(["talk", "notes"], coders=["amina"], round=2)
    project.done("talk")
    with pytest.warns(UserWarning, match=r"^2 of 6 were .* round 2, .*: amina: talk \(done\), notes \(open\)$"):
        assert project.hand_out(["talk", "notes"], coders=PEOPLE, round=2) == 4
    n_steps = steps(project.path)
    with pytest.warns(UserWarning, match=r"^6 of 6 were"):
        assert project.hand_out(["talk", "notes"], coders=PEOPLE, round=2) == 0
    assert steps(project.path) == n_steps
    assert ["amina", "talk", 2, "done"] in standing(project)


def test_a_mark_of_ones_own_becomes_one_that_was_asked_for(project: Project) -> None:
    project.done("talk")
    project.reopen("talk")
    assert not project.current_round("talk").is_blind
    assert project.hand_out(["talk"], coders=["amina"], round=1) == 1
    assert project.current_round("talk") == Round(1, "open", True)


@pytest.mark.parametrize(
    ("sources", "coders", "sentence"),
    [
        (["tlak"], ["bo"], r"^there is no source 'tlak'; did you mean 'talk'\?$"),
        (["tlak", "talk", "nuts"], ["bo"], r"^there are no sources 'tlak', 'nuts'; there is 'notes', 'plain', 'talk'$"),
        (
            ["talk"],
            ["bo", "dee", "eve"],
            r"^there are no coders 'dee', 'eve'; there is 'amina', 'bo', .*'cy'\. A new .*project\.add_coder\(…\)$",
        ),
        (["talk"], ["dee"], r"^there is no coder 'dee'; .*project\.add_coder\(…\)$"),
        (["talk"], ["bo", CONSENSUS], "'consensus' is no person, but what the team settles on"),
    ],
)
def test_handing_out_is_refused_as_a_whole(sources, coders, sentence: str, project: Project) -> None:
    before = kept(project.path)
    with pytest.raises(StoreError, match=sentence):
        project.hand_out(sources, coders=coders)
    assert kept(project.path) == before


def test_a_name_written_in_two_ways_is_one(project: Project) -> None:
    project.add(ProjectData(sources=(source("caf\u00e9", "Two teas."),)))
    assert project.hand_out(["caf\u00e9", "cafe\u0301", "caf\u00e9"], coders=["bo"]) == 1


def test_handing_out_needs_names(project: Project) -> None:
    for sources, coders, sentence in (
        ([], ["bo"], "name at least one source"),
        (["talk"], [], "name at least one coder"),
        (project.sources(), ["bo"], r'give its column, table\["source"\]'),
    ):
        with pytest.raises(ValueError, match=sentence):
            project.hand_out(sources, coders=coders)
    with pytest.raises(ValueError, match="a round is a whole number from 1 on, not 0"):
        project.hand_out(["talk"], coders=["bo"], round=0)
    assert project.assignments().empty


def test_assigning_to_somebody_unknown_says_how_to_make_them_known(project: Project) -> None:
    with pytest.raises(
        StoreError, match=r"there is no coder 'amin'; did you mean 'amina'\? A new .*project\.add_coder"
    ):
        project.assign("talk", coder="amin")


# -- who is done -----------------------------------------------------------------------------------------------------


def test_who_is_done_at_a_glance(project: Project) -> None:
    assert project.rounds().empty
    bo = as_coder(project, "bo")
    project.hand_out(["talk", "notes", "plain"], coders=["bo"])
    project.hand_out(["talk"], coders=["bo", "cy"])
    bo.code("talk", 0, 5, "stories", round=1)
    bo.code("notes", 0, 5, "stories", round=1)
    last = bo.codings()["created"].max()
    bo.done("notes")
    project.close_round(2)
    assert project.rounds().values.tolist() == [
        [1, "bo", 3, 1, 2, 0, 2, last],
        [2, "bo", 1, 0, 0, 1, 0, ""],
        [2, "cy", 1, 0, 0, 1, 0, ""],
    ]


def test_codings_outside_of_what_was_asked_for_are_not_counted(project: Project) -> None:
    project.code("plain", 0, 5, "stories")
    project.hand_out(["talk"], coders=["amina"], round=1)
    assert project.rounds()["n_codings"].tolist() == [0]


def test_progress_does_not_tell_who_codes_blind_how_much_others_coded(project: Project) -> None:
    amina, bo, cy = project, as_coder(project, "bo"), as_coder(project, "cy")
    amina.hand_out(["talk"], coders=["amina", "bo"])
    amina.hand_out(["notes"], coders=["cy"])
    bo.code("talk", 0, 5, "stories")
    bo.done("talk")

    def counted(who: Project) -> dict[str, object]:
        table = who.rounds()
        assert table["last"].isna().tolist() == table["n_codings"].isna().tolist()
        return dict(zip(table["coder"], table["n_codings"], strict=True))

    assert counted(amina) == {"amina": 0, "bo": pd.NA, "cy": 0}
    assert counted(bo) == {"amina": 0, "bo": 1, "cy": 0}
    assert counted(cy) == {"amina": 0, "bo": 1, "cy": 0}
    assert counted(Project.open(amina.path)) == {"amina": 0, "bo": 1, "cy": 0}
    assert amina.rounds()["n_done"].tolist() == [0, 1, 0]
    amina.done("talk")
    assert counted(amina) == {"amina": 0, "bo": 1, "cy": 0}


def test_progress_hides_ones_own_earlier_round_as_the_view_does(project: Project) -> None:
    project.code("talk", 0, 5, "stories")
    project.done("talk")
    project.hand_out(["talk"], coders=["amina"])
    assert project.rounds()[["round", "n_codings"]].values.tolist() == [[1, pd.NA], [2, 0]]


# -- closing ---------------------------------------------------------------------------------------------------------


def test_closing_ends_what_is_open_and_blindness_with_it(project: Project) -> None:
    bo = as_coder(project, "bo")
    project.hand_out(["talk", "notes"], coders=["amina", "bo"])
    project.code("talk", 0, 5, "stories")
    project.done("talk")
    bo.code("talk", 2, 8, "tools")
    assert [coding.coder for coding in bo.view("talk").codings] == ["bo"]
    closed = project.close_round(1)
    assert closed.values.tolist() == [
        ["amina", "notes", 1, "closed"],
        ["bo", "notes", 1, "closed"],
        ["bo", "talk", 1, "closed"],
    ]
    assert closed.dtypes.equals(project.assignments().dtypes)
    assert standing(project)[2] == ["amina", "talk", 1, "done"]
    assert bo.current_round("talk") == Round(1, "closed", False)
    assert [coding.coder for coding in bo.view("talk").codings] == ["amina", "bo"]
    assert bo.view("talk").n_hidden == 0


def test_closing_is_named_in_the_log_and_can_be_undone(project: Project) -> None:
    project.hand_out(["talk", "notes"], coders=["bo", "cy"])
    before = kept(project.path)
    project.close_round(1)
    log = project.changes().tail(4)
    assert set(log["action"]) == {"close round"}
    assert (
        log["what"].tolist() == ["round 1 closed for bo: notes, talk"] * 2 + ["round 1 closed for cy: notes, talk"] * 2
    )
    assert project.undo() == "round 1 closed; left unfinished: bo: notes, talk; cy: notes, talk"
    assert kept(project.path) == before
    assert as_coder(project, "bo").current_round("talk") == Round(1, "open", True)


def test_closing_is_not_undone_under_somebody_who_went_on(project: Project) -> None:
    bo = as_coder(project, "bo")
    project.hand_out(["talk"], coders=["bo"])
    project.close_round(1)
    bo.reopen("talk")
    bo.done("talk")
    with pytest.raises(StoreError, match="bo has changed that since"):
        project.undo()


def test_closing_a_round_leaves_the_others_alone(project: Project) -> None:
    project.hand_out(["talk"], coders=["bo"])
    project.hand_out(["talk"], coders=["bo"])
    project.close_round(1)
    assert standing(project) == [["bo", "talk", 1, "closed"], ["bo", "talk", 2, "open"]]
    assert as_coder(project, "bo").current_round("talk") == Round(2, "open", True)


def test_closing_where_everybody_is_done_changes_nothing(project: Project) -> None:
    project.hand_out(["talk"], coders=["amina"])
    project.done("talk")
    n_steps = steps(project.path)
    assert project.close_round(1).empty
    assert steps(project.path) == n_steps


def test_closing_a_round_that_nobody_was_asked_for_is_refused(project: Project) -> None:
    with pytest.raises(StoreError, match=r"^nobody was asked to code in round 1; nothing is handed out yet$"):
        project.close_round(1)
    project.hand_out(["talk"], coders=["bo"], round=2)
    with pytest.raises(StoreError, match=r"^nobody was asked to code in round 1; there is round 2$"):
        project.close_round(1)
    assert standing(project) == [["bo", "talk", 2, "open"]]


def test_what_is_closed_is_done_only_after_it_was_taken_up_again(project: Project) -> None:
    bo = as_coder(project, "bo")
    project.hand_out(["talk"], coders=["bo"])
    project.close_round(1)
    with pytest.raises(
        StoreError, match=r"^talk: round 1 was closed before bo .* \(project.reopen\('talk', round=1\)\)"
    ):
        bo.done("talk")
    assert standing(project) == [["bo", "talk", 1, "closed"]]
    bo.reopen("talk")
    assert bo.current_round("talk") == Round(1, "open", True)
    bo.done("talk")
    assert standing(project) == [["bo", "talk", 1, "done"]]


# -- the whole way ---------------------------------------------------------------------------------------------------


def team(tmp_path: Path) -> dict[str, Project]:
    """Give three coders, each with the project open for themselves: a text of 100 characters, and one of 50."""
    path = tmp_path / "team.wqda"
    made = Project.create(path, coder="amina")
    made.add(ProjectData(sources=(source("one", "abcd " * 20), source("two", "efgh " * 10))))
    made.use(book())
    for name in ("bo", "cy"):
        made.add_coder(name)
    return {name: made if name == "amina" else Project.open(path, coder=name) for name in PEOPLE}


def measured(project: Project, **options: object) -> dict[str, float]:
    table = qda.reliability(project.codings(), project.sources(), project.assignments(), n_boot=0, **options)
    return dict(zip(table["code"], table["alpha"], strict=True))


def first_round(people: dict[str, Project]) -> None:
    """Code blind; cy leaves the longer text unfinished, and the round is closed."""
    amina, bo, cy = people.values()
    assert amina.hand_out(amina.sources()["source"], coders=PEOPLE) == 6
    amina.code("one", 0, 20, "stories")
    bo.code("one", 10, 30, "stories")
    bo.code("two", 0, 10, "stories")
    cy.code("two", 0, 10, "stories")
    cy.code("one", 0, 10, "tools")
    for name, mine in people.items():
        for text in ("one", "two"):
            assert {coding.coder for coding in mine.view(text).codings} <= {name}
        assert {passage.coder for passage in mine.view_passages("stories", limit=9)[0]} <= {name}
        assert mine.rounds()["n_codings"].isna().tolist() == [other != name for other in PEOPLE]
    for mine, text in ((amina, "one"), (amina, "two"), (bo, "one"), (bo, "two"), (cy, "two")):
        mine.done(text)


def test_three_coders_go_the_whole_way(tmp_path: Path) -> None:
    people = team(tmp_path)
    amina, cy = people["amina"], people["cy"]
    first_round(people)
    assert amina.rounds()[["coder", "n_done", "n_open", "n_codings"]].values.tolist() == [
        ["amina", 2, 0, 1],
        ["bo", 2, 0, 2],
        ["cy", 1, 1, 2],
    ]
    assert cy.rounds()["n_codings"].tolist() == [pd.NA, pd.NA, 2]
    assert amina.close_round(1).values.tolist() == [["cy", "one", 1, "closed"]]
    assert cy.rounds()["n_codings"].tolist() == [1, 2, 2]

    # "one" has two readers: 10 characters with both, 20 with one of them, 70 with neither. "two" has three: 10
    # characters with two of them, 40 with none. Pairs of values, each unit's divided by its readers less one:
    # 1-1 20 + 10, 1-0 20 + 10 and as many 0-1, 0-0 140 + 120; 350 in all, 60 of them 1 and 290 of them 0.
    found = measured(amina)
    assert found["stories"] == pytest.approx(1 - (60 / 350) / (2 * 60 * 290 / (350 * 349)))
    assert pd.isna(found["tools"])  # only cy used it, who has not read the text

    rows = qda.disagreements(amina.codings(), amina.sources(), amina.assignments())
    shown = rows[["source", "code", "start_char", "end_char", "kind", "coders", "others", "cost"]].values.tolist()
    assert shown == [
        ["one", "stories", 0, 30, "boundary", ("amina", "bo"), (), 20.0],
        ["two", "stories", 0, 10, "presence", ("bo", "cy"), ("amina",), pytest.approx(20 / 3)],
    ]
    assert [remark for remark in rows.attrs["remarks"] if "cy" in remark] == [
        "Closed unfinished, and so not counted as read: cy: one."
    ]


def test_a_second_round_is_measured_by_itself_and_against_the_first(tmp_path: Path) -> None:
    people = team(tmp_path)
    amina = people["amina"]
    first_round(people)
    amina.close_round(1)
    assert amina.hand_out(["one"], coders=PEOPLE) == 3
    for mine in people.values():
        assert mine.current_round("one") == Round(2, "open", True)
        assert mine.view("one").codings == []  # not even one's own of the first round
        mine.code("one", 0, 20, "stories", round=2)
    for mine in people.values():
        mine.done("one")
    tables = amina.codings(), amina.sources(), amina.assignments()
    by_round = reliability_by_round(*tables, by="code", n_boot=0)
    stories = by_round[by_round["code"] == "stories"]
    assert stories["round"].tolist() == [1, 2]
    assert stories["alpha"].tolist() == pytest.approx([231 / 580, 1.0])

    # bo coded 10-30, then 0-20: 10 characters both times, 20 once, 70 never; 40 of 200 values are 1.
    steady = stability(*tables, n_boot=0)
    alphas = dict(zip(steady["coder"], steady["alpha"], strict=True))
    assert alphas["amina"] == pytest.approx(1.0)
    assert alphas["bo"] == pytest.approx(1 - (40 / 200) / (2 * 40 * 160 / (200 * 199)))
    assert pd.isna(alphas["cy"])  # who did not finish the first round
