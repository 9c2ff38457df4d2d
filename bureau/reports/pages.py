"""The pages of the workbook: what each table shows, from the report's figures, its kept tables and the rows behind."""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from .choices import PlanOutline
from .detail import detail_pages
from .indicators import BY_CODE, GROWTH_NOTE, INDICATORS
from .layout import Chart, Column, Page, money
from .models import AnnualReport, PlanItem
from .numbers import growth_pct, ratio_pct, rounded
from .targets import completions

NUMBER, COUNT, PCT, MONEY = "#,##0.######", "0", "0.0", "0.00"


def pct(value, places: int = 1):
    """A percentage as the cell shows it, rounded once; — where there is none."""
    return "—" if value is None else rounded(value, places)


def all_pages(report: AnnualReport) -> Iterator[Page]:
    """Every sheet that today's data can fill, in the order of the yearbook; none that would be empty."""
    tables = report.tables
    yield _main(report)
    yield _projects(report, tables["projects"])
    yield from detail_pages(report, "projects")
    yield _high_tech(report, tables["hnte"])
    yield from detail_pages(report, "enterprises")
    yield _patents(report, tables["patents"])
    yield _matchmaking(report)
    yield _contracts(report, tables["contracts"])
    yield _awards(report)
    plan = list(PlanItem.objects.filter(year=report.year).in_order())
    if plan:
        yield _plan_done(report, plan)
    following = list(PlanItem.objects.filter(year=report.year + 1).in_order())
    if following:
        yield _plan_next(report, following)
    yield _notes(report)
    yield _checks(report)


def _main(report: AnnualReport) -> Page:
    columns = [
        Column("序号", 6, COUNT), Column("指标名称", 34, text=True), Column("计量单位", 9, text=True),
        Column("上年实际", 12), Column("本年目标", 22, text=True), Column("本年实际", 12), Column("完成率（%）", 11),
        Column("同比增减", 12), Column("同比（%）", 10), Column("全省位次", 9), Column("目标完成", 9, text=True),
        Column("责任科室", 13, text=True), Column("数据来源", 30, text=True), Column("备注", 14, text=True),
    ]  # fmt: skip
    return Page(
        "表1 主要指标",
        "表1",
        f"{report.year}年主要指标完成情况",
        "见计量单位栏",
        columns,
        _main_rows(report),
        [
            "注：1.“—”表示没有基数或没有数据；标“填报”的指标由科室填报并附依据文件，其余由业务记录计算得出。",
            "    2." + GROWTH_NOTE,
        ],
    )


def _main_rows(report: AnnualReport) -> Iterator[list]:
    done = completions(report)
    figures = {figure.indicator: figure for figure in report.figures.all()}
    for number, indicator in enumerate(INDICATORS, 1):
        figure = figures.get(indicator.code)
        if figure is None:
            continue
        target = done.get(indicator.code)
        is_rate = figure.unit in {"%", "位"}
        change = None if figure.value is None or figure.previous is None else figure.value - figure.previous
        growth = None if is_rate else growth_pct(figure.value, figure.previous)
        rank = figures.get(f"{indicator.code}.rank")
        yield [
            number,
            figure.name,
            figure.unit,
            _shown(figure.previous, figure.precision),
            target.wanted if target else "",
            _shown(figure.value, figure.precision),
            pct(target.rate_pct) if target else "",
            _shown(change, figure.precision),
            "" if is_rate else pct(growth),
            int(rank.value) if rank and rank.value is not None else "",
            {True: "是", False: "否", None: ""}[target.is_met] if target else "",
            indicator.section,
            figure.source,
            "填报" if figure.is_entered else "",
        ]


def _shown(value, places: int):
    return "—" if value is None else rounded(value, places)


def _projects(report: AnnualReport, rows: list[dict]) -> Page:
    columns = [
        Column("级别", 12, text=True), Column("计划类别", 34, text=True), Column("立项数（项）", 14, COUNT),
        Column("上年立项数（项）", 16, COUNT), Column("财政经费（万元）", 18, MONEY),
        Column("上年财政经费（万元）", 20, MONEY), Column("经费同比（%）", 14),
    ]  # fmt: skip
    total = [
        "合计", "",
        sum(row["count"] for row in rows), sum(row["before"] for row in rows),
        sum(money(row["granted"]) for row in rows), sum(money(row["granted_before"]) for row in rows),
    ]  # fmt: skip
    body = [
        [
            row["level"], row["category"], row["count"], row["before"], money(row["granted"]),
            money(row["granted_before"]), pct(growth_pct(money(row["granted"]), money(row["granted_before"]))),
        ]
        for row in rows
    ]  # fmt: skip
    total.append(pct(growth_pct(total[4], total[5])))
    return Page(
        "表2 科技计划项目", "表2", f"{report.year}年科技计划项目立项情况", "项、万元", columns, [total, *body],
        ["注：报告所称“省级以上”为国家级与省级之和；市级项目另列，不计入。"], totals=1,
    )  # fmt: skip


