"""All that the data folder says, read and cross-checked: what the build wing works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cpgraph.errors import Place
from cpgraph.records.crosswalk import Match
from cpgraph.records.document import DatasetIn, ReportIn
from cpgraph.records.evidence import Mention
from cpgraph.records.law import Concept, Provision
from cpgraph.records.links import Links
from cpgraph.records.notes import AnomalyIn, ClaimIn, DefinitionIn, NoteIn
from cpgraph.records.retired import Retired
from cpgraph.records.shared import Agency, District, SourceDocument, State, Work
from cpgraph.records.statistics import Breakdown, GapIn, Measure, Observation, PopulationKey, Scheme, Universe
from cpgraph.texts.quotes import Located


@dataclass(frozen=True)
class Shared:
    """What all reports share; each mapping is by id."""

    measures: Mapping[str, Measure]
    conduct: Mapping[str, Concept]
    conditions: Mapping[str, Concept]
    agencies: Mapping[str, Agency]
    works: Mapping[str, Work]
    documents: Mapping[str, SourceDocument]
    districts: Mapping[str, District]
    states: Mapping[str, State]
    provisions: Mapping[str, Provision]


# What a numeral or a quantity word can be that is no statistic. Of several that one numeral glues
# together ("2019" and the number of a note) the first names it.
AUDIT_CLASSES = tuple(
    "citation label period note-marker note-number list-number axis-tick page-debris url identifier enumeration "
    "determiner degree ordinal name unit-phrase".split()
)
# Those that only a mention or a general rule can give.
FOUND_CLASSES = ("note-marker", "note-number", "url")


@dataclass(frozen=True)
class AuditRow:
    """A token of the text that no statistic claims, and the class it belongs to."""

    part: str
    kind: str
    quote: str
    place: Place


@dataclass(frozen=True)
class Report:
    """One report: its parts, its schemes, its data and its notes."""

    record: ReportIn
    dataset: DatasetIn
    universes: Mapping[str, Universe]
    schemes: Mapping[str, Scheme]
    observations: tuple[Observation, ...]
    populations: tuple[PopulationKey, ...]
    breakdowns: tuple[Breakdown, ...]
    gaps: tuple[GapIn, ...]
    notes: tuple[NoteIn, ...]
    definitions: tuple[DefinitionIn, ...]
    claims: tuple[ClaimIn, ...]
    anomalies: tuple[AnomalyIn, ...]
    mentions: tuple[Mention, ...]
    audit: tuple[AuditRow, ...]
    located: Mapping[str, Located] = field(default_factory=dict)


@dataclass(frozen=True)
class Data:
    """Everything in the data folder."""

    shared: Shared
    reports: tuple[Report, ...]
    links: Links = field(default_factory=Links)
    crosswalk: tuple[Match, ...] = ()
    retired: tuple[Retired, ...] = ()
