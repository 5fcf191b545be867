"""Every setting of the service: a name, a default and a sentence, read from CPGRAPH_*."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from cpgraph.errors import CpgraphError
from cpgraph.remote import Access

PREFIX: Final = "CPGRAPH_"
Positive = Annotated[int, Field(gt=0)]
Natural = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Duration = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Words = Annotated[
    tuple[str, ...], NoDecode, BeforeValidator(lambda it: it.split() if isinstance(it, str) else it)
]


class SettingsError(CpgraphError):
    """A setting has a value that cannot be used."""

    code = "CPG-E510"
    exit_code = 2


class Settings(BaseSettings):
    """How the service runs. The environment variable of a field is `CPGRAPH_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    graph: Path = Path("dist/cpgraph.nq")  # the built graph, as N-Quads
    queries: Path = Path("queries/answers")  # the folder of questions
    source: str = ""  # a copy of a report that is served: a text, a PDF, or a folder of them
    host: str = "127.0.0.1"  # address to listen at
    port: Annotated[int, Field(ge=0, lt=65536)] = 8000
    workers: Positive = Field(default_factory=lambda: max(4, os.cpu_count() or 1))  # processes that evaluate
    time_limit: Seconds = 10.0  # that a query may run before its process is killed
    max_rows: Positive = 100_000  # or triples, of a result
    max_bytes: Positive = 16 * 2**20  # of a result, as written
    memory: Positive = 2**30  # bytes of address space that a query may take beside the graph
    queue: Natural = 64  # queries that may wait for a process
    queue_time: Seconds = 10.0  # that a query may wait for a process
    request_bytes: Positive = 2**20  # of a request's body
    url_bytes: Positive = 16 * 2**10  # of a request's target
    query_chars: Positive = 100_000  # of a query
    nesting: Positive = 64  # open braces, brackets and parentheses in a query at one place
    body_time: Seconds = 10.0  # that a client may take to send a body
    head_bytes: Positive = 64 * 2**10  # of the head of a request
    header_time: Seconds = 10.0  # that a client may take to send a head
    send_time: Seconds = 30.0  # that a client may take to read a quarter of a MiB of an answer
    outgoing_bytes: Positive = 256 * 2**20  # of large answers that may be on their way at once
    connections: Positive = 1_000  # that may be open at once
    cache_bytes: Natural = 64 * 2**20  # of kept results; 0 keeps none
    page_rows: Positive = 500  # of a result that a page draws; the whole is a click away
    services: Words = ()  # endpoints that SERVICE may name; with any, workers may open connections
    rate_limit: Duration = (
        20.0  # queries a second and client on average, but for this machine; 0 for no limit
    )
    rate_burst: Positive = 200  # queries that a client may send at once before the average counts
    shutdown_time: Duration = 3.0  # seconds that running queries get when the service stops
    store: str = ""  # address of another SPARQL engine that evaluates in place of the embedded one
    store_query: str = ""  # its address for queries, where that does not follow
    store_user: str = ""
    store_password: str = Field(default="", repr=False)
    store_token: str = Field(default="", repr=False)  # a bearer token, in place of user and password
    store_scheme: Literal["basic", "digest"] = "basic"  # how user and password are sent
    store_check: Seconds = 30.0  # after which it is looked again whether other data were published
    log_queries: bool = False  # whether the log holds the text of queries

    @classmethod
    def from_environment(cls, **given: Any) -> Self:
        """Return the settings of the environment; `given` values other than None win. Raises `SettingsError`."""
        try:
            return cls(**{name: value for name, value in given.items() if value is not None})
        except ValidationError as error:
            first = error.errors()[0]
            name, why = f"{PREFIX}{first['loc'][0]}".upper(), first["msg"].removeprefix("Input ")
            raise SettingsError(f"{name} is {first['input']!r}: it {why}") from None


def access(settings: Settings | None = None) -> Access:
    """Return what signs requests to another engine, by default as the environment has it."""
    settings = settings or Settings.from_environment()
    return Access(settings.store_user, settings.store_password, settings.store_token, settings.store_scheme)
