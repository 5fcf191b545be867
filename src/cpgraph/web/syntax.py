"""Where a query breaks the grammar, told from what the engine says; its list of expected tokens is never shown."""

from __future__ import annotations

import re
from typing import Final

from cpgraph.web.checks import Checked
from cpgraph.web.problems import Problem, at

_WORD: Final = re.compile(r"[A-Z_]+")
_SENTENCE: Final = re.compile(r"(?:^|, |expected one of |expected )([A-Z][a-z' ]+[A-Za-z ]+)(?=,|$)")


def problem(checked: Checked, column: int, expected: str) -> Problem:
    """Make the problem of a syntax error that the engine found at a column (from 1) of what it was given."""
    listed = expected.removeprefix("expected one of ").removeprefix("expected ").split(", ")
    offset = column - 1
    if all(_WORD.fullmatch(item) for item in listed):
        # the engine compares keywords by length, and reports the place after the longest it tried
        offset -= min(len(item) for item in listed)
    sentence = _SENTENCE.search(expected)
    detail = (
        f"{sentence[1]}." if sentence and " " in sentence[1] else "The query goes wrong here or just before."
    )
    return at("malformed-query", checked.text, checked.offset(offset), detail)
