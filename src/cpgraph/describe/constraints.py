"""The rules as SPARQL constraints of SHACL, for engines that are not ours: one shape a rule, in one file of Turtle.

Such a query asks about one node, `$this`, over one graph without names, and may hold no VALUES; each query inside it
hands `$this` on. So a rule's `?focus` becomes `$this`, and a table of values a union of bindings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from cpgraph import __version__
from cpgraph.describe.templates import render
from cpgraph.queries import Query
from cpgraph.vocab import PREFIXES

_TEXT: Final = r'"(?:[^"\\]|\\.)*"'
_VALUES: Final = re.compile(rf'VALUES\s+(?:\(([^)]*)\)|(\?\w+))\s*\{{((?:{_TEXT}|[^"}}])*)\}}')
_TERM: Final = re.compile(rf"{_TEXT}|[^\s()]+")
_INNER: Final = re.compile(r"\{\s*SELECT\s+(?:DISTINCT\s+)?(?=[^{]*\{)")
_BRACES: Final = re.compile(rf"{_TEXT}|[{{}}]")


def constraints(rules: Iterable[Query]) -> str:
    """Return the shapes of the rules that have a target; the file's description says why the others have none."""
    held = list(rules)
    return render(
        "constraints.ttl.j2",
        version=__version__,
        prefixes=PREFIXES,
        shapes=[(rule, select(rule.body)) for rule in held if rule.target],
        others=[rule for rule in held if not rule.target],
    )


def select(text: str) -> str:
    """Return a rule's query as one about `$this`.

    >>> print(select("SELECT ?focus ?b WHERE { VALUES (?a ?b) { (1 2) (3 4) } ?focus ?p ?a }"))
    SELECT $this ?b WHERE { { BIND(1 AS ?a) BIND(2 AS ?b) }
      UNION { BIND(3 AS ?a) BIND(4 AS ?b) } $this ?p ?a }
    >>> print(select("SELECT ?focus { { SELECT ?a (SUM(?b) AS ?c) { ?a ?p ?b } GROUP BY ?a } ?focus ?a ?c }"))
    SELECT $this { { SELECT $this ?a (SUM(?b) AS ?c) { ?a ?p ?b } GROUP BY $this ?a } $this ?a ?c }
    """
    text = _VALUES.sub(_union, re.sub(r"[?$]focus\b", "$this", text))
    for found in reversed(list(_INNER.finditer(text))):
        start = text.index("{", found.end())
        if "$this" not in text[found.end() : start]:
            end = _closing(text, start)
            rest = re.sub(r"\A\s*GROUP BY ", r"\g<0>$this ", text[end:])
            text = f"{text[: found.end()]}$this {text[found.end() : end]}{rest}"
    return text


def _union(found: re.Match[str]) -> str:
    """Return a table of values as a union of bindings."""
    names = (found[1] or found[2]).split()
    terms = _TERM.findall(found[3])
    rows = zip(*[iter(terms)] * len(names), strict=True)
    made = [
        " ".join(f"BIND({term} AS {name})" for name, term in zip(names, row, strict=True)) for row in rows
    ]
    return "\n  UNION ".join(f"{{ {binds} }}" for binds in made)


def _closing(text: str, start: int) -> int:
    """Return where the group ends that begins at a place."""
    depth = 0
    for found in _BRACES.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    raise ValueError(f"no end of the group at {start}: {text}")
