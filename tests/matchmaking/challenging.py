"""揭榜挂帅 as its people play it: a published challenge, sealed bids, time that passes, an opening, scores."""

from datetime import timedelta

import pgtrigger
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from bureau.accounts.models import User
from bureau.files import PDF
from matchmaking.models import Bid, Challenge
from matchmaking.workflow import bidding, challenges, opening
from projects.models import Application, Assignment, ReviewRound
from projects.workflow import assigning, ranking, reviewing, rounds
from tests.registration.conftest import LICENCE

CRITERIA = "技术方案：40\n指标满足程度：35\n基础和团队：25"
SECRETS = (
    "双级扩散炉",
    "温差三度以内",
    "已有两条中试线",
    "退磁率低于千分之八",
    "第六个月交样机",
    "方以智",
    "晶界密扩方案",
    "机密图纸",
)
BID = {
    "title": "晶界密扩方案", "approach": "采用双级扩散炉，温差三度以内。", "basis": "已有两条中试线。", "indicators": "退磁率低于千分之八。",
    "schedule": "第六个月交样机。", "quote": "86.5", "leader": "方以智",
}  # fmt: skip
INSIDE = b"%% jimi-tuzhi-8731\n"  # What the attached file says.


def told(**more) -> dict:
    """All that a unit types about a challenge."""
    values = {
        "title": "钕铁硼永磁高温退磁难题攻关", "problem": "电机在一百八十度下退磁，须找到低成本的工艺。", "indicators": "退磁率低于百分之一。",
        "conditions": "有中试条件。", "reward": 2_000_000, "criteria": CRITERIA, "is_blind": False,
        "closes_at": timezone.now() + timedelta(days=30),
    }  # fmt: skip
    return values | more


def drawing(name: str = "机密图纸.pdf") -> SimpleUploadedFile:
    """A checked file whose name and content are the bidder's alone."""
    file = SimpleUploadedFile(name, LICENCE.replace(b"%%EOF", INSIDE + b"%%EOF"), "application/pdf")
    file.kind = PDF
    return file


def published(demand, owner, officer, **more) -> Challenge:
    """A challenge out of that demand, open to bids."""
    challenge = challenges.begin(demand, by=owner)
    challenges.fill(challenge, by=owner, **told(**more))
    challenges.submit(challenge, by=owner)
    challenges.publish(challenge, by=officer)
    return challenge


def sealed(challenge, organisation, by, *, files=None, **more) -> Bid:
    """That unit's bid."""
    files = [drawing()] if files is None else files
    return bidding.seal(challenge, organisation, by=by, values=BID | more, files=files)


def pass_deadline(challenge) -> None:
    """Let the days pass, which no verb can."""
    with pgtrigger.ignore("matchmaking.Challenge:fix_challenge"):
        now = timezone.now()
        Challenge.objects.filter(pk=challenge.pk).update(
            published_at=now - timedelta(days=30), closes_at=now - timedelta(minutes=1)
        )
    challenge.refresh_from_db()


def opened(challenge, officer):
    """Its bids, opened after the deadline."""
    pass_deadline(challenge)
    return opening.open_(challenge, by=officer)


def scored(challenge, officer, experts, levels, name="揭榜评审") -> None:
    """A round in which each bid, by its number, gets from every expert that share of the full marks; then the places."""
    call = challenge.call
    held = ReviewRound.objects.create(
        call=call, name=name, per_application=len(experts), due_at=timezone.now() + timedelta(days=5), created_by=officer
    )  # fmt: skip
    bids = list(Application.objects.filter(call=call).order_by("number"))
    rounds.take_in(held, bids, by=officer)
    for bid in bids:
        for expert in experts:
            assigning.assign(held, bid, expert, by=officer)
    rounds.start(held, by=officer)
    for assignment in Assignment.objects.filter(round=held).order_by("pk"):
        _judge(assignment, levels[assignment.application.number])
    ranking.rank(call, by=officer)


def _judge(assignment, level) -> None:
    user = User.objects.get(pk=assignment.expert.user_id)
    _version, scheme = reviewing.scheme_of(assignment)
    marks = {c.code: {"mark": f"{float(c.most) * level:.1f}", "words": ""} for c in scheme.criteria}
    typed = {
        "marks": marks,
        "comment": "方案针对退磁难题，工艺路线可行，指标高于要求，团队有中试经验。" * 2,
        "amount": "",
    }
    reviewing.pledge(assignment, by=user)
    reviewing.save(assignment, by=user, typed=typed | {"recommendation": "agree", "familiarity": "high"}, seen=0)
    reviewing.hand_in(assignment, by=user)
