"""What evaluates queries: workers of our own, or another engine."""

from __future__ import annotations

from cpgraph.web.engine.base import Engine
from cpgraph.web.settings import Settings


def new_engine(settings: Settings) -> Engine:
    """Return the engine that the settings choose; it is still to be started."""
    if settings.store:
        from cpgraph.web.engine.remote import Remote

        return Remote(settings)
    from cpgraph.web.engine.local import Local

    return Local(settings)
