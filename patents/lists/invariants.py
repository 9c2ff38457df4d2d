"""What the tables of other offices must add up to (rules.md 3.3): each fault names the row, both figures, and what to do.

A table may come in parts and in any order, so a sum is asked for only where all its parts are known, from the file or from before.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from bureau.accounts.choices import DivisionKind
from bureau.accounts.models import Division
from patents.choices import WHOLE
from patents.models import CitySummary, CumulativeSummary, MonthlySummary, StockSummary

Fault = tuple[int, str, str]
_TYPES = (("invention", "发明"), ("utility_model", "实用新型"), ("design", "外观设计"))
_HALVES = (("filed", "申请量"), ("granted", "授权量"))
_MONTHLY = {
    f"{what}{field}": f"{words}{heading}"
    for what, words in _HALVES
    for field, heading in (("", "月合计"), *((f"_{field}", heading) for field, heading in _TYPES))
}
_SINCE_JANUARY = (("filed", "申请受理"), ("granted", "授权"))
_CUMULATIVE = {
    f"{what}{field}": f"{words}{heading}"
    for what, words in _SINCE_JANUARY
    for field, heading in (("", "总计"), *((f"_{field}", heading) for field, heading in _TYPES))
}
_REMEDY = "请核对后改正该行再导入"


def monthly_faults(values: dict[str, list]) -> Iterable[Fault]:
    """月合计 = 三种之和, 全市 = Σ 县区, 年累计 = 上月年累计 + 月合计 (unless 备注 says why not), 发明专利累计 ≤ 年累计."""
    for what, words in _HALVES:
        parts = [(f"{what}_{field}", f"{words}{heading}") for field, heading in _TYPES]
        yield from _sums(values, what, f"{words}月合计", parts)
        yield from _continued(values, what, words)
    yield from _whole_city(values, MonthlySummary, _MONTHLY)


def cumulative_faults(values: dict[str, list]) -> Iterable[Fault]:
    """总计 = 三种之和, 去年发明 ≤ 上年同期, 全市 = Σ 县区, no month less than the one before it (unless 备注 says why), 上年同期 as last year's table."""
    for what, words in _SINCE_JANUARY:
        parts = [(f"{what}_{field}", f"{words}{heading}") for field, heading in _TYPES]
        yield from _sums(values, what, f"{words}总计", parts)
        pairs = zip(values[f"{what}_invention_before"], values[f"{what}_before"], strict=True)
        for index, (invention, whole) in enumerate(pairs):
            if None not in (invention, whole) and invention > whole:
                yield index, f"{words}去年发明", f"去年发明 {invention} 大于上年同期 {whole}，{_REMEDY}"
        yield from _not_falling(values, what, words)
    yield from _whole_city(values, CumulativeSummary, _CUMULATIVE)


def _not_falling(values: dict[str, list], what: str, words: str) -> Iterable[Fault]:
    """Sums since January that are less than a month earlier, and 上年同期 that is not what last year's table said."""
    months = {month for month in values["month"] if month}
    around = _around(months) | {date.fromisoformat(_moved(month, -12)) for month in months}
    stored = CumulativeSummary.objects.effective().filter(month__in=around)
    known = {
        (m.isoformat(), place): (n, note) for m, place, n, note in stored.values_list("month", "county", what, "note")
    }
    notes = values.get("note") or [None] * len(values["month"])
    rows = list(zip(values["month"], values["county"], values[what], values[f"{what}_before"], notes, strict=True))
    known |= {(month, place): (n, note) for month, place, n, _before, note in rows if None not in (month, place, n)}
    for index, (month, place, n, before, note) in enumerate(rows):
        if note or None in (month, place, n, before):
            continue
        remedy = "请核对，如因以前月份更正，请在“备注”列写明原因后再导入"
        for earlier, later in ((_moved(month, -1), month), (month, _moved(month, 1))):
            (first, _note), (last, excused) = (
                known.get((earlier, place), (None, "")),
                known.get((later, place), (None, "")),
            )
            if None in (first, last) or earlier[:4] != later[:4] or first <= last or excused:
                continue
            yield (
                index,
                f"{words}总计",
                f"{place} {later[:7]} 的累计 {last} 小于 {earlier[:7]} 的累计 {first}，{remedy}",
            )
        was, _note = known.get((_moved(month, -12), place), (None, ""))
        if was is not None and was != before:
            yield (
                index,
                f"{words}上年同期",
                f"上年同期 {before} 不是 {_moved(month, -12)[:7]} 累计汇总表的 {was}，{remedy}",
            )


