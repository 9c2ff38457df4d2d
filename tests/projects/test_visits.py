"""现场考察: two experts and an officer at least, nobody who must step aside, signed by all, demanded where the call says so."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint
from django.db.utils import InternalError
from django.urls import reverse
from django.utils import timezone
from docx import Document

from bureau.accounts.models import User
from bureau.accounts.roles import ROLES
from bureau.messaging.models import Message
from bureau.todos import todos_of
from bureau.workflow import Refused
from projects.choices import VISIT_POINTS, VisitStatus
from projects.models import Call, Expert, SiteVisit, VisitMember
from projects.pages import timeline
from projects.workflow import proposing, recusing, visiting
from tests.projects.test_board import judged  # noqa: F401
from tests.projects.test_deciding import drawn  # noqa: F401

pytestmark = pytest.mark.django_db
FOUND = {
    "points": dict.fromkeys(VISIT_POINTS, ("good", "")),
    "opinion": "设备和团队与申报材料一致。",
    "conclusion": "support",
    "amount": Decimal(300_000),
}


def _later(days=3):
    return timezone.now() + timedelta(days=days)


def _pass(visit) -> SiteVisit:
    """Let the day of the visit come."""
    SiteVisit.objects.filter(pk=visit.pk).update(starts_at=timezone.now() - timedelta(hours=3))
    visit.refresh_from_db()
    return visit


@pytest.fixture
def planned(accepted, expert, person):
    """A visit that is arranged: (visit, officer, the persons of its experts)."""

    def make(experts=None, application=None, **values):
        application = application or accepted()[0]
        officer = person("officer")
        going = [expert(), expert()] if experts is None else experts
        known = {"starts_at": _later(), "place": "章贡区某路 1 号", "experts": going, "officers": [officer]}
        visit = visiting.plan(application, by=officer, **(known | values))
        return visit, officer, [User.objects.get(pk=e.user_id) for e in going if e.user_id]

    return make


@pytest.fixture
def found(planned):
    """The same, on its day, written down."""

    def make(**values):
        visit, officer, people = planned(**values)
        visiting.write_down(_pass(visit), by=officer, **FOUND)
        return visit, officer, people

    return make


def test_everybody_is_told_and_the_unit_sees_it_coming(planned, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        visit, officer, people = planned(note="设备台账")
    told = Message.objects.filter(kind="visit.invited")
    assert {message.user for message in told} == {officer, *people}
    unit = Message.objects.filter(kind="visit.planned")
    assert {m.user.current_memberships[0].organisation for m in unit} == {visit.application.organisation}
    assert "设备台账" in unit.first().body
    steps = {step["label"]: step for step in timeline(visit.application)}
    assert "章贡区某路 1 号" in steps["现场考察"]["note"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"starts_at": timezone.now() - timedelta(days=1)}, "今后"),
        ({"officers": []}, "本局人员"),
        ({"place": " "}, "不能为空|不能是空|此字段"),
    ],
)
def test_what_no_visit_can_be_is_refused(planned, values, words):
    with pytest.raises(Refused, match=words):
        planned(**values)
    assert not SiteVisit.objects.exists()


def test_two_different_experts_go_at_least(planned, expert):
    one = expert()
    for too_few in ([], [one], [one, one]):
        with pytest.raises(Refused, match="不少于 2 名"):
            planned(experts=too_few)


def test_only_who_runs_visits_goes_for_the_bureau(planned, person):
    with pytest.raises(Refused, match="不是负责现场考察"):
        planned(officers=[person("leader")])


def test_an_expert_who_must_step_aside_or_is_away_does_not_go(planned, accepted, expert, person):
    application, aside, other = accepted()[0], expert(), expert()
    recusing.recuse_from(application, by=person("officer"), expert=aside, ground="family", evidence="兄弟")
    with pytest.raises(Refused, match="须回避"):
        planned(application=application, experts=[aside, other])
    Expert.objects.filter(pk=other.pk).update(busy_from=timezone.localdate())
    with pytest.raises(Refused, match="不在库、暂停或信息过期"):
        planned(application=application, experts=[other, expert()])


def test_the_database_refuses_a_recused_expert_too(planned, expert, person):
    visit, officer, _people = planned()
    aside = expert()
    recusing.recuse_from(visit.application, by=officer, expert=aside, ground="family", evidence="兄弟")
    with pytest.raises(IntegrityError, match="projects_visitmember_recused"), transaction.atomic():
        VisitMember.objects.create(visit=visit, expert=aside)


def test_who_judges_it_blind_does_not_go_before_the_sheet_is_handed_in(assigned, planned, expert):
    assignment = assigned(is_blind=True)[0]
    with pytest.raises(Refused, match="正在盲评"):
        planned(application=assignment.application, experts=[assignment.expert, expert()])


def test_nothing_is_written_down_before_the_day(planned):
    visit, officer, _people = planned()
    with pytest.raises(Refused, match="时间未到"):
        visiting.write_down(visit, by=officer, **FOUND)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"points": {}}, "是否符合"),
        ({"points": FOUND["points"] | {VISIT_POINTS[0]: ("bad", " ")}}, "请写明情况"),
        ({"opinion": " "}, "考察意见"),
        ({"conclusion": "perhaps"}, "结论"),
        ({"conclusion": "refuse"}, "不写建议资助经费"),
    ],
)
def test_what_is_written_down_is_whole(planned, values, words):
    visit, officer, _people = planned()
    with pytest.raises(Refused, match=words):
        visiting.write_down(_pass(visit), by=officer, **(FOUND | values))
    visit.refresh_from_db()
    assert (visit.points, visit.recorded_at) == ([], None)


def test_signed_by_all_it_is_closed_and_stays(found):
    visit, officer, people = found()
    with pytest.raises(Refused, match="还没有签字"):
        visiting.finish(visit, by=officer)
    for person in (officer, *people):
        visiting.sign(visit, by=person)
    with pytest.raises(Refused, match="已经签过字"):
        visiting.sign(visit, by=officer)
    visiting.finish(visit, by=officer)

    assert visit.status == VisitStatus.DONE
    for act in (
        lambda: visiting.write_down(visit, by=officer, **FOUND),
        lambda: visiting.cancel(visit, by=officer, reason="x"),
    ):
        with pytest.raises(Refused, match="已考察，不能"):
            act()
    with pytest.raises(IntegrityError, match="projects_visitmember_kept"), transaction.atomic():
        visit.members.update(signed_at=timezone.now())


def test_written_again_it_is_signed_again(found):
    visit, officer, people = found()
    visiting.sign(visit, by=people[0])
    visiting.write_down(visit, by=officer, **(FOUND | {"conclusion": "improve"}))
    assert visit.members.unsigned().count() == 3


def test_the_database_closes_no_visit_that_lacks_a_signature(found):
    visit, officer, _people = found()
    with pytest.raises(IntegrityError, match="projects_sitevisit_signed_by_all"), transaction.atomic():
        SiteVisit.objects.filter(pk=visit.pk).update(
            status=VisitStatus.DONE, finished_by=officer, finished_at=timezone.now()
        )


def test_an_expert_without_an_account_signs_on_paper(found, expert):
    visit, officer, _people = found(experts=[expert(), Expert.objects.get(pk=_without_account(expert).pk)])
    with_account, without = visit.members.filter(officer=None).order_by("pk")
    with pytest.raises(Refused, match="有登录账号"):
        visiting.sign_for(visit, by=officer, member=with_account)
    visiting.sign_for(visit, by=officer, member=without)
    without.refresh_from_db()
    assert (without.is_on_paper, without.signed_by) == (True, officer)


def _without_account(expert):
    return expert(has_account=False)


def test_a_recusal_that_comes_later_stops_signature_and_closing(found):
    visit, officer, people = found()
    for person in (officer, *people):
        visiting.sign(visit, by=person)
    one = Expert.objects.get(user=people[0])
    recusing.recuse_from(visit.application, by=officer, expert=one, ground="family", evidence="兄弟")
    with pytest.raises(Refused, match="须回避"):
        visiting.finish(visit, by=officer)
    with pytest.raises(IntegrityError, match="signed_by_all"), transaction.atomic():
        SiteVisit.objects.filter(pk=visit.pk).update(
            status=VisitStatus.DONE, finished_by=officer, finished_at=timezone.now()
        )


def test_changed_it_tells_again_and_called_off_it_says_why(planned, expert, django_capture_on_commit_callbacks):
    visit, officer, people = planned()
    stays, comes = Expert.objects.get(user=people[0]), expert()
    with django_capture_on_commit_callbacks(execute=True):
        visiting.change(
            visit, by=officer, starts_at=_later(5), place="另一处", experts=[stays, comes], officers=[officer]
        )
    assert {m.expert for m in visit.members.filter(officer=None)} == {stays, comes}
    assert Message.objects.filter(kind="visit.invited", user=comes.user).exists()
    with pytest.raises(Refused, match="理由"):
        visiting.cancel(visit, by=officer, reason="")
    visiting.cancel(visit, by=officer, reason="台风")
    assert "台风" in Message.objects.filter(kind="visit.called_off").first().body
    assert visiting.plan(
        visit.application, by=officer, starts_at=_later(), place="某处", experts=[stays, comes], officers=[officer]
    )


def test_one_visit_is_planned_at_a_time(planned):
    visit, _officer, _people = planned()
    with pytest.raises(Refused, match="已有一次待考察"):
        planned(application=visit.application)


WHO = {"projects.run_sitevisit": {"officer", "section_head"}, "projects.review_assignment": set()}
SAY = {
    visiting.CHANGE: lambda v, by: visiting.change(
        v, by=by, starts_at=_later(), place="某处", experts=[], officers=[by]
    ),
    visiting.CANCEL: lambda v, by: visiting.cancel(v, by=by, reason="x"),
    visiting.RECORD: lambda v, by: visiting.write_down(v, by=by, **FOUND),
    visiting.SIGN: lambda v, by: visiting.sign(v, by=by),
    visiting.SIGN_AS_OFFICER: lambda v, by: visiting.sign(v, by=by),
    visiting.FINISH: lambda v, by: visiting.finish(v, by=by),
}


def test_every_verb_is_refused_to_every_wrong_person(planned, person, expert):
    visit, officer, people = planned()
    assert set(SAY) == set(visiting.ALL)
    users = {role.code: person(role.code) for role in ROLES}
    stranger = User.objects.get(pk=expert().user_id)
    for transition, say in SAY.items():
        for code, user in users.items():
            assert transition.is_allowed(visit, user) == (code in WHO[transition.permission]), (transition.verb, code)
            if code not in WHO["projects.run_sitevisit"]:
                with pytest.raises(PermissionDenied):
                    say(visit, user)
        with pytest.raises(PermissionDenied):
            say(visit, stranger)
    assert visiting.SIGN.is_allowed(visit, people[0])
    with pytest.raises(PermissionDenied):
        visiting.plan(
            visit.application, by=users["leader"], starts_at=_later(), place="x", experts=[], officers=[officer]
        )


def test_every_verb_is_refused_in_every_wrong_state(planned, recommended):
    visit, officer, people = planned()
    with connection.cursor() as cursor:  # A row alone in any state.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for constraint in SiteVisit._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                cursor.execute(f'ALTER TABLE {SiteVisit._meta.db_table} DROP CONSTRAINT "{constraint.name}"')
        cursor.execute("ALTER TABLE projects_sitevisit DISABLE TRIGGER USER")
    for transition, say in SAY.items():
        user = people[0] if transition == visiting.SIGN else officer
        for status in set(VisitStatus.values) - set(transition.sources):
            SiteVisit.objects.filter(pk=visit.pk).update(status=status)
            with pytest.raises(Refused, match=f"不能{transition.label}"):
                say(visit, user)
    application = recommended()[0]
    with pytest.raises(Refused, match="不能安排现场考察"):
        visiting.plan(application, by=officer, starts_at=_later(), place="x", experts=[], officers=[officer])


def _break_alone(name, checks, visit, values):
    """Change the row with this constraint alone, so that no other stands for it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for other in set(checks) - {name}:
            cursor.execute(f'ALTER TABLE {SiteVisit._meta.db_table} DROP CONSTRAINT "{other}"')
    SiteVisit.objects.filter(pk=visit.pk).update(**values)


