"""Who steps aside is replaced at once: a backup of the draw, else the best match of the round, else officers hear why."""

from threading import Thread

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from bureau.messaging.models import Message
from bureau.workflow import Refused
from projects import assigning as solver
from projects import board
from projects.choices import AssignmentStatus
from projects.models import Assignment, Draw, DrawLine, ExpertiseField, FormVersion, Recusal, Seat
from projects.tasks import pass_on
from projects.workflow import assigning, drawing, recusing, replacing, rounds, solving

DESK = "projects:review-conflict"


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32 - 1).map(np.random.default_rng))
def test_the_successor_is_whom_the_optimal_assignment_would_add(rng):
    experts = int(rng.integers(2, 7))
    loads = [int(n) for n in rng.integers(0, 4, experts)]
    match, may = rng.permutation(solver.SCALE)[:experts], rng.random(experts) > 0.3
    busy = [column for column in range(experts) for _ in range(loads[column])]
    others = len(busy)  # One application for each review that somebody has; the last lacks its reviewer.
    whole = np.vstack([np.zeros((others, experts), int), match])
    allowed = np.vstack([np.ones((others, experts), bool), may])

    found = solver.successor(loads, match, may)

    if not may.any():
        assert found is None
        return
    solved = solver.solve(solver.Instance(1, whole, allowed, tuple(enumerate(busy))))
    assert [column for row, column in solved.pairs if row == others] == [found]


@pytest.fixture
def officer(person):
    return person("officer")


def fresh(user):
    return type(user).objects.get(pk=user.pk)


def declared(assignment, reason="曾合作"):
    """The expert of an assignment steps aside; gives the assignment as it is then."""
    replacing.declare(assignment, by=fresh(assignment.expert.user), reason=reason)
    return Assignment.objects.get(pk=assignment.pk)


@pytest.fixture
def scene(accepted, expert, round_of, published, people, officer):
    """A running round: the first application is the first expert's; three others have come, one with another application."""
    call, who = published(scheme="plan"), people()
    first, second = (accepted(call=call, who=who, title=title)[0] for title in ("稀土萃取", "脐橙保鲜"))
    round_ = round_of(first, second)
    judges = [expert(fields=[code], keywords=words) for code, words in (("1310", "稀土"), ("1810", "脐橙"), ("1310", "萃取"), ("1810", "保鲜"))]  # fmt: skip
    one = assigning.assign(round_, first, judges[0], by=officer)
    assigning.assign(round_, second, judges[1], by=officer)
    for judge in judges[2:]:
        assigning.seat_of(round_, judge, by=officer, source="appointed")
    round_.items.filter(application=first).update(field=ExpertiseField.objects.get(code="1310"))
    rounds.start(round_, by=officer)
    return round_, (first, second), judges, Assignment.objects.get(pk=one.pk)


@pytest.mark.django_db
def test_one_click_gives_the_application_to_the_best_of_the_least_busy(scene, officer, client):
    _round, (first, _second), judges, assignment = scene
    client.force_login(fresh(judges[0].user))

    client.post(reverse(DESK, args=[assignment.pk]), {"reason": "曾合作"})

    assignment.refresh_from_db()
    made = Assignment.objects.get(application=first, status="assigned")
    assert (assignment.status, assignment.passed_to.expert) == ("recused", judges[2])
    assert (made.expert, made.source, made.number) == (judges[2], "replaced", assignment.passed_to.number)
    assert Message.objects.get(kind="review.given").user == judges[2].user
    told = Message.objects.get(kind="review.conflict_declared", user=officer)
    assert f"已改派给专家 {made.number:02d}" in told.body
    assert Recusal.objects.get().source == "expert"


@pytest.mark.django_db
def test_who_is_barred_is_passed_over_and_who_is_busy_comes_last(scene, officer):
    round_, (first, second), judges, assignment = scene
    recusing.recuse(judges[2], first, by=officer, ground="family", evidence="配偶")
    solving.pair(round_, by=officer, application=first, expert=judges[3], kind="forbidden", reason="评分异常")

    assert declared(assignment).passed_to.expert == judges[1]
    assert Assignment.objects.filter(expert=judges[1], status="assigned").count() == 2
    assert second.assignments.count() == 1


