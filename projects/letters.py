"""Who is told what of an application. Verbs call these inside their transaction."""

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.choices import RECOMMENDING, MembershipRole
from bureau.accounts.models import Organisation, User
from bureau.messaging.workflow import send
from projects.models import Application, Assignment, Call, Suggestion


def members_of(organisation: Organisation, **post) -> QuerySet[User]:
    """The present people of a unit."""
    posts = {f"memberships__{name}": value for name, value in post.items()}
    return User.objects.filter(memberships__organisation=organisation, memberships__ended_at=None, **posts).distinct()


def office_of(application: Application) -> str:
    """Who recommends it, in words."""
    return str(application.recommender or settings.SITE_ORGAN)


def tell(application: Application, kind: str, *, to=None, key: str = "", **words) -> None:
    """The unit's people, unless others are named."""
    send(
        f"application.{kind}",
        to=members_of(application.organisation) if to is None else to,
        key=f"application:{application.pk}:{kind}:{key or timezone.now().isoformat()}",
        context={"title": application, "call": application.call, **words},
        url=reverse("projects:application-detail", args=[application.pk]),
    )


def tell_managers(application: Application, kind: str, **words) -> None:
    """The 单位管理员."""
    tell(application, kind, to=members_of(application.organisation, role=MembershipRole.MANAGER), **words)


def tell_recommenders(application: Application, kind: str, **words) -> None:
    """The people of the recommending unit; the bureau's officers have their board."""
    if application.recommender:
        tell(application, kind, to=members_of(application.recommender, role__in=RECOMMENDING), **words)


def tell_touched(call: Call, kind: str, **words) -> None:
    """Everybody who is filling in, or has handed in, an application of the call that has not ended."""
    for application in call.applications.not_ended().select_related("organisation", "call"):
        tell(application, kind, **words)


def tell_suggester(suggestion: Suggestion, kind: str, *, key: str = "", **words) -> None:
    """The people of the unit that suggests, or the person who does, for a 科室 or alone."""
    unit, page = suggestion.organisation, "projects:suggestion-detail"
    if suggestion.section_id:
        page = "admin:projects_suggestion_change"
    send(
        f"suggestion.{kind}",
        to=members_of(unit) if unit else suggestion.created_by,
        key=f"suggestion:{suggestion.pk}:{kind}:{key or timezone.now().isoformat()}",
        context={"title": suggestion, **words},
        url=reverse(page, args=[suggestion.pk]),
    )


def tell_staff(call: Call, kind: str, to, **words) -> None:
    """Persons of the bureau, about a call that is being signed."""
    send(
        kind,
        to=to,
        key=f"call:{call.pk}:{kind}:{timezone.now().isoformat()}",
        context={"call": call, **words},
        url=reverse("admin:projects_call_change", args=[call.pk]),
    )


def tell_assigners(kind: str, assignment: Assignment, *, reason: str, next: str = "请改派。", key: str = "") -> None:
    """The officers who see to it that somebody else reviews, once for each event: why, and what is done or to be done."""
    send(
        kind,
        to=User.objects.holding("projects.assign_assignment"),
        key=f"assignment:{assignment.pk}:{kind}{key}",
        context={"title": assignment.application, "number": f"{assignment.number:02d}", "reason": reason, "next": next},
        url=reverse("admin:projects_reviewround_change", args=[assignment.round_id]),
    )
