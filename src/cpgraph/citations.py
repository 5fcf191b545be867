"""How citations of federal law are written, and by what names and addresses are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import yaml

_GRAMMAR: Final = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
_TOKEN: Final = re.compile(r"\{([a-z]+)\}")
_BETWEEN: Final = re.compile(r"(?<=\d)[^a-z0-9()]+(?=\d)")
_IDLE: Final = re.compile(r"[^a-z0-9().]|(?<!\d)\.|\.(?!\d)")
_STOPS: Final = re.compile(r"(?<!\d)\.|\.(?!\d)")
_DASHES: Final = re.compile("[\u2010-\u2015\u2212]")
_UNIT: Final = re.compile(r" ?\([^)]*\)")
_WORD: Final = re.compile(r"\d+(?:st|nd|rd|th)\b|[^\W\d_]+(?:['’][a-z]+)?")
_COUNTRY: Final = re.compile(r"^(?:the )?(?:(?:united states|u\. ?s\.) )?(?=.)")
_COMMA: Final = re.compile(r",(?! *\()")
_ITEM: Final = re.compile(r" *(?:[,;] *(?:and|or|&)?|\b(?:and|or)\b|&) *")
_SPAN: Final = re.compile(r"(?P<first>.*?[\w)]) *(?:-|\b(?:to|through|thru)\b) *(?P<last>.+)")
_PLACE: Final = re.compile(r"(?P<stem>.*?)(?P<number>\d\w*(?:\.\d+)?)(?P<units>(?: ?\(\w{1,5}\))*)")
_SIGN: Final = re.compile(r"^(?:§+|sections?|secs?\.?) *", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a citation means: the code of a system, and what of it goes deeper than that code."""

    system: str
    code: str
    deeper: str
    is_doubtful: bool


def readings(text: str) -> Iterator[Reading]:
    """Yield what a text cites, from the deepest place that it gives to the section.

    >>> [(reading.code, reading.deeper) for reading in readings("USSG §2G2.1(b)(4)")]
    [('2G2.1(b)(4)', ''), ('2G2.1(b)', '(4)'), ('2G2.1', '(b)(4)')]
    """
    text = " ".join(_STOPS.sub("", _COMMA.sub(" ", _DASHES.sub("-", text))).split())
    for one, pattern in _PATTERNS:
        if cited := pattern.fullmatch(text):
            code, pin = one["code"].format(**cited.groupdict()), cited["pin"].strip()
            for end in reversed([0, *(unit.end() for unit in _UNIT.finditer(pin))]):
                yield Reading(
                    one["system"], code + pin[:end], pin[end:].strip(), one.get("is_doubtful", False)
                )


def listed(text: str) -> list[tuple[str, str]]:
    """Return the citations of a list, each in full, with the last one where it is a range; else nothing.

    >>> listed("18 USC §§ 2251(a), (e) and 3553–57")
    [('18 USC § 2251(a)', ''), ('18 USC § 2251(e)', ''), ('18 USC § 3553', '18 USC § 3557')]
    """
    found: list[tuple[str, str]] = []
    before = ""
    for item in _ITEM.split(" ".join(_DASHES.sub("-", text).replace("§§", "§").split())):
        first, last = _in_full(item, before), ""
        if not first and (span := _SPAN.fullmatch(item)):
            first = _in_full(span["first"], before)
            last = _in_full(span["last"], first)
            first = first if last else ""
        if not first:
            return []
        found.append((first, last))
        before = last or first
    return found if len(found) > 1 or found[0][1] else []


def _in_full(item: str, before: str) -> str:
    """Return an item of a list with what it leaves out of the one before it, or as it is; nothing if neither reads."""
    item, options = item.strip(), [item]
    if place := _PLACE.fullmatch(before):
        stem, number, units = place.groups()
        rest = _SIGN.sub("", item)
        if rest.startswith("("):  # it takes the place of the first unit of its kind: letters, digits
            kept = next((u.start() for u in _UNIT.finditer(units) if _kind(u[0]) == _kind(rest)), len(units))
            stem += number + units[:kept]
        elif rest.isdigit() and number.isdigit():  # 2251-52
            stem += number[: -len(rest)]
        options.insert(0, stem + rest)
    return next((option for option in options if next(readings(option), None)), "")


def _kind(unit: str) -> tuple[bool, bool]:
    first = unit.strip(" (")[:1]
    return first.isdigit(), first.isupper()


def key(text: str) -> str:
    """Return what names are compared by: letters, digits, brackets, and what separates two numbers.

    >>> key("18 U.S.C. § 2251(a)"), key("USSG §2G2.1"), key("108–21"), key("the U.S. Dep't of Justice")
    ('18usc2251(a)', 'ussg2g2.1', '108.21', 'departmentofjustice')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    low = _COUNTRY.sub("", plain.casefold().replace("&", "and"))
    low = _WORD.sub(lambda word: _WORDS.get(word[0].replace("’", "'"), word[0]), low)
    return _IDLE.sub("", _BETWEEN.sub(".", low)) or low.strip()


def whole(iri: str) -> str:
    """Return what addresses are compared by.

    >>> whole("http://www.wikidata.org/entity/Q1527/")
    'wikidata.org/entity/q1527'
    """
    return unquote(iri.strip()).partition("://")[2].casefold().removeprefix("www.").rstrip("/")


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(_TOKEN.sub(lambda token: _GRAMMAR["tokens"][token[1]], written), re.IGNORECASE)


_WORDS: Final[Mapping[str, str]] = _GRAMMAR["words"]
_PATTERNS: Final = [(one, _pattern(written)) for one in _GRAMMAR["citations"] for written in one["written"]]
