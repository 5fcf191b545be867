"""Other extractions of a text, made by program: the same words, other lines, marks and markup."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_URL = re.compile(r"https?://\S+")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def reflowed(text: str, seed: int) -> str:
    """Break the text into lines of random widths, and long words at line ends with a hyphen."""
    rng = random.Random(seed)
    # A hyphen at a line's end joins what it breaks, unless a capital or a digit follows.
    joined = re.sub(r"(?<=[a-z])-[ \t]*\r?\n\s*(?=[a-z])", "-", text)
    lines: list[str] = []
    line, width = "", rng.randint(35, 110)
    for word in joined.split():
        room = width - len(line) - 1
        if len(word) <= room or not line:
            line = f"{line} {word}".strip()
            continue
        cut = rng.randint(3, max(3, len(word) - 3))
        plain = word[:cut].isalpha() and word[cut : cut + 2].isalpha() and not _URL.match(word)
        if plain and len(word) >= 8 and cut < room and rng.random() < 0.6:
            lines.append(f"{line} {word[:cut]}-")
            line = word[cut:]
        else:
            lines.append(line)
            line = word
        width = rng.randint(35, 110)
        if rng.random() < 0.1:
            lines.append("")
    return "\n".join([*lines, line]) + "\n"


def straight_quotes(text: str) -> str:
    return text.translate(str.maketrans("“”‘’–—", "\"\"''--"))


def curly_quotes(text: str) -> str:
    opened = re.sub(r"(?<![\w.,!?)])\"", "“", text).replace('"', "”")
    return re.sub(r"(?<=\w)'", "’", opened)


def crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def no_line_end_hyphens(text: str) -> str:
    """Join words broken at a line's end and drop the hyphen, as some extractors do."""
    return re.sub(r"(?<=[a-z])-[ \t]*\n\s*(?=[a-z])", "", text)


def superscripts(text: str, markers: list[tuple[int, int]], form: Callable[[str], str]) -> str:
    """Write the note markers at these places otherwise; `form` gets a marker's digits."""
    for start, end in sorted(markers, reverse=True):
        text = text[:start] + form(text[start:end]) + text[end:]
    return text


MARKERS: dict[str, Callable[[str], str]] = {
    "sup": "<sup>{}</sup>".format,
    "raised": lambda number: number.translate(_SUPERSCRIPT),
    "bracketed": "[^{}]".format,
    "apart": " {}".format,
}
"""The forms that the marker of a note has in other extractions."""


def markdown(text: str) -> str:
    """Mark short lines without a full stop as headings, and every seventh word as bold."""
    headed = re.sub(r"(?m)^([A-Z][A-Za-z ]{4,40})$", r"## **\1**", text)
    count = 0

    def bold(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"**{match[0]}**" if count % 7 == 0 else match[0]

    return re.sub(r"\b[a-z]{5,}\b(?![-/.])", bold, headed)


def paged(text: str, heads: tuple[str, ...], seed: int) -> str:
    """Put a running head with a page number between lines, as a page break does."""
    rng, page, out = random.Random(seed), 60, []
    for line in text.split("\n"):
        out.append(line)
        if rng.random() < 0.02:
            page += 1
            out += ["", f"{rng.choice(heads)} {page}", "\f"]
    return "\n".join(out)
