"""Triples of the evidence: each printed place as a Web Annotation with selectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode

from cpgraph.errors import EvidenceError
from cpgraph.iris import ReportIris, shared
from cpgraph.records.evidence import Mention
from cpgraph.records.notes import NoteIn
from cpgraph.texts.quotes import Located
from cpgraph.triples import Triple, each, english, integer, plain, typed
from cpgraph.vocab import CPG, DCTERMS, OA, RDFS

_BODIES = {
    "observation": "obs",
    "note": "note",
    "definition": "def",
    "claim": "claim",
    "citation": "citation",
}
# What of the law is printed as a number, a numeral or a term.
NUMBERS = {"age_under", "category", "days", "documents", "increase", "level", "maximum", "minimum", "term"}


def body_iri(mention: Mention, iris: ReportIris) -> NamedNode:
    """What a mention is evidence of."""
    if mention.kind == "law":
        return shared("law", mention.body)
    return iris(_BODIES[mention.kind], mention.body)


def mentions(
    records: Iterable[Mention], located: Mapping[str, Located], iris: ReportIris, norm: str
) -> Iterator[Triple]:
    """Each printed place: what it evidences, where, as printed, with a quote selector."""
    for item in records:
        node = iris("mention", item.id)
        target, selector = iris("mention", f"{item.id}.quote"), iris("mention", f"{item.id}.selector")
        place = located[item.id]
        yield from typed(node, CPG.Mention, OA.Annotation)
        yield node, RDFS.label, english(f"{item.printed!r} in {item.part.replace('-', ' ')}")
        yield node, OA.hasBody, body_iri(item, iris)
        yield node, OA.motivatedBy, OA.linking if item.kind == "note" else OA.identifying
        yield node, CPG.printed, plain(item.printed)
        yield node, CPG.printedIn, iris.place(item.part)
        yield node, CPG.obtainedBy, CPG[item.how]
        order, label = item.row
        if order:
            yield node, CPG.rowOrder, integer(order)
        if label:
            yield node, CPG.rowLabel, english(label)
        if item.property:
            yield node, CPG.evidencesProperty, plain(item.property)
        yield node, OA.hasTarget, target
        yield from typed(target, OA.SpecificResource)
        yield target, OA.hasSource, iris.report
        yield target, OA.hasSelector, selector
        yield from typed(selector, OA.TextQuoteSelector)
        yield selector, OA.exact, plain(place.exact)
        yield selector, OA.prefix, plain(place.prefix)
        yield selector, OA.suffix, plain(place.suffix)
        yield selector, DCTERMS.conformsTo, shared("source", norm)
        if place.occurrence:
            yield selector, CPG.occurrence, integer(place.occurrence)


def offsets(located: Iterable[Located], extraction: str, iris: ReportIris) -> Iterator[Triple]:
    """Where each mention stands in one known text: raw character offsets, end exclusive."""
    for item in located:
        for name, start, end in item.offsets:
            if name != extraction:
                continue
            target = iris("mention", f"{item.mention}.{name}")
            selector = iris("mention", f"{item.mention}.{name}-position")
            yield iris("mention", item.mention), OA.hasTarget, target
            yield from typed(target, OA.SpecificResource)
            yield target, OA.hasSource, iris("extraction", name)
            yield target, OA.hasSelector, selector
            yield from typed(selector, OA.TextPositionSelector)
            yield selector, OA.start, integer(start)
            yield selector, OA.end, integer(end)


def markers(
    notes: Iterable[NoteIn], records: Iterable[Mention], located: Mapping[str, Located], iris: ReportIris
) -> Iterator[Triple]:
    """Where the marker of each note stands, and at the places of which number.

    Raises:
        EvidenceError: the number that a marker is said to stand at is not printed before it in its part.
    """
    records = tuple(records)
    found = {item.body: item for item in records if (item.kind, item.property) == ("note", "marker")}
    for note in notes:
        marker = found.get(str(note.n))
        if marker is None:
            continue
        yield iris("note", marker.body), CPG.markerMention, iris("mention", marker.id)
        if note.at is None:
            continue
        here = located[marker.id].offsets[0]
        # a number that is printed twice in the part is the one that stands nearer
        starts = {
            item: located[item.id].offsets[0][1]
            for item in records
            if item.part == marker.part
            and item.printed == note.at
            and (item.kind == "observation" or (item.kind == "law" and item.property in NUMBERS))
            and located[item.id].offsets[0][1] < here[1]
        }
        if not starts:
            raise EvidenceError(
                f"no {note.at!r} is printed in {marker.part} before the marker of note {note.n}. Give `at` of the "
                "note the number as printed, or leave it out."
            )
        last = max(starts.values())
        numbers = (item for item, start in starts.items() if start == last)
        yield from each(iris("mention", marker.id), CPG.marks, (iris("mention", item.id) for item in numbers))
