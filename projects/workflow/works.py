"""Earlier works that stand under an expert's name in the registers: patents, projects, teams of applications.

They carry names, hardly ever identity numbers: so they make proposals to an officer, and never a recusal by themselves. Works of
an expert whose number is on record with them are asked for here too, for the colleagues whom they name without a number; those
with numbers are certain, and ``deriving`` finds them. A constant number of queries.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bureau.accounts.models import Organisation
from projects import recusal
from projects.choices import Ground
from projects.models import Expert, Project, TeamMember

_APART = re.compile(r"[;；、,，\s]+")
_SEVERAL = r"[;；、,，]"  # Applicants of a patent who are more than one.


def works_of(
    experts: Sequence[Expert], organisations: Iterable[int], applications: Iterable[int], today: date
) -> dict[int, list[recusal.Work]]:
    """By expert, what was done with others: read for the units that apply now, and apart from the applications themselves."""
    by_name = defaultdict(list)
    for expert in experts:
        by_name[expert.name].append(expert)
    found = defaultdict(list)
    for name, work in (*_patents(by_name, organisations, today), *_projects(by_name, today)):
        for expert in by_name[name]:
            found[expert.pk].append(work)
    for expert, work in _teams(by_name, experts, applications, today):
        found[expert].append(work)
    return found


def _patents(names, organisations: Iterable[int], today: date):
    """Patents of the units with several applicants, of whom an expert's name is one: through the patents' own foreign key."""
    since = recusal.years_before(today, recusal.PATENT_YEARS)
    rows = Organisation.objects.filter(
        pk__in=organisations, patents__voided_at=None, patents__filed_on__gte=since, patents__applicants__regex=_SEVERAL
    )
    shown = ("name", "patents__applicants", "patents__title", "patents__filed_on")
    for unit, applicants, title, filed_on in rows.values_list(*shown).distinct():
        people = [name for name in _APART.split(applicants) if name]
        for name in names.keys() & set(people):
            others = tuple(recusal.Person(other) for other in people if other != name)
            told = f"{filed_on.year} 年专利“{title[:60]}”的共同申请人中有同名的{name}"
            yield name, recusal.Work(Ground.CO_AUTHOR, (unit,), others, told)


def _projects(names, today: date):
    """Approved projects that somebody of an expert's name led."""
    since = recusal.years_before(today, recusal.WORK_YEARS)
    rows = Project.objects.filter(leader__in=list(names), approved_on__gte=since, voided_at=None)
    for name, unit, number in rows.values_list("leader", "organisation_name", "number"):
        yield name, recusal.Work(Ground.CO_PROJECT, (unit,), (), f"同名的{name}近年负责{unit}的项目 {number}")


def _teams(names, experts: Sequence[Expert], applications: Iterable[int], today: date):
    """Teams of earlier applications in which an expert, or somebody of that name, worked; with the unit that applied."""
    since = recusal.years_before(today, recusal.WORK_YEARS)
    late = TeamMember.objects.filter(application__submitted_at__date__gte=since - timedelta(days=1)).exclude(
        application__in=applications
    )
    numbers = {expert.id_number_index: expert for expert in experts if expert.id_number_index}
    own = list(late.filter(id_number_index__in=numbers).values_list("application", "id_number_index"))
    namesakes = list(late.filter(name__in=list(names)).values_list("application", "name", "id_number_index"))
    held = [(application, numbers[number], "") for application, number in own]
    for application, name, number in namesakes:
        for expert in names[name]:
            if not (number and expert.id_number_index):  # Equal numbers are certain, different ones somebody else.
                held.append((application, expert, "（同名）"))
    people, titles = _people({application for application, _expert, _how in held})
    for application, expert, how in dict.fromkeys(held):
        title, unit = titles[application]
        others = tuple(one for one in people[application] if one.name != expert.name)
        told = f"近年与其同在“{title[:60]}”的项目组{how}"
        yield expert.pk, recusal.Work(Ground.CO_PROJECT, (unit,), others, told)


def _people(applications: set[int]) -> tuple[dict, dict]:
    people, titles = defaultdict(list), {}
    rows = TeamMember.objects.filter(application__in=applications)
    shown = ("application", "name", "unit_name", "application__title", "application__organisation__name")
    for application, name, unit_name, title, unit in rows.values_list(*shown):
        people[application].append(recusal.Person(name, unit_name))
        titles[application] = title, unit
    return people, titles
