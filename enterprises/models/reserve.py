"""The reserve (培育库): firms on their way to recognition, each with one person who answers for it."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.constraints import iff, signed
from bureau.files import private_storage
from bureau.text import SearchTermsField, search_index
from enterprises.choices import (
    LOOKED_AFTER,
    OPEN_RESERVE,
    OUT_OF_RESERVE,
    ExitGround,
    ReserveStatus,
    ServiceKind,
    ServiceMode,
    Tier,
)
from enterprises.querysets import (
    MeasureQuerySet,
    ReservePartQuerySet,
    ReserveQuerySet,
    ServiceFileQuerySet,
    TicketQuerySet,
)


def percent(words: str, default: int) -> models.PositiveSmallIntegerField:
    """A least share in whole percent."""
    return models.PositiveSmallIntegerField(words, default=default)


class ReserveRule(models.Model):
    """The bureau's own rule of entry and care, from a day on. No national rule exists: every city writes its own."""

    valid_from = models.DateField("施行日期", unique=True)
    source = models.CharField("文件名称与文号", max_length=200)
    least_days = models.PositiveSmallIntegerField("注册满（天）", default=365)
    least_rights = models.PositiveSmallIntegerField("可计入知识产权（项）", default=1)
    least_staff = percent("科技人员占比（%）", 5)
    least_research = percent("研发费用占比（%）", 2)
    least_high_tech = percent("高新技术产品（服务）收入占比（%）", 50)
    least_score = models.PositiveSmallIntegerField("创新能力评分上限不低于（分）", default=60)
    years = models.PositiveSmallIntegerField("培育期（年）", default=3)
    service_days = models.PositiveSmallIntegerField("至少每几天服务一次", default=30)
    answer_days = models.PositiveSmallIntegerField("企业提问几个工作日内答复", default=5)

    class Meta:
        verbose_name = verbose_name_plural = "入库与服务规则"
        ordering = ["-valid_from"]
        constraints = [
            CheckConstraint(
                condition=Q(least_staff__lte=100, least_research__lte=100, least_high_tech__lte=100, least_score__lte=100),
                name="enterprises_reserverule_shares_are_shares",
                violation_error_message="占比和评分不超过 100。",
            ),
            CheckConstraint(
                condition=Q(service_days__gte=1, answer_days__gte=1, years__gte=1),
                name="enterprises_reserverule_terms_positive",
                violation_error_message="期限至少为 1。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.source}（{self.valid_from} 起）"


class Reserve(models.Model):
    """One firm's stay in the reserve, from being found to leaving."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="reserves", verbose_name="企业"
    )
    status = models.CharField(
        "状态", max_length=20, choices=ReserveStatus, default=ReserveStatus.CANDIDATE, editable=False
    )
    evidence = models.CharField("摸排依据", max_length=500, blank=True)
    tier = models.CharField("层级", max_length=20, choices=Tier, blank=True)
    plan_year = models.PositiveSmallIntegerField("计划申报年度", null=True, blank=True)
    responsible = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="reserves", verbose_name="责任人"
    )
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    applied_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="申请人")  # fmt: skip
    applied_at = models.DateTimeField("申请时间", null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人")  # fmt: skip
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    left_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="出库经办人")  # fmt: skip
    left_at = models.DateTimeField("出库时间", null=True, blank=True)
    exit_ground = models.CharField("出库原因", max_length=20, choices=ExitGround, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    recognition = models.ForeignKey(
        "enterprises.Recognition", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="认定证书"
    )

    objects = ReserveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "培育库企业"
        permissions = [
            ("apply_reserve", "申请入库"),
            ("find_reserve", "摸排"),
            ("decide_reserve", "审核入库与出库"),
            ("serve_reserve", "服务"),
        ]
        indexes = [models.Index(fields=["status", "responsible"], name="reserve_by_person")]
        constraints = [
            signed("applied"),
            signed("decided"),
            signed("left"),
            UniqueConstraint(
                fields=["organisation"],
                condition=Q(status__in=OPEN_RESERVE),
                name="enterprises_reserve_one_open",
                violation_error_message="该企业已在摸排、审核或培育中。",
            ),
            CheckConstraint(
                condition=~Q(status__in=LOOKED_AFTER)
                | (Q(responsible__isnull=False, plan_year__isnull=False) & ~Q(tier="")),
                name="enterprises_reserve_in_library_has_a_person",
                violation_error_message="在库企业必须有且只有一名责任人，并写明层级和计划申报年度。",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=OUT_OF_RESERVE), Q(left_at__isnull=False)),
                name="enterprises_reserve_out_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status=ReserveStatus.LEFT), ~Q(exit_ground="")),
                name="enterprises_reserve_left_iff_grounded",
                violation_error_message="出库必须写明原因。",
            ),
            CheckConstraint(
                condition=iff(Q(status=ReserveStatus.RECOGNISED), Q(recognition__isnull=False)),
                name="enterprises_reserve_recognised_iff_certified",
                violation_error_message="认定出库必须有证书。",
            ),
            CheckConstraint(
                condition=~Q(status=ReserveStatus.APPLIED) | Q(applied_at__isnull=False),
                name="enterprises_reserve_applied_is_signed",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.organisation}（{self.get_status_display()}）"


class Measure(models.Model):
    """A line of the firm's own plan (一企一策): what is lacking, what is done about it, who, until when."""

    reserve = models.ForeignKey(Reserve, models.CASCADE, related_name="measures", verbose_name="培育库企业")
    condition = models.CharField(
        "对应条件", max_length=10, blank=True, editable=False
    )  # Of what an assessment proposed.
    gap = models.CharField("短板", max_length=300)
    action = models.CharField("措施", max_length=500)
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="负责人")
    due_on = models.DateField("完成时限")
    done_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办结人")  # fmt: skip
    done_at = models.DateTimeField("办结时间", null=True, blank=True)
    outcome = models.CharField("结果", max_length=500, blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "一企一策措施"
        default_permissions = ()
        ordering = ["due_on", "pk"]
        constraints = [
            signed("done"),
            CheckConstraint(
                condition=iff(Q(done_at__isnull=False), ~Q(outcome="")),
                name="enterprises_measure_done_iff_told",
                violation_error_message="办结必须写明结果。",
            ),
            UniqueConstraint(
                fields=["reserve", "condition"],
                condition=Q(done_at=None) & ~Q(condition=""),
                name="enterprises_measure_one_open_per_condition",
                violation_error_message="这项条件已有未办结的措施。",
            ),
        ]

    def __str__(self):
        return f"{self.gap}：{self.action}"


class ServiceRecord(models.Model):
    """One service to a firm: how, about what, what came of it, when next; the firm says that it took place."""

    reserve = models.ForeignKey(Reserve, models.PROTECT, related_name="services", verbose_name="培育库企业")
    served_on = models.DateField("服务日期")
    mode = models.CharField("方式", max_length=20, choices=ServiceMode)
    kind = models.CharField("内容类别", max_length=20, choices=ServiceKind)
    content = models.TextField("服务内容", max_length=2000)
    problems = models.TextField("企业问题", max_length=2000, blank=True)
    result = models.TextField("解决情况", max_length=2000, blank=True)
    next_on = models.DateField("下次服务日期", null=True, blank=True)
    served_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="服务人")
    served_at = models.DateTimeField("登记时间")
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="企业确认人")  # fmt: skip
    confirmed_at = models.DateTimeField("企业确认时间", null=True, blank=True)
    opinion = models.CharField("企业意见", max_length=500, blank=True)

    objects = ReservePartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务记录"
        default_permissions = ()
        ordering = ["-served_on", "-pk"]
        constraints = [
            signed("served"),
            signed("confirmed"),
            CheckConstraint(
                condition=Q(next_on=None) | Q(next_on__gt=F("served_on")),
                name="enterprises_servicerecord_next_is_later",
                violation_error_message="下次服务日期须晚于服务日期。",
            ),
        ]

    def __str__(self):
        return f"{self.served_on} {self.get_mode_display()}"


