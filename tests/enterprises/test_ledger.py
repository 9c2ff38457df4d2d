"""The ledger balances whatever happens, and agrees with the figures of the report."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bureau.accounts.models import Organisation
from bureau.codes import credit_code_check
from enterprises.ledger import by_division, by_field, ledger
from enterprises.models import Recognition, RegisterEvent

pytestmark = pytest.mark.django_db


def code(firm: int) -> str:
    first = f"91360702PDY{firm:05d}X"
    return first + credit_code_check(first)


def certificate(firm, issued, *, place=None, field="新材料", cancelled=None, years=3, moved_in=None):
    organisation, _ = Organisation.objects.get_or_create(
        credit_code=code(firm), defaults={"name": f"企业{firm}", "name_key": f"企业{firm}"}
    )
    return Recognition.objects.create(
        organisation=organisation, enterprise_name=f"企业{firm}", credit_code=code(firm), division=place,
        county=str(place or ""), certificate_number=f"GR{Recognition.objects.count():012d}", issued_on=issued,
        valid_years=years, technology_field=field, cancelled_on=cancelled, moved_in_on=moved_in, changed_at=timezone.now(),
    )  # fmt: skip


def told(found, label):
    row = next(row for row in found.rows if row.label == label)
    return row.opening, row.new, row.moved_in, row.exited, row.moved_out, row.closing


def test_who_stayed_came_went_and_moved(places):
    here, there = places["章贡区"], places["南康区"]
    certificate(1, date(2014, 5, 1), place=here)  # stays
    certificate(2, date(2012, 5, 1), place=here)  # ends in May 2015
    certificate(3, date(2012, 5, 1), place=here)  # recognised again in another place and field
    certificate(3, date(2015, 8, 1), place=there, field="电子信息")
    certificate(4, date(2015, 8, 1), place=there)  # new
    certificate(5, date(2015, 8, 1), place=there, cancelled=date(2015, 9, 1))  # new and gone
    certificate(6, date(2014, 8, 1), place=there, cancelled=date(2015, 12, 31))  # cancelled on the last day
    found = ledger(2015, by_division)

    # opening, new, moved in, exited, moved out, closing
    assert told(found, "章贡区") == (3, 0, 0, 1, 1, 1)
    assert told(found, "南康区") == (1, 2, 1, 2, 0, 2)
    assert (found.total.opening, found.total.new, found.total.exited, found.total.closing) == (4, 2, 3, 3)
    assert told(ledger(2015, by_field), "电子信息") == (0, 0, 1, 0, 0, 1)
    assert [row.credit_code for row in Recognition.objects.expiring_in(2015).not_renewed()] == [code(2)]
    assert [row.credit_code for row in Recognition.objects.renewed_in(2015)] == [code(3)]


certificates = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.dates(date(2010, 1, 1), date(2016, 12, 31)),
        st.sampled_from(["章贡区", "南康区", "于都县"]),
        st.one_of(st.none(), st.integers(0, 1500)),
        st.one_of(st.none(), st.integers(0, 1500)),
    ),
    max_size=10,
)


def test_what_had_ended_before_it_moved_in_never_counted(places):
    """The one ran out on the way, the other was cancelled."""
    certificate(1, date(2011, 6, 1), place=places["章贡区"], moved_in=date(2015, 2, 1))
    certificate(2, date(2014, 6, 1), place=places["章贡区"], moved_in=date(2015, 2, 1), cancelled=date(2015, 2, 1))
    certificate(3, date(2014, 6, 1), place=places["章贡区"], moved_in=date(2015, 2, 1))

    total, rows = ledger(2015, by_division).total, Recognition.objects.high_tech()
    assert (total.opening, total.new, total.exited, total.closing) == (0, 1, 0, 1)
    assert (len(rows.new_in(2015)), len(rows.exited_in(2015))) == (1, 0)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=certificates, year=st.integers(2012, 2016))
def test_every_row_balances(places, rows, year):
    RegisterEvent.objects.all().delete()
    Recognition.objects.all().delete()
    for firm, issued, place, days, travelled in rows:
        moved_in = None if travelled is None else issued + timedelta(days=travelled)
        cancelled = None if days is None else issued + timedelta(days=days)
        certificate(firm, issued, place=places[place], field=place, cancelled=cancelled, moved_in=moved_in)

    for group in (by_division, by_field):
        found = ledger(year, group)
        assert all(row.balances for row in (*found.rows, found.total))
        assert found.total.moved_in == found.total.moved_out
        assert found.total.closing == Recognition.objects.high_tech().held_on(date(year, 12, 31)).count()
        assert found.total.exited == len(Recognition.objects.high_tech().exited_in(year))
        assert found.total.new == len(Recognition.objects.high_tech().new_in(year))


def test_the_page_costs_the_same_at_any_length(places, person, client, django_assert_max_num_queries):
    client.force_login(person("officer"))
    url = reverse("admin:enterprises_recognition_ledger_page")
    client.get(url)
    for firm in range(1, 4):
        certificate(firm, date(2015, 1, firm), place=places["章贡区"])
        with django_assert_max_num_queries(15):
            assert client.get(url, {"year": "2015"}).status_code == 200
