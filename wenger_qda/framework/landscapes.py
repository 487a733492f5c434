"""The landscape: people, communities and boundary objects as a graph, each tie by a rule that has a name.

Rules: ``speaks in`` (a turn of a person lies in what belongs to a community), ``names`` (somebody who speaks says the
name of a person or a community), ``named in`` (the name stands in notes or documents of a community), ``coded
together`` (a boundary object is coded in a turn in which a person or a community has a part), ``member of`` (a variable
of a person is the name of a community).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from wenger_qda.codebook import Codebook
from wenger_qda.frames import check
from wenger_qda.framework.evidence import place
from wenger_qda.framework.passages import guids_by
from wenger_qda.framework.sides import case_names, link
from wenger_qda.framework.theory import codes_table, names_of
from wenger_qda.intervals import STRIDE, line_up
from wenger_qda.trees import descendants

__all__ = ["OBJECT", "RULES", "Landscape", "landscape"]

Ints = NDArray[np.int64]

RULES = ("speaks in", "names", "named in", "coded together", "member of")
KINDS = ("person", "community")
OBJECT = "boundary object"
OBJECTS = "boundary-objects"
BROKERING = "brokering"
MEMBERSHIP = ("speaks in", "member of")
EDGES = ("one", "other", "rule", "n", "sources", "passages", "guids", "basis")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Tie(NamedTuple):
    """One place where a rule ties two nodes; a coding by its position, or -1; the basis, where it is no passage."""

    one: str
    other: str
    rule: str
    source: str = ""
    start: int | None = None
    end: int | None = None
    coding: int = -1
    basis: str = ""


@dataclass(frozen=True)
class Landscape:
    """People, communities and boundary objects, and what ties them.

    Parameters
    ----------
    nodes : DataFrame
        One row a node: node, kind, degree (nodes it is tied to), n (ties, counted by passages), betweenness (of all
        shortest ways between two others, the part that leads through it; NaN with fewer than three nodes), communities
        (those a person speaks in or is a member of), is_broker (two or more of them), n_brokering and guids (codings
        with a code of brokering in their words).
    edges : DataFrame
        One row a tie and rule: one, other, rule, n (passages; 1 for a membership), sources, passages (source,
        start_char, end_char), guids (codings, where the rule rests on any), basis (else what it rests on).
    remarks : tuple of str
        What is missing.
    """

    nodes: pd.DataFrame
    edges: pd.DataFrame
    remarks: tuple[str, ...] = ()

    @cached_property
    def graph(self) -> Any:
        """The graph, for networkx: a line between two nodes has the sum of its rules as `weight`."""
        return _graph(self.nodes[["node", "kind"]], self.edges)

    def graphml(self) -> str:
        """Give the graph as GraphML, for Gephi and its like; no word of a text is in it."""
        import networkx as nx

        graph = self.graph.copy()
        for row in self.nodes.to_dict("records"):
            measures = {name: row[name] for name in ("degree", "n", "n_brokering")} | {
                "is_broker": bool(row["is_broker"])
            }
            if not pd.isna(row["betweenness"]):
                measures["betweenness"] = float(row["betweenness"])
            graph.nodes[row["node"]].update(measures)
        plain = nx.relabel_nodes(graph, {name: CONTROL.sub("", name) for name in graph})
        return "\n".join(nx.generate_graphml(plain, encoding="utf-8"))


def landscape(
    codings: pd.DataFrame,
    codes: pd.DataFrame | Codebook,
    *,
    cases: pd.DataFrame | None = None,
    turns: pd.DataFrame | None = None,
    names: Mapping[str, Iterable[str]] | None = None,
    rules: Iterable[str] = RULES,
) -> Landscape:
    """Draw up who and what is tied to whom, and by which passages.

    Parameters
    ----------
    codings : DataFrame
        One row per coding. Codes below ``boundary-objects`` are the boundary objects, those below ``brokering`` speak
        of brokers.
    codes : DataFrame or Codebook
        One row per code.
    cases : DataFrame, optional
        One row per case-source link. Cases of the kinds ``person``, ``community`` and ``boundary object`` are nodes.
    turns : DataFrame, optional
        One row per turn; without it nobody speaks and nobody is named.
    names : mapping of str to several str, optional
        What a case is called in the texts. By default its name, and of a person the first name, if no other has it.
    rules : iterable of str
        ``speaks in``, ``names``, ``named in``, ``coded together``, ``member of``: which ties to look for.

    Returns
    -------
    Landscape
        With `nodes`, `edges`, `graph`, `graphml()` and `remarks`.

    Raises
    ------
    ValueError
        For an unknown rule, and where a column is missing.

    Examples
    --------
    >>> from wenger_qda.frames import empty
    >>> cases = pd.DataFrame({"case": ["Ida", "Desk"], "kind": ["person", "community"], "source": "day-01",
    ...                       "start_char": [0, pd.NA], "end_char": [9, pd.NA]})
    >>> turns = pd.DataFrame({"source": ["day-01"], "turn": [1], "kind": ["speech"], "speaker": ["Ida"],
    ...                       "start_char": [0], "end_char": [9], "text": ["We all do"]})
    >>> found = landscape(empty("codings"), empty("codes"), cases=cases, turns=turns)
    >>> found.edges[["one", "other", "rule", "n"]].values.tolist()
    [['Ida', 'Desk', 'speaks in', 1]]
    """
    wanted = list(rules)
    for rule in wanted:
        if rule not in RULES:
            raise ValueError(f"there is no rule {rule!r}; there is {', '.join(repr(name) for name in RULES)}")
    place(codings)
    known = codes_table(codes)
    kinds = _kinds(cases)
    linked = None if cases is None else cases[cases["case"].isin(list(kinds))]
    objects = _objects(codings, known)
    ties: list[Tie] = []
    if turns is not None and linked is not None:
        check("turns", turns, ["source", "kind", "speaker", "start_char", "end_char", "text"])
        ties += _speaking(turns, linked, kinds) if "speaks in" in wanted else []
        ties += [tie for tie in _naming(turns, linked, kinds, names) if tie.rule in wanted]
    if linked is not None:
        ties += _coded(codings, objects, linked, turns) if "coded together" in wanted else []
        ties += _members(linked, kinds) if "member of" in wanted else []
    edges = _edges(ties, codings)
    nodes = _nodes(kinds, sorted(set(objects.values())), edges, _brokering(codings, known, linked, kinds))
    return Landscape(nodes, edges, tuple(_remarks(codings, kinds, turns, edges)))


def _kinds(cases: pd.DataFrame | None) -> dict[str, str]:
    if cases is None:
        return {}
    check("cases", cases, ["case", "kind", "source", "start_char", "end_char"])
    first = cases[cases["kind"].isin([*KINDS, OBJECT])].drop_duplicates("case")
    return dict(zip(first["case"], first["kind"], strict=True))


def _objects(codings: pd.DataFrame, codes: pd.DataFrame) -> dict[str, str]:
    """Name the boundary objects: the codes below that name, by their ids; where only the top is used, that one."""
    below = descendants(codes).get(OBJECTS, ())
    names, used = names_of(codes), set(codings["code"])
    return {code: f"{names.get(code, code)} (code)" for code in (OBJECTS, *below) if code in used}


def _spans(table: pd.DataFrame) -> pd.DataFrame:
    is_whole = table["start_char"].isna()
    return pd.DataFrame(
        {
            "source": table["source"].to_numpy(),
            "is_whole": is_whole.to_numpy(dtype=bool),
            "start": table["start_char"].mask(is_whole, 0).to_numpy(dtype=np.int64),
            "end": table["end_char"].mask(is_whole, 1).to_numpy(dtype=np.int64),
        }
    )


def _parts(spans: pd.DataFrame, cases: pd.DataFrame, kinds: Mapping[str, str], kind: str) -> list[list[str]]:
    """Say which cases of a kind each span belongs to; a person, only by spans of their own."""
    links = cases[cases["case"].map(kinds) == kind]
    if kind == "person":
        links = links[links["start_char"].notna()]
    row, case = link(spans, links)
    names = case_names(links)
    found: list[list[str]] = [[] for _ in range(len(spans))]
    for at, number in zip(row.tolist(), case.tolist(), strict=True):
        found[at].append(names[number])
    return found


def _speaking(turns: pd.DataFrame, cases: pd.DataFrame, kinds: Mapping[str, str]) -> list[Tie]:
    said = _said(turns)
    spans = _spans(said)
    people, groups = (_parts(spans, cases, kinds, kind) for kind in KINDS)
    rows = zip(spans["source"], spans["start"].tolist(), spans["end"].tolist(), people, groups, strict=True)
    return [
        Tie(person, group, "speaks in", source, start, end)
        for source, start, end, some, others in rows
        for person in some
        for group in others
    ]


def _said(turns: pd.DataFrame) -> pd.DataFrame:
    return turns[(turns["kind"] == "speech") & (turns["speaker"].fillna("") != "")]


def _naming(
    turns: pd.DataFrame, cases: pd.DataFrame, kinds: Mapping[str, str], names: Mapping[str, Iterable[str]] | None
) -> list[Tie]:
    """Find names in the texts: said by a person, it ties the two; in a text of nobody's, it ties to the community."""
    called = _called(kinds, names)
    if not called:
        return []
    word = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(called, key=len, reverse=True)))})(?!\w)")
    spans = _spans(turns)
    people, groups = (_parts(spans, cases, kinds, kind) for kind in KINDS)
    is_said = turns.index.isin(_said(turns).index)
    rows = zip(turns["text"], spans["source"], spans["start"].tolist(), people, groups, is_said.tolist(), strict=True)
    ties = []
    for text, source, start, some, others, is_speech in rows:
        rule, tied = ("names", some) if is_speech else ("named in", others)
        for found in word.finditer(str(text)) if tied else ():
            who, begin, stop = called[found.group()], start + found.start(), start + found.end()
            for one in (one for one in tied if one != who):
                left, right = (one, who) if is_speech else (who, one)
                ties.append(Tie(left, right, rule, source, begin, stop))
    return ties


