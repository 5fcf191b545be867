"""The tokens of a SPARQL query (1.2, section 19.8): comments, strings, IRIs and escapes are seen as what they are.

All is linear in the length of the text. Characters above ASCII pass as letters: what the grammar does not allow in a
name, the engine refuses.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import pyoxigraph as ox

from cpgraph.web.problems import at

Change = tuple[int, int, str]  # from where, to where, and what is put there

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
_LOCAL: Final = rf":(?:(?!-){_MORE}++(?:\.++{_MORE}++)*+)?"
_TOKEN: Final = re.compile(
    rf"""(?:[ \t\r\n]++|{_COMMENT})*+(?:
    (?P<name>(?!_:)(?:{_LETTER}|_){_NAME}(?:{_LOCAL})?|{_LOCAL})
  | (?P<var>[?$]{_WORD}+)
  | (?P<iri>{_IRI})
  | (?P<string>{_STRING})
  | (?P<number>(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)
  | (?P<bnode>_:{_WORD}{_NAME})
  | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
  | (?P<op>\^\^|\|\||&&|!=|<=|>=|<<\(|\)>>|<<|>>|\{{\||\|\}}|[{{}}()\[\].,;|/^*+?!=<>~-])
  | (?P<end>\Z)
  | (?P<bad>.))
    """,
    re.VERBOSE | re.DOTALL,
)
_IN_NAME: Final = re.compile(r"(?P<word>[A-Za-z_]\w*)|(?P<number>[0-9]+)|(?P<op>[.-])|(?P<bad>.)", re.ASCII)
_OUTSIDE: Final = re.compile(
    rf"{_COMMENT}|<<\(?|{_IRI}|{_STRING}|(?P<escape>{_UCHAR})|\\.", re.VERBOSE | re.DOTALL
)
_DOTS: Final = re.compile(r":(?!//)[^\s.:]*\.+[^\s.]+\.")  # quick, and more than that
_QUIRKS: Final = ("TRUE", "FALSE", "CONCAT", "COALESCE", "BNODE")
_TWO_DOTS: Final = re.compile(r"[^:]*:(?:[^.\\]|\\.)*\.+(?:[^.\\]|\\.)+\.")
_DOT: Final = re.compile(r"(?<!\\)\.")
_WHOLE: Final = re.compile(r"<[a-z]+:[\w/.:#-]+>", re.ASCII)
_PARTING: Final = frozenset(" \"'<>#\\{}()[]")
VOLATILE: Final = re.compile(r"\b(NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
PADDING: Final = "\n" * 16  # the engine reads ahead by the length of a keyword: else its place is the end
WELL_KNOWN: Final = {"dc": "http://purl.org/dc/elements/1.1/", "dct": "http://purl.org/dc/terms/"}
CLOSING: Final = {"{": "}", "(": ")", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}"}
CLOSED: Final = frozenset(CLOSING.values())
TERMS: Final = frozenset({"iri", "pname", "var", "bnode", "string", "number"})
NAMING: Final = frozenset({"GRAPH", "SERVICE", "SILENT", "FILTER", "VALUES"})  # no triple begins after them
CLAUSES: Final = frozenset({"SELECT", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})
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


class Token(NamedTuple):
    """One terminal: its kind, its text, where it begins (from 0), and a keyword in capitals."""

    kind: str
    text: str
    start: int
    word: str = ""

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)


_END: Final = Token("end", "", 0)


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a decoded query, without space and comments; what begins no token is `bad`.

    >>> [token.text for token in tokenize("ASK { ?s a 'x # y' } # z")]
    ['ASK', '{', '?s', 'a', "'x # y'", '}']
    """
    found = []
    for match in _TOKEN.finditer(text):
        kind: str = match.lastgroup  # type: ignore[assignment]
        part, start = match[kind], match.start(kind)
        if kind == "end":
            break
        if kind != "name":
            found.append(Token(kind, part, start))
        elif ":" in part:
            found.append(Token("pname", part, start))
        elif part.isidentifier() and part.isascii():
            found.append(Token("word", part, start, part.upper()))
        else:  # `true.FILTER`: read at once, or `a.a.a` would cost its square
            for piece in _IN_NAME.finditer(part):
                word = piece[0].upper() if piece["word"] else ""
                found.append(Token(piece.lastgroup or "", piece[0], start + piece.start(), word))
    return found


def engine_text(text: str) -> str:
    r"""Return a query as the engine can read it, or raise `Problem`; it decodes escapes in strings and IRIs itself.

    >>> engine_text(r"S\u0045LECT (CONCAT ('\u0027') AS ?\u0061) { ?a ?b ex:c.d.e , TRUE }")
    "SELECT (CONCAT('\\u0027') AS ?a) { ?a ?b ex:c\\.d\\.e , true }"
    """
    decoded = _apply(text, _escapes(text))
    return _apply(decoded, _quirks(decoded))


def origin(text: str, offset: int) -> int:
    """Return the place in a query of a place in its `engine_text`."""
    for changes in (_quirks(_apply(text, _escapes(text))), _escapes(text)):
        for start, end, new in changes:
            if start >= offset:
                break
            offset += end - start - len(new)
    return min(offset, len(text.rstrip()))


def _apply(text: str, changes: Iterable[Change]) -> str:
    parts, last = [], 0
    for start, end, new in changes:
        parts += [text[last:start], new]
        last = end
    return "".join([*parts, text[last:]])


def _escapes(text: str) -> Iterator[Change]:
    """Yield the characters of the codepoint escapes outside of strings, IRIs and comments."""
    for match in _OUTSIDE.finditer(text) if "\\u" in text or "\\U" in text else ():
        if match["escape"]:
            number = int(match[0].lstrip("\\uU"), 16)
            char = chr(number) if number <= 0x10FFFF else ""
            if not char.isprintable() or char in _PARTING:
                detail = f"The escape {match[0]} stands for a character that is not allowed here."
                raise at("malformed-query", text, match.start(), detail, "Write the character itself.")
            yield match.start(), match.end(), char


def _quirks(text: str) -> Iterator[Change]:
    """Yield what the engine does not read, or reads wrongly, though it is right, and how it reads it."""
    is_odd = any(map(text.upper().__contains__, _QUIRKS)) or _DOTS.search(text)
    for token, following in itertools.pairwise([*tokenize(text), _END] if is_odd else ()):
        if token.kind == "pname" and _TWO_DOTS.match(token.text):
            prefix, _, local = token.text.partition(":")
            yield token.start, token.end, prefix + ":" + _DOT.sub(r"\\.", local)
        elif token.word in _QUIRKS[:2]:
            yield token.start, token.end, token.text.lower()
        elif token.word in _QUIRKS[2:] and following.text == "(":
            yield token.end, following.start, ""


def resolve(reference: str, base: str | None) -> str:
    """Return the IRI of a reference, as the engine has it. Raises `SyntaxError` or `ValueError`.

    >>> resolve("<../b>", "http://example.org/x/")
    'http://example.org/b'
    """
    if _WHOLE.fullmatch(reference):
        return reference[1:-1]
    (quad,) = ox.parse(f"{reference} a 1 .", ox.RdfFormat.TURTLE, base_iri=base)
    return str(quad.subject)[1:-1]
