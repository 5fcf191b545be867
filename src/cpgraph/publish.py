"""Bring the built graph into another SPARQL engine, completely or not at all, and prove that it arrived.

Each named graph is put under a staging name (SPARQL 1.1 Graph Store Protocol, PUT), everything is counted and
read back, and only then does one update request move all of it to its names and drop the graphs that an earlier
publication had and this one has not. Whatever fails before that
request leaves the engine as it was, without the staging graphs.

Two graphs are the same here when their triples are the same by value: engines may rewrite `"12.50"` as 12.5.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

import httpx
import pyoxigraph as ox

from cpgraph import remote, vocab
from cpgraph.errors import CpgraphError, NotBuiltError
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
class Proof:
    """What a graph must be: its triples in the one form of their values, in order, and the SHA-256 of that."""

    lines: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Content:
    """The built graph by named graph, with the SHA-256 of the file it is from."""

    digest: str
    graphs: Mapping[str, tuple[ox.Triple, ...]]

    def published(self) -> Published:
        """Give what the manifest says of it."""
        counts = {name: len(triples) for name, triples in self.graphs.items()}
        return Published(self.digest, counts)

    def proof(self) -> dict[str, Proof]:
        """Give what every graph must be found to be."""
        by_size = sorted(self.graphs.items(), key=lambda item: len(item[1]))
        lines = {name: _canonical(triples) for name, triples in by_size}
        return {name: Proof(tuple(found), _hash(found)) for name, found in lines.items()}


def read(path: Path) -> Content:
    """Read the built graph. Raises `NotBuiltError`."""
    if not path.is_file():
        raise NotBuiltError(path)
    content = path.read_bytes()
    graphs: dict[str, dict[ox.Triple, None]] = {}
    for quad in ox.parse(content, ox.RdfFormat.N_QUADS):
        if not isinstance(quad.graph_name, ox.NamedNode):
            raise PublishError(f"{path}: a triple stands in no named graph. Run `cpgraph build` anew.")
        graphs.setdefault(quad.graph_name.value, {})[quad.triple] = None
    kept = {name: tuple(triples) for name, triples in graphs.items()}
    return Content(hashlib.sha256(content).hexdigest(), kept)


def write_bulk(content: Content, path: Path) -> int:
    """Write N-Quads for an engine's own loader: the data and the manifest. Gives the lines."""
    lines = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for name, triples in sorted(content.graphs.items()):
            for triple in triples:
                file.write(f"{triple} <{name}> .\n")
                lines += 1
        for line in remote.manifest(content.published()).decode().splitlines():
            file.write(f"{line.removesuffix(' .')} <{MANIFEST}> .\n")
            lines += 1
    return lines


