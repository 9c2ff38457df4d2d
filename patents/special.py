"""Tables that a pivot does not make: enterprises' share of inventions by both denominators, concentration, 消零."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Sum

from bureau.accounts.models import Division, Organisation

from .choices import ENTERPRISE, Cohort, Event, PatentKind
from .counting import ALL, values
from .models import CoreCount
from .pivot import TENTH, half_up
from .questions import DEFINITIONS, Measure, Question, end_of
from .zeroing import Firms, rate, zeroing


@dataclass(slots=True)
class Line:
    """A row: its label, its figures, and the register's address of the patents behind it (after the question mark)."""

    label: str
    cells: Sequence
    query: str = ""


@dataclass(slots=True)
class Special:
    """A table with its headings, lines, total and what must be said of it."""

    title: str
    headings: list[str]
    lines: list[Line]
    total: Line | None = None
    notes: list[str] = field(default_factory=list)
    charted: Sequence[int] = (0,)  # Columns that the chart shows.


def _query(question: Question) -> str:
    return urlencode({"cell": question.address()})


def _pct(part: int, whole: int) -> Decimal | None:
    return half_up(Decimal(part) * 100 / whole, TENTH) if whole else None


def invention_shares(since: date, until: date) -> Special:
    """企业发明专利申请量占比 by place, by both denominators: of enterprises' filings, and of all."""
    rows = CoreCount.objects.filter(event=Event.FILED, period__gte=since, period__lte=until)
    sums = defaultdict(lambda: [0, 0, 0])
    for place, kind, holder, n in rows.values_list("division", "kind", "applicant_type").annotate(n=Sum("n")):
        for key in (place, None):
            own = holder == ENTERPRISE
            for at, counts in enumerate((own and kind == PatentKind.INVENTION, own, True)):
                sums[key][at] += n if counts else 0

    def line(label: str, place: int | None) -> Line:
        inventions, own, everybody = sums[place]
        only = {"applicant_type": ENTERPRISE, "kind": PatentKind.INVENTION.value} | (
            {"division": place} if place else {}
        )
        cells = (inventions, own, everybody, _pct(inventions, own), _pct(inventions, everybody))
        return Line(label, cells, _query(Question(Measure.FILED, since=since, until=until, only=only)))

    return Special(
        "企业发明专利申请量占比",
        ["企业发明申请", "企业申请", "全部申请", "占企业申请量（%）", "占全部申请量（%）"],
        [line(place.name, place.pk) for place in Division.objects.for_tables()],
        line("全市", None),
        [
            "两种分母分列：“占企业申请量”以企业的全部申请为分母（2016 年目标“超过 30%”按此计），“占全部申请量”以所有申请人的申请为分母。",
            DEFINITIONS[Measure.FILED],
            "申请人类型为空的计入全部申请，不计入企业。",
        ],
        charted=(0, 1),
    )


def concentration(question: Question, top: int) -> Special:
    """The units with the most patents, each one's share and the share of all down to it (集中度)."""
    found = values(question)
    whole = found.get((ALL, ALL), 0)
    units = sorted(
        ((n, key) for (key, column), n in found.items() if column == ALL and key not in (ALL, None) and n),
        key=lambda one: (-one[0], one[1]),
    )
    names = dict(Organisation.objects.filter(pk__in=[key for _n, key in units[:top]]).values_list("pk", "name"))
    lines, running = [], 0
    for place, (n, key) in enumerate(units[:top], 1):
        running += n
        only = {**question.only, "unit": key}
        own = Question(question.measure, since=question.since, until=question.until, only=only)
        lines.append(Line(f"{place}. {names[key]}", (n, _pct(n, whole), _pct(running, whole)), _query(own)))
    nobody = found.get((None, ALL), 0)
    return Special(
        f"{question.measure.label}集中度：前 {top} 名单位",
        ["件数", "占全部（%）", "累计占全部（%）"],
        lines,
        Line("全部", (whole, _pct(whole, whole), None)),
        [
            DEFINITIONS[question.measure],
            f"按第一申请人对应的单位排名，共 {len(units)} 个单位；个人和未对应单位的 {nobody} 件计入全部，不列名。",
        ],
    )  # fmt: skip


def zero_tables(cohort: Firms, day: date, measure: Measure, *, only_inventions: bool) -> list[Special]:
    """消零 by place on the day, and the trend of the same firms over twelve months."""
    found = zeroing(cohort, day, measure, only_inventions=only_inventions)
    names = {place.pk: place.name for place in Division.objects.for_tables()}
    places = [*(pk for pk in names if pk in found.by_place), *(pk for pk in found.by_place if pk not in names)]
    what = ("发明专利" if only_inventions else "专利") + measure.label.removesuffix("量").removesuffix("量（期末）")
    by_place = Special(
        f"{cohort.label}无{what}企业（{day}）",
        ["企业数", "无专利企业", "有专利企业占比（%）"],
        [Line(names.get(pk, "所在地不详"), _standing(found.by_place[pk])) for pk in places],
        Line("全市", _standing(found.whole)),
        [
            f"企业范围为 {day} 的{cohort.label}；以企业为第一申请人的才算有专利。",
            *(["培育库没有历史名单，按现在在库的企业计。"] if _asks_reserve(cohort) else []),
        ],
        charted=(0, 1),
    )
    reached = rate(found.trend)
    trend = Special(
        "近一年变化",
        ["企业数", "无专利企业", "有专利企业占比（%）"],
        [Line(f"{end}", _standing(one)) for end, one in found.trend],
        None,
        [f"同一批企业在各月末的情况；期初无专利的企业中已有专利的占 {'—' if reached is None else f'{reached}%'}（消零率）。"],
    )  # fmt: skip
    return [by_place, trend]


def _asks_reserve(cohort: Firms) -> bool:
    return Cohort.RESERVE in ((cohort,) if isinstance(cohort, Cohort) else (*cohort.registers, *cohort.without))


def _standing(one) -> tuple:
    return one.firms, one.zero, one.having_pct


def period_words(since: date, until: date) -> str:
    """2015-01-01 至 2015-12-31."""
    return f"{since} 至 {end_of(until)}"
