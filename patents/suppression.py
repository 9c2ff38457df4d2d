"""Which cells of a published table are not shown, so that nobody can tell a single applicant's number (统计法 2024 第二十八条).

A cell of fewer than three applicants is hidden. Where it is the only hidden one of its row or column, the total would tell it:
then another one of that line is hidden too, the smallest. Several tables of the same patents are hidden together: what one of
them shows must not tell what another hides.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

LEAST_APPLICANTS = 3
ALL = "*"
"""The row, or column, of totals."""
NEARLY = 1e-7
"""Tables are of whole numbers: what is less is nothing."""


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
    lines = [
        [key for key in table if key[at] == one] for at in (0, 1) for one in dict.fromkeys(key[at] for key in table)
    ]
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


class Together:
    """Tables whose rows are the same places, so that they have the totals by place in common.

    ``alike`` gives the name of a table's cell; cells of one name are one number (designs are a type and a section).
    """

    def __init__(self, tables: Mapping[str, Mapping[tuple, Counted]], alike: Callable[[str, tuple], Hashable]):
        self.tables = tables
        self.names = {code: {key: alike(code, key) for key in table} for code, table in tables.items()}
        self.cells: dict[Hashable, tuple[tuple, Counted]] = {}
        for code, table in tables.items():
            for key, cell in table.items():
                self.cells.setdefault(self.names[code][key], (key, cell))
        self.at = {name: n for n, name in enumerate(self.cells)}

    def hidden(self) -> dict[str, set[tuple]]:
        """By table the (row, column) keys not to be shown.

        Besides the rule for each line: no small cell may follow from any sums and differences of all that the tables show. The
        totals by place are told elsewhere too, so that nothing but they rests on their being hidden.
        """
        found = {name for name, (_key, cell) in self.cells.items() if cell.is_telling}
        more: set = set(found)
        while more:
            found = self._in_lines(found | more)
            more = self._given_away(found)
        return {code: {key for key, name in names.items() if name in found} for code, names in self.names.items()}

    def _in_lines(self, found: set) -> set:
        """The rule for each line, until no table has more to hide."""
        before = None
        while before != (before := len(found)):
            for code, table in self.tables.items():
                names = self.names[code]
                also = {key for key, name in names.items() if name in found}
                found = found | {names[key] for key in hidden(table, also)}
        return found

    def _given_away(self, found: set) -> set:
        """A shown cell, that which is missed least, without which a small one no longer follows; none when none follows."""
        # In the tables' order: every process must hide the same cells.
        unknown = [name for name in self.at if name in found and (self.cells[name][0][1] != ALL or name in self.unsure)]
        columns = self.equations[:, [self.at[name] for name in unknown]]
        shares = np.linalg.pinv(columns)  # So much of each equation tells a number by itself, if anything does.
        follows = np.abs(np.einsum("ne,en->n", shares, columns) - 1) < NEARLY
        for name, share, is_told in zip(unknown, shares, follows, strict=True):
            if is_told and self.cells[name][1].is_telling:
                used = np.abs(share @ self.equations) > NEARLY
                shown = [one for one, n in self.at.items() if used[n] and one not in found]
                if shown:
                    return {min(shown, key=self._missed)}
        return set()

    def _missed(self, name: Hashable) -> tuple:
        key, cell = self.cells[name]
        return _cost(key, {key: cell})

    @cached_property
    def unsure(self) -> set:
        """The totals by place that are told nowhere: the small ones, and one more where there is but one."""
        totals = {name for name, (key, _cell) in self.cells.items() if key[1] == ALL}
        small = {name for name in totals if self.cells[name][1].is_telling}
        return small | ({min(totals - small, key=self._missed)} if len(small) == 1 and totals - small else set())

    @cached_property
    def equations(self) -> np.ndarray:
        """For each line of each table: its cells less its total are nought."""
        rows = []
        for code, table in self.tables.items():
            for at in (0, 1):
                for one in dict.fromkeys(key[at] for key in table):
                    row = np.zeros(len(self.at))
                    for key in table:
                        if key[at] == one:
                            row[self.at[self.names[code][key]]] += -1 if key[1 - at] == ALL else 1
                    rows.append(row)
        return np.array(rows)