def _called(kinds: Mapping[str, str], names: Mapping[str, Iterable[str]] | None) -> dict[str, str]:
    """Say who is meant by which words; words that two of them share mean nobody."""
    called: dict[str, list[str]] = {}
    for case, kind in kinds.items():
        own = [case, case.split(" ")[0]] if kind == "person" else [case]
        for name in dict.fromkeys(own if names is None or case not in names else names[case]):
            if name.strip():
                called.setdefault(name, []).append(case)
    return {name: some[0] for name, some in called.items() if len(some) == 1}


def _coded(
    codings: pd.DataFrame, objects: Mapping[str, str], cases: pd.DataFrame, turns: pd.DataFrame | None
) -> list[Tie]:
    """Tie a boundary object to who has a part in the turns in which it is coded; without turns, in its own words."""
    at = np.flatnonzero(codings["code"].isin(list(objects)).to_numpy(dtype=bool))
    placed = _spans(codings.iloc[at])
    around = placed if turns is None else _widened(placed, turns)
    row, case = link(around, cases)
    names = case_names(cases)
    spans = list(
        zip(placed["source"], placed["start"].tolist(), placed["end"].tolist(), placed["is_whole"], strict=True)
    )
    ties = []
    for i, number in zip(row.tolist(), case.tolist(), strict=True):
        source, start, end, is_whole = spans[i]
        named = objects[codings["code"].iloc[at[i]]]
        begin, stop = (None, None) if is_whole else (start, end)
        ties.append(Tie(names[number], named, "coded together", source, begin, stop, int(at[i])))
    return ties


