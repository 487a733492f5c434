"""Suggestions for all texts, made in a process of its own: the notebook goes on, and the run can be stopped."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from threading import Condition, Thread, Timer
from typing import Any

import pandas as pd

from wenger_qda.reports.suggesting import known_sources
from wenger_qda.store import Project
from wenger_qda.suggest.suggester import suggestion_table

__all__ = ["SuggestionRun"]

_PLACES = {"source": "str", "turn": "int64", "start_char": "int64", "end_char": "int64", "likeness": "float64"}
_IDLE = 120.0
_WORKER = ("-P", "-m", "wenger_qda.reports.corpus_worker")
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_DIED = "The process that makes suggestions ended before it was done; start it again."
Place = tuple[str, int]


class SuggestionRun:
    """Suggests codes for all passages of a project, in a process of its own.

    What is made comes in text by text; :meth:`table` gives what there is so far. A run that was stopped goes on where
    it was. Nothing is written, and nothing is left on the disk.

    Parameters
    ----------
    project : Project
    sources : str or iterable of str, optional
        Only for these texts; by default for all.
    top : int
        How many suggestions for each passage.
    least : float
        How likely one must be at least.
    embedder : str or Path, optional
        A folder with a sentence model of one's own (:class:`wenger_qda.suggest.Embedder`).
    pipeline : str or Path, optional
        The name or the folder of a trained pipeline of spaCy.

    Raises
    ------
    StoreError
        If a source is not known.

    Examples
    --------
    >>> run = SuggestionRun(getfixture("tiny_project")).start()
    >>> run.wait().state, run.n_done == run.n_texts
    ('done', True)
    >>> run.close()
    """

    def __init__(
        self,
        project: Project,
        sources: str | Iterable[str] | None = None,
        *,
        top: int = 3,
        least: float = 0.0,
        embedder: str | Path | None = None,
        pipeline: str | Path | None = None,
    ) -> None:
        self._project = project
        self._pipeline = None if pipeline is None else str(pipeline)
        self._embedder = None if embedder is None else str(Path(embedder).resolve())
        self._sources = known_sources(project, sources)
        self._top, self._least = top, least
        self._rows: dict[str, list[list[Any]]] = {}
        self._answers: dict[Place, pd.DataFrame | None] = {}
        self._changed = Condition()
        self._process: subprocess.Popen[str] | None = None
        self._timer: Timer | None = None
        self._ids = count(1)
        self._asked: dict[int, Place] = {}
        self.record = pd.DataFrame({"code": [], "n_first": [], "n_right": [], "right": []})
        self.worth_reading: pd.DataFrame | None = None
        self.cards: dict[str, dict[str, Any]] | None = None
        self.state, self.why = "new", ""
        self.revision = 0  # of the project, when it began: places are those of the texts of then

    @property
    def n_texts(self) -> int:
        """How many texts there are to go through."""
        return len(self._sources)

    @property
    def n_done(self) -> int:
        """How many of them are done."""
        return len(self._rows)

    def start(self) -> SuggestionRun:
        """Begin, or go on where it was stopped; what is done already stays."""
        with self._changed:
            if self.state in ("running", "done") and self._process is not None and self._process.poll() is None:
                return self
            self._asked = {}
            self.state, self.why = "running", ""
            order = {
                "path": str(self._project.path.resolve()), "coder": self._project.coder or "", "top": self._top,
                "least": self._least, "embedder": self._embedder, "pipeline": self._pipeline,
                "sources": [name for name in self._sources if name not in self._rows],
            }  # fmt: skip
            self._process = _begun(order)
            Thread(target=self._listen, args=(self._process,), name="suggestions for all texts", daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop; what there is stays, and :meth:`start` goes on from there."""
        with self._changed:
            if self._timer is not None:
                self._timer.cancel()
            process, self._process = self._process, None
            if self.state == "running":
                self.state = "stopped"
            self._changed.notify_all()
        _end(process)

    close = stop

    def anew(self) -> SuggestionRun:
        """Forget what was made, and begin from the first text with what was coded meanwhile."""
        self.stop()
        with self._changed:
            self._rows, self._answers, self.worth_reading = {}, {}, None
        return self.start()

    def wait(self, timeout: float | None = None) -> SuggestionRun:
        """Wait until it is done, stopped or failed."""
        with self._changed:
            self._changed.wait_for(lambda: self.state != "running", timeout)
        return self

    def table(self) -> pd.DataFrame:
        """Give what was suggested so far, as :func:`wenger_qda.suggestions` does.

        The score is the chance that the passage is coded at all, and with this code
        (:meth:`wenger_qda.suggest.Suggester.likely`).
        """
        with self._changed:
            done = [(source, self._rows[source]) for source in self._sources if source in self._rows]
        return suggestion_table([(source, *row) for source, rows in done for row in rows])

    def like(self, source: str, turn: int, *, n: int = 50) -> pd.DataFrame | None:
        """Find the passages most like one: source, turn, start_char, end_char, likeness.

        Returns
        -------
        DataFrame or None
            None as long as the process is still at work on it; ask again.
        """
        place = str(source), int(turn)
        with self._changed:
            if place in self._answers:
                return self._answers[place]
        if self.state != "running":
            self.start()
        with self._changed:
            if place not in self._asked.values() and self._process is not None:
                number = next(self._ids)
                self._asked[number] = place
                self._rest_later()
                _tell(self._process, {"id": number, "source": place[0], "turn": place[1], "n": n})
        return None

    def __repr__(self) -> str:
        return f"SuggestionRun({self.state}: {self.n_done} of {self.n_texts} texts)"

    def _listen(self, process: subprocess.Popen[str]) -> None:
        """Take in what the process says, until it says no more."""
        with process:
            for line in process.stdout or ():
                with self._changed:
                    if process is self._process:
                        self._take(json.loads(line))
                    self._changed.notify_all()
        with self._changed:
            if process is self._process:
                self._process = None
                if self.state == "running":
                    self.state, self.why = "failed", self.why or _DIED
            self._changed.notify_all()

    def _rest_later(self) -> None:
        """Let the process go once nothing was asked for a while; it is there again when something is."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = Timer(_IDLE, self._rest)
        self._timer.daemon = True
        self._timer.start()

    def _rest(self) -> None:
        if self.state == "done":
            self.stop()

    def _take(self, told: dict[str, Any]) -> None:
        if "rows" in told:
            self._rows[told["source"]] = told["rows"]
        elif "record" in told:
            self.revision = self.revision if self._rows else told["revision"]
            self.record = pd.DataFrame(told["record"])
            self.record["right"] = self.record["right"].where(self.record["n_first"] > 0)
        elif "worth_reading" in told:
            self.worth_reading = _places(told["worth_reading"])
        elif "like" in told:
            self._answers[self._asked.pop(told["id"])] = _places(told["like"])
        elif "cards" in told:
            self.cards = {card["code"]: card for card in told["cards"]}
            self._rest_later()
        elif "done" in told:
            self.state = "done"
        elif "error" in told:
            self.state, self.why = "failed", told["error"]


def _begun(order: dict[str, Any]) -> subprocess.Popen[str]:
    """Begin the process, and give it its order."""
    process = subprocess.Popen(
        [sys.executable, *_WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, encoding="utf-8", creationflags=_NO_WINDOW,
    )  # fmt: skip
    _tell(process, order)
    return process


def _tell(process: subprocess.Popen[str], what: Mapping[str, Any]) -> None:
    """Write a line to the process; that one which has ended does not hear it, is told by its output."""
    with contextlib.suppress(OSError):
        if process.stdin is not None:
            process.stdin.write(json.dumps(what) + "\n")
            process.stdin.flush()


def _end(process: subprocess.Popen[str] | None) -> None:
    """End the process, if it is there still; one whose notebook is gone ends by itself."""
    if process is not None:
        process.kill()
        process.wait()


def _places(rows: list[list[Any]]) -> pd.DataFrame:
    columns = list(zip(*rows, strict=True)) or [()] * len(_PLACES)
    kinds = zip(_PLACES.items(), columns, strict=False)
    return pd.DataFrame({name: pd.Series(values, dtype=kind) for (name, kind), values in kinds})
