"""The command line: the main job word by word, and bad input in one plain sentence."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import server
from click.testing import CliRunner, Result

import wenger_qda as qda
from wenger_qda.cli import cli

WORDS = "new add codebook search suggest matrix chart reliability export merge check scrub study demo lab".split()


def run(*arguments: object, code: int = 0) -> Result:
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert done.exit_code == code, done.output + repr(done.exception)
    return done


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "2024-03-18 day one.txt").write_text("Dora brought snacks.\nNobody said thanks.\n", "utf-8")
    (folder / "talk.txt").write_text("IDA: Snacks again?\nDORA: Snacks.\nIDA: Thanks.\n", "utf-8")
    (folder / "photo.xyz").write_bytes(b"\x00\x01")
    return folder


@pytest.fixture
def study(tmp_path: Path, notes: Path) -> Path:
    path = tmp_path / "study.wqda"
    run("new", path, "--coder", "amina")
    run("add", path, notes, "--coder", "amina")
    run("codebook", path, "core", "--coder", "amina")
    return path


def test_each_word_of_the_design_is_there_once() -> None:
    assert list(cli.commands) == WORDS


def test_add_reports_what_was_read_and_skipped(tmp_path: Path, notes: Path) -> None:
    path = tmp_path / "study.wqda"
    run("new", path, "--coder", "amina")
    shown = run("add", path, notes, "--coder", "amina").output
    assert "1 skipped" in shown
    assert "no reader for '.xyz'" in shown
    again = json.loads(run("add", path, notes, "--coder", "amina", "--json").output)
    assert {row["status"] for row in again} == {"skipped"}
    assert len(again) == 3
    with qda.Project.open(path) as project:
        assert project.sources()["date"].tolist() == ["2024-03-18", ""]


def test_what_reading_remarks_stands_in_the_row_of_the_source(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("Café, déjà vu, à côté de l'hôtel, naïve façon.\n".encode("cp1252"))
    run("new", tmp_path / "s.wqda", "--coder", "amina")
    (row,) = json.loads(run("add", tmp_path / "s.wqda", tmp_path / "old.txt", "--coder", "amina", "--json").output)
    assert (row["item"], row["kind"], row["status"]) == ("old", "source", "changed")
    assert "cp" in row["reason"]


def test_a_dry_run_changes_nothing(tmp_path: Path, notes: Path) -> None:
    path = tmp_path / "study.wqda"
    run("new", path, "--coder", "amina")
    before = path.read_bytes()
    assert "Nothing was changed" in run("add", path, notes, "--coder", "amina", "--dry-run").output
    assert path.read_bytes() == before


def test_the_coder_may_stand_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENGER_QDA_CODER", "bo")
    run("new", tmp_path / "study.wqda")
    with qda.Project.open(tmp_path / "study.wqda") as project:
        assert project.coders()["coder"].tolist() == ["bo"]


def test_codebook_shows_saves_checks_and_compares(study: Path, tmp_path: Path) -> None:
    assert "  mutual-accountability" in run("codebook", study).output
    run("codebook", study, "--save", tmp_path / "mine.yaml")
    assert "7 codes, in order" in run("codebook", tmp_path / "mine.yaml").output
    other = tmp_path / "other.csv"
    other.write_text("id,name\nengagement,Taking part\n", "utf-8")
    differences = json.loads(run("codebook", tmp_path / "mine.yaml", other, "--json").output)
    assert {"removed", "renamed"} <= {row["change"] for row in differences}


def test_search_shows_hits_and_codes_them_on_request(study: Path) -> None:
    assert "3 hits in 2 sources" in run("search", study, "snacks").output
    assert len(json.loads(run("search", study, "thank.", "--pattern", "--json").output)) == 2
    run("search", study, "snacks", "--code", "shared-repertoire", "--coder", "amina")
    with qda.Project.open(study, coder="amina") as project:
        assert project.codings()["quote"].str.lower().tolist() == ["snacks"] * 3
        assert project.undo().startswith("shared-repertoire on 3 passages")


def test_matrix_prints_and_writes(study: Path, tmp_path: Path) -> None:
    run("search", study, "snacks", "--code", "shared-repertoire", "--coder", "amina")
    assert "shared-repertoire" in run("matrix", study, "--used").output
    rows = json.loads(run("matrix", study, "--columns", "speaker", "--used", "--json").output)
    assert rows == [{"code": "shared-repertoire", "DORA": 1, "IDA": 1, "(none)": 1}]
    run("matrix", study, "-o", tmp_path / "m.csv")
    table = pd.read_csv(tmp_path / "m.csv", index_col=0)
    assert int(table.to_numpy().sum()) == 3
    run("matrix", study, "--cooccurrence", "overlap", "-o", tmp_path / "m.xlsx")
    assert zipfile.is_zipfile(tmp_path / "m.xlsx")


@pytest.mark.parametrize("kind", ["agreement", "confusion", "rounds", "progress"])
def test_pictures_of_a_team_are_drawn(study: Path, tmp_path: Path, kind: str) -> None:
    run("chart", study, kind, "-o", tmp_path / "nothing.svg")
    said = {"progress": "Nothing is handed out yet"}.get(kind, "Nobody has coded anything yet")
    assert said in (tmp_path / "nothing.svg").read_text("utf-8")
    with qda.Project.open(study, coder="amina") as amina, qda.Project.open(study, coder="bo") as bo:
        amina.add_coder("bo")
        amina.hand_out(["talk"], coders=["amina", "bo"])
        for coder, end in ((amina, 20), (bo, 30)):
            coder.code("talk", 5, end, "shared-repertoire")
            coder.done("talk")
    run("chart", study, kind, "-o", tmp_path / "c.svg")
    drawn = (tmp_path / "c.svg").read_text("utf-8")
    assert {"agreement": "shared-repertoire", "confusion": ">15<", "rounds": "all codes", "progress": "2 of 2"}[
        kind
    ] in drawn
    assert "Snacks" not in drawn


@pytest.mark.parametrize("kind", ["heatmap", "frequencies", "codeline", "network", "timeline"])
def test_charts_are_drawn(study: Path, tmp_path: Path, kind: str) -> None:
    run("search", study, "snacks", "--code", "shared-repertoire", "--coder", "amina")
    more = ["--source", "talk"] if kind == "codeline" else []
    run("chart", study, kind, "-o", tmp_path / "c.svg", *more)
    assert (tmp_path / "c.svg").read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".zip"])
def test_export_writes(study: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"out{suffix}"
    run("export", study, out)
    first = out.read_bytes()
    run("export", study, out)
    assert out.read_bytes() == first


def test_check_says_that_all_is_well_and_what_is_not(study: Path) -> None:
    import sqlite3

    assert "all is well (2 sources, 0 codings)" in run("check", study).output
    assert json.loads(run("check", study, "--json").output) == []
    run("search", study, "snacks", "--code", "engagement", "--coder", "amina")
    with sqlite3.connect(study) as raw:
        raw.execute("UPDATE codings SET quote = 'snakes' WHERE id = 1")
    raw.close()
    assert "its quote is not what stands there" in run("check", study, code=1).output


def test_demo_writes_everything_it_says_and_keeps_a_project_that_was_worked_on(tmp_path: Path) -> None:
    shown = run("demo", tmp_path / "demo").stdout
    files = [Path(line.split("  ")[0]) for line in shown.splitlines() if line.startswith(str(tmp_path))]
    assert len(files) == 20
    assert all(file.stat().st_size > 500 for file in files)
    assert {file.suffix for file in files} == {".wqda", ".csv", ".xlsx", ".html", ".png"}
    assert "summary.html" in shown.splitlines()[-1]
    run("check", tmp_path / "demo" / "claims-processing.wqda")
    run("demo", tmp_path / "demo")
    assert sorted(path.name for path in (tmp_path / "demo").glob("*.wqda")) == ["claims-processing.wqda"]
    with qda.Project.open(tmp_path / "demo" / "claims-processing.wqda", coder="student") as project:
        project.code("floor-plan", 0, 9, "words")
    shown = run("demo", tmp_path / "demo").stdout
    assert "claims-processing-1.wqda" in shown
    with qda.Project.open(tmp_path / "demo" / "claims-processing-1.wqda") as project:
        assert "student" in project.codings()["coder"].tolist()
    with qda.Project.open(tmp_path / "demo" / "claims-processing.wqda") as project:
        assert sorted(project.codings()["coder"].unique()) == ["amina", "bertil", "chiara", "consensus", "dewi"]


@pytest.mark.slow
def test_lab_serves_the_first_notebook(tmp_path: Path) -> None:
    server.write_notebook(tmp_path / "notebooks" / "01-first-look.ipynb")
    port = server.free_port()
    env = server.own_places(tmp_path / ".jupyter") | {"JUPYTER_TOKEN": "t", "JUPYTER_PORT": str(port)}
    command = [sys.executable, "-c", "from wenger_qda.cli import cli; cli()", "lab", ".", "--no-browser"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as started:
        try:
            shown = server.address_of(f"http://127.0.0.1:{port}/?token=t")
            assert shown.endswith("/lab/tree/notebooks/01-first-look.ipynb?token=t")
        finally:
            started.terminate()


def test_json_of_several_paths_is_one_document(tmp_path: Path, notes: Path) -> None:
    run("new", tmp_path / "s.wqda", "--coder", "amina")
    both = run("add", tmp_path / "s.wqda", notes / "talk.txt", notes, "--coder", "amina", "--json").output
    assert len(json.loads(both)) >= 4


def test_export_for_excel(study: Path, tmp_path: Path) -> None:
    run("export", study, tmp_path / "o.csv", "--excel")
    assert (tmp_path / "o.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    run("export", study, tmp_path / "o.xlsx", "--excel")


def test_merge_tells_first_and_then_writes(study: Path) -> None:
    copy = study.with_name("bo.wqda")
    copy.write_bytes(study.read_bytes())
    run("search", copy, "snack*", "--code", "engagement", "--coder", "bo")
    output = study.with_name("together.wqda")
    told = run("merge", study, copy, "--dry-run").output
    assert "codings by bo: 3 only in bo.wqda" in told
    assert "Nothing was written (--dry-run)." in told
    assert not output.exists()
    done = run("merge", study, copy, "-o", output, "--coder", "amina").output
    assert f"{output}: written" in done
    with qda.Project.open(output) as project:
        assert project.codings()["coder"].tolist() == ["bo"] * 3
    rows = json.loads(run("merge", output, copy, "--dry-run", "--json").output)
    assert {row["status"] for row in rows} == {"skipped"}
    assert rows[0].keys() == {"item", "kind", "status", "reason"}


BAD = [
    (("check", "gone.wqda"), "gone.wqda: there is no such file"),
    (("new", "study.wqda", "--coder", "bo"), "study.wqda: there is a file of that name"),
    (("new", "gone/study.wqda", "--coder", "bo"), "gone: there is no such folder"),
    (("check", "notes.txt"), "notes.txt: is not a wenger_qda project"),
    (("check", "."), "is a folder"),
    (("add", "study.wqda", "gone.txt", "--coder", "amina"), "gone.txt"),
    (("add", "study.wqda", "empty.txt", "--coder", "amina"), "empty.txt"),
    (("add", "study.wqda", "notes.xyz", "--coder", "amina"), "no reader for '.xyz'"),
    (("add", "study.wqda", "notes.txt", "--coder", "amina", "--encoding", "klingon"), "klingon"),
    (("codebook", "study.wqda", "cor", "--coder", "amina"), "did you mean 'core'?"),
    (("codebook", "study.wqda", "core"), "say who does it"),
    (("codebook", "broken.yaml"), "broken.yaml, line 2"),
    (("search", "study.wqda", "..."), "holds no word"),
    (("search", "study.wqda", "(", "--pattern"), "is not a regular expression"),
    (("search", "study.wqda", "word", "--code", "engagment", "--coder", "amina"), "did you mean 'engagement'?"),
    (("matrix", "study.wqda", "--rows", "sauce"), "'sauce'"),
    (("chart", "study.wqda", "heatmap", "-o", "c.gif"), ".gif"),
    (("chart", "study.wqda", "heatmap", "-o", "gone/c.png"), "cannot be written"),
    (("chart", "study.wqda", "heatmap", "-o", "gone/c.html"), "cannot be written"),
    (("chart", "study.wqda", "codeline", "-o", "c.svg"), "--source NAME"),
    (("export", "study.wqda", "out.doc"), "'.doc'"),
    (("merge", "study.wqda", "study.wqda", "--dry-run"), "study.wqda: is named twice"),
    (("merge", "study.wqda", "notes.txt", "-o", "c.wqda", "--coder", "amina"), "is not a wenger_qda project"),
    (("merge", "study.wqda", "gone.wqda", "-o", "c.wqda"), "say where to and who does it"),
    (("scrub", "gone.ipynb"), "gone.ipynb: there is no such file"),
    (("scrub", "notes.txt"), "notes.txt: is not a notebook"),
]


@pytest.mark.parametrize(("arguments", "sentence"), BAD, ids=[" ".join(arguments) for arguments, _ in BAD])
def test_bad_input_gives_one_plain_sentence(
    arguments: tuple[str, ...], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("A word.\n", "utf-8")
    (tmp_path / "notes.xyz").write_text("A word.\n", "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "broken.yaml").write_text("id: x\ncodes: none\n", "utf-8")
    run("new", "study.wqda", "--coder", "amina")
    run("add", "study.wqda", "notes.txt", "--coder", "amina")
    run("codebook", "study.wqda", "core", "--coder", "amina")
    before = (tmp_path / "study.wqda").read_bytes()
    done = run(*arguments, code=2)
    assert sentence in done.output
    assert "Traceback" not in done.output
    assert len([line for line in done.output.splitlines() if line.startswith("Error: ")]) == 1
    assert (tmp_path / "study.wqda").read_bytes() == before
