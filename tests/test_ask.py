"""`cpgraph query`: names, files, parameters, formats, its end, and what it says when something is wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from commands import Done, run
from conftest import REPO
from cpgraph.store import Graph, open_graph

Ask = Callable[..., Done]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
# the engine aborts: these values have no common order
ABORTS = """SELECT ?n { VALUES ?n { 8 25 '24' 24 26 7 10 1 40 6 28 2 21 24 '14' 38 25 9 '19' 8 '39' } }
ORDER BY ?n"""
# from Python 3.12 on a fork is warned of while other threads run, as they do under pytest-xdist
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture(scope="module")
def opened(built: Path) -> Graph:
    return open_graph(built / "cpgraph.nq")


@pytest.fixture
def ask(built: Path, opened: Graph, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Run the command on the built graph, which is opened once."""
    monkeypatch.setattr("cpgraph.ask.open_graph", lambda _: opened)
    return lambda *arguments: run("query", *arguments, CPGRAPH_GRAPH=built / "cpgraph.nq")


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    def written(text: str) -> Path:
        path = tmp_path / "own.rq"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_without_a_name_it_lists_the_queries(ask: Ask) -> None:
    lines = ask().out.splitlines()
    assert lines[0].split() == ["name", "shows"]
    assert any(line.startswith("offenders-in-a-year  ") for line in lines)


def test_table_has_prefixed_names_and_no_spaces_at_the_end(ask: Ask) -> None:
    done = ask("shares-that-do-not-fit")
    assert done.code == 0
    header, first, second = done.out.splitlines()
    assert header.split() == ["share", "shareLabel", "members", "baseSize", "computed", "printed"]
    assert first.startswith("obs:share_")
    assert second.endswith("307      512       59.961    60.3")


def test_parameters_take_the_place_of_defaults_and_formats_are_those_of_sparql(ask: Ask) -> None:
    done = ask("offenders-in-a-year", "--param", "year=2005", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(done.out))
    assert (row["year"], row["offenders"]) == ("2005", "98")
    content = json.loads(ask("base-offense-levels", "--format", "json").out)
    assert [row["level"]["value"] for row in content["results"]["bindings"]] == ["27", "32"]
    assert ask("base-offense-levels", "--format", "tsv").out.startswith("?provision\t")
    assert ask("base-offense-levels", "--format", "xml").out.startswith("<?xml")
    assert "qb:observation" in ask("table-as-a-graph", "--format", "turtle").out
    assert ask("table-as-a-graph").out.split()[:3] == ["subject", "predicate", "object"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("shares-that-do-not",), "Did you mean shares-that-do-not-fit"),
        (("no-such-thing-zzz",), "without a name lists them"),
        (("offenders-in-a-year", "--param", "yeer=2005"), "it has: universe, year"),
        (("offenders-in-a-year", "--param", "year"), "name=value"),
        (("means-surely-over-a-threshold", "--param", "threshold=many"), "decimal"),
        (("offenders-in-a-year", "--format", "turtle"), "turtle"),
        (("table-as-a-graph", "--format", "csv"), "csv"),
        (("offenders-in-a-year", "--format", "html"), "html"),
        (("offenders-in-a-year", "--timeout", "0"), "timeout"),
        (("offenders-in-a-year", "--param", "year=1999"), "it can be 2019, 2005."),
        (("offenders-in-a-year", "--param", "universe=universe:prd"), "it can be universe:prod, universe:"),
        (("offenders-in-a-year", "--param", "universe=part:table-1"), "it can be universe:"),
        (("offenders-in-a-year", "--param", "year=1", "--param", "universe=universe:prod"), "year"),
        (("where-a-number-is-printed", "--param", "observation=obs:count_prod-20"), "more."),
        (("table-as-a-graph", "--param", "part=part:table-99"), "nothing in the data has this name"),
    ],
)  # fmt: skip
def test_wrong_usage_is_exit_2_and_says_what_would_be_right(
    ask: Ask, arguments: tuple[str, ...], said: str
) -> None:
    done = ask(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err.replace("\n", " ")


def test_nothing_is_an_answer_too(ask: Ask) -> None:
    """A word that no label has, and a number that has no note, are no wrong values."""
    for arguments in (
        ("categories-by-word", "--param", "word=zebra"),
        ("notes-on-a-number", "--param", "observation=obs:count_prod-2005"),
    ):
        done = ask(*arguments, "--format", "csv")
        assert (done.code, done.out.count("\n"), done.err) == (0, 1, "")


def test_what_is_printed_can_be_typed(ask: Ask) -> None:
    printed = ask("offenders-in-a-year", "--param", "year=2005").out.split()
    (name,) = (word for word in printed if word.startswith("universe:"))
    assert (
        ask("offenders-in-a-year", "--param", f"universe={name}", "--param", "year=2005").out.split()
        == printed
    )


def test_a_query_may_be_written_in_its_place_or_sent_through_a_pipe(
    ask: Ask, file: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("ASK { ?s ?p ?o }").out == "true\n"
    assert ask(f"ASK {{ ?s ?p ?o {'FILTER(1 = 1)' * 100} }}").out == "true\n"
    assert ask("ASK { ?s ?p }").err.splitlines()[1:] == ["ASK { ?s ?p }", "             ^"]
    text = (REPO / "queries" / "answers" / "offenders-in-a-year.rq").read_text(encoding="utf-8")
    named = ask("offenders-in-a-year").out
    own = file(text).rename(file(text).with_name("My own_2.txt"))
    assert ask(own).out == named, "the defaults of a header apply to a file of any name"
    for arguments in ((), ("--param", "year=2005")):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        assert ask("-", *arguments).out == ask("offenders-in-a-year", *arguments).out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff"), "utf-8"))
    assert ask("-").code == 2


def test_help_of_a_question_shows_its_parameters(ask: Ask) -> None:
    for flag in ("-h", "--help"):
        shown = ask("offenders-in-a-year", flag).out
        assert re.search(r"^year +string +2019 +2005 +Fiscal year$", shown, re.MULTILINE)
        assert "Columns: year, universe, " in shown
        assert ask(flag).out.startswith("Usage: cpgraph query")
        assert ask("ASK {}", flag).out.startswith("Usage: cpgraph query")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("query offenders-in-a-y", ["offenders-in-a-year"]),
        ("query offenders-in-a-year --param u", ["universe="]),
        ("query nothing --param u", []),
        ("val", ["validate"]),
    ],
)
def test_the_shell_completes_names_and_parameters(typed: str, offered: list[str]) -> None:
    words = f"cpgraph {typed}"
    asking = {"_CPGRAPH_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    assert run(**asking).out.split() == offered


def test_a_reader_that_leaves_is_no_news(harbor: Path) -> None:
    environment = os.environ | {"CPGRAPH_GRAPH": str(harbor / "dist" / "cpgraph.nq")}
    for arguments in (["export", "--out", "-"], ["query", "ASK {}"]):
        command = [sys.executable, "-m", "cpgraph", *arguments]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe) as process:
            assert process.stdout
            assert process.stderr
            process.stdout.close()
            assert (process.stderr.read(), process.wait(30)) == (b"", 1)


