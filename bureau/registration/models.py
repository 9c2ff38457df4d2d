"""A unit's way into the portal: registration, invitations of its people, changes of its name."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from bureau.accounts.choices import MembershipRole, OrganisationKind
from bureau.constraints import iff, signed
from bureau.files import private_storage
from bureau.personal import BlindIndexField, EncryptedTextField
from bureau.text import SearchTermsField, search_index
from bureau.workdays import workdays_after

from .choices import (
    DECIDED,
    HANDED_IN,
    JOINING_ANSWERED,
    RENAMING_DECIDED,
    JoiningStatus,
    RegistrationStatus,
    RenamingStatus,
)
from .querysets import InvitationQuerySet, JoiningQuerySet, RegistrationQuerySet, RenamingQuerySet


def _by(label: str, **more) -> models.ForeignKey:
    options = {"null": True, "editable": False, "related_name": "+", "verbose_name": label} | more
    return models.ForeignKey("accounts.User", models.PROTECT, **options)


class Registration(models.Model):
    """One person's request to act for a unit as its 单位管理员. Approval makes or claims the Organisation."""

    number = models.CharField("受理号", max_length=20, blank=True, editable=False)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    name = models.CharField("单位名称", max_length=200, blank=True)
    kind = models.CharField("单位类型", max_length=20, choices=OrganisationKind, default=OrganisationKind.ENTERPRISE)
    division = models.ForeignKey(
        "accounts.Division",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="所在县（市、区）或功能区",
    )
    address = models.CharField("办公地址", max_length=200, blank=True)
    legal_representative = models.CharField("法定代表人（负责人）", max_length=50, blank=True)
    contact_name = EncryptedTextField("联系人", blank=True, default="")
    contact_name_index = BlindIndexField(source="contact_name")
    contact_phone = EncryptedTextField("联系电话", blank=True, default="")
    contact_phone_index = BlindIndexField(source="contact_phone")
    contact_email = EncryptedTextField("电子邮箱", blank=True, default="")
    contact_email_index = BlindIndexField(source="contact_email")
    licence = models.FileField(
        "证照扫描件", storage=private_storage, upload_to="licences/%Y/%m", max_length=300, blank=True
    )
    licence_name = models.CharField("证照文件名", max_length=255, blank=True, editable=False)
    licence_type = models.CharField("证照文件类型", max_length=100, blank=True, editable=False)
    status = models.CharField(
        "状态", max_length=20, choices=RegistrationStatus, default=RegistrationStatus.DRAFT, editable=False
    )
    reason = models.CharField("审核意见", max_length=500, blank=True, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, editable=False, related_name="registrations", verbose_name="单位"
    )  # fmt: skip
    created_by = _by("申请人", null=False, related_name="registrations")
    created_at = models.DateTimeField("开始时间", default=timezone.now, editable=False)
    submitted_by = _by("提交人")
    submitted_at = models.DateTimeField("提交时间", null=True, editable=False)
    returned_by = _by("退回人")
    returned_at = models.DateTimeField("退回时间", null=True, editable=False)
    decided_by = _by("审核人")
    decided_at = models.DateTimeField("审核时间", null=True, editable=False)
    withdrawn_by = _by("撤回人")
    withdrawn_at = models.DateTimeField("撤回时间", null=True, editable=False)

    search = SearchTermsField(sources=("name", "credit_code", "number"))

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位注册"
        permissions = [
            ("submit_registration", "填写、提交与撤回"),
            ("decide_registration", "通过、退回或不予通过"),
            ("unmask_registration", "查看完整个人信息"),
        ]
        indexes = [models.Index(fields=["status", "submitted_at"], name="registration_by_status"), search_index()]
        constraints = [
            UniqueConstraint(
                fields=["created_by"],
                condition=Q(status=RegistrationStatus.DRAFT),
                name="registration_registration_one_draft",
                violation_error_message="您有一份尚未提交的单位注册，请先提交或放弃。",
            ),
            UniqueConstraint(
                fields=["credit_code"],
                condition=Q(status=RegistrationStatus.SUBMITTED),
                name="registration_registration_one_waiting",
                violation_error_message="该单位已有一份注册正在审核，不必重复提交。",
            ),
            UniqueConstraint(fields=["number"], condition=~Q(number=""), name="registration_registration_one_number"),
            CheckConstraint(
                condition=Q(credit_code="") | Q(credit_code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"),
                name="registration_registration_code_shaped",
                violation_error_message="统一社会信用代码须为 18 位，不含 I、O、S、V、Z。",
            ),
            CheckConstraint(
                condition=~Q(status__in=HANDED_IN)
                | (~Q(credit_code="") & ~Q(name="") & Q(division__isnull=False) & ~Q(licence="") & ~Q(number="")),
                name="registration_registration_handed_in_complete",
                violation_error_message="提交的注册须有信用代码、名称、所在地、证照和受理号。",
            ),
            CheckConstraint(
                condition=~Q(status__in=HANDED_IN) | Q(submitted_at__isnull=False),
                name="registration_registration_handed_in_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=DECIDED), Q(decided_at__isnull=False)),
                name="registration_registration_decided_iff_dated",
            ),
            CheckConstraint(
                condition=iff(Q(status=RegistrationStatus.WITHDRAWN), Q(withdrawn_at__isnull=False)),
                name="registration_registration_withdrawn_iff_dated",
            ),
            CheckConstraint(
                condition=~Q(status__in=(RegistrationStatus.RETURNED, RegistrationStatus.REFUSED)) | ~Q(reason=""),
                name="registration_registration_says_why",
                violation_error_message="退回和不予通过须写明理由。",
            ),
            CheckConstraint(
                condition=~Q(status=RegistrationStatus.APPROVED) | Q(organisation__isnull=False),
                name="registration_registration_approved_has_unit",
            ),
            CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("created_by")),
                name="registration_registration_decided_by_another",
                violation_error_message="不能审核本人提交的注册。",
            ),
            *(signed(verb) for verb in ("created", "submitted", "returned", "decided", "withdrawn")),
        ]

    def __str__(self):
        return self.name or "未填写名称的单位"

    @property
    def due_on(self) -> date:
        """The last day on which it is decided as promised: working days, the day of handing in not counted."""
        return workdays_after(timezone.localdate(self.submitted_at), settings.REGISTRATION_DAYS)

    @property
    def is_overdue(self) -> bool:
        """Whether it waits for longer than is promised."""
        return self.status == RegistrationStatus.SUBMITTED and self.due_on < timezone.localdate()


