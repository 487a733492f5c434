"""Coded texts to measure suggestions on: the project's own corpora, and public ones that lie beside it."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

import wenger_qda as qda

ROOT = Path(__file__).parent.parent
PUBLIC = ROOT.parent / "shared" / "coded-data"
OWN = {
    "claims-processing": ("communities-of-practice", "social-learning-systems"),
    "boundary-project": ("social-learning-systems",),
}


class CodedSet(NamedTuple):
    """Passages that one coder has coded; `corpus` says which sets share texts."""

    name: str
    corpus: str
    turns: pd.DataFrame
    codings: pd.DataFrame
    codes: pd.DataFrame


def own_sets() -> Iterator[CodedSet]:
    """Give each coder's codings of the project's own corpora, each round a set."""
    for corpus, codebooks in OWN.items():
        with tempfile.TemporaryDirectory() as folder:
            with qda.Project.create(Path(folder) / "own.wqda", coder="reader") as project:
                for name in codebooks:
                    project.use(qda.Codebook.load(name))
                project.add(qda.read(ROOT / "corpora" / corpus))
                turns, codings, codes = project.turns(), project.codings(), project.codes()
            for (coder, number), theirs in codings.groupby(["coder", "round"]):
                read = turns[turns["source"].isin(set(theirs["source"]))].reset_index(drop=True)
                yield CodedSet(f"{corpus}, {coder} {number}", corpus, read, theirs, codes)


def public_set(name: str) -> CodedSet | None:
    """Give a public set, or nothing where it does not lie beside the project."""
    folder = PUBLIC / name
    if not (folder / "data.jsonl.gz").exists():
        return None
    with gzip.open(folder / "data.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    turns = pd.DataFrame({
        "source": [row["doc"] for row in rows],
        "kind": "speech",
        "speaker": [row["speaker"] or "" for row in rows],
        "text": [row["text"] for row in rows],
    })  # fmt: skip
    turns["turn"] = turns.groupby("source", sort=False).cumcount()
    lengths = turns["text"].str.len() + 1
    turns["start_char"] = lengths.groupby(turns["source"], sort=False).cumsum() - lengths
    turns["end_char"] = turns["start_char"] + lengths - 1
    codings = turns.assign(code=[row["codes"] for row in rows]).explode("code").dropna(subset=["code"])
    book = json.loads((folder / "codebook.json").read_text("utf-8"))
    codes = pd.DataFrame({
        "code": [code["code"] for code in book],
        "name": [code["code"].replace("_", " ").replace(".", " ").replace("/", " ") for code in book],
        "definition": [code["definition"] or "" for code in book],
    })  # fmt: skip
    if name == "talkmoves":  # its codebook says whose moves they are
        codes["speakers"] = [[code.split(":")[0]] if ":" in code else [] for code in codes["code"]]
    return CodedSet(name, name, turns, codings, codes)


def in_order(coded: CodedSet, seed: int) -> CodedSet:
    """Give a set with its documents in another order, by lot."""
    names = coded.turns["source"].unique()
    place = {name: at for at, name in enumerate(np.random.default_rng(seed).permutation(names))}
    turns = coded.turns.assign(at=coded.turns["source"].map(place)).sort_values(["at", "turn"], kind="stable")
    return coded._replace(turns=turns.drop(columns="at").reset_index(drop=True))
