"""A panel session: who may sit, who leaves the room, one ballot each, the rule's arithmetic, the signed opinion."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.workflow import Refused
from projects import panels
from projects.formdata.scheme import ready_scheme
from projects.models import (
    AgendaItem,
    Ballot,
    Leaving,
    Opinion,
    Panel,
    PanelMember,
    Pledge,
    Recusal,
    Standing,
)
from projects.workflow import convening, opining, recusing, sitting
from tests.projects.conftest import first_of, users_of

pytestmark = pytest.mark.django_db
D = Decimal
SCHEME = ready_scheme("plan")


def marks(level=0.8) -> dict:
    """A whole sheet of a panel, every mark at that share of the full one."""
    return {c.code: f"{float(c.most) * level:.1f}" for c in SCHEME.criteria}


def voted(item, users, *choices) -> None:
    for user, choice in zip(users, choices, strict=False):
        sitting.vote(item, by=user, choice=choice)


def breaks(claim: str):
    """The database refuses, and says which claim."""
    return pytest.raises(IntegrityError, match=claim)


# The rule.


@pytest.mark.parametrize(
    ("rule", "present", "asked"),
    [
        ("majority", 6, 4), ("majority", 7, 4), ("two_thirds", 6, 4), ("two_thirds", 7, 5), ("two_thirds", 9, 6),
        ("three_quarters", 7, 6), ("three_quarters", 8, 6),
    ],
)  # fmt: skip
def test_a_share_of_those_present_is_counted_up_and_a_majority_is_more_than_half(rule, present, asked):
    assert panels.needed(rule, present) == asked


@pytest.mark.parametrize(
    ("present", "agree", "oppose", "abstain", "result", "words"),
    [
        (7, 5, 1, 1, "passed", "到会 7 人，同意 5 票，不同意 1 票，弃权 1 票；到会专家三分之二以上同意，7×2/3＝4.67，须 5 票，得 5 票，通过。"),
        (7, 4, 0, 0, "failed", "到会 7 人，同意 4 票，不同意 0 票，弃权 0 票，未投 3 票；到会专家三分之二以上同意，7×2/3＝4.67，须 5 票，得 4 票，不通过。"),
        (4, 4, 0, 0, "inquorate", "到会 4 人，同意 4 票，不同意 0 票，弃权 0 票；应到会不少于 5 人，不作结论。"),
    ],
)  # fmt: skip
def test_a_vote_tells_its_arithmetic(present, agree, oppose, abstain, result, words):
    found = panels.of_votes(
        rule="two_thirds", least_present=5, present=present, agree=agree, oppose=oppose, abstain=abstain
    )

    assert (found.result, found.arithmetic) == (result, words)


def test_marks_tell_theirs():
    known = {"aggregation": "trimmed", "pass_score": D(80), "least_present": 3, "present": 5}
    trimmed = panels.of_scores(totals=map(D, (60, 80, 81, 82, 99)), **known)
    few = panels.of_scores(totals=[D(90), D(80)], **known)

    assert (trimmed.result, trimmed.score) == ("passed", D("81.00"))
    assert trimmed.arithmetic == (
        "到会 5 人，有效评分 5 份（99、82、81、80、60），去掉一个最高分和一个最低分的平均分 81.00，不低于分数线 80，通过。"
    )
    assert (few.result, few.arithmetic) == ("inquorate", "到会 5 人，有效评分 2 份；应不少于 3 份，不作结论。")
    assert panels.of_scores(totals=[D(79)] * 3, **known).result == "failed"


def test_slots_follow_each_other_with_their_pauses():
    at = timezone.now()
    found = panels.slots(at, [(0, 20), (0, 15), (60, 20)])

    assert found[2] == (at + timedelta(minutes=95), at + timedelta(minutes=115))


# Before it sits.


def test_a_panel_is_planned_called_and_everybody_is_asked(panel_of, person):
    panel = panel_of(stage="planned", items=2)
    assert convening.call_(panel, by=person("officer")) == 3

    told = Message.objects.filter(kind="panel.invited")
    assert {message.user for message in told} == set(users_of(panel))
    assert "三楼会议室" in told.first().body
    chair, other, _third = panel.members.select_related("expert")
    convening.accept(chair, by=users_of(panel)[0])
    convening.decline(other, by=users_of(panel)[1], reason="出差")
    assert Pledge.objects.get().expert == chair.expert
    assert Message.objects.filter(kind="panel.declined", user=panel.created_by).count() == 1
    with pytest.raises(Refused, match="不能参加"):
        convening.decline(other, by=users_of(panel)[1], reason="再次")


def test_a_panel_without_a_chair_or_an_agenda_is_not_called(panel_of, person):
    panel = panel_of(stage="planned")
    PanelMember.objects.filter(panel=panel).update(is_chair=False)
    with pytest.raises(Refused, match="组长"):
        convening.call_(panel, by=person("officer"))
    convening.appoint(panel, panel.members.first(), by=person("officer"))
    panel.items.all().delete()
    with pytest.raises(Refused, match="议程"):
        convening.call_(panel, by=person("officer"))


def test_there_is_one_chair(panel_of, person):
    panel = panel_of(stage="planned")
    second = panel.members.filter(is_chair=False).first()
    with breaks("projects_panelmember_one_chair"), transaction.atomic():
        PanelMember.objects.filter(pk=second.pk).update(is_chair=True)
    convening.appoint(panel, second, by=person("officer"))

    assert panel.members.get(is_chair=True) == second


def test_no_panel_sits_without_its_chair(panel_of):
    called, sits = panel_of(stage="called"), panel_of(stage="sitting")
    with breaks("projects_panel_chaired"), transaction.atomic():
        Panel.objects.filter(pk=called.pk).update(status="sitting")
    with breaks("projects_panelmember_chair_stays"), transaction.atomic():
        sits.members.filter(is_chair=True).update(is_present=False)


def test_another_time_is_told_and_another_rule_is_not(panel_of, person):
    panel = panel_of(stage="called")
    convening.change(panel, by=person("officer"), pass_score=D(70))
    assert not Message.objects.filter(kind="panel.changed").exists()
    convening.change(panel, by=person("officer"), place="五楼会议室")

    assert Message.objects.filter(kind="panel.changed").count() == 3
    assert "五楼会议室" in Message.objects.filter(kind="panel.changed").first().body


def test_who_is_barred_is_not_asked(panel_of, expert, person):
    panel = panel_of(stage="planned")
    officer, aside = person("officer"), expert()
    recusing.recuse(aside, first_of(panel).application, by=officer, ground="family", evidence="亲属")
    for barred, words in (
        (expert(confirmed_at=timezone.now() - timedelta(days=800)), "信息过期"), (aside, "全部项目"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            convening.put_member(panel, barred, by=officer)


def test_the_agenda_follows_the_ranking_and_the_hand(panel_of, person):
    panel, officer = panel_of(items=3, stage="planned"), person("officer")
    one, two, three = (item.application for item in panel.items.select_related("application"))
    for application, place in ((one, 3), (two, 1), (three, 2)):
        Standing.objects.create(
            application=application, call=panel.round.call, place=place, score=1, is_enough=True, count=1, mean=1, high=1, low=1
        )  # fmt: skip

    assert convening.make_agenda(panel, by=officer) == 3
    assert [item.application for item in panel.items.all()] == [two, three, one]
    convening.move(panel.items.last(), by=officer, up=True)
    assert [item.application for item in panel.items.all()] == [two, one, three]
    first = panel.items.first()
    convening.arrange(panel, by=officer, values={first.pk: {"position": 9, "minutes": 30, "pause": 10}})
    assert [(i.application, i.position, i.minutes, i.pause) for i in panel.items.all()][2] == (two, 3, 30, 10)
    convening.leave_out(panel.items.first(), by=officer)
    assert [item.position for item in panel.items.all()] == [1, 2]
    assert convening.make_agenda(panel, by=officer, top=1) == 1
    assert convening.put_item(panel, one, by=officer).position == 2


# While it sits.


def test_enough_come_before_it_begins(panel_of, person):
    panel, officer = panel_of(stage="called", least_present=3), person("officer")
    chair, *others = panel.members.all()
    for present, words in ((others, "组长还没有签到"), ([chair, others[0]], "少于 3 人")):
        sitting.attend(panel, by=officer, present=present)
        with pytest.raises(Refused, match=words):
            sitting.begin(panel, by=officer)
    sitting.attend(panel, by=officer, present=[chair, *others])
    sitting.begin(panel, by=officer)

    assert [e.verb for e in Entry.objects.about(panel).order_by("pk")][-2:] == ["take_attendance", "begin_panel"]


def test_nobody_judges_before_it_is_open_or_after_it_is_closed(panel_of, person):
    panel = panel_of(mode="votes")
    item, (chair, *_others) = first_of(panel), users_of(panel)
    with pytest.raises(Refused, match="待评议"):
        sitting.vote(item, by=chair, choice="agree")
    sitting.open_item(item, by=person("officer"))
    sitting.vote(item, by=chair, choice="agree")
    sitting.close_item(item, by=person("officer"))
    with pytest.raises(Refused, match="评议结束"):
        sitting.vote(item, by=users_of(panel)[1], choice="agree")

    member = panel.members.exclude(ballots__item=item).first()
    with breaks("projects_ballot_closed"), transaction.atomic():
        Ballot.objects.create(item=item, member=member, turn=1, choice="agree", cast_at=timezone.now())


def test_one_ballot_each(panel_of):
    panel = panel_of(mode="votes", stage="open")
    item, (chair, *_others) = first_of(panel), users_of(panel)
    sitting.vote(item, by=chair, choice="agree")
    with pytest.raises(Refused, match="每人一票"):
        sitting.vote(item, by=chair, choice="oppose")
    with breaks("projects_ballot_of_its_mode"), transaction.atomic():
        Ballot.objects.update(choice="oppose")

    assert Ballot.objects.get().choice == "agree"


def test_who_is_not_in_the_room_does_not_judge(panel_of, person):
    panel = panel_of(mode="votes", members=4)
    absent = panel.members.last()
    sitting.attend(panel, by=person("officer"), present=panel.members.exclude(pk=absent.pk))
    item = first_of(panel)
    sitting.open_item(item, by=person("officer"))
    with pytest.raises(Refused, match="签到"):
        sitting.vote(item, by=users_of(panel)[3], choice="agree")
    with breaks("projects_ballot_absent"), transaction.atomic():
        Ballot.objects.create(item=item, member=absent, turn=1, choice="agree", cast_at=timezone.now())


def test_nobody_else_judges(panel_of, expert, person):
    item = first_of(panel_of(mode="votes", stage="open"))
    for user in (expert().user, person("officer"), item.application.created_by):
        for act in (
            lambda user=user: sitting.vote(item, by=user, choice="agree"),
            lambda user=user: sitting.look(item, by=user, what="申报书"),
            lambda user=user: sitting.leave(item, by=user, reason="x"),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_a_secret_vote_is_counted_and_forgotten(panel_of, person):
    panel = panel_of(mode="votes", stage="open", scheme={"panel_secret": True})
    item = first_of(panel)
    assert panel.is_secret
    voted(item, users_of(panel), "agree", "oppose", "agree")
    sitting.close_item(item, by=person("officer"))
    item.refresh_from_db()

    assert (item.agree, item.oppose, item.abstain, item.present) == (2, 1, 0, 3)
    assert set(Ballot.objects.values_list("choice", flat=True)) == {""}
    with connection.cursor() as cursor:  # Nor does the book say so, in any line about a ballot.
        cursor.execute(
            "SELECT count(*) FROM audit_entry WHERE model = 'projects.ballot' AND changes::text LIKE '%agree%'"
        )
        assert cursor.fetchone() == (0,)
    assert Entry.objects.filter(model="projects.ballot").count() == 3
    with breaks("projects_ballot_one_each"), transaction.atomic():
        item = first_of(panel)
        reopened = {"closed_by": None, "closed_at": None, "result": "", "score": None, "present": None}
        AgendaItem.objects.filter(pk=item.pk).update(status="open", **reopened)
        Ballot.objects.create(item=item, member=panel.members.first(), turn=1, choice="agree", cast_at=timezone.now())


def test_an_open_vote_is_not_secret(panel_of, person):
    panel = panel_of(mode="votes", stage="open")
    item = first_of(panel)
    voted(item, users_of(panel), "agree", "abstain", "agree")
    sitting.close_item(item, by=person("officer"))
    item.refresh_from_db()

    assert sorted(Ballot.objects.values_list("choice", flat=True)) == ["abstain", "agree", "agree"]
    assert (item.agree, item.oppose, item.abstain, item.result, item.score) == (2, 0, 1, "passed", D("66.67"))


def test_marks_may_be_given_once_more_while_it_is_open(panel_of, person):
    panel = panel_of(stage="open")
    item, users = first_of(panel), users_of(panel)
    with pytest.raises(Refused, match="“选题合理性”还没有评分"):
        sitting.mark(item, by=users[0], typed={})
    sitting.mark(item, by=users[0], typed=marks(0.5))
    for user, level in zip(users, (0.9, 0.8, 0.7), strict=True):
        sitting.mark(item, by=user, typed=marks(level), comment="可行")
    sitting.close_item(item, by=person("officer"))
    item.refresh_from_db()

    assert Ballot.objects.count() == 3
    assert (item.score, item.result, item.opinion.result) == (D("80.00"), "passed", "passed")


# Stepping aside.


def test_who_steps_aside_leaves_the_room_and_counts_for_nothing(panel_of, person):
    panel, officer = panel_of(members=4, mode="votes"), person("officer")
    item, users = first_of(panel), users_of(panel)
    aside = panel.members.select_related("expert").last()
    recusing.recuse(aside.expert, item.application, by=officer, ground="family", evidence="亲属")
    sitting.open_item(item, by=officer)

    assert Leaving.objects.get().member == aside
    for act in (
        lambda: sitting.vote(item, by=users[3], choice="agree"),
        lambda: sitting.look(item, by=users[3], what="申报书"),
    ):
        with pytest.raises(PermissionDenied):
            act()
    with breaks("projects_ballot_recused"), transaction.atomic():
        Ballot.objects.create(item=item, member=aside, turn=1, choice="agree", cast_at=timezone.now())
    voted(item, users, "agree", "agree", "oppose")
    sitting.close_item(item, by=officer)
    item.refresh_from_db()
    assert (item.present, item.agree, item.result) == (3, 2, "passed")
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        Leaving.objects.all().delete()


def test_a_conflict_declared_at_the_session_is_a_recusal(panel_of, person):
    panel = panel_of(members=4, mode="votes", stage="open")
    item, users = first_of(panel), users_of(panel)
    sitting.vote(item, by=users[3], choice="agree")
    sitting.leave(item, by=users[3], reason="与负责人是师生")

    assert Recusal.objects.get().expert.user == users[3]
    assert Leaving.objects.get().reason == "与负责人是师生"
    assert Ballot.objects.get().blocked_at is not None
    assert Message.objects.filter(kind="panel.conflict", user=panel.created_by).count() == 1
    assert not AgendaItem.objects.judged_by(users[3]).exists()
    voted(item, users, "agree", "agree", "oppose")
    sitting.close_item(item, by=person("officer"))
    item.refresh_from_db()
    assert (item.present, item.agree, item.oppose) == (3, 2, 1)


def test_too_few_who_stay_do_not_judge(panel_of, person):
    panel, officer = panel_of(members=3, least_present=3), person("officer")
    item = first_of(panel)
    recusing.recuse(panel.members.last().expert, item.application, by=officer, ground="family", evidence="亲属")
    with pytest.raises(Refused, match="在场 2 人，少于 3 人"):
        sitting.open_item(item, by=officer)

    assert not Leaving.objects.exists()


def test_a_chair_who_steps_aside_is_stood_in_for(panel_of, person):
    panel, officer = panel_of(members=4), person("officer")
    item, users = first_of(panel), users_of(panel)
    chair, second, *_others = panel.members.all()
    recusing.recuse(chair.expert, item.application, by=officer, ground="family", evidence="亲属")
    with pytest.raises(Refused, match="代组长"):
        sitting.open_item(item, by=officer)
    with pytest.raises(Refused, match="不用回避"):
        sitting.name_acting(item, by=officer, member=chair)
    sitting.name_acting(item, by=officer, member=second)
    sitting.open_item(item, by=officer)
    for user in users[1:]:
        sitting.mark(item, by=user, typed=marks())
    sitting.close_item(item, by=officer)
    opinion = Opinion.objects.get()
    with pytest.raises(PermissionDenied):
        opining.write(opinion, by=users[0], text="同意", amount=None, seen=0)
    opining.write(opinion, by=users[1], text="同意", amount=None, seen=0)
    opining.sign(opinion, by=users[1])
    assert Opinion.objects.get().signed_by == users[1]


def test_a_secret_vote_of_who_steps_aside_afterwards_is_cast_anew(panel_of, person):
    panel, officer = panel_of(members=4, mode="votes", stage="open", scheme={"panel_secret": True}), person("officer")
    item, users = first_of(panel), users_of(panel)
    voted(item, users, *["agree"] * 4)
    recusing.recuse(panel.members.last().expert, item.application, by=officer, ground="family", evidence="亲属")
    with pytest.raises(Refused, match="重新评议"):
        sitting.close_item(item, by=officer)
    sitting.judge_again(item, by=officer, reason="有专家须回避")
    voted(item, users, "agree", "oppose", "agree")
    sitting.close_item(item, by=officer)
    item.refresh_from_db()

    assert (item.turn, item.present, item.agree, item.oppose) == (2, 3, 2, 1)
    assert Ballot.objects.filter(turn=1).count() == 4
