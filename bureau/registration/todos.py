"""What waits for a person about their units."""

from django.conf import settings
from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from bureau.todos import Todo, provider
from bureau.workdays import workdays_after

from .choices import EDITABLE, RegistrationStatus
from .models import Invitation, Joining, Registration

SHOWN_AT_MOST = 20


def own_registrations(user) -> list[Registration]:
    """A person's newest registrations, read once for each request: the to-do list and the workspace show them."""
    if not hasattr(user, "own_registrations"):  # Not in __dict__: a request's user is lazy, and what it wraps has it.
        user.own_registrations = list(Registration.objects.owned_by(user).order_by("-pk")[:SHOWN_AT_MOST])
    return user.own_registrations


@provider
def registrations_to_finish(user):
    """One's own that were sent back, and the draft."""
    if user.is_staff:
        return
    for registration in own_registrations(user):
        if registration.status not in EDITABLE:
            continue
        url = reverse("registration:registration-detail", args=[registration.pk])
        if registration.status == RegistrationStatus.RETURNED:
            yield Todo(f"补正“{registration}”的注册", url, "去补正", f"退回理由：{registration.reason}", urgent=True)
        else:
            yield Todo(f"提交“{registration}”的注册", url, "继续填写", "填写的内容已保存，提交后才开始审核。")


@provider
def invitations_to_me(user):
    """Invitations to one's own mobile number. Their link is elsewhere: it is not kept."""
    if user.is_staff:
        return
    rows = Invitation.objects.outstanding().addressed_to(user).select_related("organisation")
    for invitation in rows[:SHOWN_AT_MOST]:
        yield Todo(
            f"“{invitation.organisation}”邀请您任{invitation.get_role_display()}",
            reverse("registration:invitation-answer", args=[invitation.pk]),
            "去接受",
            due_on=timezone.localdate(invitation.expires_at),
        )


@provider
def joinings_to_answer(user):
    """To a 单位管理员: who asks to join."""
    if user.is_staff or not user.has_perm("registration.answer_joining"):
        return
    for joining in Joining.objects.managed_by(user).waiting().for_list()[:SHOWN_AT_MOST]:
        url = reverse("registration:unit-detail", args=[joining.organisation_id])
        yield Todo(f"{joining.created_by}申请加入“{joining.organisation}”", f"{url}#joinings", "去答复", joining.words)


@provider
def registrations_to_decide(user):
    """At a recommending unit: how many wait, since when."""
    if user.is_staff or not user.has_perm("registration.decide_registration"):
        return
    waiting = Registration.objects.decidable_by(user).aggregate(count=Count("pk"), oldest=Min("submitted_at"))
    if waiting["count"]:
        due = workdays_after(timezone.localdate(waiting["oldest"]), settings.REGISTRATION_DAYS)
        yield Todo(
            f"{waiting['count']} 份单位注册待审核",
            reverse("registration:registration-list"),
            "去审核",
            due_on=due,
            urgent=due < timezone.localdate(),
        )
