"""The tables that other offices send, for the demonstration: counted from the list of single patents, and not quite agreeing."""

from collections import defaultdict
from datetime import date
from pathlib import Path

from django.db.models import Sum
from openpyxl import Workbook

from bureau.accounts.choices import CITIES
from bureau.accounts.models import Division
from bureau.lists.kinds import get_kind
from patents.choices import INDIVIDUAL, Event, PatentKind
from patents.models import CoreCount, Patent

RESIDENTS = 851.27  # 万人 (made-up), shared out evenly below.
OFF = {("南康区", 3): 2, ("于都县", 7): -1}
"""What the summary says more than the list does, by place and month."""
HALF = ("月合计", "其中：发明", "实用新型", "外观设计", "年累计", "去年同期", "年增长率")


def write(folder: Path, year: int) -> None:
    """One workbook for each table; the monthly one has a sheet for each month. Reads the counts of the patents loaded before."""
    counts = _counts(year)
    places = list(Division.objects.for_tables())
    _monthly(folder, year, places, counts)
    _stocks(folder, year, places)
    _cities(folder, year, counts)
    rows = [(place.name, round(RESIDENTS / 18, 2)) for place in places if place.code]
    _subsidies(folder, year)
    _save(folder, "residents", {f"{year - 1}年末": [("县（市、区）", "常住人口（万人）"), *rows, ("全市", RESIDENTS)]})


def _counts(year: int) -> dict[tuple, int]:
    """(event, year, month, place, type) to the number."""
    rows = CoreCount.objects.filter(period__year__in=(year, year - 1), event__in=(Event.FILED, Event.GRANTED))
    found = defaultdict(int)
    for event, day, place, kind, n in rows.values_list("event", "period", "division__name", "kind").annotate(
        n=Sum("n")
    ):
        found[event, day.year, day.month, place, kind] += n
    return found


def _monthly(folder: Path, year: int, places, counts) -> None:
    sums = defaultdict(int)

    def half(place: str, month: int, event: int) -> list:
        kinds = [counts.get((event, year, month, place, kind), 0) for kind in PatentKind.values]
        kinds[1] = max(0, kinds[1] + (OFF.get((place, month), 0) if event == Event.FILED else 0))
        before = sum(
            counts.get((event, year - 1, m, place, k), 0) for m in range(1, month + 1) for k in PatentKind.values
        )
        sums[event, place] += sum(kinds)
        return [sum(kinds), *kinds, sums[event, place], before, None]

    sheets = {}
    for month in range(1, 13):
        rows = [
            [place.name, *half(place.name, month, Event.FILED), *half(place.name, month, Event.GRANTED)]
            for place in places
        ]
        whole = ["全市", *(sum(row[at] or 0 for row in rows) for at in range(1, len(rows[0])))]
        heads = [["县（市、区）", "申请量", *[None] * 6, "授权量"], [None, *HALF, *HALF]]
        sheets[f"{month}月"] = [[f"赣州市{year}年{month}月专利统计表"], ["单位：件"], *heads, whole, *rows]
    _save(folder, "patent_months", sheets)
    _save(folder, "patent_totals", {f"1-{month}月": _totals(year, month, places, counts) for month in (11,)})


def _totals(year: int, month: int, places, counts) -> list:
    """The cumulative table up to a month: as the list says."""

    def half(place: str, event: int) -> list:
        sums = {
            (y, kind): sum(counts.get((event, y, m, place, kind), 0) for m in range(1, month + 1))
            for y in (year, year - 1)
            for kind in PatentKind.values
        }
        invention, utility_model, design = (sums[year, kind] for kind in PatentKind.values)
        before = sum(sums[year - 1, kind] for kind in PatentKind.values)
        total = invention + utility_model + design
        return [invention, sums[year - 1, PatentKind.INVENTION], None, utility_model, design, total, before, None]

    rows = [[place.name, *half(place.name, Event.FILED), *half(place.name, Event.GRANTED)] for place in places]
    whole = ["全市", *(sum(row[at] or 0 for row in rows) for at in range(1, len(rows[0])))]
    lower = ("发明", "去年发明", "发明增长率（%）", "实用新型", "外观设计", "总计", "上年同期", "同比增长（%）")
    heads = [["县（市、区）", "申请受理", *[None] * 7, "授权"], [None, *lower, *lower]]
    return [[f"赣州市{year}年1—{month}月专利申请受理和授权累计统计表"], ["单位：件"], *heads, whole, *rows]


def _stocks(folder: Path, year: int, places) -> None:
    """Valid inventions at the year's end, as far as the list knows them."""
    signs = {Event.GRANTED: 1, Event.ENDED: -1, Event.UNDATED: -1}
    found = defaultdict(int)
    rows = CoreCount.objects.filter(kind=PatentKind.INVENTION, event__in=signs, period__lte=date(year, 12, 1))
    for event, place, holder, n in rows.values_list("event", "division__name", "applicant_type").annotate(n=Sum("n")):
        found[place, holder] += signs[event] * n
    body = []
    for place in places:
        *service, person = (found[place.name, kind] for kind in ("大专院校", "科研单位", "企业", "机关团体", "个人"))
        body.append([place.name, sum(service) + person, *service, sum(service), person])
    whole = ["全市", *(sum(row[at] for row in body) for at in range(1, 8))]
    upper = ["县（市、区）", "有效量", "职务", None, None, None, None, "非职务"]
    lower = [None, None, "大专院校", "科研单位", "工矿企业", "机关团体", "职务总计", "个人"]
    _save(folder, "patent_stocks", {"有效发明": [[f"{year}年12月有效发明专利"], upper, lower, *body, whole]})


def _cities(folder: Path, year: int, counts) -> None:
    heads = ("统计月份", "指标", "设区市", "当年累计", "月累计", "发明", "实用新型", "外观设计", "个人", "大专院校", "科研单位", "企业", "机关团体")  # fmt: skip
    rows = []
    for event, words in ((Event.FILED, "申请"), (Event.GRANTED, "授权")):
        own = sum(n for (e, y, *_rest), n in counts.items() if (e, y) == (event, year))
        for place, city in enumerate(CITIES):
            total = own // 12 if city == "赣州市" else own // (7 if place == 0 else 12 + 2 * place)
            ytd = own if city == "赣州市" else total * 12
            inventions, models = total // 4, total // 2
            people, schools, bodies = total // 5, total // 20, total // 50
            kinds = (inventions, models, total - inventions - models)
            rows.append((f"{year}年12月", words, city, ytd, total, *kinds, people, schools, 0, total - people - schools - bodies, bodies))  # fmt: skip
    _save(folder, "city_patents", {"各设区市": [heads, *rows]})


def _subsidies(folder: Path, year: int) -> None:
    """What was paid in the two years for some of the grants, as the history of subsidies tells it (made-up)."""
    heads = ("资助年度", "申请号", "资助环节", "专利名称", "受资助人", "县（市、区）", "资助金额（元）", "资助发放日期")
    paid = {PatentKind.INVENTION: 5000, PatentKind.UTILITY_MODEL: 1000, PatentKind.DESIGN: 500}
    granted = Patent.objects.effective().granted_in(year).exclude(applicant_type=INDIVIDUAL).order_by("pk")[:60]
    rows = [
        (year, one.number, "授权", one.title, one.applicants, one.county, paid[one.kind], date(year, 12, 20))
        for one in granted
    ]
    _save(folder, "patent_subsidies", {f"{year}年": [(f"{year}年专利资助发放情况",), heads, *rows]})


def _save(folder: Path, kind: str, sheets: dict[str, list]) -> None:
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(folder / f"{get_kind(kind).label}.xlsx")
