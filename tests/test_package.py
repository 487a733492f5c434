"""The package as a whole: its public face, its weight, its rooms, its wheel."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import wenger_qda as qda

ROOT = Path(__file__).parent.parent
HEAVY = (
    "pandas",
    "numpy",
    "altair",
    "sqlalchemy",
    "spacy",
    "sklearn",
    "ruamel",
    "docx",
    "openpyxl",
    "lxml",
    "jinja2",
    "click",
)


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout


def test_public_names_are_sorted_there_and_few() -> None:
    names = [name for name in qda.__all__ if name != "charts"]
    assert names == sorted(names)
    assert len(qda.__all__) <= 45
    assert all(getattr(qda, name).__doc__ for name in qda.__all__)
    assert set(qda.__all__) <= set(dir(qda))


def test_no_public_function_bears_the_name_of_a_room() -> None:
    rooms = {path.stem for path in (ROOT / "wenger_qda").iterdir() if path.suffix in ("", ".py")}
    assert not rooms & (set(qda.__all__) - {"charts"})


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'crostab'"):
        _ = qda.crostab


def test_import_loads_no_heavy_library() -> None:
    loaded = json.loads(python("import sys, json, wenger_qda; print(json.dumps(sorted(sys.modules)))"))
    assert not {name.partition(".")[0] for name in loaded} & set(HEAVY)


def test_rooms_import_only_rooms_below_them() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "1 kept, 0 broken" in done.stdout


def test_no_file_is_too_long_to_read_in_a_sitting() -> None:
    long = {
        path.name: count
        for path in (ROOT / "wenger_qda").rglob("*.py")
        if (count := len(path.read_text("utf-8").splitlines())) > 450
    }
    assert long == {}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_codebooks_corpora_and_templates(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    folders = [ROOT / name for name in ("codebooks", "corpora")]
    wanted = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    wanted.append(ROOT / "notebooks" / "07-student-workbook.ipynb")
    assert wanted
    assert {f"wenger_qda/{path.relative_to(ROOT).as_posix()}" for path in wanted} <= names
    assert {"wenger_qda/reports/templates/summary.html.j2", "wenger_qda/py.typed"} <= names
    widgets = {f"{name}.{suffix}" for name in ("text_coder", "codebook_editor") for suffix in ("js", "css")}
    assert {f"wenger_qda/widgets/static/{name}" for name in (*widgets, "codes.css")} <= names
    assert not [name for name in names if re.search(r"(^|/)tests?([/_.]|$)", name)]
    assert not [name for name in names if name.startswith(("notebooks", "docs"))]


@pytest.mark.slow
def test_the_demo_runs_from_the_wheel_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    scripts = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    install = [
        str(scripts / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "-c",
        str(ROOT / "constraints.txt"),
        str(wheel),
    ]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if done.returncode and "No matching distribution" in done.stderr:
        pytest.skip("no package index can be reached from here")
    assert done.returncode == 0, done.stderr
    done = subprocess.run(
        [str(scripts / "wenger-qda"), "demo", "out"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "summary.html").stat().st_size > 10_000
    assert "summary.html" in done.stdout
