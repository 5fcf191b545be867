"""Where a query that the engine refuses goes wrong, and how: its own list of expected tokens is never shown."""

from __future__ import annotations

import re
from typing import Final

from cpgraph.web import grammar
from cpgraph.web.checks import Checked
from cpgraph.web.problems import Problem, at

_WORD: Final = re.compile(r"[A-Z_]+")
_SENTENCE: Final = re.compile(r"(?:^|, |one of |expected )([A-Z][A-Za-z]+(?: [A-Za-z*]+){2,})(?=,|$)")


def place(checked: Checked) -> Problem | None:
    """Make the problem of the place where a query leaves the grammar; None when it does not."""
    try:
        grammar.read(checked.pieces)
    except grammar.GrammarError as error:
        offset = len(checked.text.rstrip()) if error.offset is None else error.offset
        return at("malformed-query", checked.text, offset, error.detail)
    return None


def problem(checked: Checked, column: int, expected: str) -> Problem:
    """Make the problem of a syntax error that the engine found at a column (from 1) of what it was given."""
    found = place(checked)
    if found is not None:
        return found
    # the words stand in an order that the grammar allows: something else is wrong, which the engine may name
    listed = expected.removeprefix("expected one of ").removeprefix("expected ").split(", ")
    offset = column - 1
    if all(_WORD.fullmatch(item) for item in listed):
        # the engine compares keywords by length, and reports the place after the shortest that it tried
        offset -= min(len(item) for item in listed)
    sentence = _SENTENCE.search(expected)
    detail = f"{sentence[1]}." if sentence else "The engine cannot read the query from here or just before."
    return at("malformed-query", checked.text, checked.offset(max(offset, 0)), detail)
