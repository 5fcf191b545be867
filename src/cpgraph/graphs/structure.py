"""Triples of the report as a document: its parts, its known texts, its cubes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from cpgraph.iris import ReportIris, period, shared
from cpgraph.records.document import Part, ReportIn
from cpgraph.records.notes import NoteIn
from cpgraph.records.statistics import GapIn, PopulationKey
from cpgraph.triples import Triple, each, english, integer, plain, resource, typed
from cpgraph.vocab import CPG, DCTERMS, DOCO, FABIO, PROV, QB, SDMX_ATTRIBUTE, SDMX_MEASURE, SKOS, SPDX, XSD

_KINDS = {
    "chapter": (CPG.Chapter, CPG.Prose, DOCO.Chapter),
    "finding": (CPG.KeyFinding, CPG.Prose, DOCO.Section),
    "appendix": (CPG.Prose, DOCO.Appendix),
    "table": (CPG.Table, DOCO.TableBox),
    "figure": (CPG.Figure, DOCO.FigureBox),
    "chart": (CPG.Figure, DOCO.FigureBox),
    "box": (CPG.Prose, DOCO.TextBox),
    "prose": (CPG.Prose, DOCO.Section),
    "notes": (CPG.Prose, DOCO.BackMatter),
}


def part_label(part: Part) -> str:
    """A part's name as a reader cites it: "Table 1. Relationships of ...", or its label."""
    if part.number and part.kind in ("table", "figure") and not part.label.startswith("Figure"):
        return f"{part.kind.capitalize()} {part.number}. {part.label}"
    return part.label


def wholes(part: Part, parts: Mapping[str, Part]) -> list[Part]:
    """The parts around a part, the nearest first."""
    found: list[Part] = []
    while part.part_of is not None:
        part = parts[part.part_of]
        found.append(part)
    return found


def _labels(record: ReportIn) -> dict[str, str]:
    """The label of each part; where the report has several of one name, with the part around it."""
    names = {part.id: part_label(part) for part in record.parts}
    times = Counter(names.values())
    return {
        part.id: f"{names[part.id]} ({names[part.part_of]})"
        if part.part_of and times[names[part.id]] > 1
        else names[part.id]
        for part in record.parts
    }


def document(record: ReportIn, iris: ReportIris) -> Iterator[Triple]:
    """The report, its parts in printed order, and the known extractions of its text."""
    yield from typed(iris.report, FABIO.Report, PROV.Entity)
    yield from resource(iris.report, record.label, record.description)
    yield iris.report, DCTERMS.title, english(record.title)
    yield iris.report, DCTERMS.publisher, shared("agency", record.publisher)
    kind = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(record.issued)]
    yield iris.report, DCTERMS.issued, Literal(record.issued, datatype=kind)
    yield iris.report, DCTERMS.identifier, plain(record.id)
    parts, labels = {part.id: part for part in record.parts}, _labels(record)
    for order, part in enumerate(record.parts, 1):
        node = iris("part", part.id)
        yield from typed(node, CPG.Part, *_KINDS[part.kind])
        yield from resource(node, labels[part.id], None, part.note)
        yield node, CPG.labelOrigin, CPG.OwnLabel if part.label_by == "ours" else CPG.PrintedLabel
        yield node, DCTERMS.identifier, plain(part.id)
        around = wholes(part, parts)
        yield from each(node, DCTERMS.isPartOf, (iris("part", whole.id) for whole in around))
        yield node, DCTERMS.isPartOf, iris.report
        yield iris("part", around[0].id) if around else iris.report, DCTERMS.hasPart, node
        yield node, CPG.order, integer(order)
        if part.number:
            yield node, SKOS.notation, plain(part.number)
    for text in record.extractions:
        node = iris("extraction", text.id)
        check = NamedNode(f"{node.value}.sha256")
        yield from typed(node, CPG.Extraction, PROV.Entity)
        yield from resource(node, text.label)
        yield node, PROV.wasDerivedFrom, iris.report
        yield node, DCTERMS.extent, integer(text.characters)
        yield node, SPDX.checksum, check
        yield from typed(check, SPDX.Checksum)
        yield check, SPDX.algorithm, SPDX.checksumAlgorithm_sha256
        yield check, SPDX.checksumValue, Literal(text.sha256, datatype=XSD.hexBinary)


