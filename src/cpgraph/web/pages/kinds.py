"""The kinds of things that have pages, read from `kinds.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import yaml

from cpgraph import vocab


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: `id` names its list, `group` is where the list is offered, `view` the page it has."""

    id: str
    group: str
    one: str
    many: str
    view: str = ""
    classes: frozenset[str] = frozenset()


def _read() -> Iterator[Kind]:
    kinds = yaml.safe_load((files("cpgraph.web.pages") / "kinds.yaml").read_text(encoding="utf-8"))
    for id_, given in kinds.items():
        names = (name.split(":") for name in given.pop("classes", "").split())
        yield Kind(id_, **given, classes=frozenset(vocab.PREFIXES[prefix] + name for prefix, name in names))


KINDS: Final = {kind.id: kind for kind in _read()}


def of_classes(classes: Iterable[str]) -> Kind:
    """Return the kind of a thing of these classes.

    >>> of_classes([vocab.SKOS.Concept.value, vocab.CPG.Definition.value]).one
    'definition'
    """
    known = set(classes)
    return next((kind for kind in KINDS.values() if known & kind.classes), KINDS["things"])
