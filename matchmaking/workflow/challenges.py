"""揭榜挂帅 up to the deadline: a unit writes a challenge out of its demand, an officer publishes or returns it, either takes it back.

Publishing makes the key pair for which bids are sealed, and fixes deadline and criteria: the database refuses to change them.
"""

import base64
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from bureau import front
from bureau.accounts.models import Organisation, User
from bureau.audit.book import record
from bureau.disclosure import find
from bureau.messaging.workflow import send
from bureau.sealing import new_pair
from bureau.workflow import Refused, Transition
from matchmaking import criteria
from matchmaking.choices import EDITABLE_CHALLENGES, ChallengeStatus
from matchmaking.models import Bid, Challenge, ChallengeKey, Demand

_S = ChallengeStatus
_FILL, _SUBMIT, _DECIDE = (f"matchmaking.{verb}_challenge" for verb in ("fill", "submit", "decide"))
FILL = Transition("fill_challenge", "填写", EDITABLE_CHALLENGES, None, _FILL, rows="owned_by")
SUBMIT = Transition("submit", "提交", EDITABLE_CHALLENGES, _S.SUBMITTED, _SUBMIT, rows="managed_by")
RETURN = Transition("return", "退回", (_S.SUBMITTED,), _S.RETURNED, _DECIDE)
PUBLISH = Transition("publish", "发布", (_S.SUBMITTED,), _S.PUBLISHED, _DECIDE)
WITHDRAW = Transition("withdraw", "撤榜", (_S.PUBLISHED,), _S.WITHDRAWN, _SUBMIT, rows="managed_by")
TAKE_DOWN = Transition("take_down", "撤榜", (_S.PUBLISHED,), _S.WITHDRAWN, _DECIDE)
ALL = (FILL, SUBMIT, RETURN, PUBLISH, WITHDRAW, TAKE_DOWN)

DAYS_AT_LEAST, DAYS_AT_MOST = 10, 365  # From publishing to the deadline.
ASKED = ("problem", "indicators", "reward", "criteria", "closes_at")


def moment() -> datetime:
    """Now by the clock of the database, which decides what is in time: the servers of the portal may differ."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def begin(demand: Demand, *, by: User) -> Challenge:
    """Open a draft out of a published demand of the unit; a second click gives the first one's."""
    if by.is_staff or not by.has_perm(_FILL) or not Demand.objects.owned_by(by).filter(pk=demand.pk).exists():
        raise PermissionDenied("begin")
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=demand.organisation_id)
        if found := Challenge.objects.filter(demand=demand, status__in=EDITABLE_CHALLENGES).first():
            return found
        if not demand.is_public():
            raise Refused("需求发布后才能发榜。")
        challenge = Challenge(
            demand=demand, organisation_id=demand.organisation_id, title=demand.title[:150], problem=demand.body,
            reward=demand.planned_investment or None, criteria=criteria.USUAL, begun_by=by, begun_at=timezone.now(),
        )  # fmt: skip
        try:
            challenge.full_clean()
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        challenge.save()
        record(challenge, "begin", by=by)
    return challenge


def fill(challenge: Challenge, *, by: User, **values) -> None:
    """Save what the unit typed; a draft may lack anything but its title."""
    with FILL(challenge, by=by):
        for name, value in values.items():
            setattr(challenge, name, value)


def lacks(challenge: Challenge) -> list[str]:
    """A sentence for each thing that keeps a challenge from being handed in or published."""
    words = {name: challenge._meta.get_field(name).verbose_name for name in ASKED}
    found = [f"请填写“{words[name]}”。" for name in ASKED if not getattr(challenge, name)]
    if challenge.criteria:
        found += criteria.faults(challenge.criteria)
    if challenge.closes_at:
        found += _deadline_faults(challenge.closes_at)
    told = "\n".join((challenge.title, challenge.problem, challenge.indicators, challenge.conditions))
    return found + [f"公开内容中有{one.what}（{one.shown}），请删去。" for one in find(told, landlines=True)]


def _deadline_faults(closes_at: datetime) -> list[str]:
    days = closes_at - timezone.now()
    if timedelta(days=DAYS_AT_LEAST) <= days <= timedelta(days=DAYS_AT_MOST):
        return []
    return [f"揭榜截止须在发布之日起 {DAYS_AT_LEAST} 天以后、{DAYS_AT_MOST} 天以内。"]


def submit(challenge: Challenge, *, by: User) -> None:
    """Hand it in. Refused with all that is missing."""
    with SUBMIT(challenge, by=by):
        if found := lacks(challenge):
            raise Refused("".join(found))
        challenge.submitted_by, challenge.submitted_at, challenge.reason = by, timezone.now(), ""


def return_(challenge: Challenge, *, by: User, reason: str) -> None:
    """Give it back with what to change."""
    if not reason.strip():
        raise Refused("请写明退回理由。")
    with RETURN(challenge, by=by, reason=reason.strip()):
        challenge.reason = reason.strip()
        tell(challenge, "returned", challenge.organisation_id, reason=reason.strip())


def publish(challenge: Challenge, *, by: User) -> None:
    """Make it public. From here on bids are sealed for its key, and nothing of its terms changes."""
    with PUBLISH(challenge, by=by):
        if found := lacks(challenge):
            raise Refused("".join(found))
        if not challenge.demand.is_public():
            raise Refused("这项需求现在不公开，不能发榜。")
        private, public = new_pair()
        challenge.public_key = base64.b64encode(public).decode()
        ChallengeKey.objects.create(challenge=challenge, private=base64.b64encode(private).decode())
        challenge.published_by, challenge.published_at = by, timezone.now()
        tell(challenge, "published", challenge.organisation_id)
        front.changed()


def withdraw(challenge: Challenge, *, by: User, reason: str) -> None:
    """The unit takes its challenge back; its key is destroyed, so that what was sealed is never read."""
    _end(challenge, WITHDRAW, by, reason)


def take_down(challenge: Challenge, *, by: User, reason: str) -> None:
    """An officer takes it off the site, likewise."""
    _end(challenge, TAKE_DOWN, by, reason)


def _end(challenge: Challenge, verb: Transition, by: User, reason: str) -> None:
    if not reason.strip():
        raise Refused("请写明撤榜理由。")
    with verb(challenge, by=by, reason=reason.strip()):
        challenge.reason, challenge.ended_at = reason.strip(), timezone.now()
        ChallengeKey.objects.filter(challenge=challenge).delete()
        units = Bid.objects.filter(challenge=challenge).standing().values_list("organisation", flat=True)
        tell(challenge, "withdrawn", challenge.organisation_id, *units, reason=reason.strip())
        front.changed()


def tell(challenge: Challenge, what: str, *units: int, **more) -> int:
    """Tell the people of these units; gives to how many it is new."""
    people = User.objects.filter(memberships__organisation__in=units, memberships__ended_at=None).distinct()
    # One key for each time: what was told once is not told again.
    key = f"challenge:{challenge.pk}:{what}:{timezone.now():%Y%m%d%H%M%S%f}"
    url = reverse("matchmaking:challenge-detail", args=[challenge.pk])
    return send(f"challenge.{what}", to=list(people), key=key, context={"title": challenge.title} | more, url=url)
