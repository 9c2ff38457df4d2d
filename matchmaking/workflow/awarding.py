"""After the scoring: who is to take the challenge, the 公示, its end; nobody; and the way from there to a negotiation."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from bureau import front
from bureau.accounts.models import User
from bureau.publicity import workflow as publicities
from bureau.publicity.choices import WAITING, Column, ObjectionStatus, PublicityKind, PublicityStatus
from bureau.publicity.models import Publicity
from bureau.workflow import Refused, Transition
from matchmaking.choices import BidStatus, ChallengeStatus
from matchmaking.models import Achievement, Bid, Challenge, Interest
from matchmaking.publicities import OPENER
from projects.models import Standing

from . import dealing
from .challenges import tell

_S = ChallengeStatus
_AWARD = "matchmaking.award_challenge"
CHOOSE = Transition("choose_bid", "拟定揭榜方", (_S.OPENED,), _S.CHOSEN, _AWARD)
RECONSIDER = Transition("reconsider_challenge", "重新拟定", (_S.CHOSEN, _S.PUBLIC), _S.OPENED, _AWARD)
PUBLICISE = Transition("publicise_challenge", "发起公示", (_S.CHOSEN,), _S.PUBLIC, _AWARD)
REOPEN = Transition("take_back_publicity", "重新公示", (_S.PUBLIC,), _S.CHOSEN, _AWARD)
CONCLUDE = Transition("award_challenge", "确定揭榜方", (_S.PUBLIC,), _S.AWARDED, _AWARD)
FAIL = Transition("fail_challenge", "流榜", (_S.OPENED,), _S.FAILED, _AWARD)
ALL = (CHOOSE, RECONSIDER, PUBLICISE, REOPEN, CONCLUDE, FAIL)
ENDING = "系统（公示结束）"
COLUMNS = (Column.NUMBER, Column.TITLE, Column.ORGANISATION, Column.PARTNERS, Column.AMOUNT)


def standings(challenge: Challenge) -> list[Standing]:
    """The opened bids as the experts' sheets place them, the first first; those without a place last."""
    rows = Standing.objects.filter(call=challenge.call_id) if challenge.call_id else Standing.objects.none()
    return list(rows.select_related("application__organisation", "application__bid").order_by("place", "pk"))


def choose(challenge: Challenge, *, by: User, bid: Bid, reason: str = "") -> None:
    """Name who is to take the challenge, out of the ranking; whoever is not the first needs a reason."""
    with CHOOSE(challenge, by=by, reason=reason.strip()):
        place = Standing.objects.filter(application__bid=bid, call=challenge.call_id).values_list("place", flat=True)
        if bid.challenge_id != challenge.pk or bid.status != BidStatus.OPENED:
            raise Refused("不是这张榜已开封的方案。")
        if not (found := place.first()):
            raise Refused("这份方案还没有名次：请先在“评审排名与看板”中计算排名。")
        if found != 1 and not reason.strip():
            raise Refused("没有选第 1 名，请写明理由。")
        challenge.chosen, challenge.reason = bid, reason.strip()


def reconsider(challenge: Challenge, *, by: User, reason: str) -> None:
    """Back to the ranking, before the 公示 was drawn up."""
    if not reason.strip():
        raise Refused("请写明理由。")
    with RECONSIDER(challenge, by=by, reason=reason.strip()):
        if challenge.publicity_id:
            raise Refused("已发起公示，请先撤回公示。")
        challenge.chosen, challenge.reason = None, reason.strip()


