import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bureau.migrating
import bureau.text


class Migration(migrations.Migration):
    replaces = [("collecting", "0002_searched")]

    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("lists", "0001_initial"),
    ]

    operations = [
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Collection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                help_text="例如：2026年三季度立项项目清单", max_length=100, verbose_name="名称"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="清单种类")),
                        ("period_from", models.DateField(verbose_name="统计期开始")),
                        ("period_to", models.DateField(verbose_name="统计期结束")),
                        ("due_on", models.DateField(verbose_name="报送期限")),
                        ("instructions", models.TextField(blank=True, verbose_name="填报说明")),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "进行中"), ("closed", "已结束")],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(editable=False, null=True, verbose_name="发起时间")),
                        ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="结束时间")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("title",)
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="结束人",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发起人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报送任务",
                        "verbose_name_plural": "报送任务",
                        "permissions": [("close_collection", "结束")],
                        "default_permissions": ("view", "add"),
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="collection_search"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("period_to__gte", models.F("period_from"))),
                                name="collecting_collection_period_in_order",
                                violation_error_message="统计期的结束日不能早于开始日。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "closed"), ("closed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "closed"), _negated=True),
                                        models.Q(("closed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="collecting_collection_closed_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("opened_by__isnull", False), ("opened_at__isnull", False)),
                                    models.Q(
                                        models.Q(("opened_by__isnull", False), _negated=True),
                                        models.Q(("opened_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="collecting_collection_opened_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_by__isnull", False), ("closed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("closed_by__isnull", False), _negated=True),
                                        models.Q(("closed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="collecting_collection_closed_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Duty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="报送期限")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("owed", "未报"),
                                    ("submitted", "已报"),
                                    ("returned", "退回"),
                                    ("confirmed", "已确认"),
                                ],
                                default="owed",
                                editable=False,
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("is_nil", models.BooleanField(default=False, editable=False, verbose_name="零报送")),
                        (
                            "nil_reason",
                            models.CharField(blank=True, editable=False, max_length=200, verbose_name="零报送说明"),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回原因"),
                        ),
                        ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="报送时间")),
                        ("returned_at", models.DateTimeField(editable=False, null=True, verbose_name="退回时间")),
                        ("confirmed_at", models.DateTimeField(editable=False, null=True, verbose_name="确认时间")),
                        (
                            "collection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duties",
                                to="collecting.collection",
                                verbose_name="报送任务",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="确认人",
                            ),
                        ),
                        (
                            "returned_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="退回人",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duties",
                                to="lists.importrun",
                                verbose_name="清单",
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
                                verbose_name="报送人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duties",
                                to="accounts.organisation",
                                verbose_name="报送单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "单位报送",
                        "verbose_name_plural": "单位报送",
                        "permissions": [
                            ("submit_duty", "上传与报送"),
                            ("confirm_duty", "确认"),
                            ("return_duty", "退回"),
                            ("extend_duty", "延期"),
                        ],
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["status", "due_on"], name="collecting_duty_due")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("collection", "unit"),
                                name="collecting_duty_one_for_a_unit",
                                violation_error_message="该单位已在这个报送任务中。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("submitted", "confirmed")), _negated=True),
                                    models.Q(
                                        ("submitted_at__isnull", False),
                                        models.Q(
                                            models.Q(("is_nil", False), ("run__isnull", False)),
                                            models.Q(("is_nil", True), models.Q(("nil_reason", ""), _negated=True)),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="collecting_duty_handed_in_holds_a_list_or_nil",
                                violation_error_message="报送须有清单，或者写明零报送的说明。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "confirmed"), ("confirmed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "confirmed"), _negated=True),
                                        models.Q(("confirmed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="collecting_duty_confirmed_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "returned"), _negated=True),
                                    models.Q(
                                        models.Q(("return_reason", ""), _negated=True), ("returned_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="collecting_duty_returned_says_why",
                                violation_error_message="退回须写明原因。",
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
                                name="collecting_duty_submitted_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("returned_by__isnull", False), ("returned_at__isnull", False)),
                                    models.Q(
                                        models.Q(("returned_by__isnull", False), _negated=True),
                                        models.Q(("returned_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="collecting_duty_returned_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_by__isnull", False), ("confirmed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("confirmed_by__isnull", False), _negated=True),
                                        models.Q(("confirmed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="collecting_duty_confirmed_signed",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
