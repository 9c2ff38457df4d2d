"""The bank of experts (科技人才专家库): who they are, what they know, whom they must not judge."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from bureau.constraints import iff, signed
from bureau.files import private_storage
from bureau.personal import BlindIndexField, EncryptedTextField, blind_index
from bureau.text import SearchTermsField, search_index
from projects import persons
from projects.choices import (
    IN_BANK,
    AvoidanceReason,
    Education,
    ExpertStatus,
    ExpertType,
    Gender,
    PaperKind,
    Rank,
    SaidBy,
)
from projects.querysets import ExpertiseFieldQuerySet, ExpertPartQuerySet, ExpertQuerySet

FIELDS_AT_MOST = 3
# An account knows without a query whether its person is an expert now.
TELL_ACCOUNT = f"""
UPDATE accounts_user
   SET is_expert = EXISTS (SELECT 1 FROM projects_expert
                            WHERE user_id = accounts_user.id AND status IN {tuple(map(str, IN_BANK))})
 WHERE id IN (NEW.user_id, OLD.user_id);
RETURN NULL;
"""


def _by(label: str, **more) -> models.ForeignKey:
    options = {"null": True, "blank": True, "editable": False, "related_name": "+", "verbose_name": label} | more
    return models.ForeignKey("accounts.User", models.PROTECT, **options)


def _at(label: str, **more) -> models.DateTimeField:
    return models.DateTimeField(label, **({"null": True, "blank": True, "editable": False} | more))


class ExpertiseField(models.Model):
    """A field of expertise. Its code begins with its parent's, so that a field holds everything below it."""

    code = models.CharField(
        "代码", max_length=8, unique=True, validators=[RegexValidator(r"^(\d\d){1,4}$", "代码由两位一级的数字组成。")]
    )
    name = models.CharField("名称", max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级领域"
    )
    keywords = models.CharField("关键词", max_length=500, blank=True, help_text="用顿号分开。")
    is_current = models.BooleanField("使用中", default=True)

    objects = ExpertiseFieldQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专业领域"
        default_permissions = ("view", "add", "change")
        ordering = ["code"]
        constraints = [
            CheckConstraint(
                condition=iff(Q(parent=None), Q(code__regex=r"^\d\d$")),
                name="projects_expertisefield_root_iff_two_digits",
                violation_error_message="没有上级的领域代码是两位，有上级的更长。",
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """A child's code goes on from its parent's."""
        if self.parent and self.code[:-2] != self.parent.code:
            raise ValidationError({"code": f"代码须是上级的代码 {self.parent.code} 加两位数字。"})


class Expert(models.Model):
    """Somebody who judges applications. The record is the person's own; the bureau admits, pauses and removes."""

    number = models.CharField("专家编号", max_length=12, blank=True, editable=False)
    user = models.OneToOneField(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="expert",
        verbose_name="账号",
    )
    status = models.CharField("状态", max_length=20, choices=ExpertStatus, default=ExpertStatus.DRAFT, editable=False)
    name = models.CharField("姓名", max_length=50)
    id_number = EncryptedTextField("身份证号", blank=True, default="")
    id_number_index = BlindIndexField(source="id_number")
    gender = models.CharField("性别", max_length=10, choices=Gender, blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)
    mobile = EncryptedTextField("手机号", blank=True, default="")
    mobile_index = BlindIndexField(source="mobile")
    email = EncryptedTextField("电子邮箱", blank=True, default="")
    email_index = BlindIndexField(source="email")
    education = models.CharField("最高学历学位", max_length=10, choices=Education, default=Education.BACHELOR)
    rank = models.CharField("职称", max_length=20, choices=Rank, default=Rank.NONE)
    rank_certificate = models.CharField("职称证书编号", max_length=60, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="experts",
        verbose_name="所在单位（登记）",
    )
    unit_name = models.CharField("工作单位", max_length=200, blank=True)
    duty = models.CharField("职务", max_length=60, blank=True)
    city = models.CharField("工作所在市", max_length=30, blank=True, help_text="如：赣州市、南昌市。")
    is_outside = models.BooleanField("市外专家", default=False, editable=False)
    is_academician = models.BooleanField("院士", default=False)
    is_supervisor = models.BooleanField("博士生导师", default=False)
    has_studied_abroad = models.BooleanField("留学经历", default=False)
    types = ArrayField(
        models.CharField(max_length=20, choices=ExpertType), default=list, blank=True, verbose_name="专家类型"
    )
    speciality = models.CharField("专业特长", max_length=200, blank=True)
    keywords = models.CharField("关键词", max_length=300, blank=True, help_text="用顿号分开，用于匹配评审项目。")
    known_kinds = models.CharField("熟悉的项目类型", max_length=200, blank=True)
    studies = models.TextField("教育经历", max_length=2000, blank=True)
    career = models.TextField("工作经历", max_length=2000, blank=True)
    posts = models.TextField("社会兼职", max_length=1000, blank=True)
    other_banks = models.CharField("其他评审库任职", max_length=300, blank=True)
    results = models.TextField("代表成果", max_length=2000, blank=True)
    recent_work = models.TextField("近五年主要工作", max_length=2000, blank=True)
    bank_name = models.CharField("开户行", max_length=100, blank=True)
    bank_account = EncryptedTextField("银行账号", blank=True, default="")
    bank_account_index = BlindIndexField(source="bank_account")
    consented_at = _at("同意处理敏感个人信息时间")
    busy_from = models.DateField("暂停自", null=True, blank=True, editable=False)
    busy_until = models.DateField("暂停至", null=True, blank=True, editable=False)
    created_by = _by("建立人", null=False)
    created_at = _at("建立时间", null=False, default=timezone.now)
    submitted_by = _by("提交人")
    submitted_at = _at("提交时间")
    decided_by = _by("审核人")
    decided_at = _at("审核时间")
    confirmed_by = _by("信息确认人")
    confirmed_at = _at("信息确认时间")
    left_by = _by("退库审批人")
    left_at = _at("退库时间")
    removed_by = _by("移出人")
    removed_at = _at("移出时间")
    removed_until = models.DateField("移出至", null=True, blank=True, editable=False)
    reason = models.CharField("理由", max_length=500, blank=True, editable=False)
    search = SearchTermsField(sources=("name", "unit_name", "speciality", "keywords", "number"))

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专家"
        default_permissions = ("view", "add", "change")
        permissions = [
            ("apply_expert", "本人申请、确认、暂停与退库"),
            ("decide_expert", "审核、退库审批与移出"),
            ("unmask_expert", "查看完整个人信息"),
        ]
        indexes = [search_index(), models.Index(fields=["status", "confirmed_at"], name="expert_by_status")]
        constraints = [
            *(signed(verb) for verb in ("created", "submitted", "decided", "confirmed", "left", "removed")),
            UniqueConstraint(fields=["number"], condition=~Q(number=""), name="projects_expert_one_number"),
            UniqueConstraint(
                fields=["id_number_index"],
                condition=~Q(id_number_index=""),
                name="projects_expert_one_per_person",
                violation_error_message="此人已有专家记录。",
            ),
            CheckConstraint(
                condition=~Q(status__in=IN_BANK)
                | (~Q(number="") & ~Q(unit_name="") & Q(decided_at__isnull=False, confirmed_at__isnull=False, types__len__gte=1)),
                name="projects_expert_in_bank_is_whole",
                violation_error_message="入库须有编号、工作单位、审核与确认时间和专家类型。",
            ),
            CheckConstraint(
                condition=~Q(status=ExpertStatus.PENDING) | Q(submitted_at__isnull=False),
                name="projects_expert_pending_was_submitted",
            ),
            CheckConstraint(
                condition=iff(Q(status=ExpertStatus.LEFT), Q(left_at__isnull=False)),
                name="projects_expert_left_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status=ExpertStatus.REMOVED), Q(removed_at__isnull=False, removed_until__isnull=False)),
                name="projects_expert_removed_iff_dated",
                violation_error_message="移出须写明终止日期。",
            ),
            CheckConstraint(
                condition=~Q(status=ExpertStatus.PAUSED) | Q(busy_from__isnull=False),
                name="projects_expert_paused_has_a_term",
                violation_error_message="暂停须写明起始日期。",
            ),
            CheckConstraint(
                condition=Q(busy_until=None) | Q(busy_from__isnull=False, busy_until__gte=F("busy_from")),
                name="projects_expert_busy_in_order",
                violation_error_message="暂停的终止日期不能早于起始日期。",
            ),
            CheckConstraint(
                condition=~Q(status__in=(ExpertStatus.RETURNED, ExpertStatus.REFUSED, ExpertStatus.REMOVED)) | ~Q(reason=""),
                name="projects_expert_says_why",
                violation_error_message="须写明理由。",
            ),
            CheckConstraint(
                condition=Q(user=None, consented_at=None) | Q(user__isnull=False),
                name="projects_expert_own_consent",
            ),
            CheckConstraint(
                condition=Q(user=None) | ~Q(status=ExpertStatus.PENDING) | Q(consented_at__isnull=False),
                name="projects_expert_applied_with_consent",
                violation_error_message="须单独同意处理敏感个人信息。",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="tell_account",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("status", "user_id"),
                func=TELL_ACCOUNT,
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """The number of the identity card is a number, and says the day of birth."""
        if self.id_number:
            self.id_number = persons.normalise(self.id_number)
            if fault := persons.fault(self.id_number):
                raise ValidationError({"id_number": fault})
            self.born_on = persons.born_on(self.id_number)
        self.id_number_index = blind_index(self.id_number)  # One person is one expert: checked before it is saved.
        if not set(self.types) <= set(ExpertType.values):
            raise ValidationError({"types": "专家类型不对。"})


class _Part(models.Model):
    objects = ExpertPartQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()


class Expertise(_Part):
    """A field that an expert knows, the best known first; at most three."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="expertise", verbose_name="专家")
    field = models.ForeignKey(ExpertiseField, models.PROTECT, related_name="expertise", verbose_name="专业领域")
    position = models.PositiveSmallIntegerField("次序", default=1)

    class Meta(_Part.Meta):
        verbose_name = verbose_name_plural = "专家的专业领域"
        ordering = ["position"]
        constraints = [
            CheckConstraint(
                condition=Q(position__gte=1, position__lte=FIELDS_AT_MOST),
                name="projects_expertise_three_at_most",
                violation_error_message=f"专业领域最多 {FIELDS_AT_MOST} 个。",
            ),
            UniqueConstraint(
                fields=["expert", "position"],
                name="projects_expertise_one_per_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            UniqueConstraint(
                fields=["expert", "field"],
                name="projects_expertise_once",
                violation_error_message="同一领域只填一次。",
            ),
        ]

    def __str__(self):
        return f"{self.expert}·{self.field}"


class Avoidance(_Part):
    """A unit or a person whose applications the expert does not judge, with the reason."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="avoidances", verbose_name="专家")
    reason = models.CharField("原因", max_length=20, choices=AvoidanceReason)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位（登记）"
    )
    unit_name = models.CharField("单位", max_length=200, blank=True)
    person_name = models.CharField("个人", max_length=50, blank=True, help_text="同时填单位，可避免同名误伤。")
    ended_on = models.DateField("关系终止日期", null=True, blank=True, help_text="曾任职单位填离职日期；仍存续的留空。")
    source = models.CharField("来源", max_length=20, choices=SaidBy, default=SaidBy.EXPERT, editable=False)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta(_Part.Meta):
        verbose_name = verbose_name_plural = "回避单位与个人"
        ordering = ["pk"]
        constraints = [
            CheckConstraint(
                condition=~Q(unit_name="") | ~Q(person_name=""),
                name="projects_avoidance_of_somebody",
                violation_error_message="须写明回避的单位或个人。",
            ),
            CheckConstraint(
                condition=~Q(reason=AvoidanceReason.FORMER_UNIT) | (~Q(unit_name="") & Q(ended_on__isnull=False)),
                name="projects_avoidance_former_unit_ended",
                violation_error_message="曾任职单位须写明单位和离职日期。",
            ),
        ]

    def __str__(self):
        return "·".join(filter(None, (self.person_name, self.unit_name)))


class ExpertPaper(_Part):
    """A scan that proves what the record says."""

    expert = models.ForeignKey(Expert, models.CASCADE, related_name="papers", verbose_name="专家")
    kind = models.CharField("类别", max_length=20, choices=PaperKind)
    file = models.FileField("文件", storage=private_storage, upload_to="experts/%Y/%m", max_length=300)
    name = models.CharField("文件名", max_length=255)
    mime = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("字节")
    sha256 = models.CharField("指纹", max_length=64)
    uploaded_by = _by("上传人", null=False)
    uploaded_at = _at("上传时间", null=False, default=timezone.now)
    removed_by = _by("移除人")
    removed_at = _at("移除时间")

    class Meta(_Part.Meta):
        verbose_name = verbose_name_plural = "专家附件"
        ordering = ["pk"]
        constraints = [signed("uploaded"), signed("removed")]

    def __str__(self):
        return self.name