def _high_tech(report: AnnualReport, rows: list[dict]) -> Page:
    names = ("before", "new", "renewed", "exits", "total")
    columns = [Column("县（市、区）", 18, text=True)] + [
        Column(title, 13, COUNT) for title in ("上年末数", "新增认定", "重新认定", "到期或取消", "本年末数", "净增")
    ] + [Column("增长（%）", 12), Column("净增长（%）", 12)]  # fmt: skip

    def line(place: str, values: dict) -> list:
        net = values["total"] - values["before"]
        return [
            place, *(values[name] for name in names), net,
            pct(ratio_pct(values["new"], values["before"]), 0), pct(growth_pct(values["total"], values["before"]), 0),
        ]  # fmt: skip

    total = {name: sum(row[name] for row in rows) for name in names}
    return Page(
        "表3 高新技术企业", "表3", f"{report.year}年高新技术企业情况", "家", columns,
        [line("合计", total), *(line(row["place"], row) for row in rows)],
        [
            "注：1.上年末数＋新增认定－到期或取消＝本年末数。企业归入其最近一张证书所载的县（市、区）；功能区单列，不重复计入所在县。",
            "    2.增长＝新增认定÷上年末数×100%（公布口径）；净增长＝（本年末数÷上年末数－1）×100%。",
        ],
        totals=1, chart=Chart("各县（市、区）高新技术企业数（家）", 1, (6, 2), len(rows), "家"),
    )  # fmt: skip


def _patents(report: AnnualReport, rows: list[dict]) -> Page:
    kinds = ("invention", "utility_model", "design")
    words = ("发明", "实用新型", "外观设计")
    columns = [Column("县（市、区）", 14, text=True)]
    for _what in ("申请", "授权"):
        columns += [Column(word, 9, COUNT) for word in (*words, "合计", "上年同期")] + [Column("同比（%）", 9)]
    columns += [Column("申请", 9, COUNT), Column("占比（%）", 9), Column("发明占比（%）", 11), Column("授权", 9, COUNT)]
    names = [f"{what}_{kind}" for what in ("filed", "granted") for kind in kinds]
    names += ["filed", "filed_before", "granted", "granted_before", "enterprise_filed", "enterprise_invention"]
    total = {name: sum(row[name] for row in rows) for name in [*names, "enterprise_granted"]}

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

    return Page(
        "表4 专利", "表4", f"{report.year}年专利申请与授权情况", "件", columns,
        [line("全市", total), *(line(row["place"], row) for row in rows)],
        [
            "注：1.按第一申请人所在县（市、区）归属；功能区单列，不重复计入所在县。上年同期为零的，同比以“—”表示。",
            "    2.企业指申请人类型为企业的专利；占比＝企业申请÷全部申请，发明占比＝企业发明申请÷企业申请。",
        ],
        totals=1, groups=[("", 1), ("申请量", 6), ("授权量", 6), ("其中：企业", 4)],
        chart=Chart("各县（市、区）专利申请量与上年同期（件）", 1, (5, 6), len(rows), "件"),
    )  # fmt: skip


def _lines(report: AnnualReport, codes: Iterable[str]) -> list[list]:
    figures = {figure.indicator: figure for figure in report.figures.all()}
    found = []
    for code in codes:
        figure = figures[code]
        growth = None if figure.unit == "%" else growth_pct(figure.value, figure.previous)
        found.append([
            figure.name, figure.unit, _shown(figure.value, figure.precision), _shown(figure.previous, figure.precision),
            pct(growth), BY_CODE[code].definition,
        ])  # fmt: skip
    return found


def _listing(name: str, number: str, title: str, rows: list[list], notes=()) -> Page:
    columns = [
        Column("指标", 30, text=True), Column("单位", 8, text=True), Column("本年", 14), Column("上年", 14),
        Column("同比（%）", 12), Column("指标解释", 66, text=True),
    ]  # fmt: skip
    return Page(name, number, title, "见单位栏", columns, rows, notes)


def _matchmaking(report: AnnualReport) -> Page:
    codes = [code for code in BY_CODE if code.startswith("matchmaking.")]
    rows = _lines(report, codes)
    values = {figure.indicator: figure.value for figure in report.figures.all()}
    for name, part, whole in (
        ("意向率（产生意向÷技术对接）", "matchmaking.intentions", "matchmaking.contacts"),
        ("达成率（达成意向÷产生意向）", "matchmaking.agreements", "matchmaking.intentions"),
    ):
        rows.append([name, "%", pct(ratio_pct(values[part], values[whole])), "", "", "由上列数字计算。"])
    notes = [
        "注：参会人数为各分会场汇总报送的签到人数合计，汇总报送未去重；达成意向包含于产生意向，产生意向包含于技术对接。"
    ]
    return _listing("表5 对接会", "表5", f"{report.year}年在线科技成果对接情况", rows, notes)


