"""How good suggestions are, beside simple ways, and how fast: prints tables, and with ``--write`` puts them into docs.

    python benchmarks/suggestions.py [--write] [--quick] [--embedder FOLDER]

Every coded passage is predicted before its codes are shown, document by document, in several orders of the documents.
The project's own corpora are measured with shared weights learnt without that corpus; what lies beside the project, and
was not learnt from, with those that come with the package. With the folder of a sentence model, the suggester has that,
too. Differences are those to the best of the simple ways in the
bin, paired by passage; intervals come from drawing documents anew.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from coded_sets import CodedSet, in_order, own_sets, public_set
from learn_ranker import Replay, learn, replay
from rows import NO_GOAL, ROOT, Row, machine, table
from tqdm.auto import tqdm

from wenger_qda.suggest import Embedder, Suggester
from wenger_qda.suggest.prequential import BINS, outcomes

ORDERS = (1, 2, 3, 4, 5)
MOST_DOCUMENTS = 20
DRAWINGS = 1000
FEWEST = 200
LEARNT_FROM = ("claims-processing", "boundary-project", "conversational_uptake")
OTHERS = ("rescushell_chat", "talkmoves")
VISIBLE = 100


class Line(NamedTuple):
    """One corpus in one bin."""

    corpus: str
    bin: str
    n: int
    suggester: tuple[float, float, float]
    best: str
    best_p: float
    difference: tuple[float, float, float]
    skill: float


class Shelf:
    """Keeps vectors for as long as the run takes, since all orders have the same texts."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], bytes] = {}

    def get(self, model: str, digests: list[str]) -> dict[str, bytes]:
        return {digest: self.held[model, digest] for digest in digests if (model, digest) in self.held}

    def put(self, model: str, vectors: dict[str, bytes]) -> None:
        self.held |= {(model, digest): vector for digest, vector in vectors.items()}


def measured(
    sets: Sequence[CodedSet], replays: Sequence[Replay], orders: Sequence[int], embedder: Embedder | None = None
) -> Iterator[Line]:
    for corpus in dict.fromkeys(coded.corpus for coded in sets):
        shared = learn([one for one in replays if one.corpus != corpus]) if corpus in LEARNT_FROM else None
        parts = []
        for coded in tqdm([one for one in sets if one.corpus == corpus], corpus, leave=False):
            for order in orders:
                turned = in_order(coded, order)
                some = (
                    turned.turns["source"].unique()[:MOST_DOCUMENTS]
                    if corpus in OTHERS
                    else turned.turns["source"].unique()
                )
                turns = turned.turns[turned.turns["source"].isin(some)]
                found = outcomes(turns, turned.codings, turned.codes, shared=shared, embedder=embedder)
                parts.append(found.assign(set=coded.name, order=order))
        yield from _lines(corpus, pd.concat(parts, ignore_index=True))


def _lines(corpus: str, found: pd.DataFrame) -> Iterator[Line]:
    for name in BINS:
        here = found[found["bin"] == name]
        ours = here[here["method"] == "suggester"].reset_index(drop=True)
        if ours.empty:
            continue
        ways = {way: part.reset_index(drop=True) for way, part in here.groupby("method") if way != "suggester"}
        best = max(ways, key=lambda way: ways[way]["p_at_1"].mean())
        skill = 1 - ours["brier"].sum() / ours["brier_frequency"].sum()
        figures = tuple(float(ours[measure].mean()) for measure in ("p_at_1", "r_at_3", "map"))
        yield Line(
            corpus, name, len(ours), figures, best, ways[best]["p_at_1"].mean(), _paired(ours, ways[best]), skill
        )


