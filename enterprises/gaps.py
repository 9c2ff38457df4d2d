"""What a firm lacks by its newest assessment, each gap with a measure to begin from: proposals for the firm's own plan."""

from dataclasses import dataclass

from .assessment.results import NOT_MET
from .models import Assessment, Measure, Reserve

SUGGESTED = {
    "1": "待注册成立满 365 天后申报，期间补齐其他条件",
    "2": "梳理研发成果，申请发明专利或软件著作权，必要时受让与主要产品相关的知识产权",
    "3": "核对主要产品（服务）的核心技术，确定所属技术领域，必要时调整产品结构",
    "4": "核实科技人员认定口径，引进或转岗科技人员，保存工时和合同材料",
    "5": "按八项费用归集研发支出，建立辅助账，补足研发投入",
    "6": "梳理高新技术产品（服务）收入，完善合同、发票和台账",
    "7": "整理科技成果转化证明，完善研发组织管理制度，提高评分",
    "8": "核实申请前一年的安全、质量和环境情况，消除影响后再申报",
}
"""By the number of the condition (国科发火〔2016〕32号 art. 11)."""
USUAL = "与企业商定办法"
GAP_LENGTH = Measure._meta.get_field("gap").max_length


@dataclass(frozen=True, slots=True)
class Gap:
    """A condition that is not met, in words, and what might be done."""

    condition: str
    words: str
    suggested: str


def newest_assessment(reserve: Reserve) -> Assessment | None:
    """Of the firm's last handed-in year, under the newest rules."""
    rows = Assessment.objects.filter(data__organisation=reserve.organisation_id).latest_of_firm()
    return rows.select_related("data", "wording").order_by("-rule_set", "-pk").first()


def open_gaps(reserve: Reserve) -> list[Gap]:
    """The conditions that the newest assessment finds not met and for which no measure is under way."""
    assessment = newest_assessment(reserve)
    if assessment is None:
        return []
    planned = set(reserve.measures.filter(done_at=None).exclude(condition="").values_list("condition", flat=True))
    return [
        Gap(line["code"], _words(line), SUGGESTED.get(line["code"], USUAL))
        for line in assessment.result.get("conditions", ())
        if line["status"] == NOT_MET and line["code"] not in planned
    ]


def _words(line: dict) -> str:
    """What is lacking: of a condition in parts, the parts that are not met."""
    parts = [part["reason"] for part in line.get("parts", ()) if part["status"] == NOT_MET]
    return f"{line['label']}：{''.join(parts) or line['reason']}"[:GAP_LENGTH]
