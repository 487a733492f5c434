"""The project's file: what is no project is refused in one sentence; whatever goes wrong, the file stays as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pandas as pd
import pytest
from processes import NOBODY, as_root, in_another_process, posix
from projects import TALK, kept, source, study

from wenger_qda.errors import StoreError
from wenger_qda.model import ProjectData
from wenger_qda.store import Project, connection, migrations, schema

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests" / "data" / "projects"
NOW = schema.VERSION


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return study(tmp_path / "study.wqda")


def sql(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as held:
        held.execute(statement)
        held.commit()


# -- what is no project ----------------------------------------------------------------------------------------------


def spoil_text(path: Path) -> None:
    path.write_text("Not a database at all, only words.\n" * 99)


def spoil_other(path: Path) -> None:
    path.unlink()
    sql(path, "CREATE TABLE t (x)")


def spoil_zip(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + bytes(5000))


BAD = {
    "missing": (lambda path: path.unlink(), "there is no such file; make a project first"),
    "folder": (lambda path: (path.unlink(), path.mkdir()), "is a folder; a project is one file that ends in .wqda"),
    "empty": (lambda path: path.write_bytes(b""), "is empty, and so no project"),
    "text": (spoil_text, "is not a wenger_qda project"),
    "zip": (spoil_zip, "is not a wenger_qda project"),
    "other program": (spoil_other, "is a database of another program, not a wenger_qda project"),
    "newer": (lambda path: sql(path, "PRAGMA user_version = 99"), "was made by a newer version of wenger_qda"),
    "older": (lambda path: sql(path, "PRAGMA user_version = 0"), "its format 0 is not known"),
    "trigger": (
        lambda path: sql(path, "CREATE TRIGGER evil AFTER INSERT ON codings BEGIN DELETE FROM codings; END"),
        "holds program text of unknown origin ('evil'); it is not opened",
    ),
    "view": (lambda path: sql(path, "CREATE VIEW evil AS SELECT 1"), "holds program text of unknown origin ('evil')"),
    "truncated": (lambda path: os.truncate(path, path.stat().st_size // 2), "the file is damaged; go back to a backup"),
    "truncated to its head": (lambda path: os.truncate(path, 100), "go back to a backup|not a wenger_qda project"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("coder", ["amina", None])
def test_what_is_no_project_is_refused_in_a_sentence_and_left_alone(
    case: str, coder: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "study.wqda"
    study(path).close()
    spoil, sentence = BAD[case]
    spoil(path)
    raw = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError) as refused:
        Project.open(path, coder=coder)
    said = str(refused.value)
    assert str(path) in said
    assert any(part in said for part in sentence.split("|")) or (
        case == "older" and coder is None and "open it once" in said
    )
    assert "\n" not in said
    assert (path.read_bytes() if path.is_file() else None) == raw
    assert sorted(item.name for item in tmp_path.iterdir()) == ([] if case == "missing" else ["study.wqda"])


def test_lost_table_is_told_in_a_sentence(project: Project) -> None:
    project.close()
    sql(project.path, "DROP TABLE variable_values")
    with pytest.raises(StoreError, match="a table is missing; go back"):
        Project.open(project.path, coder="amina").sources()


# -- making one ------------------------------------------------------------------------------------------------------


def test_a_file_that_is_there_is_not_made_again(project: Project) -> None:
    before = project.path.read_bytes()
    with pytest.raises(StoreError, match="there is a file of that name; open it"):
        Project.create(project.path, coder="bo")
    assert project.path.read_bytes() == before


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no such folder; make it first"):
        Project.create(tmp_path / "gone" / "study.wqda", coder="amina")


@pytest.mark.parametrize(
    "name", ["a b.wqda", "100 %.wqda", "what?.wqda", "n#1.wqda", "🙂.wqda", "no-suffix", "it's.wqda"]
)
def test_any_file_name_will_do(name: str, tmp_path: Path) -> None:
    study(tmp_path / name).close()
    assert len(Project.open(tmp_path / name).sources()) == 3
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_project_is_one_file_after_each_step(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    assert [path.name for path in project.path.parent.iterdir()] == ["study.wqda"]
    copy = shutil.copy(project.path, project.path.with_name("copy.wqda"))
    assert len(Project.open(copy).codings()) == 1


def test_file_bears_the_mark_of_the_program_and_of_its_format(project: Project) -> None:
    with closing(sqlite3.connect(project.path)) as held:
        assert held.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID == int.from_bytes(b"WQDA")
        assert held.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION


def test_pragmas_of_the_promise_hold_on_every_connection(project: Project) -> None:
    with project._reading() as held:
        found = {
            name: held.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "busy_timeout",
                "trusted_schema",
                "secure_delete",
            )
        }
    assert found == {
        "journal_mode": "delete", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000, "trusted_schema": 0,
        "secure_delete": 1,
    }  # fmt: skip


# -- for reading only ------------------------------------------------------------------------------------------------

WRITES = {
    "add": (ProjectData(),), "correct": ("talk", "x"), "rename_source": ("talk", "x"), "remove_source": ("talk",),
    "add_code": ("x",), "edit_code": ("tools",), "rename_code": ("tools", "x"), "move_code": ("tools",),
    "merge_codes": (["tools"], "stories"), "split_code": ("tools", [], "x"), "remove_code": ("tools",),
    "add_code_set": ("x", []), "code": ("talk", 0, 3, "tools"), "code_with": ("talk", 0, 3, ["tools"]),
    "split_coding": ("x", 3), "join_codings": (["x", "y"],), "recode": ("x", "tools"),
    "correct_passage": ("talk", 0, 3, "x"), "uncode": ("x",), "edit_coding": ("x",),
    "reviewed": ("x",), "add_case": ("x",), "link_case": ("x", "talk"), "unlink_case": ("x", "talk"),
    "remove_case": ("x",), "define_variable": ("x",), "note": ("x",), "edit_note": ("x", "y"), "remove_note": ("x",),
    "link": ("x", "y"), "unlink": ("x",), "add_coder": ("x",), "done": ("talk",), "reopen": ("talk",), "undo": (),
    "decide": ("talk", "tools", 0, 3, "neither"),
    "settle": (pd.DataFrame({"source": ["talk"], "code": ["tools"], "start_char": [0], "end_char": [3]}),),
    "redo": (),
}  # fmt: skip


@pytest.mark.parametrize("verb", WRITES)
def test_project_open_for_reading_refuses_to(verb: str, project: Project) -> None:
    reader = Project.open(project.path)
    before = project.path.read_bytes()
    with pytest.raises(StoreError, match="is open for reading only; open it with a coder's name to change it"):
        getattr(reader, verb)(*WRITES[verb])
    assert project.path.read_bytes() == before


def test_reader_sees_what_others_write(project: Project) -> None:
    reader = Project.open(project.path)
    project.code("talk", 0, 3, "tools")
    assert len(reader.codings()) == 1
    assert reader.check().empty
    assert len(reader.data().codings) == 1


@contextmanager
def somebody_elses(path: Path) -> Iterator[Path]:
    """A folder that everybody may read and enter and nobody but root may write in."""
    folder = Path("/var/tmp") / f"wenger-qda-{os.getpid()}"
    folder.mkdir()
    try:
        yield Path(shutil.copy(path, folder / "study.wqda"))
    finally:
        shutil.rmtree(folder)


TRY_TO_WRITE = """
try:
    Project.open(path, coder="amina").code("talk", 0, 3, "tools")
