"""A demonstration started on data that an earlier version made, or that an interrupted start left half made."""

import pytest
from django.core.management import call_command

from bureau.accounts.models import Department, Division, Jurisdiction, Organisation, User
from bureau.codes import credit_code_check
from bureau.lists.kinds import all_kinds
from bureau.lists.models import ImportRun, ImportSheet
from bureau.portal.demonstration import accounts, units, year
from bureau.registration.models import Registration
from bureau.reports.models import AnnualReport
from bureau.text import name_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def users(person):
    call_command("sync_roles", verbosity=0)
    return accounts.make_accounts()


def units_of_lists(count: int) -> None:
    place = Division.objects.get(name=units.PLACE)
    for n in range(count):
        first, name = f"91360702MA35X{n:03d}0"[:17], f"赣州演示{n}号有限公司"
        code = first + credit_code_check(first)
        Organisation.objects.create(
            name=name, name_key=name_key(name), credit_code=code, kind="enterprise", division=place
        )


def test_an_officer_of_before_there_were_sections_gets_theirs_and_units_are_made(users):
    """So were the accounts, and a start that failed left persons and office behind."""
    units_of_lists(4)
    User.objects.update(section=None)
    for shown in units.PERSONS.values():
        User.objects.create_user(username=shown.username, name=shown.name, mobile=shown.mobile)
    first = "11360702PDY09001X"
    Organisation.objects.create(
        name=f"{units.PLACE}科学技术局（演示）",
        name_key="x",
        credit_code=first + credit_code_check(first),
        kind="government",
    )

    units.make(accounts.make_accounts(), accounts.PASSWORD)
    units.make(accounts.make_accounts(), accounts.PASSWORD)

    assert User.objects.get(username="jingban").section.name == "综合业务科"
    assert Registration.objects.count() == 4
    assert Jurisdiction.objects.get(division__name=units.PLACE).unit.memberships.get().user.username == "tuijian"


def test_a_section_that_was_chosen_since_is_kept(users):
    own = Department.objects.create(name="高新技术科")
    User.objects.filter(username="jingban").update(section=own)

    assert accounts.make_accounts()["officer"].section == own


@pytest.mark.django_db(transaction=True)
def test_a_start_goes_on_where_an_interrupted_one_ended(users):
    said = []

    def interrupted(line: str) -> None:
        said.append(line)
        if len(said) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        year.make_year(users, interrupted, scale=0.05)
    half = ImportRun.objects.count()
    year.make_year(users, said.append, scale=0.05)
    year.make_year(users, said.append, scale=0.05)

    assert half == 3
    kinds = ImportSheet.objects.exclude(kind="patent_months").values_list(
        "kind", flat=True
    )  # These have a sheet a month.
    assert sorted([*kinds, "patent_months"]) == sorted(kind.code for kind in all_kinds())
    assert list(AnnualReport.objects.issued().values_list("year", "version")) == [(year.YEAR, 1)]
    assert "沿用现有数据" in said[-1]