def test_each_constraint_refuses_what_it_names(found):
    visit, officer, _people = found()
    now = timezone.now()
    wrong = {
        "recorded_iff_concluded": {"conclusion": ""},
        "cancelled_iff_told": {"status": VisitStatus.CANCELLED},
        "amount_not_negative": {"amount": -1},
        "done_iff_finished": {"finished_by": officer, "finished_at": now},
        "finished_signed": {"finished_at": now},
        "recorded_signed": {"recorded_by": None},
        "created_signed": {"created_at": None},
        "finished_is_recorded": {"recorded_at": None, "finished_by": officer, "finished_at": now},
    }
    checks = [c.name for c in SiteVisit._meta.constraints if isinstance(c, CheckConstraint)]
    assert {name.removeprefix("projects_sitevisit_") for name in checks} == wrong.keys()
    for name, values in wrong.items():
        with pytest.raises(IntegrityError, match=f"projects_sitevisit_{name}|null value"), transaction.atomic():
            _break_alone(f"projects_sitevisit_{name}", checks, visit, values)
    with pytest.raises(IntegrityError, match="expert_or_officer"), transaction.atomic():
        VisitMember.objects.create(visit=visit)
    with pytest.raises(IntegrityError, match="officer_once"), transaction.atomic():
        VisitMember.objects.create(visit=visit, officer=officer)
    with pytest.raises(IntegrityError, match="paper_is_signed"), transaction.atomic():
        visit.members.filter(signed_at=None).update(is_on_paper=True)
    visiting.cancel(visit, by=officer, reason="另行安排")
    known = {"application": visit.application, "starts_at": now, "place": "x"}
    bare = SiteVisit.objects.create(created_by=officer, created_at=now, **known)
    with pytest.raises(InternalError, match="visit_kept"), transaction.atomic():
        bare.delete()


