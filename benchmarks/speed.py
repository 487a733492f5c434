"""How fast the ground is, on one core: prints a table, and with ``--write`` puts it into docs/benchmarks.md.

    python benchmarks/speed.py [--write]

Medians of several runs. The transcripts are made up, seeded, in a temporary folder.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rows import NO_GOAL, ROOT, Row, run
from transcripts import transcript, vocabulary

N_SOURCES, SIZE, N_CODINGS, N_MATRIX = 1_000, 50_000, 100_000, 1_000_000


def median_of(run: Callable[[], Any], times: int) -> float:
    """Give the median of the seconds that several runs take."""
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def in_a_process(code: str, *arguments: str) -> dict[str, float]:
    """Run a piece of Python on its own and read the JSON it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return dict(json.loads(done.stdout))


def import_time() -> Row:
    """Import the package, over what bare Python takes."""

    def seconds(code: str) -> float:
        return median_of(lambda: subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT), 15)

    over = 1000 * (seconds("import wenger_qda") - seconds("pass"))
    return Row("`import wenger_qda`, over bare Python", over, "ms", 50, "median of 15 starts each")


READ_AND_STORE = """
import json, resource, sys, time
import wenger_qda as qda
begun = time.perf_counter()
project = qda.Project.create(sys.argv[2], coder="amina")
report = project.add(qda.read(sys.argv[1]))
seconds = time.perf_counter() - begun
assert report.count("read") >= 1000, str(report)[:500]
print(json.dumps({"seconds": seconds, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def read_and_store(folder: Path, study: Path) -> list[Row]:
    """Read a thousand transcripts and store them."""
    runs = []
    for _ in range(3):
        study.unlink(missing_ok=True)
        runs.append(in_a_process(READ_AND_STORE, str(folder), str(study)))
    how = f"{N_SOURCES:,} txt of {SIZE // 1000} kB, a process each, median of 3"
    return [
        Row("read and store 1,000 transcripts", statistics.median(run["seconds"] for run in runs), "s", 60, how),
        Row("… most memory of the process", statistics.median(run["mb"] for run in runs), "MB", 400, how),
    ]


def on_the_project(study: Path) -> Iterator[Row]:
    """Measure a project of a thousand sources."""
    import wenger_qda as qda
    from wenger_qda.model import Code, Coding, ProjectData

    def opened() -> None:
        with qda.Project.open(study, coder="amina") as project:
            assert len(project.sources()) == N_SOURCES

    opened()
    how = "and list them; median of 15, imports apart"
    yield Row("open a project of 1,000 sources", median_of(opened, 15), "s", 0.3, how)

    project = qda.Project.open(study, coder="amina")
    names = project.sources()["source"].tolist()
    project.use(qda.Codebook(id="b", name="b", codes=tuple(Code(id=f"code-{n:02}", definition="x") for n in range(60))))
    draw = random.Random(1)
    places = iter(lambda: (draw.choice(names), draw.randrange(40_000)), None)

    def code_one() -> None:
        source, start = next(places)
        project.code(source, start, start + 120, f"code-{draw.randrange(60):02}")

    yield Row("one coding, on disk", 1000 * median_of(code_one, 100), "ms", 40, "median of 100 commits")

    word = vocabulary()[3_000]
    found = len(project.search(word))
    seconds = median_of(lambda: project.search(word), 15)
    yield Row("search 50 MB for a word", 1000 * seconds, "ms", 100, f"{found:,} hits, median of 15")
    phrase = " ".join(project.text(names[7]).split()[200:203]).strip(".")
    seconds = median_of(lambda: project.search(f'"{phrase}"'), 15)
    hits = len(project.search(f'"{phrase}"'))
    yield Row("search 50 MB for a phrase", 1000 * seconds, "ms", 100, f"{hits} hits, median of 15")
    common = vocabulary()[300]
    found = len(project.search(common))
    seconds = median_of(lambda: project.search(common), 5)
    yield Row("search 50 MB for a common word", 1000 * seconds, "ms", NO_GOAL, f"{found:,} hits, median of 5")

    texts = {name: project.text(name) for name in names}
    codings = []
    for number in range(N_CODINGS - len(project.codings())):
        name = draw.choice(names)
        start = draw.randrange(len(texts[name]) - 400)
        end = start + draw.randint(20, 400)
        codings.append(
            Coding(
                source=name,
                code=f"code-{number % 60:02}",
                coder="amina",
                start_char=start,
                end_char=end,
                quote=texts[name][start:end],
            )
        )
    begun = time.perf_counter()
    project.add(ProjectData(codings=tuple(codings)))
    yield Row("import 100,000 codings", time.perf_counter() - begun, "s", NO_GOAL, "one run")
    assert len(project.codings()) == N_CODINGS
    yield Row("`codings()` over 100,000 codings", median_of(project.codings, 5), "s", 1.5, "median of 5")


def matrices() -> Iterator[Row]:
    """Count a million codings."""
    import numpy as np
    import pandas as pd

    import wenger_qda as qda

    draw = np.random.default_rng(0)
    start = draw.integers(0, 45_000, N_MATRIX)
    codings = pd.DataFrame(
        {
            "source": pd.array([f"source-{n:04}" for n in draw.integers(0, N_SOURCES, N_MATRIX)], dtype="str"),
            "code": pd.array([f"code-{n:02}" for n in draw.integers(0, 60, N_MATRIX)], dtype="str"),
            "coder": "amina",
            "start_char": pd.array(start, dtype="Int64"),
            "end_char": pd.array(start + draw.integers(20, 400, N_MATRIX), dtype="Int64"),
        }
    )
    assert int(qda.crosstab(codings).to_numpy().sum()) == N_MATRIX
    yield Row(
        "crosstab of 1,000,000 codings",
        median_of(lambda: qda.crosstab(codings), 7),
        "s",
        0.5,
        "60 codes × 1,000 sources, median of 7",
    )
    seconds = median_of(lambda: qda.crosstab(codings, values="characters"), 3)
    yield Row("… counting characters", seconds, "s", NO_GOAL, "median of 3")


def check_a_notebook(folder: Path, study: Path) -> Row:
    """Look for words of a project in a notebook whose tables hold other words, and two passages."""
    import wenger_qda as qda

    draw = random.Random(2)
    outputs = []
    for number in range(26):
        words = draw.choices(vocabulary(), k=9_500)
        rows = "".join(f"<tr><td>{row}</td><td>{word}</td></tr>" for row, word in enumerate(words[:2_500]))
        passage = transcript(number, SIZE)[900:1_300] if number % 13 == 0 else ""
        data = {"text/html": f"<table>{rows}</table>", "text/plain": " ".join(words) + passage}
        outputs.append({"output_type": "display_data", "metadata": {}, "data": data})
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": "", "execution_count": 1, "outputs": outputs}
    path = folder / "tables.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}), "utf-8")
    n_found = len(qda.check_notebook(path, project=study))
    seconds = median_of(lambda: qda.check_notebook(path, project=study), 3)
    how = f"{path.stat().st_size / 1e6:.1f} MB, {N_SOURCES:,} sources; {n_found} passages found, median of 3"
    return Row("check a notebook against 50 MB of texts", seconds, "s", 10, how)


def measure() -> Iterator[Row]:
    """Measure it all."""
    yield import_time()
    yield from matrices()
    with tempfile.TemporaryDirectory() as temporary:
        folder, study = Path(temporary) / "texts", Path(temporary) / "study.wqda"
        folder.mkdir()
        for number in range(N_SOURCES):
            (folder / f"{number:04}.txt").write_text(transcript(number, SIZE), "utf-8")
        yield from read_and_store(folder, study)
        yield check_a_notebook(folder, study)
        yield from on_the_project(study)


if __name__ == "__main__":
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    run("speed", measure, __doc__, cores="one core")
