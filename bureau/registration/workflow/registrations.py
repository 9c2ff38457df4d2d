"""What may be done with the registration of a unit."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from bureau.accounts.models import Membership, Organisation, User
from bureau.accounts.naming import tell_named
from bureau.audit.book import record, snapshot
from bureau.registration import letters
from bureau.registration.checks import code_fault, findings, known_unit, manager_of, occupied
from bureau.registration.choices import EDITABLE, OPEN, RegistrationStatus
from bureau.registration.models import Registration
from bureau.workflow import Refused, Transition

from .members import appoint_as_manager
from .renamings import rename

_SUBMITTED = (RegistrationStatus.SUBMITTED,)
_MINE, _DECIDE = "registration.submit_registration", "registration.decide_registration"
FILL_IN = Transition("fill_in", "修改", EDITABLE, None, _MINE, "owned_by")
SUBMIT = Transition("submit", "提交", EDITABLE, RegistrationStatus.SUBMITTED, _MINE, "owned_by")
WITHDRAW = Transition("withdraw", "撤回", OPEN, RegistrationStatus.WITHDRAWN, _MINE, "owned_by")
APPROVE = Transition("approve", "通过", _SUBMITTED, RegistrationStatus.APPROVED, _DECIDE)
RETURN = Transition("return", "退回", _SUBMITTED, RegistrationStatus.RETURNED, _DECIDE)
REFUSE = Transition("refuse", "不予通过", _SUBMITTED, RegistrationStatus.REFUSED, _DECIDE)
DECIDING = (APPROVE, RETURN, REFUSE)


def begin(*, by: User) -> Registration:
    """The person's one draft: the present one, or a new one with what is known of them."""
    if not by.has_perm(_MINE):
        raise Refused("工作人员账号不能注册单位，请用个人账号登录。")
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)  # Two clicks at once are one draft.
        draft = Registration.objects.owned_by(by).filter(status=RegistrationStatus.DRAFT).first()
        if draft is None:
            draft = Registration.objects.create(
                created_by=by, contact_name=by.name, contact_phone=by.mobile, contact_email=by.email
            )
            record(draft, "begin", by=by)
    return draft


def fill_in(registration: Registration, *, by: User, **values) -> None:
    """Keep what was typed, complete or not."""
    with FILL_IN(registration, by=by):
        for name, value in values.items():
            setattr(registration, name, value)


def attach_licence(registration: Registration, *, by: User, file) -> None:
    """Keep the scan (a checked upload) in the place of an earlier one, under a name of our own."""
    with FILL_IN(registration, by=by):
        earlier, storage = registration.licence.name, registration.licence.storage
        registration.licence_name, registration.licence_type = file.name[-255:], file.kind.mime
        registration.licence.save(f"{registration.pk}{file.kind.extensions[0]}", file, save=False)
        if earlier:
            transaction.on_commit(lambda: storage.delete(earlier))


def missing(registration: Registration) -> list[tuple[str, str]]:
    """What is still to be done before handing in: (part of the form, sentence)."""
    found = []
    if not registration.credit_code:
        found.append(("unit", "请填写统一社会信用代码。"))
    elif fault := code_fault(registration.credit_code, registration.kind):
        found.append(("unit", fault))
    wanted = (
        ("unit", "name", "单位名称"),
        ("unit", "division_id", "所在县（市、区）或功能区"),
        ("contact", "legal_representative", "法定代表人（负责人）"),
        ("contact", "address", "办公地址"),
        ("contact", "contact_name", "联系人"),
        ("contact", "contact_phone", "联系电话"),
        ("licence", "licence", "营业执照或法人证书扫描件"),
    )
    return found + [
        (part, f"请{'上传' if part == 'licence' else '填写'}{words}。")
        for part, name, words in wanted
        if not getattr(registration, name)
    ]


