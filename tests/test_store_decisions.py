"""Decisions on contested passages: what the consensus has by them, and that nobody's own codings are ever touched."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from projects import TALK, code_words, kept, study

from wenger_qda.errors import StoreError
from wenger_qda.model import Coding, Decision, ProjectData
from wenger_qda.store import Project
from wenger_qda.store.prose import prose

WORD = "Quetzalwort"
STAMP = (TALK.index("the stamp is"), TALK.index("missing") + 7)
NEARLY = (TALK.index("Nearly"), TALK.index("missing") + 7)


@pytest.fixture
def amina(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study.wqda") as made:
        yield made


@pytest.fixture
def bo(amina: Project) -> Iterator[Project]:
    amina.add_coder("bo")
    with Project.open(amina.path, coder="bo") as opened:
        yield opened


def two_sides(amina: Project, bo: Project) -> list[dict[str, Any]]:
    """Let both code the stamp, one with more words than the other; give their positions."""
    made = (
        amina.code("talk", *STAMP, "tools", note="hers", weight=2, certainty=0.5, stance="for"),
        bo.code("talk", *NEARLY, "tools"),
    )
    return [
        {"coder": one.coder, "guid": one.guid, "start_char": one.start_char, "end_char": one.end_char} for one in made
    ]


def of_consensus(project: Project) -> list[list[Any]]:
    """Give code, words, note and round of what was settled on."""
    return project.codings(coders="consensus")[["code", "quote", "note", "round"]].values.tolist()


def rows_of_persons(path: Path) -> list[tuple[Any, ...]]:
    """Give every codings row of a person, as it lies in the file."""
    query = "SELECT * FROM codings WHERE coder_id NOT IN (SELECT id FROM coders WHERE name = 'consensus') ORDER BY id"
    with closing(sqlite3.connect(path)) as held:
        return held.execute(query).fetchall()


def agreed(*rows: tuple[str, str, int | None, int | None]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["source", "code", "start_char", "end_char"])
    return table.astype({"start_char": "Int64", "end_char": "Int64"})


# -- deciding --------------------------------------------------------------------------------------------------------


def test_agreeing_with_one_side_gives_its_span_to_the_consensus(amina: Project, bo: Project) -> None:
    positions = two_sides(amina, bo)
    made = amina.decide(
        "talk", "tools", *NEARLY, "one", spans=[STAMP], agreed_with=["amina"], reason=" the answer is another code ",
        positions=positions, mark="m1",
    )  # fmt: skip
    assert of_consensus(amina) == [["tools", "the stamp is 🙂 missing", "the answer is another code", 1]]
    (row,) = amina.decisions().to_dict("records")
    assert Decision(**row) == made
    assert (made.start_char, made.end_char, made.agreed_with, made.coder, made.mark) == (
        *NEARLY,
        ("amina",),
        "amina",
        "m1",
    )
    assert list(made.codings) == amina.codings(coders="consensus")["guid"].tolist()
    with closing(sqlite3.connect(amina.path)) as held:
        assert json.loads(held.execute("SELECT positions FROM decisions").fetchone()[0]) == positions


@pytest.mark.parametrize(
    ("outcome", "spans", "quotes"),
    [
        ("both", [], [TALK[slice(*NEARLY)]]),
        ("neither", [], []),
        ("definition", [], []),
        ("span", [(NEARLY[0], NEARLY[0] + 6)], ["Nearly"]),
        ("one", [(NEARLY[0], NEARLY[0] + 6), STAMP], ["Nearly", TALK[slice(*STAMP)]]),
    ],
)
def test_each_outcome_leads_to_its_codings(
    outcome: str, spans: list[tuple[int, int]], quotes: list[str], amina: Project, bo: Project
) -> None:
    two_sides(amina, bo)
    made = amina.decide("talk", "tools", *NEARLY, outcome, spans=spans)
    assert amina.codings(coders="consensus")["quote"].tolist() == quotes
    assert len(made.codings) == len(quotes)
    assert amina.decisions()["outcome"].tolist() == [outcome]


def test_a_whole_source_can_be_decided(amina: Project, bo: Project) -> None:
    bo.code("talk", None, None, "tools")
    amina.decide("talk", "tools", None, None, "one", spans=[(None, None)], agreed_with="bo")
    amina.decide("talk", "tools", *STAMP, "neither")
    assert amina.codings(coders="consensus")[["start_char", "end_char"]].isna().values.tolist() == [[True, True]]
    assert amina.decisions()["agreed_with"].tolist() == [("bo",), ()]
    amina.decide("talk", "tools", None, None, "neither")
    assert of_consensus(amina) == []
    assert amina.decisions()["outcome"].tolist() == ["neither", "neither"]


def test_no_row_of_a_person_is_changed(amina: Project, bo: Project) -> None:
    two_sides(amina, bo)
    bo.code("notes", 0, 4, "stories", note="his")
    before = rows_of_persons(amina.path)
    amina.decide("talk", "tools", *NEARLY, "one", spans=[STAMP], reason="why")
    bo.decide("talk", "tools", *NEARLY, "both", reason="why not")
    amina.settle(agreed(("notes", "stories", 0, 4), ("talk", "tools", *STAMP)), round=1)
    bo.decide("talk", "tools", *NEARLY, "neither")
    assert rows_of_persons(amina.path) == before
    for project in (bo, amina, bo, amina):
        project.undo()
        assert rows_of_persons(amina.path) == before
    for project in (amina, bo, amina, bo):
        project.redo()
        assert rows_of_persons(amina.path) == before
    assert len(before) == 3


def test_a_decision_gives_way_to_a_later_one_on_the_same_stretch_alone(amina: Project, bo: Project) -> None:
    first = amina.decide("talk", "tools", *STAMP, "one", spans=[STAMP], reason="a")
    amina.decide("talk", "tools", 0, 3, "both", reason="elsewhere")
    amina.decide("talk", "stories", *STAMP, "both", reason="another code")
    amina.decide("talk", "tools", *STAMP, "both", reason="another round", round=2)
    second = bo.decide("talk", "tools", *NEARLY, "span", spans=[(NEARLY[0], NEARLY[0] + 6)], reason="b")
    assert amina.decisions()["reason"].tolist() == ["elsewhere", "b", "another code", "another round"]
    assert [row[1:] for row in of_consensus(amina)] == [
        ["IDA", "elsewhere", 1],
        ["Nearly", "b", 1],
        [TALK[slice(*STAMP)], "another code", 1],
        [TALK[slice(*STAMP)], "another round", 2],
    ]
    assert not set(first.codings) & set(second.codings)
    assert amina.check().empty


def test_what_stands_already_keeps_its_guid_and_the_notes_on_it(amina: Project) -> None:
    first = amina.decide("talk", "tools", *STAMP, "both", reason="a")
    note = amina.note("long argued about", on="coding", target=first.codings[0])
    again = amina.decide("talk", "tools", *STAMP, "both", reason="b")
    assert again.codings == first.codings
    assert again.guid != first.guid
    assert [row[2] for row in of_consensus(amina)] == ["b"]
    amina.decide("talk", "tools", *STAMP, "neither")
    assert note.guid not in amina.notes()["guid"].tolist()
    amina.undo()
    assert note.guid in amina.notes()["guid"].tolist()


def test_what_another_decision_put_there_stays(amina: Project) -> None:
    wide = amina.decide("talk", "tools", *STAMP, "span", spans=[NEARLY], reason="a")
    amina.decide("talk", "tools", NEARLY[0], NEARLY[0] + 6, "neither", reason="b")
    assert amina.codings(coders="consensus")["guid"].tolist() == list(wide.codings)
    amina.decide("talk", "tools", *STAMP, "neither", reason="c")
    assert of_consensus(amina) == []


def test_undo_and_redo_of_decisions(amina: Project, bo: Project) -> None:
    two_sides(amina, bo)
    states = [kept(amina.path)]
    amina.decide("talk", "tools", *NEARLY, "one", spans=[STAMP], agreed_with=["amina"], reason="a")
    states.append(kept(amina.path))
    amina.decide("talk", "tools", *NEARLY, "both", reason="b")
    states.append(kept(amina.path))
    assert amina.undo() == f"tools on talk {NEARLY[0]}–{NEARLY[1]} “{TALK[slice(*NEARLY)]}”: all that was marked"
    assert kept(amina.path) == states[1]
    assert amina.undo() == f"tools on talk {NEARLY[0]}–{NEARLY[1]} “{TALK[slice(*NEARLY)]}”: as amina"
    assert without_coders(kept(amina.path)) == without_coders(states[0])
    for state in states[1:]:
        amina.redo()
        assert kept(amina.path) == state
    bo.decide("talk", "tools", *NEARLY, "neither")
    with pytest.raises(StoreError, match=r"bo has changed that since \(decide: decided anew"):
        amina.undo()


def without_coders(state: dict[str, Any]) -> dict[str, Any]:
    """Leave out the coders: the consensus, once known, stays known, since others may rest on it."""
    return {name: rows for name, rows in state.items() if name != "coders"}


def test_the_first_decision_can_be_undone_when_another_one_has_decided_since(amina: Project, bo: Project) -> None:
    amina.decide("talk", "tools", *STAMP, "both")
    bo.decide("notes", "tools", 0, 4, "both")
    amina.undo()
    assert amina.decisions()["source"].tolist() == ["notes"]


def test_what_a_decision_of_somebody_else_rests_on_is_not_taken_away(amina: Project, bo: Project) -> None:
    amina.settle(agreed(("talk", "tools", 0, 10)), round=1)
    bo.decide("talk", "tools", 0, 10, "one", spans=[(0, 10)])
    before = kept(amina.path)
    with pytest.raises(StoreError, match="1 decision by bo rests on it; take that away first"):
        amina.undo()
    assert kept(amina.path) == before
    bo.undo()
    amina.undo()
    assert amina.codings().empty
    with pytest.raises(StoreError, match="amina has taken away what it belongs to"):
        bo.redo()
    amina.redo()
    bo.redo()
    assert kept(amina.path) == before
    assert amina.check().empty


def test_a_decision_is_not_made_again_beside_a_later_one(amina: Project, bo: Project) -> None:
    amina.decide("talk", "tools", 0, 20, "one", spans=[(0, 12)])
    amina.undo()
    bo.decide("talk", "tools", 0, 20, "one", spans=[(0, 20)])
    before = kept(amina.path)
    with pytest.raises(StoreError, match=r"bo has changed that since .*, and it stands where this would come"):
        amina.redo()
    assert kept(amina.path) == before
    bo.undo()
    amina.redo()
    assert amina.codings()[["start_char", "end_char"]].values.tolist() == [[0, 12]]


@pytest.mark.parametrize("outcome", ["neither", "both"])
def test_what_all_agreed_on_is_not_taken_over_again_beside_a_later_decision(
    outcome: str, amina: Project, bo: Project
) -> None:
    amina.settle(agreed(("talk", "tools", 0, 10)), round=1)
    amina.undo()
    bo.decide("talk", "tools", 5, 20, outcome)
    with pytest.raises(StoreError, match=r"bo has changed that since .*, and it stands where this would come"):
        amina.redo()
    bo.undo()
    amina.redo()
    assert amina.codings()[["start_char", "end_char"]].values.tolist() == [[0, 10]]


def test_two_that_decide_that_nothing_is_coded_do_not_both_stand(amina: Project, bo: Project) -> None:
    amina.decide("talk", "tools", 0, 20, "neither")
    amina.undo()
    bo.decide("talk", "tools", 20, 30, "neither")
    amina.redo()
    amina.undo()
    bo.decide("talk", "tools", 19, 30, "neither")
    with pytest.raises(StoreError, match="it stands where this would come"):
        amina.redo()
    assert amina.decisions()[["start_char", "end_char"]].values.tolist() == [[19, 30]]


def test_what_clashed_before_is_put_back_as_it_was(amina: Project) -> None:
    amina.decide("talk", "stories", 0, 10, "neither", reason="a")
    amina.decide("talk", "tools", 5, 20, "both", reason="b")
    amina.merge_codes(["tools"], "stories")
    before = kept(amina.path)
    amina.decide("talk", "stories", 0, 3, "neither", reason="c")
    assert amina.decisions()["reason"].tolist() == ["c", "b"]
    amina.undo()
    assert kept(amina.path) == before
    assert amina.check()["problem"].str.contains("is on a stretch of another decision").tolist() == [True]


# -- refused ---------------------------------------------------------------------------------------------------------

REFUSED = {
    "source": (("tlak", "tools", 0, 3, "both"), {}, StoreError, "there is no source 'tlak'; did you mean 'talk'"),
    "code": (("talk", "tool", 0, 3, "both"), {}, StoreError, "there is no code 'tool'; did you mean 'tools'"),
    "outside": (("talk", "tools", 0, 9999, "both"), {}, StoreError, "the span 0 to 9999 lies outside its text"),
    "span outside": (("talk", "tools", 0, 3, "span"), {"spans": [(0, 9999)]}, StoreError, "lies outside its text"),
    "no span": (("talk", "tools", 3, 3, "both"), {}, StoreError, "3 to 3 is no span of a text"),
    "half a span": (("talk", "tools", 3, None, "both"), {}, StoreError, "3 to None is no span of a text"),
    "outcome": (("talk", "tools", 0, 3, "bth"), {}, ValueError, "there is no outcome 'bth'; did you mean 'both'"),
    "spans for none": (("talk", "tools", 0, 3, "neither"), {"spans": [(0, 3)]}, ValueError, "leave the spans out"),
    "no spans": (("talk", "tools", 0, 3, "one"), {}, ValueError, "needs the spans that are settled on"),
    "round": (("talk", "tools", 0, 3, "both"), {"round": 0}, ValueError, "a round is a whole number from 1 on"),
    "gone": (
        ("talk", "tools", 0, 3, "both"),
        {"positions": [{"coder": "bo", "guid": "G", "start_char": 0, "end_char": 3}]},
        StoreError,
        "bo changed this passage of talk meanwhile; look at it again",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_decision_that_cannot_be_is_refused_and_nothing_is_changed(case: str, amina: Project) -> None:
    arguments, options, error, sentence = REFUSED[case]
    before = kept(amina.path)
    with pytest.raises(error, match=sentence):
        amina.decide(*arguments, **options)
    assert kept(amina.path) == before


def test_positions_that_have_changed_are_not_decided(amina: Project, bo: Project) -> None:
    positions = two_sides(amina, bo)
    bo.edit_coding(positions[1]["guid"], note="only a memo")
    amina.decide("talk", "tools", *NEARLY, "both", positions=positions)
    bo.edit_coding(positions[1]["guid"], start_char=STAMP[0])
    with pytest.raises(StoreError, match="bo changed this passage of talk meanwhile; look at it again"):
        amina.decide("talk", "tools", *NEARLY, "neither", positions=positions)
    assert amina.decisions()["outcome"].tolist() == ["both"]


@pytest.mark.parametrize("place", [("talk", "stories", 1), ("talk", "tools", 2), ("notes", "tools", 1)])
def test_positions_of_another_code_round_or_source_are_not_decided(
    place: tuple[str, str, int], amina: Project, bo: Project
) -> None:
    source, code, round_ = place
    positions = two_sides(amina, bo)
    before = kept(amina.path)
    with pytest.raises(StoreError, match=f"amina, bo changed this passage of {source} meanwhile; look at it again"):
        amina.decide(source, code, *NEARLY, "both", positions=positions, round=round_)
    assert {**kept(amina.path), "coders": before["coders"]} == before


def test_what_was_recoded_meanwhile_is_not_decided(amina: Project, bo: Project) -> None:
    positions = two_sides(amina, bo)
    bo.recode(positions[1]["guid"], "stories")
    with pytest.raises(StoreError, match="bo changed this passage of talk meanwhile; look at it again"):
        amina.decide("talk", "tools", *NEARLY, "both", positions=positions)


def test_positions_may_come_out_of_a_table(amina: Project, bo: Project) -> None:
    bo.code("talk", None, None, "tools")
    positions = bo.codings()[["coder", "guid", "start_char", "end_char"]].to_dict("records")
    amina.decide("talk", "tools", None, None, "neither", positions=positions)
    assert amina.decisions()["outcome"].tolist() == ["neither"]


def test_whoever_is_to_code_blind_does_not_decide(amina: Project, bo: Project) -> None:
    amina.assign("talk", coder="bo")
    with pytest.raises(
        StoreError, match=r"bo still codes talk blind; say that it is done \(project.done\), and decide"
    ):
        bo.decide("talk", "tools", *STAMP, "neither")
    with pytest.raises(StoreError, match="bo still codes talk blind"):
        bo.settle(agreed(("notes", "tools", 0, 4), ("talk", "tools", 0, 4)), round=1)
    assert bo.codings().empty
    bo.decide("notes", "tools", 0, 4, "both")
    amina.decide("talk", "tools", *STAMP, "both")
    assert bo.view("talk").codings == []
    assert bo.view("talk").n_hidden == 1
    assert bo.view_coders(["tools"]) == ({"consensus": 1}, 1)
    bo.done("talk")
    assert [coding.coder for coding in bo.view("talk").codings] == ["consensus"]


def test_what_was_settled_on_is_changed_by_nobody_directly(amina: Project) -> None:
    guid = amina.decide("talk", "tools", *STAMP, "both").codings[0]
    for change in (
        lambda: amina.uncode(guid),
        lambda: amina.edit_coding(guid, note="x"),
        lambda: amina.recode(guid, "stories"),
        lambda: amina.reviewed(guid),
    ):
        with pytest.raises(StoreError, match="this coding is what the team settled on; decide its passage anew"):
            change()


@pytest.mark.parametrize("name", ["consensus", " Consensus "])
def test_the_consensus_is_no_person(name: str, amina: Project, tmp_path: Path) -> None:
    amina.decide("talk", "tools", *STAMP, "both")
    for deed in (
        lambda: amina.add_coder(name),
        lambda: amina.assign("talk", coder=name),
        lambda: Project.open(amina.path, coder=name),
        lambda: Project.create(tmp_path / "new.wqda", coder=name),
    ):
        with pytest.raises(StoreError, match="is no person, but what the team settles on; choose a person's name"):
            deed()


# -- what all agree on -----------------------------------------------------------------------------------------------


def test_what_all_agree_on_is_taken_over_once(amina: Project) -> None:
    table = agreed(("talk", "tools", *STAMP), ("talk", "tools", *STAMP), ("notes", "stories", None, None))
    assert amina.settle(table, round=1) == 2
    assert [row[:2] for row in of_consensus(amina)] == [["stories", ""], ["tools", TALK[slice(*STAMP)]]]
    before = kept(amina.path)
    assert amina.settle(table, round=1) == 0
    assert kept(amina.path) == before
    assert amina.settle(table.assign(round=[1, 2, 2]), round=2) == 2
    assert amina.undo() == "2 passages on which all agree taken over"
    assert amina.undo() == "2 passages on which all agree taken over"
    assert of_consensus(amina) == []
    amina.redo()
    assert len(of_consensus(amina)) == 2


def test_what_was_decided_before_all_agreed_gives_way(amina: Project) -> None:
    two = [(NEARLY[0], NEARLY[0] + 6), STAMP]
    amina.decide("talk", "tools", *NEARLY, "one", spans=two, reason="a")
    amina.decide("talk", "tools", 0, 3, "both", reason="b")
    before = kept(amina.path)
    table = agreed(("talk", "tools", *two[0]), ("talk", "tools", STAMP[0], STAMP[0] + 9))
    assert amina.settle(table, round=1) == 1
    assert [row[1:3] for row in of_consensus(amina)] == [["IDA", "b"], ["Nearly", "a"], ["the stamp", ""]]
    assert amina.decisions()["reason"].tolist() == ["b"]
    amina.undo()
    assert kept(amina.path) == before


def test_a_table_without_places_is_refused(amina: Project) -> None:
    with pytest.raises(ValueError, match="needs the columns source, code, start_char, end_char; no code"):
        amina.settle(pd.DataFrame({"source": ["talk"]}), round=1)
    assert amina.settle(agreed(), round=1) == 0


# -- what becomes of decisions ---------------------------------------------------------------------------------------


def test_decisions_follow_a_corrected_text(amina: Project, bo: Project) -> None:
    amina.decide("talk", "tools", *STAMP, "one", spans=[STAMP], reason="kept")
    amina.decide("talk", "stories", *NEARLY, "neither", reason="bare")
    amina.correct_passage("talk", 0, 3, "IDA MAY")
    assert amina.decisions()[["start_char", "end_char"]].values.tolist() == [
        [NEARLY[0] + 4, NEARLY[1] + 4],
        [STAMP[0] + 4, STAMP[1] + 4],
    ]
    assert amina.codings(coders="consensus")["start_char"].tolist() == [STAMP[0] + 4]
    amina.correct("talk", amina.text("talk").replace("the stamp is", "a stamp was"))
    assert amina.codings(coders="consensus")["status"].tolist() == ["needs_review"]
    assert amina.check().empty
    bo.decide("talk", "enterprise", 0, 3, "neither")
    with pytest.raises(StoreError, match="refused, and nothing was changed: 1 decisions by bo were made on the text"):
        amina.undo()
    bo.undo()
    for _ in range(4):
        amina.undo()
    assert amina.decisions().empty
    for _ in range(4):
        amina.redo()
    assert amina.decisions()["reason"].tolist() == ["bare", "kept"]
    assert amina.check().empty


def test_a_decision_is_not_made_again_on_words_that_are_gone(amina: Project, bo: Project) -> None:
    amina.decide("talk", "tools", *STAMP, "neither")
    amina.undo()
    bo.correct("talk", TALK.replace("the stamp is", "a stamp was"))
    with pytest.raises(StoreError, match=r"bo has changed that since .*; code the passage anew"):
        amina.redo()


def test_deciding_anew_says_that_what_was_to_be_looked_at_is_right(amina: Project) -> None:
    table = agreed(("talk", "tools", *STAMP))
    amina.settle(table, round=1)
    amina.decide("notes", "tools", 0, 4, "both")
    amina.edit_code("tools", definition="Another one.")
    assert amina.codings(coders="consensus")["status"].tolist() == ["needs_review"] * 2
    assert amina.settle(table, round=1) == 1
    amina.decide("notes", "tools", 0, 4, "both")
    assert amina.codings(coders="consensus")["status"].tolist() == ["ok"] * 2


def test_decisions_go_along_with_their_code(amina: Project) -> None:
    amina.decide("talk", "stories", *STAMP, "both", reason="a")
    amina.decide("talk", "tools", *STAMP, "both", reason="b")
    amina.rename_code("tools", "things")
    assert amina.decisions()["code"].tolist() == ["stories", "things"]
    before = kept(amina.path)
    assert amina.remove_code("things") == 1
    assert amina.decisions()["code"].tolist() == ["stories"]
    assert amina.check().empty
    amina.undo()
    assert kept(amina.path) == before


def test_what_was_settled_on_is_not_split_off_its_code(amina: Project) -> None:
    own = amina.code("talk", *STAMP, "tools")
    made = amina.decide("talk", "tools", *STAMP, "both")
    before = kept(amina.path)
    with pytest.raises(StoreError, match="what the team settled on stays with its code; decide its passage anew"):
        amina.split_code("tools", [own.guid, *made.codings], "stamps")
    assert kept(amina.path) == before
    amina.split_code("tools", [own.guid], "stamps")
    assert amina.codings(coders="consensus")["code"].tolist() == ["tools"]
    assert amina.check().empty


@pytest.mark.parametrize("change", ["code_id = (SELECT id FROM codes WHERE code = 'stories')", "round = 2"])
def test_check_finds_a_decision_whose_coding_has_another_code_or_round(change: str, amina: Project) -> None:
    made = amina.decide("talk", "tools", *STAMP, "both")
    amina.close()
    with closing(sqlite3.connect(amina.path)) as held:
        held.execute(f"UPDATE codings SET {change}")  # noqa: S608
        held.commit()
    assert Project.open(amina.path).check()[["what", "where", "problem"]].values.tolist() == [
        ["decision", made.guid, f"names a coding of another code or round ({made.codings[0]}); decide anew"]
    ]


def test_decisions_go_along_when_codes_become_one(amina: Project) -> None:
    twin = amina.decide("talk", "stories", *STAMP, "both", reason="a").codings
    amina.decide("talk", "tools", *STAMP, "both", reason="b")
    apart = amina.decide("notes", "tools", 0, 4, "both", reason="c").codings
    before = kept(amina.path)
    amina.merge_codes(["tools"], "stories")
    decided = amina.decisions().set_index("reason")
    assert decided["code"].tolist() == ["stories"] * 3
    assert decided["codings"].to_dict() == {"a": twin, "b": twin, "c": apart}
    assert amina.check().empty
    amina.undo()
    assert kept(amina.path) == before
    amina.redo()
    amina.decide("talk", "stories", *STAMP, "neither")
    assert amina.codings()["guid"].tolist() == list(apart)
    assert len(amina.decisions()) == 2


def test_a_withdrawn_source_takes_its_decisions_along(amina: Project, bo: Project) -> None:
    amina.decide("talk", "tools", *STAMP, "both", reason=WORD)
    bo.decide("talk", "stories", *STAMP, "neither", reason=WORD)
    amina.decide("talk", "tools", *STAMP, "neither", reason=f"{WORD} again")
    amina.decide("notes", "tools", 0, 4, "both", reason="of another source")
    assert WORD.encode() in amina.path.read_bytes()
    amina.remove_source("talk")
    assert WORD.encode() not in amina.path.read_bytes()
    assert amina.decisions()["reason"].tolist() == ["of another source"]
    assert amina.check().empty


def test_reasons_are_words_that_a_saved_notebook_is_looked_through_for(amina: Project) -> None:
    amina.decide("talk", "tools", *STAMP, "neither", reason="An old reason")
    amina.decide("talk", "tools", *STAMP, "neither", reason="Another  one")
    said = {part.what: part.texts for part in prose(amina) if part.what in ("reason", "earlier")}
    assert said["reason"] == ("Another one",)
    assert "An old reason" in said["earlier"]


def test_check_finds_a_decision_whose_coding_is_gone(amina: Project) -> None:
    made = amina.decide("talk", "tools", *STAMP, "both")
    amina.close()
    with closing(sqlite3.connect(amina.path)) as held:
        held.execute("DELETE FROM codings WHERE guid = ?", made.codings)
        held.execute("UPDATE decisions SET quote = 'else'")
        held.commit()
    found = Project.open(amina.path).check()[["what", "where", "problem"]].values.tolist()
    where = f"talk {STAMP[0]}–{STAMP[1]} (row 1)"
    assert found == [
        ["decision", where, "its quote is not what stands there; look at it again"],
        ["decision", made.guid, f"names a coding that the consensus does not have ({made.codings[0]}); decide anew"],
    ]


def test_check_finds_what_overlaps(amina: Project) -> None:
    first = amina.decide("talk", "tools", 0, 10, "both")
    second = amina.decide("talk", "tools", 20, 30, "both")
    amina.decide("talk", "tools", 5, 15, "both", round=2)
    amina.decide("talk", "stories", 5, 15, "both")
    amina.decide("talk", "enterprise", 0, 20, "one", spans=[(0, 10), (5, 15)])
    assert amina.check().empty
    amina.close()
    with closing(sqlite3.connect(amina.path)) as held:
        for table, guid in (("codings", second.codings[0]), ("decisions", second.guid)):
            change = f"UPDATE {table} SET start_char = 9, end_char = 19, quote = ? WHERE guid = ?"  # noqa: S608
            held.execute(change, (TALK[9:19], guid))
        held.commit()
    assert Project.open(amina.path).check()[["what", "where", "problem"]].values.tolist() == [
        ["decision", first.guid, f"is on a stretch of another decision ({second.guid}); decide anew"],
        ["coding", first.codings[0], f"overlaps another one of the consensus ({second.codings[0]}); decide anew"],
    ]


def test_what_was_settled_on_goes_out_and_comes_in_like_any_coding(amina: Project, tmp_path: Path) -> None:
    code_words(amina, "talk", "stamp", "tools")
    amina.decide("talk", "tools", *STAMP, "both", reason="why")
    data = amina.data()
    with Project.create(tmp_path / "copy.wqda", coder="cy") as copy:
        copy.add(data)
        assert of_consensus(copy) == [["tools", TALK[slice(*STAMP)], "why", 1]]
        copy.add(ProjectData(codings=(Coding(source="notes", code="tools", coder="bo", start_char=0, end_char=4),)))
        assert copy.check().empty
