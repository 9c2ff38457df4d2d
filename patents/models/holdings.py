"""What the bureau knows of single patents besides the lists: why one is of high value, of which fee its holder was told."""

from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from bureau.constraints import iff, signed
from patents.choices import ValueGround
from patents.querysets import FeeReminderQuerySet, ValueMarkQuerySet


def _person(words: str):
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=words
    )


class ValueMark(models.Model):
    """One ground, with its document, why an invention is of high value (高价值发明专利). A mistaken one is withdrawn, and stays."""

    patent = models.ForeignKey("patents.Patent", models.PROTECT, related_name="value_marks", verbose_name="专利")
    ground = models.CharField("情形", max_length=20, choices=ValueGround)
    held_from = models.DateField("自何日起", help_text="公布、登记或获奖之日；此日以后的统计计入。")
    source_document = models.CharField("依据", max_length=300, validators=[MinLengthValidator(4)])
    amount = models.DecimalField("质押融资金额（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    marked_by, marked_at = _person("标注人"), models.DateTimeField("标注时间", null=True, editable=False)
    withdrawn_by, withdrawn_at = _person("撤销人"), models.DateTimeField("撤销时间", null=True, editable=False)
    withdrawal_reason = models.CharField("撤销理由", max_length=300, blank=True, editable=False)

    objects = ValueMarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "高价值发明专利标注"
        default_permissions = ("view",)
        permissions = [("export_valuemark", "导出"), ("write_valuemark", "标注与撤销高价值发明专利")]
        indexes = [models.Index(fields=["ground", "held_from"], name="valuemark_by_ground")]
        constraints = [
            signed("marked"),
            signed("withdrawn"),
            UniqueConstraint(
                fields=["patent", "ground"],
                condition=Q(withdrawn_at=None),
                name="patents_valuemark_once",
                violation_error_message="该专利已标注这一情形。",
            ),
            CheckConstraint(
                condition=iff(Q(ground=ValueGround.PLEDGE), Q(amount__isnull=False)),
                name="patents_valuemark_pledge_iff_amount",
                violation_error_message="质押融资须写明金额，其他情形不写金额。",
            ),
            CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0),
                name="patents_valuemark_amount_above_nought",
                violation_error_message="质押融资金额须大于零。",
            ),
            CheckConstraint(condition=Q(marked_at__isnull=False), name="patents_valuemark_is_signed"),
            CheckConstraint(
                condition=iff(Q(withdrawn_at__isnull=False), ~Q(withdrawal_reason="")),
                name="patents_valuemark_withdrawn_iff_reason",
                violation_error_message="撤销须写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.patent}·{self.get_ground_display()}"


class FeeReminder(models.Model):
    """That the holder was told of a fee before it fell due: once for a patent and a day."""

    patent = models.ForeignKey("patents.Patent", models.PROTECT, related_name="fee_reminders", verbose_name="专利")
    due_on = models.DateField("到期日")
    told_at = models.DateTimeField("提醒时间", auto_now_add=True)

    objects = FeeReminderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年费提醒"
        default_permissions = ()
        constraints = [UniqueConstraint(fields=["patent", "due_on"], name="patents_feereminder_once")]

    def __str__(self):
        return f"{self.patent} {self.due_on}"
