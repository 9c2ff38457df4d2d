"""技术合同认定登记: filed by the seller, accepted, checked by one and decided by another, changed, cancelled, followed up.

The rules of the day of acceptance apply. Registering writes the register that lists fill too, so every figure counts both.
"""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.audit.book import record, snapshot
from bureau.codes import credit_code_fault
from bureau.messaging.workflow import send
from bureau.text import name_key
from bureau.workflow import Refused, Transition
from matchmaking.choices import EDITABLE_FILINGS, FOLLOWED_MONTHS, SUBKINDS, ContractKind, FilingStatus
from matchmaking.contractrules import number_of, rules_on
from matchmaking.models import ContractFiling, Deal, FollowUp, TechnologyContract

S = FilingStatus
_FILL, _SUBMIT, _CHECK, _REGISTER = (
    f"matchmaking.{verb}_contractfiling" for verb in ("fill", "submit", "check", "register")
)
FILL = Transition("fill_in", "填写", EDITABLE_FILINGS, None, _FILL, rows="owned_by")
SUBMIT = Transition("submit", "提交", (S.DRAFT,), S.SUBMITTED, _SUBMIT, rows="managed_by")
HAND_IN = Transition("hand_in_correction", "提交补正", (S.CORRECTING,), S.CHECKING, _SUBMIT, rows="managed_by")
ACCEPT = Transition("accept", "受理", (S.SUBMITTED,), S.CHECKING, _CHECK)
ASK = Transition("ask_correction", "通知补正", (S.CHECKING, S.CHECKED), S.CORRECTING, _CHECK)
CHECK = Transition("check_contract", "通过初审", (S.CHECKING,), S.CHECKED, _CHECK)
REGISTER = Transition("register_contract", "登记", (S.CHECKED,), S.REGISTERED, _REGISTER)
REFUSE = Transition("refuse_contract", "不予登记", (S.SUBMITTED, S.CHECKING, S.CHECKED), S.REFUSED, _REGISTER)
CHANGE = Transition("change_contract", "变更登记", (S.REGISTERED,), None, _REGISTER)
CANCEL = Transition("cancel_contract", "注销登记", (S.REGISTERED,), S.CANCELLED, _REGISTER)
ALL = (FILL, SUBMIT, HAND_IN, ACCEPT, ASK, CHECK, REGISTER, REFUSE, CHANGE, CANCEL)

DEMANDED = (
    "kind", "buyer_name", "technology_field", "value", "technology_value", "payment", "rights", "goal", "plan_category",
    "signed_on", "valid_until", "file",
)  # fmt: skip
CHANGED = ("title", "buyer_name", "value", "technology_value", "valid_until")
_LOCK = 7_303


def begin(organisation: Organisation, *, by: User, title: str, deal: Deal | None = None) -> ContractFiling:
    """Open a draft of the seller; one that comes from a signed deal takes over what the deal says."""
    own = by.memberships.filter(organisation=organisation.pk, ended_at=None)
    if by.is_staff or not by.has_perm(_FILL) or not own.exists():
        raise PermissionDenied("begin")
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        drafts = ContractFiling.objects.filter(organisation=organisation, deal=deal)
        found = drafts.first() if deal else drafts.filter(title=title, status=S.DRAFT, begun_by=by).first()
        if found:
            return found
        filing = ContractFiling(
            organisation=organisation, title=title.strip(), deal=deal, begun_by=by, begun_at=timezone.now()
        )
        if deal is not None:
            _take_over(filing, deal)
        try:
            filing.full_clean()
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        filing.save()
        record(filing, "begin", by=by)
    return filing


def _take_over(filing: ContractFiling, deal: Deal) -> None:
    """The seller of a deal is who offers the achievement."""
    interest = deal.interest
    achievement, demand = interest.achievement, interest.demand
    if deal.signed_on is None or achievement.organisation_id != filing.organisation_id:
        raise Refused("签约后由成果方申请登记。")
    filing.kind, filing.title, filing.value, filing.signed_on = deal.kind, deal.title, deal.amount, deal.signed_on
    filing.buyer_name = demand.organisation.name if demand.organisation else demand.organisation_name
    filing.buyer_code = (demand.organisation and demand.organisation.credit_code) or ""
    filing.file, filing.name, filing.mime = deal.file.name, deal.name, deal.mime


def fill(filing: ContractFiling, *, by: User, file=None, **values) -> None:
    """Save what the seller typed; ``file`` has been checked."""
    with FILL(filing, by=by):
        for name, value in values.items():
            setattr(filing, name, value)
        if file:
            filing.file, filing.name, filing.mime = file, file.name[:255], file.kind.mime


