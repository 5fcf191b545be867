"""Content negotiation as RFC 9110 has it (sections 12.4 and 12.5): pure functions from a header to a choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_NAME: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PARAMETER: Final = rf'\s*;\s*({_NAME})\s*=\s*({_NAME}|"(?:[^"\\]|\\.)*+")'
_RANGE: Final = re.compile(rf"\s*({_NAME})/({_NAME})((?:{_PARAMETER})*)\s*")
_CODING: Final = re.compile(rf"\s*({_NAME})((?:{_PARAMETER})*)\s*")
_ONE_PARAMETER: Final = re.compile(_PARAMETER)
_WEIGHT: Final = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")
_MEMBER: Final = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*+(?:"|\\?$))++', re.DOTALL)


def negotiate(accept: str | None, offers: Sequence[str]) -> str | None:
    """Choose the offer (`type/subtype`) that an Accept header likes best; earlier offers win ties.

    No header accepts everything. A member of the header that breaks the grammar counts for nothing.
    Gives None when no offer is acceptable: that is a 406.

    >>> negotiate("text/*;q=0.5, text/csv", ["application/json", "text/plain", "text/csv"])
    'text/csv'
    """
    if accept is None:
        return offers[0]
    ranges = [found for member in _MEMBER.findall(accept) if (found := _media_range(member)) is not None]
    best, best_weight = None, 0.0
    for offer in offers:
        weight = _weight(offer, ranges)
        if weight > best_weight:
            best, best_weight = offer, weight
    return best


def accepts_gzip(accept_encoding: str | None) -> bool:
    """Say whether a client takes gzip, and likes it no less than no coding at all.

    >>> accepts_gzip("br, gzip;q=0.5"), accepts_gzip("gzip;q=0"), accepts_gzip("identity, gzip;q=0.5")
    (True, False, False)
    """
    if not accept_encoding or ("gzip" not in accept_encoding.lower() and "*" not in accept_encoding):
        return False
    weights: dict[str, float] = {}
    for member in _MEMBER.findall(accept_encoding):
        found = _CODING.fullmatch(member)
        if found is not None:
            weight = _quality(found[2])
            if weight is not None:
                weights[found[1].lower()] = weight
    gzip = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return gzip > 0 and gzip >= weights.get("identity", 0.0)


_Range = tuple[str, str, dict[str, str], float]


def _media_range(member: str) -> _Range | None:
    found = _RANGE.fullmatch(member)
    if found is None or (found[1] == "*" and found[2] != "*"):
        return None
    parameters: dict[str, str] = {}
    for name, value in _ONE_PARAMETER.findall(found[3]):
        if name.lower() == "q":
            break  # what follows the weight is no part of the media type
        parameters[name.lower()] = value.strip('"').lower()
    weight = _quality(found[3])
    return None if weight is None else (found[1].lower(), found[2].lower(), parameters, weight)


def _quality(parameters: str) -> float | None:
    for name, value in _ONE_PARAMETER.findall(parameters):
        if name.lower() == "q":
            return float(value) if _WEIGHT.fullmatch(value) else None
    return 1.0


def _weight(offer: str, ranges: Sequence[_Range]) -> float:
    """Give the weight of the most specific range that covers an offer, 0 when none does."""
    kind, _, subtype = offer.partition("/")
    best, specificity = 0.0, -1
    for range_kind, range_subtype, parameters, weight in ranges:
        # all our texts are UTF-8; a parameter of any other name or value asks for something we do not offer
        if parameters and parameters != {"charset": "utf-8"}:
            continue
        if range_kind == "*":
            rank = 0
        elif range_kind != kind:
            continue
        elif range_subtype == "*":
            rank = 1
        elif range_subtype == subtype:
            rank = 2 + len(parameters)
        else:
            continue
        if rank > specificity or (rank == specificity and weight > best):
            best, specificity = weight, rank
    return best
