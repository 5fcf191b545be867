"""Small parts: negotiation, the cache, the limiter, problems, slow readers; settings, and what operators are told."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
from fastapi import Request
from prometheus_client import generate_latest

from conftest import REPO
from cpgraph.web import problems, server
from cpgraph.web.middleware import Front
from cpgraph.web.negotiation import negotiate
from cpgraph.web.problems import KINDS, Problem
from cpgraph.web.responses import ClientGoneError, RateLimiter, Result, ResultCache, send
from cpgraph.web.routers.discovery import Metrics
from cpgraph.web.settings import PREFIX, Settings, SettingsError

from .service import Service

JSON, XML, CSV, HTML = OFFERS = ("application/json", "application/xml", "text/csv", "text/html")
ACCEPTS: list[tuple[str | None, str | None]] = [
    (None, JSON),  # no header accepts everything
    ("", None),  # an empty one accepts nothing
    ("*/*", JSON),
    ("TEXT/Csv", CSV),
    ('text/csv; charset="UTF-8"', CSV),
    ('text/csv;profile="a,b", text/html;q=0.9', CSV),
    ("text/*", CSV),
    ("application/*", JSON),
    ("image/png", None),
    ("image/png,text/csv", CSV),
    (" text/csv , image/png", CSV),
    ("text/csv;q=0", None),
    ("text/csv;q=0, */*", JSON),
    ("*/*;q=0, text/csv", CSV),
    ("application/json;q=0, */*;q=0.1", XML),
    ("application/json;q=0.5, text/csv;q=0.9", CSV),
    ("application/json;q=0.5, text/csv;q=0.5", JSON),  # a tie is ours to break
    ("text/csv;q=0.5, text/*;q=0.9", HTML),  # the more specific range counts for CSV
    ("*/*;q=0.1, text/*;q=0.2, text/html;q=0.3", HTML),
    ("text/csv;q=1.000", CSV),
    ("text/csv;q=0.001", CSV),
    ("text/csv;q=1.5", None),  # no weight: the member counts for nothing
    ("text/csv;q=-1", None),
    ("text/csv;q=", None),
    ("text/csv; Q=0.5, application/xml; q=0.4", CSV),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),  # a browser
    ("text/csv text/html", None),
    ("*/csv", None),
    ("text", None),
    ("*", None),
    (",,,", None),
    (",text/csv,,", CSV),
    (";q=1", None),
    ("text/csv\x00", None),
    (("text/x;a=b," * 20_000) + "text/csv", CSV),  # read in linear time
    ('text/csv;a="' + '\\"' * 50_000, CSV),
]


@pytest.mark.parametrize(("accept", "chosen"), ACCEPTS, ids=range(len(ACCEPTS)))
def test_accept(accept: str | None, chosen: str | None) -> None:
    assert negotiate(accept, OFFERS) == chosen


def asked(*headers: tuple[str, str]) -> Request:
    """A request of a client that stays until it has its answer."""

    async def receive() -> MutableMapping[str, Any]:
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    raw = [(name.encode(), value.encode()) for name, value in headers]
    return Request({"type": "http", "method": "GET", "headers": raw, "client": None, "state": {}}, receive)


@pytest.mark.parametrize(
    ("coding", "is_packed"),
    [("", False), ("gzip", True), ("GZip", True), ("x-gzip", True), ("br, deflate", False), ("br, gzip", True),
     ("gzip;q=0", False), ("gzip;q=0.0, *", False), ("*", True), ("*;q=0", False), ("gzip;q=2", False),
     ("identity;q=0, gzip;q=0.2", True), ("identity;q=0.5, gzip;q=0.2", False)],
)  # fmt: skip
def test_accept_encoding(coding: str, is_packed: bool) -> None:  # noqa: FBT001
    answer = asyncio.run(send(asked(("accept-encoding", coding)), Result(CSV, b"x" * 10_000)))
    assert ("content-encoding" in answer.headers) is is_packed


def test_small_or_dense_bodies_are_not_compressed() -> None:
    for body in (b"x" * 100, hashlib.shake_128(b"").digest(2_000)):
        assert not asyncio.run(Result(CSV, body).gzipped())
    assert asyncio.run(Result(CSV, b"x" * 100_000).gzipped())


def made(size: int) -> Any:
    async def make() -> Result:
        return Result(CSV, b"%d" % size + b"x" * size)

    return make


def new_cache(limit: int) -> ResultCache:
    return ResultCache(limit, RateLimiter(0, 1, lambda: 0.0))


def test_a_cache_keeps_to_its_bytes_and_drops_what_is_not_used() -> None:
    async def fill(kept: ResultCache) -> dict[str, str]:
        await kept.get(asked(), "used", made(500))
        for n in range(50):
            await kept.get(asked(), n, made(500 + n))
            await kept.get(asked(), "used", made(0))
            assert kept._kept.currsize <= 8_000
        how = {}
        for key in ("used", 49, 0):
            request = asked()
            await kept.get(request, key, made(1))
            how[str(key)] = request.state.cache
        return how

    assert asyncio.run(fill(new_cache(8_000))) == {"used": "hit", "49": "hit", "0": "miss"}
    assert set(asyncio.run(fill(new_cache(0))).values()) == {"miss"}
    assert set(asyncio.run(fill(new_cache(1_000))).values()) == {"miss"}  # one may not take the place of all


def test_what_is_asked_for_by_many_is_made_once_and_ends_with_the_last_of_them() -> None:
    runs, ended = [], []

    async def make() -> Result:
        runs.append(1)
        try:
            await asyncio.sleep(0.3 if len(runs) == 1 else 30)
        except asyncio.CancelledError:
            ended.append(1)
            raise
        return Result(CSV, b"x")

    async def leaving() -> MutableMapping[str, Any]:
        await asyncio.sleep(0.2)
        return {"type": "http.disconnect"}

    async def work() -> None:
        kept, requests = new_cache(10_000), [asked() for _ in range(5)]
        results = await asyncio.gather(*(kept.get(request, "a", make) for request in requests))
        assert len({id(result) for result in results}) == len(runs) == 1
        assert sorted(request.state.cache for request in requests) == ["miss", *["shared"] * 4]
        gone = [Request(asked().scope, leaving) for _ in range(2)]
        both = await asyncio.gather(
            *(kept.get(request, "b", make) for request in gone), return_exceptions=True
        )
        assert all(isinstance(error, ClientGoneError) for error in both)
        await asyncio.sleep(0)
        assert ended == [1]

    asyncio.run(work())


def test_a_result_of_data_that_changed_meanwhile_is_not_kept() -> None:
    async def work() -> str:
        kept, request = new_cache(10_000), asked()

        async def make() -> Result:
            kept.clear()
            return Result(CSV, b"old")

        await kept.get(asked(), "a", make)
        await kept.get(request, "a", made(1))
        return str(request.state.cache)

    assert asyncio.run(work()) == "miss"


def test_buckets_fill_again_with_time() -> None:
    now = 0.0
    limiter = RateLimiter(2.0, 3, lambda: now)

    def refused(times: int) -> str:
        for _ in range(times):
            limiter.count("192.0.2.1")
        with pytest.raises(Problem) as caught:
            limiter.count("192.0.2.1")
        return caught.value.headers["Retry-After"]

    assert refused(3) == "1"
    limiter.count("2001:db8::1")
    now = 0.6
    assert refused(1)
    now = 1_000.0
    assert refused(3)
    for n in range(20_000):
        limiter.count(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}")
    assert len(limiter._buckets) <= 10_000
    for client in ("127.8.8.8", "::1", ""):  # this machine is never counted
        for _ in range(10):
            limiter.count(client)


def test_settings_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"TIME_LIMIT": "2.5", "GRAPH": "/x/y.nq", "LOG_QUERIES": "yes", "PORT": "1",
                        "SERVICES": "http://a/ http://b/", "STORE_PASSWORD": "secret"}.items():  # fmt: skip
        monkeypatch.setenv(f"CPGRAPH_{name}", value)
    settings = Settings.from_environment(port=9, host=None)
    assert (settings.time_limit, settings.graph, settings.log_queries) == (2.5, Path("/x/y.nq"), True)
    assert settings.services == ("http://a/", "http://b/")
    assert (settings.port, settings.host) == (9, "127.0.0.1")
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "must"),
    [("WORKERS", "many", "a valid integer"), ("WORKERS", "0", "greater than 0"), ("TIME_LIMIT", "-1", "greater than 0"),
     ("TIME_LIMIT", "inf", "a finite number"), ("QUEUE", "-1", "greater than or equal to 0"),
     ("LOG_QUERIES", "perhaps", "a valid boolean"), ("PORT", "99999", "less than 65536"),
     ("STORE_SCHEME", "x", "'basic' or 'digest'")],
)  # fmt: skip
def test_wrong_settings_are_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, must: str) -> None:
    monkeypatch.setenv(f"CPGRAPH_{name}", value)
    with pytest.raises(SettingsError, match=f"CPGRAPH_{name} is {value!r}: it should be {must}"):
        Settings.from_environment()


def test_lines_that_do_not_fit_are_dropped_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_LINES", 3)
    lines = server.LogQueue()
    held: Any = lines.queue

    def write(number: int) -> None:
        lines.handle(logging.LogRecord("x", logging.INFO, "", 0, "line %d", (number,), None))

    def read() -> list[str]:
        return [held.get_nowait().getMessage() for _ in range(held.qsize())]

    for number in range(5):
        write(number)
    assert read() == ["line 0", "line 1", "line 2"]
    write(5)
    assert read() == ["(2 lines dropped)", "line 5"]


def test_every_kind_of_problem_has_a_status_and_a_document() -> None:
    for kind, (status, title) in KINDS.items():
        assert 400 <= status < 600
        address = f"https://w3id.org/cpgraph/problems#{kind}"
        assert Problem(kind, "x").document() == {
            "type": address,
            "title": title,
            "status": status,
            "detail": "x",
        }
    assert len(Problem("not-found", "x" * 10_000).detail) < 2_100


def test_an_excerpt_is_cut_around_its_place() -> None:
    shown, caret = problems.excerpt(f"a\n{'x' * 500}\nb", 2, 300).split("\n")
    assert len(shown) <= 72
    assert caret.index("^") <= 40
    assert problems.excerpt("a\tb", 1, 3) == "a b\n  ^"


def test_large_answers_on_their_way_are_bounded(client: Service) -> None:
    """The second of two waits for nothing: it is refused, and goes once the first one is read."""
    reading = asyncio.Event()

    async def work() -> list[int]:
        statuses: list[int] = []
        front = Front(app, Settings(outgoing_bytes=1_000_000), client.app.state.metrics)

        async def ask(size: int, gate: asyncio.Event) -> None:
            async def out(message: Any) -> None:
                if message["type"] == "http.response.start":
                    statuses.append(message["status"])
                else:
                    await gate.wait()

            scope = {**asked().scope, "path": f"/{size}", "query_string": b"", "app": client.app}
            await front(scope, asked().receive, out)

        is_read = asyncio.Event()
        is_read.set()
        first = asyncio.create_task(ask(900_000, reading))
        await asyncio.sleep(0.05)
        await ask(60_000, is_read)  # small ones always go
        await ask(200_000, is_read)
        reading.set()
        await first
        await ask(2_000_000, is_read)  # alone, a large one goes
        assert front.outgoing == 0
        return statuses

    async def app(scope: Any, receive: Any, out: Any) -> None:
        size = int(scope["path"][1:])
        headers = [(b"content-length", b"%d" % size)]
        await out({"type": "http.response.start", "status": 200, "headers": headers})
        await out({"type": "http.response.body", "body": b"x" * size})

    assert asyncio.run(work()) == [200, 200, 503, 200]


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