def test_where_the_call_demands_a_visit_nothing_is_proposed_without_one(drawn, planned, person):  # noqa: F811
    proposal, officer = drawn()
    Call.objects.filter(pk=proposal.call_id).update(visit_places=1)
    proposal.refresh_from_db()
    with pytest.raises(Refused, match="须现场考察后才能立项"):
        proposing.submit(proposal, by=officer)
    first = proposal.lines.get(place=1).application
    visit, clerk, people = planned(application=first)
    visiting.write_down(_pass(visit), by=clerk, **FOUND)
    with pytest.raises(Refused, match="须现场考察"):
        proposing.submit(proposal, by=officer)
    for one in (clerk, *people):
        visiting.sign(visit, by=one)
    visiting.finish(visit, by=clerk)
    proposing.submit(proposal, by=officer)

    proposing.return_(proposal, by=person("leader"), reason="x")
    Call.objects.filter(pk=proposal.call_id).update(visit_places=None, visit_from=1)
    proposal = type(proposal).objects.get(pk=proposal.pk)
    with pytest.raises(Refused, match="须现场考察"):
        proposing.submit(proposal, by=officer)


def test_an_expert_reads_and_signs_on_the_own_page(found, expert, client):
    visit, _officer, people = found()
    url = reverse("projects:visit", args=[visit.pk])
    client.force_login(User.objects.get(pk=expert().user_id))
    assert client.get(url).status_code == client.post(url).status_code == 404
    client.force_login(people[0])
    assert str(visit.application) in client.get(reverse("projects:visit-list")).content.decode()
    assert FOUND["opinion"] in client.get(url).content.decode()
    assert [todo.text for todo in todos_of(User.objects.get(pk=people[0].pk))] == [
        f"“{visit}意见待签字".replace("的现场考察", "”的现场考察")
    ]
    client.post(url)
    assert "签字。" in client.get(url).content.decode()
    assert visit.members.get(expert__user=people[0]).signed_at


