"""The officers' funnel: every figure opens on exactly its rows; what stands still is found."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matchmaking import recommending
from matchmaking.funnel import ALL, STAGES, UNTOLD, Cell, funnel
from matchmaking.models import Achievement, Contact, Demand, Interest
from matchmaking.workflow import binding
from matchmaking.workflow import talking as verbs

from .conftest import drafted_deal
from .events import opened

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


@pytest.fixture
def year_of_dealing(agreed, public):
    """A signed deal, a contact that a list brought, a demand that nobody met."""
    interest, asking, answering = agreed()
    deal = drafted_deal(interest, asking)
    binding.agree(deal, by=answering)
    binding.sign(deal, by=asking, signed_on=timezone.localdate())
    now, today = timezone.now(), timezone.localdate()
    row = {"organisation_name": "甲", "collected_on": today, "changed_at": now}
    both = {
        "achievement": Achievement.objects.create(number="L1", title="清单成果", **row),
        "demand": Demand.objects.create(number="L1", title="清单需求", technology_field="新材料", **row),
    }
    Contact.objects.create(met_on=today, result="met", changed_at=now, **both)
    return interest


def figures(dimension) -> dict[str, list[int]]:
    """The table as numbers, by line."""
    return {line.label: [count for _cell, count in line.cells] for line in funnel(YEAR, dimension)}


def test_each_step_counts_lists_and_portal_together(year_of_dealing):
    assert figures("field") == {
        "新材料": [1, 2, 1, 2, 1, 1, 1], "未注明": [1, 0, 0, 0, 0, 0, 0], "全市": [2, 2, 1, 2, 1, 1, 1],
    }  # fmt: skip
    assert figures("place") == {
        "章贡区": [1, 1, 1, 1, 1, 1, 1], "未注明": [1, 1, 0, 1, 0, 0, 0], "全市": [2, 2, 1, 2, 1, 1, 1],
    }  # fmt: skip
    assert {line.label: sum(n for _c, n in line.cells) for line in funnel(YEAR - 1, "field")} == {"全市": 0}


def test_an_event_has_what_was_asked_and_met_at_it(year_of_dealing, person):
    event = opened(person("officer"), name="第十届")
    Contact.objects.filter(interest=year_of_dealing).update(event=event)

    assert figures("event") == {
        "第十届": [2, 2, 0, 1, 1, 1, 1], "不在对接会上": [0, 0, 1, 1, 0, 0, 0], "全市": [2, 2, 1, 2, 1, 1, 1],
    }  # fmt: skip


@pytest.mark.parametrize("dimension", ["field", "place", "event"])
def test_every_figure_opens_on_exactly_its_rows(dimension, year_of_dealing, person, client):
    client.force_login(person("officer"))
    if dimension == "event":
        event = opened(person("officer"))
        Contact.objects.filter(interest=year_of_dealing).update(event=event)
    page = reverse("admin:matchmaking_interest_funnel_page")
    lines = client.get(page, {"year": YEAR, "by": dimension}).context["lines"]

    counted = 0
    for line in lines:
        for cell, count in line.cells:
            shown = client.get(reverse(cell.list_name), {"cell": str(cell)}).context["cl"]
            assert shown.result_count == count, cell
            counted += count
    assert counted == sum(map(sum, figures(dimension).values()))


@pytest.mark.parametrize("text", ["", "x", "contacts.2026.field", "contacts.2026.field.99", "contacts.2026.colour.all", "contacts.x.field.all", "contacts.2026.place.-1"])  # fmt: skip
def test_a_cell_that_is_none_is_none(text):
    assert Cell.read(text) is None


def test_a_cell_is_read_as_it_is_written():
    for stage in STAGES.values():
        for cell in (Cell(stage, 2026), Cell(stage, 2026, "field", "40"), Cell(stage, 2026, "place", UNTOLD)):
            assert Cell.read(str(cell)) == cell
    assert Cell.read("contacts.2015.field.40").words == "2015 年技术对接，新材料"
    assert Cell.read(f"contacts.2015.place.{ALL}").words == "2015 年技术对接，全市"


def test_the_page_costs_the_same_at_any_length(year_of_dealing, person, client):
    client.force_login(person("officer"))
    page = reverse("admin:matchmaking_interest_funnel_page")
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    for number in (2, 3):
        values = {"organisation_name": "甲", "collected_on": timezone.localdate(), "changed_at": timezone.now()}
        Demand.objects.create(number=f"L{number}", title="清单需求", technology_field="电子信息", **values)

    with CaptureQueriesContext(connection) as three:
        client.get(page)

    assert len(three) == len(one) <= 24


def test_a_talk_that_stands_still_is_found_until_something_moves(talking):
    interest, asking, _answering = talking()
    now = timezone.now()
    assert not Interest.objects.stuck(now).exists()
    later = now + timedelta(days=31)
    assert list(Interest.objects.stuck(later)) == [interest]

    remark = verbs.say(interest, by=asking, text="还在看样品")
    type(remark).objects.update(said_at=now + timedelta(days=10))
    assert not Interest.objects.stuck(later).exists()
    assert list(Interest.objects.stuck(now + timedelta(days=41))) == [interest]


def test_a_signed_deal_does_not_stand_still(year_of_dealing):
    assert not Interest.objects.stuck(timezone.now() + timedelta(days=400)).exists()


def test_what_nobody_met_and_what_nobody_is_recommended_is_found(public, person, client):
    achievement, _owner, _officer = public()
    demand, _owner, _officer = public(Demand)
    values = {"organisation_name": "甲", "collected_on": date(2015, 5, 5), "changed_at": timezone.now()}
    lonely = Achievement.objects.create(number="L1", title="无人问津", **values)
    recommending.refresh(demand)

    assert list(Achievement.objects.never_listed()) == [lonely]
    assert list(Demand.objects.unmet()) == [demand]
    Contact.objects.create(
        achievement=achievement, demand=demand, met_on=date(2015, 5, 6), result="met", changed_at=timezone.now()
    )
    assert not Demand.objects.unmet().exists()
    client.force_login(person("officer"))
    for noun, todo, count in (("achievement", "never_listed", 1), ("demand", "unmet", 0), ("interest", "stuck", 0)):
        page = reverse(f"admin:matchmaking_{noun}_changelist")
        assert client.get(page, {"todo": todo}).context["cl"].result_count == count
