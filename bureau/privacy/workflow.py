"""What may be done in the registers on personal information: one person drafts, another approves."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.messaging.workflow import send
from bureau.workflow import Refused, Transition

from .choices import AssessmentStatus, BreachStatus, Clause, Conclusion, ProcessorStatus
from .models import Breach, ImpactAssessment, Processor


def _transition(verb: str, label: str, sources: tuple, target, codename: str = "") -> Transition:
    return Transition(verb, label, sources, target, f"{{app}}.{codename or verb}_{{model}}")


SUBMIT = _transition("submit", "提交审批", (AssessmentStatus.DRAFT,), AssessmentStatus.SUBMITTED)
RETURN = _transition("return", "退回", (AssessmentStatus.SUBMITTED,), AssessmentStatus.DRAFT, "approve")
APPROVE_ASSESSMENT = _transition("approve", "批准", (AssessmentStatus.SUBMITTED,), AssessmentStatus.APPROVED)
APPROVE_PROCESSOR = _transition("approve", "批准", (ProcessorStatus.SUBMITTED,), ProcessorStatus.IN_FORCE)
ATTACH = _transition("attach", "上传合同", (ProcessorStatus.DRAFT,), None, "change")
END = _transition("end_processing", "登记终止", (ProcessorStatus.IN_FORCE,), ProcessorStatus.ENDED, "end")
TELL_AUTHORITY = _transition("tell_authority", "登记向部门报告", (BreachStatus.OPEN,), None, "tell")
TELL_PERSONS = _transition("tell_persons", "登记通知个人", (BreachStatus.OPEN,), None, "tell")
PROPOSE = _transition("propose_closing", "提请结案", (BreachStatus.OPEN,), BreachStatus.CLOSING, "propose")
REOPEN = _transition("return", "退回", (BreachStatus.CLOSING,), BreachStatus.OPEN, "close")
CLOSE = _transition("close", "批准结案", (BreachStatus.CLOSING,), BreachStatus.CLOSED)


def approvers(permission: str) -> list[User]:
    """Who is told that something waits for approval."""
    app, _, codename = permission.partition(".")
    return list(
        User.objects.filter(
            is_active=True,
            is_staff=True,
            groups__permissions__codename=codename,
            groups__permissions__content_type__app_label=app,
        ).distinct()
    )


def _ask(obj, by: User) -> None:
    noun = obj._meta.model_name
    send(
        "privacy.to_approve",
        to=approvers(f"privacy.{'close' if noun == 'breach' else 'approve'}_{noun}"),
        key=f"{noun}:{obj.pk}:{timezone.now().timestamp()}",
        context={"what": obj._meta.verbose_name, "title": str(obj), "by": str(by)},
        url=f"/admin/privacy/{noun}/{obj.pk}/change/",
    )


def submit(obj: ImpactAssessment | Processor, *, by: User) -> None:
    """Hand a draft to whoever approves it."""
    with SUBMIT(obj, by=by):
        if isinstance(obj, Processor):
            _demand_contract(obj)
        obj.reason = ""
        obj.submitted_by, obj.submitted_at = by, timezone.now()
        _ask(obj, by)


def _demand_contract(processor: Processor) -> None:
    """All that must be there before anybody is asked to approve. Refused with what is missing."""
    lacking = [clause.label for clause in Clause if clause not in processor.clauses]
    faults = [f"合同没有约定：{'、'.join(lacking)}。"] if lacking else []
    if not processor.contract:
        faults.append("还没有上传合同扫描件。")
    if processor.assessment is None:
        faults.append("还没有选定影响评估（委托处理个人信息前须评估）。")
    elif processor.assessment.status != AssessmentStatus.APPROVED:
        faults.append(f"影响评估“{processor.assessment}”还没有批准。")
    elif processor.assessment.conclusion == Conclusion.FORBIDDEN:
        faults.append(f"影响评估“{processor.assessment}”的结论是不得开展。")
    if faults:
        raise Refused("".join(faults))


def return_(obj: ImpactAssessment | Processor | Breach, *, by: User, reason: str) -> None:
    """Give it back with what is to be mended."""
    transition = REOPEN if isinstance(obj, Breach) else RETURN
    with transition(obj, by=by, reason=reason):
        if not reason.strip():
            raise Refused("请写明理由。")
        obj.reason = reason.strip()


def approve(obj: ImpactAssessment | Processor, *, by: User) -> None:
    """Approve; never one's own."""
    transition = APPROVE_PROCESSOR if isinstance(obj, Processor) else APPROVE_ASSESSMENT
    with transition(obj, by=by):
        if obj.submitted_by_id == by.pk:
            raise Refused("不能批准本人提交的事项。")
        if isinstance(obj, Processor):
            _demand_contract(obj)
        obj.approved_by, obj.approved_at = by, timezone.now()


