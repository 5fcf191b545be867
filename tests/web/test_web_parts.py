"""Small parts: the cache, the limiter, the settings, problems, pages."""

from __future__ import annotations

import asyncio
import re
from collections.abc import MutableMapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from cpgraph.web import cache, problems
from cpgraph.web.front import _Outgoing, _Watch
from cpgraph.web.limiter import Limiter
from cpgraph.web.names import Names
from cpgraph.web.problems import KINDS, Problem
from cpgraph.web.settings import Settings, SettingsError

from .service import Service


def result(size: int) -> cache.Result:
    return cache.result("text/csv", b"%d" % size + b"x" * size, 1, 1)


def test_a_cache_keeps_to_its_bytes_and_drops_the_oldest() -> None:
    kept = cache.ResultCache(8_000)
    for n in range(50):
        kept.put(cache.key(str(n)), result(900 + n))
        assert kept.size <= 8_000
    assert kept.get(cache.key("0")) is None
    assert kept.get(cache.key("49")) is not None


def test_what_is_used_stays() -> None:
    kept = cache.ResultCache(8_000)
    kept.put(cache.key("used"), result(500))
    for n in range(50):
        kept.put(cache.key(str(n)), result(500 + n))
        assert kept.get(cache.key("used")) is not None


def test_a_result_too_large_for_the_cache_is_not_kept() -> None:
    kept = cache.ResultCache(1_000)
    kept.put(b"a", result(900))
    assert kept.get(b"a") is None
    assert kept.size == 0
    nothing = cache.ResultCache(0)
    nothing.put(b"a", result(1))
    assert nothing.get(b"a") is None


def test_ways_lead_to_results_while_these_are_kept() -> None:
    kept = cache.ResultCache(20_000)
    kept.put_way(b"way", b"none")
    assert kept.by_way(b"way") is None
    kept.put(b"a", result(100))
    for n in range(1_000):
        kept.put_way(b"way %d" % n, b"a")
        assert kept.size <= 20_000
    assert kept.by_way(b"way 999") is kept.get(b"a")
    assert kept.by_way(b"way 0") is None
    for n in range(30):
        kept.put(b"%d" % n, result(2_500 + n))
    assert kept.by_way(b"way 999") is None
    kept.clear()
    assert kept.size == 0


def test_keys_do_not_run_into_each_other() -> None:
    parts = [("a", "b"), ("ab", ""), ("", "ab"), ("a", None), (None, "a"), ("a",), ("1:a", "b")]
    assert len({cache.key(*part) for part in parts}) == len(parts)


def test_small_or_dense_bodies_are_not_compressed() -> None:
    assert cache.result("text/csv", b"x" * 100).gzipped is None
    assert cache.result("text/csv", b"x" * 10_000).gzipped is not None
    assert cache.result("text/csv", bytes(range(256)) * 3 + b"x" * 300).gzipped is not None


def test_buckets_fill_again_with_time() -> None:
    now = 0.0
    limiter = Limiter(2.0, 3, lambda: now)
    for _ in range(3):
        limiter.count("192.0.2.1")
    with pytest.raises(Problem) as caught:
        limiter.count("192.0.2.1")
    assert caught.value.headers["Retry-After"] == "1"
    limiter.count("2001:db8::1")
    now = 0.6
    limiter.count("192.0.2.1")
    with pytest.raises(Problem):
        limiter.count("192.0.2.1")
    now = 1_000.0
    for _ in range(3):
        limiter.count("192.0.2.1")
    with pytest.raises(Problem):
        limiter.count("192.0.2.1")


def test_this_machine_and_no_limit_are_never_refused() -> None:
    for client in ("127.0.0.1", "::1", "127.8.8.8", ""):
        limiter = Limiter(0.1, 1, lambda: 0.0)
        for _ in range(10):
            limiter.count(client)
    free = Limiter(0, 1, lambda: 0.0)
    for _ in range(10):
        free.count("192.0.2.1")


def test_clients_remembered_are_bounded() -> None:
    limiter = Limiter(1, 1, lambda: 0.0)
    for n in range(20_000):
        limiter.count(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}")
    assert len(limiter._buckets) <= 10_000


