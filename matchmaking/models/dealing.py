"""From an interest to a signed deal. What the report counts is the ``Contact`` that an accepted interest makes."""

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from bureau.constraints import iff, signed
from bureau.files import private_storage
from matchmaking.choices import (
    ANSWERED_INTERESTS,
    MET_INTERESTS,
    OPEN_INTERESTS,
    ContractKind,
    DealStatus,
    IntentionStatus,
    InterestStatus,
    MeetingStatus,
    Side,
)
from matchmaking.querysets import DealQuerySet, InterestQuerySet, MandateQuerySet, PartQuerySet, RemarkQuerySet

LONGEST = 1000


def _unit(words: str, related: str = "+", **more) -> models.ForeignKey:
    return models.ForeignKey("accounts.Organisation", models.PROTECT, related_name=related, verbose_name=words, **more)


def _by(words: str, **more) -> models.ForeignKey:
    options = {"null": True, "editable": False, "related_name": "+", "db_index": False, "verbose_name": words} | more
    return models.ForeignKey("accounts.User", models.PROTECT, **options)


def _at(words: str) -> models.DateTimeField:
    return models.DateTimeField(words, null=True, editable=False)


def _file(**more) -> models.FileField:
    return models.FileField("文件", storage=private_storage, upload_to="dealings/%Y/%m", max_length=300, **more)


