import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bureau.migrating
import bureau.reports.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="AnnualReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版次")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "编制中"),
                                    ("prepared", "待审核"),
                                    ("reviewed", "待签发"),
                                    ("issued", "已签发"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "correction_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="更正理由"),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回理由"),
                        ),
                        ("computed_at", models.DateTimeField(editable=False, null=True, verbose_name="计算时间")),
                        (
                            "snapshot_id",
                            models.CharField(blank=True, editable=False, max_length=200, verbose_name="数据快照"),
                        ),
                        (
                            "tables",
                            models.JSONField(
                                default=dict,
                                editable=False,
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                                verbose_name="分表",
                            ),
                        ),
                        ("prepared_at", models.DateTimeField(editable=False, null=True, verbose_name="编制时间")),
                        ("reviewed_at", models.DateTimeField(editable=False, null=True, verbose_name="审核时间")),
                        ("issued_at", models.DateTimeField(editable=False, null=True, verbose_name="签发时间")),
                        (
                            "workbook",
                            models.FileField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                storage=bureau.reports.models.private_storage,
                                upload_to="reports/%Y",
                                verbose_name="签发的工作簿",
                            ),
                        ),
                        (
                            "narrative",
                            models.FileField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                storage=bureau.reports.models.private_storage,
                                upload_to="reports/%Y",
                                verbose_name="签发的文字稿",
                            ),
                        ),
                        (
                            "workbook_sha256",
                            models.CharField(blank=True, editable=False, max_length=64, verbose_name="工作簿散列"),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签发人",
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="编制人",
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
                    ],
                    options={
                        "verbose_name": "年度报告",
                        "verbose_name_plural": "年度报告",
                        "permissions": [
                            ("compute_annualreport", "计算"),
                            ("prepare_annualreport", "编制送审"),
                            ("review_annualreport", "审核"),
                            ("issue_annualreport", "签发"),
                            ("revise_annualreport", "更正"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("year", "version"), name="reports_annualreport_one_per_version"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("draft", "prepared", "reviewed"))),
                                fields=("year",),
                                name="reports_annualreport_one_open",
                                violation_error_message="该年度已有一份正在编制的报告。",
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
                                name="reports_annualreport_prepared_signed",
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
                                name="reports_annualreport_reviewed_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("issued_by__isnull", False), ("issued_at__isnull", False)),
                                    models.Q(
                                        models.Q(("issued_by__isnull", False), _negated=True),
                                        models.Q(("issued_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="reports_annualreport_issued_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "issued"), ("issued_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "issued"), _negated=True),
                                        models.Q(("issued_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="reports_annualreport_issued_iff_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "issued"), _negated=True),
                                    models.Q(
                                        ("prepared_at__isnull", False),
                                        ("reviewed_at__isnull", False),
                                        models.Q(("workbook", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="reports_annualreport_issued_is_complete",
                                violation_error_message="签发前须经编制和审核，并已生成工作簿。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("prepared_by", models.F("issued_by")),
                                    ("reviewed_by", models.F("issued_by")),
                                    _negated=True,
                                ),
                                name="reports_annualreport_two_persons",
                                violation_error_message="编制、审核、签发不能都是同一人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("version", 1), models.Q(("correction_reason", ""), _negated=True), _connector="OR"
                                ),
                                name="reports_annualreport_correction_has_reason",
                                violation_error_message="更正已签发的报告须写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Check",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=80, verbose_name="代码")),
                        ("name", models.CharField(max_length=200, verbose_name="校验")),
                        ("left", models.CharField(max_length=100, verbose_name="左方")),
                        ("right", models.CharField(max_length=100, verbose_name="右方")),
                        ("difference", models.CharField(blank=True, max_length=50, verbose_name="差额")),
                        ("is_passed", models.BooleanField(verbose_name="通过")),
                        ("signed_at", models.DateTimeField(editable=False, null=True, verbose_name="签认时间")),
                        ("sign_reason", models.CharField(blank=True, max_length=500, verbose_name="签认理由")),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checks",
                                to="reports.annualreport",
                                verbose_name="报告",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签认人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "勾稽校验",
                        "verbose_name_plural": "勾稽校验",
                        "permissions": [("sign_check", "签认勾稽差异")],
                        "constraints": [
                            models.UniqueConstraint(fields=("report", "code"), name="reports_check_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("signed_by__isnull", False), ("signed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("signed_by__isnull", False), _negated=True),
                                        models.Q(("signed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="reports_check_signed_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("signed_at__isnull", False), models.Q(("sign_reason", ""), _negated=True)
                                    ),
                                    models.Q(
                                        models.Q(("signed_at__isnull", False), _negated=True), ("sign_reason", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="reports_check_signed_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CityFigure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("indicator", models.CharField(max_length=80, verbose_name="指标")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "city",
                            models.CharField(
                                choices=[
                                    ("南昌市", "南昌市"),
                                    ("景德镇市", "景德镇市"),
                                    ("萍乡市", "萍乡市"),
                                    ("九江市", "九江市"),
                                    ("新余市", "新余市"),
                                    ("鹰潭市", "鹰潭市"),
                                    ("赣州市", "赣州市"),
                                    ("吉安市", "吉安市"),
                                    ("宜春市", "宜春市"),
                                    ("抚州市", "抚州市"),
                                    ("上饶市", "上饶市"),
                                ],
                                max_length=20,
                                verbose_name="设区市",
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=4, max_digits=20, verbose_name="数值")),
                        ("source_document", models.CharField(max_length=300, verbose_name="依据文件")),
                    ],
                    options={
                        "verbose_name": "各设区市数据",
                        "verbose_name_plural": "各设区市数据",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("indicator", "year", "city"),
                                name="reports_cityfigure_once",
                                violation_error_message="该市本年度的这一指标已经填报。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("indicator", models.CharField(max_length=80, verbose_name="指标")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("value", models.DecimalField(decimal_places=4, max_digits=20, verbose_name="数值")),
                        ("source_document", models.CharField(max_length=300, verbose_name="依据文件")),
                        ("entered_at", models.DateTimeField(editable=False, null=True, verbose_name="填报时间")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="填报人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "填报指标",
                        "verbose_name_plural": "填报指标",
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
                                name="reports_entry_entered_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("indicator", "year"),
                                name="reports_entry_once_a_year",
                                violation_error_message="该指标本年度已经填报，请修改原有的一条。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source_document", ""), _negated=True),
                                name="reports_entry_has_source",
                                violation_error_message="填报须注明依据文件。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Figure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("indicator", models.CharField(max_length=80, verbose_name="指标代码")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                        ("name", models.CharField(max_length=100, verbose_name="指标名称")),
                        ("unit", models.CharField(max_length=10, verbose_name="计量单位")),
                        ("precision", models.PositiveSmallIntegerField(default=0, verbose_name="小数位")),
                        ("definition", models.TextField(blank=True, verbose_name="指标解释")),
                        (
                            "value",
                            models.DecimalField(decimal_places=14, max_digits=34, null=True, verbose_name="本年"),
                        ),
                        (
                            "previous",
                            models.DecimalField(decimal_places=14, max_digits=34, null=True, verbose_name="上年"),
                        ),
                        (
                            "drafted",
                            models.DecimalField(decimal_places=14, max_digits=34, null=True, verbose_name="上次计算"),
                        ),
                        ("is_entered", models.BooleanField(default=False, verbose_name="填报")),
                        ("source", models.CharField(blank=True, max_length=300, verbose_name="数据来源")),
                        (
                            "row_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), editable=False, null=True, size=None
                            ),
                        ),
                        (
                            "rows_hash",
                            models.CharField(blank=True, editable=False, max_length=64, verbose_name="行清单散列"),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="figures",
                                to="reports.annualreport",
                                verbose_name="报告",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "指标数值",
                        "verbose_name_plural": "指标数值",
                        "constraints": [
                            models.UniqueConstraint(fields=("report", "indicator"), name="reports_figure_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="计划年度")),
                        (
                            "outline",
                            models.CharField(
                                choices=[
                                    ("line", "一条主线"),
                                    ("ability", "两大能力"),
                                    ("building", "三项建设"),
                                    ("project", "四大工程"),
                                    ("other", "其他"),
                                ],
                                default="other",
                                max_length=20,
                                verbose_name="提纲",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="次序")),
                        ("text", models.CharField(max_length=300, verbose_name="条目")),
                        ("indicator", models.CharField(blank=True, max_length=80, verbose_name="对应指标")),
                        ("base", models.CharField(blank=True, max_length=100, verbose_name="基数")),
                        ("target", models.CharField(blank=True, max_length=100, verbose_name="目标")),
                        ("measure", models.TextField(blank=True, verbose_name="措施")),
                        ("section", models.CharField(blank=True, max_length=50, verbose_name="责任科室")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="时限")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "未到期"),
                                    ("done", "已完成"),
                                    ("partly", "部分完成"),
                                    ("missed", "未完成"),
                                ],
                                default="planned",
                                max_length=20,
                                verbose_name="完成情况",
                            ),
                        ),
                        ("actual", models.CharField(blank=True, max_length=200, verbose_name="实际")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="未完成原因")),
                    ],
                    options={
                        "verbose_name": "计划条目",
                        "verbose_name_plural": "计划条目",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("year", "outline", "position"), name="reports_planitem_one_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("partly", "missed")), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="reports_planitem_shortfall_has_reason",
                                violation_error_message="未完成或部分完成的条目须写明原因。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Section",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("code", models.CharField(max_length=40, verbose_name="位置")),
                        ("text", models.TextField(blank=True, verbose_name="文字")),
                    ],
                    options={
                        "verbose_name": "报告文字",
                        "verbose_name_plural": "报告文字",
                        "constraints": [models.UniqueConstraint(fields=("year", "code"), name="reports_section_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("indicator", models.CharField(max_length=80, verbose_name="指标")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("at_least", "不低于"),
                                    ("more_than", "超过"),
                                    ("growth", "比上年增长（%）不低于"),
                                ],
                                default="at_least",
                                max_length=20,
                                verbose_name="要求",
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=4, max_digits=20, verbose_name="目标")),
                        ("section", models.CharField(blank=True, max_length=50, verbose_name="责任科室")),
                        ("source_document", models.CharField(blank=True, max_length=300, verbose_name="依据文件")),
                    ],
                    options={
                        "verbose_name": "年度目标",
                        "verbose_name_plural": "年度目标",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("indicator", "year"),
                                name="reports_target_once_a_year",
                                violation_error_message="该指标本年度已有目标。",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
