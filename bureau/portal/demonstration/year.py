"""The demonstration year: lists through the reader that people use, entered figures, targets, plan, an issued report."""

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from bureau.accounts.choices import CITIES
from bureau.lists.choices import WRITTEN
from bureau.lists.commands import load_file
from bureau.lists.demonstration.making import make
from bureau.lists.kinds import all_kinds
from bureau.lists.models import ImportRun
from bureau.lists.reader import find_tables
from bureau.reports import annual, workflow
from bureau.reports.choices import PlanOutline, PlanState, ReportStatus, TargetKind
from bureau.reports.models import AnnualReport, CityFigure, Entry, PlanItem, Section, Target
from matchmaking.tasks import index_profiles

from . import listed, sent

YEAR = 2015
SOURCE = "演示：科室统计资料"
SIGNATURE = "演示"

ENTRIES = {
    "patents.provincial_awards": (3, 1),
    "patents.provincial_awards.province_total": (10, 8),
    "finance.fund_100m_yuan": (2, 0),
    "policy.documents": (5, 3),
}
"""What no list yields, of the year and of the year before."""

RIVALS = {
    "patents.applications": ((12_860, 4_320, 260), (9_140, 3_910, 240)),
    "patents.grants": ((7_930, 3_540, 230), (5_060, 2_480, 160)),
}
"""By year: the first city of the province, the next of the others, and the steps below (made-up, around the ranks)."""

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


class Item(NamedTuple):
    """One item of the plan, and what became of this year's."""

    outline: str
    text: str
    section: str
    measure: str
    indicator: str = ""
    target: str = ""
    next_target: str = ""
    state: str = PlanState.DONE
    actual: str = ""
    reason: str = ""


PLAN = (
    Item(
        PlanOutline.LINE, "围绕“主攻工业、三年翻番”这一主线，推动科技与产业深度融合", "发展计划科",
        "组织重大科技专项，项目资金向主导产业倾斜", "projects.provincial_or_above.count", "省级以上立项160项", "省级以上立项200项",
    ),
    Item(
        PlanOutline.ABILITY, "提升企业创新能力，建立高新技术企业培育后备库", "高新技术科", "对入库企业实行一对一服务，一企一策",
        "hnte.total", "年末达到110家", "比上年增长20%以上，不少于165家",
    ),
    Item(
        PlanOutline.ABILITY, "提升园区承载能力，推进科技企业孵化器全覆盖", "高新技术科", "指导各园区建设孵化器和众创空间",
        "platforms.incubators", "新建4个", "新建5个", PlanState.PARTLY, "", "1个孵化器场地改造未完工，转入下年",
    ),
    Item(
        PlanOutline.BUILDING, "加强研发平台建设", "高新技术科", "跟踪在建平台建设进度，做好验收准备", "platforms.national",
        "国家级平台达到4个", "在建平台按期通过验收",
    ),
    Item(
        PlanOutline.BUILDING, "加强科技人才队伍建设", "政策法规科", "扩充科技人才专家库，选派科技特派员", "",
        "选派科技特派员200名", "选派科技特派员240名", PlanState.DONE, "选派212名",
    ),
    Item(
        PlanOutline.BUILDING, "加强科技服务体系建设", "成果科", "完善技术合同认定登记点，开展业务培训",
        "contracts.amount_100m_yuan", "技术合同成交额3亿元", "技术合同成交额3.8亿元",
    ),
    Item(
        PlanOutline.PROJECT, "实施高新技术企业倍增工程", "高新技术科", "开展申报辅导，兑现认定奖励", "hnte.new", "新增认定30家",
        "新增认定40家",
    ),
    Item(
        PlanOutline.PROJECT, "实施知识产权入园强企工程", "知识产权科", "开展企业专利申请“消零”行动", "patents.enterprise.applications",
        "企业专利申请量增长30%", "企业专利申请量、授权量增长50%以上",
    ),
    Item(
        PlanOutline.PROJECT, "实施科技成果转化工程", "成果科", "举办在线科技成果对接会，跟踪签约项目", "matchmaking.agreements",
        "达成意向180次", "达成意向240次",
    ),
    Item(
        PlanOutline.PROJECT, "实施科技金融结合工程", "发展计划科", "推动基金落地，开展科贷通业务", "finance.fund_100m_yuan",
        "设立科技创业投资基金", "基金完成首批投资",
    ),
)  # fmt: skip
TEXTS = {
    "opening": "2015年，全市科技系统紧紧围绕市委、市政府中心工作，深入实施创新驱动发展战略，各项工作取得新的进展。",
    "atmosphere": "推动出台创新驱动发展实施意见等文件，对重点企业实行一企一策。",
    "revitalisation": "国家重点实验室、国家工程技术研究中心建设取得突破，高新区升级获批。",
}


