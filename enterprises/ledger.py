"""The ledger of a year: 上年末 + 新增 − 退出 = 年末, by place and by field, so that every row and the total balance.

A firm whose new certificate names another place or field leaves one row and enters another: 划入, 划出.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from .models import Recognition

UNSAID = "未写明"


@dataclass(slots=True)
class Row:
    """One place or field, or the total."""

    label: str
    opening: int = 0
    new: int = 0
    exited: int = 0
    moved_in: int = 0
    moved_out: int = 0
    closing: int = 0

    @property
    def balances(self) -> bool:
        """Whether what came and went explains the difference."""
        return self.opening + self.new + self.moved_in - self.exited - self.moved_out == self.closing


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of one division of the register, and their total."""

    year: int
    rows: tuple[Row, ...]
    total: Row


def by_division(recognition: Recognition) -> str:
    """The county or zone as it is called today, else as the list wrote it."""
    return str(recognition.division) if recognition.division_id else recognition.county or UNSAID


def by_field(recognition: Recognition) -> str:
    """The technology field as the list wrote it."""
    return recognition.technology_field or UNSAID


def ledger(year: int, group: Callable[[Recognition], str]) -> Ledger:
    """Who held a certificate at the end of the year before, who came, who went, who holds one at its end."""
    rows = Recognition.objects.high_tech().select_related("division")
    opening = _by_firm(rows.held_on(date(year - 1, 12, 31)))
    closing = _by_firm(rows.held_on(date(year, 12, 31)))
    new = _by_firm(rows.new_in(year))
    found: dict[str, Row] = defaultdict(lambda: Row(""))
    for firm in opening.keys() | closing.keys() | new.keys():
        first = opening.get(firm) or new.get(firm) or closing[firm]
        start = group(first)
        end = group(closing[firm]) if firm in closing else start
        if firm in opening:
            found[start].opening += 1
        else:
            found[start].new += 1
        if firm not in closing:
            found[start].exited += 1
            continue
        found[end].closing += 1
        if start != end:
            found[start].moved_out += 1
            found[end].moved_in += 1
    for label, row in found.items():
        row.label = label
    ordered = tuple(sorted(found.values(), key=lambda row: (-row.closing, row.label)))
    return Ledger(year, ordered, _total(ordered))


def _by_firm(rows: Iterable[Recognition]) -> dict[str, Recognition]:
    return {row.credit_code: row for row in rows}


def _total(rows: Iterable[Row]) -> Row:
    whole = Row("合计")
    for row in rows:
        for name in ("opening", "new", "exited", "moved_in", "moved_out", "closing"):
            setattr(whole, name, getattr(whole, name) + getattr(row, name))
    return whole
