"""技术市场年度统计: number and amounts of the year's registered contracts by kind, field and seller, beside the year before."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from bureau.accounts.choices import OrganisationKind

from .choices import ContractKind
from .models import TechnologyContract

UNTOLD = "未注明"
LICENCE_SINCE = 2021  # Before, licences were counted among transfers (民法典第八百六十二条).


@dataclass(frozen=True, slots=True)
class Line:
    """One row: how many contracts, their value and technology value in yuan, and the same of the year before."""

    label: str
    count: int
    value: Decimal
    technology_value: Decimal
    before: int
    value_before: Decimal

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
    """By kind, by technology field, by the seller's kind of unit."""
    kinds, units = dict(ContractKind.choices), dict(OrganisationKind.choices)
    four = year < LICENCE_SINCE

    def kind(code: str) -> str:
        return str(kinds["transfer" if four and code == ContractKind.LICENCE else code])

    return [
        _table("按合同类别", year, "kind", kind),
        _table("按技术领域", year, "technology_field", lambda name: name or UNTOLD),
        _table("按卖方性质", year, "seller__kind", lambda code: str(units.get(code, UNTOLD))),
    ]


def _table(title: str, year: int, column: str, words) -> Table:
    found = {back: _sums(year - back, column, words) for back in (0, 1)}
    labels = sorted({*found[0], *found[1]}, key=lambda label: (label == UNTOLD, -found[0][label][1], label))
    lines = [_line(label, found[0][label], found[1][label]) for label in labels]
    total = [tuple(map(sum, zip(*found[back].values(), strict=True))) or (0, Decimal(0), Decimal(0)) for back in (0, 1)]
    return Table(title, lines, _line("合计", *total))


def _sums(year: int, column: str, words) -> dict[str, tuple]:
    rows = TechnologyContract.objects.effective().registered_in(year).order_by().values_list(column)
    found = defaultdict(lambda: (0, Decimal(0), Decimal(0)))
    for code, count, value, technology in rows.annotate(
        count=Count("pk"), whole=Sum("value", default=0), part=Sum("technology_value", default=0)
    ):
        label = words(code)
        one = found[label]
        found[label] = (one[0] + count, one[1] + value, one[2] + technology)
    return found


def _line(label: str, now: tuple, before: tuple) -> Line:
    return Line(label, now[0], now[1], now[2], before[0], before[1])
