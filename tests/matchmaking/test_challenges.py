"""揭榜挂帅: published by two, sealed by each, opened by nobody before the deadline, scored at the review desk, made public."""

import base64
import hashlib
from datetime import timedelta

import pgtrigger
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.models import CheckConstraint
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.publicity import workflow as publicities
from bureau.publicity.models import Publicity
from bureau.todos import todos_of
from bureau.workdays import workdays_after
from bureau.workflow import Refused
from matchmaking import criteria
from matchmaking.choices import BidStatus, ChallengeStatus
from matchmaking.models import Achievement, Bid, BidPart, Challenge, ChallengeKey, Demand, Opening
from matchmaking.tasks import publicity_ended
from matchmaking.workflow import awarding, bidding, challenges, opening, profiles
from projects.models import Application, Call, Recusal, ReviewRound
from projects.workflow import calls, deriving, materials, proposing
from tests.projects.conftest import expert, round_of, tree  # noqa: F401 Those who score.
from tests.projects.test_deciding import PAGE, object_to

from .challenging import BID, SECRETS, drawing, opened, pass_deadline, scored, sealed, told
from .conftest import complete

pytestmark = pytest.mark.django_db
_S = ChallengeStatus


@pytest.fixture
def contested(running, manager):
    """The same with so many bids: (challenge, owner, officer, [(bid, its manager), …] by number)."""

    def make(bids=2, **more):
        challenge, owner, officer = running(**more)
        made = []
        for _place in range(bids):
            organisation, by = manager()
            made.append((sealed(challenge, organisation, by), by))
        return challenge, owner, officer, sorted(made, key=lambda one: one[0].number)

    return make


@pytest.fixture
def judged(contested, expert):  # noqa: F811
    """The same, opened and ranked: the bid with the lower number is the first."""

    def make():
        challenge, owner, officer, bids = contested()
        opened(challenge, officer)
        levels = {bid.number: level for (bid, _by), level in zip(bids, (0.9, 0.6), strict=True)}
        scored(challenge, officer, [expert() for _place in range(3)], levels)
        return challenge, owner, officer, [(Bid.objects.get(pk=bid.pk), by) for bid, by in bids]

    return make


def book(verb: str):
    """The lines of the book that say it."""
    return Entry.objects.filter(verb=verb)


# Up to the deadline


def test_it_comes_from_a_published_demand_of_the_unit(public, drafted, manager):
    demand, owner, _officer = public(Demand)
    challenge = challenges.begin(demand, by=owner)

    assert (challenge.demand, challenge.organisation, challenge.status) == (demand, demand.organisation, _S.DRAFT)
    assert challenges.begin(demand, by=owner) == challenge
    with pytest.raises(PermissionDenied):
        challenges.begin(demand, by=manager()[1])
    draft, other = drafted(Demand)
    with pytest.raises(Refused, match="需求发布后才能发榜"):
        challenges.begin(draft, by=other)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"indicators": ""}, "请填写“指标要求”"),
        ({"reward": None}, "请填写“榜额（元）”"),
        ({"criteria": "技术方案：40\n团队：50"}, "权重合计须为 100"),
        ({"criteria": "技术方案 四十"}, "不是“指标：权重”的写法"),
        ({"closes_at": timezone.now() + timedelta(days=2)}, "揭榜截止须在发布之日起 10 天以后"),
        ({"conditions": "请电 13900001234"}, "公开内容中有手机号"),
    ],
)
def test_what_is_missing_is_said(values, words, public):
    demand, owner, _officer = public(Demand)
    challenge = challenges.begin(demand, by=owner)
    challenges.fill(challenge, by=owner, **told(**values))

    with pytest.raises(Refused, match=words):
        challenges.submit(challenge, by=owner)


def test_publishing_makes_a_key_that_only_the_server_can_unwrap(running):
    challenge, _owner, _officer = running()
    with connection.cursor() as cursor:
        cursor.execute("SELECT private FROM matchmaking_challengekey")
        stored = cursor.fetchone()[0]
    private = ChallengeKey.objects.get(challenge=challenge).private

    assert len(base64.b64decode(challenge.public_key)) == len(base64.b64decode(private)) == 32
    assert private not in stored
    assert Message.objects.filter(kind="challenge.published").exists()
    assert not Entry.objects.filter(changes__icontains=private).exists()


