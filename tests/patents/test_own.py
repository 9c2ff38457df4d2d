"""A unit's own patents in the workspace: its rows and nobody else's, with what is due, at the same cost at any length."""

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from bureau.audit.models import Entry
from tests.registration.conftest import member, somebody, unit  # noqa: F401 Units and their people.

from .rows import patent

pytestmark = pytest.mark.django_db
URL = "/workspace/patents/"


@pytest.fixture
def own(unit, member, places, client):  # noqa: F811
    """Somebody of a unit has signed in: the unit."""
    organisation = unit("赣州甲有限公司")
    client.force_login(member(organisation))
    return organisation


def numbers(response) -> list[str]:
    return [one.number for one in response.context["page"]]


def in_force(**more) -> dict:
    """Dates of an invention whose next fee falls due in ten days."""
    due = timezone.localdate() + timedelta(days=10)
    return {"filed_on": due.replace(year=due.year - 4, day=min(due.day, 28)), "granted_on": date(2024, 1, 2)} | more


def test_a_unit_sees_its_own_patents_and_nobody_elses(own, unit, places, client):  # noqa: F811
    mine = patent(places, organisation=own)
    patent(places, organisation=unit("赣州乙有限公司"))
    patent(places)
    gone = patent(places, organisation=own)
    type(gone).objects.filter(pk=gone.pk).update(
        voided_at=timezone.now(), voided_by=own.memberships.get().user, void_reason="重复"
    )
    assert numbers(client.get(URL)) == [mine.number]


def test_who_has_left_the_unit_or_has_none_sees_nothing(own, places, client, somebody, person):  # noqa: F811
    patent(places, organisation=own)
    own.memberships.update(ended_at=timezone.now(), ended_by=person("section_head"))
    assert "还没有加入单位" in client.get(URL).content.decode()
    client.force_login(somebody())
    assert "还没有加入单位" in client.get(URL).content.decode()
    assert client.get(f"{URL}workbook/").status_code == 302
    client.logout()
    assert client.get(URL).status_code == 302


def test_the_filters_narrow_the_rows(own, places, client):
    valid = patent(places, organisation=own, title="一种永磁材料", **in_force())
    pending = patent(places, organisation=own, kind="design", filed_on=date(2015, 3, 3))
    over = patent(places, organisation=own, filed_on=date(2001, 1, 1), granted_on=date(2003, 3, 3))
    asked = {
        "state=in_force": valid, "state=pending": pending, "state=ended": over, "kind=design": pending, "year=2001": over,
        "q=永磁": valid, f"q=ZL{over.number}": over,
    }  # fmt: skip
    for query, wanted in asked.items():
        assert numbers(client.get(f"{URL}?{query}")) == [wanted.number], query


def test_the_fee_that_is_due_and_the_one_that_is_late_are_told(own, places, client):
    patent(places, organisation=own, **in_force())
    late = timezone.localdate() - timedelta(days=40)
    patent(places, organisation=own, filed_on=late.replace(year=late.year - 5, day=min(late.day, 28)), granted_on=date(2024, 1, 2))  # fmt: skip
    page = client.get(URL)
    assert page.context["due_count"] == 1
    text = page.content.decode()
    assert "90 天内到期的年费（1 件）" in text
    assert "另加 5% 滞纳金" in text
    assert "专利法实施细则" in text


def test_an_old_invention_in_force_is_of_high_value(own, places, client):
    patent(places, organisation=own, filed_on=date(2012, 1, 1), granted_on=date(2014, 1, 1))
    assert "高价值" in client.get(URL).content.decode()


def test_the_workbook_holds_the_filtered_rows_and_the_book_knows(own, places, client):
    patent(places, organisation=own, title="=1+1", **in_force())
    patent(places, organisation=own, kind="design")
    response = client.get(f"{URL}workbook/?kind=invention")
    rows = list(load_workbook(io.BytesIO(b"".join(response))).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[0][:3] == ("申请号", "专利名称", "专利类型")
    assert (rows[1][1], rows[1][10]) == ("=1+1", "有效")
    assert rows[1][12].date() == timezone.localdate() + timedelta(days=10) or rows[1][12].day == 28
    assert "kind=invention" in Entry.objects.filter(verb="export").get().reason


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_at_any_length(rows, own, places, client, django_assert_num_queries):
    client.get(URL)
    for _n in range(rows):
        patent(places, organisation=own, **in_force())
    with django_assert_num_queries(7):
        page = client.get(URL)
    assert len(page.context["page"].object_list) == rows
