"""Every quantity of a text: its numerals, and the words that name a number.

The words are a closed list: the cardinals up to ninety and the scales, the fractions, the ordinals,
the multiples, and `majority`, `minority` and `most`, which say on which side of one half a share
lies. Vague words (few, many, several, some, fewer) and universal ones (all, every, no, none) name no
number and are left out; so are `once`, which is mostly a conjunction, and Roman numerals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cpgraph.texts.normalise import Normal

Kind = Literal["digits", "words"]
DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_SCALES = "hundred hundreds thousand thousands million millions billion billions dozen dozens"
_FRACTIONS = "half halves third thirds quarter quarters fourths fifths sixths sevenths eighths ninths tenths"
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_MULTIPLES = (
    "single double doubles doubled doubling triple triples tripled twice thrice twofold threefold fourfold "
    "fivefold tenfold both decade decades century centuries"
)
_SHARES = "majority minority most"
WORDS = frozenset(f"{_CARDINALS} {_SCALES} {_FRACTIONS} {ORDINALS} {_MULTIPLES} {_SHARES}".split())
# Some extractors drop the hyphen of a fraction that a line's end broke ("twothirds").
_JOINED = frozenset(number + part for number in _CARDINALS.split() for part in _FRACTIONS.split())

_RUN = re.compile(r"[A-Za-z]+(?:- ?[A-Za-z]+)*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeral or a quantity word: its raw bounds, and the raw places that must be accounted for."""

    kind: Kind
    start: int
    end: int
    places: tuple[int, ...]


def digits(raw: str) -> list[Quantity]:
    """The numerals of a text in order; what is printed without a gap is one numeral.

    >>> [(q.start, q.end) for q in digits("1,852 of 12.5, and ⁴⁰")]
    [(0, 5), (9, 13), (19, 21)]
    """
    plain = raw.translate(_SUPERSCRIPT)
    found = []
    for match in DIGITS.finditer(plain):
        places = tuple(i for i in range(*match.span()) if plain[i].isdigit())
        found.append(Quantity("digits", match.start(), match.end(), places))
    return found


def words(normal: Normal) -> list[Quantity]:
    """The quantity words of a text in order; a fraction in words ("one-in-five") is one quantity.

    A word that a line's end has broken counts as well: the pieces beside a hyphen are tried joined.
    """
    found = []
    for match in _RUN.finditer(normal.text):
        for start, end in _in_run(match[0].lower()):
            low, high = match.start() + start, match.start() + end
            places = tuple(normal.starts[i] for i in range(low, high) if normal.text[i].isalpha())
            found.append(Quantity("words", normal.starts[low], normal.ends[high - 1], places))
    return found


def _in_run(run: str) -> Iterator[tuple[int, int]]:
    """The quantities of one run of letters and hyphens, as slices of it."""
    bounds = [match.span() for match in re.finditer(r"[a-z]+", run)]
    pieces = [run[start:end] for start, end in bounds]
    spans: list[tuple[int, int]] = []  # first and last piece of each quantity
    index = 0
    while index < len(pieces):
        for last in range(len(pieces) - 1, index - 1, -1):
            if "".join(pieces[index : last + 1]) in WORDS | _JOINED:
                spans.append((index, last))
                index = last
                break
        index += 1
    merged: list[tuple[int, int]] = []
    for first, last in spans:
        between = pieces[merged[-1][1] + 1 : first] if merged else ["-"]
        if between in ([], ["in"]):
            merged[-1] = (merged[-1][0], last)
        else:
            merged.append((first, last))
    for first, last in merged:
        yield bounds[first][0], bounds[last][1]
