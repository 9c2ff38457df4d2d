"""The workbook's tables by subject: projects, enterprises, patents, matchmaking, contracts, awards, platforms, finance."""

from collections.abc import Iterator
from decimal import Decimal

from .layout import Chart, Column, Page, money
from .models import AnnualReport, Figure
from .numbers import DASH, growth_pct, ratio_pct, rounded
from .participants import how_counted

COUNT, MONEY = "0", "0.00"


def pct(value, places: int = 1):
    """A percentage as the cell shows it, rounded once; — where there is none."""
    return DASH if value is None else rounded(value, places)


def shown(figure: Figure | None, name: str = "value"):
    """A figure's value or last year's, rounded to its own precision; — where there is none."""
    value = getattr(figure, name) if figure else None
    return DASH if value is None else rounded(value, figure.precision)


def projects(report: AnnualReport, rows: list[dict]) -> Page:
    """表2: by level and category."""
    columns = [
        Column("级别", 14, text=True, centre=True), Column("计划类别", 30, text=True), Column("立项数（项）", 13, COUNT),
        Column("上年立项数（项）", 13, COUNT), Column("立项数同比（%）", 13), Column("财政资金（万元）", 16, MONEY),
        Column("上年财政资金（万元）", 16, MONEY), Column("资金同比（%）", 13),
    ]  # fmt: skip

    def line(level: str, category: str, of: list[dict]) -> list:
        count, before = sum(row["count"] for row in of), sum(row["before"] for row in of)
        sums = [sum((money(row[name]) for row in of), start=Decimal(0)) for name in ("granted", "granted_before")]
        return [level, category, count, before, pct(growth_pct(count, before)), *sums, pct(growth_pct(*sums))]

    above = [row for row in rows if row["level"] in {"国家级", "省级"}]
    return Page(
        "表2 科技计划项目", "表2", f"{report.year}年科技计划项目立项情况", "项、万元、%", columns,
        [
            line("合计", "", rows), line("省级以上", "国家级、省级小计", above),
            *(line(row["level"], row["category"], [row]) for row in rows),
        ],
        ["注：报告所称“省级以上”为国家级与省级之和；市级项目另列，不计入。按立项日期统计。"], totals=2,
    )  # fmt: skip


def high_tech(report: AnnualReport, rows: list[dict]) -> Page:
    """表3: the ledger by county."""
    names = ("before", "new", "renewed", "exits", "total")
    titles = ("上年末数", "新增认定", "重新认定", "到期或取消", "本年末数", "净增")
    columns = [
        Column("县（市、区）", 20, text=True), *(Column(title, 14, COUNT) for title in titles),
        Column("增长（%）", 14), Column("净增长（%）", 14),
    ]  # fmt: skip

    def line(place: str, values: dict) -> list:
        net = values["total"] - values["before"]
        return [
            place, *(values[name] for name in names), net,
            pct(ratio_pct(values["new"], values["before"]), 0), pct(growth_pct(values["total"], values["before"]), 0),
        ]  # fmt: skip

    total = {name: sum(row[name] for row in rows) for name in names}
    return Page(
        "表3 高新技术企业", "表3", f"{report.year}年高新技术企业情况", "家、%", columns,
        [line("全市", total), *(line(row["place"], row) for row in rows)],
        [
            "注：1.上年末数＋新增认定－到期或取消＝本年末数。企业归入其最近一张证书所载的县（市、区）；功能区单列，不重复计入所在县。",
            "    2.增长＝新增认定÷上年末数×100%（公布口径）；净增长＝（本年末数÷上年末数－1）×100%。",
        ],
        totals=1, chart=Chart("各县（市、区）高新技术企业数（家）", 1, (6, 2), len(rows)),
    )  # fmt: skip


def _patent_columns() -> list[Column]:
    columns = [Column("县（市、区）", 16, text=True)]
    for _what in ("申请", "授权"):
        columns += [Column(word, 9, COUNT) for word in ("发明", "实用新型", "外观设计", "合计", "上年同期")]
        columns += [Column("同比（%）", 9)]
    columns += [
        Column("申请", 8, COUNT),
        Column("占比（%）", 10),
        Column("发明占比（%）", 12),
        Column("授权", 8, COUNT),
    ]
    return columns


