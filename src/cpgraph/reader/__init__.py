"""From `data/` to records: strict reading, with file, line and column in every error."""

from __future__ import annotations

from pathlib import Path

from cpgraph.errors import Place
from cpgraph.reader.crosswalk import read_crosswalk
from cpgraph.reader.files import Problems
from cpgraph.reader.links import read_links
from cpgraph.reader.report import read_report
from cpgraph.reader.retired import read_retired
from cpgraph.reader.shared import read_shared
from cpgraph.records.data import Data

__all__ = ["read"]


def read(folder: Path) -> Data:
    """Read the data folder.

    Raises:
        DataErrors: anything in it is wrong; all findings, each with file, line, column and remedy.
    """
    problems = Problems(folder)
    shared = read_shared(folder, problems)
    homes = sorted(path.parent for path in (folder / "reports").glob("*/report.yaml"))
    if not homes:
        problems.add(
            Place(problems.name(folder / "reports")), "there is no report", "Add reports/<id>/report.yaml."
        )
    retired = read_retired(folder / "retired.csv", problems)
    withdrawn = {item.name for item in retired}
    reports = [report for home in homes if (report := read_report(home, shared, problems, withdrawn))]
    links = read_links(folder, shared, reports, problems)
    crosswalk = read_crosswalk(folder / "crosswalk.csv", reports, links.topics, problems)
    problems.stop()
    return Data(shared, tuple(reports), links, crosswalk, retired)
