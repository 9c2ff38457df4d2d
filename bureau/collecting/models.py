"""报送任务: which units owe which list for which period, and how far each is."""

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.constraints import iff, signed
from bureau.lists.kinds import get_kind
from bureau.text import SearchTermsField, search_index

from .choices import HANDED_IN, OWING, CollectionStatus, DutyStatus
from .querysets import CollectionQuerySet, DutyQuerySet


def _by(label: str, **more) -> models.ForeignKey:
    options = {"null": True, "editable": False, "related_name": "+", "verbose_name": label} | more
    return models.ForeignKey("accounts.User", models.PROTECT, **options)


class Collection(models.Model):
    """An officer asks recommending units for one kind of list, of one period, by one day."""

    title = models.CharField("名称", max_length=100, help_text="例如：2026年三季度立项项目清单")
    kind = models.CharField("清单种类", max_length=40)
    period_from = models.DateField("统计期开始")
    period_to = models.DateField("统计期结束")
    due_on = models.DateField("报送期限")
    instructions = models.TextField("填报说明", blank=True)
    status = models.CharField(
        "状态", max_length=10, choices=CollectionStatus, default=CollectionStatus.OPEN, editable=False
    )
    opened_by = _by("发起人")
    opened_at = models.DateTimeField("发起时间", null=True, editable=False)
    closed_by = _by("结束人")
    closed_at = models.DateTimeField("结束时间", null=True, editable=False)

    search = SearchTermsField(sources=("title",))

    objects = CollectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报送任务"
        default_permissions = ("view", "add")
        indexes = [search_index()]
        permissions = [("close_collection", "结束")]
        constraints = [
            CheckConstraint(
                condition=Q(period_to__gte=F("period_from")),
                name="collecting_collection_period_in_order",
                violation_error_message="统计期的结束日不能早于开始日。",
            ),
            CheckConstraint(
                condition=iff(Q(status=CollectionStatus.CLOSED), Q(closed_at__isnull=False)),
                name="collecting_collection_closed_iff_dated",
            ),
            signed("opened"),
            signed("closed"),
        ]

    def __str__(self):
        return self.title

    @property
    def kind_label(self) -> str:
        """What kind of list, in Chinese."""
        return get_kind(self.kind).label


class Duty(models.Model):
    """What one unit owes to one collection."""

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="duties", verbose_name="报送任务")
    unit = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="duties", verbose_name="报送单位")
    due_on = models.DateField("报送期限")
    status = models.CharField("状态", max_length=10, choices=DutyStatus, default=DutyStatus.OWED, editable=False)
    run = models.ForeignKey(
        "lists.ImportRun", models.PROTECT, null=True, editable=False, related_name="duties", verbose_name="清单"
    )
    is_nil = models.BooleanField("零报送", default=False, editable=False)
    nil_reason = models.CharField("零报送说明", max_length=200, blank=True, editable=False)
    return_reason = models.CharField("退回原因", max_length=500, blank=True, editable=False)
    submitted_by = _by("报送人")
    submitted_at = models.DateTimeField("报送时间", null=True, editable=False)
    returned_by = _by("退回人")
    returned_at = models.DateTimeField("退回时间", null=True, editable=False)
    confirmed_by = _by("确认人")
    confirmed_at = models.DateTimeField("确认时间", null=True, editable=False)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位报送"
        default_permissions = ()
        permissions = [
            ("submit_duty", "上传与报送"),
            ("confirm_duty", "确认"),
            ("return_duty", "退回"),
            ("extend_duty", "延期"),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="collecting_duty_due")]
        constraints = [
            UniqueConstraint(
                fields=["collection", "unit"],
                name="collecting_duty_one_for_a_unit",
                violation_error_message="该单位已在这个报送任务中。",
            ),
            CheckConstraint(
                condition=~Q(status__in=HANDED_IN)
                | (
                    Q(submitted_at__isnull=False)
                    & (Q(run__isnull=False, is_nil=False) | (Q(is_nil=True) & ~Q(nil_reason="")))
                ),
                name="collecting_duty_handed_in_holds_a_list_or_nil",
                violation_error_message="报送须有清单，或者写明零报送的说明。",
            ),
            CheckConstraint(
                condition=iff(Q(status=DutyStatus.CONFIRMED), Q(confirmed_at__isnull=False)),
                name="collecting_duty_confirmed_iff_dated",
            ),
            CheckConstraint(
                condition=~Q(status=DutyStatus.RETURNED) | (~Q(return_reason="") & Q(returned_at__isnull=False)),
                name="collecting_duty_returned_says_why",
                violation_error_message="退回须写明原因。",
            ),
            *(signed(verb) for verb in ("submitted", "returned", "confirmed")),
        ]

    def __str__(self):
        return f"{self.unit}·{self.collection}"

    def is_overdue(self, today: date) -> bool:
        """The unit owes, and the day is past."""
        return self.status in OWING and self.due_on < today

    def state(self, today: date) -> tuple[str, str]:
        """How the board says it: (words, tone)."""
        if self.is_overdue(today):
            return ("退回，逾期" if self.status == DutyStatus.RETURNED else "逾期"), "danger"
        tone = {"owed": "neutral", "submitted": "info", "returned": "warning", "confirmed": "success"}[self.status]
        return self.get_status_display() + ("（零报送）" if self.is_nil and self.status in HANDED_IN else ""), tone
