"""Print an audit: for people as lines, for programs as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from cpgraph.evidence.audit import CLASSES, Audit
from cpgraph.evidence.quantities import Kind

NOUNS: dict[Kind, str] = {"digits": "numeral", "words": "word"}


def verdict(audit: Audit) -> str:
    """The verdict in a word: `accounted-for`, `unclaimed`, `changed` or `not-this-report`."""
    if not audit.own:
        return "not-this-report"
    if audit.unclaimed:
        return "unclaimed"
    return "accounted-for" if audit.passed else "changed"


def _sentence(audit: Audit) -> str:
    """The verdict in a sentence."""
    total = sum(audit.totals.values())
    found = f"{audit.found:,} of {audit.mentions:,} mentions found"
    match verdict(audit):
        case "not-this-report":
            return (
                f"{found}, which claim {audit.claimed:,} of {total:,} numerals and quantity words: "
                f'this is not a text of "{audit.title}"'
            )
        case "unclaimed":
            return f"{found}; {len(audit.unclaimed):,} of {total:,} numerals and quantity words are unclaimed"
        case "changed":
            count = len(audit.missing) + len(audit.stale)
            return f"{found}; {count:,} places do not read as the data quote them"
    return f"{found}; all {total:,} numerals and quantity words are accounted for"


def as_lines(audit: Audit, name: str) -> Iterator[str]:
    """The audit as lines; `name` is what the text's file is called."""
    if audit.own:
        yield f"{audit.title} [{audit.report}]"
        known = (
            f"the known text {audit.known!r}" if audit.known else "a text that is not among the known ones"
        )
        yield f"{name}: {known}"
        yield ""
        yield f"{'class':<16}{'numerals':>10}{'words':>8}"
        for label in CLASSES:
            counts = [audit.classes[kind].get(label, 0) for kind in NOUNS]
            if any(counts):
                yield f"{label:<16}{counts[0]:>10,}{counts[1]:>8,}"
        open_ = [sum(item.kind == kind for item in audit.unclaimed) for kind in NOUNS]
        yield f"{'unclaimed':<16}{open_[0]:>10,}{open_[1]:>8,}"
        totals = [audit.totals[kind] for kind in NOUNS]
        yield f"{'all':<16}{totals[0]:>10,}{totals[1]:>8,}"
        yield ""
        yield (
            f"mentions: {audit.found:,} found, {len(audit.missing):,} missing, {audit.absent:,} not in this text"
        )
        for item in audit.unclaimed:
            yield f"{name}:{item.line}:{item.column}: unclaimed {NOUNS[item.kind]}: {item.context}"
        for lost in audit.missing:
            yield f"{name}:{lost.line}: {lost.part} should print {lost.printed!r} here ({lost.mention})"
        for row in audit.stale:
            yield f"{row.place}: the quote is claimed, or not exactly once in {row.part}: {row.quote}"
    yield _sentence(audit)


def as_json(audit: Audit, name: str) -> str:
    """The audit as JSON, with the same content."""
    value: dict[str, Any] = {
        "file": name,
        "report": audit.report,
        "title": audit.title,
        "sha256": audit.text,
        "extraction": audit.known or None,
        "verdict": verdict(audit),
        "summary": _sentence(audit),
        "mentions": {
            "all": audit.mentions,
            "found": audit.found,
            "missing": [asdict(item) for item in audit.missing],
            "not_in_this_text": audit.absent,
        },
        "quantities": {
            kind: {
                "all": audit.totals[kind],
                "unclaimed": sum(item.kind == kind for item in audit.unclaimed),
                "classes": {
                    label: audit.classes[kind][label] for label in CLASSES if label in audit.classes[kind]
                },
            }
            for kind in NOUNS
        },
        "unclaimed": [asdict(item) for item in audit.unclaimed],
        "stale_rows": [
            {"place": str(row.place), "part": row.part, "quote": row.quote} for row in audit.stale
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2)
