"""Experts drawn by lot: within every filter, the same each time, watched by another, answered; any change is found out."""

import json
from collections import Counter
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from bureau.messaging.models import Message
from bureau.workflow import Refused
from projects import drawing as lot
from projects.choices import DrawStatus, SeatStatus
from projects.models import Assignment, Draw, DrawChoice, DrawLine, Expert, ExpertiseField, Pledge, ReviewRound, Seat
from projects.workflow import assigning, calls, drawing, recusing, reviewing, rounds

SEED = "0" * 32


def candidate(key, **more) -> dict:
    known = {"id": key, "active": True, "types": ["technical"], "fields": ["1310"], "rank": "senior", "unit": f"单位{key}", "outside": False, "used": 0}  # fmt: skip
    return known | more


def content(candidates, lines=(), **more) -> dict:
    plan = {
        "outside_share": 0,
        "least_rank": "associate",
        "per_unit": 2,
        "yearly_cap": 10,
        "rotation_rounds": 0,
        "consecutive_cap": 0,
        "lines": list(lines) or [line()],
    }
    known = {"recused": {}, "seated": [], "choices": [], "rounds": [90, 80, 70], "rules": lot.RULES}
    known |= {name: more.pop(name) for name in list(more) if name in known}
    return known | {"plan": plan | more, "candidates": candidates}


def named(expert=None, kind="include", unit="") -> dict:
    return {"kind": kind, "expert": expert, "unit": unit, "reason": "x"}


def line(key=1, **more) -> dict:
    return {"id": key, "group": 7, "field": "13", "type": "technical", "seats": 2, "backups": 1} | more


@pytest.mark.parametrize(
    ("more", "asked", "reason"),
    [
        ({}, {}, ""),
        ({"active": False}, {}, "away"),
        ({}, {"seated": [1]}, "seated"),
        ({"types": ["financial"]}, {}, "type"),
        ({"fields": ["1810"]}, {}, "field"),
        ({"fields": ["13"]}, {}, ""),
        ({"rank": "intermediate"}, {}, "rank"),
        ({"rank": "associate"}, {}, ""),
        ({"used": 10}, {}, "cap"),
        ({"used": 9}, {}, ""),
        ({}, {"recused": {"7": [1]}}, "recused"),
        ({}, {"recused": {"8": [1]}}, ""),
        ({"sat": [0]}, {}, ""),
        ({"sat": [1]}, {"rotation_rounds": 2}, "rotation"),
        ({"sat": [2]}, {"rotation_rounds": 2}, ""),
        ({"sat": [0, 1]}, {"consecutive_cap": 2}, "streak"),
        ({"sat": [1, 2]}, {"consecutive_cap": 2}, ""),
        ({"sat": [0]}, {"consecutive_cap": 2}, ""),
        ({}, {"choices": [named(1, "exclude")]}, "excluded"),
        ({}, {"choices": [named(2, "exclude")]}, ""),
        ({}, {"choices": [named(None, "exclude", "单位1")]}, "excluded"),
        ({"fields": ["1810"], "rank": "none", "sat": [0]}, {"choices": [named(1)], "rotation_rounds": 1}, ""),
        ({"types": ["financial"]}, {"choices": [named(1)]}, "type"),
        ({"used": 10}, {"choices": [named(1)]}, "cap"),
        ({"active": False}, {"choices": [named(1)]}, "away"),
        ({}, {"choices": [named(1)], "recused": {"7": [1]}}, "recused"),
    ],
)
def test_each_filter_keeps_out_and_says_why(more, asked, reason):
    asked = content([candidate(1, **more)], **asked)

    assert lot.obstacle(asked["candidates"][0], asked["plan"]["lines"][0], asked) == reason
    told = lot.counts(asked)[0]
    assert told["eligible"] == (not reason)
    assert told["others"] == ({reason: 1} if reason else {})


def test_the_order_is_the_lots_alone():
    asked = content([candidate(key) for key in range(1, 30)], lines=[line(seats=5, backups=3)])
    order = sorted(range(1, 30), key=lambda key: lot.position(SEED, key))

    drawn = lot.draw(asked, SEED)

    assert [seat["expert"] for seat in drawn] == order[:8]
    assert [seat["is_backup"] for seat in drawn] == [False] * 5 + [True] * 3
    assert lot.draw(asked, SEED) == drawn
    assert lot.draw(asked, "1" + SEED[1:]) != drawn


def test_units_and_the_share_from_outside_are_kept():
    people = [candidate(key, unit="甲" if key < 20 else f"单位{key}", outside=key % 5 == 0) for key in range(1, 40)]
    for seed in range(30):
        drawn = lot.draw(content(people, lines=[line(seats=6, backups=4)], outside_share=40, per_unit=2), str(seed))
        chosen = [people[seat["expert"] - 1] for seat in drawn]
        assert sum(one["unit"] == "甲" for one in chosen) <= 2
        assert sum(one["outside"] for one in chosen[:6]) >= 3
        assert len({one["id"] for one in chosen}) == 10


