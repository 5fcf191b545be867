"""Messages between the web process and the processes that evaluate: frames over Unix stream sockets.

A frame is two lengths (4 bytes each, big-endian), a JSON head and a body. The control channel carries frames
without bodies, some of them with a file descriptor.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable
from dataclasses import fields
from typing import Any, Final, get_args

from cpgraph.store import (
    Answer,
    Dataset,
    EvaluationError,
    Format,
    Job,
    QuerySyntaxError,
    ResultTooLargeError,
    UnwritableError,
)

LENGTHS: Final = struct.Struct(">II")
Head = dict[str, Any]
_JOB: Final = tuple(field.name for field in fields(Job))


def pack(head: Head, body: bytes = b"") -> bytes:
    """Write one frame."""
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return LENGTHS.pack(len(text), len(body)) + text + body


def receive(channel: socket.socket) -> tuple[Head, bytes] | None:
    """Read one frame from a blocking socket; None when the other side has closed it."""
    lengths = _exactly(channel, LENGTHS.size)
    if lengths is None:
        return None
    head_size, body_size = LENGTHS.unpack(lengths)
    content = _exactly(channel, head_size + body_size)
    if content is None:
        return None
    return json.loads(content[:head_size]), content[head_size:]


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = channel.recv(min(size - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)


def job_head(job: Job) -> Head:
    """Write a job as the head of a frame."""
    head = {field: getattr(job, field) for field in _JOB}  # `asdict` copies deeply
    head["dataset"] = {"default": job.dataset.default, "named": job.dataset.named}
    return head


def read_job(head: Head) -> Job:
    """Read a job from the head of a frame."""
    if head["format"] not in get_args(Format):
        raise ValueError(head["format"])
    default, named = head["dataset"]["default"], head["dataset"]["named"]
    dataset = Dataset(None if default is None else tuple(default), None if named is None else tuple(named))
    bindings = tuple((name, term) for name, term in head["bindings"])
    return Job(**(head | {"dataset": dataset, "bindings": bindings}))


def reply(make: Callable[[], Answer]) -> tuple[Head, bytes]:
    """Give the head and body of an answer; an error of the query is a reply too."""
    try:
        result = make()
    except QuerySyntaxError as error:
        place = {"line": error.line, "column": error.column}
        return {"error": "syntax", **place, "expected": error.expected}, b""
    except ResultTooLargeError as error:
        return {"error": "too-large", "unit": error.unit, "limit": error.limit}, b""
    except UnwritableError as error:
        return {"error": "unwritable", "message": str(error)}, b""
    except EvaluationError as error:
        return {"error": "evaluation", "message": str(error)[:500]}, b""
    return {"kind": result.kind, "rows": result.rows, "shown": result.shown}, result.body
