"""The yearly report: who owes it by 31 May, who was late, who missed it twice in one validity."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import Membership
from bureau.messaging.models import Message
from bureau.workflow import Refused
from enterprises import duties
from enterprises.choices import Filing
from enterprises.models import YearlyFiling
from enterprises.querysets import due_day
from enterprises.register_forms import FilingsForm
from enterprises.workflow import filings

from .test_ledger import certificate, code

pytestmark = pytest.mark.django_db


def owes(year):
    return [row.certificate_number for row in duties.owing(year).order_by("pk")]


def test_who_was_certified_by_the_years_end_and_still_is_owes_the_report(places):
    certificate(1, date(2014, 12, 31))
    certificate(2, date(2015, 1, 1))  # in the year after
    certificate(3, date(2012, 5, 31))  # ends on the due day
    certificate(4, date(2012, 6, 1))  # ends the day after
    certificate(5, date(2014, 1, 1), cancelled=date(2015, 5, 31))
    certificate(6, date(2012, 9, 1))  # certified again: owes once
    certificate(6, date(2014, 9, 1))

    numbers = [f"GR{n:012d}" for n in (0, 3, 6)]
    assert owes(2014) == numbers


def test_a_pasted_list_is_noted_and_the_unknown_given_back(places, person):
    certificate(1, date(2013, 5, 1))
    certificate(2, date(2013, 5, 1))
    officer = person("officer")
    lines = [(code(1).lower(), date(2015, 5, 31)), ("企业2", date(2015, 6, 1)), ("没有这家", date(2015, 5, 1))]
    noted = filings.note_filed(lines, 2014, by=officer)

    assert (noted.new, noted.corrected, noted.same, noted.unknown) == (2, 0, 0, ("没有这家",))
    duty = duties.duty(2014, duties.owed(2014, duties.noted_years()))
    assert (duty.owing, duty.on_time, duty.late, duty.missing) == (2, 1, 1, 0)
    again = filings.note_filed([("企业2", date(2015, 5, 30)), ("企业1", date(2015, 5, 31))], 2014, by=officer)
    assert (again.corrected, again.same) == (1, 1)
    with pytest.raises(Refused, match="年度结束以后"):
        filings.note_filed([("企业1", date(2014, 12, 31))], 2014, by=officer)
    with pytest.raises(PermissionDenied):
        filings.note_filed(lines, 2014, by=person("leader"))


def test_two_misses_in_one_validity_are_told_late_ones_count(places, person):
    for firm in (1, 2, 3):
        certificate(firm, date(2013, 5, 1))
    certificate(4, date(2014, 5, 1))
    officer = person("officer")
    filings.note_filed([("企业1", date(2014, 5, 1)), ("企业2", date(2014, 6, 1))], 2013, by=officer)
    filings.note_filed([("企业1", date(2015, 5, 1)), ("企业3", date(2015, 5, 1))], 2014, by=officer)
    rows = {row.enterprise_name: row.misses for row in duties.owing(2014)}

    assert rows == {"企业1": 0, "企业2": 2, "企业3": 1, "企业4": 1}  # 4 did not hold one for 2013
    owed = duties.owed(2014, duties.noted_years())
    assert [row.misses for row in owed] == [2, 1, 1, 0]  # the most often missed first
    told = {
        state: [
            certificate.enterprise_name for certificate, _ in duties.shown(duties.narrowed(owed, due_day(2014), state))
        ]
        for state in Filing
    }
    assert told == {
        Filing.MISSING: ["企业2", "企业4"], Filing.LATE: [], Filing.TWICE: ["企业2"], Filing.ON_TIME: ["企业3", "企业1"],
    }  # fmt: skip
    assert duties.duty(2014, owed) == duties.Duty(2014, due_day(2014), 4, 2, 0, 2, 1)


def test_a_year_of_which_nothing_was_noted_is_nobodys_miss(places):
    certificate(1, date(2013, 5, 1))

    assert [row.misses for row in duties.owing(2014)] == [0]


def test_a_year_still_running_is_nobodys_miss(places, person):
    last = timezone.localdate().year - 1
    certificate(1, date(last, 1, 1))
    certificate(2, date(last, 1, 1))
    YearlyFiling.objects.create(
        organisation_id=certificate(3, date(last, 2, 1)).organisation_id, year=last + 1, filed_on=date(last + 2, 1, 2)
    )

    assert {row.misses for row in duties.owing(last + 1)} == {0}


def test_firms_are_reminded_until_the_day(places, person, member):
    this_year = timezone.localdate().year
    held = certificate(1, date(this_year - 1, 3, 1))
    owner = member(held.organisation)
    officer = person("officer")
    assert filings.remind(this_year, by=officer) == 1
    filings.remind(this_year, by=officer)

    message = Message.objects.get(kind="filing.due")
    assert (message.user, f"{this_year + 1}-05-31" in message.title) == (owner, True)
    with pytest.raises(Refused, match="不再提醒"):
        filings.remind(this_year - 2, by=officer)
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("line", ["企业1 2015-05-20", "企业1,2015.5.20", "企业1\t2015/05/20", "企业1，2015年5月20日"])
def test_a_line_is_read_as_people_paste_it(line):
    form = FilingsForm({"year": 2014, "lines": line})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["lines"] == [("企业1", date(2015, 5, 20))]


def test_a_line_without_a_day_is_named():
    form = FilingsForm({"year": 2014, "lines": "企业1 2015-05-20\n企业2"})

    assert form.errors["lines"] == ["第 2 行“企业2”末尾不是日期，应如 2026-05-20。"]


def test_the_database_knows_when_a_report_can_be_filed(places):
    unit = certificate(1, date(2013, 5, 1)).organisation
    with pytest.raises(IntegrityError, match="after_its_year"), transaction.atomic():
        YearlyFiling.objects.create(organisation=unit, year=2014, filed_on=date(2014, 12, 31))


def test_the_page_shows_and_takes_and_costs_the_same_at_any_length(
    places, person, client, django_assert_max_num_queries
):
    client.force_login(person("officer"))
    url = reverse("admin:enterprises_yearlyfiling_duty_page")
    client.get(url)
    for firm in (1, 2, 3):
        certificate(firm, date(2013, 5, firm))
        with django_assert_max_num_queries(15):
            client.get(url, {"year": "2014"})
    client.post(
        reverse("admin:enterprises_yearlyfiling_note_page"),
        {"year": "2014", "lines": "企业1 2015-05-20\n查无 2015-05-20"},
    )
    text = client.get(url, {"year": "2014", "state": "missing"}).content.decode()

    assert "应填报 <strong>3</strong> 家：按期 <strong>1</strong> 家" in text
    assert "第十三条" in text
    assert "企业1" not in text.partition("<tbody>")[2]
    assert "查无" in text


def test_the_timer_reminds_on_its_days_alone(places, member):
    this_year = timezone.localdate().year
    held = certificate(1, date(this_year - 1, 3, 1))
    member(held.organisation)
    for day, firms in ((date(this_year, 4, 30), 0), (date(this_year, 5, 1), 1), (date(this_year, 5, 1), 1)):
        with time_machine.travel(day):
            assert filings.remind_when_due(timezone.localdate()) == firms

    assert Message.objects.filter(kind="filing.due").count() == 1
