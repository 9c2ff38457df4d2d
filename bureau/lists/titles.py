"""Tables as statistical offices print them: headings in two or three rows, and a title that says what every row is of."""

from collections.abc import Container, Iterable, Sequence

from bureau.text import fold

from .cells import Reader
from .kinds import Column, Kind, heading_key

LEVELS = 2  # Rows of headings above the lowest.
ROWS_ABOVE = 12  # That may hold a title.


def stacked_keys(row: Sequence, above: Sequence[Sequence], known: Container[str]) -> list[str]:
    """The headings of a lowest row as they are compared, each with the upper heading that stands over it where that is known."""
    uppers = [[heading_key(cell) for cell in one] for one in reversed(above[-LEVELS:])]
    spread = [_spread(one) for one in uppers]
    keys = []
    for position, cell in enumerate(row):
        lower = heading_key(cell).removeprefix("其中:").removeprefix("其中")
        over = [one[position] if position < len(one) else "" for one in (spread if lower else uppers)]
        said = [f"{upper}{lower}" for upper in over if upper]
        keys.append(next((key for key in [*said, lower] if key in known), lower))
    return keys


def _spread(keys: list[str]) -> list[str]:
    """An upper heading stands over the blanks to its right: all but the first cell of a merged one are blank."""
    found, last = [], ""
    for key in keys:
        last = key or last
        found.append(last)
    return found


def told(kind: Kind, given: Container[str], above: Iterable[Sequence], sheet: str) -> dict[str, tuple[Column, str]]:
    """What the titles above the headings, else the sheet's name, say in place of columns that are not there, by field."""
    texts = [fold(cell) for row in above for cell in row if isinstance(cell, str)] + [fold(sheet)]
    wanted = [column for column in kind.columns if column.titled is not None and column.field not in given]
    read = {column.field: (column, _first(column.titled, texts)) for column in wanted}
    return {field: (column, cell) for field, (column, cell) in read.items() if cell is not None}


def _first(read: Reader, texts: Iterable[str]) -> str | None:
    return next((cell for text in texts if (cell := read(text)) is not None), None)