class Invitation(models.Model):
    """A link by which one person may join a unit, once, for some days. The link itself is not kept."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="invitations", verbose_name="单位"
    )
    role = models.CharField("身份", max_length=20, choices=MembershipRole, default=MembershipRole.CONTRIBUTOR)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    name = EncryptedTextField("被邀请人姓名", default="")
    name_index = BlindIndexField(source="name")
    mobile = EncryptedTextField("手机号", blank=True, default="")
    mobile_index = BlindIndexField(source="mobile")
    email = EncryptedTextField("电子邮箱", blank=True, default="")
    email_index = BlindIndexField(source="email")
    expires_at = models.DateTimeField("失效时间", editable=False)
    created_by = _by("邀请人", null=False)
    created_at = models.DateTimeField("邀请时间", default=timezone.now, editable=False)
    accepted_by = _by("接受人")
    accepted_at = models.DateTimeField("接受时间", null=True, editable=False)
    revoked_by = _by("取消人")
    revoked_at = models.DateTimeField("取消时间", null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "成员邀请"
        permissions = [("send_invitation", "邀请成员与取消邀请"), ("accept_invitation", "接受邀请")]
        constraints = [
            CheckConstraint(
                condition=~Q(role=MembershipRole.MANAGER),
                name="registration_invitation_never_to_the_post",
                violation_error_message="单位管理员由现任移交，不能邀请。",
            ),
            CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="registration_invitation_accepted_or_revoked"
            ),
            CheckConstraint(
                condition=Q(accepted_at=None) | Q(accepted_at__lte=F("expires_at")),
                name="registration_invitation_accepted_in_time",
            ),
            *(signed(verb) for verb in ("created", "accepted", "revoked")),
        ]

    def __str__(self):
        return f"{self.organisation}邀请{self.get_role_display()}"


class Joining(models.Model):
    """加入申请: a person asks the 单位管理员 of a unit to be let in, instead of registering the unit once more."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="joinings", editable=False, verbose_name="单位"
    )
    words = models.CharField("部门、岗位等说明", max_length=200)
    status = models.CharField(
        "状态", max_length=20, choices=JoiningStatus, default=JoiningStatus.SUBMITTED, editable=False
    )
    reason = models.CharField("答复", max_length=500, blank=True, editable=False)
    created_by = _by("申请人", null=False)
    created_at = models.DateTimeField("申请时间", default=timezone.now, editable=False)
    answered_by = _by("答复人")
    answered_at = models.DateTimeField("答复时间", null=True, editable=False)

    objects = JoiningQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "加入申请"
        permissions = [("ask_joining", "申请加入单位"), ("answer_joining", "答复加入申请")]
        constraints = [
            UniqueConstraint(
                fields=["organisation", "created_by"],
                condition=Q(status=JoiningStatus.SUBMITTED),
                name="registration_joining_one_waiting",
                violation_error_message="您已申请加入该单位，请等待单位管理员答复。",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=JOINING_ANSWERED), Q(answered_at__isnull=False)),
                name="registration_joining_answered_iff_dated",
            ),
            CheckConstraint(
                condition=~Q(status=JoiningStatus.DECLINED) | ~Q(reason=""),
                name="registration_joining_declined_says_why",
                violation_error_message="不同意加入须写明理由。",
            ),
            signed("created"),
            signed("answered"),
        ]

    def __str__(self):
        return f"{self.created_by}申请加入{self.organisation}"


