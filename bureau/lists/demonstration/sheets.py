"""A list of rows to a workbook with the habits of real ones: title rows, odd headings, mixed dates, repeats, a total."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from openpyxl import Workbook

DATE_FORMS = (
    "{0:%Y-%m-%d}",
    "{0.year}.{0.month}.{0.day}",
    "{0:%Y/%m/%d}",
    "{0.year}年{0.month}月{0.day}日",
    "{0:%Y%m%d}",
)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(slots=True)
class Listing:
    """One list to be written: headings in this portal's words, rows by heading, rows that must be rejected."""

    file_name: str
    title: str
    unit: str
    headings: dict[str, tuple[str, ...]]  # heading → what else it is called
    rows: Iterable[dict]
    bad: list[dict] = field(default_factory=list)
    repeats: int = 0
    total: object = None


@dataclass(slots=True)
class Written:
    """How many rows the sheet holds: in all, bad, repeated."""

    rows: int = 0
    bad: int = 0
    repeated: int = 0


def write(listing: Listing, folder: Path, rng: random.Random) -> Written:
    """Write the list as an .xlsx file; rows are streamed."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Sheet1")
    order = ["序号", *listing.headings]
    rng.shuffle(order)
    sheet.append([listing.title])
    sheet.append([f"单位：{listing.unit}"])
    sheet.append([_heading(name, listing.headings.get(name, ()), rng) for name in order])
    written = Written()
    for number, row in enumerate(_mixed(listing, rng, written), 1):
        sheet.append([number if name == "序号" else _cell(row.get(name), name, rng) for name in order])
    total = [""] * len(order)
    total[0], total[-1] = "合　计", listing.total or ""
    sheet.append(total)
    workbook.save(folder / listing.file_name)
    return written


def _heading(name: str, aliases: tuple[str, ...], rng: random.Random) -> str:
    name = rng.choice((name, *aliases))
    if len(name) > 3 and rng.random() < 0.3:
        return f"{name[:2]}\n{name[2:]}"
    return name


def _mixed(listing: Listing, rng: random.Random, written: Written) -> Iterator[dict]:
    """The rows, with repeats and bad rows strewn among them."""
    bad = list(listing.bad)
    every = 37
    kept: list[dict] = []
    for position, row in enumerate(listing.rows):
        yield row
        written.rows += 1
        if len(kept) < listing.repeats and rng.random() < 0.5:
            kept.append(row)
        if bad and position % every == every - 1:
            yield bad.pop()
            written.rows += 1
            written.bad += 1
    for row in bad:
        yield row
        written.rows += 1
        written.bad += 1
    for row in kept:
        yield row
        written.rows += 1
        written.repeated += 1


def _cell(value, name: str, rng: random.Random):
    if isinstance(value, date):
        return value if rng.random() < 0.45 else rng.choice(DATE_FORMS).format(value)
    if isinstance(value, float) and rng.random() < 0.15:
        return f"{value:,.2f}" if value >= 1000 else f"{value:.2f}"
    if isinstance(value, str) and value and rng.random() < 0.03:
        return f" {value} "
    if isinstance(value, str) and name.endswith("名称") and rng.random() < 0.01:
        return value.translate(FULL_WIDTH)
    return value
