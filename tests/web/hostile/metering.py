"""What a service and all its processes hold: memory, descriptors, processes; read from /proc."""

from __future__ import annotations

import threading
from pathlib import Path

PROC = Path("/proc")
IS_HERE = (PROC / "self" / "smaps_rollup").exists()


def tree(process: int) -> list[int]:
    """The process and all that descend from it, zombies too."""
    parents: dict[int, int] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(folder.name)] = int(fields[1])
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def memory(processes: list[int]) -> int:
    """The bytes they hold together; a page that several share is counted once (proportional set size)."""
    total = 0
    for process in processes:
        try:
            text = (PROC / str(process) / "smaps_rollup").read_text()
        except OSError:
            continue  # it has ended
        total += next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
    return total * 1024


def descriptors(process: int) -> int:
    return len(list((PROC / str(process) / "fd").iterdir()))


class Meter:
    """Looks at a tree of processes several times a second, in a thread of its own."""

    def __init__(self, process: int) -> None:
        self.process = process
        self.peak = self.looks = 0
        self.start = self.now()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def now(self) -> int:
        held = memory(tree(self.process))
        self.peak = max(self.peak, held)
        return held

    def _run(self) -> None:
        while not self._stop.wait(0.2):
            self.now()
            self.looks += 1

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()