def patents(report: AnnualReport, rows: list[dict], figures: dict[str, Figure]) -> Page:
    """表4: filed and granted by county and kind."""
    kinds = ("invention", "utility_model", "design")
    names = [f"{what}_{kind}" for what in ("filed", "granted") for kind in kinds]
    names += ["filed", "filed_before", "granted", "granted_before"]
    names += ["enterprise_filed", "enterprise_invention", "enterprise_granted"]
    total = {name: sum(row[name] for row in rows) for name in names}

    def line(place: str, row: dict) -> list:
        cells: list = [place]
        for what in ("filed", "granted"):
            cells += [row[f"{what}_{kind}"] for kind in kinds]
            cells += [row[what], row[f"{what}_before"], pct(growth_pct(row[what], row[f"{what}_before"]))]
        cells += [
            row["enterprise_filed"], pct(ratio_pct(row["enterprise_filed"], row["filed"])),
            pct(ratio_pct(row["enterprise_invention"], row["enterprise_filed"])), row["enterprise_granted"],
        ]  # fmt: skip
        return cells

    notes = [
        "注：1.按第一申请人所在县（市、区）归属；功能区单列，不重复计入所在县。上年同期为零的，同比以“—”表示。",
        "    2.企业指申请人类型为企业的专利；占比＝企业申请÷全部申请，发明占比＝企业发明申请÷企业申请。",
    ]
    ranks = [figures.get(f"patents.{what}.rank") for what in ("applications", "grants")]
    if all(rank and rank.value is not None for rank in ranks):
        notes.append(f"    3.全市申请量、授权量分别居全省设区市第{int(ranks[0].value)}位、第{int(ranks[1].value)}位。")
    return Page(
        "表4 专利", "表4", f"{report.year}年专利申请与授权情况", "件、%", _patent_columns(),
        [line("全市", total), *(line(row["place"], row) for row in rows)], notes,
        totals=1, groups=[("", 1), ("申请量", 6), ("授权量", 6), ("其中：企业", 4)],
        chart=Chart("各县（市、区）专利申请量与上年同期（件）", 1, (5, 6), len(rows), ("本年", "上年同期")),
    )  # fmt: skip


def matchmaking(report: AnnualReport, kept: dict, figures: dict[str, Figure]) -> Page:
    """表5: collected, met, intended, agreed, this year and last."""
    columns = [
        Column("年度", 14, text=True, centre=True), Column("参会人数（人）", 13), Column("征集成果（项）", 12),
        Column("技术需求（项）", 12), Column("技术对接（次）", 12), Column("产生意向（次）", 12), Column("达成意向（次）", 12),
        Column("意向金额（万元）", 14, MONEY), Column("意向率（%）", 11), Column("达成率（%）", 11),
    ]  # fmt: skip
    codes = ("participants", "achievements", "demands", "contacts", "intentions", "agreements")
    found = [figures[f"matchmaking.{code}"] for code in codes]
    sums = [money(kept.get(f"intended_{back}", 0)) for back in (0, 1)]

    def line(year: int, name: str, amount: Decimal) -> list:
        met, intended, agreed = (getattr(figure, name) for figure in found[3:])
        rates = (pct(ratio_pct(intended, met)), pct(ratio_pct(agreed, intended)))
        return [f"{year}年", *(shown(figure, name) for figure in found), amount, *rates]

    growth = ["同比（%）", *(pct(growth_pct(figure.value, figure.previous)) for figure in found)]
    growth += [pct(growth_pct(*sums)), "", ""]
    return Page(
        "表5 对接会", "表5", f"{report.year}年在线科技成果对接情况", "人、项、次、万元、%", columns,
        [line(report.year, "value", sums[0]), line(report.year - 1, "previous", sums[1]), growth],
        [
            f"注：1.参会人数：{how_counted(found[0].source)}。达成意向包含于产生意向，产生意向包含于技术对接。",
            "    2.意向率＝产生意向÷技术对接×100%；达成率＝达成意向÷产生意向×100%。",
        ],
        chart=Chart("技术对接、产生意向、达成意向（次）", 1, (5, 6, 7), 2, wide=False),
    )  # fmt: skip


