"""The register of 高新技术企业: certified, certified again, renamed, moved, ended; each on a day, by a paper (32号 arts. 17–19).

A value set here is an officer's: no later list overwrites it. The ledger of an earlier year reads what was true then.
"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from bureau.accounts.models import Division, Organisation, User
from bureau.accounts.naming import tell_named
from bureau.audit.book import record, snapshot
from bureau.lists.organisations import Named, learn
from bureau.registration.workflow.renamings import rename as rename_unit
from bureau.text import name_key
from bureau.workflow import Refused, Transition, keep
from enterprises.choices import EventKind, Withdrawal
from enterprises.models import Recognition, RegisterEvent

MAY = "enterprises.register_recognition"
CERTIFY = Transition("certify", "登记认定", None, None, MAY)
RENAME = Transition("rename_certificate", "登记更名", None, None, MAY)
RELOCATE = Transition("relocate", "登记迁移", None, None, MAY)
MOVE_OUT = Transition("move_out", "登记迁出", None, None, MAY)
MOVE_BACK = Transition("move_back", "登记迁回", None, None, MAY)
CANCEL = Transition("cancel_certificate", "取消资格", None, None, MAY)
MOVE_IN = "move_in"
TAKE_BACK = Transition("take_back_event", "撤销", None, None, MAY)

OF_EVENT = {EventKind.CANCELLED: Withdrawal.CANCELLED, EventKind.MOVED_OUT: Withdrawal.MOVED_OUT}


@transaction.atomic
def certify(
    recognition: Recognition, *, by: User, certificate_number: str, issued_on: date, technology_field: str, document: str,
    division: Division | None = None,
) -> Recognition:  # fmt: skip
    """重新认定: the firm of ``recognition`` gets a new certificate, valid three years (32号 art. 9), under today's name and place."""
    with CERTIFY(recognition, by=by, reason=document):
        _not_future(issued_on)
        if issued_on <= recognition.issued_on:
            raise Refused(f"发证日期应晚于原证书的发证日期 {recognition.issued_on}。")
        unit = recognition.organisation
        place = division or recognition.division
        new = Recognition(
            organisation=unit, enterprise_name=recognition.enterprise_name, credit_code=recognition.credit_code,
            division=place, county=place.name if place else recognition.county, certificate_number=certificate_number.strip().upper(),
            issued_on=issued_on, technology_field=technology_field, changed_at=timezone.now(),
        )  # fmt: skip
        keep(new, {})
        record(new, "certify", by=by, reason=document)
        runs_on = recognition.expires_on >= date(issued_on.year, 1, 1)
        kind = EventKind.RENEWED if runs_on else EventKind.RECOGNISED
        told = f"原证书 {recognition.certificate_number}，{recognition.expires_on} 到期"
        _event(new, kind, by=by, on=issued_on, document=document, told=told)
    return new


@transaction.atomic
def rename(
    recognition: Recognition, *, by: User, on: date, name: str, document: str, reported_on: date | None = None
) -> RegisterEvent:
    """更名: number and validity stay (32号 art. 17); the unit bears the name from the day on, the former one is still found."""
    with RENAME(recognition, by=by, reason=document):
        _while_valid(recognition, on)
        name, former = name.strip(), recognition.enterprise_name
        if name_key(name) == name_key(former):
            raise Refused("新名称与证书上的名称相同。")
        recognition.enterprise_name = name
        _set_by_hand(recognition, "enterprise_name")
        _rename_unit(recognition.organisation_id, name, on, by=by, reason=document)
        return _event(
            recognition, EventKind.RENAMED, by=by, on=on, document=document, former_name=former, reported_on=reported_on,
            told=f"{former} → {name}",
        )  # fmt: skip


def _rename_unit(pk: int, name: str, on: date, *, by: User, reason: str) -> None:
    unit = Organisation.objects.select_for_update(of=("self",)).get(pk=pk)
    if unit.named_on and unit.named_on > on:
        return  # It was renamed again since.
    before = snapshot(unit)
    rename_unit(unit, name, on)
    keep(unit, before)
    record(unit, "rename", by=by, before=before, reason=reason)
    tell_named(unit)


