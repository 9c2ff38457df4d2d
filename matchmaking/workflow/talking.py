"""The talk that an accepted interest opens: what is said and noted, appointments, and whom to call."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.audit.book import note, record
from bureau.workflow import Refused, Transition
from matchmaking.choices import InterestStatus, MeetingStatus, Side
from matchmaking.models import Disclosure, Interest, Meeting, Remark
from matchmaking.profiles import Profile

from .dealing import others, side_of, tell

TALK = "matchmaking.answer_interest"
PROPOSED, CONFIRMED = MeetingStatus.PROPOSED, MeetingStatus.CONFIRMED
CONFIRM = Transition("confirm_meeting", "确认预约", (PROPOSED,), CONFIRMED, TALK, rows="party_to")
CANCEL = Transition("cancel_meeting", "取消预约", (PROPOSED, CONFIRMED), MeetingStatus.CANCELLED, TALK, rows="party_to")
HOLD = Transition("hold_meeting", "登记已洽谈", (CONFIRMED,), MeetingStatus.HELD, TALK, rows="party_to")
ALL = (CONFIRM, CANCEL, HOLD)


def _in_talk(interest: Interest, by: User) -> Organisation:
    """As which unit the person talks. Raises PermissionDenied, or Refused while there is no talk."""
    if by.is_staff or not by.has_perm(TALK) or not Interest.objects.party_to(by).filter(pk=interest.pk).exists():
        raise PermissionDenied("talk")
    if Interest.objects.get(pk=interest.pk).status != InterestStatus.ACCEPTED:
        raise Refused("对方接受意向后才能洽谈，洽谈结束后不能再写。")
    return Organisation.objects.get(pk=side_of(interest, by))


def say(interest: Interest, *, by: User, text: str, file=None, is_private: bool = False) -> Remark:
    """Say something to the other side, or note it for one's own. ``file`` has been checked (``CheckedFileField``)."""
    organisation = _in_talk(interest, by)
    if not text.strip() and not file:
        raise Refused("请写内容或选择文件。")
    remark = Remark(
        interest=interest, organisation=organisation, text=text.strip(), is_private=is_private, said_by=by, said_at=timezone.now(),
    )  # fmt: skip
    if file:
        remark.file, remark.name, remark.mime = file, file.name[:255], file.kind.mime
    with transaction.atomic():
        remark.save()
        record(remark, "note_talk" if is_private else "say", by=by)
        if not is_private:
            tell("said", interest, others(interest, by), by=by, unit=organisation.name)
    return remark


def propose(interest: Interest, *, by: User, starts_at: datetime, minutes: int, place: str) -> Meeting:
    """Propose an appointment to the other side."""
    organisation = _in_talk(interest, by)
    now = timezone.now()
    if starts_at <= now:
        raise Refused("洽谈时间须在现在之后。")
    meeting = Meeting(
        interest=interest, organisation=organisation, starts_at=starts_at, minutes=minutes, place=place, proposed_by=by, proposed_at=now,
    )  # fmt: skip
    try:
        meeting.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
    with transaction.atomic():
        meeting.save()
        record(meeting, "propose_meeting", by=by)
        _tell(meeting, "meeting_proposed", by)
    return meeting


def confirm(meeting: Meeting, *, by: User) -> None:
    """The side that did not propose it says yes."""
    with CONFIRM(meeting, by=by):
        if meeting.organisation_id not in others(meeting.interest, by):
            raise Refused("须由对方确认。")
        meeting.answered_by, meeting.answered_at = by, timezone.now()
        _tell(meeting, "meeting_confirmed", by)


def cancel(meeting: Meeting, *, by: User, reason: str) -> None:
    """Either side calls it off, and says why."""
    if not reason.strip():
        raise Refused("请写明取消原因。")
    with CANCEL(meeting, by=by, reason=reason.strip()):
        meeting.answered_by, meeting.answered_at, meeting.reason = by, timezone.now(), reason.strip()
        _tell(meeting, "meeting_cancelled", by, reason=reason.strip())


def hold(meeting: Meeting, *, by: User) -> None:
    """Either side says that they met."""
    with HOLD(meeting, by=by):
        if meeting.starts_at > timezone.now():
            raise Refused("还没有到约定的时间。")
        meeting.answered_by, meeting.answered_at = by, timezone.now()


def _tell(meeting: Meeting, what: str, by: User, **more) -> None:
    when = f"{timezone.localtime(meeting.starts_at):%Y-%m-%d %H:%M}"
    tell(what, meeting.interest, others(meeting.interest, by), by=by, when=when, place=meeting.place, **more)


def disclose(interest: Interest, *, by: User) -> Profile:
    """The other side's profile, for its contact data to be shown; the look is written down before anything is shown."""
    organisation = _in_talk(interest, by)
    is_asker = organisation.pk != interest.answerer_id
    shown = Side(interest.side) if not is_asker else next(side for side in Side if side != interest.side)
    profile = interest.achievement if shown == Side.ACHIEVEMENT else interest.demand
    with transaction.atomic():
        Disclosure.objects.create(
            interest=interest, organisation=organisation, shown=shown, seen_by=by, seen_at=timezone.now()
        )
        note(
            "disclose_contact", by=by, subject=str(profile), model=profile._meta.label_lower, object_id=profile.pk,
            reason=f"对接意向 {interest.pk} 已被接受", changes={"field": "联系人、联系电话"},
        )  # fmt: skip
    return profile
