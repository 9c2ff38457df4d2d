"""An interest: asked, answered within five working days, withdrawn, ended; whoever is asked is reminded, then others are told.

Accepting makes the 对接 (``Contact``) that the report counts, on that day; what comes of the talk moves its result on.
"""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.audit.book import record, snapshot
from bureau.messaging.workflow import send
from bureau.workdays import workdays_after, workdays_before
from bureau.workflow import Refused, Transition
from matchmaking.choices import OPEN_INTERESTS, ContactResult, InterestStatus, Side
from matchmaking.models import Contact, Deal, Interest, Mandate
from matchmaking.profiles import Profile

from .attending import event_of

ANSWER_DAYS, REMIND_BEFORE = 5, 2  # Working days.
FOLLOW = "matchmaking.follow_interest"

ASKED, ACCEPTED = InterestStatus.ASKED, InterestStatus.ACCEPTED
_ANSWER = "matchmaking.answer_interest"
ACCEPT = Transition("accept_interest", "接受意向", (ASKED,), ACCEPTED, _ANSWER, rows="received_by")
DECLINE = Transition("decline_interest", "婉拒", (ASKED,), InterestStatus.DECLINED, _ANSWER, rows="received_by")
WITHDRAW = Transition(
    "withdraw_interest", "撤回意向", (ASKED,), InterestStatus.WITHDRAWN, "matchmaking.ask_interest", rows="sent_by"
)
CLOSE = Transition("close_interest", "结束洽谈", (ACCEPTED,), InterestStatus.CLOSED, _ANSWER, rows="party_to")
ALL = (ACCEPT, DECLINE, WITHDRAW, CLOSE)


def ask(
    own: Profile, other: Profile, *, by: User, cooperation_sought: str, unclear: str, introduction: str
) -> Interest:
    """Ask the unit of ``other`` for ``own``'s unit, or as its broker. A second click gives the first one's interest.

    Raises PermissionDenied when ``own`` is nobody's for whom the person may ask, Refused with what stands against it.
    """
    if by.is_staff or not by.has_perm("matchmaking.ask_interest"):
        raise PermissionDenied("ask")
    broker = _broker(own, by)
    for profile in (own, other):
        if not profile.is_public():
            raise Refused(f"“{profile.title}”现在不公开，不能对接。")
    if other.organisation_id is None:
        raise Refused("对方单位还没有在本门户登记，请与市科技局联系。")
    if other.organisation_id == own.organisation_id or by.memberships.filter(
        organisation=other.organisation_id, ended_at=None
    ):
        raise Refused("不能与本单位自己对接。")
    both = {own._meta.model_name: own, other._meta.model_name: other}
    interest = Interest(
        side=Side(own._meta.model_name), asker=own.organisation, answerer=other.organisation, broker=broker,
        cooperation_sought=cooperation_sought, unclear=unclear, introduction=introduction,
        asked_by=by, asked_at=timezone.now(), due_on=workdays_after(timezone.localdate(), ANSWER_DAYS), event=event_of(by),
        **both,
    )  # fmt: skip
    with transaction.atomic():
        try:
            interest.full_clean(validate_constraints=False, validate_unique=False)
            with transaction.atomic():
                interest.save(force_insert=True)
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        except IntegrityError as error:
            found = Interest.objects.filter(status__in=OPEN_INTERESTS, asker=own.organisation_id, **both).first()
            if found is None:
                raise Refused("这项成果与这项需求正在对接，请到“对接洽谈”查看。") from error
            return found
        record(interest, "ask_interest", by=by)
        tell("asked", interest, [interest.answerer_id], by=by, due=interest.due_on)
    return interest


def _broker(own: Profile, by: User) -> Organisation | None:
    """The unit as which the person asks, where it is not the profile's own."""
    if (
        own.organisation_id is not None
        and by.memberships.filter(organisation=own.organisation_id, ended_at=None).exists()
    ):
        return None
    held = Mandate.objects.held_by(by).filter(client=own.organisation_id).select_related("broker").first()
    if held is None:
        raise PermissionDenied("ask")
    return held.broker


def accept(interest: Interest, *, by: User) -> None:
    """Say yes to talking: a 对接 of this day, and from now on each side may see whom to call."""
    with ACCEPT(interest, by=by):
        interest.answered_by, interest.answered_at = by, timezone.now()
        interest.contact = _contact(interest, by)
        tell("accepted", interest, askers(interest), by=by)


def _contact(interest: Interest, by: User) -> Contact:
    """The pair's contact of today, made at the event that either side is at: a list may have brought it already."""
    now, event = timezone.now(), event_of(by) or event_of(interest.asked_by)
    contact, made = Contact.objects.get_or_create(
        achievement_id=interest.achievement_id, demand_id=interest.demand_id, met_on=timezone.localdate(),
        defaults={"result": ContactResult.MET, "changed_at": now, "event": event},
    )  # fmt: skip
    if made:
        record(contact, "add", by=by)
    elif event and contact.event_id is None:
        before = snapshot(contact)
        contact.event, contact.changed_at = event, now
        contact.save(update_fields=["event", "changed_at"])
        record(contact, "change", by=by, before=before)
    return contact


