"""What is computed for the pages of things that a template cannot say by itself.

A kind of page is three files of one name and a line in `pages/registry.py`:

1. `pages/queries/<kind>.rq`: what the page needs, in named sections (see `pages/rows.py`). Every page also has
   `out`, what is said of the thing, and `in`, what points to it. `# include: evidence, anomalies` brings the
   sections of those files; `$number` after a pattern that binds ?obs brings all that shows a number.
2. `templates/<kind>.html`: extends `thing.html` and fills its blocks: `lead`, then `sections`; `crumbs` where the
   list of its kind is not the way to it; `statements` where it does not end in all statements.
3. `pages/views/<kind>.py`, only where something is computed: `context(ctx)` returns more variables for the
   template. It is given `ctx.thing`, `ctx.rows`, `ctx.out` and `ctx.index`.

In the registry: `Page("note")`, or `Page("observation", observation.context)`. Kinds of things name their page in
`Kind.view`.

In a template:

- `thing` has `iri`, `label`, `kind`, `about`. `out["cpg:measure"]` is the list of the values of a property,
  `out.first("cpg:decimals")` the first of them or nothing. `rows.note` is the list of the rows of a section, in no
  order; `row.obs` a term of one, empty where it is unbound. A term is its text; `is_iri` tells a thing.
- Filters (`pages/filters.py`): `iri | link`, `iri | link("text")` and `iris | links` (sorted) make links to things,
  and leave literals as they are. `rows | ordered("obs")` sorts by the order of the site; `rows | grouped("pop")`
  pairs each thing with its rows; `rows | column("note")` takes one column; `rows | draw(macro)` draws each row.
  `row | value` is a number as printed with its unit; `number`, `with_unit`, `interval`, `plural("row")`,
  `sentence`, `label`, `about` and `badge` make words.
- Macros (`templates/macros.html`, imported as `m`): `{% call m.section("notes", "Notes") %}` is left out, with its
  heading and its line in the contents, when its body is empty. `m.table(rows, {"Note": "note", "#Value": m.value},
  "number")` draws a table whose caption counts the rows: a column is named or drawn by a macro, # marks numbers,
  and a column without content is left out. `m.facts([("Measure", out["cpg:measure"])])` draws terms with their
  values, `m.list(items)` a list, `m.texts("skos:note")` paragraphs, `m.numbers(rows.same)` a table of numbers,
  `m.pivot(rows.number, "caption")` one with a column a measure, `m.sizes(rows.above)` populations with their sizes,
  `m.code(text)` what it says; `m.frame(caption)` is for a table whose rows the template writes itself.
- Charts (`templates/charts.html`): `m.chart(charts.bars("title", points), "caption")` draws points (`Point`, which a
  view makes); `m.beside(table, chart)` puts a table and its chart side by side.
- Sections of many kinds: `m.evidence()`, `m.anomalies()`, `m.definitions()`, `m.claims()`, with the list
  `m.breakdowns()`; `m.lead()` begins a page that needs no beginning of its own.

What is misspelt fails when the page is made (a property that no vocabulary has, a column that the query has not) or
in `tests/linked/test_site_views.py` (a section that the query has not).
"""
