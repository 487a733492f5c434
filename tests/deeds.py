"""What a researcher does to a project, drawn by lot: for machines that undo, kill and compare."""

from __future__ import annotations

import random
from collections.abc import Callable

import pandas as pd

from wenger_qda.store import Project

WORDS = ("stamp", "snack", "pile", "again", "🙂", "e\u0301", "desk", "thanks", "\n", "one more")
Deed = Callable[[Project, random.Random], None]


def span(project: Project, lot: random.Random) -> tuple[str, int, int]:
    """Draw a place in one of the sources."""
    name = lot.choice(project.sources()["source"].tolist())
    length = len(project.text(name))
    start = lot.randrange(length)
    return name, start, lot.randint(start + 1, min(length, start + 30))


def some_code(project: Project, lot: random.Random) -> str:
    return str(lot.choice(project.codes()["code"].tolist() or ["none"]))


def some_coding(project: Project, lot: random.Random, *, mine: bool = True) -> str:
    found = project.codings()
    found = found[found["coder"] == project.coder] if mine else found
    return str(lot.choice(found["guid"].tolist() or ["none"]))


def code(project: Project, lot: random.Random) -> None:
    name, start, end = span(project, lot)
    place = (None, None) if lot.random() < 0.1 else (start, end)
    project.code(name, *place, some_code(project, lot), note=lot.choice(["", "n"]), round=lot.choice([1, 1, 2]))


def uncode(project: Project, lot: random.Random) -> None:
    project.uncode(some_coding(project, lot))


def edit_coding(project: Project, lot: random.Random) -> None:
    guid = some_coding(project, lot)
    fields = {
        "note": lot.choice("abc"),
        "weight": lot.random(),
        "code": some_code(project, lot),
        "end_char": lot.randrange(80),
    }
    name = lot.choice(list(fields))
    project.edit_coding(guid, **{name: fields[name]})


def code_with(project: Project, lot: random.Random) -> None:
    codes = [some_code(project, lot) for _ in range(lot.choice([1, 2, 3]))]
    project.code_with(*span(project, lot), codes, note=lot.choice(["", "n"]), round=lot.choice([1, 2]))


def split_coding(project: Project, lot: random.Random) -> None:
    guid = some_coding(project, lot)
    row = project.codings().set_index("guid").loc[guid] if guid != "none" else {"start_char": 0}
    project.split_coding(guid, (row["start_char"] if row["start_char"] is not pd.NA else 0) + lot.randrange(30))


def join_codings(project: Project, lot: random.Random) -> None:
    found = project.codings()
    alike = [group["guid"].tolist() for _, group in found.groupby(["source", "code", "coder", "round"])]
    project.join_codings(lot.choice([*alike, found["guid"].tolist()[:2]])[:3])


def recode(project: Project, lot: random.Random) -> None:
    project.recode(some_coding(project, lot), some_code(project, lot))


def review(project: Project, lot: random.Random) -> None:
    project.reviewed(some_coding(project, lot))


def autocode(project: Project, lot: random.Random) -> None:
    project.autocode(project.search(lot.choice(["snacks", "stamp", "the"])), some_code(project, lot))


def note(project: Project, lot: random.Random) -> None:
    on = lot.choice(["project", "code", "coding", "note", "source", "case"])
    target = {
        "project": lambda: "",
        "code": lambda: some_code(project, lot),
        "coding": lambda: some_coding(project, lot, mine=False),
        "note": lambda: lot.choice(project.notes()["guid"].tolist() or ["none"]),
        "source": lambda: lot.choice(project.sources()["source"].tolist()),
        "case": lambda: lot.choice(project.cases()["case"].tolist() or ["none"]),
    }[on]()
    project.note(lot.choice(WORDS), on=on, target=target)


def change_note(project: Project, lot: random.Random) -> None:
    guid = lot.choice(project.notes()["guid"].tolist() or ["none"])
    if lot.random() < 0.5:
        project.edit_note(guid, lot.choice(WORDS))
    else:
        project.remove_note(guid)


def link(project: Project, lot: random.Random) -> None:
    if lot.random() < 0.3:
        project.unlink(lot.choice(project.links()["guid"].tolist() or ["none"]))
    else:
        project.link(some_coding(project, lot, mine=False), some_coding(project, lot, mine=False), "because")


def add_code(project: Project, lot: random.Random) -> None:
    parent = lot.choice(["", some_code(project, lot)])
    project.add_code(f"new-{lot.randrange(6)}", parent=parent, contrary=(some_code(project, lot),))


