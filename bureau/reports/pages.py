"""The pages of the workbook: what each table shows, from the report's figures, its kept tables and the rows behind."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from . import subjects
from .choices import PlanOutline, TargetKind
from .detail import detail_pages
from .indicators import GROWTH_NOTE, INDICATORS
from .layout import Column, Page
from .models import AnnualReport, Figure, PlanItem
from .numbers import growth_pct, rounded
from .subjects import COUNT, pct, shown
from .targets import Completion, completions, needed


def all_pages(report: AnnualReport) -> Iterator[Page]:
    """Every sheet that today's data can fill, in the order of the yearbook; none that would be empty."""
    tables = report.tables
    figures = {figure.indicator: figure for figure in report.figures.select_related("report").order_by("position")}
    yield _main(report, figures)
    yield subjects.projects(report, tables["projects"])
    yield from detail_pages(report, "projects")
    yield subjects.high_tech(report, tables["hnte"])
    yield from detail_pages(report, "enterprises")
    yield subjects.patents(report, tables["patents"], figures)
    yield from subjects.patent_awards(figures)
    yield subjects.matchmaking(report, tables["matchmaking"], figures)
    yield from detail_pages(report, "attendance")
    yield subjects.contracts(report, tables["contracts"])
    yield from subjects.appraisals(report, tables.get("appraisals", []))
    yield subjects.awards(report, tables["awards"])
    yield from subjects.platforms(figures)
    yield from subjects.people(figures)
    yield from subjects.finance(figures)
    if plan := list(PlanItem.objects.filter(year=report.year).in_order()):
        yield _plan_done(report, plan, figures)
    if following := list(PlanItem.objects.filter(year=report.year + 1).in_order()):
        yield _plan_next(report, following, figures)
    yield _notes(report, figures)
    yield _checks(report)


def _main(report: AnnualReport, figures: dict[str, Figure]) -> Page:
    columns = [
        Column("序号", 6, COUNT, centre=True), Column("指标名称", 30, text=True), Column("计量单位", 9, text=True, centre=True),
        Column("上年实际", 11), Column("本年目标", 11), Column("本年实际", 11), Column("完成率（%）", 10),
        Column("同比增减量", 11), Column("同比（%）", 10), Column("全省位次", 8, COUNT, centre=True),
        Column("目标完成", 8, text=True, centre=True), Column("责任科室", 13, text=True, centre=True),
        Column("数据来源", 28, text=True), Column("备注", 14, text=True),
    ]  # fmt: skip
    return Page(
        "表1 主要指标完成情况",
        "表1",
        f"{report.year}年主要指标完成情况",
        "见计量单位栏",
        columns,
        _main_rows(report, figures),
        [
            "注：1.“—”表示没有基数或没有数据；备注“填报”的指标由科室填报并附依据文件，其余由业务记录计算得出。",
            "    2.同比＝" + GROWTH_NOTE + "指标为百分比的，同比增减量为个百分点。",
            "    3." + standing(report),
        ],
    )


def _main_rows(report: AnnualReport, figures: dict[str, Figure]) -> Iterator[list]:
    done = completions(report)
    listed = [(indicator, figures[indicator.code]) for indicator in INDICATORS if indicator.code in figures]
    for number, (indicator, figure) in enumerate(listed, 1):
        target = done.get(indicator.code)
        is_rate = figure.unit in {"%", "位"}
        change = None if figure.value is None or figure.previous is None else figure.value - figure.previous
        growth = None if is_rate else growth_pct(figure.value, figure.previous)
        rank = figures.get(f"{indicator.code}.rank")
        yield [
            number,
            figure.name,
            figure.unit,
            shown(figure, "previous"),
            _wanted(target, figure),
            shown(figure),
            pct(target.rate_pct) if target else "",
            "—" if change is None else rounded(change, figure.precision),
            "" if is_rate else pct(growth),
            int(rank.value) if rank and rank.value is not None else "",
            {True: "是", False: "否", None: ""}[target.is_met] if target else "",
            indicator.section,
            figure.source,
            _remark(target, figure),
        ]


def _wanted(target: Completion | None, figure: Figure):
    if target is None:
        return ""
    if target.target.kind != TargetKind.GROWTH:
        return rounded(target.target.value, figure.precision)
    return needed(target.target, figure.previous) if figure.previous else "—"


def _remark(target: Completion | None, figure: Figure) -> str:
    words = ["填报"] if figure.is_entered else []
    if target and target.target.kind == TargetKind.GROWTH:
        words.append(f"目标为增长{target.target.value.normalize():f}%以上")
    elif target and target.target.kind == TargetKind.MORE_THAN:
        words.append(f"目标为{target.wanted}")
    return "；".join(words)


