"""An application from the empty form to acceptance: what each verb does, what it refuses, what the database refuses."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from bureau.accounts.models import Membership
from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.workflow import Refused
from projects.checking import problems, read_draft
from projects.choices import ApplicationStatus as S
from projects.formdata.terms import digest
from projects.models import Application, FormField, Project, Restriction, Submission
from projects.tasks import send_member_link
from projects.workflow import calls, deciding, drafts, submitting

from .applying import PLAN, id_number, join, later, upload

pytestmark = pytest.mark.django_db
YES = [True, True]


def test_a_draft_begins_with_what_is_known_and_two_clicks_are_one(published, people):
    call, (organisation, contributor, *_), token = published(), people(), uuid4()
    first = drafts.begin(call, organisation, by=contributor, token=token)
    second = drafts.begin(call, organisation, by=contributor, token=token)
    values = read_draft(first).values

    assert first == second
    assert Application.objects.count() == 1
    assert (values["unit_name"], values["unit_code"]) == (organisation.name, organisation.credit_code)
    assert values["contact_name"] == str(contributor)


def test_a_stranger_and_a_closed_call_are_refused(published, people, head):
    call, (organisation, contributor, *_), (_, stranger, *_) = published(), people(), people()
    with pytest.raises(PermissionDenied):
        drafts.begin(call, organisation, by=stranger, token=uuid4())
    calls.revise(call, by=head, words="提前截止", closes_at=later(seconds=-5), recommend_until=later(days=1))
    with pytest.raises(Refused, match="截止"):
        drafts.begin(call, organisation, by=contributor, token=uuid4())


def test_an_earlier_application_is_taken_up_again(filled, published):
    source, contributor, *_ = filled()
    again = drafts.begin(published(), source.organisation, by=contributor, token=uuid4(), source=source)

    assert again.title == PLAN["title"]
    assert "promise" not in read_draft(again).values
    assert [member.name for member in again.team.all()] == [member.name for member in source.team.all()]
    assert not again.team.exclude(confirmed_at=None).exists()


def test_what_another_tab_has_changed_is_never_overwritten(filled):
    application, contributor, manager, _ = filled()
    seen = {"title": 1, "summary": 1}
    first = drafts.save(application, "basic", by=contributor, typed={"title": "新名称"}, seen=seen)
    second = drafts.save(application, "basic", by=manager, typed={"title": "另一名称", "summary": "短摘要"}, seen=seen)

    assert first.revisions == {"title": 2}
    assert second.revisions == {"title": 1, "summary": 2}
    (conflict,) = second.conflicts
    assert (conflict.field.code, conflict.theirs, conflict.revision, conflict.by) == ("title", "新名称", 2, contributor)
    assert Application.objects.get().title == "新名称"
    third = drafts.save(application, "basic", by=manager, typed={"title": "另一名称"}, seen={"title": 2})
    assert third.conflicts == []
    assert Application.objects.get().title == "另一名称"


def test_the_list_before_submitting_names_section_field_and_clause(filled, published):
    call = published(rules={"leader_rank": "副高级", "title_places": "无"})
    application, contributor, *_ = filled(
        call=call, title="赣州稀土", budget={"indirect": {"fiscal": "5"}, "business": {"fiscal": "10"}}
    )
    member = application.team.get(position=2)
    drafts.remove_member(member, "team", by=contributor)
    join(application, contributor, name="王五", confirms=False)
    found = {(p.section, p.field): p for p in problems(read_draft(application), today=timezone.localdate())}

    assert found["basic", "title"].clause == "通知第三条"
    assert "间接费用 5 万元，超过上限 3 万元" in found["budget", "budget"].text
    texts = [p.text for p in problems(read_draft(application), today=timezone.localdate()) if p.field == "team"]
    assert any("须为副高级及以上" in text for text in texts)
    assert any("王五还没有本人确认" in text for text in texts)


def test_submitting_gives_a_number_freezes_and_tells(submitted):
    application, contributor, manager, office = submitted()
    submission = application.submissions.get()

    assert (application.status, application.recommender) == (S.SUBMITTED, office.current_memberships[0].organisation)
    assert application.number == f"SB{application.call.plan_year}{application.pk:06d}"
    assert (application.requested_amount, application.own_amount) == (250_000, 100_000)
    assert (application.is_self_reviewed, application.proposed_by, application.submitted_by) == (
        False,
        contributor,
        manager,
    )
    assert submission.digest == digest(submission.content)
    assert "6222021234567890" not in str(submission.content)
    assert {m.user for m in Message.objects.filter(kind="application.submitted")} == {contributor, manager}
    assert {m.user for m in Message.objects.filter(kind="application.to_recommend")} == {office}
    assert Entry.objects.about(application).filter(verb="submit").get().actor == manager


def test_two_clicks_are_one_submission(filled):
    application, contributor, manager, _ = filled()
    submitting.propose(application, by=contributor)
    token = uuid4()
    first = submitting.submit(application, by=manager, token=token)

    assert submitting.submit(application, by=manager, token=token) == first
    assert Submission.objects.count() == 1
    with pytest.raises(Refused, match="待推荐，不能提交"):
        submitting.submit(application, by=manager, token=uuid4())


def test_who_filled_in_does_not_review_unless_alone(filled):
    application, contributor, manager, _ = filled()
    with pytest.raises(Refused, match="须是两个人"):
        submitting.submit(application, by=manager, token=uuid4())
    with pytest.raises(PermissionDenied):
        submitting.submit(application, by=contributor, token=uuid4())
    Membership.objects.filter(user=contributor).update(ended_at=timezone.now(), ended_by=manager)
    submitting.submit(application, by=manager, token=uuid4())

    assert application.is_self_reviewed is True


@pytest.mark.parametrize(("seconds", "counts"), [(0, True), (0.9, True), (1, False), (2, False)])
def test_the_last_second_counts_and_the_next_does_not(seconds, counts, filled, published, head):
    last = timezone.localtime(later(days=3)).replace(hour=23, minute=59, second=59, microsecond=0)
    application, contributor, manager, _ = filled(call=published(closes_at=last))
    submitting.propose(application, by=contributor)
    arrived = last + timedelta(seconds=seconds)
    if counts:
        submitting.submit(application, by=manager, token=uuid4(), arrived_at=arrived)
        assert application.arrived_at == arrived
    else:
        with pytest.raises(Refused, match="23:59:59 截止，本次提交到达时间是"):
            submitting.submit(application, by=manager, token=uuid4(), arrived_at=arrived)


@pytest.fixture
def at_the_deadline(filled, published, time_machine):
    """A draft without its feasibility report, a second before the deadline: (application, contributor, manager, until)."""
    until = timezone.localtime(later(days=3)).replace(hour=23, minute=59, second=59, microsecond=0)
    application, contributor, manager, _ = filled(call=published(closes_at=until))
    for held in application.attachments.current().filter(code="feasibility"):
        drafts.detach(held, "files", by=contributor)
    return application, contributor, manager, until


def finish_upload(application, by, *, begun_at):
    """The file is there now; its first byte came at ``begun_at``."""
    asked = application.version.form.fields["feasibility"]
    drafts.attach(application, "files", asked, by=by, file=upload(), begun_at=begun_at)


@pytest.mark.parametrize(
    ("begun", "asks", "counts"), [(0.9, 0, True), (0.9, 599, True), (0.9, 601, False), (1, 0, False)]
)
def test_an_upload_begun_before_the_deadline_may_finish(begun, asks, counts, at_the_deadline, time_machine):
    application, contributor, manager, until = at_the_deadline
    time_machine.move_to(until + timedelta(seconds=120))
    finish_upload(application, contributor, begun_at=until + timedelta(seconds=begun))
    submitting.propose(application, by=contributor)
    time_machine.move_to(until + timedelta(seconds=120 + asks))
    if counts:
        submitting.submit(application, by=manager, token=uuid4())
        assert application.status == S.SUBMITTED
    else:
        with pytest.raises(Refused, match="截止"):
            submitting.submit(application, by=manager, token=uuid4())


@pytest.mark.parametrize("change", ["answer", "team"])
def test_whatever_else_was_changed_after_the_deadline_is_late(change, at_the_deadline, time_machine):
    application, contributor, manager, until = at_the_deadline
    time_machine.move_to(until + timedelta(seconds=60))
    finish_upload(application, contributor, begun_at=until)
    if change == "answer":
        seen = {"title": application.answers.get(code="title").revision}
        drafts.save(application, "basic", by=contributor, typed={"title": "离子型稀土提取新工艺"}, seen=seen)
    else:
        drafts.move_up(application.team.last(), "team", by=contributor)
    submitting.propose(application, by=contributor)
    with pytest.raises(Refused, match="截止"):
        submitting.submit(application, by=manager, token=uuid4())


def test_the_link_goes_to_the_persons_own_mobile_and_mailbox(
    filled, queued, settings, mailoutbox, capsys, django_capture_on_commit_callbacks
):
    settings.SMS_BACKEND, settings.EMAIL_IS_ON = "console", True
    application, contributor, *_ = filled()
    member = join(application, contributor, name="王五", confirms=False)
    member.mobile, member.email = "13900001234", "wang@example.com"
    drafts.put_member(application, member, "team", by=contributor, seen=member.revision)
    with django_capture_on_commit_callbacks(execute=True):
        old = drafts.send_link(member, "team", by=contributor, address="https://kjj.example/m/{}/".format)
        new = drafts.send_link(member, "team", by=contributor, address="https://kjj.example/m/{}/".format)
    posted = [arguments for task, arguments in queued() if task == "projects.tasks.send_member_link"]
    assert [(channel, link) for _pk, channel, link in posted] == [
        (channel, f"https://kjj.example/m/{token}/") for token in (old, new) for channel in ("sms", "email")
    ]
    for arguments in posted:
        send_member_link(*arguments)
    assert [mail.to for mail in mailoutbox] == [["wang@example.com"]]
    assert new in mailoutbox[0].body
    drafts.answer_link(new, agrees=True, consented=True)
    send_member_link(*posted[-1])
    assert len(mailoutbox) == 1


def test_a_recommending_units_own_deadline_holds(filled, person):
    application, contributor, manager, office = filled()
    unit = office.current_memberships[0].organisation
    submitting.propose(application, by=contributor)
    calls.set_window(
        application.call, by=person("officer"), unit=unit, closes_at=later(hours=1), recommend_until=later(hours=2)
    )
    with pytest.raises(Refused, match="截止"):
        submitting.submit(application, by=manager, token=uuid4(), arrived_at=later(hours=1, minutes=1))


def test_the_unit_gives_it_back_and_edits_within_ten_minutes(filled):
    application, contributor, manager, _ = filled()
    submitting.propose(application, by=contributor)
    with pytest.raises(Refused, match="理由"):
        submitting.unit_return(application, by=manager, reason=" ")
    submitting.unit_return(application, by=manager, reason="补充说明")
    assert application.status == S.UNIT_RETURNED
    submitting.propose(application, by=contributor)
    submitting.submit(application, by=manager, token=uuid4())
    number = application.number
    submitting.edit_again(application, by=manager)
    assert application.status == S.DRAFT
    submitting.propose(application, by=contributor)
    submitting.submit(application, by=manager, token=uuid4())
    assert (application.number, application.submissions.count()) == (number, 2)
    Application.objects.update(submitted_at=later(minutes=-11))
    with pytest.raises(Refused, match="10 分钟内"):
        submitting.edit_again(application, by=manager)


def test_withdrawing_has_a_way_back_before_the_deadline_alone(recommended):
    application, _, manager, _ = recommended()
    submitting.withdraw(application, by=manager)
    submitting.resume(application, by=manager)
    assert application.status == S.DRAFT
    application, _, manager, _ = recommended()
    call = application.call
    type(call).objects.filter(pk=call.pk).update(closes_at=later(seconds=-1))
    application = Application.objects.get(pk=application.pk)
    with pytest.raises(Refused, match="不能再提交"):
        submitting.withdraw(application, by=manager)
    submitting.withdraw(application, by=manager, is_final=True)
    with pytest.raises(Refused, match="不能恢复"):
        submitting.resume(application, by=manager)


def test_recommending_is_ranked_within_the_quota_and_in_time(submitted, published):
    call = published(recommend_quota=1)
    first, *_, office = submitted(call=call)
    second, *_ = submitted(call=call)
    deciding.recommend(first, by=office, opinion="同意", rank=1)
    with pytest.raises(Refused, match="名额是 1 项，已推荐 1 项"):
        deciding.recommend(second, by=office, opinion="同意", rank=2)
    type(call).objects.filter(pk=call.pk).update(recommend_quota=None)
    with pytest.raises(Refused, match="该排序已给了另一项"):
        deciding.recommend(second, by=office, opinion="同意", rank=1)
    type(call).objects.filter(pk=call.pk).update(closes_at=later(seconds=-9), recommend_until=later(seconds=-3))
    with pytest.raises(Refused, match="推荐已于"):
        deciding.recommend(second, by=office, opinion="同意")


def test_the_recommending_unit_gives_back_past_the_closing(submitted):
    application, contributor, manager, office = submitted()
    call = application.call
    deciding.return_(application, by=office, reason="附件不清")
    type(call).objects.filter(pk=call.pk).update(closes_at=later(seconds=-1))
    application = Application.objects.get(pk=application.pk)
    submitting.propose(application, by=contributor)
    with pytest.raises(Refused, match="截止"):
        submitting.submit(application, by=manager, token=uuid4(), arrived_at=later(days=60))
    application = Application.objects.get(pk=application.pk)
    submitting.submit(application, by=manager, token=uuid4())
    deciding.decline(application, by=office, reason="不符合方向")

    assert application.status == S.NOT_RECOMMENDED


def test_one_correction_of_named_sections_in_time(recommended, person):
    application, contributor, manager, _ = recommended()
    officer = person("officer")
    with pytest.raises(Refused, match="不能受理"):
        deciding.accept(application, by=officer, verdicts=[True, False])
    deciding.ask_correction(application, by=officer, verdicts=[True, False], sections=["files"], reason="缺页")
    asked = application.version.form.fields["feasibility"]
    drafts.attach(application, "files", asked, by=contributor, file=upload())
    with pytest.raises(Refused, match="不在补正范围"):
        drafts.save(application, "basic", by=contributor, typed={"title": "改"}, seen={"title": 1})
    with pytest.raises(Refused, match="还没有到"):
        deciding.reject(application, by=officer, reason="逾期")
    submitting.hand_in_correction(application, by=manager, token=uuid4())
    with pytest.raises(Refused, match="只通知一次"):
        deciding.ask_correction(application, by=officer, verdicts=YES, sections=["files"], reason="再补")
    deciding.accept(application, by=officer, verdicts=YES)

    assert (application.status, application.submissions.count()) == (S.ACCEPTED, 2)
    assert application.attachments.filter(code="feasibility").count() == 2
    with pytest.raises(Refused, match="已受理"):
        submitting.withdraw(application, by=manager)


def test_a_correction_that_is_late_is_rejected(recommended, person):
    application, _, manager, _ = recommended()
    deciding.ask_correction(
        application, by=person("officer"), verdicts=[True, False], sections=["files"], reason="缺页"
    )
    Application.objects.update(correction_due=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused, match="已经过了"):
        submitting.hand_in_correction(application, by=manager, token=uuid4())
    deciding.reject(application, by=person("officer"), reason="逾期未补正")

    assert application.status == S.REJECTED


def test_an_officer_opens_one_application_again(recommended, person):
    application, contributor, manager, _ = recommended()
    call = application.call
    deciding.reject(application, by=person("officer"), reason="缺材料")
    type(call).objects.filter(pk=call.pk).update(closes_at=later(seconds=-1))
    deciding.reopen(application, by=person("officer"), until=later(days=1), reason="系统原因")
    application = Application.objects.get(pk=application.pk)
    submitting.propose(application, by=contributor)
    submitting.submit(application, by=manager, token=uuid4())

    assert application.status == S.SUBMITTED


def test_rules_count_what_the_records_hold(filled, published, people):
    call = published(
        rules={"enterprise_quota": 1, "leader_per_year": 1, "leader_running": 0, "credit": None, "overdue_persons": 3}
    )
    who = people()
    application, contributor, manager, _ = filled(call=call, who=who)
    leader = application.team.get(position=1)
    submitting.propose(application, by=contributor)
    submitting.submit(application, by=manager, token=uuid4())
    with pytest.raises(Refused, match="贵单位在本批已申报 1 项"):
        drafts.begin(call, who[0], by=contributor, token=uuid4())
    other, contributor, *_ = filled(call=call)
    for member in other.team.all():
        drafts.remove_member(member, "team", by=contributor)
    join(other, contributor, name=leader.name, number=leader.id_number)
    second = join(other, contributor, name="李四")
    today = timezone.localdate()
    Restriction.objects.create(
        kind="overdue", person_name="李四", person_number=second.id_number, about="老项目", source="文", starts_on=today
    )
    Project.objects.create(
        number="P1", title="在研", organisation=other.organisation, organisation_name="x", level="city", leader=leader.name,
        approved_on=today, granted_amount=1, changed_at=timezone.now(),
    )  # fmt: skip
    said = "".join(problem.text for problem in problems(read_draft(other), today=today))

    assert "本年度已申报 1 项" in said
    assert "在研市级项目 1 项" in said
    assert "第 2 参与人李四有逾期未结题项目（老项目）" in said


def test_a_revision_carries_drafts_on_and_tells_its_people(filled, head):
    application, contributor, _manager, _ = filled()
    section = application.call.sections.get(code="basic")
    FormField.objects.create(section=section, code="ethics", label="伦理审查", position=99)
    calls.revise(application.call, by=head, words="增加伦理审查")
    application.refresh_from_db()

    assert application.version.number == 2
    message = Message.objects.filter(kind="application.call_revised", user=contributor).get()
    assert "增加伦理审查。新增“伦理审查”。" in message.body
    with pytest.raises(Refused, match="还没有填写“伦理审查”"):
        submitting.propose(application, by=contributor)


def test_a_member_says_yes_or_no_once_for_each_link(filled):
    application, contributor, *_ = filled()
    member = application.team.get(position=2)
    old = drafts.send_link(member, "team", by=contributor)
    new = drafts.send_link(member, "team", by=contributor)
    with pytest.raises(Refused, match="失效"):
        drafts.answer_link(old, agrees=True)
    drafts.answer_link(new, agrees=False)
    member.refresh_from_db()
    assert (member.confirmed_at, bool(member.declined_at)) == (None, True)
    drafts.answer_link(new, agrees=True, consented=True)
    member.refresh_from_db()
    member.id_number = id_number()
    drafts.put_member(application, member, "team", by=contributor, seen=member.revision, consented=True)
    assert member.confirmed_at is None
    with pytest.raises(Refused, match="刚被他人修改"):
        drafts.put_member(application, member, "team", by=contributor, seen=1)


IMPOSSIBLE = {
    "handed_in_complete": {"number": ""},
    "put_forward_is_recommended": {"recommended_at": None, "recommended_by": None},
    "checked_iff_dated": {"status": S.ACCEPTED},
    "withdrawn_iff_dated": {"status": S.WITHDRAWN},
    "correcting_has_a_term": {"status": S.CORRECTING, "reason": "x"},
    "says_why": {"status": S.RETURNED},
    "reviewed_was_proposed": {"status": S.UNIT_REVIEW, "proposed_at": None, "proposed_by": None},
    "submitted_signed": {"submitted_by": None},
}


@pytest.mark.parametrize("claim", IMPOSSIBLE)
def test_the_database_refuses_an_impossible_application(claim, recommended):
    application, *_ = recommended()
    with pytest.raises(IntegrityError, match=f"projects_application_{claim}"), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(**IMPOSSIBLE[claim])


@pytest.mark.django_db(transaction=True)
def test_a_quota_holds_when_two_submit_at_once(filled, published, people):
    call, who = published(rules={"enterprise_quota": 1}), people()
    made = [filled(call=call, who=who) for _ in range(2)]
    for application, contributor, *_ in made:
        submitting.propose(application, by=contributor)
    gate, outcomes = threading.Barrier(2), []

    def run(application, manager):
        gate.wait()
        try:
            submitting.submit(application, by=manager, token=uuid4())
            outcomes.append("in")
        except Refused as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(a, who[2])) for a, *_ in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcome == "in" for outcome in outcomes) == [False, True]
    assert Application.objects.counted().count() == 1
