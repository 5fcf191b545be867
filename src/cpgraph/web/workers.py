"""The processes that evaluate public queries: a parent that loads the graph, and forked workers that can be killed.

`python -m cpgraph.web.workers FD SETTINGS` is the parent. It has one thread, so that it may fork; it loads the
graph once, and its workers share the pages. Each worker has a limit on its address space, writes no core file,
may open no file and no socket (a SERVICE clause that got past the checks still could not call out), and is
killed by the kernel when a query is over its time: the alarm is set before the engine is called and has its
default action, so that nothing has to be awake to enforce it. The parent forks a new one at once.

The channel FD tells the web process of each worker (with its socket), of each death, and takes orders to kill.
When it closes, all workers are killed and the parent ends.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from cpgraph.errors import CpgraphError
from cpgraph.store import Graph, evaluate, open_graph
from cpgraph.web import wire

GROWN: Final = 16 * 2**20
"""Bytes that a worker may have come to hold beyond its start; then it says that it is to be replaced."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may use: seconds of wall-clock time a query, bytes of address space beside the graph."""

    time: float
    memory: int
    may_connect: bool = False


def main(arguments: list[str]) -> None:
    """Run the parent: load, report, fork, and keep the number of workers until the channel closes."""
    channel = socket.socket(fileno=int(arguments[0]))
    options = json.loads(arguments[1])
    try:
        graph = open_graph(Path(options["graph"]))
    except CpgraphError as error:
        channel.sendall(wire.pack({"failed": str(error)}))
        return
    gc.freeze()
    channel.sendall(
        wire.pack(
            {
                "ready": {
                    "digest": graph.digest,
                    "triples": graph.triples,
                    "graphs": graph.graphs,
                    "prefixes": dict(graph.prefixes),
                }
            }
        )
    )
    limits = Limits(options["time"], options["memory"], options["may_connect"])
    _Parent(channel, graph, limits, options["workers"]).run()


class _Parent:
    def __init__(self, channel: socket.socket, graph: Graph, limits: Limits, workers: int) -> None:
        self.channel, self.graph, self.limits, self.wanted = channel, graph, limits, workers
        self.workers: dict[int, int] = {}  # process id to worker number
        self.born: dict[int, float] = {}
        self.number = 0

    def run(self) -> None:
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        os.set_blocking(reader, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: self._end())
        try:
            while True:
                self._reap()
                while len(self.workers) < self.wanted:
                    self._fork()
                ready, _, _ = select.select([self.channel.fileno(), reader], [], [])
                if reader in ready:
                    with contextlib.suppress(BlockingIOError):
                        os.read(reader, 4096)
                if self.channel.fileno() in ready:
                    self._order()
        except (BrokenPipeError, ConnectionResetError):
            self._end()

    def _order(self) -> None:
        frame = wire.receive(self.channel)
        if frame is None:
            self._end()
        order = frame[0]
        for process, worker in self.workers.items():
            if worker == order.get("kill"):
                os.kill(process, signal.SIGKILL)
            elif worker == order.get("renice"):
                os.setpriority(os.PRIO_PROCESS, process, 10)

    def _reap(self) -> None:
        while self.workers:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                return
            number = self.workers.pop(process)
            if time.monotonic() - self.born.pop(process) < 0.05:
                time.sleep(0.05)  # a worker that cannot live must not make the parent spin
            died = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            self.channel.sendall(wire.pack({"died": number, "signal": died}))

    def _fork(self) -> None:
        ours, theirs = socket.socketpair()
        self.number += 1
        process = os.fork()
        if process == 0:
            ours.close()
            self.channel.close()
            _work(theirs, self.graph, self.limits)
        theirs.close()
        self.workers[process] = self.number
        self.born[process] = time.monotonic()
        socket.send_fds(self.channel, [wire.pack({"worker": self.number})], [ours.fileno()])
        ours.close()

    def _end(self) -> NoReturn:
        for process in self.workers:
            os.kill(process, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)  # nothing is left behind
        os._exit(0)


def _work(channel: socket.socket, graph: Graph, limits: Limits) -> NoReturn:
    """Be a worker: answer frames until the channel closes."""
    try:
        _confine(limits)
        start = _most_held()
        while (frame := wire.receive(channel)) is not None:
            signal.setitimer(signal.ITIMER_REAL, min(limits.time, frame[0].pop("time", limits.time)))
            head, body = answer(graph, frame[0])
            signal.setitimer(signal.ITIMER_REAL, 0)
            if _most_held() - start > GROWN:
                head["grown"] = True  # what the engine has freed does not go back to the system
            channel.sendall(wire.pack(head, body))
    except (BrokenPipeError, ConnectionResetError):
        pass
    except MemoryError:
        os.abort()  # the same end as when the engine itself runs out of memory
    finally:
        os._exit(0)


def _confine(limits: Limits) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    space = _address_space() + limits.memory
    with contextlib.suppress(ValueError, OSError):  # not every Unix can limit this
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
    if not limits.may_connect:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _address_space() -> int:
    """Give the bytes of address space this process has now; where the system does not say, what it holds."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return _most_held()
    return pages * resource.getpagesize()


def _most_held() -> int:
    """Give the most bytes this process has held at a time; no file has to be opened for that."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def answer(graph: Graph, head: wire.Head) -> tuple[dict[str, Any], bytes]:
    """Evaluate one job and give the head and body of the reply; an error of the query is a reply too."""
    return wire.reply(lambda: evaluate(graph, wire.read_job(head)))


if __name__ == "__main__":
    main(sys.argv[1:])
