"""Which pages there are. How a kind of page is made is told in `docs/architecture.md`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cpgraph.web.pages.page import Page
from cpgraph.web.pages.views import breakdown, check, claim, generic, ns, observation, part, population
from cpgraph.web.problems import KINDS

PAGES: Final[Mapping[str, Page]] = {
    page.name: page
    for page in (
        *map(Page, "anomaly category conduct crosswalk definition effect graph law mention".split()),
        *map(Page, "house note query report scheme shapes".split()),
        Page("breakdown", breakdown.context, draws=True),
        Page("claim", claim.context, draws=True),
        Page("check", check.context, second=check.query),
        Page("generic", generic.context),
        Page("measure", population.measure, draws=True),
        Page("ns", ns.context),
        Page("observation", observation.context),
        Page("part", part.context, part.csv, draws=True),
        Page("population", population.population, draws=True),
        Page("problems", lambda _: {"problems": KINDS}),
        Page("universe", population.universe, draws=True),
    )
}
"""The kinds of pages by name; `Thing.view` is the name of the page that a thing has."""
