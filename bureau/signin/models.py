"""What the portal remembers of how persons sign in: passwords they had, where they are signed in, what is locked.

Basis: GB/T 22239-2019 8.1.4.1 (identity, complexity and change of passwords, handling of failures, ending of sessions).
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from bureau.constraints import iff, signed

from .choices import DECIDED, Ending, RequestKind, RequestStatus
from .querysets import CredentialQuerySet, DataRequestQuerySet, LockQuerySet, SessionQuerySet


class Credential(models.Model):
    """What stands beside a person's password: its age, and whether somebody else gave it."""

    user = models.OneToOneField("accounts.User", models.CASCADE, related_name="credential", verbose_name="用户")
    password_changed_at = models.DateTimeField("密码更改时间", default=timezone.now)
    is_temporary = models.BooleanField("一次性密码，须更改", default=False)
    has_sms_factor = models.BooleanField("登录时再验证短信验证码", default=False)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登录凭据"
        default_permissions = ()

    def __str__(self):
        return str(self.user)


class PastPassword(models.Model):
    """The hash of a password that a person has or had."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="past_passwords", verbose_name="用户")
    hash = models.CharField(max_length=255, editable=False)
    set_at = models.DateTimeField("启用时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "用过的密码"
        default_permissions = ()

    def __str__(self):
        return f"{self.user} {self.set_at:%Y-%m-%d}"


class Device(models.Model):
    """A browser from which a person has signed in, known by a cookie of its own."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="devices", verbose_name="用户")
    key = models.CharField(max_length=64, editable=False)
    label = models.CharField("设备", max_length=100)
    first_seen_at = models.DateTimeField("首次登录", auto_now_add=True)
    last_seen_at = models.DateTimeField("最近登录", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "登录设备"
        default_permissions = ()
        constraints = [UniqueConstraint(fields=["user", "key"], name="signin_device_one_per_cookie")]

    def __str__(self):
        return self.label


class Session(models.Model):
    """A person is signed in somewhere, from one moment to another."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="sessions", verbose_name="用户")
    key = models.CharField(max_length=40, unique=True, editable=False)
    device = models.CharField("设备", max_length=100, blank=True)
    address = models.CharField("网络地址", max_length=45, blank=True)
    began_at = models.DateTimeField("登录时间", default=timezone.now)
    seen_at = models.DateTimeField("最近活动", default=timezone.now)
    until = models.DateTimeField("最迟结束时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ending = models.CharField("结束方式", max_length=20, choices=Ending, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会话"
        default_permissions = ()
        indexes = [models.Index(fields=["user", "-seen_at"], name="signin_session_of_user")]
        constraints = [
            CheckConstraint(
                condition=Q(ended_at=None, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="signin_session_ended_iff_how",
            )
        ]

    def __str__(self):
        return f"{self.user}·{self.device}"

    @property
    def is_running(self) -> bool:
        """Neither ended nor past the longest time a session may last."""
        return self.ended_at is None and self.until > timezone.now()


class Lock(models.Model):
    """Failures to sign in with one name from one address. Enough of them lock that pair for a while."""

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, null=True, editable=False, related_name="locks", verbose_name="用户"
    )
    name_index = models.CharField(max_length=64, editable=False)  # Fingerprint of the name; names are personal data.
    address = models.CharField("网络地址", max_length=45, editable=False)
    failures = ArrayField(models.DateTimeField(), default=list, editable=False, verbose_name="近期失败")
    failed_at = models.DateTimeField("最近失败", default=timezone.now, editable=False)
    locked_until = models.DateTimeField("锁定至", null=True, editable=False)
    lifted_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="解锁人"
    )
    lifted_at = models.DateTimeField("解锁时间", null=True, editable=False)

    objects = LockQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登录锁定"
        default_permissions = ("view",)
        permissions = [("lift_lock", "解锁")]
        constraints = [
            UniqueConstraint(fields=["name_index", "address"], name="signin_lock_one_per_name_and_address"),
            signed("lifted"),
        ]

    def __str__(self):
        return f"{self.user or '未知账号'}（{self.address}）"


class DataRequest(models.Model):
    """A person asks for something about their personal data (个人信息保护法 art. 44–47): put right, removed, or to leave."""

    user = models.ForeignKey(
        "accounts.User", models.PROTECT, editable=False, related_name="data_requests", verbose_name="申请人"
    )
    kind = models.CharField("申请", max_length=20, choices=RequestKind, editable=False)
    text = models.TextField("说明", max_length=1000, editable=False)
    status = models.CharField(
        "状态", max_length=20, choices=RequestStatus, default=RequestStatus.SUBMITTED, editable=False
    )
    filed_at = models.DateTimeField("提出时间", default=timezone.now, editable=False)
    due_on = models.DateField("办结期限", editable=False)
    answer = models.CharField("答复", max_length=500, blank=True, editable=False)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="办理人"
    )
    decided_at = models.DateTimeField("办理时间", null=True, editable=False)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "个人信息申请"
        default_permissions = ("view",)
        permissions = [("answer_datarequest", "办理个人信息申请")]
        constraints = [
            UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(status=RequestStatus.SUBMITTED),
                name="signin_datarequest_one_open_of_a_kind",
                violation_error_message="您已提出过同类申请，正在办理。",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=DECIDED), Q(decided_at__isnull=False)),
                name="signin_datarequest_decided_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=DECIDED), ~Q(answer="")),
                name="signin_datarequest_decided_iff_answered",
                violation_error_message="办理须有答复。",
            ),
            signed("decided"),
        ]

    def __str__(self):
        return f"{self.user}·{self.get_kind_display()}"

    @property
    def tone(self) -> str:
        """How the status looks."""
        return {RequestStatus.SUBMITTED: "info", RequestStatus.DONE: "success"}.get(self.status, "neutral")

    @property
    def is_overdue(self) -> bool:
        """Not answered in time."""
        return self.status == RequestStatus.SUBMITTED and timezone.localdate() > self.due_on
