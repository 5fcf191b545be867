"""Parameters of a query for an engine that knows no bindings: as a VALUES block in each group that has them.

The embedded engine binds a variable before it evaluates; SPARQL's text has no word for that. A VALUES block at
the head of every group that holds the variable is the same for all queries that do not assign it themselves.
The terms are written by the library that made them, never taken from a request as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cpgraph.web.tokens import Token, tokenize

_FORMS: Final = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))


def form(text: str) -> str:
    """Return the form of a query, in capitals; empty for a text that has none."""
    return next((token.word for token in tokenize(text) if token.word in _FORMS), "")


def bind(text: str, bindings: Sequence[tuple[str, str]]) -> str:
    """Return a query with terms (as N-Triples writes them) for its variables.

    >>> bind("SELECT ?s ?o { ?s a ?o OPTIONAL { ?s ?p 1 } }", [("o", "<x:o>")])
    'SELECT ?s ?o { VALUES ?o { <x:o> } ?s a ?o OPTIONAL { ?s ?p 1 } }'
    """
    pieces, last = [], 0
    for brace, names in _groups(tokenize(text)) if bindings else ():
        block = "".join(f" VALUES ?{name} {{ {term} }}" for name, term in bindings if name in names)
        pieces += [text[last : brace.end], block]
        last = brace.end
    return "".join([*pieces, text[last:]])


def _groups(tokens: Sequence[Token]) -> list[tuple[Token, set[str]]]:
    """Return the braces that open groups, in order, each with the variables that stand in the group itself."""
    found: list[tuple[Token, set[str]]] = []
    open_groups: list[set[str]] = []
    for place, token in enumerate(tokens):
        if token.text == "{" and token.kind == "op":
            open_groups.append(set())
            if _is_group(tokens, place):
                found.append((token, open_groups[-1]))
        elif token.text == "}" and token.kind == "op" and open_groups:
            open_groups.pop()
        elif token.kind == "var" and open_groups:
            open_groups[-1].add(token.text[1:])
    return found


def _is_group(tokens: Sequence[Token], place: int) -> bool:
    """Say whether a brace opens a group: not a template, not the rows of VALUES, not one that holds a SELECT."""
    if place + 1 < len(tokens) and tokens[place + 1].word == "SELECT":
        return False
    before = place - 1
    if tokens[before].text == ")":  # the variables of VALUES, or an expression before a group
        while before > 0 and tokens[before].text != "(":
            before -= 1
        before -= 1
    elif tokens[before].kind == "var":
        before -= 1
    return before < 0 or tokens[before].word not in ("VALUES", "CONSTRUCT")
