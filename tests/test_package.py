"""The package as a whole: its public face, its weight, its rooms, its wheel."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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


def needed(name: str, extras: frozenset[str] = frozenset(), found: set[str] | None = None) -> set[str]:
    """Give the distributions that one needs, and those that these need: of its own extras only the ones named."""
    found = set() if found is None else found
    for requirement in map(Requirement, distribution(name).requires or ()):
        marker, wanted = requirement.marker, canonicalize_name(requirement.name)
        if wanted not in found and (marker is None or any(marker.evaluate({"extra": one}) for one in extras | {""})):
            found.add(wanted)
            needed(wanted, frozenset(requirement.extras), found)
    return found


def environment(folder: Path, wheel: Path) -> Path:
    """Make an environment that holds the wheel and what it says it needs, and nothing else; give its scripts."""
    venv.create(folder, with_pip=False)
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    place = [str(scripts / "python"), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = Path(subprocess.run(place, capture_output=True, text=True, check=True).stdout.strip())
    for name in needed("wenger-qda"):
        for file in distribution(name).files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                (packages / file).parent.mkdir(parents=True, exist_ok=True)
                (packages / file).symlink_to(file.locate())
    install = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install", "--no-deps", "--no-index"]
    subprocess.run([*install, "--quiet", str(wheel)], check=True, capture_output=True)
    return scripts


@pytest.mark.slow
def test_the_demo_runs_from_the_wheel_with_nothing_but_what_it_says_it_needs(wheel: Path, tmp_path: Path) -> None:
    scripts = environment(tmp_path / "env", wheel)
    there = subprocess.run(
        [str(scripts / "python"), "-c", "import pytest"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert "No module named 'pytest'" in there.stderr
    done = subprocess.run(
        [str(scripts / "wenger-qda"), "demo", "out"], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "summary.html").stat().st_size > 10_000
    assert "summary.html" in done.stdout


def test_charts_come_without_the_grammars_of_web_addresses() -> None:
    code = "import sys; from wenger_qda import charts; print('lark' in sys.modules, 'rfc3987_syntax' in sys.modules)"
    assert python(code).split() == ["False", "False"]
