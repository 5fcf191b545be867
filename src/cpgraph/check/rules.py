"""Rules: queries whose rows are faults, and the ledger that explains the faults of the source itself.

A rule of severity Warning finds what may be an inconsistency of the report. Its rows are held
against the ledger, the graph's cpg:Anomaly resources: a row that an anomaly names (by cpg:check and
oa:hasTarget) is no finding; an anomaly whose check does not find its target any more is one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Variable

from cpgraph.check.findings import Finding, Severity, last_part, severity
from cpgraph.errors import Place, QueryFileError
from cpgraph.queries import Query, load
from cpgraph.vocab import CPG, OA, PREFIXES, RDFS, SKOS, is_apart

CHECK = PREFIXES["check"]
STALE = f"{CHECK}ledger-is-true"
Ledger = Mapping[str, frozenset[tuple[str, str]]]
"""Rule id to pairs of target and anomaly."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A query whose rows are faults, with its severity as read."""

    query: Query
    severity: Severity

    @property
    def iri(self) -> str:
        """The IRI of the check in the graph."""
        return CHECK + self.query.id


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One row of a rule: the focus, and what else it shows, as text."""

    focus: str
    value: str = ""


def load_rules(folder: Path) -> tuple[Rule, ...]:
    """Return all rules of a folder in the order of their ids.

    Raises:
        QueryFileError: a rule lacks what every rule has, or shares its code with another.
    """
    rules: list[Rule] = []
    codes: dict[str, str] = {}
    for query in load(folder).values():
        place = Place(str(query.path))
        missing = [name for name in ("code", "problem", "solution", "severity") if not getattr(query, name)]
        if missing:
            remedy = f"Write `#+ {missing[0]}: ...` in its header."
            raise QueryFileError(place, f"the rule has no {missing[0]}", remedy)
        if bool(query.target) == bool(query.no_target):
            remedy = "Write `#+ target: ...` as SHACL tells it, or why there is none as `#+ no_target: ...`."
            raise QueryFileError(place, "the rule has not one of target and no_target", remedy)
        try:
            grade = severity(query.severity)
        except ValueError as error:
            raise QueryFileError(place, f"the severity {error}", "Use one of the three.") from error
        if query.returns[:2] != ("focus", "value"):
            problem = "the rule does not return ?focus and ?value first"
            raise QueryFileError(place, problem, "Select them first.")
        other = codes.setdefault(query.code, query.id)
        if other != query.id:
            raise QueryFileError(place, f"the code {query.code} is that of {other}", "Take a free one.")
        rules.append(Rule(query, grade))
    return tuple(rules)


def rows(store: Store, rule: Rule) -> frozenset[Row]:
    """Return the rows of one rule over the default graph, the union of all graphs that are not apart.

    A rule tagged `row-view` holds what is apart against the rest and reads both. The integrity constraints of the
    Data Cube, tagged `data-cube`, hold in each graph apart by itself as well, for a client reads no more.
    """
    text, named = rule.query.text, list(store.named_graphs())
    apart = [node for node in named if is_apart(node.value)]
    if apart and "row-view" not in rule.query.tags:
        kept = [node for node in named if not is_apart(node.value)]
        datasets = [store.query(text, default_graph=[*kept], named_graphs=[*kept])]
        if "data-cube" in rule.query.tags:
            datasets += [store.query(text, default_graph=node, named_graphs=[node]) for node in apart]
    else:
        datasets = [store.query(text, use_default_graph_as_union=True)]
    return frozenset(row for results in datasets for row in _rows(results, rule))


def _rows(results: object, rule: Rule) -> frozenset[Row]:
    """Return the rows of a result."""
    if not isinstance(results, QuerySolutions):
        raise TypeError(f"{rule.query.id} is no SELECT query")
    focus, value, *others = (Variable(name) for name in rule.query.returns)
    found: set[Row] = set()
    for row in results:
        shown = [_text(row[value]), *(f"{it.value}: {text}" for it in others if (text := _text(row[it])))]
        found.add(Row(_text(row[focus]), "; ".join(filter(None, shown))))
    return frozenset(found)


def _text(term: object) -> str:
    """A term as a person reads it; IRIs whole."""
    if isinstance(term, NamedNode | Literal):
        return term.value
    return "" if term is None else str(term)


def read_ledger(store: Store) -> Ledger:
    """Which anomalies name which rule and target."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, CPG.check, None):
        check = _text(quad.object).removeprefix(CHECK)
        for target in store.quads_for_pattern(quad.subject, OA.hasTarget, None):
            found[check].add((_text(target.object), _text(quad.subject)))
    return {name: frozenset(pairs) for name, pairs in found.items()}


def label(store: Store, iri: str) -> str:
    """Return the label of a thing; failing that, the last part of its IRI."""
    if iri.startswith(("http://", "https://")):
        for predicate in (RDFS.label, SKOS.prefLabel):
            for quad in store.quads_for_pattern(NamedNode(iri), predicate, None):
                return _text(quad.object)
    return last_part(iri)


def findings(store: Store, rule: Rule, found: Collection[Row], ledger: Ledger) -> tuple[list[Finding], int]:
    """Return a rule's rows as findings, less those that the ledger explains; and how many those are."""
    query = rule.query
    entries = ledger.get(query.id, frozenset()) if rule.severity == "Warning" else frozenset()
    present = {row.focus for row in found}
    listed = {target for target, _ in entries} & present
    made = [
        Finding(query.code, rule.severity, row.focus, label(store, row.focus), query.problem, row.value,
                query.solution, rule.iri)
        for row in found
        if row.focus not in listed
    ]  # fmt: skip
    message = f"The ledger says that {query.id} finds something that it does not find (any more)."
    remedy = "Drop the entry of anomalies.yaml, or name the check that finds it."
    made += [
        Finding("CPG-C001", "Warning", anomaly, label(store, anomaly), message, target, remedy, STALE)
        for target, anomaly in stale(entries, present)
    ]
    return made, len(listed)


def stale(entries: Iterable[tuple[str, str]], present: Collection[str]) -> list[tuple[str, str]]:
    """The targets of anomalies that their check does not find.

    An anomaly may also be about things that its check never finds, such as the part that prints them:
    what counts are its targets of the kind that the check finds, and that it has one at all.
    """
    kinds = {_kind(focus) for focus in present}
    true = {anomaly for target, anomaly in entries if target in present}
    return sorted(
        (target, anomaly)
        for target, anomaly in entries
        if target not in present and (_kind(target) in kinds or anomaly not in true)
    )


def _kind(iri: str) -> str:
    """What an IRI is of: all of it but the last segment."""
    return iri.rpartition("/")[0]


def unknown_checks(store: Store, rules: Iterable[Rule], ledger: Ledger) -> list[Finding]:
    """Return anomalies that name a check that is no rule, or one whose findings nothing can excuse."""
    warnings = {rule.query.id for rule in rules if rule.severity == "Warning"}
    message = "The ledger names a check that is not a rule of severity Warning, so that it explains nothing."
    remedy = "Fix `check` in anomalies.yaml, or drop it if no rule finds this."
    return [
        Finding("CPG-C002", "Violation", anomaly, label(store, anomaly), message, name, remedy, STALE)
        for name, pairs in sorted(ledger.items())
        if name not in warnings
        for anomaly in sorted({anomaly for _, anomaly in pairs})
    ]
