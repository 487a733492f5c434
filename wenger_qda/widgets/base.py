"""The way between page and Python: custom messages, each answered exactly once.

Nothing of a project travels in synced traits: those end up in saved notebooks. A message is ``{v, id, t, …}`` with
``t`` the kind of request; the answer is ``{id, t, …}``, or ``{id, t, error}`` with a sentence. JupyterLab runs the
handlers in another thread than the cells, so a lock holds each request together and no handler touches pyplot or an
event loop.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import Any

import anywidget
import traitlets

from wenger_qda.errors import QdaError, unknown

VERSION = 1
STATIC = Path(__file__).parent / "static"
Message = Mapping[str, Any]
_LOG = logging.getLogger(__name__)


class Widget(anywidget.AnyWidget):
    """A widget that answers requests with methods: a request ``code`` is answered by ``on_code``.

    A handler takes the request and gives the answer, or the answer and the buffers that go with it.
    """

    height = traitlets.Int(640, help="Height of the view, in CSS pixels.").tag(sync=True)

    def __init__(self, **options: Any) -> None:
        for name in options:
            if name not in self.trait_names():
                known = [trait for trait in self.trait_names(sync=True) if not trait.startswith("_")]
                raise TypeError(unknown("option", name, known))
        super().__init__(**options)
        self._one_at_a_time = RLock()
        self.on_msg(self._receive)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def answer(self, request: Message) -> tuple[dict[str, Any], Sequence[bytes]]:
        """Answer one request; what goes wrong becomes a sentence for the page."""
        about = {"id": request.get("id"), "t": request.get("t")}
        try:
            with self._one_at_a_time:
                given = self._handler(request)(request)
        except (QdaError, ValueError) as error:
            return {**about, "error": str(error)}, ()
        except Exception as error:  # noqa: BLE001 - an exception in a callback is seen nowhere; the page must say it
            _LOG.exception("a request of the page failed")
            return {**about, "error": f"the program failed ({type(error).__name__}: {error})"}, ()
        content, buffers = given if isinstance(given, tuple) else (given, ())
        return {**about, **content}, buffers

    def _handler(self, request: Message) -> Any:
        if request.get("v") != VERSION:
            raise QdaError("this page is of another version of wenger_qda; run the cell again")
        handler = getattr(self, f"on_{request.get('t')}", None)
        if handler is None:
            raise QdaError(f"the page asks for {request.get('t')!r}, which is not known here; run the cell again")
        return handler

    def _receive(self, _widget: Any, request: Any, _buffers: Any) -> None:
        if isinstance(request, Mapping):
            content, buffers = self.answer(request)
            self.send(content, list(buffers))
