import importlib
import json
import re
import subprocess
import sys

import altair as alt
import pandas as pd
import pytest

from wenger_qda import charts, frames
from wenger_qda.charts import offline
from wenger_qda.charts.places import arrange

NA = pd.NA
SPOKEN = "Ethelberta"


def codings() -> pd.DataFrame:
    rows = [
        ("day-01", "repair", "amina", 0, 10),
        ("day-01", "repair", "bo", 4, 12),
        ("day-02", "stories", "amina", 3, 9),
        ("day-02", "repair", "amina", NA, NA),
    ]
    made = pd.DataFrame(rows, columns=["source", "code", "coder", "start_char", "end_char"])
    made = made.astype({"start_char": "Int64", "end_char": "Int64"})
    return made.assign(quote=f"{SPOKEN} said so", note=f"ask {SPOKEN}", guid=list("abcd"))


CODES = pd.DataFrame({"code": ["stories", "repair", "idle"], "is_codable": True, "definition": SPOKEN})
SOURCES = pd.DataFrame(
    {"source": ["day-01", "day-02", "day-03"], "n_chars": [40, 30, 20], "date": ["2024-01-08", "2024-01-11", ""]}
)
TURNS = pd.DataFrame(
    {
        "source": ["day-01", "day-01", "day-02"],
        "kind": "speech",
        "speaker": ["Adela", "", "Ben"],
        "start_char": [0, 20, 0],
        "end_char": [19, 40, 30],
        "text": SPOKEN,
    }
)


def matrix(rows, index=("repair", "stories"), columns=("day-01", "day-02"), **attrs) -> pd.DataFrame:
    made = pd.DataFrame(rows, index=pd.Index(index, name="code"), columns=pd.Index(columns, name="source"))
    made.attrs = {"values": "codings", "share": None, "rollup": False, "n_left_out": 0} | attrs
    return made


def together() -> pd.DataFrame:
    codes = pd.Index(["repair", "stories", "alone", "unused"], name="code")
    made = pd.DataFrame([[5, 2, 0, 0], [2, 3, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]], index=codes, columns=codes)
    made.attrs = {"by": "overlap", "distance": 0, "within_coder": True, "n_left_out": 0}
    return made


PICTURES = {
    "heatmap": lambda: charts.heatmap(matrix([[2, 0], [0, 1]])),
    "frequencies": lambda: charts.frequencies(codings(), CODES),
    "codeline": lambda: charts.codeline(codings(), "day-01", sources=SOURCES, turns=TURNS, codes=CODES),
    "timeline": lambda: charts.timeline(codings(), TURNS, SOURCES, codes=CODES),
    "network": lambda: charts.cooccurrence_network(together()),
}
EMPTY = {
    "heatmap": lambda: charts.heatmap(matrix([], index=[], columns=[])),
    "zeros": lambda: charts.heatmap(matrix([[0, 0], [0, 0]])),
    "frequencies": lambda: charts.frequencies(frames.empty("codings"), CODES),
    "codeline": lambda: charts.codeline(frames.empty("codings"), "day-01", sources=SOURCES),
    "timeline": lambda: charts.timeline(frames.empty("codings"), frames.empty("turns"), SOURCES),
    "network": lambda: charts.cooccurrence_network(matrix([], index=[], columns=[])),
}


def data_of(chart) -> list[dict]:
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def titles(chart) -> list[str]:
    title = chart.to_dict()["title"]
    return [title["text"], *title.get("subtitle", [])]


# what holds for all


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_no_word_of_anybody_is_in_a_chart(picture):
    assert SPOKEN not in picture().to_json()


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_the_same_table_gives_the_same_chart(picture):
    assert picture().to_json() == picture().to_json()


@pytest.mark.parametrize("picture", EMPTY.values(), ids=EMPTY)
def test_nothing_to_draw_is_said_in_words(picture):
    assert data_of(picture()) == [{"sentence": "Nothing is coded yet."}]


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_charts_are_drawn(picture):
    svg = picture()._repr_mimebundle_(None, None)["image/svg+xml"]
    assert svg.startswith("<svg")


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_the_menu_offers_nothing_on_the_web(picture):
    actions = picture().to_dict()["usermeta"]["embedOptions"]["actions"]
    assert actions == {"export": True, "source": False, "compiled": False, "editor": False}


# heat map


def test_heat_map_holds_only_cells_that_are_not_zero():
    cells = data_of(charts.heatmap(matrix([[2, 0], [0, 1]])))
    assert [(cell["row"], cell["column"], cell["value"]) for cell in cells] == [
        ("repair", "day-01", 2),
        ("stories", "day-02", 1),
    ]


def test_heat_map_shows_rows_without_codings_in_their_order():
    chart = charts.heatmap(matrix([[0, 0], [0, 1]], index=["stories", "repair"])).to_dict()
    assert chart["layer"][0]["encoding"]["y"]["scale"]["domain"] == ["stories", "repair"]


