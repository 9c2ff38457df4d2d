"""Assignments by the solver: even, best matched, within every recusal; kept, computed again, adopted."""

import re
from io import StringIO
from itertools import combinations, product

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from bureau.workflow import Refused
from projects import assigning as solver
from projects.models import Assignment, AssignmentPlan, Expert, Seat
from projects.tasks import solve_plan
from projects.topics import Knowledge, Topic, field_match, matches
from projects.workflow import assigning, recusing, rounds, solving


def even_best(instance) -> tuple[int, int]:
    """(squares of the loads, match) of the best assignment, by trying all."""
    count, experts = instance.match.shape
    ways = []
    for row in range(count):
        fixed = {column for at, column in instance.fixed if at == row}
        open_ = [e for e in range(experts) if instance.allowed[row, e]]
        ways.append([c for c in combinations(open_, instance.reviewers) if fixed <= set(c)])
    found = []
    for way in product(*ways):
        loads = np.bincount([e for chosen in way for e in chosen], minlength=experts)
        total = sum(int(instance.match[row, e]) for row, chosen in enumerate(way) for e in chosen)
        found.append((int((loads**2).sum()), -total))
    return min(found)


instances = st.integers(0, 2**32 - 1).map(np.random.default_rng)


@settings(max_examples=60, deadline=None)
@given(instances)
def test_the_solver_finds_the_most_even_and_then_the_best(rng):
    count, experts = int(rng.integers(2, 5)), int(rng.integers(3, 6))
    allowed = rng.random((count, experts)) > 0.2
    instance = solver.Instance(2, rng.integers(0, solver.SCALE, (count, experts)), allowed)
    if (allowed.sum(axis=1) < 2).any():
        with pytest.raises(solver.Impossible):
            solver.solve(instance)
        return

    found = solver.solve(instance)

    loads = np.bincount([e for _row, e in found.pairs], minlength=experts)
    assert (int((loads**2).sum()), -found.total) == even_best(instance)
    assert all(allowed[pair] for pair in found.pairs)
    assert found.total == found.bound  # The prices prove it: nothing better is that even.


def test_pairs_that_are_fixed_stay_and_the_rest_is_best_around_them():
    match = np.array([[9000, 100, 100], [9000, 200, 100]])
    instance = solver.Instance(1, match, np.ones((2, 3), bool), fixed=((1, 0),))

    found = solver.solve(instance)

    assert (1, 0) in found.pairs
    assert found.loads == (0, 1)
    assert (found.total, found.bound) == (9100, 9100)
    with pytest.raises(ValueError, match="not allowed"):
        solver.Instance(1, match, np.zeros((2, 3), bool), fixed=((1, 0),))


def test_two_thousand_by_four_hundred_are_within_one_and_at_the_bound():
    rng = np.random.default_rng(7)
    allowed = rng.random((2000, 400)) > 0.05
    instance = solver.Instance(5, rng.integers(0, solver.SCALE, (2000, 400)), allowed)

    found = solver.solve(instance)

    assert found.loads == (25, 25)
    assert found.ratio >= 0.99
    assert all(allowed[pair] for pair in found.pairs)
    assert len(set(found.pairs)) == 10_000


def test_a_match_is_of_field_and_words():
    near = Knowledge(("1310", "1210"), "稀土、萃取")
    branch, far = Knowledge(("1311",), "钨"), Knowledge(("1810",), "脐橙")
    ranked = matches([Topic("1310", "离子型稀土萃取分离"), Topic("", "脐橙保鲜")], [near, branch, far])

    assert list(np.argsort(-ranked[0])) == [0, 1, 2]
    assert ranked[0, 0] == pytest.approx(1.0)
    assert ranked[1].argmax() == 2
    assert field_match("1310", ("13",)) == 1.0  # A field holds everything below it.
    assert field_match("1210", ("1310", "1210")) == 0.9


@pytest.fixture
def officer(person):
    return person("officer")


@pytest.fixture
def scene(accepted, expert, round_of, published, people):
    """A round of two applications and four experts, two reviewers each."""
    call, who = published(), people()
    first, second = (accepted(call=call, who=who, title=title)[0] for title in ("稀土萃取", "脐橙保鲜"))
    experts_ = [expert(fields=[code], keywords=words) for code, words in (("1310", "稀土"), ("1310", "萃取"), ("1810", "脐橙"), ("1813", "保鲜"))]  # fmt: skip
    return round_of(first, second, per_application=2), (first, second), experts_


