"""起草 → 送审 → 批准 → 公示 → 结束, and taking back. What is published is fixed; it opens and closes by its dates."""

import logging
from collections.abc import Iterable, Mapping
from datetime import date

from celery import current_app
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bureau import front
from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.messaging.workflow import send
from bureau.publicity.checks import item_faults, last_day
from bureau.publicity.choices import Column, ObjectionStatus, PublicityStatus
from bureau.publicity.models import Item, Publicity
from bureau.publicity.openers import get_opener
from bureau.workdays import is_workday, workdays_after
from bureau.workflow import Refused, Transition

_LIVE = (PublicityStatus.DRAFT, PublicityStatus.SUBMITTED, PublicityStatus.APPROVED, PublicityStatus.OPEN)
_SUBMITTED = (PublicityStatus.SUBMITTED,)
REVISE = Transition("revise", "修改", (PublicityStatus.DRAFT,), None, "publicity.change_publicity")
SUBMIT = Transition("submit", "送审", (PublicityStatus.DRAFT,), PublicityStatus.SUBMITTED, "publicity.submit_publicity")
RETURN = Transition("return", "退回", _SUBMITTED, PublicityStatus.DRAFT, "publicity.approve_publicity")
APPROVE = Transition("approve", "批准", _SUBMITTED, PublicityStatus.APPROVED, "publicity.approve_publicity")
WITHDRAW = Transition("withdraw", "撤回", _LIVE, PublicityStatus.WITHDRAWN, "publicity.withdraw_publicity")
BEGIN = Transition("publish", "发布", (PublicityStatus.APPROVED,), PublicityStatus.OPEN, "publicity.approve_publicity")
CLOSE = Transition("close", "结束", (PublicityStatus.OPEN,), PublicityStatus.CLOSED, "publicity.approve_publicity")
TIMER = "系统（到期）"
logger = logging.getLogger(__name__)


def draft(
    *, by: User, columns: Iterable[str] = (), rows: Iterable[Mapping[str, str]] = (), opener: str = "",
    subject_id: int | None = None, **values,
) -> Publicity:  # fmt: skip
    """Draw up a 公示, with its list. ``opener`` and ``subject_id`` name what of another app waits for its end."""
    if not by.has_perm("publicity.add_publicity"):
        raise PermissionDenied("draft")
    if opener:
        get_opener(opener)
    publicity = Publicity(opener=opener, subject_id=subject_id, created_by=by, created_at=timezone.now(), **values)
    _validate(publicity)
    with transaction.atomic():
        publicity.save()
        record(publicity, "draft", by=by)
        if columns:
            list_items(publicity, by=by, columns=columns, rows=rows)
    return publicity


def _validate(publicity: Publicity) -> None:
    try:
        publicity.clean()
        publicity.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error


def revise(publicity: Publicity, *, by: User, **values) -> None:
    """Change the words of a draft."""
    with REVISE(publicity, by=by):
        for name, value in values.items():
            setattr(publicity, name, value)


