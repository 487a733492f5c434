"""Make ``v2.wqda``, the sample project of format 2, with the version of wenger_qda that wrote this format.

It was run once, like ``make_v1.py``: two coders, one passage decided, one on which both agree. The text is invented.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from wenger_qda.codebook import Codebook
from wenger_qda.model import Code, ProjectData, Source
from wenger_qda.store import Project, schema
from wenger_qda.text import find_turns

TEXT = "ADA: the red book is here.\nAfter the flood we began it anew.\nBEN: Every page?\nADA: Every page."


def main(path: Path) -> None:
    """Write the file."""
    if schema.VERSION != 2:
        sys.exit("this version of wenger_qda writes another format; the sample of format 2 stays as it is")
    codes = Code(id="stories", definition="Told again."), Code(id="tools", definition="In use.", cues=("book",))
    amina = Project.create(path, coder="amina")
    amina.add(ProjectData(sources=(Source(name="shop", kind="txt", text=TEXT, turns=find_turns(TEXT)),)))
    amina.use(Codebook(id="sample", name="Sample", codes=codes))
    bo = Project.open(path, coder="bo")
    longer = amina.code("shop", 5, 17, "tools")
    shorter = bo.code("shop", 9, 17, "tools")
    for coder in (amina, bo):
        coder.code("shop", 27, 42, "stories")
        coder.done("shop")
    positions = [
        {"coder": made.coder, "guid": made.guid, "start_char": made.start_char, "end_char": made.end_char}
        for made in (longer, shorter)
    ]
    amina.decide(
        "shop", "tools", 5, 17, "one", spans=[(9, 17)], agreed_with=["bo"], reason="the article says nothing",
        positions=positions, mark="as it was",
    )  # fmt: skip
    agreed = pd.DataFrame({"source": ["shop"], "code": ["stories"], "start_char": [27], "end_char": [42]})
    amina.settle(agreed, round=1)
    amina.close()
    bo.close()


if __name__ == "__main__":
    main(Path(__file__).with_name("v2.wqda"))
