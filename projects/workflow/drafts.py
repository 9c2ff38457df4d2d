"""Filling in: a draft is begun, saved field by field, its team and files kept. Answers sign themselves; the book has the rest.

A save carries, for each field, the revision that the person saw. A field that somebody else has changed since is not
written: it comes back with what it says now, and the person decides.
"""

import hashlib
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from celery import current_app
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.audit.book import record, snapshot
from bureau.messaging.backends import is_on
from bureau.messaging.choices import Channel
from bureau.privacy import consents
from bureau.tokens import token_hash
from bureau.workflow import Refused, Transition
from projects import agreeing, deadlines
from projects.checking import why_not
from projects.choices import FILLABLE, ApplicationStatus, FieldKind, Meaning
from projects.filling import prefilled
from projects.formdata.schema import Field, Form
from projects.formdata.values import is_empty
from projects.models import Answer, Application, Attachment, Call, TeamMember

FILL = Transition("fill_in", "填写", FILLABLE, None, "projects.fill_application", rows="owned_by")
FILES_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that somebody else has changed since it was shown."""

    field: Field
    theirs: object
    revision: int
    by: User
    at: datetime


@dataclass(frozen=True)
class Saved:
    """What a save did: revisions of every field that was sent, and what was not written."""

    at: datetime
    revisions: dict[str, int] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    withheld: list[Field] = field(default_factory=list)  # Sensitive, and nobody agreed to their being kept.


def begin(
    call: Call, organisation: Organisation, *, by: User, token: UUID, source: Application | None = None
) -> Application:
    """Open an application, filled with what is known; a second click finds what the first one made."""
    own = any(post.organisation_id == organisation.pk for post in by.current_memberships)
    if by.is_staff or not own or not by.has_perm(FILL.permission):
        raise PermissionDenied("begin")
    version = call.versions.last()
    unit = deadlines.recommender_of(organisation)
    now = timezone.now()
    if not Call.objects.public().filter(pk=call.pk, opens_at__lte=now).exists():
        raise Refused("本批次现在不接受申报。")
    until = deadlines.deadlines(call, unit.pk if unit else None).closes_at
    if not deadlines.in_time(now, until):
        raise Refused(f"本批次已于 {deadlines.told(until)} 截止。")
    if found := why_not(call, version.terms, organisation, today=timezone.localdate(now)):
        raise Refused("".join(problem.text for problem in found))
    with transaction.atomic():
        application, is_new = Application.objects.get_or_create(
            call=call, organisation=organisation, token=token,
            defaults={"version": version, "created_by": by, "copied_from": source},
        )  # fmt: skip
        if is_new:
            _fill_with_known(application, by, source)
            record(application, "begin", by=by)
    return application


def _fill_with_known(application: Application, by: User, source: Application | None) -> None:
    form = application.version.form
    known = prefilled(form, application.organisation, by, source)
    now = timezone.now()
    Answer.objects.bulk_create(
        Answer(application=application, code=code, value=value, changed_by=by, changed_at=now)
        for code, value in known.items()
    )
    _keep_title(application, form, known)
    if source and form.of_kind(FieldKind.TEAM):
        for member in source.team.all():
            TeamMember(
                application=application, position=member.position, name=member.name, id_number=member.id_number,
                rank=member.rank, speciality=member.speciality, unit_name=member.unit_name, duty=member.duty,
                months=member.months, mobile=member.mobile, email=member.email,
            ).save()  # fmt: skip


@contextmanager
def filling(application: Application, section: str, *, by: User) -> Iterator[None]:
    """Hold the application while a part of it is changed, where and as long as it may be changed."""
    with transaction.atomic():
        try:
            application.refresh_from_db(from_queryset=_fillable(by))
        except Application.DoesNotExist as error:
            raise PermissionDenied(FILL.verb) from error
        _demand_open(application, section)
        yield


@contextmanager
def opened(pk: int, section: str, *, by: User) -> Iterator[Application]:
    """As ``filling``, for one that nobody has read yet: found, with its form, and held by one statement.

    A deadline day is thousands of these: what a save of one field reads twice is a quarter of its time.
    Raises ``Application.DoesNotExist`` where the person has no such application.
    """
    with transaction.atomic():
        application = _fillable(by).select_related("version").defer("version__content").get(pk=pk)
        _demand_open(application, section)
        yield application


def _fillable(by: User) -> models.QuerySet:
    """What the person may fill, looked for and locked in one statement."""
    if not by.has_perm(FILL.permission):
        raise PermissionDenied(FILL.verb)
    return getattr(Application.objects, FILL.rows)(by).select_for_update(of=("self",))


def _demand_open(application: Application, section: str) -> None:
    if application.status not in FILLABLE:
        raise Refused(f"“{application}”{application.get_status_display()}，不能修改。")
    if application.status == ApplicationStatus.CORRECTING and section not in application.correction_sections:
        raise Refused("这一节不在补正范围内，不能修改。")


def save(
    application: Application,
    section: str,
    *,
    by: User,
    typed: Mapping[str, object],
    seen: Mapping[str, int],
    consented: Collection[str] = (),
) -> Saved:
    """Write what was typed into the fields of a section, but for fields that somebody else has changed since.

    A sensitive field is written with a consent alone: one given before, or now (its code is in ``consented``).
    """
    with filling(application, section, by=by):
        return write(application, by=by, typed=typed, seen=seen, consented=consented)


def write(
    application: Application,
    *,
    by: User,
    typed: Mapping[str, object],
    seen: Mapping[str, int],
    consented: Collection[str] = (),
) -> Saved:
    """``save`` for whoever holds the application already (``filling``, ``opened``)."""
    form = application.version.form
    found = Saved(timezone.now())
    answers = {answer.code: answer for answer in application.answers.filter(code__in=typed)}
    for code, value in typed.items():
        answer = answers.get(code) or Answer(application=application, code=code, value=None, revision=0)
        if agreeing.is_asked_for(form.fields[code]) and not _may_keep(answer, value, code in consented, by):
            found.withheld.append(form.fields[code])
            found.revisions[code] = answer.revision
        elif answer.value == value or (answer.revision == 0 and is_empty(form.fields[code], value)):
            found.revisions[code] = answer.revision
        elif answer.revision != seen.get(code, 0):
            found.conflicts.append(
                Conflict(form.fields[code], answer.value, answer.revision, answer.changed_by, answer.changed_at)
            )
            found.revisions[code] = seen.get(code, 0)
        else:
            answer.value, answer.revision = value, answer.revision + 1
            answer.changed_by, answer.changed_at = by, found.at
            answer.save()
            _keep_consent(answer, value, code in consented, by)
            found.revisions[code] = answer.revision
            if form.fields[code].meaning == Meaning.TITLE:
                _keep_title(application, form, {code: value})
    return found


def _may_keep(answer: Answer, value, is_ticked: bool, by: User) -> bool:
    """Whether a sensitive value may be kept; a tick under a value that stands already is kept at once."""
    if not value or consents.is_given(consents.SECRET, answer):
        return True
    if is_ticked and answer.value == value:
        consents.give(consents.SECRET, answer, by=by)
    return is_ticked


def _keep_consent(answer: Answer, value, is_ticked: bool, by: User) -> None:
    if not value:
        consents.withdraw(consents.SECRET, answer)
    elif is_ticked and not consents.is_given(consents.SECRET, answer):
        consents.give(consents.SECRET, answer, by=by)


def _keep_title(application: Application, form: Form, values: Mapping) -> None:
    title = form.meant(Meaning.TITLE)
    if title and title.code in values:
        application.title = str(values[title.code])[:200]
        application.save(update_fields=["title", "search"])


def put_member(
    application: Application, member: TeamMember, section: str, *, by: User, seen: int = 0, consented: bool = False
) -> TeamMember:
    """Add somebody to the team or change what is said of them. Who they are changed: they confirm and agree anew."""
    with filling(application, section, by=by):
        stored = application.team.filter(pk=member.pk).first() if member.pk else None
        if member.pk and (stored is None or stored.revision != seen):
            raise Refused("这位成员的信息刚被他人修改，请刷新后核对再改。")
        before = snapshot(stored) if stored else {}
        is_agreed = stored and stored.id_number == member.id_number and consents.is_given(consents.IDENTITY, stored)
        if member.id_number and not is_agreed and not consented:
            raise Refused(consents.IDENTITY.refusal)
        member.application = application
        if stored is None:
            member.position = (application.team.aggregate(last=models.Max("position"))["last"] or 0) + 1
        elif (stored.name, stored.id_number) != (member.name, member.id_number):
            member.confirmed_at = member.declined_at = None
        member.revision = (stored.revision if stored else 0) + 1
        try:
            member.full_clean()
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        member.save()
        if member.id_number and not is_agreed:
            _forget_consents(member)
            consents.give(consents.IDENTITY, member, by=by)
        record(member, "change" if stored else "add", by=by, before=before)
    return member


def _forget_consents(member: TeamMember) -> None:
    """Given for a number that is another one now, or is gone."""
    consents.withdraw(consents.IDENTITY, member)
    consents.withdraw(consents.IDENTITY_OWN, member)


def remove_member(member: TeamMember, section: str, *, by: User) -> None:
    """Take somebody out; those below move up, so that there is always a first."""
    with filling(member.application, section, by=by):
        record(member, "take_out", by=by, before=snapshot(member))
        _forget_consents(member)
        below = member.application.team.filter(position__gt=member.position)
        member.delete()
        below.update(position=models.F("position") - 1)


def move_up(member: TeamMember, section: str, *, by: User) -> None:
    """Change places with the person above; who comes first is the leader."""
    with filling(member.application, section, by=by):
        member.refresh_from_db()
        above = member.application.team.filter(position=member.position - 1).first()
        if above is None:
            return
        TeamMember.objects.filter(pk=above.pk).update(position=member.position)
        TeamMember.objects.filter(pk=member.pk).update(position=member.position - 1)
        record(member, "move_up", by=by)


def send_link(member: TeamMember, section: str, *, by: User, address: Callable[[str], str] | None = None) -> str:
    """Make the person's own link anew; returns its token, which is kept nowhere. An earlier link ends.

    With ``address`` (token to full link) it also goes to the person's mobile and e-mail, as far as they are known.
    """
    with filling(member.application, section, by=by):
        token = secrets.token_urlsafe(32)
        member.token_hash, member.sent_at = token_hash(token), timezone.now()
        member.declined_at = None
        member.save(update_fields=["token_hash", "sent_at", "declined_at"])
        record(member, "send_link", by=by)
        if address:
            _post(member, address(token))
    return token


def _post(member: TeamMember, link: str) -> None:
    for channel, target in ((Channel.SMS, member.mobile), (Channel.EMAIL, member.email)):
        if target and is_on(channel):
            task = current_app.signature("projects.tasks.send_member_link", [member.pk, channel, link])
            transaction.on_commit(task.apply_async, robust=True)


def answer_link(token: str, *, agrees: bool, consented: bool = False) -> TeamMember:
    """The person says yes or no, by the link that only they have. Who says yes agrees to their number's being kept."""
    with transaction.atomic():
        member = TeamMember.objects.select_for_update().filter(token_hash=token_hash(token)).first()
        if member is None:
            raise Refused("确认链接不对或已失效，请向申报单位索取新的链接。")
        if member.application.status not in FILLABLE:
            raise Refused("申报书已经提交，不能再改。")
        if agrees and member.id_number and not consented:
            raise Refused(consents.IDENTITY_OWN.refusal)
        before = snapshot(member)
        consents.withdraw(consents.IDENTITY_OWN, member)
        if agrees and member.id_number:
            consents.give(consents.IDENTITY_OWN, member, by=None, signature=member.name)
        member.confirmed_at = timezone.now() if agrees else None
        member.declined_at = None if agrees else timezone.now()
        member.save(update_fields=["confirmed_at", "declined_at"])
        record(member, "confirm_member" if agrees else "decline_member", by=f"本人链接（{member.name}）", before=before)
    return member


