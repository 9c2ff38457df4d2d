"""The demonstration year: lists through the reader that people use, entered figures, targets, plan, an issued report."""

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

from bureau.lists.commands import load_file
from bureau.lists.demonstration.making import make
from bureau.lists.kinds import all_kinds
from bureau.lists.models import ImportRun
from bureau.lists.reader import find_tables
from bureau.reports import annual, workflow
from bureau.reports.choices import CITIES, PlanOutline, PlanState, TargetKind
from bureau.reports.models import AnnualReport, CityFigure, Entry, PlanItem, Section, Target

YEAR = 2015
SOURCE = "（演示）科室统计资料"

ENTRIES = {
    "patents.provincial_awards": 3,
    "patents.provincial_awards.province_total": 10,
    "finance.fund_100m_yuan": 2,
    "policy.documents": 5,
    "platforms.national": 4,
    "platforms.incubators": 9,
}
RIVALS = {"patents.applications": (12_860, 4_320), "patents.grants": (7_930, 3_540)}
"""The first city of the province and the third; the others lie below (made-up numbers around the published ranks)."""

TARGETS_NEXT = (
    ("hnte.total", TargetKind.GROWTH, 20, "高新技术科"),
    ("patents.enterprise.invention_share_pct", TargetKind.MORE_THAN, 30, "知识产权科"),
    ("patents.enterprise.applications", TargetKind.GROWTH, 50, "知识产权科"),
    ("patents.enterprise.grants", TargetKind.GROWTH, 50, "知识产权科"),
)
TARGETS = (
    ("hnte.total", TargetKind.AT_LEAST, 110, "高新技术科"),
    ("patents.applications", TargetKind.AT_LEAST, 4500, "知识产权科"),
    ("contracts.amount_100m_yuan", TargetKind.AT_LEAST, 3, "成果科"),
)
PLAN = (
    (PlanOutline.LINE, "围绕“主攻工业、三年翻番”这一主线，推动科技与产业深度融合", "", "", "发展计划科"),
    (
        PlanOutline.ABILITY,
        "提升企业创新能力，建立高新技术企业培育后备库",
        "hnte.total",
        "比上年增长20%以上",
        "高新技术科",
    ),
    (PlanOutline.ABILITY, "提升园区承载能力，推进科技企业孵化器全覆盖", "platforms.incubators", "", "高新技术科"),
    (PlanOutline.BUILDING, "加强研发平台建设", "platforms.national", "", "高新技术科"),
    (PlanOutline.BUILDING, "加强科技人才队伍建设", "", "", "政策法规科"),
    (PlanOutline.BUILDING, "加强科技服务体系建设", "contracts.amount_100m_yuan", "", "成果科"),
    (PlanOutline.PROJECT, "实施高新技术企业倍增工程", "hnte.new", "", "高新技术科"),
    (
        PlanOutline.PROJECT,
        "实施知识产权入园强企工程",
        "patents.enterprise.applications",
        "企业专利申请量、授权量增长50%以上",
        "知识产权科",
    ),
    (PlanOutline.PROJECT, "实施科技成果转化工程", "matchmaking.agreements", "", "成果科"),
    (PlanOutline.PROJECT, "实施科技金融结合工程", "finance.fund_100m_yuan", "", "发展计划科"),
)
TEXTS = {
    "atmosphere": "（演示文字）推动出台创新驱动发展实施意见等文件，对重点企业实行一企一策。",
    "revitalisation": "（演示文字）国家重点实验室、国家工程技术研究中心建设取得突破，高新区升级获批。",
}


def load_lists(say) -> None:
    """Write the lists and load them, once: a database that has list runs keeps what it has."""
    if ImportRun.objects.exists():
        say("数据库中已有清单，沿用现有数据。")
        return
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), year=YEAR, scale=1.0, seed=1)
        ranked = sorted(
            (max(table.kind.rank for table in find_tables(path)), path) for path in Path(folder).glob("*.xlsx")
        )
        for _rank, path in ranked:
            _run, result = load_file(path, by="演示", skip_bad_rows=True)
            for sheet in result.sheets:
                say(
                    f"  {sheet.kind.label}：新增 {sheet.created} 行，重复 {sheet.repeated} 行，拒绝 {sheet.rejected_rows} 行"
                )
    say(f"共 {len(all_kinds())} 种清单。")


def enter_figures(by) -> None:
    """What no list can yield: entries with their source, other cities, targets, plan, words."""
    for code, value in ENTRIES.items():
        if not Entry.objects.filter(indicator=code, year=YEAR).exists():
            workflow.enter(Entry(indicator=code, year=YEAR, value=Decimal(value), source_document=SOURCE), by=by)
    others = [city for city in CITIES if city != "赣州市"]
    for code, (first, third) in RIVALS.items():
        for place, city in enumerate(others):
            value = first if place == 0 else third - 260 * (place - 1)
            CityFigure.objects.get_or_create(
                indicator=code, year=YEAR, city=city, defaults={"value": value, "source_document": SOURCE}
            )
    for year, targets in ((YEAR, TARGETS), (YEAR + 1, TARGETS_NEXT)):
        for code, kind, value, section in targets:
            Target.objects.get_or_create(
                indicator=code,
                year=year,
                defaults={"kind": kind, "value": value, "section": section, "source_document": SOURCE},
            )
    _plan()
    for code, text in TEXTS.items():
        Section.objects.get_or_create(year=YEAR, code=code, defaults={"text": text})


def _plan() -> None:
    for year in (YEAR, YEAR + 1):
        positions: dict[str, int] = {}
        for outline, text, indicator, target, section in PLAN:
            positions[outline] = positions.get(outline, 0) + 1
            PlanItem.objects.get_or_create(
                year=year,
                outline=outline,
                position=positions[outline],
                defaults={
                    "text": text,
                    "indicator": indicator,
                    "target": target if year > YEAR else "",
                    "section": section,
                    "due_on": date(year, 12, 31),
                    "state": PlanState.DONE if year == YEAR else PlanState.PLANNED,
                },
            )


def issue_report(users, say) -> None:
    """Compute last year's and this year's figures; issue the year's report through its three hands."""
    if AnnualReport.objects.exists():
        return
    report = annual.compute(YEAR, by=users["report_office"])
    workflow.prepare(report, by=users["report_office"])
    workflow.review(report, by=users["section_head"])
    workflow.issue(report, by=users["leader"])
    say(f"《{report}》已签发。")
