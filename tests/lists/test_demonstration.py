"""Demonstration lists: what the files say, counted here anew, is what expected.json promises."""

import json
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from python_calamine import CalamineWorkbook

from bureau.codes import credit_code_fault, normalise_credit_code
from bureau.lists.cells import Fault, read_application_number, read_date
from bureau.lists.demonstration.making import make
from bureau.lists.demonstration.organisations import World, credit_code
from bureau.lists.kinds import get_kind, heading_key
from bureau.text import fold

FILES = {
    "patents": "专利清单.xlsx",
    "high_tech_enterprises": "高新技术企业名单.xlsx",
    "projects": "立项项目清单.xlsx",
    "achievements": "科技成果清单.xlsx",
    "demands": "技术需求清单.xlsx",
    "contacts": "对接记录.xlsx",
    "attendance": "参会签到.xlsx",
    "contracts": "技术合同登记清单.xlsx",
    "awards": "科技奖候选项目.xlsx",
    "appraisals": "成果鉴定清单.xlsx",
}


def rows_of(folder: Path, kind: str) -> list[dict]:
    """Every data row of a file as {heading of the contract: cell}; titles, blank rows and the total are left out."""
    names = {heading_key(n): c.heading for c in get_kind(kind).columns for n in (c.heading, *c.aliases)}
    found, book = [], CalamineWorkbook.from_path(folder / FILES[kind])
    for sheet in book.sheet_names:
        _title, _unit, head, *body = book.get_sheet_by_name(sheet).to_python()
        headings = [names.get(heading_key(cell), cell) for cell in head]
        cells = (row for row in body if any(cell != "" for cell in row) and row[0] != "合　计")
        found += [dict(zip(headings, row, strict=True)) for row in cells]
    return found


def text(cell) -> str:
    """The cell as folded text; numbers without a trailing .0."""
    if isinstance(cell, float):
        return f"{cell:.10g}"
    return fold(str(cell)).upper()


def day(cell) -> date | None:
    """The cell as a day; None where it is no date."""
    if isinstance(cell, datetime | date):
        return cell
    try:
        found = read_date(cell)
    except Fault:
        return None
    return found and date.fromisoformat(found)


def amount(cell) -> Decimal:
    return Decimal(text(cell).replace(",", ""))


def good_rows(folder: Path, kind: str, key: tuple[str, ...], is_good) -> list[dict]:
    """The rows that pass ``is_good``, one for each key: the first."""
    first = {}
    for row in rows_of(folder, kind):
        if is_good(row):
            first.setdefault(tuple(text(day(row[name]) if "日期" in name else row[name]) for name in key), row)
    return list(first.values())


def good_patents(folder: Path) -> list[dict]:
    first = {}
    for row in rows_of(folder, "patents"):
        filed, granted, cell = day(row["申请日"]), day(row["授权公告日"]), row["申请号"]
        try:
            number = read_application_number(fold(cell) if isinstance(cell, str) else cell)
        except Fault:
            continue
        kind = {"1": "发明", "8": "发明", "2": "实用新型", "9": "实用新型", "3": "外观设计"}[number.type_digit]
        sound = filed and kind == text(row["专利类型"]) and row["专利名称"] and row["县（市、区）"] != "桃源县"
        if sound and not (granted and granted < filed):
            first.setdefault(number, row | {"申请日": filed, "授权公告日": granted})
    return list(first.values())


def patent_figures(folder: Path, year: int) -> dict:
    counts = Counter()
    for row in good_patents(folder):
        company = text(row["申请人类型"]) == "企业"
        for heading, what in (("申请日", "applications"), ("授权公告日", "grants")):
            in_year = row[heading].year if row[heading] else None
            counts[f"patents.{what}", in_year] += 1
            counts[f"patents.enterprise.{what}", in_year] += company
        counts["patents.invention_applications", row["申请日"].year] += text(row["专利类型"]) == "发明"
    names = ("patents.applications", "patents.grants", "patents.enterprise.applications", "patents.enterprise.grants")
    growth = {
        f"{name}.growth_pct": pytest.approx((counts[name, year] / counts[name, year - 1] - 1) * 100) for name in names
    }
    return growth | {name: counts[name, year] for name in (*names, "patents.invention_applications")}


