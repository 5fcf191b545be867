"""What an earlier release published and a later one withdrew."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Retired:
    """A withdrawn IRI and its successor, both without the base; without a successor it is gone, for a reason."""

    name: str
    successor: str
    since: str
    reason: str
