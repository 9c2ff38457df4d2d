"""Rows to a workbook such as counties send: titles above, columns in any order, cells in many hands' spelling.

Rows stream: nothing but a few hundred recent ones is held, whatever the list's length.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook

from bureau.lists.kinds import get_kind

from .organisations import Place

ROWS_PER_SHEET = 500_000
"""Excel ends at 1,048,576 rows; a longer list goes on in another sheet with headings of its own."""

_POOL = 400
_FULL_WIDTH = {ord("0") + digit: ord("０") + digit for digit in range(10)}
_DATE_FORMS = ("{0}-{1:02d}-{2:02d}", "{0}.{1:02d}.{2:02d}", "{0}/{1}/{2}", "{0}年{1}月{2}日", "{0}{1:02d}{2:02d}")

BadRow = Callable[[random.Random, tuple], tuple]
"""A good row to a bad one."""


@dataclass(slots=True)
class DemoList:
    """One list to be written. ``columns`` are (heading, how its cells are spelt), in the order of the rows' values."""

    kind: str
    file: str
    title: str
    unit: str
    columns: tuple[tuple[str, str], ...]
    count: int
    rows: Iterable[tuple]
    tally: Callable[[tuple], None]
    repeats: int
    bad: tuple[BadRow, ...] = ()


class Written(NamedTuple):
    """What a file holds: rows in all, and of them rejected and repeated ones."""

    rows: int
    bad: int
    repeated: int


@dataclass(slots=True)
class _Extras:
    """Bad and repeated rows, woven between the good ones after the position that was drawn for each."""

    rng: random.Random
    positions: dict[int, list[BadRow | None]] = field(default_factory=dict)
    pool: list[tuple] = field(default_factory=list)

    def plan(self, extras: Iterable[BadRow | None], count: int) -> None:
        for extra in extras:
            self.positions.setdefault(self.rng.randint((count + 1) // 2, count), []).append(extra)

    def keep(self, row: tuple) -> None:
        if len(self.pool) < _POOL:
            self.pool.append(row)
        elif self.rng.random() < 0.1:
            self.pool[self.rng.randrange(_POOL)] = row

    def after(self, position: int) -> Iterator[tuple[tuple, bool]]:
        """The rows that follow, each with whether it is a bad one."""
        for extra in self.positions.pop(position, ()):
            row = self.rng.choice(self.pool)
            yield (row, False) if extra is None else (extra(self.rng, row), True)


def write(
    demo: DemoList, folder: Path, rng: random.Random, places: Sequence[Place], total: Callable[[], float],
    *, rows_per_sheet: int = ROWS_PER_SHEET,
) -> Written:  # fmt: skip
    """Write the list into ``folder``; ``total`` is asked for the last row's sum when all others are written."""
    book = Workbook(write_only=True)
    speller = Speller(rng, places)
    order = rng.sample(range(len(demo.columns) + 1), len(demo.columns) + 1)  # The last one is 序号.
    headings = [speller.heading(demo.kind, heading) for heading, _style in demo.columns] + ["序号"]
    styles = [getattr(speller, style) for _heading, style in demo.columns]
    extras, sheet, in_sheet, bad = _Extras(rng), None, 0, 0
    extras.plan((*demo.bad, *[None] * demo.repeats), demo.count)
    for position, row in enumerate(demo.rows, 1):
        if sheet is None or in_sheet >= rows_per_sheet:
            sheet, in_sheet = _new_sheet(book, demo, [headings[index] for index in order]), 0
            extras.pool.clear()
        demo.tally(row)
        extras.keep(row)
        spelt = [style(value) for style, value in zip(styles, row, strict=True)]
        sheet.append(_ordered([*spelt, position], order))
        for extra, is_bad in extras.after(position):
            cells = _plain(extra) if is_bad else [style(value) for style, value in zip(styles, extra, strict=True)]
            sheet.append(_ordered([*cells, position], order))
            bad, in_sheet = bad + is_bad, in_sheet + 1
        in_sheet += 1
        if rng.random() < 0.0016:
            sheet.append([])
    sheet.append(["合　计", *[None] * (len(order) - 2), total()])
    book.save(folder / demo.file)
    return Written(demo.count + bad + demo.repeats, bad, demo.repeats)


def _new_sheet(book: Workbook, demo: DemoList, headings: list[str]):
    sheet = book.create_sheet(f"Sheet{len(book.worksheets) + 1}")
    for cells in ([demo.title], [f"单位：{demo.unit}"], headings):
        sheet.append(cells)
    return sheet


def _ordered(cells: list, order: list[int]) -> list:
    return [cells[index] for index in order]


def _plain(row: tuple) -> list:
    return [cell.isoformat() if isinstance(cell, date) else cell for cell in row]


class Speller:
    """Spells values as staff in twenty offices do; each method takes a value and gives a cell."""

    def __init__(self, rng: random.Random, places: Sequence[Place]):
        self.rng, self.random = rng, rng.random
        self.others = {place.name: (place.code, place.long_names) for place in places}
        self.amount, self.number = partial(self._figure, "{:,.2f}"), partial(self._figure, "{:.0f}")

    def heading(self, kind: str, heading: str) -> str:
        """The heading or one of its other names, at times broken over two lines."""
        names = {column.heading: column.aliases for column in get_kind(kind).columns}[heading]
        chosen = self.rng.choice((heading, *names))
        if len(chosen) > 3 and self.random() < 0.3:
            return f"{chosen[:2]}\n{chosen[2:]}"
        return chosen

    def text(self, value: str | None) -> str | None:
        """Words, at times with spaces around or full-width digits."""
        chance = self.random()
        if chance > 0.03 or not value:
            return value
        return f" {value} " if chance < 0.02 else value.translate(_FULL_WIDTH)

    def code(self, value: str) -> str:
        """An identifier, at times in lower case too."""
        return value.lower() if self.random() < 0.01 else self.text(value)

    def date(self, value: date | None) -> date | str | None:
        """A real date in every second cell, else one of the usual spellings."""
        if value is None or self.random() < 0.5:
            return value
        return self.rng.choice(_DATE_FORMS).format(value.year, value.month, value.day)

    def county(self, value: str) -> str | int:
        """A name, for some rows the code (as text or as a number) or a zone's long name."""
        if self.random() > 0.03:
            return self.text(value)
        code, long_names = self.others.get(value, ("", ()))
        if code:
            return int(code) if self.random() < 0.5 else code
        return self.rng.choice(long_names) if long_names else value

    def application(self, value: str) -> str | int | float:
        """An application number with ZL or CN, without its dot, or as a number; 2015… .X stays text."""
        chance = self.random()
        if chance > 0.2:
            return value
        bare = value.replace(".", "")
        if chance < 0.05 and bare.isdigit():
            return int(bare) if self.random() < 0.8 else float(value)
        return self.rng.choice(
            (f"ZL{value}", f"CN{value}", f"CN{bare}", bare, f" {value} ", value.translate(_FULL_WIDTH))
        )

    def as_is(self, value: object) -> object:
        """The value and nothing else."""
        return value

    def _figure(self, form: str, value: float | None) -> float | str | None:
        return form.format(value) if value is not None and self.random() < 0.2 else value
