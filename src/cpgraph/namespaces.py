"""The base IRI, the prefixes, and what a closed namespace is.

The lists of terms themselves stand in `vocab`, which also hands on everything of this module.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from pyoxigraph import NamedNode

LICENSE: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
"""Under what the data are given; LICENSE-DATA has its text."""
BASE: Final = "https://w3id.org/cpgraph/"
"""What all IRIs of the project begin with; not registered yet: nothing may rely on its resolving."""

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # ours, shared by all reports
        "agency": f"{BASE}agency/",
        "build": f"{BASE}build/",
        "check": f"{BASE}check/",
        "condition": f"{BASE}condition/",
        "conduct": f"{BASE}conduct/",
        "court": f"{BASE}court/",
        "cpg": f"{BASE}ns#",
        "cy": f"{BASE}calendar-year/",
        "dataset": f"{BASE}dataset/",
        "datatype": f"{BASE}datatype/",
        "district": f"{BASE}district/",
        "download": f"{BASE}download/",
        "fy": f"{BASE}fiscal-year/",
        "fys": f"{BASE}fiscal-years/",
        "law": f"{BASE}law/",
        "m": f"{BASE}measure/",
        "query": f"{BASE}query/",
        "report": f"{BASE}report/",
        "shape": f"{BASE}shapes#",
        "source": f"{BASE}source/",
        "state": f"{BASE}state/",
        "stats": f"{BASE}dataset/cpgraph#",
        "topic": f"{BASE}topic/",
        "work": f"{BASE}work/",
        # of others; http or https as the vocabulary itself says
        "cito": "http://purl.org/spar/cito/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "doco": "http://purl.org/spar/doco/",
        "dqv": "http://www.w3.org/ns/dqv#",
        "eli": "http://data.europa.eu/eli/ontology#",
        "fabio": "http://purl.org/spar/fabio/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "qb": "http://purl.org/linked-data/cube#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
        "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
        "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "spdx": "http://spdx.org/rdf/terms#",
        "time": "http://www.w3.org/2006/time#",
        "unit": "http://qudt.org/vocab/unit/",
        "vann": "http://purl.org/vocab/vann/",
        "void": "http://rdfs.org/ns/void#",
        "void-ext": "http://ldf.fi/void-ext#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Prefix to namespace IRI; one prefix means one IRI in every file and query."""

REPORT_FOLDERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "an": "anomaly",
        "bd": "breakdown",
        "cat": "concept",
        "citation": "citation",
        "claim": "claim",
        "cube": "cube",
        "def": "definition",
        "extraction": "extraction",
        "g": "graph",
        "gap": "gap",
        "mention": "mention",
        "note": "note",
        "obs": "observation",
        "part": "part",
        "pop": "population",
        "qm": "measurement",
        "scheme": "scheme",
        "universe": "universe",
    }
)
"""Prefix of a kind of resource that belongs to one report, to its folder under `report/{report id}/`."""


def report_prefixes(report_id: str) -> dict[str, str]:
    """Return the prefixes of one report's own resources.

    >>> report_prefixes("demo")["obs"]
    'https://w3id.org/cpgraph/report/demo/observation/'
    """
    return {prefix: f"{BASE}report/{report_id}/{folder}/" for prefix, folder in REPORT_FOLDERS.items()}


class Closed:
    """A namespace of which only the listed terms exist.

    Terms are read as attributes, or as items where the name is a Python keyword. The class has no
    public attributes of its own, so that terms such as `title`, `count` or `index` are terms.

    >>> Closed("qb", "Observation dataSet").dataSet
    <NamedNode value=http://purl.org/linked-data/cube#dataSet>
    """

    __slots__ = ("_prefix", "_terms")

    _prefix: str
    _terms: Mapping[str, NamedNode]

    def __init__(self, prefix: str, names: str) -> None:
        """Close the namespace of `prefix` over `names`, which are separated by white space."""
        iri = PREFIXES[prefix]
        self._prefix = prefix
        self._terms = MappingProxyType({name: NamedNode(iri + name) for name in names.split()})

    def __getattr__(self, name: str) -> NamedNode:
        """Return the term, or raise AttributeError with the nearest listed names."""
        if name.startswith("_"):  # copy and pickle ask for private names before the slots are filled
            raise AttributeError(name)
        try:
            return self._terms[name]
        except KeyError:
            near = difflib.get_close_matches(name, self._terms, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            message = (
                f"{self._prefix}:{name} is not a term this project uses{hint} "
                "Add it to the list in cpgraph/vocab.py once it is seen in the vocabulary itself."
            )
            raise AttributeError(message) from None

    def __getitem__(self, name: str) -> NamedNode:
        """Return the term of a name that cannot be an attribute, such as `SH["in"]`."""
        return self.__getattr__(name)

    def __contains__(self, name: object) -> bool:
        """Tell whether the local name is listed."""
        return name in self._terms

    def __iter__(self) -> Iterator[str]:
        """Give the local names in the order of the list."""
        return iter(self._terms)

    def __len__(self) -> int:
        """Count the listed names."""
        return len(self._terms)

    def __str__(self) -> str:
        """Give the prefix."""
        return self._prefix
