"""揭榜挂帅: a unit publishes a challenge, others seal bids for it, nobody opens one before the deadline.

What the database itself refuses, by its own clock: a bid that is sealed, replaced or withdrawn after the deadline, an opening before
it, opened content without an opening, another deadline, criteria or key once the challenge is public.
"""

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from bureau.constraints import iff, signed
from bureau.files import private_storage
from bureau.personal import EncryptedTextField
from matchmaking.choices import NOT_YET_PUBLIC, WITH_A_WINNER, BidStatus, ChallengeStatus
from matchmaking.querysets import BidPartQuerySet, BidQuerySet, ChallengeQuerySet


def _by(words: str, **more) -> models.ForeignKey:
    options = {"null": True, "editable": False, "related_name": "+", "db_index": False, "verbose_name": words} | more
    return models.ForeignKey("accounts.User", models.PROTECT, **options)


def _at(words: str) -> models.DateTimeField:
    return models.DateTimeField(words, null=True, editable=False)


def _raise(claim: str, words: str) -> str:
    return f"RAISE EXCEPTION '{claim}: {words}' USING ERRCODE = 'integrity_constraint_violation';"


# clock_timestamp(), not now(): a transaction that began before the deadline is no way past it.
IN_TIME = """EXISTS (SELECT 1 FROM matchmaking_challenge
    WHERE id = {challenge} AND status = 'published' AND clock_timestamp() < closes_at)"""
IS_OPENED = "EXISTS (SELECT 1 FROM matchmaking_opening WHERE challenge_id = {challenge})"
FIX_CHALLENGE = f"""
IF OLD.status NOT IN ('draft', 'submitted', 'returned') AND (
       NEW.closes_at IS DISTINCT FROM OLD.closes_at OR NEW.criteria IS DISTINCT FROM OLD.criteria
    OR NEW.is_blind IS DISTINCT FROM OLD.is_blind OR NEW.public_key IS DISTINCT FROM OLD.public_key
    OR NEW.status IN ('draft', 'submitted', 'returned')) THEN
    {_raise("matchmaking_challenge_fixed", "what was published stands")}
END IF;
IF (NEW.call_id IS NOT NULL OR NEW.status IN ('opened', 'chosen', 'public', 'awarded', 'failed'))
   AND NOT {IS_OPENED.format(challenge="NEW.id")} THEN
    {_raise("matchmaking_challenge_not_opened", "there is no opening")}
END IF;
RETURN NEW;
"""
GUARD_BID = f"""
IF TG_OP = 'INSERT' OR NEW.digest <> OLD.digest OR NEW.revision <> OLD.revision
   OR (NEW.status <> OLD.status AND NEW.status IN ('sealed', 'withdrawn')) THEN
    IF NOT {IN_TIME.format(challenge="NEW.challenge_id")} THEN
        {_raise("matchmaking_bid_in_time", "the challenge takes no bids now")}
    END IF;
END IF;
IF (NEW.application_id IS NOT NULL OR NEW.status IN ('opened', 'broken'))
   AND NOT {IS_OPENED.format(challenge="NEW.challenge_id")} THEN
    {_raise("matchmaking_bid_not_opened", "there is no opening")}
END IF;
RETURN NEW;
"""
GUARD_PART = f"""
IF NOT EXISTS (SELECT 1 FROM matchmaking_bid b WHERE b.id = coalesce(NEW.bid_id, OLD.bid_id)
               AND {IN_TIME.format(challenge="b.challenge_id")}) THEN
    {_raise("matchmaking_bidpart_in_time", "the challenge takes no bids now")}
END IF;
RETURN coalesce(NEW, OLD);
"""
GUARD_OPENING = f"""
IF NOT EXISTS (SELECT 1 FROM matchmaking_challenge
               WHERE id = NEW.challenge_id AND status = 'published' AND clock_timestamp() >= closes_at) THEN
    {_raise("matchmaking_opening_in_time", "the deadline has not passed")}
END IF;
RETURN NEW;
"""


def _guard(name: str, function: str, *operations) -> pgtrigger.Trigger:
    operation = operations[0]
    for one in operations[1:]:
        operation |= one
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=operation, func=function)


