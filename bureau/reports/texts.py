"""The order of the narrative, and the words that people may change for each year."""

from typing import NamedTuple

from .models import Section


class Part(NamedTuple):
    """A part of the report by paragraph: ``text:NAME`` is an editable section, the rest are sentences that figures fill."""

    heading: str
    paragraphs: tuple[tuple[str, ...], ...]


PARTS = (
    Part("优化政策环境，营造创新氛围", (("text:atmosphere", "policies"),)),
    Part("抢抓机遇，推动苏区振兴发展", (("text:revitalisation", "platforms"),)),
    Part(
        "强化项目带动，培育高新技术企业，促进科技与金融结合",
        (("text:projects",), ("projects", "high_tech", "fund")),
    ),
    Part(
        "促进成果转化，加强知识产权工作",
        (
            ("text:results",),
            ("awards", "appraisals", "contracts"),
            ("matchmaking",),
            ("patents", "enterprise_patents", "patent_awards"),
        ),
    ),
)

LABELS = {
    "opening": "开头",
    "atmosphere": "（一）创新氛围",
    "revitalisation": "（二）苏区振兴",
    "projects": "（三）项目、高新技术企业与金融",
    "results": "（四）成果与专利",
    "plan": "下年工作计划开头",
}

STANDARD = {
    "opening": "全市科技系统紧紧围绕市委、市政府中心工作，深入实施创新驱动发展战略，各项工作取得新的进展。",
    "atmosphere": "完善科技创新政策体系，加强政策宣传和落实。",
    "revitalisation": "积极争取国家、省有关部门支持，推进创新平台建设。",
    "projects": "加强科技计划项目的组织申报和管理服务，对高新技术企业培育后备库企业实行一对一服务。",
    "results": "健全技术转移服务体系，推动科技成果向现实生产力转化。",
    "plan": "围绕一条主线、提升两大能力、加强三项建设、实施四大工程，扎实做好各项工作。",
}


def section_texts(year: int) -> dict[str, str]:
    """The year's words by place: what people wrote, else the standard wording."""
    written = dict(Section.objects.filter(year=year).values_list("code", "text"))
    return STANDARD | {code: text for code, text in written.items() if text.strip()}
