"""The words of a SPARQL query, read as the grammar's terminals (SPARQL 1.2, section 19.8).

Comments, strings, IRIs and escapes are seen as what they are, so that a keyword in the token list is a keyword
of the query and nothing else. Everything here is linear in the length of the text and never recurses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, NamedTuple

TokenKind = Literal["iri", "string", "var", "bnode", "pname", "lang", "number", "word", "op", "bad"]

# Classes of name characters. All above ASCII pass at first, for a pattern with the grammar's own ranges takes
# 50 ms to compile; the names that have such characters are then held against those ranges (`_stranger`).
_LETTER: Final = r"[^\x00-\x40\x5b-\x60\x7b-\x7f]"
_WORD: Final = r"[^\x00-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]"
_CHAR: Final = r"[^\x00-\x2c\x2e\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]"
_PLX: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_LOCAL: Final = rf"(?:{_WORD}|:|{_PLX})"
_LOCAL_REST: Final = rf"(?:{_CHAR}|:|{_PLX})"
_UCHAR: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRI: Final = rf"<(?:[^<>\"{{}}|^`\\\x00-\x20]|{_UCHAR})*>"
_STRING: Final = (
    r"'''(?:'{0,2}(?:[^'\\]|\\.))*+'''"
    r'|"""(?:"{0,2}(?:[^"\\]|\\.))*+"""'
    r"|'(?:[^'\\\n\r]|\\[^\n\r])*+'"
    r'|"(?:[^"\\\n\r]|\\[^\n\r])*+"'
)
_COMMENT: Final = r"\#[^\r\n]*"

_TOKEN: Final = re.compile(
    rf"""
    (?P<space>(?:[ \t\r\n]+|{_COMMENT})+)
  | (?P<iri>{_IRI})
  | (?P<string>{_STRING})
  | (?P<var>[?$]{_WORD}+)
  | (?P<bnode>_:{_WORD}{_CHAR}*(?:\.+{_CHAR}+)*)
  | (?P<pname>(?:{_LETTER}{_CHAR}*(?:\.+{_CHAR}+)*)?:(?:{_LOCAL}{_LOCAL_REST}*(?:\.+{_LOCAL_REST}+)*)?)
  | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
  | (?P<number>(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)
  | (?P<run>(?:{_LETTER}|_){_CHAR}*(?:\.+{_CHAR}+)*)
  | (?P<op>\^\^|\|\||&&|!=|<=|>=|<<\(|\)>>|<<|>>|\{{\||\|\}}|[{{}}()\[\].,;|/^*+?!=<>~-])
  | (?P<bad>.)
    """,
    re.VERBOSE | re.DOTALL,
)
# a run of names and dots without a colon holds no prefixed name; read at once, or `a.a.a` would cost its square
_RUN: Final = re.compile(
    r"(?P<word>[A-Za-z_][A-Za-z_0-9]*)|(?P<number>[0-9]*\.[0-9]+|[0-9]+)|(?P<op>[.-])|(?P<bad>.)", re.DOTALL
)
_OUTSIDE: Final = re.compile(
    rf"(?P<keep>{_COMMENT}|<<\(?|{_IRI}|{_STRING})|(?P<escape>{_UCHAR})|\\.|.", re.VERBOSE | re.DOTALL
)
_BEGIN: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_WITHIN: Final = "0-9_\u00b7\u0300-\u036f\u203f-\u2040"


@cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile the characters that begin a name and those that may stand in it, when first needed."""
    return re.compile(f"[{_BEGIN}0-9_]"), re.compile(f"[{_BEGIN}{_WITHIN}-]")


class Token(NamedTuple):
    """One terminal: its kind, its text, and where in the query it begins (from 0)."""

    kind: TokenKind
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)


class EscapeError(ValueError):
    """A codepoint escape that stands for no character, or for one that is not allowed where it stands."""

    def __init__(self, start: int, text: str) -> None:
        """Keep the offset and the escape."""
        self.start, self.text = start, text
        super().__init__(text)


def decode(text: str) -> str:
    r"""Decode the codepoint escapes of names and keywords; those inside strings and IRIs stay.

    An escape may only stand for a character that is allowed where it stands (SPARQL, section 19.2): one that
    would open or close a string, an IRI, a comment or a group raises `EscapeError`.

    >>> decode(r"S\u0045LECT ?\u0061 { ?a ?b '\u0027' }")
    "SELECT ?a { ?a ?b '\\u0027' }"
    """
    if "\\u" not in text and "\\U" not in text:
        return text
    parts = []
    for match in _OUTSIDE.finditer(text):
        if not match["escape"]:
            parts.append(match[0])
            continue
        number = int(match["escape"].lstrip("\\uU"), 16)
        name = chr(number) if number <= 0x10FFFF else ""
        if not _names()[1].match(name):
            raise EscapeError(match.start(), match[0])
        parts.append(name)
    return "".join(parts)


def tokenize(text: str) -> list[Token]:
    """Split a decoded query into tokens, without white space and comments.

    A character that begins no token is a token of kind `bad`, and the list ends with it.

    >>> [token.text for token in tokenize("ASK { ?s a 'x # y' } # z")]
    ['ASK', '{', '?s', 'a', "'x # y'", '}']
    """
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "space":
            continue
        word = match[0]
        if kind != "run":
            tokens.append(Token(kind, word, match.start()))  # type: ignore[arg-type]
            if kind in ("var", "bnode", "pname") and not word.isascii():
                tokens.extend(_stranger(word, match.start()))
        elif word.isascii() and word.isalnum():
            tokens.append(Token("word", word, match.start()))
            continue
        else:
            tokens.extend(_split_run(word, match.start()))
        if tokens[-1].kind == "bad":
            break
    return tokens


def _stranger(name: str, start: int) -> Iterator[Token]:
    """Find a character of a name, beyond ASCII, that the grammar does not allow where it stands."""
    begin, within = _names()
    follows_mark = True
    for offset, char in enumerate(name):
        if not char.isascii() and not (begin if follows_mark else within).match(char):
            yield Token("bad", char, start + offset)
            return
        follows_mark = char in "?$:"


def _split_run(run: str, start: int) -> Iterator[Token]:
    for match in _RUN.finditer(run):
        yield Token(match.lastgroup, match[0], start + match.start())  # type: ignore[arg-type]


def place(text: str, offset: int) -> tuple[int, int]:
    r"""Give line and column, from 1, of an offset; the grammar's line ends are LF, CR and CR LF.

    >>> place("ab\ncd", 4)
    (2, 2)
    """
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n")
    return line + 1, len(before) - (before.rfind("\n") + 1) + 1