def _plan_done(report: AnnualReport, items: list[PlanItem], figures: dict[str, Figure]) -> Page:
    columns = [
        Column("提纲", 12, text=True, centre=True), Column("计划条目", 44, text=True), Column("目标值", 24, text=True),
        Column("实际", 20, text=True), Column("完成情况", 12, text=True, centre=True), Column("未完成原因", 28, text=True),
    ]  # fmt: skip
    rows = [
        [
            PlanOutline(item.outline).label, item.text, item.target, item.actual or _displayed(figures, item),
            item.get_state_display(), item.reason,
        ]
        for item in items
    ]  # fmt: skip
    return Page("表11 上年计划完成情况", "表11", f"上年所定{report.year}年计划完成情况", "", columns, rows)


def _displayed(figures: dict[str, Figure], item: PlanItem) -> str:
    figure = figures.get(item.indicator)
    return f"{figure.name}{figure.display}" if figure and figure.value is not None else ""


def _plan_next(report: AnnualReport, items: list[PlanItem], figures: dict[str, Figure]) -> Page:
    columns = [
        Column("提纲", 12, text=True, centre=True), Column("计划条目", 34, text=True), Column("对应指标", 20, text=True),
        Column("基数", 12, text=True, centre=True), Column("目标", 22, text=True), Column("措施", 34, text=True),
        Column("责任科室", 13, text=True, centre=True), Column("时限", 12, text=True, centre=True),
    ]  # fmt: skip
    rows = []
    for item in items:
        figure = figures.get(item.indicator)
        rows.append([
            PlanOutline(item.outline).label, item.text, figure.name if figure else "",
            item.base or (figure.display if figure else ""), item.target, item.measure, item.section,
            f"{item.due_on.year}年{item.due_on.month}月" if item.due_on else "",
        ])  # fmt: skip
    return Page("表12 下年计划", "表12", f"{report.year + 1}年工作计划", "", columns, rows)


def _notes(report: AnnualReport, figures: dict[str, Figure]) -> Page:
    columns = [
        Column("序号", 6, COUNT, centre=True), Column("指标", 34, text=True), Column("单位", 8, text=True, centre=True),
        Column("指标解释、口径与计算公式", 72, text=True), Column("数据来源", 30, text=True),
    ]  # fmt: skip
    rows = [
        [number, figure.name, figure.unit, figure.definition, figure.source]
        for number, figure in enumerate(figures.values(), 1)
    ]
    moment = f"{timezone.localtime(report.computed_at):%Y-%m-%d %H:%M:%S}" if report.computed_at else ""
    notes = [
        "取整：所有百分比以十进制精确计算，最后一次四舍五入；资金以元存储，换算为万元、亿元后取整。",
        "部分数据因四舍五入的原因，存在总计与分项合计不等的情况，均未作机械调整。符号“—”表示没有基数或没有数据。",
        f"数据截止：{report.year}年12月31日；计算时间：{moment}；数据快照：{report.snapshot_id}。",
        standing(report),
    ]
    return Page("附注", "附注", "指标解释、口径与计算公式", "", columns, rows, notes, signed=False)


def standing(report: AnnualReport) -> str:
    """Whether the figures are preliminary (快报数) or final (年报数), and of which version they and their definitions are."""
    if not report.issued_at:
        return f"数据性质：快报数，第{report.version}版尚未签发，签发前可能变动；指标解释随该版。"
    why = f"，更正理由：{report.correction_reason}" if report.correction_reason else ""
    day = timezone.localtime(report.issued_at)
    return f"数据性质：年报数，第{report.version}版，{day:%Y-%m-%d}签发{why}；指标解释随该版固定，不再改动。"


def _checks(report: AnnualReport) -> Page:
    columns = [
        Column("序号", 6, COUNT, centre=True), Column("校验", 62, text=True), Column("左方", 15), Column("右方", 15),
        Column("差额", 13), Column("通过", 8, text=True, centre=True), Column("签认", 34, text=True),
    ]  # fmt: skip
    rows = [
        [
            number, check.name, _number(check.left), _number(check.right), _number(check.difference),
            "是" if check.is_passed else "否", f"{check.signed_by}：{check.sign_reason}" if check.signed_by_id else "",
        ]
        for number, check in enumerate(report.checks.select_related("signed_by").order_by("pk"), 1)
    ]  # fmt: skip
    return Page("勾稽校验", "勾稽", "勾稽校验", "", columns, rows, signed=False)


def _number(text: str):
    """A side of a check as the number it is; a percentage as printed."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
