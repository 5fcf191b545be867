"""Join the graphs and write `dist/`: canonical N-Quads and flat files, the same bytes every time."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, parse

from cpgraph import __version__, flat, turtle
from cpgraph.arithmetic import compute
from cpgraph.cubes import cubes
from cpgraph.describe import describe, prefix_table
from cpgraph.describe.catalog import catalog
from cpgraph.errors import CpgraphError, DataError, DataErrors, EvidenceError, Place, PlaceError
from cpgraph.evidence.audit import audit, page_heads
from cpgraph.evidence.locate import apart, locate, part_regions, selector
from cpgraph.files import SUMS, sums, write
from cpgraph.flat import columnar
from cpgraph.graphs import (
    claims,
    crosswalk,
    facts,
    law,
    links,
    mentions,
    notes,
    quality,
    retired,
    shared,
    structure,
)
from cpgraph.iris import ReportIris, graph
from cpgraph.labels import Labels
from cpgraph.reader import read
from cpgraph.reader.lock import render as render_evidence
from cpgraph.records.data import Data, Report
from cpgraph.texts.copies import read_copy
from cpgraph.texts.normalise import NAME
from cpgraph.texts.quotes import Located, SourceText
from cpgraph.triples import Triple, in_graph
from cpgraph.vocab import APART, BASE, is_apart

Progress = Callable[[str], None]
OFFSET_LIMIT = 10


class RepeatedTripleError(CpgraphError):
    """A triple stands in two graphs, so that the union of all graphs would count it twice."""

    code = "CPG-E304"


def evidence(report: Report) -> dict[str, Located]:
    """The frozen evidence of a report, which must cover its mentions.

    Raises:
        EvidenceError: some mention has none; `cpgraph locate` makes it from a text of the report.
    """
    missing = [mention.id for mention in report.mentions if mention.id not in report.located]
    if missing:
        shown = ", ".join(missing[:OFFSET_LIMIT]) + (", ..." if len(missing) > OFFSET_LIMIT else "")
        raise EvidenceError(
            f"reports/{report.record.id}/evidence.tsv lacks {len(missing)} mentions ({shown}). "
            "Run `cpgraph locate TEXT` with the report's text, and commit what it writes."
        )
    return dict(report.located)


def locate_report(report: Report, texts: Mapping[str, str]) -> dict[str, Located]:
    """Find every mention of a report in its known texts (by extraction id); the first is the whole.

    Raises:
        DataErrors: a quote is not found, or found twice, in the first text.
    """
    markers = {f"note-{note.n}": note.text or "" for note in report.notes if note.status != "missing"}
    found: dict[str, Located] = {}
    for order, (name, data) in enumerate(texts.items()):
        source = SourceText.of(data)
        where = part_regions(report.record.parts, markers, source)
        hits, errors = locate(report.mentions, source, where, found if order else None)
        if order == 0 and errors:
            raise DataErrors(errors)
        for mention, hit in hits.items():
            place = (name, *source.raw(*hit))
            if order == 0:
                found[mention] = Located(mention, *selector(source, hit), (place,))
            else:
                found[mention] = replace(found[mention], offsets=(*found[mention].offsets, place))
        if order == 0:
            found = apart(found, hits, source)
    return found


def locate_texts(folder: Path, files: Iterable[Path], progress: Progress) -> list[Path]:
    """Write `evidence.tsv` of every report one of whose known texts is given, whole text first.

    Raises:
        EvidenceError: none of the files is a known text of a report.
        DataErrors: a quote does not stand exactly once where it should.
    """
    copies = [read_copy(path) for path in files]
    by_digest = {copy.sha256: copy.text for copy in copies}
    written: list[Path] = []
    data = read(folder)
    for report in data.reports:
        for copy in copies:
            if copy.sha256 not in {text.sha256 for text in report.record.extractions}:
                found = audit(report, page_heads(report, data.shared), copy).found
                progress(
                    f"{copy.path}: not a known text; {found:,} of {len(report.mentions):,} mentions of "
                    f"{report.record.id} found in it"
                )
        texts = {
            text.id: by_digest[text.sha256] for text in report.record.extractions if text.sha256 in by_digest
        }
        if not texts or next(iter(texts)) != report.record.extractions[0].id:
            continue
        progress(f"locating {len(report.mentions)} mentions of {report.record.id}")
        located = locate_report(report, texts)
        target = folder / "reports" / report.record.id / "evidence.tsv"
        write(target.parent, {target.name: render_evidence(located.values())})
        written.append(target)
    if not written:
        raise EvidenceError(
            "none of these files is the whole text of a known report (the digests are in report.yaml). "
            "Give the whole text, and any excerpts with it."
        )
    return written


def _report_layers(report: Report, data: Data) -> Iterator[tuple[NamedNode, Iterable[Triple]]]:
    """The triples of one report, each part with its named graph."""
    iris, labels, computed = ReportIris(report.record.id), Labels(report, data.shared), compute(report)
    located, units = evidence(report), shared.UNITS
    parts = [
        ("structure", structure.document(report.record, iris)),
        ("structure", structure.note_parts(report.notes, iris)),
        ("structure", structure.cubes(report.record, iris)),
        ("structure", structure.gaps(report.gaps, iris)),
        ("concepts", facts.universes(report.universes, iris)),
        ("concepts", facts.schemes(report.schemes, report.definitions, iris)),
        ("facts", facts.populations(report, iris, labels)),
        ("facts", facts.observations(report.observations, iris, labels, units)),
        ("facts", facts.breakdowns(report.breakdowns, iris, labels)),
        ("derived", facts.sizes(computed.sizes, iris)),
        ("derived", facts.derived(computed.derived, iris, labels, units)),
        ("mentions", mentions.mentions(report.mentions, located, iris, NAME)),
        ("mentions", mentions.markers(report.notes, report.mentions, located, iris)),
        ("notes", notes.notes(report.notes, data.shared.measures, iris)),
        ("notes", notes.definitions(report.definitions, iris)),
        ("claims", claims.claims(computed.claims, units, iris)),
        ("quality", quality.anomalies(report.anomalies, iris)),
        ("quality", quality.measurements(report, computed, iris)),
        *(
            (f"offsets-{text.id}", mentions.offsets(located.values(), text.id, iris))
            for text in report.record.extractions
        ),
    ]
    yield from ((iris("g", name), triples) for name, triples in parts)
    yield graph("shared"), quality.metrics(report, computed)


def _layers(data: Data) -> Iterator[tuple[NamedNode, Iterable[Triple]]]:
    """The triples of the dataset, but for the ontology and its description of itself."""
    yield graph("shared"), shared.measures(data.shared.measures.values())
    yield graph("shared"), shared.periods(_periods(data))
    yield graph("shared"), shared.things(data.shared)
    yield graph("shared"), shared.normal_form(NAME)
    yield graph("shared"), shared.units()
    yield graph("shared"), shared.dimensions()
    yield graph("law"), law.jurisdiction()
    yield graph("law"), law.provisions(data.shared.provisions)
    yield graph("links"), links.background(data.links)
    yield graph("links"), links.days(_periods(data), data.links.fiscal_year)
    yield graph("links"), links.links(data.links.links, seen=True)
    yield graph("links-documented"), links.links(data.links.links, seen=False)
    yield graph("crosswalk"), crosswalk.variables(data.crosswalk)
    years = set(_periods(data))
    for report in data.reports:
        found = crosswalk.correspondence(data.crosswalk, report, Labels(report, data.shared), years)
        yield graph("crosswalk"), found
        yield from _report_layers(report, data)


def _periods(data: Data) -> list[str]:
    """Every period that the data name, and the years that the spans among them hold."""
    names = {key.period for report in data.reports for key in report.populations}
    names |= {gap.period for report in data.reports for gap in report.gaps if gap.period}
    for document in data.shared.documents.values():
        if document.first_fiscal_year and document.last_fiscal_year:
            names.update(shared.years(document.first_fiscal_year, document.last_fiscal_year))
    for span in [name for name in names if "-" in name]:
        names.update(shared.years(*span.split("-")))
    return sorted(names)


def all_quads(data: Data, home: Path) -> Iterator[Quad]:
    """All quads of the dataset, but for its description of itself."""
    for path in sorted((home / "ontology").glob("*.ttl")):
        node = graph(path.stem if path.stem in ("house", "shapes") else "ontology")
        for item in parse(path=str(path), format=RdfFormat.TURTLE):
            yield Quad(item.subject, item.predicate, item.object, node)
    for node, triples in _layers(data):
        yield from in_graph(node, triples)


def row_views(data: Data, quads: Iterable[Quad]) -> Iterator[Quad]:
    """The row view of each report, made from what is said of it and of no other."""
    held = [(str(quad.graph_name), quad) for quad in quads]
    for report in data.reports:
        node = ReportIris(report.record.id)("g", APART)
        kept = (f"<{BASE}graph/", f"<{node.value.removesuffix(APART)}")
        yield from cubes((quad for name, quad in held if name.startswith(kept)), node)


def canonical(quads: Iterable[Quad]) -> str:
    """Canonical N-Quads (RDFC-1.0): blank nodes named by their place, lines sorted."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in dataset))


