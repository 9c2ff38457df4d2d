"""消零行动: the firms of a register that have no patent, shared out among people until each has one or it is known why not."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.constraints import iff, signed
from patents.choices import REGISTERS, CampaignStatus, Cohort, ZeroStatus
from patents.querysets import CampaignQuerySet, SavedCohortQuerySet, ZeroFirmQuerySet
from patents.questions import Measure

SETTLED = (ZeroStatus.CLEARED, ZeroStatus.UNABLE)


def _person(words: str):
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=words
    )


def _registers(words: str, **more) -> ArrayField:
    choices = [(one.value, one.label) for one in REGISTERS]
    return ArrayField(models.CharField(max_length=20, choices=choices), verbose_name=words, default=list, **more)


class SavedCohort(models.Model):
    """Firms by a question that is kept: in any of some registers, in none of others, in some places; asked anew for each day."""

    name = models.CharField(
        "名称",
        max_length=100,
        unique=True,
        validators=[MinLengthValidator(2)],
        error_messages={"unique": "已有同名的范围。"},
    )
    registers = _registers("在其中任一")
    without = _registers("不在其中", blank=True)
    divisions = models.ManyToManyField("accounts.Division", blank=True, related_name="+", verbose_name="县（市、区）")
    created_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", editable=False, verbose_name="创建人"
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)

    objects = SavedCohortQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消零企业范围"
        default_permissions = ("view",)
        constraints = [
            signed("created"),
            CheckConstraint(
                condition=Q(registers__len__gt=0),
                name="patents_savedcohort_of_registers",
                violation_error_message="至少选择一个名录。",
            ),
            CheckConstraint(
                condition=~Q(registers__overlap=F("without")),
                name="patents_savedcohort_in_or_out",
                violation_error_message="同一个名录不能既选“在其中”又选“不在其中”。",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def label(self) -> str:
        """What tables call its firms."""
        return f"“{self.name}”企业"


class Campaign(models.Model):
    """One campaign: the cohort of a day, what counts as a patent, and the list that was drawn up then."""

    name = models.CharField("名称", max_length=100, validators=[MinLengthValidator(2)])
    cohort = models.CharField("企业范围", max_length=20, choices=Cohort)
    saved_cohort = models.ForeignKey(
        SavedCohort, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="已存范围"
    )
    as_of = models.DateField("名单日期")
    measure = models.CharField("以什么为准", max_length=20, choices=Measure)
    only_inventions = models.BooleanField("只算发明", default=False)
    firms_on_list = models.PositiveIntegerField("列入企业数", editable=False)
    status = models.CharField(
        "状态", max_length=20, choices=CampaignStatus, default=CampaignStatus.OPEN, editable=False
    )
    started_by, started_at = _person("发起人"), models.DateTimeField("发起时间", null=True, editable=False)
    closed_by, closed_at = _person("结束人"), models.DateTimeField("结束时间", null=True, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消零行动"
        default_permissions = ("view",)
        permissions = [("run_campaign", "发起、分派与结束消零行动")]
        constraints = [
            UniqueConstraint(
                fields=["name"],
                name="patents_campaign_one_name",
                violation_error_message="已有同名的消零行动，请换一个名称。",
            ),
            signed("started"),
            signed("closed"),
            CheckConstraint(
                condition=iff(Q(cohort=Cohort.SAVED), Q(saved_cohort__isnull=False)),
                name="patents_campaign_saved_iff_cohort",
            ),
            CheckConstraint(
                condition=iff(Q(status=CampaignStatus.CLOSED), Q(closed_at__isnull=False)),
                name="patents_campaign_closed_iff_signed",
            ),
            CheckConstraint(
                condition=Q(firms_on_list__gt=0),
                name="patents_campaign_has_firms",
                violation_error_message="名单上没有企业，不能发起消零行动。",
            ),
        ]

    def __str__(self):
        return self.name


class ZeroFirm(models.Model):
    """One firm on a campaign's list: who helps it, and what came of it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="firms", verbose_name="消零行动")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", verbose_name="企业")
    division = models.ForeignKey(
        "accounts.Division", models.PROTECT, null=True, related_name="+", verbose_name="所在县（市、区）"
    )
    status = models.CharField("状态", max_length=20, choices=ZeroStatus, default=ZeroStatus.WAITING, editable=False)
    assignee = _person("责任人")
    assigned_by, assigned_at = _person("分派人"), models.DateTimeField("分派时间", null=True, editable=False)
    result = models.CharField("情况", max_length=500, blank=True, editable=False)
    recorded_by, recorded_at = _person("登记人"), models.DateTimeField("登记时间", null=True, editable=False)

    objects = ZeroFirmQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消零企业"
        default_permissions = ("view",)
        permissions = [("export_zerofirm", "导出"), ("record_zerofirm", "登记消零情况")]
        indexes = [models.Index(fields=["campaign", "status"], name="zerofirm_by_status")]
        constraints = [
            UniqueConstraint(fields=["campaign", "organisation"], name="patents_zerofirm_once"),
            signed("assigned"),
            signed("recorded"),
            CheckConstraint(
                condition=iff(Q(assignee__isnull=False), Q(assigned_at__isnull=False)),
                name="patents_zerofirm_assigned_iff_signed",
            ),
            CheckConstraint(
                condition=~Q(status__in=SETTLED) | Q(recorded_at__isnull=False),
                name="patents_zerofirm_settled_is_signed",
            ),
            CheckConstraint(
                condition=~Q(status=ZeroStatus.UNABLE) | ~Q(result=""),
                name="patents_zerofirm_unable_says_why",
                violation_error_message="暂不能消零的须写明原因。",
            ),
        ]

    def __str__(self):
        return str(self.organisation)
