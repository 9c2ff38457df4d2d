"""Messages from the public, and the clock by which they are answered."""

import secrets

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from bureau.constraints import iff, signed
from bureau.personal import BlindIndexField, EncryptedTextField
from bureau.portal.choices import FeedbackStatus
from bureau.portal.querysets import FeedbackQuerySet
from bureau.text import SearchTermsField, search_index

_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # Nothing that a person could misread.


def new_receipt() -> str:
    """A receipt number that nobody guesses (ten signs of 31, 49 bits): with it alone a sender asks for the answer."""
    sign = "".join(secrets.choice(_SIGNS) for _ in range(10))
    return f"{timezone.localdate():%Y%m%d}-{sign[:5]}-{sign[5:]}"


class Channel(models.Model):
    """A way to write to the bureau: what it is for and how many working days an answer may take."""

    code = models.SlugField("代号", max_length=30, unique=True)
    name = models.CharField("名称", max_length=30)
    lead = models.CharField("说明", max_length=200, blank=True)
    working_days = models.PositiveSmallIntegerField("答复时限（工作日）")
    asks_page = models.BooleanField("询问网页地址", default=False)
    position = models.PositiveSmallIntegerField("次序", default=100)

    class Meta:
        verbose_name = verbose_name_plural = "受理渠道"
        ordering = ["position"]
        constraints = [
            CheckConstraint(
                condition=Q(working_days__gte=1, working_days__lte=60), name="portal_channel_answers_in_time",
                violation_error_message="答复时限须在 1 至 60 个工作日之间。",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.name


class Feedback(models.Model):
    """A message: received with a number, answered by its day or refused with a reason."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="messages", verbose_name="渠道")
    token = models.UUIDField(
        editable=False, unique=True
    )  # One opening of the form: a second click is the same message.
    receipt = models.CharField("受理编号", max_length=24, unique=True, default=new_receipt, editable=False)
    subject = models.CharField("主题", max_length=100)
    body = models.TextField("内容", max_length=2000)
    page_url = models.CharField("有错误的网页地址", max_length=500, blank=True)
    name = models.CharField("称呼", max_length=30, blank=True)
    mobile = EncryptedTextField("手机号", blank=True, default="")
    mobile_index = BlindIndexField(source="mobile")
    received_at = models.DateTimeField("收到时间", editable=False)
    due_on = models.DateField("应答复日期", editable=False)
    status = models.CharField(
        "状态", max_length=10, choices=FeedbackStatus, default=FeedbackStatus.RECEIVED, editable=False
    )
    answer = models.TextField("答复", max_length=4000, blank=True, editable=False)
    is_published = models.BooleanField("公开答复", default=False, editable=False)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="答复人")  # fmt: skip
    answered_at = models.DateTimeField("答复时间", null=True, editable=False)
    search = SearchTermsField(sources=("subject", "body"))

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "意见与找错"
        permissions = [("answer_feedback", "答复"), ("unmask_feedback", "查看完整个人信息")]
        indexes = [
            search_index(),
            models.Index(fields=["due_on"], name="portal_feedback_due", condition=Q(status=FeedbackStatus.RECEIVED)),
        ]
        constraints = [
            CheckConstraint(
                condition=iff(~Q(status=FeedbackStatus.RECEIVED), Q(answered_at__isnull=False) & ~Q(answer="")),
                name="portal_feedback_done_iff_answered",
                violation_error_message="请写明答复内容。",
            ),
            CheckConstraint(
                condition=Q(is_published=False) | Q(status=FeedbackStatus.ANSWERED),
                name="portal_feedback_published_is_answered",
            ),
            signed("answered"),
        ]

    def __str__(self):
        return self.subject

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed without an answer."""
        return self.status == FeedbackStatus.RECEIVED and self.due_on < timezone.localdate()
