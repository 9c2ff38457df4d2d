"""What a panel writes and signs, what its end asks, and what its score does to the ranking."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.workflow import Refused
from projects import ranking
from projects.choices import MemberStatus, PanelResult
from projects.formdata.scheme import ready_scheme
from projects.models import (
    AgendaItem,
    Opinion,
    Panel,
    PanelMember,
    PanelView,
    Standing,
)
from projects.workflow import opining, sitting
from projects.workflow import ranking as standings
from tests.projects.conftest import first_of, users_of
from tests.projects.test_panels import breaks, marks

pytestmark = pytest.mark.django_db
D = Decimal
SCHEME = ready_scheme("plan")


@pytest.fixture
def judged(panel_of, person):
    """An item that was judged, with its opinion to be written: gives (opinion, users)."""

    def make(level=0.8, **values):
        panel = panel_of(stage="open", **values)
        item, users = first_of(panel), users_of(panel)
        for user in users:
            sitting.mark(item, by=user, typed=marks(level))
        sitting.close_item(item, by=person("officer"))
        return Opinion.objects.select_related("item__panel__round__call", "item__application").get(), users

    return make


def test_the_chair_writes_and_signs_and_then_it_stays(judged, person):
    opinion, (chair, other, *_rest) = judged()
    with pytest.raises(Refused, match="请写明专家组意见"):
        opining.sign(opinion, by=chair)
    with pytest.raises(PermissionDenied):
        opining.write(opinion, by=other, text="同意", amount=None, seen=0)
    opining.write(opinion, by=chair, text="专家组同意立项。", amount=D(200000), seen=0)
    with pytest.raises(Refused, match="另一人修改"):
        opining.write(opinion, by=person("officer"), text="改", amount=None, seen=0)
    for who in (other, person("officer"), person("section_head")):
        with pytest.raises(PermissionDenied):
            opining.sign(opinion, by=who)
    opining.sign(opinion, by=chair)

    with pytest.raises(Refused, match="组长已签字"):
        opining.write(opinion, by=chair, text="改", amount=None, seen=1)
    for change in ({"text": "改"}, {"amount": D(1)}, {"status": "draft", "signed_by": None, "signed_at": None}):
        with breaks("projects_opinion_locked"), transaction.atomic():
            Opinion.objects.update(**change)
    with breaks("projects_agendaitem_decided"), transaction.atomic():
        AgendaItem.objects.update(score=D(99))
    with pytest.raises(Refused, match="已签字"):
        sitting.judge_again(opinion.item, by=person("officer"), reason="x")


def test_a_secretary_is_marked_and_signs_nothing(judged, person):
    opinion, (chair, other, *_rest) = judged()
    opining.write(opinion, by=person("officer"), text="专家组同意立项。", amount=None, seen=0)
    assert Opinion.objects.get().is_by_secretary
    with breaks("projects_opinion_signed_by_the_chair"), transaction.atomic():
        Opinion.objects.update(status="signed", signed_by=other, signed_at=timezone.now())
    opining.sign(opinion, by=chair)

    assert Opinion.objects.get().signed_by == chair


def test_a_signed_opinion_opens_again_only_for_a_reason(judged, person):
    opinion, (chair, *_rest) = judged()
    opining.write(opinion, by=chair, text="同意", amount=D(100000), seen=0)
    opining.sign(opinion, by=chair)
    assert Standing.objects.get().panel_score == D("80.00")
    with pytest.raises(Refused, match="理由"):
        opining.reopen(opinion, by=person("officer"), reason=" ")
    opining.reopen(opinion, by=person("officer"), reason="金额有误")

    assert Message.objects.get(kind="opinion.reopened").user == chair
    assert Standing.objects.get().panel_score is None
    opining.write(opinion, by=chair, text="同意", amount=D(90000), seen=1)
    opining.sign(opinion, by=chair)
    assert [e.verb for e in Entry.objects.about(opinion).order_by("pk")] == [
        "write_opinion", "sign_opinion", "reopen_opinion", "write_opinion", "sign_opinion",
    ]  # fmt: skip


def test_what_did_not_pass_gets_no_money(judged):
    opinion, (chair, *_rest) = judged(level=0.4)
    assert opinion.result == PanelResult.FAILED
    with pytest.raises(Refused, match="没有通过"):
        opining.write(opinion, by=chair, text="不同意", amount=D(1), seen=0)
    with breaks("projects_opinion_amount_if_passed"), transaction.atomic():
        Opinion.objects.update(amount=D(1))


def test_a_panel_ends_when_nothing_is_being_judged(judged, person):
    opinion, _users = judged(items=2)
    panel, officer = opinion.item.panel, person("officer")
    second = panel.items.last()
    sitting.open_item(second, by=officer)
    with pytest.raises(Refused, match="正在评议"):
        sitting.end(panel, by=officer)
    sitting.close_item(second, by=officer)
    sitting.end(panel, by=officer)

    assert (Panel.objects.get().status, second.opinion.result) == ("ended", "inquorate")


def test_one_item_at_a_time(panel_of, person):
    panel = panel_of(items=2, stage="open")
    with pytest.raises(Refused, match="另一项正在评议"):
        sitting.open_item(panel.items.last(), by=person("officer"))


def test_views_are_written_down(panel_of):
    panel = panel_of(stage="called")
    sitting.look(first_of(panel), by=users_of(panel)[0], what="申报书")

    assert PanelView.objects.get().viewed_by == users_of(panel)[0]


# The ranking.


@pytest.mark.parametrize(
    ("use", "order", "scores"),
    [
        ("accompanies", [1, 2, 3], [90, 80, 70]),
        ("replaces", [3, 2, 1], [95, 60, 90]),
        ("weighted", [3, 2, 1], [D("82.50"), D("70.00"), 90]),
    ],
)
def test_the_scheme_says_what_a_panels_score_does(use, order, scores):
    scheme = type(SCHEME)(criteria=(), least_reviews=1, panel_use=use)
    online = [ranking.Score(pk, 1, D(total)) for pk, total in ((1, 90), (2, 80), (3, 70))]
    found = ranking.with_panel(ranking.standings(online, scheme), {2: D(60), 3: D(95)}, scheme)

    assert [(s.application, s.place) for s in found] == list(zip(order, (1, 2, 3), strict=True))
    assert [s.score for s in found] == scores
    assert {s.application: s.online for s in found} == {1: 90, 2: 80, 3: 70}


def test_a_call_that_only_a_panel_judged_is_ranked_by_it(judged, person):
    opinion, (chair, *_rest) = judged(scheme={"panel_use": "replaces"})
    call = opinion.item.panel.round.call
    assert standings.rank(call, by=person("officer")) == 0
    opining.write(opinion, by=chair, text="同意", amount=None, seen=0)
    opining.sign(opinion, by=chair)
    assert standings.rank(call, by=person("officer")) == 1
    standing = Standing.objects.get()
    assert (standing.place, standing.score, standing.online_score, standing.panel_result) == (
        1,
        D("80.00"),
        None,
        "passed",
    )


def test_members_and_strangers_see_their_own(panel_of, expert, person):
    panel = panel_of(stage="called")
    member, stranger = users_of(panel)[1], expert().user
    for model in (Panel, AgendaItem, PanelMember):
        assert model.objects.visible_to(member).exists(), model
        assert not model.objects.visible_to(stranger).exists(), model
        assert model.objects.visible_to(person("leader")).exists(), model
        assert not model.objects.visible_to(person("system_admin")).exists(), model
    assert PanelMember.objects.visible_to(member).get().status == MemberStatus.ACCEPTED