def decline(interest: Interest, *, by: User, answer: str) -> None:
    """Say no, and why."""
    if not answer.strip():
        raise Refused("请写明婉拒理由。")
    with DECLINE(interest, by=by, reason=answer.strip()):
        interest.answered_by, interest.answered_at, interest.answer = by, timezone.now(), answer.strip()
        tell("declined", interest, askers(interest), by=by, reason=answer.strip())


def withdraw(interest: Interest, *, by: User) -> None:
    """Take back what nobody has answered."""
    with WITHDRAW(interest, by=by):
        interest.ended_by, interest.ended_at = by, timezone.now()


def close(interest: Interest, *, by: User, reason: str) -> None:
    """End a talk that came to nothing more, and say why. A deal that both agreed to ends it by itself."""
    if not reason.strip():
        raise Refused("请写明结束原因。")
    with CLOSE(interest, by=by, reason=reason.strip()):
        if Deal.objects.filter(interest=interest, agreed_at__isnull=False).exists():
            raise Refused("已经达成协议，不能结束洽谈。")
        interest.ended_by, interest.ended_at, interest.end_reason = by, timezone.now(), reason.strip()
        tell("closed", interest, others(interest, by), by=by, reason=reason.strip())


def move_contact(interest: Interest, result: ContactResult, amount, *, by: User) -> None:
    """Let the counted 对接 say what came of it; ``amount`` in yuan."""
    contact = Contact.objects.select_for_update().get(pk=interest.contact_id)
    before = snapshot(contact)
    contact.result, contact.changed_at = result, timezone.now()
    contact.intended_amount = contact.intended_amount if amount is None else amount
    contact.save(update_fields=["result", "intended_amount", "changed_at"])
    record(contact, "change", by=by, before=before)


def tend_interests(today: date | None = None) -> tuple[int, int]:
    """Remind who has not answered two working days ahead; tell the broker and the officers when the term is over.

    Gives how many interests were reminded of and how many told on. The timer says it, each of them once.
    """
    today = today or timezone.localdate()
    reminded = told = 0
    rows = Interest.objects.select_related("achievement", "demand")
    soon = [row for row in rows.falling_due(workdays_after(today, REMIND_BEFORE)) if row.due_on >= today]
    for interest in soon:
        if workdays_before(interest.due_on, REMIND_BEFORE) <= today and _once(interest, reminded_on=today):
            tell("reminder", interest, [interest.answerer_id], due=interest.due_on)
            reminded += 1
    for interest in rows.overdue(today).filter(escalated_on=None):
        if _once(interest, escalated_on=today):
            tell("overdue", interest, [interest.broker_id] if interest.broker_id else [], due=interest.due_on)
            _tell_officers(interest)
            told += 1
    return reminded, told


def _once(interest: Interest, **day) -> bool:
    """Whether the mark was not there: two timers at once tell people once."""
    name = next(iter(day))
    return bool(Interest.objects.unanswered().filter(pk=interest.pk, **{name: None}).update(**day))


def _tell_officers(interest: Interest) -> None:
    send(
        "interest.overdue_officer", to=list(User.objects.holding(FOLLOW)), key=f"interest:{interest.pk}:officer",
        context={"title": str(interest), "unit": interest.answerer.name, "due": interest.due_on},
        url=reverse("admin:matchmaking_interest_change", args=[interest.pk]),
    )  # fmt: skip


def askers(interest: Interest) -> list[int]:
    """The units that asked: the side's own and its broker."""
    return [pk for pk in (interest.asker_id, interest.broker_id) if pk]


def side_of(interest: Interest, by: User) -> int:
    """As which of the interest's units the person acts. Raises PermissionDenied for somebody of neither."""
    own = set(by.memberships.filter(ended_at=None).values_list("organisation_id", flat=True))
    for pk in (interest.answerer_id, interest.asker_id, interest.broker_id):
        if pk in own:
            return pk
    raise PermissionDenied("side_of")


def others(interest: Interest, by: User) -> list[int]:
    """The units of the other side."""
    return [interest.answerer_id] if side_of(interest, by) != interest.answerer_id else askers(interest)


def tell(what: str, interest: Interest, units: list[int], *, by: User | None = None, **more) -> int:
    """Tell the people of ``units``, but for who did it; gives to how many it is new."""
    people = User.objects.filter(memberships__organisation__in=units, memberships__ended_at=None).distinct()
    if by is not None:
        people = people.exclude(pk=by.pk)
    # One key for each time: what was told once is not told again.
    key = f"interest:{interest.pk}:{what}:{timezone.now():%Y%m%d%H%M%S%f}"
    url = reverse("matchmaking:interest-detail", args=[interest.pk])
    return send(f"interest.{what}", to=list(people), key=key, context={"title": str(interest)} | more, url=url)
