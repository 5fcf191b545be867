"""A graph in parts: each report's statements with those that all share, looked at by themselves.

So the work grows with the number of reports and not with its square, and no process holds more than one of them.
A report must be sound beside what is shared, without the others: what it needs of another report is missing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from pyoxigraph import Quad, RdfFormat, parse

from cpgraph.errors import GraphFileError, NotBuiltError
from cpgraph.vocab import BASE

T = TypeVar("T")
Part = list[tuple[int, int]]
"""Places of a file: the first byte of each, and the first that follows it."""
_REPORT: Final = f"{BASE}report/".encode()


def parts(path: Path) -> tuple[Part, list[Part]]:
    """Return the places of what all reports share in a file of N-Quads, and of each report's own graphs.

    Raises:
        NotBuiltError: there is no such file.
        GraphFileError: it is empty.
    """
    if not path.exists():
        raise NotBuiltError(path)
    shared: Part = []
    reports: dict[bytes, Part] = {}
    start = 0
    with path.open("rb") as file:
        for line in file:
            graph = line[line.rfind(b"<") + 1 :]
            is_own, end = graph.startswith(_REPORT), start + len(line)
            held = reports.setdefault(graph[: graph.find(b"/graph/")], []) if is_own else shared
            begun = held.pop()[0] if held and held[-1][1] == start else start
            held.append((begun, end))
            start = end
    if not start:
        raise GraphFileError(path, "it is empty")
    return shared, list(reports.values())


def quads(path: Path, part: Part) -> list[Quad]:
    """Return the statements of a part. Raises `SyntaxError`."""
    with path.open("rb") as file:
        return list(parse(b"".join(_read(file, part)), format=RdfFormat.N_QUADS))


def _read(file: BinaryIO, part: Part) -> Iterator[bytes]:
    for start, end in part:
        file.seek(start)
        yield file.read(end - start)


def each(check: Callable[[Part], T], work: list[Part]) -> list[T]:
    """Return what a check says of each part: one by itself here, more in as many processes as there are cores."""
    if len(work) == 1:
        return [check(work[0])]
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(work)), get_context("spawn")) as pool:
        return list(pool.map(check, work))


def joined(shared: frozenset[T], reports: Sequence[frozenset[T]]) -> frozenset[T]:
    """Return the faults of the whole: what a report adds, and what is missing of the shared in every report.

    A fault of the shared part alone may be mended by a report, as when only one report uses a term.

    >>> a, b = frozenset({"of all", "but for b", "of a"}), frozenset({"of all"})
    >>> sorted(joined(frozenset({"of all", "but for b"}), [a, b]))
    ['of a', 'of all']
    """
    return frozenset().union(*reports) - shared | shared.intersection(*reports)