def _widened(spans: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """Widen each span to the turns that it meets."""
    home = pd.Index(turns["source"].unique(), dtype="object")
    of_turn = home.get_indexer(turns["source"].astype("object"))
    starts = np.sort(line_up(of_turn, turns["start_char"].to_numpy(np.int64)))
    ends = np.sort(line_up(of_turn, turns["end_char"].to_numpy(np.int64)))
    of_span = home.get_indexer(spans["source"].astype("object"))
    begin, end = (spans[name].to_numpy(dtype=np.int64, copy=True) for name in ("start", "end"))
    first = np.searchsorted(ends, line_up(of_span, begin), side="right")
    last = np.searchsorted(starts, line_up(of_span, end), side="left") - 1
    meets = (first <= last) & (of_span >= 0) & ~spans["is_whole"].to_numpy(dtype=bool)
    begin[meets] = np.minimum(begin[meets], starts[first[meets]] % STRIDE)
    end[meets] = np.maximum(end[meets], ends[last[meets]] % STRIDE)
    return spans.assign(start=begin, end=end)


def _members(cases: pd.DataFrame, kinds: Mapping[str, str]) -> list[Tie]:
    groups = {case for case, kind in kinds.items() if kind == "community"}
    variables = [name for name in cases if name not in ("case", "kind", "source", "start_char", "end_char")]
    people = cases[cases["case"].map(kinds) == "person"].drop_duplicates("case")
    return [
        Tie(row["case"], row[name], "member of", basis=f"{name} = {row[name]}")
        for row in people.to_dict("records")
        for name in variables
        if isinstance(row[name], str) and row[name] in groups
    ]


def _edges(ties: list[Tie], codings: pd.DataFrame) -> pd.DataFrame:
    by_edge: dict[tuple[str, str, str], list[Tie]] = {}
    for tie in ties:
        by_edge.setdefault((tie.one, tie.other, tie.rule), []).append(tie)
    order = sorted(by_edge, key=lambda key: (RULES.index(key[2]), key))
    coded = [(i, tie.coding) for i, key in enumerate(order) for tie in by_edge[key] if tie.coding >= 0]
    pairs = np.array(coded, dtype=np.int64).reshape(-1, 2)
    guids = guids_by(pairs[:, 0], pairs[:, 1], len(order), codings)
    rows = []
    for key, some in zip(order, guids, strict=True):
        spans = {(tie.source, tie.start, tie.end) for tie in by_edge[key] if tie.source}
        passages = tuple(
            sorted(spans, key=lambda span: (span[0], span[1] if span[1] is not None else -1, span[2] or -1))
        )
        basis = "; ".join(dict.fromkeys(tie.basis for tie in by_edge[key] if tie.basis))
        sources = tuple(sorted({source for source, _, _ in passages}))
        rows.append((*key, max(len(passages), 1), sources, passages, some, basis))
    return pd.DataFrame({name: [row[i] for row in rows] for i, name in enumerate(EDGES)})


def _nodes(
    kinds: Mapping[str, str], objects: list[str], edges: pd.DataFrame, broking: dict[str, tuple[str, ...]]
) -> pd.DataFrame:
    import networkx as nx

    kind_of = {**kinds, **{name: OBJECT for name in objects if name not in kinds}}
    rank = {kind: i for i, kind in enumerate((*KINDS, OBJECT))}
    order = sorted(kind_of, key=lambda name: (rank[kind_of[name]], name))
    nodes = pd.DataFrame({"node": order, "kind": [kind_of[name] for name in order]})
    graph = _graph(nodes, edges)
    between = nx.betweenness_centrality(graph) if len(graph) > 2 else dict.fromkeys(order, np.nan)
    belongs: dict[str, set[str]] = {}
    for one, other, rule in zip(edges["one"], edges["other"], edges["rule"], strict=True):
        if rule in MEMBERSHIP:
            belongs.setdefault(one, set()).add(other)
    communities = [tuple(sorted(belongs.get(name, ()))) for name in order]
    return nodes.assign(
        degree=[graph.degree(name) for name in order],
        n=[int(graph.degree(name, weight="weight")) for name in order],
        betweenness=[between[name] for name in order],
        communities=pd.Series(communities, dtype="object"),
        is_broker=[len(some) > 1 for some in communities],
        n_brokering=[len(broking.get(name, ())) for name in order],
        guids=pd.Series([broking.get(name, ()) for name in order], dtype="object"),
    )


def _graph(nodes: pd.DataFrame, edges: pd.DataFrame) -> Any:
    import networkx as nx

    graph = nx.Graph()
    for name, kind in zip(nodes["node"], nodes["kind"], strict=True):
        graph.add_node(name, kind=kind)
    for one, other, rule, n in zip(edges["one"], edges["other"], edges["rule"], edges["n"], strict=True):
        old = graph.get_edge_data(one, other, {"weight": 0, "rules": ""})
        rules = ", ".join(dict.fromkeys(filter(None, [*old["rules"].split(", "), rule])))
        graph.add_edge(one, other, weight=old["weight"] + int(n), rules=rules)
    return graph


def _brokering(
    codings: pd.DataFrame, codes: pd.DataFrame, cases: pd.DataFrame | None, kinds: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Give, for each person, the codings with a code of brokering that meet their spans."""
    if cases is None:
        return {}
    wanted = [BROKERING, *descendants(codes).get(BROKERING, ())]
    at = np.flatnonzero(codings["code"].isin(wanted).to_numpy(dtype=bool))
    people = _parts(_spans(codings.iloc[at]), cases, kinds, "person")
    names = sorted({name for some in people for name in some})
    pairs = [(names.index(name), int(i)) for i, some in zip(at, people, strict=True) for name in some]
    found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return dict(zip(names, guids_by(found[:, 0], found[:, 1], len(names), codings), strict=True))


def _remarks(
    codings: pd.DataFrame, kinds: Mapping[str, str], turns: pd.DataFrame | None, edges: pd.DataFrame
) -> list[str]:
    remarks = [] if len(codings) else ["there are no codings yet"]
    for kind, plural in zip(KINDS, ("persons", "communities"), strict=True):
        if kind not in kinds.values():
            remarks.append(f"there are no {plural}: add cases of the kind {kind!r}")
    if turns is None:
        remarks.append("no turns are given (turns=): who speaks, and who is named, is not known")
    idle = [rule for rule in RULES if rule not in set(edges["rule"])]
    if idle:
        remarks.append(f"no tie by the rule {' or '.join(repr(rule) for rule in idle)}")
    return remarks
