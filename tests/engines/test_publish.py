"""What is published arrives whole, and is told when it does not; other graphs of the engine are left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from commands import run
from cpgraph import publish, remote
from cpgraph.publish import Content, PublishError, Target
from cpgraph.remote import RemoteError

from .running import Running, oxigraph

pytestmark = pytest.mark.engine

FOREIGN = "https://example.org/foreign"
TRIPLE = b"<x:a> <x:b> <x:c> .\n"


def quiet(_: str) -> None:
    return None


@pytest.fixture(scope="module")
def graph(harbor: Path) -> Path:
    return harbor / "dist" / "cpgraph.nq"


@pytest.fixture(scope="module")
def small(graph: Path) -> Content:
    return publish.read(graph)


@pytest.fixture
def target(engine: Running, small: Content) -> Iterator[Target]:
    """An engine that holds the content, and a graph that somebody else put there."""
    with publish.target(remote.engine(engine.url), engine.access) as opened:
        opened.put(FOREIGN, TRIPLE)
        publish.publish(small, opened, quiet)
        yield opened


def test_it_is_verified_there_and_foreign_graphs_stay(target: Target, small: Content) -> None:
    assert publish.verify(small, target) == small.published() == target.published()
    assert len(target.graph(FOREIGN)) == 1


def test_a_change_behind_our_back_is_found(target: Target, small: Content) -> None:
    name, triples = min(small.graphs.items(), key=lambda item: len(item[1]))
    lines = "".join(f"{triple} .\n" for triple in triples[1:]).encode()
    for changed, said in ((lines, "1 lost, 0 others"), (lines + TRIPLE, "1 lost, 1 others. not there: ")):
        target.put(name, changed)
        with pytest.raises(PublishError, match=rf"<{name}> differs: .*{said}"):
            publish.verify(small, target)
    target.delete(name)
    with pytest.raises(PublishError, match=f"{len(triples)} lost"):
        publish.verify(small, target)


def test_another_build_takes_its_place_and_removes_what_it_has_not(target: Target, small: Content) -> None:
    gone, *kept = small.graphs
    other = replace(small, digest="0" * 64, graphs={name: small.graphs[name] for name in kept})
    publish.publish(other, target, quiet)
    assert publish.verify(other, target).digest == "0" * 64
    assert not target.graph(gone)
    with pytest.raises(PublishError, match="other data are published there"):
        publish.verify(small, target)


def test_a_failure_says_that_nothing_is_published_and_publishing_again_mends_it(
    target: Target, small: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Target.put

    def fails(self: Target, name: str, lines: bytes) -> None:
        if name == max(small.graphs):
            raise RemoteError("broken off")
        put(self, name, lines)

    with monkeypatch.context() as broken:
        broken.setattr(Target, "put", fails)
        with pytest.raises(PublishError, match=r"broken off.* publish again"):
            publish.publish(small, target, quiet)
    with pytest.raises(PublishError, match="nothing is published there"):
        publish.verify(small, target)
    publish.publish(small, target, quiet)
    publish.verify(small, target)


def test_the_command_proves_and_fails_with_1(graph: Path, small: Content, tmp_path: Path) -> None:
    with oxigraph() as empty:
        nothing = run("publish", empty.url, "--check", CPGRAPH_GRAPH=graph)
        assert (nothing.code, "Run `cpgraph publish URL`" in nothing.err) == (1, True)
        bulk = run("publish", "--bulk", tmp_path / "bulk.nq", CPGRAPH_GRAPH=graph)
        lines = sum(small.published().graphs.values()) + len(small.graphs) + 1
        assert (bulk.code, f"{lines:,} lines" in bulk.err) == (0, True)
        kind = {"Content-Type": "application/n-quads"}
        httpx.post(
            f"{empty.url}store", content=(tmp_path / "bulk.nq").read_bytes(), headers=kind
        ).raise_for_status()
        for arguments in (("--check",), ()):
            done = run("publish", empty.url, *arguments, CPGRAPH_GRAPH=graph)
            assert (done.code, done.err.splitlines()[-1]) == (0, f"cpgraph: data sha256:{small.digest}")
    refused = run("publish", empty.url, CPGRAPH_GRAPH=graph)
    assert (refused.code, "does not answer" in refused.err) == (1, True)
