"""A 对接会: planned, opened, joined, signed in at, closed; its people counted by person and frozen."""

import hashlib
import json
from datetime import timedelta
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connections, transaction
from django.db.utils import InternalError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bureau.accounts.choices import MembershipRole
from bureau.audit.models import Entry
from bureau.lists import workflow as registers
from bureau.reports import annual
from bureau.reports.detail import rows_of
from bureau.reports.measures import Measures
from bureau.reports.participants import how_counted, source_of
from bureau.workflow import Refused
from matchmaking import attendees, eventfigures, headcounts
from matchmaking.choices import EventStatus
from matchmaking.models import Attendance, Contact, Demand, Event, EventSnapshot, Participant, Presence, SubVenue
from matchmaking.workflow import attending, binding, dealing, events
from tests.matchmaking.conftest import QUESTIONS, drafted_deal
from tests.matchmaking.events import minute, opened, over, participant, planned, was_there

pytestmark = pytest.mark.django_db
DEVICE = "a" * 32


@pytest.fixture
def officer(person):
    return person("officer")


# Who may say what, when.


@pytest.mark.parametrize("status", EventStatus.values)
def test_a_verb_works_from_exactly_the_statuses_of_its_table(status, officer):
    say = {events.PUBLISH: events.publish, events.OPEN: events.open_, events.CLOSE: events.close}
    assert set(say) == set(events.ALL)
    rank, now = EventStatus.values.index(status), timezone.now()
    for verb, do in say.items():
        signed = {f"{name}_{end}": (officer if end == "by" else now) for n, name in enumerate(("published", "opened", "closed"), 1) if n <= rank for end in ("by", "at")}  # fmt: skip
        event = planned(status=status, **signed)
        if verb is events.CLOSE:
            over(event)
        if status in verb.sources:
            do(event, by=officer)
            assert event.status == verb.target
        else:
            with pytest.raises(Refused, match="不能"):
                do(event, by=officer)
    assert {e.verb for e in Entry.objects.filter(model="matchmaking.event")} <= {
        "publish_event",
        "open_event",
        "close_event",
    }


def test_only_who_runs_events_may(person, manager):
    event, (_unit, owner) = planned(), manager()
    users = {role: person(role) for role in ("officer", "section_head", "leader", "report_office")} | {"owner": owner}

    assert {who for who, user in users.items() if events.PUBLISH.is_allowed(event, user)} == {"officer", "section_head"}


def test_neither_too_early_nor_a_notice_with_somebodys_number(officer):
    late = planned(starts_at=timezone.now() + timedelta(hours=3), ends_at=timezone.now() + timedelta(hours=4))
    events.publish(late, by=officer)
    with pytest.raises(Refused, match="最早提前两小时"):
        events.open_(late, by=officer)
    with pytest.raises(Refused, match="手机号"):
        events.publish(planned(notice="联系 13900001234"), by=officer)
    with pytest.raises(Refused, match="到时才能闭幕"):
        events.close(opened(officer), by=officer)


@pytest.mark.parametrize(
    ("claim", "values"),
    [
        ("matchmaking_event_ends_after_start", {"ends_at": timezone.now() - timedelta(days=9)}),
        ("matchmaking_event_collects_forwards", {"collect_until": "2000-01-01"}),
        ("matchmaking_event_published_iff_dated", {"status": "published"}),
        ("matchmaking_event_counting_known", {"counting": "both"}),
    ],
)
def test_the_database_refuses(claim, values, officer):
    event = planned()

    with pytest.raises(IntegrityError, match=claim), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**values)


# Coming in.


def test_joining_twice_is_one_person_and_one_time(officer, manager, places):
    organisation, owner = manager()
    event = opened(officer)
    values = {"role": "demand", "division": places["章贡区"], "organisation": organisation}

    first = attending.join(event, by=owner, device=DEVICE, **values)
    again = attending.join(event, by=owner, device=DEVICE, **values)
    elsewhere = attending.join(event, by=owner, device="b" * 32, is_phone=True, **values)

    assert first == again != elsewhere
    assert (Participant.objects.count(), Presence.objects.count(), elsewhere.source) == (1, 2, "app")


def test_who_comes_back_after_half_an_hour_has_come_twice(officer, manager):
    _organisation, owner = manager()
    event = opened(officer)
    first = attending.join(event, by=owner, device=DEVICE, role="audience")
    Presence.objects.filter(pk=first.pk).update(started_at=timezone.now() - timedelta(minutes=40), last_seen=timezone.now() - timedelta(minutes=31))  # fmt: skip

    second = attending.join(event, by=owner, device=DEVICE)

    assert first != second
    assert Participant.objects.get().presences.count() == 2


