"""开封: after the deadline, once, by a named person: the key is used, the receipts are published, the bids become reviewable.

The private key is read here and nowhere else. What does not answer to its receipt is not opened, and everybody sees that.
"""

import base64
import hashlib
import json

from django.utils import timezone

from bureau import front
from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.ciphers import Tampered
from bureau.sealing import unseal
from bureau.workflow import Refused, Transition
from matchmaking import criteria
from matchmaking.choices import BidStatus, ChallengeStatus
from matchmaking.models import Bid, Challenge, ChallengeKey, Opening
from projects.models import Application
from projects.workflow import hosting

from .bidding import TYPED, about, receipt
from .challenges import moment, tell

OPEN = Transition(
    "open_challenge", "开封", (ChallengeStatus.PUBLISHED,), ChallengeStatus.OPENED, "matchmaking.open_challenge"
)
UNSEAL = Transition("open_bid", "开封", (BidStatus.SEALED,), BidStatus.OPENED, OPEN.permission)
BREAK = Transition("break_bid", "记为不符", (BidStatus.SEALED,), BidStatus.BROKEN, OPEN.permission)
ALL = (OPEN,)
SYSTEM = "开封"


def open_(challenge: Challenge, *, by: User) -> Opening:
    """Open every bid that stands. Refused before the deadline, by the clock of the database; the book keeps who opened when."""
    with OPEN(challenge, by=by):
        now = moment()
        if now < challenge.closes_at:
            until = f"{timezone.localtime(challenge.closes_at):%Y年%-m月%-d日 %H:%M}"
            raise Refused(f"{until} 截止前任何人都不能开封。")
        bids = list(challenge.bids.standing().select_related("organisation", "sealed_by").order_by("number"))
        receipts = [{"number": bid.number, "digest": bid.digest, "sealed_at": bid.sealed_at} for bid in bids]
        opening = Opening(challenge=challenge, receipts=receipts, opened_by=by, opened_at=now)
        opening.save(force_insert=True)
        record(opening, OPEN.verb, by=by, reason=f"{len(bids)} 份方案")
        if bids:
            _unseal_all(challenge, bids, by)
        units = [bid.organisation_id for bid in bids]
        tell(challenge, "opened", challenge.organisation_id, *units, count=len(bids))
        front.changed()
    return opening


def _unseal_all(challenge: Challenge, bids: list[Bid], by: User) -> None:
    private = base64.b64decode(ChallengeKey.objects.get(challenge=challenge).private)
    opened = {}
    for bid in bids:
        try:
            opened[bid] = _unsealed(bid, private)
        except (Tampered, OSError):  # Altered, or its file is gone.
            with BREAK(bid, by=SYSTEM, reason="密文与回执不符"):
                pass
    scheme = hosting.scheme_of(criteria.read(challenge.criteria), is_blind=challenge.is_blind)
    guide = (
        f"难题描述\n{challenge.problem}\n\n指标要求\n{challenge.indicators}\n\n揭榜条件\n{challenge.conditions or '无'}"
    )
    challenge.call = hosting.host(
        title=f"揭榜挂帅：{challenge.title}（{challenge.pk}）", guide=guide, owner=challenge.organisation,
        opens_at=challenge.published_at, closes_at=challenge.closes_at, scheme=scheme, bids=opened.values(), by=by,
    )  # fmt: skip
    made = {one.number: one for one in Application.objects.filter(call=challenge.call)}
    for bid in opened:
        with UNSEAL(bid, by=SYSTEM):
            bid.application = made[bid.number]


def _unsealed(bid: Bid, private: bytes) -> hosting.Opened:
    """What was sealed. Raises Tampered when it is not what the receipt was given for."""
    contents, fingerprints = [], []
    for part in bid.parts.order_by("place"):
        with part.file.open("rb") as stored:
            content = stored.read()
        fingerprints.append(hashlib.sha256(content).hexdigest())
        contents.append(unseal(private, content, about=about(bid, part.place)))
    if not contents or receipt(bid.number, fingerprints) != bid.digest:
        raise Tampered("密文与回执不符。")
    typed = json.loads(contents[0])
    papers = tuple(
        hosting.Paper(told["name"], told["mime"], data) for told, data in zip(typed["files"], contents[1:], strict=True)
    )
    values = {name: typed[name] for name in TYPED}
    return hosting.Opened(bid.number, bid.organisation, bid.sealed_by, bid.sealed_at, values, papers)
