"""The reserve: found, applied for, admitted, looked after, declared, recognised or left."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.audit.book import record, snapshot
from bureau.messaging.workflow import send
from bureau.workdays import workdays_after
from bureau.workflow import Refused, Transition
from enterprises import candidates, entry
from enterprises.choices import LOOKED_AFTER, ExitGround, ReserveStatus
from enterprises.models import Measure, Reserve, ServiceFile, ServiceRecord, Ticket

PROPOSE = Transition(
    "propose", "提请审核", (ReserveStatus.CANDIDATE,), ReserveStatus.APPLIED, "enterprises.find_reserve"
)
APPLY = Transition(
    "apply_reserve", "申请入库", (ReserveStatus.CANDIDATE,), ReserveStatus.APPLIED, "enterprises.apply_reserve", rows="owned_by"
)  # fmt: skip
ADMIT = Transition("admit", "入库", (ReserveStatus.APPLIED,), ReserveStatus.ADMITTED, "enterprises.decide_reserve")
REFUSE = Transition("refuse", "不予入库", (ReserveStatus.APPLIED,), ReserveStatus.REFUSED, "enterprises.decide_reserve")
HAND_OVER = Transition("hand_over_firm", "移交", LOOKED_AFTER, None, "enterprises.decide_reserve")
PLAN = Transition("plan", "安排措施", LOOKED_AFTER, None, "enterprises.serve_reserve")
SERVE = Transition("serve", "登记服务", LOOKED_AFTER, None, "enterprises.serve_reserve")
DECLARE = Transition(
    "declare", "登记申报", (ReserveStatus.ADMITTED,), ReserveStatus.DECLARED, "enterprises.serve_reserve"
)
RESUME = Transition(
    "resume", "退回在库", (ReserveStatus.DECLARED,), ReserveStatus.ADMITTED, "enterprises.serve_reserve"
)
RECOGNISE = Transition("recognise", "认定出库", LOOKED_AFTER, ReserveStatus.RECOGNISED, "enterprises.decide_reserve")
SET_ASIDE = Transition(
    "set_aside", "不列入", (ReserveStatus.CANDIDATE,), ReserveStatus.REFUSED, "enterprises.find_reserve"
)
LEAVE = Transition("leave", "出库", LOOKED_AFTER, ReserveStatus.LEFT, "enterprises.decide_reserve")

FILES_AT_MOST = 10


def find(organisation: Organisation, *, by: User) -> Reserve:
    """Note a firm as a candidate, with what the registers hold of it."""
    if not by.has_perm("enterprises.find_reserve"):
        raise PermissionDenied("find")
    if entry.is_certified(organisation, timezone.localdate()):
        raise Refused(f"“{organisation}”已是有效期内的高新技术企业，不入培育库。")
    reserve = Reserve(organisation=organisation, evidence=candidates.evidence_of(organisation))
    return _new(reserve, "find", by=by)


def apply(organisation: Organisation, *, by: User) -> Reserve:
    """A firm asks to be taken in; a candidate that the bureau found becomes its application."""
    own = Organisation.objects.visible_to(by).filter(pk=organisation.pk)
    if by.is_staff or not by.has_perm("enterprises.apply_reserve") or not own.exists():
        raise PermissionDenied("apply")
    if entry.is_certified(organisation, timezone.localdate()):
        raise Refused("贵单位已是有效期内的高新技术企业，不需要入培育库。")
    if entry.latest_data(organisation) is None:
        raise Refused("请先提交最近一年的企业年度数据，再申请入库。")
    found = Reserve.objects.open().filter(organisation=organisation).first()
    if found is None:
        reserve = Reserve(organisation=organisation, status=ReserveStatus.APPLIED)
        reserve.applied_by, reserve.applied_at = by, timezone.now()
        return _new(reserve, "apply_reserve", by=by)
    with APPLY(found, by=by):
        found.applied_by, found.applied_at = by, timezone.now()
    return found


def set_aside(reserve: Reserve, *, by: User, reason: str) -> None:
    """A candidate that nobody will bring in: the firm does not wish to, or cannot. It may be found again later."""
    with SET_ASIDE(reserve, by=by, reason=reason):
        reserve.reason = _said(reason, "请写明不列入的理由。")
        reserve.decided_by, reserve.decided_at = by, timezone.now()


def propose(reserve: Reserve, *, by: User) -> None:
    """An officer puts a candidate up for decision on the firm's behalf."""
    with PROPOSE(reserve, by=by):
        reserve.applied_by, reserve.applied_at = by, timezone.now()