def hnte_figures(folder: Path, year: int) -> dict:
    def valid(row: dict, on: date) -> bool:
        issued, cancelled = day(row["发证日期"]), day(row["取消日期"])
        ends = issued.replace(year=issued.year + int(row["有效期（年）"] or 3))
        return issued <= on < ends and not (cancelled and cancelled <= on)

    def is_good(row: dict) -> bool:
        code = normalise_credit_code(row["统一社会信用代码"])
        return bool(row["证书编号"] and day(row["发证日期"]) and not credit_code_fault(code))

    by_code = {}
    for row in good_rows(folder, "high_tech_enterprises", ("证书编号",), is_good):
        by_code.setdefault(text(row["统一社会信用代码"]), []).append(row)
    before, now = (
        {code for code, rows in by_code.items() if any(valid(row, date(end, 12, 31)) for row in rows)}
        for end in (year - 1, year)
    )
    new = {code for code, rows in by_code.items() if any(day(row["发证日期"]).year == year for row in rows)} - before
    return {"hnte.total": len(now), "hnte.new": len(new), "hnte.exits": len((before | new) - now)}


def project_figures(folder: Path, year: int) -> dict:
    rows = good_rows(folder, "projects", ("项目编号",), lambda row: not text(row["项目编号"]).startswith("BAD"))
    counted = [row for row in rows if text(row["级别"]) in ("国家级", "省级") and day(row["立项日期"]).year == year]
    return {
        "projects.provincial_or_above.count": len(counted),
        "projects.provincial_or_above.funding_10k_yuan": float(sum(amount(row["财政经费（万元）"]) for row in counted)),
    }


def contract_figures(folder: Path, year: int) -> dict:
    rows = good_rows(
        folder, "contracts", ("合同登记编号",), lambda row: not text(row["合同登记编号"]).startswith("BAD")
    )
    assert all(amount(row["技术交易额（万元）"]) <= amount(row["合同成交总额（万元）"]) for row in rows)
    assert all(day(row["签订日期"]) <= day(row["登记日期"]) for row in rows)
    counted = [row for row in rows if day(row["登记日期"]).year == year]
    total = sum(amount(row["合同成交总额（万元）"]) for row in counted)
    return {"contracts.count": len(counted), "contracts.amount_100m_yuan": pytest.approx(float(total / 10_000))}


def matchmaking_figures(folder: Path, year: int) -> dict:
    offered = good_rows(folder, "achievements", ("成果编号",), lambda row: row["完成单位"])
    wanted = good_rows(folder, "demands", ("需求编号",), lambda row: row["征集日期"])
    numbers = {text(row["成果编号"]) for row in offered} | {text(row["需求编号"]) for row in wanted}
    results = ("已对接", "产生意向", "达成协议")

    def is_contact(row: dict) -> bool:
        return {text(row["成果编号"]), text(row["需求编号"])} <= numbers and text(row["对接结果"]) in results

    met = good_rows(folder, "contacts", ("成果编号", "需求编号", "对接日期"), is_contact)
    counts = Counter(text(row["对接结果"]) for row in met if day(row["对接日期"]).year == year)
    signed = good_rows(
        folder,
        "attendance",
        ("日期", "所在地", "单位类型"),
        lambda row: text(row["签到人数"]).replace(",", "").isdigit(),
    )
    return {
        "matchmaking.achievements": sum(day(row["征集日期"]).year == year for row in offered),
        "matchmaking.demands": sum(day(row["征集日期"]).year == year for row in wanted),
        "matchmaking.contacts": sum(counts.values()),
        "matchmaking.intentions": counts["产生意向"] + counts["达成协议"],
        "matchmaking.agreements": counts["达成协议"],
        "matchmaking.participants": int(sum(amount(r["签到人数"]) for r in signed if day(r["日期"]).year == year)),
    }


def honour_figures(folder: Path, year: int) -> dict:
    rows = good_rows(folder, "awards", ("年度", "项目名称"), lambda row: text(row["网评结果"]) in ("候选", "淘汰"))
    rows = [row for row in rows if row["年度"] == year]
    chosen = [row for row in rows if text(row["是否推荐省奖"]) == "是"]
    appraised = good_rows(folder, "appraisals", ("鉴定编号",), lambda row: row["鉴定日期"])
    return {
        "awards.candidates": sum(text(row["网评结果"]) == "候选" for row in rows),
        "awards.recommended": len(chosen),
        "awards.first_prize_preliminary": sum(text(row["省奖初评等级"]) == "一等奖" for row in chosen),
        "appraisals.count": sum(day(row["鉴定日期"]).year == year for row in appraised),
    }


@pytest.fixture(params=[(2015, 0.05, 1), (2022, 0.3, 20)], ids=["2015", "2022"], scope="module")
def made(request, tmp_path_factory):
    """A folder of lists and the year they are of."""
    year, scale, seed = request.param
    folder = tmp_path_factory.mktemp("lists")
    make(folder, year=year, scale=scale, seed=seed)
    return folder, year


def test_the_files_add_up_to_the_promised_figures(made):
    folder, year = made
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    found = {}
    for count in (patent_figures, hnte_figures, project_figures, contract_figures, matchmaking_figures, honour_figures):
        found |= count(folder, year)
    assert {code: expected["figures"][code] for code in found} == found
    assert expected["year"] == year


