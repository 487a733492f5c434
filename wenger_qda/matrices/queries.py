"""A small language of questions: codes and variables, joined by ``and``, ``or``, ``not`` and ``near(n)``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["And", "Compare", "Near", "Node", "Not", "Or", "Term", "leaves", "parse"]


@dataclass(frozen=True, slots=True)
class Term:
    """Passages with a code. `column` is where it stands in the query, from 1."""

    code: str
    column: int


@dataclass(frozen=True, slots=True)
class Compare:
    """Sources and cases whose variable compares so with a value."""

    variable: str
    operator: str
    value: str
    column: int


@dataclass(frozen=True, slots=True)
class Not:
    """All the rest."""

    inner: Node


@dataclass(frozen=True, slots=True)
class And:
    """What both have."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Or:
    """What either has."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Near:
    """Passages of both sides that have one of the other side close by."""

    left: Node
    right: Node
    distance: int


Node = Term | Compare | Not | And | Or | Near

TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<quoted>"[^"]*"|'[^']*'|“[^”]*”)
      | (?P<near>near\s*\(\s*(?P<distance>[0-9]+)\s*\))
      | (?P<operator>==|!=|<=|>=|=|<|>)
      | (?P<bracket>[()])
      | (?P<word>[^\s()=!<>"'“”][^\s()=!<>"“”]*)""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: its kind, its text, and where it stands, from 1."""

    kind: str
    text: str
    column: int

    def __str__(self) -> str:
        return "the end" if self.kind == "end" else repr(self.text)


def parse(query: str) -> Node:
    """Read a query.

    ``near`` binds closest, then ``not``, ``and``, ``or``; brackets change that.

    Raises
    ------
    ValueError
        Saying in which column what was expected.

    Examples
    --------
    >>> parse("engagement and not repair")
    And(left=Term(code='engagement', column=1), right=Not(inner=Term(code='repair', column=20)))
    >>> parse("engagement and or repair")
    Traceback (most recent call last):
    ...
    ValueError: query, column 16: expected a code, a variable or '(', found 'or'
    """
    reader = _Reader(list(_tokens(query)))
    node = reader.either()
    reader.expect("end", "'and', 'or', 'near(n)' or the end")
    return node


def leaves(node: Node) -> Iterator[Term | Compare]:
    """Give the codes and comparisons of a query, from left to right."""
    match node:
        case Not(inner):
            yield from leaves(inner)
        case And(left, right) | Or(left, right) | Near(left, right):
            yield from leaves(left)
            yield from leaves(right)
        case _:
            yield node


def _tokens(query: str) -> Iterator[Token]:
    at = 0
    while at < len(query):
        found = TOKEN.match(query, at)
        if found is None:
            raise _wrong(at + 1, "a code, a variable or a quoted name", repr(query[at:]))
        kind = str(found.lastgroup if found["near"] is None else "near")
        text = found["distance"] if kind == "near" else found.group()
        if kind != "space":
            yield _token(kind, text, at + 1)
        at = found.end()
    yield Token("end", "", len(query) + 1)


def _token(kind: str, text: str, column: int) -> Token:
    if kind == "quoted":
        return Token("name", text[1:-1], column)
    if kind == "word" and text.lower() in ("and", "or", "not", "near"):
        return Token(text.lower() if text.lower() != "near" else "bare near", text, column)
    return Token(text if kind == "bracket" else kind, text, column)


class _Reader:
    """Reads tokens from left to right; one method for each strength of binding."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def either(self) -> Node:
        node = self._both()
        while self._take("or"):
            node = Or(node, self._both())
        return node

    def _both(self) -> Node:
        node = self._negated()
        while self._take("and"):
            node = And(node, self._negated())
        return node

    def _negated(self) -> Node:
        return Not(self._negated()) if self._take("not") else self._close()

    def _close(self) -> Node:
        node = self._single()
        while token := self._take("near"):
            node = Near(node, self._single(), int(token.text))
        return node

    def _single(self) -> Node:
        if self._take("("):
            node = self.either()
            self.expect(")", "')'")
            return node
        name = self.expect("name word", "a code, a variable or '('")
        operator = self._take("operator")
        return Term(name.text, name.column) if operator is None else self._comparison(name, operator)

    def _comparison(self, name: Token, operator: Token) -> Compare:
        value = self.expect("name word", f"a value after {operator.text!r}")
        sign = "=" if operator.text == "==" else operator.text
        return Compare(name.text, sign, value.text, name.column)

    def expect(self, kinds: str, what: str) -> Token:
        token = self._take(kinds)
        if token is None:
            raise _wrong(self._tokens[self._at].column, what, str(self._tokens[self._at]))
        return token

    def _take(self, kinds: str) -> Token | None:
        token = self._tokens[self._at]
        if token.kind not in kinds.split(" "):
            return None
        self._at += 1
        return token


def _wrong(column: int, expected: str, found: str) -> ValueError:
    return ValueError(f"query, column {column}: expected {expected}, found {found}")
