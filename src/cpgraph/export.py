"""The built graph in other formats, whole or a named graph of it, and laid out as a folder to publish.

Works on `dist/` as it was built; it neither builds nor changes anything there.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final, Literal

from pyoxigraph import NamedNode, RdfFormat, parse

from cpgraph import turtle
from cpgraph.errors import CpgraphError, NotBuiltError
from cpgraph.files import SUMS, sums, write
from cpgraph.vocab import BASE, SH

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

GRAPH_FILE: Final = "cpgraph.nq"
# Files of dist/ that a publication also shows beside its root, where visitors look for them.
_SHOWN: Final = ("dcat.ttl", "prefixes.ttl", "schema-org.jsonld", "void.ttl")
_ONTOLOGY: Final = {"cpg.ttl": "ns.ttl", "shapes.ttl": "shapes.ttl"}
_PAPERS: Final = ("LICENSE-DATA", "CITATION.cff")


class ExportError(CpgraphError):
    """The built files cannot be read, or the export cannot be written."""

    code = "CPG-E301"


class UnknownGraphError(CpgraphError, ValueError):
    """A name that no named graph has, or that several have."""

    code = "CPG-E302"


@dataclass(frozen=True)
class Built:
    """The built graph as lines of N-Quads, with its prefixes and the IRIs of its named graphs."""

    lines: tuple[str, ...]
    prefixes: Mapping[str, str]
    graphs: tuple[str, ...]

    def find(self, name: str) -> str:
        """The IRI of a named graph by its IRI, by the path after the base, or by a unique end of that.

        Raises:
            UnknownGraphError: no graph is called so, or more than one.
        """
        paths = {iri.removeprefix(BASE): iri for iri in self.graphs}
        wanted = name.removeprefix("<").removesuffix(">").removeprefix(BASE).strip("/")
        if wanted in paths:
            return paths[wanted]
        found = sorted(path for path in paths if path.endswith(f"/{wanted}"))
        if len(found) == 1:
            return paths[found[0]]
        if found:
            raise UnknownGraphError(
                f"several graphs are called {name}: {', '.join(found)}. Name one of them."
            )
        ends = {path.rpartition("/")[2]: path for path in paths}
        near = difflib.get_close_matches(wanted.rpartition("/")[2], ends, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(ends[end] for end in near)}?" if near else ""
        known = ", ".join(sorted(paths))
        raise UnknownGraphError(f"no graph is called {name}. {hint or f'There are: {known}.'}")


def read(folder: Path) -> Built:
    """Read the graph of a build.

    Raises:
        NotBuiltError: there is none in the folder.
        ExportError: the file is not what a build writes.
    """
    path = folder / GRAPH_FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotBuiltError(path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ExportError(f"{path}: the file cannot be read ({error}). Run `cpgraph build` again.") from error
    lines = tuple(text.removesuffix("\n").split("\n"))  # other line ends may stand inside a literal
    wrong = next((n for n, line in enumerate(lines, 1) if not line.endswith("> .")), 0)
    if wrong or not text.endswith("\n"):
        where = f"{path}:{wrong or len(lines)}"
        raise ExportError(f"{where}: this is no line of a built graph. Run `cpgraph build` again.")
    graphs = sorted({turtle.graph_of(line) for line in lines})
    return Built(lines, _prefixes(lines), tuple(graphs))


def _prefixes(lines: Iterable[str]) -> dict[str, str]:
    """The prefixes that the graph itself declares."""
    held: dict[str, dict[str, str]] = {"prefix": {}, "namespace": {}}
    terms = {SH.prefix: "prefix", SH.namespace: "namespace"}
    wanted = tuple(f" {term} " for term in terms)
    chosen = [line for line in lines if any(term in line for term in wanted)]
    for quad in parse("\n".join(chosen), format=RdfFormat.N_QUADS):
        if quad.predicate in terms and isinstance(quad.subject, NamedNode):
            held[terms[quad.predicate]][quad.subject.value] = getattr(quad.object, "value", "")
    return {
        name: held["namespace"][node] for node, name in held["prefix"].items() if node in held["namespace"]
    }


def render(built: Built, form: FormatName, graph: str | None = None) -> bytes:
    """Write the dataset, or one named graph by its IRI, in a format.

    A format without named graphs gets the triples of all graphs, each once.

    Raises:
        ExportError: the lines are not N-Quads.
    """
    chosen, _ = FORMATS[form]
    lines: Iterable[str] = built.lines if graph is None else turtle.of_graph(built.lines, graph)
    try:
        if form == "nquads":
            return "".join(f"{line}\n" for line in lines).encode()
        lines = turtle.ordered(lines) if chosen.supports_datasets else turtle.merged(lines)
        return turtle.write(lines, chosen, turtle.used(lines, built.prefixes))
    except SyntaxError as error:
        raise ExportError(
            f"the built graph cannot be parsed ({error.msg}). Run `cpgraph build` again."
        ) from error


def file_name(form: FormatName, graph: str | None = None) -> str:
    """The name of an export's file.

    >>> file_name("turtle", BASE + "report/demo-2022/graph/facts")
    'demo-2022-facts.ttl'
    """
    _, suffix = FORMATS[form]
    if graph is None:
        return f"cpgraph.{suffix}"
    path = graph.removeprefix(BASE).removeprefix("report/").replace("/graph/", "-").removeprefix("graph/")
    return f"{path.replace('/', '-')}.{suffix}"


def publication(home: Path) -> dict[str, bytes]:
    """The files of a publication by path: each at the path of its IRI, so that a plain file server can answer.

    Raises:
        NotBuiltError: `dist/` has no built graph, or not all of its files.
        ExportError: a file of `dist/` is not the one that the build wrote.
    """
    dist = home / "dist"
    built = read(dist)
    held = _checked(dist)
    files = {f"download/{name}": content for name, content in held.items()}
    files[f"download/{SUMS}"] = (dist / SUMS).read_bytes()
    files |= {name: held[name] for name in _SHOWN if name in held}
    files[".well-known/void"] = held["void.ttl"]
    for iri in built.graphs:
        files[f"{iri.removeprefix(BASE)}.ttl"] = render(built, "turtle", iri)
    for name, shown in _ONTOLOGY.items():
        files[shown] = (home / "ontology" / name).read_bytes()
    files |= {name: (home / name).read_bytes() for name in _PAPERS if (home / name).is_file()}
    return files


def _checked(dist: Path) -> dict[str, bytes]:
    """The files of a build, held against its list of checksums."""
    path = dist / SUMS
    if not path.is_file():
        raise NotBuiltError(path)
    held: dict[str, bytes] = {}
    for name, digest in listed(path.read_text(encoding="utf-8")).items():
        try:
            held[name] = (dist / name).read_bytes()
        except OSError:
            raise NotBuiltError(dist / name) from None
        if sha256(held[name]).hexdigest() != digest:
            raise ExportError(
                f"{dist / name}: this is not the file that the build wrote. Run `cpgraph build` again."
            )
    return held


def listed(text: str) -> dict[str, str]:
    """Name to digest, of a list of checksums."""
    pairs = (line.split("  ", 1) for line in text.splitlines() if line and not line.startswith("#"))
    return {name: digest for digest, name in pairs}


def publish(home: Path, target: Path) -> list[str]:
    """Lay out a publication in an empty folder, or anew in one that this function made.

    Files of an earlier publication that this one does not have are removed; other files are left alone.

    Returns:
        The paths written.

    Raises:
        NotBuiltError, ExportError: see `publication`; or the folder holds something else.
    """
    files = publication(home)
    try:
        old = _earlier(target)
        files[SUMS] = sums(files.items()).encode()
        for name, content in files.items():
            write(target / name, content)
        for name in old - set(files):
            (target / name).unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(f"{target}: it cannot be written there ({error.strerror}).") from error
    return sorted(files)


def _earlier(target: Path) -> set[str]:
    """The files that an earlier publication in a folder lists.

    Raises:
        ExportError: the folder holds files and no such list.
    """
    if not target.is_dir() or not any(target.iterdir()):
        return set()
    path = target / SUMS
    if not path.is_file():
        raise ExportError(f"{target}: the folder is not empty. Choose an empty one, or one published before.")
    names = set(listed(path.read_text(encoding="utf-8")))
    return {n for n in names if not PurePosixPath(n).is_absolute() and ".." not in PurePosixPath(n).parts}