def test_rows_are_counted_as_they_stand_in_the_files(made):
    folder, _year = made
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert expected["rows_in_file"] == {kind: len(rows_of(folder, kind)) for kind in FILES}
    assert sorted(path.name for path in folder.iterdir()) == sorted([*FILES.values(), "expected.json"])
    patents = expected["rows_in_file"]["patents"]
    left = patents - expected["bad_rows"]["patents"] - expected["repeated_rows"]["patents"]
    assert len(good_patents(folder)) == left


def test_scale_one_is_the_published_report(tmp_path):
    figures = make(tmp_path, year=2031, scale=1, seed=77)["figures"]
    published = {
        "patents.applications": 5731,
        "patents.grants": 4354,
        "patents.invention_applications": 1375,
        "patents.enterprise.applications": 3531,
        "patents.enterprise.grants": 2675,
        "hnte.total": 137,
        "hnte.new": 47,
        "hnte.exits": 0,
        "projects.provincial_or_above.count": 183,
        "projects.provincial_or_above.funding_10k_yuan": 2634,
        "matchmaking.achievements": 1300,
        "matchmaking.demands": 754,
        "matchmaking.contacts": 963,
        "matchmaking.intentions": 442,
        "matchmaking.agreements": 206,
        "matchmaking.participants": 23983,
        "contracts.amount_100m_yuan": 3.1,
        "contracts.count": 212,
        "awards.candidates": 37,
        "awards.recommended": 11,
        "awards.first_prize_preliminary": 3,
        "appraisals.count": 46,
    }
    assert {code: figures[code] for code in published} == published
    growth = {code: round(value, 1) for code, value in figures.items() if code.endswith("growth_pct")}
    assert growth == {
        "hnte.growth_pct": 52.2,
        "hnte.net_growth_pct": 52.2,
        "patents.applications.growth_pct": 56.9,
        "patents.grants.growth_pct": 101.2,
        "patents.enterprise.applications.growth_pct": 55.2,
        "patents.enterprise.grants.growth_pct": 103.1,
    }


def test_titles_are_mostly_distinct_and_spread_over_the_year(tmp_path):
    make(tmp_path, year=2015, scale=1, seed=4)
    rows = good_patents(tmp_path)
    assert len({text(row["专利名称"]) for row in rows}) > len(rows) * 0.9
    months = Counter(row["申请日"].month for row in rows if row["申请日"].year == 2015)
    assert sorted(months) == list(range(1, 13))
    assert min(months.values()) > 150


def test_the_same_arguments_give_the_same_rows(tmp_path):
    first, second, other = (tmp_path / name for name in ("first", "second", "other"))
    for folder, seed in ((first, 5), (second, 5), (other, 6)):
        call_command("make_demo_lists", folder, year=2019, scale=0.05, seed=seed, verbosity=0)
    assert {kind: rows_of(first, kind) for kind in FILES} == {kind: rows_of(second, kind) for kind in FILES}
    assert rows_of(first, "patents") != rows_of(other, "patents")


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(tmp_path):
    expected = make(tmp_path, year=2015, scale=0.05, seed=2, rows_per_sheet=250)
    assert CalamineWorkbook.from_path(tmp_path / FILES["patents"]).sheet_names == ["Sheet1", "Sheet2", "Sheet3"]
    assert len(rows_of(tmp_path, "patents")) == expected["rows_in_file"]["patents"]


def test_codes_stay_valid_and_names_distinct_beyond_the_self_defined_zone():
    codes = [credit_code("360702", number) for number in (1, 99_999, 100_000, 140_000)]
    assert [code[8:16] for code in codes] == ["PDY00001", "PDY99999", "PX100000", "PX140000"]
    assert [credit_code_fault(code) for code in codes] == [""] * 4
    world = World(2015, 1, 50_000)
    units = [world.enterprise(number) for number in (*range(3000), *range(32_000, 35_000))]
    assert len({unit.name for unit in units}) == len({unit.code for unit in units}) == 6000


def test_places_are_called_as_in_their_year():
    assert {"赣县", "龙南县"} <= {place.name for place in World(2015, 1, 10).places}
    assert {"赣县区", "龙南市"} <= {place.name for place in World(2021, 1, 10).places}
    offices = {place.name: place.office for place in World(2015, 1, 10).places}
    assert (offices["龙南经开区"], offices["赣州经开区"]) == ("360727", "360700")


@pytest.mark.parametrize(("option", "value"), [("year", 1999), ("scale", 0.01), ("scale", 1000)])
def test_what_cannot_be_made_is_refused_with_a_sentence(tmp_path, option, value):
    with pytest.raises(CommandError, match="应在"):
        call_command("make_demo_lists", tmp_path, **{option: value})
