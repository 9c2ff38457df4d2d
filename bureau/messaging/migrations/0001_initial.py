import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bureau.migrating
import bureau.personal


class Migration(migrations.Migration):
    replaces = [("messaging", "0002_listed"), ("messaging", "0003_push")]

    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Message",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=60, verbose_name="种类")),
                        ("key", models.CharField(max_length=200, verbose_name="事件")),
                        ("title", models.CharField(max_length=200, verbose_name="标题")),
                        ("body", models.TextField(verbose_name="正文")),
                        ("brief", models.CharField(max_length=300, verbose_name="短信内容")),
                        ("url", models.CharField(blank=True, max_length=500, verbose_name="办理地址")),
                        ("is_urgent", models.BooleanField(default=False, verbose_name="紧急")),
                        ("batch", models.UUIDField(editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                        ("read_at", models.DateTimeField(editable=False, null=True, verbose_name="阅读时间")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inbox",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="收件人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "消息",
                        "verbose_name_plural": "消息",
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["user", "-id"], name="messaging_message_inbox"),
                            models.Index(
                                condition=models.Q(("read_at", None)), fields=["user"], name="messaging_message_unread"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "key", "user"), name="messaging_message_once_for_an_event"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("email", "电子邮件"),
                                    ("sms", "短信"),
                                    ("wecom", "企业微信"),
                                    ("push", "手机推送"),
                                ],
                                max_length=10,
                                verbose_name="方式",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "待发送"),
                                    ("sending", "正在发送"),
                                    ("sent", "已发送"),
                                    ("skipped", "未发送"),
                                    ("given_up", "多次失败，已停止"),
                                    ("uncertain", "结果不明"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("due_at", models.DateTimeField(verbose_name="应发时间")),
                        ("started_at", models.DateTimeField(editable=False, null=True, verbose_name="最近一次尝试")),
                        ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="发出时间")),
                        ("tries", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="尝试次数")),
                        ("address", models.CharField(blank=True, editable=False, max_length=100, verbose_name="发往")),
                        ("error", models.CharField(blank=True, editable=False, max_length=500, verbose_name="问题")),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="messaging.message",
                                verbose_name="消息",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "消息发送",
                        "verbose_name_plural": "消息发送",
                        "permissions": [("resend_delivery", "重新发送")],
                        "default_permissions": ("view",),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "waiting")),
                                fields=["due_at"],
                                name="messaging_delivery_due",
                            ),
                            models.Index(fields=["status", "-id"], name="messaging_delivery_by_status"),
                            models.Index(fields=["channel", "-id"], name="messaging_delivery_by_channel"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("message", "channel"), name="messaging_delivery_once_for_a_channel"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "sent"), ("sent_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "sent"), _negated=True),
                                        models.Q(("sent_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="messaging_delivery_sent_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "sending"), _negated=True),
                                    ("started_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="messaging_delivery_sending_is_dated",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Preference",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=60, verbose_name="种类")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("email", "电子邮件"),
                                    ("sms", "短信"),
                                    ("wecom", "企业微信"),
                                    ("push", "手机推送"),
                                ],
                                max_length=10,
                                verbose_name="方式",
                            ),
                        ),
                        ("is_on", models.BooleanField(verbose_name="接收")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="message_preferences",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "消息偏好",
                        "verbose_name_plural": "消息偏好",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "kind", "channel"), name="messaging_preference_one_word"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PushDevice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, unique=True, verbose_name="地址摘要")),
                        ("endpoint", bureau.personal.EncryptedTextField(verbose_name="推送地址")),
                        (
                            "endpoint_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="endpoint"
                            ),
                        ),
                        ("key", models.CharField(max_length=100, verbose_name="公钥")),
                        ("secret", bureau.personal.EncryptedTextField(verbose_name="共享密钥")),
                        (
                            "secret_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="secret"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="开通时间")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="push_devices",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "推送设备",
                        "verbose_name_plural": "推送设备",
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Template",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(editable=False, max_length=60, unique=True, verbose_name="种类")),
                        ("title", models.CharField(max_length=200, verbose_name="标题")),
                        ("body", models.TextField(verbose_name="正文")),
                        (
                            "brief",
                            models.CharField(
                                blank=True, help_text="不填则用标题。", max_length=200, verbose_name="短信内容"
                            ),
                        ),
                        (
                            "channels",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("email", "电子邮件"),
                                        ("sms", "短信"),
                                        ("wecom", "企业微信"),
                                        ("push", "手机推送"),
                                    ],
                                    max_length=10,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="默认发送方式",
                            ),
                        ),
                        ("changed_at", models.DateTimeField(editable=False, verbose_name="修改时间")),
                        (
                            "changed_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "消息模板",
                        "verbose_name_plural": "消息模板",
                        "default_permissions": ("view", "change"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("changed_by__isnull", False), ("changed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("changed_by__isnull", False), _negated=True),
                                        models.Q(("changed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="messaging_template_changed_signed",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