def attach(
    application: Application, section: str, asked: Field, *, by: User, file, begun_at: datetime | None = None
) -> Attachment:
    """Keep a checked file under a field; where one is all that is asked, it replaces the one before.

    ``begun_at`` is when its first byte reached the portal: what was begun before a deadline may finish after it.
    """
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    with filling(application, section, by=by):
        held = application.attachments.current()
        if asked.most == 1:
            for old in held.filter(code=asked.code):
                _take_away(old, by=by)
        if held.count() >= FILES_AT_MOST:
            raise Refused(f"附件已有 {FILES_AT_MOST} 份，请先移除不用的。")
        attachment = Attachment(
            application=application, code=asked.code, file=file, name=file.name[-255:], mime=file.kind.mime,
            size=file.size, sha256=digest.hexdigest(), uploaded_by=by, begun_at=begun_at or timezone.now(),
        )  # fmt: skip
        attachment.full_clean()
        attachment.save()
        record(attachment, "attach", by=by)
    return attachment


def detach(attachment: Attachment, section: str, *, by: User) -> None:
    """Take a file away; documents that were handed in with it keep it."""
    with filling(attachment.application, section, by=by):
        attachment.refresh_from_db()
        if attachment.removed_at is None:
            _take_away(attachment, by=by)


def _take_away(attachment: Attachment, *, by: User) -> None:
    before = snapshot(attachment)
    attachment.removed_by, attachment.removed_at = by, timezone.now()
    attachment.save(update_fields=["removed_by", "removed_at"])
    record(attachment, "detach", by=by, before=before)
