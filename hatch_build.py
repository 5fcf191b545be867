"""Put the built graph, the ontology and the queries into the wheel.

An installed wheel then serves without a checkout; an editable install reads the checkout itself.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED = ("dist", "ontology", "queries")


class BundleHook(BuildHookInterface):
    """Add the bundled paths to a standard wheel; leave an editable one alone."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Force-include each bundled path, or say which command makes the missing one."""
        if version == "editable":
            return
        for name in BUNDLED:
            path = Path(self.root, name)
            if not path.exists():
                raise FileNotFoundError(f"{name} is missing: run `make build` before building a wheel")
            build_data["force_include"][str(path)] = f"cpgraph/_bundle/{name}"
