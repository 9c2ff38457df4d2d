import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import bureau.text


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_former_names"),
        ("accounts", "__first__"),
        ("projects", "0029_lines_without_a_place"),
    ]

    operations = [
        migrations.CreateModel(
            name="Solicitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="征集名称")),
                (
                    "plan_year",
                    models.PositiveSmallIntegerField(help_text="建议用于哪一年度的指南。", verbose_name="计划年度"),
                ),
                (
                    "categories",
                    models.CharField(
                        help_text="用顿号分开，如：重点研发计划（工业领域）、软科学计划。",
                        max_length=500,
                        verbose_name="征集的计划类别",
                    ),
                ),
                (
                    "notice",
                    models.TextField(
                        help_text="征集范围、要求、方式；分段书写。", max_length=20000, verbose_name="征集通知"
                    ),
                ),
                ("notice_number", models.CharField(blank=True, max_length=100, verbose_name="通知文号")),
                ("contact", models.CharField(max_length=200, verbose_name="咨询科室与电话")),
                ("opens_at", models.DateTimeField(verbose_name="开始征集")),
                (
                    "closes_at",
                    models.DateTimeField(help_text="提交的期限，以服务器收到为准。", verbose_name="征集截止"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("open", "征集中"),
                            ("summed_up", "已汇总"),
                            ("cancelled", "已取消"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="取消理由")),
                ("summary", models.TextField(blank=True, editable=False, max_length=2000, verbose_name="汇总说明")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="建立时间"),
                ),
                ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="发布时间")),
                ("summed_up_at", models.DateTimeField(editable=False, null=True, verbose_name="汇总时间")),
                (
                    "search",
                    bureau.text.SearchTermsField(
                        blank=True, default=list, editable=False, size=None, sources=("title", "categories", "notice")
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
                    "summed_up_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="汇总人",
                    ),
                ),
            ],
            options={
                "verbose_name": "需求与指南建议征集",
                "verbose_name_plural": "需求与指南建议征集",
                "ordering": ["-pk"],
                "permissions": [("publish_solicitation", "发布、延期与取消"), ("sum_up_solicitation", "汇总")],
                "default_permissions": ("view", "add", "change"),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=True, fields=["search"], name="solicitation_search"
                    ),
                    models.Index(fields=["status", "closes_at"], name="solicitation_by_closing"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_by__isnull", False), ("published_at__isnull", False)),
                            models.Q(
                                models.Q(("published_by__isnull", False), _negated=True),
                                models.Q(("published_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_solicitation_published_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("summed_up_by__isnull", False), ("summed_up_at__isnull", False)),
                            models.Q(
                                models.Q(("summed_up_by__isnull", False), _negated=True),
                                models.Q(("summed_up_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_solicitation_summed_up_signed",
                    ),
                    models.UniqueConstraint(
                        fields=("plan_year", "title"),
                        name="projects_solicitation_one_per_year_and_title",
                        violation_error_message="该年度已有同名征集。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opens_at__lt", models.F("closes_at"))),
                        name="projects_solicitation_opens_before_closing",
                        violation_error_message="开始征集须早于征集截止。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("categories", ""), _negated=True),
                        name="projects_solicitation_asks_about_something",
                        violation_error_message="请写明征集的计划类别。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "draft"), ("published_at", None)),
                            models.Q(
                                models.Q(("status", "draft"), _negated=True),
                                models.Q(("published_at", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_solicitation_published_iff_dated",
                        violation_error_message="发布须有发布人和时间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("status", "summed_up"), ("summed_up_at__isnull", False)),
                                models.Q(
                                    models.Q(("status", "summed_up"), _negated=True),
                                    models.Q(("summed_up_at__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("status", "summed_up"), models.Q(("summary", ""), _negated=True)),
                                models.Q(models.Q(("status", "summed_up"), _negated=True), ("summary", "")),
                                _connector="OR",
                            ),
                        ),
                        name="projects_solicitation_summed_up_iff_told",
                        violation_error_message="汇总须写明汇总说明。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "cancelled"), models.Q(("reason", ""), _negated=True)),
                            models.Q(models.Q(("status", "cancelled"), _negated=True), ("reason", "")),
                            _connector="OR",
                        ),
                        name="projects_solicitation_cancelled_iff_told",
                        violation_error_message="取消须写明理由。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SolicitedCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category", models.CharField(max_length=100, verbose_name="计划类别")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="建立时间")),
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="solicited",
                        to="projects.call",
                        verbose_name="申报批次",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
                (
                    "solicitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made",
                        to="projects.solicitation",
                        verbose_name="征集",
                    ),
                ),
            ],
            options={
                "verbose_name": "由征集建立的批次",
                "verbose_name_plural": "由征集建立的批次",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("created_by__isnull", False), ("created_at__isnull", False)),
                            models.Q(
                                models.Q(("created_by__isnull", False), _negated=True),
                                models.Q(("created_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_solicitedcall_created_signed",
                    ),
                    models.UniqueConstraint(
                        fields=("solicitation", "category"),
                        name="projects_solicitedcall_one_per_category",
                        violation_error_message="该计划类别已建立过申报批次。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField(editable=False)),
                ("number", models.CharField(blank=True, editable=False, max_length=20, verbose_name="建议编号")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("submitted", "已提交"),
                            ("adopted", "采纳"),
                            ("partly", "部分采纳"),
                            ("declined", "未采纳"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("category", models.CharField(blank=True, max_length=100, verbose_name="建议列入的计划类别")),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="建议方向")),
                ("problem", models.TextField(blank=True, max_length=2000, verbose_name="需求与问题")),
                ("goals", models.TextField(blank=True, max_length=2000, verbose_name="拟达到的目标")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="预计经费（元）"
                    ),
                ),
                ("years", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="预计年限")),
                ("wording", models.TextField(blank=True, max_length=1000, verbose_name="建议的指南表述")),
                ("shows_name", models.BooleanField(default=False, verbose_name="公布结果时署名")),
                ("revision", models.PositiveIntegerField(default=0, editable=False, verbose_name="第几次保存")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="开始填写时间")),
                ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="提交时间")),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="答复时间")),
                ("reply", models.TextField(blank=True, editable=False, max_length=2000, verbose_name="答复")),
                (
                    "adopted_text",
                    models.TextField(blank=True, editable=False, max_length=1000, verbose_name="列入指南的表述"),
                ),
                (
                    "search",
                    bureau.text.SearchTermsField(
                        blank=True,
                        default=list,
                        editable=False,
                        size=None,
                        sources=("title", "problem", "goals", "wording", "number"),
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填写人",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.expertisefield",
                        verbose_name="所属领域",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="accounts.organisation",
                        verbose_name="建议单位",
                    ),
                ),
                (
                    "solicitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="projects.solicitation",
                        verbose_name="征集",
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
                        verbose_name="提交人",
                    ),
                ),
            ],
            options={
                "verbose_name": "指南建议",
                "verbose_name_plural": "指南建议",
                "ordering": ["-pk"],
                "permissions": [("write_suggestion", "提出建议"), ("answer_suggestion", "答复建议")],
                "default_permissions": ("view",),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=True, fields=["search"], name="suggestion_search"
                    ),
                    models.Index(fields=["solicitation", "status"], name="suggestion_by_status"),
                    models.Index(
                        models.Case(models.When(status="submitted", then=models.Value(0)), default=models.Value(1)),
                        models.F("submitted_at"),
                        models.F("id"),
                        condition=models.Q(("status", "draft"), _negated=True),
                        name="suggestion_answer_first",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("created_by__isnull", False), ("created_at__isnull", False)),
                            models.Q(
                                models.Q(("created_by__isnull", False), _negated=True),
                                models.Q(("created_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_suggestion_created_signed",
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
                        name="projects_suggestion_submitted_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_by__isnull", False), ("answered_at__isnull", False)),
                            models.Q(
                                models.Q(("answered_by__isnull", False), _negated=True),
                                models.Q(("answered_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_suggestion_answered_signed",
                    ),
                    models.UniqueConstraint(fields=("created_by", "token"), name="projects_suggestion_one_per_opening"),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("number",),
                        name="projects_suggestion_one_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("status", "draft"), _negated=True), ("submitted_at__isnull", False)),
                            models.Q(("status", "draft"), models.Q(("submitted_at__isnull", False), _negated=True)),
                            _connector="OR",
                        ),
                        name="projects_suggestion_handed_in_iff_dated",
                        violation_error_message="提交须有提交人和时间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"),
                            models.Q(
                                models.Q(
                                    ("number", ""),
                                    ("category", ""),
                                    ("title", ""),
                                    ("problem", ""),
                                    ("goals", ""),
                                    _connector="OR",
                                    _negated=True,
                                ),
                                ("amount__isnull", False),
                                ("field__isnull", False),
                                ("years__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="projects_suggestion_handed_in_is_whole",
                        violation_error_message="提交的建议须写明类别、方向、领域、需求与问题、目标、经费和年限。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                        name="projects_suggestion_amount_not_negative",
                        violation_error_message="预计经费不能是负数。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("years", None), models.Q(("years__gte", 1), ("years__lte", 10)), _connector="OR"
                        ),
                        name="projects_suggestion_years_in_range",
                        violation_error_message="预计年限须在 1 至 10 年之间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    ("status__in", ("adopted", "partly", "declined")), ("answered_at__isnull", False)
                                ),
                                models.Q(
                                    models.Q(("status__in", ("adopted", "partly", "declined")), _negated=True),
                                    models.Q(("answered_at__isnull", False), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("status__in", ("adopted", "partly", "declined")),
                                    models.Q(("reply", ""), _negated=True),
                                ),
                                models.Q(
                                    models.Q(("status__in", ("adopted", "partly", "declined")), _negated=True),
                                    ("reply", ""),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="projects_suggestion_answered_iff_replied",
                        violation_error_message="采纳与否都须写明答复。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ("adopted", "partly")), models.Q(("adopted_text", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("status__in", ("adopted", "partly")), _negated=True), ("adopted_text", "")
                            ),
                            _connector="OR",
                        ),
                        name="projects_suggestion_taken_up_iff_worded",
                        violation_error_message="采纳或部分采纳的须写明列入指南的表述，未采纳的不写。",
                    ),
                ],
            },
        ),
    ]
