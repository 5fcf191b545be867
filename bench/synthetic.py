"""More reports of the same shape: the real one copied under new ids, so that the data grow and the questions hold."""

from __future__ import annotations

import re
from pathlib import Path

_REPORT = re.compile(rb"/report/([A-Za-z0-9._-]+)/graph/")


def write(source: Path, target: Path, copies: int) -> int:
    """Write the graph with its report `copies` times; gives the lines. What all reports share stands once."""
    content = source.read_bytes().splitlines(keepends=True)
    ids = {found[1] for line in content if (found := _REPORT.search(line.rpartition(b" <")[2]))}
    (report,) = ids
    own = [line for line in content if _REPORT.search(line.rpartition(b" <")[2])]
    block = b"".join(own)
    with target.open("wb") as file:
        file.writelines(content)
        for number in range(1, copies):
            name = b"%s-copy-%d" % (report, number)
            # blank nodes of a copy are its own; the report's id stands in IRIs only, before a slash or at an end
            copy = re.sub(rb"/report/%s(?=[/>])" % re.escape(report), b"/report/" + name, block)
            file.write(re.sub(rb"_:c14n", b"_:c%dx" % number, copy))
    return len(content) + (copies - 1) * len(own)
