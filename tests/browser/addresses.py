"""One page of every kind: the first of each list of the site, pages that show a kind at its fullest, the whole."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import httpx

WHOLE = {
    "home": "/",
    "downloads": "/download/",
    "lists": "/browse",
    "list of numbers": "/browse/observations",
    "claims with a verdict": "/browse/claims?verdict=Contradicted",
    "checked": "/checked",
    "about": "/about",
    "search": "/search",
    "search with results": "/search?q=parent&kind=observations",
    "search without results": "/search?q=xyzzy",
    "questions": "/queries",
    "model": "/model",
    "quality": "/quality",
    "vocabulary": "/ns",
    "shapes": "/shapes",
    "problems": "/problems",
    "calls": "/api",
    "editor": "/sparql",
    "example in the editor": "/sparql?example=measures",
    "question with a form": "/queries/offenders-in-a-year",
    "answer to a question": "/queries/works-cited",
    "graph as a result": "/queries/table-as-a-graph",
    "no such page": "/no/such/page",
    "no such list": "/browse/nothing",
    "not acceptable": "/queries/works-cited?format=ttl",
}
"""Pages that are not about one thing."""

QUERIES = {
    "result": "SELECT ?s ?label { ?s a cpg:Table ; rdfs:label|skos:prefLabel ?label }",
    "answer to a yes or no": "ASK { ?s a cpg:Table }",
    "empty result": "SELECT * { ?s a <http://example.org/None> }",
    "malformed query": "SELECT * {\n  ?s ?p\n}",
    "refused query": "SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }",
}
PREFIXES = """\
PREFIX cpg: <https://w3id.org/cpgraph/ns#>
PREFIX m: <https://w3id.org/cpgraph/measure/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
CHOSEN = {
    "number that is not borne out": "?this cpg:basePopulation ?b . ?a oa:hasTarget ?this ; cpg:severity cpg:High",
    "computed number": "?this cpg:obtainedBy cpg:Derived ; cpg:population ?p",
    "number that is no number": "?this cpg:valueTerm cpg:Life ; cpg:population ?p",
    "mean": "?this cpg:measure m:mean-sentence . ?anomaly oa:hasTarget ?this",
    "claim that holds": "?this cpg:verdict cpg:Holds",
    "claim that does not hold": "?this cpg:verdict cpg:Contradicted",
    "claim that cannot be checked": "?this cpg:verdict cpg:NotCheckable",
    "provision with versions": "?this a cpg:Provision ; <http://data.europa.eu/eli/ontology#has_member> ?version",
    "provision with an enhancement": "?this cpg:provides ?effect . ?effect cpg:trigger ?conduct",
    "figure with gaps": "?this a cpg:Figure ; qb:observation ?o . ?gap cpg:missingPart ?this",
    "breakdown with a remainder": "?this a cpg:Breakdown ; cpg:unaccounted ?n FILTER(?n > 0)",
}
"""Patterns of things whose page shows what others of their kind lack."""

_BASE = "https://w3id.org/cpgraph"
_LIST = re.compile(r'href="/browse/([a-z]+)"')
_ITEM = re.compile(r'<th scope="row"[^>]*><a href="([^"]+)"')


def ask(query: str) -> str:
    """Give the address that shows the result of a query."""
    return f"/sparql?{urlencode({'query': PREFIXES + query})}"


def pages(origin: str) -> dict[str, str]:
    """Give the addresses of all kinds of pages by what they are."""
    found = dict(WHOLE) | {name: ask(query) for name, query in QUERIES.items()}
    with httpx.Client(base_url=origin, timeout=60) as client:
        for kind in _LIST.findall(client.get("/browse").text):
            items = _ITEM.findall(client.get(f"/browse/{kind}").text)
            assert items, f"the list of {kind} is empty"
            path = items[0].partition("#")[0]
            if path not in WHOLE.values():
                found[kind] = path
        text = found["reports"].removesuffix(".html") + "/text"
        found["text of a report"] = text
        if client.get(f"{text}/2").status_code == 200:  # where a copy is at hand
            found["page of the text"] = f"{text}/2"
        for name, pattern in CHOSEN.items():
            query = f"{PREFIXES}SELECT ?this {{ {pattern} }} ORDER BY ?this LIMIT 1"
            answer = client.get("/sparql", params={"query": query, "format": "csv"})
            things = answer.text.split()[1:]
            assert things, f"nothing in the data is a {name}: {answer.text}"
            found[name] = things[0].removeprefix(_BASE) + ".html"
    return found