def stock_faults(values: dict[str, list]) -> Iterable[Fault]:
    """职务总计 = 四类之和, 有效量 = 职务 + 个人, 全市 = Σ 县区."""
    service = [
        ("universities", "大专院校"), ("institutes", "科研单位"), ("enterprises", "企业"), ("bodies", "机关团体"),
    ]  # fmt: skip
    yield from _sums(values, "service", "职务总计", service)
    yield from _sums(values, "invention", "有效发明专利量", [("service", "职务总计"), ("individuals", "个人")])
    yield from _whole_city(values, StockSummary, {"invention": "有效发明专利量"})


def city_faults(values: dict[str, list]) -> Iterable[Fault]:
    """月累计 = 三种之和 = 五类申请人之和, 当年累计 = 上月的 + 月累计 (unless 备注 says why not)."""
    yield from _sums(values, "total", "月累计", _TYPES)
    kinds = (
        ("individuals", "个人"), ("universities", "大专院校"), ("institutes", "科研单位"), ("enterprises", "企业"), ("bodies", "机关团体"),
    )  # fmt: skip
    yield from _sums(values, "total", "月累计", kinds)
    for index, (ytd, total) in enumerate(zip(values["ytd"], values["total"], strict=True)):
        if ytd is not None and total is not None and ytd < total:
            yield index, "当年累计", f"当年累计 {ytd} 小于月累计 {total}，{_REMEDY}"
    yield from _city_continued(values)


def population_faults(values: dict[str, list]) -> Iterable[Fault]:
    """More than nobody."""
    for index, residents in enumerate(values["residents"]):
        if residents is not None and residents <= Decimal(0):
            yield index, "常住人口（万人）", "常住人口须大于零（单位：万人）"


def _sums(values: dict[str, list], whole: str, heading: str, parts: Iterable[tuple[str, str]]) -> Iterable[Fault]:
    """Rows whose ``whole`` is not the sum of ``parts``."""
    parts = list(parts)
    for index, total in enumerate(values[whole]):
        found = [values[name][index] for name, _words in parts]
        if total is None or None in found or total == sum(found):
            continue
        said = " + ".join(f"{words} {value}" for (_name, words), value in zip(parts, found, strict=True))
        yield index, heading, f"{heading} {total} 不等于{said} = {sum(found)}，{_REMEDY}"


def _continued(values: dict[str, list], what: str, words: str) -> Iterable[Fault]:
    rows = list(zip(values["month"], values["county"], strict=True))
    counted = {"month_total": values[what], "ytd": values.get(f"{what}_ytd"), "note": values.get("note")}
    places = {county for _month, county in rows if county}
    stored = MonthlySummary.objects.effective().filter(county__in=places, month__in=_around(values["month"]))
    known = {
        (month.isoformat(), county): (total, ytd, note)
        for month, county, total, ytd, note in stored.values_list("month", "county", what, f"{what}_ytd", "note")
    }
    yield from _gaps(rows, counted, known, f"{words}年累计", f"{words}月合计")


