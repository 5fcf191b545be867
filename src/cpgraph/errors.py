"""The errors that cpgraph raises: each says where, what is wrong, and what to do.

Only `cli` and `web` turn them into output; below them a `raise` names the place.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final


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
    excerpt = ""
    """Lines that show the place, for people."""

    def __reduce__(self) -> tuple[Callable[..., CpgraphError], tuple[object, ...]]:
        """Return how another process makes it again: from what was kept, whatever its own `__init__` takes."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[CpgraphError], args: tuple[object, ...], kept: dict[str, object]) -> CpgraphError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(kept)
    return error


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


class GraphFileError(CpgraphError):
    """A file is not what a build writes."""

    code = "CPG-E303"

    def __init__(self, path: Path, problem: object, line: int = 0) -> None:
        """Say what is wrong with it, and at which line."""
        place = Place(str(path), line)
        super().__init__(f"{place}: this is not a built graph ({problem}). Run `cpgraph build` again.")


_IS_FILE: Final = "Name a folder; this is a file."
_IS_FULL: Final = "Free some space there, or name another place; nothing was changed."
_NO_RIGHT: Final = "Ask for the right to it, or name another place."
_REMEDIES: Final[Mapping[int | None, str]] = {
    **dict.fromkeys((errno.ENOTDIR, errno.EEXIST), _IS_FILE),
    errno.EISDIR: "Name a file; this is a folder.",
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _IS_FULL),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _NO_RIGHT),
}


class PlaceError(CpgraphError):
    """A file or folder that cannot be read or written; a name of the wrong kind is wrong usage."""

    code = "CPG-E305"

    def __init__(self, path: Path | str, error: OSError) -> None:
        """Say what the system says of it, and what to do."""
        self.exit_code = 2 if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR) else 1
        remedy = _REMEDIES.get(error.errno, "Name another place.")
        super().__init__(f"{path}: {error.strerror}. {remedy}")


class QueryFileError(DataError):
    """A query file whose header or text is wrong."""

    code = "CPG-E400"


class SourceTextError(CpgraphError):
    """A file that cannot be read as a text of the report."""

    code = "CPG-E500"


class UsageError(CpgraphError):
    """A command was given something that it cannot take."""

    code = "CPG-E600"
    exit_code = 2
