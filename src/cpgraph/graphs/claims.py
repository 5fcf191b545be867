"""Triples of the claims: what the prose compares, what the data give, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode

from cpgraph.arithmetic import Judged
from cpgraph.intervals import outward
from cpgraph.iris import ReportIris
from cpgraph.triples import Triple, decimal, each, english, given, plain, resource, typed
from cpgraph.vocab import CPG, SKOS, UNIT

# A factor has no unit of its own in the units of the observations.
FACTOR = UNIT.UNITLESS


def claims(records: Iterable[Judged], units: Mapping[str, NamedNode], iris: ReportIris) -> Iterator[Triple]:
    """Every claim with its terms, the interval allowed, the interval computed and the verdict."""
    for item in records:
        claim = item.claim
        node = iris("claim", claim.id)
        yield from typed(node, CPG.Claim)
        yield from resource(node, claim.claim, None, claim.note)
        yield node, SKOS.notation, plain(claim.id)
        yield node, CPG.claimKind, CPG[claim.kind]
        yield node, CPG.qualifier, CPG[claim.qualifier]
        yield from each(node, CPG.leftTerm, (iris("obs", key.local) for key in item.left))
        yield from each(node, CPG.rightTerm, (iris("obs", key.local) for key in item.right))
        yield from each(node, CPG.lists, (iris.named(*item.named) for item in claim.items))
        yield from given(node, CPG.target, item.target, decimal)
        if claim.unit is not None:
            yield node, CPG.targetUnit, units.get(claim.unit, FACTOR)
        if item.accepted is not None:
            yield from given(node, CPG.acceptLower, item.accepted.lower, decimal)
            yield from given(node, CPG.acceptUpper, item.accepted.upper, decimal)
        if item.computed is not None:
            low, high = outward(item.computed)
            yield node, CPG.computedLower, decimal(low)
            yield node, CPG.computedUpper, decimal(high)
        yield node, CPG.verdict, CPG[item.verdict]
        yield from given(node, CPG.reasonNotCheckable, claim.not_checkable, english)
