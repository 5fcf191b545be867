"""The command line. Exit 0 when all is well, 1 when data or checks fail, 2 for incorrect usage.

Heavy libraries are imported where they are used, so that `--help` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from cpgraph import __version__, completion
from cpgraph.errors import CpgraphError, PlaceError, UsageError
from cpgraph.paths import graph_file, home, questions

app = typer.Typer(
    name="cpgraph",
    help="An official sentencing report as linked data: build, check, ask, serve.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _say(message: str) -> None:
    """Tell a person what goes on, on the standard error stream."""
    typer.echo(f"cpgraph: {message}", err=True)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer hands an option's value over so
    """Print the version and leave."""
    if wanted:
        typer.echo(f"cpgraph {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    *,
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


@app.command()
def build(
    out: Annotated[Path | None, typer.Option(help="Folder to write to (default: dist/).")] = None,
) -> None:
    """Write dist/: the graph as canonical N-Quads, and the tables as CSV, Parquet and a workbook."""
    try:
        from cpgraph.build import build as run
    except ModuleNotFoundError as missing:
        raise UsageError(f"A build needs {missing.name}: run pip install 'cpgraph[build]'.") from None

    root = home()
    counts = run(root, out or root / "dist", _say)
    _say(", ".join(f"{count:,} {name}" for name, count in counts.items()))


@app.command()
def locate(
    texts: Annotated[
        list[Path], typer.Argument(exists=True, dir_okay=False, help="Known texts of the report, or its PDF.")
    ],
) -> None:
    """Find every mention in the report's text and write evidence.tsv, which is committed."""
    from cpgraph.build import locate_texts

    for path in locate_texts(home() / "data", texts, _say):
        _say(f"wrote {path}")


@app.command()
def audit(
    text: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A text or the PDF of a report, or a part.")
    ],
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="How to print it.")] = "text",
) -> None:
    """Account for every numeral and quantity word of a text; exit 1 while any is unclaimed."""
    from cpgraph.evidence.audit import audit as run
    from cpgraph.evidence.audit import page_heads
    from cpgraph.evidence.verdict import as_json, as_lines
    from cpgraph.reader import read
    from cpgraph.texts.copies import read_copy

    content, data = read_copy(text), read(home() / "data")
    audits = [run(report, page_heads(report, data.shared), content) for report in data.reports]
    best = max(audits, key=lambda item: item.found)
    typer.echo(as_json(best, str(text)) if form == "json" else "\n".join(as_lines(best, str(text))))
    raise typer.Exit(0 if best.passed else 1)


@app.command()
def validate(
    form: Annotated[
        Literal["text", "json", "ttl"], typer.Option("--format", help="ttl is a SHACL report.")
    ] = "text",
    graph: Annotated[
        Path | None, typer.Option(help="The built graph as N-Quads (default: dist/cpgraph.nq).")
    ] = None,
) -> None:
    """Run every check on the built graph; exit 1 on a violation or a warning that no anomaly explains."""
    from cpgraph.check import render
    from cpgraph.check import validate as run
    from cpgraph.describe import told

    report = run(graph or graph_file(), home(), _say, told(home()))
    shown = {"text": render.text, "json": render.as_json, "ttl": render.turtle}[form]
    typer.echo(shown(report), nl=False)
    raise typer.Exit(1 if report.failed else 0)


@app.command(add_help_option=False)
def query(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            help="The name of a question, a file, a query itself, or - for one on the standard input; "
            "leave it out to list the questions.",
            autocompletion=completion.names,
        ),
    ] = "",
    form: Annotated[
        Literal["table", "json", "csv", "tsv", "xml", "turtle"],
        typer.Option("--format", help="How to print the result; turtle is for queries that make a graph."),
    ] = "table",
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            help="A parameter, as name=value; may be repeated.",
            autocompletion=completion.parameters,
        ),
    ] = None,
    timeout: Annotated[float | None, typer.Option(min=0.001, help="Seconds the query may take.")] = None,
    *,
    wanted: Annotated[
        bool, typer.Option("--help", "-h", help="Show this, or the parameters of the question that is named.")
    ] = False,
) -> None:
    """Ask the built graph a question; exit 1 when the query fails."""
    from cpgraph import ask

    if wanted and not name:
        typer.echo(ctx.get_help())
        return
    if not name:
        typer.echo(ask.menu(questions()), nl=False)
        return
    asked = ask.find(name, questions())
    if wanted:
        typer.echo(ask.about(asked) or ctx.get_help(), nl=False)
        return
    typer.echo(ask.answer_within(timeout, asked, graph_file(), form, ask.pairs(param or ())), nl=False)


