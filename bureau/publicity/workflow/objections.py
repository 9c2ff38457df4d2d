"""提出 → 受理 / 不予受理 → 调查核实 → 成立 / 不成立 → 告知, each with its clock in working days."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import date, timedelta

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.messaging.workflow import send
from bureau.publicity.checks import is_mobile, name_fault, phone_fault
from bureau.publicity.choices import ANSWERED, ObjectionStatus, ObjectorKind, PublicityStatus
from bureau.publicity.models import Evidence, Objection, Publicity
from bureau.workdays import workdays_after
from bureau.workflow import Refused, Transition

_RECEIVED, _ACCEPTED = (ObjectionStatus.RECEIVED,), (ObjectionStatus.ACCEPTED,)
ACCEPT = Transition("accept", "受理", _RECEIVED, ObjectionStatus.ACCEPTED, "publicity.accept_objection")
DECLINE = Transition("decline", "不予受理", _RECEIVED, ObjectionStatus.DECLINED, "publicity.accept_objection")
UPHOLD = Transition("uphold", "认定异议成立", _ACCEPTED, ObjectionStatus.UPHELD, "publicity.decide_objection")
DISMISS = Transition("dismiss", "认定异议不成立", _ACCEPTED, ObjectionStatus.DISMISSED, "publicity.decide_objection")
TAKE_BACK = Transition(
    "take_back", "撤回", (*_RECEIVED, *_ACCEPTED), ObjectionStatus.TAKEN_BACK, "publicity.accept_objection"
)
TELL = Transition("tell", "告知异议人", ANSWERED, None, "publicity.tell_objection")
TAKE_BACK_MINUTES = 10  # For so long an objection may be taken back even if it was accepted at once.
BY_TEXT = "短信"
OBJECTOR = "异议人（网上提交）"


def raise_objection(
    publicity: Publicity, *, token: uuid.UUID, kind: str, name: str, phone: str, concerning: str, facts: str,
    organisation: str = "", legal_representative: str = "", seal=None, evidence: Iterable = (),
) -> Objection:  # fmt: skip
    """Receive an objection in its period, signed with a name; a second telling with the same ``token`` is the same one.

    ``seal`` and ``evidence`` are checked uploads. Refused, with the sentence for the objector, when late or anonymous.
    """
    _demand_signed(kind, name, phone, organisation, legal_representative, seal)
    with transaction.atomic():
        publicity = Publicity.objects.select_for_update(of=("self",)).get(pk=publicity.pk)
        if earlier := publicity.objections.filter(token=token).first():
            return earlier
        _demand_in_time(publicity)
        now, today = timezone.now(), timezone.localdate()
        objection = Objection(
            publicity=publicity, number=f"YY{today:%Y%m%d}{secrets.randbelow(10**6):06d}", token=token, kind=kind,
            name=name.strip(), phone=phone.strip(), concerning=concerning, facts=facts, received_at=now,
            due_on=workdays_after(today, settings.OBJECTION_ACCEPT_DAYS),
        )  # fmt: skip
        if kind == ObjectorKind.UNIT:
            objection.organisation, objection.legal_representative = organisation, legal_representative
        objection.save()
        for file in evidence:
            _keep(objection, file)
        if seal is not None:
            _keep(objection, seal, is_seal=True)
        record(objection, "raise", by=OBJECTOR)
        context = {"title": publicity.title, "number": objection.number, "due": day_words(objection.due_on)}
        handlers = User.objects.holding(ACCEPT.permission)
        send("publicity.objection_received", to=handlers, key=objection.number, context=context, url=_page(objection))
    return objection


def _demand_signed(kind, name, phone, organisation, legal_representative, seal) -> None:
    fault = name_fault(name) or phone_fault(phone)
    if not fault and kind == ObjectorKind.UNIT and not (organisation.strip() and legal_representative.strip()):
        fault = "以单位名义提出异议，须写明单位名称和法定代表人。"
    if not fault and kind == ObjectorKind.UNIT and seal is None:
        fault = "以单位名义提出异议，须上传法定代表人签字并加盖公章的异议书扫描件。"
    if fault:
        raise Refused(fault)


def _demand_in_time(publicity: Publicity) -> None:
    today = timezone.localdate()
    where = f"如有问题可向{publicity.supervision}反映，电话 {publicity.supervision_phone}。"
    if publicity.status == PublicityStatus.CLOSED or (
        publicity.status == PublicityStatus.OPEN and today > publicity.ends_on
    ):
        raise Refused(f"公示已于{day_words(publicity.ends_on)}结束，逾期提出的异议不予受理。{where}")
    if publicity.status != PublicityStatus.OPEN:
        raise Refused(f"这份公示{publicity.get_status_display()}，现在不能提出异议。{where}")


def _keep(objection: Objection, file, *, is_seal: bool = False) -> None:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    kept = Evidence(objection=objection, name=file.name[-255:], mime=file.kind.mime, sha256=digest, is_seal=is_seal)
    kept.file.save(f"{objection.number}{file.kind.extensions[0]}", file)


def accept(objection: Objection, *, by: User) -> None:
    """受理: from today the clock of the decision runs."""
    with ACCEPT(objection, by=by):
        objection.accepted_by, objection.accepted_at = by, timezone.now()
        objection.due_on = workdays_after(timezone.localdate(), settings.OBJECTION_DECIDE_DAYS)


def decline(objection: Objection, *, by: User, opinion: str) -> None:
    """不予受理, with the reason that the objector will read."""
    _answer(DECLINE, objection, by, opinion)


def uphold(objection: Objection, *, by: User, opinion: str) -> None:
    """异议成立, with what was found and what follows."""
    _answer(UPHOLD, objection, by, opinion)


def dismiss(objection: Objection, *, by: User, opinion: str) -> None:
    """异议不成立, with what was found."""
    _answer(DISMISS, objection, by, opinion)


def _answer(verb: Transition, objection: Objection, by: User, opinion: str) -> None:
    if not opinion.strip():
        raise Refused("请写明处理意见，它会告知异议人。")
    with verb(objection, by=by, reason=opinion[:500]):
        objection.answered_by, objection.answered_at = by, timezone.now()
        objection.opinion, objection.due_on = opinion, None


def may_take_back(objection: Objection) -> bool:
    """Until it is accepted, and in the first ten minutes in any case."""
    soon = timezone.now() - objection.received_at <= timedelta(minutes=TAKE_BACK_MINUTES)
    return objection.status == ObjectionStatus.RECEIVED or (soon and objection.status == ObjectionStatus.ACCEPTED)


def take_back(objection: Objection) -> None:
    """撤回, by whoever made it. It stays on the book; its clock ends, and the 公示 counts it no more."""
    with TAKE_BACK(objection, by=OBJECTOR):
        if not may_take_back(objection):
            raise Refused("异议已受理，不能在网上撤回。需要撤回的，请书面告知监督科室。")
        objection.taken_back_at, objection.due_on = timezone.now(), None
        context = {"title": objection.publicity.title, "number": objection.number}
        handlers = User.objects.holding(ACCEPT.permission)
        send("publicity.objection_taken_back", to=handlers, key=objection.number, context=context, url=_page(objection))


def tell(objection: Objection, *, by: User, how: str) -> None:
    """告知: the objector has been told; by text message the portal does it now, and the query page shows the opinion."""
    with TELL(objection, by=by, reason=how):
        if objection.told_at:
            raise Refused(f"“{objection}”已于{day_words(timezone.localdate(objection.told_at))}告知，不需要再次告知。")
        if how == BY_TEXT and not is_mobile(objection.phone):
            raise Refused("异议人留的不是手机号，不能用短信告知，请改用其他方式。")
        objection.told_by, objection.told_at, objection.told_how = by, timezone.now(), how
        if how == BY_TEXT:
            ring = current_app.signature("bureau.publicity.tasks.text_objector", [objection.pk])
            transaction.on_commit(lambda: ring.apply_async(), robust=True)


def remind(today: date | None = None) -> None:
    """Tell those who handle objections of what falls due on the next working day, and daily of what is overdue."""
    today = today or timezone.localdate()
    soon = workdays_after(today, 1)
    for objection in Objection.objects.waiting().filter(due_on__lte=soon).select_related("publicity"):
        received = objection.status == ObjectionStatus.RECEIVED
        context = {
            "title": objection.publicity.title, "number": objection.number, "due": day_words(objection.due_on),
            "what": "决定是否受理" if received else "作出处理决定", "when": _when(objection.due_on, today),
        }  # fmt: skip
        handlers = User.objects.holding((ACCEPT if received else UPHOLD).permission)
        key = f"{objection.number}:{objection.status}:{today:%Y-%m-%d}"
        send("publicity.objection_due", to=handlers, key=key, context=context, url=_page(objection))


def _when(due_on: date, today: date) -> str:
    if due_on < today:
        return f"已逾期 {(today - due_on).days} 天"
    return "今天到期" if due_on == today else f"{day_words(due_on)}到期"


def day_words(day: date) -> str:
    """2026年10月10日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _page(objection: Objection) -> str:
    return reverse("admin:publicity_objection_change", args=[objection.pk])