def test_heat_map_marks_what_is_not_defined():
    cells = data_of(charts.heatmap(matrix([[0.25, 0.75], [float("nan")] * 2], share="rows")))
    assert [(cell["text"], cell["full"], cell["kind"]) for cell in cells] == [
        ("25%", "25.0%", "cell"),
        ("75%", "75.0%", "cell"),
        ("–", "not defined", "undefined"),
        ("–", "not defined", "undefined"),
    ]


def test_heat_map_says_what_is_counted():
    made = matrix([[2, 0], [0, 1]], values="characters", share="columns", rollup=True, n_left_out=1)
    assert titles(charts.heatmap(made)) == [
        "Coded characters by code and source, as shares of each source",
        "A code includes the codes below it.",
        "1 coding belongs to none of these.",
    ]


def test_heat_map_of_codes_together_tells_the_diagonal_apart():
    chart = charts.heatmap(together())
    assert [cell["kind"] for cell in data_of(chart)] == ["itself", "cell", "cell", "itself", "itself"]
    assert titles(chart) == ["Pairs of codings that overlap", "On the diagonal: codings with the code."]


def test_heat_map_has_no_limit_of_rows():
    made = pd.DataFrame(1, index=range(80), columns=range(200))
    assert len(data_of(charts.heatmap(made))) == 16_000


def test_heat_map_writes_no_numbers_where_they_do_not_fit():
    made = pd.DataFrame(1, index=range(3), columns=range(50))
    assert len(charts.heatmap(made).to_dict()["layer"]) == 1


def test_a_cell_can_be_chosen():
    (choice,) = charts.heatmap(matrix([[2, 0], [0, 1]])).to_dict()["params"]
    assert choice["name"] == "cell"
    assert choice["select"]["fields"] == ["row", "column"]


def test_a_variable_called_image_is_not_loaded_as_one():
    made = matrix([[1, 0], [0, 1]]).rename_axis(index="image", columns="title")
    tips = charts.heatmap(made).to_dict()["layer"][0]["encoding"]["tooltip"]
    assert [tip["title"] for tip in tips] == ["Image", "Title", "Codings"]


# frequencies


def test_frequencies_show_unused_codes():
    bars = data_of(charts.frequencies(codings(), CODES))
    assert [(bar["name"], bar["value"], bar["sources"]) for bar in bars] == [
        ("stories", 1, 1),
        ("repair", 3, 2),
        ("idle", 0, 0),
    ]


def test_frequencies_of_a_matrix_are_sums_of_its_rows():
    bars = data_of(charts.frequencies(matrix([[2, 1], [0, 1]])))
    assert [(bar["name"], bar["value"]) for bar in bars] == [("repair", 3), ("stories", 1)]


# codeline


def test_codeline_places_codings_and_marks_whole_documents():
    bars = data_of(charts.codeline(codings(), "day-02", sources=SOURCES, codes=CODES))
    assert bars == [
        {"code": "stories", "coder": "amina", "start": 3, "end": 9, "kind": "passage"},
        {"code": "repair", "coder": "amina", "start": 0, "end": 30, "kind": "whole document"},
    ]


def test_codeline_lanes_follow_the_codebook():
    chart = charts.codeline(codings(), "day-02", codes=CODES).to_dict()
    assert chart["vconcat"][0]["encoding"]["y"]["scale"]["domain"] == ["stories", "repair"]


def test_codeline_shows_who_speaks():
    bars = data_of(charts.codeline(codings(), "day-01", turns=TURNS))
    assert [bar["speaker"] for bar in bars if "speaker" in bar] == ["Adela", "(speech)"]


def test_codeline_of_an_unknown_source():
    with pytest.raises(ValueError, match="there is no source 'day-1'; did you mean 'day-01'"):
        charts.codeline(codings(), "day-1")


# timeline


def test_timeline_counts_by_day_and_says_what_has_no_date():
    chart = charts.timeline(codings(), TURNS, SOURCES)
    assert [row for row in data_of(chart) if "code" in row] == [
        {"code": "repair", "when": "2024-01-08", "codings": 2},
        {"code": "repair", "when": "2024-01-11", "codings": 1},
        {"code": "stories", "when": "2024-01-11", "codings": 1},
    ]
    assert [row for row in data_of(chart) if "n" in row] == [
        {"when": "2024-01-08", "n": 2},
        {"when": "2024-01-11", "n": 1},
    ]
    assert titles(chart) == ["Codings by code and date", "1 source without a date left out."]


def test_timeline_without_dates_goes_by_source():
    chart = charts.timeline(codings(), TURNS)
    assert titles(chart) == ["Codings by code and source"]
    assert chart.to_dict()["vconcat"][1]["encoding"]["x"]["sort"] == ["day-01", "day-02"]


