"""PDFs of a known text, typeset here: as it stands, reflowed on small pages, and in two columns."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import variants

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from fpdf import FPDF

HEAD, FOOT = "Federal Sentencing", "United States Sentencing Commission"


class _Paged(FPDF):
    """Pages with a running head, and a foot with their number."""

    def header(self) -> None:
        self.set_font("Helvetica", "", 8)
        self.cell(0, 12, HEAD, new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        self.set_y(-30)
        self.set_font("Helvetica", "", 8)
        self.cell(0, 10, f"{FOOT} {self.page_no()}")


def _pdf(size: tuple[float, float]) -> FPDF:
    pdf = _Paged(unit="pt", format=size)
    pdf.core_fonts_encoding = "cp1252"
    pdf.set_auto_page_break(auto=True, margin=40)
    pdf.add_page()
    return pdf


def as_it_stands(text: str) -> bytes:
    """Letter paper, a line for a line."""
    pdf = _pdf((612, 792))
    pdf.set_font("Times", "", 10)
    for line in text.split("\n"):
        pdf.multi_cell(0, 13, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def reflowed(text: str) -> bytes:
    """Small pages, other lines, with words broken at their ends."""
    pdf = _pdf((420, 595))
    pdf.set_font("Helvetica", "", 8)
    for line in variants.reflowed(text, 3).split("\n"):
        pdf.multi_cell(0, 10, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def in_columns(text: str) -> bytes:
    """Letter paper, two justified columns."""
    pdf = _pdf((612, 792))
    pdf.set_font("Times", "", 9)
    with pdf.text_columns(ncols=2, gutter=20, text_align="J", line_height=1.2) as columns:
        columns.write(text)
    return bytes(pdf.output())


FORMS: dict[str, Callable[[str], bytes]] = {
    form.__name__: form for form in (as_it_stands, reflowed, in_columns)
}
