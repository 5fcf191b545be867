"""The kinds of things the site shows, by their classes: what they are called and in which list they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cpgraph.vocab import (
    CPG,
    DCAT,
    DCTERMS,
    DQV,
    FABIO,
    FOAF,
    OA,
    ORG,
    OWL,
    PROV,
    QB,
    RDF,
    RDFS,
    SD,
    SH,
    SKOS,
    SPDX,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: `id` names its list, `view` the page it has, `group` where the list is offered."""

    id: str
    one: str
    many: str
    group: str
    classes: tuple[str, ...]
    view: str = ""


REPORT: Final = "The report"
STATISTICS: Final = "Statistics"
LAW: Final = "Law"
WORDS: Final = "Notes and definitions"
QUALITY: Final = "Judgement"
BODIES: Final = "Bodies, places and sources"
EVIDENCE: Final = "Evidence"
STRUCTURE: Final = "Structure"

GROUPS: Final = (REPORT, STATISTICS, LAW, WORDS, QUALITY, BODIES, EVIDENCE, STRUCTURE)


def _kind(id_: str, one: str, many: str, group: str, *classes: object, view: str = "") -> Kind:
    return Kind(id_, one, many, group, tuple(getattr(cls, "value", str(cls)) for cls in classes), view)


KINDS: Final = (
    _kind("tables", "table", "tables", REPORT, CPG.Table, view="part"),
    _kind("figures", "figure or chart", "figures and charts", REPORT, CPG.Figure, view="part"),
    _kind("prose", "part in prose", "parts in prose", REPORT, CPG.Prose, view="part"),
    _kind("gaps", "gap", "gaps", REPORT, CPG.Gap),
    _kind("observations", "number", "numbers", STATISTICS, QB.Observation, view="observation"),
    _kind("populations", "population", "populations", STATISTICS, CPG.Population, view="population"),
    _kind("universes", "universe", "universes", STATISTICS, CPG.Universe, view="universe"),
    _kind("measures", "measure", "measures", STATISTICS, CPG.Measure, view="measure"),
    _kind("breakdowns", "breakdown", "breakdowns", STATISTICS, CPG.Breakdown, view="breakdown"),
    _kind("periods", "period", "periods", STATISTICS, CPG.Period, CPG.FiscalYear, CPG.CalendarYear),
    _kind("versions", "version of a provision", "versions of provisions", LAW, CPG.ProvisionVersion, view="law"),
    _kind("provisions", "provision", "provisions", LAW, CPG.Provision, view="law"),
    _kind("effects", "effect of a provision", "effects of provisions", LAW, CPG.LegalEffect, view="effect"),
    _kind("conduct", "conduct", "conduct", LAW, CPG.Conduct, view="conduct"),
    _kind("conditions", "condition", "conditions", LAW, CPG.Condition),
    _kind("notes", "note", "notes", WORDS, CPG.Note, view="note"),
    _kind("citations", "citation", "citations", WORDS, CPG.Citation),
    _kind("definitions", "definition", "definitions", WORDS, CPG.Definition, view="definition"),
    _kind("claims", "claim", "claims", QUALITY, CPG.Claim, view="claim"),
    _kind("anomalies", "anomaly", "anomalies", QUALITY, CPG.Anomaly, view="anomaly"),
    _kind("checks", "check", "checks", QUALITY, CPG.Check, view="check"),
    _kind("courts", "court", "courts", BODIES, CPG.Court),
    _kind("districts", "district", "districts", BODIES, CPG.District, view="category"),
    _kind("categories", "category", "categories", STATISTICS, CPG.Category, view="category"),
    _kind("states", "state", "states", BODIES, DCTERMS.Location),
    _kind("sources", "source of the data", "sources of the data", BODIES,
          CPG.SentencingDocument, CPG.Datafile, PROV.Activity, DCTERMS.Standard),
    _kind("extractions", "known text", "known texts", EVIDENCE, CPG.Extraction),
    _kind("mentions", "printed place", "printed places", EVIDENCE, CPG.Mention, view="mention"),
    _kind("agencies", "agency or organization", "agencies and organizations", BODIES,
          ORG.FormalOrganization, ORG.Organization, FOAF.Agent),
    _kind("works", "work", "works", BODIES, FABIO.Report, FABIO.ReportDocument, FABIO.WebPage, FABIO.Article,
          FABIO.Book, FABIO.JournalArticle, FABIO.WebSite),
    _kind("cubes", "cube", "cubes", STRUCTURE, QB.DataSet),
    _kind("structures", "structure of a cube", "structures of cubes", STRUCTURE, QB.DataStructureDefinition),
    _kind("datasets", "dataset", "datasets", STRUCTURE, DCAT.Dataset, DCAT.Catalog, DCAT.Distribution,
          DCAT.DataService),
    _kind("shapes", "shape", "shapes", STRUCTURE, SH.NodeShape, SH.PropertyShape, view="hash"),
    _kind("terms", "term of the vocabulary", "terms of the vocabulary", STRUCTURE,
          OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property, view="hash"),
    _kind("vocabularies", "vocabulary", "vocabularies", STRUCTURE, OWL.Ontology, view="hash"),
    _kind("schemes", "scheme", "schemes", STATISTICS, SKOS.ConceptScheme, view="scheme"),
    _kind("concepts", "concept", "concepts", STRUCTURE, SKOS.Concept),
    _kind("graphs", "named graph", "named graphs", STRUCTURE, SD.NamedGraph, view="graph"),
    _kind("queries", "query", "queries", STRUCTURE, SH.SPARQLExecutable, view="query"),
    _kind("measurements", "measurement of the data", "measurements of the data", QUALITY, DQV.QualityMeasurement),
    _kind("datatypes", "datatype", "datatypes", STRUCTURE, RDFS.Datatype),
    _kind("things", "thing", "other things", STRUCTURE),
)  # fmt: skip
"""In order of precedence: a thing is of the first kind that has one of its classes."""

REPORTS: Final = _kind("reports", "report", "reports", REPORT, view="report")
BY_ID: Final = {kind.id: kind for kind in (REPORTS, *KINDS)}
GRAPHS: Final = BY_ID["graphs"]
THINGS: Final = BY_ID["things"]
PARTS: Final = ("tables", "figures", "prose")
FIRST: Final = ("reports", "tables", "figures", "prose", "definitions", "provisions", "measures", "universes",
                "categories", "populations", "observations", "conduct", "districts", "courts")  # fmt: skip
"""The kinds that a search gives first among equals."""

SUBORDINATE: Final = tuple(
    term.value
    for term in (OA.SpecificResource, OA.TextPositionSelector, OA.TextQuoteSelector, SPDX.Checksum,
                 QB.ComponentSpecification, CPG.Withdrawn)
)  # fmt: skip
"""Classes of what has no page: described only within another thing's document, or withdrawn."""


def kind_of(classes: Iterable[str]) -> Kind:
    """Give the kind of a thing of these classes.

    >>> kind_of([str(SKOS.Concept.value), CPG.Definition.value]).one
    'definition'
    """
    known = set(classes)
    return next((kind for kind in KINDS if known.intersection(kind.classes)), THINGS)
