"""Normal form `cpgraph-norm-1` of a text, with a map back to its raw offsets.

Selectors are published in this form, and are meaningless without it: light markup is dropped
(asterisks, underscores and tags of emphasis, heading signs at a line's start, `<sup>`, the brackets
of `[^1]`, soft hyphens), table bars and `<br>` count as white space, characters are brought to NFKC
(so a superscript two is a 2), quotation marks and dashes are folded to `"`, `'` and `-`, white space
collapses to one space, and a word broken with a hyphen at a line's end loses the space after it.

Matching uses the *search text* of the normal form, without the hyphens inside words, so that two
extractions that break lines and words differently still meet. Running heads may be left out of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

NAME = "cpgraph-norm-1"
_FOLD = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}
_TAGS = "sup|sub|span|b|i|u|a|em|strong|mark"
_MARKUP = re.compile(
    rf"\*+|</?(?:{_TAGS})(?:\s[^<>]*)?>|(?m:^[ \t]*#+(?=[ \t]))|\u00ad|\u200b|\ufeff|\\(?=[*_#])"
    r"|(?<![^\W_])_+(?=[^\W_])|(?<=[^\W_])_+(?![^\W_])"
    r"|\[\^(?=\d+\])|(?<=\[\^\d)\]|(?<=\[\^\d\d)\]|(?<=\[\^\d\d\d)\]",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


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
class SearchText:
    """A normal form without the hyphens inside words; `index[i]` is a place in the normal form."""

    text: str
    index: tuple[int, ...]

    def normal(self, start: int, end: int) -> tuple[int, int]:
        """The slice of the normal form behind a slice of the search text."""
        return self.index[start], self.index[end - 1] + 1


def _characters(raw: str) -> Iterator[tuple[str, int, int]]:
    """Yield folded characters with their raw bounds; white space and markup give a space or nothing."""
    skip = {position for match in _MARKUP.finditer(raw) for position in range(*match.span())}
    blank = {position for match in _BREAK.finditer(raw) for position in range(*match.span())}
    for position, char in enumerate(raw):
        if position in skip:
            continue
        if char == "|" or char.isspace() or position in blank:
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


def search_text(normal: str) -> SearchText:
    """Drop each hyphen inside a word, with a space after it; keep those between two digits.

    >>> search_text("a 15-year term, 2- or 4-level, pp. 41-42").text
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
    return SearchText("".join(chars), tuple(index))


def running_heads(search: SearchText, heads: Iterable[str]) -> list[tuple[int, int]]:
    """Where a search text holds a running head: one of the given names with a page number after it.

    >>> running_heads(search_text("as shown in Annual Report 12 the table"), ["Annual Report"])
    [(12, 28)]
    """
    names = "|".join(re.escape(search_text(normalise(head).text).text) for head in heads)
    if not names:
        return []
    pattern = rf"(?:{names}) ?\d{{1,3}}(?![\w%]|[.,]\d)"
    return [match.span() for match in re.finditer(pattern, search.text, re.IGNORECASE)]


def without(search: SearchText, slices: Iterable[tuple[int, int]]) -> SearchText:
    """Leave slices out of a search text, each with one of the spaces around it.

    A slice with no space before it stands inside a word that its page's end has broken.
    """
    gone: set[int] = set()
    for start, end in slices:
        before, after = search.text[start - 1 : start] == " ", search.text[end : end + 1] == " "
        gone.update(range(start - before, end + (after and not before)))
    kept = [position for position in range(len(search.text)) if position not in gone]
    return SearchText("".join(search.text[i] for i in kept), tuple(search.index[i] for i in kept))