def test_days_are_the_same_in_every_time_zone():
    chart = charts.timeline(codings(), TURNS, SOURCES).to_dict()
    assert chart["vconcat"][1]["encoding"]["x"]["scale"]["type"] == "utc"


# network


def test_network_has_used_codes_and_their_pairs():
    rows = data_of(charts.cooccurrence_network(together()))
    assert [(row["one"], row["other"], row["value"]) for row in rows if "one" in row] == [("repair", "stories", 2)]
    assert [row["name"] for row in rows if "name" in row] == ["repair", "stories", "alone"]


def test_network_says_how_many_pairs_are_left_out():
    assert titles(charts.cooccurrence_network(together(), min_count=3))[1] == "1 pair below 3 left out."


@pytest.mark.parametrize(
    ("counts", "min_count", "shown"),
    [([3, 7, 1], 3, [3, 4, 7]), ([5, 6, 1], 3, [5, 6]), ([1, 8, 2], 1, [1, 4, 8]), ([0.5, 0.8, 0.1], 0.3, [0.5, 0.8])],
)
def test_the_widths_in_the_legend_of_a_network_are_not_below_those_shown(counts, min_count, shown):
    names = pd.Index(["repair", "stories", "alone"], name="code")
    one, two, three = counts
    table = pd.DataFrame([[9, one, two], [one, 9, three], [two, three, 9]], index=names, columns=names)
    chart = charts.cooccurrence_network(table, min_count=min_count).to_dict()
    assert chart["layer"][0]["encoding"]["strokeWidth"]["legend"]["values"] == shown


@pytest.mark.parametrize("n", [2, 10, 60])
def test_names_in_a_network_do_not_cover_each_other(n):
    edges = [(i, j, 1.0) for i in range(n) for j in range(i + 1, n) if (i * j) % 7 == 1]
    boxes = arrange([120] * n, [30] * n, edges)
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            assert abs(one.x - other.x) >= 118 or abs(one.y - other.y) >= 28


# files and notebooks


@pytest.mark.parametrize(
    ("suffix", "begin"), [(".html", b"<!DOCTYPE html>"), (".png", b"\x89PNG"), (".svg", b"<svg"), (".pdf", b"%PDF")]
)
def test_charts_are_saved(tmp_path, suffix, begin):
    file = charts.save(PICTURES["heatmap"](), tmp_path / f"picture{suffix}")
    assert file.read_bytes().startswith(begin)


def test_a_saved_chart_is_the_same_each_time(tmp_path):
    files = [charts.save(PICTURES["network"](), tmp_path / f"{i}.svg") for i in range(2)]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_another_suffix_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"picture.gif: a chart is saved as .html, .png, .svg, .pdf"):
        charts.save(PICTURES["heatmap"](), tmp_path / "picture.gif")


def test_a_saved_page_needs_and_may_use_no_network(tmp_path):
    page = charts.save(PICTURES["heatmap"](), tmp_path / "picture.html").read_text(encoding="utf-8")
    tags = re.findall(r"<(?:script|link|img|iframe)\b[^>]*>", page)
    assert not [tag for tag in tags if re.search(r"\b(src|href)\s*=\s*[\"']?(https?:)?//", tag)]
    assert "default-src 'none'" in page


def test_a_name_cannot_break_out_of_a_saved_page(tmp_path):
    wicked = "</script><script>alert(1)</script>"
    made = matrix([[1, 0], [0, 1]], index=[wicked, "stories"]).rename_axis(index=wicked)
    page = charts.save(charts.heatmap(made), tmp_path / "picture.html").read_text(encoding="utf-8")
    assert wicked not in page


def test_bundles_are_kept_for_the_next_session(tmp_path, monkeypatch):
    monkeypatch.setattr(offline, "_cache_folder", lambda: tmp_path / "wenger-qda")
    make = iter(["made once"]).__next__
    assert [offline._cached.__wrapped__("page", make) for _ in range(2)] == ["made once", "made once"]
    assert [file.name.split("-")[0] for file in (tmp_path / "wenger-qda").iterdir()] == ["page"]


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr(offline, "_cache_folder", lambda: tmp_path / "file")
    assert offline._cached.__wrapped__("page", lambda: "made") == "made"


def test_a_shown_chart_brings_its_own_javascript():
    live = charts.show(PICTURES["heatmap"]())
    assert isinstance(live, alt.JupyterChart)
    assert not re.search(r"(from|import)\s*\(?[\"']https?://", live._esm)
    assert json.dumps(live.spec).count(SPOKEN) == 0
    assert type(live)._esm != alt.JupyterChart._esm


def test_jupyter_shows_charts_as_pictures():
    program = "import altair; from wenger_qda import charts; print(altair.renderers.active)"
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert told.stdout == f"{offline.RENDERER}\n"


def test_a_renderer_that_was_chosen_stays():
    with alt.renderers.enable("mimetype"):
        importlib.reload(charts)
        assert alt.renderers.active == "mimetype"
