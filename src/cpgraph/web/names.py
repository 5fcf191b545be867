"""Names for people: IRIs with the prefixes of the data that are served."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cpgraph import vocab
from cpgraph.web import tokens

_MAIN: Final = ("cpg", "m", "fy", "qb", "sdmx-measure", "skos", "rdfs", "oa", "obs", "pop", "cat", "part")


class Names:
    """The prefixes of the served data, both ways."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Use these prefixes."""
        self.prefixes = prefixes
        self._by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}

    def shorten(self, iri: str) -> str:
        """Write an IRI with a prefix, or without the project's base, where there is one.

        >>> Names({"qb": "http://purl.org/linked-data/cube#"}).shorten("http://purl.org/linked-data/cube#Slice")
        'qb:Slice'
        """
        start = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._by_namespace.get(iri[:start])
        return iri.removeprefix(vocab.BASE) if prefix is None else f"{prefix}:{iri[start:]}"

    def declarations(self, *, is_all: bool) -> str:
        """Declare the prefixes as SPARQL does: all, or those that most queries need."""
        chosen = self.prefixes if is_all else [name for name in _MAIN if name in self.prefixes]
        return "".join(f"PREFIX {name}: <{self.prefixes[name]}>\n" for name in chosen)

    def missing(self, query: str) -> str:
        r"""Declare the known prefixes that a query uses and does not declare.

        >>> Names({"qb": "http://purl.org/linked-data/cube#"}).missing("ASK { ?o a qb:Slice }")
        'PREFIX qb: <http://purl.org/linked-data/cube#>\n'
        """
        used: dict[str, None] = {}
        declared: set[str] = set()
        before = ""
        for token in tokens.tokenize(query):
            if token.kind == "pname":
                prefix = token.text.partition(":")[0]
                if before.upper() == "PREFIX":
                    declared.add(prefix)
                else:
                    used.setdefault(prefix)
            before = token.text
        lacking = [name for name in used if name in self.prefixes and name not in declared]
        return "".join(f"PREFIX {name}: <{self.prefixes[name]}>\n" for name in lacking)