QueryUrl = Annotated[
    str, typer.Option("--query-url", help="The engine's address for queries, where the derived one is wrong.")
]


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen at (default: 127.0.0.1).")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen at (default: 8000).")
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            help="Address of another SPARQL engine to answer from; user, password or token: CPGRAPH_STORE_*.",
        ),
    ] = None,
    query_url: QueryUrl = "",
) -> None:
    """Serve the built graph: the SPARQL endpoint at /sparql, and the pages."""
    from cpgraph.web.server import serve as run
    from cpgraph.web.settings import Settings

    known: dict[str, object] = {"graph": graph_file(), "queries": questions()}
    known |= {"store": store, "store_query": query_url or None}
    run(Settings.from_environment(host=host, port=port, **known))


@app.command()
def mcp() -> None:
    """Offer search, questions and SPARQL to agents as tools (Model Context Protocol), on standard input and output."""
    try:
        import anyio

        from cpgraph.web.agents import serve as run
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed: pip install 'cpgraph[mcp]'.") from None
    from cpgraph.web.settings import Settings

    anyio.run(run, Settings.from_environment(graph=graph_file(), queries=questions(), workers=1))


@app.command()
def publish(
    url: Annotated[str, typer.Argument(help="The engine, such as http://localhost:7878/.")] = "",
    *,
    check: Annotated[bool, typer.Option("--check", help="Only compare what is there with dist/.")] = False,
    bulk: Annotated[
        Path | None, typer.Option("--bulk", help="Write N-Quads for the engine's own loader to this file.")
    ] = None,
    query_url: QueryUrl = "",
    gsp_url: Annotated[str, typer.Option("--gsp-url", help="Its address for graphs.")] = "",
) -> None:
    """Load the built graph into another SPARQL engine and verify it there."""
    from cpgraph import publish as work
    from cpgraph.remote import engine
    from cpgraph.web.settings import access

    if bool(url) == bool(bulk):
        raise UsageError("Give the address of an engine, or --bulk and a file, and not both.")
    content = work.read(graph_file())
    if bulk is not None:
        lines = work.write_bulk(content, bulk)
        _say(f"wrote {bulk}: {lines:,} lines; load it, then run `cpgraph publish URL --check`")
        return
    with work.target(engine(url, query=query_url, store=gsp_url), access()) as opened:
        done = work.verify(content, opened) if check else work.publish(content, opened, _say)
    _say(f"{len(done.graphs)} graphs with {sum(done.graphs.values()):,} triples are there as they are here")
    _say(f"data sha256:{done.digest}")


@app.command()
def export(
    out: Annotated[Path, typer.Option(help="Folder to write to; - for standard output.")] = Path("export"),
    form: Annotated[
        Literal["nquads", "trig", "jsonld", "turtle", "ntriples", "rdfxml"],
        typer.Option("--format", help="The last three have no named graphs: all are merged into one."),
    ] = "trig",
    graph: Annotated[
        str | None, typer.Option(help="A named graph: its IRI, or the end of it, such as facts or graph/law.")
    ] = None,
    everything: Annotated[
        Path | None, typer.Option("--all", help="Empty folder to fill with everything to be published.")
    ] = None,
) -> None:
    """Write the built graph, or one named graph of it, in another format; or all files for a web server."""
    from cpgraph import export as exporting
    from cpgraph.files import write

    if everything is not None:
        if graph is not None:
            raise UsageError("--all writes every graph: leave --graph out.")
        _say(f"wrote {len(exporting.publish(graph_file(), home(), everything))} files to {everything}/")
        return
    built = exporting.read(graph_file())
    iri = None if graph is None else built.find(graph)
    content = exporting.render(built, form, iri)
    if str(out) == "-":
        sys.stdout.buffer.write(content)
        return
    name = exporting.file_name(form, iri)
    write(out, {name: content})
    typer.echo(out / name)


@app.command()
def site(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    url: Annotated[
        str, typer.Option(help="Where it will be, for the site map, such as https://a.example.")
    ] = "",
) -> None:
    """Write the whole site as files for any host: every page and form of the data, and the search."""
    from cpgraph.web.settings import Settings
    from cpgraph.web.site import write

    settings = Settings.from_environment(graph=graph_file(), queries=questions())
    _say(f"wrote {write(settings, folder, url):,} files to {folder}/")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; an error that a user can act on is shown without a traceback."""
    try:
        app(args=arguments, prog_name="cpgraph")
    except OSError as error:
        _leave(PlaceError(error.filename or "standard output", error))
    except CpgraphError as error:
        _leave(error)


def _leave(error: CpgraphError) -> None:
    """Print an error and leave with its exit code."""
    for line in str(error).splitlines():
        typer.echo(f"error: {line} [{error.code}]", err=True)
    if error.excerpt:
        typer.echo(error.excerpt, err=True)
    sys.exit(error.exit_code)