def test_the_returned_one_is_written_on_and_handed_in_again(public):
    demand, owner, officer = public(Demand)
    challenge = challenges.begin(demand, by=owner)
    challenges.fill(challenge, by=owner, **told())
    challenges.submit(challenge, by=owner)
    challenges.return_(challenge, by=officer, reason="指标须量化")

    assert (challenge.status, challenge.reason) == (_S.RETURNED, "指标须量化")
    assert [todo.url for todo in todos_of(owner)] == [reverse("matchmaking:challenge-detail", args=[challenge.pk])]
    challenges.submit(challenge, by=owner)
    assert (challenge.status, challenge.reason) == (_S.SUBMITTED, "")


FIXED = {
    "closes_at": timezone.now() + timedelta(days=1),
    "criteria": "名气：100",
    "is_blind": True,
    "public_key": "x",
    "status": "draft",
}


@pytest.mark.parametrize("name", FIXED)
def test_what_was_published_stands(name, running):
    challenge, _owner, _officer = running()

    with pytest.raises(IntegrityError, match="matchmaking_challenge_fixed"), transaction.atomic():
        Challenge.objects.filter(pk=challenge.pk).update(**{name: FIXED[name]})


# Sealing


def test_the_receipt_is_of_what_is_stored_and_nothing_stored_is_readable(running, manager):
    challenge, _owner, _officer = running()
    organisation, by = manager()
    bid = sealed(challenge, organisation, by)
    contents = [part.file.read() for part in bid.parts.all()]
    fingerprints = [hashlib.sha256(content).hexdigest() for content in contents]

    assert len(contents) == 2
    assert bid.digest == hashlib.sha256("\n".join([bid.number, *fingerprints]).encode()).hexdigest()
    assert [word for word in (*SECRETS, "jimi-tuzhi-8731") if any(word.encode() in one for one in contents)] == []
    assert book("seal_bid").get().actor == by


def test_a_bid_is_replaced_and_withdrawn_until_the_deadline(running, manager, django_capture_on_commit_callbacks):
    challenge, _owner, _officer = running()
    organisation, by = manager()
    first = sealed(challenge, organisation, by)
    name, storage = first.parts.first().file.name, first.parts.first().file.storage
    with django_capture_on_commit_callbacks(execute=True):
        second = sealed(challenge, organisation, by, files=[], title="另一方案")

    assert (second.pk, second.revision, second.parts.count()) == (first.pk, 2, 1)
    assert second.digest != first.digest
    assert not storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        bidding.withdraw(second, by=by)
    assert (second.status, BidPart.objects.count()) == (BidStatus.WITHDRAWN, 0)
    third = sealed(challenge, organisation, by)
    assert (third.pk, third.status, third.withdrawn_at) == (first.pk, BidStatus.SEALED, None)


def test_nobody_bids_for_his_own_or_for_another_unit(running, manager, person):
    challenge, owner, officer = running()
    organisation, _by = manager()

    with pytest.raises(Refused, match="不能揭本单位的榜"):
        sealed(challenge, challenge.organisation, owner)
    for stranger in (manager()[1], officer):
        with pytest.raises(PermissionDenied):
            sealed(challenge, organisation, stranger)
    with pytest.raises(Refused, match="附件最多 3 份"):
        sealed(challenge, organisation, _by, files=[drawing() for _place in range(4)])


def test_after_the_deadline_nothing_is_sealed_replaced_or_withdrawn(contested, manager):
    challenge, _owner, _officer, [(bid, by)] = contested(1)
    pass_deadline(challenge)
    organisation, late = manager()
    says = [
        lambda: sealed(challenge, organisation, late),
        lambda: sealed(challenge, bid.organisation, by),
        lambda: bidding.withdraw(bid, by=by),
    ]
    for say in says:
        with pytest.raises(Refused, match="截止"):
            say()
    now = timezone.now()
    writes = [
        lambda: Bid.objects.create(
            challenge=challenge, organisation=organisation, number="JB1", digest="1" * 64, sealed_by=late, sealed_at=now
        ),
        lambda: Bid.objects.filter(pk=bid.pk).update(digest="1" * 64),
        lambda: Bid.objects.filter(pk=bid.pk).update(status="withdrawn", withdrawn_by=by, withdrawn_at=now),
        lambda: BidPart.objects.filter(bid=bid).update(sha256="1" * 64),
        lambda: BidPart.objects.filter(bid=bid).delete(),
    ]
    for write in writes:
        with pytest.raises(IntegrityError, match="in_time"), transaction.atomic():
            write()


