"""The table that is committed: what was measured, and the ratios beside their targets."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from typing import Any

Results = Mapping[str, Any]

OURS, CACHED, OXIGRAPH, RDFLIB = "cpgraph, no cache", "cpgraph, cache", "Oxigraph server", "rdflib-endpoint"


def machine() -> str:
    """Describe the machine in general words."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return (
        f"{os.cpu_count()} virtual cores, {pages / 2**30:.0f} GiB of memory, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}"
    )


def write(results: Results) -> str:
    """Write the whole report as Markdown."""
    lines = [
        "# Results of the benchmarks",
        "",
        "Made by `make bench`; the method is in `README.md`. Throughput in requests a second.",
        "",
        f"Machine: {machine()}.",
        f"Load of other work on the machine while it ran (waiting processes): {results['load']:.1f}.",
        "",
    ]
    for scale, found in results["scales"].items():
        lines += _scale(scale, found)
    lines += _growth(results.get("validation", {}))
    lines += pages(results.get("pages", {}))
    return "\n".join(lines).rstrip() + "\n"


def _scale(scale: str, found: Results) -> list[str]:
    servers = found["servers"]
    lines = [f"## {found['quads']:,} triples ({scale})", ""]
    lines += [
        "| server | p50 ms | p99 ms | 1 conn. | 16 conn. | 64 conn. | 16, a core | memory MiB | first answer s |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, server in servers.items():
        rate = server["throughput"]
        lines.append(
            f"| {name} | {server['p50']:.2f} | {server['p99']:.2f} | {rate['1']['per_second']:,.0f} | "
            f"{rate['16']['per_second']:,.0f} | {rate['64']['per_second']:,.0f} | "
            f"{rate['16']['per_cpu_second']:,.0f} | {server['memory']:,.0f} | {server['first_answer']:.2f} |"
        )
    failed = {n: sum(r["failed"] for r in s["throughput"].values()) for n, s in servers.items()}
    lines += ["", f"Failed requests: {', '.join(f'{n} {count:.0f}' for n, count in failed.items())}.", ""]
    return [*lines, *_targets(servers), "", *_questions(servers)]


def _targets(servers: Results) -> list[str]:
    ours, cached, other = servers[OURS], servers[CACHED], servers[OXIGRAPH]
    rate = {name: server["throughput"]["16"] for name, server in servers.items()}

    def ratio(one: str, of: str, what: str = "per_second") -> float:
        return float(rate[one][what] / rate[of][what])

    more = [row["p50"] - other["questions"][name]["p50"] for name, row in ours["questions"].items()]
    rows: list[tuple[str, float, str]] = [
        ("warm cache, throughput at 16 connections, of Oxigraph's", ratio(CACHED, OXIGRAPH), "≥ 6"),
        ("no cache, throughput a core, of Oxigraph's", ratio(OURS, OXIGRAPH, "per_cpu_second"), "≥ 0.9"),
        ("no cache, one client: ms more than Oxigraph, mean of questions", sum(more) / len(more), "≤ 0.7"),
        ("the same, the worst question", max(more), ""),
        ("light query beside three runaways, most ms", ours["runaways"]["most"], "< 100"),
        ("the same, Oxigraph", other["runaways"]["most"], ""),
    ]
    if RDFLIB in servers:
        rows += [
            ("no cache, throughput at 16, of rdflib-endpoint's", ratio(OURS, RDFLIB), "≥ 25"),
            ("warm cache, the same", ratio(CACHED, RDFLIB), "≥ 200"),
        ]
    start = cached["first_answer"]
    rows += [
        ("start to first answer, of Oxigraph's that loads the file", start / other["first_answer"], "≤ 3"),
        ("the same, of Oxigraph's on a store loaded before", start / other["prepared"], ""),
    ]
    lines = ["| what | measured | target |", "|---|---|---|"]
    return lines + [f"| {what} | {value:.2f} | {target} |" for what, value, target in rows]


def _questions(servers: Results) -> list[str]:
    names = list(servers)
    lines = [f"| question, p50 ms | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for question in servers[OURS]["questions"]:
        cells = [f"{servers[name]['questions'][question]['p50']:.2f}" for name in names]
        lines.append(f"| {question} | {' | '.join(cells)} |")
    return [*lines, ""]


def _growth(found: Results) -> list[str]:
    if not found:
        return []
    lines = [
        "## Validation (`cpgraph validate`)",
        "",
        "| data | triples | seconds | peak MiB |",
        "|---|---|---|---|",
    ]
    for scale, row in found.items():
        if "seconds" in row:
            lines.append(f"| {scale} | {row['quads']:,} | {row['seconds']:.1f} | {row['memory']:,.0f} |")
        else:
            lines.append(f"| {scale} | {row['quads']:,} | {row['why']} | |")
    return [*lines, ""]


def pages(found: Results) -> list[str]:
    """The section on pages."""
    if not found:
        return []
    lines = ["## Pages", "", "| page | first ms | again p50 ms | 304 p50 ms |", "|---|---|---|---|"]
    lines += [
        f"| `{page}` | {row['first']:.1f} | {row['again']:.2f} | {row['not_modified']:.2f} |"
        for page, row in found["named"].items()
    ]
    many = found["many"]
    told = (
        f"{many['pages']} other pages of all kinds, of {many['of']:,}, each asked for the first time: "
        f"p50 {many['p50']:.1f} ms, p95 {many['p95']:.1f} ms, p99 {many['p99']:.1f} ms, at most "
        f"{many['most']:.1f} ms (`{many['slowest']}`); 304 p50 {many['not_modified']:.2f} ms."
    )
    return [*lines, "", told, ""]