class ServiceFile(models.Model):
    """A paper of a service: minutes, a signed sheet, a photograph."""

    service = models.ForeignKey(ServiceRecord, models.PROTECT, related_name="files", verbose_name="服务记录")
    file = models.FileField("文件", storage=private_storage, upload_to="services/%Y/%m", max_length=300)
    name = models.CharField("文件名", max_length=255)
    mime = models.CharField("文件类型", max_length=100)
    attached_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="上传人")
    attached_at = models.DateTimeField("上传时间")

    objects = ServiceFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务附件"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [signed("attached")]

    def __str__(self):
        return self.name


class Ticket(models.Model):
    """A firm's question, with the day by which it is to be answered."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="tickets", verbose_name="企业"
    )
    subject = models.CharField("问题", max_length=100)
    text = models.TextField("说明", max_length=2000)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="提问人")
    asked_at = models.DateTimeField("提问时间")
    due_on = models.DateField("答复期限")
    answer = models.TextField("答复", max_length=4000, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人")  # fmt: skip
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    search = SearchTermsField(sources=("subject",))

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "企业提问"
        permissions = [("ask_ticket", "提问"), ("answer_ticket", "答复")]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["due_on"], condition=Q(answered_at=None), name="ticket_waiting"),
            search_index(),
        ]
        constraints = [
            signed("asked"),
            signed("answered"),
            CheckConstraint(
                condition=iff(Q(answered_at__isnull=False), ~Q(answer="")),
                name="enterprises_ticket_answered_iff_said",
                violation_error_message="请写明答复。",
            ),
        ]

    def __str__(self):
        return self.subject
