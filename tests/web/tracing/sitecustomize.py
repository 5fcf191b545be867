"""Notes the files of ours in which a function runs, in every process of a service.

A note is a folder: to make one needs no descriptor, of which a worker may have none.
"""

import contextlib
import os
import sys
import threading
from pathlib import Path
from typing import Any

_OURS, _NOTES = os.environ.get("REACH_OF", ""), os.environ.get("REACH_INTO", "")


def note(frame: Any, event: str, _argument: object) -> None:
    code = frame.f_code
    if event == "call" and code.co_filename.startswith(_OURS) and code.co_name != "<module>":
        with contextlib.suppress(OSError):
            Path(_NOTES, code.co_filename[len(_OURS) :].replace("/", "|")).mkdir()


if _OURS:
    threading.setprofile(note)
    sys.setprofile(note)