class Renaming(models.Model):
    """更名: a unit asks to be known by its new name; the former one is kept."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="renamings", editable=False, verbose_name="单位"
    )
    former_name = models.CharField("原名称", max_length=200, editable=False)
    name = models.CharField("新名称", max_length=200)
    reason = models.CharField("更名原因", max_length=500)
    document = models.FileField("证明文件", storage=private_storage, upload_to="renamings/%Y/%m", max_length=300)
    document_name = models.CharField("证明文件名", max_length=255, editable=False)
    document_type = models.CharField("证明文件类型", max_length=100, editable=False)
    status = models.CharField(
        "状态", max_length=20, choices=RenamingStatus, default=RenamingStatus.SUBMITTED, editable=False
    )
    decision_reason = models.CharField("审核意见", max_length=500, blank=True, editable=False)
    requested_by = _by("申请人", null=False)
    requested_at = models.DateTimeField("申请时间", default=timezone.now, editable=False)
    decided_by = _by("审核人")
    decided_at = models.DateTimeField("审核时间", null=True, editable=False)

    search = SearchTermsField(sources=("name", "former_name"))

    objects = RenamingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位更名"
        permissions = [("submit_renaming", "申请更名"), ("decide_renaming", "审核更名")]
        indexes = [search_index()]
        constraints = [
            UniqueConstraint(
                fields=["organisation"],
                condition=Q(status=RenamingStatus.SUBMITTED),
                name="registration_renaming_one_waiting",
                violation_error_message="该单位已有一份更名申请正在审核。",
            ),
            CheckConstraint(
                condition=iff(Q(status__in=RENAMING_DECIDED), Q(decided_at__isnull=False)),
                name="registration_renaming_decided_iff_dated",
            ),
            CheckConstraint(
                condition=~Q(status=RenamingStatus.REFUSED) | ~Q(decision_reason=""),
                name="registration_renaming_refused_says_why",
                violation_error_message="不予更名须写明理由。",
            ),
            CheckConstraint(
                condition=~Q(name=F("former_name")),
                name="registration_renaming_changes_the_name",
                violation_error_message="新名称与原名称相同。",
            ),
            signed("requested"),
            signed("decided"),
        ]

    def __str__(self):
        return f"{self.former_name}更名为{self.name}"
