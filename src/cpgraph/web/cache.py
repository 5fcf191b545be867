"""Old names, until the pages have moved."""

from cpgraph.web.engine.cache import Result as New


def result(content_type: str, body: bytes) -> New:
    """Return a result."""
    return New(content_type, body)


def Result(content_type: str, body: bytes, etag: str, _rows: None, _shown: None) -> New:  # noqa: N802
    """Return a result."""
    return New(content_type, body, {}, etag)