@pytest.mark.django_db
def test_where_nobody_fits_the_officer_hears_why_and_the_board_counts_it(scene, officer, expert):
    round_, (first, _second), judges, assignment = scene
    for judge in judges[1:3]:
        recusing.recuse(judge, first, by=officer, ground="family", evidence="配偶")
    type(judges[3]).objects.filter(pk=judges[3].pk).update(status="leaving")

    ended = declared(assignment)

    assert ended.passed_to is None
    told = Message.objects.get(kind="review.conflict_declared", user=officer)
    assert (
        "没有可改派的专家（本轮次已确认的专家 4 人：已评或曾评该项目 1 人、须回避 2 人、暂停、退库或信息过期 1 人）"
        in told.body
    )
    assert board.rounds_of(round_.call)[0]["blocked"] == 1
    assigning.assign(round_, first, expert(), by=officer)
    assert not Assignment.objects.unplaced().exists()
    assert board.rounds_of(round_.call)[0]["blocked"] == 0


@pytest.mark.django_db
def test_what_fails_half_way_leaves_nothing(scene):
    _round, (first, _second), judges, assignment = scene

    with connection.cursor() as cursor:  # The book takes no line of the last step.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_entry ADD CONSTRAINT takes_none CHECK (verb <> 'assign') NOT VALID")
    with pytest.raises(IntegrityError, match="takes_none"):
        replacing.declare(assignment, by=fresh(judges[0].user), reason="曾合作")

    assert Assignment.objects.get(application=first).status == "assigned"
    assert not Recusal.objects.exists()


@pytest.mark.django_db
def test_a_later_recusal_alerts_unless_the_scheme_passes_on(scene, officer, queued, django_capture_on_commit_callbacks):
    round_, (first, _second), judges, assignment = scene
    with django_capture_on_commit_callbacks(execute=True):
        recusing.recuse(judges[0], first, by=officer, ground="family", evidence="配偶")
    assert Message.objects.filter(kind="review.blocked", user=officer).count() == 1
    assert ("projects.tasks.pass_on", [assignment.pk]) not in queued()
    version = round_.call.versions.last()
    scheme = version.content["scheme"] | {"replaces_recused": True}
    FormVersion.objects.create(
        call=round_.call, number=version.number + 1, content=version.content | {"scheme": scheme}, published_by=officer, note="自动改派",
        published_at=version.published_at,
    )  # fmt: skip

    with django_capture_on_commit_callbacks(execute=True):
        recusing.recuse(judges[0], first, by=officer, ground="advisor", evidence="师生")
    assert ("projects.tasks.pass_on", [assignment.pk]) in queued()
    pass_on(assignment.pk)
    pass_on(assignment.pk)  # A second ring finds nothing to do.

    assignment.refresh_from_db()
    assert (assignment.status, assignment.passed_to.expert) == ("recused", judges[2])
    assert Assignment.objects.filter(application=first, status="assigned").count() == 1
    assert Message.objects.filter(kind="review.passed_on", user=officer).count() == 1


@pytest.mark.django_db
def test_a_recusal_that_was_lifted_in_time_passes_nothing_on(scene, officer):
    _round, (first, _second), judges, assignment = scene
    recusal = recusing.recuse(judges[0], first, by=officer, ground="family", evidence="配偶")
    recusing.lift(recusal, by=officer, reason="核实无此情形")

    assert not replacing.pass_on(assignment)
    assert Assignment.objects.get(application=first).status == "assigned"


@pytest.mark.django_db
def test_the_database_passes_on_only_what_has_ended(scene):
    _round, _applications, _judges, assignment = scene

    with pytest.raises(IntegrityError, match="projects_assignment_passed_on_is_ended"), transaction.atomic():
        Assignment.objects.filter(pk=assignment.pk).update(passed_to=Seat.objects.first())


@pytest.mark.django_db
def test_a_replacement_is_the_experts_own_to_ask_for(scene, officer, person, expert):
    _round, _applications, judges, assignment = scene
    for stranger in (officer, fresh(expert().user), fresh(judges[1].user)):
        with pytest.raises(PermissionDenied):
            replacing.declare(assignment, by=stranger, reason="x")
    with pytest.raises(Refused, match="写明回避的理由"):
        replacing.declare(assignment, by=fresh(judges[0].user), reason=" ")
    for status in set(AssignmentStatus.values) - set(replacing.DECLARE.sources) - {"cancelled"}:
        values = {"submitted_at": assignment.assigned_at, "reason": "x"}
        Assignment.objects.filter(pk=assignment.pk).update(status=status, **values)
        with pytest.raises(Refused, match="不能声明回避"):
            replacing.declare(assignment, by=fresh(judges[0].user), reason="x")


