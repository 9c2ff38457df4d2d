"""Telling the firms of the reserve which annual fees fall due: once for each patent and day."""

from collections import defaultdict
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.messaging.workflow import send
from enterprises.models import Reserve
from patents.fees import Fee, next_fee
from patents.models import FeeReminder, Patent

NAMED = 20
"""Patents that a message names; the page has all."""


def fees_due(units, today: date, days: int) -> dict[int, list[tuple[Patent, Fee]]]:
    """By unit (of the ids ``units``) the patents whose next fee falls due within so many days, the earliest first."""
    columns = ("application_number", "check_digit", "filed_on", "granted_on", "ended_on", "organisation_id")
    rows = Patent.objects.effective().in_force_on(today).filter(organisation_id__in=units).only(*columns)
    found = defaultdict(list)
    for patent in rows.order_by("pk"):
        fee = next_fee(patent.filed_on, patent.granted_on, patent.ended_on, today)
        if fee and fee.due_on <= today + timedelta(days=days):
            found[patent.organisation_id].append((patent, fee))
    return {unit: sorted(due, key=lambda one: one[1].due_on) for unit, due in found.items()}


def remind_of_fees(today: date | None = None) -> int:
    """Tell the people of each firm in the reserve of fees that fall due and of which they were not told; how many patents.

    A firm without people is not noted as told: whoever joins it is.
    """
    today, days = today or timezone.localdate(), settings.PATENT_FEE_REMIND_DAYS
    if not days:
        return 0
    firms = set(Reserve.objects.looked_after().order_by().values_list("organisation_id", flat=True))
    due = fees_due(firms, today, days)
    units = Organisation.objects.in_bulk(due)
    return sum(_remind(units[unit], rows, today) for unit, rows in sorted(due.items()))


@transaction.atomic
def _remind(unit: Organisation, rows: list[tuple[Patent, Fee]], today: date) -> int:
    """One message of all that is new. Two runs at once tell once: the second waits for the rows of the first."""
    people = list(User.objects.filter(memberships__organisation=unit, memberships__ended_at=None).distinct())
    if not people:
        return 0
    fresh = [(patent, fee) for patent, fee in rows if _noted(patent, fee)]
    if fresh:
        told = {
            "firm": unit,
            "count": len(fresh),
            "patents": _in_words(fresh),
            "source": fresh[0][1].rule.source,
            "months": fresh[0][1].rule.late_months,
        }
        key = f"fees:{fresh[0][0].pk}:{fresh[0][1].due_on}"
        send("patents.fees_due", to=people, key=key, context=told, url=reverse("patents:patent-list"))
    return len(fresh)


def _noted(patent: Patent, fee: Fee) -> bool:
    """Note that it is told of; False when it was."""
    return FeeReminder.objects.get_or_create(patent=patent, due_on=fee.due_on)[1]


def _in_words(rows: list[tuple[Patent, Fee]]) -> str:
    named = [f"{patent.number}（第 {fee.year} 年度，{fee.due_on} 前）" for patent, fee in rows[:NAMED]]
    more = f"等 {len(rows)} 件" if len(rows) > NAMED else ""
    return "、".join(named) + more
