"""Experts drawn by lot: within every filter, the same each time, watched by another, answered; any change is found out."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.messaging.models import Message
from bureau.workflow import Refused
from projects import drawing as lot
from projects.choices import DrawStatus, SeatStatus
from projects.models import Assignment, Draw, DrawLine, Expert, ExpertiseField, Seat
from projects.workflow import drawing, recusing, rounds

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
        "lines": list(lines) or [line()],
    }
    seated, recused = more.pop("seated", []), more.pop("recused", {})
    return {"plan": plan | more, "candidates": candidates, "recused": recused, "seated": seated}


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
    assert "ZJ0" not in page
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
def test_a_backup_who_must_step_aside_or_is_away_is_passed_over(drawn, officer):
    first, _second, third, fourth = Seat.objects.order_by("place")
    recusing.recuse(third.expert, third.group.items.get().application, by=officer, ground="family", evidence="配偶")

    assert drawing.decline(first, by=fresh(first.expert.user), reason="出差") == fourth
    fourth.refresh_from_db()
    assert drawing.decline(fourth, by=fresh(fourth.expert.user), reason="出差") is None
    assert Message.objects.filter(kind="seat.short", user=officer).count() == 1


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
        (Seat, {"place": None}, "projects_seat_drawn_has_a_place"),
        (Seat, {"number": 1}, "projects_seat_one_per_number"),
        (Seat, {"status": "declined"}, "projects_seat_answered_is_dated"),
        (Seat, {"status": "cancelled"}, "projects_seat_says_why"),
        (Seat, {"status": "invited"}, "projects_seat_held_was_invited"),
    ],
)
def test_the_database_refuses(drawn, model, values, match):
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
    round_, group, _experts = scene
    client.force_login(officer)
    inline = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-group": group.pk, "lines-0-field": group.field_id, "lines-0-type": "technical", "lines-0-seats": "2", "lines-0-backups": "1"}  # fmt: skip
    typed = {"round": round_.pk, "outside_share": "0", "least_rank": "associate", "per_unit": "2", "yearly_cap": "10", "answer_days": "2"}  # fmt: skip
    answer = client.post(reverse("admin:projects_draw_add"), typed | inline)
    assert answer.status_code == 302, answer.context["errors"]
    draw = Draw.objects.get()
    assert (draw.number, draw.created_by, draw.lines.count()) == (1, officer, 1)
    client.post(reverse("admin:projects_draw_prepare_page", args=[draw.pk]))
    assert "可抽取 8 人" in client.get(reverse("admin:projects_draw_change", args=[draw.pk])).content.decode()
    client.force_login(head)
    client.post(reverse("admin:projects_draw_supervise_page", args=[draw.pk]))

    draw.refresh_from_db()
    assert (draw.status, draw.supervised_by) == ("drawn", head)


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
