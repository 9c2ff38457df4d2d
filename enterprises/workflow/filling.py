"""Filling a year in at once: from the workbook that was handed out, or from what the portal knows already."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction

from bureau.accounts.models import Organisation, User
from bureau.audit.book import note
from bureau.workflow import Refused
from enterprises.models import Activity, Right, YearlyData
from enterprises.parts import PARTS
from enterprises.workbook import Read

from .yearly import FILL, begin, previous_of

SHOWN = 10


class Unwritten(Refused):
    """Nothing was written: ``faults`` says of each mistake where it stands and what is wrong."""

    def __init__(self, faults: list[str]):
        more = f"……共 {len(faults)} 处。" if len(faults) > SHOWN else ""
        super().__init__("没有写入，请改正后重新上传：" + "；".join(faults[:SHOWN]) + more)
        self.faults = faults


def fill_from_workbook(data: YearlyData, read: Read, *, by: User) -> None:
    """Make the year what the workbook says, all of it or nothing; rows that it does not hold are taken out."""
    if read.faults:
        raise Unwritten([str(fault) for fault in read.faults])
    _fill(data, read, by=by, verb="fill_from_workbook")


@transaction.atomic
def fill_from_system(
    organisation: Organisation, year: int, read: Read, *, by: User, token: str
) -> tuple[YearlyData, bool]:
    """Make the unit's year what its own system says; returns the year and whether anything changed.

    ``token`` is what the book calls the token with. What the year says already is not written again.
    """
    data = begin(organisation, year, by=by)
    if read.same_as(Read.of(data)):
        return data, False
    _fill(data, read, by=by, verb="fill_from_system", reason=f"接口令牌：{token}")
    return data, True


@transaction.atomic
def _fill(data: YearlyData, read: Read, *, by: User, verb: str, reason: str = "") -> None:
    with FILL(data, by=by, reason=reason):
        for name, value in read.fields.items():
            setattr(data, name, value)
        data.staff_months.all().delete()
        rows = data.staff_months.model
        rows.objects.bulk_create(
            rows(data=data, kind=kind, month=month, at_start=start, at_end=end)
            for kind, months in read.months.items()
            for month, (start, end) in months.items()
        )
        counts, faults = {}, []
        for code, parts in read.rows.items():
            words, model, _ = PARTS[code]
            getattr(data, code).all().delete()
            counts[words] = [None, len(parts)]
            faults += [
                f"{words} 第 {number} 项：{fault}"
                for number, values in enumerate(parts, start=1)
                for fault in _save(model(data=data, **values))
            ]
        if faults:
            raise Unwritten(faults)
        about = {"subject": str(data), "model": data._meta.label_lower, "object_id": data.pk}
        note(verb, by=by, changes=counts, reason=reason, **about)


def _save(part: models.Model) -> list[str]:
    """Save a row; what is wrong with it instead."""
    try:
        part.full_clean()
    except ValidationError as error:
        return error.messages
    part.save()
    return []


def prefill(data: YearlyData, *, by: User) -> tuple[int, int]:
    """Add the rights and activities that the portal knows: last year's, granted patents, projects that ran in the year.

    Patents and projects are read through the reverse relations of their keys to Organisation. What is there already
    (by its number, else its name) stays as it is. Returns how many rights and activities were added.
    """
    with FILL(data, by=by):
        rights, activities = list(_rights(data)), list(_activities(data))
        for part in (*rights, *activities):
            if faults := _save(part):
                raise Refused(f"{part}：{'；'.join(faults)}")
        counts = {"知识产权": [None, len(rights)], "研发活动": [None, len(activities)]}
        note("prefill", by=by, subject=str(data), changes=counts, model=data._meta.label_lower, object_id=data.pk)
    return len(rights), len(activities)


def _codes(prefix: str, taken):
    """IP01, IP02, … that are free."""
    number = 0
    while True:
        number += 1
        code = f"{prefix}{number:02d}"
        if code not in taken:
            yield code


def _rights(data: YearlyData):
    held = list(data.rights.all())
    known = {right.number or right.name for right in held}
    codes = _codes("IP", {right.code for right in held})
    before = previous_of(data)
    for right in before.rights.all() if before else ():
        if (right.number or right.name) not in known:
            known.add(right.number or right.name)
            values = {
                f.name: getattr(right, f.name) for f in Right._meta.concrete_fields if f.name not in {"id", "data"}
            }
            yield Right(data=data, **values | {"code": next(codes), "same_right_as": ""})
    last = date(data.year, 12, 31)
    for patent in data.organisation.patents.effective().filter(granted_on__lte=last).order_by("granted_on", "pk"):
        if patent.application_number not in known:
            yield Right(
                data=data,
                code=next(codes),
                name=patent.title[:300],
                kind=patent.kind,
                number=patent.application_number,
                authorised_on=patent.granted_on,
            )


def _activities(data: YearlyData):
    held = list(data.activities.all())
    known = {activity.project_number or activity.name for activity in held}
    codes = _codes("RD", {activity.code for activity in held})
    first, last = date(data.year, 1, 1), date(data.year, 12, 31)
    before = previous_of(data)
    running = models.Q(ended_on=None) | models.Q(ended_on__gte=first)
    for activity in before.activities.filter(running) if before else ():
        key = activity.project_number or activity.name
        if key not in known:
            known.add(key)
            names = ("name", "began_on", "ended_on", "technology_field", "source", "way", "project_number")
            yield Activity(data=data, code=next(codes), spent=0, **{name: getattr(activity, name) for name in names})
    for project in data.organisation.projects.effective().filter(approved_on__range=(first, last)).order_by("pk"):
        if project.number not in known:
            yield Activity(
                data=data,
                code=next(codes),
                name=project.title[:300],
                began_on=project.approved_on,
                source="local",
                project_number=project.number,
                spent=0,
            )
