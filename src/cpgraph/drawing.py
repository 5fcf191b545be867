"""How the rows of a query are drawn, as the query's header says it."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import ConfigDict, StringConstraints
from pydantic.dataclasses import dataclass

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]

ROLES: Final = "label value decimals second low high size mark group within beside line care".split()
"""What a column can give of a mark: its name, its value, with how many decimals that is printed, a second value, its
interval, how many it is of, the thing it leads to, the heading it stands under, the label of the mark it is a part of,
what is said beside it; the value at which a line is drawn; and how many anomalies concern it."""


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Drawing:
    """A chart: its kind, the column of each role, and the words of its finding.

    The words may name columns in braces, `{first.months}` or `{label of a row.months}`: the rows fill them, so that no
    number is ever written there. `pages` are the things on whose pages the chart stands, `place` its place among those.
    """

    kind: Literal["bars", "dots", "dumbbell", "figures", "ladder", "strips", "trend"]
    title: str
    label: Name
    value: Name
    subtitle: str = ""
    note: str = ""
    unit: str = ""
    second: Name | None = None
    low: Name | None = None
    high: Name | None = None
    size: Name | None = None
    mark: Name | None = None
    group: Name | None = None
    within: Name | None = None
    decimals: Name | None = None
    beside: Name | None = None
    line: Name | None = None
    care: Name | None = None
    pages: tuple[str, ...] = ()
    place: int = 0

    @property
    def columns(self) -> dict[str, str]:
        """The column of each role that has one."""
        return {role: column for role in ROLES if (column := getattr(self, role))}
