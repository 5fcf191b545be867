"""General rules: numerals and quantity words that are no statistic in any report of this kind.

Each rule is a pattern over the search text of a text (hyphens inside words are gone, so "A-1" is "A1").
What the group `q` matches, else the whole match, has the rule's class. A rule must be safe: where a
statistic could stand in the same words, there is no rule, and the report's `audit.csv` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from cpgraph.evidence.quantities import ORDINALS
from cpgraph.texts.normalise import SearchText

REACH = 2000  # how far apart, in characters, the numbers of one list in running text may stand

_YEAR = r"(?:19|20)\d\d"
_YEARS = rf"{_YEAR}(?: ?(?:-|to|through|and|or|,|, and) ?(?:fiscal years? )?{_YEAR})*"
_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?:{_NAMES}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)"
# After a bare year: nothing that would make it a count or a share.
_BARE = rf"{_YEAR}(?![\d%]|,\d| ?%| percent| [a-z]+s\b)"
_SECTION = r"\d+[A-Z]?\d*(?:\.\d+)?[a-z]?(?:\([A-Za-z0-9]{1,5}\))*"
# A word of a title: it has a capital somewhere (small capitals come out of some files as "RepoRt").
_TITLE = r"(?:[a-z']*[A-Z][A-Za-z']*|of|the|and|on)"
_CODE = r"(?:U\.? ?S\.? ?C\.?|C\.? ?F\.? ?R\.?|Fed\. ?Reg\.|Stat\.|F\.(?: ?[23]d|4th)?|U\.S\.|S\. ?Ct\.)"
_ITEM = r"[A-Z]?\d+"
_CARDINAL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_UNIT = r"(?:years?|months?|days?|percent|times|hundred|thousand|million|billion|dozen|half|decade)\b"
_HEADING = "Chapter|Part|Subpart|Section|Title|Volume|Phase|Step"
# Nouns of a text's own division of its subject: what is counted is how many ways the text tells apart.
_DIVISION = (
    "factors?|types?|kinds?|ways?|forms?|parts?|sections?|reasons?|groups?|topics?|measures?|categories"
)


# The class of a token and the pattern that tells it, in order: an earlier one wins.
_PATTERNS = (
    # Addresses. A line's end may have put a space after a slash.
    ("url", r"(?:https?://|www\.)(?:\S*/ )*\S+"),
    # Law and works cited.
    ("citation", rf"§§? ?{_SECTION}(?:(?:,|,? (?:through|to|and|or)|-) ?(?:§§? ?)?{_SECTION})*"),
    ("citation", rf"\b\d+ {_CODE} ?(?:§§? ?)?{_SECTION}"),
    ("citation", r"\bPub\. ?L\. ?(?:No\. ?)?\d+-\d+"),
    ("citation", r"\bSections? \d+[A-Z]\d+\.\d+(?:\([A-Za-z0-9]{1,5}\))*"),
    ("citation", r"\b(?:chapter|section|part|subchapter) \d+(?= of (?:this )?title\b)"),
    ("citation", r"\b[Tt]itle \d+(?=,? (?:of the )?(?:United States|U\.S\.) Code)"),
    ("citation", r"\b(?:supra|infra) notes? \d+(?:-\d+)?(?:,? at \d+(?:-\d+)?)?"),
    ("citation", r"\b[Ii]d\.,? at \d+(?:-\d+)?"),
    ("citation", rf"\bAct of {_YEAR}"),
    ("citation", rf"\b{_YEAR} (?:{_TITLE} ){{0,4}}(?i:Report|Sourcebook|Datafile|Manual|Edition)\b"),
    ("citation", rf"\((?:{_MONTH} )?{_YEAR}\)(?=[,.;]? |$)"),
    # Names of tables, figures and parts of documents.
    (
        "label",
        rf"\b(?:Figures|Tables|Charts|Exhibits) {_ITEM}(?:(?:, and|,| and| or| to| through|-) ?{_ITEM})*",
    ),
    ("label", rf"(?i)\b(?:Figure|Table|Chart|Exhibit) {_ITEM}"),
    ("label", r"\bAppendix [A-Z]\d+"),
    ("label", rf"\b(?:{_HEADING}) \d+"),
    ("label", rf"\b(?:{_HEADING}) (?P<q>(?i:{_CARDINAL}))\b"),
    # Time.
    ("axis-tick", rf"(?<!\d){_YEAR}(?: {_YEAR}){{2,}}(?!\d)"),
    ("period", rf"(?i)\b(?:fiscal|calendar) years? {_YEARS}"),
    ("period", rf"\bFY ?{_YEAR}"),
    ("period", rf"\b{_MONTH} \d{{1,2}}, {_YEAR}(?!\d)"),
    ("period", rf"\b{_MONTH},? {_YEAR}(?!\d)"),
    ("period", rf"\b(?:[Bb]etween|[Ff]rom) {_YEAR} (?:and|to|through) {_BARE}"),
    ("period", rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]efore|[Aa]fter|[Dd]uring) (?P<q>{_BARE})"),
    ("period", r"(?<!\d)\d{1,2}years? period\b"),
    ("period", rf"\b(?:past|last|previous|next) (?P<q>(?:(?:{_CARDINAL}) )?decades?|century)\b"),
    # Codes of files and forms: capitals run together with digits.
    ("identifier", r"\b[A-Z]{4,}\d+\b"),
    # Words.
    ("ordinal", r"\b(?P<q>[Ff]irst|[Ss]econd)(?!\w)"),
    ("ordinal", rf"\b(?:[Tt]he|[Tt]his|[Tt]hat) (?P<q>{ORDINALS.replace(' ', '|')})(?! of)\b"),
    ("determiner", rf"\b(?P<q>[Oo]ne) of (?!\d|(?:every |each )?(?:{_CARDINAL})\b)"),
    ("determiner", r"\b(?:[Nn]o|[Aa]ny|[Ee]very|[Ee]ach) (?P<q>one)\b"),
    ("determiner", r"\b(?P<q>[Oo]ne) another\b"),
    ("determiner", rf"\b(?:[Mm]ore than|[Aa]t least|[Oo]nly|[Ee]ither|[Jj]ust) (?P<q>one) (?!{_UNIT})"),
    ("determiner", r"\b(?P<q>[Oo]ne) or more\b"),
    ("determiner", r"\b(?P<q>[Bb]oth) (?=(?:[\w']+ ){1,5}and )"),
    (
        "enumeration",
        rf"\b(?:[Tt]hese|[Tt]hose|[Tt]he following) (?P<q>{_CARDINAL}) (?:\w+ ){{0,2}}(?:{_DIVISION})\b",
    ),
    ("enumeration", rf"\b(?P<q>{_CARDINAL}) (?:\w+ )?(?:{_DIVISION})\b"),
    ("enumeration", r"\b(?P<q>two|three|four|five|six)part\b"),
)


RULES = tuple((name, re.compile(pattern)) for name, pattern in _PATTERNS)


def classify(search: SearchText) -> Iterator[tuple[str, tuple[int, int]]]:
    """Class the places of a search text, the stronger rule first."""
    for name, pattern in RULES:
        for match in pattern.finditer(search.text):
            yield name, match.span("q" if "q" in pattern.groupindex else 0)
    for span in list_numbers(search.text):
        yield "list-number", span


def list_numbers(text: str) -> list[tuple[int, int]]:
    """The numbers of lists in running text: "(1) ... (2)", two or more in order and not far apart.

    A lone number in parentheses is none: it may be a count.

    >>> text = "courts use (1) charges and (2) pleas; some (12) do not"
    >>> [text[start:end] for start, end in list_numbers(text)]
    ['1', '2']
    """
    found = [
        (int(match[1]), match.span(1))
        for match in re.finditer(r"(?<![\w)])\((\d{1,2})\) ?(?=[A-Za-z\"'])", text)
    ]
    kept: set[tuple[int, int]] = set()
    for (number, here), (following, there) in pairwise(found):
        if following == number + 1 and there[0] - here[0] <= REACH:
            kept |= {here, there}
    return sorted(kept)
