"""Annual fees (年费): from when to when each is paid, by the rule in force (settings ``PATENT_FEE_RULES``); pure functions.

A patent's year runs from 申请日; the fee of the year of the grant is paid when the grant is registered. That of each later year is due
before the year before it ends, on 申请日 of that year (相应日); then it is paid late, with a surcharge, and after that the right ends.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.conf import settings


@dataclass(frozen=True, slots=True)
class FeeRule:
    """How long a fee may be late, what a month of it costs in percent of the fee, and where that stands."""

    since: date
    late_months: int
    surcharge_pct: int
    source: str


@dataclass(frozen=True, slots=True)
class Fee:
    """The fee of a patent's n-th year."""

    year: int
    due_on: date
    late_until: date
    rule: FeeRule


def rule_on(day: date) -> FeeRule:
    """The rule in force on a day; before the first the first."""
    rules = [FeeRule(**one) for one in settings.PATENT_FEE_RULES]
    return next((rule for rule in reversed(rules) if rule.since <= day), rules[0])


def months_later(day: date, months: int) -> date:
    """The same day so many months later; where that month has none, its last day (实施细则: 该月无相应日的，以该月最后一日为期限届满日)."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def fee_of(filed_on: date, year: int) -> Fee:
    """The fee of a year from the second on."""
    due_on = months_later(filed_on, 12 * (year - 1))
    rule = rule_on(due_on)
    return Fee(year, due_on, months_later(due_on, rule.late_months), rule)


def next_fee(filed_on: date, granted_on: date | None, ended_on: date | None, today: date) -> Fee | None:
    """The fee that falls due next, today included; None for what is not granted, has ended, or is in its last year."""
    if granted_on is None or ended_on is None or ended_on <= today:
        return None
    year = today.year - filed_on.year + 1
    while True:
        fee = fee_of(filed_on, max(year, 2))
        if fee.due_on >= today and fee.due_on > granted_on:
            return fee if fee.due_on < ended_on else None
        year += 1


def late_fee(filed_on: date, granted_on: date | None, ended_on: date | None, today: date) -> Fee | None:
    """The fee whose day is over and that can still be paid late, for whoever has not paid it; None where there is none."""
    if granted_on is None or ended_on is None or ended_on <= today:
        return None
    for year in range(today.year - filed_on.year + 1, max(today.year - filed_on.year - 1, 1), -1):
        fee = fee_of(filed_on, year) if year >= 2 else None
        if fee and granted_on < fee.due_on < today <= fee.late_until and fee.due_on < ended_on:
            return fee
    return None


def surcharge_pct(fee: Fee, today: date) -> int:
    """Percent of the fee that is added when it is paid today: nothing within a month, then so much for each month begun beyond it."""
    months = 0
    while months < fee.rule.late_months and months_later(fee.due_on, months + 1) < today:
        months += 1
    return months * fee.rule.surcharge_pct if today > fee.due_on else 0
