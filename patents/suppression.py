"""Which cells of a published table are not shown, so that nobody can tell a single applicant's number (统计法 2024 第二十八条).

A cell of fewer than three applicants is hidden. Where it is the only hidden one of its row or column, the total would tell it:
then another one of that line is hidden too, the smallest.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

LEAST_APPLICANTS = 3
ALL = "*"
"""The row, or column, of totals."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many patents, of how many applicants."""

    n: int
    applicants: int

    @property
    def is_telling(self) -> bool:
        """Whether it would tell of one or two applicants."""
        return 0 < self.applicants < LEAST_APPLICANTS


def hidden(table: Mapping[tuple, Counted], also: Collection[tuple] = ()) -> set[tuple]:
    """The (row, column) keys not to be shown. ``table`` is whole: every row with every column, totals under ``ALL``.

    ``also``: keys that another table would give away.
    """
    found = {key for key, cell in table.items() if cell.is_telling or key in also}
    lines = [[key for key in table if key[at] == one] for at in (0, 1) for one in {key[at] for key in table}]
    is_moving = bool(found)
    while is_moving:
        is_moving = False
        for line in lines:
            if len(found.intersection(line)) == 1:
                found.add(min((key for key in line if key not in found), key=lambda key: _cost(key, table)))
                is_moving = True
    return found


def _cost(key: tuple, table: Mapping[tuple, Counted]) -> tuple:
    """Noughts tell least when hidden and protect nothing; totals are missed most."""
    return table[key].n == 0, ALL in key, table[key].n, str(key)
