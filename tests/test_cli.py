"""The command line's own promises: exit codes, errors with a remedy, and nothing half written."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from commands import run
from cpgraph import files

COMMANDS = {"build", "locate", "audit", "validate", "query", "serve", "mcp", "publish", "export", "site"}


def test_every_command_has_its_help() -> None:
    shown = run("--help").out
    assert {
        line.split()[0] for line in shown.partition("Commands:")[2].splitlines() if line.strip()
    } == COMMANDS
    assert all(run(command, "--help").code == 0 for command in COMMANDS)
    assert run("--version").out == run("-V").out > "cpgraph 0"
    assert run("-h").out == shown
    assert run("nonsense").code == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("build", "--out", "a-file"), 2, "a-file: Not a directory. Name a folder"),
        (("build", "--out", "a-file/under"), 2, "Name a folder"),
        (("export", "--graph", "facts", "--out", "a-file"), 2, "Name a folder"),
        (("export", "--all", "a-file/under"), 2, "Name a folder"),
        (("export", "--graph", "fcats"), 2, "no graph is called fcats. Name one of"),
        (("export", "--format", "n4"), 2, "is not one of"),
        (("export", "--all", "a-folder", "--graph", "law"), 2, "leave --graph out"),
        (("publish", "--bulk", "a-file/under"), 2, "Name a folder"),
        (("publish", "--bulk", "a-folder"), 2, "Name a file"),
        (("publish",), 2, "the address of an engine, or --bulk"),
        (("publish", "http://user:secret@localhost/"), 2, "CPGRAPH_STORE_PASSWORD"),
        (("serve", "--store", "localhost:7878"), 2, "such as http://"),
        (("validate", "--graph", "empty"), 1, "it is empty"),
        (("validate", "--graph", "a-folder"), 2, "Name a file"),
    ],
)
def test_a_wrong_place_is_an_error_with_a_remedy(
    arguments: tuple[str, ...],
    code: int,
    said: str,
    harbor: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a-file").write_text("Some words.\n", encoding="utf-8")
    Path("empty").touch()
    Path("a-folder").mkdir()
    done = run(*arguments, CPGRAPH_GRAPH=harbor / "dist" / "cpgraph.nq", CPGRAPH_HOME=harbor)
    assert done.code == code
    assert said in done.err
    assert sorted(path.name for path in Path().iterdir()) == ["a-file", "a-folder", "empty"]
    assert Path("a-file").read_text(encoding="utf-8") == "Some words.\n"


def test_without_a_graph_the_remedy_is_to_build_one(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("Some words.\n", encoding="utf-8")
    for command in ("query offenders-in-a-year", "export", "publish --bulk x", "validate"):
        none = run(*command.split(), CPGRAPH_GRAPH=tmp_path / "none")
        assert (none.code, "Run `cpgraph build` first. [CPG-E300]" in none.err) == (1, True)
        other = run(*command.split(), CPGRAPH_GRAPH=words)
        assert (other.code, f"error: {words}:1: this is not a built graph (" in other.err) == (1, True)


def test_a_full_disk_changes_nothing(small: Path) -> None:
    """A limit on the size of files fails as a full disk does, in the middle of writing."""
    out = small / "dist"
    files.write(out, {"cpgraph.nq": "old", "own.txt": "mine"})
    done = subprocess.run(
        [sys.executable, "-m", "cpgraph", "build"],
        env=os.environ | {"CPGRAPH_HOME": str(small)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        stderr=subprocess.PIPE,
        check=False,
    )
    assert done.returncode == 1
    assert (
        b"File too large. Free some space there, or name another place; nothing was changed." in done.stderr
    )
    assert b"Traceback" not in done.stderr
    assert {path.name: path.read_text() for path in out.iterdir()} == {"cpgraph.nq": "old", "own.txt": "mine"}


def test_an_output_that_takes_no_more_is_an_error(harbor: Path) -> None:
    environment = os.environ | {"CPGRAPH_GRAPH": str(harbor / "dist" / "cpgraph.nq")}
    for arguments in (["query", "shares-that-do-not-fit"], ["export", "--out", "-"]):
        with Path("/dev/full").open("wb") as full:
            command = [sys.executable, "-m", "cpgraph", *arguments]
            done = subprocess.run(command, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 1
        assert b"standard output: No space left on device" in done.stderr
        assert b"Traceback" not in done.stderr
