"""JSON-LD for readers: expanded JSON-LD, as the engine writes it, made short with the context that is published.

Each document carries the part of the context that it uses, since few parsers fetch one. That a value is an IRI, and
of which type a literal is, is said at the value, so that a property looks the same in all documents.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from cpgraph.vocab import PREFIXES

_LANGUAGE: Final = "en"
# the literals that a JSON parser reads as what they are, and nobody writes otherwise
_NATIVE: Final = {
    f"{PREFIXES['xsd']}boolean": re.compile("true|false"),
    f"{PREFIXES['xsd']}integer": re.compile("0|-?[1-9][0-9]{0,14}"),
}
_TYPE: Final = f"{PREFIXES['rdf']}type"


def context(prefixes: Mapping[str, str]) -> dict[str, Any]:
    """Return a context: prefixes, `id` and `type`, and English where no language is named."""
    return {"@version": 1.1, "@language": _LANGUAGE, "id": "@id", "type": "@type", **prefixes}


def document(prefixes: Mapping[str, str]) -> str:
    """Return the context as a file, for documents of others."""
    return json.dumps({"@context": context(prefixes)}, ensure_ascii=False, indent=1) + "\n"


def compact(expanded: bytes, prefixes: Mapping[str, str]) -> bytes:
    """Return the same statements with short names; what was asked about stays first."""
    spaces = {iri: name for name, iri in prefixes.items()}
    used: dict[str, str] = {}
    schemes: set[str] = set()  # of names that stay whole: no prefix may be called the same

    def short(iri: str) -> str:
        at = max(iri.rfind("/"), iri.rfind("#")) + 1
        name = spaces.get(iri[:at])
        if name is None or at == len(iri):
            schemes.add(iri.partition(":")[0])
            return iri
        used[name] = iri[:at]
        return f"{name}:{iri[at:]}"

    def node(held: Mapping[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, values in held.items():
            if key == "@id":
                made["id"] = short(values)
            elif key == "@graph":
                made[key] = [node(one) for one in values]
            elif key == _TYPE and all("@id" in one for one in values):
                made["type"] = _one([short(one["@id"]) for one in values])
            else:
                made[short(key)] = _one([value(one) for one in values])
        return made

    def value(held: Mapping[str, Any]) -> Any:
        if "@value" not in held:
            return node(held)
        text, kind = held["@value"], held.get("@type")
        if held.get("@language") == _LANGUAGE and len(held) == 2:
            return text
        if kind in _NATIVE and _NATIVE[kind].fullmatch(text):
            return json.loads(text)
        return {**held, "@type": short(kind)} if kind else dict(held)

    nodes = [node(one) for one in json.loads(expanded)]
    if schemes & used.keys():
        return compact(expanded, {name: iri for name, iri in prefixes.items() if name not in schemes})
    head = json.dumps(context(dict(sorted(used.items()))), ensure_ascii=False)
    body = ",\n".join(json.dumps(one, ensure_ascii=False, indent=1) for one in nodes)
    return f'{{"@context": {head},\n"@graph": [\n{body}\n]}}\n'.encode()


def _one(values: list[Any]) -> Any:
    """Return the only value, or the list of them."""
    return values[0] if len(values) == 1 else values