except StoreError as error:
    print(error)
"""


@as_root
@pytest.mark.parametrize("mode", [0o444, 0o666], ids=["read-only file", "read-only folder"])
def test_what_may_not_be_written_is_refused_in_a_sentence_and_can_be_read(mode: int, project: Project) -> None:
    with somebody_elses(project.path) as path:
        path.chmod(mode)
        before = path.read_bytes()
        said = in_another_process(TRY_TO_WRITE, path, uid=NOBODY)
        assert str(path) in said
        assert "read-only" in said or "cannot be opened" in said
        assert said.endswith("nothing was changed")
        assert in_another_process("print(len(Project.open(path).sources()))", path, uid=NOBODY) == "3"
        assert path.read_bytes() == before


@as_root
def test_project_cannot_be_made_where_one_may_not_write(project: Project) -> None:
    body = """
    try:
        Project.create(path.with_name("new.wqda"), coder="amina")
    except StoreError as error:
        print(error)
    """
    with somebody_elses(project.path) as path:
        said = in_another_process(body, path, uid=NOBODY)
        assert "new.wqda: the file or its folder cannot be opened; look at the rights of the folder" in said
        assert [item.name for item in path.parent.iterdir()] == ["study.wqda"]


@as_root
def test_file_that_may_not_be_read_is_refused_in_a_sentence(project: Project) -> None:
    body = "try:\n    Project.open(path)\nexcept StoreError as error:\n    print(error)"
    with somebody_elses(project.path) as path:
        path.chmod(0o600)
        assert "the file or its folder cannot be opened" in in_another_process(body, path, uid=NOBODY)


# -- a full disk -----------------------------------------------------------------------------------------------------

FILL = """
data = projects.ProjectData(sources=(projects.source("big", "Many words. " * 100_000),))
try:
    Project.open(path, coder="amina").add(data)
except StoreError as error:
    print(error)
