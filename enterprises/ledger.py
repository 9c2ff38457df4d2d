"""The ledger of a year: 上年末 + 新增 − 退出 = 年末, by place and by field, so that every row and the total balance.

A firm that moved, or whose new certificate names another place or field, leaves one row and enters another: 划入, 划出. What was
true at the end of an earlier year is read from the dated events, so that last year's 年末 is this year's 上年末 row by row.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Count

from bureau.accounts.models import Division

from .assessment.fields import placed
from .choices import EventKind
from .models import Recognition, RegisterEvent

UNSAID = "未写明"
COLUMNS = ("opening", "new", "exited", "moved_in", "moved_out", "closing")


class Certificate(NamedTuple):
    """What the ledger reads of one certificate."""

    pk: int
    firm: str
    counts_from: date
    expires_on: date
    cancelled_on: date | None
    left_on: date | None
    returned_on: date | None
    division: int | None
    county: str
    field: str

    def holds_on(self, day: date) -> bool:
        """As ``RecognitionQuerySet.valid_on`` says it."""
        if not self.counts_from <= day < self.expires_on or (self.cancelled_on and self.cancelled_on <= day):
            return False
        return not self.left_on or not self.left_on <= day < self.returned_on

    def came_in(self, year: int) -> date | None:
        """The day of the year from which it counts, for the first time or again; None: none of it."""
        days = (self.counts_from, self.returned_on)
        return next((day for day in days if day and day.year == year and self.holds_on(day)), None)


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

    @property
    def growth_pct(self) -> Decimal | None:
        """新增 ÷ 上年末, the convention that bureaus publish, whole percent half-up; None on a zero base."""
        if not self.total.opening:
            return None
        return (Decimal(100 * self.total.new) / self.total.opening).quantize(Decimal(1), ROUND_HALF_UP)


class Moves:
    """Where certificates stood before each relocation, in one statement."""

    def __init__(self):
        events = RegisterEvent.objects.moves().order_by("happened_on", "pk")
        self.known: dict[int, list[tuple]] = defaultdict(list)
        for pk, on, former in events.values_list("recognition", "happened_on", "former_division"):
            self.known[pk].append((on, former))

    def place_on(self, pk: int, division: int | None, day: date) -> int | None:
        """The division of a certificate on ``day``: what it stood in before the first move after that day, else today's."""
        if pk not in self.known:
            return division
        return next((former for on, former in self.known[pk] if on > day), division)


class Register:
    """Everything that the ledgers of one year read, fetched once."""

    def __init__(self, year: int):
        self.year, self.before, self.end = year, date(year - 1, 12, 31), date(year, 12, 31)
        self.names = dict(Division.objects.values_list("pk", "name"))
        self.moves = Moves()
        found = defaultdict(list)
        rows = Recognition.objects.high_tech().filter(counts_from__lte=self.end, expires_on__gt=self.before)
        columns = (
            "pk", "credit_code", "counts_from", "expires_on", "cancelled_on", "left_on", "returned_on", "division", "county",
            "technology_field",
        )  # fmt: skip
        for row in rows.order_by("counts_from", "pk").values_list(*columns):
            certificate = Certificate._make(row)
            found[certificate.firm].append(certificate)
        self.courses = Counter(map(self._course, found.values()))

    def _course(self, certificates: list[Certificate]) -> "Course":
        """Which certificate speaks for a firm at both ends of the year, and with which it came in."""
        opening = came = closing = None
        for one in certificates:
            if one.holds_on(self.before):
                opening = one
            elif came is None and one.came_in(self.year):
                came = one
            if one.holds_on(self.end):
                closing = one
        return Course(
            self._standing(opening, self.before),
            self._standing(came, came.came_in(self.year)) if came and not opening else None,
            self._standing(closing, self.end),
        )

    def _standing(self, certificate: Certificate | None, day: date) -> "Standing | None":
        """The county or zone as it is called today, else as the list wrote it; and the field as written."""
        if certificate is None:
            return None
        pk = self.moves.place_on(certificate.pk, certificate.division, day)
        return Standing(self.names[pk] if pk else certificate.county or UNSAID, certificate.field)


class Standing(NamedTuple):
    """What a certificate says of its firm on a day."""

    place: str
    field: str


class Course(NamedTuple):
    """A firm's way through the year: where it stood at the end of the one before, where it came in, where it stands at its end.

    Thousands of firms go the same few ways, so that the tables count ways and not firms.
    """

    opening: Standing | None
    came: Standing | None
    closing: Standing | None


Group = Callable[[Standing], str]


def by_division(standing: Standing) -> str:
    """County or zone."""
    return standing.place


def by_field(standing: Standing) -> str:
    """The field of 《国家重点支持的高新技术领域》; what is none of the eight stays as the list wrote it."""
    field, _second = placed(standing.field)
    return field or standing.field or UNSAID


def by_second_level(standing: Standing) -> str:
    """Field and second level."""
    field, second = placed(standing.field)
    return f"{field}／{second or '未写到二级'}" if field else standing.field or UNSAID


def ledger(year: int, group: Group, register: Register | None = None) -> Ledger:
    """Who held a certificate at the end of the year before, who came, who went, who holds one at its end."""
    register = register or Register(year)
    found: dict[str, Row] = defaultdict(lambda: Row(""))
    for course, firms in register.courses.items():
        first = course.opening or course.came
        if first is None:
            continue
        start = group(first)
        row = found[start]
        if course.opening:
            row.opening += firms
        else:
            row.new += firms
        if course.closing is None:
            row.exited += firms
            continue
        end = group(course.closing)
        found[end].closing += firms
        if start != end:
            row.moved_out += firms
            found[end].moved_in += firms
    for label, row in found.items():
        row.label = label
    ordered = tuple(sorted(found.values(), key=lambda row: (-row.closing, row.label)))
    return Ledger(year, ordered, _total(ordered))


def _total(rows: Iterable[Row]) -> Row:
    whole = Row("合计")
    for row in rows:
        for name in COLUMNS:
            setattr(whole, name, getattr(whole, name) + getattr(row, name))
    return whole


def events_in(year: int) -> dict[str, int]:
    """How often each kind of event happened in the year, by the kind's words."""
    rows = RegisterEvent.objects.in_force().filter(happened_on__year=year).order_by().values_list("kind")
    counts = dict(rows.annotate(Count("pk")))
    return {kind.label: counts.get(kind, 0) for kind in EventKind}