def check_graphs(nquads: str) -> None:
    """Raise `RepeatedTripleError` when a triple of canonical N-Quads stands in two graphs of the default graph."""
    lines = (line for line in nquads.splitlines() if not is_apart(line.removesuffix(" .")))
    for line, following in pairwise(lines):
        triple, _, name = line.removesuffix(" .").rpartition(" ")
        if following.startswith(f"{triple} <"):
            other = following.removesuffix(" .").rpartition(" ")[2]
            raise RepeatedTripleError(
                f"{triple} stands in two graphs, {name} and {other}. Leave it out of one of them: in graphs/, or in "
                "ontology/ when it stands there."
            )


def build(home: Path, target: Path, progress: Progress) -> dict[str, int]:
    """Build everything from `home` into `target`; nothing is written unless all of it is right.

    Returns:
        How many quads, observations and mentions were written.

    Raises:
        DataErrors: a data file is wrong.
        EvidenceError: the evidence does not cover the data.
        RepeatedTripleError: a triple stands in two graphs.
        PlaceError: the folder cannot be written to.
    """
    if target.is_file():
        raise PlaceError(target, NotADirectoryError(errno.ENOTDIR, "Not a directory"))
    progress("reading data/")
    data = read(home / "data")
    progress("making the graph")
    try:
        quads = list(all_quads(data, home))
    except SyntaxError as error:
        raise DataErrors(
            [DataError(Place(str(error.filename), error.lineno or 0), str(error.msg), "Fix it.")]
        ) from error
    tables, table = flat.files(quads), prefix_table(data)
    said = in_graph(graph("catalog"), catalog(data.reports, tables, __version__))
    quads += row_views(data, [*quads, *said])
    described = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})
    quads += in_graph(graph("retired"), retired.retired(data.retired, described))
    description = describe(home, data, quads, tables)
    nquads = canonical([*quads, *description.quads])
    check_graphs(nquads)
    trig = turtle.write(turtle.ordered(nquads.removesuffix("\n").split("\n")), RdfFormat.TRIG, table).decode()
    files: dict[str, str | bytes] = {**tables, **description.files, "cpgraph.trig": trig}
    files |= {columnar.file_name(name): columnar.parquet(name, text) for name, text in tables.items()}
    files[columnar.WORKBOOK] = columnar.workbook(tables)
    earlier = sorted(
        (home / "ontology" / "releases").glob("*.ttl")
    )  # behind the version IRIs of earlier releases
    files |= {path.name: path.read_text(encoding="utf-8") for path in earlier}
    files[SUMS] = sums([*files.items(), ("cpgraph.nq", nquads)])
    files["cpgraph.nq"] = nquads  # last, as `make` takes its time for that of the whole
    progress(f"writing {target}/")
    write(target, files)
    return {
        "quads": nquads.count("\n"),
        "observations": tables["observations.csv"].count("\n") - 1,
        "mentions": sum(len(report.mentions) for report in data.reports),
    }
