"""How citations of federal law are written, and by what names and addresses are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
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
    text = " ".join(_STOPS.sub("", _DASHES.sub("-", text)).replace(",", " ").split())
    for one, pattern in _PATTERNS:
        if cited := pattern.fullmatch(text):
            code, pin = one["code"].format(**cited.groupdict()), cited["pin"].strip()
            for end in reversed([0, *(unit.end() for unit in _UNIT.finditer(pin))]):
                yield Reading(
                    one["system"], code + pin[:end], pin[end:].strip(), one.get("is_doubtful", False)
                )


def key(text: str) -> str:
    """Return what names are compared by: letters, digits, brackets, and what separates two numbers.

    >>> key("18 U.S.C. § 2251(a)"), key("USSG §2G2.1"), key("108–21")
    ('18usc2251(a)', 'ussg2g2.1', '108.21')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    low = plain.casefold().replace("&", "and")
    return _IDLE.sub("", _BETWEEN.sub(".", low)) or low.strip()


def whole(iri: str) -> str:
    """Return what addresses are compared by.

    >>> whole("http://www.wikidata.org/entity/Q1527/")
    'wikidata.org/entity/q1527'
    """
    return unquote(iri.strip()).partition("://")[2].casefold().removeprefix("www.").rstrip("/")


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(_TOKEN.sub(lambda token: _GRAMMAR["tokens"][token[1]], written), re.IGNORECASE)


_PATTERNS: Final = [(one, _pattern(written)) for one in _GRAMMAR["citations"] for written in one["written"]]
