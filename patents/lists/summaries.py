"""The tables of other offices: monthly by place and type, valid inventions, cities of the province, resident population.

Headings may stand in two rows, and the month in the title. Every heading that tells a table is its own word, so that no list
of another kind is taken for one of these.
"""

import re
from collections.abc import Iterable
from datetime import date

from bureau.accounts.choices import CITIES
from bureau.lists.cells import Fault, choice_reader, number_reader, read_date, shown, text_reader, whole_reader
from bureau.lists.kinds import Column, CountyReader, Kind, register
from bureau.text import fold
from patents.choices import WHOLE, CityMeasure
from patents.models import CitySummary, CumulativeSummary, MonthlySummary, Population, StockSummary

from . import invariants

_MONTH = re.compile(r"(\d{4})(?:年|[.\-/])(?:1月?(?:-|—|–|~|至))?(\d{1,2})月?")
_IN_TITLE = re.compile(r"(\d{4})年(?:1月?(?:-|—|–|~|至)+)?(\d{1,2})月")
_YEAR_IN_TITLE = re.compile(r"(\d{4})年")
_SPACES = re.compile(r"\s+")
MOST = 10_000_000


def read_month(cell):
    """The first day of the month in which a date lies, or that is written 2015-03, 2015年3月, 201503, 2015年1-3月. Raises Fault."""
    text = _SPACES.sub("", fold(shown(cell)))
    if not text:
        return None
    if isinstance(cell, str) and (match := _MONTH.fullmatch(text) or re.fullmatch(r"(\d{4})(\d{2})", text)):
        return _first_day(*map(int, match.groups()), text)
    if isinstance(cell, (int, float)) and float(cell).is_integer() and 190001 <= cell <= 210012:
        return _first_day(int(cell) // 100, int(cell) % 100, text)
    try:
        return f"{read_date(cell)[:7]}-01"
    except Fault:
        raise Fault(f"“{text}”不是月份，应写作 2015-03 或 2015年3月") from None


def _first_day(year: int, month: int, text: str) -> str:
    if not (1985 <= year <= 2100 and 1 <= month <= 12):
        raise Fault(f"“{text}”：没有这个月，或年份不在 1985 至 2100 之间")
    return date(year, month, 1).isoformat()


def month_in_title(text: str) -> str | None:
    """“某市2015年1—3月专利统计表” is of 2015年3月."""
    match = _IN_TITLE.search(_SPACES.sub("", text))
    return f"{match[1]}年{match[2]}月" if match else None


def year_in_title(text: str) -> str | None:
    """“2014年末常住人口” is of 2014."""
    match = _YEAR_IN_TITLE.search(_SPACES.sub("", text))
    return match[1] if match else None


def measure_in_title(text: str) -> str | None:
    """申请 or 授权, where the title says one of the two."""
    said = [measure.label for measure in CityMeasure if measure.label in text]
    return said[0] if len(said) == 1 else None


MONTH = Column("统计月份", "month", read_month, True, ("月份", "统计期"), titled=month_in_title)
PLACE = Column(
    "县（市、区）",
    "county",
    CountyReader(strict=True, whole=WHOLE),
    True,
    telling=False,
    aliases=("所在县（市、区）", "所属县区", "县市区", "县区", "地区", "区县"),
    stores=("county", "division_id"),
)
NOTE = Column("备注", "note", text_reader(300))
_FILED, _GRANTED = ("申请量", "申请受理", "专利申请量", "申请"), ("授权量", "授权", "专利授权量")


def _number(heading: str, field: str, aliases: Iterable[str] = (), *, telling: bool = True) -> Column:
    """A column of counts; an empty cell is 0 (rules.md 3.3)."""
    return Column(
        heading, field, whole_reader(0, MOST), True, tuple(aliases), blank=0, says_blank=True, telling=telling
    )


def _sum(heading: str, field: str, aliases: Iterable[str] = ()) -> Column:
    """A column that a table may leave out: empty is unknown."""
    return Column(heading, field, whole_reader(0, MOST), aliases=tuple(aliases))


def _counted(names: tuple[str, ...], what: str) -> Iterable[Column]:
    """The columns of one of the two halves of the monthly table: ``names`` is what may stand over them."""
    for make, field, words in (
        (_number, "", ("月合计", "本月合计", "本月", "合计")),
        (_number, "_invention", ("发明", "发明专利")),
        (_number, "_utility_model", ("实用新型",)),
        (_number, "_design", ("外观设计", "外观")),
        (_sum, "_invention_ytd", ("发明专利累计", "发明累计")),
        (_sum, "_ytd", ("年累计", "本年累计", "累计")),
        (_sum, "_ytd_before", ("去年同期", "上年同期", "去年同期累计")),
    ):
        heading, *others = (f"{name}{word}" for name in names for word in words)
        yield make(heading, f"{what}{field}", others)


MONTHLY = Kind(
    code="patent_months",
    label="专利月度汇总表",
    model=MonthlySummary,
    rank=210,
    key=("month", "county"),
    columns=(MONTH, PLACE, *_counted(_FILED, "filed"), *_counted(_GRANTED, "granted"), NOTE),
    check=invariants.monthly_faults,
    is_stacked=True,
)


def _since_january(names: tuple[str, ...], what: str) -> Iterable[Column]:
    """The columns of one of the two halves of the cumulative table; growth is counted, never read."""
    for field, words, telling in (
        ("_invention", ("发明", "发明专利"), False),
        ("_invention_before", ("去年发明", "上年发明", "去年同期发明"), True),
        ("_utility_model", ("实用新型",), False),
        ("_design", ("外观设计", "外观"), False),
        ("", ("总计",), True),
        ("_before", ("上年同期", "去年同期"), False),
    ):
        heading, *others = (f"{name}{word}" for name in names for word in words)
        yield _number(heading, f"{what}{field}", others, telling=telling)


CUMULATIVE = Kind(
    code="patent_totals",
    label="专利累计汇总表",
    model=CumulativeSummary,
    rank=215,
    key=("month", "county"),
    columns=(
        MONTH,
        PLACE,
        *_since_january(("申请受理", "申请量", "专利申请量", "申请"), "filed"),
        *_since_january(("授权", "授权量", "专利授权量"), "granted"),
        NOTE,
    ),
    check=invariants.cumulative_faults,
    is_stacked=True,
)
STOCKS = Kind(
    code="patent_stocks",
    label="有效发明专利汇总表",
    model=StockSummary,
    rank=220,
    key=("month", "county"),
    columns=(
        MONTH,
        PLACE,
        _number("有效发明专利量", "invention", ("有效量", "发明专利有效量", "有效发明专利拥有量")),
        _sum("有效实用新型量", "utility_model"),
        _sum("有效外观设计量", "design"),
        _number("职务大专院校", "universities", ("大专院校",)),
        _number("职务科研单位", "institutes", ("科研单位",)),
        _number("职务工矿企业", "enterprises", ("工矿企业", "职务企业", "企业"), telling=False),
        _number("职务机关团体", "bodies", ("机关团体",), telling=False),
        _number("职务总计", "service", ("职务职务总计", "职务合计")),
        _number("非职务个人", "individuals", ("个人",), telling=False),
    ),
    check=invariants.stock_faults,
    is_stacked=True,
)
CITY_TABLE = Kind(
    code="city_patents",
    label="各设区市专利月报",
    model=CitySummary,
    rank=230,
    key=("month", "measure", "city"),
    columns=(
        MONTH,
        Column("指标", "measure", choice_reader({m.label: m.value for m in CityMeasure}), True, titled=measure_in_title),
        Column("设区市", "city", choice_reader({name: city for city in CITIES for name in (city, city.removesuffix("市"))}), True, ("地区", "城市")),
        _number("当年累计", "ytd"),
        _number("月累计", "total", ("本月合计",)),
        *(
            _number(heading, field, telling=False)
            for heading, field in (
                ("发明", "invention"), ("实用新型", "utility_model"), ("外观设计", "design"), ("个人", "individuals"),
                ("大专院校", "universities"), ("科研单位", "institutes"), ("企业", "enterprises"), ("机关团体", "bodies"),
            )
        ),
        NOTE,
    ),
    check=invariants.city_faults,
)  # fmt: skip
RESIDENTS = Kind(
    code="residents",
    label="常住人口表",
    model=Population,
    rank=240,
    key=("year", "county"),
    columns=(
        Column("人口年度", "year", whole_reader(1985, 2100, suffix="年"), True, titled=year_in_title),
        PLACE,
        Column("常住人口（万人）", "residents", number_reader(4, 10), True, ("年末常住人口（万人）",)),
    ),
    check=invariants.population_faults,
    is_stacked=True,
)

register(MONTHLY, CUMULATIVE, STOCKS, CITY_TABLE, RESIDENTS)
