"""The rejected rows written back in their own layout, each with its reasons, ready to be mended and loaded again."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bureau.excel import Column, Sheet, write_workbook

from .cells import Flaw, shown

REASON = "错误原因"


def write_error_workbook(results: Iterable, path: Path | str) -> bool:
    """Write a sheet for each kind that has rejected rows; whether there were any. ``results`` are SheetResults."""
    by_kind: dict[str, list] = {}
    for result in results:
        if result.parsed is not None and result.parsed.bad:
            by_kind.setdefault(result.kind.label, []).append(result.parsed)
    if not by_kind:
        return False
    with Path(path).open("wb") as file:
        write_workbook([_sheet(label, tables) for label, tables in by_kind.items()], file)
    return True


def _sheet(label: str, tables: list) -> Sheet:
    """One sheet for all files of a kind; columns with one meaning share a place whatever they were called."""
    places: dict[str, int] = {}
    headings: list[str] = []
    layouts = [_layout(parsed.table, places, headings) for parsed in tables]
    rows = (row for parsed, layout in zip(tables, layouts, strict=True) for row in _rows(parsed, layout, len(headings)))
    return Sheet(label, [Column(heading, 18) for heading in headings] + [Column(REASON, 60)], rows)


def _layout(table, places: dict[str, int], headings: list[str]) -> dict[int, int]:
    """Where each of the table's columns goes; grows ``headings`` by those not seen before."""
    meanings = {position: f"field:{name}" for name, (position, _column, _reader) in table.columns.items()}
    layout, seen = {}, Counter()
    for position, heading in enumerate(table.headings):
        if not heading or heading == REASON:
            continue
        seen[heading] += 1
        meaning = meanings.get(position, f"heading:{heading}:{seen[heading]}")
        if meaning not in places:
            places[meaning] = len(headings)
            headings.append(heading)
        layout[position] = places[meaning]
    return layout


def _rows(parsed, layout: dict[int, int], width: int):
    reasons: dict[int, list[str]] = {}
    for rejection in parsed.rejected:
        reasons.setdefault(rejection.row, []).append(f"{rejection.column}：{rejection.reason}")
    for position in sorted(parsed.bad):
        row: list = [None] * width
        for source, target in layout.items():
            cell = parsed.table.cells[source][position]
            row[target] = shown(cell) if isinstance(cell, (Flaw, bool)) else cell  # Not TRUE made 是, which is a word.
        yield [*row, "；".join(reasons[parsed.table.numbers[position]])]
