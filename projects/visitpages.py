"""What pages tell of a visit to an applicant."""

from collections.abc import Iterable

from projects import budget
from projects.choices import VisitStatus, VisitVerdict
from projects.models import SiteVisit
from projects.workflow.visiting import told_when


def points_told(visit: SiteVisit) -> list[tuple[str, str, str]]:
    """Each point with its verdict in words and its note; nothing before anything was written down."""
    return [(one["text"], VisitVerdict(one["verdict"]).label, one["note"]) for one in visit.points]


def facts(visit: SiteVisit) -> list[tuple]:
    """Question and answer about a visit, for those who go."""
    members = list(visit.members.select_related("expert", "officer"))
    told = [
        ("项目", f"{visit.application.number}　{visit.application}"),
        ("申报单位", str(visit.application.organisation)),
        ("时间", told_when(visit)),
        ("地点", visit.place),
        ("请申报单位准备", visit.note),
        ("考察人员", "、".join(str(member) for member in members)),
    ]
    if visit.recorded_at:
        told += [(text, f"{verdict}　{note}".strip()) for text, verdict, note in points_told(visit)]
        told += [("考察意见", visit.opinion), ("结论", visit.get_conclusion_display())]
        told += [("建议资助经费", "" if visit.amount is None else f"{budget.wan(visit.amount)} 万元")]
    return [(label, value) for label, value in told if value]


def visits_of(applications: Iterable[int]) -> dict[int, str]:
    """By application, how its latest visit that was not called off stands: the conclusion, or that it is still to come."""
    rows = SiteVisit.objects.filter(application__in=list(applications)).exclude(status=VisitStatus.CANCELLED)
    return {
        visit.application_id: visit.get_conclusion_display() if visit.status == VisitStatus.DONE else "待考察"
        for visit in rows.order_by("starts_at", "pk")
    }
