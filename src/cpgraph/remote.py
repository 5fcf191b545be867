"""Another SPARQL engine over HTTP: its addresses, how it is asked, and how its faults are told from its answers.

Only the addresses that the operator gave are ever called: no redirect is followed, no proxy is taken from the
environment. An engine is believed only when it says 200 in a media type that was asked for, with no word of a
result cut short; what it then sends must still be read to its end by a strict parser.

What was published, and under which digest, stands in the graph `MANIFEST`, which is no part of the data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit, urlunsplit

import pyoxigraph as ox

from cpgraph import vocab
from cpgraph.errors import CpgraphError

if TYPE_CHECKING:
    import httpx  # a service with the embedded engine starts without it

MANIFEST: Final = vocab.BASE + "graph/published"
NOTHING: Final = vocab.BASE + "graph/none"
"""A graph that no engine has: an empty list of graphs, said in the protocol."""
TABLE_ACCEPT: Final = "application/sparql-results+json"
GRAPH_ACCEPT: Final = "application/n-triples, text/plain;q=0.5, text/turtle;q=0.4"
EngineName = Literal["oxigraph", "fuseki", "graphdb", "virtuoso", "neptune", "qlever", "other"]

_IDENTIFIER: Final = "http://purl.org/dc/terms/identifier"
_TRIPLES: Final = "http://rdfs.org/ns/void#triples"
MANIFEST_QUERY: Final = (
    f"SELECT ?s ?p ?o {{ GRAPH <{MANIFEST}> {{ ?s ?p ?o . FILTER(?p IN (<{_IDENTIFIER}>, <{_TRIPLES}>)) }} }}"
)
_JSON_TYPES: Final = ("application/sparql-results+json", "application/json")
_GRAPH_TYPES: Final[Mapping[str, ox.RdfFormat]] = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/ntriples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
}
# Virtuoso tells of a result it cut short, by rows or by time, in a header of an answer that looks whole.
_CUT: Final = ("x-sparql-maxrows", "x-sql-state", "x-sparql-anytime")
_SHOWN: Final = 300  # characters of an engine's own words that are passed on


class RemoteError(CpgraphError):
    """The engine cannot be reached, refuses, or answers what cannot be believed."""

    code = "CPG-E310"


class AddressError(RemoteError):
    """What was given is no address of an engine, or one that must not be used."""

    code = "CPG-E312"
    exit_code = 2


class RefusedError(RemoteError):
    """The engine understood the request and refused it; `status` is its HTTP status."""

    code = "CPG-E311"

    def __init__(self, status: int, message: str) -> None:
        """Keep the status and the first words of the engine's answer."""
        self.status, self.message = status, message
        super().__init__(f"the engine answers {status}: {message}")


@dataclass(frozen=True, slots=True)
class Engine:
    """Where an engine is asked, and given graphs (SPARQL 1.1 Graph Store Protocol)."""

    name: EngineName
    query: str
    store: str


@dataclass(frozen=True, slots=True)
class Access:
    """How an engine is told who asks: a token, or a user and a password by Basic or Digest."""

    user: str = ""
    password: str = ""
    token: str = ""
    scheme: Literal["basic", "digest"] = "basic"

    def __repr__(self) -> str:
        """Say who asks, and keep the secrets out of logs and tracebacks."""
        return f"Access(user={self.user!r}, scheme={self.scheme!r})"

    def auth(self) -> httpx.Auth | None:
        """Give what signs the requests."""
        if not self.user:
            return None
        import httpx

        kind = httpx.DigestAuth if self.scheme == "digest" else httpx.BasicAuth
        return kind(self.user, self.password)

    def headers(self) -> dict[str, str]:
        """Give the headers of every request; a coded answer could hold more than it seems to."""
        base = {"Accept-Encoding": "identity", "User-Agent": "cpgraph"}
        return base | ({"Authorization": f"Bearer {self.token}"} if self.token else {})


def engine(url: str, *, query: str = "", store: str = "") -> Engine:
    """Derive an engine's two addresses from one; those that are given win. Raises `AddressError`.

    >>> engine("http://localhost:3030/ds").store
    'http://localhost:3030/ds/data'
    """
    for address in (url, query, store):
        _check(address)
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    name, paths = _derive(path, parts.port)
    derived = [urlunsplit((parts.scheme, parts.netloc, part, "", "")) for part in paths]
    return Engine(name, query or derived[0], store or derived[1])