"""


@posix
def test_file_that_cannot_grow_is_told_in_a_sentence_and_the_project_unchanged(project: Project) -> None:
    before = kept(project.path)
    said = in_another_process(FILL, project.path, limit=project.path.stat().st_size + 4096)
    assert str(project.path) in said
    assert said.endswith("nothing was changed")
    assert kept(project.path) == before
    assert Project.open(project.path, coder="amina").check().empty


@posix
def test_project_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    body = 'try:\n    Project.create(path, coder="amina")\nexcept StoreError as error:\n    print(error)'
    said = in_another_process(body, tmp_path / "a.wqda", limit=8192)
    assert said.endswith("nothing was changed")
    assert list(tmp_path.iterdir()) == []


@as_root
def test_full_disk_is_told_in_a_sentence_and_the_project_unchanged(project: Project, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small], check=False).returncode:
        pytest.skip("this machine lets no one mount a small disk")
    try:
        path = Path(shutil.copy(project.path, small))
        before = kept(path)
        said = in_another_process(FILL, path)
        assert said == f"{path}: the disk is full; free some space and try again; nothing was changed"
        assert kept(path) == before
        with Project.open(path, coder="amina") as again:
            again.code("talk", 0, 3, "tools")
            assert again.check().empty
    finally:
        subprocess.run(["umount", small], check=True)


# -- another file in its place ---------------------------------------------------------------------------------------


def test_file_put_in_its_place_is_the_one_that_is_written(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    fresh = Path(shutil.copy(project.path, project.path.with_name("fresh")))
    fresh.replace(project.path)  # as cloud folders do
    project.code("talk", 5, 9, "tools")
    project.close()
    assert len(Project.open(project.path).codings()) == 2


def test_file_that_is_gone_is_not_made_anew(project: Project) -> None:
    project.path.unlink()
    with pytest.raises(StoreError, match="the file is not there any more; put it back"):
        project.code("talk", 0, 3, "tools")
    assert not project.path.exists()


def test_looking_at_a_file_leaves_the_locks_of_this_process(project: Project) -> None:
    """Closing a file drops all locks that the process holds on it: nothing but SQLite may open it."""
    with connection.writing(project._engine, project.path) as held:
        held.exec_driver_sql("UPDATE project SET value = value")
        Project.open(project.path)
        body = """
        import sqlite3
        try:
            sqlite3.connect(path, timeout=0).execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            print(error)
        """
        assert in_another_process(body, project.path) == "database is locked"


# -- upgrades --------------------------------------------------------------------------------------------------------


def add_colours(held: sqlite3.Connection) -> None:
    held.execute("CREATE TABLE colours (name TEXT)")


def add_shades(held: sqlite3.Connection) -> None:
    held.execute("CREATE TABLE shades AS SELECT name FROM colours")


def fail(held: sqlite3.Connection) -> None:
    held.execute("CREATE TABLE half (x)")
    held.execute("SELECT gone FROM nowhere")


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as held:
        return int(held.execute("PRAGMA user_version").fetchone()[0])


def test_upgrade_goes_step_by_step_and_leaves_a_backup_beside_the_file(project: Project) -> None:
    project.code("talk", 0, 3, "tools")
    project.close()
    before = kept(project.path)
    backup = migrations.upgrade(project.path, NOW, {NOW: add_colours, NOW + 1: add_shades})
    assert backup == project.path.with_name(f"study.wqda.backup-v{NOW}")
    assert version(project.path) == NOW + 2
    assert version(backup) == NOW
    assert kept(backup) == before
    assert len(Project.open(backup, coder="amina").codings()) == 1


def test_second_backup_does_not_take_the_place_of_the_first(project: Project) -> None:
    first = project.path.with_name(f"study.wqda.backup-v{NOW}")
    first.write_text("older")
    assert migrations.upgrade(project.path, NOW, {NOW: add_colours}) == first.with_name(f"{first.name}-1")
    assert first.read_text() == "older"


def test_failing_upgrade_leaves_the_file_as_it_was(project: Project) -> None:
    project.close()
    before = project.path.read_bytes()
    with pytest.raises(StoreError, match=r"cannot be upgraded \(no such table: nowhere\); it was left as it was"):
        migrations.upgrade(project.path, NOW, {NOW: add_colours, NOW + 1: fail})
    assert project.path.read_bytes() == before
    assert [path.name for path in project.path.parent.iterdir()] == ["study.wqda"]


@pytest.mark.parametrize("steps", [{}, {NOW + 1: add_colours}, {NOW: add_colours, NOW + 2: add_shades}])
def test_format_without_a_way_to_this_one_is_refused(steps: dict, project: Project) -> None:
    with pytest.raises(StoreError, match=f"its format {NOW} is not known"):
        migrations.upgrade(project.path, NOW, steps)
    assert version(project.path) == NOW


def test_file_that_somebody_else_upgraded_is_left_alone(project: Project) -> None:
    migrations.upgrade(project.path, NOW, {NOW: add_colours})
    assert migrations.upgrade(project.path, NOW, {NOW: add_colours}) is None
    assert version(project.path) == NOW + 1


def test_older_file_is_upgraded_when_a_coder_opens_it(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.close()
    monkeypatch.setattr(schema, "VERSION", NOW + 1)
    monkeypatch.setattr(migrations, "MIGRATIONS", {NOW: add_colours})
    with pytest.raises(StoreError, match="is of an older format; open it once with a coder's name, which upgrades it"):
        Project.open(project.path)
    assert len(Project.open(project.path, coder="amina").sources()) == 3
    assert version(project.path) == NOW + 1


def shape(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as held:
        return dict(held.execute("SELECT name, sql FROM sqlite_master"))


def test_sample_of_this_format_has_the_tables_of_this_format(project: Project) -> None:
    """Whoever changes a table makes a new format, with a migration and a sample of its own."""
    assert shape(project.path) == shape(SAMPLES / f"v{NOW}.wqda")


@pytest.mark.parametrize("old", range(1, NOW))
def test_sample_of_an_older_format_comes_to_have_the_tables_of_this_one(
    old: int, project: Project, tmp_path: Path
) -> None:
    path = Path(shutil.copy(SAMPLES / f"v{old}.wqda", tmp_path))
    before = kept(path)
    with pytest.raises(StoreError, match="is of an older format; open it once with a coder's name, which upgrades it"):
        Project.open(path)
    Project.open(path, coder="amina").close()
    assert shape(path) == shape(project.path)
    assert version(path) == NOW
    assert path.with_name(f"v{old}.wqda.backup-v{old}") in path.parent.iterdir()
    assert kept(path.with_name(f"v{old}.wqda.backup-v{old}")) == before
    assert {name: rows for name, rows in kept(path).items() if name in before} == before


def test_project_of_format_1_opens_for_ever(tmp_path: Path) -> None:
    path = Path(shutil.copy(SAMPLES / "v1.wqda", tmp_path))
    with Project.open(path, coder="amina") as project:
        assert project.check().empty
        codings = project.codings()[["source", "code", "coder", "start_char", "quote", "note", "stance", "status"]]
        assert codings.values.tolist() == [
            ["shop", "stories", "bo", pd.NA, "", "", "", "ok"],
            ["shop", "tools", "amina", 5, "the red book", "always this one", "for", "ok"],
            ["shop", "stories", "amina", 33, "the flood", "", "against", "needs_review"],
        ]
        assert project.codes()["path"].tolist() == ["Repertoire", "Repertoire / Stories", "Repertoire / Tools"]
        assert project.cases()[["case", "source", "end_char", "years"]].values.tolist() == [["Ada", "shop", 17, 12]]
        assert project.notes()[["target_kind", "text", "coder"]].values.tolist() == [["code", "Who tells them?", "bo"]]
        assert project.assignments().values.tolist() == [["bo", "shop", 1, "done"]]
        assert project.sources()[["source", "kind", "date", "site"]].values.tolist() == [
            ["shop", "txt", "2024-03-18", "Alvern"]
        ]
        assert (
            project.original("shop") == project.text("shop").replace("Each", "Every").replace("fire", "flood").encode()
        )
        assert project.search("flood").empty
        assert project.undo() == "text of shop corrected"
        assert len(project.search("flood")) == 1
        project.redo()
        assert project.add(ProjectData(sources=(source("more", TALK),))).count("read") == 1


def test_project_of_format_2_opens_for_ever(tmp_path: Path) -> None:
    path = Path(shutil.copy(SAMPLES / "v2.wqda", tmp_path))
    with Project.open(path, coder="amina") as project:
        assert project.check().empty
        codings = project.codings()[["code", "coder", "start_char", "quote", "note"]]
        assert codings.values.tolist() == [
            ["tools", "amina", 5, "the red book", ""],
            ["tools", "bo", 9, "red book", ""],
            ["tools", "consensus", 9, "red book", "the article says nothing"],
            ["stories", "amina", 27, "After the flood", ""],
            ["stories", "bo", 27, "After the flood", ""],
            ["stories", "consensus", 27, "After the flood", ""],
        ]
        (decision,) = project.decisions().to_dict("records")
        assert decision["codings"] == tuple(project.codings(coders="consensus", codes="tools")["guid"])
        assert {name: decision[name] for name in ("source", "code", "round", "start_char", "end_char", "outcome")} == {
            "source": "shop", "code": "tools", "round": 1, "start_char": 5, "end_char": 17, "outcome": "one",
        }  # fmt: skip
        assert (decision["agreed_with"], decision["coder"], decision["mark"]) == (("bo",), "amina", "as it was")
        assert project.undo() == "1 passage on which all agree taken over"
        assert project.undo() == "tools on shop 5–17 “the red book”: as bo"
        assert project.decisions().empty
        assert set(project.codings()["coder"]) == {"amina", "bo"}
