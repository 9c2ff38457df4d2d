"""Achievements and demands, what came of bringing them together, and the contracts that were registered."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.constraints import iff
from bureau.lists.models import Record, record_indexes
from bureau.personal import BlindIndexField, EncryptedTextField
from bureau.text import SearchTermsField, search_index
from matchmaking.choices import COUNTED_HERE, ContactResult, ContractKind, ProfileStatus
from matchmaking.profiles import Profile, profile_constraints
from matchmaking.querysets import (
    AppraisalQuerySet,
    AttendanceQuerySet,
    CollectedQuerySet,
    ContactQuerySet,
    ContractQuerySet,
)


def _permissions(noun: str) -> list[tuple[str, str]]:
    return [(f"export_{noun}", "导出"), (f"correct_{noun}", "更正"), (f"void_{noun}", "作废与恢复")]


def _profile_permissions(noun: str) -> list[tuple[str, str]]:
    return [(f"fill_{noun}", "填写"), (f"submit_{noun}", "提交与下架"), (f"decide_{noun}", "审核与下架")]


def _in_progress(noun: str) -> models.Index:
    """The few rows that are not public (yet, any more); most came from lists and are."""
    return models.Index(
        fields=["status", "id"], name=f"{noun}_in_progress", condition=~Q(status=ProfileStatus.PUBLISHED)
    )


def _unmatched(noun: str) -> models.Index:
    return models.Index(fields=["organisation_key"], name=f"{noun}_unmatched", condition=Q(organisation__isnull=True))


class Achievement(Profile, Record):
    """A research result on offer (科技成果), as collected for an event or through the year."""

    body_field = "summary"
    amount_field = "asking_price"

    number = models.CharField("成果编号", max_length=100)
    title = models.CharField("成果名称", max_length=500)
    organisation_name = models.CharField("完成单位", max_length=500)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="achievements",
        verbose_name="单位",
    )
    organisation_key = models.CharField(max_length=500, blank=True, editable=False)
    organisation_type = models.CharField("单位类型", max_length=200, blank=True)
    technology_field = models.CharField("技术领域", max_length=300, blank=True)
    stage = models.CharField("所处阶段", max_length=200, blank=True)
    summary = models.TextField("成果简介", blank=True)
    division = models.ForeignKey(
        "accounts.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区划"
    )
    asking_price = models.DecimalField("预期价格（元）", max_digits=16, decimal_places=2, null=True, blank=True)
    contact_person = EncryptedTextField("联系人", blank=True, default="")
    contact_person_index = BlindIndexField(source="contact_person")
    contact_phone = EncryptedTextField("联系电话", blank=True, default="")
    contact_phone_index = BlindIndexField(source="contact_phone")
    collected_on = models.DateField("征集日期")
    search = SearchTermsField(sources=("title", "organisation_name"))

    objects = CollectedQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "科技成果"
        permissions = [
            *_permissions("achievement"),
            ("unmask_achievement", "查看完整个人信息"),
            *_profile_permissions("achievement"),
        ]
        indexes = [
            *record_indexes(),
            search_index(),
            models.Index(fields=["collected_on"], name="achievement_collected"),
            _unmatched("achievement"),
            _in_progress("achievement"),
        ]
        constraints = [
            *Record.Meta.constraints,
            *profile_constraints("achievement"),
            CheckConstraint(
                condition=Q(asking_price__isnull=True) | Q(asking_price__gte=0),
                name="matchmaking_achievement_price_not_negative",
                violation_error_message="预期价格不能是负数。",
            ),
            UniqueConstraint(
                fields=["number"],
                name="matchmaking_achievement_one_per_number",
                violation_error_message="该成果编号已经登记。",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"


class Demand(Profile, Record):
    """A technical problem that an enterprise wants solved (技术需求)."""

    body_field = "description"
    amount_field = "planned_investment"

    number = models.CharField("需求编号", max_length=100)
    title = models.CharField("需求名称", max_length=500)
    organisation_name = models.CharField("企业名称", max_length=500)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="demands", verbose_name="单位"
    )
    organisation_key = models.CharField(max_length=500, blank=True, editable=False)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    division = models.ForeignKey(
        "accounts.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区划"
    )
    county = models.CharField("县（市、区）", max_length=200, blank=True)
    technology_field = models.CharField("技术领域", max_length=300, blank=True)
    description = models.TextField("需求描述", blank=True)
    planned_investment = models.DecimalField("拟投入资金（元）", max_digits=16, decimal_places=2, null=True, blank=True)
    contact_person = EncryptedTextField("联系人", blank=True, default="")
    contact_person_index = BlindIndexField(source="contact_person")
    contact_phone = EncryptedTextField("联系电话", blank=True, default="")
    contact_phone_index = BlindIndexField(source="contact_phone")
    collected_on = models.DateField("征集日期")
    search = SearchTermsField(sources=("title", "organisation_name"))

    objects = CollectedQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "技术需求"
        permissions = [
            *_permissions("demand"),
            ("unmask_demand", "查看完整个人信息"),
            *_profile_permissions("demand"),
        ]
        indexes = [
            *record_indexes(),
            search_index(),
            models.Index(fields=["collected_on"], name="demand_collected"),
            _unmatched("demand"),
            _in_progress("demand"),
        ]
        constraints = [
            *Record.Meta.constraints,
            *profile_constraints("demand"),
            UniqueConstraint(
                fields=["number"],
                name="matchmaking_demand_one_per_number",
                violation_error_message="该需求编号已经登记。",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"


class Contact(Record):
    """One achievement and one demand met on one day (对接), and what came of it. Repeats on a day count once."""

    achievement = models.ForeignKey(
        Achievement, models.PROTECT, related_name="contacts", db_index=False, verbose_name="科技成果"
    )
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="contacts", verbose_name="技术需求")
    met_on = models.DateField("对接日期")
    result = models.CharField("对接结果", max_length=20, choices=ContactResult)
    intended_amount = models.DecimalField("意向金额（元）", max_digits=16, decimal_places=2, null=True, blank=True)
    event = models.ForeignKey(
        "matchmaking.Event",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="contacts",
        db_index=False,
        verbose_name="对接会",
    )  # Where the two met, kept when they do or told by a list: times and participants may be corrected later.

    objects = ContactQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "对接记录"
        permissions = _permissions("contact")
        indexes = [
            *record_indexes(),
            models.Index(fields=["met_on"], name="contact_met"),
            models.Index(fields=["event"], name="contact_event", condition=Q(event__isnull=False)),
        ]
        constraints = [
            *Record.Meta.constraints,
            UniqueConstraint(
                fields=["achievement", "demand", "met_on"],
                name="matchmaking_contact_once_a_day",
                violation_error_message="这项成果与这项需求当日的对接已经登记。",
            ),
        ]

    def __str__(self):
        return f"{self.met_on} 对接 {self.achievement_id}×{self.demand_id}"


class Attendance(Record):
    """How many signed in at one place on one day (汇总报送), by kind of unit."""

    held_on = models.DateField("日期")
    county = models.CharField("所在地", max_length=200)
    division = models.ForeignKey(
        "accounts.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区划"
    )
    organisation_type = models.CharField("单位类型", max_length=200, blank=True)
    people = models.PositiveIntegerField("签到人数")
    event = models.ForeignKey(
        "matchmaking.Event", models.PROTECT, null=True, editable=False, related_name="attendance", verbose_name="对接会"
    )  # Rows that an event's closing wrote: distinct people, counted by the portal.
    search = SearchTermsField(sources=("county", "organisation_type"))

    objects = AttendanceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "参会签到"
        permissions = _permissions("attendance")
        indexes = [*record_indexes(), search_index()]
        constraints = [
            *Record.Meta.constraints,
            UniqueConstraint(
                fields=["held_on", "county", "organisation_type"],
                name="matchmaking_attendance_once_a_day",
                violation_error_message="该日、该地、该类单位的签到人数已经登记。",
            ),
            CheckConstraint(
                condition=iff(Q(event__isnull=False), Q(organisation_type__startswith=COUNTED_HERE)),
                name="matchmaking_attendance_of_an_event_iff_counted_here",
                violation_error_message="“门户统计”只用于门户闭幕时统计的人数。",
            ),
            CheckConstraint(
                condition=Q(event__isnull=True) | Q(voided_at__isnull=True, corrected=[]),
                name="matchmaking_attendance_of_an_event_stands",
                violation_error_message="门户统计的人数随闭幕快照冻结，不能更正或作废。",
            ),
        ]

    def __str__(self):
        return f"{self.held_on} {self.county} {self.organisation_type}"


class TechnologyContract(Record):
    """A technology contract registered in the year (技术合同认定登记管理办法): 技术交易额 ≤ 成交总额."""

    number = models.CharField("合同登记编号", max_length=100)
    title = models.CharField("项目名称", max_length=500)
    kind = models.CharField("合同类别", max_length=20, choices=ContractKind)
    seller_name = models.CharField("卖方名称", max_length=500)
    seller = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="卖方单位"
    )
    seller_key = models.CharField(max_length=500, blank=True, editable=False)
    buyer_name = models.CharField("买方名称", max_length=500)
    buyer = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="买方单位"
    )
    buyer_key = models.CharField(max_length=500, blank=True, editable=False)
    technology_field = models.CharField("技术领域", max_length=300, blank=True)
    value = models.DecimalField("合同成交总额（元）", max_digits=16, decimal_places=2)
    technology_value = models.DecimalField("技术交易额（元）", max_digits=16, decimal_places=2)
    signed_on = models.DateField("签订日期")
    registered_on = models.DateField("登记日期")
    search = SearchTermsField(sources=("title", "seller_name", "buyer_name"))

    objects = ContractQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "技术合同"
        permissions = _permissions("technologycontract")
        indexes = [
            *record_indexes(),
            search_index(),
            models.Index(fields=["registered_on"], name="contract_registered"),
            models.Index(fields=["seller_key"], name="contract_seller", condition=Q(seller__isnull=True)),
            models.Index(fields=["buyer_key"], name="contract_buyer", condition=Q(buyer__isnull=True)),
        ]
        constraints = [
            *Record.Meta.constraints,
            UniqueConstraint(
                fields=["number"],
                name="matchmaking_technologycontract_one_per_number",
                violation_error_message="该合同登记编号已经登记。",
            ),
            CheckConstraint(
                condition=Q(technology_value__lte=F("value")),
                name="matchmaking_technologycontract_technology_within_value",
                violation_error_message="技术交易额不能大于合同成交总额。",
            ),
            CheckConstraint(
                condition=Q(registered_on__gte=F("signed_on")),
                name="matchmaking_technologycontract_signed_before_registered",
                violation_error_message="登记日期不能早于签订日期。",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"


class Appraisal(Record):
    """An achievement appraised in the year (科技成果鉴定; since 2016 科技成果评价)."""

    number = models.CharField("鉴定编号", max_length=100)
    title = models.CharField("成果名称", max_length=500)
    organisation_name = models.CharField("完成单位", max_length=500)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="appraisals", verbose_name="单位"
    )
    organisation_key = models.CharField(max_length=500, blank=True, editable=False)
    level = models.CharField("鉴定水平", max_length=200, blank=True)
    appraised_on = models.DateField("鉴定日期")
    search = SearchTermsField(sources=("title", "organisation_name"))

    objects = AppraisalQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "科技成果鉴定"
        permissions = _permissions("appraisal")
        indexes = [
            *record_indexes(),
            search_index(),
            models.Index(fields=["appraised_on"], name="appraisal_on"),
            _unmatched("appraisal"),
        ]
        constraints = [
            *Record.Meta.constraints,
            UniqueConstraint(
                fields=["number"],
                name="matchmaking_appraisal_one_per_number",
                violation_error_message="该鉴定编号已经登记。",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"
