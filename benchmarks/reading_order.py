"""Does it help to read what is worth reading first? ``python benchmarks/reading_order.py [--write]``.

A hundred passages, or three hundred, are read and coded: document by document, drawn by lot, or as
:meth:`wenger_qda.suggest.Suggester.worth_reading` chooses them. Then codes are suggested for the others (at most
1,500), and it is counted how often the first suggestion is right. Of the data beside the project those are taken in
which enough is coded.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np
from coded_sets import CodedSet, public_set
from suggestions import put

from wenger_qda.suggest import Suggester
from wenger_qda.suggest.passages import Ints, Passages, labels_of, passages_of

SETS = ("talkmoves", "rescushell_chat")
READ = (100, 300)
SEEDS = range(5)
MOST_ASKED = 1_500
WAYS = ("document by document", "drawn by lot", "worth reading")


def right_after(coded: CodedSet, n: int, way: str, seed: int) -> float:
    """Give how often the first suggestion is right for what was not read."""
    passages = passages_of(coded.turns)
    codes = coded.codes["code"].tolist()
    labels = labels_of(passages, coded.codings, codes)
    rows, draw = np.flatnonzero(labels.any(axis=1)), np.random.default_rng(seed)
    suggester = Suggester(seed=seed).fit(coded.turns, coded.codings.head(0), coded.codes)
    read = np.sort(chosen(suggester, passages, rows, n, way, draw))
    for row in read.tolist():
        given = [code for code, is_given in zip(codes, labels[row], strict=True) if is_given]
        suggester.update(passages.source[row], int(passages.turn[row]), given)
    asked = np.sort(draw.permutation(np.setdiff1d(rows, read))[:MOST_ASKED])
    turns = coded.turns.set_index(["source", "turn"], drop=False)
    places = [(passages.source[row], int(passages.turn[row])) for row in asked.tolist()]
    first = suggester.suggest(turns.loc[places].reset_index(drop=True), top=1)
    column = {code: place for place, code in enumerate(codes)}
    said = [column[code] for code in first["code"]]
    return float(labels[asked, said].mean())


def chosen(suggester: Suggester, passages: Passages, rows: Ints, n: int, way: str, draw: np.random.Generator) -> Ints:
    """Choose the passages that are read."""
    if way == "drawn by lot":
        return draw.choice(rows, n, replace=False)
    if way == "document by document":
        documents = draw.permutation(np.unique(passages.document))
        return np.concatenate([rows[passages.document[rows] == document] for document in documents])[:n]
    found = suggester.worth_reading(n=n * len(passages) // len(rows))  # of some it is not known how they are coded
    places = zip(found["source"], found["turn"].astype(int), strict=True)
    there = np.array([passages.row_of[place] for place in places])
    return there[np.isin(there, rows)][:n]


def table() -> Iterator[str]:
    yield f"| data | passages read | {' | '.join(WAYS)} |"
    yield "|---" * (2 + len(WAYS)) + "|"
    for name in SETS:
        coded = public_set(name)
        for n in READ if coded is not None else ():
            figures = [np.mean([right_after(coded, n, way, seed) for seed in SEEDS]) for way in WAYS]
            yield f"| {name} | {n} | {' | '.join(f'{figure:.3f}' for figure in figures)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    made = []
    for line in table():
        print(line, flush=True)
        made.append(line)
    if options.write:
        put("reading-order", "\n".join(made))


if __name__ == "__main__":
    main()
