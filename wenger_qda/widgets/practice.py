"""Practice: a student codes a text blind, and then sees passage by passage how a reference has coded it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import traitlets

from wenger_qda.agreement.practice import beside_reference, latest_round, read_again, reference_kappas
from wenger_qda.errors import StoreError, unknown
from wenger_qda.model import CONSENSUS
from wenger_qda.store import Project
from wenger_qda.store.views import SeenCoding
from wenger_qda.widgets.base import STATIC, Content, Message, styles
from wenger_qda.widgets.codes import about_code
from wenger_qda.widgets.text_coder import TextCoder

Held = dict[str, list[Content]]
_ROUND = 1
_CHANGING = {"code", "uncode", "edit", "recode", "split", "join", "correct", "new_code"}


class Practice(TextCoder):
    """Code texts blind, and compare each with a reference once it is done.

    The texts are those that the reference has coded. They are assigned to the coder, who sees nobody else's codings of
    a text until it is done. Then every passage is shown on which the two agree, and every one that was missed,
    over-coded or given a neighbouring code, with the rules of the codebook and the reference's reason. What the coder
    answers is kept in the project (:meth:`Project.answers`).

    Parameters
    ----------
    project : Project
        Open with a coder's name; one that is open for reading only can be read.
    reference : str
        The coder to compare with.
    source : str, optional
        The text to begin with; by default the first that is not done.
    height : int
        Height of the view, in CSS pixels.

    Raises
    ------
    StoreError
        If the reference is not known, has coded nothing, or is the coder; if the project has no source of that name.
    TypeError
        If an option is not known.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> with type(project).open(project.path, coder="bo") as bo:
    ...     _ = bo.code("day-01", 5, 30, "stories")
    >>> Practice(project, reference="bo")
    Practice()
    >>> project.current_round("day-01").is_blind
    True
    """

    _esm = STATIC / "practice.js"
    _css = styles("codes", "text_coder", "reconcile", "practice")
    height = traitlets.Int(760, help="Height of the view, in CSS pixels.").tag(sync=True)

    def __init__(self, project: Project, reference: str = CONSENSUS, source: str = "", **options: Any) -> None:
        self._reference = reference
        self._texts = _texts_of(project, reference)
        if source and source not in self._texts:
            raise StoreError(f"{reference} has coded no source {source!r}, but {', '.join(map(repr, self._texts))}")
        if project.coder:
            _assign(project, self._texts)
        super().__init__(project, source or _first_open(project, self._texts), **options)

    def on_open(self, request: Message) -> tuple[Content, list[bytes]]:
        """Give a text with its turns and codings; and who is compared with whom."""
        told, buffers = super().on_open(request)
        told["about"] = {**told["about"], "reference": self._reference}
        return told, buffers

    def on_compare(self, request: Message) -> Content:
        """Give the findings of a text that is done, and one's answers to them; or say why there are none."""
        name = self._project.source_name(request["source"])
        if why := self._why_not(name):
            return {"source": request["source"], "why": why, "rows": []}
        codings = self._codings([name])
        found = beside_reference(
            codings, self._project.codes(), coder=self._me, reference=self._reference, sources=[name]
        )
        answers, here = self._answers(), _held(codings, (self._me, self._reference))
        rows = [_row(row, here, answers) for row in found.to_dict("records")]
        return {"source": request["source"], "why": "", "rows": rows}

    def on_figures(self, _request: Message) -> Content:
        """Give how far one has come: text by text, kappa by code over all that is done, and what to read again."""
        if not self._me:
            return {"texts": [], "kappas": [], "again": []}
        done = self._done_texts()
        codings = self._codings(done)
        found = beside_reference(
            codings, self._project.codes(), coder=self._me, reference=self._reference, sources=done
        )
        kappas = reference_kappas(
            codings, self._project.turns(), coder=self._me, reference=self._reference, sources=done
        )
        return {
            "texts": self._progress(found, done),
            "kappas": _plain(kappas.sort_values(["n_reference", "code"], ascending=[False, True])),
            "again": _plain(read_again(found)),
        }

    def on_about(self, request: Message) -> Content:
        """Give all that the codebook says of a code, and the passages that one has coded with it oneself."""
        mine = self._project.codings(coders=[self._me], codes=[request["code"]]) if self._me else None
        total = 0 if mine is None else len(mine)
        told = about_code(self._project, request["code"])
        passages = [passage for passage in told["passages"] if passage["coder"] == self._me]
        return {"code": {**told["code"], "n": total}, "passages": passages, "total": total}

    def on_next(self, request: Message) -> Content:
        """Find the next coding of one's own with a code, or the one before, in this text or in another one."""
        here = self._project.source_name(request["source"]), request["point"]
        mine = self._project.codings(coders=[self._me], codes=[request["code"]]).dropna(subset=["start_char"])
        places = sorted(zip(mine["source"], mine["start_char"].astype(int), strict=True))
        if request["step"] > 0:
            found = next((place for place in places if place > here), None)
        else:
            found = next((place for place in reversed(places) if place < here), None)
        return {"to": self._project.view_source_guids([found[0]])[found[0]], "start": found[1]} if found else {}

    def do_answer(self, request: Message) -> Content:
        """Keep what the coder says to a finding."""
        self._project.answer(request["guid"], request["reference_guid"], request["answer"], request["words"])
        return {"said": "Kept."}

    @property
    def _me(self) -> str:
        return self._project.coder or ""

    def _why_not(self, name: str) -> str:
        """Say why a text cannot be compared; empty where it can."""
        if not self._me:
            return "This project is open for reading only; open it with a coder's name to compare."
        if name not in self._texts:
            return f"{self._reference} has not coded this text, so there is nothing to compare."
        if name not in self._done_texts():
            return f"Say that you are done with this text (key d); then {self._reference}'s codings are shown."
        return ""

    def _done_texts(self) -> list[str]:
        """Give the texts that the coder is done with, in the order of the project."""
        seen = {held.source: held.round for held in self._project.view_sources()}
        return [name for name in self._texts if name in seen and seen[name].status == "done"]

    def _codings(self, names: list[str]) -> pd.DataFrame:
        return latest_round(self._project.codings(coders=[self._me, self._reference], sources=names))

    def _answers(self) -> dict[tuple[str, str], Content]:
        kept = self._project.answers()
        return {
            (row["guid"], row["reference_guid"]): {"answer": row["answer"], "words": row["words"]}
            for row in kept[kept["coder"] == self._me].to_dict("records")
        }

    def _progress(self, found: pd.DataFrame, done: list[str]) -> list[Content]:
        """Tell text by text what was found and how much of it was looked at."""
        answers, guids = self._answers(), self._project.view_source_guids(self._texts)
        rows = []
        for name in self._texts:
            here = found[found["source"] == name]
            differing = here[here["verdict"] != "agree"]
            pairs = zip(differing["guid"], differing["reference_guid"], strict=True)
            rows.append({
                "source": guids[name], "name": name, "is_done": name in done, "counts": _counts(here["verdict"]),
                "n_differing": len(differing), "n_answered": sum(pair in answers for pair in pairs),
            })  # fmt: skip
        return rows

    def _given(self, request: Message) -> Any:
        """Refuse to change what was coded in a text that is done: a slip while reading must not count as a reading."""
        if request.get("t") in _CHANGING and str(request.get("cid") or "") not in self._done_by_cid:
            is_memo = request["t"] == "edit" and not {"start", "end"} & request["fields"].keys()
            if not is_memo and self._project.source_name(request["source"]) in self._done_texts():
                raise StoreError("you are done with this text; press d to take it up again, then code")
        return super()._given(request)

    def _sources(self) -> list[Content]:
        """Give the texts to choose from: those that the reference has coded; only one's own codings are counted."""
        return [{**row, "n_codings": row["n_mine"]} for row in super()._sources() if row["name"] in self._texts]

    def _codes(self) -> list[Content]:
        mine = self._project.codings(coders=[self._me])["code"].value_counts() if self._me else pd.Series(dtype=int)
        return [{**row, "n": int(mine.get(row["code"], 0))} for row in super()._codes()]

    def _shown(self, codings: list[SeenCoding]) -> list[SeenCoding]:
        """Give one's own codings: what others gave is read beside them, once the text is done."""
        return [coding for coding in codings if coding.coder == self._me]

    def _n_hidden(self, n_hidden: int) -> int:
        return 0


