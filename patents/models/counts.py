"""Counts of patents by period and by what the bureau tells them apart: kept by triggers, proven by a recount (``upkeep``).

Each row says how many effective patents had an event in a period: ``event``, the period's first day, and the dimensions that the
table keeps. An empty text is what the list left empty. Written by triggers alone.
"""

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.functional import classproperty

from patents import upkeep
from patents.choices import Event, PatentKind
from patents.querysets import CountQuerySet

_BY_KIND = ("event", "period", "kind")
_KEPT = ["event", "period", "division", "kind", "applicant_type"]


class _Count(models.Model):
    event = models.PositiveSmallIntegerField("事项", choices=Event)
    period = models.DateField("期间首日")
    kind = models.CharField("专利类型", max_length=20, choices=PatentKind)
    n = models.IntegerField("件数")

    objects = CountQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self):
        return f"{self.period} {self.get_event_display()} {self.n}"

    @classproperty
    def keeps(cls) -> str:
        """The period of its rows."""
        return upkeep.TABLES[cls._meta.db_table][0]


class _PlacedCount(_Count):
    division = models.ForeignKey(
        "accounts.Division", models.CASCADE, related_name="+", db_index=False, db_constraint=False, verbose_name="区划"
    )  # The patents themselves point at what exists; asking again for each count would cost as much as counting.
    applicant_type = models.CharField("申请人类型", max_length=100, blank=True)

    class Meta(_Count.Meta):
        abstract = True


class CoreCount(_PlacedCount):
    """By month."""

    class Meta(_Count.Meta):
        verbose_name = verbose_name_plural = "专利按月统计"
        constraints = [UniqueConstraint(fields=_KEPT, name="patents_corecount_key")]


class ClassCount(_PlacedCount):
    """By year and IPC class."""

    ipc_class = models.CharField("分类大类", max_length=3, blank=True)

    class Meta(_Count.Meta):
        verbose_name = verbose_name_plural = "专利按分类统计"
        constraints = [UniqueConstraint(fields=[*_KEPT, "ipc_class"], name="patents_classcount_key")]


class UnitCount(_PlacedCount):
    """By year and unit; without one, those whose first applicant is no unit that the bureau knows."""

    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name="单位",
    )

    class Meta(_Count.Meta):
        verbose_name = verbose_name_plural = "专利按单位统计"
        indexes = [  # Twenty thousand units' sums are read off it alone.
            models.Index(fields=["event", "organisation", "period"], include=["n"], name="patents_unitcount_sums")
        ]
        constraints = [
            UniqueConstraint(fields=[*_KEPT, "organisation"], nulls_distinct=False, name="patents_unitcount_key")
        ]


class PlaceCount(_PlacedCount):
    """By year, park and technology field."""

    park = models.CharField("园区", max_length=300, blank=True)
    technology_field = models.CharField("技术领域", max_length=300, blank=True)

    class Meta(_Count.Meta):
        verbose_name = verbose_name_plural = "专利按园区和技术领域统计"
        constraints = [UniqueConstraint(fields=[*_KEPT, "park", "technology_field"], name="patents_placecount_key")]


class ClassMonthCount(_Count):
    """By month and IPC class: without places and applicants there are few, so that years of months are read off them."""

    pk = models.CompositePrimaryKey(*_BY_KIND, "ipc_class")
    ipc_class = models.CharField("分类大类", max_length=3, blank=True)

    class Meta(_Count.Meta):
        verbose_name = verbose_name_plural = "专利按分类按月统计"


class PlaceMonthCount(_Count):
    """By month, park and technology field."""

    pk = models.CompositePrimaryKey(*_BY_KIND, "park", "technology_field")
    park = models.CharField("园区", max_length=300, blank=True)
    technology_field = models.CharField("技术领域", max_length=300, blank=True)

    class Meta(_Count.Meta):
        verbose_name = verbose_name_plural = "专利按园区和技术领域按月统计"


class ClassParkCount(_Count):
    """By year, IPC class and park."""

    pk = models.CompositePrimaryKey(*_BY_KIND, "ipc_class", "park")
    ipc_class = models.CharField("分类大类", max_length=3, blank=True)
    park = models.CharField("园区", max_length=300, blank=True)

    class Meta(_Count.Meta):
        verbose_name = verbose_name_plural = "专利按分类和园区统计"


class ClassFieldCount(_Count):
    """By year, IPC class and technology field."""

    pk = models.CompositePrimaryKey(*_BY_KIND, "ipc_class", "technology_field")
    ipc_class = models.CharField("分类大类", max_length=3, blank=True)
    technology_field = models.CharField("技术领域", max_length=300, blank=True)

    class Meta(_Count.Meta):
        verbose_name = verbose_name_plural = "专利按分类和技术领域统计"


COUNTS = (
    CoreCount,
    PlaceMonthCount,
    ClassMonthCount,
    ClassFieldCount,
    ClassParkCount,
    PlaceCount,
    ClassCount,
    UnitCount,
)
"""The tables of counts, the smaller first."""