def test_a_type_mix_draws_nobody_twice():
    people = [candidate(key, types=["technical", "financial"]) for key in range(1, 9)]
    lines = [line(1, seats=3, backups=0), line(2, type="financial", field="", seats=2, backups=1)]

    drawn = lot.draw(content(people, lines), SEED)

    assert len({seat["expert"] for seat in drawn}) == 6
    assert lot.shortages(content(people[:4], lines), lot.draw(content(people[:4], lines), SEED)) == ["第 2 行缺 1 人"]


def test_the_share_from_outside_is_the_groups_not_each_lines():
    people = [candidate(key, outside=key < 6) for key in range(1, 20)]
    people += [candidate(key, types=["financial"]) for key in range(20, 23)]
    lines = [line(1, seats=5, backups=0), line(2, type="financial", field="", seats=1, backups=0)]
    asked = content(people, lines, outside_share=30)

    drawn = lot.draw(asked, SEED)

    assert sum(people[seat["expert"] - 1]["outside"] for seat in drawn) >= 2
    assert lot.shortages(asked, drawn) == []
    only = content([c for c in people if not c["outside"]], lines, outside_share=30)
    assert lot.shortages(only, lot.draw(only, SEED)) == ["市外缺 2 人"]


def test_every_expert_has_the_same_chance():
    asked = content([candidate(key) for key in range(1, 11)], lines=[line(seats=1, backups=0)])
    hits = [0] * 11
    for seed in range(2000):
        hits[lot.draw(asked, str(seed))[0]["expert"]] += 1

    assert all(140 <= count <= 260 for count in hits[1:])  # 200 expected; within four and a half deviations.


