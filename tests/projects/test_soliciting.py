"""征集 from asking to the call that comes of it: each rule broken once, each verb tried by everybody and in every state."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import CheckConstraint
from django.utils import timezone

from bureau.accounts.models import Department, User
from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.workflow import Refused
from projects.choices import ANSWERED, SolicitationStatus, SuggestionStatus
from projects.forms.soliciting import SolicitationForm
from projects.models import Call, Solicitation, SolicitedCall, Suggestion
from projects.workflow import soliciting, suggesting

from .soliciting import CONTENT, INDUSTRY, SOFT, close, drafted, handed_in, opened, summed_up, written

pytestmark = pytest.mark.django_db

SOON = {"opens_at": timezone.now(), "closes_at": timezone.now() + timedelta(days=30)}
SOON["recommend_until"] = SOON["closes_at"]


@pytest.fixture
def cast(people, person, somebody, tree):
    """Everybody there is, by what they are to the unit's suggestion."""
    unit, contributor, manager, office = people()
    found = {code: person(code) for code in ("officer", "section_head", "leader", "report_office", "system_admin")}
    found |= {"contributor": contributor, "manager": manager, "office": office, "stranger": people("南康区")[1]}
    return unit, found | {"person": somebody("王自荐")}


@pytest.fixture
def asked(cast):
    """An open 征集."""
    return opened(cast[1]["section_head"])


# What can never be true.

BROKEN = {
    "projects_solicitation_opens_before_closing": (Solicitation, {"closes_at": timezone.now() - timedelta(days=99)}),
    "projects_solicitation_asks_about_something": (Solicitation, {"categories": ""}),
    "projects_solicitation_published_iff_dated": (Solicitation, {"published_at": None, "published_by": None}),
    "projects_solicitation_published_signed": (Solicitation, {"published_by": None}),
    "projects_solicitation_summed_up_signed": (
        Solicitation,
        {"status": "summed_up", "summary": "情况如下。", "summed_up_at": timezone.now()},
    ),
    "projects_solicitation_summed_up_iff_told": (Solicitation, {"summary": "情况如下。"}),
    "projects_solicitation_cancelled_iff_told": (Solicitation, {"reason": "改"}),
    "projects_suggestion_created_signed": (Suggestion, None),
    "projects_suggestion_submitted_signed": (Suggestion, {"submitted_by": None}),
    "projects_suggestion_answered_signed": (
        Suggestion,
        {"status": "declined", "reply": "好", "answered_at": timezone.now()},
    ),
    "projects_suggestion_handed_in_iff_dated": (Suggestion, {"status": "draft"}),
    "projects_suggestion_handed_in_is_whole": (Suggestion, {"goals": ""}),
    "projects_suggestion_of_a_unit_or_a_section": (Suggestion, None),
    "projects_suggestion_sections_own_answered_by_another": (Suggestion, None),
    "projects_suggestion_amount_not_negative": (Suggestion, {"amount": -1}),
    "projects_suggestion_years_in_range": (Suggestion, {"years": 11}),
    "projects_suggestion_answered_iff_replied": (Suggestion, {"reply": "好"}),
    "projects_suggestion_taken_up_iff_worded": (Suggestion, {"adopted_text": "支持稀土"}),
}
NOT_BROKEN = {
    "projects_suggestion_created_signed",
    "projects_solicitedcall_created_signed",
}  # Neither half may be null.
UNIQUE = {
    "projects_solicitation_one_per_year_and_title", "projects_solicitedcall_one_per_category",
    "projects_suggestion_one_per_opening", "projects_suggestion_one_number",
}  # fmt: skip


def test_every_constraint_is_broken_below():
    ours = {c.name for model in (Solicitation, SolicitedCall, Suggestion) for c in model._meta.constraints}

    assert ours == BROKEN.keys() | NOT_BROKEN | UNIQUE


@pytest.mark.parametrize("name", sorted(BROKEN.keys() - NOT_BROKEN))
def test_the_database_refuses_what_cannot_be(name, asked, cast):
    model, values = BROKEN[name]
    if name == "projects_suggestion_of_a_unit_or_a_section":
        values = {"section": Department.objects.create(name="高新科"), "organisation": cast[0]}
    if name == "projects_suggestion_sections_own_answered_by_another":
        values = {
            "section": Department.objects.create(name="高新科"), "status": "declined", "reply": "好",
            "answered_by": cast[1]["person"], "answered_at": timezone.now(),
        }  # fmt: skip
    row = asked if model is Solicitation else handed_in(asked, cast[1]["person"])

    with pytest.raises(IntegrityError, match=name):
        model.objects.filter(pk=row.pk).update(**values)