def test_the_list_of_an_expert_asks_the_same_at_one_and_at_three(
    planned, expert, client, django_assert_max_num_queries
):
    one = expert()
    used = []
    for count in (1, 3):
        while VisitMember.objects.filter(expert=one).count() < count:
            planned(experts=[one, expert()])
        client.force_login(User.objects.get(pk=one.user_id))
        client.get(reverse("projects:visit-list"))
        with django_assert_max_num_queries(15) as asked:
            assert client.get(reverse("projects:visit-list")).status_code == 200
        used.append(len(asked))
    assert used[0] == used[1]


def test_an_officer_arranges_writes_down_and_closes_in_the_admin(accepted, expert, person, client):
    application, one, other, officer = accepted()[0], expert(), expert(has_account=False), person("officer")
    client.force_login(officer)
    page = reverse("admin:projects_application_visit_page", args=[application.pk])
    typed = {
        "starts_at_0": f"{_later():%Y-%m-%d}", "starts_at_1": "09:30", "place": "章贡区", "officers": [officer.pk],
        "experts": f"{one.number}、{other.name}",
    }  # fmt: skip
    assert "专家库中没有" in client.post(page, typed | {"experts": "某某"}).content.decode()
    client.post(page, typed)
    visit = _pass(SiteVisit.objects.get())

    def press(name, **data):
        return client.post(reverse(f"admin:projects_sitevisit_{name}_page", args=[visit.pk]), data)

    known = {f"verdict-{n}": "good" for n in range(len(VISIT_POINTS))}
    assert "请写明情况" in press("findings", **known | {"verdict-0": "bad", "opinion": "好", "conclusion": "support"}).content.decode()  # fmt: skip
    press("findings", **known, opinion="设备齐全。", conclusion="support", amount="30")
    press("sign_own")
    press("sign_for", member=visit.members.get(expert=other).pk, is_signed="on")
    visiting.sign(visit, by=User.objects.get(pk=one.user_id))
    press("close_visit")
    visit.refresh_from_db()
    assert (visit.status, visit.amount) == (VisitStatus.DONE, Decimal(300_000))

    paper = client.get(reverse("admin:projects_sitevisit_paper_page", args=[visit.pk]))
    text = "\n".join(
        cell.text
        for table in Document(io.BytesIO(b"".join(paper.streaming_content))).tables
        for row in table.rows
        for cell in row.cells
    )
    assert "符合" in text
    assert str(other) in text
    told = client.get(reverse("admin:projects_application_change", args=[application.pk])).content.decode()
    assert "建议支持" in told
