"""Who is told what of a unit and its people. Verbs call these inside their transaction."""

from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.choices import RECOMMENDING
from bureau.accounts.models import Jurisdiction, Membership, User
from bureau.messaging.choices import Channel
from bureau.messaging.workflow import send

from . import tasks
from .models import Invitation, Joining, Registration, Renaming


def _day(moment) -> str:
    return f"{timezone.localtime(moment):%Y年%-m月%-d日}"


def tell_waiting(registration: Registration) -> None:
    """The unit that recommends it, once for each handing in. Officers have their board."""
    duties = Jurisdiction.objects.over(
        organisation_id=registration.organisation_id, division_id=registration.division_id
    )
    to = User.objects.filter(
        memberships__ended_at=None,
        memberships__role__in=RECOMMENDING,
        memberships__organisation__in=duties.values("unit"),
    ).exclude(pk=registration.created_by_id)
    send(
        "registration.waiting",
        to=to.distinct(),
        key=f"registration:{registration.pk}:{registration.submitted_at.isoformat()}",
        context={
            "unit": registration.name,
            "number": registration.number,
            "until": f"{registration.due_on:%Y年%-m月%-d日}",
        },
        url=reverse("registration:registration-detail", args=[registration.pk]),
    )


def tell_outcome(registration: Registration, outcome: str) -> None:
    """The person who registered: approved, returned or refused."""
    at = registration.returned_at if outcome == "returned" else registration.decided_at
    send(
        f"registration.{outcome}",
        to=registration.created_by,
        key=f"registration:{registration.pk}:{outcome}:{at.isoformat()}",
        context={"unit": registration.name, "number": registration.number, "reason": registration.reason},
        url=reverse("registration:registration-detail", args=[registration.pk]),
    )


def tell_invited(invitation: Invitation, link: str) -> None:
    """The link by text message and e-mail after the commit; who has an account under the number is told there too."""
    for channel, target in ((Channel.SMS, invitation.mobile), (Channel.EMAIL, invitation.email)):
        if target and link:
            ring = partial(tasks.send_invitation_link.delay, invitation.pk, channel, link)
            transaction.on_commit(ring, robust=True)
    if not invitation.mobile:
        return
    send(
        "registration.invited",
        to=User.objects.filter(mobile_index=invitation.mobile_index, is_staff=False),
        key=f"invitation:{invitation.pk}",
        context={
            "unit": invitation.organisation,
            "role": invitation.get_role_display(),
            "until": _day(invitation.expires_at),
        },
        url=reverse("registration:invitation-answer", args=[invitation.pk]),
    )


def _about(kind: str, post: Membership, key: str, to: User, **context) -> None:
    url = reverse("registration:unit-detail", args=[post.organisation_id]) if kind != "ended" else ""
    send(
        f"registration.{kind}",
        to=to,
        key=f"membership:{post.pk}:{key}",
        context=context | {"unit": post.organisation},
        url=url,
    )


def tell_joined(post: Membership, inviter: User) -> None:
    """Who invited."""
    _about("joined", post, "joined", inviter, person=post.user, role=post.get_role_display())


def tell_ended(post: Membership, reason: str) -> None:
    """Whose membership was ended."""
    _about("ended", post, "ended", post.user, reason=reason)


def tell_appointed(post: Membership) -> None:
    """The new 单位管理员."""
    _about("appointed", post, f"appointed:{timezone.now().isoformat()}", post.user)


def tell_renamed(renaming: Renaming, outcome: str) -> None:
    """Who asked for the name."""
    send(
        "registration.renamed",
        to=renaming.requested_by,
        key=f"renaming:{renaming.pk}",
        context={
            "unit": renaming.former_name,
            "name": renaming.name,
            "outcome": outcome,
            "reason": renaming.decision_reason and f"理由：{renaming.decision_reason}",
        },
        url=reverse("registration:unit-detail", args=[renaming.organisation_id]),
    )


def tell_asked(joining: Joining, manager: User) -> None:
    """The 单位管理员, once for each asking."""
    send(
        "registration.asked",
        to=manager,
        key=f"joining:{joining.pk}",
        context={"unit": joining.organisation, "person": joining.created_by, "words": joining.words},
        url=reverse("registration:unit-detail", args=[joining.organisation_id]),
    )


def tell_answered(joining: Joining, outcome: str) -> None:
    """Who asked to join."""
    send(
        "registration.answered",
        to=joining.created_by,
        key=f"joining:{joining.pk}:answered",
        context={
            "unit": joining.organisation,
            "outcome": outcome,
            "reason": f"理由：{joining.reason}" if joining.reason else "打开工作台即可代表该单位办理业务。",
        },
        url=reverse("workspace"),
    )
