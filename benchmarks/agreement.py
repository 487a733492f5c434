"""How fast agreement is counted, beside others in the same run: prints a table, and with ``--write`` puts it into docs.

    python benchmarks/agreement.py [--write]

Three coders, 100 documents of 20,000 characters, 40 codes; made up, seeded: the second and third coder mark what the
first marks, with other edges, and leave some out. Medians of several runs, on one core. Peers are given a part of the
work, and the whole is reckoned from it, where the whole would take minutes; the row says so.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator

import krippendorff
import numpy as np
import pandas as pd
from rows import NO_GOAL, ROOT, Row, run
from sklearn.metrics import cohen_kappa_score
from speed import median_of

import wenger_qda as qda

N_DOCUMENTS, SIZE, N_CODES, N_CODERS = 100, 20_000, 40, 3
CODERS = ("amina", "bo", "chen")
N_LARGE = 1_000_000
Tables = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def study(n_codings: int, n_documents: int = N_DOCUMENTS, stretch: int = 1) -> Tables:
    """Make codings of three coders who mostly agree, the documents, and who has read them; places are stretched."""
    draw = np.random.default_rng(0)
    n_places = int(n_codings / N_CODERS / 0.85)
    document, code = draw.integers(0, n_documents, n_places), draw.integers(0, N_CODES, n_places)
    start = draw.integers(0, SIZE - 700, n_places)
    end = start + draw.integers(20, 320, n_places)
    parts = []
    for coder in CODERS:
        kept = draw.random(n_places) < 0.85
        slip = draw.integers(0, 12, (2, n_places))
        parts.append((coder, document[kept], code[kept], (start + slip[0])[kept], (end + slip[1])[kept]))
    codings = pd.DataFrame(
        {
            "source": names("day", np.concatenate([part[1] for part in parts])),
            "code": names("code", np.concatenate([part[2] for part in parts])),
            "coder": pd.array(np.repeat(CODERS, [len(part[1]) for part in parts]), dtype="str"),
            "round": 1,
            "start_char": pd.array(stretch * np.concatenate([part[3] for part in parts]), dtype="Int64"),
            "end_char": pd.array(stretch * np.concatenate([part[4] for part in parts]), dtype="Int64"),
        }
    )
    text = "".join(draw.choice(list("abcdefghij klmnop"), SIZE)) if stretch == 1 else ""
    if text:
        places = zip(codings["start_char"].tolist(), codings["end_char"].tolist(), strict=True)
        codings["quote"] = pd.array([text[a:b] for a, b in places], dtype="str")
    sources = pd.DataFrame({"source": names("day", np.arange(n_documents)), "n_chars": stretch * SIZE})
    assignments = pd.DataFrame(
        {
            "coder": pd.array(np.tile(CODERS, n_documents), dtype="str"),
            "source": names("day", np.repeat(np.arange(n_documents), N_CODERS)),
            "round": 1,
            "status": "done",
        }
    )
    return codings, sources, assignments


def names(word: str, numbers: np.ndarray) -> pd.api.extensions.ExtensionArray:
    return pd.array([f"{word}-{number:04}" for number in numbers.tolist()], dtype="str")


def dense(codings: pd.DataFrame, code: str) -> np.ndarray:
    """Lay one code out character by character, for libraries that want it so."""
    table = np.zeros((N_CODERS, N_DOCUMENTS * SIZE))
    shown = codings[codings["code"] == code]
    for source, coder, start, end in shown[["source", "coder", "start_char", "end_char"]].itertuples(index=False):
        first = int(source.rpartition("-")[2]) * SIZE
        table[CODERS.index(coder), first + start : first + end] = 1
    return table


def against_peers(tables: Tables) -> Iterator[Row]:
    """Count the study, and let others count it character by character."""
    codings = tables[0]
    found = qda.reliability(*tables)
    whole = median_of(lambda: qda.reliability(*tables), 9)
    size = f"{len(codings):,} codings, median of 9"
    yield Row("all alphas, kappas, AC1, F1 and 1,000 drawings for intervals", whole, "s", 0.5, size)
    pairs = median_of(lambda: qda.reliability(*tables, by=("code", "pair")), 5)
    yield Row("… for every pair of coders, too", pairs, "s", NO_GOAL, "median of 5")

    code = found["code"].iloc[0]
    laid = dense(codings, code)
    alpha = krippendorff.alpha(laid, level_of_measurement="nominal")
    assert abs(alpha - found["alpha"].iloc[0]) < 1e-9
    theirs = N_CODES * median_of(lambda: krippendorff.alpha(laid, level_of_measurement="nominal"), 3)
    yield Row("krippendorff 0.9, alphas alone", theirs, "s", NO_GOAL, "one code, median of 3, times 40")
    alone = median_of(lambda: qda.reliability(*tables, n_boot=0), 9)
    yield Row("… this many times what is taken here without intervals", theirs / alone, "×", NO_GOAL, "the same run")
    yield Row("… and with intervals, which it does not give", theirs / whole, "×", NO_GOAL, "the same run")
    parts = [laid[:, first : first + SIZE] for first in range(0, 20 * SIZE, SIZE)]

    def kappas() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for part in parts:
                for a, b in ((0, 1), (0, 2), (1, 2)):
                    cohen_kappa_score(part[a], part[b])

    theirs = N_CODES * N_DOCUMENTS / len(parts) * median_of(kappas, 3)
    yield Row("scikit-learn, kappas of each pair, code and document", theirs, "s", NO_GOAL, "20 documents, times 200")
    ours = median_of(lambda: qda.reliability(*tables, by=("code", "source", "pair"), n_boot=0), 3)
    yield Row("… the same here", ours, "s", NO_GOAL, "12,000 rows with all measures, median of 3")


def of_any_length() -> Row:
    """Count the same codings in texts ten times as long."""
    short, long = study(22_500), study(22_500, stretch=10)
    short = (short[0].drop(columns="quote"), *short[1:])
    seconds: list[list[float]] = [[], []]
    for _ in range(15):  # in turns, so that what else the machine does falls on both
        for which, tables in enumerate((short, long)):
            begun = time.perf_counter()
            qda.reliability(*tables)
            seconds[which].append(time.perf_counter() - begun)
    shorter, longer = (float(np.median(taken)) for taken in seconds)
    how = f"{longer:.3f} s and {shorter:.3f} s, medians of 15 in turns"
    return Row("texts ten times as long, over these", longer / shorter, "×", 1.25, how)


def other_questions(tables: Tables) -> Iterator[Row]:
    """Ask what else there is to ask of the same study."""
    n_rows = len(qda.disagreements(*tables))
    seconds = median_of(lambda: qda.disagreements(*tables), 3)
    yield Row("where they differ", seconds, "s", NO_GOAL, f"{n_rows:,} stretches, median of 3")
    yield Row("places and codes apart", median_of(lambda: qda.place_and_code(*tables), 3), "s", NO_GOAL, "median of 3")
    yield Row("which code for which", median_of(lambda: qda.confusion(*tables), 3), "s", NO_GOAL, "median of 3")
    n_sets = int(qda.set_reliability(*tables, n_boot=0)["n_sets"].max())
    seconds = median_of(lambda: qda.set_reliability(*tables, distances=["masi"]), 3)
    how = f"{n_sets:,} different sets, all text and coded text, median of 3"
    yield Row("alpha over sets of codes (MASI), with intervals", seconds, "s", NO_GOAL, how)
    thick = study(222_000)
    begun = time.perf_counter()
    found = qda.set_reliability(*thick, distances=["masi"])
    how = f"{int(found['n_sets'].max()):,} different sets, beyond 8,000 drawn from; one run"
    yield Row("… of 222,000 codings as dense", time.perf_counter() - begun, "s", 60, how)


LARGE = """
import json, resource, sys, time
sys.path.insert(0, sys.argv[1])
import agreement, wenger_qda as qda
tables = agreement.study(agreement.N_LARGE, n_documents=1_000)
begun = time.perf_counter()
table = qda.reliability(*tables)
seconds = time.perf_counter() - begun
assert len(table) == agreement.N_CODES and table["alpha"].notna().all()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "mb": peak, "n": len(tables[0])}))
"""


def large() -> Iterator[Row]:
    """Count a million codings, in a process of their own."""
    folder = str(ROOT / "benchmarks")
    done = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", LARGE, folder], capture_output=True, text=True, check=True, cwd=ROOT
            ).stdout
        )
        for _ in range(3)
    ]
    how = f"{done[0]['n']:,} codings, 1,000 documents, a process each, median of 3"
    yield Row("a million codings", float(np.median([one["seconds"] for one in done])), "s", 20, how)
    most = float(np.median([one["mb"] for one in done]))
    yield Row("… most memory of the process, the table included", most, "MB", 1_000, how)


def measure() -> Iterator[Row]:
    """Measure it all."""
    tables = study(22_500)
    yield from against_peers(tables)
    yield of_any_length()
    yield from other_questions(tables)
    yield from large()
    yield Row("most memory of this run", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB", NO_GOAL, "")


if __name__ == "__main__":
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    run("agreement", measure, __doc__, cores="one core")
