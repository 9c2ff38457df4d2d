import re

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import bureau.files
import bureau.migrating
import bureau.personal
import bureau.text


class Migration(migrations.Migration):
    replaces = [
        ("projects", "0002_follow_changes"),
        ("projects", "0003_wider_text"),
        ("projects", "0004_calls"),
        ("projects", "0005_award_unmatched"),
        ("projects", "0006_applications"),
        ("projects", "0007_listed"),
        ("projects", "0008_experts"),
        ("projects", "0009_review_schemes"),
        ("projects", "0010_similarity"),
        ("projects", "0012_reviewing_details"),
        ("projects", "0013_sheets"),
        ("projects", "0014_uploads_begun"),
        ("projects", "0015_solving"),
        ("projects", "0016_ties"),
        ("projects", "0017_draws"),
        ("projects", "0018_proposals"),
        ("projects", "0019_proposal_verbs"),
        ("projects", "0020_passing_on"),
        ("projects", "0021_review_counts"),
        ("projects", "0022_draw_settings"),
        ("projects", "0023_materials"),
        ("projects", "0024_panels"),
        ("projects", "0025_panel_standings"),
        ("projects", "0026_stopped_plans"),
        ("projects", "0027_officers_order"),
        ("projects", "0028_entered_ballots"),
        ("projects", "0029_lines_without_a_place"),
        ("projects", "0030_soliciting"),
        ("projects", "0031_signing_calls"),
        ("projects", "0032_site_visits"),
        ("projects", "0033_section_suggestions"),
        ("projects", "0034_sheet_figures"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("lists", "0001_initial"),
        ("publicity", "0001_initial"),
    ]

    operations = [
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Application",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token", models.UUIDField(editable=False)),
                        ("title", models.CharField(blank=True, max_length=200, verbose_name="项目名称")),
                        (
                            "number",
                            models.CharField(blank=True, editable=False, max_length=20, verbose_name="受理编号"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "待提交"),
                                    ("unit_review", "待单位审核"),
                                    ("unit_returned", "单位退回"),
                                    ("submitted", "待推荐"),
                                    ("returned", "推荐退回"),
                                    ("not_recommended", "不予推荐"),
                                    ("recommended", "待形式审查"),
                                    ("correcting", "补正中"),
                                    ("accepted", "已受理"),
                                    ("rejected", "不予受理"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "requested_amount",
                            models.DecimalField(
                                decimal_places=2,
                                editable=False,
                                max_digits=14,
                                null=True,
                                verbose_name="申请财政经费（元）",
                            ),
                        ),
                        (
                            "own_amount",
                            models.DecimalField(
                                decimal_places=2,
                                editable=False,
                                max_digits=14,
                                null=True,
                                verbose_name="自筹经费（元）",
                            ),
                        ),
                        (
                            "leader_name",
                            models.CharField(blank=True, editable=False, max_length=50, verbose_name="项目负责人"),
                        ),
                        ("leader_key", models.CharField(blank=True, editable=False, max_length=64)),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="建立时间"
                            ),
                        ),
                        (
                            "proposed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="送单位审核时间"),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="提交时间"),
                        ),
                        (
                            "arrived_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="到达时间"),
                        ),
                        (
                            "is_self_reviewed",
                            models.BooleanField(default=False, editable=False, verbose_name="填报与审核同为一人"),
                        ),
                        (
                            "recommended_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="推荐时间"),
                        ),
                        ("rank", models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="推荐排序")),
                        (
                            "opinion",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="推荐意见"),
                        ),
                        (
                            "correction_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="通知补正时间"),
                        ),
                        ("correction_due", models.DateField(editable=False, null=True, verbose_name="补正期限")),
                        (
                            "correction_sections",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="形式审查时间"),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="撤回时间"),
                        ),
                        (
                            "reopened_until",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="单独延至"),
                        ),
                        ("reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="理由")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("title", "number")
                            ),
                        ),
                        (
                            "copied_from",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.application",
                                verbose_name="取自",
                            ),
                        ),
                        (
                            "correction_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="通知补正人",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="建立人",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="形式审查人",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="accounts.organisation",
                                verbose_name="申报单位",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="送审人",
                            ),
                        ),
                        (
                            "recommended_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="推荐人",
                            ),
                        ),
                        (
                            "recommender",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="推荐单位",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="单位审核提交人",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤回人",
                            ),
                        ),
                        (
                            "call",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="projects.call",
                                verbose_name="申报批次",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.formversion",
                                verbose_name="表单版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "项目申报",
                        "verbose_name_plural": "项目申报",
                        "permissions": [
                            ("fill_application", "填写"),
                            ("submit_application", "单位审核、提交与撤回"),
                            ("recommend_application", "推荐、退回与不予推荐"),
                            ("check_application", "形式审查"),
                            ("reopen_application", "单独开放"),
                        ],
                        "default_permissions": ("view",),
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="application_search"
                            ),
                            models.Index(fields=["call", "status"], name="application_by_status"),
                            models.Index(
                                models.Case(
                                    models.When(status="recommended", then=models.Value(0)), default=models.Value(1)
                                ),
                                models.F("arrived_at"),
                                models.F("id"),
                                condition=models.Q(("submitted_at__isnull", False)),
                                name="application_waits_first",
                            ),
                            models.Index(
                                condition=models.Q(("leader_key", ""), _negated=True),
                                fields=["leader_key", "status"],
                                name="application_by_leader",
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
                                name="projects_application_created_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("proposed_by__isnull", False), ("proposed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("proposed_by__isnull", False), _negated=True),
                                        models.Q(("proposed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_application_proposed_signed",
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
                                name="projects_application_submitted_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("recommended_by__isnull", False), ("recommended_at__isnull", False)),
                                    models.Q(
                                        models.Q(("recommended_by__isnull", False), _negated=True),
                                        models.Q(("recommended_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_application_recommended_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("correction_by__isnull", False), ("correction_at__isnull", False)),
                                    models.Q(
                                        models.Q(("correction_by__isnull", False), _negated=True),
                                        models.Q(("correction_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_application_correction_signed",
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
                                name="projects_application_decided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_by__isnull", False), ("withdrawn_at__isnull", False)),
                                    models.Q(
                                        models.Q(("withdrawn_by__isnull", False), _negated=True),
                                        models.Q(("withdrawn_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_application_withdrawn_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("call", "organisation", "token"), name="projects_application_one_per_opening"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("number", ""), _negated=True),
                                fields=("number",),
                                name="projects_application_one_number",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("rank__isnull", False),
                                    ("status__in", ("submitted", "returned", "recommended", "correcting", "accepted")),
                                ),
                                fields=("call", "recommender", "rank"),
                                name="projects_application_one_per_rank",
                                nulls_distinct=False,
                                violation_error_message="该排序已给了另一项，请改用别的排序。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "status__in",
                                            (
                                                "submitted",
                                                "not_recommended",
                                                "recommended",
                                                "correcting",
                                                "accepted",
                                                "rejected",
                                            ),
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        ("arrived_at__isnull", False),
                                        ("submitted_at__isnull", False),
                                        models.Q(("number", ""), _negated=True),
                                        models.Q(("title", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_application_handed_in_complete",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "unit_review"), _negated=True),
                                    ("proposed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_application_reviewed_was_proposed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("recommended", "correcting", "accepted")), _negated=True),
                                    ("recommended_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_application_put_forward_is_recommended",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("accepted", "rejected")), ("decided_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status__in", ("accepted", "rejected")), _negated=True),
                                        models.Q(("decided_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_application_checked_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "withdrawn"), ("withdrawn_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "withdrawn"), _negated=True),
                                        models.Q(("withdrawn_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_application_withdrawn_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("correction_at__isnull", False), ("correction_due__isnull", False)),
                                        models.Q(
                                            models.Q(("correction_at__isnull", False), _negated=True),
                                            models.Q(("correction_due__isnull", False), _negated=True),
                                        ),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        models.Q(("status", "correcting"), _negated=True),
                                        ("correction_at__isnull", False),
                                        _connector="OR",
                                    ),
                                ),
                                name="projects_application_correcting_has_a_term",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "status__in",
                                            ("unit_returned", "returned", "not_recommended", "correcting", "rejected"),
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_application_says_why",
                                violation_error_message="须写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(480),
                                ],
                                verbose_name="时间（分钟）",
                            ),
                        ),
                        (
                            "pause",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(1440)],
                                verbose_name="之前休息（分钟）",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("waiting", "待评议"), ("open", "评议中"), ("closed", "评议结束")],
                                default="waiting",
                                editable=False,
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "turn",
                            models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="第几次评议"),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="开始评议时间"),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="结束评议时间"),
                        ),
                        (
                            "present",
                            models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="到会（人）"),
                        ),
                        (
                            "agree",
                            models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="同意（票）"),
                        ),
                        (
                            "oppose",
                            models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="不同意（票）"),
                        ),
                        (
                            "abstain",
                            models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="弃权（票）"),
                        ),
                        (
                            "score",
                            models.DecimalField(
                                decimal_places=2, editable=False, max_digits=5, null=True, verbose_name="会评得分"
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[("passed", "通过"), ("failed", "不通过"), ("inquorate", "人数不足，不作结论")],
                                editable=False,
                                max_length=20,
                                verbose_name="结论",
                            ),
                        ),
                        (
                            "arithmetic",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="结论的计算"),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="结束评议人",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="开始评议人",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agenda_items",
                                to="projects.application",
                                verbose_name="申报",
                            ),
                        ),
                        (
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="projects.panel",
                                verbose_name="会评",
                            ),
                        ),
                        (
                            "acting",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.panelmember",
                                verbose_name="代组长",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会评项目",
                        "verbose_name_plural": "会评项目",
                        "ordering": ["position"],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("opened_by__isnull", False), ("opened_at__isnull", False)),
                                    models.Q(
                                        models.Q(("opened_by__isnull", False), _negated=True),
                                        models.Q(("opened_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_agendaitem_opened_signed",
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
                                name="projects_agendaitem_closed_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("panel", "application"),
                                name="projects_agendaitem_once",
                                violation_error_message="该项目已在议程中。",
                            ),
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("panel", "position"),
                                name="projects_agendaitem_one_per_position",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "open")),
                                fields=("panel",),
                                name="projects_agendaitem_one_open",
                                violation_error_message="有另一项正在评议，请先结束。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "waiting"), ("opened_at", None)),
                                    models.Q(
                                        models.Q(("status", "waiting"), _negated=True),
                                        models.Q(("opened_at", None), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_agendaitem_opened_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "closed"),
                                        models.Q(("result", ""), _negated=True),
                                        ("closed_at__isnull", False),
                                        ("present__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("status", "closed"), _negated=True),
                                        models.Q(
                                            models.Q(("result", ""), _negated=True),
                                            ("closed_at__isnull", False),
                                            ("present__isnull", False),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_agendaitem_closed_iff_decided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("present", None),
                                    (
                                        "present__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("agree"), "+", models.F("oppose")
                                            ),
                                            "+",
                                            models.F("abstain"),
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_agendaitem_no_more_votes_than_voters",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("result", "passed"), _negated=True),
                                    ("score__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_agendaitem_passed_is_scored",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="字段")),
                        (
                            "file",
                            models.FileField(
                                max_length=300,
                                storage=bureau.files.private_storage,
                                upload_to="applications/%Y/%m",
                                verbose_name="文件",
                            ),
                        ),
                        ("name", models.CharField(max_length=255, verbose_name="文件名")),
                        ("mime", models.CharField(max_length=100, verbose_name="类型")),
                        ("size", models.PositiveBigIntegerField(verbose_name="字节")),
                        ("sha256", models.CharField(max_length=64, verbose_name="指纹")),
                        (
                            "begun_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="开始上传时间"
                            ),
                        ),
                        (
                            "uploaded_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="上传时间"
                            ),
                        ),
                        (
                            "removed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="移除时间"),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attachments",
                                to="projects.application",
                                verbose_name="申报",
                            ),
                        ),
                        (
                            "removed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="移除人",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "附件",
                        "verbose_name_plural": "附件",
                        "ordering": ["pk"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("uploaded_by__isnull", False), ("uploaded_at__isnull", False)),
                                    models.Q(
                                        models.Q(("uploaded_by__isnull", False), _negated=True),
                                        models.Q(("uploaded_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_attachment_uploaded_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("removed_by__isnull", False), ("removed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("removed_by__isnull", False), _negated=True),
                                        models.Q(("removed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_attachment_removed_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AwardCandidate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("changed_at", models.DateTimeField(editable=False, verbose_name="最后变动")),
                        (
                            "corrected",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=50),
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                verbose_name="更正过的项",
                            ),
                        ),
                        ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="作废时间")),
                        (
                            "void_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="作废理由"),
                        ),
                        ("undone", models.BooleanField(default=False, editable=False, verbose_name="随导入撤销")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("title", models.CharField(max_length=500, verbose_name="项目名称")),
                        ("organisation_name", models.CharField(max_length=500, verbose_name="完成单位")),
                        ("organisation_key", models.CharField(blank=True, editable=False, max_length=500)),
                        (
                            "online_score",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=7, null=True, verbose_name="网评得分"
                            ),
                        ),
                        (
                            "online_result",
                            models.CharField(
                                choices=[("candidate", "候选"), ("eliminated", "淘汰")],
                                max_length=20,
                                verbose_name="网评结果",
                            ),
                        ),
                        ("is_recommended", models.BooleanField(verbose_name="是否推荐省奖")),
                        ("provincial_grade", models.CharField(blank=True, max_length=100, verbose_name="省奖初评等级")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                sources=("title", "organisation_name"),
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="award_candidates",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="lists.importrun",
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "voided_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="作废人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "科技奖候选项目",
                        "verbose_name_plural": "科技奖候选项目",
                        "permissions": [
                            ("export_awardcandidate", "导出"),
                            ("correct_awardcandidate", "更正"),
                            ("void_awardcandidate", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="awardcandidate_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)),
                                fields=["id"],
                                name="awardcandidate_voided",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="awardcandidate_search"
                            ),
                            models.Index(
                                condition=models.Q(("organisation__isnull", True)),
                                fields=["organisation_key"],
                                name="award_unmatched",
                            ),
                            models.Index(
                                condition=models.Q(("is_recommended", True)), fields=["-id"], name="award_recommended"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("voided_by__isnull", False), ("voided_at__isnull", False)),
                                    models.Q(
                                        models.Q(("voided_by__isnull", False), _negated=True),
                                        models.Q(("voided_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_awardcandidate_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_awardcandidate_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("year", "title"),
                                name="projects_awardcandidate_once_a_year",
                                violation_error_message="该年度已有同名项目。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Call",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="批次名称")),
                        ("plan_year", models.PositiveSmallIntegerField(verbose_name="计划年度")),
                        (
                            "category",
                            models.CharField(
                                help_text="如：重点研发计划（工业领域）。", max_length=100, verbose_name="计划类别"
                            ),
                        ),
                        ("notice_number", models.CharField(blank=True, max_length=100, verbose_name="通知文号")),
                        (
                            "guide",
                            models.TextField(
                                blank=True,
                                help_text="支持方向、申报条件、办理流程；分段书写。",
                                max_length=20000,
                                verbose_name="申报指南",
                            ),
                        ),
                        ("contact", models.CharField(blank=True, max_length=200, verbose_name="咨询科室与电话")),
                        (
                            "support_kind",
                            models.CharField(
                                choices=[
                                    ("grant", "无偿资助（前资助）"),
                                    ("afterwards", "后补助"),
                                    ("guiding", "指导性（不安排经费）"),
                                ],
                                default="grant",
                                max_length=20,
                                verbose_name="支持方式",
                            ),
                        ),
                        (
                            "ceiling",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="单项财政经费上限（元）",
                            ),
                        ),
                        (
                            "budget_rules",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("2016", "2016 年办法（十二科目，间接费用 20/15/13%）"),
                                    ("2021", "2021 年办法（三科目，间接费用 30/25/20%）"),
                                    ("2021-theory", "2021 年办法，纯理论基础研究或软件（间接费用 60%）"),
                                    ("lump", "包干制（不分科目）"),
                                ],
                                help_text="表单有预算表时必选；按计划年度选。",
                                max_length=20,
                                verbose_name="预算科目",
                            ),
                        ),
                        (
                            "applicant_kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("enterprise", "企业"),
                                        ("university", "高校"),
                                        ("institute", "科研院所"),
                                        ("public", "事业单位"),
                                        ("government", "机关"),
                                        ("social", "社会组织"),
                                        ("other", "其他"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                help_text="不选表示不限。",
                                size=None,
                                verbose_name="可申报的单位类型",
                            ),
                        ),
                        ("opens_at", models.DateTimeField(verbose_name="开始申报")),
                        (
                            "closes_at",
                            models.DateTimeField(
                                help_text="单位审核后提交的期限，以服务器收到为准。", verbose_name="申报截止"
                            ),
                        ),
                        ("recommend_until", models.DateTimeField(verbose_name="推荐截止")),
                        (
                            "recommend_quota",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="不填表示不限。", null=True, verbose_name="每个推荐单位限推（项）"
                            ),
                        ),
                        ("check_days", models.PositiveSmallIntegerField(default=10, verbose_name="形式审查（工作日）")),
                        (
                            "correction_days",
                            models.PositiveSmallIntegerField(default=5, verbose_name="一次性补正期限（工作日）"),
                        ),
                        (
                            "visit_places",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="不填表示不按名次要求。",
                                null=True,
                                verbose_name="名次在前几的拟立项项目须现场考察",
                            ),
                        ),
                        (
                            "visit_from",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="不填表示不按金额要求。",
                                max_digits=14,
                                null=True,
                                verbose_name="申请经费达到多少须现场考察（元）",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("signing", "审签中"),
                                    ("published", "已发布"),
                                    ("cancelled", "已取消"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="取消理由"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="建立时间"
                            ),
                        ),
                        ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="送审签时间")),
                        (
                            "sent_digest",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="送审签内容的指纹"
                            ),
                        ),
                        (
                            "returned",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回意见"),
                        ),
                        ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="发布时间")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                sources=("title", "category", "guide"),
                            ),
                        ),
                        (
                            "copied_from",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.call",
                                verbose_name="复制自",
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
                            "sent_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="送审签人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "申报批次",
                        "verbose_name_plural": "申报批次",
                        "permissions": [("publish_call", "签发、退回、修订与取消")],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="call_search"
                            ),
                            models.Index(fields=["status", "closes_at"], name="call_by_closing"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sent_by__isnull", False), ("sent_at__isnull", False)),
                                    models.Q(
                                        models.Q(("sent_by__isnull", False), _negated=True),
                                        models.Q(("sent_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_call_sent_signed",
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
                                name="projects_call_published_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("plan_year", "title"),
                                name="projects_call_one_per_year_and_title",
                                violation_error_message="该年度已有同名批次。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("opens_at__lt", models.F("closes_at")),
                                    ("closes_at__lte", models.F("recommend_until")),
                                ),
                                name="projects_call_opens_closes_recommends",
                                violation_error_message="时间先后须是：开始申报、申报截止、推荐截止。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ceiling", None), ("ceiling__gt", 0), _connector="OR"),
                                name="projects_call_ceiling_positive",
                                violation_error_message="上限须大于 0；不限的留空。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("draft", "signing")), ("published_at", None)),
                                    models.Q(
                                        models.Q(("status__in", ("draft", "signing")), _negated=True),
                                        models.Q(("published_at", None), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_call_published_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ("published", "cancelled")),
                                    models.Q(("status", "signing"), ("sent_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "signing"), _negated=True),
                                        models.Q(("sent_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_call_signing_iff_sent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_by", None),
                                    ("sent_by", None),
                                    models.Q(("published_by", models.F("sent_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_call_signed_by_another",
                                violation_error_message="送审签的人不能签发自己送的批次，请由另一位签发。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "cancelled"), models.Q(("reason", ""), _negated=True)),
                                    models.Q(models.Q(("status", "cancelled"), _negated=True), ("reason", "")),
                                    _connector="OR",
                                ),
                                name="projects_call_cancelled_iff_told",
                                violation_error_message="取消须写明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("visit_places", None), ("visit_places__gte", 1), _connector="OR"),
                                    models.Q(("visit_from", None), ("visit_from__gt", 0), _connector="OR"),
                                ),
                                name="projects_call_visit_terms_positive",
                                violation_error_message="须现场考察的名次和金额须大于 0；不要求的留空。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("check_days__gte", 1), ("correction_days__gte", 1)),
                                name="projects_call_terms_positive",
                                violation_error_message="期限至少 1 个工作日。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("leader_per_year", "负责人每年申报不超过（项）"),
                                    ("leader_running", "负责人在研市级项目不超过（项）"),
                                    ("leader_rank", "负责人职称不低于"),
                                    ("leader_age", "负责人年龄不超过（周岁）"),
                                    ("enterprise_quota", "企业每批申报不超过（项）"),
                                    ("other_quota", "其他单位每批申报不超过（项）"),
                                    ("overdue_persons", "有逾期未结题项目的，前几名参与人不得申报"),
                                    ("enterprise_overdue", "企业逾期未结题不超过（项）"),
                                    ("other_overdue", "其他单位逾期未结题不超过（项）"),
                                    ("title_places", "项目名称不含地名"),
                                    ("title_words", "项目名称不含这些词"),
                                    ("novelty", "查新结论须为其中之一"),
                                    ("credit", "单位和参与人没有失信记录"),
                                    ("matching", "自筹不低于财政经费的（%）"),
                                ],
                                max_length=30,
                                verbose_name="规则",
                            ),
                        ),
                        ("limit", models.PositiveIntegerField(blank=True, null=True, verbose_name="数值")),
                        (
                            "words",
                            models.CharField(
                                blank=True,
                                help_text="用顿号分开；职称规则写“中级”等。",
                                max_length=500,
                                verbose_name="词语",
                            ),
                        ),
                        (
                            "clause",
                            models.CharField(
                                help_text="如：通知第三条第（二）项。", max_length=200, verbose_name="通知条款"
                            ),
                        ),
                        (
                            "call",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rules",
                                to="projects.call",
                                verbose_name="申报批次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "申报条件与限项",
                        "verbose_name_plural": "申报条件与限项",
                        "ordering": ["pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("call", "code"),
                                name="projects_callrule_once",
                                violation_error_message="该规则已有一行。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "code__in",
                                            (
                                                "leader_per_year",
                                                "leader_running",
                                                "leader_age",
                                                "enterprise_quota",
                                                "other_quota",
                                                "overdue_persons",
                                                "enterprise_overdue",
                                                "other_overdue",
                                                "matching",
                                            ),
                                        ),
                                        _negated=True,
                                    ),
                                    ("limit__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_callrule_has_its_number",
                                violation_error_message="该规则须填数值。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("code__in", ("title_words", "novelty")), _negated=True),
                                    models.Q(("words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_callrule_has_its_words",
                                violation_error_message="该规则须填词语。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                        ("text", models.CharField(max_length=300, verbose_name="审查内容")),
                        ("clause", models.CharField(blank=True, max_length=200, verbose_name="通知条款")),
                        (
                            "call",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="check_lines",
                                to="projects.call",
                                verbose_name="申报批次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "形式审查清单",
                        "verbose_name_plural": "形式审查清单",
                        "ordering": ["position", "pk"],
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Draw",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(editable=False, verbose_name="第几次抽取")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "编制中"),
                                    ("prepared", "待监督确认"),
                                    ("drawn", "已抽取"),
                                    ("void", "作废"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "outside_share",
                            models.PositiveSmallIntegerField(default=0, verbose_name="市外专家不少于（%）"),
                        ),
                        (
                            "least_rank",
                            models.CharField(
                                choices=[
                                    ("none", "无"),
                                    ("assistant", "初级"),
                                    ("intermediate", "中级"),
                                    ("associate", "副高级"),
                                    ("senior", "正高级"),
                                ],
                                default="associate",
                                max_length=20,
                                verbose_name="职称不低于",
                            ),
                        ),
                        (
                            "per_unit",
                            models.PositiveSmallIntegerField(default=2, verbose_name="每组同一单位至多（人）"),
                        ),
                        (
                            "yearly_cap",
                            models.PositiveSmallIntegerField(default=10, verbose_name="每人每年评审至多（次）"),
                        ),
                        (
                            "rotation_rounds",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="同一计划类别的评审轮次，从最近的数起；0 为不轮换。",
                                verbose_name="轮换：近几个同类轮次评过的不抽",
                            ),
                        ),
                        (
                            "consecutive_cap",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="已连续参加这么多次的不再抽，通常 2 次；0 为不限。",
                                verbose_name="连续参加同类评审至多（次）",
                            ),
                        ),
                        ("answer_days", models.PositiveSmallIntegerField(default=2, verbose_name="答复期限（工作日）")),
                        (
                            "content",
                            models.JSONField(blank=True, default=dict, editable=False, verbose_name="抽取输入"),
                        ),
                        ("seed", models.CharField(blank=True, editable=False, max_length=64, verbose_name="种子")),
                        ("result", models.JSONField(blank=True, default=list, editable=False, verbose_name="抽取结果")),
                        ("digest", models.CharField(blank=True, editable=False, max_length=64, verbose_name="指纹")),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="作废理由"),
                        ),
                        ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="编制时间")),
                        (
                            "prepared_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="准备时间"),
                        ),
                        (
                            "supervised_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="抽取时间"),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="编制人",
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="操作人",
                            ),
                        ),
                        (
                            "supervised_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="监督人",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="draws",
                                to="projects.reviewround",
                                verbose_name="评审轮次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专家抽取",
                        "verbose_name_plural": "专家抽取",
                        "permissions": [("supervise_draw", "监督并抽取")],
                        "default_permissions": ("view", "add", "change"),
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
                                name="projects_draw_created_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("prepared_by__isnull", False), ("prepared_at__isnull", False)),
                                    models.Q(
                                        models.Q(("prepared_by__isnull", False), _negated=True),
                                        models.Q(("prepared_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_draw_prepared_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("supervised_by__isnull", False), ("supervised_at__isnull", False)),
                                    models.Q(
                                        models.Q(("supervised_by__isnull", False), _negated=True),
                                        models.Q(("supervised_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_draw_supervised_signed",
                            ),
                            models.UniqueConstraint(fields=("round", "number"), name="projects_draw_one_per_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "drawn"),
                                        models.Q(("seed", ""), _negated=True),
                                        models.Q(("digest", ""), _negated=True),
                                        ("supervised_at__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("status", "drawn"), _negated=True),
                                        models.Q(
                                            models.Q(("seed", ""), _negated=True),
                                            models.Q(("digest", ""), _negated=True),
                                            ("supervised_at__isnull", False),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_draw_drawn_iff_sealed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("prepared", "drawn")), _negated=True),
                                    ("prepared_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_draw_prepared_is_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("supervised_by", None),
                                    models.Q(("supervised_by", models.F("prepared_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_draw_watched_by_another",
                                violation_error_message="监督人不能是操作人本人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answer_days__gte", 1),
                                    ("outside_share__lte", 100),
                                    ("per_unit__gte", 1),
                                    ("yearly_cap__gte", 1),
                                ),
                                name="projects_draw_numbers_possible",
                                violation_error_message="市外比例在 0 至 100 之间，其他数至少是 1。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "void"), models.Q(("reason", ""), _negated=True)),
                                    models.Q(models.Q(("status", "void"), _negated=True), ("reason", "")),
                                    _connector="OR",
                                ),
                                name="projects_draw_void_iff_says_why",
                                violation_error_message="作废须写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Expert",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.CharField(blank=True, editable=False, max_length=12, verbose_name="专家编号"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "未提交"),
                                    ("pending", "审核中"),
                                    ("returned", "已退回"),
                                    ("refused", "未通过"),
                                    ("listed", "在库"),
                                    ("paused", "暂停"),
                                    ("leaving", "退库审批"),
                                    ("left", "已退库"),
                                    ("removed", "移出"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("name", models.CharField(max_length=50, verbose_name="姓名")),
                        (
                            "id_number",
                            bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="身份证号"),
                        ),
                        (
                            "id_number_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="id_number"
                            ),
                        ),
                        (
                            "gender",
                            models.CharField(
                                blank=True,
                                choices=[("male", "男"), ("female", "女")],
                                max_length=10,
                                verbose_name="性别",
                            ),
                        ),
                        ("born_on", models.DateField(blank=True, null=True, verbose_name="出生日期")),
                        ("mobile", bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="手机号")),
                        (
                            "mobile_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="mobile"
                            ),
                        ),
                        ("email", bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="电子邮箱")),
                        (
                            "email_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="email"
                            ),
                        ),
                        (
                            "education",
                            models.CharField(
                                choices=[
                                    ("doctor", "博士"),
                                    ("master", "硕士"),
                                    ("bachelor", "本科"),
                                    ("other", "其他"),
                                ],
                                default="bachelor",
                                max_length=10,
                                verbose_name="最高学历学位",
                            ),
                        ),
                        (
                            "rank",
                            models.CharField(
                                choices=[
                                    ("none", "无"),
                                    ("assistant", "初级"),
                                    ("intermediate", "中级"),
                                    ("associate", "副高级"),
                                    ("senior", "正高级"),
                                ],
                                default="none",
                                max_length=20,
                                verbose_name="职称",
                            ),
                        ),
                        ("rank_certificate", models.CharField(blank=True, max_length=60, verbose_name="职称证书编号")),
                        ("unit_name", models.CharField(blank=True, max_length=200, verbose_name="工作单位")),
                        ("duty", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                        (
                            "city",
                            models.CharField(
                                blank=True, help_text="如：赣州市、南昌市。", max_length=30, verbose_name="工作所在市"
                            ),
                        ),
                        ("is_outside", models.BooleanField(default=False, editable=False, verbose_name="市外专家")),
                        ("is_academician", models.BooleanField(default=False, verbose_name="院士")),
                        ("is_supervisor", models.BooleanField(default=False, verbose_name="博士生导师")),
                        ("has_studied_abroad", models.BooleanField(default=False, verbose_name="留学经历")),
                        (
                            "types",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("technical", "技术"),
                                        ("financial", "财务"),
                                        ("management", "管理"),
                                        ("investment", "投资"),
                                        ("legal", "法律"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="专家类型",
                            ),
                        ),
                        ("speciality", models.CharField(blank=True, max_length=200, verbose_name="专业特长")),
                        (
                            "keywords",
                            models.CharField(
                                blank=True,
                                help_text="用顿号分开，用于匹配评审项目。",
                                max_length=300,
                                verbose_name="关键词",
                            ),
                        ),
                        ("known_kinds", models.CharField(blank=True, max_length=200, verbose_name="熟悉的项目类型")),
                        ("studies", models.TextField(blank=True, max_length=2000, verbose_name="教育经历")),
                        ("career", models.TextField(blank=True, max_length=2000, verbose_name="工作经历")),
                        ("posts", models.TextField(blank=True, max_length=1000, verbose_name="社会兼职")),
                        ("other_banks", models.CharField(blank=True, max_length=300, verbose_name="其他评审库任职")),
                        ("results", models.TextField(blank=True, max_length=2000, verbose_name="代表成果")),
                        ("recent_work", models.TextField(blank=True, max_length=2000, verbose_name="近五年主要工作")),
                        ("bank_name", models.CharField(blank=True, max_length=100, verbose_name="开户行")),
                        (
                            "bank_account",
                            bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="银行账号"),
                        ),
                        (
                            "bank_account_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="bank_account"
                            ),
                        ),
                        (
                            "consented_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="同意处理敏感个人信息时间"
                            ),
                        ),
                        ("busy_from", models.DateField(blank=True, editable=False, null=True, verbose_name="暂停自")),
                        ("busy_until", models.DateField(blank=True, editable=False, null=True, verbose_name="暂停至")),
                        (
                            "created_at",
                            models.DateTimeField(
                                blank=True, default=django.utils.timezone.now, editable=False, verbose_name="建立时间"
                            ),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="提交时间"),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="审核时间"),
                        ),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="信息确认时间"),
                        ),
                        (
                            "left_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="退库时间"),
                        ),
                        (
                            "removed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="移出时间"),
                        ),
                        (
                            "removed_until",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="移出至"),
                        ),
                        ("reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="理由")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                sources=("name", "unit_name", "speciality", "keywords", "number"),
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="信息确认人",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="建立人",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "left_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="退库审批人",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="experts",
                                to="accounts.organisation",
                                verbose_name="所在单位（登记）",
                            ),
                        ),
                        (
                            "removed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="移出人",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="expert",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专家",
                        "verbose_name_plural": "专家",
                        "permissions": [
                            ("apply_expert", "本人申请、确认、暂停与退库"),
                            ("decide_expert", "审核、退库审批与移出"),
                            ("unmask_expert", "查看完整个人信息"),
                        ],
                        "default_permissions": ("view", "add", "change"),
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="expert_search"
                            ),
                            models.Index(fields=["status", "confirmed_at"], name="expert_by_status"),
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
                                name="projects_expert_created_signed",
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
                                name="projects_expert_submitted_signed",
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
                                name="projects_expert_decided_signed",
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
                                name="projects_expert_confirmed_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("left_by__isnull", False), ("left_at__isnull", False)),
                                    models.Q(
                                        models.Q(("left_by__isnull", False), _negated=True),
                                        models.Q(("left_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_expert_left_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("removed_by__isnull", False), ("removed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("removed_by__isnull", False), _negated=True),
                                        models.Q(("removed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_expert_removed_signed",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("number", ""), _negated=True),
                                fields=("number",),
                                name="projects_expert_one_number",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("id_number_index", ""), _negated=True),
                                fields=("id_number_index",),
                                name="projects_expert_one_per_person",
                                violation_error_message="此人已有专家记录。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("listed", "paused", "leaving")), _negated=True),
                                    models.Q(
                                        models.Q(("number", ""), _negated=True),
                                        models.Q(("unit_name", ""), _negated=True),
                                        ("confirmed_at__isnull", False),
                                        ("decided_at__isnull", False),
                                        ("types__len__gte", 1),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_expert_in_bank_is_whole",
                                violation_error_message="入库须有编号、工作单位、审核与确认时间和专家类型。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "pending"), _negated=True),
                                    ("submitted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_expert_pending_was_submitted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "left"), ("left_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "left"), _negated=True),
                                        models.Q(("left_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_expert_left_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "removed"),
                                        ("removed_at__isnull", False),
                                        ("removed_until__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("status", "removed"), _negated=True),
                                        models.Q(
                                            ("removed_at__isnull", False),
                                            ("removed_until__isnull", False),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_expert_removed_iff_dated",
                                violation_error_message="移出须写明终止日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "paused"), _negated=True),
                                    ("busy_from__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_expert_paused_has_a_term",
                                violation_error_message="暂停须写明起始日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("busy_until", None),
                                    models.Q(("busy_from__isnull", False), ("busy_until__gte", models.F("busy_from"))),
                                    _connector="OR",
                                ),
                                name="projects_expert_busy_in_order",
                                violation_error_message="暂停的终止日期不能早于起始日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("returned", "refused", "removed")), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_expert_says_why",
                                violation_error_message="须写明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("consented_at", None), ("user", None)),
                                    ("user__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_expert_own_consent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("user", None),
                                    models.Q(("status", "pending"), _negated=True),
                                    ("consented_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_expert_applied_with_consent",
                                violation_error_message="须单独同意处理敏感个人信息。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DrawChoice",
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
                                choices=[("include", "指定抽入"), ("exclude", "排除")],
                                max_length=10,
                                verbose_name="方式",
                            ),
                        ),
                        (
                            "unit_name",
                            models.CharField(
                                blank=True,
                                help_text="排除整个单位时填，专家留空。",
                                max_length=200,
                                verbose_name="单位",
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="理由")),
                        (
                            "draw",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="choices",
                                to="projects.draw",
                                verbose_name="抽取",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.expert",
                                verbose_name="专家",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "指定与排除",
                        "verbose_name_plural": "指定与排除",
                        "ordering": ["pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("draw", "expert"),
                                name="projects_drawchoice_once",
                                violation_error_message="同一专家只写一行：不能既指定又排除。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("expert", None), models.Q(("unit_name", ""), _negated=True)),
                                    models.Q(models.Q(("expert", None), _negated=True), ("unit_name", "")),
                                    _connector="OR",
                                ),
                                name="projects_drawchoice_of_one_thing",
                                violation_error_message="写明专家或单位，两者选一。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "include"), _negated=True),
                                    ("expert__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_drawchoice_includes_an_expert",
                                violation_error_message="指定抽入的须是专家，不能是单位。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="projects_drawchoice_says_why",
                                violation_error_message="须写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Avoidance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("former_unit", "曾任职单位"),
                                    ("part_time", "兼职或顾问"),
                                    ("shareholding", "持股或投资"),
                                    ("family", "亲属"),
                                    ("advisor", "师生"),
                                    ("co_worker", "近年合作（项目、论文、专利）"),
                                    ("other", "其他利害关系"),
                                ],
                                max_length=20,
                                verbose_name="原因",
                            ),
                        ),
                        ("unit_name", models.CharField(blank=True, max_length=200, verbose_name="单位")),
                        (
                            "person_name",
                            models.CharField(
                                blank=True, help_text="同时填单位，可避免同名误伤。", max_length=50, verbose_name="个人"
                            ),
                        ),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True,
                                help_text="曾任职单位填离职日期；仍存续的留空。",
                                null=True,
                                verbose_name="关系终止日期",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[("expert", "专家本人"), ("officer", "工作人员"), ("list", "清单")],
                                default="expert",
                                editable=False,
                                max_length=20,
                                verbose_name="来源",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="单位（登记）",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="avoidances",
                                to="projects.expert",
                                verbose_name="专家",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "回避单位与个人",
                        "verbose_name_plural": "回避单位与个人",
                        "ordering": ["pk"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("unit_name", ""), _negated=True),
                                    models.Q(("person_name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_avoidance_of_somebody",
                                violation_error_message="须写明回避的单位或个人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", "former_unit"), _negated=True),
                                    models.Q(models.Q(("unit_name", ""), _negated=True), ("ended_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="projects_avoidance_former_unit_ended",
                                violation_error_message="曾任职单位须写明单位和离职日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="专家代号")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("drawn", "抽取"),
                                    ("solved", "求解"),
                                    ("appointed", "指定"),
                                    ("substitute", "补抽"),
                                    ("replaced", "改派"),
                                ],
                                max_length=20,
                                verbose_name="产生方式",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("assigned", "待评"),
                                    ("reviewing", "评审中"),
                                    ("submitted", "已提交"),
                                    ("recused", "已回避"),
                                    ("cancelled", "已取消"),
                                ],
                                default="assigned",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "assigned_at",
                            models.DateTimeField(
                                blank=True, default=django.utils.timezone.now, editable=False, verbose_name="分配时间"
                            ),
                        ),
                        (
                            "blocked_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="因回避停止评分时间"
                            ),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="提交时间"),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="回避或取消的理由"
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="projects.application",
                                verbose_name="申报",
                            ),
                        ),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="分配人",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="projects.expert",
                                verbose_name="专家",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="projects.reviewround",
                                verbose_name="评审轮次",
                            ),
                        ),
                        (
                            "passed_to",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="called_for",
                                to="projects.seat",
                                verbose_name="改派给",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评审任务",
                        "verbose_name_plural": "评审任务",
                        "permissions": [("assign_assignment", "分配与改派"), ("review_assignment", "评审")],
                        "default_permissions": ("view",),
                        "indexes": [
                            models.Index(fields=["expert", "status"], name="assignment_by_expert"),
                            models.Index(
                                fields=["round", "expert", "status", "blocked_at"],
                                include=("submitted_at", "passed_to"),
                                name="assignment_by_round",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("assigned_by__isnull", False), ("assigned_at__isnull", False)),
                                    models.Q(
                                        models.Q(("assigned_by__isnull", False), _negated=True),
                                        models.Q(("assigned_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_assignment_assigned_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("round", "application", "expert"),
                                name="projects_assignment_once",
                                violation_error_message="该专家已评审此项目。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "submitted"), _negated=True),
                                    ("submitted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_assignment_submitted_is_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("recused", "cancelled")), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_assignment_says_why",
                                violation_error_message="须写明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("passed_to", None), ("status__in", ("recused", "cancelled")), _connector="OR"
                                ),
                                name="projects_assignment_passed_on_is_ended",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExpertCopy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("recipe", models.CharField(max_length=64, verbose_name="做法")),
                        (
                            "file",
                            models.FileField(
                                max_length=300,
                                storage=bureau.files.private_storage,
                                upload_to="reviews/%Y/%m",
                                verbose_name="文件",
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64, verbose_name="指纹")),
                        ("made_at", models.DateTimeField(blank=True, editable=False, verbose_name="制作时间")),
                        (
                            "assignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="projects.assignment",
                                verbose_name="评审任务",
                            ),
                        ),
                        (
                            "attachment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="projects.attachment",
                                verbose_name="附件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专家副本",
                        "verbose_name_plural": "专家副本",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assignment", "attachment", "recipe"), name="projects_expertcopy_made_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExpertiseField",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                max_length=8,
                                unique=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^(\\d\\d){1,4}$", "代码由两位一级的数字组成。"
                                    )
                                ],
                                verbose_name="代码",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "keywords",
                            models.CharField(
                                blank=True, help_text="用顿号分开。", max_length=500, verbose_name="关键词"
                            ),
                        ),
                        ("is_current", models.BooleanField(default=True, verbose_name="使用中")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="projects.expertisefield",
                                verbose_name="上级领域",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专业领域",
                        "verbose_name_plural": "专业领域",
                        "ordering": ["code"],
                        "default_permissions": ("view", "add", "change"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("parent", None), ("code__regex", "^\\d\\d$")),
                                    models.Q(
                                        models.Q(("parent", None), _negated=True),
                                        models.Q(("code__regex", "^\\d\\d$"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_expertisefield_root_iff_two_digits",
                                violation_error_message="没有上级的领域代码是两位，有上级的更长。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Expertise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="次序")),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="expertise",
                                to="projects.expert",
                                verbose_name="专家",
                            ),
                        ),
                        (
                            "field",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="expertise",
                                to="projects.expertisefield",
                                verbose_name="专业领域",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专家的专业领域",
                        "verbose_name_plural": "专家的专业领域",
                        "ordering": ["position"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("position__gte", 1), ("position__lte", 3)),
                                name="projects_expertise_three_at_most",
                                violation_error_message="专业领域最多 3 个。",
                            ),
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("expert", "position"),
                                name="projects_expertise_one_per_position",
                            ),
                            models.UniqueConstraint(
                                fields=("expert", "field"),
                                name="projects_expertise_once",
                                violation_error_message="同一领域只填一次。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExpertPaper",
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
                                    ("identity", "证件"),
                                    ("education", "学历学位"),
                                    ("rank", "职称"),
                                    ("qualification", "资格"),
                                    ("other", "其他"),
                                ],
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "file",
                            models.FileField(
                                max_length=300,
                                storage=bureau.files.private_storage,
                                upload_to="experts/%Y/%m",
                                verbose_name="文件",
                            ),
                        ),
                        ("name", models.CharField(max_length=255, verbose_name="文件名")),
                        ("mime", models.CharField(max_length=100, verbose_name="类型")),
                        ("size", models.PositiveBigIntegerField(verbose_name="字节")),
                        ("sha256", models.CharField(max_length=64, verbose_name="指纹")),
                        (
                            "uploaded_at",
                            models.DateTimeField(
                                blank=True, default=django.utils.timezone.now, editable=False, verbose_name="上传时间"
                            ),
                        ),
                        (
                            "removed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="移除时间"),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="papers",
                                to="projects.expert",
                                verbose_name="专家",
                            ),
                        ),
                        (
                            "removed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="移除人",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专家附件",
                        "verbose_name_plural": "专家附件",
                        "ordering": ["pk"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("uploaded_by__isnull", False), ("uploaded_at__isnull", False)),
                                    models.Q(
                                        models.Q(("uploaded_by__isnull", False), _negated=True),
                                        models.Q(("uploaded_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_expertpaper_uploaded_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("removed_by__isnull", False), ("removed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("removed_by__isnull", False), _negated=True),
                                        models.Q(("removed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_expertpaper_removed_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormalCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("passed", "通过"), ("correct", "补正"), ("rejected", "不予受理")],
                                max_length=20,
                                verbose_name="结论",
                            ),
                        ),
                        ("lines", models.JSONField(blank=True, verbose_name="逐项")),
                        ("opinion", models.CharField(blank=True, max_length=500, verbose_name="意见")),
                        (
                            "checked_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="审查时间"),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="projects.application",
                                verbose_name="申报",
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审查人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "形式审查",
                        "verbose_name_plural": "形式审查",
                        "ordering": ["pk"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("checked_by__isnull", False), ("checked_at__isnull", False)),
                                    models.Q(
                                        models.Q(("checked_by__isnull", False), _negated=True),
                                        models.Q(("checked_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_formalcheck_checked_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome", "passed"), models.Q(("opinion", ""), _negated=True), _connector="OR"
                                ),
                                name="projects_formalcheck_says_why",
                                violation_error_message="补正和不予受理须写明理由。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "correct")),
                                fields=("application",),
                                name="projects_formalcheck_one_correction",
                                violation_error_message="补正只通知一次，已经通知过。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormSection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                        (
                            "code",
                            models.CharField(
                                max_length=40,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        re.compile("^[a-z][a-z0-9_]{0,39}$"),
                                        "代码须是小写字母开头的字母、数字和下划线。",
                                    )
                                ],
                                verbose_name="代码",
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="标题")),
                        ("help", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                        (
                            "call",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sections",
                                to="projects.call",
                                verbose_name="申报批次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "表单分节",
                        "verbose_name_plural": "表单分节",
                        "ordering": ["position", "pk"],
                        "default_permissions": ("view", "change"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("call", "code"),
                                name="projects_formsection_one_per_code",
                                violation_error_message="分节代码重复。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormField",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                        (
                            "code",
                            models.CharField(
                                max_length=40,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        re.compile("^[a-z][a-z0-9_]{0,39}$"),
                                        "代码须是小写字母开头的字母、数字和下划线。",
                                    )
                                ],
                                verbose_name="代码",
                            ),
                        ),
                        ("label", models.CharField(max_length=200, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("short", "短文本"),
                                    ("long", "长文本"),
                                    ("number", "数字"),
                                    ("money", "金额（万元）"),
                                    ("date", "日期"),
                                    ("choice", "单选"),
                                    ("choices", "多选"),
                                    ("check", "声明（须勾选）"),
                                    ("secret", "敏感信息（加密保存）"),
                                    ("table", "表格"),
                                    ("milestones", "进度安排"),
                                    ("indicators", "考核指标"),
                                    ("budget", "经费预算"),
                                    ("team", "项目组成员"),
                                    ("file", "附件"),
                                ],
                                default="short",
                                max_length=20,
                                verbose_name="类型",
                            ),
                        ),
                        ("is_required", models.BooleanField(default=True, verbose_name="必填")),
                        ("help", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                        (
                            "least",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="至少（字、行、人）"),
                        ),
                        (
                            "most",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="至多（字、行、人、份）"),
                        ),
                        (
                            "choices",
                            models.TextField(
                                blank=True,
                                help_text="一行一个；表格的列可写类型，如“金额：金额”。",
                                verbose_name="选项或列",
                            ),
                        ),
                        (
                            "meaning",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("title", "项目名称"),
                                    ("summary", "项目摘要"),
                                    ("starts_on", "开始日期"),
                                    ("ends_on", "结束日期"),
                                    ("requested", "申请财政经费（没有预算表时）"),
                                    ("own", "单位自筹经费（没有预算表时）"),
                                    ("novelty", "查新结论"),
                                    ("unit_name", "单位名称（自动带入）"),
                                    ("unit_code", "统一社会信用代码（自动带入）"),
                                    ("unit_place", "所在县（市、区）（自动带入）"),
                                    ("contact_name", "联系人（自动带入）"),
                                    ("contact_phone", "联系电话（自动带入）"),
                                    ("bank", "银行账号（带入上次申报）"),
                                    ("rights", "知识产权（自动带入专利登记）"),
                                    ("partners", "合作单位（表格，首列是单位名称；评审时回避）"),
                                    ("unwanted", "不宜评审的专家（表格：姓名、单位、理由）"),
                                ],
                                max_length=20,
                                verbose_name="含义",
                            ),
                        ),
                        ("shown_if", models.CharField(blank=True, max_length=40, verbose_name="显示条件：字段代码")),
                        ("shown_value", models.CharField(blank=True, max_length=100, verbose_name="显示条件：选项")),
                        ("clause", models.CharField(blank=True, max_length=200, verbose_name="通知条款")),
                        (
                            "section",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fields",
                                to="projects.formsection",
                                verbose_name="分节",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "表单字段",
                        "verbose_name_plural": "表单字段",
                        "ordering": ["position", "pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("section", "code"),
                                name="projects_formfield_one_per_code",
                                violation_error_message="字段代码重复。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="版次")),
                        ("content", models.JSONField(verbose_name="内容")),
                        ("digest", models.CharField(max_length=64, verbose_name="指纹")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="修订说明")),
                        ("published_at", models.DateTimeField(verbose_name="发布时间")),
                        (
                            "call",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="projects.call",
                                verbose_name="申报批次",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发布人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "表单版本",
                        "verbose_name_plural": "表单版本",
                        "ordering": ["number"],
                        "default_permissions": (),
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
                                name="projects_formversion_published_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("call", "number"), name="projects_formversion_one_per_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number", 1), models.Q(("note", ""), _negated=True), _connector="OR"
                                ),
                                name="projects_formversion_revision_says_why",
                                violation_error_message="修订须写明改了什么、为什么。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MaterialView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.CharField(max_length=255, verbose_name="材料")),
                        ("viewed_at", models.DateTimeField(blank=True, editable=False, verbose_name="查看时间")),
                        (
                            "assignment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="views",
                                to="projects.assignment",
                                verbose_name="评审任务",
                            ),
                        ),
                        (
                            "viewed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="查看人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "材料查看记录",
                        "verbose_name_plural": "材料查看记录",
                        "ordering": ["pk"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("viewed_by__isnull", False), ("viewed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("viewed_by__isnull", False), _negated=True),
                                        models.Q(("viewed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_materialview_viewed_signed",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Opinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "起草中"), ("signed", "组长已签字")],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[("passed", "通过"), ("failed", "不通过"), ("inquorate", "人数不足，不作结论")],
                                editable=False,
                                max_length=20,
                                verbose_name="结论",
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=5000, verbose_name="专家组意见")),
                        (
                            "amount",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="建议资助经费（元）",
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=0, editable=False, verbose_name="保存次数")),
                        (
                            "is_by_secretary",
                            models.BooleanField(default=False, editable=False, verbose_name="由工作人员代为起草"),
                        ),
                        (
                            "written_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="起草时间"),
                        ),
                        (
                            "signed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="签字时间"),
                        ),
                        (
                            "reopened_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="退回时间"),
                        ),
                        (
                            "reopen_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回理由"),
                        ),
                        (
                            "item",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opinion",
                                to="projects.agendaitem",
                                verbose_name="会评项目",
                            ),
                        ),
                        (
                            "reopened_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="退回人",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签字人",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="起草人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专家组意见",
                        "verbose_name_plural": "专家组意见",
                        "permissions": [("write_opinion", "代为起草"), ("reopen_opinion", "退回已签字的")],
                        "default_permissions": ("view",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("written_by__isnull", False), ("written_at__isnull", False)),
                                    models.Q(
                                        models.Q(("written_by__isnull", False), _negated=True),
                                        models.Q(("written_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_opinion_written_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("signed_by__isnull", False), ("signed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("signed_by__isnull", False), _negated=True),
                                        models.Q(("signed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_opinion_signed_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reopened_by__isnull", False), ("reopened_at__isnull", False)),
                                    models.Q(
                                        models.Q(("reopened_by__isnull", False), _negated=True),
                                        models.Q(("reopened_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_opinion_reopened_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "signed"), ("signed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "signed"), _negated=True),
                                        models.Q(("signed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_opinion_signed_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status", "draft"), models.Q(("text", ""), _negated=True), _connector="OR"
                                ),
                                name="projects_opinion_signed_says_something",
                                violation_error_message="签字前请写明专家组意见。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount", None),
                                    models.Q(("amount__gte", 0), ("result", "passed")),
                                    _connector="OR",
                                ),
                                name="projects_opinion_amount_if_passed",
                                violation_error_message="通过的才写建议资助经费，且不能为负数。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reopened_at", None), ("reopen_reason", "")),
                                    models.Q(
                                        models.Q(("reopened_at", None), _negated=True),
                                        models.Q(("reopen_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_opinion_reopened_says_why",
                                violation_error_message="退回须写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Panel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(help_text="如：新材料组答辩会。", max_length=100, verbose_name="名称"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planning", "筹备"),
                                    ("called", "已通知"),
                                    ("sitting", "会议进行中"),
                                    ("ended", "已结束"),
                                    ("cancelled", "已取消"),
                                ],
                                default="planning",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="开始时间")),
                        (
                            "place",
                            models.CharField(
                                blank=True, help_text="线上举行的可不填。", max_length=200, verbose_name="地点"
                            ),
                        ),
                        ("link", models.URLField(blank=True, max_length=300, verbose_name="线上会议链接")),
                        (
                            "mode",
                            models.CharField(
                                choices=[("scores", "打分"), ("votes", "表决（同意、不同意、弃权）")],
                                default="scores",
                                max_length=10,
                                verbose_name="评议方式",
                            ),
                        ),
                        ("is_secret", models.BooleanField(default=False, editable=False, verbose_name="无记名")),
                        (
                            "rule",
                            models.CharField(
                                choices=[
                                    ("majority", "到会专家过半数同意"),
                                    ("two_thirds", "到会专家三分之二以上同意"),
                                    ("three_quarters", "到会专家四分之三以上同意"),
                                ],
                                default="two_thirds",
                                help_text="表决时用。",
                                max_length=20,
                                verbose_name="表决通过的条件",
                            ),
                        ),
                        (
                            "pass_score",
                            models.DecimalField(
                                decimal_places=2,
                                default=60,
                                help_text="打分时用：平均分不低于此分的通过。",
                                max_digits=5,
                                verbose_name="打分通过的分数线",
                            ),
                        ),
                        (
                            "least_present",
                            models.PositiveSmallIntegerField(
                                default=5, help_text="逐项计算，回避离场的不计入。", verbose_name="到会专家不少于（人）"
                            ),
                        ),
                        (
                            "minutes_each",
                            models.PositiveSmallIntegerField(
                                default=20,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(480),
                                ],
                                verbose_name="每项时间（分钟）",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="取消理由"),
                        ),
                        ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="筹备时间")),
                        (
                            "called_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="通知时间"),
                        ),
                        (
                            "begun_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="实际开始时间"),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="结束时间"),
                        ),
                        (
                            "begun_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="宣布开始人",
                            ),
                        ),
                        (
                            "called_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="通知人",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="筹备人",
                            ),
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
                                verbose_name="宣布结束人",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                help_text="只评议一个分组的项目；不分组的留空。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="panels",
                                to="projects.reviewgroup",
                                verbose_name="分组",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="panels",
                                to="projects.reviewround",
                                verbose_name="评审轮次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会评",
                        "verbose_name_plural": "会评",
                        "permissions": [("run_panel", "会场：签到、开始与结束评议"), ("sit_panel", "参加会评")],
                        "default_permissions": ("view", "add", "change"),
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
                                name="projects_panel_created_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("called_by__isnull", False), ("called_at__isnull", False)),
                                    models.Q(
                                        models.Q(("called_by__isnull", False), _negated=True),
                                        models.Q(("called_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_panel_called_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("begun_by__isnull", False), ("begun_at__isnull", False)),
                                    models.Q(
                                        models.Q(("begun_by__isnull", False), _negated=True),
                                        models.Q(("begun_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_panel_begun_signed",
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
                                name="projects_panel_ended_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("round", "name"),
                                name="projects_panel_one_per_name",
                                violation_error_message="该轮次已有同名会评。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("place", ""), _negated=True),
                                    models.Q(("link", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_panel_is_somewhere",
                                violation_error_message="请填地点或线上会议链接。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("least_present__gte", 1),
                                    ("least_present__lte", 99),
                                    ("pass_score__gte", 0),
                                    ("pass_score__lte", 100),
                                ),
                                name="projects_panel_numbers_possible",
                                violation_error_message="到会人数至少 1 人，分数线在 0 至 100 之间。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("is_secret", False), ("mode", "votes"), _connector="OR"),
                                name="projects_panel_secret_is_a_vote",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("called", "sitting", "ended")), _negated=True),
                                    ("called_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_panel_called_is_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("sitting", "ended")), ("begun_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status__in", ("sitting", "ended")), _negated=True),
                                        models.Q(("begun_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_panel_begun_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "ended"), ("ended_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "ended"), _negated=True),
                                        models.Q(("ended_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_panel_ended_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "cancelled"), models.Q(("reason", ""), _negated=True)),
                                    models.Q(models.Q(("status", "cancelled"), _negated=True), ("reason", "")),
                                    _connector="OR",
                                ),
                                name="projects_panel_cancelled_iff_says_why",
                                violation_error_message="取消须写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PanelMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="代号")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("listed", "拟邀请"),
                                    ("invited", "待确认"),
                                    ("accepted", "已确认"),
                                    ("declined", "不能参加"),
                                    ("removed", "已调整"),
                                ],
                                default="listed",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("is_chair", models.BooleanField(default=False, verbose_name="组长")),
                        ("is_present", models.BooleanField(default=False, editable=False, verbose_name="到会")),
                        (
                            "attended_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="签到时间"),
                        ),
                        (
                            "invited_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="邀请时间"),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="答复时间"),
                        ),
                        ("reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="理由")),
                        (
                            "attended_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签到登记人",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="panels",
                                to="projects.expert",
                                verbose_name="专家",
                            ),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="邀请人",
                            ),
                        ),
                        (
                            "panel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="projects.panel",
                                verbose_name="会评",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会评专家",
                        "verbose_name_plural": "会评专家",
                        "ordering": ["-is_chair", "number"],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("invited_by__isnull", False), ("invited_at__isnull", False)),
                                    models.Q(
                                        models.Q(("invited_by__isnull", False), _negated=True),
                                        models.Q(("invited_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_panelmember_invited_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("attended_by__isnull", False), ("attended_at__isnull", False)),
                                    models.Q(
                                        models.Q(("attended_by__isnull", False), _negated=True),
                                        models.Q(("attended_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_panelmember_attended_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("panel", "expert"),
                                name="projects_panelmember_once",
                                violation_error_message="该专家已在名单中。",
                            ),
                            models.UniqueConstraint(
                                fields=("panel", "number"), name="projects_panelmember_one_per_number"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_chair", True)),
                                fields=("panel",),
                                name="projects_panelmember_one_chair",
                                violation_error_message="组长只能有一人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_chair", False),
                                    models.Q(("status__in", ("declined", "removed")), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_panelmember_chair_comes",
                                violation_error_message="不能参加的专家不能任组长。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_present", False),
                                    models.Q(("attended_at__isnull", False), ("status", "accepted")),
                                    _connector="OR",
                                ),
                                name="projects_panelmember_present_has_accepted",
                                violation_error_message="确认参加的专家才能签到。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("accepted", "declined")), _negated=True),
                                    ("answered_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_panelmember_answered_is_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("declined", "removed")), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_panelmember_says_why",
                                violation_error_message="须写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Leaving",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="情形")),
                        ("left_at", models.DateTimeField(blank=True, editable=False, verbose_name="离场时间")),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="leavings",
                                to="projects.agendaitem",
                                verbose_name="会评项目",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="leavings",
                                to="projects.panelmember",
                                verbose_name="会评专家",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "回避离场",
                        "verbose_name_plural": "回避离场",
                        "ordering": ["pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("item", "member"), name="projects_leaving_once"),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="projects_leaving_says_why"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ballot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("turn", models.PositiveSmallIntegerField(verbose_name="第几次评议")),
                        (
                            "choice",
                            models.CharField(
                                blank=True,
                                choices=[("agree", "同意"), ("oppose", "不同意"), ("abstain", "弃权")],
                                max_length=10,
                                verbose_name="表决",
                            ),
                        ),
                        ("marks", models.JSONField(blank=True, default=dict, verbose_name="逐项评分")),
                        (
                            "total",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="总分"
                            ),
                        ),
                        ("comment", models.TextField(blank=True, max_length=2000, verbose_name="意见")),
                        ("cast_at", models.DateTimeField(blank=True, editable=False, verbose_name="提交时间")),
                        (
                            "entered_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="代录时间"),
                        ),
                        (
                            "blocked_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="因回避不计时间"),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代录人",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ballots",
                                to="projects.agendaitem",
                                verbose_name="会评项目",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ballots",
                                to="projects.panelmember",
                                verbose_name="会评专家",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会评评分与表决",
                        "verbose_name_plural": "会评评分与表决",
                        "ordering": ["member__number"],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("entered_by__isnull", False), ("entered_at__isnull", False)),
                                    models.Q(
                                        models.Q(("entered_by__isnull", False), _negated=True),
                                        models.Q(("entered_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_ballot_entered_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("item", "member", "turn"),
                                name="projects_ballot_one_each",
                                violation_error_message="您已提交，每人一票。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("total", None), models.Q(("total__gte", 0), ("total__lte", 100)), _connector="OR"
                                ),
                                name="projects_ballot_total_of_a_hundred",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("choice", ""), ("choice__in", ["agree", "oppose", "abstain"]), _connector="OR"
                                ),
                                name="projects_ballot_choice_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PanelView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.CharField(max_length=255, verbose_name="材料")),
                        ("viewed_at", models.DateTimeField(blank=True, editable=False, verbose_name="查看时间")),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="views",
                                to="projects.agendaitem",
                                verbose_name="会评项目",
                            ),
                        ),
                        (
                            "viewed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="查看人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会评材料查看记录",
                        "verbose_name_plural": "会评材料查看记录",
                        "ordering": ["pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("viewed_by__isnull", False), ("viewed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("viewed_by__isnull", False), _negated=True),
                                        models.Q(("viewed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_panelview_viewed_signed",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Project",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("changed_at", models.DateTimeField(editable=False, verbose_name="最后变动")),
                        (
                            "corrected",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=50),
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                verbose_name="更正过的项",
                            ),
                        ),
                        ("voided_at", models.DateTimeField(editable=False, null=True, verbose_name="作废时间")),
                        (
                            "void_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="作废理由"),
                        ),
                        ("undone", models.BooleanField(default=False, editable=False, verbose_name="随导入撤销")),
                        ("number", models.CharField(max_length=100, verbose_name="项目编号")),
                        ("title", models.CharField(max_length=500, verbose_name="项目名称")),
                        ("organisation_name", models.CharField(max_length=500, verbose_name="承担单位")),
                        ("organisation_key", models.CharField(blank=True, editable=False, max_length=500)),
                        ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                        (
                            "level",
                            models.CharField(
                                choices=[("national", "国家级"), ("provincial", "省级"), ("city", "市级")],
                                max_length=20,
                                verbose_name="级别",
                            ),
                        ),
                        ("category", models.CharField(blank=True, max_length=300, verbose_name="计划类别")),
                        ("county", models.CharField(blank=True, max_length=200, verbose_name="县（市、区）")),
                        ("leader", models.CharField(blank=True, max_length=200, verbose_name="负责人")),
                        ("approved_on", models.DateField(verbose_name="立项日期")),
                        (
                            "granted_amount",
                            models.DecimalField(decimal_places=2, max_digits=16, verbose_name="财政经费（元）"),
                        ),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                sources=("title", "organisation_name"),
                            ),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.division",
                                verbose_name="区划",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="projects",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="lists.importrun",
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "voided_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="作废人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "立项项目",
                        "verbose_name_plural": "立项项目",
                        "permissions": [
                            ("export_project", "导出"),
                            ("correct_project", "更正"),
                            ("void_project", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="project_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)), fields=["id"], name="project_voided"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="project_search"
                            ),
                            models.Index(fields=["approved_on"], name="project_approved"),
                            models.Index(fields=["level", "id"], name="project_by_level"),
                            models.Index(
                                condition=models.Q(("organisation__isnull", True)),
                                fields=["organisation_key"],
                                name="project_unmatched",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("voided_by__isnull", False), ("voided_at__isnull", False)),
                                    models.Q(
                                        models.Q(("voided_by__isnull", False), _negated=True),
                                        models.Q(("voided_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_project_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_project_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("number",),
                                name="projects_project_one_per_number",
                                violation_error_message="该项目编号已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("granted_amount__gte", 0)),
                                name="projects_project_grant_not_negative",
                                violation_error_message="财政经费不能为负数。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ComparedText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=500, verbose_name="名称")),
                        ("body", models.TextField(blank=True, verbose_name="正文")),
                        ("digest", models.CharField(max_length=64, verbose_name="指纹")),
                        ("compared_at", models.DateTimeField(editable=False, null=True, verbose_name="比对时间")),
                        (
                            "application",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="compared",
                                to="projects.application",
                                verbose_name="项目申报",
                            ),
                        ),
                        (
                            "project",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="compared",
                                to="projects.project",
                                verbose_name="立项项目",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "比对文本",
                        "verbose_name_plural": "比对文本",
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("application__isnull", False), ("project__isnull", True)),
                                    models.Q(("application__isnull", True), ("project__isnull", False)),
                                    _connector="OR",
                                ),
                                name="projects_comparedtext_one_source",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "title",
                            models.CharField(help_text="如：第一批立项建议。", max_length=100, verbose_name="名称"),
                        ),
                        (
                            "prefix",
                            models.CharField(
                                help_text="如：GZKJ2026，后接三位顺序号。", max_length=30, verbose_name="项目编号前缀"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "起草中"),
                                    ("submitted", "待审定"),
                                    ("approved", "已审定，待公示"),
                                    ("public", "公示中"),
                                    ("concluded", "公示结束，已立项"),
                                    ("released", "结果已发布"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "minutes",
                            models.CharField(blank=True, editable=False, max_length=100, verbose_name="会议纪要文号"),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回意见"),
                        ),
                        (
                            "settlement",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="异议处理说明"),
                        ),
                        ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="起草时间")),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="送审时间"),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="审定时间"),
                        ),
                        (
                            "settled_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="异议处理时间"),
                        ),
                        (
                            "concluded_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="立项时间"),
                        ),
                        (
                            "released_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="发布结果时间"),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审定人",
                            ),
                        ),
                        (
                            "call",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="projects.call",
                                verbose_name="申报批次",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="起草人",
                            ),
                        ),
                        (
                            "publicity",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="publicity.publicity",
                                verbose_name="公示",
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发布结果人",
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="异议处理人",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
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
                        "verbose_name": "立项建议",
                        "verbose_name_plural": "立项建议",
                        "permissions": [
                            ("compose_proposal", "起草、编制与送审"),
                            ("approve_proposal", "审定、退回与异议后取消"),
                            ("publicise_proposal", "发起公示"),
                            ("release_proposal", "向申报单位发布结果"),
                        ],
                        "default_permissions": ("view",),
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
                                name="projects_proposal_created_signed",
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
                                name="projects_proposal_submitted_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("approved_by__isnull", False), ("approved_at__isnull", False)),
                                    models.Q(
                                        models.Q(("approved_by__isnull", False), _negated=True),
                                        models.Q(("approved_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_proposal_approved_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("settled_by__isnull", False), ("settled_at__isnull", False)),
                                    models.Q(
                                        models.Q(("settled_by__isnull", False), _negated=True),
                                        models.Q(("settled_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_proposal_settled_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("released_by__isnull", False), ("released_at__isnull", False)),
                                    models.Q(
                                        models.Q(("released_by__isnull", False), _negated=True),
                                        models.Q(("released_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_proposal_released_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("call", "title"),
                                name="projects_proposal_one_per_title",
                                violation_error_message="该批次已有同名的立项建议。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by", None),
                                    models.Q(
                                        models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                                        models.Q(("approved_by", models.F("created_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_proposal_approved_by_another",
                                violation_error_message="起草人和送审人不能审定自己的立项建议，请由另一位审定。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ("approved", "public", "concluded", "released")),
                                        ("approved_at__isnull", False),
                                        models.Q(("minutes", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("status__in", ("approved", "public", "concluded", "released")),
                                            _negated=True,
                                        ),
                                        models.Q(
                                            ("approved_at__isnull", False),
                                            models.Q(("minutes", ""), _negated=True),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_proposal_approved_iff_minuted",
                                violation_error_message="审定须写明会议纪要文号。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ("draft",)), ("submitted_at__isnull", False), _connector="OR"
                                ),
                                name="projects_proposal_beyond_draft_was_submitted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ("public", "concluded", "released")),
                                        ("publicity__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ("public", "concluded", "released")), _negated=True),
                                        models.Q(("publicity__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_proposal_public_iff_publicity",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ("concluded", "released")), ("concluded_at__isnull", False)
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ("concluded", "released")), _negated=True),
                                        models.Q(("concluded_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_proposal_concluded_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "released"), ("released_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "released"), _negated=True),
                                        models.Q(("released_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_proposal_released_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("settled_at__isnull", False), models.Q(("settlement", ""), _negated=True)
                                    ),
                                    models.Q(
                                        models.Q(("settled_at__isnull", False), _negated=True), ("settlement", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_proposal_settled_says_how",
                                violation_error_message="须写明异议如何处理。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProposalLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveIntegerField(blank=True, null=True, verbose_name="名次")),
                        (
                            "score",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="得分"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("approve", "立项"), ("reserve", "备选"), ("reject", "不立项")],
                                max_length=20,
                                verbose_name="建议",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="资助经费（元）"
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="理由")),
                        (
                            "number",
                            models.CharField(blank=True, editable=False, max_length=50, verbose_name="项目编号"),
                        ),
                        (
                            "struck_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="取消时间"),
                        ),
                        (
                            "struck_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="取消理由"),
                        ),
                        (
                            "application",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision",
                                to="projects.application",
                                verbose_name="申报",
                            ),
                        ),
                        (
                            "project",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision",
                                to="projects.project",
                                verbose_name="立项项目",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="projects.proposal",
                                verbose_name="立项建议",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "立项建议明细",
                        "verbose_name_plural": "立项建议明细",
                        "ordering": ["place", "pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "approve"), ("amount__isnull", False)),
                                    models.Q(
                                        models.Q(("outcome", "approve"), _negated=True),
                                        models.Q(("amount__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_proposalline_approved_iff_amount",
                                violation_error_message="立项须写明资助经费，不立项和备选不写。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                                name="projects_proposalline_amount_not_negative",
                                violation_error_message="资助经费不能为负数。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "reject"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_proposalline_rejected_says_why",
                                violation_error_message="不立项须写明理由。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("number", ""), _negated=True),
                                fields=("number",),
                                name="projects_proposalline_one_per_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(
                                            ("struck_at__isnull", False), models.Q(("struck_reason", ""), _negated=True)
                                        ),
                                        models.Q(
                                            models.Q(("struck_at__isnull", False), _negated=True), ("struck_reason", "")
                                        ),
                                        _connector="OR",
                                    ),
                                    models.Q(("struck_at", None), ("outcome", "approve"), _connector="OR"),
                                ),
                                name="projects_proposalline_struck_says_why",
                                violation_error_message="取消须写明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("project", None),
                                    models.Q(
                                        ("outcome", "approve"),
                                        ("struck_at", None),
                                        models.Q(("number", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_proposalline_project_of_an_approved_one",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("unread", models.JSONField(blank=True, default=list, verbose_name="无法识别")),
                        ("read_at", models.DateTimeField(blank=True, editable=False, verbose_name="识别时间")),
                        (
                            "checked_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="人工核对时间"),
                        ),
                        (
                            "attachment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reading",
                                to="projects.attachment",
                                verbose_name="附件",
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核对人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "附件文字识别",
                        "verbose_name_plural": "附件文字识别",
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("checked_by__isnull", False), ("checked_at__isnull", False)),
                                    models.Q(
                                        models.Q(("checked_by__isnull", False), _negated=True),
                                        models.Q(("checked_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_reading_checked_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("checked_at", None), models.Q(("unread", []), _negated=True), _connector="OR"
                                ),
                                name="projects_reading_checked_what_was_unread",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recusal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("same_unit", "与申报单位、合作单位或项目组成员同单位"),
                                    ("former_unit", "近年曾在申报单位、合作单位或项目组成员的单位任职"),
                                    ("team", "项目组成员"),
                                    ("own_application", "本人申报同一批次"),
                                    ("co_project", "近年与项目组成员合作承担项目"),
                                    ("co_author", "近年与项目组成员合作论文、专利或成果"),
                                    ("shareholding", "持有申报单位股份或有投资关系"),
                                    ("part_time", "在申报单位兼职或任顾问"),
                                    ("family", "与项目组成员有亲属关系"),
                                    ("advisor", "与项目组成员有师生关系"),
                                    ("named", "申报人提出不宜评审"),
                                    ("declared", "专家声明有利害关系"),
                                    ("other", "其他可能影响公正的关系"),
                                ],
                                max_length=20,
                                verbose_name="情形",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("register", "登记"),
                                    ("applicant", "申报人名单"),
                                    ("expert", "专家声明"),
                                    ("found", "系统发现，经工作人员认定"),
                                    ("officer", "工作人员"),
                                ],
                                max_length=20,
                                verbose_name="来源",
                            ),
                        ),
                        ("evidence", models.CharField(max_length=300, verbose_name="依据")),
                        (
                            "created_at",
                            models.DateTimeField(
                                blank=True, default=django.utils.timezone.now, editable=False, verbose_name="登记时间"
                            ),
                        ),
                        (
                            "lifted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="解除时间"),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="解除理由"),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recusals",
                                to="projects.application",
                                verbose_name="申报",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recusals",
                                to="projects.expert",
                                verbose_name="专家",
                            ),
                        ),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="解除人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评审回避",
                        "verbose_name_plural": "评审回避",
                        "permissions": [("decide_recusal", "登记、认定与解除")],
                        "default_permissions": ("view",),
                        "indexes": [models.Index(fields=["application", "expert"], name="recusal_by_application")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lifted_by__isnull", False), ("lifted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("lifted_by__isnull", False), _negated=True),
                                        models.Q(("lifted_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_recusal_lifted_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("source__in", ("register", "applicant")),
                                    ("created_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_recusal_created_signed",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("lifted_at", None)),
                                fields=("expert", "application", "ground"),
                                name="projects_recusal_once_per_ground",
                                violation_error_message="该情形已登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("evidence", ""), _negated=True),
                                name="projects_recusal_has_evidence",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lifted_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                                    models.Q(models.Q(("lifted_at__isnull", False), _negated=True), ("reason", "")),
                                    _connector="OR",
                                ),
                                name="projects_recusal_lifted_says_why",
                                violation_error_message="解除须写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Restriction",
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
                                choices=[("overdue", "逾期未结题"), ("dishonest", "失信")],
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        ("person_name", models.CharField(blank=True, max_length=50, verbose_name="个人姓名")),
                        (
                            "person_number",
                            bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="个人身份证号"),
                        ),
                        (
                            "person_number_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="person_number"
                            ),
                        ),
                        ("about", models.CharField(max_length=200, verbose_name="项目或事由")),
                        ("source", models.CharField(max_length=200, verbose_name="依据文件")),
                        ("starts_on", models.DateField(verbose_name="起始日期")),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True,
                                help_text="逾期项目结题后填写；失信一般 5 年。",
                                null=True,
                                verbose_name="终止日期",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="restrictions",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "申报限制",
                        "verbose_name_plural": "申报限制",
                        "permissions": [("unmask_restriction", "查看完整个人信息")],
                        "indexes": [models.Index(fields=["person_number_index"], name="restriction_by_person")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("organisation__isnull", False),
                                    models.Q(("person_name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_restriction_of_somebody",
                                violation_error_message="须写明单位或个人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("person_name", ""), _negated=True),
                                        models.Q(("person_number_index", ""), _negated=True),
                                    ),
                                    models.Q(("person_name", ""), ("person_number_index", "")),
                                    _connector="OR",
                                ),
                                name="projects_restriction_person_has_number",
                                violation_error_message="个人须同时填姓名和身份证号，以免同名误伤。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                                ),
                                name="projects_restriction_ends_after_start",
                                violation_error_message="终止日期不能早于起始日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="组名")),
                        (
                            "field",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.expertisefield",
                                verbose_name="专业领域",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="groups",
                                to="projects.reviewround",
                                verbose_name="评审轮次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评审分组",
                        "verbose_name_plural": "评审分组",
                        "ordering": ["pk"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("round", "name"),
                                name="projects_reviewgroup_one_per_name",
                                violation_error_message="该轮次已有同名分组。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DrawLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "type",
                            models.CharField(
                                choices=[
                                    ("technical", "技术"),
                                    ("financial", "财务"),
                                    ("management", "管理"),
                                    ("investment", "投资"),
                                    ("legal", "法律"),
                                ],
                                default="technical",
                                max_length=20,
                                verbose_name="专家类型",
                            ),
                        ),
                        ("seats", models.PositiveSmallIntegerField(default=5, verbose_name="人数")),
                        ("backups", models.PositiveSmallIntegerField(default=5, verbose_name="备选")),
                        (
                            "draw",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="projects.draw",
                                verbose_name="抽取",
                            ),
                        ),
                        (
                            "field",
                            models.ForeignKey(
                                blank=True,
                                help_text="含其下级领域；财务等不限领域的留空。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.expertisefield",
                                verbose_name="专业领域",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                help_text="不分组的留空。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.reviewgroup",
                                verbose_name="分组",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "抽取要求",
                        "verbose_name_plural": "抽取要求",
                        "ordering": ["pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("draw", "group", "type", "field"),
                                name="projects_drawline_once",
                                nulls_distinct=False,
                                violation_error_message="同一组、同一类型和领域只写一行。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("seats__gte", 1)),
                                name="projects_drawline_asks_somebody",
                                violation_error_message="人数至少 1。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewRound",
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
                                choices=[("online", "网评"), ("panel", "会评")],
                                default="online",
                                max_length=10,
                                verbose_name="方式",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="名称")),
                        (
                            "status",
                            models.CharField(
                                choices=[("preparing", "筹备"), ("reviewing", "评审中"), ("ended", "已结束")],
                                default="preparing",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("per_application", models.PositiveSmallIntegerField(default=5, verbose_name="每项评审专家数")),
                        ("is_blind", models.BooleanField(default=False, verbose_name="隐去申报单位和人员")),
                        ("due_at", models.DateTimeField(verbose_name="评审截止")),
                        (
                            "created_at",
                            models.DateTimeField(
                                blank=True, default=django.utils.timezone.now, editable=False, verbose_name="建立时间"
                            ),
                        ),
                        (
                            "started_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="启动时间"),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="结束时间"),
                        ),
                        (
                            "call",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds",
                                to="projects.call",
                                verbose_name="申报批次",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="建立人",
                            ),
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
                            "started_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="启动人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评审轮次",
                        "verbose_name_plural": "评审轮次",
                        "permissions": [("run_reviewround", "启动与结束")],
                        "default_permissions": ("view", "add", "change"),
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
                                name="projects_reviewround_created_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("started_by__isnull", False), ("started_at__isnull", False)),
                                    models.Q(
                                        models.Q(("started_by__isnull", False), _negated=True),
                                        models.Q(("started_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_reviewround_started_signed",
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
                                name="projects_reviewround_ended_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("call", "name"),
                                name="projects_reviewround_one_per_name",
                                violation_error_message="该批次已有同名轮次。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("per_application__gte", 1), ("per_application__lte", 30)),
                                name="projects_reviewround_reviewers_possible",
                                violation_error_message="每项评审专家数须在 1 至 30 之间。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "preparing"), ("started_at", None)),
                                    models.Q(
                                        models.Q(("status", "preparing"), _negated=True),
                                        models.Q(("started_at", None), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_reviewround_started_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "ended"), ("ended_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "ended"), _negated=True),
                                        models.Q(("ended_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_reviewround_ended_iff_dated",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_items",
                                to="projects.application",
                                verbose_name="申报",
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
                                verbose_name="专业领域",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="projects.reviewgroup",
                                verbose_name="分组",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="projects.reviewround",
                                verbose_name="评审轮次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评审项目",
                        "verbose_name_plural": "评审项目",
                        "ordering": ["pk"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("round", "application"),
                                name="projects_reviewitem_once",
                                violation_error_message="该项目已在本轮次中。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pledge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="承诺书")),
                        ("signed_at", models.DateTimeField(blank=True, editable=False, verbose_name="签署时间")),
                        (
                            "is_on_paper",
                            models.BooleanField(default=False, editable=False, verbose_name="签在纸上，由工作人员登记"),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pledges",
                                to="projects.expert",
                                verbose_name="专家",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                help_text="签在纸上的，为登记人。",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签署人",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pledges",
                                to="projects.reviewround",
                                verbose_name="评审轮次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评审承诺书",
                        "verbose_name_plural": "评审承诺书",
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("signed_by__isnull", False), ("signed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("signed_by__isnull", False), _negated=True),
                                        models.Q(("signed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_pledge_signed_signed",
                            ),
                            models.UniqueConstraint(fields=("round", "expert"), name="projects_pledge_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pairing",
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
                                choices=[("fixed", "固定"), ("forbidden", "禁止")], max_length=10, verbose_name="方式"
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="理由")),
                        (
                            "created_at",
                            models.DateTimeField(
                                blank=True, default=django.utils.timezone.now, editable=False, verbose_name="登记时间"
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.application",
                                verbose_name="申报",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.expert",
                                verbose_name="专家",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pairings",
                                to="projects.reviewround",
                                verbose_name="评审轮次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "固定与禁止的配对",
                        "verbose_name_plural": "固定与禁止的配对",
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
                                name="projects_pairing_created_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("round", "application", "expert"),
                                name="projects_pairing_once",
                                violation_error_message="这一对已经固定或禁止。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="projects_pairing_says_why"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssignmentPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="第几次")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "计算中"),
                                    ("solved", "待采用"),
                                    ("failed", "无解"),
                                    ("adopted", "已采用"),
                                    ("stopped", "已取消"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("instance", models.BinaryField(default=b"", verbose_name="算例")),
                        (
                            "digest",
                            models.CharField(blank=True, editable=False, max_length=64, verbose_name="算例指纹"),
                        ),
                        ("pairs", models.JSONField(blank=True, default=list, editable=False, verbose_name="配对")),
                        ("total", models.PositiveBigIntegerField(editable=False, null=True, verbose_name="匹配度合计")),
                        ("bound", models.PositiveBigIntegerField(editable=False, null=True, verbose_name="可达上限")),
                        ("worst", models.PositiveIntegerField(editable=False, null=True, verbose_name="最低匹配度")),
                        ("least_load", models.PositiveIntegerField(editable=False, null=True, verbose_name="最少任务")),
                        ("most_load", models.PositiveIntegerField(editable=False, null=True, verbose_name="最多任务")),
                        ("reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="说明")),
                        (
                            "asked_at",
                            models.DateTimeField(
                                blank=True, default=django.utils.timezone.now, editable=False, verbose_name="求解时间"
                            ),
                        ),
                        (
                            "solved_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="算出时间"),
                        ),
                        (
                            "adopted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="采用时间"),
                        ),
                        (
                            "adopted_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="采用人",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="求解人",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plans",
                                to="projects.reviewround",
                                verbose_name="评审轮次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "分配方案",
                        "verbose_name_plural": "分配方案",
                        "ordering": ["-pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("asked_by__isnull", False), ("asked_at__isnull", False)),
                                    models.Q(
                                        models.Q(("asked_by__isnull", False), _negated=True),
                                        models.Q(("asked_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_assignmentplan_asked_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("adopted_by__isnull", False), ("adopted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("adopted_by__isnull", False), _negated=True),
                                        models.Q(("adopted_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_assignmentplan_adopted_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("round", "number"), name="projects_assignmentplan_one_per_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ("solved", "adopted")),
                                        ("bound__isnull", False),
                                        ("solved_at__isnull", False),
                                        ("total__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ("solved", "adopted")), _negated=True),
                                        models.Q(
                                            ("bound__isnull", False),
                                            ("solved_at__isnull", False),
                                            ("total__isnull", False),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_assignmentplan_solved_iff_measured",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "adopted"), ("adopted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "adopted"), _negated=True),
                                        models.Q(("adopted_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_assignmentplan_adopted_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("failed", "stopped")), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_assignmentplan_says_why",
                                violation_error_message="须写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewScheme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "aggregation",
                            models.CharField(
                                choices=[
                                    ("mean", "平均分"),
                                    ("trimmed", "去掉一个最高分和一个最低分（满 5 份起）"),
                                    ("standardised", "按专家标准化（T 分）"),
                                ],
                                default="mean",
                                max_length=20,
                                verbose_name="计分方法",
                            ),
                        ),
                        (
                            "least_reviews",
                            models.PositiveSmallIntegerField(default=3, verbose_name="有效评审不少于（份）"),
                        ),
                        (
                            "spread_limit",
                            models.DecimalField(
                                decimal_places=2,
                                default=20,
                                help_text="最高分减最低分大于此值的，提示请更多专家评审。",
                                max_digits=5,
                                verbose_name="分差提示（分）",
                            ),
                        ),
                        (
                            "is_blind",
                            models.BooleanField(
                                default=False,
                                help_text="专家看不到申报单位、人员和联系方式；文件名和文件属性一并隐去。",
                                verbose_name="盲评",
                            ),
                        ),
                        (
                            "replaces_recused",
                            models.BooleanField(
                                default=False,
                                help_text="评审中新发现须回避的，系统自动改派；不勾选的只停止评分并提醒工作人员。专家本人声明回避的总是自动改派。",
                                verbose_name="后来的回避自动改派",
                            ),
                        ),
                        (
                            "comment_least",
                            models.PositiveSmallIntegerField(default=100, verbose_name="总体意见不少于（字）"),
                        ),
                        ("asks_amount", models.BooleanField(default=True, verbose_name="请专家建议经费额度")),
                        (
                            "panel_use",
                            models.CharField(
                                choices=[
                                    ("accompanies", "只作参考，不改变网评得分"),
                                    ("weighted", "按权重与网评得分合计"),
                                    ("replaces", "代替网评得分"),
                                ],
                                default="accompanies",
                                max_length=20,
                                verbose_name="会评得分的作用",
                            ),
                        ),
                        (
                            "panel_share",
                            models.DecimalField(
                                decimal_places=1,
                                default=50,
                                help_text="按权重合计时用，其余为网评的权重。",
                                max_digits=4,
                                verbose_name="会评权重（%）",
                            ),
                        ),
                        (
                            "panel_secret",
                            models.BooleanField(
                                default=False,
                                help_text="任何人（含工作人员和导出）都看不到谁投了什么票，只有票数。",
                                verbose_name="会评表决无记名",
                            ),
                        ),
                        (
                            "call",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="scheme",
                                to="projects.call",
                                verbose_name="申报批次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评审方案",
                        "verbose_name_plural": "评审方案",
                        "default_permissions": ("view", "change"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("least_reviews__gte", 1), ("spread_limit__gt", 0)),
                                name="projects_reviewscheme_asks_for_reviews",
                                violation_error_message="有效评审至少 1 份，分差提示须大于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("panel_share__gt", 0), ("panel_share__lt", 100)),
                                name="projects_reviewscheme_panel_shares",
                                violation_error_message="会评权重须大于 0、小于 100。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SchemeCriterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                        (
                            "code",
                            models.CharField(
                                max_length=40,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        re.compile("^[a-z][a-z0-9_]{0,39}$"),
                                        "代码须是小写字母开头的字母、数字和下划线。",
                                    )
                                ],
                                verbose_name="代码",
                            ),
                        ),
                        ("label", models.CharField(max_length=60, verbose_name="指标")),
                        (
                            "weight",
                            models.DecimalField(decimal_places=2, max_digits=5, verbose_name="权重（合计 100）"),
                        ),
                        ("most", models.DecimalField(decimal_places=1, max_digits=5, verbose_name="满分")),
                        ("help", models.CharField(blank=True, max_length=500, verbose_name="评分要点")),
                        (
                            "anchors",
                            models.TextField(
                                blank=True,
                                help_text="一行一档，例如“国际先进：9-10”。",
                                max_length=1000,
                                verbose_name="分档",
                            ),
                        ),
                        ("comment_least", models.PositiveSmallIntegerField(default=0, verbose_name="说明不少于（字）")),
                        (
                            "tie",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="总分相同时先比次序 1 的指标；不填不比。",
                                null=True,
                                verbose_name="同分比较次序",
                            ),
                        ),
                        (
                            "scheme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="projects.reviewscheme",
                                verbose_name="评审方案",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评审指标",
                        "verbose_name_plural": "评审指标",
                        "ordering": ["position", "pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("scheme", "code"),
                                name="projects_schemecriterion_one_per_code",
                                violation_error_message="指标代码重复。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("most__gt", 0),
                                    ("weight__gt", 0),
                                    ("weight__lte", 100),
                                    models.Q(("tie", None), ("tie__gte", 1), _connector="OR"),
                                ),
                                name="projects_schemecriterion_counts",
                                violation_error_message="权重须大于 0、不超过 100，满分须大于 0，同分次序从 1 起。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "place",
                            models.PositiveSmallIntegerField(
                                blank=True, editable=False, null=True, verbose_name="抽取次序"
                            ),
                        ),
                        ("was_backup", models.BooleanField(default=False, editable=False, verbose_name="抽为备选")),
                        (
                            "stands_in",
                            models.BooleanField(default=False, editable=False, verbose_name="只补评个别项目"),
                        ),
                        ("note", models.CharField(blank=True, editable=False, max_length=300, verbose_name="递补说明")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="代号")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("drawn", "抽取"),
                                    ("solved", "求解"),
                                    ("appointed", "指定"),
                                    ("substitute", "补抽"),
                                    ("replaced", "改派"),
                                ],
                                max_length=20,
                                verbose_name="产生方式",
                            ),
                        ),
                        (
                            "seated_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("technical", "技术"),
                                    ("financial", "财务"),
                                    ("management", "管理"),
                                    ("investment", "投资"),
                                    ("legal", "法律"),
                                ],
                                max_length=20,
                                verbose_name="以何类型",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("backup", "备选"),
                                    ("invited", "待确认"),
                                    ("accepted", "已确认"),
                                    ("declined", "婉拒"),
                                    ("cancelled", "已取消"),
                                ],
                                default="backup",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "invited_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="邀请时间"),
                        ),
                        (
                            "answer_by_day",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="答复期限"),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="答复时间"),
                        ),
                        ("reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="理由")),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="projects.expert",
                                verbose_name="专家",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="projects.reviewgroup",
                                verbose_name="分组",
                            ),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="邀请人",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="drawn",
                                to="projects.drawline",
                                verbose_name="抽取要求",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="projects.reviewround",
                                verbose_name="评审轮次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评审席位",
                        "verbose_name_plural": "评审席位",
                        "ordering": ["pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("invited_by__isnull", False), ("invited_at__isnull", False)),
                                    models.Q(
                                        models.Q(("invited_by__isnull", False), _negated=True),
                                        models.Q(("invited_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_seat_invited_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("round", "expert"),
                                name="projects_seat_once",
                                violation_error_message="该专家在本轮次已有席位。",
                            ),
                            models.UniqueConstraint(fields=("round", "number"), name="projects_seat_one_per_number"),
                            models.UniqueConstraint(fields=("line", "place"), name="projects_seat_one_per_place"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("line__isnull", False), ("place__isnull", False)),
                                    models.Q(
                                        models.Q(("line__isnull", False), _negated=True),
                                        models.Q(("place__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_seat_drawn_has_a_place",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("invited", "accepted")), _negated=True),
                                    ("invited_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_seat_held_was_invited",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("accepted", "declined")), _negated=True),
                                    ("answered_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_seat_answered_is_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("declined", "cancelled")), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_seat_says_why",
                                violation_error_message="须写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sheet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("marks", models.JSONField(blank=True, default=dict, verbose_name="逐项评分")),
                        ("comment", models.TextField(blank=True, max_length=5000, verbose_name="总体意见")),
                        (
                            "comment_length",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.text.Length(
                                    models.Func(
                                        "comment",
                                        models.Value("\\s"),
                                        models.Value(""),
                                        models.Value("g"),
                                        function="regexp_replace",
                                    )
                                ),
                                output_field=models.PositiveIntegerField(),
                                verbose_name="总体意见字数",
                            ),
                        ),
                        (
                            "recommendation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("agree", "同意立项"),
                                    ("amend", "修改后同意立项"),
                                    ("disagree", "不同意立项"),
                                ],
                                max_length=20,
                                verbose_name="立项建议",
                            ),
                        ),
                        ("amount", models.CharField(blank=True, max_length=20, verbose_name="建议经费额度（万元）")),
                        (
                            "familiarity",
                            models.CharField(
                                blank=True,
                                choices=[("high", "熟悉"), ("middle", "较熟悉"), ("low", "不太熟悉")],
                                max_length=20,
                                verbose_name="熟悉程度",
                            ),
                        ),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2, editable=False, max_digits=5, null=True, verbose_name="总分"
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=0, verbose_name="保存次数")),
                        (
                            "saved_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="保存时间"),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="提交时间"),
                        ),
                        (
                            "reopened_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="退回时间"),
                        ),
                        (
                            "reopen_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回理由"),
                        ),
                        (
                            "assignment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sheet",
                                to="projects.assignment",
                                verbose_name="评审任务",
                            ),
                        ),
                        (
                            "reopened_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="退回人",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.formversion",
                                verbose_name="评审方案版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专家评分表",
                        "verbose_name_plural": "专家评分表",
                        "permissions": [("reopen_sheet", "退回重评"), ("rank_sheet", "评审看板：计算排名、催办与导出")],
                        "abstract": False,
                        "default_permissions": ("view",),
                        "indexes": [
                            models.Index(
                                fields=["assignment"],
                                include=("total", "comment_length", "version"),
                                name="sheet_figures_by_assignment",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("submitted_by__isnull", False), ("submitted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("submitted_by__isnull", False), _negated=True),
                                        models.Q(("submitted_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_sheet_submitted_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reopened_by__isnull", False), ("reopened_at__isnull", False)),
                                    models.Q(
                                        models.Q(("reopened_by__isnull", False), _negated=True),
                                        models.Q(("reopened_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_sheet_reopened_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("submitted_at", None), ("total", None)),
                                    models.Q(
                                        models.Q(("submitted_at", None), _negated=True),
                                        models.Q(("total", None), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_sheet_submitted_iff_totalled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("submitted_at", None),
                                    models.Q(
                                        models.Q(("comment", ""), _negated=True),
                                        models.Q(("recommendation", ""), _negated=True),
                                        models.Q(("familiarity", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_sheet_submitted_is_whole",
                                violation_error_message="提交须有总体意见、立项建议和熟悉程度。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reopened_at", None), ("reopen_reason", "")),
                                    models.Q(
                                        models.Q(("reopened_at", None), _negated=True),
                                        models.Q(("reopen_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_sheet_reopened_says_why",
                                violation_error_message="退回重评须写明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("total", None), models.Q(("total__gte", 0), ("total__lte", 100)), _connector="OR"
                                ),
                                name="projects_sheet_total_of_a_hundred",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Shingle",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "value", "text_id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("value", models.IntegerField()),
                        (
                            "text",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="shingles",
                                to="projects.comparedtext",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "比对片段",
                        "verbose_name_plural": "比对片段",
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="SimilarPair",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("share", models.DecimalField(decimal_places=3, max_digits=4, verbose_name="相同内容占比")),
                        (
                            "title_likeness",
                            models.DecimalField(decimal_places=3, max_digits=4, verbose_name="名称相似度"),
                        ),
                        ("characters", models.PositiveIntegerField(verbose_name="相同字数")),
                        ("passages", models.JSONField(default=list, verbose_name="相同段落")),
                        ("digests", models.CharField(max_length=130, verbose_name="比对的两个版本")),
                        (
                            "found_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="发现时间"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "待核对"), ("confirmed", "认定重复"), ("dismissed", "不构成重复")],
                                default="open",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="核对时间")),
                        ("reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="说明")),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="similar_pairs",
                                to="projects.application",
                                verbose_name="项目申报",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核对人",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="projects.comparedtext",
                                verbose_name="相似对象",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "查重",
                        "verbose_name_plural": "查重",
                        "permissions": [("decide_similarpair", "核对查重结果")],
                        "default_permissions": ("view",),
                        "indexes": [models.Index(fields=["-status", "-share", "id"], name="similarpair_by_status")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_by__isnull", False), ("decided_at__isnull", False)),
                                    models.Q(
                                        models.Q(("decided_by__isnull", False), _negated=True),
                                        models.Q(("decided_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_similarpair_decided_signed",
                            ),
                            models.UniqueConstraint(fields=("application", "other"), name="projects_similarpair_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("share__gte", 0),
                                    ("share__lte", 1),
                                    ("title_likeness__gte", 0),
                                    ("title_likeness__lte", 1),
                                ),
                                name="projects_similarpair_shares",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "open"), ("decided_at__isnull", True)),
                                    models.Q(
                                        models.Q(("status", "open"), _negated=True),
                                        models.Q(("decided_at__isnull", True), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_similarpair_decided_iff_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status", "open"), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="projects_similarpair_says_why",
                                violation_error_message="请写明核对的依据。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SiteVisit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="考察时间")),
                        ("place", models.CharField(max_length=200, verbose_name="考察地点")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="请申报单位准备")),
                        (
                            "status",
                            models.CharField(
                                choices=[("planned", "待考察"), ("done", "已考察"), ("cancelled", "已取消")],
                                default="planned",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("points", models.JSONField(default=list, editable=False, verbose_name="考察情况")),
                        (
                            "opinion",
                            models.TextField(blank=True, editable=False, max_length=5000, verbose_name="考察意见"),
                        ),
                        (
                            "conclusion",
                            models.CharField(
                                blank=True,
                                choices=[("support", "建议支持"), ("improve", "整改后支持"), ("refuse", "不建议支持")],
                                editable=False,
                                max_length=20,
                                verbose_name="结论",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                editable=False,
                                max_digits=14,
                                null=True,
                                verbose_name="建议资助经费（元）",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="取消理由"),
                        ),
                        ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="安排时间")),
                        (
                            "recorded_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="记录时间"),
                        ),
                        (
                            "finished_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="办结时间"),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="projects.application",
                                verbose_name="申报",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="安排人",
                            ),
                        ),
                        (
                            "finished_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办结人",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="记录人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "现场考察",
                        "verbose_name_plural": "现场考察",
                        "permissions": [("run_sitevisit", "安排、记录与办结")],
                        "default_permissions": ("view",),
                        "indexes": [models.Index(fields=["status", "starts_at"], name="sitevisit_by_day")],
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
                                name="projects_sitevisit_created_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("recorded_by__isnull", False), ("recorded_at__isnull", False)),
                                    models.Q(
                                        models.Q(("recorded_by__isnull", False), _negated=True),
                                        models.Q(("recorded_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_sitevisit_recorded_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("finished_by__isnull", False), ("finished_at__isnull", False)),
                                    models.Q(
                                        models.Q(("finished_by__isnull", False), _negated=True),
                                        models.Q(("finished_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_sitevisit_finished_signed",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "planned")),
                                fields=("application",),
                                name="projects_sitevisit_one_planned",
                                violation_error_message="该项目已有一次待考察的安排。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "done"), ("finished_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "done"), _negated=True),
                                        models.Q(("finished_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_sitevisit_done_iff_finished",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("recorded_at__isnull", False),
                                        models.Q(("conclusion", ""), _negated=True),
                                        models.Q(("opinion", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("recorded_at__isnull", False), _negated=True),
                                        models.Q(
                                            models.Q(("conclusion", ""), _negated=True),
                                            models.Q(("opinion", ""), _negated=True),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_sitevisit_recorded_iff_concluded",
                                violation_error_message="考察须写明意见和结论。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("finished_at", None), ("recorded_at__isnull", False), _connector="OR"
                                ),
                                name="projects_sitevisit_finished_is_recorded",
                                violation_error_message="请先记录考察情况和意见。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "cancelled"), models.Q(("reason", ""), _negated=True)),
                                    models.Q(models.Q(("status", "cancelled"), _negated=True), ("reason", "")),
                                    _connector="OR",
                                ),
                                name="projects_sitevisit_cancelled_iff_told",
                                violation_error_message="取消须写明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                                name="projects_sitevisit_amount_not_negative",
                                violation_error_message="建议资助经费不能为负数。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Solicitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="征集名称")),
                        (
                            "plan_year",
                            models.PositiveSmallIntegerField(
                                help_text="建议用于哪一年度的指南。", verbose_name="计划年度"
                            ),
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
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="取消理由"),
                        ),
                        (
                            "summary",
                            models.TextField(blank=True, editable=False, max_length=2000, verbose_name="汇总说明"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="建立时间"
                            ),
                        ),
                        ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="发布时间")),
                        ("summed_up_at", models.DateTimeField(editable=False, null=True, verbose_name="汇总时间")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                sources=("title", "categories", "notice"),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                    name="Standing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("count", models.PositiveSmallIntegerField(default=0, verbose_name="有效评审（份）")),
                        ("mean", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="平均分")),
                        (
                            "online_score",
                            models.DecimalField(decimal_places=2, max_digits=6, null=True, verbose_name="网评得分"),
                        ),
                        (
                            "panel_score",
                            models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="会评得分"),
                        ),
                        (
                            "panel_result",
                            models.CharField(
                                blank=True,
                                choices=[("passed", "通过"), ("failed", "不通过"), ("inquorate", "人数不足，不作结论")],
                                max_length=20,
                                verbose_name="会评结论",
                            ),
                        ),
                        ("score", models.DecimalField(decimal_places=2, max_digits=6, null=True, verbose_name="得分")),
                        ("high", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="最高分")),
                        ("low", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="最低分")),
                        ("is_dispersed", models.BooleanField(default=False, verbose_name="分差过大")),
                        ("is_enough", models.BooleanField(default=False, verbose_name="评审份数足够")),
                        ("place", models.PositiveIntegerField(null=True, verbose_name="名次")),
                        (
                            "computed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="排名时间"),
                        ),
                        (
                            "application",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="standing",
                                to="projects.application",
                                verbose_name="申报",
                            ),
                        ),
                        (
                            "call",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="standings",
                                to="projects.call",
                                verbose_name="申报批次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评审排名",
                        "verbose_name_plural": "评审排名",
                        "default_permissions": ("view",),
                        "indexes": [models.Index(fields=["call", "place", "id"], name="standing_by_place")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("place", None), ("score", None)),
                                    models.Q(
                                        models.Q(("place", None), _negated=True),
                                        models.Q(("score", None), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_standing_placed_iff_scored",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("count", 0), ("high", None), ("low", None), ("mean", None)),
                                    models.Q(
                                        models.Q(("count", 0), _negated=True),
                                        models.Q(("high", None), ("low", None), ("mean", None), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_standing_counted_iff_measured",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("place", None),
                                    ("is_enough", True),
                                    ("panel_score__isnull", False),
                                    _connector="OR",
                                ),
                                name="projects_standing_placed_has_enough",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("panel_score", None),
                                    models.Q(("panel_result", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_standing_panel_score_of_a_result",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("turn", models.PositiveSmallIntegerField(verbose_name="第几次")),
                        ("token", models.UUIDField(unique=True)),
                        ("content", models.JSONField(verbose_name="内容")),
                        ("digest", models.CharField(max_length=64, verbose_name="指纹")),
                        ("arrived_at", models.DateTimeField(verbose_name="到达时间")),
                        ("submitted_at", models.DateTimeField(verbose_name="提交时间")),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="projects.application",
                                verbose_name="申报",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "提交的申报书",
                        "verbose_name_plural": "提交的申报书",
                        "ordering": ["turn"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("submitted_by__isnull", False), ("submitted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("submitted_by__isnull", False), _negated=True),
                                        models.Q(("submitted_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_submission_submitted_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("application", "turn"), name="projects_submission_one_per_turn"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Suggestion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token", models.UUIDField(editable=False)),
                        (
                            "number",
                            models.CharField(blank=True, editable=False, max_length=20, verbose_name="建议编号"),
                        ),
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
                            models.TextField(
                                blank=True, editable=False, max_length=1000, verbose_name="列入指南的表述"
                            ),
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
                            "section",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="suggestions",
                                to="accounts.department",
                                verbose_name="建议科室",
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
                        "permissions": [
                            ("write_suggestion", "提出建议"),
                            ("enter_suggestion", "以科室名义提出建议"),
                            ("answer_suggestion", "答复建议"),
                        ],
                        "default_permissions": ("view",),
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="suggestion_search"
                            ),
                            models.Index(fields=["solicitation", "status"], name="suggestion_by_status"),
                            models.Index(
                                models.Case(
                                    models.When(status="submitted", then=models.Value(0)), default=models.Value(1)
                                ),
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
                            models.UniqueConstraint(
                                fields=("created_by", "token"), name="projects_suggestion_one_per_opening"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("number", ""), _negated=True),
                                fields=("number",),
                                name="projects_suggestion_one_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("organisation", None), ("section", None), _connector="OR"),
                                name="projects_suggestion_of_a_unit_or_a_section",
                                violation_error_message="建议以单位或科室一方的名义提出。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("section", None),
                                    models.Q(("answered_by", models.F("submitted_by")), _negated=True),
                                    ("answered_by", None),
                                    ("submitted_by", None),
                                    _connector="OR",
                                ),
                                name="projects_suggestion_sections_own_answered_by_another",
                                violation_error_message="科室的建议由另一人答复，不能由提出的人自己答复。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("status", "draft"), _negated=True), ("submitted_at__isnull", False)
                                    ),
                                    models.Q(
                                        ("status", "draft"), models.Q(("submitted_at__isnull", False), _negated=True)
                                    ),
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
                                            ("status__in", ("adopted", "partly", "declined")),
                                            ("answered_at__isnull", False),
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
                                        ("status__in", ("adopted", "partly")),
                                        models.Q(("adopted_text", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ("adopted", "partly")), _negated=True),
                                        ("adopted_text", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_suggestion_taken_up_iff_worded",
                                violation_error_message="采纳或部分采纳的须写明列入指南的表述，未采纳的不写。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TeamMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="排序")),
                        ("name", models.CharField(max_length=50, verbose_name="姓名")),
                        (
                            "id_number",
                            bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="身份证号"),
                        ),
                        (
                            "id_number_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="id_number"
                            ),
                        ),
                        (
                            "rank",
                            models.CharField(
                                choices=[
                                    ("none", "无"),
                                    ("assistant", "初级"),
                                    ("intermediate", "中级"),
                                    ("associate", "副高级"),
                                    ("senior", "正高级"),
                                ],
                                default="none",
                                max_length=20,
                                verbose_name="职称",
                            ),
                        ),
                        ("speciality", models.CharField(blank=True, max_length=100, verbose_name="专业")),
                        ("unit_name", models.CharField(max_length=200, verbose_name="工作单位")),
                        ("duty", models.CharField(max_length=200, verbose_name="任务分工")),
                        (
                            "months",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="投入时间（月）"),
                        ),
                        ("mobile", bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="手机号")),
                        (
                            "mobile_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="mobile"
                            ),
                        ),
                        ("email", bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="电子邮箱")),
                        (
                            "email_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="email"
                            ),
                        ),
                        ("token_hash", models.CharField(blank=True, editable=False, max_length=64)),
                        (
                            "sent_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="发送确认链接时间"
                            ),
                        ),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="本人确认时间"),
                        ),
                        (
                            "declined_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="本人拒绝时间"),
                        ),
                        ("revision", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="team",
                                to="projects.application",
                                verbose_name="申报",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "项目组成员",
                        "verbose_name_plural": "项目组成员",
                        "ordering": ["position", "pk"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                                fields=("application", "position"),
                                name="projects_teammember_one_per_position",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("id_number_index", ""), _negated=True),
                                fields=("application", "id_number_index"),
                                name="projects_teammember_once",
                                violation_error_message="此人已在项目组中。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("token_hash", ""), _negated=True),
                                fields=("token_hash",),
                                name="projects_teammember_one_per_link",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("confirmed_at", None), ("declined_at", None), _connector="OR"),
                                name="projects_teammember_confirmed_or_declined",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tie",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("same_unit", "与申报单位、合作单位或项目组成员同单位"),
                                    ("former_unit", "近年曾在申报单位、合作单位或项目组成员的单位任职"),
                                    ("team", "项目组成员"),
                                    ("own_application", "本人申报同一批次"),
                                    ("co_project", "近年与项目组成员合作承担项目"),
                                    ("co_author", "近年与项目组成员合作论文、专利或成果"),
                                    ("shareholding", "持有申报单位股份或有投资关系"),
                                    ("part_time", "在申报单位兼职或任顾问"),
                                    ("family", "与项目组成员有亲属关系"),
                                    ("advisor", "与项目组成员有师生关系"),
                                    ("named", "申报人提出不宜评审"),
                                    ("declared", "专家声明有利害关系"),
                                    ("other", "其他可能影响公正的关系"),
                                ],
                                max_length=20,
                                verbose_name="可能的情形",
                            ),
                        ),
                        ("evidence", models.CharField(max_length=300, verbose_name="线索")),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "待认定"), ("confirmed", "须回避"), ("dismissed", "不用回避")],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "found_at",
                            models.DateTimeField(
                                blank=True, default=django.utils.timezone.now, editable=False, verbose_name="发现时间"
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="认定时间"),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="认定理由"),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ties",
                                to="projects.application",
                                verbose_name="申报",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="认定人",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ties",
                                to="projects.expert",
                                verbose_name="专家",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "疑似关系",
                        "verbose_name_plural": "疑似关系",
                        "permissions": [("decide_tie", "认定")],
                        "default_permissions": ("view",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_by__isnull", False), ("decided_at__isnull", False)),
                                    models.Q(
                                        models.Q(("decided_by__isnull", False), _negated=True),
                                        models.Q(("decided_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_tie_decided_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("expert", "application", "ground"), name="projects_tie_once_per_ground"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "open"), ("decided_at", None)),
                                    models.Q(
                                        models.Q(("status", "open"), _negated=True),
                                        models.Q(("decided_at", None), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_tie_decided_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "dismissed"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="projects_tie_dismissed_says_why",
                                violation_error_message="不用回避须写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unwanted",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("expert_name", models.CharField(max_length=50, verbose_name="专家姓名")),
                        ("unit_name", models.CharField(blank=True, max_length=200, verbose_name="专家单位")),
                        ("note", models.CharField(max_length=200, verbose_name="理由")),
                        (
                            "created_at",
                            models.DateTimeField(
                                blank=True, default=django.utils.timezone.now, editable=False, verbose_name="登记时间"
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="unwanted",
                                to="projects.application",
                                verbose_name="申报",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "不宜评审的专家",
                        "verbose_name_plural": "不宜评审的专家",
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
                                name="projects_unwanted_created_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("application", "expert_name", "unit_name"),
                                name="projects_unwanted_once",
                                violation_error_message="已经登记过。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("note", ""), _negated=True), name="projects_unwanted_says_why"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "signed_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="签字时间"),
                        ),
                        ("is_on_paper", models.BooleanField(default=False, editable=False, verbose_name="纸质签字")),
                        (
                            "expert",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="projects.expert",
                                verbose_name="专家",
                            ),
                        ),
                        (
                            "officer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="本局人员",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签字登记人",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="projects.sitevisit",
                                verbose_name="现场考察",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "考察人员",
                        "verbose_name_plural": "考察人员",
                        "ordering": ["pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("signed_by__isnull", False), ("signed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("signed_by__isnull", False), _negated=True),
                                        models.Q(("signed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_visitmember_signed_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("expert", None), ("officer__isnull", False)),
                                    models.Q(
                                        models.Q(("expert", None), _negated=True),
                                        models.Q(("officer__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="projects_visitmember_expert_or_officer",
                                violation_error_message="考察人员须是一名专家或一名本局人员。",
                            ),
                            models.UniqueConstraint(
                                fields=("visit", "expert"), name="projects_visitmember_expert_once"
                            ),
                            models.UniqueConstraint(
                                fields=("visit", "officer"), name="projects_visitmember_officer_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_on_paper", False), ("signed_at__isnull", False), _connector="OR"
                                ),
                                name="projects_visitmember_paper_is_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Window",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("closes_at", models.DateTimeField(verbose_name="申报截止")),
                        ("recommend_until", models.DateTimeField(verbose_name="推荐截止")),
                        ("quota", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="限推（项）")),
                        (
                            "call",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="windows",
                                to="projects.call",
                                verbose_name="申报批次",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="推荐单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "推荐单位的期限与名额",
                        "verbose_name_plural": "推荐单位的期限与名额",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("call", "unit"),
                                name="projects_window_one_per_unit",
                                violation_error_message="该推荐单位已有一行。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("closes_at__lte", models.F("recommend_until"))),
                                name="projects_window_closes_before_recommending",
                                violation_error_message="推荐截止不能早于申报截止。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="字段")),
                        ("value", models.JSONField(verbose_name="内容")),
                        ("revision", models.PositiveIntegerField(default=1, verbose_name="修订次数")),
                        ("changed_at", models.DateTimeField(verbose_name="修改时间")),
                        (
                            "changed_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="修改人",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="projects.application",
                                verbose_name="申报",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "填写内容",
                        "verbose_name_plural": "填写内容",
                        "abstract": False,
                        "default_permissions": (),
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
                                name="projects_answer_changed_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("application", "code"), name="projects_answer_one_per_field"
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="expert",
                    trigger=pgtrigger.compiler.Trigger(
                        name="tell_account",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nUPDATE accounts_user\n   SET is_expert = EXISTS (SELECT 1 FROM projects_expert\n                            WHERE user_id = accounts_user.id AND status IN ('listed', 'paused', 'leaving'))\n WHERE id IN (NEW.user_id, OLD.user_id);\nRETURN NULL;\n",
                            hash="31759f96087632403fd0db1fb3add0e85a6b4d89",
                            operation='INSERT OR UPDATE OF "status", "user_id"',
                            pgid="pgtrigger_tell_account_19ae9",
                            table="projects_expert",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="expertcopy",
                    trigger=pgtrigger.compiler.Trigger(
                        name="copy_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="a856fcbb975dbd3bb2b2f1bbbdf91ca084771c98",
                            operation="UPDATE",
                            pgid="pgtrigger_copy_kept_76f90",
                            table="projects_expertcopy",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d9764ed21d12da837a9c69cfe1535f16d481ff2b",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_c6016",
                            table="projects_formversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="materialview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="view_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="22967c415bfc4d23c2fe1513764cf126a45ace9d",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_view_kept_37e20",
                            table="projects_materialview",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="opinion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="opinion_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="3ebe85fe19ed80c663f9a2b7365270f1209a6479",
                            operation="DELETE",
                            pgid="pgtrigger_opinion_kept_5b445",
                            table="projects_opinion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="opinion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="lock_opinion",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF OLD.status = 'signed' AND (NEW.status <> 'draft' OR NEW.reopen_reason = '' OR NEW.reopened_at IS NULL\n        OR NEW.reopened_at IS NOT DISTINCT FROM OLD.reopened_at OR NEW.text <> OLD.text\n        OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.result <> OLD.result) THEN\n    RAISE EXCEPTION 'projects_opinion_locked: opinion % is signed', OLD.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF NEW.status = 'signed' AND OLD.status <> 'signed' AND NOT EXISTS (\n        SELECT 1 FROM projects_agendaitem i\n          JOIN projects_panelmember m ON m.id = coalesce(i.acting_id,\n               (SELECT id FROM projects_panelmember WHERE panel_id = i.panel_id AND is_chair))\n          JOIN projects_expert e ON e.id = m.expert_id\n         WHERE i.id = NEW.item_id AND i.status = 'closed' AND e.user_id = NEW.signed_by_id) THEN\n    RAISE EXCEPTION 'projects_opinion_signed_by_the_chair: opinion %', OLD.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="90b6130874360a701d894aec31ce928bb2d05666",
                            operation="UPDATE",
                            pgid="pgtrigger_lock_opinion_64a75",
                            table="projects_opinion",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="panelmember",
                    trigger=pgtrigger.compiler.Trigger(
                        name="member_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="9dea22fe54a6c9b94eb50cd7a431c6e3e7e57b99",
                            operation="DELETE",
                            pgid="pgtrigger_member_kept_e58be",
                            table="projects_panelmember",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="panelmember",
                    trigger=pgtrigger.compiler.Trigger(
                        name="keep_chair",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF OLD.is_chair AND (NOT NEW.is_chair OR NOT NEW.is_present OR NEW.status <> 'accepted')\n        AND EXISTS (SELECT 1 FROM projects_panel WHERE id = OLD.panel_id AND status = 'sitting') THEN\n    RAISE EXCEPTION 'projects_panelmember_chair_stays: panel % is sitting', OLD.panel_id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="9e7d0096b1e2c37a0d70b1a6c027edba7795a0aa",
                            operation="UPDATE",
                            pgid="pgtrigger_keep_chair_f5d18",
                            table="projects_panelmember",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="leaving",
                    trigger=pgtrigger.compiler.Trigger(
                        name="leaving_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7caee21727d2e3b799286a2a0738807333008e69",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_leaving_kept_82b46",
                            table="projects_leaving",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="ballot",
                    trigger=pgtrigger.compiler.Trigger(
                        name="ballot_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="2820fe317633daae2fa710638006dd6907b55ac6",
                            operation="DELETE",
                            pgid="pgtrigger_ballot_kept_0c618",
                            table="projects_ballot",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="ballot",
                    trigger=pgtrigger.compiler.Trigger(
                        name="guard_ballot",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE sitter projects_panelmember%ROWTYPE; thing projects_agendaitem%ROWTYPE; held projects_panel%ROWTYPE;",
                            func="\nIF TG_OP = 'UPDATE' THEN\n    IF NEW.blocked_at IS DISTINCT FROM OLD.blocked_at AND NEW.choice = OLD.choice AND NEW.turn = OLD.turn\n            AND NEW.total IS NOT DISTINCT FROM OLD.total AND NEW.item_id = OLD.item_id AND NEW.member_id = OLD.member_id THEN\n        RETURN NEW;\n    END IF;\nEND IF;\nSELECT * INTO sitter FROM projects_panelmember WHERE id = NEW.member_id;\nPERFORM 1 FROM projects_expert WHERE id = sitter.expert_id FOR NO KEY UPDATE;\nSELECT * INTO thing FROM projects_agendaitem WHERE id = NEW.item_id FOR NO KEY UPDATE;\nSELECT * INTO held FROM projects_panel WHERE id = thing.panel_id;\nIF EXISTS (SELECT 1 FROM projects_recusal WHERE expert_id = sitter.expert_id AND application_id = thing.application_id\n           AND lifted_at IS NULL)\n        OR EXISTS (SELECT 1 FROM projects_leaving WHERE item_id = thing.id AND member_id = sitter.id) THEN\n    RAISE EXCEPTION 'projects_ballot_recused: member % must not judge item %', sitter.id, thing.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF held.status <> 'sitting' OR thing.status <> 'open' OR NEW.turn <> thing.turn THEN\n    RAISE EXCEPTION 'projects_ballot_closed: item % takes no ballot', thing.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF sitter.panel_id <> thing.panel_id OR sitter.status <> 'accepted' OR NOT sitter.is_present THEN\n    RAISE EXCEPTION 'projects_ballot_absent: member % is not in the room', sitter.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF (held.mode = 'votes') <> (NEW.choice <> '') OR (held.mode = 'scores') <> (NEW.total IS NOT NULL)\n        OR (held.mode = 'votes' AND TG_OP = 'UPDATE') THEN\n    RAISE EXCEPTION 'projects_ballot_of_its_mode: panel % takes %', held.id, held.mode\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF NEW.entered_by_id IS NOT NULL AND (held.is_secret\n        OR EXISTS (SELECT 1 FROM projects_expert WHERE id = sitter.expert_id AND user_id IS NOT NULL)) THEN\n    RAISE EXCEPTION 'projects_ballot_own_hand: member % gives the own ballot', sitter.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF held.is_secret THEN\n    UPDATE projects_agendaitem\n       SET agree = agree + (NEW.choice = 'agree')::int, oppose = oppose + (NEW.choice = 'oppose')::int,\n           abstain = abstain + (NEW.choice = 'abstain')::int\n     WHERE id = thing.id;\n    NEW.choice := '';\nEND IF;\nRETURN NEW;\n",
                            hash="757e6245ae91a66666febba76532692d3e0e1731",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_guard_ballot_a249d",
                            table="projects_ballot",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agendaitem",
                    trigger=pgtrigger.compiler.Trigger(
                        name="keep_decided",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF (NEW.status, NEW.turn, NEW.result, NEW.score, NEW.agree, NEW.oppose, NEW.abstain, NEW.present)\n        IS DISTINCT FROM (OLD.status, OLD.turn, OLD.result, OLD.score, OLD.agree, OLD.oppose, OLD.abstain, OLD.present)\n        AND EXISTS (SELECT 1 FROM projects_opinion WHERE item_id = OLD.id AND status = 'signed') THEN\n    RAISE EXCEPTION 'projects_agendaitem_decided: the opinion of item % is signed', OLD.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="e66e073a738e74b9fcbafc2cac0bf9973dc71729",
                            operation="UPDATE",
                            pgid="pgtrigger_keep_decided_12637",
                            table="projects_agendaitem",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="panelview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="panelview_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d4066c31d5701da86e2458718e5ca6921c8cdea3",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_panelview_kept_7f881",
                            table="projects_panelview",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="recusal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="6245984563a8a39ae98580035bcc2d4fbfecd98d",
                            operation="DELETE",
                            pgid="pgtrigger_kept_78af8",
                            table="projects_recusal",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="recusal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="block_assigned",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nPERFORM 1 FROM projects_expert WHERE id = NEW.expert_id FOR NO KEY UPDATE;\nUPDATE projects_assignment\n   SET blocked_at = CASE WHEN EXISTS (SELECT 1 FROM projects_recusal\n    WHERE expert_id = NEW.expert_id AND application_id = NEW.application_id AND lifted_at IS NULL) THEN coalesce(blocked_at, now()) END\n WHERE expert_id = NEW.expert_id AND application_id = NEW.application_id AND status NOT IN ('recused', 'cancelled');\nRETURN NULL;\n",
                            hash="6c7f9b0e9fdc5888a54371ca7a02d158c0fc3a87",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_block_assigned_01c98",
                            table="projects_recusal",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="recusal",
                    trigger=pgtrigger.compiler.Trigger(
                        name="leave_room",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF NEW.lifted_at IS NULL THEN\n    INSERT INTO projects_leaving (item_id, member_id, reason, left_at)\n    SELECT i.id, m.id, NEW.evidence, now()\n      FROM projects_agendaitem i JOIN projects_panelmember m ON m.panel_id = i.panel_id\n     WHERE i.application_id = NEW.application_id AND m.expert_id = NEW.expert_id AND i.status = 'open' AND m.is_present\n        ON CONFLICT DO NOTHING;\n    UPDATE projects_ballot b SET blocked_at = now()\n      FROM projects_agendaitem i, projects_panelmember m\n     WHERE b.item_id = i.id AND b.member_id = m.id AND i.application_id = NEW.application_id\n       AND m.expert_id = NEW.expert_id AND b.blocked_at IS NULL\n       AND NOT EXISTS (SELECT 1 FROM projects_opinion WHERE item_id = i.id AND status = 'signed');\nEND IF;\nRETURN NULL;\n",
                            hash="42937c674f2ac41a40ccaf3fc2250828988ee98e",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_leave_room_18bb2",
                            table="projects_recusal",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="pledge",
                    trigger=pgtrigger.compiler.Trigger(
                        name="pledge_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="dd9c112886861006572b6a2f32e8fac78cda8015",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_pledge_kept_c60d8",
                            table="projects_pledge",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="panel",
                    trigger=pgtrigger.compiler.Trigger(
                        name="panel_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="88ecb5752395559c65d62ca15bfcb2f175c822f0",
                            operation="DELETE",
                            pgid="pgtrigger_panel_kept_7a12a",
                            table="projects_panel",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="panel",
                    trigger=pgtrigger.compiler.Trigger(
                        name="seat_chair",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF NEW.status = 'sitting' AND NOT EXISTS (SELECT 1 FROM projects_panelmember\n        WHERE panel_id = NEW.id AND is_chair AND is_present AND status = 'accepted') THEN\n    RAISE EXCEPTION 'projects_panel_chaired: panel % has no chair in the room', NEW.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="138a548ed7d4202853c14bef46914817ecfef1dd",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_seat_chair_e502b",
                            table="projects_panel",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="assignment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="refuse_recused",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF NEW.status IN ('recused', 'cancelled') THEN\n    RETURN NEW;\nEND IF;\nIF TG_OP = 'UPDATE' THEN\n    IF OLD.status = NEW.status AND OLD.expert_id = NEW.expert_id AND OLD.application_id = NEW.application_id THEN\n        RETURN NEW;\n    END IF;\nEND IF;\nPERFORM 1 FROM projects_expert WHERE id = NEW.expert_id FOR NO KEY UPDATE;\nIF EXISTS (SELECT 1 FROM projects_recusal\n    WHERE expert_id = NEW.expert_id AND application_id = NEW.application_id AND lifted_at IS NULL) THEN\n    RAISE EXCEPTION 'projects_assignment_recused: expert % must not review application %', NEW.expert_id, NEW.application_id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="6dc51dae3acc13835889e26c14ac38aa8e2e0235",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_refuse_recused_4a0b2",
                            table="projects_assignment",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sheet",
                    trigger=pgtrigger.compiler.Trigger(
                        name="sheet_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="b683b991c30fc99f6d33d3a56a79c646e88ff0ae",
                            operation="DELETE",
                            pgid="pgtrigger_sheet_kept_a02e3",
                            table="projects_sheet",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sheet",
                    trigger=pgtrigger.compiler.Trigger(
                        name="lock_sheet",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF EXISTS (SELECT 1 FROM projects_assignment WHERE id = NEW.assignment_id\n           AND (blocked_at IS NOT NULL OR status IN ('recused', 'cancelled'))) THEN\n    RAISE EXCEPTION 'projects_sheet_stopped: assignment % takes no review', NEW.assignment_id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF TG_OP = 'UPDATE' THEN\n    IF OLD.submitted_at IS NOT NULL AND (NEW.submitted_at IS NOT NULL OR NEW.reopen_reason = ''\n            OR NEW.reopened_at IS NULL OR NEW.reopened_at IS NOT DISTINCT FROM OLD.reopened_at\n            OR NEW.marks IS DISTINCT FROM OLD.marks OR NEW.comment IS DISTINCT FROM OLD.comment) THEN\n        RAISE EXCEPTION 'projects_sheet_locked: sheet % is submitted', OLD.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nEND IF;\nRETURN NEW;\n",
                            hash="26c864ab3a6e072355cb9329bd7f0799ca477a24",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_lock_sheet_9c42d",
                            table="projects_sheet",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sitevisit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="demand_signatures",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF NEW.status = 'done' AND (\n    EXISTS (SELECT 1 FROM projects_visitmember WHERE visit_id = NEW.id AND signed_at IS NULL)\n    OR (SELECT count(*) FROM projects_visitmember WHERE visit_id = NEW.id AND expert_id IS NOT NULL) < 2\n    OR NOT EXISTS (SELECT 1 FROM projects_visitmember WHERE visit_id = NEW.id AND officer_id IS NOT NULL)\n    OR EXISTS (SELECT 1 FROM projects_visitmember m JOIN projects_recusal r ON r.expert_id = m.expert_id\n                WHERE m.visit_id = NEW.id AND r.application_id = NEW.application_id AND r.lifted_at IS NULL)) THEN\n    RAISE EXCEPTION 'projects_sitevisit_signed_by_all: visit % lacks a signature, an officer or an expert who may judge', NEW.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="9f9fe79493d2aa105929129b517cdd7dadd770df",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_demand_signatures_314b4",
                            table="projects_sitevisit",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sitevisit",
                    trigger=pgtrigger.compiler.Trigger(
                        name="visit_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="57f3a4a2a88bd30cde8cc7080cd429bc0dc0396a",
                            operation="DELETE",
                            pgid="pgtrigger_visit_kept_5253e",
                            table="projects_sitevisit",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="submission",
                    trigger=pgtrigger.compiler.Trigger(
                        name="submission_frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="6dc69a9d4edfdf8177811e12a1b94e350d51b9b8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_submission_frozen_eae6b",
                            table="projects_submission",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="visitmember",
                    trigger=pgtrigger.compiler.Trigger(
                        name="refuse_recused_visit",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF NEW.expert_id IS NULL THEN\n    RETURN NEW;\nEND IF;\nPERFORM 1 FROM projects_expert WHERE id = NEW.expert_id FOR NO KEY UPDATE;\nIF EXISTS (SELECT 1 FROM projects_recusal r JOIN projects_sitevisit v ON v.application_id = r.application_id\n            WHERE v.id = NEW.visit_id AND r.expert_id = NEW.expert_id AND r.lifted_at IS NULL) THEN\n    RAISE EXCEPTION 'projects_visitmember_recused: expert % must not visit', NEW.expert_id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="4358b0c378e4e6c519b06228586b1cea690461d0",
                            operation='INSERT OR UPDATE OF "expert_id"',
                            pgid="pgtrigger_refuse_recused_visit_a4303",
                            table="projects_visitmember",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="visitmember",
                    trigger=pgtrigger.compiler.Trigger(
                        name="keep_signed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF EXISTS (SELECT 1 FROM projects_sitevisit WHERE id = OLD.visit_id AND status <> 'planned') THEN\n    RAISE EXCEPTION 'projects_visitmember_kept: visit % is over', OLD.visit_id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN coalesce(NEW, OLD);\n",
                            hash="ed1da123b73d7523918dc3ff492a1af03c0c8c16",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_keep_signed_6b3ac",
                            table="projects_visitmember",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