@pytest.mark.django_db
def test_a_round_is_solved_kept_and_adopted(scene, officer, queued):
    round_, (first, _second), experts_ = scene
    recusing.recuse(experts_[0], first, by=officer, ground="named", evidence="名单")
    solving.pair(round_, by=officer, application=first, expert=experts_[2], kind="fixed", reason="跨领域")
    plan = solving.ask(round_, by=officer)

    solving.compute(plan)

    assert (plan.status, plan.least_load, plan.most_load) == ("solved", 1, 1)
    assert [first.pk, experts_[0].pk] not in plan.pairs
    assert [first.pk, experts_[2].pk] in plan.pairs
    assert plan.total == plan.bound
    assert solving.faults(plan) == []
    assert solving.adopt(plan, by=officer) == 4
    assert set(Assignment.objects.values_list("source", "status")) == {("solved", "assigned")}
    assert Seat.objects.filter(round=round_, status="accepted").count() == 4
    rounds.start(round_, by=officer)
    with pytest.raises(Refused, match="不能采用"):
        solving.adopt(plan, by=officer)


@pytest.mark.django_db
def test_asking_rings_for_a_worker(scene, officer, queued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        plan = solving.ask(scene[0], by=officer)

    assert ("projects.tasks.solve_plan", [plan.pk]) in queued()


@pytest.mark.django_db
def test_what_was_assigned_is_kept_when_the_rest_is_solved(scene, officer):
    round_, (first, second), experts_ = scene
    assigning.assign(round_, first, experts_[3], by=officer)
    for who in experts_[:3]:
        assigning.seat_of(round_, who, by=officer, source="appointed")
    plan = solving.ask(round_, by=officer)
    solving.compute(plan)

    assert [first.pk, experts_[3].pk] in plan.pairs
    assert solving.adopt(plan, by=officer) == 3
    taken_back = Assignment.objects.get(application=second, expert=experts_[2])
    assigning.cancel(taken_back, by=officer, reason="出差")
    again = solving.ask(round_, by=officer)
    solving.compute(again)
    assert [second.pk, experts_[2].pk] not in again.pairs  # Who gave it back does not get it again.


@pytest.mark.django_db
def test_a_recusal_after_solving_refuses_the_adoption(scene, officer):
    round_, (first, second), _experts = scene
    plan = solving.ask(round_, by=officer)
    solving.compute(plan)
    application, who = plan.pairs[0]
    known = {one.pk: one for one in (first, second)}
    recusing.recuse(Expert.objects.get(pk=who), known[application], by=officer, ground="family", evidence="配偶")

    with pytest.raises(Refused, match="1 对须回避"):
        solving.adopt(plan, by=officer)
    assert not Assignment.objects.exists()


@pytest.mark.django_db
def test_too_few_experts_are_said_with_the_application(scene, officer):
    round_, (first, _second), experts_ = scene
    for who in experts_[:3]:
        recusing.recuse(who, first, by=officer, ground="named", evidence="名单")
    plan = solving.ask(round_, by=officer)

    solving.compute(plan)

    assert plan.status == "failed"
    assert "稀土萃取" in plan.reason
    with pytest.raises(Refused, match="不能采用"):
        solving.adopt(plan, by=officer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda plan: {"instance": solving.read_instance(plan.round)[:-9] + b"123456789"}, "算例被改动"),
        (lambda plan: {"total": plan.total + 1}, "不符"),
        (lambda plan: {"most_load": plan.most_load + 1}, "不符"),
        (lambda plan: {"pairs": plan.pairs[1:]}, "专家不足"),
        (lambda plan: {"pairs": [*plan.pairs[1:], [0, 0]]}, "算例以外"),
    ],
)
def test_a_plan_that_was_changed_is_found_out(scene, officer, spoil, words):
    plan = solving.ask(scene[0], by=officer)
    solving.compute(plan)
    AssignmentPlan.objects.filter(pk=plan.pk).update(**spoil(plan))
    plan.refresh_from_db()

    assert words in "".join(solving.faults(plan))


