"""A unit that registers or takes another name after lists have named it: their rows become its own."""

import pytest

from bureau.accounts.naming import tell_named
from bureau.audit.models import Entry
from bureau.lists.kinds import all_kinds
from bureau.lists.models import UnmatchedName
from bureau.registration.workflow import registrations, renamings
from bureau.text import name_key
from projects.models import Project
from tests.registration.conftest import draft as draft
from tests.registration.conftest import member as member
from tests.registration.conftest import scan
from tests.registration.conftest import somebody as somebody
from tests.registration.conftest import submitted as submitted
from tests.registration.conftest import unit as unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(projects, load):
    """Two projects of 甲, whom the portal does not know, and one of 乙."""
    names = {"P1": "赣州甲 有限公司", "P2": "赣州甲有限公司", "P3": "赣州乙有限公司"}
    load(projects(*((number, f"钨{number}", name, "省级", "2015-03-04", 5) for number, name in names.items())))
    assert not Project.objects.exclude(organisation=None).exists()
    assert UnmatchedName.objects.outstanding().count() == 2


def rows_of(unit):
    return sorted(Project.objects.filter(organisation=unit).values_list("number", flat=True))


def test_an_approved_registration_takes_over_the_rows_that_name_it(named, submitted, person):
    registration = submitted(name="赣州甲有限公司")

    registrations.approve(registration, by=person("officer"))

    assert rows_of(registration.organisation) == ["P1", "P2"]
    assert [row.name for row in UnmatchedName.objects.outstanding()] == ["赣州乙有限公司"]
    assert Entry.objects.get(verb="link_rows").changes == {"rows": 2}


def test_an_approved_name_takes_over_the_rows_that_bear_it(named, unit, member, person):
    organisation = unit("赣州旧有限公司")
    manager = member(organisation, "manager")
    renaming = renamings.request(organisation, by=manager, name="赣州甲有限公司", reason="变更", document=scan())
    assert rows_of(organisation) == []

    renamings.approve(renaming, by=person("officer"))

    assert rows_of(organisation) == ["P1", "P2"]


def test_a_name_that_two_units_bear_decides_nothing(named, unit):
    first, second = unit("赣州甲有限公司"), unit("赣州甲有限公司")

    tell_named(first)
    tell_named(second)

    assert rows_of(first) == rows_of(second) == []


def test_a_former_name_counts_unless_another_unit_bears_it_now(named, unit):
    organisation = unit("赣州新有限公司")
    for name in ("赣州甲有限公司", "赣州乙有限公司"):
        organisation.former_names.create(name=name, name_key=name_key(name))
    unit("赣州乙有限公司")

    tell_named(organisation)

    assert rows_of(organisation) == ["P1", "P2"]


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_rows_without_a_unit_are_found_by_an_index(kind):
    """However many rows a register has: the index holds only those that name nobody known."""
    partial = {tuple(i.fields) for i in kind.model._meta.indexes if i.condition is not None}

    assert {(party.key,) for party in kind.parties if party.key} <= partial
