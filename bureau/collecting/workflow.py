"""发起 → 上传预览 → 报送 / 零报送 → 确认导入 / 退回, with extension and reminders."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.choices import RECOMMENDING
from bureau.accounts.models import Organisation, User
from bureau.audit.book import record
from bureau.lists import tasks as list_tasks
from bureau.lists import workflow as lists
from bureau.lists.choices import RunStatus
from bureau.lists.models import ImportRun
from bureau.messaging.workflow import send
from bureau.workdays import workdays_after
from bureau.workflow import Refused, Transition

from .choices import OWING, CollectionStatus, DutyStatus
from .models import Collection, Duty

_SUBMITTED, _OPEN = (DutyStatus.SUBMITTED,), (CollectionStatus.OPEN,)
_SUBMIT = "collecting.submit_duty"
CLOSE = Transition("close", "结束", _OPEN, CollectionStatus.CLOSED, "collecting.close_collection")
UPLOAD = Transition("upload_list", "上传清单", OWING, None, _SUBMIT, "owned_by")
SUBMIT = Transition("submit", "报送", OWING, DutyStatus.SUBMITTED, _SUBMIT, "owned_by")
CONFIRM = Transition("confirm", "确认", _SUBMITTED, DutyStatus.CONFIRMED, "collecting.confirm_duty")
RETURN = Transition("return", "退回", _SUBMITTED, DutyStatus.RETURNED, "collecting.return_duty")
EXTEND = Transition("extend", "延期", OWING, None, "collecting.extend_duty")
SOON = 3  # Working days before the last one on which a unit is reminded for the first time.


def open_collection(*, by: User, units: Iterable[Organisation], **values) -> Collection:
    """Ask units for a list; each owes it from now on and is told."""
    if not by.has_perm("collecting.add_collection"):
        raise PermissionDenied("open_collection")
    units = list(units)
    if not units:
        raise Refused("请至少选择一个报送单位。")
    collection = Collection(opened_by=by, opened_at=timezone.now(), **values)
    try:
        collection.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
    with transaction.atomic():
        collection.save()
        record(collection, "open", by=by)
        for unit in units:
            duty = Duty.objects.create(collection=collection, unit=unit, due_on=collection.due_on)
            more = {
                "kind": collection.kind_label,
                "period": f"{day_words(collection.period_from)}至{day_words(collection.period_to)}",
            }
            _tell(duty, "opened", "", **more)
    return collection


def close_collection(collection: Collection, *, by: User) -> None:
    """结束: nobody hands in any more."""
    with CLOSE(collection, by=by):
        collection.closed_by, collection.closed_at = by, timezone.now()


def upload(duty: Duty, *, by: User, file) -> None:
    """Take the unit's file and read it into a preview of its own; rows of others will be refused there."""
    held = duty.unit.jurisdictions.order_by("division__position").values_list("division__name", "organisation_id")
    places, units = [name for name, _ in held if name], [pk for _, pk in held if pk]
    if not places and not units:
        raise Refused(f"“{duty.unit}”没有指定负责推荐的地区或单位，不能报送。请联系市局经办人。")
    with UPLOAD(duty, by=by):
        _demand_open(duty)
        _let_go(duty, by)
        kind = duty.collection.kind
        duty.run = lists.receive(file, by=by, name=file.name, only_kind=kind, only_places=places, only_units=units)
        run_id = duty.run_id
        transaction.on_commit(lambda: list_tasks.preview_list_file.delay(run_id))


def submit(duty: Duty, *, by: User) -> None:
    """报送 what the preview shows. A list with a refused row is not handed in."""
    with SUBMIT(duty, by=by):
        _demand_open(duty)
        if duty.run is None:
            raise Refused("还没有上传清单。请先上传，或者零报送。")
        if duty.run.status != RunStatus.PREVIEWED:
            raise Refused(f"清单{duty.run.get_status_display()}，不能报送。请等预览完成，或重新上传。")
        rejected = sum(sheet.rejected_rows for sheet in duty.run.sheets.all())
        if rejected:
            raise Refused(f"清单中有 {rejected} 行被拒绝，请按原因改正后重新上传。")
        duty.submitted_by, duty.submitted_at = by, timezone.now()
        duty.is_nil, duty.nil_reason = False, ""
        _tell_officer(duty, f"（清单 {sum(sheet.read for sheet in duty.run.sheets.all())} 行）")


