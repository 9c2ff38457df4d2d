"""What in a firm's yearly data contradicts itself or last year's; each with what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .assessment.numbers import money
from .choices import StaffKind
from .models import YearlyData
from .models.yearly import RESEARCH_LINES

ERROR, DIFFERENCE = "error", "difference"
JUMP = Decimal("0.5")
REQUIRED = (
    "main_income",
    "other_income",
    "gross_income",
    "non_taxable_income",
    "product_income",
    "service_income",
    "technical_income",
    "total_assets",
    "total_liabilities",
    *RESEARCH_LINES,
)
COMPARED = ("sales", "high_tech_income", "net_assets", "total_assets", "research_total", "total_profit")
WORDS = {
    "sales": "销售收入",
    "high_tech_income": "高新技术产品（服务）收入",
    "net_assets": "净资产",
    "research_total": "研发费用（八项实际发生额）",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """An error forbids submitting; a difference must be explained. ``section`` is the page where it is mended."""

    code: str
    level: str
    sentence: str
    section: str


def findings(data: YearlyData, previous: YearlyData | None) -> list[Finding]:
    """Everything that speaks against submitting the data as they are."""
    return [*_missing(data), *_accounts(data), *_staff(data), *_parts(data), *_against(data, previous)]


def word(name: str) -> str:
    """The label of a field or of a sum of fields."""
    return WORDS.get(name) or str(YearlyData._meta.get_field(name).verbose_name)


def _missing(data: YearlyData) -> Iterator[Finding]:
    for name in REQUIRED:
        if getattr(data, name) is None:
            section = "research" if name in RESEARCH_LINES else "accounts"
            yield Finding(f"missing_{name}", ERROR, f"请填写“{word(name)}”，没有的填 0。", section)
    if data.no_incident is None:
        yield Finding(
            "missing_no_incident", ERROR, "请声明是否发生过重大安全、质量事故或严重环境违法行为。", "accounts"
        )


def _accounts(data: YearlyData) -> Iterator[Finding]:
    gross, free, tech, sales = data.gross_income, data.non_taxable_income, data.high_tech_income, data.sales
    if None not in (gross, free, tech) and tech > gross - free:
        text = f"高新技术产品（服务）收入 {money(tech)} 多于总收入 {money(gross - free)}（收入总额 − 不征税收入）。"
        yield Finding("high_tech_over_total", ERROR, text, "accounts")
    if None not in (gross, sales) and sales > gross:
        text = f"销售收入 {money(sales)} 多于收入总额 {money(gross)}。"
        yield Finding("sales_over_gross", DIFFERENCE, text, "accounts")


def _staff(data: YearlyData) -> Iterator[Finding]:
    counts = {(count.kind, count.month): count for count in data.staff_months.all()}
    for kind in (StaffKind.TOTAL, StaffKind.SCIENCE):
        lacking = [month for month in range(1, 13) if (kind, month) not in counts]
        if lacking:
            months = "、".join(str(month) for month in lacking)
            text = f"{kind.label}缺 {months} 月；当年开始经营的，开始以前的月份不填，在说明中写明。"
            level = ERROR if len(lacking) == 12 else DIFFERENCE
            yield Finding(f"staff_{kind}_months", level, text, f"staff-{kind}")
    for (kind, month), count in counts.items():
        after = counts.get((kind, month + 1))
        if after and after.at_start != count.at_end:
            text = f"{count.get_kind_display()} {month} 月末 {count.at_end} 人，{month + 1} 月初 {after.at_start} 人，应相等。"
            yield Finding(f"staff_{kind}_{month}", ERROR, text, f"staff-{kind}")
        whole = counts.get((StaffKind.TOTAL, month))
        if kind != StaffKind.TOTAL and whole and (count.at_start > whole.at_start or count.at_end > whole.at_end):
            text = f"{month} 月{count.get_kind_display()}多于职工总数。"
            yield Finding(f"staff_{kind}_over_{month}", ERROR, text, f"staff-{kind}")


def _parts(data: YearlyData) -> Iterator[Finding]:
    codes = {right.code for right in data.rights.all()}
    products, activities = list(data.products.all()), list(data.activities.all())
    for product in products:
        for code in product.ip:
            if code not in codes:
                yield Finding(
                    f"product_{product.code}_{code}",
                    ERROR,
                    f"{product.code} 所列 {code} 不在知识产权表中。",
                    "products",
                )
    for right in data.rights.all():
        if right.same_right_as and right.same_right_as not in codes:
            text = f"{right.code} 所说的同一权利 {right.same_right_as} 不在知识产权表中。"
            yield Finding(f"right_{right.code}_same", ERROR, text, "rights")
    sold, tech = sum(product.income for product in products), data.high_tech_income
    if products and tech is not None and sold != tech:
        text = f"各产品（服务）收入合计 {money(sold)}，高新技术产品（服务）收入 {money(tech)}。"
        yield Finding("products_sum", ERROR if sold > tech else DIFFERENCE, text, "products")
    spent, research = sum(activity.spent for activity in activities), data.research_total
    if research is not None and spent != research and (activities or research):
        text = f"各研发活动费用合计 {money(spent)}，研发费用八项合计 {money(research)}。"
        yield Finding("activities_sum", DIFFERENCE, text, "activities")


def _against(data: YearlyData, previous: YearlyData | None) -> Iterator[Finding]:
    if previous is None:
        return
    for name in COMPARED:
        now, before = getattr(data, name), getattr(previous, name)
        if None not in (now, before) and before > 0 and abs(now - before) > before * JUMP:
            text = f"{word(name)} {money(now)}，上年 {money(before)}，变动超过 50%。"
            yield Finding(f"jump_{name}", DIFFERENCE, text, "accounts")


def comparison(data: YearlyData, previous: YearlyData | None) -> list[tuple[str, str, str, str]]:
    """(what, this year, last year, difference) of every amount, as a page prints them."""
    names = ["sales", *REQUIRED, "high_tech_income", "net_assets", "research_total"]
    lines = []
    for name in names:
        now, before = getattr(data, name), getattr(previous, name) if previous else None
        change = None if None in (now, before) else now - before
        lines.append((word(name), *("—" if value is None else f"{value:,.2f}" for value in (now, before, change))))
    return lines