def list_items(publicity: Publicity, *, by: User, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Put the list in the place of an earlier one: allowed columns only, no number of a person in any cell."""
    columns, rows = [Column(code).value for code in columns], [dict(row) for row in rows]
    if faults := item_faults(columns, rows):
        raise Refused("".join(faults[:20]))
    with REVISE(publicity, by=by, reason=f"名单 {len(rows)} 行"):
        publicity.columns = columns
        publicity.items.all().delete()
        Item.objects.bulk_create(
            Item(publicity=publicity, position=position, values={code: row.get(code, "") for code in columns})
            for position, row in enumerate(rows, 1)
        )


def faults_of(publicity: Publicity) -> list[str]:
    """What keeps it from being sent for approval or published, by name of the place."""
    found = []
    try:
        publicity.clean()
    except ValidationError as error:
        words = {field.name: str(field.verbose_name) for field in publicity._meta.fields}
        found += [f"“{words.get(name, name)}”{line}" for name, lines in error.message_dict.items() for line in lines]
    rows = [item.values for item in publicity.items.order_by("position")]
    if not rows:
        found.append("名单是空的，请先填写名单。")
    return found + item_faults(publicity.columns, rows)


def _demand_sound(publicity: Publicity) -> None:
    if faults := faults_of(publicity):
        raise Refused("".join(faults[:20]))


def submit(publicity: Publicity, *, by: User) -> None:
    """送审. Refused with every fault by its place."""
    with SUBMIT(publicity, by=by):
        _demand_sound(publicity)
        publicity.submitted_by, publicity.submitted_at, publicity.return_reason = by, timezone.now(), ""
        approvers = User.objects.holding(APPROVE.permission).exclude(pk=by.pk)
        key = f"{publicity.pk}:{publicity.submitted_at:%Y%m%d%H%M%S%f}"
        context = {"title": publicity.title, "person": by, "period": period_words(publicity)}
        send("publicity.submitted", to=approvers, key=key, context=context, url=_page(publicity))


def return_(publicity: Publicity, *, by: User, reason: str) -> None:
    """退回: back to the draft, with what is to be changed."""
    _demand_reason(reason)
    with RETURN(publicity, by=by, reason=reason):
        key = f"{publicity.pk}:{publicity.submitted_at:%Y%m%d%H%M%S%f}"
        author, publicity.return_reason = publicity.submitted_by, reason
        publicity.submitted_by = publicity.submitted_at = None
        context = {"title": publicity.title, "reason": reason}
        send("publicity.returned", to=author, key=key, context=context, url=_page(publicity))


@transaction.atomic
def approve(publicity: Publicity, *, by: User) -> None:
    """批准: published at once when its first day has come, else on that day. A day that has passed is made up for."""
    with APPROVE(publicity, by=by):
        if by == publicity.submitted_by:
            raise Refused("送审人不能批准自己送审的公示，请由另一位批准。")
        today = timezone.localdate()
        if publicity.starts_on < today:
            publicity.starts_on = today if is_workday(today) else workdays_after(today, 1)
            publicity.ends_on = last_day(publicity.starts_on, publicity.working_days)
        _demand_sound(publicity)
        publicity.approved_by, publicity.approved_at = by, timezone.now()
    if publicity.starts_on <= timezone.localdate():
        begin(publicity, by=by)


def begin(publicity: Publicity, *, by) -> None:
    """发布: the words are fixed under a hash, and the world may read and object."""
    with BEGIN(publicity, by=by):
        _demand_sound(publicity)
        publicity.published_at = timezone.now()
        publicity.content_hash = publicity.digest()
        front.changed()
        context = {"title": publicity.title, "period": period_words(publicity)}
        send(
            "publicity.opened", to=publicity.submitted_by, key=str(publicity.pk), context=context, url=_page(publicity)
        )


def close(publicity: Publicity, *, by) -> None:
    """结束: the last day is over. The page stays; whoever opened it is told."""
    with CLOSE(publicity, by=by):
        if timezone.localdate() <= publicity.ends_on:
            raise Refused(f"“{publicity}”的公示期到{publicity.ends_on:%Y年%m月%d日}，尚未届满，不能结束。")
        publicity.closed_at = timezone.now()
        front.changed()
        context = {"title": publicity.title, "outcome": outcome(publicity)}
        send(
            "publicity.closed", to=publicity.submitted_by, key=str(publicity.pk), context=context, url=_page(publicity)
        )
        _ring_after_commit(publicity)


def withdraw(publicity: Publicity, *, by: User, reason: str) -> None:
    """撤回, with the reason that the page will show in the place of the list."""
    _demand_reason(reason)
    with WITHDRAW(publicity, by=by, reason=reason):
        publicity.withdrawn_by, publicity.withdrawn_at, publicity.withdraw_reason = by, timezone.now(), reason
        front.changed()
        _ring_after_commit(publicity)


def acknowledge(publicity: Publicity) -> None:
    """The app that opened it has heard of the end, in its own task's transaction."""
    Publicity.objects.filter(pk=publicity.pk, heard_at=None).update(heard_at=timezone.now())


def turn(today: date | None = None) -> None:
    """What the clock does: publish what begins, close what is over, ring again for what nobody has heard."""
    today = today or timezone.localdate()
    for publicity in Publicity.objects.to_begin(today):
        try:
            begin(publicity, by=TIMER)
        except Refused as refusal:  # It waits, its page in the admin says why, and the others begin.
            logger.error("公示 %s 不能发布：%s", publicity.pk, refusal)
    for publicity in Publicity.objects.to_end(today):
        close(publicity, by=TIMER)
    for publicity in Publicity.objects.unheard():
        _ring(publicity.opener, publicity.pk)


def outcome(publicity: Publicity) -> str:
    """公示无异议, or how the objections stand."""
    statuses = set(publicity.objections.values_list("status", flat=True))
    if ObjectionStatus.UPHELD in statuses:
        return "公示异议成立"
    if statuses & {ObjectionStatus.RECEIVED, ObjectionStatus.ACCEPTED}:
        return "有异议，正在处理"
    return "异议不成立" if ObjectionStatus.DISMISSED in statuses else "公示无异议"


def period_words(publicity: Publicity) -> str:
    """2026年9月29日至2026年10月10日."""
    first, last = publicity.starts_on, publicity.ends_on
    return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"


def _page(publicity: Publicity) -> str:
    return reverse("admin:publicity_publicity_change", args=[publicity.pk])


def _ring_after_commit(publicity: Publicity) -> None:
    if publicity.opener:
        transaction.on_commit(lambda: _ring(publicity.opener, publicity.pk), robust=True)


def _ring(opener: str, publicity_id: int) -> None:
    current_app.signature(get_opener(opener).task, [publicity_id]).apply_async()


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("请写明理由。")
