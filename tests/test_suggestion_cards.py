"""How far suggestions can be relied upon: figures counted by hand, and by another library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from sklearn.metrics import cohen_kappa_score

import wenger_qda as qda
from wenger_qda.cli import cli
from wenger_qda.codebook import Codebook
from wenger_qda.errors import StoreError
from wenger_qda.model import Code, ProjectData, Source
from wenger_qda.reports import anchoring, suggester_agreement, suggestion_cards
from wenger_qda.store import Project
from wenger_qda.suggest import code_cards
from wenger_qda.text import find_turns

KITCHEN = "kettle biscuit mug sugar tin cake spoon crumbs".split()
RULES = "quota target count letter form limit batch weight".split()
N_TEXTS, N_PASSAGES = 6, 8


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Words decide between two codes; amina has coded all passages of five texts, bo most of four as she did."""
    draw = np.random.default_rng(3)
    codes = (Code(id="care", definition="Biscuits and cake."), Code(id="rules", definition="The quota."))
    with Project.create(tmp_path / "study.wqda", coder="amina") as made:
        made.use(Codebook(id="small", name="Small", codes=codes))
        kinds = draw.integers(0, 2, (N_TEXTS, N_PASSAGES))
        for number, row in enumerate(kinds):
            text = "\n\n".join(" ".join(draw.choice((KITCHEN, RULES)[kind], 5)) for kind in row)
            source = Source(name=f"day-{number}", text=text, turns=find_turns(text))
            made.add(ProjectData(sources=(source,)))
        made.add_coder("bo")
        with Project.open(made.path, coder="bo") as bo:
            for number, row in enumerate(kinds):
                for turn, kind in zip(made.turns(sources=[f"day-{number}"]).itertuples(), row, strict=True):
                    given = ("care", "rules")[kind]
                    if number < 5:
                        made.code(turn.source, turn.start_char, turn.end_char, given)
                    other = given if draw.random() < 0.8 else ("rules", "care")[kind]
                    if number < 4:
                        bo.code(turn.source, turn.start_char, turn.end_char, other)
        yield made


def given_by(project: Project, coder: str, n_texts: int) -> np.ndarray:
    """Tell of each passage of the first texts whether a coder gave it care; each carries just one of two codes."""
    codings = project.codings(coders=[coder])
    codings = codings[codings["source"] < f"day-{n_texts}"].sort_values(["source", "start_char"])
    return (codings["code"] == "care").to_numpy()


def test_the_agreement_of_humans_is_that_of_another_library(project: Project) -> None:
    table = suggester_agreement(project).set_index(["human", "code"])
    mine, theirs = given_by(project, "amina", 4), given_by(project, "bo", 4)
    row = table.loc["bo", "care"]
    assert row["n_passages"] == 4 * N_PASSAGES
    assert row["n_human"] == theirs.sum()
    assert row["humans"] == pytest.approx(cohen_kappa_score(mine, theirs))
    assert row["humans_low"] < row["humans"] < row["humans_high"]
    both = np.column_stack([mine, ~mine]).ravel(), np.column_stack([theirs, ~theirs]).ravel()
    assert table.loc["bo", ""]["humans"] == pytest.approx(cohen_kappa_score(*both))
    assert np.isnan(table.loc["amina", "care"]["humans"])
    assert table.loc["amina", "care"]["n_passages"] == 5 * N_PASSAGES


def test_where_words_decide_the_suggester_agrees_with_its_coder_and_less_with_another(project: Project) -> None:
    table = suggester_agreement(project).set_index(["human", "code"])
    assert table.loc["amina", ""]["kappa"] > 0.7
    assert 0.2 < table.loc["bo", ""]["kappa"] < table.loc["amina", ""]["kappa"]
    said = table.loc["amina"].loc[["care", "rules"]]["n_suggester"].sum()
    assert said == pytest.approx(5 * N_PASSAGES, abs=8)  # as many codes as are likely: about one a passage


def test_cards_hold_the_figures_of_the_tables_they_join(project: Project) -> None:
    cards = suggestion_cards(project).set_index("code")
    own = project.codings(coders=["amina"])
    plain = code_cards(project.turns(), own, project.codes()).set_index("code")
    for name in ("n_passages", "n_first", "precision", "recall", "precision_loo", "recall_loo"):
        assert cards[name].to_dict() == pytest.approx(plain[name].to_dict()), name
    beside = suggester_agreement(project).query("human == 'bo'").set_index("code")
    assert cards["kappa"].to_dict() == pytest.approx(beside["kappa"].drop("").to_dict())
    assert cards["humans"].to_dict() == pytest.approx(beside["humans"].drop("").to_dict())
    assert cards["is_suggested"].all()


