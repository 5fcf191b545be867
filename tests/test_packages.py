"""The packages as others get them: sdist from a checkout, wheel from the sdist, both whole, neither with the text."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from packaging.metadata import Metadata

from conftest import REPO, source_files
from cpgraph.records.data import Data
from test_guard import AGAIN, Source, carries, names, plain

pytestmark = pytest.mark.slow
EDITOR = "cpgraph/web/static/vendor/editor.js"
INVENTED = "\n".join(
    f"Line {n} of a text that stands in for the report, long enough to be known." for n in range(99)
)


class Packages(NamedTuple):
    """Names and contents of both archives, the wheel itself, and a text that lay in the checkout."""

    sdist: dict[str, bytes]
    wheel: dict[str, bytes]
    file: Path
    text: str


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    """Build as `python -m build` does, from a checkout in which the report's text lies about.

    The wheel's build has an environment of its own, with what the sdist says it needs and no more.
    """
    home, out = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("packages")
    for name in subprocess.check_output(["git", "ls-files"], cwd=REPO, text=True).splitlines():
        if (REPO / name).is_file():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPO / name, home / name)
    editor, text = (
        home / "src" / EDITOR,
        "\n".join(path.read_text("utf-8") for path in source_files()) or INVENTED,
    )
    editor.parent.mkdir(parents=True)
    editor.write_text("// the editor\n")
    places = [
        home / "report.txt",
        home / "dist/report.txt",
        next((home / "data/reports").iterdir()) / "report.txt",
    ]
    for path in places:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    environment = os.environ | {"CPGRAPH_SOURCE": str(places[0])}
    for step in (
        ["hatchling", "build", "-t", "sdist", "-d", out],
        ["pip", "wheel", "-q", "--no-deps", "-w", out],
    ):
        command = [sys.executable, "-m", *map(str, step), *map(str, out.glob("*.tar.gz"))]
        subprocess.run(command, cwd=home, env=environment, check=True, timeout=500)
    (archive,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    with tarfile.open(archive) as opened:
        members = {one.name.partition("/")[2]: opened.extractfile(one) for one in opened if one.isfile()}
        sdist = {name: file.read() for name, file in members.items() if file}
    with zipfile.ZipFile(wheel) as packed:
        return Packages(sdist, {name: packed.read(name) for name in packed.namelist()}, wheel, text)


def test_both_are_whole_and_say_what_they_are(packages: Packages) -> None:
    tracked = set(subprocess.check_output(["git", "ls-files"], cwd=REPO, text=True).splitlines())
    assert tracked - set(packages.sdist) <= {".gitattributes"}
    modules = {name.removeprefix("src/") for name in tracked if name.startswith("src/")}
    assert modules | {EDITOR} <= set(packages.wheel)
    bundled = {name.removeprefix("cpgraph/_bundle/") for name in packages.wheel if "/_bundle/" in name}
    assert {name for name in tracked if name.startswith(("ontology/", "queries/"))} <= bundled
    assert {"dist/cpgraph.nq", "dist/SHA256SUMS", "LICENSE-DATA", "CITATION.cff"} <= bundled
    (name,) = (name for name in packages.wheel if name.endswith(".dist-info/METADATA"))
    told = Metadata.from_email(packages.wheel[name])  # raises on what an index would refuse
    assert told.description_content_type == "text/markdown"
    given = [told.project_urls, told.author_email, told.home_page]
    assert not any(given), "an address that nobody gave"


def test_neither_holds_the_text_of_the_report(packages: Packages, data: Data) -> None:
    sources, exempt = [Source(plain(packages.text))], names(data)
    for name, content in (packages.sdist | packages.wheel).items():
        if Path(name).suffix not in AGAIN:
            assert not carries(sources, exempt, name, content), name
        assert not name.endswith("report.txt")


def test_what_is_installed_answers_and_serves_in_an_empty_folder(packages: Packages, tmp_path: Path) -> None:
    place, empty = tmp_path / "installed", tmp_path / "empty"
    with zipfile.ZipFile(packages.file) as wheel:
        wheel.extractall(place)
    empty.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CPGRAPH_")}
    environment |= {"PYTHONPATH": str(place)}
    command = [sys.executable, "-m", "cpgraph"]
    rows = subprocess.check_output([*command, "query", "shares-that-do-not-fit"], cwd=empty, env=environment)
    assert rows.count(b"obs:share_") == 2
    process = subprocess.Popen(
        [*command, "serve", "--port", "0"], cwd=empty, env=environment, stderr=subprocess.PIPE
    )
    try:
        assert process.stderr
        found = next(found for line in process.stderr if (found := re.search(rb"http://[\d.]+:\d+", line)))
        url = found[0].decode()
        assert httpx.get(f"{url}/queries/offenders-in-a-year?format=csv", timeout=30).text.count("\n") == 2
        assert httpx.get(f"{url}/ns", headers={"Accept": "text/turtle"}, timeout=30).status_code == 200
        assert httpx.get(f"{url}/static/vendor/editor.js", timeout=30).text == "// the editor\n"
    finally:
        process.terminate()
        process.communicate(timeout=20)
    assert not list(empty.iterdir())