class Challenge(models.Model):
    """榜单: a unit's demand put up for whoever can meet it, judged by criteria that stand from the day it is published."""

    demand = models.ForeignKey("matchmaking.Demand", models.PROTECT, related_name="challenges", verbose_name="技术需求")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="challenges", verbose_name="发榜单位"
    )
    title = models.CharField("榜单名称", max_length=150)
    problem = models.TextField("难题描述", max_length=5000, blank=True)
    indicators = models.TextField("指标要求", max_length=3000, blank=True)
    conditions = models.TextField("揭榜条件", max_length=2000, blank=True)
    reward = models.DecimalField("榜额（元）", max_digits=16, decimal_places=2, null=True, blank=True)
    criteria = models.TextField("评审指标", max_length=2000, blank=True)
    is_blind = models.BooleanField("盲评", default=False)
    closes_at = models.DateTimeField("揭榜截止", null=True, blank=True)
    status = models.CharField(
        "状态", max_length=20, choices=ChallengeStatus, default=ChallengeStatus.DRAFT, editable=False
    )
    reason = models.CharField("理由", max_length=500, blank=True, editable=False)
    public_key = models.CharField("封存公钥", max_length=64, blank=True, editable=False)
    call = models.OneToOneField(
        "projects.Call", models.PROTECT, null=True, editable=False, related_name="challenge", verbose_name="评审批次"
    )
    chosen = models.OneToOneField(
        "matchmaking.Bid", models.PROTECT, null=True, editable=False, related_name="won", verbose_name="揭榜方案"
    )
    publicity = models.OneToOneField(
        "publicity.Publicity", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="公示"
    )
    begun_by, begun_at = _by("填写人"), _at("填写时间")
    submitted_by, submitted_at = _by("提交人"), _at("提交时间")
    published_by, published_at = _by("发布人"), _at("发布时间")
    ended_at = _at("结束时间")

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "揭榜挂帅"
        default_permissions = ("view",)
        permissions = [
            ("fill_challenge", "填写"),
            ("submit_challenge", "提交与撤榜"),
            ("decide_challenge", "发布、退回与撤榜"),
            ("open_challenge", "开封"),
            ("award_challenge", "拟定揭榜方、公示与流榜"),
        ]
        indexes = [models.Index(fields=["status", "closes_at"], name="challenge_by_closing")]
        constraints = [
            *(signed(verb) for verb in ("begun", "submitted", "published")),
            CheckConstraint(condition=Q(status__in=ChallengeStatus.values), name="matchmaking_challenge_status_known"),
            CheckConstraint(
                condition=Q(reward__isnull=True) | Q(reward__gt=0), name="matchmaking_challenge_reward_positive",
                violation_error_message="榜额须大于 0。",
            ),
            CheckConstraint(
                condition=Q(status__in=NOT_YET_PUBLIC)
                | (Q(published_at__isnull=False, closes_at__isnull=False, reward__isnull=False) & ~Q(public_key="") & ~Q(criteria="")),
                name="matchmaking_challenge_public_is_whole",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=WITH_A_WINNER), Q(chosen__isnull=False)),
                name="matchmaking_challenge_chosen_iff_bid",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=(ChallengeStatus.PUBLIC, ChallengeStatus.AWARDED)), Q(publicity__isnull=False)),
                name="matchmaking_challenge_public_iff_publicity",
            ),
            CheckConstraint(
                condition=~Q(status__in=(ChallengeStatus.RETURNED, ChallengeStatus.FAILED, ChallengeStatus.WITHDRAWN)) | ~Q(reason=""),
                name="matchmaking_challenge_says_why", violation_error_message="须写明理由。",
            ),
            UniqueConstraint(
                fields=["demand"],
                condition=~Q(status__in=(ChallengeStatus.AWARDED, ChallengeStatus.FAILED, ChallengeStatus.WITHDRAWN)),
                name="matchmaking_challenge_one_running", violation_error_message="这项需求已在揭榜挂帅中。",
            ),
        ]  # fmt: skip
        triggers = [_guard("fix_challenge", FIX_CHALLENGE, pgtrigger.Update)]

    def __str__(self):
        return self.title


