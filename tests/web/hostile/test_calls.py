"""Calls made up from our own description of the calls, right ones and wrong ones: each is answered as described."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cpgraph.web.app import create_app
from cpgraph.web.settings import Settings

from .conftest import REAL, Storm
from .judging import judge

CHECKS = [
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
DOCUMENT = create_app(Settings(queries=REAL)).openapi()
NARROW = r"^(?:https://w3id\.org/cpgraph/[a-z]{1,9}/[A-Za-z0-9._-]{1,20}|[a-z]{1,9}/[a-z0-9-]{1,20})$"
"""IRIs as a person would write them; to make up strings of the whole of Unicode takes seconds for each query."""


def narrowed(document: dict[str, Any]) -> dict[str, Any]:
    """The same description, with IRIs that are quickly made up."""
    copy: dict[str, Any] = json.loads(json.dumps(document))
    for calls in copy["paths"].values():
        for parameter in calls.get("get", {}).get("parameters", ()):
            if "://" in parameter["schema"].get("pattern", ""):
                parameter["schema"]["pattern"] = NARROW
    return copy


LOADED = schemathesis.openapi.from_dict(narrowed(DOCUMENT))
OPERATIONS = {found.ok().label: found.ok() for found in LOADED.get_all_operations()}
QUERIES = [label for label in OPERATIONS if "/queries/" in label]
OTHERS = [label for label in OPERATIONS if label not in QUERIES]
RIGHT, WRONG = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
CASES = [
    *((label, RIGHT, 2) for label in QUERIES),
    *((label, WRONG, 4) for label in QUERIES[::9]),
    *((label, RIGHT, 15) for label in OTHERS),
    *((label, WRONG, 15) for label in OTHERS if OPERATIONS[label].query),
]
"""Operations, whether their calls are right, and how many are made up; all queries are one kind of call."""


def test_the_service_gives_the_description_that_calls_are_made_of(storm: Storm) -> None:
    given_paths = httpx.get(f"{storm.url}/openapi.json").json()["paths"]
    assert given_paths == DOCUMENT["paths"]
    assert len(OPERATIONS) == sum(len(calls) for calls in DOCUMENT["paths"].values())


@pytest.mark.parametrize(
    ("label", "mode", "count"), CASES, ids=lambda value: getattr(value, "value", str(value))
)
def test_a_made_up_call_is_answered_as_described(
    storm: Storm, label: str, mode: GenerationMode, count: int
) -> None:
    few = settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))

    @few
    @given(OPERATIONS[label].as_strategy(generation_mode=mode))
    def hold(case: Any) -> None:
        answer = case.call(base_url=storm.url)
        case.validate_response(answer, checks=CHECKS)
        headers = {name.lower(): ", ".join(lines) for name, lines in answer.headers.items()}
        if headers.pop("content-encoding", None):
            del headers["content-length"]  # it is that of the packed body
        judge(answer.status_code, headers, answer.content, method=str(answer.request.method))

    hold()
