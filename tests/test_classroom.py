"""A class: a folder for each student, the workbook's tasks, one table for the teacher, all of them merged."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from projects import study

import wenger_qda as qda
from wenger_qda.classroom import tasks
from wenger_qda.cli import cli
from wenger_qda.errors import QdaError, StoreError

LUNCH = tasks.LUNCH


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A room with the untouched studies of mia and kim."""
    room = tmp_path_factory.mktemp("fresh")
    for name in ("mia", "kim"):
        qda.new_study(room / name, coder=name)
    return room


@pytest.fixture
def room(fresh: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(fresh, tmp_path / "room"))


def work(folder: Path, *, every: int = 1, code: str = "") -> None:
    """Code the lunch as the consensus has it, every so many passages, or with one code; and be done."""
    with qda.open_study(folder) as project:
        for row in project.codings(coders="consensus", sources=LUNCH).iloc[::every].itertuples():
            project.code(LUNCH, row.start_char, row.end_char, code or row.code, note="so I read it")
        project.done(LUNCH)


def run(*words: str) -> str:
    result = CliRunner().invoke(cli, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


# --- a folder for a student -----------------------------------------------------------------------------------------


def test_a_study_is_a_clean_copy_with_the_texts_to_be_coded_blind(fresh: Path) -> None:
    held = sorted(str(path.relative_to(fresh / "mia")) for path in (fresh / "mia").glob("*/*"))
    assert held == [
        "codebooks/codebook.schema.json",
        "codebooks/communities-of-practice.yaml",
        "codebooks/core.yaml",
        "codebooks/social-learning-systems.yaml",
        "corpora/claims-processing",
        "notebooks/07-student-workbook.ipynb",
    ]
    with qda.open_study(fresh / "mia") as project:
        assert project.coder == "mia"
        asked = project.assignments()
        assert set(asked["coder"]) == {"mia"}
        assert len(asked) == 16
        assert project.current_round(LUNCH).is_blind
        assert project.view(LUNCH).codings == []
        assert project.view(LUNCH).n_hidden > 20
        assert project.codings(coders="mia").empty
        assert project.check().empty


@pytest.mark.parametrize("name", ["Amina", "consensus", " "])
def test_the_name_of_a_coder_of_the_study_is_no_students(tmp_path: Path, name: str) -> None:
    with pytest.raises(QdaError):
        qda.new_study(tmp_path / "one", coder=name)
    assert not (tmp_path / "one").exists()


def test_nothing_that_lies_there_is_touched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(QdaError, match="is not empty; name a new folder"):
        qda.new_study(tmp_path, coder="mia")
    with pytest.raises(QdaError, match="is a file"):
        qda.new_study(tmp_path / "mine.txt", coder="mia")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(("what", "why"), [("nothing", "there is no study"), ("plain", "of nobody who was asked")])
def test_what_is_no_study_is_said(tmp_path: Path, what: str, why: str) -> None:
    if what == "plain":
        study(tmp_path / "study.wqda").close()
    with pytest.raises(QdaError, match=why):
        qda.open_study(tmp_path)


def test_a_file_that_is_no_project_is_said(tmp_path: Path) -> None:
    (tmp_path / "study.wqda").write_bytes(b"not a project")
    with pytest.raises(QdaError, match=r"study\.wqda"):
        qda.collect_studies([tmp_path])


# --- one table ------------------------------------------------------------------------------------------------------


def test_one_table_of_the_class(room: Path) -> None:
    work(room / "mia")
    work(room / "kim", code="stories")
    table = qda.collect_studies([room / "mia", room / "kim" / "study.wqda"]).set_index("student")
    assert table.loc["mia", ["n_done", "n_texts", "n_agree", "n_missed", "n_over_coded"]].tolist() == [1, 16, 23, 0, 0]
    assert table.loc["mia", ["median_kappa", "alpha"]].tolist() == [1, 1]
    assert table.loc["kim", "n_agree"] == 0
    assert table.loc["kim", "n_codings"] == 23
    assert table.loc["kim", "alpha"] < 0.1


def test_nothing_done_is_said_and_answers_are_counted(room: Path) -> None:
    work(room / "kim", every=2)
    with qda.open_study(room / "kim") as project:
        found = tasks._findings(project, [LUNCH]).query("verdict == 'missed'")
        for number, guid in enumerate(found["reference_guid"][:3]):
            project.answer("", guid, "seen" if number else "mine", "Not so.")
        project.answer("", "NOWHERE", "seen")
    table = qda.collect_studies([room / "mia", room / "kim"]).set_index("student")
    assert table.loc["mia", "why"] == "no text is done yet"
    assert pd.isna(table.loc["mia", "n_agree"])
    assert table.loc["kim", ["n_agree", "n_missed", "n_answered", "n_stands_by"]].tolist() == [12, 11, 3, 1]


def test_another_reference_and_none(room: Path) -> None:
    work(room / "mia")
    table = qda.collect_studies([room / "mia"], reference="amina")
    assert table["n_missed"].item() > 0
    with pytest.raises(StoreError, match="there is no coder 'nobody'"):
        qda.collect_studies([room / "mia"], reference="nobody")


def test_a_second_round_counts_instead_of_the_first(room: Path) -> None:
    work(room / "mia", code="stories")
    with qda.open_study(room / "mia") as project:
        project.assign(LUNCH, coder="mia", round=2)
        for row in project.codings(coders="consensus", sources=LUNCH).itertuples():
            project.code(LUNCH, row.start_char, row.end_char, row.code, round=2)
        project.done(LUNCH)
    table = qda.collect_studies([room / "mia"])
    assert (table["n_agree"].item(), table["n_over_coded"].item(), table["alpha"].item()) == (23, 0, 1)


def test_two_of_one_name_are_refused(room: Path) -> None:
    shutil.copytree(room / "mia", room / "again")
    with pytest.raises(QdaError, match="are both by 'mia'"):
        qda.collect_studies([room / "mia", room / "again"])


# --- on the command line --------------------------------------------------------------------------------------------


def test_new_and_collect_on_the_command_line(room: Path, tmp_path: Path) -> None:
    said = run("study", "new", str(tmp_path / "lee"), "--coder", "lee")
    assert "made for lee. Begin with the workbook: wenger-qda lab" in said
    work(room / "mia")
    work(tmp_path / "lee", every=2)
    folders = [str(room / "mia"), str(tmp_path / "lee")]
    written = run("study", "collect", *folders, "-o", str(tmp_path / "all.wqda"), "--table", str(tmp_path / "all.csv"))
    assert "2 projects together, each student a coder of it" in written
    assert pd.read_csv(tmp_path / "all.csv")["student"].tolist() == ["mia", "lee"]
    with qda.Project.open(tmp_path / "all.wqda") as whole:
        assert {"mia", "lee", "amina", "consensus"} <= set(whole.coders()["coder"])
        assert len(whole.codings(coders=["mia", "lee"])) == 23 + 12
        assert len(whole.codings(coders="consensus")) == 452
        assert whole.check().empty
        pair = qda.reliability(
            whole.codings(), whole.sources(), whole.assignments(), turns=whole.turns(), unit="turn", by="overall",
            coders=["mia", "lee"], n_boot=20,
        )  # fmt: skip
        assert 0 < pair["alpha"].item() < 1
    rows = json.loads(run("study", "collect", *folders, "--json"))
    assert [row["n_done"] for row in rows] == [1, 1]


def test_bad_input_on_the_command_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["study", "collect", str(tmp_path)])
    assert result.exit_code == 2
    assert "there is no study; make one with: wenger-qda study new" in result.output
    assert CliRunner().invoke(cli, ["study", "new", str(tmp_path / "one")]).exit_code == 2


