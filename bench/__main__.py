"""`python -m bench`: measure this service beside the Oxigraph server in one run, and write `bench/results.md`."""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import measure, servers, synthetic, workload
from bench.servers import ROOT

CONNECTIONS = 16
OURS, CACHED, OXIGRAPH = "cpgraph, no cache", "cpgraph, cache", "Oxigraph server"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=int, default=5, help="seconds of each measurement")
    parser.add_argument("--validate", default="1,10", help="numbers of reports at which validation is timed")
    options = parser.parse_args()
    lines = [
        "# Results of the benchmarks\n",
        "Made by `make bench`; the method is in `README.md`.\n",
        machine(),
        *compare(ROOT / "dist" / "cpgraph.nq", options.seconds),
        *growth([int(scale) for scale in options.validate.split(",") if scale]),
    ]
    target = ROOT / "bench" / "results.md"
    target.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    print(target.read_text(encoding="utf-8"))


def machine() -> str:
    """Describe the machine in general words."""
    kind = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"Machine: {os.cpu_count()} cores, {kind}; load before the run: {os.getloadavg()[0]:.1f}.\n"


def compare(graph: Path, seconds: int) -> Iterator[str]:
    """Give the figures of the servers, all up at once, and the ratios beside their targets."""
    texts = list(workload.texts(ROOT).values())
    with contextlib.ExitStack() as running:
        up = {
            OXIGRAPH: running.enter_context(servers.oxigraph(graph)),
            OURS: running.enter_context(servers.ours(graph, cache_bytes="0")),
            CACHED: running.enter_context(servers.ours(graph)),
        }
        for name in (OURS, CACHED):  # what is prepared at the start is over once this page is there
            servers.ask(up[name].port, "/quality", accept="text/html")
        times = measure.latencies(up, texts, seconds, fresh={OXIGRAPH, OURS})
        rates = {
            name: measure.throughput(server, texts, CONNECTIONS, seconds, fresh=name != CACHED)
            for name, server in up.items()
        }
        pages = measure.pages(up[CACHED])
        memory = {name: server.memory() for name, server in up.items()}
        beside = {name: measure.beside_runaways(up[name], 4) for name in (OURS, OXIGRAPH)}
    yield f"| server | one client, median ms | 99% | {CONNECTIONS} clients, a second | the same, a core | memory MiB |"
    yield "|---|---|---|---|---|---|"
    for name, rate in rates.items():
        median, high = statistics.median(times[name]), measure.quantile(times[name], 0.99)
        yield (
            f"| {name} | {median:.2f} | {high:.2f} | {rate.per_second:,.0f} | {rate.per_core:,.0f} | "
            f"{memory[name]:,.0f} |"
        )
    more = statistics.mean(times[OURS]) - statistics.mean(times[OXIGRAPH])
    yield "\n| what | measured | target |\n|---|---|---|"
    for what, value, target in (
        (
            "no cache, throughput a core, of Oxigraph's",
            rates[OURS].per_core / rates[OXIGRAPH].per_core,
            "≥ 0.9",
        ),
        ("no cache, one client, ms more than Oxigraph on average", more, "≤ 1.5"),
        ("cache, throughput, of Oxigraph's", rates[CACHED].per_second / rates[OXIGRAPH].per_second, "≥ 2.5"),
        ("first answer, seconds from the start", up[CACHED].first_answer, "< 1.5"),
        ("light query beside three runaways of another client, most ms", beside[OURS], "< 100"),
        ("the same, Oxigraph", beside[OXIGRAPH], ""),
        ("page never asked for before, median ms", statistics.median(pages), ""),
        ("the same, 99%", measure.quantile(pages, 0.99), ""),
    ):
        yield f"| {what} | {value:.2f} | {target} |"


_TIMED = """
import resource, subprocess, sys
ended = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(ended, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
"""Runs a command and says how it ended, what processor time it took, and the memory in KiB of its largest process."""


def growth(scales: list[int]) -> Iterator[str]:
    """Give processor time and memory of a validation of more and more reports, each alone."""
    yield "\n## Validation (`cpgraph validate`)\n"
    yield "| reports | quads | processor s | of one report's | MiB, largest process |\n|---|---|---|---|---|"
    source, one = ROOT / "dist" / "cpgraph.nq", 0.0
    for scale in scales:
        graph = source if scale == 1 else ROOT / "dist" / "bench" / f"x{scale}.nq"
        graph.parent.mkdir(exist_ok=True)
        quads = source.read_bytes().count(b"\n") if scale == 1 else synthetic.write(source, graph, scale)
        command = [sys.executable, "-m", "cpgraph", "validate", "--graph", str(graph)]
        done = subprocess.run(
            [sys.executable, "-c", _TIMED, *command], cwd=ROOT, capture_output=True, text=True, check=True
        )
        _, seconds, most = map(float, done.stdout.split())
        one = one or seconds
        yield f"| {scale} | {quads:,} | {seconds:.1f} | {seconds / one:.1f} | {most / 1024:,.0f} |"


if __name__ == "__main__":
    main()