@st.composite
def plans(draw):
    """Any bank of up to 59 experts and any plan of up to four lines in two groups."""
    chance = draw(st.randoms(use_true_random=False))
    people = [
        candidate(
            key, active=chance.random() > 0.1, types=chance.sample(["technical", "financial"], chance.randint(1, 2)),
            fields=chance.sample(["1310", "1311", "1810"], chance.randint(1, 3)), rank=chance.choice(lot.RANKS),
            unit=f"单位{chance.randint(1, 30)}", outside=chance.random() > 0.6, used=chance.randint(0, 11),
            sat=sorted(chance.sample(range(3), chance.randint(0, 3))),
        )
        for key in range(1, chance.randint(2, 60))
    ]  # fmt: skip
    lines = [
        line(key, group=chance.choice([7, 8]), type=chance.choice(["technical", "financial"]), field=chance.choice(["", "13", "1810"]), seats=chance.randint(1, 4), backups=chance.randint(0, 4))
        for key in range(1, chance.randint(2, 5))
    ]  # fmt: skip
    picked = chance.sample(range(1, 30), 4)
    choices = [named(picked[0]), named(picked[1]), named(picked[2], "exclude"), named(None, "exclude", "单位3")]
    recused = {str(group): chance.sample(range(1, 26), chance.randint(0, 8)) for group in (7, 8)}
    return content(
        people, lines, outside_share=chance.choice([0, 30, 50]), per_unit=chance.randint(1, 2), recused=recused,
        rotation_rounds=chance.randint(0, 2), consecutive_cap=chance.randint(0, 2), choices=choices, seated=chance.sample(range(1, 26), 2),
        least_rank=chance.choice(["none", "associate"]),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(plans(), st.text("0123456789abcdef", min_size=4, max_size=8))
def test_whatever_the_plan_every_rule_holds_for_everybody_drawn(asked, seed):
    people, lines = {c["id"]: c for c in asked["candidates"]}, {one["id"]: one for one in asked["plan"]["lines"]}
    drawn = lot.draw(asked, seed)

    assert lot.draw(json.loads(json.dumps(asked)), seed) == drawn
    assert len({seat["expert"] for seat in drawn}) == len(drawn)
    units = Counter((lines[seat["line"]]["group"], people[seat["expert"]]["unit"]) for seat in drawn)
    assert all(count <= asked["plan"]["per_unit"] for count in units.values())
    gone = {one["expert"] for one in asked["choices"] if one["kind"] == "exclude"}
    for seat in drawn:
        who, asks = people[seat["expert"]], lines[seat["line"]]
        assert lot.obstacle(who, asks, asked) == ""
        assert seat["expert"] not in asked["recused"][str(asks["group"])]  # An inclusion beats no recusal.
        assert seat["expert"] not in {*gone, *asked["seated"]}
        assert who["unit"] != "单位3"
        assert asks["type"] in who["types"]
    for key, asks in lines.items():
        of_line = [seat for seat in drawn if seat["line"] == key]
        assert [seat["place"] for seat in of_line] == list(range(1, len(of_line) + 1))
        assert sum(not seat["is_backup"] for seat in of_line) <= asks["seats"]
        waits = [lot.position(seed, seat["expert"]) for seat in of_line if seat["is_backup"]]
        assert waits == sorted(waits)  # Backups are called in the order of the lot.
    for expert, why in lot.left_out(asked, drawn):
        assert expert in lot.included(asked)
        assert why


@settings(max_examples=100, deadline=None)
@given(plans(), st.text("0123456789abcdef", min_size=4, max_size=8))
def test_who_is_included_sits_or_the_log_says_why_not(asked, seed):
    drawn = lot.draw(asked, seed)
    seats = {seat["expert"] for seat in drawn if not seat["is_backup"]}
    missed = dict(lot.left_out(asked, drawn))

    assert set(missed) == lot.included(asked) - seats
    for expert, why in missed.items():
        who = next((c for c in asked["candidates"] if c["id"] == expert), None)
        free = who and any(not lot.obstacle(who, one, asked) for one in asked["plan"]["lines"])
        assert (why == lot.FULL) == bool(free)


def test_backups_hold_the_share_from_outside_where_there_are_any():
    people = [candidate(key, outside=key % 7 == 0) for key in range(1, 60)]
    asked = content(people, [line(seats=2, backups=5)], outside_share=40)
    for seed in range(20):
        backups = [seat for seat in lot.draw(asked, str(seed)) if seat["is_backup"]]
        assert sum(people[seat["expert"] - 1]["outside"] for seat in backups) >= 2


def test_what_was_sealed_under_earlier_rules_is_drawn_by_them():
    people = [candidate(key, outside=key % 7 == 0) for key in range(1, 60)]
    asked = content(people, [line(seats=2, backups=5)], outside_share=40)
    for name in ("rules", "choices", "rounds"):
        del asked[name]
    for name in ("rotation_rounds", "consecutive_cap"):
        del asked["plan"][name]
    order = sorted((c["id"] for c in people), key=lambda key: lot.position(SEED, key))
    outside = [key for key in order if key % 7 == 0][:1]
    seats = [*outside, *[key for key in order if key not in outside][:1]]

    drawn = [seat["expert"] for seat in lot.draw(asked, SEED)]

    assert drawn == [*seats, *[key for key in order if key not in seats][:5]]


@pytest.fixture
def officer(person):
    return person("officer")


@pytest.fixture
def scene(accepted, expert, round_of, officer):
    """(round, group, experts) of a round with one group of one application and eight experts of its field."""
    application = accepted()[0]
    round_ = round_of(application, per_application=2)
    experts_ = [expert(fields=["1310"]) for _ in range(8)]
    field = ExpertiseField.objects.get(code="13")
    group = rounds.compose_group(round_, by=officer, name="稀土组", field=field, applications=[application])
    return round_, group, experts_


@pytest.fixture
def prepared(scene, officer):
    round_, group, _experts = scene
    draw = drawing.plan(round_, by=officer)
    DrawLine.objects.create(draw=draw, group=group, field=group.field, seats=2, backups=2)
    drawing.prepare(draw, by=officer)
    return draw


@pytest.fixture
def drawn(prepared, head):
    drawing.supervise(prepared, by=head)
    return Draw.objects.get(pk=prepared.pk)


def fresh(user):
    return type(user).objects.get(pk=user.pk)


@pytest.mark.django_db
def test_another_person_watches_and_the_first_are_invited(prepared, officer, head, client):
    client.force_login(officer)
    log = reverse("admin:projects_draw_log_page", args=[prepared.pk])
    page = client.get(log).content.decode()
    assert "抽取完成前不显示姓名" in page
    assert "ZJ9" not in page
    with pytest.raises(PermissionDenied):
        drawing.supervise(prepared, by=officer)

    drawing.supervise(prepared, by=head)

    seats = Seat.objects.order_by("place")
    assert [seat.status for seat in seats] == ["invited", "invited", "backup", "backup"]
    assert set(Message.objects.filter(kind="seat.invited").values_list("user", flat=True)) == {
        seat.expert.user_id for seat in seats[:2]
    }
    assert seats[0].expert.number in client.get(log).content.decode()
    assert len({seat.number for seat in seats}) == 4


@pytest.mark.django_db
def test_who_prepared_does_not_watch(scene, head):
    round_, group, _experts = scene
    draw = drawing.plan(round_, by=head)
    DrawLine.objects.create(draw=draw, group=group, seats=2, backups=0)
    drawing.prepare(draw, by=head)

    with pytest.raises(Refused, match="不能是操作人"):
        drawing.supervise(draw, by=head)
    with pytest.raises(IntegrityError, match="projects_draw_watched_by_another"), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(supervised_by=head, supervised_at=timezone.now())


@pytest.mark.django_db
def test_too_few_are_said_with_the_reasons(scene, officer):
    round_, group, experts_ = scene
    Expert.objects.filter(pk__in=[one.pk for one in experts_[:4]]).update(rank="intermediate")
    draw = drawing.plan(round_, by=officer)
    DrawLine.objects.create(draw=draw, group=group, seats=5, backups=0)

    with pytest.raises(Refused, match="只有 4 人（职称低于要求 4 人）"):
        drawing.prepare(draw, by=officer)
    DrawLine.objects.update(seats=2)
    Draw.objects.update(outside_share=30)
    with pytest.raises(Refused, match="须有市外 1 人，只有 0 人"):
        drawing.prepare(draw, by=officer)


@pytest.mark.django_db
def test_what_changes_after_preparing_is_prepared_anew(prepared, scene, officer, head):
    _round, group, experts_ = scene
    recusing.recuse(experts_[0], group.items.get().application, by=officer, ground="family", evidence="配偶")

    with pytest.raises(Refused, match="重新准备"):
        drawing.supervise(prepared, by=head)
    drawing.reopen(prepared, by=officer)
    drawing.prepare(prepared, by=officer)
    drawing.supervise(prepared, by=head)

    assert not Seat.objects.filter(expert=experts_[0]).exists()


@pytest.mark.django_db
def test_accepting_brings_the_groups_applications_declining_the_next_backup(drawn, client):
    first, second, third, _fourth = Seat.objects.order_by("place")
    client.force_login(fresh(first.expert.user))
    url = reverse("projects:seat", args=[first.pk])
    client.post(url, {"keeps_silence": "on"})
    first.refresh_from_db()
    assert first.status == "invited"  # Not without both promises.
    client.post(url, {"keeps_silence": "on", "has_no_conflict": "on"})
    assert Assignment.objects.get().number == first.number
    assert (Pledge.objects.get().expert, Pledge.objects.get().text) == (first.expert, reviewing.PLEDGE)

    client.force_login(fresh(second.expert.user))
    assert client.get(url).status_code == 404
    client.post(reverse("projects:seat-decline", args=[second.pk]), {"reason": "出差"})

    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.status, second.reason) == ("declined", "出差")
    assert (third.status, third.source, third.was_backup) == ("invited", "substitute", True)
    assert Message.objects.filter(kind="seat.invited", user=third.expert.user).count() == 1
    drawing.accept(third, by=fresh(third.expert.user))
    assert Assignment.objects.filter(source="substitute").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("is_running", [False, True])