# Opening


def test_nobody_opens_before_the_deadline_nor_does_the_database(contested, person):
    challenge, _owner, officer, [(bid, _by)] = contested(1)
    for by in (officer, person("section_head")):
        with pytest.raises(Refused, match="截止前任何人都不能开封"):
            opening.open_(challenge, by=by)
    now = timezone.now()
    writes = {
        "matchmaking_opening_in_time": lambda: Opening.objects.create(
            challenge=challenge, opened_by=officer, opened_at=now
        ),
        "matchmaking_bid_not_opened": lambda: Bid.objects.filter(pk=bid.pk).update(status="broken"),
        "matchmaking_challenge_not_opened": lambda: Challenge.objects.filter(pk=challenge.pk).update(status="opened"),
    }
    for claim, write in writes.items():
        with pytest.raises(IntegrityError, match=claim), transaction.atomic():
            write()
    assert (Call.objects.count(), Application.objects.count(), Opening.objects.count()) == (0, 0, 0)


def test_an_opening_is_signed_published_and_never_changed(contested):
    challenge, _owner, officer, bids = contested()
    made = opened(challenge, officer)

    assert [(one["number"], one["digest"]) for one in made.receipts] == [(bid.number, bid.digest) for bid, _by in bids]
    assert book("open_challenge").filter(model="matchmaking.opening").get().actor == officer
    assert Message.objects.filter(kind="challenge.opened").count() == 3
    for write in (lambda: Opening.objects.update(receipts=[]), lambda: Opening.objects.all().delete()):
        with pytest.raises(InternalError, match="annot"), transaction.atomic():
            write()
    with pytest.raises(Refused, match="评审中，不能开封"):
        opening.open_(challenge, by=officer)


def test_what_was_sealed_is_opened_to_the_last_byte(contested):
    challenge, _owner, officer, _bids = contested(1)
    opened(challenge, officer)
    bid = Bid.objects.get()
    application = bid.application

    assert bid.status == BidStatus.OPENED
    assert {answer.code: answer.value for answer in application.answers.all() if answer.code in BID} == BID
    assert (application.number, application.leader_name, application.requested_amount) == (
        bid.number,
        "方以智",
        865_000,
    )
    attached = application.attachments.get()
    assert (attached.name, attached.mime) == ("机密图纸.pdf", "application/pdf")
    assert attached.file.read() == drawing().read()
    assert [c.label for c in challenge.call.versions.get().terms.scheme.criteria] == [
        label for label, _weight in criteria.read(challenge.criteria)
    ]


@pytest.mark.parametrize("hurt", ["changed", "swapped", "gone"])
def test_what_does_not_answer_to_its_receipt_is_seen_and_the_others_open(hurt, contested):
    challenge, _owner, officer, bids = contested()
    (bad, _by), (good, _other) = bids
    storage, name = bad.parts.first().file.storage, bad.parts.first().file.name
    content = {
        "changed": lambda: storage.open(name).read()[:-1] + b"x",
        "swapped": lambda: good.parts.first().file.read(),
        "gone": lambda: None,
    }[hurt]()
    with open(storage.path(name), "wb") as file:
        file.write(content or b"")
    if content is None:
        storage.delete(name)
    opened(challenge, officer)
    bad.refresh_from_db()
    good.refresh_from_db()

    assert (bad.status, good.status) == (BidStatus.BROKEN, BidStatus.OPENED)
    assert bad.application is None
    assert book("break_bid").get().reason == "密文与回执不符"


