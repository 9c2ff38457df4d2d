"""What each place is to reach in a year: the city's own targets are the annual report's (``bureau.reports``), these are the places'."""

from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from bureau.constraints import signed
from patents.querysets import PlaceTargetQuerySet
from patents.questions import Measure


class PlaceTarget(models.Model):
    """A place's target of one measure in one year."""

    year = models.PositiveSmallIntegerField("年度")
    division = models.ForeignKey("accounts.Division", models.PROTECT, related_name="+", verbose_name="县（市、区）")
    measure = models.CharField("统计量", max_length=20, choices=Measure)
    only_inventions = models.BooleanField("只算发明", default=False)
    value = models.PositiveIntegerField("目标（件）")
    source_document = models.CharField("依据文件", max_length=300, validators=[MinLengthValidator(4)])
    set_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="下达登记人"
    )
    set_at = models.DateTimeField("登记时间", null=True, editable=False)

    objects = PlaceTargetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "县（市、区）专利目标"
        default_permissions = ("view",)
        permissions = [("set_placetarget", "下达目标")]
        constraints = [
            signed("set"),
            UniqueConstraint(
                fields=["year", "division", "measure", "only_inventions"], name="patents_placetarget_once"
            ),
            CheckConstraint(
                condition=Q(value__gt=0),
                name="patents_placetarget_above_nought",
                violation_error_message="目标须大于零。",
            ),
            CheckConstraint(condition=Q(set_at__isnull=False), name="patents_placetarget_is_signed"),
        ]

    def __str__(self):
        return f"{self.year} {self.division} {self.get_measure_display()}"
