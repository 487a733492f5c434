"""Reconcile: what coders coded in different ways, one passage after the other, to be decided."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import traitlets

from wenger_qda.errors import QdaError, StoreError, unknown
from wenger_qda.store import Project
from wenger_qda.widgets.base import STATIC, Content, Message, Widget, page_key, styles
from wenger_qda.widgets.codes import about_code, code_rows, counted, edit_code
from wenger_qda.widgets.contested import Choice, Contested, contested, positions_of, rounds_of, spans_of

_REMEMBERED = 4
_REASONS = 30
_CHANGED = "NOT decided: this passage was coded differently meanwhile. Look at it again, and decide anew."


class Reconcile(Widget):
    """Decide the passages that coders coded in different ways.

    Each stands in its text with everybody's position, memo and other codes, and with what the codebook says. What is
    decided is kept with its reason, and stored as codings of the coder ``consensus``; the coders' own codings stay as
    they are (:meth:`Project.decide`). Texts that one is still to code blind are left out.

    Parameters
    ----------
    project : Project
        Open with a coder's name; one that is open for reading only can be read.
    coders, codes : iterable of str, optional
        Only these.
    round : int, optional
        Only this round; by default the latest that two coders share, text by text.
    height : int
        Height of the view, in CSS pixels.

    Raises
    ------
    StoreError
        If the project has no such coder or code.
    TypeError
        If an option is not known.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> Reconcile(project, codes=["stories"])
    Reconcile()
    """

    _esm = STATIC / "reconcile.js"
    _css = styles("codes", "text_coder", "reconcile")
    height = traitlets.Int(760, help="Height of the view, in CSS pixels.").tag(sync=True)

    def __init__(
        self,
        project: Project,
        *,
        coders: Iterable[str] | None = None,
        codes: Iterable[str] | None = None,
        round: int | None = None,
        **options: Any,
    ) -> None:
        self._project = project
        self._choice = Choice(
            _known("coder", coders, project.coders()["coder"]), _known("code", codes, project.codes()["code"]), round
        )
        self._sent: OrderedDict[str, dict[str, str]] = OrderedDict()
        super().__init__(**options)

    def on_open(self, _request: Message) -> tuple[Content, list[bytes]]:
        """Give all that there is to decide, with the codes and what stands of the texts."""
        rev = self._project.revision()  # first: what changes while the rest is read is told by the next look
        return self._told(rev, None)

    def on_look(self, request: Message) -> Content | tuple[Content, list[bytes]]:
        """Give what has changed since a revision: the rows that are new or different; nothing, mostly."""
        rev = self._project.revision()
        if request["rev"] == rev:
            return {"rev": rev}
        told, buffers = self._told(rev, str(request["stamp"]))
        return {"rev": rev} if told["stamp"] == request["stamp"] else (told, buffers)

    def on_text(self, request: Message) -> tuple[Content, list[bytes]]:
        """Give a text with its turns, to be read."""
        view = self._project.view(self._project.source_name(request["source"]))
        return {"name": view.source, "turns": view.turns}, [view.text.encode()]

    def on_about(self, request: Message) -> Content:
        """Give all that the codebook says of a code, and some passages coded with it."""
        return about_code(self._project, request["code"])

    def on_affected(self, request: Message) -> Content:
        """Tell whose codings are to be looked at again if what a code means is changed."""
        by_coder, n_hidden = self._project.view_coders(request["codes"])
        return {"by_coder": by_coder, "n_hidden": n_hidden}

    def do_decide(self, request: Message) -> Content:
        """Decide a passage, if the positions are still those that the page shows."""
        self._decide(request, self._row(request))
        return {"said": "Decided."}

    def do_define(self, request: Message) -> Content:
        """Change what a code means, and keep that a passage was the reason, as one step."""
        row = self._row(request)
        with self._project._as_one("decide", ""):
            n_review = edit_code(self._project, request["code"], request["fields"])
            self._decide({**request, "outcome": "definition"}, row)
        review = f"; {counted(n_review, 'coding')} to be looked at again" if n_review else ""
        return {"said": f"The definition is changed{review}. Code the passage anew in a later round."}

    def do_settle(self, _request: Message) -> Content:
        """Take over what all agree on, of all rounds as one step."""
        left = contested(self._project, self._choice).to_settle
        with self._project._as_one("settle", "") as step:
            n_new = sum(self._project.settle(left, round=number) for number in rounds_of(left))
            said = f"{counted(n_new, 'passage')} on which all agree taken over"
            step.say(said)
        return {"said": f"{said}."}

    def do_undo(self, _request: Message) -> Content:
        """Take back the coder's last step."""
        return {"said": f"Taken back: {self._project.undo()}."}

    def do_redo(self, _request: Message) -> Content:
        """Do again what was taken back."""
        return {"said": f"Done again: {self._project.redo()}."}

    def _row(self, request: Message) -> Content:
        """Find the row that the page speaks of.

        Raises
        ------
        QdaError
            If positions have changed since the page read them.
        """
        self._project._writer()
        name = self._project.source_name(request["source"])
        for row in contested(self._project, self._choice, source=name).rows:
            if all(row[key] == request[key] for key in ("code", "round", "mark")):
                return row
        raise QdaError(_CHANGED)

    def _decide(self, request: Message, row: Content) -> None:
        outcome, side = request["outcome"], list(request.get("agreed_with", ()))
        chosen = {"one": spans_of(row, side), "span": [tuple(request.get("span") or ())]}
        spans: list[Any] = chosen.get(outcome, [])
        self._project.decide(
            row["name"], row["code"], row["start"], row["end"], outcome, spans=spans, agreed_with=side,
            reason=request["reason"], round=row["round"], positions=positions_of(row), mark=row["mark"],
        )  # fmt: skip

    def _told(self, rev: int, known: str | None) -> tuple[Content, list[bytes]]:
        """Tell the page how things stand; where it is known what it shows, only the rows that are others."""
        found = contested(self._project, self._choice)
        head = self._head(found)
        rows = {row["key"]: _packed(row) for row in found.rows}
        stamp = sha256("\n".join([_packed(head), *rows.values()]).encode()).hexdigest()
        before = self._sent.get(known or "")
        fresh = [row for key, row in rows.items() if before is None or before.get(key) != row]
        gone = [] if before is None else [key for key in before if key not in rows]
        self._sent[stamp] = rows
        while len(self._sent) > _REMEMBERED:
            self._sent.popitem(last=False)
        packed = f'{{"head":{_packed(head)},"gone":{_packed(gone)},"rows":[{",".join(fresh)}]}}'
        about = {"rev": rev, "stamp": stamp, "project": page_key(self._project.path), "is_all": before is None}
        return about, [packed.encode()]

    def _head(self, found: Contested) -> Content:
        decisions = self._project.decisions().sort_values("created", ascending=False, kind="stable")
        reasons = decisions["reason"][~decisions["source"].isin(found.blind)]
        return {
            "coder": self._project.coder or "",
            "codes": code_rows(self._project),
            "reasons": [reason for reason in dict.fromkeys(reasons) if reason][:_REASONS],
            "n_agreed": len(found.to_settle),
            "settled": found.settled,
            "blind": found.blind,
            "why": found.why,
        }


def _packed(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _known(thing: str, names: Iterable[str] | None, known: Iterable[str]) -> tuple[str, ...] | None:
    """Give the names that were chosen.

    Raises
    ------
    StoreError
        If one of them is not known.
    """
    if names is None:
        return None
    chosen = (names,) if isinstance(names, str) else tuple(dict.fromkeys(names))
    listed = list(known)
    for name in chosen:
        if name not in listed:
            raise StoreError(unknown(thing, name, listed))
    return chosen
