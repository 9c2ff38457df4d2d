"""技术市场年度统计: number and amounts of the year's registered contracts by kind, field, and place and kind of both parties, beside
the year before. Every line opens on its rows (rules.md 4).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Sum

from bureau.accounts.choices import OrganisationKind
from bureau.accounts.models import Division

from .choices import ContractKind
from .models import TechnologyContract

UNTOLD = "未注明"
LICENCE_SINCE = 2021  # Before, licences were counted among transfers (民法典第八百六十二条).
# By what contracts are told apart: the title of the table, and the column.
BY = {
    "kind": ("按合同类别", "kind"),
    "field": ("按技术领域", "technology_field"),
    "seller_kind": ("按卖方性质", "seller__kind"),
    "buyer_kind": ("按买方性质", "buyer__kind"),
    "seller_place": ("按卖方所在地", "seller__division"),
    "buyer_place": ("按买方所在地", "buyer__division"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """Contracts of a year that share a value of one of ``BY``; an empty value is what nobody told."""

    year: int
    by: str
    value: str

    @classmethod
    def read(cls, text: str) -> "Cell | None":
        """What an address says; None for what is none."""
        year, _dot, rest = text.partition(".")
        by, _dot, value = rest.partition(".")
        is_known = year.isdecimal() and len(year) == 4 and by in BY
        if not is_known or (by.endswith("_place") and value and not (value.isdecimal() and len(value) < 10)):
            return None
        return cls(int(year), by, value)

    def __str__(self):
        return f"{self.year}.{self.by}.{self.value}"

    @property
    def query(self) -> str:
        """What the register's list is asked for."""
        return urlencode({"statistic": str(self)})

    def rows(self) -> QuerySet:
        """Exactly what the line counts."""
        rows, column = TechnologyContract.objects.effective().registered_in(self.year), BY[self.by][1]
        if not self.value:
            empty = Q(**{f"{column}__isnull": True})
            return rows.filter(empty if self.by.endswith("_place") else empty | Q(**{column: ""}))
        if self.by == "kind" and self.year < LICENCE_SINCE and self.value == ContractKind.TRANSFER:
            return rows.filter(kind__in=(ContractKind.TRANSFER, ContractKind.LICENCE))
        return rows.filter(**{column: self.value})

    @property
    def words(self) -> str:
        """The cell as a person reads it."""
        return f"{self.year} 年{BY[self.by][0]}：{_names(self.by).get(self.value, self.value) or UNTOLD}"


def _names(by: str) -> Mapping[str, str]:
    """The words of a value; what has none is its own."""
    if by.endswith("_place"):
        return {str(pk): name for pk, name in Division.objects.values_list("pk", "name")}
    if by.endswith("_kind"):
        return dict(OrganisationKind.choices)
    return dict(ContractKind.choices) if by == "kind" else {}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: how many contracts, their value and technology value in yuan, and the same of the year before."""

    label: str
    count: int
    value: Decimal
    technology_value: Decimal
    before: int
    value_before: Decimal
    cell: Cell | None = None  # None: the total.

    @property
    def growth(self) -> str:
        """Of the number, in per cent; — on a base of zero."""
        if not self.before:
            return "—"
        share = Decimal(self.count - self.before) * 100 / self.before
        return f"{share.quantize(Decimal('0.1')):+}%"


@dataclass(frozen=True, slots=True)
class Table:
    """A breakdown with its total."""

    title: str
    lines: list[Line]
    total: Line


def tables(year: int) -> list[Table]:
    """By kind, by technology field, by kind and place of sellers and of buyers."""
    return [_table(year, by) for by in BY]


def _table(year: int, by: str) -> Table:
    names, found = _names(by), {back: _sums(year - back, by, year) for back in (0, 1)}
    values = sorted({*found[0], *found[1]}, key=lambda value: (value == "", -found[0][value][1], value))
    lines = [
        _line(str(names.get(value, value)) or UNTOLD, found[0][value], found[1][value], Cell(year, by, value))
        for value in values
    ]
    total = [tuple(map(sum, zip(*found[back].values(), strict=True))) or (0, Decimal(0), Decimal(0)) for back in (0, 1)]
    return Table(BY[by][0], lines, _line("合计", *total))


def _sums(year: int, by: str, of: int) -> dict[str, tuple]:
    """By value; licences are transfers in the statistics of a year ``of`` before they were a kind of their own."""
    column = BY[by][1]
    rows = TechnologyContract.objects.effective().registered_in(year).order_by().values_list(column)
    found = defaultdict(lambda: (0, Decimal(0), Decimal(0)))
    for code, count, value, technology in rows.annotate(
        count=Count("pk"), whole=Sum("value", default=0), part=Sum("technology_value", default=0)
    ):
        if by == "kind" and of < LICENCE_SINCE and code == ContractKind.LICENCE:
            code = ContractKind.TRANSFER.value
        one = found[str(code or "")]
        found[str(code or "")] = (one[0] + count, one[1] + value, one[2] + technology)
    return found


def _line(label: str, now: tuple, before: tuple, cell: Cell | None = None) -> Line:
    return Line(label, now[0], now[1], now[2], before[0], before[1], cell)