def _check(address: str) -> None:
    if not address:
        return
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise AddressError(
            f"{address!r} is no address of an engine. Give one such as http://localhost:7878/."
        )
    if parts.username or parts.password:
        raise AddressError(
            "An address must not hold a password. Set CPGRAPH_STORE_USER and CPGRAPH_STORE_PASSWORD instead."
        )
    if parts.query or parts.fragment:
        raise AddressError(f"{address!r} has a query or a fragment. Give the bare address.")


def _derive(path: str, port: int | None) -> tuple[EngineName, tuple[str, str]]:
    """Tell the engine by the form of its address, and give its paths to query and store."""
    stem, _, last = path.rpartition("/")
    if "/repositories/" in path:
        root = path.removesuffix("/statements")
        return "graphdb", (root, f"{root}/rdf-graphs/service")
    if last in ("sparql", "sparql-auth") and not stem:
        if port == 8182:  # the port that Neptune has
            return "neptune", ("/sparql", "/sparql/gsp/")
        sign = "-auth" if last == "sparql-auth" else ""
        return "virtuoso", (path, f"/sparql-graph-crud{sign}")
    if last in ("query", "") and not stem:
        return "oxigraph", ("/query", "/store")
    if last in ("query", "sparql", "update", "data") and stem.count("/") == 1:
        path = stem
    if path.count("/") == 1:
        return "fuseki", (f"{path}/query", f"{path}/data")
    return "other", (path, path)


@dataclass(frozen=True, slots=True)
class Published:
    """What an engine holds, as its manifest says: the digest of the data, and the triples of each graph."""

    digest: str
    graphs: Mapping[str, int]


def manifest(published: Published) -> bytes:
    """Write the manifest as N-Triples."""
    lines = [f'<{MANIFEST}> <{_IDENTIFIER}> "sha256:{published.digest}" .']
    whole = "http://www.w3.org/2001/XMLSchema#integer"
    lines += [
        f'<{name}> <{_TRIPLES}> "{count}"^^<{whole}> .' for name, count in sorted(published.graphs.items())
    ]
    return "\n".join([*lines, ""]).encode()


def published(body: bytes) -> Published | None:
    """Read what an engine says it holds; None when nothing was published there."""
    digest, graphs = "", dict[str, int]()
    for subject, predicate, value in table(body):
        if predicate.value == _IDENTIFIER:
            digest = value.value.removeprefix("sha256:")
        else:
            graphs[subject.value] = int(value.value)
    return Published(digest, graphs) if digest else None


def table(body: bytes) -> list[tuple[ox.Literal, ...]]:
    """Read a table to its end; a cut or foreign one raises `RemoteError`."""
    try:
        results = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        return [tuple(row) for row in results]  # type: ignore[union-attr]
    except (SyntaxError, TypeError, ValueError) as error:
        raise RemoteError(f"the engine's answer breaks off or is no table ({error})") from error


def triples(body: bytes, form: ox.RdfFormat) -> list[ox.Triple]:
    """Read triples to their end; a cut or foreign text raises `RemoteError`."""
    try:
        return [quad.triple for quad in ox.parse(body, form)]
    except (SyntaxError, ValueError) as error:
        raise RemoteError(f"the engine's answer breaks off or is no RDF ({error})") from error


def graph_format(headers: httpx.Headers) -> ox.RdfFormat:
    """Give the syntax in which an engine wrote triples."""
    return _GRAPH_TYPES[media_type(headers)]


def media_type(headers: httpx.Headers) -> str:
    """Give the media type of an answer without its parameters."""
    return str(headers.get("content-type", "")).partition(";")[0].strip().lower()


def believe(status: int, headers: httpx.Headers, *, is_table: bool) -> None:
    """Raise `RemoteError` unless an answer's head promises a whole result in a type that was asked for."""
    if 300 <= status < 400:
        raise RemoteError("the engine redirects, which is not followed. Give its final address.")
    if status != 200:
        raise RemoteError(f"the engine answers with status {status}")
    for name in _CUT:
        if name in headers:
            raise RemoteError(
                f"the engine says that its result is not whole ({name}: {headers[name]}). "
                "Raise its limit of rows and time above those of this service."
            )
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise RemoteError("the engine codes its answer, though it was asked not to")
    given = media_type(headers)
    if given not in (_JSON_TYPES if is_table else _GRAPH_TYPES):
        raise RemoteError(f"the engine answers in {given or 'no named type'}, which was not asked for")


def words(content: bytes) -> str:
    """Give the first words of an engine's error text, on one line and printable."""
    text = " ".join(content.decode("utf-8", errors="replace").split())[:_SHOWN]
    return "".join(char if char.isprintable() else "?" for char in text) or "without a word"
