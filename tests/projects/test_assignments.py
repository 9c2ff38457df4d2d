"""Who reviews what: assigned, refused where a recusal stands, blocked where one comes later."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.workflow import Refused
from projects.models import Assignment, Recusal, Seat
from projects.workflow import assigning, recusing, replacing, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(person):
    return person("officer")


@pytest.fixture
def scene(accepted, expert, round_of):
    """(round, application, expert) of a round under preparation."""
    application = accepted()[0]
    return round_of(application), application, expert()


def recuse(application, who, by, ground="named") -> Recusal:
    return recusing.recuse(who, application, by=by, ground=ground, evidence="申报人提出")


def test_an_assignment_takes_the_number_of_the_seat(scene, officer):
    round_, application, who = scene

    assignment = assigning.assign(round_, application, who, by=officer)

    assert Assignment.objects.get().number == Seat.objects.get(expert=who).number == assignment.number
    assert Entry.objects.about(assignment).get().verb == "assign"


def test_an_expert_who_must_step_aside_is_not_assigned(scene, officer):
    round_, application, who = scene
    recuse(application, who, officer)

    with pytest.raises(Refused, match="须回避"):
        assigning.assign(round_, application, who, by=officer)
    with pytest.raises(IntegrityError, match="projects_assignment_recused"), transaction.atomic():
        Assignment.objects.create(
            round=round_, application=application, expert=who, number=1, source="drawn", assigned_by=officer
        )


def test_a_recusal_that_comes_later_blocks_and_alerts(scene, officer):
    round_, application, who = scene
    assignment = assigning.assign(round_, application, who, by=officer)

    recuse(application, who, officer)

    assignment.refresh_from_db()
    assert assignment.blocked_at
    assert not Assignment.objects.standing().exists()
    assert Message.objects.get(kind="review.blocked", user=officer).title.endswith(
        f"专家 {assignment.number:02d} 须回避"
    )
    with pytest.raises(IntegrityError, match="projects_assignment_recused"), transaction.atomic():
        Assignment.objects.filter(pk=assignment.pk).update(status="reviewing")
    with pytest.raises(IntegrityError, match="projects_assignment_recused"), transaction.atomic():
        Assignment.objects.filter(pk=assignment.pk).update(status="submitted", submitted_at=timezone.now())


def test_a_lifted_recusal_lets_the_review_go_on_unless_another_stands(scene, officer):
    round_, application, who = scene
    assignment = assigning.assign(round_, application, who, by=officer)
    first, second = (recuse(application, who, officer, ground) for ground in ("named", "family"))

    recusing.lift(first, by=officer, reason="核实无此情形")
    assignment.refresh_from_db()
    assert assignment.blocked_at
    recusing.lift(second, by=officer, reason="核实无此情形")
    assignment.refresh_from_db()
    assert assignment.blocked_at is None

    Assignment.objects.filter(pk=assignment.pk).update(status="reviewing")
    with pytest.raises(Refused, match="已解除"):
        recusing.lift(second, by=officer, reason="再次")


def test_recusals_are_never_deleted(scene, officer):
    _round, application, who = scene
    recusal = recuse(application, who, officer)

    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        Recusal.objects.filter(pk=recusal.pk).delete()


@pytest.mark.django_db(transaction=True)
def test_an_assignment_and_a_recusal_at_once_see_each_other(scene, officer):
    """The recusal waits for the assignment's transaction, and then blocks it."""
    round_, application, who = scene

    def late_recusal():
        try:
            Recusal.objects.create(expert=who, application=application, ground="named", source="register", evidence="x")
        finally:
            connection.close()

    with transaction.atomic():
        Assignment.objects.create(
            round=round_, application=application, expert=who, number=1, source="drawn", assigned_by=officer
        )
        thread = Thread(target=late_recusal)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join()

    assert Assignment.objects.get().blocked_at


