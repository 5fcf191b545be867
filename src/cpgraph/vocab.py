"""The names the graph may use: base IRI, prefixes, and for each vocabulary a namespace closed over its terms.

The terms of each vocabulary stand in `vocabularies/`, a file a prefix, as the vocabulary itself publishes them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

TERM_LISTS: Final = Path(__file__).parent / "vocabularies"
LICENSE: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
"""Under what the data are given; LICENSE-DATA has its text."""
BASE: Final = "https://w3id.org/cpgraph/"
"""What all IRIs of the project begin with; not registered yet: nothing may rely on its resolving."""

_OWN: Final = (
    "agency build check circuit condition conduct county court dataset datatype district download law query report "
    "source state topic variable work"
)
PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # ours, shared by all reports
        **{name: f"{BASE}{name}/" for name in _OWN.split()},
        "cpg": f"{BASE}ns#",
        "cy": f"{BASE}calendar-year/",
        "fy": f"{BASE}fiscal-year/",
        "fys": f"{BASE}fiscal-years/",
        "house": f"{BASE}house#",
        "m": f"{BASE}measure/",
        "shape": f"{BASE}shapes#",
        "stats": f"{BASE}dataset/cpgraph#",
        # of others; http or https as the vocabulary itself says
        "cito": "http://purl.org/spar/cito/",
        "cube-link": "https://cube.link/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "doco": "http://purl.org/spar/doco/",
        "dqv": "http://www.w3.org/ns/dqv#",
        "eli": "http://data.europa.eu/eli/ontology#",
        "fabio": "http://purl.org/spar/fabio/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "ldqd": "http://www.w3.org/2016/05/ldqd#",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "qb": "http://purl.org/linked-data/cube#",
        "qudt": "http://qudt.org/schema/qudt/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "schema-http": "http://schema.org/",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
        "sdmx-concept": "http://purl.org/linked-data/sdmx/2009/concept#",
        "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
        "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "spdx": "http://spdx.org/rdf/terms#",
        "statdcatap": "http://data.europa.eu/s1n/",
        "time": "http://www.w3.org/2006/time#",
        "unit": "http://qudt.org/vocab/unit/",
        "vann": "http://purl.org/vocab/vann/",
        "void": "http://rdfs.org/ns/void#",
        "xkos": "http://rdf-vocabulary.ddialliance.org/xkos#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Prefix to namespace IRI; one prefix means one IRI in every file and query."""

REPORT_FOLDERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "an": "anomaly",
        "bd": "breakdown",
        "cat": "concept",
        "cw": "crosswalk",
        "def": "definition",
        "g": "graph",
        "obs": "observation",
        "pop": "population",
        "qm": "measurement",
        **{
            name: name
            for name in "citation claim cube dimension extraction gap mention note part row scheme universe".split()
        },
    }
)
"""Prefix of a kind of resource that belongs to one report, to its folder under `report/{report id}/`."""


APART: Final = "cube"
"""The layer of a report that shows what its other layers say, in rows: no part of the default graph."""

_REPORT: Final = re.compile(re.escape(BASE) + r"report/([^/]+)/graph/")


def is_apart(graph: str) -> bool:
    """Tell whether a named graph, by its IRI bare or in brackets, is outside the default graph: a query has to name it.

    >>> is_apart(f"{BASE}report/demo/graph/cube"), is_apart(f"{BASE}report/demo/graph/facts")
    (True, False)
    """
    return graph.removesuffix(">").endswith(f"/graph/{APART}")


def in_default(graphs: Iterable[str]) -> list[str]:
    """Return the named graphs whose union is the default graph."""
    return [name for name in graphs if not is_apart(name)]


def all_prefixes(graphs: Iterable[str]) -> dict[str, str]:
    """Return the project's prefixes, and those of the report when the graphs are of one."""
    reports = {found[1] for name in graphs if (found := _REPORT.match(name))}
    return dict(PREFIXES) | (report_prefixes(reports.pop()) if len(reports) == 1 else {})