def test_a_withdrawn_challenge_is_never_opened(contested):
    challenge, owner, officer, _bids = contested()
    challenges.withdraw(challenge, by=owner, reason="需求取消")

    assert not ChallengeKey.objects.exists()
    assert Message.objects.filter(kind="challenge.withdrawn").count() == 3
    with pytest.raises(Refused, match="已撤榜，不能开封"):
        opened(challenge, officer)


def test_without_bids_it_is_opened_and_fails(contested, person):
    challenge, _owner, officer, _bids = contested(0)
    opened(challenge, officer)
    awarding.fail(challenge, by=person("section_head"), reason="没有单位揭榜")

    assert (challenge.status, challenge.call) == (_S.FAILED, None)


# Scoring


def test_opened_bids_are_no_applications_of_their_units(contested, client):
    challenge, _owner, officer, [(_bid, by)] = contested(1)
    opened(challenge, officer)
    application = Application.objects.get()
    client.force_login(by)

    assert not Application.objects.visible_to(by).exists()
    assert client.get(reverse("projects:application-detail", args=[application.pk])).status_code == 404
    assert client.get(reverse("projects:call-detail", args=[challenge.call_id])).status_code == 404
    assert challenge.call.title not in client.get(reverse("projects:call-list")).content.decode()


def test_what_it_is_judged_by_is_not_composed_nor_revised(judged, person):
    challenge, _owner, officer, _bids = judged()
    call = Call.objects.get(pk=challenge.call_id)
    head = person("section_head")
    for say in (
        lambda: calls.use_scheme(call, by=officer, code="plan"),
        lambda: calls.send(call, by=officer),
        lambda: calls.revise(call, by=head, words="改"),
        lambda: proposing.begin(call, by=officer, title="x", prefix="x"),
    ):
        with pytest.raises(Refused):
            say()


def test_experts_of_the_owner_and_of_the_bidder_step_aside(contested, expert, round_of, person):  # noqa: F811
    challenge, _owner, officer, [(bid, _by)] = contested(1)
    opened(challenge, officer)
    experts = [expert(unit_name=one.organisation.name) for one in (challenge, bid)] + [expert()]
    held = round_of(Application.objects.get())
    deriving.check(held, by=officer)

    assert set(Recusal.objects.values_list("expert", flat=True)) == {one.pk for one in experts[:2]}


def test_the_desk_of_a_blind_challenge_shows_no_name(contested, expert, client):  # noqa: F811
    challenge, _owner, officer, [(bid, _by)] = contested(1, is_blind=True)
    opened(challenge, officer)
    with pytest.raises(Refused, match="不能自动遮盖"):  # An attachment that no machine can read is looked at first.
        scored(challenge, officer, [expert()], {bid.number: 0.8})
    ReviewRound.objects.update(
        status="ended", started_by=officer, started_at=timezone.now(), ended_by=officer, ended_at=timezone.now()
    )
    materials.confirm(Application.objects.get(), by=officer)
    judge = expert()
    scored(challenge, officer, [judge], {bid.number: 0.8}, name="第二轮")
    client.force_login(User.objects.get(pk=judge.user_id))
    assignment = judge.assignments.get()
    page = client.get(reverse("projects:review-desk", args=[assignment.pk])).content.decode()
    assert "揭榜建议" in page
    assert "不同意揭榜" in page
    assert "立项" not in page

    assert "双级扩散炉" in page
    assert [word for word in (bid.organisation.name, "方以智") if word in page] == []


# The result


def test_the_first_is_chosen_or_another_for_a_reason(judged, person):
    challenge, _owner, _officer, [(first, _by), (second, _other)] = judged()
    head = person("section_head")

    assert [one.application.number for one in awarding.standings(challenge)] == [first.number, second.number]
    with pytest.raises(Refused, match="没有选第 1 名"):
        awarding.choose(challenge, by=head, bid=second)
    awarding.choose(challenge, by=head, bid=second, reason="第 1 名放弃")
    assert challenge.chosen == second
    awarding.reconsider(challenge, by=head, reason="第 1 名未放弃")
    awarding.choose(challenge, by=head, bid=first)
    assert (challenge.status, challenge.chosen) == (_S.CHOSEN, first)


