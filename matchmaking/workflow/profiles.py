"""Profiles: written by a unit, handed in, published or returned with a reason, renewed, out of date, withdrawn.

Every verb is one for achievements and demands alike; its permission names the noun. What becomes public or ceases to
be is put into the index of the matching, or taken out, in the same transaction.
"""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from bureau import front
from bureau.accounts.models import Organisation, User
from bureau.audit.book import record
from bureau.messaging.workflow import send
from bureau.text import name_key
from bureau.workflow import Refused, Transition
from matchmaking.checking import TERM_DAYS, leaks, missing
from matchmaking.choices import EDITABLE, RENEWABLE, ProfileStatus, ReturnReason
from matchmaking.matching.profiles import kind_of, put_profile, remove_profile
from matchmaking.models import Achievement, Demand
from matchmaking.numbers import number_of
from matchmaking.profiles import Profile

from .recommending import ring

PROFILES: tuple[type[Profile], ...] = (Achievement, Demand)
REMINDED_DAYS = 14  # Before the term is over.
TIMER = "系统"

_FILL, _SUBMIT, _DECIDE = ("{app}." + verb + "_{model}" for verb in ("fill", "submit", "decide"))
REVISE = Transition("fill_in", "修改", EDITABLE, None, _FILL, rows="owned_by")
SUBMIT = Transition("submit", "提交", EDITABLE, ProfileStatus.SUBMITTED, _SUBMIT, rows="owned_by")
RECALL = Transition("edit_again", "收回修改", (ProfileStatus.SUBMITTED,), ProfileStatus.DRAFT, _SUBMIT, rows="owned_by")
PUBLISH = Transition("publish", "发布", (ProfileStatus.SUBMITTED,), ProfileStatus.PUBLISHED, _DECIDE)
RETURN = Transition("return", "退回", (ProfileStatus.SUBMITTED,), ProfileStatus.RETURNED, _DECIDE)
RENEW = Transition("renew", "续期", RENEWABLE, ProfileStatus.PUBLISHED, _SUBMIT, rows="owned_by")
WITHDRAW = Transition("withdraw", "下架", RENEWABLE, ProfileStatus.WITHDRAWN, _SUBMIT, rows="owned_by")
TAKE_DOWN = Transition("take_down", "下架", RENEWABLE, ProfileStatus.WITHDRAWN, _DECIDE)
EXPIRE = Transition("expire", "到期", (ProfileStatus.PUBLISHED,), ProfileStatus.EXPIRED, _DECIDE)  # Said by the timer.
ALL = (REVISE, SUBMIT, RECALL, PUBLISH, RETURN, RENEW, WITHDRAW, TAKE_DOWN, EXPIRE)


def begin(model: type[Profile], organisation: Organisation, *, by: User, **values) -> Profile:
    """Open a draft of the unit with ``values`` by field name. A second click on the same title gives the first one's."""
    own = Organisation.objects.visible_to(by).filter(pk=organisation.pk)
    if by.is_staff or not by.has_perm(f"matchmaking.fill_{model._meta.model_name}") or not own.exists():
        raise PermissionDenied("begin")
    with transaction.atomic():
        unit = Organisation.objects.select_for_update().get(pk=organisation.pk)
        drafts = model.objects.filter(organisation=unit, status=ProfileStatus.DRAFT, written_by=by)
        if found := drafts.filter(title=values.get("title", "")).first():
            return found
        now, pk = timezone.now(), _next_key(model)
        profile = model(
            pk=pk, number=number_of(now, pk), organisation=unit, organisation_name=unit.name,
            organisation_key=name_key(unit.name), status=ProfileStatus.DRAFT, collected_on=timezone.localdate(),
            written_by=by, written_at=now, changed_at=now,
        )  # fmt: skip
        _fill(profile, {"division": unit.division} | values)
        try:
            profile.full_clean()
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        profile.save(force_insert=True)
        record(profile, "begin", by=by)
    return profile


def revise(profile: Profile, *, by: User, **values) -> None:
    """Save what the unit typed; a draft may lack anything but its title."""
    with REVISE(profile, by=by):
        _fill(profile, values)


def submit(profile: Profile, *, by: User) -> None:
    """Hand the profile in. Refused with all that is missing, and while the public text says how to call somebody."""
    with SUBMIT(profile, by=by):
        _stands(profile)
        if faults := [*missing(profile), *leaks(profile)]:
            raise Refused("；".join(faults))
        profile.submitted_by, profile.submitted_at = by, timezone.now()
        profile.return_reason = profile.return_note = ""
        profile.changed_at = timezone.now()