def test_the_promise_is_signed_once_and_the_desk_opens_at_once(scene, officer, head, client, published, is_running):
    round_, group, _experts = scene
    calls.use_scheme(round_.call, by=officer, code="plan")
    calls.revise(round_.call, by=head, words="补评审方案")
    settle(round_, group, officer, head, [{"seats": 2, "backups": 2}])
    if is_running:
        ReviewRound.objects.filter(pk=round_.pk).update(
            status="reviewing", started_by=officer, started_at=timezone.now()
        )
    seat = Seat.objects.filter(status="invited").order_by("place").first()
    client.force_login(fresh(seat.expert.user))
    url = reverse("projects:seat", args=[seat.pk])
    assert reviewing.PLEDGE in client.get(url).content.decode()

    answer = client.post(url, {"keeps_silence": "on", "has_no_conflict": "on"})

    desk = reverse("projects:review-desk", args=[Assignment.objects.get().pk])
    assert answer["Location"] == (desk if is_running else url)
    ReviewRound.objects.filter(pk=round_.pk).update(status="reviewing", started_by=officer, started_at=timezone.now())
    assert "评审承诺书" not in client.get(desk).content.decode()
    assert Pledge.objects.count() == 1


@pytest.mark.django_db
def test_what_an_officer_enters_for_an_expert_leaves_the_promise_to_the_expert(drawn, officer):
    first = Seat.objects.order_by("place").first()

    drawing.accept_for(first, by=officer)

    assert not Pledge.objects.exists()


@pytest.mark.django_db
def test_a_backup_who_must_step_aside_or_is_away_is_passed_over(drawn, officer):
    first, _second, third, fourth = Seat.objects.order_by("place")
    recusing.recuse(third.expert, third.group.items.get().application, by=officer, ground="family", evidence="配偶")

    assert drawing.decline(first, by=fresh(first.expert.user), reason="出差") == fourth
    fourth.refresh_from_db()
    assert drawing.decline(fourth, by=fresh(fourth.expert.user), reason="出差") is None
    assert Message.objects.filter(kind="seat.short", user=officer).count() == 1