def _paired(ours: pd.DataFrame, theirs: pd.DataFrame) -> tuple[float, float, float]:
    """Give the mean difference, and its 95 % interval, documents drawn anew."""
    difference = (ours["p_at_1"] - theirs["p_at_1"]).to_numpy()
    document = pd.factorize(ours["set"] + "/" + ours["source"])[0]
    sums, sizes = np.bincount(document, difference), np.bincount(document)
    draws = np.random.default_rng(0).integers(0, len(sums), (DRAWINGS, len(sums)))
    drawn = sums[draws].sum(axis=1) / sizes[draws].sum(axis=1)
    return float(difference.mean()), *(float(edge) for edge in np.quantile(drawn, [0.025, 0.975]))


def as_table(lines: Sequence[Line]) -> str:
    head = (
        "| corpus | coded so far | passages | P@1 | R@3 | MAP | best simple way | its P@1 | difference | Brier skill |"
    )
    rows = [head, "|---|---|---|---|---|---|---|---|---|---|"]
    for line in lines:
        first, three, mean = line.suggester
        low, high = line.difference[1:]
        rows.append(
            f"| {line.corpus} | {line.bin} | {line.n:,} | {first:.3f} | {three:.3f} | {mean:.3f} "
            f"| {line.best} | {line.best_p:.3f} | {line.difference[0]:+.3f} ({low:+.3f} to {high:+.3f}) "
            f"| {line.skill:+.3f} |"
        )
    return "\n".join(rows)


def speed() -> Iterator[Row]:
    turns, codes = _made_up(3_000)
    Suggester().fit(turns[:50], _coded(turns[:0]), codes).suggest(turns[:3])
    ready = [_cpu(lambda: Suggester().fit(turns[:1000], _coded(turns[:0]), codes)) for _ in range(5)]
    yield Row(
        "ready after 1,000 passages were imported",
        float(np.median(ready)),
        "CPU-s",
        0.5,
        "30 codes, imports apart; median of 5",
    )
    suggester = Suggester().fit(turns, _coded(turns[:1000]), codes)
    yield Row(
        "learn 1,000 coded passages",
        _cpu(lambda: Suggester().fit(turns, _coded(turns[:1000]), codes)),
        "CPU-s",
        NO_GOAL,
        "of 3,000, one run",
    )
    spent, worked = [], []
    for number in range(1000, 1100):
        begun, cpu, row = time.perf_counter(), time.process_time(), turns.iloc[number]
        suggester.update(row["source"], int(row["turn"]), [f"c{number % 30}"])
        suggester.suggest(turns.iloc[number + 1 : number + 1 + VISIBLE])
        spent.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.process_time() - cpu))
    how = f"1,000 coded, 30 codes, {VISIBLE} passages ranked anew with reasons"
    yield Row("one coding to a visible text ranked anew, median", float(np.median(spent)), "ms", NO_GOAL, how)
    yield Row("… 95 of 100", float(np.quantile(spent, 0.95)), "ms", 20, "100 codings")
    yield Row("… time of the processor, 95 of 100", float(np.quantile(worked, 0.95)), "CPU-ms", NO_GOAL, "the same")
    with get_context("spawn").Pool(1) as alone:  # by itself, so that its memory is its own
        yield from alone.apply(_many)


def _many() -> list[Row]:
    return list(_many_rows())


def _many_rows() -> Iterator[Row]:
    many, codes = _made_up(100_000)
    suggester, held, coded = Suggester(), _megabytes_now(), _coded(many[:2000:2])
    how = "1,000 of them coded, 30 codes; one run"
    spent = _cpu(lambda: suggester.fit(many, coded, codes).suggest(many))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Row("100,000 passages read and ranked, with reasons", spent, "CPU-s", 60, how)
    yield Row("… most memory, all told", most, "MB", 500, "imports, passages and suggestions with it")
    yield Row("… most memory beyond imports and the passages", most - held, "MB", NO_GOAL, "suggestions with it")
    place = str(many["source"].iloc[5]), int(many["turn"].iloc[5])
    for name, does in {
        "whether they are coded at all": lambda: suggester.chance_coded(many),
        "`likely`": lambda: suggester.likely(many),
        "`worth_reading`": suggester.worth_reading,
        "`like`": lambda: suggester.like(*place),
    }.items():
        yield Row(f"… then {name}", _cpu(does), "CPU-s", NO_GOAL, "of all 100,000")


