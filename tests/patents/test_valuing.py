"""高价值发明专利: what is marked and by whom, what is counted from the list, and how the statistic adds up."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.workflow import Refused
from patents import workflow
from patents.choices import ValueGround
from patents.models import Patent, Population, ValueMark
from patents.valuing import high_value_table

from .rows import patent

pytestmark = pytest.mark.django_db
DAY = date(2016, 12, 31)
YOUNG = {"filed_on": date(2014, 1, 1), "granted_on": date(2015, 6, 1)}
OLD = {"filed_on": date(2006, 1, 1), "granted_on": date(2008, 6, 1)}


@pytest.fixture
def officer(person):
    return person("officer")


def mark(by, *patents, ground=ValueGround.STRATEGIC, held_from=date(2016, 1, 1), **more):
    numbers = [one.application_number for one in patents]
    return workflow.mark(
        numbers, by=by, ground=ground, held_from=held_from, source_document="赣知发〔2016〕1号", **more
    )


def cells(day=DAY) -> dict[str, tuple]:
    table = high_value_table(day)
    return {line.label: tuple(line.cells) for line in [*table.lines, table.total]}


def test_each_counts_once_and_each_ground_by_itself(places, officer):
    old, young, both = patent(places, **OLD), patent(places, **YOUNG), patent(places, **OLD)
    patent(places, **YOUNG)  # Valid, and of no high value.
    mark(officer, young, both)
    mark(officer, young, ground=ValueGround.FAMILY)
    Population.objects.create(
        year=2015, county="章贡区", division=places["章贡区"], residents="2", changed_at=timezone.now()
    )
    assert cells()["章贡区"] == (3, Decimal("1.50"), 4, 2, 2, 1, 0, 0)
    assert cells()["全市"][0] == 3
    assert set(Patent.objects.high_value_on(DAY)) == {old, young, both}


def test_a_fact_counts_from_its_day_on_and_a_right_that_ended_not_at_all(places, officer):
    young = patent(places, **YOUNG)
    over = patent(places, **OLD, legal_status="无权", legal_status_on=date(2016, 5, 5))
    mark(officer, young, held_from=date(2016, 6, 1))
    assert [cells(day)["全市"][0] for day in (date(2016, 4, 1), date(2016, 5, 31), date(2016, 6, 1))] == [1, 0, 1]
    assert over not in Patent.objects.high_value_on(DAY)


@pytest.mark.parametrize(("day", "count"), [(date(2016, 1, 1), 0), (date(2016, 1, 2), 1)])
def test_kept_up_for_longer_than_ten_years_is_from_the_day_after(places, day, count):
    patent(places, **OLD)
    assert cells(day)["全市"][0] == count


def test_designs_and_utility_models_are_never_of_high_value(places, officer):
    other = patent(places, kind="utility_model", filed_on=date(2014, 1, 1), granted_on=date(2014, 6, 1))
    marked = mark(officer, other)
    assert (marked.new, marked.no_inventions) == (0, (other.application_number,))
    assert cells()["全市"][:3] == (0, None, 0)


def test_a_paste_is_marked_once_and_what_is_unknown_is_told(places, officer):
    one, two = patent(places, **YOUNG), patent(places, **YOUNG)
    assert mark(officer, one).new == 1
    again = workflow.mark(
        [one.application_number, two.application_number, "201519999999", two.application_number],
        by=officer, ground=ValueGround.STRATEGIC, held_from=date(2016, 1, 1), source_document="赣知发〔2016〕1号",
    )  # fmt: skip
    assert (again.new, again.same, again.unknown) == (1, 1, ("201519999999",))
    assert Entry.objects.filter(verb="mark_value").count() == 2


def test_who_may_not_marks_nothing(places, person):
    with pytest.raises(PermissionDenied):
        mark(person("leader"), patent(places, **YOUNG))
    assert not ValueMark.objects.exists()


def test_a_pledge_has_an_amount_and_nothing_else_has(places, officer):
    one = patent(places, **YOUNG)
    with pytest.raises(Refused, match="须写明金额"):
        mark(officer, one, ground=ValueGround.PLEDGE)
    with pytest.raises(Refused, match="须写明金额"):
        mark(officer, one, amount=Decimal(1))
    with pytest.raises(Refused, match="不能晚于今天"):
        mark(officer, one, held_from=date(2999, 1, 1))
    mark(officer, one, ground=ValueGround.PLEDGE, amount=Decimal(10_000_000))


def test_what_is_withdrawn_counts_on_no_day_and_may_be_marked_anew(places, officer):
    one = patent(places, **YOUNG)
    mark(officer, one)
    held = ValueMark.objects.get()
    with pytest.raises(Refused, match="理由"):
        workflow.withdraw(held, by=officer, reason=" ")
    workflow.withdraw(held, by=officer, reason="分类有误")
    assert cells()["全市"][0] == 0
    with pytest.raises(Refused, match="已经撤销"):
        workflow.withdraw(held, by=officer, reason="再撤")
    assert Entry.objects.about(held).latest("pk").verb == "withdraw_valuemark"
    assert mark(officer, one).new == 1


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"amount": 1}, "pledge_iff_amount"),
        ({"ground": "pledge"}, "pledge_iff_amount"),
        ({"ground": "pledge", "amount": 0}, "amount_above_nought"),
        ({"marked_by": None, "marked_at": None}, "is_signed"),
        ({"marked_by": None}, "marked_signed"),
        ({"withdrawal_reason": "x"}, "withdrawn_iff_reason"),
    ],
)
def test_the_database_refuses_what_no_mark_is(changes, constraint, places, officer):
    mark(officer, patent(places, **YOUNG))
    with pytest.raises(IntegrityError, match=f"patents_valuemark_{constraint}"):
        ValueMark.objects.update(**changes)


def test_an_officer_marks_in_the_admin_looks_at_the_rows_and_takes_back(places, officer, client):
    one = patent(places, **YOUNG)
    client.force_login(officer)
    asked = {
        "numbers": f"ZL{one.number}\n201510000001.0", "ground": "pledge", "held_from": "2016-03-03", "source_document": "质押登记 1 号",
        "amount": "800",
    }  # fmt: skip
    page = client.post("/admin/patents/valuemark/mark/", asked, follow=True).content.decode()
    assert "已标注 1 件" in page
    assert "登记中没有的申请号 1 个" in page
    assert ValueMark.objects.get().amount == 8_000_000
    table = client.get("/admin/patents/patent/value/", {"day": "2016-12-31"})
    assert "维持年限超过10年" in table.content.decode()
    rows = client.get(f"/admin/patents/patent/?{table.context['tables'][0].total.query}")
    assert list(rows.context["cl"].result_list) == [one]
    withdrawn = client.post(
        f"/admin/patents/valuemark/{ValueMark.objects.get().pk}/withdraw/", {"reason": "登记已注销"}, follow=True
    )
    assert "不再计入任何统计" in withdrawn.content.decode()
    wrong = client.post("/admin/patents/valuemark/mark/", asked | {"numbers": "2015100000018"})
    assert "2015100000018" in wrong.content.decode()
