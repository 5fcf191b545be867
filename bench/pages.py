"""How quickly pages are drawn: pages that nobody asked for before, pages asked for again, pages that have not changed.

`python -m bench.pages` measures them alone and prints the section of the results.
"""

from __future__ import annotations

import http.client
import statistics
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from bench import measure, report, servers, workload

PAGES = (
    "/",
    "/quality",
    "/report/ussc-2021-production/part/table-1",
    "/report/ussc-2021-production/observation/count_prod-2019",
    "/law/ussg-2G2.1",
    "/report/ussc-2021-production",
    "/queries/longest-mean-sentences",
)
MANY = 400  # of the pages that the site map names
_REST = 3.0  # seconds in which a server that has just started comes to rest
_PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def run(graph: Path) -> dict[str, Any]:
    """Milliseconds of pages at a server of its own: some by name, and `MANY` of all kinds, each asked for once."""
    found: dict[str, Any] = {}
    with servers.ours(graph, workload.LIGHT) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        time.sleep(_REST)
        for page in PAGES:
            first, tag = _page(connection, page, {})
            again = [_page(connection, page, {})[0] for _ in range(100)]
            known = [_page(connection, page, {"If-None-Match": tag}, 304)[0] for _ in range(100)]
            found[page] = {
                "first": first,
                "again": statistics.median(again),
                "not_modified": statistics.median(known),
            }
        seen = {path for page in PAGES for path in (page, f"{page}.html")}
        paths = [path for path in _site(connection) if path not in seen]
        chosen = paths[:: max(1, len(paths) // MANY)]
        asked = {path: _page(connection, path, {}) for path in chosen}
        times = sorted(first for first, _ in asked.values())
        known = [
            _page(connection, path, {"If-None-Match": tag}, 304)[0] for path, (_, tag) in asked.items() if tag
        ]
        connection.close()
    slowest = max(asked, key=lambda path: asked[path][0])
    return {
        "named": found,
        "many": {
            "pages": len(asked),
            "of": len(paths),
            "p50": statistics.median(times),
            "p95": measure.quantile(times, 0.95),
            "p99": measure.quantile(times, 0.99),
            "slowest": slowest,
            "most": times[-1],
            "not_modified": statistics.median(known),
        },
    }


def _site(connection: http.client.HTTPConnection) -> list[str]:
    """The paths of all pages, as the site map has them; reading it draws none of them."""
    paths: list[str] = []
    for inner in _locations(connection, "/sitemap.xml"):
        paths += _locations(connection, inner)
    return paths


def _locations(connection: http.client.HTTPConnection, path: str) -> list[str]:
    connection.request("GET", path)
    text = connection.getresponse().read()
    places = [item.text or "" for item in ET.fromstring(text).iter(_PLACE)]
    return [place[place.index("/", place.index("//") + 2) :] for place in places]


def _page(
    connection: http.client.HTTPConnection, page: str, headers: dict[str, str], status: int = 200
) -> tuple[float, str]:
    """Milliseconds and entity tag of a page; a thing's own address leads to its document."""
    begun = time.perf_counter()
    while True:
        connection.request("GET", page, headers={"Accept": "text/html"} | headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 303:
            break
        page = str(answer.headers["Location"])
        page = page[page.index("/", 8) :] if "://" in page else page
    if answer.status != status:
        raise RuntimeError(f"{page} answers {answer.status}")
    return (time.perf_counter() - begun) * 1000, str(answer.headers["ETag"])


if __name__ == "__main__":
    print("\n".join(report.pages(run(servers.ROOT / "dist" / "cpgraph.nq"))))
