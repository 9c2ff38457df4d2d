"""What must be known of a workbook's sheets before they are read: that they fit into memory, and which cells hold no value.

python-calamine lays a sheet out from its first to its last cell, so that two cells in opposite corners would take more
memory than any machine has and end the process; and it gives a formula's error, or a formula that nobody ever computed,
as a blank. One quick pass over the sheet's text tells whether there is anything to look at; hardly ever a second looks.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.xml.functions import fromstring

from .cells import Flaw

MAX_COLUMNS = 16_384
MAX_CELLS = 40_000_000
PIECE = 2**20  # Bytes.

_FAR = re.compile(rb'<c r="[A-Z]{2,3}\d')  # 26 columns of as many rows as a sheet has do fit.
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_TYPE = re.compile(rb"""\bt\s*=\s*["'](\w+)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ROW_END = re.compile(rb"</(?:\w+:)?row\s*>")


@dataclass(slots=True)
class Screened:
    """How far a sheet reaches, and its cells that hold no value, by row and column (from 1)."""

    rows: int = 0
    columns: int = 0
    flaws: dict[tuple[int, int], Flaw] = field(default_factory=dict)

    @property
    def is_too_large(self) -> bool:
        """Whether reading it would take more memory than a list may."""
        return self.columns > MAX_COLUMNS or self.rows * self.columns > MAX_CELLS


def screen(path: Path | str) -> tuple[dict[str, Screened], set[str]]:
    """By name, the sheets of an .xlsx file in which there is something to look at, and the members that hold its sheets.

    Each of these is read to its end, where zipfile compares what came with what the archive says. Raises what zipfile raises.
    """
    found, read = {}, set()
    with zipfile.ZipFile(path) as archive:
        members = set(archive.namelist())
        for name, part in _parts(archive):
            if part not in members:
                continue
            read.add(part)
            if _is_unusual(archive, part):
                found[name] = _look_closely(archive, part)
    return found, read


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the member that holds it."""
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for sheet in fromstring(archive.read("xl/workbook.xml")).iter("{*}sheet"):
        identity = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        yield sheet.get("name", ""), posixpath.normpath(posixpath.join("/xl", targets.get(identity, ""))).lstrip("/")


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The member's text in pieces that end with a whole tag; the next one is unpacked while one is looked at."""
    rest = b""
    with ThreadPoolExecutor(1) as ahead, archive.open(part) as file:
        coming = ahead.submit(file.read, PIECE)
        while read := coming.result():
            coming = ahead.submit(file.read, PIECE)
            whole, sign, rest = (rest + read).rpartition(b">")
            yield whole + sign


def _is_unusual(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether the sheet reaches beyond Z, has errors or formulas, or is written in another way than Excel's."""
    is_before_rows = True
    for piece in _pieces(archive, part):
        if b't="e"' in piece or b"<f" in piece or _FAR.search(piece):
            return True
        if is_before_rows:
            is_before_rows = b"<sheetData" not in piece
            if b":sheetData" in piece:
                return True
        placed = piece.count(b'<c r="')
        # Nothing between the rows but cells begins like that; what does before and after them is looked at once more.
        if piece.count(b"<c") != placed and piece.count(b"<c ") + piece.count(b"<c>") != placed:
            return True
    return False


def _look_closely(archive: zipfile.ZipFile, part: str) -> Screened:
    screened, rest, row = Screened(), b"", 0
    for piece in _pieces(archive, part):
        *rows, rest = _ROW_END.split(rest + piece)
        for text in rows:
            row = _look_at_row(screened, text, row + 1)
    return screened


def _look_at_row(screened: Screened, text: bytes, row: int) -> int:
    """Take in the cells of one row; a cell without a place stands beside the one before. Returns the row's number."""
    column = 0
    for match in _CELL.finditer(text):
        attributes, content = match[1], match[2] or b""
        column += 1
        if place := _PLACE.search(attributes):
            column, row = column_index_from_string(place[1].decode()), int(place[2])
        screened.rows, screened.columns = max(screened.rows, row), max(screened.columns, column)
        if (word := _flaw(attributes, content)) is not None:
            screened.flaws[row, column] = Flaw(f"{get_column_letter(column)}{row}", word)
    return row


def _flaw(attributes: bytes, content: bytes) -> str | None:
    """The error that the cell shows, "" where its formula was never computed, None for any other cell."""
    kind, value = _TYPE.search(attributes), _VALUE.search(content)
    if kind and kind[1] == b"e":
        return value[1].decode() if value else "#N/A"
    # A formula whose result is the empty text says so by its type; one without any result was never computed.
    if value is None and _FORMULA.search(content) and not (kind and kind[1] == b"str"):
        return ""
    return None