def note_parts(notes: Iterable[NoteIn], iris: ReportIris) -> Iterator[Triple]:
    """Notes are parts of the report too; what they say is in the graph of notes."""
    for note in notes:
        node = iris("note", str(note.n))
        yield node, DCTERMS.isPartOf, iris.report


_PRINTED: Final = frozenset({"level", "share"})
_ALL: Final = _PRINTED | {"term", "derived"}
_ATTRIBUTES: Final = (
    (CPG.category, False, _ALL),
    (CPG.decimals, False, _PRINTED),
    (CPG.lowerBound, False, _PRINTED | {"derived"}),
    (CPG.obtainedBy, True, _ALL),
    (CPG.period, True, _ALL),
    (CPG.upperBound, False, _PRINTED | {"derived"}),
    (SDMX_ATTRIBUTE.unitMeasure, True, _ALL),
    # components are named by their place here, so what comes later stands last
    (CPG.fiscalYear, False, _ALL),
    (CPG.baseBasis, False, {"share"}),
    (CPG.impliedUnder, False, {"derived"}),
)
"""What qualifies an observation: whether each of a cube has it, and of which cubes."""


def cubes(report: ReportIn, iris: ReportIris) -> Iterator[Triple]:
    """The cubes and their structures: level, share, term (a value that is no number) and derived.

    They are parts of the dataset made of the report, and not of the report.
    """
    value, home = SDMX_MEASURE.obsValue, shared("dataset", report.id)
    layouts = {
        "level": ("numbers and means", (CPG.measure, CPG.population), value),
        "share": ("percentages", (CPG.measure, CPG.population, CPG.basePopulation), value),
        "term": ("values that are no number", (CPG.measure, CPG.population), CPG.valueTerm),
        "derived": ("computed numbers", (CPG.measure, CPG.population), value),
    }
    for name, (title, dimensions, measure) in layouts.items():
        cube, structure = iris("cube", name), iris("cube", f"{name}-structure")
        yield from typed(cube, QB.DataSet)
        yield from resource(cube, f"{title}: {report.label}")
        yield cube, QB.structure, structure
        yield cube, DCTERMS.source, iris.report
        yield cube, DCTERMS.isPartOf, home
        yield from typed(structure, QB.DataStructureDefinition)
        yield from resource(structure, f"structure of {title}: {report.label}")
        rows = [(QB.dimension, item, True, True) for item in dimensions]
        rows.append((QB.measure, measure, True, True))
        rows += [(QB.attribute, item, required, name in of) for item, required, of in _ATTRIBUTES]
        for order, (role, item, required, is_held) in enumerate(rows, 1):
            if not is_held:
                continue
            component = iris("cube", f"{name}-structure.{order}")
            yield structure, QB.component, component
            yield from typed(component, QB.ComponentSpecification)
            yield component, role, item
            yield component, QB.componentProperty, item
            yield component, QB.order, integer(order)
            if role == QB.attribute:
                text = "true" if required else "false"
                yield component, QB.componentRequired, Literal(text, datatype=XSD.boolean)


def gaps(records: Iterable[GapIn], iris: ReportIris) -> Iterator[Triple]:
    """What the known texts have lost, stated so that absence can be asked for."""
    for gap in records:
        node = iris("gap", gap.id)
        yield from typed(node, CPG.Gap)
        yield from resource(node, f"not in any known text: {gap.id.replace('-', ' ')}", gap.reason)
        yield node, CPG.missingPart, iris("part", gap.part)
        yield node, CPG.missingMeasure, shared("m", gap.measure)
        if gap.population:
            yield node, CPG.missingPopulation, iris("pop", PopulationKey.parse(gap.population).local)
        if gap.period:
            yield node, CPG.period, period(gap.period)
