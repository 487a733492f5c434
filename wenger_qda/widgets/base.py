"""The way between page and Python: custom messages, each answered exactly once.

Nothing of a project travels in synced traits: those end up in saved notebooks. A message is ``{v, id, t, …}`` with
``t`` the kind of request; the answer is ``{id, t, …}``, or ``{id, t, error}`` with a sentence. A request that writes
carries a ``cid``; sent again with the same one, it is answered and not done again. JupyterLab runs the handlers in
another thread than the cells, so a lock holds each request together and no handler touches pyplot or an event loop.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any

import anywidget
import traitlets

from wenger_qda.errors import QdaError, unknown

VERSION = 1
STATIC = Path(__file__).parent / "static"
Message = Mapping[str, Any]
Content = dict[str, Any]
_REMEMBERED = 1000
_LOG = logging.getLogger(__name__)


def styles(*names: str) -> str:
    """Give the style sheets of those names, one after the other."""
    return "\n".join((STATIC / f"{name}.css").read_text("utf-8") for name in names)


def page_key(project: Path) -> str:
    """Give what tells the widgets of a page that they show the same project file, and says nothing else of it."""
    return sha256(str(project.resolve()).encode()).hexdigest()[:16]


class Widget(anywidget.AnyWidget):
    """A widget that answers requests with methods.

    A request ``open`` is read by ``on_open``, which gives the answer, or the answer and the buffers that go with it. A
    request ``code`` is done by ``do_code``, once however often it comes; what it gives is joined with what
    :meth:`after` tells of the change.
    """

    height = traitlets.Int(640, help="Height of the view, in CSS pixels.").tag(sync=True)

    def __init__(self, **options: Any) -> None:
        for name in options:
            if name not in self.trait_names():
                known = [trait for trait in self.trait_names(sync=True) if not trait.startswith("_")]
                raise TypeError(unknown("option", name, known))
        super().__init__(**options)
        self._one_at_a_time = RLock()
        self._done_by_cid: OrderedDict[str, Content] = OrderedDict()
        self.on_msg(self._receive)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def answer(self, request: Message) -> tuple[Content, Sequence[bytes]]:
        """Answer one request; what goes wrong becomes a sentence for the page."""
        about = {"id": request.get("id"), "t": request.get("t")}
        try:
            with self._one_at_a_time:
                given = self._given(request)
        except (QdaError, ValueError) as error:
            return {**about, "error": str(error)}, ()
        except Exception as error:  # noqa: BLE001 - an exception in a callback is seen nowhere; the page must say it
            _LOG.exception("a request of the page failed")
            return {**about, "error": f"the program failed ({type(error).__name__}: {error})"}, ()
        content, buffers = given if isinstance(given, tuple) else (given, ())
        return {**about, **content}, buffers

    def after(self, _request: Message) -> Content:
        """Tell the page what has changed since it last heard."""
        return {}

    def _given(self, request: Message) -> Any:
        if request.get("v") != VERSION:
            raise QdaError("this page is of another version of wenger_qda; run the cell again")
        kind = request.get("t")
        if reads := getattr(self, f"on_{kind}", None):
            return reads(request)
        if does := getattr(self, f"do_{kind}", None):
            return {**self._done(does, request), **self.after(request)}
        raise QdaError(f"the page asks for {kind!r}, which is not known here; run the cell again")

    def _done(self, does: Callable[[Message], Content | None], request: Message) -> Content:
        """Do what is asked for, or give what came of it when it was."""
        cid = str(request.get("cid") or "")
        if not cid:
            raise QdaError("the page wants a change without saying which; run the cell again")
        if cid not in self._done_by_cid:
            self._done_by_cid[cid] = does(request) or {}
            if len(self._done_by_cid) > _REMEMBERED:
                self._done_by_cid.popitem(last=False)
        return self._done_by_cid[cid]

    def _receive(self, _widget: Any, request: Any, _buffers: Any) -> None:
        if isinstance(request, Mapping):
            content, buffers = self.answer(request)
            self.send(content, list(buffers))
