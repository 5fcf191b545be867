"""The built graph in other formats, whole or a named graph of it, and laid out as a folder to publish.

Works on what a build wrote; it neither builds nor changes anything there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from pyoxigraph import RdfFormat

from cpgraph import turtle
from cpgraph.errors import CpgraphError, GraphFileError, NotBuiltError, UsageError
from cpgraph.files import SUMS, sums, write
from cpgraph.vocab import BASE, all_prefixes, is_apart

FormatName = Literal["nquads", "trig", "jsonld", "turtle", "ntriples", "rdfxml"]
FORMATS: Final[Mapping[str, tuple[RdfFormat, str]]] = MappingProxyType(
    {
        "nquads": (RdfFormat.N_QUADS, "nq"),
        "trig": (RdfFormat.TRIG, "trig"),
        "jsonld": (RdfFormat.JSON_LD, "jsonld"),
        "turtle": (RdfFormat.TURTLE, "ttl"),
        "ntriples": (RdfFormat.N_TRIPLES, "nt"),
        "rdfxml": (RdfFormat.RDF_XML, "rdf"),
    }
)
"""Name of a format to the format and the suffix of its files. The last three have no named graphs."""

# Files of a build that a publication also shows beside its root, where visitors look for them.
_SHOWN: Final = ("context.jsonld", "dcat.ttl", "prefixes.ttl", "schema-org.jsonld", "void.ttl")
_ONTOLOGY: Final = {"cpg.ttl": "ns.ttl", "house.ttl": "house.ttl", "shapes.ttl": "shapes.ttl"}
_PAPERS: Final = ("LICENSE-DATA", "CITATION.cff")


class ExportError(CpgraphError):
    """What a build wrote is not whole any more, or the folder to publish in is not empty."""

    code = "CPG-E301"


@dataclass(frozen=True)
class Built:
    """The built graph as lines of N-Quads, and the IRIs of its named graphs."""

    path: Path
    lines: tuple[str, ...]
    graphs: tuple[str, ...]

    def find(self, name: str) -> str:
        """Return the IRI of the named graph that has this IRI, or this end of it alone. Raises `UsageError`."""
        wanted = name.strip("<>").removeprefix(BASE).strip("/")
        found = [iri for iri in self.graphs if f"/{iri.removeprefix(BASE)}".endswith(f"/{wanted}")]
        if BASE + wanted in found or len(found) == 1:
            return BASE + wanted if BASE + wanted in found else found[0]
        problem = f"several graphs are called {name}" if found else f"no graph is called {name}"
        known = ", ".join(iri.removeprefix(BASE) for iri in found or self.graphs)
        raise UsageError(f"{problem}. Name one of: {known}.")


def read(path: Path) -> Built:
    """Return the graph of a build. Raises `NotBuiltError` or `GraphFileError`."""
    if not path.is_file():
        raise NotBuiltError(path)
    # other characters than \n may end a line for Python, and stand inside a literal
    lines = path.read_bytes().decode(errors="replace").removesuffix("\n").split("\n")
    wrong = next((number for number, line in enumerate(lines, 1) if not line.endswith("> .")), 0)
    if wrong:
        raise GraphFileError(path, "a line that is no quad", wrong)
    return Built(path, tuple(lines), tuple(sorted({turtle.graph_of(line) for line in lines})))


def render(built: Built, form: FormatName, graph: str | None = None) -> bytes:
    """Return the dataset, or one named graph by its IRI, in a format.

    A format without named graphs gets the triples of the default graph, each once. Raises `GraphFileError`.
    """
    chosen, _ = FORMATS[form]
    lines = list(built.lines) if graph is None else turtle.of_graph(built.lines, graph)
    if form == "nquads":
        return "".join(f"{line}\n" for line in lines).encode()
    if graph is None and not chosen.supports_datasets:
        lines = [line for line in lines if not is_apart(turtle.graph_of(line))]
    lines = turtle.ordered(lines) if chosen.supports_datasets else turtle.merged(lines)
    try:
        return turtle.write(lines, chosen, turtle.used(lines, all_prefixes(built.graphs)))
    except SyntaxError as error:
        raise GraphFileError(built.path, error.msg) from error


def file_name(form: FormatName, graph: str | None = None) -> str:
    """Return the name of an export's file.

    >>> file_name("turtle", BASE + "report/demo-2022/graph/facts")
    'demo-2022-facts.ttl'
    """
    path = "cpgraph" if graph is None else graph.removeprefix(BASE)
    path = path.removeprefix("report/").replace("/graph/", "-").removeprefix("graph/")
    return f"{path.replace('/', '-')}.{FORMATS[form][1]}"


def publish(graph: Path, home: Path, target: Path) -> list[str]:
    """Lay out a publication in an empty folder and return the paths of its files.

    Each file is at the path of its IRI, so that a plain file server can answer.

    Raises:
        NotBuiltError: there is no built graph, or not all of the files that were built with it.
        ExportError: a file is not the one that the build wrote, or the folder is not empty.
        PlaceError: the folder cannot be written to.
    """
    if target.is_dir() and any(target.iterdir()):
        raise ExportError(f"{target}: this folder is not empty. Name an empty or a new one.")
    built, held = read(graph), _built_files(graph.parent)
    files = {f"download/{name}": content for name, content in held.items()}
    files |= {name: held[name] for name in _SHOWN if name in held}
    files[".well-known/void"] = held["void.ttl"]
    for iri in built.graphs:
        files[f"{iri.removeprefix(BASE)}.ttl"] = render(built, "turtle", iri)
    for name, shown in _ONTOLOGY.items():
        files[shown] = (home / "ontology" / name).read_bytes()
    files |= {name: (home / name).read_bytes() for name in _PAPERS if (home / name).is_file()}
    files[SUMS] = sums(files.items()).encode()
    write(target, files)
    return sorted(files)


def _built_files(dist: Path) -> dict[str, bytes]:
    """Return the files of a build, held against its list of checksums, and that list."""
    held: dict[str, bytes] = {}
    try:
        held[SUMS] = (dist / SUMS).read_bytes()
        for name, digest in listed(held[SUMS].decode()).items():
            held[name] = (dist / name).read_bytes()
            if sha256(held[name]).hexdigest() != digest:
                problem = "this is not the file that the build wrote"
                raise ExportError(f"{dist / name}: {problem}. Run `cpgraph build` again.")
    except FileNotFoundError as error:
        raise NotBuiltError(Path(error.filename)) from None
    return held


def listed(text: str) -> dict[str, str]:
    """Return name to digest, of a list of checksums."""
    pairs = (line.split("  ", 1) for line in text.splitlines() if line and not line.startswith("#"))
    return {name: digest for digest, name in pairs}