def publicise(challenge: Challenge, *, by: User, **values) -> Publicity:
    """Draw up the 公示 of who is to take it; it is sent, approved and published by its own workflow."""
    with PUBLICISE(challenge, by=by):
        known = {
            "kind": PublicityKind.OTHER,
            "title": f"“{challenge.title}”揭榜挂帅拟定揭榜方公示",
            "process": "经发榜、封存揭榜、截止后开封、专家评审",
            "body": f"“{challenge.title}”揭榜挂帅经专家评审，拟定揭榜方如下，现予公示。",
        }
        row = {
            Column.NUMBER: challenge.chosen.number,
            Column.TITLE: challenge.title,
            Column.ORGANISATION: challenge.chosen.organisation.name,
            Column.PARTNERS: challenge.organisation.name,
            Column.AMOUNT: f"{challenge.reward / 10_000:f}".rstrip("0").rstrip("."),
        }
        challenge.publicity = publicities.draft(
            by=by, columns=COLUMNS, rows=[row], opener=OPENER, subject_id=challenge.pk, **(known | values)
        )
    return challenge.publicity


@transaction.atomic
def hear(publicity: Publicity) -> None:
    """The 公示 has ended. Nothing happens while an objection waits; one that was upheld leads back to the ranking."""
    publicity = Publicity.objects.select_for_update(of=("self",)).get(pk=publicity.pk)
    challenge = Challenge.objects.filter(pk=publicity.subject_id, publicity=publicity, status=_S.PUBLIC).first()
    if challenge is None:
        publicities.acknowledge(publicity)
    elif publicity.status == PublicityStatus.WITHDRAWN:
        with REOPEN(challenge, by=ENDING, reason=publicity.withdraw_reason):
            challenge.publicity = None
        publicities.acknowledge(publicity)
    elif publicity.status == PublicityStatus.CLOSED and not publicity.objections.filter(status__in=WAITING).exists():
        if publicity.objections.filter(status=ObjectionStatus.UPHELD).exists():
            with RECONSIDER(challenge, by=ENDING, reason="公示异议成立"):
                challenge.publicity = challenge.chosen = None
                challenge.reason = "公示异议成立"
        else:
            _conclude(challenge)
        publicities.acknowledge(publicity)


def _conclude(challenge: Challenge) -> None:
    with CONCLUDE(challenge, by=ENDING):
        challenge.ended_at = timezone.now()
        winner = challenge.chosen.organisation
        units = challenge.bids.filter(status=BidStatus.OPENED).values_list("organisation", flat=True)
        tell(challenge, "awarded", challenge.organisation_id, *units, unit=winner.name)
        front.changed()


def fail(challenge: Challenge, *, by: User, reason: str) -> None:
    """流榜: nobody takes it, for a reason that everybody reads."""
    if not reason.strip():
        raise Refused("请写明流榜理由。")
    with FAIL(challenge, by=by, reason=reason.strip()):
        challenge.reason, challenge.ended_at = reason.strip(), timezone.now()
        units = challenge.bids.standing().values_list("organisation", flat=True)
        tell(challenge, "failed", challenge.organisation_id, *units, reason=reason.strip())
        front.changed()


def negotiate(bid: Bid, achievement: Achievement, *, by: User) -> Interest:
    """The winner asks the owner to negotiate, with one of its published achievements: from here on it is a 对接 like any other."""
    with transaction.atomic():
        held = Bid.objects.select_for_update(of=("self",)).select_related("challenge__demand").get(pk=bid.pk)
        if not Bid.objects.owned_by(by).filter(pk=held.pk).exists():
            raise PermissionDenied("negotiate")
        challenge = held.challenge
        if challenge.status != _S.AWARDED or challenge.chosen_id != held.pk:
            raise Refused("只有确定的揭榜方可以由此发起洽谈。")
        if achievement.organisation_id != held.organisation_id:
            raise Refused("请选本单位的成果。")
        if held.interest_id:
            return held.interest
        interest = dealing.ask(
            achievement, challenge.demand, by=by, cooperation_sought=f"按揭榜方案 {held.number} 合作。",
            unclear="合同条款、经费拨付和验收安排，请约时间洽谈。",
            introduction=f"本单位是“{challenge.title}”揭榜挂帅公示确定的揭榜方。",
        )  # fmt: skip
        Bid.objects.filter(pk=held.pk).update(interest=interest)
    return interest
