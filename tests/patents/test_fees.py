"""Annual fees: when each falls due by the rule, and that firms of the reserve are told once of each."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bureau.messaging.models import Message
from enterprises.models import Reserve
from patents import tasks
from patents.fees import fee_of, late_fee, months_later, next_fee, rule_on, surcharge_pct
from patents.models import FeeReminder
from patents.workflow import remind_of_fees
from tests.registration.conftest import member, somebody, unit  # noqa: F401 Units and their people.

from .rows import patent

FILED, GRANTED, ENDS = date(1997, 6, 3), date(2001, 8, 1), date(2017, 6, 3)


@pytest.mark.parametrize(
    ("today", "year", "due_on"),
    [
        (date(2001, 8, 1), 6, date(2002, 6, 3)),  # The fifth year's was paid with the registration (审查指南 example).
        (date(2002, 6, 3), 6, date(2002, 6, 3)),
        (date(2002, 6, 4), 7, date(2003, 6, 3)),
        (date(2016, 6, 3), 20, date(2016, 6, 3)),
    ],
)
def test_the_next_fee_is_that_of_the_year_after_the_one_that_runs(today, year, due_on):
    fee = next_fee(FILED, GRANTED, ENDS, today)
    assert (fee.year, fee.due_on) == (year, due_on)


@pytest.mark.parametrize(
    ("granted_on", "ended_on", "today"),
    [
        (None, None, date(2002, 1, 1)),  # Not granted.
        (GRANTED, None, date(2002, 1, 1)),  # Lapsed on a day that nobody told.
        (GRANTED, date(2002, 1, 1), date(2002, 1, 1)),
        (GRANTED, ENDS, date(2016, 6, 4)),  # In its last year nothing falls due any more.
    ],
)
def test_no_fee_falls_due_of_what_has_no_right_or_ends(granted_on, ended_on, today):
    assert next_fee(FILED, granted_on, ended_on, today) is None


def test_a_grant_on_the_day_of_the_year_pays_that_years_fee_with_it():
    assert next_fee(FILED, date(2001, 6, 3), ENDS, date(2001, 6, 3)).due_on == date(2002, 6, 3)


def test_a_month_without_the_day_ends_on_its_last():
    assert fee_of(date(2016, 2, 29), 2).due_on == date(2017, 2, 28)
    assert months_later(date(2015, 8, 31), 6) == date(2016, 2, 29)


@pytest.mark.parametrize(
    ("today", "pct"),
    [
        (date(2002, 6, 3), 0), (date(2002, 7, 3), 0), (date(2002, 7, 4), 5), (date(2002, 8, 3), 5), (date(2002, 8, 4), 10),
        (date(2002, 12, 3), 25),
    ],
)  # fmt: skip
def test_the_surcharge_grows_by_each_month_beyond_the_first(today, pct):
    assert surcharge_pct(fee_of(FILED, 6), today) == pct


def test_a_fee_can_be_paid_late_for_six_months():
    assert late_fee(FILED, GRANTED, ENDS, date(2002, 6, 3)) is None
    assert late_fee(FILED, GRANTED, ENDS, date(2002, 6, 4)).year == 6
    assert late_fee(FILED, GRANTED, ENDS, date(2002, 12, 3)).late_until == date(2002, 12, 3)
    assert late_fee(FILED, GRANTED, ENDS, date(2002, 12, 4)) is None
    assert late_fee(FILED, GRANTED, ENDS, date(2001, 8, 1)) is None  # Of the years before the grant none is owed.


days = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@given(days, st.integers(0, 3000), days)
def test_the_next_fee_is_never_past_never_of_a_year_before_the_grant_and_the_first_such(filed_on, waited, today):
    granted_on = date.fromordinal(filed_on.toordinal() + waited)
    ended_on = months_later(filed_on, 240)
    fee = next_fee(filed_on, granted_on, ended_on, today)
    possible = [fee_of(filed_on, year) for year in range(2, 21)]
    wanted = [one for one in possible if one.due_on >= today and one.due_on > granted_on]
    assert fee == (wanted[0] if wanted and ended_on > today else None)


def test_the_rule_of_the_day_says_where_it_stands(settings):
    assert "2010" in rule_on(date(2015, 1, 1)).source
    assert "2023" in rule_on(date(2024, 1, 20)).source
    settings.PATENT_FEE_RULES = [{"since": date(2000, 1, 1), "late_months": 3, "surcharge_pct": 1, "source": "试行"}]
    assert fee_of(FILED, 6).late_until == date(2002, 9, 3)


@pytest.fixture
def firm(unit, member, person):  # noqa: F811
    """A firm in the reserve with one of its people: ``firm()``."""
    officer = person("officer")

    def make(is_looked_after: bool = True):
        organisation = unit()
        if is_looked_after:
            Reserve.objects.create(
                organisation=organisation, status="admitted", tier="key", plan_year=2016, responsible=officer
            )
        return organisation, member(organisation)

    return make


TODAY = date(2016, 4, 1)
IN_FORCE = {"filed_on": date(2014, 5, 5), "granted_on": date(2015, 9, 9)}


@pytest.mark.django_db
def test_a_firm_is_told_once_of_each_fee(firm, places):
    organisation, owner = firm()
    first = patent(places, organisation=organisation, **IN_FORCE)
    patent(places, organisation=organisation, **IN_FORCE | {"filed_on": date(2014, 9, 9)})  # Not within 60 days.
    patent(places, organisation=organisation, **IN_FORCE, legal_status="无权", legal_status_on=date(2016, 1, 1))

    assert (remind_of_fees(TODAY), remind_of_fees(TODAY)) == (1, 0)

    message = Message.objects.get(user=owner, kind="patents.fees_due")
    assert "（第 3 年度，2016-05-05 前）" in message.body
    assert first.number in message.body
    assert "第九十八条" in message.body
    second = patent(places, organisation=organisation, **IN_FORCE)
    assert remind_of_fees(date(2016, 4, 2)) == 1
    assert second.number in Message.objects.filter(kind="patents.fees_due").latest("pk").body
    assert first.number not in Message.objects.filter(kind="patents.fees_due").latest("pk").body
    assert FeeReminder.objects.count() == 2
    assert remind_of_fees(date(2017, 4, 1)) == 2  # Next year's are others.


@pytest.mark.django_db
def test_who_is_not_looked_after_or_has_no_people_is_not_told(firm, places, unit, person):  # noqa: F811
    outside, _owner = firm(is_looked_after=False)
    patent(places, organisation=outside, **IN_FORCE)
    lonely = unit()
    Reserve.objects.create(
        organisation=lonely, status="admitted", tier="key", plan_year=2016, responsible=person("officer")
    )
    patent(places, organisation=lonely, **IN_FORCE)
    assert remind_of_fees(TODAY) == 0
    assert not FeeReminder.objects.exists()  # Whoever joins the firm is told then.


@pytest.mark.django_db
def test_reminding_is_turned_off_by_the_settings(firm, places, settings):
    settings.PATENT_FEE_REMIND_DAYS = 0
    patent(places, organisation=firm()[0], **IN_FORCE)
    assert remind_of_fees(TODAY) == 0
    tasks.remind_of_fees()
