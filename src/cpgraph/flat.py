"""Flat CSV files for those who want a table: the same facts as the graph, one kind a file.

`id`, `subject`, `governs` and `about` are full IRIs; other names are the ids that end the IRIs. Lists are
joined by `;`.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from cpgraph.arithmetic import DerivedValue, Judged
from cpgraph.intervals import lexical, outward, parse_roman
from cpgraph.iris import ReportIris, shared
from cpgraph.labels import Labels
from cpgraph.records.data import Report, Shared
from cpgraph.records.evidence import Located, Mention
from cpgraph.records.law import (
    BaseOffenseLevel,
    CriminalHistoryMinimum,
    CrossReferenceRule,
    EnhancementIn,
    Fact,
    MultipleCountRule,
    OffenseLevelMinimum,
    PenaltyRangeIn,
    ReportingDuty,
    SupervisedReleaseRecommendation,
)
from cpgraph.records.statistics import ObservationKey

OBSERVATIONS = (
    "id,value,unit,measure,statistic,universe,period,categories,population,base,decimals,low,high,"
    "obtained_by,parts,label"
).split(",")
MENTIONS = "subject,part,printed,exact,prefix,suffix,extraction,start,end".split(",")
CLAIMS = "id,claim,kind,qualifier,target,left,right,computed_low,computed_high,verdict,parts".split(",")
DEFINITIONS = "id,term,definition,notes,governs".split(",")
ANOMALIES = "id,severity,kind,what,computation,hypothesis,parts,about".split(",")
NOTES = "n,status,kind,marker_part,cites,resolves_to,defines".split(",")
LEGAL = "subject,relation,object,value,unit,label,parts".split(",")


def render(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write rows as CSV with Unix line ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def observations(
    report: Report, shared_: Shared, iris: ReportIris, labels: Labels, derived: Iterable[DerivedValue]
) -> list[list[object]]:
    """Rows of `observations.csv`; a value that is a term and no number is empty and said in the label."""
    rows: list[list[object]] = []
    for obs in report.observations:
        label = labels.observation(obs.key) + (f": {obs.term.lower()}" if obs.term else "")
        numbers = ["" if number is None else lexical(number) for number in (obs.value, obs.lower, obs.upper)]
        parts = ";".join(sorted({item.part for item in obs.prints}))
        decimals = "" if obs.value is None else obs.decimals
        rows.append(_observation(iris, shared_, obs.key, numbers, obs.unit, decimals, obs.how, parts, label))
    for item in derived:
        numbers = [lexical(number) for number in (item.value, item.lower, item.upper)]
        label = labels.observation(item.key)
        rows.append(_observation(iris, shared_, item.key, numbers, item.unit, "", "Derived", "", label))
    return sorted(rows, key=lambda row: str(row[0]))


def _observation(
    iris: ReportIris,
    shared_: Shared,
    key: ObservationKey,
    numbers: Sequence[str],
    unit: str,
    decimals: object,
    how: str,
    parts: str,
    label: str,
) -> list[object]:
    """One row of `observations.csv`."""
    population = key.population
    return [
        iris("obs", key.local).value,
        numbers[0],
        unit,
        key.measure,
        shared_.measures[key.measure].statistic.lower(),
        population.universe,
        population.period,
        ";".join(f"{scheme}={category}" for scheme, category in population.restrictions),
        population.local,
        key.base.local if key.base else "",
        decimals,
        numbers[1],
        numbers[2],
        how,
        parts,
        label,
    ]


def mentions(
    report: Report, subjects: Mapping[str, str], located: Mapping[str, Located]
) -> list[list[object]]:
    """Rows of `mentions.csv`: one per mention and known text; `subjects` gives the IRI by mention id."""
    digests = {text.id: text.sha256 for text in report.record.extractions}
    rows: list[list[object]] = []
    for item in report.mentions:
        place = located[item.id]
        for name, start, end in place.offsets:
            rows.append(
                [
                    subjects[item.id],
                    item.part,
                    item.printed,
                    place.exact,
                    place.prefix,
                    place.suffix,
                    digests[name],
                    start,
                    end,
                ]
            )
    return sorted(rows, key=lambda row: [str(cell) for cell in row])


def legal(shared_: Shared, mentioned: Iterable[Mention]) -> list[list[object]]:
    """Rows of `legal.csv`: hierarchy, versions and effects of every provision."""
    parts: dict[str, set[str]] = defaultdict(set)
    for mention in mentioned:
        if mention.kind == "law":
            parts[mention.body].add(mention.part)
    rows: list[list[object]] = []

    def add(subject: str, relation: str, target: str, value: object, unit: str, label: str) -> None:
        where = ";".join(sorted(parts.get(subject, ())))
        rows.append([shared("law", subject).value, relation, target, value, unit, label, where])

    for record in shared_.provisions.values():
        add(record.id, "citedAs", "", record.cite, "", record.title or record.topic or record.cite)
        if record.part_of:
            add(record.id, "isPartOf", shared("law", record.part_of).value, "", "", record.cite)
        for version in record.versions:
            state, label = f"{record.id}_{version.id}", f"{record.cite} {version.label}"
            add(state, "isMemberOf", shared("law", record.id).value, "", "", label)
            if version.replaces:
                add(state, "replaces", shared("law", f"{record.id}_{version.replaces}").value, "", "", label)
            if version.changed_by:
                add(state, "changedBy", shared("law", version.changed_by).value, "", "", label)
        for owner, fact in record.all_facts():
            effect, label = f"{owner}_{fact.id}", f"{record.cite}: {fact.label}"
            add(effect, "providedBy", shared("law", owner).value, "", "", label)
            for trigger in fact.trigger:
                add(effect, "trigger", shared("conduct", trigger).value, "", "", label)
            if fact.condition:
                add(effect, "condition", shared("condition", fact.condition).value, "", "", label)
            for relation, target, value, unit in _values(fact):
                add(effect, relation, target, value, unit, label)
                if isinstance(fact, BaseOffenseLevel):
                    add(owner, relation, target, value, unit, label)
    return sorted(rows, key=lambda row: [str(cell) for cell in row])


def _values(fact: Fact) -> list[tuple[str, str, object, str]]:
    """What an effect says: relation, object, value, unit."""
    if isinstance(fact, BaseOffenseLevel):
        return [("baseOffenseLevel", "", fact.level, "levels")]
    if isinstance(fact, EnhancementIn):
        return [("levelIncrease", "", level, "levels") for level in fact.increase]
    if isinstance(fact, OffenseLevelMinimum):
        return [("minimumOffenseLevel", "", fact.level, "levels")]
    if isinstance(fact, CriminalHistoryMinimum):
        return [("minimumCriminalHistoryCategory", "", parse_roman(fact.category), "category")]
    if isinstance(fact, PenaltyRangeIn):
        months = 12 if fact.unit == "years" else 1
        found: list[tuple[str, str, object, str]] = []
        if fact.minimum is not None:
            found.append(("minimumMonths", "", fact.minimum * months, "months"))
        if fact.maximum == "life":
            found.append(("maximumTerm", "", "life", ""))
        elif fact.maximum is not None:
            found.append(("maximumMonths", "", int(fact.maximum) * months, "months"))
        return found
    if isinstance(fact, SupervisedReleaseRecommendation):
        return [("maximumTerm", "", "life", "")]
    if isinstance(fact, MultipleCountRule):
        return [("refersTo", shared("law", name).value, "", "") for name in fact.refers_to]
    if isinstance(fact, CrossReferenceRule):
        return [("crossReferenceTo", shared("law", fact.to).value, "", "")]
    if isinstance(fact, ReportingDuty):
        return [("documentsRequired", "", fact.documents, "count"), ("withinDays", "", fact.days, "days")]
    return []


def claims(judged: Iterable[Judged], iris: ReportIris) -> list[list[object]]:
    """Rows of `claims.csv`; `left` and `right` are observations by the ends of their IRIs."""
    rows: list[list[object]] = []
    for item in judged:
        claim = item.claim
        bounds = ("", "") if item.computed is None else tuple(lexical(b) for b in outward(item.computed))
        rows.append(
            [
                iris("claim", claim.id).value,
                claim.claim,
                claim.kind,
                claim.qualifier,
                "" if item.target is None else lexical(item.target),
                ";".join(key.local for key in item.left),
                ";".join(key.local for key in item.right),
                *bounds,
                item.verdict,
                ";".join(sorted({place.part for place in claim.places})),
            ]
        )
    return rows


def definitions(
    report: Report, iris: ReportIris, governed: Mapping[str, Iterable[str]]
) -> list[list[object]]:
    """Rows of `definitions.csv`; `governed` gives the IRIs of what each governs, by its id."""
    rows: list[list[object]] = []
    for item in report.definitions:
        numbers = {item.note} if item.note is not None else set()
        numbers |= {
            int(place.part.removeprefix("note-")) for place in item.given if place.part.startswith("note-")
        }
        listed = ";".join(str(n) for n in sorted(numbers))
        rows.append(
            [iris("def", item.id).value, item.term, item.definition, listed, ";".join(governed[item.id])]
        )
    return rows


def notes(report: Report) -> list[list[object]]:
    """Rows of `notes.csv`; `resolves_to` is what each citation comes down to, through the notes between."""
    rows: list[list[object]] = []
    for item in report.notes:
        cited, resolved = [], []
        for cite in item.cites:
            name = cite.work or cite.provision or cite.part or f"note-{cite.note}"
            words = [cite.signal or "", name, f"at {cite.pinpoint}" if cite.pinpoint else ""]
            cited.append(" ".join(word for word in words if word))
            resolved.append(name + (f" via note {cite.via}" if cite.via is not None else ""))
        terms = [d.id for d in report.definitions if d.note == item.n or d.id in item.defines]
        rows.append(
            [
                item.n,
                item.status,
                ";".join(item.kind),
                item.marker.part if item.marker else "",
                ";".join(cited),
                ";".join(resolved),
                ";".join(terms),
            ]
        )
    return rows


def anomalies(report: Report, iris: ReportIris, concerned: Mapping[str, Iterable[str]]) -> list[list[object]]:
    """Rows of `anomalies.csv`; `concerned` gives the IRIs of what each is about, by its id."""
    return [
        [
            iris("an", item.id).value,
            item.severity.lower(),
            item.kind,
            item.what,
            item.computation,
            item.hypothesis or "",
            ";".join(item.parts),
            ";".join(concerned[item.id]),
        ]
        for item in report.anomalies
    ]
