"""Why a result is empty: which triple patterns match nothing on their own, and which IRIs the data do not know."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from cpgraph.web import grammar
from cpgraph.web.checks import Checked
from cpgraph.web.grammar import GrammarError, Pattern
from cpgraph.web.tokens import place

_MOST: Final = 24  # patterns and IRIs that are tried; more would be a load and no help
_SINGLE: Final = ("[", "(", "<<")

Ask = Callable[[str], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something of the query that matches nothing by itself; `line` counts from 1."""

    text: str
    line: int
    is_unknown: bool
    """Whether it is an IRI that no triple has, rather than a pattern that no triple fits."""


async def explain(checked: Checked, ask: Ask) -> list[Finding]:
    """Try the parts of a query that gave nothing; `ask` evaluates an ASK over the query's own dataset."""
    try:
        patterns = [found for found in grammar.read(checked.pieces) if _is_single(found)]
    except GrammarError:
        return []
    findings = []
    known: dict[str, bool] = {}
    for pattern in patterns[:_MOST]:
        unknown = []
        for iri in _iris(pattern):
            if iri not in known and len(known) < _MOST:
                known[iri] = await ask(_either(f"{iri} ?p ?o", f"?s {iri} ?o", f"?s ?p {iri}"))
            if not known.get(iri, True):
                unknown.append(iri)
        line, _ = place(checked.text, pattern.offset)
        findings += [Finding(iri, line, is_unknown=True) for iri in unknown]
        if not unknown and not await ask(_either(str(pattern))):
            findings.append(Finding(str(pattern), line, is_unknown=False))
    return list(dict.fromkeys(findings))


def _is_single(pattern: Pattern) -> bool:
    return not pattern.is_aside and not any(
        part.startswith(_SINGLE) and part != "[]" for part in (pattern.subject, pattern.object)
    )


def _iris(pattern: Pattern) -> list[str]:
    """Give the IRIs that stand alone in a pattern; a path may match without any one of its steps."""
    parts = (pattern.subject, pattern.predicate, pattern.object)
    return [part for part in parts if part.startswith("<") and part.endswith(">") and " " not in part]


def _either(*patterns: str) -> str:
    groups = [group for pattern in patterns for group in (pattern, f"GRAPH ?graph {{ {pattern} }}")]
    return f"ASK {{ {' UNION '.join(f'{{ {group} }}' for group in groups)} }}"