def recall(profile: Profile, *, by: User) -> None:
    """Take back what nobody has decided upon, to write on."""
    with RECALL(profile, by=by):
        profile.changed_at = timezone.now()


def publish(profile: Profile, *, by: User) -> None:
    """Make the profile public. It counts as collected on this day (征集日期), so no earlier year's figure moves."""
    with PUBLISH(profile, by=by):
        _stands(profile)
        if profile.valid_until < timezone.localdate():
            raise Refused(f"“{profile}”的有效期 {profile.valid_until} 已过，请退回修改。")
        profile.collected_on = timezone.localdate()
        profile.decided_by, profile.decided_at = by, timezone.now()
        profile.changed_at = timezone.now()
        put_profile(profile)
        ring(profile)
        _tell(profile, "published")
    front.changed()


def return_(profile: Profile, *, by: User, code: str, note: str) -> None:
    """Give the profile back with a reason of the list and what to change."""
    if not note.strip():
        raise Refused("请写明退回说明。")
    with RETURN(profile, by=by, reason=f"{ReturnReason(code).label}：{note.strip()}"):
        profile.return_reason, profile.return_note = code, note.strip()
        profile.decided_by, profile.decided_at = by, timezone.now()
        profile.changed_at = timezone.now()
        _tell(profile, "returned")


def renew(profile: Profile, *, by: User, valid_until: date) -> None:
    """Go on with the same text until another day; from 30 days before the term is over."""
    today = timezone.localdate()
    with RENEW(profile, by=by):
        _stands(profile)
        if not profile.is_renewable(today):
            raise Refused(f"“{profile}”还没有到续期的时候。")
        if not today < valid_until <= today + timedelta(days=TERM_DAYS) or valid_until <= profile.valid_until:
            raise Refused("新的有效期须晚于原有效期和今天，最长两年。")
        profile.valid_until, profile.changed_at = valid_until, timezone.now()
        put_profile(profile)
        ring(profile)
    front.changed()


def withdraw(profile: Profile, *, by: User) -> None:
    """The unit takes its profile off the site."""
    with WITHDRAW(profile, by=by):
        _leave(profile)


def take_down(profile: Profile, *, by: User, reason: str) -> None:
    """An officer takes a profile off the site."""
    if not reason.strip():
        raise Refused("请写明下架理由。")
    with TAKE_DOWN(profile, by=by, reason=reason.strip()):
        _leave(profile)


def expire_due(today: date | None = None) -> int:
    """Let every profile whose term is over expire; gives how many. The timer says it."""
    count = 0
    for model in PROFILES:
        for profile in model.objects.lapsed(today or timezone.localdate()).order_by("pk"):
            with EXPIRE(profile, by=TIMER):
                _leave(profile)
            count += 1
    return count


def remind_due(today: date | None = None) -> int:
    """Tell units two weeks ahead whose profiles will expire; gives to how many persons it is new."""
    day = (today or timezone.localdate()) + timedelta(days=REMINDED_DAYS)
    return sum(
        _tell(profile, "expiring", day=profile.valid_until)
        for model in PROFILES
        for profile in model.objects.lapsing_on(day).select_related("organisation")
    )


def _fill(profile: Profile, values: dict) -> None:
    for name, value in values.items():
        setattr(profile, name, value)
    if isinstance(profile, Demand):  # What a list would bring of the unit and its place.
        profile.county = profile.division.name if profile.division else ""
        profile.credit_code = profile.organisation.credit_code or ""
    profile.changed_at = timezone.now()


def _stands(profile: Profile) -> None:
    if profile.voided_at:
        raise Refused(f"“{profile}”已作废。")


def _leave(profile: Profile) -> None:
    profile.changed_at = timezone.now()
    remove_profile(profile)
    ring(profile)
    front.changed()


def _page(profile: Profile) -> str:
    return reverse(f"matchmaking:{profile._meta.model_name}-detail", args=[profile.pk])


def _next_key(model: type[Profile]) -> int:
    """The key that the new row will have: its number is made from it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return cursor.fetchone()[0]


def _tell(profile: Profile, what: str, **more) -> int:
    people = User.objects.filter(
        memberships__organisation=profile.organisation_id, memberships__ended_at=None
    ).distinct()
    told = {"noun": profile._meta.verbose_name, "title": profile.title, **more}
    if what == "returned":
        told |= {"reason": profile.get_return_reason_display(), "note": profile.return_note}
    # One key for each time: what was told once is not told again.
    moment = more.get("day") or f"{timezone.now():%Y%m%d%H%M%S%f}"
    key = f"profile:{kind_of(type(profile))}:{profile.pk}:{what}:{moment}"
    return send(f"profile.{what}", to=list(people), key=key, context=told, url=_page(profile))
