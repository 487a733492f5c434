"""A day's field notes that three people coded, not all alike: for pictures and for trying things out."""

from __future__ import annotations

from pathlib import Path

import wenger_qda as qda
from wenger_qda.store import Project

DAY = "field-notes/2023-03-06 first day on the floor"
AMINA = (
    ("Left is today", "unless you're alight\"", "ways-of-doing", "a way of doing that she teaches aloud"),
    ("She turns his chair", "faces the room", "enabling-engagement", "the room is how one learns to look"),
    ("You could,", "hops till Easter.", "resourceful-compliance", "within the rule and past it"),
    ("That's the sock drawer", "you sock-drawer it.", "words", "a word of theirs"),
    ("Recipe nineteen", "COOKBOOK", "tools", ""),
    ("Nobody lowered her voice", "turned twice", "tacit-accountability", "said as plain as weather"),
    ("Curtis Boateng gets up", "and bows", "mutual-relationships", ""),
)  # fmt: skip
BO = (
    ("Left is today", "stopped thinking", "ways-of-doing", "only the piles; the pencil is another thing"),
    ("A pencil laid", "unless you're alight\"", "gestures", "the pencil speaks"),
    ("And Mrs Whoever", "hops till Easter.", "resourceful-compliance", ""),
    ("That's the sock drawer", "you sock-drawer it.", "words", ""),
    ("Recipe nineteen", "COOKBOOK", "tools", "theirs, not the firm's"),
    ("Curtis Boateng gets up", "and bows", "mutual-relationships", ""),
)
CY = (
    ("Left is today", "stopped thinking", "ways-of-doing", ""),
    ("She turns his chair", "look at Teddy.", "enabling-engagement", ""),
    ("You could,", "hops till Easter.", "resourceful-evasion", "past the rule, to me"),
    ("the sock drawer", "you sock-drawer it.", "words", ""),
    ("a fat blue binder", "COOKBOOK", "tools", "the binder alone"),
    ("Curtis Boateng gets up", "and bows", "mutual-relationships", ""),
)


def disputed(path: Path) -> Project:
    """Make the project, open for amina; bo and cy have coded, too, and all three are done."""
    amina = Project.create(path, coder="amina")
    amina.use(qda.Codebook.load("communities-of-practice"))
    corpus = qda.read(Path(__file__).parent.parent / "corpora" / "claims-processing")
    amina.add(qda.ProjectData(sources=corpus.sources))
    text = amina.text(DAY)
    for name, passages in (("amina", AMINA), ("bo", BO), ("cy", CY)):
        with Project.open(path, coder=name) as coder:
            for first, last, code, note in passages:
                start = text.index(first)
                end = text.index(last, start) + len(last)
                coder.code(DAY, start, end, code, note=note, certainty=0.6 if name == "cy" else None)
            coder.done(DAY)
    return amina