@transaction.atomic
def relocate(recognition: Recognition, *, by: User, on: date, division: Division, document: str) -> RegisterEvent:
    """市内迁移: the firm counts in another county from the day on, and in its former one for every day before."""
    with RELOCATE(recognition, by=by, reason=document):
        _while_valid(recognition, on)
        former = recognition.division
        if former == division:
            raise Refused(f"证书所在地已是{division}。")
        if recognition.events.moves().filter(happened_on__gte=on).exists():
            raise Refused("该日期以后已经登记过迁移，请按先后次序登记。")
        _place(recognition, division, by=by, reason=document)
        return _event(
            recognition, EventKind.RELOCATED, by=by, on=on, document=document, former_division=former,
            told=f"{former or '未写明'} → {division}",
        )  # fmt: skip


def _place(recognition: Recognition, division: Division, *, by: User, reason: str) -> None:
    recognition.division, recognition.county = division, division.name
    _set_by_hand(recognition, "division", "county")
    unit = Organisation.objects.select_for_update(of=("self",)).get(pk=recognition.organisation_id)
    before = snapshot(unit)
    unit.division, unit.placed_on = division, None  # A person said so: no list moves it back.
    keep(unit, before)
    record(unit, "relocate", by=by, before=before, reason=reason)


@transaction.atomic
def move_in(
    *, by: User, name: str, credit_code: str, division: Division, certificate_number: str, issued_on: date,
    technology_field: str, on: date, document: str, valid_years: int = 3,
) -> Recognition:  # fmt: skip
    """整体迁入: what another city certified stays valid (32号 art. 18) and counts here, as new, from the day on."""
    if not by.has_perm(MAY):
        raise PermissionDenied(MOVE_IN)
    _not_future(on)
    number = certificate_number.strip().upper()
    if Recognition.objects.filter(certificate_number=number).exists():
        raise Refused(f"证书 {number} 已经登记；由本市迁出又迁回的，请在原证书上登记迁回。")
    # The list reader's own way to a unit: a known code under a new name adds a former name.
    seen = Named()
    seen.saw(name.strip(), on.isoformat(), division.pk)
    unit = learn({credit_code: seen}, set()).by_code[credit_code]
    new = Recognition(
        organisation_id=unit, enterprise_name=name.strip(), credit_code=credit_code, division=division, county=division.name,
        certificate_number=number, issued_on=issued_on, valid_years=valid_years, technology_field=technology_field,
        moved_in_on=on, changed_at=timezone.now(),
    )  # fmt: skip
    keep(new, {})
    if on >= new.expires_on:
        raise Refused(f"迁入时证书已于 {new.expires_on} 到期。")
    record(new, MOVE_IN, by=by, reason=document)
    told = f"外地 {issued_on} 核发的证书，资格继续有效（第十八条），{new.expires_on} 到期"
    _event(new, EventKind.MOVED_IN, by=by, on=on, document=document, told=told)
    return new


def move_out(recognition: Recognition, *, by: User, on: date, document: str) -> RegisterEvent:
    """整体迁出: the certificate stays valid elsewhere (32号 art. 18) and no longer counts here from the day on."""
    return _end(MOVE_OUT, recognition, EventKind.MOVED_OUT, by=by, on=on, document=document)


@transaction.atomic
def move_back(recognition: Recognition, *, by: User, on: date, division: Division, document: str) -> RegisterEvent:
    """迁回: what had moved out counts here again from the day on (32号 art. 18), as new in a year that it did not open in."""
    with MOVE_BACK(recognition, by=by, reason=document):
        _not_future(on)
        if recognition.voided_at or recognition.withdrawal != Withdrawal.MOVED_OUT:
            raise Refused("只有已登记迁出的证书可以登记迁回。")
        if recognition.left_on:
            raise Refused("该证书已经迁出又迁回过一次；再次迁回的，请核对后联系管理员。")
        left = recognition.cancelled_on
        if not left < on < recognition.expires_on:
            raise Refused(f"迁回日期应晚于迁出日期 {left}，早于证书到期日 {recognition.expires_on}。")
        former = recognition.division
        recognition.left_on, recognition.returned_on = left, on
        recognition.cancelled_on, recognition.withdrawal = None, ""
        _place(recognition, division, by=by, reason=document)
        return _event(
            recognition, EventKind.MOVED_BACK, by=by, on=on, document=document, former_division=former,
            told=f"{left} 迁出，迁回{division}，{recognition.expires_on} 到期",
        )  # fmt: skip