def _texts_of(project: Project, reference: str) -> list[str]:
    """Give the texts that a reference has coded, in the order of the project.

    Raises
    ------
    StoreError
        If it is not known, has coded nothing, or is the coder.
    """
    if reference == project.coder:
        raise StoreError(f"{reference!r} is the reference; open the project with the name of the one who practises")
    coders = list(project.coders()["coder"])
    if reference not in coders:
        raise StoreError(unknown("coder", reference, coders))
    coded = set(project.codings(coders=[reference])["source"])
    if not coded:
        raise StoreError(f"{reference!r} has coded nothing in this project; there is nothing to practise on")
    return [seen.source for seen in project.view_sources() if seen.source in coded]


def _assign(project: Project, texts: list[str]) -> None:
    """Ask the coder to code, blind, the texts that are neither done nor asked for."""
    rounds = {seen.source: seen.round for seen in project.view_sources()}
    if left := [name for name in texts if rounds[name].status in ("", "open") and not rounds[name].is_blind]:
        project.hand_out(left, coders=[project.coder or ""], round=_ROUND)


def _first_open(project: Project, texts: list[str]) -> str:
    seen = {held.source: held.round.status for held in project.view_sources()}
    return next((name for name in texts if seen[name] != "done"), texts[0])


def _row(found: dict[Any, Any], here: Held, answers: dict[tuple[str, str], Content]) -> Content:
    """Give a finding as the page takes it, with the codings it is about and what else was coded there."""
    pair = found["guid"], found["reference_guid"]
    start, end = _offset(found["start_char"]), _offset(found["end_char"])
    return {
        "key": " ".join(pair), "guid": pair[0], "reference_guid": pair[1], "verdict": found["verdict"],
        "code": found["code"], "reference_code": found["reference_code"], "start": start, "end": end,
        "positions": [position for positions in here.values() for position in positions if position["guid"] in pair],
        "also": {
            name: [{"code": other["code"], "note": other["note"]} for other in positions
                   if other["guid"] not in pair and _shares(other, start, end)]
            for name, positions in here.items()
        },
        **answers.get(pair, {"answer": "", "words": ""}),
    }  # fmt: skip


def _held(codings: pd.DataFrame, coders: tuple[str, str]) -> Held:
    """Give the codings of each coder as the page takes them."""
    held: Held = {name: [] for name in coders}
    for row in codings.to_dict("records"):
        held[row["coder"]].append({
            "guid": row["guid"], "coder": row["coder"], "code": row["code"], "note": row["note"] or "",
            "stance": row["stance"] or "", "start": _offset(row["start_char"]), "end": _offset(row["end_char"]),
        })  # fmt: skip
    return held


def _shares(other: Content, start: int | None, end: int | None) -> bool:
    """Tell whether a coding shares a character with a place; a whole text shares with all, a coding of it with none."""
    if start is None or end is None:
        return True
    return other["start"] is not None and other["start"] < end and other["end"] > start


def _counts(verdicts: pd.Series[str]) -> dict[str, int]:
    return {str(verdict): int(count) for verdict, count in verdicts.value_counts().items()}


def _plain(table: pd.DataFrame) -> list[Content]:
    """Give a table as rows that JSON takes; what is undefined is nothing."""
    return [
        {str(name): None if isinstance(value, float) and pd.isna(value) else value for name, value in row.items()}
        for row in table.astype("object").to_dict("records")
    ]


def _offset(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
