import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import bureau.files
import bureau.migrating
import bureau.text
import enterprises.models.assessment
import enterprises.models.recognition
import enterprises.models.yearly


class Migration(migrations.Migration):
    replaces = [
        ("enterprises", "0002_follow_changes"),
        ("enterprises", "0003_wider_text"),
        ("enterprises", "0004_yearly_data"),
        ("enterprises", "0005_reserve"),
        ("enterprises", "0006_searched"),
        ("enterprises", "0007_listed"),
        ("enterprises", "0008_nearest"),
        ("enterprises", "0009_register_events"),
        ("enterprises", "0010_service_files"),
        ("enterprises", "0011_wording"),
        ("enterprises", "0012_listed_registers"),
        ("enterprises", "0013_api_tokens"),
        ("enterprises", "0014_proposed_measures"),
        ("enterprises", "0015_moved_in"),
        ("enterprises", "0016_moved_back"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("lists", "0001_initial"),
    ]

    operations = [
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Wording",
                    fields=[
                        (
                            "digest",
                            models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="摘要"),
                        ),
                        ("content", models.JSONField(verbose_name="内容")),
                    ],
                    options={
                        "verbose_name": "评估用语",
                        "verbose_name_plural": "评估用语",
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Recognition",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[("high_tech", "高新技术企业认定"), ("tech_sme", "科技型中小企业入库")],
                                default="high_tech",
                                max_length=20,
                                verbose_name="种类",
                            ),
                        ),
                        ("enterprise_name", models.CharField(max_length=500, verbose_name="企业名称")),
                        ("credit_code", models.CharField(max_length=18, verbose_name="统一社会信用代码")),
                        ("county", models.CharField(blank=True, max_length=200, verbose_name="所在县（市、区）")),
                        ("certificate_number", models.CharField(max_length=100, verbose_name="证书编号")),
                        ("issued_on", models.DateField(verbose_name="发证日期")),
                        ("valid_years", models.PositiveSmallIntegerField(default=3, verbose_name="有效期（年）")),
                        (
                            "expires_on",
                            models.GeneratedField(
                                db_persist=True,
                                expression=enterprises.models.recognition.YearsLater(
                                    models.F("issued_on"), models.F("valid_years")
                                ),
                                output_field=models.DateField(),
                                verbose_name="有效期至",
                            ),
                        ),
                        (
                            "moved_in_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="迁入日期"),
                        ),
                        (
                            "counts_from",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.comparison.Coalesce(
                                    models.F("moved_in_on"), models.F("issued_on")
                                ),
                                output_field=models.DateField(),
                                verbose_name="计入本市之日",
                            ),
                        ),
                        ("left_on", models.DateField(blank=True, editable=False, null=True, verbose_name="迁出日期")),
                        (
                            "returned_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="迁回日期"),
                        ),
                        ("technology_field", models.CharField(blank=True, max_length=300, verbose_name="技术领域")),
                        ("cancelled_on", models.DateField(blank=True, null=True, verbose_name="取消日期")),
                        (
                            "withdrawal",
                            models.CharField(
                                blank=True,
                                choices=[("cancelled", "取消资格"), ("moved_out", "整体迁出本市")],
                                editable=False,
                                max_length=20,
                                verbose_name="退出方式",
                            ),
                        ),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("enterprise_name",)
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recognitions",
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
                        "verbose_name": "高新技术企业证书",
                        "verbose_name_plural": "高新技术企业证书",
                        "permissions": [
                            ("export_recognition", "导出"),
                            ("correct_recognition", "更正"),
                            ("void_recognition", "作废与恢复"),
                            ("register_recognition", "登记变动"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="recognition_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)),
                                fields=["id"],
                                name="recognition_voided",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="recognition_search"
                            ),
                            models.Index(fields=["credit_code", "issued_on"], name="recognition_by_enterprise"),
                            models.Index(fields=["issued_on"], name="recognition_issued"),
                            models.Index(fields=["counts_from"], name="recognition_counts"),
                            models.Index(fields=["expires_on"], name="recognition_expiring"),
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
                                name="enterprises_recognition_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="enterprises_recognition_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("certificate_number",),
                                name="enterprises_recognition_one_per_certificate",
                                violation_error_message="该证书编号已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("valid_years__gte", 1), ("valid_years__lte", 30)),
                                name="enterprises_recognition_years_plausible",
                                violation_error_message="有效期须为 1 至 30 年。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("moved_in_on", None), ("moved_in_on__gte", models.F("issued_on")), _connector="OR"
                                ),
                                name="enterprises_recognition_moved_in_after_issue",
                                violation_error_message="迁入日期不能早于发证日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("left_on", None), ("returned_on", None)),
                                    models.Q(
                                        ("left_on__isnull", False),
                                        ("returned_on__isnull", False),
                                        ("left_on__gte", models.F("counts_from")),
                                        ("returned_on__gt", models.F("left_on")),
                                        ("returned_on__lt", models.F("expires_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="enterprises_recognition_away_in_order",
                                violation_error_message="迁回日期应晚于迁出日期、早于有效期届满。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawal", ""), ("cancelled_on__isnull", False), _connector="OR"
                                ),
                                name="enterprises_recognition_withdrawn_is_dated",
                                violation_error_message="已登记取消或迁出的证书必须有日期；登记有误请撤销该项登记变动。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegisterEvent",
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
                                    ("recognised", "认定"),
                                    ("renewed", "重新认定"),
                                    ("renamed", "更名"),
                                    ("relocated", "市内迁移"),
                                    ("moved_in", "整体迁入本市"),
                                    ("moved_out", "整体迁出本市"),
                                    ("moved_back", "迁回本市"),
                                    ("cancelled", "取消资格"),
                                ],
                                max_length=20,
                                verbose_name="变动",
                            ),
                        ),
                        ("happened_on", models.DateField(verbose_name="生效日期")),
                        ("document", models.CharField(max_length=200, verbose_name="依据文件及文号")),
                        ("reported_on", models.DateField(blank=True, null=True, verbose_name="企业报告日期")),
                        (
                            "ground",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("fraud", "申请认定过程中存在严重弄虚作假行为（第十九条第一项）"),
                                    ("incident", "发生重大安全、重大质量事故或有严重环境违法行为（第十九条第二项）"),
                                    ("unreported", "未按期报告与认定条件有关的重大变化情况（第十九条第三项）"),
                                    ("two_years", "累计两年未按期填报年度发展情况报表（第十九条第三项）"),
                                    ("changed", "更名或条件变化后不符合认定条件（第十七条）"),
                                ],
                                max_length=20,
                                verbose_name="取消原因",
                            ),
                        ),
                        ("former_name", models.CharField(blank=True, max_length=500, verbose_name="原名称")),
                        ("told", models.CharField(max_length=500, verbose_name="变动情况")),
                        ("recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="登记时间")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                        ("revoke_reason", models.CharField(blank=True, max_length=500, verbose_name="撤销理由")),
                        (
                            "former_division",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.division",
                                verbose_name="原所在地",
                            ),
                        ),
                        (
                            "recognition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="enterprises.recognition",
                                verbose_name="证书",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤销人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "高企登记变动",
                        "verbose_name_plural": "高企登记变动",
                        "default_permissions": ("view",),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("kind__in", ("relocated", "moved_back")), ("revoked_at", None)),
                                fields=["recognition", "happened_on"],
                                name="registerevent_moves",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("recorded_by__isnull", False), ("recorded_at__isnull", False)),
                                    models.Q(
                                        models.Q(("recorded_by__isnull", False), _negated=True),
                                        models.Q(("recorded_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enterprises_registerevent_recorded_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("revoked_by__isnull", False), ("revoked_at__isnull", False)),
                                    models.Q(
                                        models.Q(("revoked_by__isnull", False), _negated=True),
                                        models.Q(("revoked_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enterprises_registerevent_revoked_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "cancelled"), models.Q(("ground", ""), _negated=True)),
                                    models.Q(models.Q(("kind", "cancelled"), _negated=True), ("ground", "")),
                                    _connector="OR",
                                ),
                                name="enterprises_registerevent_cancelled_iff_grounded",
                                violation_error_message="取消资格必须写明原因，其他变动不写。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ("relocated", "moved_back")),
                                    ("former_division", None),
                                    _connector="OR",
                                ),
                                name="enterprises_registerevent_only_moves_have_a_former_place",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "renamed"), models.Q(("former_name", ""), _negated=True)),
                                    models.Q(models.Q(("kind", "renamed"), _negated=True), ("former_name", "")),
                                    _connector="OR",
                                ),
                                name="enterprises_registerevent_renamed_iff_former_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("revoked_at__isnull", False), models.Q(("revoke_reason", ""), _negated=True)
                                    ),
                                    models.Q(
                                        models.Q(("revoked_at__isnull", False), _negated=True), ("revoke_reason", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="enterprises_registerevent_revoked_iff_reasoned",
                                violation_error_message="撤销必须写明理由。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "cancelled"), ("revoked_at", None)),
                                fields=("recognition",),
                                name="enterprises_registerevent_cancelled_once",
                                violation_error_message="该证书已经取消。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind__in", ("relocated", "moved_back")), ("revoked_at", None)),
                                fields=("recognition", "happened_on"),
                                name="enterprises_registerevent_one_move_a_day",
                                violation_error_message="该证书当日已经登记过迁移。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reserve",
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
                                choices=[
                                    ("candidate", "摸排中"),
                                    ("applied", "待审核"),
                                    ("admitted", "在库"),
                                    ("declared", "已申报"),
                                    ("recognised", "已认定（出库）"),
                                    ("left", "已出库"),
                                    ("refused", "不予入库"),
                                ],
                                default="candidate",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("evidence", models.CharField(blank=True, max_length=500, verbose_name="摸排依据")),
                        (
                            "tier",
                            models.CharField(
                                blank=True,
                                choices=[("key", "重点培育"), ("long_term", "中长期培育")],
                                max_length=20,
                                verbose_name="层级",
                            ),
                        ),
                        (
                            "plan_year",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="计划申报年度"),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="申请时间")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="审核时间")),
                        ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="出库时间")),
                        (
                            "exit_ground",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("term", "培育期满"),
                                    ("own_wish", "自愿退出"),
                                    ("fraud", "弄虚作假"),
                                    ("incident", "重大安全、质量事故或环境违法"),
                                    ("dissolved", "注销、吊销或迁出"),
                                    ("discredited", "列入失信名单"),
                                    ("other", "其他"),
                                ],
                                max_length=20,
                                verbose_name="出库原因",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="理由")),
                        (
                            "applied_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
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
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="出库经办人",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reserves",
                                to="accounts.organisation",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "recognition",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="enterprises.recognition",
                                verbose_name="认定证书",
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reserves",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="责任人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "培育库企业",
                        "verbose_name_plural": "培育库企业",
                        "permissions": [
                            ("apply_reserve", "申请入库"),
                            ("find_reserve", "摸排"),
                            ("decide_reserve", "审核入库与出库"),
                            ("serve_reserve", "服务"),
                        ],
                        "indexes": [models.Index(fields=["status", "responsible"], name="reserve_by_person")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("applied_by__isnull", False), ("applied_at__isnull", False)),
                                    models.Q(
                                        models.Q(("applied_by__isnull", False), _negated=True),
                                        models.Q(("applied_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enterprises_reserve_applied_signed",
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
                                name="enterprises_reserve_decided_signed",
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
                                name="enterprises_reserve_left_signed",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("candidate", "applied", "admitted", "declared"))),
                                fields=("organisation",),
                                name="enterprises_reserve_one_open",
                                violation_error_message="该企业已在摸排、审核或培育中。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("admitted", "declared")), _negated=True),
                                    models.Q(
                                        ("plan_year__isnull", False),
                                        ("responsible__isnull", False),
                                        models.Q(("tier", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enterprises_reserve_in_library_has_a_person",
                                violation_error_message="在库企业必须有且只有一名责任人，并写明层级和计划申报年度。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("recognised", "left")), ("left_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status__in", ("recognised", "left")), _negated=True),
                                        models.Q(("left_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enterprises_reserve_out_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "left"), models.Q(("exit_ground", ""), _negated=True)),
                                    models.Q(models.Q(("status", "left"), _negated=True), ("exit_ground", "")),
                                    _connector="OR",
                                ),
                                name="enterprises_reserve_left_iff_grounded",
                                violation_error_message="出库必须写明原因。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "recognised"), ("recognition__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "recognised"), _negated=True),
                                        models.Q(("recognition__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enterprises_reserve_recognised_iff_certified",
                                violation_error_message="认定出库必须有证书。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "applied"), _negated=True),
                                    ("applied_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="enterprises_reserve_applied_is_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Measure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "condition",
                            models.CharField(blank=True, editable=False, max_length=10, verbose_name="对应条件"),
                        ),
                        ("gap", models.CharField(max_length=300, verbose_name="短板")),
                        ("action", models.CharField(max_length=500, verbose_name="措施")),
                        ("due_on", models.DateField(verbose_name="完成时限")),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                        ("outcome", models.CharField(blank=True, max_length=500, verbose_name="结果")),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办结人",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="负责人",
                            ),
                        ),
                        (
                            "reserve",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="measures",
                                to="enterprises.reserve",
                                verbose_name="培育库企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "一企一策措施",
                        "verbose_name_plural": "一企一策措施",
                        "ordering": ["due_on", "pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_by__isnull", False), ("done_at__isnull", False)),
                                    models.Q(
                                        models.Q(("done_by__isnull", False), _negated=True),
                                        models.Q(("done_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enterprises_measure_done_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    models.Q(models.Q(("done_at__isnull", False), _negated=True), ("outcome", "")),
                                    _connector="OR",
                                ),
                                name="enterprises_measure_done_iff_told",
                                violation_error_message="办结必须写明结果。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("done_at", None), models.Q(("condition", ""), _negated=True)),
                                fields=("reserve", "condition"),
                                name="enterprises_measure_one_open_per_condition",
                                violation_error_message="这项条件已有未办结的措施。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReserveRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(unique=True, verbose_name="施行日期")),
                        ("source", models.CharField(max_length=200, verbose_name="文件名称与文号")),
                        ("least_days", models.PositiveSmallIntegerField(default=365, verbose_name="注册满（天）")),
                        (
                            "least_rights",
                            models.PositiveSmallIntegerField(default=1, verbose_name="可计入知识产权（项）"),
                        ),
                        ("least_staff", models.PositiveSmallIntegerField(default=5, verbose_name="科技人员占比（%）")),
                        (
                            "least_research",
                            models.PositiveSmallIntegerField(default=2, verbose_name="研发费用占比（%）"),
                        ),
                        (
                            "least_high_tech",
                            models.PositiveSmallIntegerField(
                                default=50, verbose_name="高新技术产品（服务）收入占比（%）"
                            ),
                        ),
                        (
                            "least_score",
                            models.PositiveSmallIntegerField(default=60, verbose_name="创新能力评分上限不低于（分）"),
                        ),
                        ("years", models.PositiveSmallIntegerField(default=3, verbose_name="培育期（年）")),
                        (
                            "service_days",
                            models.PositiveSmallIntegerField(default=30, verbose_name="至少每几天服务一次"),
                        ),
                        (
                            "answer_days",
                            models.PositiveSmallIntegerField(default=5, verbose_name="企业提问几个工作日内答复"),
                        ),
                    ],
                    options={
                        "verbose_name": "入库与服务规则",
                        "verbose_name_plural": "入库与服务规则",
                        "ordering": ["-valid_from"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("least_high_tech__lte", 100),
                                    ("least_research__lte", 100),
                                    ("least_score__lte", 100),
                                    ("least_staff__lte", 100),
                                ),
                                name="enterprises_reserverule_shares_are_shares",
                                violation_error_message="占比和评分不超过 100。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answer_days__gte", 1), ("service_days__gte", 1), ("years__gte", 1)
                                ),
                                name="enterprises_reserverule_terms_positive",
                                violation_error_message="期限至少为 1。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ServiceRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("served_on", models.DateField(verbose_name="服务日期")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("visit", "上门"),
                                    ("telephone", "电话"),
                                    ("online", "线上"),
                                    ("training", "培训"),
                                    ("meeting", "座谈"),
                                ],
                                max_length=20,
                                verbose_name="方式",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("policy", "政策宣讲"),
                                    ("rights", "知识产权布局"),
                                    ("research", "研发费用归集"),
                                    ("finance", "财务与审计"),
                                    ("staff", "人员"),
                                    ("conversion", "成果转化材料"),
                                    ("review", "申报预审"),
                                    ("other", "其他"),
                                ],
                                max_length=20,
                                verbose_name="内容类别",
                            ),
                        ),
                        ("content", models.TextField(max_length=2000, verbose_name="服务内容")),
                        ("problems", models.TextField(blank=True, max_length=2000, verbose_name="企业问题")),
                        ("result", models.TextField(blank=True, max_length=2000, verbose_name="解决情况")),
                        ("next_on", models.DateField(blank=True, null=True, verbose_name="下次服务日期")),
                        ("served_at", models.DateTimeField(verbose_name="登记时间")),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="企业确认时间")),
                        ("opinion", models.CharField(blank=True, max_length=500, verbose_name="企业意见")),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="企业确认人",
                            ),
                        ),
                        (
                            "reserve",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="services",
                                to="enterprises.reserve",
                                verbose_name="培育库企业",
                            ),
                        ),
                        (
                            "served_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="服务人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "服务记录",
                        "verbose_name_plural": "服务记录",
                        "ordering": ["-served_on", "-pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("served_by__isnull", False), ("served_at__isnull", False)),
                                    models.Q(
                                        models.Q(("served_by__isnull", False), _negated=True),
                                        models.Q(("served_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enterprises_servicerecord_served_signed",
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
                                name="enterprises_servicerecord_confirmed_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("next_on", None), ("next_on__gt", models.F("served_on")), _connector="OR"
                                ),
                                name="enterprises_servicerecord_next_is_later",
                                violation_error_message="下次服务日期须晚于服务日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ServiceFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "file",
                            models.FileField(
                                max_length=300,
                                storage=bureau.files.private_storage,
                                upload_to="services/%Y/%m",
                                verbose_name="文件",
                            ),
                        ),
                        ("name", models.CharField(max_length=255, verbose_name="文件名")),
                        ("mime", models.CharField(max_length=100, verbose_name="文件类型")),
                        ("attached_at", models.DateTimeField(verbose_name="上传时间")),
                        (
                            "attached_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                        (
                            "service",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="enterprises.servicerecord",
                                verbose_name="服务记录",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "服务附件",
                        "verbose_name_plural": "服务附件",
                        "ordering": ["pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("attached_by__isnull", False), ("attached_at__isnull", False)),
                                    models.Q(
                                        models.Q(("attached_by__isnull", False), _negated=True),
                                        models.Q(("attached_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enterprises_servicefile_attached_signed",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StartupGrant",
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
                        ("county", models.CharField(blank=True, max_length=200, verbose_name="县（市、区）")),
                        ("organisation_key", models.CharField(blank=True, editable=False, max_length=500)),
                        ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                        ("number", models.CharField(max_length=100, verbose_name="扶持编号")),
                        ("title", models.CharField(max_length=500, verbose_name="创业项目名称")),
                        ("founder", models.CharField(max_length=200, verbose_name="创业者")),
                        ("school", models.CharField(blank=True, max_length=300, verbose_name="毕业（就读）院校")),
                        ("organisation_name", models.CharField(max_length=500, verbose_name="创办企业")),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="扶持金额（元）")),
                        ("granted_on", models.DateField(verbose_name="扶持批准日期")),
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
                                related_name="+",
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
                        "verbose_name": "大学生创业扶持",
                        "verbose_name_plural": "大学生创业扶持",
                        "permissions": [
                            ("export_startupgrant", "导出"),
                            ("correct_startupgrant", "更正"),
                            ("void_startupgrant", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="startupgrant_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)),
                                fields=["id"],
                                name="startupgrant_voided",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="startupgrant_search"
                            ),
                            models.Index(
                                condition=models.Q(("organisation__isnull", True)),
                                fields=["organisation_key"],
                                name="startupgrant_unmatched",
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
                                name="enterprises_startupgrant_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="enterprises_startupgrant_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("number",),
                                name="enterprises_startupgrant_one_per_number",
                                violation_error_message="该扶持编号已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="enterprises_startupgrant_amount_positive",
                                violation_error_message="扶持金额须大于零。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TalentBase",
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
                        ("county", models.CharField(blank=True, max_length=200, verbose_name="县（市、区）")),
                        ("organisation_key", models.CharField(blank=True, editable=False, max_length=500)),
                        ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                        ("name", models.CharField(max_length=300, verbose_name="站点（团队）名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("academician", "院士工作站"),
                                    ("postdoctoral", "博士后科研工作站"),
                                    ("postdoctoral_base", "博士后创新实践基地"),
                                    ("team", "科技人才团队"),
                                ],
                                max_length=30,
                                verbose_name="站点（团队）类型",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("national", "国家级"), ("provincial", "省级"), ("city", "市级")],
                                max_length=20,
                                verbose_name="站点（团队）级别",
                            ),
                        ),
                        ("organisation_name", models.CharField(max_length=500, verbose_name="设站（依托）单位")),
                        ("leader", models.CharField(blank=True, max_length=200, verbose_name="带头人")),
                        ("people", models.PositiveIntegerField(blank=True, null=True, verbose_name="人数")),
                        ("approved_on", models.DateField(verbose_name="批准设立日期")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                sources=("name", "organisation_name"),
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
                                related_name="+",
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
                        "verbose_name": "工作站与人才团队",
                        "verbose_name_plural": "工作站与人才团队",
                        "permissions": [
                            ("export_talentbase", "导出"),
                            ("correct_talentbase", "更正"),
                            ("void_talentbase", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="talentbase_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)),
                                fields=["id"],
                                name="talentbase_voided",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="talentbase_search"
                            ),
                            models.Index(
                                condition=models.Q(("organisation__isnull", True)),
                                fields=["organisation_key"],
                                name="talentbase_unmatched",
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
                                name="enterprises_talentbase_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="enterprises_talentbase_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("name",),
                                name="enterprises_talentbase_one_per_name",
                                violation_error_message="该工作站或团队已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None), ("ended_on__gte", models.F("approved_on")), _connector="OR"
                                ),
                                name="enterprises_talentbase_ended_on_not_before_approved_on",
                                violation_error_message="撤销日期不能早于批准设立日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ticket",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject", models.CharField(max_length=100, verbose_name="问题")),
                        ("text", models.TextField(max_length=2000, verbose_name="说明")),
                        ("asked_at", models.DateTimeField(verbose_name="提问时间")),
                        ("due_on", models.DateField(verbose_name="答复期限")),
                        ("answer", models.TextField(blank=True, max_length=4000, verbose_name="答复")),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("subject",)
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提问人",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tickets",
                                to="accounts.organisation",
                                verbose_name="企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "企业提问",
                        "verbose_name_plural": "企业提问",
                        "permissions": [("ask_ticket", "提问"), ("answer_ticket", "答复")],
                        "default_permissions": ("view",),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("answered_at", None)), fields=["due_on"], name="ticket_waiting"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="ticket_search"
                            ),
                        ],
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
                                name="enterprises_ticket_asked_signed",
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
                                name="enterprises_ticket_answered_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                                    models.Q(models.Q(("answered_at__isnull", False), _negated=True), ("answer", "")),
                                    _connector="OR",
                                ),
                                name="enterprises_ticket_answered_iff_said",
                                violation_error_message="请写明答复。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="YearlyData",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "main_income",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="主营业务收入"
                            ),
                        ),
                        (
                            "other_income",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="其他业务收入"
                            ),
                        ),
                        (
                            "gross_income",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="按企业所得税法。",
                                max_digits=16,
                                null=True,
                                verbose_name="收入总额",
                            ),
                        ),
                        (
                            "non_taxable_income",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="不征税收入"
                            ),
                        ),
                        (
                            "product_income",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="高新技术产品收入"
                            ),
                        ),
                        (
                            "service_income",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="高新技术服务收入"
                            ),
                        ),
                        (
                            "technical_income",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="技术转让、技术服务、接受委托研究开发。",
                                max_digits=16,
                                null=True,
                                verbose_name="技术性收入",
                            ),
                        ),
                        (
                            "total_assets",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="年末资产总额"
                            ),
                        ),
                        (
                            "total_liabilities",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="年末负债总额"
                            ),
                        ),
                        (
                            "total_costs",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="成本费用支出"
                            ),
                        ),
                        (
                            "total_profit",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="利润总额"
                            ),
                        ),
                        (
                            "tax_paid",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="实缴税费"
                            ),
                        ),
                        (
                            "exports",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="出口额"
                            ),
                        ),
                        (
                            "personnel",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="人员人工费用"
                            ),
                        ),
                        (
                            "direct",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="直接投入费用"
                            ),
                        ),
                        (
                            "depreciation",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=16,
                                null=True,
                                verbose_name="折旧费用与长期待摊费用",
                            ),
                        ),
                        (
                            "amortisation",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="无形资产摊销费用"
                            ),
                        ),
                        (
                            "design",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="设计费用"
                            ),
                        ),
                        (
                            "testing",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=16,
                                null=True,
                                verbose_name="装备调试费用与试验费用",
                            ),
                        ),
                        (
                            "outsourced_domestic",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="填实际发生额，评估时按 80% 计入。",
                                max_digits=16,
                                null=True,
                                verbose_name="委托境内研发费用",
                            ),
                        ),
                        (
                            "outsourced_overseas",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="填实际发生额，评估时按 80% 计入。",
                                max_digits=16,
                                null=True,
                                verbose_name="委托境外研发费用",
                            ),
                        ),
                        (
                            "other_research",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="填实际发生额，评估时不超过研发费用总额的 20%。",
                                max_digits=16,
                                null=True,
                                verbose_name="其他费用",
                            ),
                        ),
                        (
                            "deductible_research",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="科技型中小企业评价使用。",
                                max_digits=16,
                                null=True,
                                verbose_name="加计扣除口径研发费用",
                            ),
                        ),
                        (
                            "research_basis",
                            models.CharField(
                                blank=True,
                                choices=[("sales", "研发费用占销售收入"), ("costs", "研发费用占成本费用支出")],
                                help_text="不选则取得分高者。",
                                max_length=10,
                                verbose_name="科技型中小企业研发投入指标",
                            ),
                        ),
                        (
                            "standards",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="参与编制标准、检测方法、技术规范项数"
                            ),
                        ),
                        (
                            "no_incident",
                            models.BooleanField(
                                blank=True, null=True, verbose_name="无重大安全、质量事故和严重环境违法行为"
                            ),
                        ),
                        (
                            "not_listed",
                            models.BooleanField(
                                blank=True, null=True, verbose_name="未列入经营异常名录和严重违法失信名单"
                            ),
                        ),
                        (
                            "allowed_products",
                            models.BooleanField(
                                blank=True, null=True, verbose_name="产品和服务不属于禁止、限制和淘汰类"
                            ),
                        ),
                        (
                            "explanations",
                            models.JSONField(blank=True, default=dict, editable=False, verbose_name="差异说明"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "填写中"),
                                    ("submitted", "待确认"),
                                    ("returned", "退回补正"),
                                    ("confirmed", "已确认"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="开始填写时间")),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="提交时间"),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="审核时间"),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回理由"),
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="yearly_data",
                                to="accounts.organisation",
                                verbose_name="单位",
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
                    ],
                    options={
                        "verbose_name": "企业年度数据",
                        "verbose_name_plural": "企业年度数据",
                        "permissions": [
                            ("fill_yearlydata", "填写"),
                            ("submit_yearlydata", "提交"),
                            ("decide_yearlydata", "确认与退回"),
                            ("judge_yearlydata", "评分"),
                        ],
                        "indexes": [
                            models.Index(fields=["year", "status"], name="yearlydata_by_status"),
                            models.Index(fields=["-year", "-submitted_at", "-id"], name="yearlydata_as_listed"),
                            models.Index(
                                fields=["status", "-year", "-submitted_at", "-id"], name="yearlydata_listed_by_status"
                            ),
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
                                name="enterprises_yearlydata_submitted_signed",
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
                                name="enterprises_yearlydata_decided_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("organisation", "year"),
                                name="enterprises_yearlydata_one_per_year",
                                violation_error_message="该单位这一年度的数据已经建立。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("year__gte", 1990), ("year__lte", 2100)),
                                name="enterprises_yearlydata_year_plausible",
                                violation_error_message="年度应在 1990 至 2100 之间。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("status", "confirmed"), ("status", "returned"), _connector="OR"),
                                        ("decided_at__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("status", "confirmed"),
                                            ("status", "returned"),
                                            _connector="OR",
                                            _negated=True,
                                        ),
                                        models.Q(("decided_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enterprises_yearlydata_decided_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status", "draft"), ("submitted_at__isnull", False), _connector="OR"
                                ),
                                name="enterprises_yearlydata_handed_in_is_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "returned"), models.Q(("reason", ""), _negated=True)),
                                    models.Q(models.Q(("status", "returned"), _negated=True), ("reason", "")),
                                    _connector="OR",
                                ),
                                name="enterprises_yearlydata_returned_iff_reasoned",
                                violation_error_message="退回必须写明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("personnel", None), ("personnel__gte", 0), _connector="OR"),
                                name="enterprises_yearlydata_personnel_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("direct", None), ("direct__gte", 0), _connector="OR"),
                                name="enterprises_yearlydata_direct_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("depreciation", None), ("depreciation__gte", 0), _connector="OR"),
                                name="enterprises_yearlydata_depreciation_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amortisation", None), ("amortisation__gte", 0), _connector="OR"),
                                name="enterprises_yearlydata_amortisation_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("design", None), ("design__gte", 0), _connector="OR"),
                                name="enterprises_yearlydata_design_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("testing", None), ("testing__gte", 0), _connector="OR"),
                                name="enterprises_yearlydata_testing_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outsourced_domestic", None), ("outsourced_domestic__gte", 0), _connector="OR"
                                ),
                                name="enterprises_yearlydata_outsourced_domestic_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outsourced_overseas", None), ("outsourced_overseas__gte", 0), _connector="OR"
                                ),
                                name="enterprises_yearlydata_outsourced_overseas_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("other_research", None), ("other_research__gte", 0), _connector="OR"
                                ),
                                name="enterprises_yearlydata_other_research_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("total_assets", None), ("total_assets__gte", 0), _connector="OR"),
                                name="enterprises_yearlydata_total_assets_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("total_liabilities", None), ("total_liabilities__gte", 0), _connector="OR"
                                ),
                                name="enterprises_yearlydata_total_liabilities_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("non_taxable_income", None), ("non_taxable_income__gte", 0), _connector="OR"
                                ),
                                name="enterprises_yearlydata_non_taxable_income_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("product_income", None), ("product_income__gte", 0), _connector="OR"
                                ),
                                name="enterprises_yearlydata_product_income_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("service_income", None), ("service_income__gte", 0), _connector="OR"
                                ),
                                name="enterprises_yearlydata_service_income_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("technical_income", None), ("technical_income__gte", 0), _connector="OR"
                                ),
                                name="enterprises_yearlydata_technical_income_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("total_costs", None), ("total_costs__gte", 0), _connector="OR"),
                                name="enterprises_yearlydata_total_costs_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("deductible_research", None), ("deductible_research__gte", 0), _connector="OR"
                                ),
                                name="enterprises_yearlydata_deductible_research_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("exports", None), ("exports__gte", 0), _connector="OR"),
                                name="enterprises_yearlydata_exports_not_negative",
                                violation_error_message="除收入、利润外，金额不能小于 0。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaffMonth",
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
                                    ("total", "职工总数"),
                                    ("science", "科技人员"),
                                    ("college_science", "大专以上学历科技人员"),
                                    ("research", "研发人员"),
                                ],
                                max_length=20,
                                verbose_name="人员",
                            ),
                        ),
                        ("month", models.PositiveSmallIntegerField(verbose_name="月份")),
                        ("at_start", models.PositiveIntegerField(verbose_name="月初数")),
                        ("at_end", models.PositiveIntegerField(verbose_name="月末数")),
                        (
                            "data",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="staff_months",
                                to="enterprises.yearlydata",
                                verbose_name="年度数据",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "人员月度数",
                        "verbose_name_plural": "人员月度数",
                        "ordering": ["kind", "month"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("data", "kind", "month"), name="enterprises_staffmonth_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__gte", 1), ("month__lte", 12)),
                                name="enterprises_staffmonth_month_real",
                                violation_error_message="月份应是 1 至 12。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Right",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(help_text="如 IP01。", max_length=40, verbose_name="编号")),
                        ("name", models.CharField(max_length=300, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("invention", "发明专利（含国防专利）"),
                                    ("plant_variety", "植物新品种"),
                                    ("crop_variety", "国家级农作物品种"),
                                    ("new_drug", "国家新药"),
                                    ("tcm_protection", "国家一级中药保护品种"),
                                    ("ic_layout", "集成电路布图设计专有权"),
                                    ("utility_model", "实用新型专利"),
                                    ("design", "外观设计专利"),
                                    ("software", "软件著作权"),
                                    ("trademark", "商标（不计）"),
                                    ("other", "其他（不计）"),
                                ],
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=100, verbose_name="授权号")),
                        (
                            "obtained",
                            models.CharField(
                                choices=[
                                    ("own_research", "自主研发"),
                                    ("transfer", "受让"),
                                    ("gift", "受赠"),
                                    ("merger", "并购"),
                                    ("other", "其他"),
                                ],
                                default="own_research",
                                max_length=20,
                                verbose_name="获得方式",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                choices=[("ownership", "所有权"), ("exclusive_licence", "独占许可")],
                                default="ownership",
                                max_length=20,
                                verbose_name="权利",
                            ),
                        ),
                        (
                            "licence_years",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="独占许可年限"),
                        ),
                        ("authorised_on", models.DateField(verbose_name="授权日期")),
                        ("expires_on", models.DateField(blank=True, null=True, verbose_name="保护期届满日")),
                        (
                            "in_force",
                            models.BooleanField(
                                default=True, help_text="有证书，或有授权通知书及缴费收据。", verbose_name="有效"
                            ),
                        ),
                        ("in_china", models.BooleanField(default=True, verbose_name="在中国境内（不含港澳台）授权")),
                        ("owners", models.PositiveSmallIntegerField(default=1, verbose_name="权属人数")),
                        ("used_by_co_owner", models.BooleanField(default=False, verbose_name="其他权属人已用于认定")),
                        (
                            "used_before",
                            models.BooleanField(
                                default=False,
                                help_text="Ⅱ类知识产权仅限使用一次。",
                                verbose_name="已用于以往的高企认定",
                            ),
                        ),
                        (
                            "same_right_as",
                            models.CharField(blank=True, max_length=40, verbose_name="与哪一编号是同一权利"),
                        ),
                        ("disputed", models.BooleanField(default=False, verbose_name="有争议")),
                        ("related", models.BooleanField(default=True, verbose_name="与主要产品（服务）相关")),
                        (
                            "data",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rights",
                                to="enterprises.yearlydata",
                                verbose_name="年度数据",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "知识产权",
                        "verbose_name_plural": "知识产权",
                        "ordering": ["code"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("data", "code"),
                                name="enterprises_right_one_per_code",
                                violation_error_message="该编号已经使用。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("owners__gte", 1)),
                                name="enterprises_right_has_an_owner",
                                violation_error_message="权属人数至少为 1。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("used_by_co_owner", False), ("owners__gt", 1), _connector="OR"),
                                name="enterprises_right_co_owner_exists",
                                violation_error_message="只有一个权属人，不会有其他权属人使用。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_on", None),
                                    ("expires_on__gte", models.F("authorised_on")),
                                    _connector="OR",
                                ),
                                name="enterprises_right_ends_after_it_begins",
                                violation_error_message="保护期届满日不能早于授权日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("same_right_as", models.F("code")), _negated=True),
                                name="enterprises_right_not_its_own_double",
                                violation_error_message="不能写自己的编号。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Product",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(help_text="如 PS01。", max_length=40, verbose_name="编号")),
                        ("name", models.CharField(max_length=300, verbose_name="产品（服务）名称")),
                        (
                            "technology_field",
                            models.CharField(
                                blank=True,
                                max_length=5,
                                validators=[enterprises.models.yearly.field_code],
                                verbose_name="技术领域代码",
                            ),
                        ),
                        ("income", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="收入（元）")),
                        (
                            "ip",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                help_text="多个编号用逗号隔开。",
                                size=None,
                                verbose_name="起核心支持作用的知识产权编号",
                            ),
                        ),
                        (
                            "data",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="products",
                                to="enterprises.yearlydata",
                                verbose_name="年度数据",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "高新技术产品（服务）",
                        "verbose_name_plural": "高新技术产品（服务）",
                        "ordering": ["code"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("data", "code"),
                                name="enterprises_product_one_per_code",
                                violation_error_message="该编号已经使用。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("income__gte", 0)),
                                name="enterprises_product_income_not_negative",
                                violation_error_message="收入不能小于 0。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Judgement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "values",
                            models.JSONField(
                                default=dict, validators=[enterprises.models.assessment.judgements], verbose_name="评分"
                            ),
                        ),
                        ("judged_at", models.DateTimeField(null=True, verbose_name="评分时间")),
                        (
                            "judged_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="评分人",
                            ),
                        ),
                        (
                            "data",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="judgement",
                                to="enterprises.yearlydata",
                                verbose_name="年度数据",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专家与科室评分",
                        "verbose_name_plural": "专家与科室评分",
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("judged_by__isnull", False), ("judged_at__isnull", False)),
                                    models.Q(
                                        models.Q(("judged_by__isnull", False), _negated=True),
                                        models.Q(("judged_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enterprises_judgement_judged_signed",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Conversion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("result", models.CharField(max_length=200, verbose_name="科技成果名称")),
                        (
                            "source",
                            models.CharField(
                                blank=True,
                                help_text="如知识产权编号、验收的项目。",
                                max_length=200,
                                verbose_name="成果来源",
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("own_investment", "自行投资实施转化"),
                                    ("transfer", "向他人转让"),
                                    ("licence", "许可他人使用"),
                                    ("cooperation", "与他人共同实施转化"),
                                    ("shares", "作价投资"),
                                    ("other", "其他"),
                                ],
                                default="own_investment",
                                max_length=20,
                                verbose_name="转化形式",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                help_text="新产品、新工艺、样品、样机等。",
                                max_length=300,
                                verbose_name="转化结果",
                            ),
                        ),
                        ("proof", models.CharField(blank=True, max_length=300, verbose_name="证明材料")),
                        (
                            "data",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="conversions",
                                to="enterprises.yearlydata",
                                verbose_name="年度数据",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "科技成果转化",
                        "verbose_name_plural": "科技成果转化",
                        "ordering": ["pk"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("data", "result"),
                                name="enterprises_conversion_once_a_year",
                                violation_error_message="同一科技成果一年只计一项。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assessment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rule_set", models.CharField(max_length=20, verbose_name="规则集")),
                        ("version", models.CharField(max_length=20, verbose_name="规则版本")),
                        ("apply_on", models.DateField(verbose_name="假定申请日")),
                        (
                            "status",
                            models.CharField(
                                choices=[("met", "符合"), ("not_met", "不符合"), ("需人工", "需人工")],
                                max_length=10,
                                verbose_name="结论",
                            ),
                        ),
                        ("score_min", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="最低分")),
                        ("score_max", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="最高分")),
                        (
                            "failing",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="不符合的条件",
                            ),
                        ),
                        (
                            "gaps",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Func(models.F("failing"), function="cardinality"),
                                output_field=models.PositiveSmallIntegerField(),
                                verbose_name="不符合的条件数",
                            ),
                        ),
                        (
                            "undecided",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="需人工的条件",
                            ),
                        ),
                        ("inputs", models.JSONField(verbose_name="所用数据")),
                        ("said", models.JSONField(verbose_name="逐项结果")),
                        ("made_at", models.DateTimeField(verbose_name="评估时间")),
                        (
                            "wording",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessments",
                                to="enterprises.wording",
                                verbose_name="评估用语",
                            ),
                        ),
                        (
                            "data",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assessments",
                                to="enterprises.yearlydata",
                                verbose_name="年度数据",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "预评估",
                        "verbose_name_plural": "预评估",
                        "default_permissions": ("view",),
                        "indexes": [
                            models.Index(fields=["rule_set", "status"], name="assessment_by_status"),
                            models.Index(fields=["-made_at", "-id"], name="assessment_as_listed"),
                            models.Index(fields=["rule_set", "gaps", "-score_max", "-id"], name="assessment_nearest"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("data", "rule_set"), name="enterprises_assessment_one_per_rule_set"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("score_max__lte", 100),
                                    ("score_min__gte", 0),
                                    ("score_min__lte", models.F("score_max")),
                                ),
                                name="enterprises_assessment_range_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ("met", "not_met", "需人工"))),
                                name="enterprises_assessment_status_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Activity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(help_text="如 RD01。", max_length=40, verbose_name="编号")),
                        ("name", models.CharField(max_length=300, verbose_name="研发活动名称")),
                        ("began_on", models.DateField(verbose_name="开始日期")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                        (
                            "technology_field",
                            models.CharField(
                                blank=True,
                                max_length=5,
                                validators=[enterprises.models.yearly.field_code],
                                verbose_name="技术领域代码",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("national", "国家"),
                                    ("ministry", "部门"),
                                    ("local", "地方"),
                                    ("own", "企业自有"),
                                    ("other", "其他"),
                                ],
                                default="own",
                                max_length=20,
                                verbose_name="任务来源",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("own", "自主"),
                                    ("commissioned", "委托"),
                                    ("joint", "合作"),
                                    ("central", "集中"),
                                ],
                                default="own",
                                max_length=20,
                                verbose_name="组织实施方式",
                            ),
                        ),
                        (
                            "project_number",
                            models.CharField(blank=True, max_length=100, verbose_name="科技计划项目编号"),
                        ),
                        (
                            "spent",
                            models.DecimalField(decimal_places=2, max_digits=16, verbose_name="本年度研发费用（元）"),
                        ),
                        (
                            "data",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="activities",
                                to="enterprises.yearlydata",
                                verbose_name="年度数据",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "研发活动",
                        "verbose_name_plural": "研发活动",
                        "ordering": ["code"],
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("data", "code"),
                                name="enterprises_activity_one_per_code",
                                violation_error_message="该编号已经使用。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("spent__gte", 0)),
                                name="enterprises_activity_spent_not_negative",
                                violation_error_message="研发费用不能小于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None), ("ended_on__gte", models.F("began_on")), _connector="OR"
                                ),
                                name="enterprises_activity_ends_after_it_begins",
                                violation_error_message="结束日期不能早于开始日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="YearlyFiling",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="报表年度")),
                        ("filed_on", models.DateField(verbose_name="填报日期")),
                        ("noted_at", models.DateTimeField(blank=True, null=True, verbose_name="登记时间")),
                        (
                            "noted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="yearly_filings",
                                to="accounts.organisation",
                                verbose_name="企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "高企年报填报",
                        "verbose_name_plural": "高企年报填报",
                        "default_permissions": ("view",),
                        "indexes": [models.Index(fields=["year", "organisation"], name="yearlyfiling_by_year")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("noted_by__isnull", False), ("noted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("noted_by__isnull", False), _negated=True),
                                        models.Q(("noted_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enterprises_yearlyfiling_noted_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("organisation", "year"),
                                name="enterprises_yearlyfiling_one_per_year",
                                violation_error_message="该企业这一年度的填报已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("filed_on__year__gt", models.F("year"))),
                                name="enterprises_yearlyfiling_after_its_year",
                                violation_error_message="填报日期应在报表年度结束以后。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApiToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="写明用在哪个系统，如“财务系统”。", max_length=50, verbose_name="令牌名称"
                            ),
                        ),
                        ("secret_hash", models.BinaryField(max_length=32, unique=True)),
                        ("hint", models.CharField(editable=False, max_length=4, verbose_name="末四位")),
                        ("expires_on", models.DateField(help_text="当日仍可使用，最长一年。", verbose_name="有效期至")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        (
                            "used_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="最近使用"),
                        ),
                        (
                            "revoked_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="吊销时间"),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="吊销理由"),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="持有人",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="api_tokens",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="吊销人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "接口令牌",
                        "verbose_name_plural": "接口令牌",
                        "permissions": [("issue_apitoken", "建立令牌"), ("revoke_apitoken", "吊销令牌")],
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
                                name="enterprises_apitoken_created_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("revoked_by__isnull", False), ("revoked_at__isnull", False)),
                                    models.Q(
                                        models.Q(("revoked_by__isnull", False), _negated=True),
                                        models.Q(("revoked_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="enterprises_apitoken_revoked_signed",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at", None)),
                                fields=("organisation", "name"),
                                name="enterprises_apitoken_one_per_name",
                                violation_error_message="本单位已有这个名称的令牌，请换一个名称，或先吊销原来的。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("revoked_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                                    models.Q(models.Q(("revoked_at__isnull", False), _negated=True), ("reason", "")),
                                    _connector="OR",
                                ),
                                name="enterprises_apitoken_revoked_iff_reasoned",
                                violation_error_message="吊销必须写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Commissioner",
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
                        ("county", models.CharField(blank=True, max_length=200, verbose_name="县（市、区）")),
                        ("organisation_key", models.CharField(blank=True, editable=False, max_length=500)),
                        ("year", models.PositiveSmallIntegerField(verbose_name="选派年度")),
                        ("number", models.CharField(max_length=100, verbose_name="特派员编号")),
                        ("name", models.CharField(max_length=200, verbose_name="特派员姓名")),
                        ("organisation_name", models.CharField(max_length=500, verbose_name="派出单位")),
                        ("served_unit", models.CharField(max_length=500, verbose_name="服务对象")),
                        ("speciality", models.CharField(blank=True, max_length=300, verbose_name="服务领域")),
                        ("services", models.PositiveIntegerField(default=0, verbose_name="服务次数")),
                        (
                            "grade",
                            models.CharField(
                                blank=True,
                                choices=[("excellent", "优秀"), ("passed", "合格"), ("failed", "不合格")],
                                max_length=20,
                                verbose_name="年度考核",
                            ),
                        ),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                sources=("name", "organisation_name", "served_unit"),
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
                                related_name="+",
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
                        "verbose_name": "科技特派员",
                        "verbose_name_plural": "科技特派员",
                        "permissions": [
                            ("export_commissioner", "导出"),
                            ("correct_commissioner", "更正"),
                            ("void_commissioner", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="commissioner_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)),
                                fields=["id"],
                                name="commissioner_voided",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="commissioner_search"
                            ),
                            models.Index(
                                condition=models.Q(("organisation__isnull", True)),
                                fields=["organisation_key"],
                                name="commissioner_unmatched",
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
                                name="enterprises_commissioner_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="enterprises_commissioner_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("year", "number"),
                                name="enterprises_commissioner_one_per_year_number",
                                violation_error_message="该特派员这一年度已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("year__gte", 1999), ("year__lte", 2100)),
                                name="enterprises_commissioner_year_plausible",
                                violation_error_message="选派年度须在 1999 至 2100 年之间。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Enterprise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("registered_on", models.DateField(blank=True, null=True, verbose_name="注册成立日期")),
                        (
                            "operating_from",
                            models.DateField(
                                blank=True, help_text="晚于注册日期的才填。", null=True, verbose_name="实际经营起始日期"
                            ),
                        ),
                        (
                            "technology_field",
                            models.CharField(
                                blank=True,
                                help_text="《国家重点支持的高新技术领域》最末一级代码，如 101、40103。",
                                max_length=5,
                                validators=[enterprises.models.yearly.field_code],
                                verbose_name="技术领域代码",
                            ),
                        ),
                        (
                            "organisation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enterprise",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "企业",
                        "verbose_name_plural": "企业",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("operating_from", None),
                                    ("registered_on", None),
                                    ("operating_from__gte", models.F("registered_on")),
                                    _connector="OR",
                                ),
                                name="enterprises_enterprise_operates_after_registration",
                                violation_error_message="实际经营起始日期不能早于注册成立日期。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FinanceRecord",
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
                        ("county", models.CharField(blank=True, max_length=200, verbose_name="县（市、区）")),
                        ("organisation_key", models.CharField(blank=True, editable=False, max_length=500)),
                        ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                        ("number", models.CharField(max_length=100, verbose_name="业务编号")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("fund", "设立基金"),
                                    ("investment", "基金投资"),
                                    ("loan", "科贷通贷款"),
                                    ("compensation", "风险补偿"),
                                    ("pledge", "知识产权质押融资"),
                                ],
                                max_length=20,
                                verbose_name="业务类型",
                            ),
                        ),
                        ("organisation_name", models.CharField(max_length=500, verbose_name="融资（管理）单位")),
                        ("institution", models.CharField(blank=True, max_length=300, verbose_name="合作机构")),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="业务金额（元）")),
                        ("began_on", models.DateField(verbose_name="起始日期")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="到期日期")),
                        ("purpose", models.CharField(blank=True, max_length=500, verbose_name="用途或质押物")),
                        ("loan_number", models.CharField(blank=True, max_length=100, verbose_name="对应贷款编号")),
                        ("is_overdue", models.BooleanField(default=False, verbose_name="是否逾期")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                sources=("organisation_name", "institution"),
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
                                related_name="+",
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
                        "verbose_name": "科技金融业务",
                        "verbose_name_plural": "科技金融业务",
                        "permissions": [
                            ("export_financerecord", "导出"),
                            ("correct_financerecord", "更正"),
                            ("void_financerecord", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="financerecord_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)),
                                fields=["id"],
                                name="financerecord_voided",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="financerecord_search"
                            ),
                            models.Index(
                                condition=models.Q(("organisation__isnull", True)),
                                fields=["organisation_key"],
                                name="financerecord_unmatched",
                            ),
                            models.Index(fields=["kind", "began_on"], name="financerecord_by_kind"),
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
                                name="enterprises_financerecord_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="enterprises_financerecord_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("number",),
                                name="enterprises_financerecord_one_per_number",
                                violation_error_message="该业务编号已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None), ("ends_on__gte", models.F("began_on")), _connector="OR"
                                ),
                                name="enterprises_financerecord_ends_on_not_before_began_on",
                                violation_error_message="到期日期不能早于起始日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="enterprises_financerecord_amount_positive",
                                violation_error_message="业务金额须大于零。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "compensation"), models.Q(("loan_number", ""), _negated=True)),
                                    models.Q(models.Q(("kind", "compensation"), _negated=True), ("loan_number", "")),
                                    _connector="OR",
                                ),
                                name="enterprises_financerecord_compensation_iff_loan",
                                violation_error_message="风险补偿必须写明对应贷款编号，其他业务不写。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Incubator",
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
                        ("county", models.CharField(blank=True, max_length=200, verbose_name="县（市、区）")),
                        ("organisation_key", models.CharField(blank=True, editable=False, max_length=500)),
                        ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                        ("name", models.CharField(max_length=300, verbose_name="载体名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("incubator", "科技企业孵化器"),
                                    ("makerspace", "众创空间"),
                                    ("accelerator", "科技企业加速器"),
                                ],
                                max_length=20,
                                verbose_name="载体类型",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("national", "国家级"), ("provincial", "省级"), ("city", "市级")],
                                max_length=20,
                                verbose_name="载体级别",
                            ),
                        ),
                        ("organisation_name", models.CharField(max_length=500, verbose_name="运营单位")),
                        ("park_name", models.CharField(blank=True, max_length=300, verbose_name="所在园区")),
                        ("tenants", models.PositiveIntegerField(blank=True, null=True, verbose_name="在孵企业数")),
                        ("approved_on", models.DateField(verbose_name="认定日期")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                sources=("name", "organisation_name"),
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
                                related_name="+",
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
                        "verbose_name": "孵化器与众创空间",
                        "verbose_name_plural": "孵化器与众创空间",
                        "permissions": [
                            ("export_incubator", "导出"),
                            ("correct_incubator", "更正"),
                            ("void_incubator", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="incubator_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)), fields=["id"], name="incubator_voided"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="incubator_search"
                            ),
                            models.Index(
                                condition=models.Q(("organisation__isnull", True)),
                                fields=["organisation_key"],
                                name="incubator_unmatched",
                            ),
                            models.Index(fields=["park_name"], name="incubator_by_park"),
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
                                name="enterprises_incubator_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="enterprises_incubator_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("name",),
                                name="enterprises_incubator_one_per_name",
                                violation_error_message="该载体已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None), ("ended_on__gte", models.F("approved_on")), _connector="OR"
                                ),
                                name="enterprises_incubator_ended_on_not_before_approved_on",
                                violation_error_message="撤销日期不能早于认定日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Park",
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
                        ("county", models.CharField(blank=True, max_length=200, verbose_name="县（市、区）")),
                        ("name", models.CharField(max_length=300, verbose_name="园区名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("high_tech", "高新技术产业开发区"),
                                    ("economic", "经济技术开发区"),
                                    ("industrial", "工业园区"),
                                    ("agricultural", "农业科技园区"),
                                ],
                                max_length=20,
                                verbose_name="园区类型",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("national", "国家级"), ("provincial", "省级"), ("city", "市级")],
                                max_length=20,
                                verbose_name="园区级别",
                            ),
                        ),
                        ("approved_on", models.DateField(verbose_name="批准设立日期")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
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
                                related_name="+",
                                to="accounts.division",
                                verbose_name="区划",
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
                        "verbose_name": "园区",
                        "verbose_name_plural": "园区",
                        "permissions": [("export_park", "导出"), ("correct_park", "更正"), ("void_park", "作废与恢复")],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="park_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)), fields=["id"], name="park_voided"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="park_search"
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
                                name="enterprises_park_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="enterprises_park_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("name",),
                                name="enterprises_park_one_per_name",
                                violation_error_message="该园区已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None), ("ended_on__gte", models.F("approved_on")), _connector="OR"
                                ),
                                name="enterprises_park_ended_on_not_before_approved_on",
                                violation_error_message="撤销日期不能早于批准设立日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Platform",
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
                        ("county", models.CharField(blank=True, max_length=200, verbose_name="县（市、区）")),
                        ("organisation_key", models.CharField(blank=True, editable=False, max_length=500)),
                        ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                        ("name", models.CharField(max_length=300, verbose_name="平台名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("key_laboratory", "重点实验室"),
                                    ("engineering_centre", "工程技术研究中心"),
                                    ("enterprise_centre", "企业技术中心"),
                                    ("engineering_laboratory", "工程实验室"),
                                    ("new_institute", "新型研发机构"),
                                    ("other", "其他"),
                                ],
                                max_length=30,
                                verbose_name="平台类型",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("national", "国家级"), ("provincial", "省级"), ("city", "市级")],
                                max_length=20,
                                verbose_name="平台级别",
                            ),
                        ),
                        ("organisation_name", models.CharField(max_length=500, verbose_name="依托单位")),
                        ("technology_field", models.CharField(blank=True, max_length=300, verbose_name="技术领域")),
                        ("approved_on", models.DateField(verbose_name="批准建设日期")),
                        ("build_years", models.PositiveSmallIntegerField(default=3, verbose_name="建设期（年）")),
                        (
                            "due_on",
                            models.GeneratedField(
                                db_persist=True,
                                expression=enterprises.models.recognition.YearsLater(
                                    models.F("approved_on"), models.F("build_years")
                                ),
                                output_field=models.DateField(),
                                verbose_name="应验收日期",
                            ),
                        ),
                        ("accepted_on", models.DateField(blank=True, null=True, verbose_name="验收日期")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                sources=("name", "organisation_name"),
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
                                related_name="+",
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
                        "verbose_name": "研发平台",
                        "verbose_name_plural": "研发平台",
                        "permissions": [
                            ("export_platform", "导出"),
                            ("correct_platform", "更正"),
                            ("void_platform", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="platform_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)), fields=["id"], name="platform_voided"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="platform_search"
                            ),
                            models.Index(
                                condition=models.Q(("organisation__isnull", True)),
                                fields=["organisation_key"],
                                name="platform_unmatched",
                            ),
                            models.Index(fields=["due_on"], name="platform_due"),
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
                                name="enterprises_platform_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="enterprises_platform_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("name",),
                                name="enterprises_platform_one_per_name",
                                violation_error_message="该研发平台已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("accepted_on", None),
                                    ("accepted_on__gte", models.F("approved_on")),
                                    _connector="OR",
                                ),
                                name="enterprises_platform_accepted_on_not_before_approved_on",
                                violation_error_message="验收日期不能早于批准建设日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None), ("ended_on__gte", models.F("approved_on")), _connector="OR"
                                ),
                                name="enterprises_platform_ended_on_not_before_approved_on",
                                violation_error_message="撤销日期不能早于批准建设日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("build_years__gte", 1), ("build_years__lte", 10)),
                                name="enterprises_platform_years_plausible",
                                violation_error_message="建设期须为 1 至 10 年。",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