def _city_continued(values: dict[str, list]) -> Iterable[Fault]:
    rows = list(zip(values["month"], zip(values["measure"], values["city"], strict=True), strict=True))
    counted = {"month_total": values["total"], "ytd": values["ytd"], "note": values.get("note")}
    stored = CitySummary.objects.effective().filter(month__in=_around(values["month"]))
    known = {
        (month.isoformat(), (measure, city)): (total, ytd, note)
        for month, measure, city, total, ytd, note in stored.values_list(
            "month", "measure", "city", "total", "ytd", "note"
        )
    }
    yield from _gaps(rows, counted, known, "当年累计", "月累计")


def _gaps(rows: list, counted: dict, known: dict, heading: str, of_month: str) -> Iterable[Fault]:
    """Rows whose sum since January does not go on from the month before; the later of the two is told, unless it was stored."""
    count = len(rows)
    notes, ytds = counted["note"] or [None] * count, counted["ytd"] or [None] * count
    told = list(zip(counted["month_total"], ytds, notes, strict=True))
    here = {row: index for index, row in enumerate(rows) if None not in row}
    known = known | {row: told[index] for row, index in here.items() if told[index][1] is not None}
    for (month, place), index in here.items():
        for later in (month, _moved(month, 1)):
            if later != month and (later, place) in here:
                continue  # Told at its own row.
            fault = _gap(known, later, place, heading, of_month)
            if fault and not told[index][2]:
                yield index, heading, fault


def _gap(known: dict, month: str, place, heading: str, of_month: str) -> str:
    total, ytd, note = known.get((month, place), (None, None, None))
    if ytd is None or total is None or note:
        return ""
    is_first = month[5:7] == "01"
    _total, before, _note = (0, 0, "") if is_first else known.get((_moved(month, -1), place), (None, None, None))
    if before is None or ytd == before + total:
        return ""
    base = "" if is_first else f"上月{heading} {before} + "
    return (
        f"{month[:7]} 的{heading} {ytd} 不等于{base}{of_month} {total} = {before + total}；"
        "请核对，如因以前月份更正，请在“备注”列写明原因后再导入"
    )


def _around(months: Iterable[str | None]) -> set[date]:
    found = {month for month in months if month}
    return {date.fromisoformat(_moved(month, step)) for month in found for step in (-1, 0, 1)}


def _moved(month: str, step: int) -> str:
    year, number = int(month[:4]), int(month[5:7]) - 1 + step
    return date(year + number // 12, number % 12 + 1, 1).isoformat()


def _whole_city(values: dict[str, list], model, columns: dict[str, str]) -> Iterable[Fault]:
    """全市 against the places: zones either stand within their counties' rows or beside them, and then are added."""
    by_month = defaultdict(dict)
    for index, (month, county) in enumerate(zip(values["month"], values["county"], strict=True)):
        if month and county:
            by_month[month].setdefault(county, index)
    counties, zones = _places()
    for month, indices in by_month.items():
        known = {row.county: row for row in model.objects.effective().at(date.fromisoformat(month))}
        names = set(known) | set(indices)
        if WHOLE not in names:
            continue
        for field, heading in columns.items():
            if any(values[field][index] is None for index in indices.values()):
                continue  # A cell that could not be read is told already.

            def said(county, field=field, indices=indices, known=known):
                own = values[field][indices[county]] if county in indices else None
                return getattr(known[county], field) if own is None and county in known else own or 0

            of_counties = sum(said(name) for name in counties & names)
            of_zones = sum(said(name) for name in zones & names)
            whole, is_complete = said(WHOLE), counties <= names
            if whole in (of_counties, of_counties + of_zones) or (not is_complete and of_counties <= whole):
                continue
            index = indices.get(WHOLE, max(indices.values()))
            apart = f"，加功能区为 {of_counties + of_zones}" if zones & names else ""
            yield (
                index,
                heading,
                f"{month[:7]} 全市 {whole} 不等于各县（市、区）之和 {of_counties}{apart}，请逐行核对后再导入",
            )


def _places() -> tuple[set[str], set[str]]:
    counties, zones = set(), set()
    for division in Division.objects.all():
        (zones if division.kind == DivisionKind.ZONE else counties).add(division.name)
    return counties, zones
