"""Relative references, resolved as RFC 3986 has it (section 5.2); the standard library knows only some schemes."""

from __future__ import annotations

import re
from typing import Final

_PARTS: Final = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ILLEGAL: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


def is_absolute(iri: str) -> bool:
    """Say whether an IRI reference names its scheme."""
    return _SCHEME.match(iri) is not None


def is_legal(iri: str) -> bool:
    """Say whether a text has only characters that an IRI reference may have."""
    return _ILLEGAL.search(iri) is None


def resolve(base: str, reference: str) -> str:
    """Resolve a reference against an absolute base IRI.

    >>> resolve("http://a/b/c/d;p?q", "../g")
    'http://a/b/g'
    """
    scheme, authority, path, query, fragment = _split(reference)
    if scheme is not None:
        return _join(scheme, authority, _without_dots(path), query, fragment)
    base_scheme, base_authority, base_path, base_query, _ = _split(base)
    if authority is not None:
        return _join(base_scheme, authority, _without_dots(path), query, fragment)
    if not path:
        return _join(base_scheme, base_authority, base_path, base_query if query is None else query, fragment)
    if not path.startswith("/"):
        folder = base_path[: base_path.rfind("/") + 1]
        path = f"/{path}" if base_authority is not None and not base_path else folder + path
    return _join(base_scheme, base_authority, _without_dots(path), query, fragment)


_Parts = tuple[str | None, str | None, str, str | None, str | None]


def _split(iri: str) -> _Parts:
    found = _PARTS.fullmatch(iri)
    if found is None:  # pragma: no cover - the pattern takes every text
        raise ValueError(iri)
    return found[1], found[2], found[3], found[4], found[5]


def _join(
    scheme: str | None, authority: str | None, path: str, query: str | None, fragment: str | None
) -> str:
    text = "" if scheme is None else f"{scheme}:"
    text += "" if authority is None else f"//{authority}"
    text += path
    text += "" if query is None else f"?{query}"
    return text + ("" if fragment is None else f"#{fragment}")


def _without_dots(path: str) -> str:
    kept: list[str] = []
    steps = path.split("/")
    for number, step in enumerate(steps):
        is_last = number == len(steps) - 1
        if step == "..":
            if len(kept) > 1 or (kept and kept[0]):
                kept.pop()
        elif step != ".":
            kept.append(step)
        if is_last and step in (".", ".."):
            kept.append("")
    return "/".join(kept)
