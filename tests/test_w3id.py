"""The redirect rules to register, run as Apache would run them."""

from __future__ import annotations

import re
import shlex

import pytest

from conftest import REPO
from cpgraph.export import FORMATS

SERVER = "https://cpgraph.example.org"
TURTLE, JSON_LD, PAGE = "text/turtle", "application/ld+json", "text/html,application/xhtml+xml,*/*;q=0.8"


def answer(path: str, accept: str, rules: str = ".htaccess") -> tuple[int, str]:
    """The status and address that the rules give for a path under the base."""
    names: dict[str, str] = {}
    holds = True
    text = (REPO / "w3id" / rules).read_text(encoding="utf-8")
    assert "cpgraph.example" not in text  # the line that is to be added stands in for nothing
    for line in [f"RewriteRule ^ - [E=SERVER:{SERVER}]", *text.splitlines()]:
        # as shlex reads it, with backslashes kept
        words = shlex.split(line.replace("\\", "\\\\"), comments=True)
        if words[:1] == ["RewriteCond"]:
            assert words[1] == "%{HTTP_ACCEPT}"
            flags = re.IGNORECASE if "NC" in words[3] else 0
            holds = holds and re.search(words[2], accept, flags) is not None
        elif words[:1] == ["RewriteRule"]:
            pattern, target, flags_text = [*words[1:4], ""][:3]
            found = re.search(pattern, path)
            applies, holds = holds and found is not None, True
            if not applies or found is None:
                continue
            options = flags_text.strip("[]").split(",")
            if target == "-":
                name, _, value = options[0].removeprefix("E=").partition(":")
                names[name] = value
                continue
            if not flags_text:  # the rules that follow read the path as changed
                path = target.replace("$1", found[1])
                continue
            for name, value in names.items():
                target = target.replace(f"%{{ENV:{name}}}", value)
            assert options[1] == "L"
            return int(options[0].removeprefix("R=")), target.replace(
                "$1", found[1] if found.groups() else ""
            )
    raise AssertionError(f"no rule for {path}")


@pytest.mark.parametrize(
    ("path", "accept", "status", "target"),
    [
        ("", PAGE, 303, "/"),
        ("ns", PAGE, 303, "/ns"),
        ("reconcile", PAGE, 307, "/reconcile"),
        ("resolve", JSON_LD, 302, "/resolve"),
        ("ns", TURTLE, 303, "/ns.ttl"),
        ("law/ussg-2G2.1-b-1", TURTLE, 303, "/law/ussg-2G2.1-b-1.ttl"),
        (
            "report/demo/observation/count_permit-2021",
            JSON_LD,
            303,
            "/report/demo/observation/count_permit-2021.jsonld",
        ),
        ("report/demo", "application/rdf+xml, */*;q=0.1", 303, "/report/demo.rdf"),
        ("report/demo", "Application/N-Triples", 303, "/report/demo.nt"),
        ("report/demo", "text/html, text/turtle;q=0.9", 303, "/report/demo"),
        ("report/demo", "", 303, "/report/demo"),
        ("report/demo.ttl", PAGE, 302, "/report/demo.ttl"),
        ("download/cpgraph.nq", TURTLE, 302, "/download/cpgraph.nq"),
        ("download/SHA256SUMS", TURTLE, 302, "/download/SHA256SUMS"),
        (".well-known/void", TURTLE, 302, "/.well-known/void"),
        ("queries/table-as-printed", JSON_LD, 302, "/queries/table-as-printed"),
        ("sparql", TURTLE, 307, "/sparql"),
        ("sparql/", "*/*", 307, "/sparql"),
    ],
)
def test_each_kind_of_request(path: str, accept: str, status: int, target: str) -> None:
    assert answer(path, accept) == (status, SERVER + target)


@pytest.mark.parametrize(
    ("path", "accept", "target"),
    [
        ("", PAGE, "/"),
        ("law/ussg-2G2.1", PAGE, "/law/ussg-2G2.1.html"),
        ("law/ussg-2G2.1", TURTLE, "/law/ussg-2G2.1.ttl"),
        ("law/ussg-2G2.1", "", "/law/ussg-2G2.1.html"),
        ("ns", JSON_LD, "/ns.jsonld"),
        ("ns", PAGE, "/ns/"),
        ("measure/", PAGE, "/measure/index.html"),
        ("measure/", TURTLE, "/measure/index.ttl"),
        ("report/demo.nt", PAGE, "/report/demo.nt"),
        ("report/demo/part/table-1.svg", PAGE, "/report/demo/part/table-1.svg"),
        ("browse/notes", PAGE, "/browse/notes"),
        ("queries", PAGE, "/queries"),
        ("sparql", TURTLE, "/sparql"),
        ("download/SHA256SUMS", TURTLE, "/download/SHA256SUMS"),
        (".well-known/void", TURTLE, "/.well-known/void"),
    ],
)
def test_the_rules_before_files_lead_by_suffix(path: str, accept: str, target: str) -> None:
    status, found = answer(path, accept, "files.htaccess")
    assert (status in (302, 303), found) == (True, SERVER + target)


def test_every_format_of_an_export_passes_as_it_is() -> None:
    for _, suffix in FORMATS.values():
        assert answer(f"download/x.{suffix}", TURTLE)[0] == answer(f"ns.{suffix}", TURTLE)[0] == 302


def test_nothing_says_that_the_name_is_registered() -> None:
    for name in ("w3id/README.md", "w3id/.htaccess", "w3id/files.htaccess", "README.md", "CITATION.cff"):
        text = " ".join((REPO / name).read_text(encoding="utf-8").replace("**", "").split())
        assert re.search(r"not registered yet", text, re.IGNORECASE), name
