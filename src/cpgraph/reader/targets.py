"""What an IRI of another dataset must look like, and where a likely-looking one is a mistake.

One letter names another thing: `https://www.wikidata.org/entity/Q30` is not the item Q30, whose name
begins with http. What each namespace says was read in the dataset itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cpgraph.vocab import BASE

# Namespace, and what may follow it.
NAMESPACES: tuple[tuple[str, str], ...] = (
    ("http://dbpedia.org/resource/", r"[A-Z][^/?#]*"),
    ("http://eurovoc.europa.eu/", r"\d+"),
    ("http://id.loc.gov/authorities/subjects/", r"sh\d{8}(\d\d)?"),
    ("http://publications.europa.eu/resource/authority/", r"[a-z-]+/[A-Z0-9_]+"),
    ("http://purl.fdlp.gov/", r"GPO/gpo\d+"),
    # the list of 2009 has no code for both sexes together
    ("http://purl.org/linked-data/sdmx/2009/code#", r"sex-[FMNU]"),
    ("http://qudt.org/vocab/unit/", r"[A-Z][A-Za-z0-9_-]*"),
    # its government years are British ones and begin in April
    ("http://reference.data.gov.uk/id/", r"gregorian-interval/\d{4}-\d\d-\d\dT00:00:00/P\d+[YM]"),
    # SCALES says the terms with a hash; some of its queries leave it out
    ("http://release.niem.gov/", r"niem/domains/jxdm/7\.2/#[A-Z][A-Za-z]+"),
    ("http://schemas.scales-okn.org/rdf/scales#", r"Court/[a-z]+"),
    ("http://www.ontology-of-units-of-measure.org/resource/om-2/", r"[A-Za-z]+"),
    ("http://www.wikidata.org/entity/", r"Q[1-9]\d*"),
    ("https://folio.openlegalstandard.org/", r"R[A-Za-z0-9]+"),
    ("https://guidelines.ussc.gov/", r"apex/r/ussc_apex/guidelinesapp/[a-z-]+\?APP_[A-Z_]+=[A-Z0-9.%]+"),
    ("https://purl.org/okn/", r"frink/kg/[a-z-]+"),
    ("https://ror.org/", r"0[a-z0-9]{6}\d\d"),
    ("https://schema.org/", r"[A-Za-z]+"),
    ("https://www.courtlistener.com/", r"(court|api/rest/v4/courts)/[a-z]+/"),
    ("https://www.govinfo.gov/link/", r"[a-z]+/[a-z0-9/+]+(\?year=\d{4})?"),
    # GeoNames is found in both writings, and always with the slash at the end
    ("http://sws.geonames.org/", r"\d+/"),
    ("https://sws.geonames.org/", r"\d+/"),
)

# Names that mislead: what they are in truth.
NEVER = {
    "http://eurovoc.europa.eu/5669": "the image that a person has in public, not a picture",
}

# What no identity leads to: the starts of the names, and why.
_NEVER_EQUAL = {
    "https://folio.openlegalstandard.org/": "a thing of FOLIO is a class, and ours is none",
}

# Vocabularies whose names are terms: headings, classes, properties; all else is a page, a record or a thing.
_TERMS = (
    BASE,
    "http://eurovoc.europa.eu/",
    "http://id.loc.gov/authorities/subjects/",
    "http://qudt.org/vocab/unit/",
    "http://release.niem.gov/",
    "http://www.ontology-of-units-of-measure.org/",
    "https://folio.openlegalstandard.org/",
)

_ABSOLUTE = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?/[!#$%&'()*+,./:;=?@A-Za-z0-9_~\[\]-]*")
_ESCAPE = re.compile(r"%(?![0-9A-F]{2})")


def namespace(target: str) -> str:
    """The namespace of a target, or its host where the table has none."""
    for start, _ in NAMESPACES:
        if target.startswith(start):
            return start
    return "/".join(target.split("/")[:3]) + "/"


def never_equal(target: str) -> str:
    """Why nothing of ours is the same as the target; an empty text where it may be."""
    return next((why for start, why in _NEVER_EQUAL.items() if target.startswith(start)), "")


def is_term(target: str) -> bool:
    """Tell whether a target is a term of a vocabulary, and no page, record or thing."""
    return target.startswith(_TERMS)


def faults(target: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a target, each with its remedy."""
    if not _ABSOLUTE.fullmatch(target) or _ESCAPE.search(target):
        remedy = (
            "Write http or https, a host, a path; other characters in percent form, such as %C2%A7 for §."
        )
        yield f"{target!r} is not an absolute IRI", remedy
        return
    if target in NEVER:
        yield f"{target!r} is {NEVER[target]}", "Leave the row out."
    rest = target.partition("://")[2]
    near = [(start, local) for start, local in NAMESPACES if rest.startswith(start.partition("://")[2])]
    same = [(start, local) for start, local in near if target.startswith(start)]
    if near and not same:
        yield f"{target!r} is not the name that its dataset uses", f"Begin it with {near[0][0]}"
    for start, local in same:
        if not re.fullmatch(local, target.removeprefix(start)):
            yield f"{target!r} is none of the names known in {start}", f"After that must stand {local}"
