"""Bring the built graph into another SPARQL engine, and prove that it arrived.

Each named graph is put under its name (SPARQL 1.1 Graph Store Protocol), counted, and read back. The manifest is
deleted before the first graph is put and written after the last one was proved: as long as graphs of two builds stand
side by side, and after a failure, the engine does not say that anything is published, and the services before it
refuse from their next look on. Graphs that are not of a publication are never touched.

Two graphs are the same here when their triples are the same by value: engines may rewrite `"12.50"` as 12.5.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

import httpx
import pyoxigraph as ox

from cpgraph import files, remote
from cpgraph.errors import CpgraphError, GraphFileError
from cpgraph.remote import MANIFEST, Access, Engine, Published, RefusedError, RemoteError

Say = Callable[[str], None]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_WHOLE: Final = frozenset(
    _XSD + name
    for name in (
        "integer decimal nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger long int short byte "
        "unsignedLong unsignedInt unsignedShort unsignedByte"
    ).split()
)
_DURATION: Final = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?!.)")
_TIME_LIMIT: Final = httpx.Timeout(600.0, connect=10.0)
_LISTED: Final = 5  # differences that an error shows


class PublishError(CpgraphError):
    """What an engine holds is not what was published."""

    code = "CPG-E320"


@dataclass(frozen=True, slots=True)
class Content:
    """The built graph by named graph, with the SHA-256 of the file it is from."""

    digest: str
    graphs: Mapping[str, tuple[ox.Triple, ...]]

    def published(self) -> Published:
        """Return what the manifest says of it."""
        return Published(self.digest, {name: len(triples) for name, triples in self.graphs.items()})


def read(path: Path) -> Content:
    """Return the built graph. Raises `NotBuiltError` or `GraphFileError`."""
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in files.quads(path):
        if not isinstance(quad.graph_name, ox.NamedNode):
            raise GraphFileError(path, "a triple stands in no named graph")
        graphs.setdefault(quad.graph_name.value, []).append(quad.triple)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Content(digest, {name: tuple(held) for name, held in graphs.items()})


def write_bulk(content: Content, path: Path) -> int:
    """Write N-Quads for an engine's own loader, the data and the manifest, and return how many lines."""
    lines = [f"{triple} <{name}> .\n" for name, held in sorted(content.graphs.items()) for triple in held]
    manifest = remote.manifest(content.published()).decode().splitlines()
    lines += [f"{line.removesuffix(' .')} <{MANIFEST}> .\n" for line in manifest]
    files.write(path.parent, {path.name: "".join(lines)})
    return len(lines)


