"""Targets place by place: set in one table, counted against the list, beside the city's own; and the rank among cities."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from bureau.accounts.choices import CITIES
from bureau.audit.models import Entry
from bureau.reports.choices import TargetKind
from bureau.reports.models import Target
from bureau.workflow import Refused
from patents import workflow
from patents.choices import CityMeasure
from patents.models import CitySummary, PlaceTarget
from patents.questions import Measure
from patents.targets import cities_table, completion_table

from .rows import patent

pytestmark = pytest.mark.django_db
SOURCE = "赣科字〔2015〕1号"


@pytest.fixture
def officer(person):
    return person("officer")


def set_(by, places, numbers: dict, **more) -> int:
    values = {places[name].pk: value for name, value in numbers.items()}
    asked = {"year": 2015, "measure": Measure.FILED, "only_inventions": False, "source_document": SOURCE}
    return workflow.set_targets(by=by, values=values, **asked | more)


def lines(year=2015, measure=Measure.FILED, *, only_inventions=False) -> dict[str, tuple]:
    table = completion_table(year, measure, only_inventions=only_inventions)
    return {line.label: tuple(line.cells) for line in [*table.lines, table.total]}


def test_what_was_reached_stands_beside_the_target(places, officer):
    for _n in range(3):
        patent(places)
    patent(places, kind="design")
    patent(places, division=places["南康区"], filed_on=date(2014, 12, 31))
    set_(officer, places, {"章贡区": 8, "南康区": 2})
    set_(officer, places, {"章贡区": 3}, only_inventions=True)
    assert lines()["章贡区"] == (4, 8, Decimal("50.0"), 4)
    assert lines()["南康区"] == (0, 2, Decimal("0.0"), 2)
    assert lines()["信丰县"] == (0, None, None, None)
    assert lines()["全市"] == (4, None, None, None)
    assert lines(only_inventions=True)["章贡区"] == (3, 3, Decimal("100.0"), 0)


def test_of_what_was_passed_nothing_is_missing(places, officer):
    for _n in range(3):
        patent(places)
    set_(officer, places, {"章贡区": 2})
    assert lines()["章贡区"] == (3, 2, Decimal("150.0"), 0)


def test_valid_stock_has_targets_too(places, officer):
    patent(places, filed_on=date(2012, 1, 1), granted_on=date(2014, 1, 1))
    set_(officer, places, {"章贡区": 4}, measure=Measure.STOCK)
    assert lines(measure=Measure.STOCK)["章贡区"] == (1, 4, Decimal("25.0"), 3)


@pytest.mark.parametrize(("kind", "value", "wanted"), [(TargetKind.AT_LEAST, 5, 5), (TargetKind.GROWTH, 50, 3)])
def test_the_citys_target_is_the_annual_reports(kind, value, wanted, places):
    """Reports stand above patents: they tell it without patents knowing them."""
    for year in (2014, 2014, 2015):
        patent(places, filed_on=date(year, 3, 3))
    Target.objects.create(indicator="patents.applications", year=2015, kind=kind, value=value, source_document=SOURCE)
    assert lines()["全市"][:2] == (1, wanted)
    assert lines(measure=Measure.GRANTED)["全市"][1] is None


def test_a_table_is_set_changed_and_taken_back_and_the_book_has_each(places, officer):
    assert set_(officer, places, {"章贡区": 8, "南康区": 2, "信丰县": None}) == 2
    assert set_(officer, places, {"章贡区": 8, "南康区": 3}) == 1
    assert set_(officer, places, {"章贡区": None}) == 1
    assert list(PlaceTarget.objects.values_list("division__name", "value")) == [("南康区", 3)]
    verbs = list(Entry.objects.filter(model="patents.placetarget").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["set_target", "set_target", "set_target", "remove"]
    changed = Entry.objects.about(PlaceTarget.objects.get()).latest("pk").changes
    assert changed["value"] == [2, 3]


def test_who_may_not_sets_none_and_a_target_needs_its_document(places, officer, person):
    with pytest.raises(PermissionDenied):
        set_(person("leader"), places, {"章贡区": 8})
    with pytest.raises(Refused):
        set_(officer, places, {"章贡区": 8}, source_document=" ")
    with pytest.raises(Refused, match="须大于零"):
        set_(officer, places, {"章贡区": 0})
    with pytest.raises(Refused, match="年度"):
        set_(officer, places, {"章贡区": 1}, year=1900)


@pytest.mark.parametrize(("changes", "constraint"), [({"value": 0}, "above_nought"), ({"set_by": None}, "set_signed")])
def test_the_database_refuses_what_no_target_is(changes, constraint, places, officer):
    set_(officer, places, {"章贡区": 8})
    with pytest.raises(IntegrityError, match=f"patents_placetarget_{constraint}"):
        PlaceTarget.objects.update(**changes)


def test_an_officer_sets_targets_on_the_page_and_sees_them_completed(places, officer, client):
    patent(places)
    client.force_login(officer)
    asked = {"source_document": SOURCE, f"place-{places['章贡区'].pk}": "2"}
    done = client.post("/admin/patents/patent/targets/?year=2015&measure=filed", asked, follow=True).content.decode()
    assert "已下达，改动 1 个" in done
    assert "50.0" in done
    form = client.get("/admin/patents/patent/targets/?year=2015&measure=filed").context["form"]
    assert form[f"place-{places['章贡区'].pk}"].value() == 2
    assert client.get("/admin/patents/patent/completion/?year=x").status_code == 400


def city(name: str, ytd: int, year=2015, total=0) -> None:
    CitySummary.objects.create(
        month=date(year, 5, 1), city=name, measure="filed", ytd=ytd, total=total, invention=total, individuals=total,
        changed_at=timezone.now(),
    )  # fmt: skip


def test_cities_are_ranked_by_their_sum_and_equal_ones_share_a_place(places):
    for name, ytd in (("南昌市", 90), ("赣州市", 60), ("九江市", 60), ("吉安市", 10)):
        city(name, ytd, total=4)
    city("赣州市", 40, year=2014)
    table = cities_table(date(2015, 5, 1), CityMeasure.FILED)
    found = {line.label: line.cells[1] for line in table.lines}
    assert found == {"南昌市": 1, "九江市": 2, "★ 赣州市": 2, "吉安市": 4}
    assert next(iter(found)) == "南昌市"
    own = next(line for line in table.lines if "赣州市" in line.label)
    assert tuple(own.cells) == (60, 2, 40, Decimal("50.0"), 4, 4, Decimal("100.0"))
    assert f"{CITIES[-1]}" in "".join(table.notes)


def test_the_page_of_cities_opens_at_the_newest_month(places, officer, client):
    city("南昌市", 90)
    client.force_login(officer)
    page = client.get("/admin/patents/patent/cities/")
    assert "2015年1—5月各设区市专利申请量" in page.content.decode()
    assert client.get("/admin/patents/patent/cities/?month=x").status_code == 400
