"""Charts as files: an SVG that has its style with it, and the same painted as a PNG."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import font_source_sans_pro
import jinja2
import resvg_py

from cpgraph.web.pages.charts import Chart
from cpgraph.web.pages.things import Index

_STATIC: Final = Path(__file__).parents[1] / "static"
_RULE: Final = re.compile(r"^\.chart .*$", re.MULTILINE)
_COLOR: Final = re.compile(r"--(\w+): (#\w+)")
_NAMED: Final = re.compile(r"var\(--(\w+)\)")
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def document(
    environment: jinja2.Environment, chart: Chart, index: Index, suffix: str
) -> tuple[bytes, Mapping[str, str]]:
    """Return a chart as an SVG or a PNG file, with its headers: others may show it, and nothing in it runs."""
    svg = environment.get_template("chart.svg").render(chart=chart, style=_style(), index=index)
    return svg.encode() if suffix == "svg" else _png(svg), {"Content-Security-Policy": _POLICY}


@cache
def _style() -> str:
    """Return the rules for charts of the site's style sheet, with its light colors: a file has no sheet beside it."""
    sheet = (_STATIC / "style.css").read_text(encoding="utf-8")
    colors = dict(reversed(_COLOR.findall(sheet)))  # the light ones stand first
    return _NAMED.sub(lambda found: colors[found[1]], "\n".join(_RULE.findall(sheet)))


def _png(svg: str) -> bytes:
    """Return a drawing painted at twice its size, in a font that is packaged, so that it looks alike everywhere."""
    fonts = [font_source_sans_pro.SourceSansPro, font_source_sans_pro.SourceSansProSemibold]
    family = "Source Sans Pro"
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=2,
        skip_system_fonts=True,
        font_files=fonts,
        font_family=family,
        sans_serif_family=family,
    )
