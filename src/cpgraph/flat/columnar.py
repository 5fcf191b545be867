"""The flat files once more in forms that carry their types: Parquet, a file a table, and one workbook of all.

A spreadsheet that opens a CSV file guesses its encoding and its types; a byte order mark, which would tell it the
first, would be part of the first column's name for others. So CSV stays plain, and a spreadsheet has a workbook.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from arro3.core import Array, DataType, Field, Schema, Table, list_array
from arro3.io import write_parquet
from xlsxwriter import Workbook

from cpgraph.flat import Column, tables
from cpgraph.vocab import BASE

WORKBOOK: Final = "cpgraph.xlsx"
_NUMBERS: Final = {"decimal": float, "integer": int}
_ARROW: Final = {"decimal": DataType.float64(), "integer": DataType.int64()}
_CREATED: Final = datetime(1980, 1, 1)  # not the day of the build
_WIDEST: Final = 60  # characters of a column


def _read(text: str) -> tuple[list[str], list[list[str]]]:
    """The head and the rows of a CSV file."""
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    return head, rows


def file_name(table: str) -> str:
    """Return the name of the Parquet file of a CSV file."""
    return table.removesuffix("csv") + "parquet"


def parquet(name: str, text: str) -> bytes:
    """Return one CSV file as Parquet: an empty cell is null, a list is a list, a decimal a double."""
    columns, (head, rows) = tables()[name].columns, _read(text)
    arrays = [_array(columns[key], [row[place] for row in rows]) for place, key in enumerate(head)]
    fields = [
        Field(
            key,
            array.type,
            nullable=not columns[key].required,
            metadata={"description": columns[key].says},
        )
        for key, array in zip(head, arrays, strict=True)
    ]
    out = io.BytesIO()
    made = Table.from_arrays(arrays, schema=Schema(fields))
    write_parquet(made, out, compression="snappy", created_by="cpgraph", key_value_metadata={"source": BASE})
    return out.getvalue()


def _array(column: Column, cells: Iterable[str]) -> Array:
    """One column with its type."""
    kind, read = _ARROW.get(column.datatype, DataType.string()), _NUMBERS.get(column.datatype, str)
    if not column.is_list:
        return Array([read(cell) if cell else None for cell in cells], kind)
    held = [[read(item) for item in cell.split(";")] if cell else [] for cell in cells]
    ends = [0]
    for items in held:
        ends.append(ends[-1] + len(items))
    values = Array([item for items in held for item in items], kind)
    return list_array(Array(ends, DataType.int32()), values)


def workbook(held: Mapping[str, str]) -> bytes:
    """Return all CSV files as the sheets of one workbook, after a sheet that says what their columns hold."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": "cpgraph", "comments": BASE, "created": _CREATED})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        about = [
            [name.removesuffix(".csv"), key, column.says]
            for name in held
            for key, column in tables()[name].columns.items()
        ]
        _sheet(book, "about", ["sheet", "column", "what it holds"], about, {}, bold, wrapped)
        for name, text in held.items():
            _sheet(book, name.removesuffix(".csv"), *_read(text), tables()[name].columns, bold, wrapped)
    return out.getvalue()


def _sheet(
    book: Workbook,
    name: str,
    head: list[str],
    rows: list[list[str]],
    columns: Mapping[str, Column],
    bold: Any,
    wrapped: Any,
) -> None:
    """Add a sheet: its head stays in view and filters its rows; a number is one, and all else is text."""
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, head, bold)
    for place, key in enumerate(head):
        column = columns.get(key)
        read = _NUMBERS.get(column.datatype) if column and not column.is_list else None
        for line, row in enumerate(rows, 1):
            if row[place]:
                if read:
                    sheet.write_number(line, place, read(row[place]))
                else:
                    sheet.write_string(line, place, row[place])
        widest = max((len(row[place]) for row in rows), default=0)
        sheet.set_column(place, place, min(max(widest, len(key)) + 2, _WIDEST), wrapped if not read else None)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(head) - 1)
