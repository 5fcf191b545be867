"""The checks notice corruptions: at least 98 of 100 mutants of the real graph, each judged alone.

`pytest -s -m '' tests/test_mutation.py` prints the rate of each kind and the survivors. The slow run makes more
mutants (of each kind CPGRAPH_MUTANTS), and CPGRAPH_SEED makes others.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import pytest

from conftest import REPO
from judge import Judge
from mutants import Maker

EACH = [5, pytest.param(int(os.environ.get("CPGRAPH_MUTANTS", "12")), marks=pytest.mark.slow)]
SEED = int(os.environ.get("CPGRAPH_SEED", "20190930"))
WANTED = 0.98


@pytest.fixture(scope="module")
def judge(built: Path) -> Judge:
    return Judge(built / "cpgraph.nq", REPO)


def test_the_true_graph_is_refused_by_nothing(judge: Judge) -> None:
    """Else a mutant would seem to be noticed."""
    assert not [
        name for name, rows in judge.truth.items() if rows and judge.rules[name].severity == "Violation"
    ]
    probes = [quad for quad in judge.store if "claim/" in str(quad.subject)]
    assert probes
    assert not judge.shapes.refuse(probes)


@pytest.mark.parametrize("each", EACH)
def test_mutants_are_noticed(judge: Judge, each: int) -> None:
    before = len(judge.store)
    results: dict[str, list[str | None]] = defaultdict(list)
    survivors: list[str] = []
    for mutant in Maker(judge.store, SEED).make(each):
        check = judge.notices(mutant)
        results[mutant.kind].append(check)
        if check is None:
            survivors.append(str(mutant))
    assert len(judge.store) == before
    total = sum(len(checks) for checks in results.values())
    dead = total - len(survivors)
    lines = [
        f"{kind:24} {sum(check is not None for check in checks):4} of {len(checks):4}"
        for kind, checks in results.items()
    ]
    lines += [f"{'all':24} {dead:4} of {total:4}: {dead / total:.1%}"]
    lines += [
        f"{len({check for checks in results.values() for check in checks} - {None})} checks noticed something"
    ]
    lines += [f"survives: {text}" for text in survivors]
    print("\n" + "\n".join(lines))  # noqa: T201 - the figures are what this test is for
    assert total > 30 * each
    assert dead / total >= WANTED, survivors
