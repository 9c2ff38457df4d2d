import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bureau.bulletins.models
import bureau.migrating


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Bulletin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(editable=False, verbose_name="月份")),
                        ("version", models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="版次")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "起草中"),
                                    ("submitted", "待审核"),
                                    ("reviewed", "待发布"),
                                    ("published", "已发布"),
                                    ("superseded", "已由更正版替代"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "data",
                            models.JSONField(
                                default=dict,
                                editable=False,
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                                verbose_name="数据",
                            ),
                        ),
                        ("computed_at", models.DateTimeField(editable=False, null=True, verbose_name="统计时间")),
                        (
                            "correction_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="更正理由"),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回理由"),
                        ),
                        ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="送审时间")),
                        ("reviewed_at", models.DateTimeField(editable=False, null=True, verbose_name="审核时间")),
                        ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="发布时间")),
                        (
                            "sha256",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="数据散列（SHA-256）"
                            ),
                        ),
                        (
                            "workbook",
                            models.FileField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                storage=bureau.bulletins.models.private_storage,
                                upload_to="bulletins/%Y",
                                verbose_name="发布的工作簿",
                            ),
                        ),
                        (
                            "narrative",
                            models.FileField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                storage=bureau.bulletins.models.private_storage,
                                upload_to="bulletins/%Y",
                                verbose_name="发布的文字稿",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发布人",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="送审人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专利统计月报",
                        "verbose_name_plural": "专利统计月报",
                        "permissions": [
                            ("draft_bulletin", "起草、送审与更正"),
                            ("review_bulletin", "审核"),
                            ("publish_bulletin", "发布"),
                        ],
                        "default_permissions": ("view",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("month", "version"), name="bulletins_bulletin_one_per_version"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "published")),
                                fields=("month",),
                                name="bulletins_bulletin_one_published",
                                violation_error_message="该月已有一版在发布中。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("draft", "submitted", "reviewed"))),
                                fields=("month",),
                                name="bulletins_bulletin_one_open",
                                violation_error_message="该月已有一版月报在编制中。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)), name="bulletins_bulletin_of_a_month"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("submitted_by__isnull", False), ("submitted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("submitted_by__isnull", False), _negated=True),
                                        models.Q(("submitted_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="bulletins_bulletin_submitted_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reviewed_by__isnull", False), ("reviewed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("reviewed_by__isnull", False), _negated=True),
                                        models.Q(("reviewed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="bulletins_bulletin_reviewed_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_by__isnull", False), ("published_at__isnull", False)),
                                    models.Q(
                                        models.Q(("published_by__isnull", False), _negated=True),
                                        models.Q(("published_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="bulletins_bulletin_published_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ("published", "superseded")), ("published_at__isnull", False)
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ("published", "superseded")), _negated=True),
                                        models.Q(("published_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="bulletins_bulletin_published_iff_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("published", "superseded")), _negated=True),
                                    models.Q(
                                        ("computed_at__isnull", False),
                                        ("reviewed_at__isnull", False),
                                        ("submitted_at__isnull", False),
                                        models.Q(("sha256", ""), _negated=True),
                                        models.Q(("workbook", ""), _negated=True),
                                        models.Q(("narrative", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="bulletins_bulletin_published_is_complete",
                                violation_error_message="发布前须经送审和审核，并已生成工作簿和文字稿。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewed_by__isnull", True),
                                    models.Q(("reviewed_by", models.F("submitted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="bulletins_bulletin_two_persons",
                                violation_error_message="送审人不能审核自己送审的月报，请由另一位审核。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("version", 1), models.Q(("correction_reason", ""), _negated=True), _connector="OR"
                                ),
                                name="bulletins_bulletin_correction_has_reason",
                                violation_error_message="更正已发布的月报须写明理由。",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
