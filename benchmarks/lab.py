"""How fast TextCoder is in a real JupyterLab: prints a table, and with ``--write`` puts it into docs/benchmarks.md.

    python benchmarks/lab.py [--write]

The document is made up, seeded: 2 MB, 300,000 words, 5,000 overlapping codings of 40 codes by two coders. Times are
taken inside the page, from what a person does to the frame that shows it.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import psutil
from rows import NO_GOAL, ROOT, Row, run
from transcripts import transcript

sys.path.insert(1, str(ROOT / "tests"))
import host
import server

import wenger_qda as qda
from wenger_qda.model import Code, Coding, ProjectData, Source
from wenger_qda.text import find_turns

SIZE, N_CODINGS, N_CODES, N_MANY, MANY_SIZE = 2_040_000, 5_000, 40, 200, 50_000
N_OPEN, N_COLD, N_KEYS, SCROLL_SECONDS = 15, 5, 100, 6
AWKWARD = [
    "🙂",
    "👩‍👩‍👧‍👦",
    "🇰🇪",
    "שלום לכולם",
    "السَّلامُ عليكم",
    "你好。再见！",
    "𠮷𠀀𪚥",
    "e\u0301",
    "z\u0301\u0323\u0308",
    "क्षत्रिय",
]
CODES = tuple(Code(id=f"code-{n:02}", name=f"Code {n}", definition="What is meant by it.") for n in range(N_CODES))
BARE = '<div class="wq-text" tabindex="0"><div class="wq-line"></div></div><p class="wq-status"></p>'
FLAT = 5  # percent; less than that is the noise of a garbage collector


class Study(NamedTuple):
    """A document, its codings, and the words it begins with."""

    text: str
    codings: tuple[Coding, ...]

    @property
    def begins(self) -> str:
        return self.text[:60]


def spice(draw: random.Random) -> str:
    """Give a third of the paragraphs a sign that breaks programs."""
    return f" {draw.choice(AWKWARD)}" if draw.random() < 0.3 else ""


def study(name: str, seed: int, size: int, n_codings: int) -> Study:
    """Make up a document with its codings, from some characters to several paragraphs long."""
    text = transcript(seed, size, (20, 98), spice)
    draw = random.Random(seed)
    codings = []
    for number in range(n_codings):
        start = draw.randrange(len(text) - 2_000)
        end = start + int(20 * 75 ** draw.random())
        about = {"code": f"code-{draw.randrange(N_CODES):02}", "coder": ("amina", "bo")[number % 2]}
        codings.append(Coding(source=name, start_char=start, end_char=end, quote=text[start:end], **about))
    return Study(text, tuple(codings))


def store(path: Path, studies: dict[str, Study]) -> None:
    """Put documents into a project."""
    with qda.Project.create(path, coder="amina") as project:
        project.use(qda.Codebook(id="b", name="b", codes=CODES))
        project.add_coder("bo")
        sources = tuple(
            Source(name=name, text=made.text, turns=find_turns(made.text)) for name, made in studies.items()
        )
        project.add(
            ProjectData(sources=sources, codings=tuple(coding for made in studies.values() for coding in made.codings))
        )
        assert len(project.codings()) == sum(len(made.codings) for made in studies.values())


def cells(study: str, source: str) -> list[str]:
    """Give the cells of a notebook that shows a study."""
    return [
        "import os, pathlib, wenger_qda as qda\n"
        "pathlib.Path('pid').write_text(str(os.getpid()))\n"
        f"project = qda.Project.open({study!r}, coder='amina')",
        f"qda.TextCoder(project, {source!r})",
    ]


@contextmanager
def lab(folder: Path) -> Iterator[Any]:
    """Give an empty page of a browser, and the address of a JupyterLab."""
    with server.serving(folder) as address, host.browser() as browser:
        context = browser.new_context(viewport={"width": 1400, "height": 1000})
        context.add_init_script(path=Path(__file__).with_suffix(".js"))
        yield context.new_page(), address


def empty(page: Any, content: str) -> Any:
    """Give a page beside the one of JupyterLab, to see what this machine does by itself."""
    bare = page.context.new_page()
    bare.goto("about:blank")
    bare.set_content(content)
    return bare


def show(page: Any, address: str, name: str) -> None:
    """Run a notebook."""
    server.open_lab(page, address, name)
    server.run_all(page)
    page.locator('.wq[data-ready="1"]').wait_for(timeout=60_000)


def percentile(values: Sequence[float], share: float) -> float:
    """Give the smallest value that so many of a hundred do not exceed."""
    return sorted(values)[max(0, -(-len(values) * int(100 * share) // 100) - 1)]


def opening(page: Any, address: str, big: Study, small: Study) -> Iterator[Row]:
    """Open the big document: first in a new kernel, then from another source."""
    cold = [opened_cold(page, address, big) for _ in range(N_COLD)]
    page.wait_for_timeout(1_000)
    warm = [opened_warm(page, big, small) for _ in range(2 + N_OPEN)][2:]
    how = f"from the choice of another source to two frames after the first marks; median of {N_OPEN}"
    yield Row("open to painted", statistics.median(warm), "ms", 300, how)
    yield Row("… the fastest of them", min(warm), "ms", NO_GOAL, "nearer to what a machine of one's own does")
    how = f"from running the cell in a new kernel to the same; median of {N_COLD}"
    yield Row("… the first in a notebook", statistics.median(cold), "ms", NO_GOAL, how)


def opened_cold(page: Any, address: str, big: Study) -> float:
    """Run the cell that shows the big document, in a new kernel."""
    server.open_lab(page, address, "big.ipynb")
    page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    server.connected(page)
    page.evaluate("() => { jupyterapp.shell.currentWidget.content.activeCellIndex = 0; }")
    server.command(page, "notebook:run-cell-and-select-next")
    return float(page.evaluate("(words) => bench.cold(words)", big.begins))


def opened_warm(page: Any, big: Study, small: Study) -> float:
    """Go to the small document and back to the big one."""
    page.evaluate("(about) => bench.open(...about)", ["small", small.begins])
    page.wait_for_timeout(300)
    took = page.evaluate("(about) => bench.open(...about)", ["big", big.begins, ".wq-mark"])
    page.wait_for_timeout(300)
    return float(took)


def places(big: Study) -> list[tuple[int, int, int]]:
    """Give words all over the document that carry no coding: their line, and their place in it in UTF-16 units."""
    draw = random.Random(7)
    lines = big.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    coded = bytearray(len(big.text))
    for coding in big.codings:
        coded[coding.start_char : coding.end_char] = b"x" * (coding.end_char - coding.start_char)

    def words_in(number: int) -> tuple[int, int, int] | None:
        line = lines[number]
        begin = line.find(" ", draw.randrange(len(line) // 2)) + 1
        end = line.find(" ", begin + 20)
        if begin == 0 or end == -1 or any(coded[starts[number] + begin - 1 : starts[number] + end + 1]):
            return None
        return number, utf16(line[:begin]), utf16(line[:end])

    found = []
    for part in range(N_KEYS):
        numbers = range(part * len(lines) // N_KEYS, (part + 1) * len(lines) // N_KEYS)
        found.append(next(filter(None, (words_in(draw.choice(numbers)) for _ in range(10_000)))))
    return draw.sample(found, len(found))


def utf16(words: str) -> int:
    """Count as browsers count."""
    return len(words.encode("utf-16-le")) // 2


def keys(page: Any, big: Study) -> Iterator[Row]:
    """Code words all over the document with one key each; beside it, a page on which a key only adds a mark."""
    times = []
    for number, (line, start, end) in enumerate(places(big)):
        before = page.evaluate("(about) => bench.choose(...about)", [line, start, end])
        times.append(pressed(page, str(1 + number % 9), line, before))
    visible, acknowledged = zip(*times, strict=True)
    how = f"keydown to the end of the frame with the mark, at {N_KEYS} places"
    yield Row("key to visible, median", statistics.median(visible), "ms", 16, how)
    yield Row("… 95 of 100", percentile(visible, 0.95), "ms", 50, "")
    bare = empty(page, BARE)
    bare.evaluate("() => bench.mark()")
    visible = [pressed(bare, "1", 0, number)[0] for number in range(N_KEYS)]
    bare.close()
    how = "a page on which a key adds a mark and does nothing else"
    yield Row("… on an empty page, median", statistics.median(visible), "ms", NO_GOAL, how)
    yield Row("… 95 of 100", percentile(visible, 0.95), "ms", NO_GOAL, "")
    how = "keydown to “Saved.”"
    yield Row("key to acknowledged after the commit, median", statistics.median(acknowledged), "ms", NO_GOAL, how)
    yield Row("… 95 of 100", percentile(acknowledged, 0.95), "ms", 80, "")


def pressed(page: Any, key: str, line: int, before: int) -> tuple[float, float]:
    """Press a key; give the time until the line has more marks than before, and until it is said to be saved."""
    page.wait_for_timeout(200)
    page.evaluate("(about) => bench.watch(...about)", [line, before])
    page.keyboard.press(key)
    visible, saved = page.evaluate("() => bench.key")
    return visible, saved


def frames(page: Any, act: Callable[[], None]) -> list[float]:
    """Collect the times between frames while something is done for some seconds."""
    page.evaluate("() => bench.frames()")
    until = time.monotonic() + SCROLL_SECONDS
    while time.monotonic() < until:
        act()
        page.wait_for_timeout(16)
    return list(page.evaluate("() => bench.stop()"))


def scrolling(page: Any) -> Iterator[Row]:
    """Turn the wheel over the document; beside it, what a page without anything does on this machine."""
    text = page.locator(".wq-text")
    text.evaluate("text => { text.scrollTop = 0; }")
    box = text.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + min(box["height"], 600) / 2)
    page.wait_for_timeout(500)
    times = frames(page, lambda: page.mouse.wheel(0, 300))
    screens = text.evaluate("text => text.scrollTop / text.clientHeight")
    how = f"wheel, {SCROLL_SECONDS} s, {screens:.0f} screens from the top"
    yield Row("worst frame of scrolling", max(times), "ms", 50, how)
    yield Row("… frames over 50 ms", sum(took > 50 for took in times), "", 0, f"of {len(times)}")
    yield Row("… 95 of 100 frames", percentile(times, 0.95), "ms", NO_GOAL, "")
    bare = empty(page, "<div style='height:100000px'>")
    times = frames(bare, lambda: bare.mouse.wheel(0, 300))
    bare.close()
    how = f"the same wheel; {sum(took > 50 for took in times)} of {len(times)} over 50 ms"
    yield Row("… worst frame of an empty page", max(times), "ms", NO_GOAL, how)


def models(page: Any) -> Iterator[Row]:
    """Count what the page's widget manager holds."""
    held = Counter(page.evaluate("() => bench.models()"))
    others = ", ".join(f"{count} {name}" for name, count in (held - Counter(AnyModel=held["AnyModel"])).items())
    yield Row("models of a view", held["AnyModel"], "", 1, f"beside it ipywidgets' own: {others}")


