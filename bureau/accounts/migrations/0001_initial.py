import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import bureau.accounts.querysets
import bureau.migrating
import bureau.personal
import bureau.text


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0003_units"),
        ("accounts", "0004_department"),
        ("accounts", "0005_searched"),
        ("accounts", "0006_named_units"),
        ("accounts", "0007_placed_units"),
        ("accounts", "0008_listed"),
        ("accounts", "0009_experts"),
        ("accounts", "0010_former_names"),
        ("accounts", "0011_organisation_place"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Department",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=50, unique=True, verbose_name="名称")),
                        (
                            "apps",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("enterprises", "高新技术企业"),
                                        ("projects", "科技计划与奖励"),
                                        ("patents", "专利"),
                                        ("matchmaking", "成果对接与技术市场"),
                                        ("registration", "单位注册与更名"),
                                    ],
                                    max_length=30,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="主管业务",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "科室",
                        "verbose_name_plural": "科室",
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "username",
                            models.CharField(
                                error_messages={"unique": "A user with that username already exists."},
                                help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                                max_length=150,
                                unique=True,
                                validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                                verbose_name="username",
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                        (
                            "is_staff",
                            models.BooleanField(
                                default=False,
                                help_text="Designates whether the user can log into this admin site.",
                                verbose_name="staff status",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(
                                default=True,
                                help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                                verbose_name="active",
                            ),
                        ),
                        (
                            "date_joined",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
                        ),
                        ("name", models.CharField(blank=True, max_length=50, verbose_name="姓名")),
                        ("mobile", bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="手机号")),
                        (
                            "mobile_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="mobile"
                            ),
                        ),
                        ("is_expert", models.BooleanField(default=False, editable=False, verbose_name="在库专家")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("username", "name")
                            ),
                        ),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="persons",
                                to="accounts.department",
                                verbose_name="科室",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "用户",
                        "verbose_name_plural": "用户",
                        "permissions": [("grant_role", "授予角色")],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="user_search"
                            ),
                            models.Index(
                                condition=models.Q(("is_staff", True)), fields=["username"], name="user_of_the_bureau"
                            ),
                            models.Index(fields=["date_joined"], name="user_joined"),
                            models.Index(fields=["last_login"], name="user_seen"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("username"),
                                name="accounts_user_one_per_name",
                                violation_error_message="该用户名已有人使用（不分大小写）。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("mobile_index", ""), _negated=True),
                                fields=("mobile_index",),
                                name="accounts_user_one_per_mobile",
                                violation_error_message="该手机号已绑定另一个账号。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("is_superuser", False)),
                                name="accounts_user_nobody_is_above_the_roles",
                                violation_error_message="没有超级用户：权限只来自角色和单位成员身份。",
                            ),
                        ],
                    },
                    managers=[
                        ("objects", bureau.accounts.querysets.UserManager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Division",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=50, unique=True, verbose_name="现名")),
                        ("code", models.CharField(blank=True, max_length=6, verbose_name="现行代码")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("district", "市辖区"),
                                    ("county_city", "县级市"),
                                    ("county", "县"),
                                    ("zone", "功能区"),
                                ],
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="表内次序")),
                        (
                            "within",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="zones",
                                to="accounts.division",
                                verbose_name="所在县（市、区）",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "区划与功能区",
                        "verbose_name_plural": "区划与功能区",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("code", ""), _negated=True),
                                fields=("code",),
                                name="accounts_division_one_per_code",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("code", ""), ("kind", "zone")),
                                    ("code__regex", "^\\d{6}$"),
                                    _connector="OR",
                                ),
                                name="accounts_division_coded_unless_zone",
                                violation_error_message="县（市、区）须有六位行政区划代码；功能区可以没有。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DivisionFormerName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=50, verbose_name="曾用名或别名")),
                        ("code", models.CharField(blank=True, max_length=6, verbose_name="曾用代码")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                        (
                            "division",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="former_names",
                                to="accounts.division",
                                verbose_name="区划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "区划曾用名",
                        "verbose_name_plural": "区划曾用名",
                        "constraints": [
                            models.UniqueConstraint(fields=("name",), name="accounts_divisionformername_one_series")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="单位名称")),
                        ("name_key", models.CharField(db_index=True, editable=False, max_length=200)),
                        ("named_on", models.DateField(editable=False, null=True, verbose_name="名称依据日期")),
                        (
                            "credit_code",
                            models.CharField(
                                blank=True, max_length=18, null=True, unique=True, verbose_name="统一社会信用代码"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("enterprise", "企业"),
                                    ("university", "高校"),
                                    ("institute", "科研院所"),
                                    ("public", "事业单位"),
                                    ("government", "机关"),
                                    ("social", "社会组织"),
                                    ("other", "其他"),
                                ],
                                default="enterprise",
                                max_length=20,
                                verbose_name="单位类型",
                            ),
                        ),
                        ("placed_on", models.DateField(editable=False, null=True, verbose_name="所在地依据日期")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("name",)
                            ),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="organisations",
                                to="accounts.division",
                                verbose_name="所在县（市、区）",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "单位",
                        "verbose_name_plural": "单位",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="organisation_search"
                            ),
                            models.Index(fields=["id"], include=("division",), name="organisation_place"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("credit_code", None),
                                    ("credit_code__regex", "^[0-9A-HJ-NPQRTUWXY]{18}$"),
                                    _connector="OR",
                                ),
                                name="accounts_organisation_code_shaped",
                                violation_error_message="统一社会信用代码须为 18 位，不含 I、O、S、V、Z。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("manager", "单位管理员"),
                                    ("contributor", "填报人"),
                                    ("recommender", "推荐经办人"),
                                ],
                                default="contributor",
                                max_length=20,
                                verbose_name="身份",
                            ),
                        ),
                        ("began_at", models.DateTimeField(auto_now_add=True, verbose_name="开始时间")),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="结束时间"),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="结束人",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "单位成员",
                        "verbose_name_plural": "单位成员",
                        "permissions": [
                            ("leave_membership", "退出单位"),
                            ("end_membership", "结束他人成员身份"),
                            ("hand_over_membership", "移交单位管理员"),
                            ("appoint_membership", "指定单位管理员"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None), ("role", "manager")),
                                fields=("organisation",),
                                name="accounts_membership_one_manager",
                                violation_error_message="该单位已有单位管理员。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_by__isnull", False), ("ended_at__isnull", False)),
                                    models.Q(
                                        models.Q(("ended_by__isnull", False), _negated=True),
                                        models.Q(("ended_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="accounts_membership_ended_signed",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("user", "organisation"),
                                name="accounts_membership_one_current",
                                violation_error_message="此人已是该单位成员。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Jurisdiction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "division",
                            models.OneToOneField(
                                blank=True,
                                error_messages={"unique": "该县（市、区）已有推荐单位。"},
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="jurisdiction",
                                to="accounts.division",
                                verbose_name="县（市、区）或功能区",
                            ),
                        ),
                        (
                            "organisation",
                            models.OneToOneField(
                                blank=True,
                                error_messages={"unique": "该单位已有主管部门。"},
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="jurisdiction",
                                to="accounts.organisation",
                                verbose_name="所属单位",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="jurisdictions",
                                to="accounts.organisation",
                                verbose_name="推荐单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "推荐职责",
                        "verbose_name_plural": "推荐职责",
                        "permissions": [("assign_jurisdiction", "指定推荐单位")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("division__isnull", False), ("organisation", None)),
                                    models.Q(("division", None), ("organisation__isnull", False)),
                                    _connector="OR",
                                ),
                                name="accounts_jurisdiction_of_a_place_or_a_unit",
                                violation_error_message="推荐职责须指定一个县（市、区）、功能区，或一个单位。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("organisation", None),
                                    models.Q(("organisation", models.F("unit")), _negated=True),
                                    _connector="OR",
                                ),
                                name="accounts_jurisdiction_never_of_itself",
                                violation_error_message="单位不能推荐自己。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrganisationFormerName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="曾用名或别名")),
                        ("name_key", models.CharField(db_index=True, editable=False, max_length=200)),
                        ("named_on", models.DateField(blank=True, null=True, verbose_name="名称依据日期")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("name",)
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="former_names",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "单位曾用名",
                        "verbose_name_plural": "单位曾用名",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="organisationformername_search"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "name_key"), name="accounts_organisationformername_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
