"""A question to the counts that somebody keeps, shares, or puts on the board."""

from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from bureau.constraints import signed
from patents.querysets import PivotViewQuerySet


class PivotView(models.Model):
    """A named table of the pivot page: the question as the page's address writes it, asked anew whenever it is opened."""

    name = models.CharField("名称", max_length=60, validators=[MinLengthValidator(2)])
    question = models.CharField("查询", max_length=2000, editable=False)
    is_shared = models.BooleanField("同事可见", default=False)
    on_board = models.BooleanField("放上看板", default=False)
    created_by = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="+", editable=False, verbose_name="创建人"
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)

    objects = PivotViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "统计视图"
        default_permissions = ()
        constraints = [
            signed("created"),
            UniqueConstraint(
                fields=["created_by", "name"],
                name="patents_pivotview_one_name",
                violation_error_message="您已有同名的视图，请换一个名称。",
            ),
            CheckConstraint(condition=~Q(name=""), name="patents_pivotview_named"),
        ]

    def __str__(self):
        return self.name
