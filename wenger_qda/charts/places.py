"""Where the circles and names of a network go, in pixels, so that they do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Box", "Edge", "arrange"]

Floats = NDArray[np.float64]
Edge = tuple[int, int, float]

GAP = 8.0  # pixels between boxes
ROUNDS = 500


class Box(NamedTuple):
    """The place that a circle and its name need: its middle, its width and its height."""

    x: float
    y: float
    width: float
    height: float


def arrange(widths: Sequence[float], heights: Sequence[float], edges: Sequence[Edge]) -> list[Box]:
    """Place boxes so that those joined by heavy edges lie close; those without an edge stand in rows below.

    Examples
    --------
    >>> one, other, alone = arrange([60, 60, 40], [20, 20, 20], [(0, 1, 1.0)])
    >>> alone.y - alone.height / 2 > max(one.y, other.y) + 10
    True
    """
    joined = sorted({i for edge in edges for i in edge[:2]})
    alone = [i for i in range(len(widths)) if i not in set(joined)]
    width, height = np.array(widths, dtype=float), np.array(heights, dtype=float)
    x, y = np.zeros(len(width)), np.zeros(len(width))
    x[joined], y[joined] = _joined(width[joined], height[joined], _renumber(edges, joined))
    right = max((x + width / 2)[joined].max(initial=0.0), 420.0)
    bottom = (y + height / 2)[joined].max(initial=-GAP)
    x[alone], y[alone] = _rows(width[alone], height[alone], right, bottom + GAP)
    return [Box(*box) for box in np.round(np.column_stack([x, y, width, height]), 1).tolist()]


def _renumber(edges: Sequence[Edge], joined: list[int]) -> list[Edge]:
    place = {i: n for n, i in enumerate(joined)}
    return [(place[i], place[j], weight) for i, j, weight in edges]


def _joined(width: Floats, height: Floats, edges: list[Edge]) -> tuple[Floats, Floats]:
    if not edges:
        return width, height
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(len(width)))
    graph.add_weighted_edges_from(edges)
    found = nx.spring_layout(graph, k=4 / np.sqrt(len(width)), iterations=200, seed=0)
    spots = np.array([found[i] for i in range(len(width))])
    spread = np.sqrt((width * height).sum()) * 1.2
    x, y = _apart(spots[:, 0] * spread, spots[:, 1] * spread * 0.7, width, height)
    return x - (x - width / 2).min(), y - (y - height / 2).min()


def _apart(x: Floats, y: Floats, width: Floats, height: Floats) -> tuple[Floats, Floats]:
    """Push boxes that overlap apart, along the shorter way."""
    wide = (width[:, None] + width) / 2 + GAP
    high = (height[:, None] + height) / 2 + GAP
    order = np.sign(np.arange(len(x))[:, None] - np.arange(len(x)))
    for _ in range(ROUNDS):
        dx, dy = x[:, None] - x, y[:, None] - y
        over_x, over_y = wide - np.abs(dx), high - np.abs(dy)
        meets = (over_x > 0.5) & (over_y > 0.5) & (order != 0)
        if not meets.any():
            break
        sideways = over_x < over_y
        x = x + np.where(meets & sideways, _sign(dx, order) * over_x, 0).sum(axis=1) * 0.3
        y = y + np.where(meets & ~sideways, _sign(dy, order) * over_y, 0).sum(axis=1) * 0.3
    return x, y


def _sign(difference: Floats, order: NDArray[np.int_]) -> NDArray[np.float64]:
    return np.where(difference == 0, order, np.sign(difference)).astype(float)


def _rows(width: Floats, height: Floats, right: float, top: float) -> tuple[list[float], list[float]]:
    xs, ys, left, line = [], [], 0.0, max(height, default=0.0) + GAP
    for wide in width.tolist():
        if left and left + wide > right:
            left, top = 0.0, top + line
        xs.append(left + wide / 2)
        ys.append(top + (line - GAP) / 2)
        left += wide + 2 * GAP
    return xs, ys