def test_a_file_is_asked_too_and_has_parameters_with_a_header_alone(
    ask: Ask, file: Callable[[str], Path]
) -> None:
    path = file("ASK { ?s ?p ?o }")
    assert ask(path).out == "true\n"
    assert ask(path, "--param", "a=b").code == 2


@pytest.mark.parametrize("header", ["", "#+ summary: Things\n#+ returns: [s]\n"])
def test_a_syntax_error_is_exit_1_with_a_caret_under_the_place(
    ask: Ask, file: Callable[[str], Path], header: str
) -> None:
    done = ask(file(header + "SELECT ?s WHERE {\n  ?s ?p\n}\n"))
    first, shown, caret = done.err.splitlines()
    line = 3 + header.count("\n")
    assert first.startswith(f"error: line {line}, column ")
    assert (done.code, done.out, shown, caret.strip()) == (1, "", "}", "^")


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", (), "failed"),
        (ABORTS, (), "sort by STR"),
        (ENDLESS, ("--timeout", "0.8"), "took longer than 0.8 seconds"),
    ],
)
def test_a_query_that_fails_is_one_line_and_exit_1(
    ask: Ask, file: Callable[[str], Path], text: str, arguments: tuple[str, ...], said: str
) -> None:
    done = ask(file(text), *arguments)
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert said in done.err


def test_an_interrupt_ends_an_endless_query_at_once(built: Path, file: Callable[[str], Path]) -> None:
    environment = os.environ | {"CPGRAPH_GRAPH": str(built / "cpgraph.nq")}
    command = [sys.executable, "-m", "cpgraph", "query", str(file(ENDLESS))]
    process = subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.PIPE)
    try:
        child = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while not child.read_text():
            time.sleep(0.1)
        time.sleep(1)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        # the pipe is closed when the child is gone too
        _, err = process.communicate(timeout=2)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode in (1, 130, -signal.SIGINT)
    assert b"Traceback" not in err


def test_the_folder_of_questions_can_be_chosen_and_a_wrong_one_is_wrong_usage(tmp_path: Path) -> None:
    for command, wrong in (("query", tmp_path), ("serve", tmp_path), ("query", tmp_path / "none")):
        done = run(command, CPGRAPH_QUERIES=wrong)
        assert (done.code, "CPGRAPH_QUERIES is" in done.err) == (2, True)
    (tmp_path / "mine.rq").write_text("#+ summary: My own\n\nASK {}\n", encoding="utf-8")
    assert run("query", CPGRAPH_QUERIES=tmp_path).out.splitlines()[1:] == ["mine  My own"]