def report_prefixes(report_id: str) -> dict[str, str]:
    """Return the prefixes of one report's own resources.

    >>> report_prefixes("demo")["obs"]
    'https://w3id.org/cpgraph/report/demo/observation/'
    """
    return {prefix: f"{BASE}report/{report_id}/{folder}/" for prefix, folder in REPORT_FOLDERS.items()}


@cache
def _terms(prefix: str) -> Mapping[str, NamedNode]:
    """The terms of a vocabulary by local name, from its list."""
    lines = (TERM_LISTS / f"{prefix}.txt").read_text(encoding="utf-8").splitlines()
    names = (line for line in lines if not line.startswith("# "))
    return MappingProxyType({name: NamedNode(PREFIXES[prefix] + name) for name in names})


class Closed:
    """A namespace of which only the listed terms exist; the list is read when a term is first asked for.

    Terms are read as attributes, or as items where the name is a Python keyword. The class has no
    public attributes of its own, so that terms such as `title`, `count` or `index` are terms.

    >>> Closed("qb").dataSet
    <NamedNode value=http://purl.org/linked-data/cube#dataSet>
    """

    __slots__ = ("_prefix",)

    _prefix: str

    def __init__(self, prefix: str) -> None:
        """Close the namespace of `prefix` over the terms of its vocabulary."""
        self._prefix = prefix

    def __getattr__(self, name: str) -> NamedNode:
        """Return the term, or raise AttributeError with the nearest listed names."""
        if name.startswith("_"):  # copy and pickle ask for private names before the slots are filled
            raise AttributeError(name)
        terms = _terms(self._prefix)
        if name not in terms:
            near = difflib.get_close_matches(name, terms, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else "."
            raise AttributeError(f"{self._prefix}:{name} is not a term of its vocabulary{hint}")
        return terms[name]

    def __getitem__(self, name: str) -> NamedNode:
        """Return the term of a name that cannot be an attribute, such as `SH["in"]`."""
        return self.__getattr__(name)

    def __contains__(self, name: object) -> bool:
        """Tell whether the local name is listed."""
        return name in _terms(self._prefix)

    def __iter__(self) -> Iterator[str]:
        """Yield the local names in the order of the list."""
        return iter(_terms(self._prefix))

    def __str__(self) -> str:
        """Return the prefix."""
        return self._prefix


NAMESPACES: Final[Mapping[str, Closed]] = MappingProxyType(
    {path.stem: Closed(path.stem) for path in sorted(TERM_LISTS.glob("*.txt"))}
)
"""Prefix to closed namespace, for every list."""

CITO: Final = NAMESPACES["cito"]
CPG: Final = NAMESPACES["cpg"]
DCAT: Final = NAMESPACES["dcat"]
DCTERMS: Final = NAMESPACES["dcterms"]
DOCO: Final = NAMESPACES["doco"]
DQV: Final = NAMESPACES["dqv"]
ELI: Final = NAMESPACES["eli"]
FABIO: Final = NAMESPACES["fabio"]
FOAF: Final = NAMESPACES["foaf"]
LDQD: Final = NAMESPACES["ldqd"]
OA: Final = NAMESPACES["oa"]
ORG: Final = NAMESPACES["org"]
OWL: Final = NAMESPACES["owl"]
PROV: Final = NAMESPACES["prov"]
QB: Final = NAMESPACES["qb"]
RDF: Final = NAMESPACES["rdf"]
RDFS: Final = NAMESPACES["rdfs"]
SCHEMA: Final = NAMESPACES["schema"]
SD: Final = NAMESPACES["sd"]
SDMX_ATTRIBUTE: Final = NAMESPACES["sdmx-attribute"]
SDMX_MEASURE: Final = NAMESPACES["sdmx-measure"]
SH: Final = NAMESPACES["sh"]
SKOS: Final = NAMESPACES["skos"]
SPDX: Final = NAMESPACES["spdx"]
STATDCATAP: Final = NAMESPACES["statdcatap"]
TIME: Final = NAMESPACES["time"]
UNIT: Final = NAMESPACES["unit"]
VANN: Final = NAMESPACES["vann"]
VOID: Final = NAMESPACES["void"]
XKOS: Final = NAMESPACES["xkos"]
XSD: Final = NAMESPACES["xsd"]