def _made_up(n: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give passages of some thirty words, drawn as words of a language are: few often, many rarely."""
    draw = np.random.default_rng(0)
    rare = [
        f"{start}{middle}{end}"
        for start in "bdfgklmnprst"
        for middle in "aeiou"
        for end in ("n", "l", "ring", "st", "ma", "ko", "ve", "per", "tion", "s")
    ]
    words = np.array([*"the and of to it that was they in for".split(), *rare])  # the small ones make it English
    texts = [
        " ".join(words[np.minimum(draw.zipf(1.3, draw.integers(5, 30)) - 1, len(words) - 1)].tolist()) for _ in range(n)
    ]
    ends = np.cumsum([len(text) + 1 for text in texts])
    turns = pd.DataFrame({
        "source": [f"text {number // 200:04}" for number in range(n)], "turn": np.arange(n) % 200, "kind": "speech",
        "speaker": draw.choice(["Ann", "Bea", "Cy"], n), "start_char": ends - [len(text) + 1 for text in texts],
        "end_char": ends - 1, "text": texts,
    })  # fmt: skip
    codes = pd.DataFrame(
        {
            "code": [f"c{number}" for number in range(30)],
            "definition": [" ".join(draw.choice(rare, 8)) for _ in range(30)],
        }
    )
    return turns, codes


def _coded(turns: pd.DataFrame) -> pd.DataFrame:
    return turns.assign(code=[f"c{number % 30}" for number in range(len(turns))])[
        ["source", "code", "start_char", "end_char"]
    ]


def _megabytes_now() -> float:
    """Give what this process holds; where the system does not tell, the most that it has held."""
    told = Path("/proc/self/statm")
    if told.exists():
        return int(told.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _cpu(does: Callable[[], object]) -> float:
    begun = time.process_time()
    does()
    return time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    parser.add_argument("--quick", action="store_true", help="one order of the documents only")
    parser.add_argument("--embedder", metavar="FOLDER", help="a sentence model for the suggester; not written to docs")
    parser.add_argument("--speed", action="store_true", help="how quick it is, and nothing else")
    options = parser.parse_args()
    if options.write and options.embedder:
        parser.error("docs/benchmarks.md has the figures without a sentence model; leave out --write or --embedder")
    embedder = Embedder(options.embedder, keep=Shelf()) if options.embedder else None
    fast = table(list(speed()))
    print(fast)
    if options.write:
        put("suggestions-speed", f"{fast}\n\nMachine: {machine('two cores', 0, 0).split(', load')[0]}.")
    if options.speed:
        return
    own = [*own_sets(), *filter(None, [public_set("conversational_uptake")])]
    replays = [replay(in_order(coded, order)) for coded in tqdm(own, "learning", leave=False) for order in (1, 2)]
    sets = [*own, *filter(None, map(public_set, OTHERS))]
    lines = []
    for line in measured(sets, replays, ORDERS[:1] if options.quick else ORDERS, embedder):
        lines.append(line)
        print(as_table([line]).splitlines()[-1], flush=True)
    gone = [name for name in (*LEARNT_FROM[2:], *OTHERS) if public_set(name) is None]
    if gone:
        print(f"not measured, since they do not lie beside the project: {', '.join(gone)}", file=sys.stderr)
    if options.write:
        put("suggestions", as_table(lines))


def put(mark: str, made: str) -> None:
    """Put a table into the page of benchmarks, between its marks."""
    page = ROOT / "docs" / "benchmarks.md"
    parts = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.DOTALL)
    page.write_text(parts.sub(lambda found: f"{found[1]}{made}\n{found[2]}", page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
