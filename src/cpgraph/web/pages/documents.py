"""The documents of `docs/` as pages: their headings can be linked to, and what names another leads to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from cpgraph.paths import home

_NO_WORD: Final = re.compile(r"[^a-z0-9]+")


def names() -> list[str]:
    """Return the documents, in order."""
    return sorted(path.stem for path in (home() / "docs").glob("*.md"))


@cache
def page(name: str) -> Mapping[str, Any]:
    """Return the title of a document, its content as HTML, and its headings with what a link names them by."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse((home() / "docs" / f"{name}.md").read_text(encoding="utf-8"))
    title, contents = name, []
    for token, inner in zip(tokens, [*tokens[1:], tokens[-1]], strict=True):
        if token.type == "heading_open":
            place = _NO_WORD.sub("-", inner.content.lower()).strip("-")
            token.attrSet("id", place)
            if token.tag == "h1":
                title = inner.content
            elif token.tag == "h2":
                contents.append((place, inner.content.replace("`", "")))
        token.children = list(_linked(token.children or [], name)) if token.type == "inline" else None
    if title != name:
        tokens = tokens[3:]  # every page has its title as heading
    html = parser.renderer.render(tokens, parser.options, {})
    html = html.replace(
        "<table>", '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>'
    ).replace("</table>", "</table></div>")
    html = html.replace("<th>", '<th scope="col">').replace("<th style", '<th scope="col" style')
    return {"title": title, "contents": contents, "html": html}


def _linked(tokens: list[Token], itself: str) -> Iterator[Token]:
    """Yield the tokens of a text: a document that it names is linked, and a link to a file that is no page is not."""
    is_linked = True
    for token in tokens:
        goal = str(token.attrGet("href") or "") if token.type == "link_open" else ""
        named = token.content if token.type == "code_inline" else goal.partition("#")[0]
        other = named.removeprefix("docs/").removesuffix(".md")
        if named.endswith(".md") and other in names() and other != itself:
            if token.type == "code_inline":
                yield Token("link_open", "a", 1, {"href": f"/docs/{other}"})
                yield token
                yield Token("link_close", "a", -1)
                continue
            token.attrSet("href", goal.replace(named, f"/docs/{other}", 1))
        elif goal and not goal.startswith(("http", "/", "#")):
            is_linked = False
            continue
        if token.type == "link_close" and not is_linked:
            is_linked = True
            continue
        yield token