def settle(round_, group, officer, head, lines, **values):
    """A drawn plan of these lines."""
    draw = drawing.plan(round_, by=officer, **values)
    for one in lines:
        DrawLine.objects.create(draw=draw, group=group, **one)
    drawing.prepare(draw, by=officer)
    drawing.supervise(draw, by=head)
    return Draw.objects.get(pk=draw.pk)


@pytest.mark.django_db
def test_a_called_backup_keeps_the_share_from_outside_while_one_is_left(scene, officer, head, expert):
    round_, group, _experts = scene
    for _ in range(2):
        expert(fields=["1310"], city="南昌市")
    Expert.objects.filter(city="南昌市").update(is_outside=True)
    draw = settle(round_, group, officer, head, [{"seats": 2, "backups": 8}], outside_share=50)
    seats = Seat.objects.filter(line__draw=draw)
    first = seats.get(expert__is_outside=True, was_backup=False)

    called = drawing.decline(first, by=fresh(first.expert.user), reason="出差")

    assert called.expert.is_outside
    assert called.note.startswith(f"递补{first}（婉拒）。")
    following = drawing.decline(called, by=fresh(called.expert.user), reason="出差")
    assert not following.expert.is_outside
    assert "备选中没有市外专家，本组市外少 1 人" in following.note
    assert drawing.faults(draw) == []


@pytest.mark.django_db
def test_a_called_backup_of_another_line_is_of_the_same_type(scene, officer, head, expert):
    round_, group, _experts = scene
    expert(types=["financial"]), expert(types=["financial", "technical"])
    draw = settle(round_, group, officer, head, [
        {"seats": 1, "backups": 0, "type": "financial"},
        {"seats": 2, "backups": 7, "type": "technical"},
    ])  # fmt: skip
    first = Seat.objects.get(seated_as="financial")
    both = Seat.objects.filter(seated_as="technical", expert__types__contains=["financial"], status="backup").first()

    called = drawing.decline(first, by=fresh(first.expert.user), reason="出差")

    assert called == both
    if called:
        assert called.seated_as == "financial"
        assert "的备选已用尽，由" in called.note
        assert drawing.decline(called, by=fresh(called.expert.user), reason="出差") is None
    first.refresh_from_db()
    assert Message.objects.filter(kind="seat.short").exists()
    assert drawing.faults(draw) == []


@pytest.mark.django_db
def test_who_has_reached_the_years_cap_meanwhile_is_not_called(drawn):
    first, _second, third, fourth = Seat.objects.order_by("place")
    Draw.objects.filter(pk=drawn.pk).update(yearly_cap=1)
    other = ReviewRound.objects.create(
        call=first.round.call, name="另一轮", due_at=timezone.now(), created_by=drawn.created_by
    )
    assigning.seat_of(other, third.expert, by=drawn.created_by, source="appointed")

    assert drawing.decline(first, by=fresh(first.expert.user), reason="出差") == fourth


@pytest.mark.django_db
def test_rotation_and_streaks_look_at_earlier_rounds_of_the_category(scene, officer, head, round_of):
    round_, group, experts_ = scene
    application = group.items.get().application
    draw = settle(round_, group, officer, head, [{"seats": 2, "backups": 0}])
    sat = set(Seat.objects.values_list("expert", flat=True))
    ReviewRound.objects.create(call=round_.call, name="没有开的一轮", due_at=timezone.now(), created_by=officer)
    later = round_of(application)
    again = rounds.compose_group(later, by=officer, name="稀土组", field=group.field, applications=[application])

    plan = drawing.plan(later, by=officer, rotation_rounds=1)
    DrawLine.objects.create(draw=plan, group=again, seats=1, backups=5)
    drawing.prepare(plan, by=officer)
    assert plan.content["rounds"] == [round_.pk]
    assert lot.counts(plan.content)[0]["others"]["rotation"] == 2
    drawing.supervise(plan, by=head)

    assert not sat & set(Seat.objects.filter(line__draw=plan).values_list("expert", flat=True))
    assert drawing.faults(Draw.objects.get(pk=plan.pk)) == drawing.faults(draw) == []
    streak = drawing.plan(later, by=officer, consecutive_cap=1)
    DrawLine.objects.create(draw=streak, group=again, seats=1, backups=0)
    with pytest.raises(Refused, match="连续参加同类评审已满 2 人"):
        drawing.prepare(streak, by=officer)
    assert len(experts_) == 8