# --- the tasks of the workbook --------------------------------------------------------------------------------------


def lines(ticks: tasks.Ticks) -> list[bool]:
    return [is_so for is_so, _ in ticks.lines]


def test_the_tasks_before_and_after(room: Path) -> None:
    with qda.open_study(room / "mia") as project:
        assert lines(tasks.coded(project, LUNCH)) == [False] * 4
        assert lines(tasks.answered(project, LUNCH)) == [False]
        assert tasks.lessons(project).empty
        assert tasks.habits(project).empty
        assert tasks.resemblance(project).empty
        assert tasks.matrices(project)["mia"].empty
        assert tasks.hand_in(project).startswith("0 texts done, 0 codings, 0 codes.")
    work(room / "mia", every=2)
    with qda.open_study(room / "mia") as project:
        assert tasks.coded(project, LUNCH).are_all
        assert lines(tasks.answered(project, LUNCH)) == [False, False]
        for guid in tasks._findings(project, [LUNCH]).query("verdict == 'missed'")["reference_guid"]:
            project.answer("", guid, "mine", "I would not.")
        assert tasks.answered(project, LUNCH).are_all
        assert tasks.lessons(project)["n_missed"].sum() == 11
        assert tasks.resemblance(project)["coder"].sort_values().tolist() == ["amina", "bertil", "chiara", "dewi"]
        assert (
            tasks.matrices(project)["consensus"].to_numpy().sum() > tasks.matrices(project)["mia"].to_numpy().sum() > 0
        )
        assert tasks.hand_in(project).count("I would not.") == 11