def test_the_database_refuses_doubles(asked, cast):
    _unit, who = cast
    with pytest.raises(ValidationError, match="该年度已有同名征集"):
        Solicitation(**{f.name: getattr(asked, f.name) for f in Solicitation._meta.fields if f.editable and f.name != "id"}).full_clean()  # fmt: skip
    first, second = (handed_in(asked, who["person"]) for _ in range(2))
    for values, name in (({"number": first.number}, "one_number"), ({"token": first.token}, "one_per_opening")):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Suggestion.objects.filter(pk=second.pk).update(**values)


def test_a_category_is_no_longer_than_a_calls_own():
    with pytest.raises(ValidationError, match="每个计划类别不超过 100 字"):
        Solicitation(categories=f"软科学计划、{'长' * 101}").clean()


# Who, when.

WHO = {
    "projects.publish_solicitation": {"section_head"},
    "projects.sum_up_solicitation": {"officer", "section_head"},
    "projects.add_call": {"officer", "section_head"},
    "projects.answer_suggestion": {"officer", "section_head"},
    "projects.write_suggestion": {"contributor", "manager"},
    "projects.enter_suggestion": {"officer"},  # Of the 科室; the section head is of another.
}
SAY = {
    soliciting.PUBLISH: lambda s, by: soliciting.publish(s, by=by),
    soliciting.EXTEND: lambda s, by: soliciting.extend(s, by=by, closes_at=s.closes_at + timedelta(days=1), reason="x"),
    soliciting.CANCEL: lambda s, by: soliciting.cancel(s, by=by, reason="x"),
    soliciting.SUM_UP: lambda s, by: soliciting.sum_up(s, by=by, summary="x"),
    soliciting.MAKE_CALL: lambda s, by: soliciting.make_call(s, by=by, category=INDUSTRY, title="x", **SOON),
    suggesting.WRITE: lambda s, by: suggesting.write(s, by=by, revision=s.revision, title="x"),
    suggesting.SUBMIT: lambda s, by: suggesting.submit(s, by=by),
    suggesting.WITHDRAW: lambda s, by: suggesting.withdraw(s, by=by),
    suggesting.RESUME: lambda s, by: suggesting.resume(s, by=by),
    suggesting.ENTER: lambda s, by: said_for_a_section(s, by),
    suggesting.TAKE_BACK: lambda s, by: suggesting.take_back(s, by=by),
    suggesting.ADOPT: lambda s, by: suggesting.answer(s, by=by, outcome="adopted", reply="x"),
    suggesting.ADOPT_PARTLY: lambda s, by: suggesting.answer(s, by=by, outcome="partly", reply="x"),
    suggesting.DECLINE: lambda s, by: suggesting.answer(s, by=by, outcome="declined", reply="x"),
}


def said_for_a_section(suggestion, by):
    """The verb that ``enter`` says of the row that it has made."""
    with suggesting.ENTER(suggestion, by=by):
        suggestion.submitted_by, suggestion.submitted_at, suggestion.number = by, timezone.now(), "JY202700000"


def row_for(transition, asked, cast):
    """A row of which the verb may be said by who may say it."""
    unit, who = cast
    if transition in soliciting.ALL:
        return asked
    row = handed_in(asked, who["manager"], unit)
    if transition in (suggesting.ENTER, suggesting.TAKE_BACK):
        who["officer"].section, who["section_head"].section = (
            Department.objects.create(name=n) for n in ("高新科", "农社科")
        )
        who["officer"].save()
        who["section_head"].save()
        Suggestion.objects.filter(pk=row.pk).update(organisation=None, section=who["officer"].section)
        row.refresh_from_db()
    return row


def test_every_verb_is_tried():
    assert set(SAY) == {*soliciting.ALL, *suggesting.ALL}


@pytest.mark.parametrize("transition", SAY, ids=lambda t: t.verb)
def test_a_verb_is_refused_to_every_wrong_person(transition, asked, cast):
    row, who = row_for(transition, asked, cast), cast[1]
    wrong = who.keys() - WHO[transition.permission]

    assert {code for code, user in who.items() if transition.is_allowed(row, user)} == WHO[transition.permission]
    for code in wrong:
        with pytest.raises(PermissionDenied):
            SAY[transition](row, who[code])