class Target:
    """An engine that is written to. Every method raises `RemoteError` when the engine does not do as it should."""

    def __init__(self, engine: Engine, client: httpx.Client) -> None:
        """Keep where it is, and what asks it."""
        self.engine, self._client = engine, client

    def published(self) -> Published | None:
        """Return what the engine says it holds; None when nothing was published there."""
        return remote.published(self._ask(remote.MANIFEST_QUERY, is_table=True).content)

    def graph(self, name: str) -> list[ox.Triple]:
        """Return the triples of a graph, as many as the engine counts."""
        pattern = f"GRAPH <{name}> {{ ?s ?p ?o }}"
        answer = self._ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", is_table=False)
        found = remote.triples(answer.content, remote.graph_format(answer.headers))
        counted = self._ask(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", is_table=True)
        ((number,),) = remote.table(counted.content)
        if int(number.value) != len(found):
            raise PublishError(
                f"<{name}>: {int(number.value):,} triples counted there, {len(found):,} read back"
            )
        return found

    def put(self, name: str, lines: bytes) -> None:
        """Put a graph in the place of what its name held. N-Triples are Turtle, which every engine reads."""
        headers = {"Content-Type": "text/turtle"}
        self._send("PUT", self.engine.store, params={"graph": name}, content=lines, headers=headers)

    def delete(self, name: str) -> None:
        """Delete a graph; it is well when there is none."""
        try:
            self._send("DELETE", self.engine.store, params={"graph": name})
        except RefusedError as error:
            if error.status != 404:
                raise

    def _ask(self, query: str, *, is_table: bool) -> httpx.Response:
        headers = {"Accept": remote.TABLE_ACCEPT if is_table else remote.GRAPH_ACCEPT}
        answer = self._send("POST", self.engine.query, data={"query": query}, headers=headers)
        remote.believe(answer.status_code, answer.headers, is_table=is_table)
        return answer

    def _send(self, method: str, url: str, **request: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, url, **request)
        except httpx.HTTPError as error:
            raise RemoteError(f"{url} does not answer: {error or type(error).__name__}") from error
        if 300 <= answer.status_code < 400:
            raise RemoteError(f"{url} redirects, which is not followed. Give the final address.")
        if answer.status_code >= 400:
            raise RefusedError(answer.status_code, f"{remote.words(answer.content)} ({method} {url})")
        return answer


@contextmanager
def target(engine: Engine, access: Access) -> Iterator[Target]:
    """Open an engine for writing and close it."""
    with httpx.Client(
        auth=access.auth(),
        headers=access.headers(),
        timeout=_TIME_LIMIT,
        follow_redirects=False,
        trust_env=False,
    ) as client:
        yield Target(engine, client)


def publish(content: Content, engine: Target, say: Say) -> Published:
    """Put every graph, prove it, and say so in the manifest. Raises `RemoteError` or `PublishError`."""
    wanted, before = content.published(), engine.published()
    engine.delete(MANIFEST)
    try:
        for name in set(before.graphs if before else ()) - set(wanted.graphs):
            engine.delete(name)
        for name, triples in content.graphs.items():
            engine.put(name, "".join(f"{triple} .\n" for triple in triples).encode())
        say(f"loaded {sum(wanted.graphs.values()):,} triples in {len(wanted.graphs)} graphs")
        _prove(content, engine)
        engine.put(MANIFEST, remote.manifest(wanted))
    except CpgraphError as error:
        raise PublishError(
            f"{error}. What is there may be of two builds, and is not said to be published: publish again."
        ) from error
    return wanted


def verify(content: Content, engine: Target) -> Published:
    """Hold what an engine says it holds, its counts and its triples against the built graph."""
    wanted, found = content.published(), engine.published()
    if found is None:
        raise PublishError("nothing is published there. Run `cpgraph publish URL`.")
    if found.digest != wanted.digest:
        raise PublishError(
            f"other data are published there: sha256:{found.digest}, where sha256:{wanted.digest} is built here"
        )
    _prove(content, engine)
    return wanted


def _prove(content: Content, engine: Target) -> None:
    for name, triples in content.graphs.items():
        there, here = canonical(engine.graph(name)), canonical(triples)
        if there != here:
            lost, more = sorted(set(here) - set(there)), sorted(set(there) - set(here))
            shown = [f"not there: {line}" for line in lost[:_LISTED]]
            shown += [f"not here: {line}" for line in more[:_LISTED]]
            counts = (
                f"{len(there):,} triples there and {len(here):,} here, {len(lost)} lost, {len(more)} others"
            )
            raise PublishError(f"<{name}> differs: {counts}. {'; '.join(shown)}")


def canonical(triples: Iterable[ox.Triple]) -> list[str]:
    """Return a graph by the values of its literals, whatever the order and the names of blank nodes.

    >>> one, two = (ox.Triple(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.Literal(text, datatype=
    ...     ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))) for text in ("12.50", "12.5"))
    >>> canonical([one]) == canonical([two])
    True
    """
    dataset = ox.Dataset(ox.Quad(one.subject, one.predicate, by_value(one.object)) for one in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(str(quad.triple) for quad in dataset)


def by_value(term: Term) -> Term:
    """Return a term in the one form of its value: numbers without needless zeros, whole types as one, durations."""
    if not isinstance(term, ox.Literal) or term.language is not None:
        return term
    kind, text = term.datatype.value, term.value.strip()
    if kind in _WHOLE:
        try:
            number = Decimal(text).normalize()
        except InvalidOperation:
            return term
        return ox.Literal(f"{number:f}" if number else "0", datatype=ox.NamedNode(_XSD + "decimal"))
    if kind == _XSD + "boolean":
        return ox.Literal({"1": "true", "0": "false"}.get(text, text), datatype=term.datatype)
    if kind == _XSD + "duration" and (found := _DURATION.match(text)):
        # Virtuoso gives a duration of years and months back as its months alone
        months = 12 * int(found[2] or 0) + int(found[3] or 0)
        return ox.Literal(f"{found[1]}{months}", datatype=term.datatype)
    return term
