"""From an interest to a signed deal: who may say what when, and that the report's figures move by one."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.reports.indicators import INDICATORS
from bureau.reports.measures import Measures
from bureau.workdays import workdays_after
from bureau.workflow import Refused
from matchmaking import tasks
from matchmaking.calendars import calendar
from matchmaking.choices import (
    ContactResult,
    DealStatus,
    IntentionStatus,
    InterestStatus,
    MeetingStatus,
)
from matchmaking.models import (
    Achievement,
    Contact,
    Deal,
    Demand,
    Disclosure,
    Intention,
    Interest,
    Mandate,
    Meeting,
    Remark,
)
from matchmaking.workflow import binding, dealing, mandates
from matchmaking.workflow import profiles as workflow
from matchmaking.workflow import talking as verbs

from .conftest import QUESTIONS, complete, drafted_deal, paper

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def told(kind) -> set:
    """Who has been told."""
    return {message.user for message in Message.objects.filter(kind=f"interest.{kind}")}


def figures() -> dict[str, int]:
    """What the annual report counts of this year."""
    rows = Contact.objects.effective().met_in(TODAY.year)
    return {
        "contacts": rows.count(),
        "intentions": rows.with_intention().count(),
        "agreements": rows.with_agreement().count(),
    }


def test_from_asking_to_signing_the_reports_figures_move_by_one(asked):
    interest, asking, answering = asked()
    assert interest.due_on == workdays_after(TODAY, 5)
    assert told("asked") == {answering}
    assert figures() == {"contacts": 0, "intentions": 0, "agreements": 0}

    dealing.accept(interest, by=answering)
    assert figures() == {"contacts": 1, "intentions": 0, "agreements": 0}
    assert told("accepted") == {asking}
    binding.want(interest, by=asking, amount=500_000)
    assert figures()["intentions"] == 0
    intention = binding.want(interest, by=answering)
    assert (intention.status, intention.amount) == (IntentionStatus.AGREED, 500_000)
    assert figures() == {"contacts": 1, "intentions": 1, "agreements": 0}
    deal = drafted_deal(interest, asking)
    binding.agree(deal, by=answering)
    assert figures() == {"contacts": 1, "intentions": 1, "agreements": 1}
    binding.sign(deal, by=asking, signed_on=TODAY)

    contact = Contact.objects.get()
    assert (contact.result, contact.intended_amount, contact.met_on) == (ContactResult.AGREEMENT, 800_000, TODAY)
    assert (deal.status, deal.signed_on) == (DealStatus.SIGNED, TODAY)
    verbs = Entry.objects.about(contact).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["add", "change", "change"]


def test_the_reports_own_measures_see_it(agreed):
    before = measured()

    agreed()

    after = measured()
    assert [after[code] - before[code] for code in before] == [1, 1, 0]


def measured() -> dict[str, int]:
    """The three indicators as the annual report measures them."""
    codes = ("matchmaking.contacts", "matchmaking.intentions", "matchmaking.agreements")
    measures = Measures(TODAY.year)
    return {one.code: one.measure(measures, 0) for one in INDICATORS if one.code in codes}


def test_a_pair_that_a_list_brought_the_same_day_is_not_counted_twice(asked):
    interest, _asking, answering = asked()
    brought = Contact.objects.create(
        achievement=interest.achievement, demand=interest.demand, met_on=TODAY, result="met", changed_at=timezone.now()
    )

    dealing.accept(interest, by=answering)

    assert interest.contact == brought
    assert Contact.objects.count() == 1


SAY = {
    dealing.ACCEPT: lambda row, by: dealing.accept(row, by=by),
    dealing.DECLINE: lambda row, by: dealing.decline(row, by=by, answer="不合适"),
    dealing.WITHDRAW: lambda row, by: dealing.withdraw(row, by=by),
    dealing.CLOSE: lambda row, by: dealing.close(row, by=by, reason="谈不拢"),
}


def put_into(interest, status):
    """The row in a status, with what its constraints ask for."""
    now = timezone.now()
    contact, _made = Contact.objects.get_or_create(
        achievement=interest.achievement, demand=interest.demand, met_on=date(2000, 1, 1), defaults={"result": "met", "changed_at": now}
    )  # fmt: skip
    by = interest.asked_by
    is_answered = status in (InterestStatus.ACCEPTED, InterestStatus.DECLINED, InterestStatus.CLOSED)
    is_ended = status in (InterestStatus.WITHDRAWN, InterestStatus.CLOSED)
    Interest.objects.filter(pk=interest.pk).update(
        status=status, answered_by=by if is_answered else None, answered_at=now if is_answered else None,
        ended_by=by if is_ended else None, ended_at=now if is_ended else None,
        contact=contact if status in (InterestStatus.ACCEPTED, InterestStatus.CLOSED) else None,
        answer="不" if status == InterestStatus.DECLINED else "",
    )  # fmt: skip


def test_a_verb_is_said_from_its_statuses_alone(asked):
    interest, asking, answering = asked()
    assert set(SAY) == set(dealing.ALL)
    for verb, say in SAY.items():
        by = asking if verb is dealing.WITHDRAW else answering
        for status in InterestStatus.values:
            put_into(interest, status)
            if status in verb.sources:
                with transaction.atomic():
                    say(interest, by)
                    assert interest.status == verb.target
            else:
                with pytest.raises(Refused, match=f"不能{verb.label}"):
                    say(interest, by)


def test_a_verb_is_refused_to_every_wrong_person(asked, manager, member, person):
    interest, asking, answering = asked()
    users = {
        "asking": asking, "answering": answering, "stranger": manager()[1], "colleague": member(interest.answerer),
        **{role: person(role) for role in ("officer", "section_head", "leader", "system_admin")},
    }  # fmt: skip
    allowed = {
        verb.verb: {who for who, user in users.items() if verb.is_allowed(interest, user)} for verb in dealing.ALL
    }

    assert allowed == {
        "accept_interest": {"answering", "colleague"}, "decline_interest": {"answering", "colleague"},
        "withdraw_interest": {"asking"}, "close_interest": {"asking", "answering", "colleague"},
    }  # fmt: skip


def test_nobody_contacts_himself(public, member):
    achievement, owner, officer = public()
    demand = workflow.begin(Demand, achievement.organisation, by=owner, **complete(Demand))
    workflow.submit(demand, by=owner)
    workflow.publish(demand, by=officer)
    with pytest.raises(Refused, match="不能与本单位自己对接"):
        dealing.ask(demand, achievement, by=owner, **QUESTIONS)
    elsewhere, other, _officer = public(Demand, title="别家的需求")
    member(achievement.organisation, user=other)  # The same person acts for both sides.
    with pytest.raises(Refused, match="不能与本单位自己对接"):
        dealing.ask(elsewhere, achievement, by=other, **QUESTIONS)


def test_what_is_not_public_or_nobodys_is_not_asked_for(public, drafted, person):
    demand, asking, _officer = public(Demand)
    draft, _owner = drafted()
    with pytest.raises(Refused, match="现在不公开"):
        dealing.ask(demand, draft, by=asking, **QUESTIONS)
    orphan = Achievement.objects.create(
        number="L1", title="清单成果", organisation_name="甲", collected_on=date(2015, 5, 5), changed_at=timezone.now()
    )
    with pytest.raises(Refused, match="还没有在本门户登记"):
        dealing.ask(demand, orphan, by=asking, **QUESTIONS)
    achievement, _owner, _officer = public()
    for stranger in (person("officer"), User.objects.create_user("x")):
        with pytest.raises(PermissionDenied):
            dealing.ask(demand, achievement, by=stranger, **QUESTIONS)


def test_a_second_click_is_the_same_interest_and_the_other_way_round_is_refused(asked):
    interest, asking, answering = asked()

    again = dealing.ask(interest.demand, interest.achievement, by=asking, **QUESTIONS)

    assert again == interest
    assert len(told("asked")) == Message.objects.filter(kind="interest.asked").count() == 1
    with pytest.raises(Refused, match="正在对接"):
        dealing.ask(interest.achievement, interest.demand, by=answering, **QUESTIONS)


def test_whoever_is_slow_is_reminded_and_then_the_officers_are_told_once(asked, person):
    interest, asking, answering = asked()
    officer = person("officer")
    due = interest.due_on

    assert dealing.tend_interests(TODAY) == (0, 0)
    day = next(day for day in (due - timedelta(days=n) for n in range(9, -1, -1)) if workdays_after(day, 2) >= due)
    assert dealing.tend_interests(day) == (1, 0)
    assert dealing.tend_interests(day) == (0, 0)
    assert told("reminder") == {answering}
    assert dealing.tend_interests(due) == (0, 0)
    assert dealing.tend_interests(due + timedelta(days=1)) == (0, 1)
    assert dealing.tend_interests(due + timedelta(days=2)) == (0, 0)

    assert officer in told("overdue_officer")
    assert asking not in told("overdue_officer")


def test_a_broker_asks_and_talks_for_its_client_but_binds_nobody(public, manager):
    achievement, answering, _officer = public()
    demand, client, _officer = public(Demand)
    agency, broker = manager("赣州技术转移中心")
    with pytest.raises(PermissionDenied):
        dealing.ask(demand, achievement, by=broker, **QUESTIONS)
    mandate = mandates.grant(demand.organisation, agency, by=client)

    interest = dealing.ask(demand, achievement, by=broker, **QUESTIONS)

    assert (interest.asker, interest.broker) == (demand.organisation, agency)
    dealing.accept(interest, by=answering)
    assert told("accepted") == {client, broker}
    verbs.say(interest, by=broker, text="先看样品")
    with pytest.raises(PermissionDenied):
        binding.want(interest, by=broker)
    binding.want(interest, by=client)
    mandates.end(mandate, by=client)
    with pytest.raises(PermissionDenied):
        dealing.ask(demand, achievement, by=broker, **QUESTIONS)
    for by in (broker, answering):
        with pytest.raises(PermissionDenied):
            mandates.end(mandate, by=by)
    with pytest.raises(Refused, match="已经终止"):
        mandates.end(mandate, by=client)


def test_an_overdue_answer_is_told_to_the_broker(public, manager):
    achievement, _answering, _officer = public()
    demand, client, _officer = public(Demand)
    agency, broker = manager("赣州技术转移中心")
    mandates.grant(demand.organisation, agency, by=client)
    interest = dealing.ask(demand, achievement, by=broker, **QUESTIONS)

    Interest.objects.update(due_on=TODAY - timedelta(days=1))
    tasks.tend_interests()

    assert told("overdue") == {broker}
    interest.refresh_from_db()
    assert interest.escalated_on == TODAY


def test_a_unit_mandates_nobody_twice_nor_itself(manager, member):
    unit_, owner = manager()
    other, _manager = manager()
    mandates.grant(unit_, other, by=owner)
    for broker in (other, unit_):
        with pytest.raises(Refused, match=r"已经委托过|不能委托本单位"):
            mandates.grant(unit_, broker, by=owner)
    with pytest.raises(PermissionDenied):
        mandates.grant(unit_, manager()[0], by=member(unit_))
    assert Mandate.objects.count() == 1


def test_contact_data_is_shown_after_acceptance_alone_and_each_look_is_written_down(asked):
    interest, asking, answering = asked()
    with pytest.raises(Refused, match="接受意向后"):
        verbs.disclose(interest, by=asking)
    dealing.accept(interest, by=answering)

    assert verbs.disclose(interest, by=asking) == interest.achievement
    assert verbs.disclose(interest, by=answering) == interest.demand

    seen = Disclosure.objects.order_by("pk").values_list("organisation", "shown", "seen_by")
    assert list(seen) == [(interest.asker_id, "achievement", asking.pk), (interest.answerer_id, "demand", answering.pk)]
    entry = Entry.objects.filter(verb="disclose_contact").order_by("pk").first()
    assert (entry.actor, entry.object_id) == (asking, interest.achievement_id)


def test_strangers_and_officers_take_no_part_in_a_talk(talking, manager, person):
    interest, _asking, _answering = talking()
    for stranger in (manager()[1], person("officer")):
        for say in (
            lambda by: verbs.say(interest, by=by, text="喂"),
            lambda by: verbs.disclose(interest, by=by),
            lambda by: binding.want(interest, by=by),
        ):
            with pytest.raises(PermissionDenied):
                say(stranger)
    assert not Remark.objects.exists()
    assert not Disclosure.objects.exists()


def test_a_note_stays_with_ones_own_unit(talking, member, person):
    interest, asking, answering = talking()
    verbs.say(interest, by=asking, text="可以寄样品", file=paper("样品.pdf"))
    verbs.say(interest, by=asking, text="底价二十万", is_private=True)

    assert told("said") == {answering}
    read = {
        who: [remark.text for remark in Remark.objects.read_by(user).order_by("pk")]
        for who, user in {"own": member(interest.asker), "other": answering, "officer": person("officer")}.items()
    }
    assert read == {"own": ["可以寄样品", "底价二十万"], "other": ["可以寄样品"], "officer": []}
    with pytest.raises(Refused, match="写内容或选择文件"):
        verbs.say(interest, by=asking, text="  ")


MEET = {
    verbs.CONFIRM: lambda row, by: verbs.confirm(row, by=by),
    verbs.CANCEL: lambda row, by: verbs.cancel(row, by=by, reason="改期"),
    verbs.HOLD: lambda row, by: verbs.hold(row, by=by),
}


def a_meeting(interest, by, **more):
    """An appointment of tomorrow."""
    values = {"starts_at": timezone.now() + timedelta(days=1), "minutes": 30, "place": "线上会议"}
    return verbs.propose(interest, by=by, **values | more)


def test_a_meeting_is_confirmed_by_the_other_side_and_goes_into_a_calendar(talking):
    interest, asking, answering = talking()
    meeting = a_meeting(interest, asking, place="章贡区,科技大厦;3楼")
    with pytest.raises(Refused, match="须由对方确认"):
        verbs.confirm(meeting, by=asking)
    verbs.confirm(meeting, by=answering)
    assert told("meeting_confirmed") == {asking}
    with pytest.raises(Refused, match="还没有到约定的时间"):
        verbs.hold(meeting, by=asking)

    text = calendar(meeting, timezone.now())

    lines = text.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert r"LOCATION:章贡区\,科技大厦\;3楼" in lines
    assert f"UID:meeting-{meeting.pk}@matchmaking" in lines
    assert "STATUS:CONFIRMED" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    for wrong in ({"starts_at": timezone.now()}, {"minutes": 5}):
        with pytest.raises(Refused):
            a_meeting(interest, asking, **wrong)


def test_each_verb_of_a_meeting_is_said_from_its_statuses_alone(talking):
    interest, asking, answering = talking()
    meeting = a_meeting(interest, asking)
    assert set(MEET) == set(verbs.ALL)
    for verb, say in MEET.items():
        for status in MeetingStatus.values:
            is_open = status == MeetingStatus.PROPOSED
            Meeting.objects.filter(pk=meeting.pk).update(
                status=status, starts_at=timezone.now() - timedelta(hours=1), answered_by=None if is_open else answering,
                answered_at=None if is_open else timezone.now(),
            )  # fmt: skip
            if status in verb.sources:
                with transaction.atomic():
                    say(meeting, answering)
                    assert meeting.status == verb.target
            else:
                with pytest.raises(Refused, match=f"不能{verb.label}"):
                    say(meeting, answering)


DEAL = {
    binding.AGREE: lambda row, by: binding.agree(row, by=by),
    binding.RETURN: lambda row, by: binding.return_(row, by=by, note="改金额"),
    binding.SIGN: lambda row, by: binding.sign(row, by=by, signed_on=TODAY),
}


def test_each_verb_of_a_deal_is_said_from_its_statuses_alone(agreed):
    interest, asking, answering = agreed()
    deal = drafted_deal(interest, asking)
    assert set(DEAL) == set(binding.ALL)
    for verb, say in DEAL.items():
        for status in DealStatus.values:
            is_agreed = status in (DealStatus.AGREED, DealStatus.SIGNED)
            Deal.objects.filter(pk=deal.pk).update(
                status=status, agreed_by=answering if is_agreed else None, agreed_at=timezone.now() if is_agreed else None,
                signed_on=TODAY if status == DealStatus.SIGNED else None, return_note="改" if status == DealStatus.RETURNED else "",
            )  # fmt: skip
            if status in verb.sources:
                with transaction.atomic():
                    say(deal, answering)
                    assert deal.status == verb.target
            else:
                with pytest.raises(Refused, match=f"不能{verb.label}"):
                    say(deal, answering)


def test_a_deal_is_returned_drafted_again_and_agreed_by_the_other_side_alone(agreed, member):
    interest, asking, answering = agreed()
    deal = drafted_deal(interest, asking)
    with pytest.raises(Refused, match="不能再起草"):
        drafted_deal(interest, answering)
    with pytest.raises(Refused, match="须由对方确认"):
        binding.agree(deal, by=asking)
    with pytest.raises(PermissionDenied):
        binding.agree(deal, by=member(interest.answerer))  # 填报人 bind nobody.
    binding.return_(deal, by=answering, note="金额太低")
    deal = drafted_deal(interest, asking)
    assert (deal.return_note, Deal.objects.count()) == ("", 1)
    binding.agree(deal, by=answering)
    with pytest.raises(Refused, match="签约日期"):
        binding.sign(deal, by=asking, signed_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="已经达成协议"):
        dealing.close(interest, by=asking, reason="不谈了")


def test_no_deal_without_an_intention_of_both(talking):
    interest, asking, _answering = talking()
    binding.want(interest, by=asking)

    with pytest.raises(Refused, match="双方确认意向后"):
        drafted_deal(interest, asking)


@pytest.mark.parametrize("early", [True, False])
def test_yes_is_one_however_often_it_is_clicked(talking, early):
    interest, asking, answering = talking()
    for _ in range(3):
        binding.want(interest, by=asking if early else answering)
    assert Intention.objects.get().status == IntentionStatus.PROPOSED
    assert Entry.objects.filter(verb="want").count() == 1


BROKEN = {
    "interest_in_another": lambda i: {"answerer": i.asker_id},
    "interest_brokered_by_a_third": lambda i: {"broker": i.asker_id},
    "interest_status_known": lambda i: {"status": "lost"},
    "interest_side_known": lambda i: {"side": "third"},
    "interest_answered_iff_dated": lambda i: {"answered_by": i.asked_by_id, "answered_at": timezone.now()},
    "interest_accepted_iff_contact": lambda i: {
        "status": "accepted", "answered_by": i.asked_by_id, "answered_at": timezone.now()
    },
    "interest_declined_iff_reason": lambda i: {
        "status": "declined", "answered_by": i.asked_by_id, "answered_at": timezone.now()
    },
    "interest_ended_iff_dated": lambda i: {"status": "withdrawn"},
    "interest_asked_signed": lambda i: {"asked_by": None},
}  # fmt: skip


@pytest.mark.parametrize("claim", BROKEN)
def test_the_database_refuses_of_an_interest(claim, asked):
    interest, _asking, _answering = asked()
    with pytest.raises(IntegrityError, match=f"matchmaking_{claim}"), transaction.atomic():
        Interest.objects.filter(pk=interest.pk).update(**BROKEN[claim](interest))


WRONG = {
    "intention_agreed_iff_both": (Intention, {"answerer_confirmed_by": None, "answerer_confirmed_at": None}),
    "intention_amount_not_negative": (Intention, {"amount": -1}),
    "intention_status_known": (
        Intention,
        {"status": "x", "answerer_confirmed_by": None, "answerer_confirmed_at": None},
    ),
    "deal_amount_not_negative": (Deal, {"amount": -1}),
    "deal_status_known": (Deal, {"status": "x"}),
    "deal_kind_known": (Deal, {"kind": "x"}),
    "deal_agreed_iff_dated": (Deal, {"status": "agreed"}),
    "deal_signed_iff_dated": (Deal, {"signed_on": TODAY}),
    "deal_returned_iff_note": (Deal, {"return_note": "改"}),
    "meeting_status_known": (
        Meeting,
        {"status": "x", "answered_by": F("proposed_by"), "answered_at": timezone.now()},
    ),
    "meeting_lasts": (Meeting, {"minutes": 5}),
    "meeting_answered_iff_dated": (Meeting, {"status": "confirmed"}),
    "remark_says_something": (Remark, {"text": ""}),
    "remark_file_iff_name": (Remark, {"name": "x.pdf"}),
    "disclosure_side_known": (Disclosure, {"shown": "x"}),
}


@pytest.mark.parametrize("claim", WRONG)
def test_the_database_refuses_of_what_follows(claim, agreed):
    interest, asking, _answering = agreed()
    drafted_deal(interest, asking)
    a_meeting(interest, asking)
    verbs.say(interest, by=asking, text="好")
    verbs.disclose(interest, by=asking)
    model, values = WRONG[claim]
    with pytest.raises(IntegrityError, match=f"matchmaking_{claim}"), transaction.atomic():
        model.objects.update(**values)


@pytest.mark.django_db(transaction=True)
def test_two_hundred_simultaneous_clicks_make_one_intention(talking):
    interest, asking, answering = talking()
    start = threading.Barrier(20)

    def click(number: int) -> None:
        try:
            if number < 20:
                start.wait(30)
            by = User.objects.get(pk=(asking if number % 2 else answering).pk)
            binding.want(Interest.objects.get(pk=interest.pk), by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(click, range(200)))

    assert Intention.objects.get().status == IntentionStatus.AGREED
    assert figures() == {"contacts": 1, "intentions": 1, "agreements": 0}
    assert Entry.objects.filter(verb="agree_intention").count() == 1
    assert Entry.objects.filter(verb="want").count() == 1
