"""Sheets of the demonstration's online round: experts with accounts judge, two still owe theirs, the call is ranked."""

from django.db import transaction

from bureau.accounts.models import User
from projects.choices import RoundKind, RoundStatus
from projects.formdata.scheme import Scheme, plain
from projects.models import Assignment, Expert, Sheet
from projects.workflow import experts, ranking, reviewing

from .reviews import EXPERT

OWED = 2  # Besides those of the expert whose account is printed.
LEVELS = (92, 85, 81, 78, 74, 70, 66, 61)  # By application, how good it is taken to be.
WORDS = (
    "项目围绕本市产业需求，研究目标明确，技术路线清楚可行，关键技术有一定创新。",
    "申报单位有前期研究和中试条件，团队结构合理，负责人熟悉该领域，能够完成任务。",
    "考核指标具体、可考核，经费预算与研究内容基本匹配，建议细化设备费测算。（演示）",
)


@transaction.atomic
def make(users: dict[str, User]) -> None:
    """Make what is missing; sheets that are there stay."""
    rows = Assignment.objects.unfinished().filter(round__kind=RoundKind.ONLINE, round__status=RoundStatus.REVIEWING)
    rows = rows.exclude(expert__user__username=EXPERT).select_related("round__call", "application", "expert")
    if Sheet.objects.exists() or not rows.exists():
        return
    waiting = list(rows.order_by("application", "number"))
    places = {pk: place for place, pk in enumerate(dict.fromkeys(one.application_id for one in waiting))}
    for assignment in waiting[:-OWED]:
        user = account_of(assignment.expert)
        scheme = reviewing.scheme_of(assignment)[1]
        reviewing.pledge(assignment, by=user)
        level = _level(places[assignment.application_id], assignment)
        reviewing.save(assignment, by=user, typed=_said(scheme, level), seen=0)
        reviewing.hand_in(assignment, by=user)
    ranking.rank(waiting[0].round.call, by=users["officer"])


def account_of(expert: Expert) -> User:
    """The expert's account; nobody signs in with those that the demonstration makes here."""
    expert.refresh_from_db(fields=["user"])  # Who judges several has an account after the first.
    if expert.user is None:
        user = User(username=f"pingshen-{expert.number.lower()}", name=expert.name, mobile=expert.mobile)
        user.set_unusable_password()
        user.save()
        experts.claim(expert, by=User.objects.get(pk=user.pk))
        expert.refresh_from_db()
    return User.objects.get(pk=expert.user_id)


def _level(place: int, assignment: Assignment) -> int:
    """Some experts are stricter than others; on the fourth application they disagree."""
    habit = assignment.expert_id * 7 % 11 - 5
    dissent = (-16, 0, 0, 0, 9)[assignment.number % 5] if place == 3 else 0
    return min(100, LEVELS[place % len(LEVELS)] + habit + dissent)


def _said(scheme: Scheme, level: int) -> dict:
    marks = {
        c.code: {
            "mark": plain((c.most * level / 100).quantize(c.most.__class__("0.1"))),
            "words": "达到省内先进水平，与同类技术相比有改进，依据较充分。" if c.comment_least else "",
        }
        for c in scheme.criteria
    }
    advice = "agree" if level >= 75 else ("amend" if level >= 65 else "disagree")
    amount = "" if advice == "disagree" else str(20 + level % 10)
    known = {
        "marks": marks,
        "comment": "".join(WORDS),
        "recommendation": advice,
        "familiarity": ("high", "middle")[level % 2],
    }
    return known | {"amount": amount}
