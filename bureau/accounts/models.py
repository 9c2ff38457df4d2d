"""Persons, units and places."""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from bureau.constraints import signed
from bureau.personal import BlindIndexField, EncryptedTextField
from bureau.text import SearchableQuerySet, SearchTermsField, name_key, search_index

from .choices import Business, DivisionKind, MembershipRole, OrganisationKind
from .querysets import (
    DivisionQuerySet,
    JurisdictionQuerySet,
    MembershipQuerySet,
    OrganisationQuerySet,
    UserManager,
)


class Department(models.Model):
    """科室: whose business is whose. An app that departments own is changed by their persons alone, and read by all."""

    name = models.CharField("名称", max_length=50, unique=True)
    apps = ArrayField(
        models.CharField(max_length=30, choices=Business), default=list, blank=True, verbose_name="主管业务"
    )

    class Meta:
        verbose_name = verbose_name_plural = "科室"

    def __str__(self):
        return self.name


class User(AbstractUser):
    """A person who signs in. What they may do comes from roles (groups); which rows, from ``visible_to``."""

    first_name = last_name = None
    name = models.CharField("姓名", max_length=50, blank=True)
    mobile = EncryptedTextField("手机号", blank=True, default="")
    mobile_index = BlindIndexField(source="mobile")
    section = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="persons", verbose_name="科室"
    )
    is_expert = models.BooleanField("在库专家", default=False, editable=False)  # Kept true by the table of experts.
    search = SearchTermsField(sources=("username", "name"))

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        permissions = [("grant_role", "授予角色")]
        indexes = [
            search_index(),
            models.Index(fields=["username"], name="user_of_the_bureau", condition=Q(is_staff=True)),
            models.Index(fields=["date_joined"], name="user_joined"),
            models.Index(fields=["last_login"], name="user_seen"),
        ]
        constraints = [
            UniqueConstraint(
                Lower("username"),
                name="accounts_user_one_per_name",
                violation_error_message="该用户名已有人使用（不分大小写）。",
            ),
            UniqueConstraint(
                fields=["mobile_index"],
                condition=~Q(mobile_index=""),
                name="accounts_user_one_per_mobile",
                violation_error_message="该手机号已绑定另一个账号。",
            ),
            CheckConstraint(
                condition=Q(is_superuser=False),
                name="accounts_user_nobody_is_above_the_roles",
                violation_error_message="没有超级用户：权限只来自角色和单位成员身份。",
            ),
        ]

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        """The person's name; Chinese names are not divided."""
        return self.name or self.username

    get_short_name = get_full_name

    @cached_property
    def current_memberships(self) -> "list[Membership]":
        """The person's present posts, oldest first, read once for each request."""
        return list(self.memberships.current().with_duties())


class Division(models.Model):
    """A county-level division or a functional zone: one series through all its names and codes."""

    name = models.CharField("现名", max_length=50, unique=True)
    code = models.CharField("现行代码", max_length=6, blank=True)
    kind = models.CharField("类别", max_length=20, choices=DivisionKind)
    within = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="zones", verbose_name="所在县（市、区）"
    )
    position = models.PositiveSmallIntegerField("表内次序", default=0)

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区划与功能区"
        constraints = [
            UniqueConstraint(fields=["code"], condition=~Q(code=""), name="accounts_division_one_per_code"),
            CheckConstraint(
                condition=Q(code="", kind=DivisionKind.ZONE) | Q(code__regex=r"^\d{6}$"),
                name="accounts_division_coded_unless_zone",
                violation_error_message="县（市、区）须有六位行政区划代码；功能区可以没有。",
            ),
        ]

    def __str__(self):
        return self.name

    def name_on(self, day: date) -> str:
        """The name in force on ``day``: 赣县 in 2015, 赣县区 today. Uses prefetched former names where there are any."""
        ended = [former for former in self.former_names.all() if former.until and day < former.until]
        return min(ended, key=lambda former: former.until).name if ended else self.name


class DivisionFormerName(models.Model):
    """A name or code by which lists still call a division."""

    division = models.ForeignKey(Division, models.CASCADE, related_name="former_names", verbose_name="区划")
    name = models.CharField("曾用名或别名", max_length=50)
    code = models.CharField("曾用代码", max_length=6, blank=True)
    until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "区划曾用名"
        constraints = [UniqueConstraint(fields=["name"], name="accounts_divisionformername_one_series")]

    def __str__(self):
        return self.name


