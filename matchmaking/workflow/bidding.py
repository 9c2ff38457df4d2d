"""A unit seals its bid, replaces it or withdraws it, until the deadline; what it sealed nobody reads, itself included.

What is typed and the files are encrypted on arrival for the challenge's public key; only ciphertext is ever stored. The book
says who sealed when, under which receipt, and nothing of what.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.audit.book import record
from bureau.sealing import seal as sealed
from bureau.workflow import Refused, Transition
from matchmaking.choices import BidStatus, ChallengeStatus
from matchmaking.models import Bid, BidPart, Challenge

from .challenges import moment

_SEAL = "matchmaking.seal_bid"
REPLACE = Transition(
    "seal_bid", "封存", (BidStatus.SEALED, BidStatus.WITHDRAWN), BidStatus.SEALED, _SEAL, rows="owned_by"
)
WITHDRAW = Transition("withdraw_bid", "撤回", (BidStatus.SEALED,), BidStatus.WITHDRAWN, _SEAL, rows="owned_by")
ALL = (REPLACE, WITHDRAW)
FILES_AT_MOST = 3
TYPED = ("title", "approach", "basis", "indicators", "schedule", "quote", "leader")


def about(bid: Bid, place: int) -> str:
    """What a part is sealed about: it opens as nothing else."""
    return f"{bid.challenge_id}:{bid.number}:{bid.revision}:{place}"


def receipt(number: str, fingerprints: Sequence[str]) -> str:
    """The receipt of a bid: SHA-256 of its number and of its sealed parts' fingerprints, in order."""
    return hashlib.sha256("\n".join([number, *fingerprints]).encode()).hexdigest()


def seal(challenge: Challenge, organisation: Organisation, *, by: User, values: Mapping[str, str], files=()) -> Bid:
    """Seal the unit's bid, in the place of the one before. ``files`` have been checked (``kind``). Gives the receipt."""
    own = by.memberships.filter(organisation=organisation.pk, ended_at=None)
    if by.is_staff or not by.has_perm(_SEAL) or not own.exists():
        raise PermissionDenied("seal_bid")
    if len(files) > FILES_AT_MOST:
        raise Refused(f"附件最多 {FILES_AT_MOST} 份。")
    with transaction.atomic():
        held = _open_to_bids(challenge)
        if held.organisation_id == organisation.pk or by.memberships.filter(
            organisation=held.organisation_id, ended_at=None
        ):
            raise Refused("不能揭本单位的榜。")
        bid = Bid.objects.filter(challenge=held, organisation=organisation).first()
        if bid is None:
            return _first(held, organisation, by, values, files)
        with REPLACE(bid, by=by):
            _drop_parts(bid)
            bid.revision += 1
            bid.sealed_by, bid.sealed_at = by, timezone.now()
            bid.withdrawn_by = bid.withdrawn_at = None
            bid.digest = _write(bid, held, values, files)
    return bid


def _first(challenge: Challenge, organisation: Organisation, by: User, values, files) -> Bid:
    bid = Bid(challenge=challenge, organisation=organisation, number=_number(), sealed_by=by, sealed_at=timezone.now())
    bid.digest = "0" * 64  # Parts need their bid: the receipt follows in the same transaction.
    bid.save(force_insert=True)
    bid.digest = _write(bid, challenge, values, files)
    bid.save(update_fields=["digest"])
    record(bid, REPLACE.verb, by=by)
    return bid


def _number() -> str:
    """JB, the year, eight digits by chance: a number that counted up would tell how many came before."""
    return f"JB{timezone.localdate().year}{secrets.randbelow(10**8):08d}"


def _open_to_bids(challenge: Challenge) -> Challenge:
    """The challenge under its lock. Raises Refused when it takes no bids."""
    held = Challenge.objects.select_for_update(of=("self",)).get(pk=challenge.pk)
    if held.status != ChallengeStatus.PUBLISHED:
        raise Refused(f"“{held}”{held.get_status_display()}，不能封存或撤回方案。")
    if moment() >= held.closes_at:
        raise Refused(f"揭榜已于 {timezone.localtime(held.closes_at):%Y年%-m月%-d日 %H:%M} 截止。")
    return held


def _write(bid: Bid, challenge: Challenge, values, files) -> str:
    public, told, parts = base64.b64decode(challenge.public_key), [], []
    for file in files:
        data = file.read()
        told.append({"name": file.name[-255:], "mime": file.kind.mime})
        parts.append(data)
    typed = {name: str(values.get(name) or "").strip() for name in TYPED} | {"files": told}
    fingerprints = []
    for place, data in enumerate([json.dumps(typed, ensure_ascii=False).encode(), *parts]):
        content = sealed(public, data, about=about(bid, place))
        part = BidPart(bid=bid, place=place, sha256=hashlib.sha256(content).hexdigest())
        part.file.save(f"{secrets.token_hex(16)}.bin", ContentFile(content), save=False)
        part.save(force_insert=True)
        fingerprints.append(part.sha256)
    return receipt(bid.number, fingerprints)


def _drop_parts(bid: Bid) -> None:
    """What was sealed before goes, its files after the commit."""
    for part in bid.parts.all():
        storage, name = part.file.storage, part.file.name
        part.delete()
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name), robust=True)


def withdraw(bid: Bid, *, by: User) -> None:
    """Take it back before the deadline; what was sealed is deleted unread. It may be sealed anew."""
    with transaction.atomic():
        _open_to_bids(bid.challenge)
        with WITHDRAW(bid, by=by):
            bid.withdrawn_by, bid.withdrawn_at = by, timezone.now()
            _drop_parts(bid)