def test_the_hall_is_closed_to_staff_and_before_it_opens_and_to_who_has_no_number(officer, manager, somebody):
    event, (_unit, owner) = planned(), manager()
    with pytest.raises(Refused, match="会场没有开放"):
        attending.join(event, by=owner, device=DEVICE, role="audience")
    with pytest.raises(Refused, match="筹备中，不能登记"):
        attending.register(event, by=owner, role="audience")
    events.publish(event, by=officer)
    assert attending.register(event, by=owner, role="audience").registered_at
    with pytest.raises(PermissionDenied):
        attending.register(event, by=officer, role="host")
    nameless = somebody()
    nameless.mobile = ""
    nameless.save()
    with pytest.raises(Refused, match="绑定手机号"):
        attending.register(event, by=nameless, role="audience")


def test_one_person_online_and_at_two_sub_venues_is_one(officer, manager, places):
    _organisation, owner = manager()
    event = opened(officer)
    venues = [SubVenue.objects.create(event=event, name=name, division=places["章贡区"]) for name in ("甲", "乙")]
    at = attending.join(event, by=owner, device=DEVICE, role="demand")
    Presence.objects.filter(pk=at.pk).update(started_at=timezone.now() - timedelta(seconds=90))
    someone = attending.Person(owner.mobile, "李四")

    said = [attending.sign_in(venue, someone) for venue in (*venues, venues[0])]
    attending.sign_in(venues[0], attending.Person("13911112222", "王五"))

    assert said == [True, True, False]
    told = headcounts.figures(event)
    assert {name: told[name] for name in ("people", "online", "at_venues", "visits", "registered")} == {
        "people": 2, "online": 1, "at_venues": 2, "visits": 4, "registered": 2,
    }  # fmt: skip
    assert Participant.objects.get(user=owner).role == "demand"


def test_a_sub_venues_list_is_signed_in_as_a_whole_by_its_clerk_alone(officer, manager, workbook, places):
    _organisation, clerk = manager()
    event = opened(officer)
    venue = SubVenue.objects.create(event=event, name="信丰", division=places["信丰县"])
    path = workbook([["分会场签到表"], ["姓名", "手机号", "单位", "身份"], ["甲", 13900000001, "甲厂", "需方"], ["乙", "139 0000 0002", "", ""], ["甲", "13900000001", "", ""]])  # fmt: skip
    with pytest.raises(attendees.NotAList, match="第 4 行：手机号须是 11 位数字"), path.open("rb") as file:
        attendees.read(file)
    good = workbook(
        [
            ["姓名", "手机号", "身份", "县（市、区）"],
            ["甲", 13900000001, "需方", "于都县"],
            ["乙", "13900000002", "", ""],
        ]
    )
    with good.open("rb") as file:
        people = attendees.read(file)
    with pytest.raises(PermissionDenied):
        attending.sign_in_list(venue, people, by=clerk)
    events.name_clerks(event, by=officer, clerks={venue: [clerk]})

    assert attending.sign_in_list(venue, people, by=clerk) == (2, 0)
    assert attending.sign_in_list(venue, people, by=clerk) == (0, 2)

    assert headcounts.by_place(event) == [("信丰县", 1), ("于都县", 1)] or sorted(headcounts.by_place(event)) == sorted([("信丰县", 1), ("于都县", 1)])  # fmt: skip
    assert Entry.objects.filter(verb="sign_in_list").count() == 2


# Counting.


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    times=st.lists(
        st.tuples(st.integers(0, 5), st.integers(-90, 150), st.integers(0, 200), st.sampled_from(["", "甲", "乙"])), max_size=14
    )
)  # fmt: skip
def test_people_and_visits_are_what_a_plain_count_over_all_times_gives(times, places):
    with transaction.atomic():
        now = timezone.now().replace(second=0, microsecond=0)
        event = planned(starts_at=now - timedelta(minutes=60), ends_at=now + timedelta(minutes=60))
        venues = {name: SubVenue.objects.create(event=event, name=name) for name in ("甲", "乙")}
        people = [participant(event, f"1390000000{n}") for n in range(6)]
        online, signed, visits = set(), set(), 0
        for n, (who, start, length, venue) in enumerate(times):
            since = event.starts_at + timedelta(minutes=start, seconds=7)
            if venue:
                if (who, venue) in signed:
                    continue
                was_there(people[who], since, 0, venue=venues[venue], source="scan", device="")
                signed.add((who, venue))
                visits += 1
                continue
            was_there(people[who], since, length, device=f"{n}")
            inside = (
                min(since + timedelta(seconds=length), event.ends_at) - max(since, event.starts_at)
            ).total_seconds()
            if inside >= 60:
                online.add(who)
                visits += 1
        at_venues = {who for who, _venue in signed}

        told = headcounts.figures(event)

        assert (told["people"], told["online"], told["at_venues"], told["visits"]) == (
            len(online | at_venues), len(online), len(at_venues), visits,
        )  # fmt: skip
        assert sum(count for _name, count in headcounts.by_role(event)) == told["people"]
        assert sum(count for _name, count in headcounts.by_place(event)) == told["people"]
        transaction.set_rollback(True)


