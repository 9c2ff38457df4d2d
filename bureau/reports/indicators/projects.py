"""Projects of the science and technology plan."""

from bureau.reports.measures import TEN_THOUSAND
from projects.models import Project

from .kinds import Indicator

SUBJECT = "科技计划项目"
LIST_PROJECTS = "立项项目清单"


def _projects(year):
    return Project.objects.effective().provincial_or_above().approved_in(year)


INDICATORS = [
    Indicator(
        "projects.provincial_or_above.count",
        "省级以上科技计划项目立项数",
        "项",
        "立项日期在本年的国家级、省级科技计划项目数。",
        SUBJECT,
        measure=lambda m, back: m.project_sum("count", back),
        rows=_projects,
        source=LIST_PROJECTS,
        section="发展计划科",
        step=10,
    ),
    Indicator(
        "projects.provincial_or_above.funding_10k_yuan",
        "省级以上科技计划项目资金",
        "万元",
        "立项日期在本年的国家级、省级科技计划项目的财政经费合计。",
        SUBJECT,
        measure=lambda m, back: m.project_sum("granted", back) / TEN_THOUSAND,
        rows=_projects,
        source=LIST_PROJECTS,
        section="发展计划科",
        step=100,
    ),
]
