"""Reconcile's Python side: what is told to the page, what the page may decide, and what it may not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from projects import NOTES, TALK, code_words, kept, source, study

import wenger_qda as qda
from wenger_qda.errors import StoreError
from wenger_qda.model import ProjectData
from wenger_qda.store import Project

STAMP, NEARLY = "the stamp is 🙂 missing", "Nearly, the stamp is 🙂 missing"


@pytest.fixture
def amina(tmp_path: Path) -> Iterator[Project]:
    with study(tmp_path / "study.wqda") as made:
        yield made


@pytest.fixture
def bo(amina: Project) -> Iterator[Project]:
    amina.add_coder("bo")
    with Project.open(amina.path, coder="bo") as opened:
        yield opened


@pytest.fixture
def both(amina: Project, bo: Project) -> tuple[Project, Project]:
    """Two who differ on where the stamp begins and on whether snacks are maintenance, and agree on the pile."""
    code_words(amina, "talk", STAMP, "tools", note="only the thing", certainty=0.5, stance="for")
    code_words(bo, "talk", NEARLY, "tools")
    code_words(amina, "notes", "snacks", "maintenance")
    code_words(bo, "notes", "brought snacks", "stories")
    for coder in (amina, bo):
        code_words(coder, "notes", "The pile", "enterprise")
        coder.done("talk")
        coder.done("notes")
    return amina, bo


def told(widget: Any, **request: Any) -> dict[str, Any]:
    """Ask as the page does; give what comes, with what its buffer holds."""
    answer, buffers = widget.answer({"v": 1, "id": "1", "t": "open"} | request)
    assert "error" not in answer, answer
    return answer | (json.loads(buffers[0]) if buffers else {})


def decide(widget: Any, row: dict[str, Any], outcome: str, cid: str = "", **more: Any) -> dict[str, Any]:
    request = {name: row[name] for name in ("source", "code", "round", "mark")}
    request |= {"t": "define" if outcome == "definition" else "decide", "outcome": outcome, "reason": "so it is"}
    return widget.answer({"v": 1, "id": "2", "cid": cid or f"{row['key']} {outcome}"} | request | more)[0]


def consensus(project: Project) -> list[tuple[str, str, str]]:
    return [*project.codings(coders="consensus")[["code", "quote", "note"]].itertuples(index=False, name=None)]


# -- what is told ----------------------------------------------------------------------------------------------------


def test_a_row_tells_who_stands_where(both: tuple[Project, Project]) -> None:
    amina, _ = both
    rows = {row["code"]: row for row in told(qda.Reconcile(amina))["rows"]}
    assert sorted(rows) == ["maintenance", "stories", "tools"]
    tools = rows["tools"]
    start, end = TALK.index(NEARLY), TALK.index(NEARLY) + len(NEARLY)
    assert (tools["name"], tools["start"], tools["end"], tools["kind"]) == ("talk", start, end, "boundary")
    assert (tools["coders"], tools["others"], tools["cost"]) == (["amina", "bo"], [], 8.0)
    assert (tools["words"], tools["state"], tools["decision"]) == (NEARLY, "open", None)
    first = next(one for one in tools["positions"] if one["coder"] == "amina")
    assert {name: first[name] for name in ("start", "end", "words", "note", "certainty", "stance", "weight")} == {
        "start": start + 8, "end": end, "words": STAMP, "note": "only the thing", "certainty": 0.5, "stance": "for",
        "weight": None,
    }  # fmt: skip
    snacks = rows["maintenance"]
    assert (snacks["kind"], snacks["coders"], snacks["others"]) == ("presence", ["amina"], ["bo"])
    assert snacks["also"] == {"bo": ["stories"]}


def test_what_all_agree_on_and_which_texts_are_settled(both: tuple[Project, Project]) -> None:
    amina, _ = both
    widget = qda.Reconcile(amina)
    head = told(widget)["head"]
    assert (head["n_agreed"], head["settled"], head["coder"], head["why"]) == (1, [], "amina", "")
    assert told(widget, t="settle", cid="s")["said"] == "1 passage on which all agree taken over."
    assert consensus(amina) == [("enterprise", "The pile", "")]
    rows = {row["code"]: row for row in told(widget)["rows"]}
    decide(widget, rows["tools"], "both")
    head = told(widget)["head"]
    assert (head["n_agreed"], head["settled"], head["reasons"]) == (0, ["talk"], ["so it is"])


def test_only_some_coders_codes_and_rounds(both: tuple[Project, Project]) -> None:
    amina, _ = both
    assert [row["code"] for row in told(qda.Reconcile(amina, codes=["stories"]))["rows"]] == ["stories"]
    assert "only amina has coded here" in told(qda.Reconcile(amina, coders=["amina"]))["head"]["why"]
    assert told(qda.Reconcile(amina, round=2))["rows"] == []
    with pytest.raises(StoreError, match="there is no coder 'boo'; did you mean 'bo'"):
        qda.Reconcile(amina, coders=["boo"])
    with pytest.raises(StoreError, match="there is no code 'tool'; did you mean 'tools'"):
        qda.Reconcile(amina, codes="tool")
    with pytest.raises(TypeError, match="there is no option 'hight'; did you mean 'height'"):
        qda.Reconcile(amina, hight=3)


def nobody(amina: Project, bo: Project) -> None:
    pass


def one_alone(amina: Project, bo: Project) -> None:
    code_words(amina, "talk", STAMP, "tools")


def apart(amina: Project, bo: Project) -> None:
    code_words(amina, "talk", STAMP, "tools")
    code_words(bo, "notes", "snacks", "tools")


def at_it(amina: Project, bo: Project) -> None:
    for name in ("amina", "bo"):
        amina.assign("talk", coder=name)
    code_words(amina, "talk", STAMP, "tools")
    amina.done("talk")


def alike(amina: Project, bo: Project) -> None:
    for coder in (amina, bo):
        code_words(coder, "talk", STAMP, "tools")


@pytest.mark.parametrize(
    ("deed", "why"),
    [
        (nobody, "nobody has coded anything yet"),
        (one_alone, "only amina has coded here; agreement needs two coders"),
        (
            apart,
            "no document was read by two coders: amina read talk; bo read notes. Assign the same documents to both",
        ),
        (at_it, "no document was finished by two coders. Still open, and so not counted as read: bo: talk"),
        (alike, ""),
    ],
)
def test_why_there_is_nothing_to_decide(deed: Any, why: str, amina: Project, bo: Project) -> None:
    deed(amina, bo)
    found = told(qda.Reconcile(amina))
    assert found["rows"] == []
    assert found["head"]["why"].startswith(why)
    assert bool(found["head"]["why"]) == bool(why)


def test_a_project_without_sources(tmp_path: Path) -> None:
    with Project.create(tmp_path / "empty.wqda", coder="amina") as project:
        assert told(qda.Reconcile(project))["head"]["why"] == "there are no documents; add some (project.add)"


def test_a_look_tells_only_rows_that_are_others(both: tuple[Project, Project]) -> None:
    amina, bo = both
    widget = qda.Reconcile(amina)
    first = told(widget)
    look = {"t": "look", "rev": first["rev"], "stamp": first["stamp"]}
    assert told(widget, **look) == {"id": "1", "t": "look", "rev": first["rev"]}
    bo.note("elsewhere")
    assert told(widget, **look) == {"id": "1", "t": "look", "rev": bo.revision()}
    code_words(bo, "notes", "snacks", "maintenance")
    code_words(bo, "talk", "Again", "stories")
    second = told(widget, **look)
    assert [row["words"] for row in second["rows"]] == [
        "brought snacks",
        "Again",
    ]  # of the first, what bo gave there besides
    assert [key.split()[1] for key in second["gone"]] == ["maintenance"]
    assert (second["is_all"], second["head"]["n_agreed"]) == (False, 2)
    assert told(widget, t="look", rev=0, stamp="another")["is_all"] is True


# -- what is decided -------------------------------------------------------------------------------------------------


def test_each_outcome_as_the_page_asks_for_it(both: tuple[Project, Project]) -> None:
    amina, _ = both
    widget = qda.Reconcile(amina)
    rows = {row["code"]: row for row in told(widget)["rows"]}
    start = TALK.index(NEARLY)
    for outcome, more, quotes in [
        ("one", {"agreed_with": ["amina"]}, [STAMP]),
        ("one", {"agreed_with": ["bo"]}, [NEARLY]),
        ("both", {"agreed_with": ["amina", "bo"]}, [NEARLY]),
        ("span", {"span": [start, start + 6]}, ["Nearly"]),
        ("neither", {}, []),
    ]:
        assert decide(widget, rows["tools"], outcome, cid=f"{outcome}{more}", **more)["said"] == "Decided."
        assert [quote for _, quote, _ in consensus(amina)] == quotes
        (now,) = [row for row in told(widget)["rows"] if row["code"] == "tools"]
        assert now["state"] == "decided"
        assert now["decision"]["outcome"] == outcome
        assert [TALK[slice(*span)] for span in now["decision"]["spans"]] == quotes
    assert amina.decisions()["reason"].tolist() == ["so it is"]
    assert told(widget, t="undo", cid="u")["said"].endswith(f"“{NEARLY}”: not coded.")
    assert [quote for _, quote, _ in consensus(amina)] == ["Nearly"]


def test_a_definition_at_fault_is_changed_and_the_passage_kept_in_mind(both: tuple[Project, Project]) -> None:
    amina, _ = both
    widget = qda.Reconcile(amina)
    rows = {row["code"]: row for row in told(widget)["rows"]}
    assert told(widget, t="affected", codes=["tools"])["by_coder"] == {"amina": 1, "bo": 1}
    said = decide(widget, rows["tools"], "definition", fields={"definition": "Things one holds."})["said"]
    assert said == (
        "The definition is changed; 2 codings to be looked at again. Code the passage anew in a later round."
    )
    assert amina.codebook()["tools"].definition == "Things one holds."
    assert (amina.decisions()["outcome"].tolist(), consensus(amina)) == (["definition"], [])
    assert next(row["state"] for row in told(widget)["rows"] if row["code"] == "tools") == "decided"


def test_a_definition_and_its_decision_are_one_step(
    both: tuple[Project, Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, _ = both
    widget = qda.Reconcile(amina)
    row = next(row for row in told(widget)["rows"] if row["code"] == "tools")
    before = kept(amina.path)

    def refused(*_: Any, **__: Any) -> None:
        raise StoreError("not now")

    with monkeypatch.context() as patched:
        patched.setattr(Project, "decide", refused)
        answer = decide(widget, row, "definition", cid="1", fields={"definition": "Things one holds.", "parent": ""})
        assert answer["error"] == "not now"
        assert kept(amina.path) == before
    said = decide(widget, row, "definition", cid="2", fields={"definition": "Things one holds.", "parent": ""})["said"]
    assert said.startswith("The definition is changed; 2 codings to be looked at again.")
    assert amina.undo().endswith("the definition is at fault")
    assert {**kept(amina.path), "coders": before["coders"]} == before
    amina.redo()
    assert amina.codebook()["tools"].definition == "Things one holds."
    assert amina.decisions()["outcome"].tolist() == ["definition"]


def test_what_all_agree_on_in_two_rounds_is_one_step(both: tuple[Project, Project]) -> None:
    amina, bo = both
    for coder in both:
        coder.done("talk", round=2)
        coder.code("talk", 0, 3, "stories", round=2)
    widget = qda.Reconcile(bo)
    assert told(widget, t="settle", cid="1")["said"] == "2 passages on which all agree taken over."
    assert sorted(amina.codings(coders="consensus")["round"]) == [1, 2]
    assert told(widget, t="undo", cid="2")["said"] == "Taken back: 2 passages on which all agree taken over."
    assert consensus(amina) == []
    assert told(widget, t="settle", cid="3")["said"] == "2 passages on which all agree taken over."
    assert told(widget, t="settle", cid="4")["said"] == "0 passages on which all agree taken over."


def test_a_decision_is_made_once_however_often_it_comes(both: tuple[Project, Project]) -> None:
    amina, _ = both
    widget = qda.Reconcile(amina)
    row = told(widget)["rows"][0]
    first = decide(widget, row, "neither", cid="same")
    assert decide(widget, row, "both", cid="same") == first
    assert amina.decisions()["outcome"].tolist() == ["neither"]


def test_what_was_coded_differently_meanwhile_is_not_decided(both: tuple[Project, Project]) -> None:
    amina, bo = both
    widget = qda.Reconcile(amina)
    rows = {row["code"]: row for row in told(widget)["rows"]}
    guid = next(one["guid"] for one in rows["tools"]["positions"] if one["coder"] == "bo")
    bo.edit_coding(guid, note="a memo changes nothing")
    assert "error" not in decide(widget, rows["tools"], "neither")
    bo.edit_coding(guid, start_char=TALK.index("stamp"))
    refused = decide(widget, rows["tools"], "both")["error"]
    assert refused == "NOT decided: this passage was coded differently meanwhile. Look at it again, and decide anew."
    (now,) = [row for row in told(widget)["rows"] if row["code"] == "tools"]
    assert (now["state"], now["decision"]["outcome"]) == ("changed", "neither")
    assert decide(widget, rows["tools"], "definition", fields={"definition": "x"})["error"] == refused
    assert amina.codebook()["tools"].definition == "Things in use."


def test_what_was_settled_under_another_definition_is_to_be_looked_at(both: tuple[Project, Project]) -> None:
    amina, _ = both
    widget = qda.Reconcile(amina)
    told(widget, t="settle", cid="s")
    decide(widget, next(row for row in told(widget)["rows"] if row["code"] == "tools"), "both")
    amina.edit_code("tools", definition="Another.")
    amina.edit_code("enterprise", definition="Another.")
    found = told(widget)
    (tools,) = [row for row in found["rows"] if row["code"] == "tools"]
    assert (tools["state"], tools["decision"]["review"]) == ("changed", True)
    assert found["head"]["n_agreed"] == 1


def test_what_was_decided_stays_to_be_looked_at_when_nobody_codes_it_any_more(both: tuple[Project, Project]) -> None:
    amina, bo = both
    widget = qda.Reconcile(amina)
    decide(widget, next(row for row in told(widget)["rows"] if row["code"] == "tools"), "both")
    assert told(widget)["head"]["settled"] == ["talk"]
    for coder in both:
        coder.uncode(coder.codings(coders=coder.coder, codes="tools")["guid"].iloc[0])
    found = told(widget)
    (row,) = [row for row in found["rows"] if row["code"] == "tools"]
    start = TALK.index(NEARLY)
    assert found["head"]["settled"] == []
    assert (row["start"], row["end"], row["words"], row["kind"]) == (start, start + len(NEARLY), NEARLY, "uncoded")
    assert (row["state"], row["decision"]["spans"]) == ("changed", [[start, start + len(NEARLY)]])
    assert (row["coders"], row["others"], row["positions"]) == ([], [], [])
    for hidden in (qda.Reconcile(amina, codes=["stories"]), qda.Reconcile(amina, round=2)):
        assert "tools" not in [row["code"] for row in told(hidden)["rows"]]
    assert decide(widget, row, "neither")["said"] == "Decided."
    assert "tools" not in amina.codings()["code"].tolist()
    found = told(widget)
    assert next(row["state"] for row in found["rows"] if row["code"] == "tools") == "decided"
    assert found["head"]["settled"] == ["talk"]
    bo.code("talk", start, start + 6, "tools")
    assert [row["state"] for row in told(widget)["rows"] if row["code"] == "tools"] == ["changed"]


@pytest.mark.parametrize("is_decided", [True, False])
def test_some_coders_alone_settle_nothing_for_the_others(is_decided: bool, both: tuple[Project, Project]) -> None:
    amina, _ = both
    amina.add_coder("cy")
    with Project.open(amina.path, coder="cy") as cy:
        cy.done("notes")
        (row,) = [row for row in told(qda.Reconcile(amina))["rows"] if row["code"] == "enterprise"]
        if is_decided:
            decide(qda.Reconcile(amina), row, "neither")
        widget = qda.Reconcile(amina, coders=["amina", "bo"], codes=["enterprise"])
        head = told(widget)["head"]
        assert (head["n_agreed"], head["settled"]) == (0, ["notes"] if is_decided else [])
        assert told(widget, t="settle", cid="1")["said"] == "0 passages on which all agree taken over."
        assert "consensus" not in set(amina.codings()["coder"])
        assert len(amina.decisions()) == int(is_decided)
        code_words(cy, "notes", "The pile", "enterprise")
        assert told(widget)["head"]["n_agreed"] == int(not is_decided)
        assert told(qda.Reconcile(amina))["head"]["n_agreed"] == 1


def test_blind_texts_are_neither_shown_nor_decided(both: tuple[Project, Project]) -> None:
    amina, bo = both
    row = next(row for row in told(qda.Reconcile(amina))["rows"] if row["code"] == "tools")
    amina.assign("talk", coder="bo", round=2)
    widget = qda.Reconcile(bo)
    _, buffers = widget.answer({"v": 1, "id": "1", "t": "open"})
    assert STAMP.encode() not in buffers[0]
    assert b"only the thing" not in buffers[0]
    assert json.loads(buffers[0])["head"]["blind"] == ["talk"]
    assert decide(widget, row, "both")["error"].startswith("NOT decided: this passage was coded differently")
    told(widget, t="settle", cid="s")
    assert bo.decisions().empty
    amina.decide("talk", "tools", 0, 3, "neither", reason="of a blind text")
    amina.decide("notes", "tools", 0, 3, "neither", reason="of another text")
    assert told(widget)["head"]["reasons"] == ["of another text"]
    assert told(qda.Reconcile(amina))["head"]["reasons"] == ["of another text", "of a blind text"]
    assert consensus(bo) == [("enterprise", "The pile", "")]


def test_a_project_open_for_reading_only_shows_everything_and_decides_nothing(both: tuple[Project, Project]) -> None:
    with Project.open(both[0].path) as reader:
        widget = qda.Reconcile(reader)
        found = told(widget)
        assert (len(found["rows"]), found["head"]["coder"]) == (3, "")
        for request in (
            decide(widget, found["rows"][0], "both"),
            *(widget.answer({"v": 1, "id": "3", "t": kind, "cid": kind})[0] for kind in ("settle", "undo", "redo")),
        ):
            assert "is open for reading only" in request["error"]


def test_no_word_of_the_project_is_in_the_saved_state(both: tuple[Project, Project]) -> None:
    widget = qda.Reconcile(both[0])
    row = told(widget)["rows"][0]
    decide(widget, row, "neither", reason="Quetzalwort")
    state = json.dumps({name: repr(held) for name, held in widget.get_state().items() if name not in ("_esm", "_css")})
    for word in ("stamp", "Quetzalwort", "tools", "amina", "talk", "study", *NOTES.split()[:3]):
        assert word not in state
    assert repr(widget) == "Reconcile()"


@pytest.mark.parametrize(
    "request_",
    [
        {"t": "decide", "cid": "1"},
        {"t": "decide", "cid": "2", "source": "gone", "code": "tools", "round": 1, "mark": "", "outcome": "both"},
        {"t": "settle"},
        {"t": "text", "source": "gone"},
        {"t": "about", "code": "gone"},
        {"t": "sell"},
    ],
)
def test_every_message_is_answered(request_: dict[str, Any], both: tuple[Project, Project]) -> None:
    answer, _ = qda.Reconcile(both[0]).answer({"v": 1, "id": "7"} | request_)
    assert answer["id"] == "7"
    assert answer["error"]
    assert both[0].decisions().empty


def test_a_whole_text_is_contested_like_any_passage(amina: Project, bo: Project) -> None:
    bo.code("talk", None, None, "tools", note="all of it")
    for coder in (amina, bo):
        coder.done("talk")
    widget = qda.Reconcile(amina)
    (row,) = told(widget)["rows"]
    assert (row["start"], row["end"], row["words"], row["others"]) == (None, None, "", ["amina"])
    decide(widget, row, "one", agreed_with=["bo"])
    assert consensus(amina) == [("tools", "", "so it is")]
    (row,) = told(widget)["rows"]
    assert (row["state"], row["decision"]["spans"]) == ("decided", [[None, None]])


def test_long_passages_are_told_by_their_ends_and_no_word_is_cut(amina: Project, bo: Project) -> None:
    text = "one two three four five six seven eight nine ten " * 4
    amina.add(ProjectData(sources=(source("long", text),)))
    amina.code("long", 0, len(text) - 1, "tools")
    bo.code("long", 0, len(text) - 5, "tools")
    (row,) = told(qda.Reconcile(amina))["rows"]
    assert {one["coder"]: one["words"] for one in row["positions"]} == {
        "amina": "one two three four five six seven eight nine ten one two … "
        "nine ten one two three four five six seven eight nine ten",
        "bo": "one two three four five six seven eight nine ten one two … "
        "nine ten one two three four five six seven eight nine",
    }