@pytest.mark.django_db
def test_an_inclusion_never_beats_a_recusal_and_the_log_says_so(scene, officer, head, client):
    round_, group, experts_ = scene
    wanted, barred = experts_[:2]
    recusing.recuse(barred, group.items.get().application, by=officer, ground="family", evidence="配偶")
    draw = drawing.plan(round_, by=officer)
    DrawLine.objects.create(draw=draw, group=group, field=group.field, seats=2, backups=2)
    for who in (wanted, barred):
        DrawChoice.objects.create(draw=draw, kind="include", expert=who, reason="熟悉指南")
    drawing.prepare(draw, by=officer)
    drawing.supervise(draw, by=head)

    assert Seat.objects.get(expert=wanted).status == "invited"
    assert not Seat.objects.filter(expert=barred).exists()
    client.force_login(officer)
    log = client.get(reverse("admin:projects_draw_log_page", args=[draw.pk])).content.decode()
    assert f"指定而没有抽入正选的：{barred.name}（{barred.number}）须回避。" in log
    DrawChoice.objects.filter(expert=barred).update(reason="另一理由")
    assert "抽取要求与抽取时不同。" in drawing.faults(Draw.objects.get(pk=draw.pk))


@pytest.mark.django_db
def test_nobody_is_both_included_and_excluded(prepared, scene):
    for kind in ("include", "exclude"):
        one = DrawChoice(draw=prepared, kind=kind, expert=scene[2][0], reason="x")
        if kind == "include":
            one.save()
    with pytest.raises(ValidationError, match="不能既指定又排除"):
        one.full_clean()


@pytest.mark.django_db
def test_who_does_not_answer_in_time_is_passed_over(drawn):
    first = Seat.objects.order_by("place")[0]
    assert drawing.lapse() == 0

    assert drawing.lapse(first.answer_by_day + timedelta(days=1)) == 2

    assert Seat.objects.filter(status="declined", reason="逾期没有答复").count() == 2
    assert Seat.objects.filter(status="invited").count() == 2


@pytest.mark.django_db
def test_an_officer_takes_a_seat_back(drawn, officer, client):
    first, _second, third, _fourth = Seat.objects.order_by("place")
    client.force_login(officer)
    client.post(reverse("admin:projects_draw_accept", args=[first.pk]))
    assert Assignment.objects.get().status == "assigned"
    client.post(reverse("admin:projects_draw_unseat", args=[first.pk]), {"reason": "重病"})

    first.refresh_from_db()
    third.refresh_from_db()
    assert (first.status, Assignment.objects.get().status, third.status) == ("cancelled", "cancelled", "invited")


@pytest.mark.django_db
def test_a_draw_is_verified_from_its_record(drawn):
    out = StringIO()

    call_command("verify_draw", drawn.pk, stdout=out)

    assert "一致" in out.getvalue()
    assert drawn.digest in out.getvalue()


def _flip(text: str) -> str:
    return ("1" if text[0] != "1" else "2") + text[1:]


