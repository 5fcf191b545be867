"""Normal form `cpgraph-norm-1` of a text, with a map back to its raw offsets.

Selectors are published in this form, and are meaningless without it: light markup is dropped
(asterisks, heading signs at a line's start, `<sup>`, table bars, soft hyphens), characters are
brought to NFKC, quotation marks and dashes are folded to `"`, `'` and `-`, white space collapses to
one space, and a word broken with a hyphen at a line's end loses the space after the hyphen.

Matching uses the *skeleton* of the normal form, without the hyphens inside words, so that two
extractions that break lines and words differently still meet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

NAME = "cpgraph-norm-1"
_FOLD = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}
_MARKUP = re.compile(
    r"\*+|</?(?:sup|b|i|em|strong)>|(?m:^[ \t]*#+(?=[ \t]))|\u00ad|\u200b|\ufeff|\\(?=[*_#])"
)


@dataclass(frozen=True, slots=True)
class Normal:
    """A normal form: `starts[i]` and `ends[i]` bound the raw characters behind character i."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of a slice of the normal form (end exclusive)."""
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A normal form without the hyphens inside words; `index[i]` is a place in the normal form."""

    text: str
    index: tuple[int, ...]

    def normal(self, start: int, end: int) -> tuple[int, int]:
        """The slice of the normal form behind a slice of the skeleton."""
        return self.index[start], self.index[end - 1] + 1


def _characters(raw: str) -> Iterator[tuple[str, int, int]]:
    """Yield folded characters with their raw bounds; white space and markup give a space or nothing."""
    skip = {position for match in _MARKUP.finditer(raw) for position in range(*match.span())}
    for position, char in enumerate(raw):
        if position in skip:
            continue
        if char == "|" or char.isspace():
            yield "\n" if char in "\n\r\f\v" else " ", position, position + 1
            continue
        for folded in unicodedata.normalize("NFKC", _FOLD.get(char, char)):
            piece = _FOLD.get(folded, folded)
            yield " " if piece.isspace() else piece, position, position + 1


def normalise(raw: str) -> Normal:
    """Bring a text to its normal form.

    >>> normalise("nearly one-\\nthird  (30.3%)").text
    'nearly one-third (30.3%)'
    """
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    pending: tuple[bool, int, int] | None = None
    for char, start, end in _characters(raw):
        if char in " \n":
            broken = char == "\n" or (pending is not None and pending[0])
            pending = (broken, pending[1] if pending else start, end)
            continue
        if pending is not None and chars:
            hyphenated = chars[-1] == "-" and len(chars) > 1 and chars[-2].isalnum()
            if not (hyphenated and pending[0] and char.isalnum()):
                chars.append(" ")
                starts.append(pending[1])
                ends.append(pending[2])
        pending = None
        chars.append(char)
        starts.append(start)
        ends.append(end)
    return Normal("".join(chars), tuple(starts), tuple(ends))


def skeleton(normal: str) -> Skeleton:
    """Drop each hyphen inside a word, with a space after it; keep those between two digits.

    >>> skeleton("a 15-year term, 2- or 4-level, pp. 41-42").text
    'a 15year term, 2or 4level, pp. 41-42'
    """
    chars: list[str] = []
    index: list[int] = []
    position = 0
    while position < len(normal):
        char = normal[position]
        if char == "-" and position and normal[position - 1].isalnum():
            after = position + 1
            if after < len(normal) and normal[after] == " ":
                after += 1
            following = normal[after] if after < len(normal) else ""
            digits = normal[position - 1].isdigit() and following.isdigit()
            if following.isalnum() and not digits:
                position = after
                continue
        chars.append(char)
        index.append(position)
        position += 1
    return Skeleton("".join(chars), tuple(index))
