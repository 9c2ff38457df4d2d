"""Rows out as Excel: knows the library, knows nothing of the bureau. Streamed; values only; safe to open."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import BinaryIO
from uuid import UUID

from django.utils.timezone import is_aware, localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

MAX_ROWS = 1_048_575  # Under the headings of one sheet.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TITLE = re.compile(r"[\\/*?:\[\]]")
_HEADING_FONT = Font(name="黑体", bold=True)
_HEADING_FILL = PatternFill("solid", fgColor="DCE6F1")
_HEADING_ALIGNMENT = Alignment(horizontal="center", vertical="center", wrap_text=True)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its heading, its width in characters, how its numbers print."""

    title: str
    width: float = 16
    number_format: str = ""


@dataclass(slots=True)
class Sheet:
    """A named table; ``rows`` may be a generator and is read once."""

    title: str
    columns: Sequence[Column | str]
    rows: Iterable[Sequence]


def write_workbook(sheets: Iterable[Sheet], file: BinaryIO) -> None:
    """Write each sheet row by row with its headings frozen; memory stays flat however many rows there are.

    What is longer than a sheet of Excel goes on in the next one.
    """
    workbook = Workbook(write_only=True)
    for sheet in sheets:
        rows, number = iter(sheet.rows), 1
        while True:
            written = _write_sheet(workbook, sheet, islice(rows, MAX_ROWS), number)
            following = next(rows, None) if written == MAX_ROWS else None
            if following is None:
                break
            rows, number = chain([following], rows), number + 1
    workbook.save(file)


def _write_sheet(workbook: Workbook, sheet: Sheet, rows: Iterable[Sequence], number: int) -> int:
    columns = [column if isinstance(column, Column) else Column(column) for column in sheet.columns]
    suffix = f"({number})" if number > 1 else ""
    worksheet = workbook.create_sheet(sheet_title(sheet.title)[: 31 - len(suffix)] + suffix)
    worksheet.freeze_panes = "A2"  # Set before the first row: the sheet is a stream.
    for position, column in enumerate(columns, 1):
        worksheet.column_dimensions[get_column_letter(position)].width = column.width
    formats, written = [column.number_format for column in columns], 0
    worksheet.append([heading_cell(worksheet, column.title) for column in columns])
    for values in rows:
        worksheet.append(_row(worksheet, values, formats))
        written += 1
    return written


def sheet_title(title: str) -> str:
    """A sheet name that Excel accepts: at most 31 characters, none of \\ / * ? : [ ]."""
    return _TITLE.sub("·", title)[:31] or "Sheet"


def heading_cell(worksheet, title: str) -> WriteOnlyCell:
    """A cell of the heading row."""
    cell = text_cell(worksheet, title)
    cell.font, cell.fill, cell.alignment = _HEADING_FONT, _HEADING_FILL, _HEADING_ALIGNMENT
    return cell


def text_cell(worksheet, text: str) -> WriteOnlyCell:
    """Text that stays text: "=HYPERLINK(…)" typed by an applicant is a title, not a formula."""
    cell = WriteOnlyCell(worksheet, _ILLEGAL.sub("", text))
    cell.data_type = "s"
    return cell


def plain(value):
    """The value as Excel stores it: local time without a zone, no type that it does not know."""
    if isinstance(value, datetime):
        return localtime(value).replace(tzinfo=None) if is_aware(value) else value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (list, tuple)):
        return "、".join(str(plain(one)) for one in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value) if isinstance(value, UUID) else value


def _row(worksheet, values: Sequence, formats: Sequence[str]) -> list:
    return [_cell(worksheet, value, style) for value, style in zip(values, formats, strict=False)]


def _cell(worksheet, value, number_format: str):
    value = plain(value)
    if isinstance(value, str):
        # Only text that Excel could take for a formula needs a cell of its own; plain values stream faster.
        return text_cell(worksheet, value) if value[:1] in {"=", "+", "-", "@"} or _ILLEGAL.search(value) else value
    if value is None or (isinstance(value, (int, float)) and not number_format):
        return value
    cell = WriteOnlyCell(worksheet, value)
    if number_format:
        cell.number_format = number_format
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
    return cell
