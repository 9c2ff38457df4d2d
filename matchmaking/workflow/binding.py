"""What binds two units: an intention that both confirm, a deal that one drafts and the other agrees to, its signing."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.audit.book import record, snapshot
from bureau.workflow import Refused, Transition, keep
from matchmaking.choices import ContactResult, DealStatus, IntentionStatus, InterestStatus
from matchmaking.models import Deal, Intention, Interest

from .dealing import move_contact, others, side_of, tell

COMMIT = "matchmaking.commit_interest"
AGREE = Transition("agree_deal", "确认协议", (DealStatus.DRAFTED,), DealStatus.AGREED, COMMIT, rows="bound_by")
RETURN = Transition("return_deal", "要求修改协议", (DealStatus.DRAFTED,), DealStatus.RETURNED, COMMIT, rows="bound_by")
SIGN = Transition("sign_deal", "登记签约", (DealStatus.AGREED,), DealStatus.SIGNED, COMMIT, rows="bound_by")
ALL = (AGREE, RETURN, SIGN)


def _locked(interest: Interest, by: User) -> Interest:
    """The interest under its lock, for somebody who may bind one of its sides."""
    held = Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)
    if by.is_staff or not by.has_perm(COMMIT) or not Interest.objects.bound_by(by).filter(pk=held.pk).exists():
        raise PermissionDenied("commit")
    if held.status != InterestStatus.ACCEPTED:
        raise Refused("只有洽谈中的才能确认意向或达成协议。")
    return held


def want(interest: Interest, *, by: User, amount: Decimal | None = None) -> Intention:
    """Say yes for one's side; ``amount`` in yuan where it is known. Any number of clicks are one yes, both sides' one intention."""
    with transaction.atomic():
        held = _locked(interest, by)
        party = "asker" if side_of(held, by) == held.asker_id else "answerer"
        intention = Intention.objects.filter(interest=held).first() or Intention(interest=held)
        if getattr(intention, f"{party}_confirmed_at"):
            return intention
        before = snapshot(intention) if intention.pk else {}
        setattr(intention, f"{party}_confirmed_by", by)
        setattr(intention, f"{party}_confirmed_at", timezone.now())
        intention.amount = intention.amount if amount is None else amount
        both = intention.asker_confirmed_at and intention.answerer_confirmed_at
        intention.status = IntentionStatus.AGREED if both else IntentionStatus.PROPOSED
        keep(intention, before)
        record(intention, "agree_intention" if both else "want", by=by, before=before)
        if both:
            move_contact(held, ContactResult.INTENTION, intention.amount, by=by)
        tell("intention_agreed" if both else "intention_wanted", held, others(held, by), by=by)
    return intention


def draft(interest: Interest, *, by: User, kind: str, title: str, amount: Decimal, file) -> Deal:
    """Put a deal before the other side, or a changed one after it asked for changes. ``file`` has been checked."""
    with transaction.atomic():
        held = _locked(interest, by)
        if not Intention.objects.filter(interest=held, status=IntentionStatus.AGREED).exists():
            raise Refused("双方确认意向后才能起草协议。")
        deal = Deal.objects.select_for_update().filter(interest=held).first() or Deal(interest=held)
        if deal.pk and deal.status != DealStatus.RETURNED:
            raise Refused(f"协议{deal.get_status_display()}，不能再起草。")
        before = snapshot(deal) if deal.pk else {}
        deal.organisation = Organisation.objects.get(pk=side_of(held, by))
        deal.kind, deal.title, deal.amount, deal.status, deal.return_note = kind, title, amount, DealStatus.DRAFTED, ""
        deal.file, deal.name, deal.mime = file, file.name[:255], file.kind.mime
        deal.drafted_by, deal.drafted_at = by, timezone.now()
        try:
            deal.full_clean()
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        deal.save()
        record(deal, "draft_deal", by=by, before=before)
        tell("deal_drafted", held, others(held, by), by=by, name=deal.title)
    return deal


def agree(deal: Deal, *, by: User) -> None:
    """The side that did not draft it agrees: the 对接 has led to an agreement of that amount."""
    with _bound(deal, by), AGREE(deal, by=by):
        _of_the_other(deal, by)
        deal.agreed_by, deal.agreed_at = by, timezone.now()
        move_contact(deal.interest, ContactResult.AGREEMENT, deal.amount, by=by)
        tell("deal_agreed", deal.interest, others(deal.interest, by), by=by, name=deal.title)


def return_(deal: Deal, *, by: User, note: str) -> None:
    """The side that did not draft it asks for changes, and says which."""
    if not note.strip():
        raise Refused("请写明要求修改什么。")
    with _bound(deal, by), RETURN(deal, by=by, reason=note.strip()):
        _of_the_other(deal, by)
        deal.return_note = note.strip()
        tell("deal_returned", deal.interest, others(deal.interest, by), by=by, name=deal.title, reason=note.strip())


def sign(deal: Deal, *, by: User, signed_on: date) -> None:
    """Either side enters the day on which the deal was signed."""
    with _bound(deal, by), SIGN(deal, by=by):
        if not timezone.localdate(deal.drafted_at) <= signed_on <= timezone.localdate():
            raise Refused("签约日期不能早于起草协议之日，也不能晚于今天。")
        deal.signed_on = signed_on
        tell("deal_signed", deal.interest, others(deal.interest, by), by=by, name=deal.title)


@contextmanager
def _bound(deal: Deal, by: User):
    """The interest is locked first, as ``draft`` does it: a deal and the end of its talk exclude each other."""
    with transaction.atomic():
        _locked(deal.interest, by)
        yield


def _of_the_other(deal: Deal, by: User) -> None:
    if deal.organisation_id == side_of(deal.interest, by):
        raise Refused("须由对方确认。")