def test_who_has_no_place_is_not_chosen(contested, person):
    challenge, _owner, officer, [(bid, _by)] = contested(1)
    opened(challenge, officer)
    bid.refresh_from_db()

    with pytest.raises(Refused, match="还没有名次"):
        awarding.choose(challenge, by=person("section_head"), bid=bid)


@pytest.fixture
def shown(judged, person):
    """The first of two, its 公示 published today: (challenge, owner, head, the bids, the publicity)."""

    def make():
        challenge, owner, officer, bids = judged()
        head = person("section_head")
        awarding.choose(challenge, by=head, bid=bids[0][0])
        publicity = awarding.publicise(challenge, by=head, starts_on=workdays_after(timezone.localdate(), 1), **PAGE)
        publicities.submit(publicity, by=officer)
        publicities.approve(publicity, by=head)
        publicities.begin(publicity, by="系统（到期）") if publicity.status == "approved" else None
        return challenge, owner, head, bids, Publicity.objects.get(pk=publicity.pk)

    return make


def over(publicity) -> None:
    """Its last day passes, and the app hears of it."""
    Publicity.objects.filter(pk=publicity.pk).update(starts_on="2020-01-06", ends_on="2020-01-10")
    publicity.refresh_from_db()
    publicities.close(publicity, by="系统（到期）")
    publicity_ended(publicity.pk)


def test_the_publicity_ends_in_the_award_and_in_a_negotiation(shown, handed_in, person):
    challenge, _owner, _head, [(bid, by), _other], publicity = shown()
    assert bid.organisation.name in str([item.values for item in publicity.items.all()])
    over(publicity)
    challenge.refresh_from_db()

    assert (challenge.status, challenge.chosen) == (_S.AWARDED, bid)
    assert Message.objects.filter(kind="challenge.awarded").count() == 3
    assert [todo.url for todo in todos_of(by)] == [reverse("matchmaking:bid", args=[challenge.pk])]
    own = _achievement(bid.organisation, by, person("officer"))
    interest = awarding.negotiate(bid, own, by=by)
    assert (interest.asker, interest.answerer, interest.demand) == (
        bid.organisation, challenge.organisation, challenge.demand,
    )  # fmt: skip
    assert awarding.negotiate(bid, own, by=by) == interest


def _achievement(organisation, by, officer) -> Achievement:
    profile = profiles.begin(Achievement, organisation, by=by, **complete(title="晶界扩散装备"))
    profiles.submit(profile, by=by)
    profiles.publish(profile, by=officer)
    return profile


def test_only_the_winner_negotiates(shown, person):
    _challenge, _owner, _head, [(bid, by), (other, loser)], publicity = shown()
    own = _achievement(other.organisation, loser, person("officer"))
    over(publicity)
    with pytest.raises(Refused, match="只有确定的揭榜方"):
        awarding.negotiate(other, own, by=loser)
    with pytest.raises(Refused, match="请选本单位的成果"):
        awarding.negotiate(bid, own, by=by)
    with pytest.raises(PermissionDenied):
        awarding.negotiate(bid, own, by=loser)


def test_a_publicity_taken_back_is_drawn_up_anew(shown):
    challenge, _owner, head, _bids, publicity = shown()
    publicities.withdraw(publicity, by=head, reason="名称有误")
    publicity_ended(publicity.pk)
    challenge.refresh_from_db()

    assert (challenge.status, challenge.publicity) == (_S.CHOSEN, None)


def test_an_objection_is_waited_for_and_one_that_is_upheld_leads_back_to_the_ranking(shown, person):
    challenge, _owner, _head, _bids, publicity = shown()
    objection = object_to(publicity, "揭榜方", person, outcome="")
    over(publicity)
    challenge.refresh_from_db()
    assert challenge.status == _S.PUBLIC

    handler = person("supervision")
    publicities.accept(objection, by=handler)
    publicities.uphold(objection, by=handler, opinion="查明属实")
    publicity_ended(publicity.pk)
    challenge.refresh_from_db()
    assert (challenge.status, challenge.chosen, challenge.reason) == (_S.OPENED, None, "公示异议成立")


# Every verb, every state, every person

