"""The command line, run inside a test's own process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest

from cpgraph import cli


class Done(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


def run(*arguments: str | Path, **environment: str | Path) -> Done:
    """The end of `cpgraph ARGUMENTS`, with these variables in the environment beside its own."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", newline="", write_through=True) for _ in "oe")
    added: Mapping[str, str] = {name: str(value) for name, value in environment.items()}
    with patch.dict(os.environ, added), redirect_stdout(out), redirect_stderr(err):
        with pytest.raises(SystemExit) as left:
            cli.main([str(argument) for argument in arguments])
        code = int(left.value.code or 0)
    printed = (stream.buffer.getvalue().decode() for stream in (out, err))
    return Done(code, *printed)
