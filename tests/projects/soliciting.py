"""征集 and suggestions for tests: made by the verbs."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from projects.models import ExpertiseField, Solicitation, Suggestion
from projects.workflow import soliciting, suggesting

INDUSTRY, SOFT = "重点研发计划（工业领域）", "软科学计划"
CONTENT = {
    "category": INDUSTRY, "title": "离子型稀土绿色开采", "problem": "尾水氨氮处理成本高。", "goals": "成本下降三成。",
    "amount": 3_000_000, "years": 3,
}  # fmt: skip


def drafted(**values) -> Solicitation:
    """One under composition; open from yesterday on, as soon as it is published."""
    now = timezone.now()
    known = {
        "title": f"征集{Solicitation.objects.count()}", "plan_year": 2027, "categories": f"{INDUSTRY}、{SOFT}", "notice": "征集建议。",
        "contact": "发展计划科", "opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=19),
    }  # fmt: skip
    return Solicitation.objects.create(**(known | values))


def opened(head, **values) -> Solicitation:
    """One that takes suggestions."""
    made = drafted(**values)
    soliciting.publish(made, by=head)
    return made


def written(solicitation, by, organisation=None, **values) -> Suggestion:
    """A whole draft."""
    made = suggesting.begin(solicitation, by=by, token=uuid4(), organisation=organisation)
    content = CONTENT | {"field": ExpertiseField.objects.get(code="1310")} | values
    suggesting.write(made, by=by, revision=0, **content)
    return made


def handed_in(solicitation, by, organisation=None, **values) -> Suggestion:
    """One that waits for an answer."""
    made = written(solicitation, by, organisation, **values)
    suggesting.submit(made, by=by)
    return made


def close(solicitation) -> None:
    """Let its days pass."""
    now = timezone.now()
    Solicitation.objects.filter(pk=solicitation.pk).update(
        opens_at=now - timedelta(days=21), closes_at=now - timedelta(days=1)
    )
    solicitation.refresh_from_db()


def summed_up(solicitation, officer) -> None:
    """Closed and summed up; what has no answer is declined."""
    for row in solicitation.suggestions.awaiting_answer():
        suggesting.answer(row, by=officer, outcome="declined", reply="不属于支持范围。")
    close(solicitation)
    soliciting.sum_up(solicitation, by=officer, summary="本次征集情况。")