def attach_contract(processor: Processor, *, by: User, file) -> None:
    """Keep the scan (a checked upload) in the place of an earlier one."""
    with ATTACH(processor, by=by):
        earlier, storage = processor.contract.name, processor.contract.storage
        processor.contract_name, processor.contract_type = file.name[-255:], file.kind.mime
        processor.contract.save(f"{processor.pk}{file.kind.extensions[0]}", file, save=False)
        if earlier:
            transaction.on_commit(lambda: storage.delete(earlier))


def end(processor: Processor, *, by: User, disposal: str, disposed_on: date, disposal_note: str) -> None:
    """The outsourcing is over: what became of the data is said with it."""
    with END(processor, by=by, reason=disposal_note):
        if not disposal_note.strip():
            raise Refused("请写明凭什么认定数据已返还或者删除（证明、核查人）。")
        processor.disposal, processor.disposed_on, processor.disposal_note = disposal, disposed_on, disposal_note
        processor.ended_by, processor.ended_at = by, timezone.now()


def open_breach(breach: Breach, *, by: User) -> None:
    """Enter an incident: the clock runs from when it was found; whoever closes it is told at once."""
    with transaction.atomic():
        breach.opened_by, breach.opened_at = by, timezone.now()
        breach.full_clean()
        breach.save()
        record(breach, "open", by=by)
        send(
            "privacy.breach_opened",
            to=approvers("privacy.close_breach"),
            key=f"breach:{breach.pk}:opened",
            context={
                "title": str(breach),
                "due": f"{timezone.localtime(breach.authority_due):%Y年%-m月%-d日 %H:%M}",
                "persons": breach.persons,
            },
            url=f"/admin/privacy/breach/{breach.pk}/change/",
        )


def _demand_past(at: datetime) -> None:
    if at > timezone.now():
        raise Refused("时间还没有到，请填写实际的时间。")


def tell_authority(breach: Breach, *, by: User, authority: str, at: datetime) -> None:
    """To whom it was reported, and when."""
    with TELL_AUTHORITY(breach, by=by):
        _demand_past(at)
        breach.authority, breach.authority_told_at = authority.strip(), at


def tell_persons(breach: Breach, *, by: User, how: str, at: datetime | None, exempt: str) -> None:
    """How and when the persons were told, or why they need not be (art. 57: the measures avert the harm)."""
    with TELL_PERSONS(breach, by=by):
        if bool(at and how.strip()) == bool(exempt.strip()):
            raise Refused("请填写通知的方式和时间，或者只填写不通知的理由。")
        if at:
            _demand_past(at)
        breach.persons_told_at, breach.persons_told_how = (at, how.strip()) if not exempt.strip() else (None, "")
        breach.persons_exempt = exempt.strip()


def propose_closing(breach: Breach, *, by: User) -> None:
    """All is told and mended: ask for the incident to be closed."""
    with PROPOSE(breach, by=by):
        if breach.authority_told_at is None:
            raise Refused("还没有登记向履行个人信息保护职责的部门报告。")
        if breach.persons_told_at is None and not breach.persons_exempt:
            raise Refused("还没有登记通知个人，或者不通知的理由。")
        breach.reason = ""
        breach.proposed_by, breach.proposed_at = by, timezone.now()
        _ask(breach, by)


def close(breach: Breach, *, by: User) -> None:
    """Close; never what one has proposed oneself."""
    with CLOSE(breach, by=by):
        if breach.proposed_by_id == by.pk:
            raise Refused("不能批准本人提请的结案。")
        breach.closed_by, breach.closed_at = by, timezone.now()