def edit_code(project: Project, lot: random.Random) -> None:
    fields = {
        "definition": lot.choice(WORDS),
        "color": "#123456",
        "include": lot.choice(WORDS),
        "name": lot.choice(WORDS),
    }
    name = lot.choice(list(fields))
    project.edit_code(some_code(project, lot), **{name: fields[name]})


def rename_code(project: Project, lot: random.Random) -> None:
    project.rename_code(some_code(project, lot), lot.choice(["stories", "tools", "new-1", "tales"]))


def move_code(project: Project, lot: random.Random) -> None:
    where = lot.choice(["parent", "before", "after", ""])
    project.move_code(some_code(project, lot), **({where: some_code(project, lot)} if where else {}))


def merge_codes(project: Project, lot: random.Random) -> None:
    project.merge_codes([some_code(project, lot)], some_code(project, lot))


def split_code(project: Project, lot: random.Random) -> None:
    found = project.codings()
    found = found[found["coder"] != "consensus"]
    chosen = found.sample(1, random_state=lot.randrange(99)) if len(found) else found
    for row in chosen.itertuples():
        project.split_code(row.code, [row.guid], f"split-{lot.randrange(3)}")


def remove_code(project: Project, lot: random.Random) -> None:
    project.remove_code(some_code(project, lot))


def code_set(project: Project, lot: random.Random) -> None:
    project.add_code_set("set", [some_code(project, lot), some_code(project, lot)])


def correct(project: Project, lot: random.Random) -> None:
    name, start, end = span(project, lot)
    text = project.text(name)
    project.correct(name, text[:start] + lot.choice(["", *WORDS]) + text[end:])


def correct_passage(project: Project, lot: random.Random) -> None:
    project.correct_passage(*span(project, lot), lot.choice(["", *WORDS]))


def case(project: Project, lot: random.Random) -> None:
    name = lot.choice(["Ida", "Bea"])
    there = name in project.cases()["case"].tolist()
    deed = lot.choice(["link", "link", "unlink", "remove", "set"]) if there else "add"
    if deed == "add":
        project.add_case(name, years=lot.choice([3, 0.5, "many"]))
    elif deed == "link":
        project.link_case(name, *span(project, lot))
    elif deed == "unlink":
        project.unlink_case(name, span(project, lot)[0])
    elif deed == "remove":
        project.remove_case(name)
    else:
        project.set_variables(case=name, years=lot.choice([None, 4, 2.5, True]))


def variable(project: Project, lot: random.Random) -> None:
    project.set_variables(source=span(project, lot)[0], site=lot.choice([None, "Alvern", 3]))


def assign(project: Project, lot: random.Random) -> None:
    name, round = span(project, lot)[0], lot.choice([1, 2])
    deed = lot.choice(["done", "reopen", "assign", "hand_out", "close_round"])
    if deed == "assign":
        project.assign(name, coder=lot.choice(project.coders()["coder"].tolist()), round=round)
    elif deed == "hand_out":
        project.hand_out({name, span(project, lot)[0]}, coders=project.coders()["coder"])
    elif deed == "close_round":
        project.close_round(round)
    else:
        getattr(project, deed)(name, round=lot.choice([None, round]))


def decide(project: Project, lot: random.Random) -> None:
    name, start, end = span(project, lot)
    outcome, cut = lot.choice(["one", "both", "neither", "span", "definition"]), lot.randint(start + 1, end)
    spans = {"one": [(start, end)], "span": [(start, cut)]}.get(outcome, [])
    place = (None, None) if lot.random() < 0.1 else (start, end)
    project.decide(
        name, some_code(project, lot), *place, outcome, spans=spans, reason=lot.choice(WORDS), round=lot.choice([1, 2])
    )


def settle(project: Project, lot: random.Random) -> None:
    places = [(*span(project, lot), some_code(project, lot)) for _ in range(lot.choice([1, 2, 3]))]
    project.settle(pd.DataFrame(places, columns=["source", "start_char", "end_char", "code"]), round=1)


def rename_source(project: Project, lot: random.Random) -> None:
    project.rename_source(span(project, lot)[0], lot.choice(["talk", "text", "notes", "moved"]))


DEEDS: tuple[Deed, ...] = (
    code, code, code, code_with, uncode, edit_coding, split_coding, join_codings, recode, recode, review, autocode,
    note, note, change_note, link, add_code, edit_code, rename_code, move_code, merge_codes, split_code, remove_code,
    code_set, correct, correct_passage, case, variable, assign, decide, decide, settle, rename_source,
)  # fmt: skip
