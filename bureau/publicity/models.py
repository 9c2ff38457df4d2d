"""公示: what is made public before it is decided, and the objections to it."""

import hashlib
import json
import re

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe

from bureau.constraints import iff, signed
from bureau.files import private_storage
from bureau.personal import BlindIndexField, EncryptedTextField
from bureau.richtext import RichTextField, clean
from bureau.text import SearchTermsField, search_index

from .checks import basis_faults, body_faults, last_day, number_faults, period_faults
from .choices import (
    ANSWERED,
    DECIDED,
    PUBLISHED,
    Column,
    ObjectionStatus,
    ObjectorKind,
    PublicityKind,
    PublicityStatus,
)
from .querysets import ObjectionQuerySet, PublicityQuerySet

_MARKED = re.compile(r"<[a-z]")


def _by(label: str, **more) -> models.ForeignKey:
    options = {"null": True, "editable": False, "related_name": "+", "verbose_name": label} | more
    return models.ForeignKey("accounts.User", models.PROTECT, **options)


def _organ() -> str:
    return settings.SITE_ORGAN


class Publicity(models.Model):
    """A list put before the public for some working days. Its words are fixed from the day it is published."""

    kind = models.CharField("类别", max_length=20, choices=PublicityKind)
    title = models.CharField(
        "标题", max_length=200, help_text="写明年度、批次和“拟……”，例如：2026年度赣州市科技计划拟立项项目（第一批）公示"
    )
    basis = models.TextField(
        "依据", help_text="每行一份文件，写明文号，例如：《赣州市科技计划项目管理办法》（赣市科发〔2021〕15号）"
    )
    process = models.TextField("已经过的程序", help_text="例如：经申报、推荐、形式审查、专家评审、局长办公会审定")
    body = RichTextField("正文", fixed_by="content_hash", help_text="公示什么、为什么公示。名单另在“名单”中列出。")
    columns = ArrayField(
        models.CharField(max_length=20, choices=Column), verbose_name="名单的列", default=list, blank=True
    )
    starts_on = models.DateField("公示开始日", help_text="批准晚于这一天时，从批准当天算起。")
    working_days = models.PositiveSmallIntegerField("公示工作日数", default=5)
    ends_on = models.DateField("公示结束日", editable=False)
    organ = models.CharField("公示机关", max_length=100, default=_organ)
    section = models.CharField("业务科室", max_length=50)
    section_phone = models.CharField("业务科室电话", max_length=50)
    supervision = models.CharField("监督（诚信）科室", max_length=50)
    supervision_phone = models.CharField("监督科室电话", max_length=50)
    discipline = models.CharField("派驻纪检组", max_length=50)
    discipline_phone = models.CharField("派驻纪检组电话", max_length=50)
    address = models.CharField("地址", max_length=200)
    postcode = models.CharField("邮政编码", max_length=6)
    status = models.CharField(
        "状态", max_length=12, choices=PublicityStatus, default=PublicityStatus.DRAFT, editable=False
    )
    opener = models.CharField("发起业务", max_length=60, blank=True, editable=False)
    subject_id = models.BigIntegerField("业务编号", null=True, editable=False)
    heard_at = models.DateTimeField("业务已得知结束", null=True, editable=False)
    content_hash = models.CharField("内容散列（SHA-256）", max_length=64, blank=True, editable=False)
    return_reason = models.CharField("退回意见", max_length=500, blank=True, editable=False)
    withdraw_reason = models.CharField("撤回原因", max_length=500, blank=True, editable=False)
    created_by = _by("起草人")
    created_at = models.DateTimeField("起草时间", null=True, editable=False)
    submitted_by = _by("送审人")
    submitted_at = models.DateTimeField("送审时间", null=True, editable=False)
    approved_by = _by("批准人")
    approved_at = models.DateTimeField("批准时间", null=True, editable=False)
    withdrawn_by = _by("撤回人")
    withdrawn_at = models.DateTimeField("撤回时间", null=True, editable=False)
    published_at = models.DateTimeField("发布时间", null=True, editable=False)
    closed_at = models.DateTimeField("结束时间", null=True, editable=False)
    search = SearchTermsField(sources=("title",))

    objects = PublicityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示"
        default_permissions = ("view", "add", "change")
        permissions = [
            ("submit_publicity", "送审"),
            ("approve_publicity", "批准或退回"),
            ("withdraw_publicity", "撤回"),
        ]
        indexes = [search_index(), models.Index(fields=["status", "-published_at"], name="publicity_by_status")]
        constraints = [
            CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="publicity_publicity_ends_after_it_starts",
                violation_error_message="公示结束日不能早于开始日。",
            ),
            CheckConstraint(
                condition=~Q(status__in=PUBLISHED)
                | (Q(published_at__isnull=False) & Q(approved_at__isnull=False) & ~Q(content_hash="")),
                name="publicity_publicity_published_is_approved_and_hashed",
                violation_error_message="公示须经批准，并以内容散列固定后才能发布。",
            ),
            CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")),
                name="publicity_publicity_approved_by_another",
                violation_error_message="送审人不能批准自己送审的公示，请由另一位批准。",
            ),
            CheckConstraint(
                condition=iff(Q(status=PublicityStatus.CLOSED), Q(closed_at__isnull=False)),
                name="publicity_publicity_closed_iff_dated",
            ),
            CheckConstraint(
                condition=iff(
                    Q(status=PublicityStatus.WITHDRAWN), Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason="")
                ),
                name="publicity_publicity_withdrawn_iff_reasoned",
                violation_error_message="撤回公示须写明原因。",
            ),
            *(signed(verb) for verb in ("created", "submitted", "approved", "withdrawn")),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        """Compute the last day; refuse numbers of persons, documents without a number, and too short a period.

        What has been published stands: rules and calendars that change later neither move its days nor keep it from ending.
        """
        if self.content_hash:
            return
        if self.starts_on and self.working_days:
            self.ends_on = last_day(self.starts_on, self.working_days)
        faults = period_faults(self.starts_on, self.working_days) | basis_faults(self.basis)
        for field in ("title", "basis", "process"):
            if found := number_faults(getattr(self, field) or ""):
                faults.setdefault(field, []).extend(found)
        if found := body_faults(self.body or ""):
            faults["body"] = found
        for field in ("section", "section_phone", "supervision", "supervision_phone", "discipline", "discipline_phone"):
            if found := number_faults(getattr(self, field) or "", telephones=False):
                faults.setdefault(field, []).extend(found)
        if faults:
            raise ValidationError(faults)

    @property
    def basis_lines(self) -> list[str]:
        """The documents, one by one."""
        return [line.strip() for line in self.basis.splitlines() if line.strip()]

    @property
    def body_html(self) -> str:
        """The body as the page prints it; words without marks, as apps write them, become paragraphs at their lines."""
        body = clean(self.body)
        return mark_safe(body if _MARKED.search(body) else linebreaks(body))  # noqa: S308  Cleaned above.

    @property
    def headings(self) -> list[tuple[str, str]]:
        """The list's columns in order: code and heading."""
        return [(code, Column(code).label) for code in self.columns]

    def digest(self) -> str:
        """SHA-256 (hex) over everything that the page says: whoever has the page can see that nothing was changed."""
        names = ("kind", "title", "basis", "process", "body", "columns", "starts_on", "ends_on", "working_days", "organ",
                 "section", "section_phone", "supervision", "supervision_phone", "discipline", "discipline_phone",
                 "address", "postcode")  # fmt: skip
        content = {name: getattr(self, name) for name in names}
        content["items"] = [item.values for item in self.items.order_by("position")]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


