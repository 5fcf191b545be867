"""Old names, until the pages have moved."""

from cpgraph.web.responses import Result as New


class Result(New):
    """A result as the old pages make it."""

    def __init__(self, content_type: str, body: bytes, etag: str = "", *_: None) -> None:
        """Hold it."""
        super().__init__(content_type, body, {}, etag)


def result(content_type: str, body: bytes) -> Result:
    """Return a result."""
    return Result(content_type, body)