def contracts(report: AnnualReport, rows: list[dict]) -> Page:
    """表6: contracts by kind."""
    columns = [
        Column("合同类别", 16, text=True, centre=True), Column("项数", 11, COUNT), Column("上年项数", 11, COUNT),
        Column("合同成交总额（万元）", 18, MONEY), Column("上年成交总额（万元）", 18, MONEY), Column("成交额同比（%）", 13),
        Column("技术交易额（万元）", 18, MONEY), Column("上年技术交易额（万元）", 18, MONEY),
    ]  # fmt: skip

    def line(name, of: list[dict]) -> list:
        sums = [
            sum((money(row.get(key, 0)) for row in of), start=Decimal(0))
            for key in ("value", "value_before", "technology", "technology_before")
        ]
        counts = [sum(row[key] for row in of) for key in ("count", "before")]
        return [name, *counts, *sums[:2], pct(growth_pct(sums[0], sums[1])), *sums[2:]]

    return Page(
        "表6 技术合同", "表6", f"{report.year}年技术合同认定登记情况", "项、万元、%", columns,
        [line("合计", rows), *(line(row["kind"], [row]) for row in rows)],
        ["注：按登记日期统计；技术交易额不大于合同成交总额。"], totals=1,
        chart=Chart("各类技术合同成交总额（万元）", 1, (4, 5), len(rows), ("本年", "上年"), wide=False),
    )  # fmt: skip


def appraisals(report: AnnualReport, rows: list[dict]) -> Iterator[Page]:
    """表6-1: appraisals by level; nothing in a year without any."""
    if not rows:
        return
    columns = [
        Column("鉴定水平", 30, text=True, centre=True), Column("本年（项）", 18, COUNT), Column("上年（项）", 18, COUNT),
        Column("同比（%）", 18), Column("本年构成（%）", 18),
    ]  # fmt: skip
    count = sum(row["count"] for row in rows)

    def line(level: str, now: int, before: int) -> list:
        return [level, now, before, pct(growth_pct(now, before)), pct(ratio_pct(now, count))]

    yield Page(
        "表6-1 成果鉴定", "表6-1", f"{report.year}年科技成果鉴定情况", "项、%", columns,
        [
            line("合计", count, sum(row["before"] for row in rows)),
            *(line(row["level"], row["count"], row["before"]) for row in rows),
        ],
        ["注：按鉴定日期统计；2016年起为科技成果评价。"], totals=1,
    )  # fmt: skip


def awards(report: AnnualReport, kept: dict) -> Page:
    """表7: reviewed online, shortlisted, recommended, graded."""
    columns = [
        Column("年度", 14, text=True, centre=True), Column("网评参评", 14), Column("网评入围（候选）", 18),
        Column("推荐省科技奖", 16), *(Column(f"初评{grade}", 16) for grade in ("一等奖", "二等奖", "三等奖")),
    ]  # fmt: skip
    names = ("nominated", "candidates", "recommended", "first", "second", "third")
    now, before = ([kept.get(f"{name}_{back}", 0) for name in names] for back in (0, 1))
    return Page(
        "表7 科技奖励", "表7", f"{report.year}年科技奖励情况", "项、%", columns,
        [
            [f"{report.year}年", *now], [f"{report.year - 1}年", *before],
            ["同比（%）", *(pct(growth_pct(a, b)) for a, b in zip(now, before, strict=True))],
        ],
        ["注：按奖励年度统计；初评等级为推荐省科技奖项目的省奖初评结果。"],
    )  # fmt: skip


