"""The process that goes through all texts of a project: an order comes in by its input, what it finds goes out.

Both are lines of JSON. The order names the project, the coder, the texts and how many suggestions are wanted. Then come
a line for each text, one with what is worth reading next, one that says that this is all, and the cards of the codes;
after that, questions are answered until the input is closed, as it is when the notebook goes away. Nothing is written
but what a sentence model made of passages.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, TextIO

import pandas as pd

from wenger_qda.errors import QdaError
from wenger_qda.reports.cards import suggestion_cards
from wenger_qda.reports.suggesting import fitted, suggester_with
from wenger_qda.store import Project
from wenger_qda.suggest import Suggester

_NICE = 5
_WORTH_READING = 40
Say = Callable[[Mapping[str, Any]], None]


def main(incoming: TextIO, outgoing: TextIO) -> int:
    """Carry out the order of the first line, and answer the questions of the others."""

    def say(told: Mapping[str, Any]) -> None:
        outgoing.write(json.dumps(told, separators=(",", ":")) + "\n")
        outgoing.flush()

    try:
        work(json.loads(incoming.readline()), incoming, say)
    except QdaError as error:
        say({"error": str(error)})
        return 2
    except BrokenPipeError:
        return 1
    except Exception as error:  # noqa: BLE001 - the notebook is to say it
        say({"error": f"the program failed ({type(error).__name__}: {error})"})
        return 1
    return 0


def work(order: Mapping[str, Any], questions: TextIO, say: Say) -> None:
    """Suggest for each text that is wanted, and then answer."""
    with Project.open(order["path"], coder=order["coder"] or None) as project:
        revision, turns = project.revision(), project.turns()
        suggester = suggester_with(project, order["embedder"], order["pipeline"])
        fitted(project, turns, suggester)
        say({"revision": revision, "record": suggester.record().fillna(-1).to_dict("list")})
        texts = dict(list(turns.groupby("source", sort=False)))
        nothing, right = turns.head(0), project.suggesting().right
        for source in order["sources"]:
            found = suggester.likely(texts.get(source, nothing), top=order["top"], right=right)
            likely = found[found["score"] >= order["least"]].drop(columns="source")
            say({"source": source, "rows": _rows(likely)})
        say({"worth_reading": _rows(suggester.worth_reading(n=_WORTH_READING))})
        say({"done": True})
        say({"cards": _cards(project)})
    for line in questions:
        question = json.loads(line)
        say({"id": question["id"], "like": _like(suggester, question)})


def _cards(project: Project) -> Any:
    return json.loads(suggestion_cards(project).to_json(orient="records")) if project.coder else []


def _like(suggester: Suggester, question: Mapping[str, Any]) -> list[list[Any]]:
    try:
        return _rows(suggester.like(question["source"], question["turn"], n=question["n"]))
    except QdaError:  # a passage that was not there when the texts were read
        return []


def _rows(table: pd.DataFrame) -> list[list[Any]]:
    return [list(row) for row in table.itertuples(index=False)]


if __name__ == "__main__":
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_NICE)  # the notebook comes first
    sys.exit(main(sys.stdin, sys.stdout))
