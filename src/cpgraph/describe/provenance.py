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


def provenance(
    version: str, names: Iterable[str], inputs: Sequence[Input], texts: Mapping[str, Sequence[str]]
) -> Iterator[Triple]:
    """The build of a version, and what it made of what; graphs are named by their IRIs.

    `texts` gives the ids of the known texts of each report.

    Raises:
        KeyError: nobody has said in `graphs.yaml` what a graph of this name holds.
    """
    known = yaml.safe_load((Path(__file__).parent / "graphs.yaml").read_text(encoding="utf-8"))
    sources = {item.id: shared("build", f"{version}_{item.id}") for item in inputs}
    graphs, made = [], set(names)
    for iri in sorted(made):
        name = iri.removeprefix(BASE)
        if name.startswith("graph/"):
            said = known["shared"][name.removeprefix("graph/")]
            label = f"graph of the {said['label']}"
            origins = [sources[said["from"]]] if said.get("from") in sources else []
        else:
            report, _, layer = name.removeprefix("report/").partition("/graph/")
            kind, _, text = layer.partition("-")
            said, iris = known["report"][kind], ReportIris(report)
            label = f"{said['label']} {text}".rstrip() + f": {report}"
            origins = [node for other in said.get("from", ()) if (node := iris("g", other)).value in made]
            origins = origins or [iris("extraction", other) for other in ([text] if text else texts[report])]
            origins.append(sources[f"report-{report}"])
        graphs.append({"iri": iri, "label": label, "description": said["description"], "origins": origins})
    yield from triples("build.ttl.j2", version=version, inputs=inputs, graphs=graphs)