def patent_awards(figures: dict[str, Figure]) -> Iterator[Page]:
    """表4-1: counted from the nominations, or entered by staff."""
    won, all_ = (figures.get(f"patents.provincial_awards{tail}") for tail in ("", ".province_total"))
    share = figures.get("patents.provincial_awards.share_pct")
    if not won or won.value is None:
        return
    columns = [
        Column("奖项", 30, text=True, centre=True), Column("本市获奖（项）", 18), Column("上年获奖（项）", 18),
        Column("全省总数（项）", 18), Column("占全省（%）", 18), Column("依据", 40, text=True),
    ]  # fmt: skip
    row = ["省专利奖", shown(won), shown(won, "previous"), shown(all_), shown(share), won.source]
    yield Page(
        "表4-1 专利奖",
        "表4-1",
        f"{won.report.year}年获省专利奖情况",
        "项、%",
        columns,
        [row],
        [_ENTERED] if won.is_entered else [],
    )


PLATFORMS = (
    ("platforms.total", "研发平台", "各级"),
    ("platforms.national", "其中：重点实验室、工程技术研究中心、企业技术中心", "国家级"),
    ("platforms.new", "本年新增研发平台", "各级"),
    ("platforms.building", "在建研发平台", "各级"),
    ("platforms.to_accept", "建设期满未验收研发平台", "各级"),
    ("platforms.incubators", "科技企业孵化器和众创空间", "各级"),
    ("parks.total", "园区", "各级"),
    ("parks.covered", "孵化器覆盖园区", "各级"),
)
PEOPLE = ("talent.stations", "talent.teams", "commissioners.count", "commissioners.services", "startups.count", "startups.amount_10k_yuan")  # fmt: skip
FUNDS = (
    "finance.fund_100m_yuan", "finance.funds_100m_yuan", "finance.investment_10k_yuan", "finance.loans.count",
    "finance.loans.amount_10k_yuan", "finance.compensation_10k_yuan", "finance.pledges.count", "finance.pledges.amount_10k_yuan",
)  # fmt: skip
_ENTERED = "注：由科室填报，依据见表内所列文件。"
_COUNTED = "注：由登记计算的，依据为登记；由科室填报的，依据见表内所列文件。"


def platforms(figures: dict[str, Figure]) -> Iterator[Page]:
    """表8: what stands at the end of the year."""
    columns = [
        Column("类型", 50, text=True), Column("级别", 12, text=True, centre=True), Column("年末总数（个）", 15),
        Column("上年末（个）", 15), Column("净增（个）", 15), Column("依据", 40, text=True),
    ]  # fmt: skip
    rows = []
    for code, name, level in PLATFORMS:
        figure = figures.get(code)
        if figure and figure.value is not None:
            more = DASH if figure.previous is None else rounded(figure.value - figure.previous, 0)
            rows.append([name, level, shown(figure), shown(figure, "previous"), more, figure.source])
    if rows:
        notes = [_COUNTED]
        if (covered := figures.get("parks.coverage_pct")) and covered.value is not None:
            notes.append(f"    孵化器园区覆盖率 {covered.display}。")
        yield Page("表8 平台载体", "表8", "创新平台与载体情况", "个", columns, rows, notes)


def people(figures: dict[str, Figure]) -> Iterator[Page]:
    """表9: stations and teams of talent, commissioners, students' firms."""
    yield from _figures("表9 人才与特派员", "表9", "科技人才、特派员与创业扶持情况", PEOPLE, figures)


def finance(figures: dict[str, Figure]) -> Iterator[Page]:
    """表10: fund, loans, compensation, pledged IP."""
    yield from _figures("表10 科技金融", "表10", "科技金融情况", FUNDS, figures)


def _figures(sheet: str, number: str, title: str, codes: tuple[str, ...], figures: dict[str, Figure]) -> Iterator[Page]:
    """Figures one under the other, this year and last; nothing where none has a value."""
    columns = [
        Column("项目", 40, text=True), Column("计量单位", 12, text=True, centre=True), Column("本年", 20), Column("上年", 20),
        Column("依据", 50, text=True),
    ]  # fmt: skip
    found = [figures[code] for code in codes if code in figures and figures[code].value is not None]
    rows = [[figure.name, figure.unit, shown(figure), shown(figure, "previous"), figure.source] for figure in found]
    if rows:
        yield Page(sheet, number, title, "见计量单位栏", columns, rows, [_COUNTED])