@pytest.mark.parametrize("transition", SAY, ids=lambda t: t.verb)
def test_a_verb_is_refused_in_every_wrong_state(transition, asked, cast):
    row, who = row_for(transition, asked, cast), cast[1]
    user = who[max(WHO[transition.permission])]  # section_head, manager, or officer's chief.
    with connection.cursor() as cursor:  # A row alone in any state, its dates and signatures left as they are.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for constraint in type(row)._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                cursor.execute(f'ALTER TABLE {row._meta.db_table} DROP CONSTRAINT "{constraint.name}"')
    states = SolicitationStatus if row is asked else SuggestionStatus
    for status in set(states.values) - set(transition.sources):
        type(row).objects.filter(pk=row.pk).update(status=status)
        staff_sees_no_draft = transition.rows == "visible_to" and row is not asked and status == SuggestionStatus.DRAFT
        with pytest.raises(PermissionDenied if staff_sees_no_draft else Refused):
            SAY[transition](row, user)
        row.refresh_from_db()
        assert row.status == status


def test_everybody_sees_their_own(asked, cast, somebody):
    unit, who = cast
    hidden = drafted()
    of_unit, draft = handed_in(asked, who["manager"], unit), written(asked, who["contributor"], unit)
    own = handed_in(asked, who["person"])
    at_bureau = ("officer", "section_head", "leader", "report_office")
    expected = {key: {of_unit, own} for key in at_bureau} | {
        key: {of_unit, draft} for key in ("contributor", "manager")
    }
    expected |= {"person": {own}}

    for code, user in (who | {"other": somebody()}).items():
        assert set(Suggestion.objects.visible_to(user)) == expected.get(code, set()), code
        seen = {asked, hidden} if code in at_bureau else {asked}
        assert set(Solicitation.objects.visible_to(user)) == seen, code


def test_who_left_the_unit_leaves_its_suggestions_behind(asked, cast):
    unit, who = cast
    made = written(asked, who["contributor"], unit)
    who["contributor"].memberships.update(ended_at=timezone.now(), ended_by=who["manager"])

    with pytest.raises(PermissionDenied):
        suggesting.submit(made, by=User.objects.get(pk=who["contributor"].pk))
    suggesting.submit(made, by=who["manager"])
    assert made.status == SuggestionStatus.SUBMITTED


# The way of a suggestion.


def test_a_suggestion_is_handed_in_under_a_number_and_its_unit_is_told(asked, cast):
    unit, who = cast
    made = handed_in(asked, who["contributor"], unit)

    assert (made.number, made.submitted_by) == (f"JY2027{made.pk:05d}", who["contributor"])
    told = Message.objects.filter(kind="suggestion.received")
    assert set(told.values_list("user", flat=True)) == {who["contributor"].pk, who["manager"].pk}
    assert made.number in told.first().title


def test_one_opening_is_one_draft(asked, cast):
    token, by = uuid4(), cast[1]["person"]

    assert suggesting.begin(asked, by=by, token=token) == suggesting.begin(asked, by=by, token=token)


def test_nobody_suggests_for_a_unit_that_is_not_theirs(asked, cast):
    unit, who = cast
    for code in ("person", "stranger", "officer"):
        with pytest.raises(PermissionDenied):
            suggesting.begin(asked, by=who[code], token=uuid4(), organisation=unit)


@pytest.mark.parametrize("name", [*CONTENT, "field"])
def test_what_is_missing_is_said_and_keeps_it_from_being_handed_in(name, asked, cast):
    by = cast[1]["person"]
    made = written(asked, by, **{name: None if name in ("amount", "years", "field") else ""})

    assert [field for field, _words in suggesting.lacking(made)] == [name]
    with pytest.raises(Refused, match="还没有填写"):
        suggesting.submit(made, by=by)


def test_numbers_of_persons_and_foreign_categories_are_refused(asked, cast):
    by = cast[1]["person"]
    with pytest.raises(Refused, match=r"“需求与问题”中有手机号（138\*\*\*\*5678）"):
        handed_in(asked, by, problem="请致电 13812345678")
    with pytest.raises(Refused, match="没有征集“惠民计划”"):
        handed_in(asked, by, category="惠民计划")


def test_a_later_save_of_another_person_is_not_overwritten(asked, cast):
    unit, who = cast
    made = written(asked, who["contributor"], unit)
    suggesting.write(made, by=who["manager"], revision=1, title="经理改的")

    with pytest.raises(Refused, match="刚才被本单位另一人改过"):
        suggesting.write(made, by=who["contributor"], revision=1, title="填报人改的")
    assert Suggestion.objects.get(pk=made.pk).title == "经理改的"


