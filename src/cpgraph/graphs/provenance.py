"""Triples of what each named graph holds, from which files and texts it was made, and by what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from cpgraph.iris import ReportIris, shared
from cpgraph.triples import Triple, each, english, plain, typed
from cpgraph.vocab import BASE, DCTERMS, OWL, PROV, RDFS, SD, SPDX, XSD

# What a layer of a report holds, and which of the report's other layers it is computed from; a layer that is
# computed from none is transcribed from the report's texts.
_LAYERS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "structure": (
        "parts and texts",
        (
            "The report as a document: its parts in printed order, the known extractions of its text by digest, "
            "its cubes, and what no known text holds."
        ),
        (),
    ),
    "concepts": ("categories", "The universes that are counted and the schemes of their categories.", ()),
    "facts": (
        "statistics",
        (
            "Populations, observations and breakdowns as the report prints them, with rounding intervals. Nothing "
            "computed is here."
        ),
        (),
    ),
    "derived": (
        "computed numbers",
        "Sizes of populations and numbers that follow by interval arithmetic from what is printed.",
        ("facts",),
    ),
    "mentions": (
        "printed places",
        (
            "Every place that prints a number, a legal fact, a note's marker, a definition or a claim, with a short "
            "quote that finds it again in any text of the report."
        ),
        (),
    ),
    "notes": (
        "notes and definitions",
        "The notes with what they cite, define and qualify, and the terms that the report defines, paraphrased.",
        (),
    ),
    "claims": (
        "claims and verdicts",
        (
            "The comparisons that the report's prose makes, in words of our own, each with the data it compares and a "
            "verdict."
        ),
        ("facts", "derived"),
    ),
    "quality": (
        "anomalies",
        "Where the report does not agree with itself, with the computation that shows it. Causes are hypotheses.",
        ("facts", "derived", "claims"),
    ),
}
_OFFSETS = (
    "offsets in the text",
    "Where each mention stands in one known extraction of the report's text, in characters from its start.",
)
# What a graph that is no report's holds, and the folder or file it is made from.
_SHARED: Mapping[str, tuple[str, str, str]] = {
    "ontology": (
        "ontology",
        "The classes, properties and codes of cpgraph, with what each means and why no standard term serves.",
        "ontology",
    ),
    "checks": (
        "checks",
        "The rules by which the data are checked: each with its query, what it finds and what to do.",
        "rules",
    ),
    "shapes": ("shapes", "SHACL shapes: what every graph in this vocabulary must meet.", "ontology"),
    "shared": (
        "shared things",
        (
            "What all reports share: measures, periods, kinds of conduct, conditions, bodies, works, source documents, "
            "districts and courts."
        ),
        "shared",
    ),
    "law": (
        "law",
        "Guideline provisions and statutes as the reports describe them: hierarchy, versions, effects.",
        "law",
    ),
    "links": (
        "links",
        "Links to other datasets whose identifier was seen in a source; subjects and code systems. No report's.",
        "links",
    ),
    "links-documented": (
        "links by pattern",
        "Links and identifiers of which only the rule that makes them is documented: pointers, never identities.",
        "links",
    ),
    "examples": (
        "example queries",
        "Questions that the data answer, as executable queries, and the prefixes they use.",
        "queries",
    ),
    "build": (
        "provenance",
        "What each named graph holds, by which build it was made, and from what.",
        "",
    ),
    "catalog": (
        "catalog",
        "The datasets, their files, licence and statistics. The statistics describe all other graphs.",
        "",
    ),
}


@dataclass(frozen=True)
class Input:
    """Files that a build reads, under one digest."""

    id: str
    label: str
    sha256: str


def activity(version: str) -> NamedNode:
    """The IRI of the build of a version."""
    return shared("build", version)


def source(version: str, name: str) -> NamedNode:
    """The IRI of one input of the build of a version."""
    return shared("build", f"{version}_{name}")


def build(version: str, inputs: Iterable[Input]) -> Iterator[Triple]:
    """The build as an activity: the program, and what it read.

    It has no time: two builds of the same files are one and the same, byte for byte.
    """
    node, program = activity(version), source(version, "program")
    yield from typed(node, PROV.Activity)
    yield node, RDFS.label, english(f"build of cpgraph {version}")
    yield node, PROV.wasAssociatedWith, program
    yield from typed(program, PROV.SoftwareAgent)
    yield program, RDFS.label, plain(f"cpgraph {version}")
    yield program, OWL.versionInfo, plain(version)
    for item in inputs:
        entity, check = source(version, item.id), source(version, f"{item.id}.sha256")
        yield node, PROV.used, entity
        yield from typed(entity, PROV.Entity)
        yield entity, RDFS.label, english(item.label)
        yield (
            entity,
            DCTERMS.description,
            english("The checksum is of the lines `digest  path` of its files, sorted by path."),
        )
        yield entity, SPDX.checksum, check
        yield from typed(check, SPDX.Checksum)
        yield check, SPDX.algorithm, SPDX.checksumAlgorithm_sha256
        yield check, SPDX.checksumValue, Literal(item.sha256, datatype=XSD.hexBinary)


def graphs(
    names: Iterable[str], version: str, inputs: Iterable[Input], texts: Mapping[str, Sequence[str]]
) -> Iterator[Triple]:
    """Label, description and derivation of each named graph, by the IRIs of the graphs.

    `texts` gives the ids of the known texts of each report.
    """
    given = {source(version, item.id) for item in inputs}
    for iri in sorted(names):
        node = NamedNode(iri)
        label, description, origins = _describe(iri.removeprefix(BASE), version, texts)
        yield from typed(node, SD.NamedGraph, PROV.Entity)
        yield node, SD.name, node
        yield node, RDFS.label, english(label)
        yield node, DCTERMS.title, english(label)
        yield node, DCTERMS.description, english(description)
        yield node, PROV.wasGeneratedBy, activity(version)
        ours = activity(version).value
        yield from each(
            node,
            PROV.wasDerivedFrom,
            (item for item in origins if item in given or not item.value.startswith(ours)),
        )


def _describe(
    name: str, version: str, texts: Mapping[str, Sequence[str]]
) -> tuple[str, str, list[NamedNode]]:
    """Label, description and origins of one graph, named without the base.

    Raises:
        KeyError: nobody has said what a graph of this name holds.
    """
    if name.startswith("graph/"):
        label, description, folder = _SHARED[name.removeprefix("graph/")]
        return f"graph of the {label}", description, [source(version, folder)] if folder else []
    report, _, layer = name.removeprefix("report/").partition("/graph/")
    iris = ReportIris(report)
    origins = [source(version, f"report-{report}")]
    if layer.startswith("offsets-"):
        text = layer.removeprefix("offsets-")
        label, description = _OFFSETS
        return f"{label} {text}: {report}", description, [*origins, iris("extraction", text)]
    label, description, computed = _LAYERS[layer]
    if computed:
        origins += [iris("g", other) for other in computed]
    else:
        origins += [iris("extraction", text) for text in texts[report]]
    return f"{label}: {report}", description, origins
