"""Counts of patents by period and by what the bureau tells them apart: kept by triggers, proven by a recount (``upkeep``).

Each row says how many effective patents had an event in a period: ``event``, the period's first day, and the dimensions that the
table keeps. An empty text is what the list left empty. Written by triggers alone.
"""

from django.db import models
from django.db.models import UniqueConstraint

from patents.choices import Event, PatentKind
from patents.querysets import CountQuerySet

_KEPT = ["event", "period", "division", "kind", "applicant_type"]


class _Count(models.Model):
    event = models.PositiveSmallIntegerField("事项", choices=Event)
    period = models.DateField("期间首日")
    division = models.ForeignKey(
        "accounts.Division", models.CASCADE, related_name="+", db_index=False, db_constraint=False, verbose_name="区划"
    )  # The patents themselves point at what exists; asking again for each count would cost as much as counting.
    kind = models.CharField("专利类型", max_length=20, choices=PatentKind)
    applicant_type = models.CharField("申请人类型", max_length=100, blank=True)
    n = models.IntegerField("件数")

    objects = CountQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self):
        return f"{self.period} {self.get_event_display()} {self.n}"


class CoreCount(_Count):
    """By month."""

    class Meta(_Count.Meta):
        verbose_name = verbose_name_plural = "专利按月统计"
        constraints = [UniqueConstraint(fields=_KEPT, name="patents_corecount_key")]


class ClassCount(_Count):
    """By year and IPC class."""

    ipc_class = models.CharField("分类大类", max_length=3, blank=True)

    class Meta(_Count.Meta):
        verbose_name = verbose_name_plural = "专利按分类统计"
        constraints = [UniqueConstraint(fields=[*_KEPT, "ipc_class"], name="patents_classcount_key")]


class UnitCount(_Count):
    """By year and unit; without one, those whose first applicant is no unit that the bureau knows."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.CASCADE, null=True, related_name="+", db_constraint=False, verbose_name="单位"
    )

    class Meta(_Count.Meta):
        verbose_name = verbose_name_plural = "专利按单位统计"
        constraints = [
            UniqueConstraint(fields=[*_KEPT, "organisation"], nulls_distinct=False, name="patents_unitcount_key")
        ]


class PlaceCount(_Count):
    """By year, park and technology field."""

    park = models.CharField("园区", max_length=300, blank=True)
    technology_field = models.CharField("技术领域", max_length=300, blank=True)

    class Meta(_Count.Meta):
        verbose_name = verbose_name_plural = "专利按园区和技术领域统计"
        constraints = [UniqueConstraint(fields=[*_KEPT, "park", "technology_field"], name="patents_placecount_key")]


COUNTS = (CoreCount, ClassCount, PlaceCount, UnitCount)
"""The tables of counts, the smaller first."""
