"""Every limit and address of the service: one frozen record, each field with its default, read from CPGRAPH_*."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final, Literal

from cpgraph.errors import CpgraphError
from cpgraph.remote import Access

PREFIX: Final = "CPGRAPH_"
_KINDS: Final = {"int": "a whole number", "float": "a number", "bool": "yes or no"}


class SettingsError(CpgraphError):
    """A setting has a value that cannot be used."""

    code = "CPG-E510"
    exit_code = 2


def _default_workers() -> int:
    return max(4, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Settings:
    """How the service runs. The environment variable of a field is `CPGRAPH_` and its name in capitals."""

    graph: Path = Path("dist/cpgraph.nq")
    """The built graph, as N-Quads."""
    queries: Path = Path("queries/answers")
    """The folder of example queries."""
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = field(default_factory=_default_workers)
    """Processes that evaluate queries."""
    time_limit: float = 10.0
    """Seconds a query may run before its process is killed."""
    max_rows: int = 100_000
    """Rows (or triples) a result may have."""
    max_bytes: int = 16 * 2**20
    """Bytes a result may have, as written."""
    memory: int = 2**30
    """Bytes of address space a query may take beside the graph."""
    queue: int = 64
    """Queries that may wait for a process."""
    queue_time: float = 10.0
    """Seconds a query may wait for a process."""
    request_bytes: int = 2**20
    """Bytes of a request body."""
    url_bytes: int = 16 * 2**10
    """Bytes of a request target."""
    query_chars: int = 100_000
    """Characters of a query."""
    nesting: int = 64
    """Open braces, brackets and parentheses in a query at one place."""
    body_time: float = 10.0
    """Seconds a client may take to send a request body."""
    head_bytes: int = 64 * 2**10
    """Bytes of the head of a request."""
    header_time: float = 10.0
    """Seconds a client may take to send the head of a request."""
    send_time: float = 30.0
    """Seconds a client may take to read a quarter of a MiB of an answer."""
    outgoing_bytes: int = 256 * 2**20
    """Bytes of large answers that may be on their way at once."""
    connections: int = 1_000
    """Connections that may be open at once."""
    cache_bytes: int = 64 * 2**20
    """Bytes of results kept to be given again; 0 keeps none."""
    page_rows: int = 500
    """Rows of a result that a page draws; the whole is a click away."""
    services: tuple[str, ...] = ()
    """Endpoints that a SERVICE clause may name; with any, workers may open connections."""
    rate_limit: float = 20.0
    """Queries a second and client, on average; clients on this machine are not counted; 0 sets no limit."""
    rate_burst: int = 200
    """Queries a client may send at once before the average counts."""
    shutdown_time: float = 3.0
    """Seconds that running queries get when the service stops."""
    store: str = ""
    """Address of another SPARQL engine that evaluates in place of the embedded one; empty for the embedded one."""
    store_query: str = ""
    """Its address for queries, where that does not follow from `store`."""
    store_user: str = ""
    store_password: str = field(default="", repr=False)
    store_token: str = field(default="", repr=False)
    """A bearer token, in place of user and password."""
    store_scheme: Literal["basic", "digest"] = "basic"
    """How user and password are sent."""
    store_check: float = 30.0
    """Seconds after which it is looked again whether other data were published to the engine."""
    log_queries: bool = False
    """Whether the log holds the text of queries."""

    def __post_init__(self) -> None:
        """Refuse values that would leave the service unbounded or dead."""
        for name in ("workers", "time_limit", "max_rows", "max_bytes", "memory", "queue_time", "request_bytes",
                     "url_bytes", "query_chars", "nesting", "body_time", "head_bytes", "header_time", "send_time",
                     "page_rows", "outgoing_bytes", "connections", "store_check"):  # fmt: skip
            if getattr(self, name) <= 0:
                raise SettingsError(f"{PREFIX}{name.upper()} must be more than 0")
        for name in ("queue", "cache_bytes", "rate_limit", "shutdown_time"):
            if getattr(self, name) < 0:
                raise SettingsError(f"{PREFIX}{name.upper()} must not be less than 0")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, **given: object) -> Settings:
        """Read the settings that the environment has; `given` values other than None win over it.

        >>> Settings.from_environment({"CPGRAPH_TIME_LIMIT": "2.5"}, port=9000).time_limit
        2.5
        """
        environment = os.environ if environment is None else environment
        values: dict[str, object] = {}
        for item in fields(cls):
            text = environment.get(PREFIX + item.name.upper())
            if text is not None:
                values[item.name] = _read(item.name, str(item.type), text)
        values |= {name: value for name, value in given.items() if value is not None}
        return cls(**values)  # type: ignore[arg-type]


def access(settings: Settings | None = None) -> Access:
    """Give what signs requests to another engine, by default as the environment has it."""
    settings = Settings.from_environment() if settings is None else settings
    return Access(settings.store_user, settings.store_password, settings.store_token, settings.store_scheme)


def _read(name: str, kind: str, text: str) -> object:
    try:
        match kind:
            case "int":
                return int(text)
            case "float":
                return float(text)
            case "bool":
                return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
                    text.lower()
                ]
            case "Path":
                return Path(text)
            case "tuple[str, ...]":
                return tuple(text.split())
            case _:
                return text
    except (ValueError, KeyError):
        raise SettingsError(f"{PREFIX}{name.upper()} is {text!r}: it must be {_KINDS[kind]}") from None
