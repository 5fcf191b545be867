"""What a check finds: one row that a person can act on, and all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from cpgraph.vocab import PREFIXES

Severity = Literal["Violation", "Warning", "Info"]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)


def severity(name: str) -> Severity:
    """Return a severity by its name, with or without the namespace of SHACL. Raises `ValueError`."""
    short = name.removeprefix(PREFIXES["sh"])
    for grade in SEVERITIES:
        if grade == short:
            return grade
    raise ValueError(f"{name!r} is not one of {', '.join(SEVERITIES)}")


def last_part(iri: str) -> str:
    """Return the last segment of an IRI, which stands for things without a label."""
    return iri.rstrip("/").replace("#", "/").rpartition("/")[2] or iri


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: which check, how grave, of what, what is wrong, what was found, what to do.

    `source` is the IRI of the check or shape, `focus` that of the thing at fault; `path` and
    `component` are filled by SHACL.
    """

    code: str
    severity: Severity
    focus: str
    label: str
    message: str
    value: str
    remedy: str
    source: str
    path: str = ""
    component: str = ""


@dataclass(frozen=True)
class Report:
    """All findings of one run, how many checks were run, and how many rows the ledger explains."""

    findings: tuple[Finding, ...]
    checks: Mapping[str, int]
    """How many checks of each kind were run: shapes, rules and others."""
    listed: int = 0
    """How many inconsistencies of the source were found and stand in the ledger of anomalies."""

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity."""
        found = Counter(finding.severity for finding in self.findings)
        return {name: found[name] for name in SEVERITIES}

    @property
    def failed(self) -> bool:
        """Whether the graph must not be published: information never fails it."""
        return any(finding.severity != "Info" for finding in self.findings)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings by severity, check and focus; each once."""

    def key(found: Finding) -> tuple[object, ...]:
        place = (found.code, found.source, found.focus, found.value, found.path)
        return (SEVERITIES.index(found.severity), *place)

    return tuple(sorted(set(findings), key=key))
