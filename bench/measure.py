"""What is measured: the latency of one client, the throughput of many, pages, a light query beside runaways."""

from __future__ import annotations

import contextlib
import http.client
import random
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from bench.servers import ROOT, Server, ask
from bench.workload import ACCEPT, LIGHT, RUNAWAY

_ROUNDS = 5
_PAGES = 300


class Rate(NamedTuple):
    """Answered requests a second, and a second of processor time that the server used."""

    per_second: float
    per_core: float


def quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def latencies(
    servers: Mapping[str, Server], texts: Sequence[str], seconds: float, *, fresh: Collection[str]
) -> dict[str, list[float]]:
    """Milliseconds of each question, asked by one client on one connection, the servers by turns.

    At a `fresh` server every query ends with a comment of its own, so that no kept result helps.
    """
    found: dict[str, list[float]] = {name: [] for name in servers}
    number = 0
    for turn in range(_ROUNDS + 1):  # the first warms up and does not count
        for name, server in servers.items():
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
            until = time.perf_counter() + seconds / _ROUNDS
            while time.perf_counter() < until:
                for text in texts:
                    number += 1
                    target = server.target(f"{text}\n# {number}" if name in fresh else text)
                    begun = time.perf_counter()
                    connection.request("GET", target, headers={"Accept": ACCEPT})
                    answer = connection.getresponse()
                    answer.read()
                    assert answer.status == 200, (name, text)
                    if turn:
                        found[name].append((time.perf_counter() - begun) * 1000)
            connection.close()
    return found


def throughput(server: Server, texts: Sequence[str], connections: int, seconds: int, *, fresh: bool) -> Rate:
    """Ask all questions in turn by wrk. Raises `SystemExit` without wrk, `RuntimeError` when a request failed."""
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("wrk is not installed: apt-get install wrk")
    quoted = ",\n".join(f'"{server.target(text)}"' for text in texts)
    comment = ' .. "%0A%23" .. n' if fresh else ""
    script = ROOT / "dist" / "bench" / "wrk.lua"
    script.parent.mkdir(exist_ok=True)
    script.write_text(
        f"local paths = {{ {quoted} }}\nlocal n = 0\nwrk.headers['Accept'] = '{ACCEPT}'\n"
        "request = function()\n  n = n + 1\n"
        f"  return wrk.format(nil, paths[n % #paths + 1]{comment})\nend\n",
        encoding="ascii",
    )
    before = server.cpu()
    told = subprocess.run(
        [program, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", str(script),
         f"http://127.0.0.1:{server.port}/"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    used = server.cpu() - before
    if "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(told)
    count = int(re.search(r"(\d+) requests in", told)[1])  # type: ignore[index]
    return Rate(float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1]), count / used)  # type: ignore[index]


def pages(server: Server) -> list[float]:
    """Milliseconds of some pages of all kinds that the site map names, each asked for once."""
    maps = re.findall(r"<loc>[^<]*?//[^/<]+(/[^<]+)</loc>", ask(server.port, "/sitemap.xml").decode())
    paths = [
        path
        for part in maps
        for path in re.findall(r"<loc>[^<]*?//[^/<]+(/[^<]*)</loc>", ask(server.port, part).decode())
    ]
    times = []
    for path in random.Random(1).sample(paths, _PAGES):
        begun = time.perf_counter()
        ask(server.port, path, accept="text/html")
        times.append((time.perf_counter() - begun) * 1000)
    return times


def beside_runaways(server: Server, seconds: float) -> float:
    """The most milliseconds of a light query, asked 20 times a second while another client's three runaways run."""
    done = threading.Event()

    def run_away(number: int) -> None:
        while not done.is_set():
            with contextlib.suppress(OSError, RuntimeError):
                text = f"{RUNAWAY} # {number} {time.perf_counter()}"
                ask(server.port, server.target(text), timeout=seconds, client="127.0.0.2")

    threads = [threading.Thread(target=run_away, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    times, until = list[float](), time.perf_counter() + seconds
    time.sleep(0.2)
    while time.perf_counter() < until:
        begun = time.perf_counter()
        ask(server.port, server.target(f"{LIGHT} # {begun}"))
        times.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.05)
    done.set()
    for thread in threads:
        thread.join()
    return max(times)
