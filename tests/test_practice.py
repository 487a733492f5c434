"""Practice's Python side: what a student may see when, what is found, and what is kept of the answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from merges import merged
from projects import code_words, study

import wenger_qda as qda
from wenger_qda.errors import StoreError
from wenger_qda.store import Project

STAMP = "the stamp is 🙂 missing"


@pytest.fixture
def amina(tmp_path: Path) -> Iterator[Project]:
    """The reference: three codings in two of the three texts."""
    with study(tmp_path / "study.wqda") as made:
        code_words(made, "talk", STAMP, "tools", note="A thing at hand.")
        code_words(made, "talk", "Again", "stories", note="It is told once more.")
        code_words(made, "notes", "snacks", "maintenance")
        yield made


@pytest.fixture
def mia(amina: Project) -> Iterator[Project]:
    """The student."""
    with Project.open(amina.path, coder="mia") as opened:
        yield opened


def ask(widget: Any, kind: str, **request: Any) -> dict[str, Any]:
    answer, _ = widget.answer({"v": 1, "id": "1", "t": kind, "cid": kind} | request)
    assert "error" not in answer, answer
    return answer


def opened(widget: Any, source: str = "") -> tuple[dict[str, Any], list[list[Any]]]:
    answer, buffers = widget.answer({"v": 1, "id": "1", "t": "open"} | ({"source": source} if source else {}))
    return answer, json.loads(buffers[1])["codings"]


def guid(project: Project, name: str) -> str:
    return next(seen.guid for seen in project.view_sources() if seen.source == name)


def verdicts(answer: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(row["verdict"], row["code"], row["reference_code"]) for row in answer["rows"]]


def test_only_what_the_reference_has_coded_is_practised_and_blind(amina: Project, mia: Project) -> None:
    widget = qda.Practice(mia, reference="amina")
    answer, codings = opened(widget, guid(mia, "talk"))
    assert [row["name"] for row in answer["sources"]] == ["notes", "talk"]
    assert answer["about"]["reference"] == "amina"
    assert (codings, answer["about"]["n_blind"]) == ([], 0)  # nothing is said of what others gave
    assert not mia.current_round("plain").is_blind
    why = ask(widget, "compare", source=guid(mia, "talk"))
    assert why["rows"] == []
    assert "Say that you are done with this text" in why["why"]
    assert "A thing at hand" not in json.dumps(why)


def test_making_it_again_assigns_nothing_again(amina: Project, mia: Project) -> None:
    qda.Practice(mia, reference="amina")
    before = mia.revision()
    mia.done("talk")
    widget = qda.Practice(mia, reference="amina")
    assert mia.revision() == before + 1
    assert opened(widget)[0]["about"]["name"] == "notes"  # the first that is not done


def test_every_kind_of_finding_with_rules_and_reasons(amina: Project, mia: Project) -> None:
    widget = qda.Practice(mia, reference="amina")
    code_words(mia, "talk", STAMP, "stories", note="She tells it.")
    code_words(mia, "talk", "Is it done", "enterprise")
    mia.done("talk")
    answer = ask(widget, "compare", source=guid(mia, "talk"))
    assert verdicts(answer) == [
        ("over-coded", "enterprise", ""), ("sibling", "stories", "tools"), ("missed", "", "stories"),
    ]  # fmt: skip
    sibling = answer["rows"][1]
    assert {(one["coder"], one["code"], one["note"]) for one in sibling["positions"]} == {
        ("mia", "stories", "She tells it."), ("amina", "tools", "A thing at hand."),
    }  # fmt: skip
    assert sibling["also"] == {"mia": [], "amina": []}
    assert answer["rows"][2]["positions"][0]["note"] == "It is told once more."


def test_what_either_has_coded_there_besides(amina: Project, mia: Project) -> None:
    code_words(amina, "talk", "stamp", "enterprise", note="What it is about.")
    widget = qda.Practice(mia, reference="amina")
    code_words(mia, "talk", STAMP, "tools")
    mia.done("talk")
    agreed = ask(widget, "compare", source=guid(mia, "talk"))["rows"][0]
    assert agreed["verdict"] == "agree"
    assert agreed["also"]["amina"] == [{"code": "enterprise", "note": "What it is about."}]


def test_answers_are_kept_in_the_project(amina: Project, mia: Project) -> None:
    widget = qda.Practice(mia, reference="amina")
    mia.done("talk")
    text = guid(mia, "talk")
    missed = ask(widget, "compare", source=text)["rows"][0]
    pair = {"guid": missed["guid"], "reference_guid": missed["reference_guid"]}
    here = {"source": text, "rev": mia.revision()}
    ask(widget, "answer", **here, **pair, answer="mine", words=" No thing, a wish. ")
    again = ask(qda.Practice(mia, reference="amina"), "compare", source=text)["rows"][0]
    assert (again["answer"], again["words"]) == ("mine", "No thing, a wish.")
    ask(widget, "answer", cid="2", **here, **pair, answer="seen", words="")
    (row,) = mia.answers().to_dict("records")
    assert (row["coder"], row["answer"], row["words"]) == ("mia", "seen", "")
    ask(widget, "answer", cid="3", **here, **pair, answer="", words="")
    assert mia.answers().empty


def test_figures_over_all_that_is_done(amina: Project, mia: Project) -> None:
    widget = qda.Practice(mia, reference="amina")
    nothing = ask(widget, "figures")
    assert (nothing["kappas"], nothing["again"]) == ([], [])
    code_words(mia, "talk", STAMP, "tools")
    code_words(mia, "notes", "Dora brought", "stories")
    mia.done("talk")
    told = ask(widget, "figures")
    assert {row["code"] for row in told["kappas"]} == {"tools", "stories"}
    assert next(row["kappa"] for row in told["kappas"] if row["code"] == "tools") == 1
    assert next(row["kappa_low"] for row in told["kappas"] if row["code"] == "tools") is None
    assert [(row["code"], row["says"]) for row in told["again"]] == [("stories", "Missed once: read what it includes.")]
    talk = next(row for row in told["texts"] if row["name"] == "talk")
    assert (talk["counts"], talk["n_differing"], talk["n_answered"]) == ({"agree": 1, "missed": 1}, 1, 0)
    assert json.loads(json.dumps(told)) == told


def test_a_coding_of_a_whole_text_is_compared(amina: Project, mia: Project) -> None:
    amina.code("talk", None, None, "enterprise")
    widget = qda.Practice(mia, reference="amina")
    mia.code("talk", None, None, "enterprise")
    mia.done("talk")
    first = ask(widget, "compare", source=guid(mia, "talk"))["rows"][0]
    assert (first["verdict"], first["start"], first["end"]) == ("agree", None, None)


def test_whoever_had_begun_unasked_is_blind_from_then_on_and_what_was_done_stays_done(
    amina: Project, mia: Project
) -> None:
    mia.done("notes")
    mia.done("talk")
    mia.reopen("talk")
    qda.Practice(mia, reference="amina")
    assert mia.current_round("talk").is_blind
    assert mia.current_round("notes").status == "done"


def test_what_was_coded_in_an_earlier_round_is_not_shown_beside(amina: Project, mia: Project) -> None:
    widget = qda.Practice(mia, reference="amina")
    code_words(mia, "talk", STAMP, "enterprise")
    mia.done("talk")
    mia.assign("talk", coder="mia", round=2)
    assert ask(widget, "compare", source=guid(mia, "talk"))["rows"] == []
    code_words(mia, "talk", STAMP, "tools", round=2)
    mia.done("talk")
    first = ask(widget, "compare", source=guid(mia, "talk"))["rows"][0]
    assert (first["verdict"], first["also"]["mia"]) == ("agree", [])


def test_a_text_that_is_open_again_is_blind_again(amina: Project, mia: Project) -> None:
    widget = qda.Practice(mia, reference="amina")
    mia.done("talk")
    mia.reopen("talk")
    assert ask(widget, "compare", source=guid(mia, "talk"))["rows"] == []


def test_only_ones_own_codings_are_shown_and_counted_also_when_done(amina: Project, mia: Project) -> None:
    widget = qda.Practice(mia, reference="amina")
    code_words(mia, "talk", "Is it done", "stories")
    mia.done("talk")
    answer, codings = opened(widget, guid(mia, "talk"))
    assert [row[2] for row in codings] == ["mia"]
    assert {row["code"]: row["n"] for row in answer["codes"] if row["n"]} == {"stories": 1}
    assert [row["n_codings"] for row in answer["sources"]] == [0, 1]
    about = ask(widget, "about", code="stories")
    assert ([row["coder"] for row in about["passages"]], about["total"]) == (["mia"], 1)
    talk = {"source": guid(mia, "talk"), "code": "stories"}
    own = int(mia.codings(coders="mia")["start_char"].item())
    assert ask(widget, "next", **talk, point=0, step=1)["start"] == own
    assert "start" not in ask(widget, "next", **talk, point=own, step=1)  # amina's comes later
    assert ask(widget, "next", **talk, point=own + 1, step=-1)["start"] == own
    revision = mia.revision()
    code_words(amina, "talk", "Nearly", "tools")
    assert ask(widget, "look", source=guid(mia, "talk"), rev=revision)["add"] == []


def test_what_was_coded_stays_once_a_text_is_done(amina: Project, mia: Project) -> None:
    widget = qda.Practice(mia, reference="amina")
    code_words(mia, "talk", "Is it done", "stories")
    here = {"source": guid(mia, "talk"), "rev": mia.revision()}
    own = mia.codings(coders="mia")["guid"].item()
    again = {**here, "start": 0, "end": 4, "codes": ["tools"], "guids": ["00000000-0000-4000-8000-000000000001"]}
    ask(widget, "code", cid="before", **again)
    mia.done("talk")
    ask(widget, "code", cid="before", **again)  # sent twice, for the answer was late: done once, and not refused
    changes = [
        {"t": "code", **again}, {"t": "uncode", "guid": own}, {"t": "recode", "guid": own, "code": "tools"},
        {"t": "edit", "guid": own, "fields": {"start": 0, "end": 2}}, {"t": "new_code", "code": "x", "fields": {}},
    ]  # fmt: skip
    for number, change in enumerate(changes):
        answer, _ = widget.answer({"v": 1, "id": "1", "cid": f"late {number}", **here, **change})
        assert "press d to take it up again" in answer["error"]
    assert len(mia.codings(coders="mia")) == 2
    ask(widget, "edit", cid="memo", **here, guid=own, fields={"note": "Seen later."})
    mia.reopen("talk")
    ask(widget, "uncode", cid="open", **here, guid=own)
    assert len(mia.codings(coders="mia")) == 1


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"reference": "amin"}, "there is no coder 'amin'; did you mean 'amina'"),
        ({"reference": "mia"}, "'mia' is the reference"),
        ({"reference": "idle"}, "'idle' has coded nothing"),
        ({"reference": "amina", "source": "plain"}, "amina has coded no source 'plain', but 'notes', 'talk'"),
        ({}, "there is no coder 'consensus'"),
    ],
)
def test_refused_in_a_sentence(amina: Project, mia: Project, options: dict[str, str], why: str) -> None:
    amina.add_coder("idle")
    with pytest.raises(StoreError, match=why):
        qda.Practice(mia, **options)
    assert mia.assignments().empty


def test_open_for_reading_only_nothing_is_assigned(amina: Project) -> None:
    with Project.open(amina.path) as reading:
        widget = qda.Practice(reading, reference="amina")
        assert "reading only" in ask(widget, "compare", source=guid(reading, "talk"))["why"]
        assert ask(widget, "figures") == {"id": "1", "t": "figures", "texts": [], "kappas": [], "again": []}
        assert reading.assignments().empty


def test_nothing_of_the_texts_travels_in_traits(amina: Project, mia: Project) -> None:
    widget = qda.Practice(mia, reference="amina")
    mia.done("talk")
    ask(widget, "compare", source=guid(mia, "talk"))
    state = json.dumps(widget.get_state(drop_defaults=False) | {"_esm": "", "_css": ""}, default=str)
    assert not any(word in state for word in ("stamp", "thing at hand", "snacks", "amina"))
    assert repr(widget) == "Practice()"


@pytest.mark.parametrize(
    ("pair", "given", "why"), [(("A", "B"), "no", "one of seen, mine"), (("", ""), "seen", "about a coding")]
)
def test_an_answer_must_be_one(mia: Project, pair: tuple[str, str], given: str, why: str) -> None:
    with pytest.raises(StoreError, match=why):
        mia.answer(*pair, given)


def test_answers_of_copies_come_together_the_latest_counting(tmp_path: Path, amina: Project, mia: Project) -> None:
    mia.answer("A", "B", "seen")
    copies = [amina.path, tmp_path / "copy.wqda"]
    copies[1].write_bytes(copies[0].read_bytes())
    with Project.open(copies[1], coder="mia") as copy, Project.open(copies[1], coder="kim") as other:
        copy.answer("A", "B", "mine", "No.")
        other.answer("", "B", "seen")
    mia.answer("A", "", "seen")
    with Project.open(merged(*copies)) as both:
        rows = both.answers()[["coder", "guid", "reference_guid", "answer"]].values.tolist()
    assert rows == [["kim", "", "B", "seen"], ["mia", "A", "", "seen"], ["mia", "A", "B", "mine"]]
