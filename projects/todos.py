"""What waits for a unit's people, and for those who recommend."""

from datetime import timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.todos import Todo, provider

from .choices import EDITABLE, ApplicationStatus, RoundStatus, SeatStatus
from .models import Application, Assignment, Expert, Seat
from .querysets.experts import stale_before
from .workflow.experts import REMIND_DAYS

SHOWN_AT_MOST = 20


@provider
def applications_at_the_unit(user):
    """Drafts, what was given back, what is to be corrected; for the 单位管理员 also what is to be reviewed and submitted."""
    if user.is_staff:
        return
    objects, waiting = Application.objects, (*EDITABLE, ApplicationStatus.CORRECTING)
    rows = objects.owned_by(user).filter(status__in=waiting)
    if any(post.role == MembershipRole.MANAGER for post in user.current_memberships):
        rows |= objects.managed_by(user).filter(status=ApplicationStatus.UNIT_REVIEW)
    for row in rows.for_list()[:SHOWN_AT_MOST]:
        url = reverse("projects:application-detail", args=[row.pk])
        if row.status == ApplicationStatus.UNIT_REVIEW:
            check = reverse("projects:application-check", args=[row.pk])
            yield Todo(f"审核并提交“{row}”", check, "去审核", f"{row.call}，填报人已送审。", urgent=True)
        elif row.status == ApplicationStatus.DRAFT:
            yield Todo(f"填写并提交“{row}”", url, "继续填写", f"{row.call}，尚未提交。")
        else:
            due = row.correction_due if row.status == ApplicationStatus.CORRECTING else None
            yield Todo(
                f"修改“{row}”（{row.get_status_display()}）", url, "去修改", f"理由：{row.reason}", due, urgent=True
            )


@provider
def applications_to_recommend(user):
    """At a recommending unit: how many wait."""
    if user.is_staff or not user.has_perm("projects.recommend_application"):
        return
    waiting = Application.objects.recommended_by(user).awaiting_recommendation().aggregate(count=Count("pk"))["count"]
    if waiting:
        yield Todo(f"{waiting} 项申报待推荐", reverse("projects:recommending-list"), "去推荐")


@provider
def expert_to_confirm(user):
    """The own record in the bank, when it is to be confirmed for another year."""
    if user.is_staff or not user.is_expert:
        return
    soon = stale_before(timezone.localdate() + timedelta(days=REMIND_DAYS))
    record = Expert.objects.owned_by(user).filter(confirmed_at__date__lte=soon).first()
    if record:
        url = reverse("projects:expert-verb", args=["confirm"])
        yield Todo("确认您的专家信息", url, "去确认", "每年确认一次，逾期不再抽取。")


@provider
def reviews_to_write(user):
    """An expert's: how many reviews are owed, until when."""
    if user.is_staff or not user.has_perm("projects.review_assignment"):
        return
    rows = Assignment.objects.owned_by(user).unfinished().filter(round__status=RoundStatus.REVIEWING)
    owed = rows.aggregate(count=Count("pk"), due=Min("round__due_at"))
    if owed["count"]:
        due_on = timezone.localdate(owed["due"])
        url = reverse("projects:review-list")
        yield Todo(f"{owed['count']} 项待评审", url, "去评审", "", due_on, urgent=due_on <= timezone.localdate())


@provider
def seats_to_answer(user):
    """Invitations to review."""
    if user.is_staff or not user.is_expert:
        return
    rows = Seat.objects.owned_by(user).filter(status=SeatStatus.INVITED).select_related("round__call")
    for row in rows[:SHOWN_AT_MOST]:
        url = reverse("projects:seat", args=[row.pk])
        yield Todo(f"答复评审邀请“{row.round}”", url, "去答复", str(row.round.call), row.answer_by_day, urgent=True)
