"""The files of which a kind of page is made fit each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cpgraph.web
from cpgraph import vocab
from cpgraph.web.pages.things import HASH_DOCUMENTS, KINDS
from cpgraph.web.pages.views import PAGES

WEB = Path(cpgraph.web.__file__).parent
SECTION = re.compile(r"\brows(?:\.first\(\"|\[\"|\.)(?!(?:first|items|setdefault)\b)([\w-]+)")
OPTIONAL = {"offset", "found"}  # a page may have evidence without places; `found` is of its second query


def macros() -> dict[str, set[str]]:
    """The sections that each macro reads."""
    text = (WEB / "templates" / "macros.html").read_text()
    parts = re.split(r"^\{% macro (\w+)", text, flags=re.MULTILINE)
    return {name: set(SECTION.findall(body)) for name, body in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_reads_the_sections_of_its_query(kind: str) -> None:
    query = PAGES[kind].query
    bound = set(re.findall(r'BIND\("([\w-]+)" AS \?section\)', query))
    text = (WEB / "templates" / f"{kind}.html").read_text()
    code = WEB / "pages" / "views" / f"{kind}.py"
    read = set(SECTION.findall(text + (code.read_text() if code.exists() else "")))
    for name in re.findall(r"\bm\.(\w+)", text):
        read |= macros()[name]
    assert read <= bound | OPTIONAL
    for prefix, name in re.findall(
        r"(?<![\w<?$])([a-z][a-z-]*):([A-Za-z_]\w*)", query.partition("SELECT")[2]
    ):
        assert name in vocab.NAMESPACES[prefix], f"{prefix}:{name}"


def test_every_file_is_of_a_page() -> None:
    included = set(
        "every evidence anomalies owned patterns index quality documents text checked keys".split()
    )
    files = {path.stem for path in (WEB / "pages" / "queries").glob("*.rq")}
    assert files == included | set(PAGES)
    assert {path.stem for path in (WEB / "pages" / "views").glob("*.py")} - {"__init__"} <= set(PAGES)
    assert {kind.view for kind in KINDS.values()} | set(HASH_DOCUMENTS) == set(PAGES)