def memory(page: Any, folder: Path, many: dict[str, Study]) -> Iterator[Row]:
    """Open 200 documents one after another."""
    kernel = psutil.Process(int((folder / "pid").read_text()))
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    seen = []
    for number, (name, made) in enumerate(many.items()):
        page.evaluate("(about) => bench.open(...about)", [name, made.begins, ".wq-mark"])
        if number % 5 == 4:
            devtools.send("HeapProfiler.collectGarbage")
            metrics = {one["name"]: one["value"] for one in devtools.send("Performance.getMetrics")["metrics"]}
            seen.append((metrics["JSHeapUsedSize"] / 2**20, metrics["Nodes"], kernel.memory_info().rss / 2**20))
    first, last = (list(zip(*part, strict=True)) for part in (seen[:10], seen[-10:]))
    for what, unit, early, late in zip(("heap", "nodes", "kernel"), (" MB", "", " MB"), first, last, strict=True):
        before, after = statistics.median(early), statistics.median(late)
        how = f"last 50 over first 50: {after:,.0f}{unit} over {before:,.0f}{unit}"
        yield Row(f"{N_MANY} documents opened: {what} grows by", 100 * (after / before - 1), "%", FLAT, how)


def measure() -> Iterator[Row]:
    """Measure it all."""
    big, small = study("big", 1, SIZE, N_CODINGS), study("small", 2, 5_000, 10)
    many = {f"day-{number:03}": study(f"day-{number:03}", 100 + number, MANY_SIZE, 100) for number in range(N_MANY)}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        store(folder / "big.wqda", {"small": small, "big": big})
        store(folder / "many.wqda", many)
        server.write_notebook(folder / "big.ipynb", *cells("big.wqda", "big"))
        server.write_notebook(folder / "many.ipynb", *cells("many.wqda", "day-000"))
        with lab(folder) as (page, address):
            yield from opening(page, address, big, small)
            yield from keys(page, big)
            yield from scrolling(page)
            show(page, address, "many.ipynb")
            yield from models(page)
            yield from memory(page, folder, many)


if __name__ == "__main__":
    run("lab", measure, __doc__, cores="both")
