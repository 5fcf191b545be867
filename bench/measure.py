"""What is measured: latency of one client, throughput of many, the light query beside runaways."""

from __future__ import annotations

import contextlib
import http.client
import re
import shutil
import statistics
import subprocess
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from bench.servers import Server, ask
from bench.workload import ACCEPT, LIGHT, RUNAWAY, path

_ROUNDS = 5
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def latency(
    server: Server, texts: Mapping[str, str], seconds: float, *, fresh: bool = False
) -> dict[str, list[float]]:
    """Milliseconds of each question, asked in turn by one client on one connection, for some seconds.

    `fresh` makes every query's text another one, by a comment, so that no server can know it from before.
    """
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    found: dict[str, list[float]] = {name: [] for name in texts}
    until, number = time.perf_counter() + seconds, 0
    while time.perf_counter() < until or not all(found.values()):
        for name, text in texts.items():
            number += 1
            target = path(server.endpoint, f"{text}\n# {number}" if fresh else text)
            begun = time.perf_counter()
            connection.request("GET", target, headers={"Accept": ACCEPT})
            answer = connection.getresponse()
            answer.read()
            taken = time.perf_counter() - begun
            assert answer.status == 200, (server.name, name, answer.status)
            found[name].append(taken * 1000)
    connection.close()
    return found


def latencies(
    servers: Sequence[Server], texts: Mapping[str, str], seconds: float, *, fresh: Collection[str]
) -> dict[str, dict[str, list[float]]]:
    """Latency of each server, by its name, taken by turns: what else the machine does meets all of them alike."""
    found: dict[str, dict[str, list[float]]] = {
        server.name: {name: [] for name in texts} for server in servers
    }
    for server in servers:
        latency(server, texts, 0.5)
    for _ in range(_ROUNDS):
        for server in servers:
            times = latency(server, texts, seconds / _ROUNDS, fresh=server.name in fresh)
            for name, values in times.items():
                found[server.name][name] += values
    return found


def throughput(server: Server, script: Path, connections: int, seconds: int) -> dict[str, float]:
    """Requests a second by wrk, and a second of processor time that the server used."""
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("wrk is not installed: apt-get install wrk")
    before, begun = server.cpu(), time.perf_counter()
    text = subprocess.run(
        [program, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "--latency", "-s", str(script),
         f"http://127.0.0.1:{server.port}/"],
        capture_output=True, text=True, check=True, timeout=seconds + 120,
    ).stdout  # fmt: skip
    used = server.cpu() - before
    wall = time.perf_counter() - begun
    count = int(re.search(r"(\d+) requests in", text)[1])  # type: ignore[index]
    failed = sum(int(n) for n in re.findall(r"Non-2xx or 3xx responses: (\d+)", text))
    failed += sum(int(n) for n in re.findall(r"(?:connect|read|write|timeout) (\d+)", text))
    return {
        "connections": connections,
        "per_second": float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]),  # type: ignore[index]
        "per_cpu_second": count / used if used else 0.0,
        "cores": used / wall,
        "p50": _time(text, "50%"),
        "p99": _time(text, "99%"),
        "failed": failed,
    }


def _time(text: str, name: str) -> float:
    found = re.search(rf"{name}\s+([\d.]+)(us|ms|s|m)\b", text)
    return float(found[1]) * _UNITS[found[2]] if found else 0.0


def beside_runaways(server: Server, seconds: float) -> dict[str, float]:
    """The light query, asked 20 times a second while three runaways run."""
    ask(server.port, path(server.endpoint, LIGHT))
    done = threading.Event()

    def run(number: int) -> None:
        while not done.is_set():
            with contextlib.suppress(OSError):
                ask(
                    server.port,
                    path(server.endpoint, f"{RUNAWAY} # {number} {time.perf_counter()}"),
                    timeout=seconds,
                )

    threads = [threading.Thread(target=run, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    times, failed, until = list[float](), 0, time.perf_counter() + seconds
    time.sleep(0.2)
    while time.perf_counter() < until:
        begun = time.perf_counter()
        try:
            text = f"{LIGHT} # {begun}"  # never from the cache
            failed += ask(server.port, path(server.endpoint, text), timeout=seconds)[0] != 200
        except OSError:
            failed += 1
        times.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.05)
    done.set()
    for thread in threads:
        thread.join()
    return {
        "median": statistics.median(times),
        "p99": quantile(times, 0.99),
        "most": max(times),
        "failed": failed,
    }