def _contracts(report: AnnualReport, rows: list[dict]) -> Page:
    columns = [
        Column("合同类别", 18, text=True), Column("项数", 12, COUNT), Column("上年项数", 12, COUNT),
        Column("合同成交总额（万元）", 22, MONEY), Column("上年成交总额（万元）", 22, MONEY), Column("成交额同比（%）", 16),
        Column("技术交易额（万元）", 20, MONEY),
    ]  # fmt: skip

    def line(name, count, before, value, value_before, technology) -> list:
        return [name, count, before, value, value_before, pct(growth_pct(value, value_before)), technology]

    body = [
        line(
            row["kind"], row["count"], row["before"], money(row["value"]), money(row["value_before"]), money(row["technology"])
        )
        for row in rows
    ]  # fmt: skip
    total = line("合计", *(sum(row[at] for row in body) for at in (1, 2, 3, 4, 6)))
    return Page(
        "表6 技术合同", "表6", f"{report.year}年技术合同认定登记情况", "项、万元", columns, [total, *body],
        ["注：按登记日期统计；技术交易额不大于合同成交总额。"], totals=1,
        chart=Chart("各类技术合同成交总额（万元）", 1, (4, 5), len(body), "万元"),
    )  # fmt: skip


def _awards(report: AnnualReport) -> Page:
    codes = [code for code in BY_CODE if code.startswith(("awards.", "appraisals.", "patents.provincial_awards"))]
    return _listing("表7 科技奖励与鉴定", "表7", f"{report.year}年科技奖励与成果鉴定情况", _lines(report, codes))


def _plan_done(report: AnnualReport, items: list[PlanItem]) -> Page:
    columns = [
        Column("提纲", 12, text=True), Column("计划条目", 46, text=True), Column("目标", 20, text=True),
        Column("实际", 20, text=True), Column("完成情况", 12, text=True), Column("未完成原因", 30, text=True),
    ]  # fmt: skip
    figures = {figure.indicator: figure.display for figure in report.figures.all()}
    rows = [
        [
            PlanOutline(item.outline).label, item.text, item.target, item.actual or figures.get(item.indicator, ""),
            item.get_state_display(), item.reason,
        ]
        for item in items
    ]  # fmt: skip
    return Page("表11 上年计划完成情况", "表11", f"{report.year}年计划完成情况", "", columns, rows)


def _plan_next(report: AnnualReport, items: list[PlanItem]) -> Page:
    columns = [
        Column("提纲", 12, text=True), Column("计划条目", 40, text=True), Column("对应指标", 24, text=True),
        Column("基数", 14, text=True), Column("目标", 20, text=True), Column("措施", 40, text=True),
        Column("责任科室", 14, text=True), Column("时限", 12, text=True),
    ]  # fmt: skip
    figures = {figure.indicator: figure for figure in report.figures.all()}
    rows = []
    for item in items:
        figure = figures.get(item.indicator)
        rows.append([
            PlanOutline(item.outline).label, item.text, figure.name if figure else "",
            item.base or (figure.display if figure else ""), item.target, item.measure, item.section,
            f"{item.due_on.year}年{item.due_on.month}月" if item.due_on else "",
        ])  # fmt: skip
    return Page("表12 下年计划", "表12", f"{report.year + 1}年工作计划", "", columns, rows)


def _notes(report: AnnualReport) -> Page:
    columns = [
        Column("指标", 34, text=True),
        Column("指标解释与计算公式", 90, text=True),
        Column("数据来源", 34, text=True),
    ]
    figures = {figure.indicator: figure for figure in report.figures.all()}
    rows = [[f.name, f.definition, f.source] for f in figures.values()]
    moment = f"{timezone.localtime(report.computed_at):%Y-%m-%d %H:%M:%S}" if report.computed_at else ""
    notes = [
        "取整：所有百分比由 Decimal 计算，最后一次四舍五入；资金以元存储，换算为万元、亿元后取整。",
        "部分数据因四舍五入的原因，存在总计与分项合计不等的情况。符号“—”表示没有基数或没有数据。",
        f"数据截止：{report.year}年12月31日；计算时间：{moment}；数据快照：{report.snapshot_id}。",
    ]
    return Page("附注", "附注", "指标解释、口径与计算公式", "", columns, rows, notes, signed=False)


def _checks(report: AnnualReport) -> Page:
    columns = [
        Column("校验", 58, text=True), Column("左方", 16, text=True), Column("右方", 16, text=True),
        Column("差额", 12, text=True), Column("通过", 8, text=True), Column("签认", 40, text=True),
    ]  # fmt: skip
    rows = [
        [
            check.name, check.left, check.right, check.difference, "是" if check.is_passed else "否",
            f"{check.signed_by}：{check.sign_reason}" if check.signed_by_id else "",
        ]
        for check in report.checks.select_related("signed_by").order_by("pk")
    ]  # fmt: skip
    return Page("勾稽校验", "勾稽", "勾稽校验", "", columns, rows, signed=False)
