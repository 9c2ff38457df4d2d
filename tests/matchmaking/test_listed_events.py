"""A list of contacts may say at which event they were made, in a column or in its title; the funnel by event counts them."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from matchmaking.funnel import ALL, EVENT, UNTOLD, Cell, funnel
from matchmaking.models import Achievement, Contact, Demand
from matchmaking.workflow import events
from tests.matchmaking.events import planned

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
HEADINGS = ["成果编号", "需求编号", "对接日期", "对接结果"]


@pytest.fixture
def fair(person):
    """An announced event, and two achievements and demands that lists brought."""
    event = planned(name="第十届（2026）在线对接会")
    events.publish(event, by=person("officer"))
    for model, letter in ((Achievement, "C"), (Demand, "X")):
        for number in range(3):
            model.objects.create(
                number=f"{letter}{number}", title=f"甲{number}", organisation_name="乙", collected_on=TODAY, changed_at=timezone.now()
            )  # fmt: skip
    return event


def row(number: int, *more) -> list:
    return [f"C{number}", f"X{number}", str(TODAY), "已对接", *more]


def counted(event) -> dict[str, int]:
    """Contacts of the event, of none, and all, by the funnel's table and by its rows."""
    told = {line.cells[3][0].value: line.cells[3][1] for line in funnel(TODAY.year, EVENT)}
    assert {value: Cell.read(f"contacts.{TODAY.year}.event.{value}").rows().count() for value in told} == told
    return {"event": told[str(event.pk)], "none": told[UNTOLD], "all": told[ALL]}


def test_a_column_tells_the_event_of_each_row(fair, workbook):
    rows = [row(0, "第十届(2026)在线对接会"), row(1, ""), row(2, fair.name)]
    call_command("load_list", "contacts", str(workbook([[*HEADINGS, "对接会"], *rows])))

    assert counted(fair) == {"event": 2, "none": 1, "all": 3}


def test_a_title_tells_the_event_of_all_rows(fair, workbook):
    path = workbook([[f"{fair.name}对接情况汇总表"], HEADINGS, row(0), row(1)])
    call_command("load_list", "contacts", str(path))

    assert counted(fair) == {"event": 2, "none": 0, "all": 2}


def test_of_two_events_whose_names_a_title_holds_it_names_the_longer(fair, person, workbook):
    events.publish(planned(name="在线对接会"), by=person("officer"))
    call_command("load_list", "contacts", str(workbook([[f"{fair.name}对接情况汇总表"], HEADINGS, row(0)])))

    assert Contact.objects.get().event == fair


def test_a_list_that_names_none_leaves_what_is_known(fair, workbook):
    call_command("load_list", "contacts", str(workbook([[*HEADINGS, "对接会"], row(0, fair.name)])))
    call_command("load_list", "contacts", str(workbook([HEADINGS, [*row(0)[:3], "产生意向"]])))

    contact = Contact.objects.get()
    assert (contact.event, contact.result) == (fair, "intention")


@pytest.mark.parametrize("name", ["没有的对接会", "筹备中的对接会"])
def test_an_event_that_was_not_announced_is_a_mistake(name, fair, workbook):
    planned(name="筹备中的对接会")
    with pytest.raises(CommandError):
        call_command("load_list", "contacts", str(workbook([[*HEADINGS, "对接会"], row(0, name)])))

    assert not Contact.objects.exists()