def make_year(users, say, *, scale: float = 1.0) -> None:
    """Lists, entered figures and the issued report; a start that was interrupted is gone on with where it ended."""
    if AnnualReport.objects.issued().filter(year=YEAR).exists():
        say("数据库中已有清单，沿用现有数据。")
        return
    load_lists(say, scale)
    enter_figures(users["officer"])
    issue_report(users, say)


def load_lists(say, scale: float) -> None:
    """Write the lists and load those that are missing; a database that has lists of somebody else keeps what it has."""
    loaded = set(ImportRun.objects.filter(signature=SIGNATURE, status__in=WRITTEN).values_list("file_name", flat=True))
    if not loaded and ImportRun.objects.exclude(signature=SIGNATURE).exists():
        say("数据库中已有清单，沿用现有数据。")
        return
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), year=YEAR, scale=scale, seed=1)
        listed.write(Path(folder), YEAR)
        _load_missing(Path(folder), loaded, say)
    with tempfile.TemporaryDirectory() as folder:
        sent.write(Path(folder), YEAR)
        _load_missing(Path(folder), loaded, say)
    say(f"共 {len(all_kinds())} 种清单。")
    index_profiles()  # Else nobody would be matched before the first night.


def _load_missing(folder: Path, loaded: set[str], say) -> None:
    missing = [path for path in folder.glob("*.xlsx") if path.name not in loaded]
    ranked = sorted((max(table.kind.rank for table in find_tables(path)), path) for path in missing)
    for _rank, path in ranked:
        _run, result = load_file(path, by=SIGNATURE, skip_bad_rows=True)
        for sheet in result.sheets:
            say(
                f"  {sheet.kind.label}：新增 {sheet.created} 行，重复 {sheet.repeated} 行，拒绝 {sheet.rejected_rows} 行"
            )


def enter_figures(by) -> None:
    """What no list can yield: entries with their source, other cities, targets, plan, words."""
    for code, values in ENTRIES.items():
        for year, value in zip((YEAR, YEAR - 1), values, strict=True):
            if not Entry.objects.filter(indicator=code, year=year).exists():
                workflow.enter(Entry(indicator=code, year=year, value=Decimal(value), source_document=SOURCE), by=by)
    others = [city for city in CITIES if city != "赣州市"]
    for code, years in RIVALS.items():
        for year, (first, second, step) in zip((YEAR, YEAR - 1), years, strict=True):
            for place, city in enumerate(others):
                value = first if place == 0 else second - step * (place - 1)
                CityFigure.objects.get_or_create(
                    indicator=code, year=year, city=city, defaults={"value": value, "source_document": SOURCE}
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
        for item in PLAN:
            positions[item.outline] = positions.get(item.outline, 0) + 1
            outcome = {"state": item.state, "actual": item.actual, "reason": item.reason} if year == YEAR else {}
            PlanItem.objects.get_or_create(
                year=year,
                outline=item.outline,
                position=positions[item.outline],
                defaults={
                    "text": item.text,
                    "indicator": item.indicator,
                    "target": item.target if year == YEAR else item.next_target,
                    "measure": item.measure,
                    "section": item.section,
                    "due_on": date(year, 12, 31),
                    **outcome,
                },
            )


def issue_report(users, say) -> None:
    """Compute last year's and this year's figures; carry the year's report through those hands it has yet to pass."""
    report = AnnualReport.objects.current_for(YEAR)
    if report is None or report.status == ReportStatus.DRAFT:
        report = annual.compute(YEAR, by=users["report_office"])
        workflow.prepare(report, by=users["report_office"])
    if report.status == ReportStatus.PREPARED:
        workflow.review(report, by=users["section_head"])
    workflow.issue(report, by=users["leader"])
    say(f"《{report}》已签发。")