def test_after_the_deadline_nothing_is_handed_in_or_taken_back(asked, cast):
    by = cast[1]["person"]
    draft, sent, gone = written(asked, by), handed_in(asked, by), handed_in(asked, by)
    suggesting.withdraw(gone, by=by)
    arrived = timezone.now()
    close(asked)

    for verb, row in ((suggesting.submit, draft), (suggesting.withdraw, sent), (suggesting.resume, gone)):
        with pytest.raises(Refused, match="截止"):
            verb(row, by=by)
    with pytest.raises(Refused, match="不接受建议"):
        suggesting.begin(asked, by=by, token=uuid4())
    Solicitation.objects.filter(pk=asked.pk).update(closes_at=arrived)
    suggesting.submit(draft, by=by, arrived_at=arrived)  # It reached the portal in time.
    assert draft.status == SuggestionStatus.SUBMITTED


def test_what_was_taken_back_is_written_on_under_its_number(asked, cast):
    by = cast[1]["person"]
    made = handed_in(asked, by)
    number = made.number
    suggesting.withdraw(made, by=by)
    suggesting.resume(made, by=by)
    assert (made.status, made.submitted_by, made.number) == (SuggestionStatus.DRAFT, None, number)

    suggesting.submit(made, by=by)
    assert made.number == number


def test_an_answer_is_told_at_once_and_may_be_put_right_until_it_is_summed_up(asked, cast):
    _unit, who = cast
    made = handed_in(asked, who["person"], wording="支持稀土绿色开采技术。")
    suggesting.answer(made, by=who["officer"], outcome="declined", reply="已有项目。")
    suggesting.answer(made, by=who["section_head"], outcome="adopted", reply="列入指南。")

    assert (made.status, made.adopted_text, made.answered_by) == (
        "adopted",
        "支持稀土绿色开采技术。",
        who["section_head"],
    )
    told = Message.objects.filter(kind="suggestion.answered", user=who["person"])
    assert [m.title for m in told.order_by("pk")] == [
        "建议“离子型稀土绿色开采”的答复：未采纳", "建议“离子型稀土绿色开采”的答复：采纳",
    ]  # fmt: skip
    summed_up(asked, who["officer"])
    with pytest.raises(Refused, match="已汇总"):
        suggesting.answer(made, by=who["officer"], outcome="declined", reply="改")


@pytest.mark.parametrize(("reply", "words"), [(" ", "都须写明答复"), ("电话 13812345678", "汇总后要公开")])
def test_an_answer_says_why_and_names_no_number(reply, words, asked, cast):
    made = handed_in(asked, cast[1]["person"])
    with pytest.raises(Refused, match=words):
        suggesting.answer(made, by=cast[1]["officer"], outcome="adopted", reply=reply)


# The way of a 征集.


def test_nothing_is_published_that_is_over_or_tells_a_number(cast):
    past = drafted(opens_at=timezone.now() - timedelta(days=9), closes_at=timezone.now() - timedelta(days=1))
    for row, words in ((past, "已过"), (drafted(notice="联系 13812345678"), "不能公开")):
        with pytest.raises(Refused, match=words):
            soliciting.publish(row, by=cast[1]["section_head"])


def test_it_is_summed_up_when_it_is_over_and_everybody_has_an_answer(asked, cast):
    _unit, who = cast
    made, by = handed_in(asked, who["person"]), who["officer"]
    with pytest.raises(Refused, match="截止后才能汇总"):
        soliciting.sum_up(asked, by=by, summary="x")
    close(asked)
    assert set(Suggestion.objects.overdue()) == {made}
    with pytest.raises(Refused, match="还有 1 条建议没有答复"):
        soliciting.sum_up(asked, by=by, summary="x")
    suggesting.answer(made, by=by, outcome="declined", reply="不属于支持范围。")
    with pytest.raises(Refused, match="汇总说明"):
        soliciting.sum_up(asked, by=by, summary=" ")
    assert set(Solicitation.objects.to_sum_up()) == {asked}
    soliciting.sum_up(asked, by=by, summary="情况如下。")

    assert (asked.status, asked.summed_up_by, asked.summary) == ("summed_up", by, "情况如下。")
    assert not Solicitation.objects.to_sum_up().exists()
    assert Entry.objects.about(asked).filter(verb="sum_up").get().actor == by


def test_a_longer_window_opens_a_closed_one_again(asked, cast):
    head, by = cast[1]["section_head"], cast[1]["person"]
    close(asked)
    with pytest.raises(Refused, match="须晚于现在"):
        soliciting.extend(asked, by=head, closes_at=timezone.now() - timedelta(hours=1), reason="x")
    with pytest.raises(Refused, match="延期的理由"):
        soliciting.extend(asked, by=head, closes_at=timezone.now() + timedelta(days=5), reason=" ")
    soliciting.extend(asked, by=head, closes_at=timezone.now() + timedelta(days=5), reason="建议太少")

    assert handed_in(asked, by).status == SuggestionStatus.SUBMITTED


