"""The report of a validation as text, JSON, a page, or a SHACL validation report in Turtle."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from html import escape
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
        for item in found[: SHOWN if first.severity != "Info" else 3]:
            where = item.focus.removeprefix(BASE)
            lines.append(f"  - {item.label} <{where}>" if item.label != where else f"  - <{where}>")
            shown = item.value.replace(BASE, "")
            if item.path:
                shown = f"{_short(item.path)} {shown}".rstrip()
            if shown:
                lines.append(f"      {shown}")
        hidden = len(found) - (SHOWN if first.severity != "Info" else 3)
        if hidden > 0:
            lines.append(f"  - and {hidden} more (--format json lists all)")
        if first.remedy:
            lines.append(f"  To do: {first.remedy}")
        lines.append("")
    lines.append(summary(report))
    return "\n".join(lines) + "\n"


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
        "seconds": {name: round(value, 3) for name, value in report.seconds.items()},
        "findings": [asdict(finding) for finding in report.findings],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


_STYLE: Final = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .25rem; }
table { border-collapse: collapse; font-size: .9rem; width: 100%; }
th, td { border-bottom: 1px solid #ccc; overflow-wrap: anywhere; padding: .25rem .5rem; text-align: left; }
.Violation { color: #8b0000; }
.Warning { color: #7a4a00; }
""".strip()


def html(report: Report) -> str:
    """A page of its own, without scripts or anything from elsewhere."""
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Validation report</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>",
        f"<h1>Validation report</h1>\n<p>{escape(summary(report))}</p>",
    ]
    for first, found in _groups(report):
        title = escape(f"{first.severity}: {_name(first)} ({len(found)})")
        parts.append(f'<section>\n<h2 class="{first.severity}">{title}</h2>')
        parts.append(f"<p>{escape(first.message)}</p>")
        if first.remedy:
            parts.append(f"<p>To do: {escape(first.remedy)}</p>")
        parts.append(
            '<table>\n<thead><tr><th scope="col">What</th><th scope="col">Found</th></tr></thead>\n<tbody>'
        )
        for item in found:
            value = f"{_short(item.path)} {item.value}" if item.path else item.value
            link = (
                f'<a href="{escape(item.focus)}">{escape(item.label)}</a>'
                if item.focus.startswith("http")
                else ""
            )
            parts.append(f"<tr><td>{link or escape(item.label)}</td><td>{escape(value)}</td></tr>")
        parts.append("</tbody>\n</table>\n</section>")
    parts.append("</main>\n</body>\n</html>\n")
    return "\n".join(parts)


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
