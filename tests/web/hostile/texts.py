"""Texts that look like queries: soups of tokens, and valid queries with something changed."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import strategies as st

QUERIES = [
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[3] / "queries" / "answers").glob("*.rq"))
]
WORDS = """
SELECT ASK CONSTRUCT DESCRIBE WHERE FROM NAMED GRAPH SERVICE SILENT OPTIONAL UNION MINUS FILTER BIND VALUES UNDEF
EXISTS NOT IN AS DISTINCT REDUCED GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET BASE PREFIX VERSION LATERAL COUNT SUM
GROUP_CONCAT SEPARATOR CONCAT COALESCE IF REGEX REPLACE STRLEN STRDT STRLANG IRI BNODE NOW RAND TRIPLE TRUE FALSE
INSERT DELETE LOAD CLEAR ALL DATA a true
""".split()
MARKS = r"""
{ } ( ) [ ] << >> <<( )>> {| |} . ; , * + ? / | ^ ^^ ! = != < > <= >= && || - @ @en @en--ltr # \ ' " '''
""".split()
TERMS = r"""
?s ?p ?o $x _:b _:b.c : ex: ex:a ex:a.b ex:%20 ex:\- <> <#> <http://example.org/a> <urn:a> <a\u0020b> 1 -1 +1 1.0
.5 1e9 99999999999999999999 'x' "y" "\u0041" "\uD800" '\q' "a"^^ex:a "a"@en \u0041 \U0001F600 ? $ _: é ſ %
""".split()
ODD = ["\u2028", "\x00", "\ufeff", "\U000f0000", '"' * 3, "'''z'''", "'''a\n"]
ATOMS = [*WORDS, *MARKS, *TERMS, *ODD]
HEADS = [
    "",
    "PREFIX ex: <http://example.org/> SELECT * {",
    "PREFIX ex: <http://example.org/> ASK {",
    "BASE <http://example.org/> PREFIX ex: <x> PREFIX : <> CONSTRUCT { ?s ?p ?o } {",
]

gaps = st.sampled_from([" ", "", "\n", " # x\n", "\t"])


@st.composite
def soups(draw: st.DrawFn, extra: tuple[str, ...] = ()) -> str:
    """Tokens in no order, some closed by a brace that fits."""
    atoms = draw(st.lists(st.sampled_from([*ATOMS, *extra]), max_size=12))
    gap = draw(gaps)
    return (
        draw(st.sampled_from(HEADS))
        + " "
        + gap.join(atoms)
        + draw(st.sampled_from(["", " }", " } }", "}\n"]))
    )


@st.composite
def mutations(draw: st.DrawFn, extra: tuple[str, ...] = ()) -> str:
    """A query of the project's own with a few changes: pieces left out, doubled, moved or put in."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    text = chance.choice(QUERIES)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((1, 1, 2, 5, 20, 200)))
        piece = text[start:end]
        match chance.randrange(6):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:end] + piece + text[end:]
            case 2:
                place = chance.randrange(len(text) + 1)
                text = text[:place] + piece + text[place:]
            case 3:
                text = text[:start] + chance.choice([*ATOMS, *extra]) + text[start:]
            case 4:
                text = text[:start] + piece[::-1] + text[end:]
            case _:
                text = (
                    text[:start] + chr(chance.choice((0, 9, 34, 39, 92, 123, 125, 0xE9, 0x2028))) + text[end:]
                )
    return text