def missing(filing: ContractFiling, day: date | None = None) -> list[str]:
    """A sentence for each thing that the rules of the day ask for and the filing lacks or breaks."""
    rules = rules_on(day or timezone.localdate())
    words = {name: filing._meta.get_field(name).verbose_name for name in DEMANDED}
    found = [
        f"请填写“{words[name]}”"
        for name in DEMANDED
        if getattr(filing, name) in (None, "", []) or (not getattr(filing, name) and name == "file")
    ]
    if filing.kind and filing.kind not in rules.kinds:
        found.append(f"现行规则没有“{filing.get_kind_display()}”这一类，请归入技术转让")
    if filing.kind and (known := SUBKINDS[ContractKind(filing.kind)]) and filing.subkind not in known:
        found.append("请选择与合同类别相符的合同子类")
    if filing.buyer_code and credit_code_fault(filing.buyer_code):
        found.append("买方统一社会信用代码不正确")
    if filing.signed_on and filing.signed_on > (day or timezone.localdate()):
        found.append("合同签订日期不能晚于今天")
    if filing.valid_until and filing.valid_until < (day or timezone.localdate()):
        found.append("合同已过有效期限，不能登记")
    return found


def submit(filing: ContractFiling, *, by: User) -> None:
    """Hand it in. Refused with all that is missing."""
    with SUBMIT(filing, by=by):
        _complete(filing)
        filing.submitted_by, filing.submitted_at = by, timezone.now()


def hand_in(filing: ContractFiling, *, by: User) -> None:
    """Hand the correction in: the day of acceptance begins anew (rules.md 4.1)."""
    with HAND_IN(filing, by=by):
        _complete(filing)
        filing.submitted_by, filing.submitted_at = by, timezone.now()
        filing.reason, filing.accepted_at = "", timezone.now()
        _set_term(filing)


def _complete(filing: ContractFiling) -> None:
    if lacking := missing(filing):
        raise Refused("；".join(lacking))


def _set_term(filing: ContractFiling) -> None:
    today = timezone.localdate()
    filing.due_on = rules_on(today).due_on(today, filing.technology_value)


def accept(filing: ContractFiling, *, by: User) -> None:
    """The registry takes it; the term for the decision begins."""
    with ACCEPT(filing, by=by):
        filing.accepted_by, filing.accepted_at = by, timezone.now()
        _set_term(filing)


def ask_correction(filing: ContractFiling, *, by: User, reason: str) -> None:
    """Say what is to be corrected."""
    if not reason.strip():
        raise Refused("请写明补正内容。")
    with ASK(filing, by=by, reason=reason.strip()):
        filing.reason, filing.checked_by, filing.checked_at = reason.strip(), None, None
        _tell(filing, "correction", reason=reason.strip())


def check(filing: ContractFiling, *, by: User, technology_value=None) -> None:
    """初审: the contract is one of technology, and its amounts are right; ``technology_value`` (yuan) where they were not."""
    with CHECK(filing, by=by):
        if technology_value is not None:
            filing.technology_value = technology_value
        filing.checked_by, filing.checked_at = by, timezone.now()


def register(filing: ContractFiling, *, by: User, expert_opinion: str = "") -> None:
    """审核: enter it into the register under the next number. Large ones need what the experts said; another person decides."""
    with REGISTER(filing, by=by):
        if filing.checked_by_id == by.pk:
            raise Refused("初审和审核须由两人办理。")
        if (
            rules_on(timezone.localdate(filing.accepted_at)).needs_experts(filing.technology_value)
            and not expert_opinion.strip()
        ):
            raise Refused("技术交易额 500 万元以上的须经专家审核，请填写专家意见。")
        filing.expert_opinion = expert_opinion.strip()
        filing.decided_by, filing.decided_at = by, timezone.now()
        filing.contract = _enter(filing, by)
        FollowUp.objects.bulk_create(
            FollowUp(filing=filing, months=months, due_on=_later(filing.contract.registered_on, months))
            for months in FOLLOWED_MONTHS
        )
        _tell(filing, "registered", number=filing.contract.number)


def _enter(filing: ContractFiling, by: User) -> TechnologyContract:
    today = timezone.localdate()
    buyer = Organisation.objects.filter(credit_code=filing.buyer_code).first() if filing.buyer_code else None
    contract = TechnologyContract(
        number=_next_number(today.year), title=filing.title, kind=filing.kind,
        seller=filing.organisation, seller_name=filing.organisation.name, seller_key=name_key(filing.organisation.name),
        buyer=buyer, buyer_name=filing.buyer_name, buyer_key=name_key(filing.buyer_name),
        technology_field=filing.get_technology_field_display(), value=filing.value, technology_value=filing.technology_value,
        signed_on=filing.signed_on, registered_on=today, changed_at=timezone.now(),
    )  # fmt: skip
    contract.save()
    record(contract, "add", by=by)
    return contract