@transaction.atomic
def admit(reserve: Reserve, *, by: User, responsible: User, tier: str, plan_year: int, reason: str = "") -> None:
    """Take the firm in and give it its one person. What the rule asks and the firm lacks needs a reason."""
    with ADMIT(reserve, by=by, reason=reason):
        _demand_officer(responsible)
        if entry.is_certified(reserve.organisation, timezone.localdate()):
            raise Refused(f"“{reserve.organisation}”已是有效期内的高新技术企业，不入培育库。")
        lacking = entry.obstacles(reserve.organisation)
        if lacking and not reason.strip():
            raise Refused(f"不符合入库条件，确要入库请写明理由：{''.join(lacking)}")
        reserve.responsible, reserve.tier, reserve.plan_year = responsible, tier, plan_year
        reserve.reason = reason
        reserve.decided_by, reserve.decided_at = by, timezone.now()
    told = {"firm": reserve.organisation, "tier": reserve.get_tier_display(), "year": plan_year, "person": responsible}
    send("reserve.admitted", to=_people(reserve), key=f"reserve:{reserve.pk}:admitted", context=told, url=_page())
    _tell_person(reserve, reason="")


@transaction.atomic
def refuse(reserve: Reserve, *, by: User, reason: str) -> None:
    """Do not take the firm in."""
    with REFUSE(reserve, by=by, reason=reason):
        reserve.reason = _said(reason, "请写明不予入库的理由。")
        reserve.decided_by, reserve.decided_at = by, timezone.now()
    told = {"firm": reserve.organisation, "reason": reason}
    send("reserve.refused", to=_people(reserve), key=f"reserve:{reserve.pk}:refused", context=told, url=_page())


@transaction.atomic
def hand_over(reserve: Reserve, *, by: User, responsible: User, reason: str) -> None:
    """Another person answers for the firm from now on; there is never none and never two."""
    with HAND_OVER(reserve, by=by, reason=_said(reason, "请写明移交的理由。")):
        _demand_officer(responsible)
        if responsible == reserve.responsible:
            raise Refused(f"{responsible}已是责任人。")
        reserve.responsible = responsible
    _tell_person(reserve, reason=reason)


def plan(reserve: Reserve, *, by: User, gap: str, action: str, owner: User, due_on: date) -> Measure:
    """Add a measure to the firm's own plan."""
    with PLAN(reserve, by=by):
        measure = Measure(reserve=reserve, gap=gap, action=action, owner=owner, due_on=due_on)
        return _new(measure, "add", by=by)


def plan_gaps(reserve: Reserve, *, by: User, lines: list[dict], owner: User, due_on: date) -> list[Measure]:
    """Take proposals into the firm's own plan: ``lines`` say condition, gap and action. A condition has one open measure."""
    if not lines:
        raise Refused("请至少选一项短板。")
    with PLAN(reserve, by=by):
        return [_new(Measure(reserve=reserve, owner=owner, due_on=due_on, **line), "add", by=by) for line in lines]


def finish(measure: Measure, *, by: User, outcome: str) -> None:
    """A measure is done, and what came of it."""
    with PLAN(measure.reserve, by=by):
        measure = Measure.objects.select_for_update().get(pk=measure.pk)
        if measure.done_at:
            raise Refused(f"“{measure}”已经办结。")
        _set(measure, "finish", by=by, outcome=_said(outcome, "请写明结果。"), done_by=by, done_at=timezone.now())


@transaction.atomic
def serve(reserve: Reserve, *, by: User, **values) -> ServiceRecord:
    """Write down a service; the firm is asked to confirm it."""
    if values["served_on"] > timezone.localdate():
        raise Refused("服务日期不能晚于今天。")
    with SERVE(reserve, by=by):
        service = _new(ServiceRecord(reserve=reserve, served_by=by, served_at=timezone.now(), **values), "add", by=by)
    told = {"firm": reserve.organisation, "day": service.served_on, "person": by, "kind": service.get_kind_display()}
    send("reserve.served", to=_people(reserve), key=f"service:{service.pk}", context=told, url=_page())
    return service


def attach(service: ServiceRecord, *, by: User, file) -> ServiceFile:
    """Put a checked upload with a service, ten at most."""
    with SERVE(service.reserve, by=by):
        if service.files.count() >= FILES_AT_MOST:
            raise Refused(f"一次服务最多 {FILES_AT_MOST} 个附件。")
        paper = ServiceFile(
            service=service, name=file.name[-255:], mime=file.kind.mime, attached_by=by, attached_at=timezone.now()
        )
        paper.file.save(f"{service.pk}{file.kind.extensions[0]}", file, save=False)
        return _new(paper, "attach", by=by)


def confirm_service(service: ServiceRecord, *, by: User, opinion: str = "") -> None:
    """The firm says that the service took place, and what it thinks of it."""
    if by.is_staff or not ServiceRecord.objects.owned_by(by).filter(pk=service.pk).exists():
        raise PermissionDenied("confirm_service")
    with transaction.atomic():
        service = ServiceRecord.objects.select_for_update().get(pk=service.pk)
        if service.confirmed_at:
            raise Refused("这次服务已经确认过。")
        _set(service, "confirm_service", by=by, opinion=opinion, confirmed_by=by, confirmed_at=timezone.now())


def declare(reserve: Reserve, *, by: User) -> None:
    """The firm has applied for recognition."""
    with DECLARE(reserve, by=by):
        pass


