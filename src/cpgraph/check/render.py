"""The report of a validation as text, JSON, or a SHACL validation report in Turtle."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Final

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize
from pyoxigraph import Literal as OxLiteral

from cpgraph.check.findings import Finding, Report
from cpgraph.vocab import BASE, PREFIXES, RDF, SH, XSD

SHOWN: Final = 10
"""How many findings of one check the text shows; the other forms hold them all."""
_MARKS: Final = {"Violation": "VIOLATION", "Warning": "WARNING", "Info": "info"}


def _groups(report: Report) -> Iterator[tuple[Finding, list[Finding]]]:
    """The findings of each check together, with the first of them."""
    for _, items in groupby(report.findings, key=lambda f: (f.severity, f.code, f.source, f.message)):
        found = list(items)
        yield found[0], found


def _name(finding: Finding) -> str:
    """The short name of a check: the code, and the id where the code does not hold it."""
    short = finding.source.replace("#", "/").rpartition("/")[2]
    return finding.code if finding.code.endswith(short) else f"{finding.code} {short}"


def _plural(number: int, word: str) -> str:
    """A number with its noun."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def summary(report: Report) -> str:
    """One line: what was run, and what was found."""
    counts = report.counts
    ran = " and ".join(f"{number} {name}" for name, number in report.checks.items() if name != "others")
    found = [_plural(counts["Violation"], "violation"), _plural(counts["Warning"], "warning")]
    found.append(f"{counts['Info']:,} for information")
    known = f"; {report.listed} inconsistencies of the source found, all of them in the ledger of anomalies"
    return f"{ran} checked: {', '.join(found)}{known if report.listed else ''}."


def text(report: Report) -> str:
    """For people at a terminal: check by check, the gravest first."""
    lines: list[str] = []
    for first, found in _groups(report):
        lines.append(f"{_MARKS[first.severity]}  {_name(first)}: {_plural(len(found), 'finding')}")
        lines.append(f"  {first.message}")
        limit = 3 if first.severity == "Info" else SHOWN
        for item in found[:limit]:
            where = item.focus.removeprefix(BASE)
            lines.append(f"  - {item.label} <{where}>" if item.label != where else f"  - <{where}>")
            shown = f"{_short(item.path)} {item.value.replace(BASE, '')}".strip()
            lines += [f"      {shown}"] if shown else []
        if len(found) > limit:
            lines.append(f"  - and {len(found) - limit} more (--format json lists all)")
        lines += [f"  To do: {first.remedy}", ""] if first.remedy else [""]
    return "\n".join([*lines, summary(report), ""])


def _short(iri: str) -> str:
    """An IRI with the prefix of a known vocabulary."""
    for prefix, space in PREFIXES.items():
        if iri.startswith(space) and "/" not in iri[len(space) :]:
            return f"{prefix}:{iri[len(space) :]}"
    return iri


def as_json(report: Report) -> str:
    """For programs: everything."""
    body = {
        "failed": report.failed,
        "counts": report.counts,
        "checks": dict(report.checks),
        "listed": report.listed,
        "findings": [asdict(finding) for finding in report.findings],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _term(value: str) -> NamedNode | OxLiteral:
    """A found value as a term: an IRI, or the text shown."""
    if value.startswith(("http://", "https://")) and not any(char in value for char in ' ;<>"{}|^`\\'):
        return NamedNode(value)
    return OxLiteral(value)


def _triples(report: Report) -> Iterator[Triple]:
    """A SHACL validation report; results of rules have the check as their source shape."""
    root = BlankNode("report")
    yield Triple(root, RDF.type, SH.ValidationReport)
    conforms = "false" if report.findings else "true"
    yield Triple(root, SH.conforms, OxLiteral(conforms, datatype=XSD.boolean))
    for number, item in enumerate(report.findings, 1):
        node = BlankNode(f"result{number}")
        yield Triple(root, SH.result, node)
        yield Triple(node, RDF.type, SH.ValidationResult)
        yield Triple(node, SH.resultSeverity, SH[item.severity])
        yield Triple(node, SH.focusNode, _term(item.focus))
        yield Triple(node, SH.sourceShape, NamedNode(item.source))
        component = item.component or PREFIXES["sh"] + "SPARQLConstraintComponent"
        yield Triple(node, SH.sourceConstraintComponent, NamedNode(component))
        yield Triple(
            node, SH.resultMessage, OxLiteral(f"{item.message} {item.remedy}".strip(), language="en")
        )
        if item.path.startswith("http"):
            yield Triple(node, SH.resultPath, NamedNode(item.path))
        if item.value:
            yield Triple(node, SH.value, _term(item.value))


def turtle(report: Report) -> str:
    """A sh:ValidationReport in Turtle."""
    prefixes = {name: PREFIXES[name] for name in ("check", "cpg", "sh", "shape", "xsd")}
    made = serialize(_triples(report), format=RdfFormat.TURTLE, prefixes=prefixes)
    return "" if made is None else made.decode()
