"""What may be done with the name of a unit: changed on request, the former one kept."""

from datetime import date

from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.accounts.naming import tell_named
from bureau.audit.book import record, snapshot
from bureau.registration import letters
from bureau.registration.choices import RenamingStatus
from bureau.registration.models import Renaming
from bureau.text import name_key
from bureau.workflow import Refused, Transition

REQUEST = Transition("request_renaming", "申请更名", None, None, "registration.submit_renaming", "managed_by")
WITHDRAW = Transition(
    "withdraw",
    "撤回",
    (RenamingStatus.SUBMITTED,),
    RenamingStatus.WITHDRAWN,
    "registration.submit_renaming",
    "managed_by",
)
APPROVE = Transition(
    "approve", "通过", (RenamingStatus.SUBMITTED,), RenamingStatus.APPROVED, "registration.decide_renaming"
)
REFUSE = Transition(
    "refuse", "不予更名", (RenamingStatus.SUBMITTED,), RenamingStatus.REFUSED, "registration.decide_renaming"
)


def rename(unit: Organisation, name: str, on: date) -> None:
    """Give the unit its name of today; the one it had stays as a former name. ``on`` outranks older lists."""
    key = name_key(name)
    if key != unit.name_key:
        unit.former_names.get_or_create(name_key=unit.name_key, defaults={"name": unit.name, "named_on": unit.named_on})
        unit.name, unit.name_key = name, key
    unit.named_on = on


def request(organisation: Organisation, *, by: User, name: str, reason: str, document) -> Renaming:
    """Ask for another name, with the paper that proves it (a checked upload)."""
    name = name.strip()
    if name_key(name) == name_key(organisation.name):
        raise Refused("新名称与现名称相同。")
    with REQUEST(organisation, by=by, reason=reason):
        if organisation.renamings.waiting().exists():
            raise Refused("已有一份更名申请正在审核，请等待结果或先撤回。")
        renaming = Renaming(
            organisation=organisation, former_name=organisation.name, name=name, reason=reason.strip(), requested_by=by
        )
        renaming.document_name, renaming.document_type = document.name[-255:], document.kind.mime
        renaming.document.save(f"{organisation.pk}{document.kind.extensions[0]}", document, save=False)
        renaming.save()
        record(renaming, "add", by=by)
    return renaming


def withdraw(renaming: Renaming, *, by: User) -> None:
    """Take back what is not decided."""
    with WITHDRAW(renaming, by=by):
        pass


def approve(renaming: Renaming, *, by: User) -> None:
    """The unit bears the new name from today; the former one is kept and still found."""
    with APPROVE(renaming, by=by):
        unit = Organisation.objects.select_for_update(of=("self",)).get(pk=renaming.organisation_id)
        before = snapshot(unit)
        rename(unit, renaming.name, timezone.localdate())
        unit.full_clean()
        unit.save()
        record(unit, "rename", by=by, before=before, reason=renaming.reason)
        tell_named(unit)
        renaming.decided_by, renaming.decided_at = by, timezone.now()
        letters.tell_renamed(renaming, "已通过")


def refuse(renaming: Renaming, *, by: User, reason: str) -> None:
    """不予更名, with the reason."""
    with REFUSE(renaming, by=by, reason=_demanded(reason)):
        renaming.decision_reason = reason.strip()
        renaming.decided_by, renaming.decided_at = by, timezone.now()
        letters.tell_renamed(renaming, "未通过")


def _demanded(reason: str) -> str:
    if not reason.strip():
        raise Refused("请写明理由，申请单位会看到。")
    return reason.strip()
