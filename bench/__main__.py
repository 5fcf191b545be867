"""`python -m bench`: run everything, write `bench/results.md` and the raw figures to `dist/bench/results.json`."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from bench import measure, pages, report, servers, synthetic, workload
from bench.servers import ROOT, Server

CONNECTIONS = (1, 16, 64)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=int, default=5, help="seconds of each measurement")
    parser.add_argument("--scales", default="1,100", help="how many reports, comma between")
    parser.add_argument("--rdflib-scales", default="1", help="at which of them rdflib-endpoint runs too")
    parser.add_argument("--validate", default="1,10,100", help="at which scales validation is timed")
    parser.add_argument(
        "--validate-limit", type=int, default=1200, help="seconds that one validation may take"
    )
    options = parser.parse_args()
    folder = ROOT / "dist" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    results: dict[str, Any] = {"load": os.getloadavg()[0], "scales": {}, "validation": {}}
    for scale in _numbers(options.scales):
        graph, quads = _graph(folder, scale)
        say(f"x{scale}: {quads:,} triples")
        found = _compare(graph, folder, options.seconds, with_rdflib=scale in _numbers(options.rdflib_scales))
        results["scales"][f"x{scale}"] = {"quads": quads, "servers": found}
    results["pages"] = pages.run(_graph(folder, 1)[0])
    for scale in _numbers(options.validate):
        graph, quads = _graph(folder, scale)
        results["validation"][f"x{scale}"] = {"quads": quads} | _validate(graph, options.validate_limit)
    (folder / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    target = ROOT / "bench" / "results.md"
    target.write_text(report.write(results), encoding="utf-8")
    say(f"wrote {target.relative_to(ROOT)}")


def say(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr, flush=True)


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


def _graph(folder: Path, scale: int) -> tuple[Path, int]:
    source = ROOT / "dist" / "cpgraph.nq"
    if scale == 1:
        return source, source.read_bytes().count(b"\n")
    target = folder / f"x{scale}.nq"
    if not target.is_file() or target.stat().st_mtime < source.stat().st_mtime:
        return target, synthetic.write(source, target, scale)
    with target.open("rb") as file:
        return target, sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 24), b""))


def _compare(graph: Path, folder: Path, seconds: int, *, with_rdflib: bool) -> dict[str, Any]:
    texts = workload.texts(ROOT)
    first = workload.LIGHT
    starts: dict[str, Callable[[], AbstractContextManager[Server]]] = {
        report.OXIGRAPH: lambda: servers.oxigraph(graph, first),
        report.OURS: lambda: servers.ours(graph, first, cache=False),
        report.CACHED: lambda: servers.ours(graph, first),
    }
    if with_rdflib:
        program = servers.rdflib_venv(folder / "rdflib-venv")
        starts[report.RDFLIB] = lambda: servers.rdflib_endpoint(graph, first, program)
    found: dict[str, Any] = {}
    with contextlib.ExitStack() as running:
        up = {name: running.enter_context(start()) for name, start in starts.items()}
        for name, server in up.items():
            say(f"  {name} answered after {server.filled or server.cold:.2f} s")
        times = measure.latencies(
            list(up.values()), texts, seconds, fresh={report.OURS, report.OXIGRAPH, report.RDFLIB}
        )
        for name, server in up.items():
            found[name] = _one(server, texts, folder, seconds, times[name], fresh=name != report.CACHED)
            say(f"  {name}: {found[name]['throughput']['16']['per_second']:,.0f} a second at 16 connections")
        # last, and Oxigraph's at the very end: it goes on with queries whose clients have left
        for name in (report.OURS, report.OXIGRAPH):
            found[name]["runaways"] = measure.beside_runaways(up[name], 4)
    store = folder / "oxigraph-store"
    shutil.rmtree(store, ignore_errors=True)
    servers.oxigraph_prepared(graph, store)
    times = []
    for _ in range(3):
        with servers.oxigraph_on_disk(store, first) as server:
            times.append(server.cold)
    found[report.OXIGRAPH]["prepared"] = min(times)
    shutil.rmtree(store, ignore_errors=True)
    return found


def _one(
    server: Server,
    texts: dict[str, str],
    folder: Path,
    seconds: int,
    times: dict[str, list[float]],
    *,
    fresh: bool,
) -> dict[str, Any]:
    targets = [workload.path(server.endpoint, text) for text in texts.values()]
    script = workload.wrk_script(targets, folder / "wrk.lua", fresh=fresh)
    every = [value for values in times.values() for value in values]
    found: dict[str, Any] = {
        "first_answer": server.filled or server.cold,
        "p50": statistics.median(every),
        "p99": measure.quantile(every, 0.99),
        "questions": {
            name: {"p50": statistics.median(values), "p99": measure.quantile(values, 0.99)}
            for name, values in times.items()
        },
        "throughput": {
            str(count): measure.throughput(server, script, count, seconds) for count in CONNECTIONS
        },
        "memory": server.memory(),
    }
    return found


_TIMED = """
import resource, subprocess, sys
ended = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
print(ended, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Runs a command and says how it ended and the most memory it had, in KiB; no other process counts."""


def _validate(graph: Path, limit: int) -> dict[str, Any]:
    """Seconds and peak memory of a validation; data that are not as they must be are no matter here."""
    command = [sys.executable, "-m", "cpgraph", "validate", "--graph", str(graph)]
    begun = time.perf_counter()
    try:
        done = subprocess.run(
            [sys.executable, "-c", _TIMED, *command],
            cwd=ROOT, capture_output=True, text=True, timeout=limit, check=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"why": f"not done in {limit} s"}
    seconds = time.perf_counter() - begun
    ended, memory = (int(part) for part in done.stdout.split())
    if ended not in (0, 1):
        return {"why": f"ended with {ended}"}
    say(f"  validated in {seconds:.1f} s")
    return {"seconds": seconds, "memory": memory / 1024}


if __name__ == "__main__":
    main()