def cancel(recognition: Recognition, *, by: User, on: date, ground: str, document: str) -> RegisterEvent:
    """取消资格 from the day on (32号 arts. 17, 19)."""
    return _end(CANCEL, recognition, EventKind.CANCELLED, by=by, on=on, document=document, ground=ground)


def _end(verb: Transition, recognition: Recognition, kind: str, *, by: User, on: date, document: str, ground: str = ""):
    with verb(recognition, by=by, reason=document):
        _while_valid(recognition, on)
        recognition.cancelled_on, recognition.withdrawal = on, OF_EVENT[kind]
        _set_by_hand(recognition, "cancelled_on")
        told = dict(RegisterEvent._meta.get_field("ground").choices).get(ground, "资格在迁入地继续有效（第十八条）")
        return _event(recognition, kind, by=by, on=on, document=document, ground=ground, told=told)


@transaction.atomic
def take_back(event: RegisterEvent, *, by: User, reason: str) -> None:
    """撤销 what was entered by mistake: the last thing that happened to the certificate first, which is as before."""
    recognition = event.recognition
    with TAKE_BACK(recognition, by=by, reason=reason):
        event.refresh_from_db(from_queryset=RegisterEvent.objects.select_for_update(of=("self",)))
        if not reason.strip():
            raise Refused("请写明撤销理由。")
        if event.revoked_at:
            raise Refused("这项登记变动已经撤销。")
        if event.kind in (EventKind.RECOGNISED, EventKind.RENEWED, EventKind.MOVED_IN):
            raise Refused("误登的证书请作废。")
        if recognition.events.in_force().filter(pk__gt=event.pk).exists():
            raise Refused("该证书以后还有登记变动，请从最后一项开始撤销。")
        if event.kind in OF_EVENT:
            recognition.cancelled_on, recognition.withdrawal = None, ""
        elif event.kind == EventKind.RENAMED:
            recognition.enterprise_name = event.former_name
        else:
            recognition.division = event.former_division
            recognition.county = event.former_division.name if event.former_division else ""
        if event.kind == EventKind.MOVED_BACK:
            recognition.cancelled_on, recognition.withdrawal = recognition.left_on, Withdrawal.MOVED_OUT
            recognition.left_on = recognition.returned_on = None
        recognition.changed_at = timezone.now()
        before = snapshot(event)
        event.revoked_by, event.revoked_at, event.revoke_reason = by, timezone.now(), reason.strip()
        keep(event, before)
        record(event, "take_back", by=by, before=before, reason=reason)


def _while_valid(recognition: Recognition, on: date) -> None:
    _not_future(on)
    if recognition.voided_at:
        raise Refused(f"“{recognition}”已经作废。")
    if recognition.cancelled_on:
        raise Refused(f"“{recognition}”已于 {recognition.cancelled_on} 取消或迁出。")
    if recognition.returned_on and on < recognition.returned_on:
        raise Refused(f"“{recognition}”于 {recognition.returned_on} 迁回，以后的变动日期不能早于该日。")
    if not recognition.counts_from <= on < recognition.expires_on:
        raise Refused(f"{on} 不在证书有效期内（{recognition.counts_from} 至 {recognition.expires_on}）。")


def _not_future(on: date) -> None:
    if on > timezone.localdate():
        raise Refused("日期不能晚于今天。")


def _set_by_hand(recognition: Recognition, *names: str) -> None:
    recognition.corrected = sorted({*recognition.corrected, *names})
    recognition.changed_at = timezone.now()


def _event(recognition: Recognition, kind: str, *, by: User, on: date, document: str, **values) -> RegisterEvent:
    event = RegisterEvent(
        recognition=recognition, kind=kind, happened_on=on, document=document.strip(), recorded_by=by,
        recorded_at=timezone.now(), **{name: value for name, value in values.items() if isinstance(value, models.Model) or value},
    )  # fmt: skip
    keep(event, {})
    record(event, "add", by=by)
    return event