class Mandate(models.Model):
    """A unit (委托方) lets another, a broker (技术经理人、中介机构), ask and talk for it. It binds the client to nothing."""

    client = _unit("委托单位", "mandates_given")
    broker = _unit("受托机构", "mandates_held")
    granted_by, granted_at = _by("委托人"), _at("委托时间")
    ended_by, ended_at = _by("终止人"), _at("终止时间")

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "技术经理人委托"
        default_permissions = ()
        permissions = [("grant_mandate", "委托与终止")]
        constraints = [
            signed("granted"),
            signed("ended"),
            CheckConstraint(
                condition=~Q(client=F("broker")), name="matchmaking_mandate_to_another",
                violation_error_message="不能委托本单位。",
            ),
            UniqueConstraint(
                fields=["client", "broker"], condition=Q(ended_at=None), name="matchmaking_mandate_once",
                violation_error_message="已经委托过这个机构。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.client}委托{self.broker}"


class Interest(models.Model):
    """One side asks the other: which cooperation, what is unclear, who we are. Accepted, it is a 对接 and opens the talk."""

    achievement = models.ForeignKey(
        "matchmaking.Achievement", models.PROTECT, related_name="interests", db_index=False, verbose_name="科技成果"
    )
    demand = models.ForeignKey("matchmaking.Demand", models.PROTECT, related_name="interests", verbose_name="技术需求")
    side = models.CharField("提出方", max_length=20, choices=Side, editable=False)
    asker = _unit("提出单位", "interests_sent")
    answerer = _unit("答复单位", "interests_received")
    broker = _unit("技术经理人", "interests_brokered", null=True, blank=True)
    cooperation_sought = models.TextField("希望怎样合作", max_length=LONGEST)
    unclear = models.TextField("还有什么不清楚", max_length=LONGEST)
    introduction = models.TextField("我们是谁", max_length=LONGEST)
    status = models.CharField(
        "状态", max_length=20, choices=InterestStatus, default=InterestStatus.ASKED, editable=False
    )
    asked_by, asked_at = _by("提出人"), _at("提出时间")
    due_on = models.DateField("答复期限", editable=False)
    answered_by, answered_at = _by("答复人"), _at("答复时间")
    answer = models.CharField("婉拒理由", max_length=500, blank=True, editable=False)
    ended_by, ended_at = _by("结束人"), _at("结束时间")
    end_reason = models.CharField("结束原因", max_length=500, blank=True, editable=False)
    reminded_on = models.DateField("提醒日期", null=True, editable=False)
    escalated_on = models.DateField("督办日期", null=True, editable=False)
    contact = models.OneToOneField(
        "matchmaking.Contact",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="interest",
        verbose_name="对接记录",
    )
    event = models.ForeignKey(
        "matchmaking.Event",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="interests",
        db_index=False,
        verbose_name="对接会",
    )  # At which event it was asked.

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "对接意向"
        default_permissions = ("view",)
        permissions = [
            ("ask_interest", "提出与撤回"),
            ("answer_interest", "答复与洽谈"),
            ("commit_interest", "确认意向与协议"),
            ("follow_interest", "督办"),
        ]
        indexes = [
            Index(fields=["due_on"], name="interest_unanswered", condition=Q(status=InterestStatus.ASKED)),
            Index(fields=["event"], name="interest_event", condition=Q(event__isnull=False)),
        ]
        constraints = [
            signed("asked"),
            signed("answered"),
            signed("ended"),
            CheckConstraint(condition=Q(status__in=InterestStatus.values), name="matchmaking_interest_status_known"),
            CheckConstraint(condition=Q(side__in=Side.values), name="matchmaking_interest_side_known"),
            CheckConstraint(
                condition=~Q(asker=F("answerer")), name="matchmaking_interest_in_another",
                violation_error_message="不能与本单位自己对接。",
            ),
            CheckConstraint(
                condition=Q(broker__isnull=True) | (~Q(broker=F("asker")) & ~Q(broker=F("answerer"))),
                name="matchmaking_interest_brokered_by_a_third",
                violation_error_message="技术经理人不能是对接的任何一方。",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=ANSWERED_INTERESTS), Q(answered_at__isnull=False)),
                name="matchmaking_interest_answered_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=MET_INTERESTS), Q(contact__isnull=False)),
                name="matchmaking_interest_accepted_iff_contact",
            ),
            CheckConstraint(
                condition=iff(Q(status=InterestStatus.DECLINED), ~Q(answer="")),
                name="matchmaking_interest_declined_iff_reason",
                violation_error_message="婉拒须写明理由，且只有婉拒才有。",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=(InterestStatus.WITHDRAWN, InterestStatus.CLOSED)), Q(ended_at__isnull=False)),
                name="matchmaking_interest_ended_iff_dated",
            ),
            UniqueConstraint(
                fields=["achievement", "demand"], condition=Q(status__in=OPEN_INTERESTS),
                name="matchmaking_interest_one_open",
                violation_error_message="这项成果与这项需求正在对接。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.achievement.title} × {self.demand.title}"


class Remark(models.Model):
    """What one side said in the talk, or noted for itself (``is_private``), with a file or without."""

    interest = models.ForeignKey(Interest, models.PROTECT, related_name="remarks", verbose_name="对接意向")
    organisation = _unit("单位")
    text = models.TextField("内容", max_length=2000, blank=True)
    is_private = models.BooleanField("只给本单位看", default=False)
    file = _file(blank=True)
    name = models.CharField("文件名", max_length=255, blank=True)
    mime = models.CharField(max_length=100, blank=True, editable=False)
    said_by, said_at = _by("发言人"), _at("时间")

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "洽谈记录"
        default_permissions = ()
        constraints = [
            signed("said"),
            CheckConstraint(condition=~Q(text="") | ~Q(file=""), name="matchmaking_remark_says_something"),
            CheckConstraint(condition=iff(Q(file=""), Q(name="")), name="matchmaking_remark_file_iff_name"),
        ]

    def __str__(self):
        return f"{self.interest_id} {self.organisation}"


class Meeting(models.Model):
    """An appointment to talk, proposed by one side and confirmed by the other."""

    interest = models.ForeignKey(Interest, models.PROTECT, related_name="meetings", verbose_name="对接意向")
    organisation = _unit("提出单位")
    starts_at = models.DateTimeField("开始时间")
    minutes = models.PositiveSmallIntegerField("时长（分钟）", default=30)
    place = models.CharField("地点或线上会议", max_length=200)
    status = models.CharField(
        "状态", max_length=20, choices=MeetingStatus, default=MeetingStatus.PROPOSED, editable=False
    )
    proposed_by, proposed_at = _by("提出人"), _at("提出时间")
    answered_by, answered_at = _by("确认人"), _at("确认时间")
    reason = models.CharField("取消原因", max_length=500, blank=True, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "洽谈预约"
        default_permissions = ()
        constraints = [
            signed("proposed"),
            signed("answered"),
            CheckConstraint(condition=Q(status__in=MeetingStatus.values), name="matchmaking_meeting_status_known"),
            CheckConstraint(
                condition=Q(minutes__gte=10, minutes__lte=480), name="matchmaking_meeting_lasts",
                violation_error_message="洽谈时长须为 10 至 480 分钟。",
            ),
            CheckConstraint(
                condition=iff(Q(status=MeetingStatus.PROPOSED), Q(answered_at__isnull=True)),
                name="matchmaking_meeting_answered_iff_dated",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.place}"


class Intention(models.Model):
    """意向: there is one for an interest, however often yes is clicked; it holds when both sides have said yes."""

    interest = models.OneToOneField(Interest, models.PROTECT, related_name="intention", verbose_name="对接意向")
    status = models.CharField(
        "状态", max_length=20, choices=IntentionStatus, default=IntentionStatus.PROPOSED, editable=False
    )
    amount = models.DecimalField("意向金额（元）", max_digits=16, decimal_places=2, null=True, blank=True)
    asker_confirmed_by, asker_confirmed_at = _by("提出方确认人"), _at("提出方确认时间")
    answerer_confirmed_by, answerer_confirmed_at = _by("答复方确认人"), _at("答复方确认时间")

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "合作意向"
        default_permissions = ()
        constraints = [
            signed("asker_confirmed"),
            signed("answerer_confirmed"),
            CheckConstraint(condition=Q(status__in=IntentionStatus.values), name="matchmaking_intention_status_known"),
            CheckConstraint(
                condition=Q(asker_confirmed_at__isnull=False) | Q(answerer_confirmed_at__isnull=False),
                name="matchmaking_intention_of_somebody",
            ),
            CheckConstraint(
                condition=iff(
                    Q(status=IntentionStatus.AGREED),
                    Q(asker_confirmed_at__isnull=False) & Q(answerer_confirmed_at__isnull=False),
                ),
                name="matchmaking_intention_agreed_iff_both",
            ),
            CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="matchmaking_intention_amount_not_negative",
                violation_error_message="意向金额不能是负数。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_status_display()}：{self.interest}"


class Deal(models.Model):
    """协议: its kind, amount and file, put forward by one side, agreed by the other, then signed."""

    interest = models.OneToOneField(Interest, models.PROTECT, related_name="deal", verbose_name="对接意向")
    organisation = _unit("起草单位")
    kind = models.CharField("协议类型", max_length=20, choices=ContractKind)
    title = models.CharField("协议名称", max_length=200)
    amount = models.DecimalField("协议金额（元）", max_digits=16, decimal_places=2)
    file = _file()
    name = models.CharField("文件名", max_length=255)
    mime = models.CharField(max_length=100, editable=False)
    status = models.CharField("状态", max_length=20, choices=DealStatus, default=DealStatus.DRAFTED, editable=False)
    return_note = models.CharField("修改要求", max_length=500, blank=True, editable=False)
    drafted_by, drafted_at = _by("起草人"), _at("起草时间")
    agreed_by, agreed_at = _by("确认人"), _at("确认时间")
    signed_on = models.DateField("签约日期", null=True, editable=False)

    objects = DealQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "对接协议"
        default_permissions = ("view",)
        constraints = [
            signed("drafted"),
            signed("agreed"),
            CheckConstraint(condition=Q(status__in=DealStatus.values), name="matchmaking_deal_status_known"),
            CheckConstraint(condition=Q(kind__in=ContractKind.values), name="matchmaking_deal_kind_known"),
            CheckConstraint(
                condition=Q(amount__gte=0), name="matchmaking_deal_amount_not_negative",
                violation_error_message="协议金额不能是负数。",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=(DealStatus.AGREED, DealStatus.SIGNED)), Q(agreed_at__isnull=False)),
                name="matchmaking_deal_agreed_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status=DealStatus.SIGNED), Q(signed_on__isnull=False)),
                name="matchmaking_deal_signed_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status=DealStatus.RETURNED), ~Q(return_note="")),
                name="matchmaking_deal_returned_iff_note",
                violation_error_message="要求修改须写明改什么。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    @property
    def amount_words(self) -> str:
        """The amount as a person reads it."""
        return f"{self.amount / 10_000:,.2f} 万元"


class Disclosure(models.Model):
    """Somebody of one side saw whom to call at the other: each look, for both sides to read."""

    interest = models.ForeignKey(Interest, models.PROTECT, related_name="disclosures", verbose_name="对接意向")
    organisation = _unit("查看单位")
    shown = models.CharField("查看了哪一方", max_length=20, choices=Side)
    seen_by, seen_at = _by("查看人"), _at("查看时间")

    class Meta:
        verbose_name = verbose_name_plural = "联系方式查看记录"
        default_permissions = ()
        constraints = [
            signed("seen"),
            CheckConstraint(condition=Q(shown__in=Side.values), name="matchmaking_disclosure_side_known"),
        ]

    def __str__(self):
        return f"{self.organisation}查看{self.get_shown_display()}"