def test_whoever_wrote_is_told_that_it_is_cancelled(asked, cast):
    unit, who = cast
    written(asked, who["manager"], unit)
    suggesting.withdraw(handed_in(asked, who["person"]), by=who["person"])
    with pytest.raises(Refused, match="取消的理由"):
        soliciting.cancel(asked, by=who["section_head"], reason="")
    soliciting.cancel(asked, by=who["section_head"], reason="计划调整")

    told = Message.objects.filter(kind="suggestion.cancelled").values_list("user", flat=True)
    assert set(told) == {who["contributor"].pk, who["manager"].pk}
    assert asked.reason == "计划调整"


@pytest.mark.django_db(transaction=True)
def test_a_suggestion_comes_before_the_summing_up_or_not_at_all(asked, cast):
    """Handed in at the last second while an officer sums up: it is never among the summed up without an answer."""
    _unit, who = cast
    made, arrived, start = written(asked, who["person"]), timezone.now(), Barrier(2)
    close(asked)
    Solicitation.objects.filter(pk=asked.pk).update(closes_at=arrived)

    def say(verb, **more):
        start.wait()
        try:
            verb(**more)
        except Refused:
            pass
        finally:
            connections.close_all()

    calls = [
        Thread(target=say, args=(suggesting.submit,), kwargs={"suggestion": made, "by": who["person"], "arrived_at": arrived}),
        Thread(target=say, args=(soliciting.sum_up,), kwargs={"solicitation": Solicitation.objects.get(pk=asked.pk), "by": who["officer"], "summary": "x"}),
    ]  # fmt: skip
    for call in calls:
        call.start()
    for call in calls:
        call.join()

    done = Suggestion.objects.get(pk=made.pk).status, Solicitation.objects.get(pk=asked.pk).status
    assert done in {("submitted", "open"), ("draft", "summed_up")}


def test_the_form_begins_with_twenty_days_and_warns_of_an_unusual_window():
    form, now = SolicitationForm(), timezone.now()
    days = form.initial["closes_at"].date() - form.initial["opens_at"].date()

    assert days.days == 20
    told = {days: bool(SolicitationForm.window_told(now, now + timedelta(days=days))) for days in (14, 15, 20, 30, 31)}
    assert told == {14: True, 15: False, 20: False, 30: False, 31: True}


# What comes of it.


def test_a_call_begins_with_what_was_adopted(asked, cast):
    unit, who = cast
    officer = who["officer"]
    texts = {"adopted": "支持方向甲。", "partly": "支持方向乙。", "declined": ""}
    for outcome in ANSWERED:
        row = handed_in(asked, who["manager"], unit, title=f"建议{outcome}")
        suggesting.answer(row, by=officer, outcome=outcome, reply="答复", adopted_text=texts[outcome])
    double = handed_in(asked, who["person"])
    suggesting.answer(double, by=officer, outcome="adopted", reply="答复", adopted_text="支持方向甲。")
    summed_up(asked, officer)
    call = soliciting.make_call(asked, by=officer, category=INDUSTRY, title="2027 年度工业领域", **SOON)

    assert call.guide == f"{soliciting.HEADING}\n\n1. 支持方向甲。\n\n2. 支持方向乙。"
    assert (call.status, call.plan_year, call.category, call.contact) == ("draft", 2027, INDUSTRY, "发展计划科")
    assert call.solicited.solicitation == asked
    assert str(asked) in Entry.objects.about(call).get(verb="add").reason
    assert list(SolicitedCall.objects.visible_to(who["person"])) == []  # A draft is nobody's to see.
    for category, words in ((INDUSTRY, "已建立过"), (SOFT, "没有采纳的建议"), ("别的", "没有征集")):
        with pytest.raises(Refused, match=words):
            soliciting.make_call(asked, by=officer, category=category, title="另一个", **SOON)
    assert Call.objects.count() == 1


def test_a_call_that_cannot_be_leaves_nothing_behind(asked, cast):
    officer = cast[1]["officer"]
    suggesting.answer(handed_in(asked, cast[1]["person"]), by=officer, outcome="adopted", reply="x")
    summed_up(asked, officer)
    with pytest.raises(Refused, match="时间先后"):
        soliciting.make_call(
            asked, by=officer, category=INDUSTRY, title="x", **(SOON | {"recommend_until": timezone.now()})
        )

    assert (Call.objects.count(), SolicitedCall.objects.count()) == (0, 0)
