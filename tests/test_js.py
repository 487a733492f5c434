"""The widget's core, by Node's own test runner."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NODE = shutil.which("node")


def test_the_core_of_the_widget_passes_its_tests() -> None:
    version = re.match(r"v(\d+)", subprocess.check_output([NODE, "--version"], text=True)) if NODE else None
    if version is None or int(version[1]) < 18:
        pytest.skip(
            "Node 18 or newer is not on this machine; only the widget's JavaScript needs it, and only for its tests"
        )
    done = subprocess.run(
        [str(NODE), "--test"], cwd=ROOT / "js", capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert int(re.search(r"^# pass (\d+)", done.stdout, re.MULTILINE)[1]) > 50


def test_the_table_of_keys_in_the_documents_is_the_one_in_use() -> None:
    if NODE is None:
        pytest.skip("Node is not on this machine; only those who change the widget's keys need it")
    done = subprocess.run(
        [NODE, "js/tools/keys.js", "--check"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_what_the_comments_say_of_types_is_true() -> None:
    compiler = ROOT / "js" / "node_modules" / ".bin" / "tsc"
    if not compiler.exists():
        pytest.skip(
            "typescript is not installed (make js installs it); only those who change the widget's JavaScript need it"
        )
    done = subprocess.run(
        [str(compiler), "--pretty", "false"], cwd=ROOT / "js", capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_each_bundle_in_the_package_is_made_of_these_sources(tmp_path: Path) -> None:
    esbuild = ROOT / "js" / "node_modules" / ".bin" / "esbuild"
    if not esbuild.exists():
        pytest.skip(
            "esbuild is not installed (make js installs it); only those who change the widget's JavaScript need it"
        )
    build = json.loads((ROOT / "js" / "package.json").read_text("utf-8"))["scripts"]["build"].split()
    assert build[0] == "esbuild"
    command = [str(esbuild), *(word for word in build[1:] if not word.startswith("--outdir")), f"--outdir={tmp_path}"]
    subprocess.run(command, cwd=ROOT / "js", check=True, timeout=60)
    static = ROOT / "wenger_qda" / "widgets" / "static"
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in static.glob("*.js")}
    for made in tmp_path.iterdir():
        assert (static / made.name).read_text("utf-8") == made.read_text("utf-8"), "run: make js"