def resume(reserve: Reserve, *, by: User, reason: str) -> None:
    """The application did not succeed: the firm goes on in the library."""
    with RESUME(reserve, by=by, reason=_said(reason, "请写明未通过的原因。")):
        reserve.reason = reason


def recognise(reserve: Reserve, *, by: User) -> None:
    """The firm leaves as recognised: the register must hold a certificate issued since it came."""
    with RECOGNISE(reserve, by=by):
        since = timezone.localdate(reserve.decided_at)
        rows = reserve.organisation.recognitions.high_tech().filter(issued_on__gte=since, cancelled_on=None)
        certificate = rows.order_by("-issued_on").first()
        if certificate is None:
            raise Refused(f"证书登记中没有“{reserve.organisation}”{since} 以后的高企证书，请先导入认定名单。")
        reserve.recognition = certificate
        reserve.left_by, reserve.left_at = by, timezone.now()


def leave(reserve: Reserve, *, by: User, ground: str, reason: str) -> None:
    """The firm leaves the library otherwise."""
    with LEAVE(reserve, by=by, reason=reason):
        years = entry.rule_on(timezone.localdate()).years
        if (
            ground == ExitGround.TERM
            and not Reserve.objects.over(timezone.localdate(), years).filter(pk=reserve.pk).exists()
        ):
            raise Refused(f"入库还不满 {years} 年（入库与服务规则的培育期），不能以培育期满出库。")
        reserve.exit_ground, reserve.reason = ground, _said(reason, "请写明出库的情况和依据。")
        reserve.left_by, reserve.left_at = by, timezone.now()


def ask(organisation: Organisation, *, by: User, subject: str, text: str) -> Ticket:
    """A firm asks; the clock runs in working days."""
    own = Organisation.objects.visible_to(by).filter(pk=organisation.pk)
    if by.is_staff or not by.has_perm("enterprises.ask_ticket") or not own.exists():
        raise PermissionDenied("ask")
    today = timezone.localdate()
    due_on = workdays_after(today, entry.rule_on(today).answer_days)
    ticket = Ticket(organisation=organisation, subject=subject, text=text, asked_by=by, asked_at=timezone.now(), due_on=due_on)  # fmt: skip
    with transaction.atomic():
        _new(ticket, "ask", by=by)
        reserve = Reserve.objects.looked_after().filter(organisation=organisation).select_related("responsible").first()
        if reserve:
            told = {"firm": organisation, "subject": subject, "until": due_on}
            url = reverse("admin:enterprises_ticket_change", args=[ticket.pk])
            send("ticket.asked", to=reserve.responsible, key=f"ticket:{ticket.pk}", context=told, url=url)
    return ticket


def answer(ticket: Ticket, *, by: User, answer: str) -> None:
    """Answer a firm's question, once."""
    if not by.has_perm("enterprises.answer_ticket") or not Ticket.objects.visible_to(by).filter(pk=ticket.pk).exists():
        raise PermissionDenied("answer")
    with transaction.atomic():
        held = Ticket.objects.select_for_update().get(pk=ticket.pk)
        if held.answered_at:
            raise Refused(f"“{held}”已于 {timezone.localdate(held.answered_at)} 答复。")
        _set(held, "answer", by=by, answer=_said(answer, "请写明答复。"), answered_by=by, answered_at=timezone.now())
        told = {"subject": held.subject, "answer": answer}
        send("ticket.answered", to=held.asked_by, key=f"ticket:{held.pk}:answered", context=told, url=_page())


def _page() -> str:
    return reverse("enterprises:reserve")


def _people(reserve: Reserve) -> list[User]:
    rows = User.objects.filter(memberships__organisation=reserve.organisation_id, memberships__ended_at=None)
    return list(rows.distinct())


def _tell_person(reserve: Reserve, *, reason: str) -> None:
    told = {"firm": reserve.organisation, "reason": reason}
    key = f"reserve:{reserve.pk}:{reserve.responsible_id}:{timezone.now():%Y%m%d%H%M%S%f}"
    url = reverse("admin:enterprises_reserve_change", args=[reserve.pk])
    send("reserve.assigned", to=reserve.responsible, key=key, context=told, url=url)


def _demand_officer(user: User) -> None:
    if not (user.is_active and user.is_staff and user.has_perm("enterprises.serve_reserve")):
        raise Refused(f"{user}不能任责任人：须是在职的经办人。")


def _said(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()


def _new(obj: models.Model, verb: str, *, by: User):
    """Validate, save and sign a new row."""
    with transaction.atomic():
        _clean(obj)
        obj.save()
        record(obj, verb, by=by)
    return obj


def _set(obj: models.Model, verb: str, *, by: User, **values) -> None:
    before = snapshot(obj)
    for name, value in values.items():
        setattr(obj, name, value)
    _clean(obj)
    obj.save()
    record(obj, verb, by=by, before=before)


def _clean(obj: models.Model) -> None:
    try:
        obj.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
