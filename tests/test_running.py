"""What the page for operators says is what the service does."""

from __future__ import annotations

import re

import pytest
from prometheus_client import generate_latest

from conftest import REPO
from cpgraph.web.problems import KINDS
from cpgraph.web.routers.discovery import Metrics
from cpgraph.web.settings import PREFIX, Settings

PAGE = (REPO / "docs" / "running.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]+?) \|", PAGE, re.MULTILINE))
SETTINGS = Settings()


def test_every_setting_is_told_and_no_other() -> None:
    assert set(ROWS) == {PREFIX + name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", [name for name in Settings.model_fields if name != "workers"])
def test_its_default_is_told(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    told = ROWS[PREFIX + name.upper()].strip("`")
    if told == "none":
        assert not getattr(SETTINGS, name)
    else:
        monkeypatch.setenv(PREFIX + name.upper(), told)
        assert getattr(Settings.from_environment(), name) == getattr(SETTINGS, name)


def test_every_refusal_it_names_is_a_kind_of_problem() -> None:
    named = re.findall(r"\b([45]\d\d) `([a-z-]+)`", PAGE)
    assert len(named) > 5
    assert all(KINDS[kind][0] == int(status) for status, kind in named)


def test_every_counter_it_names_is_counted() -> None:
    class Pool:
        busy = waiting = deaths = 0

    text = generate_latest(Metrics(Pool()).registry).decode()  # type: ignore[arg-type]
    told = set(re.findall(r"`(cpgraph_[a-z_]+)`", PAGE))
    known = set(re.findall(r"^# HELP (cpgraph_[a-z_]+) ", text, re.MULTILINE))
    assert told == {name for name in known if not name.endswith("_created")}
