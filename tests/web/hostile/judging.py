"""What every answer must be, whatever was asked: whole, well formed, with a status that fits what it says."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping

import pyoxigraph as ox

from cpgraph.web.problems import KINDS, PROBLEM_TYPES

RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
LONGEST_PROBLEM = 12_000  # bytes: it never sends back what was sent
COMMON = ("access-control-allow-origin", "x-content-type-options")


def judge(status: int, headers: Mapping[str, str], content: bytes, *, method: str = "GET") -> str:
    """Hold an answer against what all must be; gives its kind: `ok`, or that of the problem."""
    for name in COMMON:
        assert name in headers, (status, name)
    for name, value in headers.items():
        assert "\r" not in value, name
        assert "\n" not in value, name
    if "content-length" in headers and method != "HEAD" and status != 304:
        assert int(headers["content-length"]) == len(content)
    if status in (200, 204, 206, 303, 304):
        if method != "HEAD" and status == 200:
            result(headers, content)
        return "ok"
    assert status != 500, content[:500]
    return problem(status, headers, content, is_empty=method == "HEAD")


def problem(status: int, headers: Mapping[str, str], content: bytes, *, is_empty: bool = False) -> str:
    """Hold a refusal against the table of problems; gives its kind, or the status where only people are told."""
    assert status in {code for code, _ in KINDS.values()}, status
    if status == 429 or (status == 503 and not is_empty and b"time-limit" not in content):
        assert int(headers["retry-after"]) > 0
    if status == 405:
        assert "GET" in headers["allow"]
    assert "no-store" in headers["cache-control"]
    media = headers["content-type"].partition(";")[0]
    assert media in PROBLEM_TYPES
    if is_empty:
        assert content == b""
        return f"{status} without words"
    assert b"Traceback" not in content
    if media not in ("application/problem+json", "application/json"):
        assert content.rstrip().endswith(b"</html>" if media == "text/html" else (b"]", b".", b">", b"?"))
        return f"{status} in other words"
    assert len(content) <= LONGEST_PROBLEM
    document = json.loads(content)
    kind = str(document["type"]).rpartition("#")[2]
    assert KINDS[kind] == (status, document["title"])
    assert document["status"] == status
    assert document["detail"]
    if "line" in document:
        assert document["line"] >= 1
        assert document["column"] >= 1
        assert document["excerpt"].endswith("^")
    return kind


def result(headers: Mapping[str, str], content: bytes) -> None:
    """Read a whole result in the format it is said to be in, and count its rows."""
    media = headers["content-type"].partition(";")[0]
    said = headers.get("cpgraph-rows")
    count: int | None = None
    if media == "text/html":
        assert content.rstrip().endswith(b"</html>")
    elif media in ("application/sparql-results+json", "application/json"):
        document = json.loads(content)
        if isinstance(document, dict) and "results" in document:
            count = len(document["results"]["bindings"])
    elif media.endswith(("sparql-results+xml", "/xml")):
        root = ET.fromstring(content)
        namespace = root.tag.partition("}")[0] + "}"
        found = root.find(f"{namespace}results")
        count = None if found is None else len(list(found))
    elif media == "text/csv" and said:
        rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
        count = len(rows) - 1 if rows and content not in (b"true", b"false") else None
    elif media == "text/tab-separated-values" and content not in (b"true", b"false"):
        count = content.count(b"\n") - 1
    elif media in RDF and said:
        count = sum(1 for _ in ox.parse(content, RDF[media]))
    if said is not None and count is not None:
        assert count == int(said), (media, count, said)