def submit(registration: Registration, *, by: User) -> None:
    """Hand in; the number of the receipt is given once and stays."""
    try:
        with SUBMIT(registration, by=by):
            faults = [sentence for _part, sentence in missing(registration)]
            known = findings(registration.credit_code, registration.name, but=registration)
            faults += [finding.text for finding in known if finding.stops]
            if faults:
                raise Refused("".join(faults))
            registration.organisation = known_unit(registration.credit_code, registration.name)
            registration.submitted_by, registration.submitted_at = by, timezone.now()
            registration.number = registration.number or f"DW{timezone.localdate():%Y}{registration.pk:06d}"
            registration.reason = ""
            letters.tell_waiting(registration)
    except IntegrityError as error:
        raise Refused("该单位的另一份注册刚刚提交，正在审核，不必重复提交。") from error


def withdraw(registration: Registration, *, by: User) -> None:
    """Give up a draft, or take back what was handed in and is not decided."""
    with WITHDRAW(registration, by=by):
        registration.withdrawn_by, registration.withdrawn_at = by, timezone.now()


def may_decide(registration: Registration, user) -> bool:
    """Whether the person may approve, return or refuse it now."""
    return user.has_perm(_DECIDE) and Registration.objects.decidable_by(user).filter(pk=registration.pk).exists()


def approve(registration: Registration, *, by: User) -> Membership:
    """Make or claim the unit; whoever registered it becomes its 单位管理员."""
    with APPROVE(registration, by=by):
        _demand_of_others(registration, by)
        unit = _claim(registration, by=by)
        if manager := manager_of(unit):
            raise Refused(occupied(unit, manager))
        tell_named(unit)
        post = appoint_as_manager(unit, registration.created_by, by=by, reason=f"注册 {registration.number}")
        registration.organisation = unit
        registration.decided_by, registration.decided_at = by, timezone.now()
        letters.tell_outcome(registration, "approved")
    return post


def return_(registration: Registration, *, by: User, reason: str) -> None:
    """退回补正: the person corrects and hands in again under the same number."""
    with RETURN(registration, by=by, reason=_demanded(reason)):
        _demand_of_others(registration, by)
        registration.reason = reason.strip()
        registration.returned_by, registration.returned_at = by, timezone.now()
        letters.tell_outcome(registration, "returned")


def refuse(registration: Registration, *, by: User, reason: str) -> None:
    """不予通过, with the reason."""
    with REFUSE(registration, by=by, reason=_demanded(reason)):
        _demand_of_others(registration, by)
        registration.reason = reason.strip()
        registration.decided_by, registration.decided_at = by, timezone.now()
        letters.tell_outcome(registration, "refused")


def _demand_of_others(registration: Registration, by: User) -> None:
    if not Registration.objects.decidable_by(by).filter(pk=registration.pk).exists():
        raise Refused("不能审核本人提交的注册。")


def _demanded(reason: str) -> str:
    if not reason.strip():
        raise Refused("请写明理由，申请人会看到。")
    return reason.strip()


def _claim(registration: Registration, *, by: User) -> Organisation:
    """The unit with what the approved registration says of it, under a lock; a new one where none is known."""
    known = known_unit(registration.credit_code, registration.name)
    if known is None:
        unit = Organisation(name=registration.name, credit_code=registration.credit_code, named_on=timezone.localdate())
        unit.division, unit.kind = registration.division, registration.kind
        unit.full_clean()
        try:
            with transaction.atomic():
                unit.save()
        except IntegrityError:  # A list brought it this very moment.
            return _claim(registration, by=by)
        record(unit, "add", by=by, reason=f"注册 {registration.number}")
        return unit
    unit = Organisation.objects.select_for_update(of=("self",)).get(pk=known.pk)
    before = snapshot(unit)
    rename(unit, registration.name, timezone.localdate())
    unit.credit_code, unit.division, unit.kind = registration.credit_code, registration.division, registration.kind
    unit.placed_on = None  # Where it is, the unit says now, and no list.
    unit.full_clean()
    unit.save()
    record(unit, "claim", by=by, before=before, reason=f"注册 {registration.number}")
    return unit
