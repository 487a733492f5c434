"""Make ``v4.wqda``, the sample project of format 4, with the version of wenger_qda that wrote this format.

It was run once, like ``make_v3.py``: codings with what was suggested beside them, habits and a vector. The text is
invented.
"""

from __future__ import annotations

import sys
from pathlib import Path

from wenger_qda.codebook import Codebook
from wenger_qda.model import Code, ProjectData, Source
from wenger_qda.store import Project, schema
from wenger_qda.text import find_turns

TEXT = "ADA: the red book is here.\nAfter the flood we began it anew.\nBEN: Every page?\nADA: Every page."


def main(path: Path) -> None:
    """Write the file."""
    if schema.VERSION != 4:
        sys.exit("this version of wenger_qda writes another format; the sample of format 4 stays as it is")
    codes = Code(id="stories", definition="Told again."), Code(id="tools", definition="In use.", cues=("book",))
    amina = Project.create(path, coder="amina")
    amina.add(ProjectData(sources=(Source(name="shop", kind="txt", text=TEXT, turns=find_turns(TEXT)),)))
    amina.use(Codebook(id="sample", name="Sample", codes=codes))
    amina.code_with("shop", 9, 17, ["tools"], in_view=["stories", "tools"])
    amina.accept({"source": "shop", "start_char": 27, "end_char": 59, "code": "stories"})
    amina.code("shop", 61, 64, "tools")
    amina.suggest_with(likely=0.6, right=0.25)
    amina.vectors.put("mini", {"ab12": b"\x00\x01"})
    amina.close()


if __name__ == "__main__":
    main(Path(__file__).with_name("v4.wqda"))
