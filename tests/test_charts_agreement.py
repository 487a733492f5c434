"""Pictures of agreement: what they hold, what they say, and what a click on them gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from measures import ASKED, NAN, SPOKEN, STEADY, UNUSED, by_round, measures, mixed, rows_of, said, two_coders, undefined

import wenger_qda as qda
from wenger_qda import charts, frames
from wenger_qda.agreement import confused, reliability_by_round, stability
from wenger_qda.agreement import confusion as confusion_of

PICTURES = {
    "forest": lambda: charts.agreement_forest(measures({}, undefined(code="idle"))),
    "confusion": lambda: charts.confusion(mixed()),
    "rounds": lambda: charts.agreement_over_rounds(by_round(2, 3)),
    "many rounds": lambda: charts.agreement_over_rounds(by_round(20, 2)),
    "stability": lambda: charts.agreement_over_rounds(STEADY),
    "progress": lambda: charts.round_progress(ASKED),
}


# -- what holds for all ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_they_are_drawn_without_a_network_and_each_time_the_same(picture) -> None:
    chart = picture()
    assert chart._repr_mimebundle_(None, None)["image/svg+xml"].startswith("<svg")
    assert picture().to_json() == chart.to_json()


@pytest.mark.parametrize(
    ("name", "choice", "fields"),
    [
        ("forest", "row", ["code", "source", "coder_a", "coder_b"]),
        ("confusion", "cell", ["row", "column"]),
        ("rounds", "point", ["round", "code"]),
        ("many rounds", "point", ["round", "code"]),
        ("stability", "point", ["code", "source", "coder_a", "coder_b", "coder", "round_a", "round_b"]),
        ("progress", "cell", ["source", "coder", "round"]),
    ],
)
def test_what_a_click_chooses_is_known_to_python(name: str, choice: str, fields: list[str]) -> None:
    chart = PICTURES[name]()
    (param,) = chart.to_dict()["params"]
    assert param["name"] == choice
    assert set(fields) <= set(param["select"]["fields"])
    assert choice in charts.show(chart).selections.trait_names()
    assert all(set(fields) <= set(row) for row in rows_of(chart, fields[0]))


def test_no_word_of_anybody_is_in_them(tmp_path: Path) -> None:
    project = two_coders(tmp_path)
    tables = project.codings(), project.sources(), project.assignments()
    assert SPOKEN in project.codings()["quote"].str.cat()
    for chart in (
        charts.agreement_forest(qda.reliability(*tables)),
        charts.confusion(confusion_of(*tables)),
        charts.agreement_over_rounds(reliability_by_round(*tables)),
        charts.round_progress(project.assignments(), project.sources()),
    ):
        assert SPOKEN not in chart.to_json()
        assert "amina" in chart.to_json()


@pytest.mark.parametrize(
    ("chart", "sentence"),
    [
        (
            lambda: charts.agreement_forest(measures(undefined(n_units=0, why="nobody has coded anything yet"))),
            "Nobody has coded anything yet.",
        ),
        (lambda: charts.agreement_forest(measures({}).iloc[:0]), "There is nothing to compare."),
        (
            lambda: charts.agreement_over_rounds(stability(frames.empty("codings"), frames.empty("sources"))),
            "Nobody has coded a document in two rounds",
        ),
        (
            lambda: charts.confusion(confusion_of(frames.empty("codings"), frames.empty("sources"))),
            "There are no documents; add some (project.add).",
        ),
        (lambda: charts.round_progress(frames.empty("assignments")), "Nothing is handed out yet (project.hand_out)."),
    ],
)
def test_nothing_to_draw_is_said_with_its_reason(chart, sentence: str) -> None:
    (row,) = rows_of(chart(), "sentence")
    assert row["sentence"].startswith(sentence)


def test_tables_of_something_else_are_refused() -> None:
    with pytest.raises(ValueError, match=r"has a column alpha, as qda\.reliability gives it"):
        charts.agreement_forest(frames.empty("codings"))
    with pytest.raises(ValueError, match="needs rounds"):
        charts.agreement_over_rounds(measures({}))
    with pytest.raises(ValueError, match="the same rows and columns"):
        charts.confusion(mixed().iloc[:2])
    with pytest.raises(ValueError, match="1 or more, not 0"):
        charts.confusion(mixed(), most=0)
    with pytest.raises(ValueError, match="nobody was asked to code in round 3; there is round 1, 2"):
        charts.round_progress(ASKED, round=3)
    with pytest.raises(ValueError, match="status"):
        charts.round_progress(ASKED.drop(columns="status"))


# -- forest ----------------------------------------------------------------------------------------------------------


def test_forest_keeps_the_order_of_the_table() -> None:
    table = measures({"code": "b", "alpha": 0.2}, {"code": "a", "alpha": 0.9}, {"code": "c", "alpha": 0.5})
    chart = charts.agreement_forest(table).to_dict()
    assert chart["layer"][0]["encoding"]["y"]["scale"]["domain"] == ["b", "a", "c"]
    chart = charts.agreement_forest(table.sort_values("alpha")).to_dict()
    assert chart["layer"][0]["encoding"]["y"]["scale"]["domain"] == ["b", "c", "a"]


def test_forest_says_what_is_not_defined_and_does_not_draw_it_as_a_number() -> None:
    known, unknown = rows_of(charts.agreement_forest(measures({}, undefined(code="idle"))), "item")
    assert (known["state"], known["said"]) == ("defined", "0.75  [0.50, 0.88]")
    assert (unknown["state"], unknown["alpha"], unknown["said"]) == ("undefined", None, "– (no variation)")
    assert unknown["why"] == UNUSED
    assert unknown["kappa"] == "–"
    chart = charts.agreement_forest(measures({}, undefined(code="idle")))
    drawn = {layer["name"]: layer.get("transform", [{}])[0].get("filter") for layer in chart.to_dict()["layer"]}
    assert drawn["points"] == "datum.state === 'defined'"
    assert drawn["undefined"] == "datum.state === 'undefined'"


def test_forest_marks_rows_of_which_more_is_to_be_known() -> None:
    table = measures({}, {"code": "b", "why": "only amina used it"})
    first, second = rows_of(charts.agreement_forest(table), "item")
    assert (first["said"][-1], second["said"][-1]) == ("]", "*")
    assert "* The tooltip tells what else is to be known." in said(charts.agreement_forest(table))
    assert not any("tooltip" in line for line in said(charts.agreement_forest(measures({}))))


@pytest.mark.parametrize(
    ("alpha", "low", "least"), [(0.5, 0.25, -0.06), (-0.125, -0.5, -0.56), (-0.25, NAN, -0.31), (0.5, NAN, -0.06)]
)
def test_forest_has_room_for_alphas_below_chance(alpha: float, low: float, least: float) -> None:
    chart = charts.agreement_forest(measures({"alpha": alpha, "alpha_low": low})).to_dict()
    (points,) = [layer for layer in chart["layer"] if layer["name"] == "points"]
    assert points["encoding"]["x"]["scale"]["domain"] == [pytest.approx(least), 1.04]


def test_forest_draws_the_bounds_in_grey_and_calls_nothing_a_pass() -> None:
    chart = charts.agreement_forest(measures({"alpha": 0.9}, {"code": "b", "alpha": 0.1}))
    assert [row["at"] for row in rows_of(chart, "at")] == [0, 0.667, 0.8]
    (bounds,) = [layer for layer in chart.to_dict()["layer"] if layer["name"] == "bounds"]
    assert bounds["mark"]["color"] == "#9a9a9a"
    colors = {layer["mark"].get("color") for layer in chart.to_dict()["layer"] if layer["name"] == "points"}
    assert colors == {"#0072B2"}
    assert "Krippendorff 2004, p. 241" in " ".join(said(chart))


def test_forest_says_how_it_was_made() -> None:
    remark = "The intervals rest on 9 documents; with fewer than about 15 they are rough."
    table = measures({}, unit="sentence", threshold=0.5, remarks=[remark])
    assert said(charts.agreement_forest(table))[1:4] == [
        "2 coders (amina, bo) in 9 documents. Unit: sentence, coded where passages hold at least 50% of it.",
        "Intervals: 95%, from drawing the documents 1,000 times (seed 3).",
        remark,
    ]
    assert said(charts.agreement_forest(measures({"alpha_low": NAN}, n_boot=0)))[2] == "Without intervals."


def test_forest_names_rows_by_what_they_are_of() -> None:
    table = measures(
        {"code": "", "source": ""},
        {"code": "repair", "coder_a": "amina", "coder_b": "bo"},
        {"code": "", "source": "day-01"},
    )
    assert [row["item"] for row in rows_of(charts.agreement_forest(table), "item")] == [
        "all codes",
        "repair · amina and bo",
        "day-01",
    ]
    assert rows_of(charts.agreement_forest(by_round(1, 1)), "item")[0]["item"] == "code-0 · round 1"
    assert rows_of(charts.agreement_forest(STEADY), "item")[1]["item"] == "bo · rounds 1 and 2"


# -- confusion -------------------------------------------------------------------------------------------------------


def test_confusion_tells_the_diagonal_and_none_apart_and_gives_each_a_scale_of_its_own() -> None:
    chart = charts.confusion(mixed())
    kinds = {(row["row"], row["column"]): row["kind"] for row in rows_of(chart, "kind")}
    assert kinds == {
        **{(f"code-{n}", f"code-{n}"): "same" for n in range(3)},
        **{(f"code-{n}", "(none)"): "none" for n in range(3)},
        **{("(none)", f"code-{n}"): "none" for n in range(3)},
        ("code-0", "code-1"): "other",
        ("code-1", "code-0"): "other",
    }
    made = chart.to_dict()
    assert made["resolve"]["scale"]["color"] == "independent"
    largest = {
        layer["name"]: layer["encoding"]["color"]["scale"]["domain"][1]
        for layer in made["layer"]
        if layer["name"].startswith("cells_")
    }
    assert largest == {"cells_other": 30, "cells_same": 3000, "cells_none": 7}
    domain = made["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert domain == ["code-0", "code-1", "code-2", " ", "(none)"]


def test_confusion_of_many_codes_draws_those_most_confused_and_says_what_is_left() -> None:
    table = mixed(5)
    table.loc["code-3", "code-4"] = table.loc["code-4", "code-3"] = 12
    chart = charts.confusion(table, most=3)
    assert {row["row"] for row in rows_of(chart, "kind")} == {"code-0", "code-1", "code-3", "(none)"}
    told = " ".join(said(chart))
    # code-2 (3,000 agreed on) and code-4 (5,000; 12 taken for code-3), each 7 with nothing on the other side
    assert (
        "Not drawn: 2 codes that were seldom taken for another, with 12 characters on which they were, 14 on which the "
        "other coder gave nothing, and 8,000 agreed on"
    ) in told
    assert "Not drawn" not in " ".join(said(charts.confusion(table)))


def test_confusion_says_whose_it_is_and_over_whom_it_is_averaged() -> None:
    assert "3 coders (amina, bo, cy). Characters, averaged over the pairs of coders who have read" in " ".join(
        said(charts.confusion(mixed()))
    )


def test_confusion_of_100_codes_has_no_numbers_and_therefore_legends() -> None:
    few, many = charts.confusion(mixed()).to_dict(), charts.confusion(mixed(100), most=100).to_dict()
    legends = [
        [layer["encoding"]["color"]["legend"] for layer in chart["layer"] if layer["name"].startswith("cells_")]
        for chart in (few, many)
    ]
    assert legends[0] == [None, None, None]
    assert [legend["title"] for legend in legends[1]] == ["Another code", "The same code", "No code"]
    assert "numbers" in {layer["name"] for layer in few["layer"]} - {layer["name"] for layer in many["layer"]}


# -- from a click to the passages ------------------------------------------------------------------------------------


def click(page: Any, chart: Any, tmp_path: Path, *, row: str, column: str | None = None) -> None:
    """Show a saved chart, and click on a row of it, in the middle or at a column."""
    made = charts.save(chart, tmp_path / "chart.html").read_text("utf-8")
    kept = made.replace(".catch(console.error)", ".then(({ view }) => { window.view = view; })")
    (tmp_path / "kept.html").write_text(kept, "utf-8")
    page.goto((tmp_path / "kept.html").as_uri())
    page.wait_for_function("() => window.view")
    box = page.locator("#chart canvas, #chart svg").first.bounding_box()
    place = """([row, column]) => {
      const { view } = window, [left, top] = view.origin(), middle = (name, value) => view.scale(name)(value) + 10;
      return [left + (column === null ? view.signal("width") / 2 : middle("x", column)), top + middle("y", row)];
    }"""
    x, y = page.evaluate(place, [row, column])
    page.mouse.click(box["x"] + x, box["y"] + y)


def chosen(page: Any, name: str) -> list[dict[str, Any]]:
    found = page.evaluate(f"window.view.signal({name!r})")
    return list(found.get("vlPoint", {}).get("or", []))


@pytest.mark.browser
def test_a_click_on_a_row_leads_to_the_places_where_coders_differ(page, tmp_path: Path) -> None:
    project = two_coders(tmp_path)
    tables = project.codings(), project.sources(), project.assignments()
    click(page, charts.agreement_forest(qda.reliability(*tables, n_boot=0)), tmp_path, row="stories")
    (row,) = chosen(page, "row")
    assert row == {"code": "stories", "source": "", "coder_a": "", "coder_b": ""}
    places = qda.disagreements(*tables, codes=[row["code"]])
    assert places[["start_char", "end_char", "kind"]].values.tolist() == [[0, 30, "boundary"]]


@pytest.mark.browser
def test_a_click_on_a_cell_leads_to_what_was_taken_for_another(page, tmp_path: Path) -> None:
    project = two_coders(tmp_path)
    tables = project.codings(), project.sources(), project.assignments()
    click(page, charts.confusion(confusion_of(*tables)), tmp_path, row="repertoire", column="stories")
    (cell,) = chosen(page, "cell")
    assert cell == {"row": "repertoire", "column": "stories"}
    found = confused(*tables, row=cell["row"], column=cell["column"])
    assert found[["start_char", "end_char"]].values.tolist() == [[12, 30]]
