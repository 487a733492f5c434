"""CodebookEditor: the codes of a project as a tree to work on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wenger_qda.store import Project
from wenger_qda.widgets.base import STATIC, Content, Message, Widget, styles
from wenger_qda.widgets.codes import about_code, code_rows, counted, edit_code, make_code, passage_rows

_PASSAGES = 500
_PLACES = {"before": "before", "after": "after", "below": "parent", "top": "parent"}


class CodebookEditor(Widget):
    """Make, move, merge, split and remove the codes of a project, and say what they mean.

    Every step is on disk when "Saved" is shown, and can be undone; what another notebook changes appears within
    seconds.

    Parameters
    ----------
    project : Project
        Open with a coder's name; one that is open for reading only can be read.
    height : int
        Height of the view, in CSS pixels.

    Raises
    ------
    TypeError
        If an option is not known.

    Examples
    --------
    >>> project = getfixture("tiny_project")
    >>> CodebookEditor(project, height=480)
    CodebookEditor()
    """

    _esm = STATIC / "codebook_editor.js"
    _css = styles("codes", "codebook_editor")

    def __init__(self, project: Project, **options: Any) -> None:
        self._project = project
        super().__init__(**options)

    def on_open(self, request: Message) -> Content:
        """Give the codes."""
        rev = self._project.revision()  # first: what changes while the rest is read is told by the next look
        return {"rev": rev, "codes": code_rows(self._project), "coder": self._project.coder or ""}

    def on_look(self, request: Message) -> Content:
        """Tell what another notebook has changed since a revision; nothing, mostly."""
        return {"rev": request["rev"]} if request["rev"] == self._project.revision() else self.after(request)

    def on_about(self, request: Message) -> Content:
        """Give all that the codebook says of a code, and some passages coded with it."""
        return about_code(self._project, request["code"])

    def on_passages(self, request: Message) -> Content:
        """Give the passages of a code, to choose from them."""
        passages, total = self._project.view_passages(request["code"], limit=_PASSAGES)
        rows = sorted(passage_rows(passages), key=lambda row: (row["source"], row["start"] or 0, row["end"] or 0))
        return {"passages": rows, "total": total}

    def on_affected(self, request: Message) -> Content:
        """Tell what hangs on some codes: those below them, and whose codings."""
        chosen = list(request["codes"])
        below = _below(self._project, chosen)
        by_coder, n_hidden = self._project.view_coders([*chosen, *below] if request.get("below") else chosen)
        return {"below": below, "by_coder": by_coder, "n_hidden": n_hidden}

    def do_new_code(self, request: Message) -> Content:
        """Make a code."""
        make_code(self._project, request["code"], request["fields"], after=request.get("after", ""))
        return {"code": request["code"]}

    def do_edit_code(self, request: Message) -> Content:
        """Change what a code says, and where it stands."""
        marked = edit_code(self._project, request["code"], request["fields"])
        return {"said": f"{counted(marked, 'coding')} to be looked at again." if marked else ""}

    def do_rename_code(self, request: Message) -> Content:
        """Give a code another id."""
        self._project.rename_code(request["code"], request["new"])
        return {"code": request["new"]}

    def do_move(self, request: Message) -> None:
        """Move codes: ``before``, ``after`` or ``below`` another one, or to the ``top``."""
        place = _PLACES[request["where"]]
        self._project.move_code(request["codes"], **{place: request["target"]})

    def do_merge(self, request: Message) -> Content:
        """Merge codes into one."""
        into = request["into"]
        codes = [code for code in request["codes"] if code != into]
        by_coder, n_hidden = self._project.view_coders(codes)
        moved = self._project.merge_codes(codes, into)
        double = sum(by_coder.values()) + n_hidden - moved
        rest = f" {counted(double, 'coding')} stood there already." if double else ""
        return {"code": into, "said": f"{counted(moved, 'coding')} moved.{rest}"}

    def do_split(self, request: Message) -> Content:
        """Give some codings of a code to a new one."""
        moved = self._project.split_code(request["code"], request["guids"], request["new"], name=request["name"])
        return {"code": request["new"], "said": f"{counted(moved, 'coding')} moved."}

    def do_remove(self, request: Message) -> Content:
        """Remove codes, all below them, and their codings."""
        gone = self._project.remove_code(request["codes"])
        return {"said": f"{counted(gone, 'coding')} went along." if gone else ""}

    def do_undo(self, request: Message) -> Content:
        """Take back the coder's last step."""
        return {"said": f"Taken back: {self._project.undo()}."}

    def do_redo(self, request: Message) -> Content:
        """Do again what was taken back."""
        return {"said": f"Done again: {self._project.redo()}."}

    def after(self, request: Message) -> Content:
        """Give the codes as they are now."""
        return {"rev": self._project.revision(), "codes": code_rows(self._project)}


def _below(project: Project, codes: Iterable[str]) -> list[str]:
    """Give all codes below some, without these."""
    chosen = set(codes)
    found: list[str] = []
    for seen in project.view_codes():
        if seen.parent in chosen or seen.parent in found:
            found.append(seen.code)
    return [code for code in found if code not in chosen]
