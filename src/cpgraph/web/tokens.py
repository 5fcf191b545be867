"""The terminals of SPARQL (1.2, section 19.8): comments, strings, IRIs and escapes are seen as what they are.

All is linear in the length of the text. Characters above ASCII pass as letters: what the grammar does not allow
in a name, the engine refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import pyoxigraph as ox

from cpgraph.web.problems import at

_LETTER: Final = r"[^\x00-\x40\x5b-\x60\x7b-\x7f]"
_WORD: Final = r"[^\x00-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]"
_CHAR: Final = r"[^\x00-\x2c\x2e\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]"
_NAME: Final = rf"{_CHAR}*+(?:\.++{_CHAR}++)*+"  # the rest of a name: a dot may stand in it, and not end it
_MORE: Final = rf"(?:{_CHAR}|:|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%])"
_UCHAR: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRI: Final = rf"<(?:[^<>\"{{}}|^`\\\x00-\x20]|{_UCHAR})*>"
_COMMENT: Final = r"\#[^\r\n]*"
_STRING: Final = (
    r"'''(?:'{0,2}(?:[^'\\]|\\.))*+'''"
    r'|"""(?:"{0,2}(?:[^"\\]|\\.))*+"""'
    r"|'(?:[^'\\\n\r]|\\[^\n\r])*+'"
    r'|"(?:[^"\\\n\r]|\\[^\n\r])*+"'
)
_TOKEN: Final = re.compile(
    rf"""
    (?P<space>(?:[ \t\r\n]+|{_COMMENT})+)
  | (?P<iri>{_IRI})
  | (?P<string>{_STRING})
  | (?P<var>[?$]{_WORD}+)
  | (?P<bnode>_:{_WORD}{_NAME})
  | (?P<pname>(?:{_LETTER}{_NAME})?+:(?:(?!-){_MORE}++(?:\.++{_MORE}++)*+)?)
  | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
  | (?P<number>(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)
  | (?P<run>(?:{_LETTER}|_){_NAME})
  | (?P<op>\^\^|\|\||&&|!=|<=|>=|<<\(|\)>>|<<|>>|\{{\||\|\}}|[{{}}()\[\].,;|/^*+?!=<>~-])
  | (?P<bad>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# a run of names and dots without a colon is read at once, or `a.a.a` would cost its square
_IN_RUN: Final = re.compile(r"(?P<word>[A-Za-z_]\w*)|(?P<number>[0-9]+)|(?P<op>[.-])|(?P<bad>.)", re.ASCII)
_OUTSIDE: Final = re.compile(
    rf"{_COMMENT}|<<\(?|{_IRI}|{_STRING}|(?P<escape>{_UCHAR})|\\.", re.VERBOSE | re.DOTALL
)
_PARTING: Final = frozenset(" \"'<>#\\{}()[]")

CLOSING: Final = {"{": "}", "(": ")", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}"}
TERMS: Final = frozenset({"iri", "pname", "var", "bnode", "string", "number"})
AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
UPDATES: Final = frozenset(
    "INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY WITH USING INTO DATA TO ALL DEFAULT".split()
)
KEYWORDS: Final = AGGREGATES | set(
    """SELECT ASK CONSTRUCT DESCRIBE BASE PREFIX VERSION DISTINCT REDUCED AS FROM NAMED WHERE GROUP BY HAVING ORDER
    ASC DESC LIMIT OFFSET VALUES OPTIONAL GRAPH SERVICE SILENT BIND UNDEF MINUS UNION FILTER LATERAL A NOT EXISTS IN
    TRUE FALSE SEPARATOR STR LANG LANGMATCHES LANGDIR DATATYPE BOUND IRI URI BNODE ABS CEIL FLOOR ROUND CONCAT STRLEN
    UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS
    TIMEZONE TZ MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRLANGDIR STRDT SAMETERM SAMEVALUE ISIRI ISURI
    ISBLANK ISLITERAL ISNUMERIC HASLANG HASLANGDIR REGEX SUBSTR REPLACE TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE
    ADJUST NOW RAND UUID STRUUID""".split()
)
_WELL_KNOWN: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dct": "http://purl.org/dc/terms/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}


class Token(NamedTuple):
    """One terminal: its kind, its text, and where it begins (from 0)."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The keyword in capitals, empty for all that is none."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)


def _escapes(text: str) -> Iterator[re.Match[str]]:
    """Yield the codepoint escapes that stand outside of strings, IRIs and comments."""
    if "\\u" in text or "\\U" in text:
        yield from (match for match in _OUTSIDE.finditer(text) if match["escape"])


def decode(text: str) -> str:
    r"""Return a query with the escapes of names and keywords decoded; the engine knows those of strings and IRIs.

    >>> decode(r"S\u0045LECT ?\u0061 { ?a ?b '\u0027' }")
    "SELECT ?a { ?a ?b '\\u0027' }"
    """
    parts, last = [], 0
    for match in _escapes(text):
        number = int(match[0].lstrip("\\uU"), 16)
        char = chr(number) if number <= 0x10FFFF else ""
        if not char.isprintable() or char in _PARTING:
            detail = f"The escape {match[0]} stands for a character that is not allowed here."
            raise at("malformed-query", text, match.start(), detail, "Write the character itself.")
        parts += [text[last : match.start()], char]
        last = match.end()
    return "".join([*parts, text[last:]])


def origin(text: str, offset: int) -> int:
    """Return the place in a query of a place in the decoded query."""
    for match in _escapes(text):
        if match.start() >= offset:
            break
        offset += len(match[0]) - 1
    return min(offset, len(text.rstrip()))


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a decoded query, without space and comments; what begins no token is `bad`.

    >>> [token.text for token in tokenize("ASK { ?s a 'x # y' } # z")]
    ['ASK', '{', '?s', 'a', "'x # y'", '}']
    """
    found = []
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "run":
            found += [
                Token(part.lastgroup or "", part[0], match.start() + part.start())
                for part in _IN_RUN.finditer(match[0])
            ]
        elif match.lastgroup != "space":
            found.append(Token(match.lastgroup or "", match[0], match.start()))
    return found


class Resolver:
    """The base and the prefixes of a query."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Begin with the prefixes that need no declaration."""
        self.base: str | None = None
        self.prefixes = dict(prefixes)

    def iri(self, token: Token) -> str:
        """Return the IRI of a reference or a prefixed name, as the engine has it.

        Raises `ValueError` with what is wrong and what to do.
        """
        if token.kind == "iri":
            try:
                (quad,) = ox.parse(f"{token.text} a 1 .", ox.RdfFormat.TURTLE, base_iri=self.base)
            except (SyntaxError, ValueError):
                remedy = (
                    "Write it whole, or declare a BASE. If < is meant as less than, put a space after it."
                )
                raise ValueError("This IRI cannot be read.", remedy) from None
            return str(quad.subject)[1:-1]
        prefix, _, local = token.text.partition(":")
        if prefix in self.prefixes:
            return self.prefixes[prefix] + local.replace("\\", "")
        remedy = f"Add a line at the top: PREFIX {prefix[:80]}: <{_WELL_KNOWN.get(prefix, '…')}>"
        if prefix in ("http", "https", "urn"):
            remedy = "An IRI stands between < and >, without spaces."
        raise ValueError(f"The prefix {prefix[:80]}: is not declared.", remedy)
