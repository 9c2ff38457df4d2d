"""All ten lists of a year and the figures they add up to, into one folder."""

import json
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from . import matchmaking, registers
from .figures import Figures
from .organisations import World
from .patents import patents
from .spread import scaled
from .writing import ROWS_PER_SHEET, DemoList, write

FIRST_YEAR, LAST_YEAR = 2008, 2090
"""Application numbers have 12 digits in every year that the lists reach back to; dates are read up to 2100."""

SMALLEST, LARGEST = 0.05, 100.0


def make(folder: Path, *, year: int, scale: float, seed: int, rows_per_sheet: int = ROWS_PER_SHEET) -> dict:
    """Write the lists of ``year`` and ``expected.json``, and return what the latter says. Same arguments, same rows."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。")
    if not SMALLEST <= scale <= LARGEST:
        raise ValueError(f"规模应在 {SMALLEST} 至 {LARGEST:.0f} 之间。")
    folder.mkdir(parents=True, exist_ok=True)
    world = World(year, seed, max(120, scaled(1400, scale)))
    figures, written = Figures(year), {}
    for demo in _lists(world, seed, scale, figures):
        rng = _random(year, seed, f"{demo.kind} in writing")
        written[demo.kind] = write(
            demo, folder, rng, world.places, partial(figures.total, demo.kind), rows_per_sheet=rows_per_sheet
        )
    expected = {
        "year": year,
        "figures": figures.as_json(),
        "bad_rows": {kind: one.bad for kind, one in written.items()},
        "rows_in_file": {kind: one.rows for kind, one in written.items()},
        "repeated_rows": {kind: one.repeated for kind, one in written.items()},
    }
    (folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1), encoding="utf-8")
    return expected


def _random(year: int, seed: int, purpose: str) -> random.Random:
    return random.Random(f"{year} {seed} {purpose}")  # noqa: S311


def _lists(world: World, seed: int, scale: float, figures: Figures) -> Iterator[DemoList]:
    def rng(kind: str) -> random.Random:
        return _random(world.year, seed, kind)

    yield patents(world, rng("patents"), scale, figures.patents)
    for kind in ("high_tech_enterprises", "projects", "contracts", "awards", "appraisals"):
        yield getattr(registers, kind)(world, rng(kind), scale, getattr(figures, kind))
    numbers = matchmaking.Numbers(world, seed, scale)
    for kind in ("achievements", "demands", "contacts"):
        yield getattr(matchmaking, kind)(world, rng(kind), scale, getattr(figures, kind), numbers)
    yield matchmaking.attendance(world, rng("attendance"), scale, figures.attendance)