@pytest.mark.django_db
@pytest.mark.parametrize("more", [1, 5])
def test_the_cost_of_a_click_does_not_grow_with_the_round(scene, officer, expert, more):
    round_, _applications, _judges, assignment = scene
    for _ in range(more):
        assigning.seat_of(round_, expert(), by=officer, source="appointed")
    user = fresh(assignment.expert.user)

    with CaptureQueriesContext(connection) as queries:
        replacing.declare(assignment, by=user, reason="曾合作")

    assert len(queries) <= 80


@pytest.mark.django_db(transaction=True)
def test_two_who_step_aside_at_once_are_both_replaced(scene):
    """Each could be the other's replacement: the round is held, so neither waits for the other's row."""
    round_, _applications, _judges, _assignment = scene
    faults = []

    def step_aside(assignment, user):
        try:
            replacing.declare(assignment, by=user, reason="曾合作")
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    held = list(Assignment.objects.filter(round=round_).select_related("round__call", "application", "expert"))
    threads = [Thread(target=step_aside, args=(one, fresh(one.expert.user))) for one in held]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not faults
    assert Assignment.objects.filter(status="assigned").count() == 2
    assert not Assignment.objects.unplaced().exists()


@pytest.fixture
def drawn(accepted, expert, round_of, officer, head):
    """A drawn group of two applications: two seats that have come, two backups, the round running."""
    first, *who = accepted(title="稀土一")
    second = accepted(call=first.call, who=(first.organisation, *who), title="稀土二")[0]
    round_ = round_of(first, second)
    for _ in range(6):
        expert(fields=["1310"])
    field = ExpertiseField.objects.get(code="13")
    group = rounds.compose_group(round_, by=officer, name="稀土组", field=field, applications=[first, second])
    draw = drawing.plan(round_, by=officer)
    DrawLine.objects.create(draw=draw, group=group, field=field, seats=2, backups=2)
    drawing.prepare(draw, by=officer)
    drawing.supervise(draw, by=head)
    for seat in Seat.objects.filter(status="invited"):
        drawing.accept(seat, by=fresh(seat.expert.user))
    rounds.start(round_, by=officer)
    return Draw.objects.get(pk=draw.pk), (first, second)


@pytest.mark.django_db
def test_a_backup_is_called_for_the_one_application_and_gets_no_other(drawn, officer):
    draw, (first, second) = drawn
    one, _two, third, _fourth = Seat.objects.order_by("place")

    ended = declared(Assignment.objects.get(expert=one.expert, application=first))

    third.refresh_from_db()
    assert (ended.passed_to, third.status, third.stands_in) == (third, "invited", True)
    assert "已邀请备选专家" in Message.objects.get(kind="review.conflict_declared", user=officer).body
    drawing.accept(third, by=fresh(third.expert.user))
    assert list(Assignment.objects.filter(expert=third.expert).values_list("application", flat=True)) == [first.pk]
    again = declared(Assignment.objects.get(expert=one.expert, application=second))
    assert again.passed_to == third  # Who has come for one takes the next as well.
    assert Assignment.objects.filter(expert=third.expert, status="assigned").count() == 2
    assert drawing.faults(draw) == []


@pytest.mark.django_db
def test_a_backup_who_declines_is_followed_by_the_next_and_then_by_the_round(drawn, officer):
    draw, (first, _second) = drawn
    one, two, third, fourth = Seat.objects.order_by("place")
    ended = declared(Assignment.objects.get(expert=one.expert, application=first))

    assert drawing.decline(third, by=fresh(third.expert.user), reason="出差") == fourth
    fourth.refresh_from_db()
    assert (fourth.status, fourth.stands_in) == ("invited", True)
    assert drawing.lapse(fourth.answer_by_day.replace(year=fourth.answer_by_day.year + 1)) == 1
    ended.refresh_from_db()
    assert ended.passed_to is None  # The other seat of the group has the application already.
    assert Message.objects.filter(kind="review.passed_on", user=officer, body__contains="没有可改派").count() == 1
    assert not Message.objects.filter(kind="seat.short").exists()  # No whole place is empty.
    assert two.status == "accepted"
    assert drawing.faults(draw) == []