class Target:
    """An engine that is written to. Every method raises `RemoteError` when the engine does not do as it should."""

    def __init__(self, engine: Engine, access: Access) -> None:
        """Keep where it is and who asks."""
        self.engine = engine
        self._client = httpx.Client(
            auth=access.auth(),
            headers=access.headers(),
            timeout=_TIME_LIMIT,
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def table(self, query: str) -> list[tuple[ox.Literal, ...]]:
        """Ask for a table."""
        return remote.table(self.ask(query))

    def ask(self, query: str) -> bytes:
        """Ask for a table and give it as it came, in JSON."""
        answer = self._send("POST", self.engine.query, data={"query": query}, accept=remote.TABLE_ACCEPT)
        remote.believe(answer.status_code, answer.headers, is_table=True)
        return answer.content

    def count(self, name: str) -> int:
        """Count the triples of a graph."""
        ((number,),) = self.table(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
        return int(number.value)

    def graph(self, name: str) -> list[ox.Triple]:
        """Read a graph back."""
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
        answer = self._send("POST", self.engine.query, data={"query": query}, accept=remote.GRAPH_ACCEPT)
        remote.believe(answer.status_code, answer.headers, is_table=False)
        return remote.triples(answer.content, remote.graph_format(answer.headers))

    def put(self, name: str, lines: bytes) -> None:
        """Put a graph in the place of what its name held. N-Triples are Turtle, which every engine reads."""
        self._send(
            "PUT", self.engine.store, params={"graph": name}, content=lines, content_type="text/turtle"
        )

    def update(self, text: str) -> None:
        """Send one update request."""
        self._send("POST", self.engine.update, data={"update": text}, accept="*/*")

    def _send(
        self,
        method: str,
        url: str,
        *,
        accept: str = "*/*",
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        content: bytes | None = None,
        content_type: str = "",
    ) -> httpx.Response:
        headers = {"Accept": accept} | ({"Content-Type": content_type} if content_type else {})
        try:
            answer = self._client.request(
                method, url, params=params, data=data, content=content, headers=headers
            )
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
    opened = Target(engine, access)
    try:
        yield opened
    finally:
        opened.close()


def publish(content: Content, engine: Target, say: Say) -> Published:
    """Load, prove, swap and prove again. Raises `RemoteError` or `PublishError`; then the engine is as before.

    Only a failure inside the one update request that swaps, on an engine that does not run it as a whole, leaves
    a mixture: the error then says so, and publishing again mends it.
    """
    before = remote.published(engine.ask(remote.MANIFEST_QUERY))
    wanted, proof = content.published(), content.proof()
    stage = f"{vocab.BASE}staging/{secrets.token_hex(8)}/"
    names = {name: f"{stage}{number}" for number, name in enumerate([*content.graphs, MANIFEST])}
    try:
        for name, triples in content.graphs.items():
            engine.put(names[name], _lines(triples))
        engine.put(names[MANIFEST], remote.manifest(wanted))
        say(f"loaded {sum(wanted.graphs.values()):,} triples in {len(wanted.graphs)} graphs, not yet visible")
        _prove(proof, engine, names)
        say("read back and found the same")
    except BaseException:
        _clean(engine, names.values(), say)
        raise
    swap = [f"MOVE <{staged}> TO <{name}>" for name, staged in names.items()]
    gone = sorted(set(before.graphs) - set(wanted.graphs)) if before is not None else []
    swap += [f"DROP SILENT GRAPH <{name}>" for name in gone]
    try:
        engine.update(" ;\n".join(swap))
        for name, count in wanted.graphs.items():
            _prove_count(name, engine.count(name), count)
    except CpgraphError as error:
        _clean(engine, names.values(), say)
        raise PublishError(
            f"the swap failed ({error}). Look with `cpgraph publish --check`; publishing again mends it."
        ) from error
    return wanted


def verify(content: Content, engine: Target) -> Published:
    """Hold what an engine says it holds, its counts and its triples against the built graph."""
    wanted = content.published()
    found = remote.published(engine.ask(remote.MANIFEST_QUERY))
    if found is None:
        raise PublishError("nothing is published there. Run `cpgraph publish URL`.")
    if found.digest != wanted.digest:
        raise PublishError(
            f"other data are published there: sha256:{found.digest}, where sha256:{wanted.digest} is built here"
        )
    proof = content.proof()
    _prove(proof, engine, {name: name for name in proof})
    return wanted


def _prove(proof: Mapping[str, Proof], engine: Target, names: Mapping[str, str]) -> None:
    for name, wanted in proof.items():
        _prove_count(name, engine.count(names[name]), len(wanted.lines))
        found = _canonical(engine.graph(names[name]))
        if _hash(found) != wanted.digest:
            raise PublishError(f"<{name}> differs: {_difference(wanted.lines, found)}")


def _prove_count(name: str, found: int, wanted: int) -> None:
    if found != wanted:
        raise PublishError(f"<{name}> has {found:,} triples there, and {wanted:,} here")


def _clean(engine: Target, staged: Iterable[str], say: Say) -> None:
    try:
        engine.update(" ;\n".join(f"DROP SILENT GRAPH <{name}>" for name in staged))
    except RemoteError as error:
        say(f"the staging graphs under {vocab.BASE}staging/ could not be removed: {error}")


def _lines(triples: Iterable[ox.Triple]) -> bytes:
    return "".join(f"{triple} .\n" for triple in triples).encode()


def digest(triples: Iterable[ox.Triple]) -> str:
    """Give the SHA-256 of a graph by the values of its literals, whatever the order and the names of blank nodes.

    >>> one, two = (ox.Triple(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.Literal(text, datatype=
    ...     ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))) for text in ("12.50", "12.5"))
    >>> digest([one]) == digest([two])
    True
    """
    return _hash(_canonical(triples))


def _hash(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _canonical(triples: Iterable[ox.Triple]) -> list[str]:
    plain, has_blank = [], False
    for triple in triples:
        line = str(triple)
        has_blank = has_blank or line.startswith("_:") or " _:" in line
        if '"^^<' in line:
            line = str(ox.Triple(triple.subject, triple.predicate, by_value(triple.object)))
        plain.append(line)
    if has_blank:
        dataset = ox.Dataset(ox.parse(" .\n".join([*plain, ""]), ox.RdfFormat.N_TRIPLES))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        plain = [str(quad.triple) for quad in dataset]
    return sorted(plain)


def by_value(term: Term) -> Term:
    """Give a term in the one form of its value: numbers without needless zeros, whole types as one, durations."""
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
    if kind == _XSD + "duration":
        found = _DURATION.match(text)
        if found is not None:
            months = 12 * int(found[2] or 0) + int(found[3] or 0)
            # Virtuoso gives a duration of years and months back as its months alone
            return ox.Literal(f"{found[1]}{months}", datatype=term.datatype)
    return term


def _difference(wanted: Iterable[str], found: Iterable[str]) -> str:
    here, there = set(wanted), set(found)
    lost, more = sorted(here - there), sorted(there - here)
    shown = [f"not there: {line}" for line in lost[:_LISTED]] + [
        f"not here: {line}" for line in more[:_LISTED]
    ]
    return f"{len(lost)} triples lost, {len(more)} others. " + "; ".join(shown)
