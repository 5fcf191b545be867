"""YAML with the place of each of its parts. All scalars are texts, so that `no`, `1.10` and dates stay as written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import yaml

from cpgraph.errors import Place

Path_ = tuple[str | int, ...]
# the loader in C, where the library was built with it, takes a fifth of the time
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Marked:
    """A YAML value with the place of each of its parts."""

    value: Any
    file: str
    marks: dict[Path_, tuple[int, int]]

    def place(self, path: Path_ = ()) -> Place:
        """The place of a part, or of the nearest part around it that has one."""
        while path and path not in self.marks:
            path = path[:-1]
        line, column = self.marks.get(path, (1, 1))
        return Place(self.file, line, column)


def compose(text: str, file: str, fault: Callable[[Place, str, str], object]) -> Marked | None:
    """Return a text of YAML as strings, lists and mappings; `fault` hears of each problem with its place and remedy.

    Nothing is returned where the text is no YAML.
    """
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        fault(place, f"not YAML: {error.problem}", "Fix the syntax; quote text with , : or #.")
        return None
    marks: dict[Path_, tuple[int, int]] = {}

    def plain(node: yaml.Node, path: Path_) -> Any:
        marks[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            result: dict[str, Any] = {}
            for key, value in node.value:
                spot = Place(file, key.start_mark.line + 1, key.start_mark.column + 1)
                if not isinstance(key, yaml.ScalarNode):
                    fault(spot, "a key that is not a word", "Write a plain key.")
                elif key.value in result:
                    fault(spot, f"the key {key.value!r} stands here twice", "Remove one of the two.")
                else:
                    result[key.value] = plain(value, (*path, key.value))
                    if not isinstance(value, yaml.CollectionNode) and value.value == "":
                        marks[(*path, key.value)] = (spot.line, spot.column)
            return result
        if isinstance(node, yaml.SequenceNode):
            return [plain(item, (*path, index)) for index, item in enumerate(node.value)]
        return node.value

    value = plain(node, ()) if node is not None else None
    return Marked(value, file, marks)
