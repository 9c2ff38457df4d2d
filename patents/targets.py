"""Targets of a year place by place beside what was reached, and the city's place among the cities of the province."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from bureau.accounts.choices import CITIES
from bureau.accounts.models import Division

from .choices import CityMeasure, PatentKind
from .counting import ALL, values
from .models import CitySummary, PlaceTarget
from .pivot import TENTH, growth, half_up
from .questions import DEFINITIONS, Measure, Question
from .special import Line, Special


@dataclass(frozen=True, slots=True)
class CityTarget:
    """What the whole city is to reach, and which document says so."""

    value: int
    source: str


CitySource = Callable[[int, Measure, bool], CityTarget | None]
_city_targets: list[CitySource] = []


def city_target_source(function: CitySource) -> CitySource:
    """Make known who can tell the city's target of a year: the app that keeps those stands above this one."""
    if function not in _city_targets:
        _city_targets.append(function)
    return function


def city_target(year: int, measure: Measure, only_inventions: bool) -> CityTarget | None:
    """The city's own target, as the first that knows one tells it."""
    found = (tell(year, measure, only_inventions) for tell in _city_targets)
    return next((target for target in found if target is not None), None)


def question_of(year: int, measure: Measure, only_inventions: bool) -> Question:
    """What was reached: the year so far, or its whole."""
    today = timezone.localdate()
    until = min(date(year, 12, 1), today.replace(day=1)) if year <= today.year else date(year, 12, 1)
    only = {"kind": PatentKind.INVENTION.value} if only_inventions else {}
    return Question(measure, since=date(year, 1, 1), until=until, only=only)


def completion_table(year: int, measure: Measure, *, only_inventions: bool) -> Special:
    """Place by place: target, reached, completion in percent, what is missing; the city's own target in the last line."""
    question = question_of(year, measure, only_inventions)
    reached = values(question)
    targets = PlaceTarget.objects.of(year, measure, only_inventions)
    known = {target.division_id: target for target in targets}
    own = city_target(year, measure, only_inventions)

    def line(label: str, place, target: int | None) -> Line:
        n = reached.get((place, ALL), 0)
        only = {**question.only, "division": place} if place != ALL else question.only
        asked = Question(measure, since=question.since, until=question.until, only=only)
        missing = None if target is None else max(target - n, 0)
        rate = None if not target else half_up(Decimal(n) * 100 / target, TENTH)
        return Line(label, (n, target, rate, missing), urlencode({"cell": asked.address()}))

    places = list(Division.objects.for_tables())
    lines = [line(p.name, p.pk, known[p.pk].value if p.pk in known else None) for p in places]
    sources = dict.fromkeys(target.source_document for target in known.values())
    total = sum(target.value for target in known.values())
    notes = [DEFINITIONS[measure], f"统计到 {question.until:%Y-%m}。"]
    notes += [f"县（市、区）目标依据：{'、'.join(sources)}；各地目标合计 {total} 件。"] if known else []
    notes += (
        [f"全市目标取自年度目标：{own.source or '未写依据'}。"]
        if own
        else ["全市目标在“年度目标”中登记，本指标还没有。"]
    )
    what = f"{'发明' if only_inventions else ''}{measure.label}"
    return Special(
        f"{year}年{what}目标完成情况",
        ["完成（件）", "目标（件）", "完成率（%）", "还差（件）"],
        lines,
        line("全市", ALL, own.value if own else None),
        notes,
        charted=(0, 1),
    )


def cities_table(month: date, measure: CityMeasure) -> Special:
    """The province's cities by their sum since January, the first first; a city that sent no row is named, not ranked."""
    rows = {row.city: row for row in CitySummary.objects.effective().at(month).filter(measure=measure)}
    before = dict(
        CitySummary.objects.effective()
        .at(month.replace(year=month.year - 1))
        .filter(measure=measure)
        .values_list("city", "ytd")
    )
    ranked = sorted(rows.values(), key=lambda row: (-row.ytd, CITIES.index(row.city)))
    lines = []
    for row in ranked:
        place = 1 + sum(other.ytd > row.ytd for other in ranked)
        mark = "★ " if row.city == settings.SITE_CITY else ""
        grown = growth(row.ytd, before.get(row.city))
        share = half_up(Decimal(row.invention) * 100 / row.total, TENTH) if row.total else None
        lines.append(
            Line(f"{mark}{row.city}", (row.ytd, place, before.get(row.city), grown, row.total, row.invention, share))
        )
    missing = [city for city in CITIES if city not in rows]
    notes = ["取自各设区市专利月报；位次按当年累计从多到少，并列的位次相同。上年同期和同比取自上年同月的月报。"]
    notes += (
        [f"还没有本月数据的设区市：{'、'.join(missing)}；数据齐全以前的位次不是最后的位次。"]
        if missing and rows
        else []
    )
    return Special(
        f"{month.year}年1—{month.month}月各设区市专利{measure.label}量",
        ["当年累计", "位次", "上年同期累计", "同比（%）", "月累计", "其中：发明", "当月发明占比（%）"],
        lines,
        None,
        notes,
    )  # fmt: skip
