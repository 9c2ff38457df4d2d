"""标注 and 撤销: on which ground, by which document, an invention counts as of high value."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.workflow import Refused, Transition, keep
from patents.choices import PatentKind, ValueGround
from patents.models import Patent, ValueMark

WRITE = "patents.write_valuemark"
WITHDRAW = Transition("withdraw_valuemark", "撤销标注", None, None, WRITE)


@dataclass(frozen=True, slots=True)
class Marked:
    """What became of the application numbers of a paste."""

    new: int
    same: int
    unknown: tuple[str, ...]
    no_inventions: tuple[str, ...]


@transaction.atomic
def mark(
    numbers: Iterable[str],
    *,
    by: User,
    ground: ValueGround,
    held_from: date,
    source_document: str,
    amount: Decimal | None = None,
) -> Marked:
    """标注 the inventions of those application numbers (digits without ZL, CN and check digit) on one ground.

    What is marked so already stays; numbers that the register does not know, or that are no inventions, are given back and the
    others marked. Raises Refused on a day to come or what a constraint forbids.
    """
    if not by.has_perm(WRITE):
        raise PermissionDenied("mark_value")
    if held_from > timezone.localdate():
        raise Refused("“自何日起”不能晚于今天。")
    numbers = list(dict.fromkeys(numbers))
    rows = Patent.objects.visible_to(by).effective().filter(application_number__in=numbers)
    found = {patent.application_number: patent for patent in rows.select_for_update(of=("self",))}
    inventions = [patent for patent in found.values() if patent.kind == PatentKind.INVENTION]
    held = set(
        ValueMark.objects.filter(patent__in=inventions, ground=ground, withdrawn_at=None).values_list(
            "patent_id", flat=True
        )
    )
    new = [patent for patent in inventions if patent.pk not in held]
    for patent in new:
        one = ValueMark(patent=patent, ground=ground, held_from=held_from, source_document=source_document.strip())
        one.amount, one.marked_by, one.marked_at = amount, by, timezone.now()
        keep(one, {})
        record(one, "mark_value", by=by, reason=source_document)
    return Marked(
        len(new),
        len(held),
        tuple(number for number in numbers if number not in found),
        tuple(number for number, patent in found.items() if patent.kind != PatentKind.INVENTION),
    )


def withdraw(mark: ValueMark, *, by: User, reason: str) -> None:
    """撤销: the mark was a mistake and counts nowhere, on no day."""
    with WITHDRAW(mark, by=by, reason=reason):
        if mark.withdrawn_at:
            raise Refused(f"“{mark}”已经撤销。")
        if not reason.strip():
            raise Refused("请写明撤销理由。")
        mark.withdrawn_by, mark.withdrawn_at, mark.withdrawal_reason = by, timezone.now(), reason.strip()
