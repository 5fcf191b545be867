"""Build the graph and put it into the wheel, with the ontology, the queries and the papers that go with the data.

An installed wheel then serves without a checkout; an editable install reads the checkout itself.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED = ("docs", "ontology", "queries", "LICENSE-DATA", "CITATION.cff")


class BundleHook(BuildHookInterface):
    """Add what a build writes and the bundled paths to a standard wheel; leave an editable one alone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build from these sources, so that no older graph of a checkout gets in; it takes half a minute."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from cpgraph.build import build

        self._made = TemporaryDirectory()
        build(root, Path(self._made.name), self.app.display_info)
        paths = {"dist": self._made.name} | {name: str(root / name) for name in BUNDLED}
        build_data["force_include"] |= {path: f"cpgraph/_bundle/{name}" for name, path in paths.items()}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatch's
        """Remove the built files, which are in the wheel now."""
        if version != "editable":
            self._made.cleanup()
