"""From the ranking to projects: proposed, approved by another, made public, objected to, told to all at once."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint
from django.urls import reverse
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.lists.commands import load_file
from bureau.messaging.models import Message
from bureau.publicity import workflow as publicities
from bureau.publicity.models import Objection, Publicity
from bureau.reports.indicators.projects import INDICATORS
from bureau.workdays import workdays_after
from bureau.workflow import Refused
from projects.choices import ProposalStatus
from projects.models import Project, Proposal, ProposalLine
from projects.pages import timeline
from projects.tasks import publicity_ended
from projects.workflow import granting, proposing, ranking
from tests.projects.test_board import judged  # noqa: F401

pytestmark = pytest.mark.django_db
D = Decimal
PLAN = {
    "approve_to": 2,
    "reserve_to": 3,
    "rule": "fixed",
    "fixed": D(200_000),
    "reject_reason": "综合排名未进入支持范围。",
}
PAGE = {
    "basis": "《管理办法》（赣市科发〔2021〕15号）", "working_days": 5, "section": "计划科", "section_phone": "0797-8391001",
    "supervision": "监督科", "supervision_phone": "0797-8391002", "discipline": "派驻纪检组", "discipline_phone": "0797-8391003",
    "address": "章贡区", "postcode": "341000",
}  # fmt: skip


@pytest.fixture
def drawn(judged, person):  # noqa: F811
    """A proposal out of four ranked applications: two to approve, one in reserve, one rejected."""

    def make():
        call, _found = judged(*[[level] * 3 for level in (0.9, 0.8, 0.7, 0.6)])
        officer = person("officer")
        ranking.rank(call, by=officer)
        proposal = proposing.begin(call, by=officer, title="第一批", prefix="GZKJ2026")
        proposing.draw_up(proposal, by=officer, **PLAN)
        return proposal, officer

    return make


@pytest.fixture
def approved(drawn, person):
    """The same, approved by a leader."""

    def make():
        proposal, officer = drawn()
        proposing.submit(proposal, by=officer)
        proposing.approve(proposal, by=person("leader"), minutes="赣市科会纪〔2026〕8号")
        return proposal, officer

    return make


@pytest.fixture
def public(approved, person):
    """The same, its 公示 published today."""

    def make():
        proposal, officer = approved()
        publicity = granting.publicise(proposal, by=officer, starts_on=workdays_after(timezone.localdate(), 1), **PAGE)
        publicities.submit(publicity, by=officer)
        publicities.approve(publicity, by=person("section_head"))
        publicities.begin(publicity, by="系统（到期）") if publicity.status == "approved" else None
        return proposal, officer, publicity

    return make


def over(publicity):
    """Let its days pass, and the clock turn."""
    Publicity.objects.filter(pk=publicity.pk).update(starts_on="2020-01-06", ends_on="2020-01-10")
    publicity.refresh_from_db()
    publicities.close(publicity, by="系统（到期）")
    publicity_ended(publicity.pk)


def object_to(publicity, words, person, outcome="uphold"):
    objection = publicities.raise_objection(
        publicity, token=uuid4(), kind="person", name="李实名", phone="13800005678", concerning=words, facts="不实"
    )
    if outcome:
        handler = person("supervision")
        publicities.accept(objection, by=handler)
        getattr(publicities, outcome)(objection, by=handler, opinion="查明属实")
    return objection


def outcomes(proposal):
    return [(line.place, line.outcome, line.amount) for line in proposal.lines.all()]


def test_the_ranking_is_drawn_up_with_amounts_and_reasons(drawn):
    proposal, _officer = drawn()

    assert outcomes(proposal) == [
        (1, "approve", D(200_000)), (2, "approve", D(200_000)), (3, "reserve", None), (4, "reject", None),
    ]  # fmt: skip
    assert proposal.lines.get(place=4).reason == "综合排名未进入支持范围。"


@pytest.mark.parametrize(
    ("rule", "amount"), [("requested", D(250_000)), ("suggested", D(200_000)), ("fixed", D(90_000))]
)
def test_amounts_follow_the_rule_and_the_ceiling(rule, amount, drawn):
    proposal, officer = drawn()
    values = PLAN | {"rule": rule, "fixed": D(90_000)}
    proposing.draw_up(proposal, by=officer, **values)
    assert proposal.lines.get(place=1).amount == amount

    proposal.call.ceiling = D(80_000)
    proposal.call.save()
    assert proposing.plan(proposal, **values)[0].amount == D(80_000)


def test_single_lines_are_put_right(drawn):
    proposal, officer = drawn()
    line = proposal.lines.get(place=4)
    with pytest.raises(Refused, match="立项须写明资助经费"):
        proposing.put_right(proposal, by=officer, lines=[(line, {"outcome": "approve", "amount": None, "reason": ""})])
    line.refresh_from_db()
    proposing.put_right(proposal, by=officer, lines=[(line, {"outcome": "approve", "amount": D(5), "reason": ""})])

    assert proposal.lines.get(place=4).amount == 5


def test_a_proposal_out_of_date_is_not_sent(drawn, judged):  # noqa: F811
    proposal, officer = drawn()
    ProposalLine.objects.update(outcome="reserve", amount=None)
    with pytest.raises(Refused, match="没有拟立项"):
        proposing.submit(proposal, by=officer)
    ranked = proposal.call.standings.all()
    ranked.update(computed_at=timezone.now() - timedelta(days=1))
    with pytest.raises(Refused, match="重新计算排名"):
        proposing.submit(proposal, by=officer)


def test_who_proposed_does_not_approve(drawn, person):
    proposal, _officer = drawn()
    head = person("section_head")
    proposing.submit(proposal, by=head)
    with pytest.raises(Refused, match="另一位审定"):
        proposing.approve(proposal, by=head, minutes="纪要")
    with pytest.raises(Refused, match="会议纪要"):
        proposing.approve(proposal, by=person("leader"), minutes=" ")
    proposing.approve(proposal, by=person("leader"), minutes="赣市科会纪〔2026〕8号")

    assert [line.number for line in proposal.lines.approved()] == ["GZKJ2026001", "GZKJ2026002"]


def test_a_returned_proposal_says_why_and_is_open_again(drawn, person):
    proposal, officer = drawn()
    proposing.submit(proposal, by=officer)
    proposing.return_(proposal, by=person("leader"), reason="经费偏高")

    assert (proposal.status, proposal.reason) == (ProposalStatus.DRAFT, "经费偏高")
    assert Message.objects.get(kind="proposal.returned").user == officer
    proposing.submit(proposal, by=officer)


def test_numbers_step_past_those_that_a_list_has_brought(drawn, person):
    proposal, officer = drawn()
    Project.objects.create(number="GZKJ2026001", title="x", organisation_name="甲", level="city", approved_on="2026-01-01", granted_amount=1, changed_at=timezone.now())  # fmt: skip
    proposing.submit(proposal, by=officer)
    proposing.approve(proposal, by=person("leader"), minutes="纪要〔2026〕1号")

    assert [line.number for line in proposal.lines.approved()] == ["GZKJ2026002", "GZKJ2026003"]


def test_the_publicity_lists_what_is_to_be_approved_and_no_score(public):
    proposal, _officer, publicity = public()
    rows = [item.values for item in publicity.items.order_by("position")]

    assert [row["number"] for row in rows] == ["GZKJ2026001", "GZKJ2026002"]
    assert publicity.columns == [
        "number",
        "title",
        "organisation",
        "partners",
        "leader",
        "recommender",
        "category",
        "amount",
    ]
    assert rows[0]["amount"] == "20"
    assert publicity.kind == "approval"
    assert proposal.status == ProposalStatus.PUBLIC


def test_when_the_days_are_over_the_approved_become_projects(public):
    proposal, officer, publicity = public()
    over(publicity)
    publicity_ended(publicity.pk)  # Rung twice: once.
    proposal.refresh_from_db()
    project = Project.objects.get(number="GZKJ2026001")
    line = proposal.lines.get(place=1)

    assert (proposal.status, Project.objects.count()) == (ProposalStatus.CONCLUDED, 2)
    assert (project.level, project.granted_amount, project.organisation) == (
        "city",
        D(200_000),
        line.application.organisation,
    )
    assert (line.project, project.approved_on) == (project, timezone.localdate())
    assert Entry.objects.about(project).filter(verb="add").exists()
    assert Publicity.objects.get().heard_at
    assert Message.objects.filter(kind="proposal.concluded", user=officer).exists()


def test_nothing_becomes_of_it_while_an_objection_waits(public, person):
    proposal, _officer, publicity = public()
    objection = object_to(publicity, "GZKJ2026001", person, outcome="")
    over(publicity)
    assert (Project.objects.count(), Publicity.objects.get().heard_at) == (0, None)

    handler = person("supervision")
    publicities.accept(objection, by=handler)
    publicities.dismiss(objection, by=handler, opinion="查无实据")
    publicity_ended(publicity.pk)
    assert Project.objects.count() == 2
    assert proposal.pk


def test_an_upheld_objection_takes_that_one_out(public, person):
    proposal, _officer, publicity = public()
    objection = object_to(publicity, "序号 2 的 GZKJ2026002", person)
    over(publicity)
    struck = proposal.lines.get(place=2)

    assert [p.number for p in Project.objects.all()] == ["GZKJ2026001"]
    assert (struck.project, objection.number in struck.struck_reason) == (None, True)


def test_an_upheld_objection_that_names_nothing_waits_for_a_person(public, person):
    proposal, officer, publicity = public()
    object_to(publicity, "名单里的一家单位", person)
    over(publicity)
    assert Project.objects.count() == 0
    leader = person("leader")
    with pytest.raises(PermissionDenied):
        granting.settle(proposal, by=officer, reason="x")
    granting.strike(proposal.lines.get(place=1), by=leader, reason="异议成立")
    granting.settle(proposal, by=leader, reason="已取消第 1 项，其余与异议无关。")

    assert [p.number for p in Project.objects.all()] == ["GZKJ2026002"]


def test_nothing_is_settled_that_is_not_in_dispute(public, person):
    proposal, _officer, _publicity = public()
    with pytest.raises(Refused, match="没有成立的异议"):
        granting.settle(proposal, by=person("leader"), reason="x")


def test_a_withdrawn_publicity_lets_another_be_made(public, person):
    proposal, officer, publicity = public()
    publicities.withdraw(publicity, by=person("section_head"), reason="名单有误")
    publicity_ended(publicity.pk)
    proposal.refresh_from_db()

    assert (proposal.status, proposal.publicity) == (ProposalStatus.APPROVED, None)
    assert granting.publicise(proposal, by=officer, starts_on=workdays_after(timezone.localdate(), 1), **PAGE, title="更正后的拟立项公示")  # fmt: skip


def test_units_hear_all_at_once_after_the_release_and_nothing_before(public, person):
    proposal, _officer, publicity = public()
    lines = list(proposal.lines.select_related("application"))
    assert [step["label"] for step in timeline(lines[0].application)][-3:] == ["拟立项", "公示中", "立项结果"]
    assert [step["label"] for step in timeline(lines[3].application)][-2:] == ["评审完成", "立项结果"]
    over(publicity)
    assert not Message.objects.filter(kind__startswith="application.", kind__endswith="granted").exists()
    assert [step["label"] for step in timeline(lines[3].application)][-2:] == ["评审完成", "立项结果"]
    proposal.refresh_from_db()
    granting.release(proposal, by=person("section_head"))

    told = {(m.kind, m.title) for m in Message.objects.filter(kind__in=("application.granted", "application.reserved", "application.not_granted"))}  # fmt: skip
    assert {kind for kind, _title in told} == {"application.granted", "application.reserved", "application.not_granted"}
    ends = [timeline(line.application)[-1] for line in lines]
    assert [end["label"] for end in ends] == ["已立项", "已立项", "列为备选", "不立项"]
    assert "项目编号 GZKJ2026001，资助经费 20 万元" in ends[0]["note"]
    assert ends[3]["note"] == "综合排名未进入支持范围。"


def test_the_timeline_names_no_expert_and_no_score(public, client):
    proposal, _officer, publicity = public()
    line = proposal.lines.get(place=1)
    client.force_login(line.application.created_by)
    page = client.get(reverse("projects:application-detail", args=[line.application_id])).content.decode()

    for assignment in line.application.assignments.select_related("expert"):
        assert assignment.expert.name not in page
    assert str(line.score) not in page
    assert "公示中" in page
    assert publicity.pk


def test_what_has_too_few_reviews_stands_in_the_proposal_without_a_place(judged, person, client):  # noqa: F811
    call, _found = judged([0.9] * 3, [0.8])
    officer = person("officer")
    ranking.rank(call, by=officer)
    proposal = proposing.begin(call, by=officer, title="第一批", prefix="GZKJ2026")

    assert proposing.draw_up(proposal, by=officer, **PLAN) == 2
    line = proposal.lines.get(place=None)
    assert (line.outcome, line.reason) == ("reject", "有效评审份数不足，未进入排名。")
    client.force_login(officer)
    page = client.get(reverse("admin:projects_proposal_lines_page", args=[proposal.pk])).content.decode()
    assert "资助经费（万元）" in page
    assert '<td class="n">25</td>' in page  # What was asked: 250,000 yuan.


def test_an_application_stands_in_one_proposal_only(drawn):
    first, officer = drawn()
    other = proposing.begin(first.call, by=officer, title="第二批", prefix="GZKJ2027")

    assert proposing.plan(other, **PLAN) == []


# Who and when.

SAY = {
    proposing.COMPOSE: lambda p, by: proposing.draw_up(p, by=by, **PLAN),
    proposing.SUBMIT: lambda p, by: proposing.submit(p, by=by),
    proposing.RETURN: lambda p, by: proposing.return_(p, by=by, reason="x"),
    proposing.APPROVE: lambda p, by: proposing.approve(p, by=by, minutes="x"),
    granting.PUBLICISE: lambda p, by: granting.publicise(p, by=by, **PAGE),
    granting.STRIKE: lambda p, by: granting.strike(p.lines.first(), by=by, reason="x"),
    granting.SETTLE: lambda p, by: granting.settle(p, by=by, reason="x"),
    granting.CONCLUDE: lambda p, by: granting.conclude(p, by=by),
    granting.RELEASE: lambda p, by: granting.release(p, by=by),
}
WHO = {
    "projects.compose_proposal": {"officer", "section_head"},
    "projects.approve_proposal": {"section_head", "leader"},
    "projects.publicise_proposal": {"officer", "section_head"},
    "projects.release_proposal": {"section_head", "leader"},
}
STAFF = ("officer", "section_head", "leader", "report_office", "supervision", "web_editor", "system_admin")


def test_each_verb_is_its_owners_and_every_other_is_refused(drawn, person):
    proposal, _officer = drawn()
    users = {role: person(role) for role in STAFF}
    users |= {"unit": proposal.lines.first().application.created_by}
    for verb in (*proposing.ALL, *granting.ALL):
        allowed = {who for who, user in users.items() if verb.is_allowed(proposal, user)}
        assert allowed == WHO[verb.permission], verb.verb
    for verb, say in SAY.items():
        for who in users.keys() - WHO[verb.permission]:
            with pytest.raises(PermissionDenied):
                say(proposal, users[who])
    assert set(SAY) == {*proposing.ALL, *granting.ALL} - {granting.REOPEN}


def test_each_verb_is_refused_in_every_wrong_state(drawn, person):
    proposal, _officer = drawn()
    users = {role: person(role) for role in ("officer", "leader", "section_head")}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for constraint in Proposal._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                cursor.execute(f'ALTER TABLE projects_proposal DROP CONSTRAINT "{constraint.name}"')
    tried = 0
    for verb, say in SAY.items():
        user = users[sorted(WHO[verb.permission] & users.keys())[0]]
        for status in set(ProposalStatus.values) - set(verb.sources):
            Proposal.objects.filter(pk=proposal.pk).update(status=status)
            with pytest.raises(Refused, match=f"不能{verb.label}"):
                say(proposal, user)
            tried += 1

    assert tried == len(SAY) * 5


@pytest.mark.parametrize(
    ("change", "claim"),
    [
        (lambda p: ProposalLine.objects.filter(place=1).update(amount=None), "approved_iff_amount"),
        (lambda p: ProposalLine.objects.filter(place=3).update(amount=1), "approved_iff_amount"),
        (lambda p: ProposalLine.objects.filter(place=1).update(amount=-1), "amount_not_negative"),
        (lambda p: ProposalLine.objects.filter(place=4).update(reason=""), "rejected_says_why"),
        (lambda p: ProposalLine.objects.filter(place__lte=2).update(number="X1"), "one_per_number"),
        (lambda p: ProposalLine.objects.filter(place=1).update(struck_at=timezone.now()), "struck_says_why"),
        (lambda p: ProposalLine.objects.filter(place=3).update(struck_at=timezone.now(), struck_reason="x"), "struck_says_why"),
        (lambda p: ProposalLine.objects.create(proposal=p, application=p.lines.first().application, outcome="reserve"), "application_id"),
        (lambda p: Proposal.objects.update(status="submitted"), "beyond_draft_was_submitted"),
        (lambda p: Proposal.objects.update(minutes="x", approved_by=p.created_by, approved_at=timezone.now(), status="approved"), "approved_by_another|beyond_draft"),
        (lambda p: Proposal.objects.update(submitted_at=timezone.now()), "submitted_signed"),
        (lambda p: Proposal.objects.update(status="approved", submitted_by=p.created_by, submitted_at=timezone.now()), "approved_iff_minuted"),
        (lambda p: Proposal.objects.update(concluded_at=timezone.now()), "concluded_iff_dated"),
        (lambda p: Proposal.objects.update(released_at=timezone.now(), released_by=p.created_by), "released_iff_dated"),
        (lambda p: Proposal.objects.update(settlement="x"), "settled_says_how"),
        (lambda p: Proposal.objects.create(call=p.call, title=p.title, prefix="x", created_by=p.created_by, created_at=timezone.now()), "one_per_title"),
    ],
)  # fmt: skip
def test_what_a_proposal_can_never_be(change, claim, drawn):
    proposal, _officer = drawn()

    with pytest.raises(IntegrityError, match=claim), transaction.atomic():
        change(proposal)


def test_no_project_of_what_was_not_approved(public):
    proposal, _officer, publicity = public()
    over(publicity)
    project = proposal.lines.get(place=1).project
    ProposalLine.objects.filter(place=1).update(project=None)

    with pytest.raises(IntegrityError, match="project_of_an_approved_one"), transaction.atomic():
        ProposalLine.objects.filter(place=3).update(project=project)


def test_the_publicity_and_its_proposal_go_together(public):
    proposal, _officer, _publicity = public()

    with pytest.raises(IntegrityError, match="public_iff_publicity"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(publicity=None)


# The pages.


def test_the_pages_carry_a_proposal_from_the_ranking_to_the_release(judged, person, client):  # noqa: F811
    call, _found = judged(*[[level] * 3 for level in (0.9, 0.8, 0.7)])
    officer, leader = person("officer"), person("leader")
    ranking.rank(call, by=officer)
    client.force_login(officer)

    def page(name, *args):
        return reverse(f"admin:projects_proposal_{name}_page", args=args)

    client.post(page("begin"), {"call": call.pk, "title": "第一批", "prefix": "GZKJ2026"})
    proposal = Proposal.objects.get()
    values = {"approve_to": 1, "reserve_to": 2, "rule": "fixed", "fixed": "20", "reserve_reason": "递补", "reject_reason": "未进入支持范围"}  # fmt: skip
    shown = client.post(page("draw", proposal.pk), values)
    assert [line.outcome for line in shown.context["lines"]] == ["approve", "reserve", "reject"]
    assert not proposal.lines.exists()
    client.post(page("draw", proposal.pk), values | {"confirm": "1"})
    lines = list(proposal.lines.all())
    data = {f"line-{line.pk}-{name}": value for line, outcome, amount in zip(lines, ("approve", "approve", "reject"), ("20", "12.5", ""), strict=True)
            for name, value in (("outcome", outcome), ("amount", amount), ("reason", "未进入支持范围" if outcome == "reject" else ""))}  # fmt: skip
    client.post(page("lines", proposal.pk), data)
    assert outcomes(proposal)[1] == (2, "approve", D(125_000))
    client.post(page("hand_up", proposal.pk))
    client.post(page("decide", proposal.pk), {"minutes": "x"})
    assert Proposal.objects.get().status == ProposalStatus.SUBMITTED  # An officer does not approve.

    client.force_login(leader)
    client.post(page("decide", proposal.pk), {"minutes": "赣市科会纪〔2026〕8号"})
    client.force_login(officer)
    client.post(page("publicise", proposal.pk), PAGE | {"starts_on": workdays_after(timezone.localdate(), 1)})
    assert Proposal.objects.get().publicity.items.count() == 2
    book = client.get(page("workbook", proposal.pk))
    assert book.status_code == 200
    assert Objection.objects.count() == 0


def test_a_project_that_came_of_an_application_and_of_a_list_is_counted_once(public, workbook, person):
    """The register has one row for a number, whichever way it came, and so the annual report counts it once."""
    proposal, _officer, publicity = public()
    over(publicity)
    line, day = proposal.lines.get(place=1), timezone.localdate()
    headings = ["项目编号", "项目名称", "承担单位", "级别", "立项日期", "财政经费（万元）"]
    same = [line.number, line.application.title, line.application.organisation.name, "市级", day, 20]
    other = ["GZKJ2026900", "另一项目", "赣州乙有限公司", "省级", day, 10]
    _run, result = load_file(workbook([headings, same, other]), by=person("officer"))
    projects = Project.objects.effective().approved_in(day.year)

    assert (result.sheets[0].created, result.sheets[0].rejected_rows) == (1, 0)
    assert Project.objects.filter(number=line.number).count() == 1
    assert (projects.count(), projects.granted_total()) == (3, D(500_000))
    line.refresh_from_db()
    assert line.project.decision == line
    counted = {indicator.code: indicator.rows(day.year) for indicator in INDICATORS}
    assert list(counted["projects.provincial_or_above.count"]) == [Project.objects.get(number="GZKJ2026900")]


def test_a_leader_is_told_and_the_officer_hears_back(drawn, person):
    leader = person("leader")
    proposal, officer = drawn()
    proposing.submit(proposal, by=officer)
    proposing.approve(proposal, by=leader, minutes="纪要〔2026〕1号")

    assert Message.objects.filter(kind="proposal.submitted", user=leader).exists()
    assert Message.objects.filter(kind="proposal.approved", user=officer).exists()