TAMPERED = {
    "seed": lambda draw: Draw.objects.update(seed=_flip(draw.seed)),
    "digest": lambda draw: Draw.objects.update(digest=_flip(draw.digest)),
    "candidate": lambda draw: Draw.objects.update(
        content=draw.content | {"candidates": draw.content["candidates"][1:]}
    ),
    "day": lambda draw: Draw.objects.update(content=draw.content | {"day": "2020-01-01"}),
    "recused": lambda draw: Draw.objects.update(content=draw.content | {"recused": {"1": [1]}}),
    "seated": lambda draw: Draw.objects.update(content=draw.content | {"seated": [1]}),
    "result": lambda draw: Draw.objects.update(result=list(reversed(draw.result))),
    "rank": lambda draw: Draw.objects.update(least_rank="none"),
    "share": lambda draw: Draw.objects.update(outside_share=1),
    "unit": lambda draw: Draw.objects.update(per_unit=3),
    "cap": lambda draw: Draw.objects.update(yearly_cap=11),
    "number": lambda draw: Draw.objects.update(number=9),
    "operator": lambda draw: Draw.objects.update(prepared_by=draw.created_by.pk and Expert.objects.first().user),
    "supervisor": lambda draw: Draw.objects.update(supervised_by=Expert.objects.first().user),
    "prepared at": lambda draw: Draw.objects.update(prepared_at=draw.prepared_at - timedelta(microseconds=1)),
    "drawn at": lambda draw: Draw.objects.update(supervised_at=draw.supervised_at + timedelta(microseconds=1)),
    "rotation": lambda draw: Draw.objects.update(rotation_rounds=1),
    "streak": lambda draw: Draw.objects.update(consecutive_cap=1),
    "rules": lambda draw: Draw.objects.update(content=draw.content | {"rules": 1}),
    "a choice added": lambda draw: DrawChoice.objects.create(
        draw=draw, kind="exclude", expert=Expert.objects.first(), reason="x"
    ),
    "line's number": lambda draw: DrawLine.objects.update(seats=3),
    "line's type": lambda draw: DrawLine.objects.update(type="legal"),
    "line's backups": lambda draw: DrawLine.objects.update(backups=1),
    "line's field": lambda draw: DrawLine.objects.update(field=None),
    "seat's expert": lambda draw: Seat.objects.filter(place=1).update(
        expert=Expert.objects.exclude(pk__in=Seat.objects.values("expert")).first()
    ),
    "seat's place": lambda draw: Seat.objects.filter(place=4).update(place=9),
    "seat's kind": lambda draw: Seat.objects.filter(place=4).update(was_backup=False),
    "seat": lambda draw: Seat.objects.filter(place=4).delete(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", TAMPERED)
def test_one_changed_bit_is_found_out(drawn, what):
    TAMPERED[what](drawn)

    with pytest.raises(CommandError):
        call_command("verify_draw", drawn.pk)


@pytest.mark.django_db
def test_a_draw_forged_as_a_whole_is_found_out_by_the_book(drawn):
    drawn.seed = _flip(drawn.seed)
    drawn.result = lot.draw(drawn.content, drawn.seed)
    drawn.digest = drawing.digest_of(drawn)
    Draw.objects.filter(pk=drawn.pk).update(seed=drawn.seed, result=drawn.result, digest=drawn.digest)

    with pytest.raises(CommandError, match="审计台账"):
        call_command("verify_draw", drawn.pk)


@pytest.mark.django_db
def test_no_draw_to_verify_is_said():
    with pytest.raises(CommandError, match="没有编号为 1 的"):
        call_command("verify_draw", 1)


@pytest.mark.django_db
def test_draws_are_numbered_and_a_later_one_draws_none_again(drawn, scene, officer, head):
    round_, group, _experts = scene
    second = drawing.plan(round_, by=officer)
    DrawLine.objects.create(draw=second, group=group, seats=2, backups=2)
    drawing.prepare(second, by=officer)
    drawing.supervise(second, by=head)

    assert second.number == 2
    assert Seat.objects.values("expert").distinct().count() == 8
    call_command("verify_draw", drawn.pk, stdout=StringIO())
    call_command("verify_draw", second.pk, stdout=StringIO())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "values", "match"),
    [
        (Draw, {"seed": ""}, "projects_draw_drawn_iff_sealed"),
        (Draw, {"outside_share": 101}, "projects_draw_numbers_possible"),
        (Draw, {"reason": "x"}, "projects_draw_void_iff_says_why"),
        (Draw, {"prepared_by": None, "prepared_at": None}, "projects_draw_prepared_is_dated"),
        (DrawLine, {"seats": 0}, "projects_drawline_asks_somebody"),
        (DrawChoice, {"unit_name": "某大学"}, "projects_drawchoice_of_one_thing"),
        (DrawChoice, {"expert": None, "unit_name": "某大学"}, "projects_drawchoice_includes_an_expert"),
        (DrawChoice, {"reason": ""}, "projects_drawchoice_says_why"),
        (Seat, {"place": None}, "projects_seat_drawn_has_a_place"),
        (Seat, {"number": 1}, "projects_seat_one_per_number"),
        (Seat, {"status": "declined"}, "projects_seat_answered_is_dated"),
        (Seat, {"status": "cancelled"}, "projects_seat_says_why"),
        (Seat, {"status": "invited"}, "projects_seat_held_was_invited"),
    ],
)
def test_the_database_refuses(drawn, model, values, match):
    DrawChoice.objects.create(draw=drawn, kind="include", expert=Expert.objects.first(), reason="x")
    with pytest.raises(IntegrityError, match=match):
        model.objects.update(**values)


SAY = {
    drawing.PREPARE: lambda d, by: drawing.prepare(d, by=by),
    drawing.REOPEN: lambda d, by: drawing.reopen(d, by=by),
    drawing.DRAW: lambda d, by: drawing.supervise(d, by=by),
    drawing.VOID: lambda d, by: drawing.void(d, by=by, reason="x"),
}
SEAT_SAY = {
    drawing.ACCEPT: lambda s, by: drawing.accept(s, by=by),
    drawing.ACCEPT_FOR: lambda s, by: drawing.accept_for(s, by=by),
    drawing.DECLINE: lambda s, by: drawing.decline(s, by=by, reason="x"),
    drawing.UNSEAT: lambda s, by: drawing.unseat(s, by=by, reason="x"),
}
WHO = {
    "projects.change_draw": {"officer", "section_head"},
    "projects.supervise_draw": {"section_head", "supervision"},
    "projects.assign_assignment": {"officer", "section_head"},
    "projects.review_assignment": {"owner"},
}


def _alone(model) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for constraint in model._meta.constraints:
            if constraint.name in {"projects_seat_once", "projects_draw_one_per_number"}:
                continue
            if type(constraint).__name__ == "CheckConstraint":
                cursor.execute(f'ALTER TABLE {model._meta.db_table} DROP CONSTRAINT "{constraint.name}"')


