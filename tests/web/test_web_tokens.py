"""The tokenizer sees comments, strings, IRIs and escapes as what they are, in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpgraph.web.tokens import EscapeError, decode, place, tokenize

ONE_TOKEN = {
    "iri": ["<>", "<http://x/y#z>", "<a'b>", r"<http://x/\u00e9>", r"<\U0001F600>"],
    "string": [
        "''",
        '""',
        "'a'",
        '"a#b"',
        r'"a\"b"',
        r"'a\'b'",
        "'''a'b''c\n'''",
        '"""a"b""c\n"""',
        r'"""\""""',
        r'"\\"',
    ],
    "var": ["?a", "$a", "?é", "?1", "?_a·b"],
    "bnode": ["_:a", "_:a.b", "_:1", "_:a-b"],
    "pname": [
        ":",
        "a:",
        ":a",
        "a:b",
        "a.b:c.d",
        "a:b.c.d",
        r"a:b\.c",
        "a:%20",
        "a::b",
        "a:1.2.3",
        r"a:b\'c",
        "é:é",
    ],
    "lang": ["@en", "@en-GB", "@de-1996", "@ar--rtl"],
    "number": ["1", "1.5", ".5", "1e5", "1.e5", ".5E-3", "1.5e+3"],
    "word": ["a", "SELECT", "select", "GROUP_CONCAT", "md5"],
    "op": ["{", "^^", "||", "&&", "!=", "<=", ">=", "<<", ">>", "<<(", ")>>", "{|", "|}", "<", "*", "-"],
}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in ONE_TOKEN.items() for text in texts]
)
def test_one_token(kind: str, text: str) -> None:
    assert [(token.kind, token.text) for token in tokenize(text)] == [(kind, text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("?a<?b", ["?a", "<", "?b"]),
        ("?a<b>", ["?a", "<b>"]),
        ("a#b\nc", ["a", "c"]),
        ("a#b\rc", ["a", "c"]),
        ("<a#b>c", ["<a#b>", "c"]),
        ("'#'c", ["'#'", "c"]),
        ("ex:a.b.", ["ex:a.b", "."]),
        ("true.false", ["true", ".", "false"]),
        ("?a-1", ["?a", "-", "1"]),
        ("1-1", ["1", "-", "1"]),
        ("1.5.6", ["1.5", ".6"]),
        ("'''a''' 'b'", ["'''a'''", "'b'"]),
        ("''''a'''", ["''''a'''"]),
        ("_:a.", ["_:a", "."]),
        ("SERVICE<x>", ["SERVICE", "<x>"]),
        ("trueSERVICE", ["trueSERVICE"]),
        ("1SERVICE", ["1", "SERVICE"]),
    ],
)
def test_where_tokens_part(text: str, parts: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == parts


@pytest.mark.parametrize(
    "text", ["'abc", '"abc', "'a\nb'", '"""abc""', "\\", "é", "`", "%", "\x00", "@", "_", "&"]
)
def test_what_is_no_token_is_bad_and_ends_the_list(text: str) -> None:
    tokens = tokenize(f"a {text} b")
    assert tokens[-1].kind in ("bad", "word")
    assert any(token.kind == "bad" for token in tokens) or tokens[1].text == "_"


@pytest.mark.parametrize(
    "name", ["?a\u2028b", "ex:\u00d7", "?\u0300", "_:a\u3000", "\u00d7:a", "ex:\U000f0000"]
)
def test_characters_that_no_name_has_are_bad(name: str) -> None:
    assert tokenize(f"ASK {name}")[-1].kind == "bad"


@given(st.text(alphabet="ab:?$<>\"'#\\ \n.u0041{}()_-^|%@é1", max_size=60))
def test_tokens_lie_in_the_text_where_they_say(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert token.start >= end
        assert text[token.start : token.end] == token.text
        end = token.end


UNITS = [
    "a.",
    "a-",
    "é.",
    "_:a.",
    "a:a.",
    "1.",
    "1e",
    '"',
    '"\\',
    "'''a",
    "<a",
    "@a-",
    "#a",
    "\\u0041",
    "a:\\",
    '"""',
]


@pytest.mark.parametrize("unit", UNITS)
def test_hostile_texts_cost_no_more_than_their_length(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    try:
        tokenize(decode(text))
    except EscapeError:
        tokenize(text)
    assert time.process_time() - started < 10  # the square of the length would take minutes


def test_escapes_are_decoded_in_names_and_kept_in_strings_iris_and_comments() -> None:
    text = r"S\u0045LECT ?\u0061 { <x\u0061> 'x\u0061' ex:\U00000061 } # \u0061"
    assert decode(text) == r"SELECT ?a { <x\u0061> 'x\u0061' ex:a } # \u0061"


@pytest.mark.parametrize("escape", [r"\u0022", r"\u0027", r"\u003C", r"\u0023", r"\u007B", r"\u0020", r"\u000A",
                                    r"\uD83D", r"\U00110000"])  # fmt: skip
def test_an_escape_may_not_stand_for_what_parts_tokens(escape: str) -> None:
    with pytest.raises(EscapeError) as caught:
        decode(f"ASK {escape} {{ }}")
    assert caught.value.start == 4


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("abc", 0, (1, 1)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("a\rb", 2, (2, 1)),
        ("é\né", 3, (2, 2)),
    ],
)
def test_place(text: str, offset: int, expected: tuple[int, int]) -> None:
    assert place(text, offset) == expected