def test_a_rule_is_kept_once(room: Path) -> None:
    with qda.open_study(room / "mia") as project:
        assert lines(tasks.keep_rule(project, "words", " ")) == [False]
        for _ in range(2):
            assert lines(tasks.keep_rule(project, "words", "Only what outsiders would not understand.")) == [True]
        assert len(project.notes()) == 1
        with pytest.raises(QdaError, match="there is no code 'wrods'; did you mean 'words'"):
            tasks.keep_rule(project, "wrods", "x")
        with pytest.raises(QdaError, match="there is no source"):
            tasks.coded(project, "lunch")


@pytest.mark.parametrize(
    ("given", "right"),
    [
        (("cookbook", "Pauline", "we"), [True] * 3),
        (("the “Cook Book”", "Pauline Achebe", '"We"'), [True] * 3),
        (("", "", ""), [False] * 3),
        (("recipe nineteen", "Devlin", "were"), [False] * 3),
    ],
)
def test_the_three_questions(given: tuple[str, str, str], right: list[bool]) -> None:
    assert lines(tasks.noticed(binder=given[0], biscuits=given[1], word=given[2])) == right


def test_words_are_no_markup() -> None:
    assert "&lt;b&gt;" in tasks.Ticks(((True, "<b>"),))._repr_html_()
    assert "&lt;b&gt;" in tasks.Page("a", (("<b>", "c"),))._repr_html_()
    assert '<h4 dir="auto">&lt;i&gt; day</h4>' in tasks.Page("a", (("", "# <i> day"),))._repr_html_()


def test_what_is_read_before_coding(fresh: Path) -> None:
    with qda.open_study(fresh / "mia") as project:
        page = tasks.story(project, tasks.FIRST_DAY)
        assert page.title == "2023-03-06 first day on the floor"
        assert "".join(text for _, text in page.paragraphs) == project.text(tasks.FIRST_DAY).replace("\n", "")
        assert tasks.people(project).loc["José Ibarra", "role"] == "processor"
        said = repr(tasks.definitions(project, "words", "repair"))
        assert project.codebook()["words"].definition in said
        assert "`" not in said
        with pytest.raises(QdaError, match="there is no code 'wrods'"):
            tasks.definitions(project, "wrods")


def test_open_for_reading_only_there_is_nobody_whose_tasks_they_are(fresh: Path) -> None:
    with qda.Project.open(fresh / "mia" / "study.wqda") as project, pytest.raises(QdaError, match="reading only"):
        tasks.coded(project, LUNCH)
