"""Who has filed the yearly report: noted by officers from the national platform's list; reminders to who has not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.audit.book import note, record, snapshot
from bureau.codes import normalise_credit_code
from bureau.messaging.workflow import send
from bureau.workflow import Refused, keep
from enterprises.duties import noted_years, owing
from enterprises.models import YearlyFiling
from enterprises.querysets import due_day

MAY = "enterprises.register_recognition"
REMINDED_ON = ((4, 1), (5, 1), (5, 15), (5, 25), (5, 30))  # Month and day.


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of a pasted list of firms."""

    new: int
    corrected: int
    same: int
    unknown: tuple[str, ...]


@transaction.atomic
def note_filed(lines: Iterable[tuple[str, date]], year: int, *, by: User) -> Noted:
    """Note that firms, by credit code or name, filed the report of ``year`` on a day; a day noted wrongly is set right.

    Firms that the portal does not know are given back; the others are noted. Raises Refused on a day before the year's end or
    after today.
    """
    if not by.has_perm(MAY):
        raise PermissionDenied("note_filed")
    counts, unknown = {"new": 0, "corrected": 0, "same": 0}, []
    for word, day in lines:
        if not date(year, 12, 31) < day <= timezone.localdate():
            raise Refused(f"“{word}”的填报日期 {day} 应在 {year} 年度结束以后、今天以前。")
        unit = _unit(word)
        if unit is None:
            unknown.append(word)
            continue
        counts[_note(unit, year, day, by)] += 1
    return Noted(**counts, unknown=tuple(unknown))


def _unit(word: str) -> Organisation | None:
    found = list(Organisation.objects.filter(credit_code=normalise_credit_code(word))[:1])
    if not found:
        found = list(Organisation.objects.filter(name=word.strip())[:2])
    return found[0] if len(found) == 1 else None


def _note(unit: Organisation, year: int, day: date, by: User) -> str:
    filing = YearlyFiling.objects.select_for_update().filter(organisation=unit, year=year).first()
    is_new = filing is None
    filing = filing or YearlyFiling(organisation=unit, year=year)
    if filing.filed_on == day:
        return "same"
    before = {} if is_new else snapshot(filing)
    filing.filed_on, filing.noted_by, filing.noted_at = day, by, timezone.now()
    keep(filing, before)
    record(filing, "note_filed", by=by, before=before)
    return "new" if is_new else "corrected"


@transaction.atomic
def remind(year: int, *, by: User | str) -> int:
    """Tell the people of each firm that owes the report of ``year`` and has not filed it; once a day. How many firms."""
    if not isinstance(by, str) and not by.has_perm(MAY):
        raise PermissionDenied("remind")
    today = timezone.localdate()
    if today > due_day(year):
        raise Refused(f"{year} 年度报表已于 {due_day(year)} 截止，不再提醒。")
    firms = owing(year, noted_years()).filter(filed_on=None).order_by().values("organisation")
    units = list(Organisation.objects.filter(pk__in=firms).order_by("pk"))
    for unit in units:
        people = list(User.objects.filter(memberships__organisation=unit, memberships__ended_at=None).distinct())
        told = {"firm": unit, "year": year, "until": due_day(year)}
        send("filing.due", to=people, key=f"filing:{unit.pk}:{year}:{today}", context=told)
    note("remind_of_filings", by=by, subject=f"{year} 年度报表", model=YearlyFiling._meta.label_lower)
    return len(units)


def remind_when_due(today: date | None = None) -> int:
    """On the days before 31 May that are for it, remind of last year's report; how many firms."""
    today = today or timezone.localdate()
    return remind(today.year - 1, by="系统") if (today.month, today.day) in REMINDED_ON else 0