@pytest.mark.django_db
def test_verbs_are_refused_to_every_wrong_person_and_in_every_wrong_state(drawn, person, expert):
    seat = Seat.objects.order_by("place")[0]
    codes = ("officer", "section_head", "leader", "report_office", "supervision", "system_admin")
    users = {code: person(code) for code in codes}
    users |= {"owner": fresh(seat.expert.user), "stranger": fresh(expert().user)}
    assert set(SAY) == set(drawing.ALL)
    assert set(SEAT_SAY) == set(drawing.OF_SEATS) - {drawing.INVITE}  # Said by the draw itself.
    for obj, says, states in ((drawn, SAY, DrawStatus.values), (seat, SEAT_SAY, SeatStatus.values)):
        _alone(type(obj))
        for transition, say in says.items():
            allowed = {who for who, user in users.items() if transition.is_allowed(obj, user)}
            assert allowed == WHO[transition.permission], transition.verb
            for who in users.keys() - allowed:
                with pytest.raises(PermissionDenied):
                    say(obj, users[who])
            for status in set(states) - set(transition.sources):
                type(obj).objects.filter(pk=obj.pk).update(status=status)
                with pytest.raises(Refused, match=f"不能{transition.label}"):
                    say(obj, users[sorted(allowed)[-1]])


@pytest.mark.django_db
def test_an_officer_plans_a_draw_in_the_admin(scene, officer, head, client):
    round_, group, experts_ = scene
    client.force_login(officer)
    inline = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-group": group.pk, "lines-0-field": group.field_id, "lines-0-type": "technical", "lines-0-seats": "2", "lines-0-backups": "1"}  # fmt: skip
    typed = {"round": round_.pk, "outside_share": "0", "least_rank": "associate", "per_unit": "2", "yearly_cap": "10", "rotation_rounds": "1", "consecutive_cap": "0", "answer_days": "2"}  # fmt: skip
    inline |= {"choices-TOTAL_FORMS": "2", "choices-INITIAL_FORMS": "0"}
    for place, who in enumerate(experts_[:2]):
        kind = ("include", "exclude")[place]
        inline |= {
            f"choices-{place}-kind": kind,
            f"choices-{place}-expert": who.number,
            f"choices-{place}-reason": "熟悉指南",
        }
    answer = client.post(reverse("admin:projects_draw_add"), typed | inline)
    assert answer.status_code == 302, answer.context["errors"]
    draw = Draw.objects.get()
    assert (draw.number, draw.created_by, draw.lines.count(), draw.rotation_rounds) == (1, officer, 1, 1)
    client.post(reverse("admin:projects_draw_prepare_page", args=[draw.pk]))
    assert "可抽取 7 人" in client.get(reverse("admin:projects_draw_change", args=[draw.pk])).content.decode()
    client.force_login(head)
    client.post(reverse("admin:projects_draw_supervise_page", args=[draw.pk]))

    draw.refresh_from_db()
    assert (draw.status, draw.supervised_by) == ("drawn", head)
    assert Seat.objects.filter(expert=experts_[0], was_backup=False).exists()
    log = client.get(reverse("admin:projects_draw_log_page", args=[draw.pk])).content.decode()
    assert "近 1 个同类轮次评过的不抽" in log
    assert f"排除</td><td>{experts_[1].name}（{experts_[1].number}）</td><td>熟悉指南" in log


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_preparing_costs_the_same_at_any_number_of_experts(accepted, expert, round_of, officer, count):
    application = accepted()[0]
    round_ = round_of(application)
    for _ in range(count):
        expert(fields=["1310"])
    draw = drawing.plan(round_, by=officer)
    DrawLine.objects.create(draw=draw, seats=1, backups=0)

    with CaptureQueriesContext(connection) as queries:
        drawing.prepare(draw, by=officer)

    assert len(queries) <= 60


@pytest.mark.django_db
def test_a_sealed_draw_leaves_as_a_form_and_an_unsealed_one_names_nobody(prepared, officer, head, client):
    client.force_login(officer)
    page = reverse("admin:projects_draw_paper_page", args=[prepared.pk])
    assert client.get(page).status_code == 302
    drawing.supervise(prepared, by=head)
    draw = Draw.objects.get(pk=prepared.pk)
    seat = Seat.objects.filter(line__draw=draw, was_backup=False).order_by("place").first()
    drawing.unseat(seat, by=officer, reason="来电不能参加")
    document = Document(BytesIO(b"".join(client.get(page).streaming_content)))
    words = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)

    for told in (draw.seed, draw.digest, officer, head, seat.expert.number, "来电不能参加", "备选"):
        assert str(told) in words, told
    assert "婉拒或取消 1 人，备选递补 1 人" in "\n".join(p.text for p in document.paragraphs)