class Item(models.Model):
    """One row of the list: the text of each column, nothing else."""

    publicity = models.ForeignKey(Publicity, models.CASCADE, related_name="items", verbose_name="公示")
    position = models.PositiveIntegerField("序号")
    values = models.JSONField("各列", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "公示名单"
        default_permissions = ()
        constraints = [UniqueConstraint(fields=["publicity", "position"], name="publicity_item_one_place")]

    def __str__(self):
        return f"{self.position} {self.values.get(Column.TITLE) or self.values.get(Column.ORGANISATION) or ''}"

    @property
    def cells(self) -> list[str]:
        """The row in the order of the columns."""
        return [self.values.get(code, "") for code in self.publicity.columns]


class Objection(models.Model):
    """Somebody who gives a name says, within the period, that something on the list is wrong."""

    publicity = models.ForeignKey(Publicity, models.PROTECT, related_name="objections", verbose_name="公示")
    number = models.CharField("受理号", max_length=20, unique=True, editable=False)
    token = models.UUIDField(editable=False)  # One opening of the form: a second click is the same objection.
    kind = models.CharField("异议人", max_length=10, choices=ObjectorKind)
    name = EncryptedTextField("姓名（单位填联系人）")
    name_index = BlindIndexField(source="name")
    phone = EncryptedTextField("联系电话")
    phone_index = BlindIndexField(source="phone")
    organisation = EncryptedTextField("单位名称", blank=True, default="")
    organisation_index = BlindIndexField(source="organisation")
    legal_representative = EncryptedTextField("法定代表人", blank=True, default="")
    legal_representative_index = BlindIndexField(source="legal_representative")
    concerning = models.CharField("异议对象", max_length=200)
    facts = models.TextField("事实与理由")
    status = models.CharField(
        "状态", max_length=12, choices=ObjectionStatus, default=ObjectionStatus.RECEIVED, editable=False
    )
    due_on = models.DateField("办理期限", null=True, editable=False)
    received_at = models.DateTimeField("收到时间", editable=False)
    accepted_by = _by("受理人")
    accepted_at = models.DateTimeField("受理时间", null=True, editable=False)
    answered_by = _by("答复人")
    answered_at = models.DateTimeField("答复时间", null=True, editable=False)
    opinion = models.TextField("处理意见", blank=True, editable=False)
    told_by = _by("告知人")
    told_at = models.DateTimeField("告知时间", null=True, editable=False)
    told_how = models.CharField("告知方式", max_length=50, blank=True, editable=False)
    texted_at = models.DateTimeField("短信发出时间", null=True, editable=False)
    taken_back_at = models.DateTimeField("异议人撤回时间", null=True, editable=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        default_permissions = ("view",)
        permissions = [
            ("accept_objection", "受理或不予受理"),
            ("decide_objection", "作出处理决定"),
            ("tell_objection", "告知异议人"),
            ("unmask_objection", "查看完整个人信息"),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="publicity_objection_due")]
        constraints = [
            UniqueConstraint(fields=["publicity", "token"], name="publicity_objection_once_for_an_opening"),
            CheckConstraint(
                condition=~Q(name_index="") & ~Q(phone_index=""),
                name="publicity_objection_by_somebody",
                violation_error_message="匿名异议不予受理：请写明真实姓名和联系电话。",
            ),
            CheckConstraint(
                condition=iff(Q(kind=ObjectorKind.UNIT), ~Q(organisation_index="") & ~Q(legal_representative_index="")),
                name="publicity_objection_unit_is_named",
                violation_error_message="以单位名义提出异议，须写明单位名称和法定代表人。",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=ANSWERED), Q(answered_at__isnull=False) & ~Q(opinion="")),
                name="publicity_objection_answered_iff_reasoned",
                violation_error_message="不予受理和处理决定须写明意见。",
            ),
            CheckConstraint(
                condition=~Q(status__in=DECIDED) | Q(accepted_at__isnull=False),
                name="publicity_objection_decided_after_accepted",
            ),
            CheckConstraint(
                condition=Q(told_at=None) | Q(answered_at__isnull=False), name="publicity_objection_told_after_answered"
            ),
            CheckConstraint(
                condition=iff(Q(status=ObjectionStatus.TAKEN_BACK), Q(taken_back_at__isnull=False)),
                name="publicity_objection_taken_back_iff_dated",
            ),
            *(signed(verb) for verb in ("accepted", "answered", "told")),
        ]

    def __str__(self):
        return f"异议 {self.number}"


class Evidence(models.Model):
    """A file handed in with an objection: the unit's sealed paper, or what proves the facts."""

    objection = models.ForeignKey(Objection, models.CASCADE, related_name="evidence", verbose_name="异议")
    file = models.FileField("文件", storage=private_storage, upload_to="objections/%Y/%m", max_length=300)
    name = models.CharField("文件名", max_length=255)
    mime = models.CharField("类型", max_length=100)
    sha256 = models.CharField("散列", max_length=64)
    is_seal = models.BooleanField("盖章的异议书", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "证明材料"
        default_permissions = ()

    def __str__(self):
        return self.name
