"""Old names, until the pages have moved."""


def fragment(host: str, iri: str) -> str:
    """Give the name by which a page leads to what is described on it."""
    return iri.removeprefix(host).lstrip(".#")
