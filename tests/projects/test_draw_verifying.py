"""A draw's record: any change of it is found out, the database and the verbs refuse what must not be."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from bureau.workflow import Refused
from projects import drawing as lot
from projects.choices import DrawStatus, SeatStatus
from projects.models import Draw, DrawChoice, DrawLine, Expert, Seat
from projects.workflow import drawing
from tests.projects.draws import drawn as drawn
from tests.projects.draws import fresh
from tests.projects.draws import officer as officer
from tests.projects.draws import prepared as prepared
from tests.projects.draws import scene as scene


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