SAY = {
    challenges.FILL: lambda c, by: challenges.fill(c, by=by, title="改"),
    challenges.SUBMIT: lambda c, by: challenges.submit(c, by=by),
    challenges.RETURN: lambda c, by: challenges.return_(c, by=by, reason="x"),
    challenges.PUBLISH: lambda c, by: challenges.publish(c, by=by),
    challenges.WITHDRAW: lambda c, by: challenges.withdraw(c, by=by, reason="x"),
    challenges.TAKE_DOWN: lambda c, by: challenges.take_down(c, by=by, reason="x"),
    opening.OPEN: lambda c, by: opening.open_(c, by=by),
    awarding.CHOOSE: lambda c, by: awarding.choose(c, by=by, bid=Bid.objects.first()),
    awarding.RECONSIDER: lambda c, by: awarding.reconsider(c, by=by, reason="x"),
    awarding.PUBLICISE: lambda c, by: awarding.publicise(c, by=by),
    awarding.FAIL: lambda c, by: awarding.fail(c, by=by, reason="x"),
}
WHO = {
    "fill": {"owner", "contributor"}, "submit": {"owner"}, "decide": {"officer", "section_head"}, "open": {"officer", "section_head"},
    "award": {"section_head"},
}  # fmt: skip


def test_a_verb_is_refused_to_every_wrong_person_and_in_every_wrong_state(contested, member, manager, person):
    challenge, owner, officer, [(_bid, bidder)] = contested(1)
    users = {
        "owner": owner, "contributor": member(challenge.organisation), "bidder": bidder, "stranger": manager()[1], "officer": officer,
        **{role: person(role) for role in ("section_head", "leader", "system_admin", "security_admin", "audit_admin")},
    }  # fmt: skip
    users = {name: User.objects.get(pk=user.pk) for name, user in users.items()}
    verbs = (*challenges.ALL, *opening.ALL, *awarding.ALL)
    for verb in verbs:
        allowed = {who for who, user in users.items() if verb.is_allowed(challenge, user)}
        assert allowed == WHO[verb.permission.split(".")[1].split("_")[0]], verb
    with connection.cursor() as cursor:  # A row alone in any state, its dates and signatures left as they are.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for constraint in Challenge._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                name = constraint.name % {"app_label": "matchmaking", "class": "challenge"}
                cursor.execute(f'ALTER TABLE {Challenge._meta.db_table} DROP CONSTRAINT "{name}"')
    for verb, say in SAY.items():
        user = users[sorted(WHO[verb.permission.split(".")[1].split("_")[0]])[-1]]
        for status in set(_S.values) - set(verb.sources):
            with pgtrigger.ignore("matchmaking.Challenge:fix_challenge"):
                Challenge.objects.filter(pk=challenge.pk).update(status=status)
            unseen = user.is_staff and status == _S.DRAFT
            with pytest.raises(PermissionDenied if unseen else Refused, match=None if unseen else f"不能{verb.label}"):
                say(challenge, user)
    assert set(SAY) == set(verbs) - {awarding.REOPEN, awarding.CONCLUDE}


BROKEN = {
    "status_known": {"status": "x"},
    "reward_positive": {"reward": -1},
    "public_is_whole": {"reward": None},
    "chosen_iff_bid": {"status": "chosen"},
    "says_why": {"status": "withdrawn"},
}


@pytest.mark.parametrize("claim", BROKEN)
def test_the_database_refuses(claim, running):
    challenge, _owner, _officer = running()
    with (
        pgtrigger.ignore("matchmaking.Challenge:fix_challenge"),
        pytest.raises(IntegrityError, match=f"matchmaking_challenge_{claim}"),
        transaction.atomic(),
    ):
        Challenge.objects.filter(pk=challenge.pk).update(**BROKEN[claim])


def test_a_unit_bids_once_and_a_demand_runs_once(contested, member):
    challenge, owner, _officer, [(bid, by)] = contested(1)
    now = timezone.now()
    with pytest.raises(IntegrityError, match="matchmaking_bid_one_per_unit"), transaction.atomic():
        Bid.objects.create(
            challenge=challenge, organisation=bid.organisation, number="JB1", digest="1", sealed_by=by, sealed_at=now
        )
    with pytest.raises(Refused, match="已在揭榜挂帅中"):
        challenges.begin(challenge.demand, by=owner)
