"""The review desk: what an expert signs, sees, gives; what locks; what never shows who applies."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.signin.models import Session
from bureau.workflow import Refused
from projects import scoresheets
from projects.choices import AssignmentStatus
from projects.formdata.scheme import ready_scheme
from projects.models import Assignment, MaterialView, Pledge, Recusal, SchemeCriterion, Sheet, Standing
from projects.views.desk import PER_PAGE
from projects.workflow import calls, recusing, reviewing, rounds
from tests.projects.judging import reviewed, said

pytestmark = pytest.mark.django_db
D = Decimal
SCHEME = ready_scheme("plan")


def address(name, assignment, *more):
    return reverse(f"projects:review-{name}", args=[assignment.pk, *more])


@pytest.fixture
def desk(assigned, client):
    """One assignment whose expert has signed in and pledged."""

    def make(**values):
        (assignment,) = assigned(**values)
        client.force_login(assignment.expert.user)
        reviewing.pledge(assignment, by=assignment.expert.user)
        return assignment

    return make


def sent(**more):
    """A whole sheet as the page sends it."""
    kept = said(**more)
    marks = {f"mark-{code}": one["mark"] for code, one in kept["marks"].items()}
    words = {f"words-{code}": one["words"] for code, one in kept["marks"].items()}
    return {name: kept[name] for name in kept if name != "marks"} | marks | words


# The verbs.


def test_a_sheet_is_saved_handed_in_and_counted(assigned):
    (assignment,) = assigned()
    sheet = reviewed(assignment)
    assignment.refresh_from_db()

    assert (assignment.status, sheet.total) == (AssignmentStatus.SUBMITTED, D("80.00"))
    assert assignment.submitted_at == sheet.submitted_at
    assert [e.verb for e in Entry.objects.about(assignment).order_by("pk")] == [
        "assign",
        "begin_review",
        "hand_in_sheet",
    ]
    standing = Standing.objects.get(application=assignment.application)
    assert (standing.count, standing.mean, standing.is_enough, standing.place) == (1, D("80.00"), False, None)


def test_nothing_is_seen_or_saved_before_the_pledge(assigned):
    (assignment,) = assigned()
    user = assignment.expert.user
    for act in (
        lambda: reviewing.look(assignment, by=user, what="申报书"),
        lambda: reviewing.save(assignment, by=user, typed=said(), seen=0),
        lambda: reviewing.hand_in(assignment, by=user),
    ):
        with pytest.raises(Refused, match="承诺书"):
            act()

    reviewing.pledge(assignment, by=user)
    reviewing.pledge(assignment, by=user)
    reviewing.look(assignment, by=user, what="申报书")
    assert (Pledge.objects.count(), MaterialView.objects.get().what) == (1, "申报书")


@pytest.mark.parametrize("who", ["another", "officer", "contributor"])
def test_a_sheet_is_nobody_elses(who, assigned, expert, person):
    (assignment,) = assigned()
    reviewing.pledge(assignment, by=assignment.expert.user)
    users = {
        "another": lambda: expert().user,
        "officer": lambda: person("officer"),
        "contributor": lambda: assignment.application.created_by,
    }
    user = users[who]()
    for act in (
        lambda: reviewing.pledge(assignment, by=user),
        lambda: reviewing.look(assignment, by=user, what="x"),
        lambda: reviewing.save(assignment, by=user, typed=said(), seen=0),
        lambda: reviewing.hand_in(assignment, by=user),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_what_another_window_saved_is_never_overwritten(assigned):
    (assignment,) = assigned()
    user = assignment.expert.user
    reviewing.pledge(assignment, by=user)
    first = reviewing.save(assignment, by=user, typed=said(comment="第一个窗口"), seen=0)
    with pytest.raises(Refused, match="另一个窗口"):
        reviewing.save(assignment, by=user, typed=said(comment="第二个窗口"), seen=0)

    assert Sheet.objects.get().comment == "第一个窗口"
    assert reviewing.save(assignment, by=user, typed=said(comment="第一个窗口"), seen=0).revision == first.revision
    assert reviewing.save(assignment, by=user, typed=said(comment="再写"), seen=1).revision == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"comment": "好"}, "总体意见不少于 100 字，已写 1 字"),
        ({"recommendation": ""}, "请选择立项建议"),
        ({"familiarity": ""}, "熟悉程度"),
        ({"amount": "很多"}, "建议经费额度"),
        ({"marks": {}}, "“选题合理性”还没有评分"),
        ({"marks": said()["marks"] | {"topic": {"mark": "8.1", "words": ""}}}, "“选题合理性”须在 0 到 8 分之间"),
        ({"marks": said()["marks"] | {"novelty": {"mark": "9", "words": "短"}}}, "“创新性及先进性”的说明不少于 20 字"),
    ],
)
def test_a_sheet_that_is_not_whole_is_kept_but_not_handed_in(change, words, assigned):
    (assignment,) = assigned()
    user = assignment.expert.user
    reviewing.pledge(assignment, by=user)
    reviewing.save(assignment, by=user, typed=said(**change), seen=0)

    with pytest.raises(Refused, match=words):
        reviewing.hand_in(assignment, by=user)
    assert Sheet.objects.get().submitted_at is None


def test_who_disagrees_need_not_name_an_amount(assigned):
    (assignment,) = assigned()

    assert reviewed(assignment, recommendation="disagree", amount="").total == D("80.00")


def test_an_officer_gives_a_sheet_back_for_a_reason_and_the_expert_is_told(assigned, person):
    (assignment,) = assigned()
    reviewed(assignment)
    with pytest.raises(Refused, match="理由"):
        reviewing.give_back(assignment, by=person("officer"), reason=" ")
    reviewing.give_back(assignment, by=person("officer"), reason="意见与评分不符")
    sheet = Sheet.objects.get()

    assert (sheet.total, sheet.reopen_reason, assignment.status) == (None, "意见与评分不符", "reviewing")
    assert Standing.objects.get().count == 0
    assert Message.objects.get(kind="review.given_back").user == assignment.expert.user
    assert reviewing.hand_in(assignment, by=assignment.expert.user).total == D("80.00")


def test_after_a_recusal_the_database_takes_no_review(assigned, person):
    (assignment,) = assigned()
    user = assignment.expert.user
    reviewed(assignment)
    reviewing.give_back(assignment, by=person("officer"), reason="x")
    recusing.recuse(assignment.expert, assignment.application, by=person("officer"), ground="family", evidence="亲属")
    assignment.refresh_from_db()

    with pytest.raises(Refused, match="须回避"):
        reviewing.save(assignment, by=user, typed=said(comment="新"), seen=1)
    with pytest.raises(Refused, match="回避"):
        reviewing.look(assignment, by=user, what="申报书")
    with pytest.raises(IntegrityError, match="projects_sheet_stopped"), transaction.atomic():
        Sheet.objects.update(comment="新")


def test_a_review_by_who_must_step_aside_counts_no_longer(assigned, person):
    first, second = assigned(experts=2)
    reviewed(first, 0.5)
    reviewed(second, 0.9)
    recusing.recuse(first.expert, first.application, by=person("officer"), ground="family", evidence="亲属")
    Assignment.objects.filter(pk=second.pk).update(status="reviewing")
    reviewing.ranking.refresh(first.application)

    assert Standing.objects.get().count == 0


def test_nothing_is_reviewed_in_a_round_that_has_ended(assigned, person):
    (assignment,) = assigned()
    user = assignment.expert.user
    reviewing.pledge(assignment, by=user)
    rounds.end(assignment.round, by=person("section_head"))
    assignment.refresh_from_db()

    with pytest.raises(Refused, match="已结束"):
        reviewing.save(Assignment.objects.get(), by=user, typed=said(), seen=0)


def test_the_scheme_stands_once_somebody_marks_by_it(assigned, head):
    (assignment,) = assigned()
    reviewing.pledge(assignment, by=assignment.expert.user)
    reviewing.save(assignment, by=assignment.expert.user, typed=said(), seen=0)
    call = assignment.round.call
    SchemeCriterion.objects.filter(code="topic").update(most=9)
    with pytest.raises(Refused, match="评审方案不能再改"):
        calls.revise(call, by=head, words="改满分")

    SchemeCriterion.objects.filter(code="topic").update(most=8)
    assert calls.revise(call, by=head, words="只改说明").number == 2


def test_verbs_of_the_desk_are_refused_in_every_wrong_state(assigned, person):
    (assignment,) = assigned()
    user, officer = assignment.expert.user, person("officer")
    reviewing.pledge(assignment, by=user)
    says = {
        reviewing.SAVE: lambda: reviewing.save(assignment, by=user, typed=said(comment="y"), seen=0),
        reviewing.HAND_IN: lambda: reviewing.hand_in(assignment, by=user),
        reviewing.GIVE_BACK: lambda: reviewing.give_back(assignment, by=officer, reason="x"),
    }
    tried = 0
    for verb, say in says.items():
        for status in set(AssignmentStatus.values) - set(verb.sources):
            Assignment.objects.filter(pk=assignment.pk).update(
                status=status, submitted_at=timezone.now(), reason="x", blocked_at=None
            )
            with pytest.raises((Refused, PermissionDenied)):
                say()
            tried += 1

    assert tried == 3 + 3 + 4
    assert set(says) == set(reviewing.ALL) - {reviewing.BEGIN}


def test_each_verb_of_the_desk_is_its_owners(assigned, expert, person):
    (assignment,) = assigned()
    owners = {"projects.review_assignment": {"expert"}, "projects.reopen_sheet": {"officer", "section_head"}}
    users = {code: person(code) for code in ("officer", "section_head", "leader", "report_office", "supervision")}
    users |= {"expert": assignment.expert.user, "another": expert().user, "unit": assignment.application.created_by}

    for verb in reviewing.ALL:
        assert {who for who, user in users.items() if verb.is_allowed(assignment, user)} == owners[verb.permission]


@pytest.mark.parametrize(
    ("change", "claim"),
    [
        (lambda s: Sheet.objects.update(comment="改"), "projects_sheet_locked"),
        (lambda s: Sheet.objects.update(total=1), "projects_sheet_locked"),
        (lambda s: Sheet.objects.update(submitted_at=None, submitted_by=None, total=None), "projects_sheet_locked"),
        (lambda s: s.delete(), "Cannot delete"),
        (lambda s: Sheet.objects.create(assignment=s.assignment, version=s.version), "assignment_id"),
        (lambda s: Pledge.objects.update(text="改"), "pledge_kept|Cannot update"),
        (lambda s: Standing.objects.update(place=1), "standing_placed"),
        (lambda s: Standing.objects.update(count=0), "standing_counted_iff_measured"),
        (lambda s: Standing.objects.update(place=1, score=1), "standing_placed_has_enough"),
    ],
)
def test_what_the_database_refuses_of_a_sheet(change, claim, assigned):
    (assignment,) = assigned()
    sheet = reviewed(assignment)

    with pytest.raises((IntegrityError, InternalError), match=claim), transaction.atomic():
        change(sheet)


@pytest.mark.parametrize(
    ("values", "claim"),
    [
        ({"total": 1}, "sheet_submitted_iff_totalled"),
        ({"submitted_at": timezone.now()}, "sheet_submitted"),
        ({"reopen_reason": "x"}, "sheet_reopened"),
        ({"reopened_at": timezone.now()}, "sheet_reopened"),
        ({"total": 1, "submitted_at": timezone.now(), "submitted_by": 0}, "submitted_is_whole|submitted_by"),
        ({"total": 101, "comment": "x", "recommendation": "agree", "familiarity": "high", "submitted_at": timezone.now(), "submitted_by": 0}, "of_a_hundred|submitted_by"),
    ],
)  # fmt: skip
def test_what_a_draft_of_a_sheet_can_never_be(values, claim, assigned, person):
    (assignment,) = assigned()
    user = assignment.expert.user
    reviewing.pledge(assignment, by=user)
    reviewing.save(assignment, by=user, typed=said(comment="", recommendation=""), seen=0)
    values = values | ({"submitted_by": user} if "submitted_by" in values else {})

    with pytest.raises(IntegrityError, match=claim), transaction.atomic():
        Sheet.objects.update(**values)


# The pages.


def test_the_pledge_comes_before_the_material(assigned, client):
    (assignment,) = assigned()
    client.force_login(assignment.expert.user)
    page = client.get(address("desk", assignment))
    assert "评审承诺书" in page.content.decode()
    assert assignment.application.title not in page.content.decode()
    assert not MaterialView.objects.exists()

    client.post(address("desk", assignment), {"pledge": "yes"})
    page = client.get(address("desk", assignment)).content.decode()
    assert assignment.application.title in page
    assert "国际先进 9-10" in page
    assert f"专家 {assignment.number:02d}" in page
    assert list(MaterialView.objects.values_list("what", flat=True)) == ["申报书"]


def test_a_sheet_is_filled_and_handed_in_without_script(desk, client):
    assignment = desk()
    page = client.post(address("desk", assignment), sent() | {"comment": "短", "hand_in": "1", "revision-sheet": "0"})
    assert "总体意见不少于 100 字" in page.content.decode()
    assert Sheet.objects.get().comment == "短"

    client.post(address("desk", assignment), sent() | {"hand_in": "1", "revision-sheet": "1"})
    assert Sheet.objects.get().total == D("80.00")
    page = client.get(address("desk", assignment)).content.decode()
    assert "评分不能再改" in page
    assert "提交评分表" not in page


def test_a_sheet_saves_itself_and_says_how_it_stands(desk, client):
    assignment = desk()
    data = {"mark-topic": "8", "revision-sheet": "0"}
    answer = client.post(address("desk", assignment), data, headers={"accept": "application/json"}).json()

    assert (answer["total"], answer["revisions"], answer["conflicts"]) == ("8.00", {"sheet": 1}, [])
    assert "请选择立项建议。" in answer["problems"]
    again = client.post(address("desk", assignment), data | {"comment": "x"}, headers={"accept": "application/json"})
    assert "另一个窗口" in again.json()["refused"]


def test_one_click_steps_aside_and_the_officer_is_told(desk, client, person):
    officer = person("officer")
    assignment = desk()
    client.post(address("conflict", assignment))
    assignment.refresh_from_db()

    assert (assignment.status, Recusal.objects.get().source) == (AssignmentStatus.RECUSED, "expert")
    assert Message.objects.filter(kind="review.conflict_declared", user=officer).exists()
    assert client.get(address("desk", assignment)).status_code == 302
    assert address("desk", assignment) not in client.get(reverse("projects:review-list")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_at_any_length(count, published, accepted, expert, round_of, person, client):
    call, one = published(scheme="plan"), expert()
    applications = [accepted(call=call)[0] for _ in range(count)]
    held = round_of(*applications, is_started=True)
    for application in applications:
        reviewing_by = Assignment(round=held, application=application, expert=one, number=7, source="appointed", assigned_by=person("officer"))  # fmt: skip
        reviewing_by.save()
    client.force_login(one.user)
    client.get(reverse("projects:review-list"))

    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("projects:review-list"))

    assert len(page.context["groups"][0]["lines"]) == count
    assert len(queries) <= 15


def test_the_list_is_paged_and_what_is_owed_comes_first(published, accepted, expert, round_of, person, client):
    call, one = published(scheme="plan"), expert()
    applications = [accepted(call=call)[0] for _ in range(PER_PAGE + 1)]
    held = round_of(*applications, is_started=True)
    made = [
        Assignment.objects.create(
            round=held, application=application, expert=one, number=7, source="appointed", assigned_by=person("officer")
        )
        for application in applications
    ]
    Assignment.objects.filter(pk=made[0].pk).update(status="submitted", submitted_at=timezone.now())
    client.force_login(one.user)

    pages = [client.get(reverse("projects:review-list"), {"page": page}).context for page in (1, 2)]

    assert [[line["assignment"].pk for line in page["groups"][0]["lines"]] for page in pages] == [
        [one.pk for one in made[1:]],
        [made[0].pk],
    ]
    assert [(page["groups"][0]["done"], page["groups"][0]["due"]) for page in pages] == [(1, PER_PAGE + 1)] * 2


@pytest.mark.parametrize("is_blind", [False, True])
def test_the_desk_costs_few_queries(is_blind, desk, client):
    assignment = desk(is_blind=is_blind)
    client.get(address("desk", assignment))
    with CaptureQueriesContext(connection) as queries:
        client.get(address("desk", assignment))

    assert len(queries) <= (14 if is_blind else 11)


def test_the_desk_is_open_on_one_device_at_a_time(desk, client):
    """The second device is told of the first and may end it; the book has it."""
    assignment = desk()
    first, second = client, Client()
    assert first.get(address("desk", assignment)).status_code == 200
    second.force_login(assignment.expert.user)
    file = assignment.application.attachments.first().pk
    for page in (address("desk", assignment), address("word", assignment), address("file", assignment, file), reverse("projects:review-list")):  # fmt: skip
        answer = second.get(page)
        assert (answer.status_code, "您在另一处也登录着" in answer.content.decode()) == (409, True)
        assert assignment.application.title not in answer.content.decode()
    saved = first.post(address("desk", assignment), {"mark-topic": "8", "revision-sheet": "0"}, headers={"accept": "application/json"})  # fmt: skip
    assert saved.json()["total"] == "8.00"

    assert second.post(address("desk", assignment), {"end_others": "1"}).status_code == 302
    assert second.get(address("desk", assignment)).status_code == 200
    assert first.get(address("desk", assignment)).status_code == 302  # To sign in.
    assert Entry.objects.filter(verb="end_sessions", actor=assignment.expert.user).count() == 1


def test_a_session_that_nobody_uses_any_more_keeps_nobody_from_the_desk(desk, client):
    assignment = desk()
    other = Client()
    other.force_login(assignment.expert.user)
    assert client.get(address("desk", assignment)).status_code == 409
    Session.objects.exclude(key=client.session.session_key).update(seen_at=timezone.now() - timedelta(hours=3))

    assert client.get(address("desk", assignment)).status_code == 200


def test_nobody_else_opens_the_desk(assigned, expert, person, client):
    (assignment,) = assigned()
    file = assignment.application.attachments.first().pk
    for user in (expert().user, person("officer"), assignment.application.created_by):
        client.force_login(user)
        for name, more in (("desk", ()), ("word", ()), ("file", (file,))):
            assert client.get(address(name, assignment, *more)).status_code == 404
        assert client.post(address("conflict", assignment)).status_code == 404


def test_reading_a_sheet_counts_signs_without_blanks():
    assert scoresheets.length(" 技 术\n方案 ") == 4
