import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import bureau.migrating


class Migration(migrations.Migration):
    replaces = [("signin", "0002_data_requests"), ("signin", "0003_consent_requests")]

    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Credential",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "password_changed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="密码更改时间"),
                        ),
                        ("is_temporary", models.BooleanField(default=False, verbose_name="一次性密码，须更改")),
                        ("has_sms_factor", models.BooleanField(default=False, verbose_name="登录时再验证短信验证码")),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="credential",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "登录凭据",
                        "verbose_name_plural": "登录凭据",
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="PastPassword",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("hash", models.CharField(editable=False, max_length=255)),
                        ("set_at", models.DateTimeField(auto_now_add=True, verbose_name="启用时间")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="past_passwords",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "用过的密码",
                        "verbose_name_plural": "用过的密码",
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="DataRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("correction", "更正个人信息"),
                                    ("deletion", "删除个人信息"),
                                    ("consent", "撤回同意"),
                                    ("closing", "注销账号"),
                                ],
                                editable=False,
                                max_length=20,
                                verbose_name="申请",
                            ),
                        ),
                        ("text", models.TextField(editable=False, max_length=1000, verbose_name="说明")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("submitted", "待办理"),
                                    ("done", "已完成"),
                                    ("refused", "不予办理"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="submitted",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "filed_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="提出时间"
                            ),
                        ),
                        ("due_on", models.DateField(editable=False, verbose_name="办结期限")),
                        ("answer", models.CharField(blank=True, editable=False, max_length=500, verbose_name="答复")),
                        ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="办理时间")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="data_requests",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "个人信息申请",
                        "verbose_name_plural": "个人信息申请",
                        "permissions": [("answer_datarequest", "办理个人信息申请")],
                        "default_permissions": ("view",),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "submitted")),
                                fields=("user", "kind"),
                                name="signin_datarequest_one_open_of_a_kind",
                                violation_error_message="您已提出过同类申请，正在办理。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("done", "refused")), ("decided_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status__in", ("done", "refused")), _negated=True),
                                        models.Q(("decided_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="signin_datarequest_decided_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ("done", "refused")), models.Q(("answer", ""), _negated=True)
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ("done", "refused")), _negated=True), ("answer", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="signin_datarequest_decided_iff_answered",
                                violation_error_message="办理须有答复。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_by__isnull", False), ("decided_at__isnull", False)),
                                    models.Q(
                                        models.Q(("decided_by__isnull", False), _negated=True),
                                        models.Q(("decided_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="signin_datarequest_decided_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Device",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(editable=False, max_length=64)),
                        ("label", models.CharField(max_length=100, verbose_name="设备")),
                        ("first_seen_at", models.DateTimeField(auto_now_add=True, verbose_name="首次登录")),
                        (
                            "last_seen_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="最近登录"),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="devices",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "登录设备",
                        "verbose_name_plural": "登录设备",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "key"), name="signin_device_one_per_cookie")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Lock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name_index", models.CharField(editable=False, max_length=64)),
                        ("address", models.CharField(editable=False, max_length=45, verbose_name="网络地址")),
                        (
                            "failures",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.DateTimeField(),
                                default=list,
                                editable=False,
                                size=None,
                                verbose_name="近期失败",
                            ),
                        ),
                        (
                            "failed_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="最近失败"
                            ),
                        ),
                        ("locked_until", models.DateTimeField(editable=False, null=True, verbose_name="锁定至")),
                        ("lifted_at", models.DateTimeField(editable=False, null=True, verbose_name="解锁时间")),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="解锁人",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="locks",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "登录锁定",
                        "verbose_name_plural": "登录锁定",
                        "permissions": [("lift_lock", "解锁")],
                        "default_permissions": ("view",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("name_index", "address"), name="signin_lock_one_per_name_and_address"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lifted_by__isnull", False), ("lifted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("lifted_by__isnull", False), _negated=True),
                                        models.Q(("lifted_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="signin_lock_lifted_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(editable=False, max_length=40, unique=True)),
                        ("device", models.CharField(blank=True, max_length=100, verbose_name="设备")),
                        ("address", models.CharField(blank=True, max_length=45, verbose_name="网络地址")),
                        ("began_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="登录时间")),
                        ("seen_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="最近活动")),
                        ("until", models.DateTimeField(verbose_name="最迟结束时间")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                        (
                            "ending",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("signed_out", "本人退出"),
                                    ("idle", "无操作超时"),
                                    ("absolute", "超过最长时限"),
                                    ("revoked", "在另一设备上被退出"),
                                    ("password", "密码已更改"),
                                    ("closed", "账号已停用或注销"),
                                ],
                                max_length=20,
                                verbose_name="结束方式",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sessions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会话",
                        "verbose_name_plural": "会话",
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["user", "-seen_at"], name="signin_session_of_user")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("ending", "")),
                                    models.Q(("ended_at__isnull", False), models.Q(("ending", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="signin_session_ended_iff_how",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
