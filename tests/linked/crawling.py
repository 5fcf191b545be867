"""A walk over the whole site from its home page."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

from .asking import Answer, Site
from .reading import Page

_PAGES = ("", "ns", "shapes", "problems", "browse", "search", "quality", "api")


@dataclass
class Crawl:
    """What a walk found: pages by path with their ids, what was wrong, and links to what is no page."""

    pages: dict[str, frozenset[str]] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)
    wanted: dict[tuple[str, str], str] = field(default_factory=dict)
    """Path and fragment of each link to a page, with a page that has the link."""
    others: dict[str, str] = field(default_factory=dict)

    @property
    def dead(self) -> dict[tuple[str, str], str]:
        """The links to a place that their page does not have."""
        return {
            (path, place): source
            for (path, place), source in self.wanted.items()
            if place and place not in self.pages[path]
        }


def walk(site: Site) -> Crawl:
    """Follow links to pages until nothing is new; each page is read once and not kept."""
    found = Crawl()
    waiting = {"/"}
    while waiting:
        for path, answer in site.all(sorted(waiting)).items():
            _take(found, path, answer)
        waiting = {path for path, _ in found.wanted} - set(found.pages)
    return found


def _take(found: Crawl, path: str, answer: Answer) -> None:
    found.pages[path] = frozenset()
    kind = answer.headers.get("content-type", "")
    if answer.status != 200 or not kind.startswith("text/html"):
        found.faults[path] = [f"{answer.status} {kind}"]
        return
    page = Page(answer.text)
    found.pages[path] = frozenset(page.ids)
    if page.faults:
        found.faults[path] = page.faults
    for link in page.links:
        parts = urlsplit(urljoin(path, link))
        if parts.scheme or parts.netloc:
            continue
        if parts.query or not _is_page(parts.path):
            found.others.setdefault(f"{parts.path}?{parts.query}" if parts.query else parts.path, path)
        else:
            found.wanted.setdefault((parts.path, unquote(parts.fragment)), path)


def _is_page(path: str) -> bool:
    return path.endswith(".html") or path.strip("/").partition("/")[0] in _PAGES
