"""A unit that registers or takes another name after lists have named it: their rows become its own."""

from itertools import permutations

import pytest
from django.db import transaction

from bureau.accounts.models import Organisation
from bureau.accounts.naming import tell_named
from bureau.audit.models import Entry
from bureau.lists.kinds import all_kinds
from bureau.lists.models import UnmatchedName
from bureau.lists.workflow import resolve
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


HEADINGS = [
    "项目编号",
    "项目名称",
    "承担单位",
    "统一社会信用代码",
    "县（市、区）",
    "级别",
    "立项日期",
    "财政经费（万元）",
]
ONE, TWO = "91360702PDY00001X6", "91360702PDY00002X7"
LISTS = (
    ["P1", "钨", "赣州甲有限公司", ONE, "章贡区", "省级", "2014-03-04", 1],
    ["P2", "铜", "赣州新甲有限公司", ONE, "信丰县", "省级", "2015-03-04", 1],
    ["P3", "稀土", "赣州甲有限公司", TWO, "大余县", "省级", "2013-03-04", 1],
    ["P4", "脐橙", "赣州甲有限公司", None, "大余县", "省级", "2015-03-04", 1],
    ["P5", "家具", "赣州新甲有限公司", None, "", "省级", "2015-03-04", 1],
)


def ending() -> tuple:
    """What lists say of units and rows, without any number that counts up."""
    units = {
        unit.credit_code: (unit.name, str(unit.division), sorted(former.name for former in unit.former_names.all()))
        for unit in Organisation.objects.all()
    }
    rows = dict(Project.objects.values_list("number", "organisation__credit_code"))
    return units, rows, list(UnmatchedName.objects.outstanding().values_list("name", "rows"))


def test_units_and_rows_end_the_same_in_any_order_of_lists(load, projects, db):
    files = [projects(row, headings=HEADINGS) for row in LISTS]
    endings = []
    for order in permutations(files):
        with transaction.atomic():
            for path in order:
                load(path)
            endings.append(ending())
            transaction.set_rollback(True)

    assert endings[0] == (
        {ONE: ("赣州新甲有限公司", "信丰县", ["赣州甲有限公司"]), TWO: ("赣州甲有限公司", "大余县", [])},
        {"P1": ONE, "P2": ONE, "P3": TWO, "P4": TWO, "P5": ONE},
        [],
    )
    assert [one for one in endings if one != endings[0]] == []


def test_a_name_of_two_units_is_nobodys_in_any_order_until_somebody_decides(load, projects, person, db):
    lists = (
        ["P1", "钨", "赣州甲有限公司", ONE, "章贡区", "省级", "2014-03-04", 1],
        ["P2", "铜", "赣州甲有限公司", TWO, "章贡区", "省级", "2014-03-04", 1],
        ["P3", "稀土", "赣州甲有限公司", None, "章贡区", "省级", "2014-03-04", 1],
    )
    files = [projects(row, headings=HEADINGS) for row in lists]
    endings = []
    for order in permutations(files):
        with transaction.atomic():
            for path in order:
                load(path)
            endings.append(ending()[1:])
            transaction.set_rollback(True)
    for path in (files[0], files[2], files[1]):
        load(path)
    resolve(UnmatchedName.objects.get(), by=person("officer"), organisation=Organisation.objects.get(credit_code=TWO))
    load(projects(["P4", *lists[2][1:]], headings=HEADINGS))

    assert endings == [({"P1": ONE, "P2": TWO, "P3": None}, [("赣州甲有限公司", 1)])] * 6
    assert ending()[1:] == ({"P1": ONE, "P2": TWO, "P3": TWO, "P4": TWO}, [])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_place_with_the_latest_evidence_is_the_units_and_of_one_day_the_first_in_the_citys_order(
    load, projects, order
):
    lists = (["章贡区", "2015-03-04"], ["信丰县", "2015-03-04"])
    for n in order:
        place, on = lists[n]
        load(projects([f"P{n}", "钨", "赣州甲有限公司", ONE, place, "省级", on, 1], headings=HEADINGS))

    assert str(Organisation.objects.get().division) == "章贡区"


def test_where_a_unit_says_it_is_no_list_moves_it(load, projects, submitted, person):
    registration = submitted(name="赣州甲有限公司")
    registrations.approve(registration, by=person("officer"))
    unit = Organisation.objects.get(pk=registration.organisation.pk)
    other = "信丰县" if str(unit.division) != "信丰县" else "大余县"

    load(projects(["P1", "钨", unit.name, unit.credit_code, other, "省级", "2035-03-04", 1], headings=HEADINGS))

    assert Project.objects.get().organisation == unit
    assert Organisation.objects.get().division == unit.division