class ChallengeKey(models.Model):
    """The private key of a challenge, encrypted at rest. ``opening.open_`` alone reads it; withdrawing the challenge destroys it."""

    challenge = models.OneToOneField(Challenge, models.PROTECT, related_name="+", verbose_name="揭榜挂帅")
    private = EncryptedTextField("封存私钥")

    class Meta:
        verbose_name = verbose_name_plural = "揭榜挂帅密钥"
        default_permissions = ()

    def __str__(self):
        return str(self.challenge)


class Bid(models.Model):
    """揭榜方案: a unit's bid, sealed. ``digest`` is the receipt: of the sealed bytes, so that altering them is seen."""

    challenge = models.ForeignKey(Challenge, models.PROTECT, related_name="bids", verbose_name="揭榜挂帅")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="bids", verbose_name="揭榜单位"
    )
    number = models.CharField("方案编号", max_length=20, unique=True, editable=False)
    status = models.CharField("状态", max_length=20, choices=BidStatus, default=BidStatus.SEALED, editable=False)
    revision = models.PositiveSmallIntegerField("第几次封存", default=1, editable=False)
    digest = models.CharField("回执（SHA-256）", max_length=64, editable=False)
    sealed_by, sealed_at = _by("封存人"), _at("封存时间")
    withdrawn_by, withdrawn_at = _by("撤回人"), _at("撤回时间")
    application = models.OneToOneField(
        "projects.Application",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="bid",
        verbose_name="开封后的方案",
    )
    interest = models.OneToOneField(
        "matchmaking.Interest", models.PROTECT, null=True, editable=False, related_name="bid", verbose_name="对接意向"
    )

    objects = BidQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "揭榜方案"
        default_permissions = ()
        permissions = [("seal_bid", "封存、替换与撤回")]
        constraints = [
            signed("sealed"),
            signed("withdrawn"),
            UniqueConstraint(fields=["challenge", "organisation"], name="matchmaking_bid_one_per_unit"),
            CheckConstraint(condition=Q(status__in=BidStatus.values), name="matchmaking_bid_status_known"),
            CheckConstraint(condition=Q(sealed_at__isnull=False) & ~Q(digest=""), name="matchmaking_bid_has_a_receipt"),
            CheckConstraint(
                condition=iff(Q(status=BidStatus.WITHDRAWN), Q(withdrawn_at__isnull=False)),
                name="matchmaking_bid_withdrawn_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status=BidStatus.OPENED), Q(application__isnull=False)),
                name="matchmaking_bid_opened_iff_application",
            ),
        ]  # fmt: skip
        triggers = [_guard("guard_bid", GUARD_BID, pgtrigger.Insert, pgtrigger.Update)]

    def __str__(self):
        return self.number


class BidPart(models.Model):
    """A sealed part of a bid: what was typed (place 0), then each file, under a name that says nothing."""

    bid = models.ForeignKey(Bid, models.PROTECT, related_name="parts", verbose_name="揭榜方案")
    place = models.PositiveSmallIntegerField("次序")
    file = models.FileField("密文", storage=private_storage, upload_to="sealed/%Y/%m", max_length=300)
    sha256 = models.CharField("密文指纹", max_length=64)

    objects = BidPartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "封存内容"
        default_permissions = ()
        ordering = ["place"]
        constraints = [UniqueConstraint(fields=["bid", "place"], name="matchmaking_bidpart_one_per_place")]
        triggers = [_guard("guard_part", GUARD_PART, pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete)]

    def __str__(self):
        return f"{self.bid_id} {self.place}"


class Opening(models.Model):
    """开封: who used the key, when, and the receipts of all that was sealed then. Written once, never changed."""

    challenge = models.OneToOneField(Challenge, models.PROTECT, related_name="opening", verbose_name="揭榜挂帅")
    receipts = models.JSONField("回执清单", default=list, encoder=DjangoJSONEncoder)
    opened_by, opened_at = _by("开封人"), _at("开封时间")

    class Meta:
        verbose_name = verbose_name_plural = "开封记录"
        default_permissions = ()
        constraints = [
            signed("opened"),
            CheckConstraint(condition=Q(opened_at__isnull=False), name="matchmaking_opening_is_dated"),
        ]
        triggers = [
            _guard("guard_opening", GUARD_OPENING, pgtrigger.Insert),
            pgtrigger.Protect(name="opening_kept", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return str(self.challenge)