def test_settings_from_the_environment() -> None:
    environment = {"CPGRAPH_TIME_LIMIT": "2.5", "CPGRAPH_GRAPH": "/x/y.nq", "CPGRAPH_LOG_QUERIES": "yes",
                   "CPGRAPH_SERVICES": "http://a/ http://b/", "CPGRAPH_PORT": "1", "PATH": "/bin"}  # fmt: skip
    settings = Settings.from_environment(environment, port=9, host=None)
    assert (settings.time_limit, settings.graph, settings.log_queries) == (2.5, Path("/x/y.nq"), True)
    assert settings.services == ("http://a/", "http://b/")
    assert (settings.port, settings.host) == (9, "127.0.0.1")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKERS", "many"),
        ("WORKERS", "0"),
        ("TIME_LIMIT", "-1"),
        ("QUEUE", "-1"),
        ("LOG_QUERIES", "perhaps"),
    ],
)
def test_wrong_settings_are_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"CPGRAPH_{name}"):
        Settings.from_environment({f"CPGRAPH_{name}": value})


def test_every_kind_of_problem_has_a_status_and_a_document() -> None:
    for kind, (status, title) in KINDS.items():
        assert 400 <= status < 600
        document = Problem(kind, "x").document()
        assert document == {
            "type": f"https://w3id.org/cpgraph/problems#{kind}",
            "title": title,
            "status": status,
            "detail": "x",
        }


def test_an_excerpt_is_cut_around_its_place() -> None:
    line = "x" * 500
    shown, caret = problems.excerpt(f"a\n{line}\nb", 2, 300).split("\n")
    assert len(shown) <= 72
    assert caret.index("^") <= 40
    assert problems.excerpt("a\tb", 1, 3) == "a b\n  ^"


def test_names() -> None:
    names = Names({"qb": "http://purl.org/linked-data/cube#"})
    assert names.shorten("http://purl.org/linked-data/cube#Slice") == "qb:Slice"
    assert names.shorten("http://example.org/x") == "http://example.org/x"
    assert names.declarations(is_all=False) == "PREFIX qb: <http://purl.org/linked-data/cube#>\n"


class Outline(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def of(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


PAGES = ["/", "/sparql", "/sparql?example=size-of-population", "/sparql?query=SELECT+*+{?s+?p+?o}", "/nowhere",
         "/sparql?query=ASK+{}", "/sparql?query=ASK",
         "/sparql?query=DESCRIBE+<https://w3id.org/cpgraph/fiscal-year/2019>",
         "/queries/size-of-population?population=report/demo/population/demo-2019"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_whole_without_scripts_or_network(client: Service, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = Outline(answer.text)
    assert page.of("html")[0]["lang"] == "en"
    assert len(page.of("h1")) == len(page.of("main")) == len(page.of("title")) == 1
    assert not page.of("script", "iframe", "object", "style")
    assert not any(
        name.startswith("on") or name == "style" for _, attributes in page.tags for name in attributes
    )
    for attributes in page.of("link", "img", "form"):
        target = attributes.get("href") or attributes.get("src") or attributes.get("action") or ""
        assert target.startswith("/") or attributes.get("rel") not in ("stylesheet", "icon")
    identifiers = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    labelled = {attributes["for"] for attributes in page.of("label")}
    for attributes in page.of("input", "textarea", "select"):
        assert attributes.get("type") == "hidden" or attributes["id"] in labelled
    assert all(attributes.get("scope") for attributes in page.of("th"))
    assert "no case-level and no victim-identifying" in re.sub(r"\s+", " ", answer.text)
    assert "CC0" in answer.text


def test_large_answers_on_their_way_are_bounded() -> None:
    sent: list[str] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message["type"])

    async def answer(size: int) -> _Watch:
        watch = _Watch(send, outgoing, 1.0)
        head = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % size)]}
        await watch(head)
        return watch

    outgoing = _Outgoing(1_000_000)
    first = asyncio.run(answer(900_000))
    asyncio.run(answer(60_000))  # small ones always go
    with pytest.raises(Problem) as caught:
        asyncio.run(answer(200_000))
    assert caught.value.kind == "overloaded"
    first.release()
    assert outgoing.size == 0
    asyncio.run(answer(2_000_000))  # alone, a large one goes
    assert len(sent) == 3
