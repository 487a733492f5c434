"""Charts in Jupyter and in files without the network: drawn here, or with JavaScript that the file carries itself."""

from __future__ import annotations

import html
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import altair as alt

from wenger_qda.errors import QdaError
from wenger_qda.whole import write_whole

__all__ = ["RENDERER", "enable_offline", "save", "show"]

RENDERER = "wenger-qda"
_ROOM = {"left": 24, "top": 5, "right": 56, "bottom": 5}  # a browser may have a wider font than letters are measured in
SUFFIXES = (".html", ".png", ".svg", ".pdf")

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:">
<title>{title}</title>
<script>{bundle}</script>
</head>
<body>
<div id="chart"></div>
<script>vegaEmbed("#chart", {spec}, {{"mode": "vega-lite"}}).catch(console.error);</script>
</body>
</html>
"""  # noqa: E501 - the policy that forbids the page every request is one attribute


def save(chart: Any, path: str | Path) -> Path:
    """Write a chart to a file: .html (with tooltips, needs no network), .png, .svg or .pdf.

    Parameters
    ----------
    chart : altair chart
        As the functions of this room give.
    path : str or Path
        Its suffix says what is written.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    ValueError
        For another suffix.
    QdaError
        If the file cannot be written.

    Examples
    --------
    >>> save(alt.Chart(), "heat-map.gif")
    Traceback (most recent call last):
    ...
    ValueError: heat-map.gif: a chart is saved as .html, .png, .svg, .pdf
    """
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES:
        raise ValueError(f"{path.name}: a chart is saved as {', '.join(SUFFIXES)}")
    return write_whole(path, _drawn(chart, path.suffix.lower()))


def show(chart: Any) -> alt.JupyterChart:
    """Give a chart as a live widget: with tooltips, and with its selections in ``selections``.

    Without it a chart is shown as a still picture, which stays in the saved notebook.

    Examples
    --------
    A click on a cell of a heat map, answered in Python::

        live = qda.charts.show(qda.charts.heatmap(matrix))
        live.selections.observe(lambda change: print(change["new"].value), ["cell"])
    """
    return _live_chart()(chart)


def enable_offline() -> None:
    """Let Jupyter show every altair chart of this session as a picture drawn on this machine.

    Importing this room does so unless another renderer than altair's own was chosen: altair's own fetches
    JavaScript from the web whenever a chart is shown.
    """
    alt.renderers.register(RENDERER, _picture)
    alt.renderers.enable(RENDERER)


def _drawn(chart: Any, suffix: str) -> bytes:
    if suffix == ".html":
        return _page(chart.to_dict()).encode()
    kept = BytesIO() if suffix != ".svg" else StringIO()
    chart.save(kept, format=suffix[1:], scale_factor=2 if suffix == ".png" else 1)
    drawn = kept.getvalue()
    return drawn.encode() if isinstance(drawn, str) else drawn


def _picture(spec: dict[str, Any], **_: Any) -> dict[str, Any]:
    import vl_convert as vlc

    roomy = {"padding": _ROOM, **spec}
    return {"image/svg+xml": vlc.vegalite_to_svg(roomy, vl_version=_vegalite()), "text/plain": _title(spec)}


def _page(spec: dict[str, Any]) -> str:
    """Write a page; ``<`` in the data must not end the script."""
    safe = json.dumps(spec, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")
    return PAGE.format(title=html.escape(_title(spec)), bundle=_cached("page", _page_bundle), spec=safe)


def _title(spec: dict[str, Any]) -> str:
    return str(spec.get("description", "Chart"))


@cache
def _live_chart() -> type[alt.JupyterChart]:
    class LiveChart(alt.JupyterChart):
        """A live chart whose JavaScript comes from this machine."""

    def bundle() -> str:
        LiveChart.enable_offline()
        return str(LiveChart._esm)

    LiveChart._esm = _cached("widget", bundle)
    return LiveChart


def _page_bundle() -> str:
    import vl_convert as vlc

    make: Callable[..., str] = vlc.javascript_bundle  # without a snippet, which its stub does not know
    return make(vl_version=_vegalite())


def _vegalite() -> str:
    return ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])


@cache
def _cached(name: str, make: Callable[[], str]) -> str:
    """Give a bundle from the user's cache, or make it: that takes seconds, the same for each version."""
    file = _cache_folder() / f"{name}-{alt.__version__}-{version('vl-convert-python')}.js"
    with suppress(OSError, UnicodeDecodeError):
        return file.read_text(encoding="utf-8")
    text = make()
    with suppress(OSError, QdaError):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text.encode())
    return text


def _cache_folder() -> Path:
    defaults = {"win32": "~/AppData/Local", "darwin": "~/Library/Caches"}
    variable = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME"
    return Path(os.environ.get(variable) or defaults.get(sys.platform, "~/.cache")).expanduser() / "wenger-qda"