def test_fifty_nine_seconds_are_nobody_and_sixty_are_somebody(officer):
    event = opened(officer)
    since = event.starts_at + timedelta(minutes=5)
    was_there(participant(event, "13900000001"), since, 59.9)
    assert headcounts.figures(event)["people"] == 0
    was_there(participant(event, "13900000002"), since, 60)
    was_there(participant(event, "13900000003"), event.starts_at - timedelta(seconds=30), 80)  # Fifty of them inside.

    told = headcounts.figures(event)

    assert (told["people"], told["registered"], told["visits"]) == (1, 3, 1)


def test_peak_views_and_visitors_are_no_people(officer):
    event = opened(officer)
    minute(event, event.starts_at, 5, 40)
    minute(event, event.starts_at + timedelta(minutes=1), 9, 2)
    minute(event, event.starts_at - timedelta(minutes=1), 99, 1)
    event.visitors.create(device="x")

    told = headcounts.figures(event)

    assert (told["peak"], told["views"], told["visitors"], told["people"]) == (9, 43, 1, 0)


# The close.


@pytest.fixture
def held(officer, places):
    """An event that is over: three people of two places, one of them twice."""

    def make(**more):
        event = opened(officer, **more)
        since = event.starts_at + timedelta(minutes=5)
        venue = SubVenue.objects.create(event=event, name="信丰")
        first = participant(event, "13900000001", role="supply", division=places["章贡区"])
        was_there(first, since, 600)
        was_there(first, since, 0, venue=venue, source="sheet", device="")
        was_there(participant(event, "13900000002", role="demand", division=places["信丰县"]), since, 90)
        was_there(participant(event, "13900000003"), since, 0, venue=venue, source="scan", device="")
        participant(event, "13900000004")
        return over(event)

    return make


def test_closing_freezes_the_count_under_hashes_with_the_sql_that_made_it(held, officer):
    event = held()

    snapshot = events.close(event, by=officer)

    told = json.loads(snapshot.content)
    assert snapshot.sha256 == hashlib.sha256(snapshot.content.encode()).hexdigest()
    assert {n: told["figures"][n] for n in ("registered", "people", "online", "at_venues", "visits")} == {
        "registered": 4, "people": 3, "online": 2, "at_venues": 2, "visits": 4,
    }  # fmt: skip
    assert dict(map(tuple, told["by_role"])) == {"供方": 1, "需方": 1, "观众": 1}
    assert dict(map(tuple, told["by_place"])) == {"章贡区": 1, "信丰县": 1, "未注明": 1}
    assert told["rows"] == told["rows"] | {"count": 4, "sha256": snapshot.rows_sha256}
    assert all("SELECT" in one["sql"] and one["definition"] for one in told["definitions"])
    assert "1390000" not in snapshot.content
    assert events.faults(snapshot) == []


def test_a_snapshot_says_when_the_rows_no_longer_agree_and_cannot_be_written_over(held, officer):
    snapshot = events.close(held(), by=officer)
    gone = Presence.objects.filter(venue__isnull=True, participant__role="demand")
    gone.update(last_seen=gone.get().started_at)

    assert events.faults(snapshot) == ["人员清单与冻结时不同。", "在线参会人数：冻结时 3，现在 2。", "其中：线上：冻结时 2，现在 1。", "参会人次：冻结时 4，现在 3。"]  # fmt: skip
    for act in (lambda rows: rows.update(content="{}"), lambda rows: rows.delete()):
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            act(EventSnapshot.objects.filter(pk=snapshot.pk))


def test_nobody_signs_in_after_the_close(held, officer):
    event = held()
    events.close(event, by=officer)

    with pytest.raises(Refused, match="已闭幕，不能签到"):
        attending.sign_in(SubVenue.objects.get(), attending.Person("13900000009"))


