"""Make ``v1.wqda``, the sample project of format 1, with the version of wenger_qda that wrote this format.

It was run once. A later format gets a file and a script of its own; this file is never written again, because a
project made long ago must open for ever. The text is invented.
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
    if schema.VERSION != 1:
        sys.exit("this version of wenger_qda writes another format; the sample of format 1 stays as it is")
    book = Codebook(
        id="sample",
        name="Sample",
        codes=(
            Code(id="repertoire", definition="What they made together."),
            Code(id="stories", parent="repertoire", definition="Told again."),
            Code(id="tools", parent="repertoire", definition="In use.", cues=("book",)),
        ),
    )
    source = Source(
        name="shop", kind="txt", date="2024-03-18", text=TEXT, turns=find_turns(TEXT), original=TEXT.encode(),
        variables={"site": "Alvern"},
    )  # fmt: skip
    amina = Project.create(path, coder="amina")
    amina.add(ProjectData(sources=(source,)))
    amina.use(book)
    amina.code("shop", 5, 17, "tools", note="always this one", stance="for")
    start = TEXT.index("the flood")
    amina.code("shop", start, start + len("the flood"), "stories", stance="against")
    amina.add_case("Ada", years=12)
    amina.link_case("Ada", "shop", 0, 17)
    bo = Project.open(path, coder="bo")
    bo.code("shop", None, None, "stories")
    bo.note("Who tells them?", on="code", target="stories")
    bo.done("shop")
    amina.correct("shop", TEXT.replace("the flood", "the fire").replace("Every", "Each"))
    amina.close()
    bo.close()


if __name__ == "__main__":
    main(Path(__file__).with_name("v1.wqda"))