def test_an_expert_declares_a_conflict_and_the_officer_hears(scene, officer):
    round_, application, who = scene
    assignment = assigning.assign(round_, application, who, by=officer)
    with pytest.raises(PermissionDenied):  # The round has not begun.
        replacing.declare(assignment, by=who.user, reason="曾合作")
    rounds.start(round_, by=officer)

    replacing.declare(assignment, by=type(who.user).objects.get(pk=who.user.pk), reason="曾合作")

    assignment.refresh_from_db()
    assert (assignment.status, assignment.reason, assignment.blocked_at) == ("recused", "曾合作", None)
    assert Recusal.objects.get().source == "expert"
    assert Message.objects.filter(kind="review.conflict_declared", user=officer).count() == 1


def test_an_expert_sees_only_what_is_assigned_in_rounds_that_have_begun(scene, officer, expert):
    round_, application, who = scene
    assignment = assigning.assign(round_, application, who, by=officer)
    other = expert()

    assert not Assignment.objects.visible_to(who.user).exists()
    rounds.start(round_, by=officer)
    assert list(Assignment.objects.visible_to(who.user)) == [assignment]
    assert not Assignment.objects.visible_to(other.user).exists()
    assert not Recusal.objects.visible_to(who.user).exists()
    assert not Seat.objects.visible_to(other.user).exists()


def test_a_round_starts_when_every_application_has_its_experts(scene, officer):
    round_, application, who = scene
    with pytest.raises(Refused, match="专家不足 1 名"):
        rounds.start(round_, by=officer)
    assignment = assigning.assign(round_, application, who, by=officer)
    recusal = recuse(application, who, officer)
    with pytest.raises(Refused, match="专家不足"):
        rounds.start(round_, by=officer)
    recusing.lift(recusal, by=officer, reason="核实")

    rounds.start(round_, by=officer)

    assert round_.status == "reviewing"
    Assignment.objects.filter(pk=assignment.pk).update(status="submitted", submitted_at=timezone.now())
    with pytest.raises(Refused, match="不能取消分配"):
        assigning.cancel(assignment, by=officer, reason="x")
    rounds.end(round_, by=officer)
    assert round_.status == "ended"


def test_only_accepted_applications_of_the_call_are_reviewed(scene, officer, recommended):
    round_ = scene[0]
    other = recommended()[0]

    with pytest.raises(Refused, match="不是本批次已受理的申报"):
        rounds.take_in(round_, [other], by=officer)


@pytest.mark.parametrize(
    ("values", "match"),
    [
        ({"status": "removed", "removed_until": None}, "projects_expert_removed_iff_dated"),
        ({"status": "left"}, "projects_expert_left_iff_dated"),
        ({"status": "refused", "reason": ""}, "projects_expert_says_why"),
        ({"status": "paused"}, "projects_expert_paused_has_a_term"),
        ({"busy_until": timezone.localdate()}, "projects_expert_busy_in_order"),
        ({"number": ""}, "projects_expert_in_bank_is_whole"),
        ({"types": []}, "projects_expert_in_bank_is_whole"),
        ({"confirmed_by": None}, "projects_expert_confirmed_signed"),
    ],
)
def test_the_database_refuses_an_expert(expert, values, match):
    who = expert()

    with pytest.raises(IntegrityError, match=match):
        type(who).objects.filter(pk=who.pk).update(**values)


def test_an_account_knows_whether_its_person_is_an_expert(expert):
    who = expert()
    who.user.refresh_from_db()
    assert who.user.is_expert
    assert who.user.has_perm("projects.review_assignment")

    type(who).objects.filter(pk=who.pk).update(status="refused", reason="x")
    user = type(who.user).objects.get(pk=who.user.pk)

    assert not user.is_expert
    assert not user.has_perm("projects.review_assignment")


def test_an_expert_is_drawn_only_when_present_and_confirmed_within_the_year(expert):
    here, stale, away, leaving = (expert() for _ in range(4))
    rows, today = type(here).objects, timezone.localdate()
    rows.filter(pk=stale.pk).update(confirmed_at=timezone.now() - timedelta(days=367))
    rows.filter(pk=away.pk).update(status="paused", busy_from=today, busy_until=today + timedelta(days=3))
    rows.filter(pk=leaving.pk).update(status="leaving")

    assert set(rows.active_on(today)) == {here}
    assert set(rows.active_on(today + timedelta(days=4))) == {here, away}
    assert set(rows.stale()) == {stale}