@pytest.mark.django_db
def test_a_backup_who_must_step_aside_after_being_asked_does_not_get_it(drawn, officer):
    _draw, (first, _second) = drawn
    one, _two, third, fourth = Seat.objects.order_by("place")
    ended = declared(Assignment.objects.get(expert=one.expert, application=first))
    recusing.recuse(third.expert, first, by=officer, ground="family", evidence="配偶")

    drawing.accept(third, by=fresh(third.expert.user))

    ended.refresh_from_db()
    assert ended.passed_to == fourth
    assert not Assignment.objects.filter(expert=third.expert).exists()


@pytest.fixture
def open_draw(accepted, expert, round_of, officer, head):
    """A drawn round without groups, running: ``open_draw(backups=1)`` gives its two applications and their experts' seats."""

    def make(backups):
        first, *who = accepted(title="稀土一")
        second = accepted(call=first.call, who=(first.organisation, *who), title="稀土二")[0]
        round_ = round_of(first, second)
        for _ in range(2 + backups):
            expert(fields=["1310"])
        draw = drawing.plan(round_, by=officer)
        DrawLine.objects.create(draw=draw, seats=2, backups=backups)
        drawing.prepare(draw, by=officer)
        drawing.supervise(draw, by=head)
        for seat, application in zip(
            Seat.objects.filter(status="invited").order_by("place"), (first, second), strict=True
        ):
            drawing.accept(seat, by=fresh(seat.expert.user))
            assigning.assign(round_, application, seat.expert, by=officer)
        rounds.start(round_, by=officer)
        return (first, second), list(Seat.objects.order_by("place"))

    return make


def told_of_a_lost_seat(officer) -> str:
    return Message.objects.get(kind="seat.handed_on", user=officer).body


@pytest.mark.django_db
def test_without_groups_a_lost_seats_reviews_go_to_the_backup_who_is_called(open_draw, officer):
    (first, _second), (one, _two, backup) = open_draw(backups=1)

    assert drawing.unseat(one, by=officer, reason="重病") == backup
    backup.refresh_from_db()
    drawing.accept(backup, by=fresh(backup.expert.user))

    assert list(first.assignments.standing().values_list("expert", flat=True)) == [backup.expert_id]
    assert f"1 项由备选专家 {backup.number:02d} 接受邀请后评审" in told_of_a_lost_seat(officer)


@pytest.mark.django_db
def test_without_groups_and_backups_they_go_to_others_of_the_round_at_once(open_draw, officer):
    (first, second), (one, two) = open_draw(backups=0)

    drawing.unseat(one, by=officer, reason="重病")

    assert list(first.assignments.standing().values_list("expert", flat=True)) == [two.expert_id]
    assert second.assignments.standing().count() == 1
    assert told_of_a_lost_seat(officer) == "1 项已逐项改派给本轮次其他专家。"


@pytest.mark.django_db
def test_where_nobody_may_take_them_the_officer_reads_which(open_draw, officer):
    (first, _second), (one, two) = open_draw(backups=0)
    recusing.recuse(two.expert, first, by=officer, ground="family", evidence="配偶")

    assert drawing.unseat(one, by=officer, reason="重病") is None
    assert not first.assignments.standing().exists()
    assert told_of_a_lost_seat(officer) == f"1 项没有可改派的专家，请补充抽取后人工分配：{first.number}。"


@pytest.mark.django_db
def test_a_backup_of_a_lost_seat_who_declines_is_followed_by_the_round(open_draw, officer):
    (first, _second), (one, two, backup) = open_draw(backups=1)
    drawing.unseat(one, by=officer, reason="重病")
    backup.refresh_from_db()

    drawing.decline(backup, by=fresh(backup.expert.user), reason="出差")

    assert list(first.assignments.standing().values_list("expert", flat=True)) == [two.expert_id]


@pytest.mark.django_db
def test_backups_are_called_in_the_order_of_the_lot_not_of_the_rows(drawn, officer):
    draw, _applications = drawn
    one, two, third, fourth = Seat.objects.order_by("place")
    assert [third.expert_id, fourth.expert_id] == [line["expert"] for line in draw.result if line["is_backup"]]
    Seat.objects.filter(pk=third.pk).update(place=9)  # As if the lot had put the later row first.

    assert [drawing.unseat(seat, by=officer, reason="重病") for seat in (one, two)] == [fourth, third]
