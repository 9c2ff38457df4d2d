"""What the rules ask of an application, gathered from the records in a constant number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Count

from bureau.accounts.choices import OrganisationKind
from bureau.accounts.models import Division, Organisation
from projects import persons
from projects.choices import FieldKind, Meaning, ProjectLevel, RestrictionKind
from projects.eligibility import Facts, Person
from projects.formdata.terms import Terms
from projects.formdata.values import read_amount, read_budget
from projects.models import Application, Call, Project, Restriction, TeamMember

RUNNING_YEARS = 3  # No record of acceptance is kept yet: a city project counts as running for so long after approval.


def facts_for(
    call: Call, organisation: Organisation, *, today: date, application: Application | None = None,
    terms: Terms | None = None, values: dict | None = None, team: Sequence[TeamMember] = (),
) -> Facts:  # fmt: skip
    """Facts of an application; without one, of the unit alone."""
    restrictions = _restrictions(organisation, team, today)
    others = Application.objects.counted().exclude(pk=application.pk if application else None)
    title, novelty, fiscal, own = _said(terms, values or {})
    return Facts(
        today=today,
        title=title,
        is_enterprise=organisation.kind == OrganisationKind.ENTERPRISE,
        applied_by_unit=others.filter(call=call, organisation=organisation).count(),
        unit_overdue=tuple(restrictions["unit", RestrictionKind.OVERDUE]),
        unit_dishonest=tuple(restrictions["unit", RestrictionKind.DISHONEST]),
        team=tuple(_persons(team, restrictions, others, call, organisation, today)),
        novelty=novelty,
        fiscal=fiscal,
        own=own,
        places=places() if terms else (),
    )


def _restrictions(organisation, team, today) -> dict[tuple, list[str]]:
    found = defaultdict(list)
    keys = [member.id_number_index for member in team if member.id_number_index]
    rows = Restriction.objects.in_force(today)
    for row in rows.filter(organisation=organisation, person_name="") | rows.filter(person_number_index__in=keys):
        found["unit" if row.organisation_id and not row.person_name else row.person_number_index, row.kind].append(
            row.about
        )
    return found


def _persons(team, restrictions, others, call, organisation, today):
    leader = team[0] if team else None
    applied = running = 0
    if leader and leader.id_number_index:
        mine = others.filter(leader_key=leader.id_number_index, call__plan_year=call.plan_year)
        applied = mine.aggregate(count=Count("pk"))["count"]
    if leader:
        since = today - timedelta(days=365 * RUNNING_YEARS)
        own = Project.objects.effective().filter(organisation=organisation, leader=leader.name, level=ProjectLevel.CITY)
        running = own.filter(approved_on__gte=since).count()
    for member in team:
        key = member.id_number_index
        yield Person(
            name=member.name,
            rank=member.rank,
            born_on=persons.born_on(member.id_number) if member.id_number else None,
            applied_this_year=applied if member is leader else 0,
            running=running if member is leader else 0,
            overdue=tuple(restrictions[key, RestrictionKind.OVERDUE]) if key else (),
            dishonest=tuple(restrictions[key, RestrictionKind.DISHONEST]) if key else (),
        )


def _said(terms: Terms | None, values: dict) -> tuple:
    """Title, novelty, financed and own amounts, as far as they have been said."""
    if terms is None:
        return "", None, None, None
    fiscal, own = amounts(terms, values)
    return _of(terms, values, Meaning.TITLE), _of(terms, values, Meaning.NOVELTY) or None, fiscal, own


def _of(terms: Terms, values: dict, meaning: str) -> str:
    field = terms.form.meant(meaning)
    return values.get(field.code, "") if field else ""


def amounts(terms: Terms, values: dict) -> tuple[Decimal | None, Decimal | None]:
    """Financed and own money in yuan: out of the budget, else out of the fields that mean them."""
    (field,) = terms.form.of_kind(FieldKind.BUDGET) or (None,)
    if field and terms.rules_of_budget:
        lines, _wrong = read_budget(values.get(field.code) or {}, terms.rules_of_budget)
        return tuple(sum((line[part] for line in lines.values()), Decimal(0)) for part in ("fiscal", "own"))
    return tuple(_amount(_of(terms, values, meaning)) for meaning in (Meaning.REQUESTED, Meaning.OWN))


def _amount(text: str) -> Decimal | None:
    try:
        return read_amount(text) if text else None
    except ValueError:
        return None


def places() -> tuple[str, ...]:
    """Names of places that a title may not hold: the city, its counties and zones, without their endings."""
    names = [settings.SITE_CITY, *Division.objects.values_list("name", flat=True)]
    short = [name.removesuffix("市").removesuffix("县").removesuffix("区") for name in names]
    return tuple(dict.fromkeys([*names, *(name for name in short if len(name) >= 2)]))