def _next_number(year: int) -> str:
    """The next free number of the registry in the year, under a lock; lists may have brought some of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, year])
    head = number_of(year, 0)[:10]
    taken = TechnologyContract.objects.filter(number__regex=rf"^{head}\d{{6}}$").order_by("-number")
    last = taken.values_list("number", flat=True).first()
    return number_of(year, int(last[10:]) + 1 if last else 1)


def _later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


def refuse(filing: ContractFiling, *, by: User, reason: str) -> None:
    """不予登记, and why."""
    if not reason.strip():
        raise Refused("请写明不予登记的理由。")
    with REFUSE(filing, by=by, reason=reason.strip()):
        filing.decided_by, filing.decided_at, filing.reason = by, timezone.now(), reason.strip()
        _tell(filing, "refused", reason=reason.strip())


def change(filing: ContractFiling, *, by: User, reason: str, **values) -> None:
    """变更登记: what the parties changed is changed in the register too; ``values`` by name out of ``CHANGED``."""
    if not reason.strip():
        raise Refused("请写明变更理由。")
    if unknown := set(values) - set(CHANGED):
        raise ValueError(f"not to be changed: {sorted(unknown)}")
    with CHANGE(filing, by=by, reason=reason.strip()):
        contract = TechnologyContract.objects.select_for_update().get(pk=filing.contract_id)
        before = snapshot(contract)
        for name, value in values.items():
            setattr(filing, name, value)
            if name != "valid_until":
                setattr(contract, name, value)
        contract.buyer_key, contract.changed_at = name_key(contract.buyer_name), timezone.now()
        try:
            contract.full_clean(exclude=["seller", "buyer"])
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        contract.save()
        record(contract, "change", by=by, before=before, reason=reason.strip())


def cancel(filing: ContractFiling, *, by: User, reason: str) -> None:
    """注销登记 (解除、撤销): the row of the register counts no more and stays as evidence."""
    if not reason.strip():
        raise Refused("请写明注销理由。")
    with CANCEL(filing, by=by, reason=reason.strip()):
        filing.reason = reason.strip()
        contract = TechnologyContract.objects.select_for_update().get(pk=filing.contract_id)
        before, now = snapshot(contract), timezone.now()
        contract.voided_by, contract.voided_at, contract.changed_at = by, now, now
        contract.void_reason = f"注销登记：{reason.strip()}"[:500]
        contract.save()
        record(contract, "void", by=by, before=before, reason=reason.strip())
        _tell(filing, "cancelled", reason=reason.strip())


def report(follow_up: FollowUp, *, by: User, paid, is_in_production: bool, output=None, ended_reason: str = "") -> None:
    """The seller says what became of the contract; amounts in yuan. Said again, it replaces what was said."""
    with transaction.atomic():
        held = FollowUp.objects.select_for_update(of=("self",)).select_related("filing").get(pk=follow_up.pk)
        if by.is_staff or not by.has_perm(_FILL) or not FollowUp.objects.owned_by(by).filter(pk=held.pk).exists():
            raise PermissionDenied("report")
        if held.due_on > timezone.localdate():
            raise Refused(f"{held.due_on} 起才能填报。")
        before = snapshot(held)
        held.paid, held.is_in_production, held.output, held.ended_reason = paid, is_in_production, output, ended_reason
        held.reported_by, held.reported_at = by, timezone.now()
        try:
            held.full_clean(exclude=["filing"])
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        held.save()
        record(held, "report_follow_up", by=by, before=before)


def remind_due(today: date | None = None) -> int:
    """Tell sellers whose contracts are to be followed up; gives to how many it is new. The timer says it."""
    today, told = today or timezone.localdate(), 0
    for follow_up in FollowUp.objects.outstanding(today).filter(reminded_on=None).select_related("filing"):
        if FollowUp.objects.filter(pk=follow_up.pk, reminded_on=None).update(reminded_on=today):
            told += _tell(follow_up.filing, "follow_up", months=follow_up.months)
    return told


def _tell(filing: ContractFiling, what: str, **more) -> int:
    people = User.objects.filter(
        memberships__organisation=filing.organisation_id, memberships__ended_at=None
    ).distinct()
    key = f"contract:{filing.pk}:{what}:{timezone.now():%Y%m%d%H%M%S%f}"
    url = reverse("matchmaking:filing-detail", args=[filing.pk])
    return send(f"contract.{what}", to=list(people), key=key, context={"title": filing.title} | more, url=url)