def test_an_event_uses_the_portals_count_or_the_lists_never_both(held, officer):
    event, day, now = held(), timezone.localdate(), timezone.now()
    year = day.year
    listed = Attendance.objects.create(held_on=timezone.localdate(event.starts_at), county="章贡区", organisation_type="企业", people=500, changed_at=now)  # fmt: skip
    other = Attendance.objects.create(
        held_on=f"{year}-01-02" if day.month > 1 else f"{year}-12-30", county="信丰县", people=7, changed_at=now
    )
    assert Measures(year).participants() == 507

    events.close(event, by=officer)

    assert Measures(year).participants_by_way() == (7, 3)
    counted = Attendance.objects.effective().held_in(year).counted_once()
    assert listed not in counted
    assert {row.organisation_type for row in counted.exclude(pk=other.pk)} == {
        f"门户统计{event.pk}：{role}" for role in ("供方", "需方", "观众")
    }
    assert sum(row.people for row in counted) == 10
    assert how_counted(source_of(7, 3)) == "门户统计3人，按手机号去重；汇总报送7人，未去重"
    assert (how_counted(source_of(7, 0)), how_counted(source_of(0, 3))) == (
        "汇总报送，未去重",
        "门户统计，按手机号去重",
    )


def test_an_event_that_goes_by_lists_enters_nothing(held, officer):
    events.close(held(counting="lists"), by=officer)

    assert (Attendance.objects.count(), EventSnapshot.objects.count()) == (0, 1)


def test_what_the_portal_counted_is_neither_voided_nor_corrected_nor_overwritten_by_a_list(
    held, officer, person, workbook
):
    events.close(held(), by=officer)
    head, row = person("section_head"), Attendance.objects.first()
    with pytest.raises(Refused, match="随闭幕快照冻结"):
        registers.void(row, by=head, reason="不要了")
    row.refresh_from_db()
    with pytest.raises(Refused, match="随闭幕快照冻结"):
        registers.correct(row, by=head, reason="改一下", people=9)
    path = workbook(
        [["日期", "所在地", "单位类型", "签到人数"], [str(row.held_on), row.county, row.organisation_type, 9]]
    )

    with pytest.raises(CommandError):
        call_command("load_list", "attendance", str(path))

    row.refresh_from_db()
    assert row.people == 1


# What comes of it.


def test_contacts_made_at_an_event_are_its_own_and_nested(officer, public, places):
    achievement, answering, _officer = public()
    demand, asking, _officer = public(Demand, title="钕铁硼永磁高温退磁难题")
    before = dealing.ask(demand, achievement, by=asking, **QUESTIONS)
    assert before.event is None
    event = opened(officer)
    attending.join(event, by=answering, device=DEVICE, role="supply")

    dealing.accept(before, by=answering)

    contact = Contact.objects.get()
    assert contact.event == event
    for by in (asking, answering):
        binding.want(before, by=by)
    deal = drafted_deal(before, asking)
    binding.agree(deal, by=answering)
    told = eventfigures.met_figures(event)
    assert {n: told[n] for n in ("interests", "contacts", "intentions", "agreements", "agreed_amount")} == {
        "interests": 0, "contacts": 1, "intentions": 1, "agreements": 1, "agreed_amount": 800_000,
    }  # fmt: skip
    assert eventfigures.agreed(event)[0]["parties"] == ""
    event.names_parties = True
    assert eventfigures.agreed(event)[0]["parties"] == f"{demand.organisation_name} × {achievement.organisation_name}"
    demand.names_unit = False
    demand.save()
    assert eventfigures.agreed(event)[0]["parties"] == ""


def test_without_an_event_nothing_is_an_events(asked):
    interest, _asking, answering = asked()

    dealing.accept(interest, by=answering)

    assert (interest.event, Contact.objects.get().event) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_twenty_joins_and_sign_ins_of_one_person_at_once_are_one_person(officer, manager):
    organisation, owner = manager()
    event = opened(officer)
    venue = SubVenue.objects.create(event=event, name="甲")
    failed = []

    def come(n: int) -> None:
        try:
            if n % 2:
                attending.sign_in(SubVenue.objects.get(pk=venue.pk), attending.Person(owner.mobile))
            else:
                attending.join(Event.objects.get(pk=event.pk), by=owner, device=DEVICE, role="demand")
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=come, args=[n]) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert (Participant.objects.count(), Presence.objects.count()) == (1, 2)
    assert organisation.memberships.get().role == MembershipRole.MANAGER


@pytest.mark.django_db(transaction=True)
def test_the_annual_report_cites_the_close_and_opens_on_its_rows(held, officer, person):
    event = held()
    events.close(event, by=officer)

    report = annual.compute(timezone.localdate().year, by=person("report_office"))

    figure = report.figures.get(indicator="matchmaking.participants")
    rows = rows_of(report, figure.indicator)
    assert (figure.value, sum(row.people for row in rows)) == (3, 3)
    assert figure.source == "对接会闭幕快照（门户统计，按手机号去重）"
    assert {row.event for row in rows} == {event}
