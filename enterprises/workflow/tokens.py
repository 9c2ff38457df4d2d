"""A unit's administrator makes a token for the unit's own system; whoever may takes it back."""

import secrets
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import Membership, Organisation, User
from bureau.audit.book import record
from bureau.tokens import token_hash
from bureau.workflow import Refused, Transition, keep
from enterprises.models import ApiToken

ISSUE = "enterprises.issue_apitoken"
REVOKE = Transition("revoke_token", "吊销", None, None, "enterprises.revoke_apitoken")
PREFIX = "ent_"
LONGEST_DAYS = 366
NOTED_EVERY = timedelta(minutes=5)
AT_MOST = 10  # Of one unit at a time.


@transaction.atomic
def issue(organisation: Organisation, *, by: User, name: str, expires_on: date) -> tuple[ApiToken, str]:
    """建立令牌: returns the row and the secret, which is told once and kept nowhere. Raises Refused, PermissionDenied."""
    if by.is_staff or not by.has_perm(ISSUE) or not _administers(by, organisation):
        raise PermissionDenied("issue_token")
    today = timezone.localdate()
    if not today <= expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise Refused("有效期至少到今天，至多一年。")
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if ApiToken.objects.filter(organisation=organisation).standing(today).count() >= AT_MOST:
        raise Refused(f"每个单位至多同时有 {AT_MOST} 个令牌，请先吊销不用的。")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        organisation=organisation, name=name.strip(), secret_hash=hash_of(secret), hint=secret[-4:], created_by=by,
        expires_on=expires_on,
    )  # fmt: skip
    keep(token, {})
    record(token, "issue_token", by=by)
    return token, secret


def hash_of(secret: str) -> bytes:
    """What is stored of a secret."""
    return bytes.fromhex(token_hash(secret))


def holder_of(secret: str) -> ApiToken | None:
    """The token of that secret, if it stands and its holder still works for the unit; notes now and then that it is used."""
    rows = ApiToken.objects.standing(timezone.localdate()).held().filter(secret_hash=hash_of(secret))
    token = rows.select_related("created_by", "organisation").first()
    if token is not None and (token.used_at is None or timezone.now() - token.used_at > NOTED_EVERY):
        token.used_at = timezone.now()
        ApiToken.objects.filter(pk=token.pk).update(used_at=token.used_at)
    return token


def revoke(token: ApiToken, *, by: User, reason: str) -> None:
    """吊销: from now on nothing is done with it."""
    with REVOKE(token, by=by, reason=reason):
        if token.revoked_at:
            raise Refused("这个令牌已经吊销。")
        if not reason.strip():
            raise Refused("请写明吊销理由。")
        token.revoked_by, token.revoked_at, token.reason = by, timezone.now(), reason.strip()


def _administers(person: User, organisation: Organisation) -> bool:
    rows = Membership.objects.filter(user=person, organisation=organisation, ended_at=None)
    return rows.filter(role=MembershipRole.MANAGER).exists()
