"""What each named graph holds, from which files and texts it was made, and by what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from cpgraph.describe.templates import triples
from cpgraph.iris import ReportIris, shared
from cpgraph.triples import Triple
from cpgraph.vocab import BASE


@dataclass(frozen=True)
class Input:
    """Files that a build reads, under one digest."""

    id: str
    label: str
    sha256: str


@dataclass(frozen=True)
class Graph:
    """A named graph: what it holds, and the IRIs of what it was made from."""

    iri: str
    label: str
    description: str
    origins: tuple[str, ...]


def provenance(
    version: str, names: Iterable[str], inputs: Sequence[Input], texts: Mapping[str, Sequence[str]]
) -> Iterator[Triple]:
    """The build of a version, and what it made of what; graphs are named by their IRIs.

    `texts` gives the ids of the known texts of each report.

    Raises:
        KeyError: nobody has said in `graphs.yaml` what a graph of this name holds.
    """
    known = yaml.safe_load((Path(__file__).parent / "graphs.yaml").read_text(encoding="utf-8"))
    sources = {item.id: shared("build", f"{version}_{item.id}").value for item in inputs}
    graphs = [_graph(iri, known, sources, texts) for iri in sorted(names)]
    yield from triples("build.ttl.j2", version=version, inputs=inputs, graphs=graphs)


def _graph(
    iri: str,
    known: Mapping[str, dict[str, dict[str, str]]],
    sources: Mapping[str, str],
    texts: Mapping[str, Sequence[str]],
) -> Graph:
    """One named graph; of its inputs those count that are there."""
    name = iri.removeprefix(BASE)
    if name.startswith("graph/"):
        said = known["shared"][name.removeprefix("graph/")]
        origin = sources.get(said.get("from", ""))
        return Graph(iri, f"graph of the {said['label']}", said["description"], (origin,) if origin else ())
    report, _, layer = name.removeprefix("report/").partition("/graph/")
    kind, _, text = layer.partition("-")
    said, iris = known["report"][kind], ReportIris(report)
    origins = [iris("g", other) for other in said.get("from", ())]
    origins = origins or [iris("extraction", other) for other in ([text] if text else texts[report])]
    label = f"{said['label']} {text}" if text else said["label"]
    return Graph(
        iri,
        f"{label}: {report}",
        said["description"],
        (sources[f"report-{report}"], *(o.value for o in origins)),
    )