def report_nil(duty: Duty, *, by: User, reason: str) -> None:
    """零报送: there is nothing to report, and the unit says so."""
    if not reason.strip():
        raise Refused("请写明零报送的说明，例如：本季度没有新立项项目。")
    with SUBMIT(duty, by=by, reason=reason):
        _demand_open(duty)
        _let_go(duty, by)
        duty.submitted_by, duty.submitted_at = by, timezone.now()
        duty.run, duty.is_nil, duty.nil_reason = None, True, reason
        _tell_officer(duty, f"（零报送：{reason}）")


def confirm(duty: Duty, *, by: User) -> None:
    """确认: the list loads, through the task that loads every list."""
    with CONFIRM(duty, by=by):
        duty.confirmed_by, duty.confirmed_at = by, timezone.now()
        if duty.run is not None:
            lists.confirm(duty.run, by=by, skip_bad_rows=False, queue=list_tasks.load_list_file.delay)
        _tell(duty, "confirmed", _moment())


def return_(duty: Duty, *, by: User, reason: str) -> None:
    """退回 with the reason; the file is let go, the unit uploads another."""
    _demand_reason(reason)
    with RETURN(duty, by=by, reason=reason):
        _let_go(duty, by)
        duty.returned_by, duty.returned_at, duty.return_reason = by, timezone.now(), reason
        _tell(duty, "returned", _moment(), reason=reason)


def extend(duty: Duty, *, by: User, due_on: date, reason: str) -> None:
    """延期 for one unit."""
    _demand_reason(reason)
    with EXTEND(duty, by=by, reason=reason):
        if due_on <= duty.due_on:
            raise Refused(f"新的期限须晚于现在的期限（{day_words(duty.due_on)}）。")
        duty.due_on = due_on
        _tell(duty, "extended", f"{due_on:%Y-%m-%d}", reason=reason)


def remind(today: date | None = None) -> None:
    """Tell units that owe: some days before, on the day, and each day after it."""
    today = today or timezone.localdate()
    soon = workdays_after(today, SOON)
    for duty in Duty.objects.owing().filter(due_on__lte=soon).select_related("collection", "unit"):
        if duty.due_on == today:
            when = "今天到期"
        elif duty.due_on < today:
            when = f"已逾期 {(today - duty.due_on).days} 天"
        else:
            when = f"{day_words(duty.due_on)}到期"
        # Before the day once, from the day on daily.
        _tell(
            duty, "due", f"{duty.due_on:%Y-%m-%d}:{'soon' if duty.due_on > today else f'{today:%Y-%m-%d}'}", when=when
        )


def people_of(unit: Organisation):
    """Who hands in for a unit."""
    return User.objects.filter(
        memberships__organisation=unit, memberships__ended_at=None, memberships__role__in=RECOMMENDING, is_active=True
    ).distinct()


def _demand_open(duty: Duty) -> None:
    if duty.collection.status != CollectionStatus.OPEN:
        raise Refused(f"“{duty.collection}”已经结束，不能再报送。如需补报，请联系市局经办人。")


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("请写明原因。")


def _let_go(duty: Duty, by: User) -> None:
    """A file that is replaced or sent back will never load."""
    if duty.run_id:
        rows = ImportRun.objects.filter(pk=duty.run_id, status__in=(RunStatus.UPLOADED, RunStatus.PREVIEWED))
        if rows.update(status=RunStatus.CANCELLED, cancel_requested=True, finished_at=timezone.now()):
            record(duty.run, "cancel", by=by, reason="报送任务中被替换或退回")


def _tell(duty: Duty, what: str, occasion: str, **more) -> None:
    context = {"title": duty.collection.title, "due": day_words(duty.due_on)} | more
    url = reverse("collecting:duty-detail", args=[duty.pk])
    send(f"collecting.{what}", to=people_of(duty.unit), key=f"{duty.pk}:{what}:{occasion}", context=context, url=url)


def _tell_officer(duty: Duty, what: str) -> None:
    context = {"title": duty.collection.title, "due": day_words(duty.due_on), "unit": duty.unit.name, "what": what}
    url = reverse("admin:collecting_duty", args=[duty.pk])
    send("collecting.submitted", to=duty.collection.opened_by, key=f"{duty.pk}:{_moment()}", context=context, url=url)


def _moment() -> str:
    return f"{timezone.now():%Y%m%d%H%M%S%f}"


def day_words(day: date) -> str:
    """2026年10月15日."""
    return f"{day.year}年{day.month}月{day.day}日"
