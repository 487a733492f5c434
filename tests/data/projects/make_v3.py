"""Make ``v3.wqda``, the sample project of format 3, with the version of wenger_qda that wrote this format.

It was run once, like ``make_v2.py``: suggestions accepted and refused by two coders. The text is invented.
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
    if schema.VERSION != 3:
        sys.exit("this version of wenger_qda writes another format; the sample of format 3 stays as it is")
    codes = Code(id="stories", definition="Told again."), Code(id="tools", definition="In use.", cues=("book",))
    amina = Project.create(path, coder="amina")
    amina.add(ProjectData(sources=(Source(name="shop", kind="txt", text=TEXT, turns=find_turns(TEXT)),)))
    amina.use(Codebook(id="sample", name="Sample", codes=codes))
    bo = Project.open(path, coder="bo")
    book = {"source": "shop", "start_char": 9, "end_char": 17, "code": "tools"}
    flood = {"source": "shop", "start_char": 27, "end_char": 59, "code": "stories"}
    amina.accept(book)
    amina.reject({**book, "code": "stories"})
    bo.accept_many([book, flood])
    bo.reject({**flood, "code": "tools"})
    amina.close()
    bo.close()


if __name__ == "__main__":
    main(Path(__file__).with_name("v3.wqda"))