class Organisation(models.Model):
    """Every unit that the bureau deals with, whoever it is (GB 32100-2015 tells them apart)."""

    name = models.CharField("单位名称", max_length=200)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    named_on = models.DateField("名称依据日期", null=True, editable=False)
    credit_code = models.CharField("统一社会信用代码", max_length=18, null=True, blank=True, unique=True)
    kind = models.CharField("单位类型", max_length=20, choices=OrganisationKind, default=OrganisationKind.ENTERPRISE)
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name="所在县（市、区）"
    )
    placed_on = models.DateField("所在地依据日期", null=True, editable=False)  # None: said by a person, not by a list.
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    search = SearchTermsField(sources=("name",))

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        indexes = [
            search_index(),
            models.Index(
                fields=["id"], include=["division"], name="organisation_place"
            ),  # Counts by place read this alone.
        ]
        constraints = [
            CheckConstraint(
                condition=Q(credit_code=None) | Q(credit_code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"),
                name="accounts_organisation_code_shaped",
                violation_error_message="统一社会信用代码须为 18 位，不含 I、O、S、V、Z。",
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Keep the comparable form of the name beside the name."""
        self.name_key = name_key(self.name)


class OrganisationFormerName(models.Model):
    """Another name under which lists know a unit: an earlier one, or one an officer has decided is the same unit."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="former_names", verbose_name="单位")
    name = models.CharField("曾用名或别名", max_length=200)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    named_on = models.DateField("名称依据日期", null=True, blank=True)
    search = SearchTermsField(sources=("name",))

    objects = SearchableQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位曾用名"
        indexes = [search_index()]
        constraints = [
            UniqueConstraint(fields=["organisation", "name_key"], name="accounts_organisationformername_once")
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Keep the comparable form of the name beside the name."""
        self.name_key = name_key(self.name)


class Membership(models.Model):
    """A person acts for a unit from one day to another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="用户")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships", verbose_name="单位")
    role = models.CharField("身份", max_length=20, choices=MembershipRole, default=MembershipRole.CONTRIBUTOR)
    began_at = models.DateTimeField("开始时间", auto_now_add=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="结束人"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位成员"
        permissions = [
            ("leave_membership", "退出单位"),
            ("end_membership", "结束他人成员身份"),
            ("hand_over_membership", "移交单位管理员"),
            ("appoint_membership", "指定单位管理员"),
        ]
        constraints = [
            UniqueConstraint(
                fields=["organisation"],
                condition=Q(ended_at=None, role=MembershipRole.MANAGER),
                name="accounts_membership_one_manager",
                violation_error_message="该单位已有单位管理员。",
            ),
            signed("ended"),
            UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_at=None),
                name="accounts_membership_one_current",
                violation_error_message="此人已是该单位成员。",
            ),
        ]

    def __str__(self):
        return f"{self.user}·{self.organisation}"


class Jurisdiction(models.Model):
    """推荐职责: a unit recommends the units of a place (县区科技局, 园区管委会) or a single one (主管部门, wherever that is).

    One for each place and for each unit named; who is named is recommended by that unit and not by its place's.
    """

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="jurisdictions", verbose_name="推荐单位")
    division = models.OneToOneField(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="jurisdiction",
        verbose_name="县（市、区）或功能区",
        error_messages={"unique": "该县（市、区）已有推荐单位。"},
    )
    organisation = models.OneToOneField(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="jurisdiction",
        verbose_name="所属单位",
        error_messages={"unique": "该单位已有主管部门。"},
    )

    objects = JurisdictionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "推荐职责"
        permissions = [("assign_jurisdiction", "指定推荐单位")]
        constraints = [
            CheckConstraint(
                condition=Q(division__isnull=False, organisation=None) | Q(division=None, organisation__isnull=False),
                name="accounts_jurisdiction_of_a_place_or_a_unit",
                violation_error_message="推荐职责须指定一个县（市、区）、功能区，或一个单位。",
            ),
            CheckConstraint(
                condition=Q(organisation=None) | ~Q(organisation=F("unit")),
                name="accounts_jurisdiction_never_of_itself",
                violation_error_message="单位不能推荐自己。",
            ),
        ]

    def __str__(self):
        return f"{self.unit}·{self.division or self.organisation}"
