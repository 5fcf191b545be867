"""The pages of hash terms: the vocabulary in the order that readers of ontology pages know, and the shapes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cpgraph import vocab
from cpgraph.vocab import DCTERMS, OWL, RDF, RDFS, SH, SKOS, VANN
from cpgraph.web.linked import words
from cpgraph.web.linked.address import local
from cpgraph.web.linked.blocks import (
    Code,
    Facts,
    Line,
    Listing,
    Paragraph,
    Run,
    Section,
    Table,
    View,
    cell,
    columns,
    facts,
    joined,
    line,
    section,
    sections,
)
from cpgraph.web.linked.rows import Properties, Row, text
from cpgraph.web.linked.views.common import Context, crumbs, page, statements
from cpgraph.web.problems import KINDS

NS: Final = {
    "term": "?term rdfs:isDefinedBy ?this ; ?q ?v",
    "used": "{ SELECT ?this ?term (COUNT(?x) AS ?uses) "
    "WHERE { ?term rdfs:isDefinedBy ?this ; a owl:Class . ?x a ?term } GROUP BY ?this ?term }",
    "filled": "{ SELECT ?this ?term (COUNT(?x) AS ?uses) WHERE { { ?term a owl:ObjectProperty } UNION "
    "{ ?term a owl:DatatypeProperty } ?term rdfs:isDefinedBy ?this . ?x ?term ?y } GROUP BY ?this ?term }",
}
SHAPES: Final = {
    "shape": "?shape a ?class ; ?q ?v FILTER(?class = sh:NodeShape || ?class = sh:PropertyShape)",
}
_GROUPS: Final = (
    ("Classes", "classes", (OWL.Class,)),
    ("Object properties", "objectproperties", (OWL.ObjectProperty,)),
    ("Datatype properties", "datatypeproperties", (OWL.DatatypeProperty,)),
    ("Annotation properties", "annotationproperties", (OWL.AnnotationProperty,)),
    ("Code lists", "codelists", (SKOS.ConceptScheme,)),
    ("Codes", "namedindividuals", (SKOS.Concept, OWL.NamedIndividual)),
)
_SAID: Final = (
    ("Example", SKOS.example),
    ("Scope", SKOS.scopeNote),
    ("Narrower than", RDFS.subClassOf),
    ("Narrower property than", RDFS.subPropertyOf),
    ("Domain", RDFS.domain),
    ("Range", RDFS.range),
    ("In the code list", SKOS.inScheme),
    ("Codes", SKOS.hasTopConcept),
    ("List of codes", vocab.QB.codeList),
    ("Same as", OWL.equivalentProperty),
    ("Inverse of", OWL.inverseOf),
    ("Replaced by", DCTERMS.isReplacedBy),
)


def _terms(rows: Iterable[Row], name: str) -> dict[str, Properties]:
    """Gather what is said of each term."""
    found: dict[str, dict[str, list[object]]] = {}
    for row in rows:
        values = found.setdefault(text(row, name), {}).setdefault(text(row, "q"), [])
        if row["v"] not in values:
            values.append(row["v"])
    return {iri: Properties(said) for iri, said in found.items()}  # type: ignore[arg-type]


def make(ctx: Context) -> View:
    """Make the page of the vocabulary: metadata, contents, then classes, properties and codes by name."""
    out = ctx.out
    terms = _terms(ctx.rows["term"], "term")
    terms.pop(ctx.thing.iri, None)
    uses = {
        text(row, "term"): int(text(row, "uses")) for name in ("used", "filled") for row in ctx.rows[name]
    }
    inverse = _inverse(terms)
    groups: list[Section | None] = []
    contents: list[tuple[str, list[Line]]] = []
    placed: set[str] = set()
    for heading, id_, classes in _GROUPS:
        wanted = {cls.value for cls in classes}
        members = [
            iri
            for iri in sorted(terms, key=lambda item: local(item).casefold())
            if iri not in placed and wanted & set(terms[iri].iris(RDF.type))
        ]
        placed.update(members)
        if not members:
            continue
        contents.append((heading, [joined([Run(local(iri), f"#{local(iri)}") for iri in members])]))
        groups.append(Section(heading, (), id_))
        groups += [_term(ctx, iri, terms[iri], uses.get(iri, 0), inverse.get(iri, {})) for iri in members]
    about = facts(
        [
            ("IRI", [Run(ctx.thing.iri, style="code")]),
            ("Version", [term.value for term in out.all(OWL.versionInfo)]),
            ("Version IRI", [Run(iri, style="code") for iri in out.iris(OWL.versionIRI)]),
            ("Prefix", [term.value for term in out.all(VANN.preferredNamespacePrefix)]),
            ("Namespace", [term.value for term in out.all(VANN.preferredNamespaceUri)]),
            ("Licence", ctx.links(out.iris(DCTERMS.license))),
            ("Terms", [str(len(terms))]),
        ]
    )
    told = [Paragraph(line(term.value), "lead") for term in out.all(DCTERMS.description)]
    return View(
        lead=(*told, about),
        sections=sections(Section("Contents", (facts(contents),), "contents"), *groups, _namespaces()),
        crumbs=(Run("Home", "/"),),
    )


def _inverse(terms: dict[str, Properties]) -> dict[str, dict[str, list[str]]]:
    """Find what points to each term: narrower classes, and properties that lead to a class."""
    found: dict[str, dict[str, list[str]]] = {}
    for iri, said in terms.items():
        for name, predicate in (("Wider than", RDFS.subClassOf), ("In the range of", RDFS.range)):
            for other in said.iris(predicate):
                found.setdefault(other, {}).setdefault(name, []).append(iri)
    return found


def _term(ctx: Context, iri: str, said: Properties, uses: int, inverse: dict[str, list[str]]) -> Section:
    label = said.text(RDFS.label) or said.text(SKOS.prefLabel) or local(iri)
    items: list[tuple[str, list[Line]]] = [("IRI", [line(Run(iri, style="code"))])]
    for name, predicate in _SAID:
        things = [line(_link(ctx, other)) for other in sorted(said.iris(predicate))]
        literals = [line(term.value) for term in said.all(predicate) if not term.is_iri]
        if things or literals:
            items.append((name, [joined(things)] if things else literals))
    items += [
        (name, [joined([_link(ctx, other) for other in sorted(others)])]) for name, others in inverse.items()
    ]
    if uses:
        items.append(("Used", [line(words.count(uses, "time", "times"))]))
    definition = Paragraph(line(said.text(SKOS.definition)))
    return Section(f"{words.capital(label)} ({local(iri)})", (definition, facts(items)), local(iri), level=3)


def _link(ctx: Context, iri: str) -> Run:
    return ctx.link(iri)


def _namespaces() -> Section | None:
    made = tuple(
        (cell(prefix), cell(Run(iri, style="code"))) for prefix, iri in sorted(vocab.PREFIXES.items())
    )
    return section(
        "Namespaces", Table("Prefixes used", columns("Prefix", "Namespace"), made), id="namespaces"
    )


def shapes(ctx: Context) -> View:
    """Make the page of the shapes: for each class, what its instances must satisfy."""
    found = _terms(ctx.rows["shape"], "shape")
    nodes = [iri for iri in found if SH.NodeShape.value in found[iri].iris(RDF.type)]
    rules = [iri for iri in found if iri not in nodes]
    made = [_node(ctx, iri, found) for iri in sorted(nodes)]
    items = [
        Section("Shapes of properties", (), "properties"),
        *(_rule(ctx, iri, found[iri]) for iri in sorted(rules)),
    ]
    lead = Paragraph(
        line("What the data must satisfy, as SHACL. Each rule says what holds and what to do."), "lead"
    )
    return View(
        (lead,), sections(Section("Shapes of classes", (), "classes"), *made, *items), (Run("Home", "/"),)
    )


def _node(ctx: Context, iri: str, found: dict[str, Properties]) -> Section:
    said = found[iri]
    rules = [
        line(Run(local(rule), f"#{local(rule)}")) for rule in sorted(said.iris(SH.property)) if rule in found
    ]
    targets: list[Line] = [line(_link(ctx, cls)) for cls in said.iris(SH.targetClass)]
    about: Facts = facts(
        [("Applies to", targets), ("Closed", [said.text(SH.closed)] if said.text(SH.closed) else [])]
    )
    return Section(local(iri), (about, Listing((joined(rules),)) if rules else about), local(iri), level=3)


def _rule(ctx: Context, iri: str, said: Properties) -> Section:
    shown = [
        (
            words.capital(local(p)),
            [line(_link(ctx, term.value)) if term.is_iri else line(term.value) for term in terms],
        )
        for p, terms in sorted(said.values.items())
        if p not in (RDF.type.value, SH.message.value, SH.name.value)
        and all(term.kind != "blank" for term in terms)
    ]
    return Section(local(iri), (Paragraph(line(said.text(SH.message))), facts(shown)), local(iri), level=3)


def graph(ctx: Context) -> View:
    """Make the page of a named graph."""
    size = ctx.index.graphs.get(ctx.thing.iri, 0)
    queries = f"SELECT ?s ?p ?o\nFROM <{ctx.thing.iri}>\nWHERE {{ ?s ?p ?o }}\nLIMIT 100"
    properties = [
        (words.capital(ctx.index.label(p)), [ctx.link(t.value) if t.is_iri else t.value for t in terms])
        for p, terms in sorted(ctx.out.values.items())
    ]
    about = facts([("Statements", [f"{size:,}"]), *properties])
    told = Paragraph(
        line("A named graph: the statements of one layer. Its files below hold all of them."), "lead"
    )
    return View((told, about), sections(section("Ask it", Code(queries), id="ask")), (Run("Home", "/"),))


def problems(_: Context) -> View:
    """Make the page of the kinds of problems that the service answers with."""
    made = tuple(
        (cell(Run(kind, style="code")), cell(title), cell(str(status)))
        for kind, (status, title) in KINDS.items()
    )
    table = Table(
        words.count(len(made), "kind", "kinds"),
        columns("Kind", "What it says", "HTTP status"),
        made,
        tuple(KINDS),
    )
    told = (
        "What the service says when it cannot answer, as RFC 9457 has it: the type of a problem leads here."
    )
    return View((Paragraph(line(told), "lead"), table), (), (Run("Home", "/"),))


def query(ctx: Context) -> View:
    """Make the page of a published query: its question, where it is answered, its text."""
    out = ctx.out
    name = local(ctx.thing.iri)
    told = [Paragraph(line(term.value), "lead") for term in out.all(RDFS.comment)]
    told += [Paragraph(line(term.value)) for term in out.all(DCTERMS.description)]
    text_ = next((term.value for p in (SH.select, SH.ask, SH.construct) for term in out.all(p)), "")
    about = facts(
        [
            ("Answer", [Run("With a form for other values", f"/queries/{name}")]),
            ("In the editor", [Run("Open the query", f"/sparql?example={name}")]),
            ("As a call", [Run("Its parameters and formats", f"/api#{name}")]),
            ("Subject", [term.value for term in out.all(f"{vocab.PREFIXES['schema']}keywords")]),
            ("Prefixes", ctx.links(out.iris(SH.prefixes))),
        ]
    )
    return View(
        (*told, about), sections(section("Query", Code(text_), id="query"), statements(ctx)), crumbs(ctx)
    )


NS_PAGE: Final = page(NS, make)
SHAPES_PAGE: Final = page(SHAPES, shapes)
GRAPH_PAGE: Final = page({}, graph)
PROBLEMS_PAGE: Final = page({}, problems)
QUERY_PAGE: Final = page({}, query)