def test_how_often_taken_is_counted_by_passage(project: Project) -> None:
    text = "Cake and sugar.\n\nThe quota.\n\nA letter."
    project.add(ProjectData(sources=(Source(name="new", text=text, turns=find_turns(text)),)))
    project.code_with("new", 0, 15, ["care"], in_view=["care", "rules"])
    project.code_with("new", 17, 27, ["care", "rules"], in_view=["rules"])
    project.accept({"source": "new", "start_char": 29, "end_char": 38, "code": "rules"}, in_view=["care", "rules"])
    project.code("new", 0, 27, "care")  # with nothing in view
    project.reject({"source": "new", "start_char": 0, "end_char": 15, "code": "rules"})
    cards = suggestion_cards(project).set_index("code")
    assert cards[["n_shown", "n_taken", "n_refused"]].to_dict("index") == {
        "care": {"n_shown": 2, "n_taken": 1, "n_refused": 0},
        "rules": {"n_shown": 3, "n_taken": 2, "n_refused": 1},
    }
    assert cards["taken"].to_dict() == pytest.approx({"care": 1 / 2, "rules": 2 / 3})


def test_below_what_the_person_wants_a_code_is_not_suggested_and_the_card_says_so(project: Project) -> None:
    cards = suggestion_cards(project).set_index("code")
    between = (cards["precision"]["care"] + cards["precision"]["rules"]) / 2
    assert cards["precision"].nunique() == 2
    worse, better = cards["precision"].idxmin(), cards["precision"].idxmax()
    project.suggest_with(right=between)
    cards = suggestion_cards(project).set_index("code")
    assert cards["is_suggested"].to_dict() == {worse: False, better: True}
    n_first = cards["n_first"][worse]
    n_right = round(cards["precision"][worse] * n_first)
    assert cards["why"][worse].startswith(f"Not suggested: right {n_right} of {n_first} times when put first")
    assert set(qda.suggestions(project)["code"]) == {better}


def test_agreement_with_and_without_suggestions_in_view(project: Project) -> None:
    text = "\n\n".join(" ".join((KITCHEN, RULES)[number % 2][:4]) for number in range(44))
    project.add(ProjectData(sources=(Source(name="long", text=text, turns=find_turns(text)),)))
    with Project.open(project.path, coder="bo") as bo:
        for number, turn in enumerate(project.turns(sources=["long"]).itertuples()):
            plain = ("care", "rules")[number % 2]
            is_shown = number < 22
            mine = plain if is_shown or number % 3 else ("rules", "care")[number % 2]
            project.code_with("long", turn.start_char, turn.end_char, [mine], in_view=[plain] if is_shown else None)
            bo.code("long", turn.start_char, turn.end_char, plain)
    table = anchoring(project).set_index(["other", "in_view"])
    assert table["n_passages"].to_dict() == {
        ("suggester", True): 22, ("suggester", False): 22 + 5 * N_PASSAGES,
        ("bo", True): 22, ("bo", False): 22 + 4 * N_PASSAGES,
    }  # fmt: skip
    assert table["kappa"]["bo", True] == 1.0  # in view, amina coded as bo did
    assert table["kappa"]["bo", False] < 0.75
    assert table["kappa"]["suggester", True] > table["kappa"]["suggester", False]
    assert table["why"]["suggester", False] == ""


def test_too_few_passages_are_said_to_be_too_few(project: Project) -> None:
    why = anchoring(project).set_index(["other", "in_view"])["why"]
    assert why["bo", True] == "only 0 passages; from 20 on a figure says something"
    assert why["bo", False] == ""


def test_of_nobody_of_nothing_and_of_one_alone(project: Project, tmp_path: Path) -> None:
    with Project.open(project.path) as reading:
        with pytest.raises(StoreError, match="say whose codings suggestions learn from"):
            suggestion_cards(reading)
        named = suggestion_cards(reading, coder="amina")
    pd.testing.assert_frame_equal(named, suggestion_cards(project))
    with Project.create(tmp_path / "bare.wqda", coder="amina") as bare:
        assert suggestion_cards(bare).empty
        assert suggester_agreement(bare)["n_passages"].tolist() == [0]
        assert anchoring(bare)["n_passages"].tolist() == [0, 0]
        bare.use(Codebook(id="one", name="One", codes=(Code(id="only"),)))
        bare.add(ProjectData(sources=(Source(name="day", text="One line.", turns=find_turns("One line.")),)))
        bare.code("day", 0, 3, "only")
        card = suggestion_cards(bare).iloc[0]
        assert (card["n_passages"], np.isnan(card["kappa"])) == (1, True)
        assert card["why"].startswith("Put first 1 times so far: too few")


def test_on_the_command_line(project: Project) -> None:
    done = CliRunner().invoke(cli, ["suggest", str(project.path), "--coder", "amina", "--cards", "--json"])
    assert done.exit_code == 0, done.output
    assert {card["code"] for card in json.loads(done.output)} == {"care", "rules"}
    done = CliRunner().invoke(cli, ["suggest", str(project.path), "--coder", "amina", "--cards"])
    assert "precision_loo" in done.output