@pytest.mark.django_db
def test_the_database_refuses_a_plan_without_its_measures(scene, officer):
    plan = solving.ask(scene[0], by=officer)

    with pytest.raises(IntegrityError, match="projects_assignmentplan_solved_iff_measured"):
        AssignmentPlan.objects.filter(pk=plan.pk).update(status="solved")


@pytest.mark.django_db
def test_an_officer_solves_looks_and_adopts_in_the_admin(scene, officer, client):
    round_ = scene[0]
    client.force_login(officer)
    answer = client.post(reverse("admin:projects_reviewround_solve_page", args=[round_.pk]))
    plan = AssignmentPlan.objects.get()
    url = reverse("admin:projects_reviewround_plan", args=[plan.pk])
    assert answer["Location"] == url
    assert "正在求解：等待计算（0%），已用 0 分" in client.get(url).content.decode()
    assert "HX-Refresh" not in client.get(f"{url}?part=1")
    solving.compute(plan)
    page = client.get(url).content.decode()
    assert "为其 100.00%" in page
    assert client.get(f"{url}?part=1")["HX-Refresh"] == "true"

    client.post(url)

    assert Assignment.objects.count() == 4
    out = StringIO()
    call_command("verify_assignment", plan.pk, stdout=out)
    assert "一致：4 对" in out.getvalue()
    AssignmentPlan.objects.update(worst=0)
    with pytest.raises(CommandError, match="不符"):
        call_command("verify_assignment", plan.pk)


def test_whoever_watches_hears_every_phase_in_order():
    rng, heard = np.random.default_rng(3), []
    instance = solver.Instance(3, rng.integers(0, solver.SCALE, (40, 20)), np.ones((40, 20), bool))

    found = solver.solve(instance, lambda stage, share: heard.append((stage, share)))

    shares = [share for _stage, share in heard]
    assert shares == sorted(shares)
    assert [stage.partition("（")[0] for stage in dict(heard)] == ["核对算例", "求解", "计算可达上限"]
    assert found == solver.solve(instance)


@pytest.mark.django_db
def test_the_page_tells_how_far_it_is_and_an_officer_stops_it(scene, officer, client):
    plan = solving.ask(scene[0], by=officer)
    url = reverse("admin:projects_reviewround_plan", args=[plan.pk])
    client.force_login(officer)
    pages = []

    def heard(stage, _share):
        if stage.startswith("求解"):
            pages.append(client.get(f"{url}?part=1").content.decode())
            client.post(url, {"stop": "1"})

    solving.compute(plan, heard)

    assert len(pages) == 1
    assert re.search(r"求解（每名专家至多 \d+ 项）（10%）", pages[0])
    plan.refresh_from_db()
    assert (plan.status, plan.pairs, plan.reason) == ("stopped", [], "由工作人员取消")
    assert "已取消" in client.get(url).content.decode()
    solve_plan(plan.pk)  # A second ring computes nothing that was stopped.
    plan.refresh_from_db()
    assert plan.status == "stopped"


@pytest.mark.django_db
def test_what_is_stopped_at_the_last_moment_is_nobodys(scene, officer, person):
    plan = solving.ask(scene[0], by=officer)
    lasts = []

    def heard(stage, _share):
        if stage == "计算可达上限" and not lasts:
            lasts.append(stage)
            solving.stop(AssignmentPlan.objects.get(pk=plan.pk), by=officer)

    solving.compute(plan, heard)

    assert AssignmentPlan.objects.get().status == "stopped"
    with pytest.raises(Refused, match="不能取消求解"):
        solving.stop(plan, by=officer)
    with pytest.raises(PermissionDenied):
        solving.stop(plan, by=person("leader"))
    with pytest.raises(Refused, match="不能采用"):
        solving.adopt(plan, by=officer)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_a_rounds_page_asks_for_each_thing_once(scene, officer, client, count):
    client.force_login(officer)
    for _ in range(count):
        solving.ask(scene[0], by=officer)
    url = reverse("admin:projects_reviewround_change", args=[scene[0].pk])
    client.get(url)

    with CaptureQueriesContext(connection) as queries:
        assert f"第 {count} 次求解：计算中" in client.get(url).content.decode()

    assert len(queries) <= 15
