"""The errors that cpgraph raises: each says where, what is wrong, and what to do.

Only `cli` and `web` turn them into output; below them a `raise` names the place.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: line and column count from 1; 0 means the whole file or line.

    >>> str(Place("tables/t.csv", 3, 2))
    'tables/t.csv:3:2'
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Give `file`, `file:line` or `file:line:column`, as editors read it."""
        text = self.file
        if self.line:
            text += f":{self.line}"
            if self.column:
                text += f":{self.column}"
        return text


class CpgraphError(Exception):
    """Base of all errors that a user can act on."""

    code = "CPG-E000"
    exit_code = 1
    """What the command line ends with: 1 when data or checks fail, 2 for wrong usage."""


class DataError(CpgraphError):
    """A data file does not say what it must: `place`, `problem`, and a `remedy`."""

    code = "CPG-E100"

    def __init__(self, place: Place, problem: str, remedy: str) -> None:
        """Keep the three parts; the message joins them."""
        self.place, self.problem, self.remedy = place, problem, remedy
        super().__init__(f"{place}: {problem}. {remedy}")


class DataErrors(CpgraphError):
    """Several data errors found in one reading; none hides another."""

    code = "CPG-E101"

    def __init__(self, errors: list[DataError]) -> None:
        """Keep the errors in the order of their places."""
        self.errors = sorted(errors, key=lambda e: (e.place.file, e.place.line, e.place.column))
        super().__init__("\n".join(str(error) for error in self.errors))


class EvidenceError(CpgraphError):
    """The committed evidence does not cover the data; `cpgraph locate` writes it anew."""

    code = "CPG-E200"


class NumeralError(CpgraphError, ValueError):
    """A printed text that is not a number of a kind this project reads."""

    code = "CPG-E102"


class NotBuiltError(CpgraphError):
    """There is no built graph at the place where one is needed."""

    code = "CPG-E300"

    def __init__(self, path: Path) -> None:
        """Say which file is missing and which command writes it."""
        self.path = path
        super().__init__(f"{path}: there is no built graph here. Run `cpgraph build` first.")


class QueryFileError(DataError):
    """A query file whose header or text is wrong."""

    code = "CPG-E400"


class SourceTextError(CpgraphError):
    """A file that cannot be read as a text of the report."""

    code = "CPG-E500"
