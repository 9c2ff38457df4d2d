import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import bureau.files
import bureau.migrating
import bureau.personal
import bureau.text


class Migration(migrations.Migration):
    replaces = [
        ("matchmaking", "0002_follow_changes"),
        ("matchmaking", "0003_unmask"),
        ("matchmaking", "0004_wider_text"),
        ("matchmaking", "0006_listed"),
        ("matchmaking", "0007_profiles"),
        ("matchmaking", "0008_recommending"),
        ("matchmaking", "0009_searching"),
        ("matchmaking", "0010_dealing"),
        ("matchmaking", "0011_contracts"),
        ("matchmaking", "0012_files"),
        ("matchmaking", "0013_results"),
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
                    name="Achievement",
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
                            "field",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("10", "电子信息"),
                                    ("20", "生物与新医药"),
                                    ("30", "航空航天"),
                                    ("40", "新材料"),
                                    ("50", "高技术服务"),
                                    ("60", "新能源与节能"),
                                    ("70", "资源与环境"),
                                    ("80", "先进制造与自动化"),
                                ],
                                max_length=2,
                                verbose_name="领域",
                            ),
                        ),
                        (
                            "maturity",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("research", "研发"),
                                    ("bench", "小试"),
                                    ("pilot", "中试"),
                                    ("industrial", "产业化"),
                                ],
                                max_length=20,
                                verbose_name="成熟度",
                            ),
                        ),
                        (
                            "cooperation",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("transfer", "技术转让"),
                                        ("licence", "技术许可"),
                                        ("shares", "作价入股"),
                                        ("joint", "合作开发"),
                                        ("service", "技术服务"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="合作方式",
                            ),
                        ),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                        ("names_unit", models.BooleanField(default=True, verbose_name="公开单位名称")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "待审核"),
                                    ("returned", "已退回"),
                                    ("published", "已发布"),
                                    ("expired", "已过期"),
                                    ("withdrawn", "已下架"),
                                ],
                                default="published",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "return_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("secret", "涉密"),
                                    ("duplicate", "重复"),
                                    ("contact", "公开内容泄露联系方式"),
                                    ("incomplete", "内容不完整"),
                                    ("unsuitable", "不是技术成果或技术需求"),
                                    ("other", "其他"),
                                ],
                                editable=False,
                                max_length=20,
                                verbose_name="退回原因",
                            ),
                        ),
                        (
                            "return_note",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回说明"),
                        ),
                        ("written_at", models.DateTimeField(editable=False, null=True, verbose_name="填写时间")),
                        ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="提交时间")),
                        ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="审核时间")),
                        ("number", models.CharField(max_length=100, verbose_name="成果编号")),
                        ("title", models.CharField(max_length=500, verbose_name="成果名称")),
                        ("organisation_name", models.CharField(max_length=500, verbose_name="完成单位")),
                        ("organisation_key", models.CharField(blank=True, editable=False, max_length=500)),
                        ("organisation_type", models.CharField(blank=True, max_length=200, verbose_name="单位类型")),
                        ("technology_field", models.CharField(blank=True, max_length=300, verbose_name="技术领域")),
                        ("stage", models.CharField(blank=True, max_length=200, verbose_name="所处阶段")),
                        ("summary", models.TextField(blank=True, verbose_name="成果简介")),
                        (
                            "asking_price",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="预期价格（元）"
                            ),
                        ),
                        (
                            "contact_person",
                            bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="联系人"),
                        ),
                        (
                            "contact_person_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="contact_person"
                            ),
                        ),
                        (
                            "contact_phone",
                            bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="联系电话"),
                        ),
                        (
                            "contact_phone_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="contact_phone"
                            ),
                        ),
                        ("collected_on", models.DateField(verbose_name="征集日期")),
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
                            "decided_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
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
                                related_name="achievements",
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
                            "submitted_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
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
                        (
                            "written_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="填写人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "科技成果",
                        "verbose_name_plural": "科技成果",
                        "permissions": [
                            ("export_achievement", "导出"),
                            ("correct_achievement", "更正"),
                            ("void_achievement", "作废与恢复"),
                            ("unmask_achievement", "查看完整个人信息"),
                            ("fill_achievement", "填写"),
                            ("submit_achievement", "提交与下架"),
                            ("decide_achievement", "审核与下架"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="achievement_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)),
                                fields=["id"],
                                name="achievement_voided",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="achievement_search"
                            ),
                            models.Index(fields=["collected_on"], name="achievement_collected"),
                            models.Index(
                                condition=models.Q(("organisation__isnull", True)),
                                fields=["organisation_key"],
                                name="achievement_unmatched",
                            ),
                            models.Index(
                                condition=models.Q(("status", "published"), _negated=True),
                                fields=["status", "id"],
                                name="achievement_in_progress",
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
                                name="matchmaking_achievement_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="matchmaking_achievement_undone_is_voided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("written_by__isnull", False), ("written_at__isnull", False)),
                                    models.Q(
                                        models.Q(("written_by__isnull", False), _negated=True),
                                        models.Q(("written_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_achievement_written_signed",
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
                                name="matchmaking_achievement_submitted_signed",
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
                                name="matchmaking_achievement_decided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        ["draft", "submitted", "returned", "published", "expired", "withdrawn"],
                                    )
                                ),
                                name="matchmaking_achievement_status_known",
                                violation_error_message="没有这种状态。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("field__in", ["", "10", "20", "30", "40", "50", "60", "70", "80"])),
                                name="matchmaking_achievement_field_known",
                                violation_error_message="领域须是国家重点支持的高新技术领域之一。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("maturity__in", ["", "research", "bench", "pilot", "industrial"])),
                                name="matchmaking_achievement_maturity_known",
                                violation_error_message="没有这种成熟度。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cooperation__contained_by", ["transfer", "licence", "shares", "joint", "service"])
                                ),
                                name="matchmaking_achievement_cooperation_known",
                                violation_error_message="没有这种合作方式。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("written_at__isnull", False),
                                    ("status__in", ("published", "expired", "withdrawn")),
                                    _connector="OR",
                                ),
                                name="matchmaking_achievement_listed_is_published",
                                violation_error_message="清单中的记录视为已发布。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("written_at__isnull", False), _negated=True),
                                    models.Q(("status__in", ("published", "expired", "withdrawn")), _negated=True),
                                    models.Q(
                                        models.Q(("field", ""), _negated=True),
                                        models.Q(("maturity", ""), _negated=True),
                                        ("cooperation__len__gt", 0),
                                        ("valid_until__isnull", False),
                                        ("decided_at__isnull", False),
                                        ("organisation__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_achievement_published_is_complete",
                                violation_error_message="发布前须填写领域、成熟度、合作方式和有效期，并经审核。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "submitted"), _negated=True),
                                    ("submitted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="matchmaking_achievement_submitted_is_signed",
                                violation_error_message="提交须记提交人和时间。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "returned"), models.Q(("return_reason", ""), _negated=True)),
                                    models.Q(models.Q(("status", "returned"), _negated=True), ("return_reason", "")),
                                    _connector="OR",
                                ),
                                name="matchmaking_achievement_returned_iff_reason",
                                violation_error_message="退回须写明原因，且只有退回才有。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("asking_price__isnull", True), ("asking_price__gte", 0), _connector="OR"
                                ),
                                name="matchmaking_achievement_price_not_negative",
                                violation_error_message="预期价格不能是负数。",
                            ),
                            models.UniqueConstraint(
                                fields=("number",),
                                name="matchmaking_achievement_one_per_number",
                                violation_error_message="该成果编号已经登记。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appraisal",
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
                        ("number", models.CharField(max_length=100, verbose_name="鉴定编号")),
                        ("title", models.CharField(max_length=500, verbose_name="成果名称")),
                        ("organisation_name", models.CharField(max_length=500, verbose_name="完成单位")),
                        ("organisation_key", models.CharField(blank=True, editable=False, max_length=500)),
                        ("level", models.CharField(blank=True, max_length=200, verbose_name="鉴定水平")),
                        ("appraised_on", models.DateField(verbose_name="鉴定日期")),
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
                                related_name="appraisals",
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
                        "verbose_name": "科技成果鉴定",
                        "verbose_name_plural": "科技成果鉴定",
                        "permissions": [
                            ("export_appraisal", "导出"),
                            ("correct_appraisal", "更正"),
                            ("void_appraisal", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="appraisal_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)), fields=["id"], name="appraisal_voided"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="appraisal_search"
                            ),
                            models.Index(fields=["appraised_on"], name="appraisal_on"),
                            models.Index(
                                condition=models.Q(("organisation__isnull", True)),
                                fields=["organisation_key"],
                                name="appraisal_unmatched",
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
                                name="matchmaking_appraisal_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="matchmaking_appraisal_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("number",),
                                name="matchmaking_appraisal_one_per_number",
                                violation_error_message="该鉴定编号已经登记。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
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
                        ("held_on", models.DateField(verbose_name="日期")),
                        ("county", models.CharField(max_length=200, verbose_name="所在地")),
                        ("organisation_type", models.CharField(blank=True, max_length=200, verbose_name="单位类型")),
                        ("people", models.PositiveIntegerField(verbose_name="签到人数")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                sources=("county", "organisation_type"),
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
                        "verbose_name": "参会签到",
                        "verbose_name_plural": "参会签到",
                        "permissions": [
                            ("export_attendance", "导出"),
                            ("correct_attendance", "更正"),
                            ("void_attendance", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="attendance_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)),
                                fields=["id"],
                                name="attendance_voided",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="attendance_search"
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
                                name="matchmaking_attendance_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="matchmaking_attendance_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("held_on", "county", "organisation_type"),
                                name="matchmaking_attendance_once_a_day",
                                violation_error_message="该日、该地、该类单位的签到人数已经登记。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deal",
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
                                    ("development", "技术开发"),
                                    ("transfer", "技术转让"),
                                    ("licence", "技术许可"),
                                    ("consulting", "技术咨询"),
                                    ("service", "技术服务"),
                                ],
                                max_length=20,
                                verbose_name="协议类型",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="协议名称")),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="协议金额（元）")),
                        (
                            "file",
                            models.FileField(
                                max_length=300,
                                storage=bureau.files.private_storage,
                                upload_to="dealings/%Y/%m",
                                verbose_name="文件",
                            ),
                        ),
                        ("name", models.CharField(max_length=255, verbose_name="文件名")),
                        ("mime", models.CharField(editable=False, max_length=100)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("drafted", "待对方确认"),
                                    ("returned", "对方要求修改"),
                                    ("agreed", "达成协议"),
                                    ("signed", "已签约"),
                                ],
                                default="drafted",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "return_note",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="修改要求"),
                        ),
                        ("drafted_at", models.DateTimeField(editable=False, null=True, verbose_name="起草时间")),
                        ("agreed_at", models.DateTimeField(editable=False, null=True, verbose_name="确认时间")),
                        ("signed_on", models.DateField(editable=False, null=True, verbose_name="签约日期")),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="确认人",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="起草人",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="起草单位",
                            ),
                        ),
                        (
                            "interest",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deal",
                                to="matchmaking.interest",
                                verbose_name="对接意向",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "对接协议",
                        "verbose_name_plural": "对接协议",
                        "default_permissions": ("view",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("drafted_by__isnull", False), ("drafted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("drafted_by__isnull", False), _negated=True),
                                        models.Q(("drafted_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_deal_drafted_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("agreed_by__isnull", False), ("agreed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("agreed_by__isnull", False), _negated=True),
                                        models.Q(("agreed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_deal_agreed_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["drafted", "returned", "agreed", "signed"])),
                                name="matchmaking_deal_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["development", "transfer", "licence", "consulting", "service"])
                                ),
                                name="matchmaking_deal_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0)),
                                name="matchmaking_deal_amount_not_negative",
                                violation_error_message="协议金额不能是负数。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("agreed", "signed")), ("agreed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status__in", ("agreed", "signed")), _negated=True),
                                        models.Q(("agreed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_deal_agreed_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "signed"), ("signed_on__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "signed"), _negated=True),
                                        models.Q(("signed_on__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_deal_signed_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "returned"), models.Q(("return_note", ""), _negated=True)),
                                    models.Q(models.Q(("status", "returned"), _negated=True), ("return_note", "")),
                                    _connector="OR",
                                ),
                                name="matchmaking_deal_returned_iff_note",
                                violation_error_message="要求修改须写明改什么。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContractFiling",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="项目名称")),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("development", "技术开发"),
                                    ("transfer", "技术转让"),
                                    ("licence", "技术许可"),
                                    ("consulting", "技术咨询"),
                                    ("service", "技术服务"),
                                ],
                                max_length=20,
                                verbose_name="合同类别",
                            ),
                        ),
                        (
                            "subkind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("commissioned", "委托开发"),
                                    ("joint", "合作开发"),
                                    ("patent", "专利权转让"),
                                    ("patent_application", "专利申请权转让"),
                                    ("secret", "技术秘密转让"),
                                    ("software", "软件著作权转让"),
                                    ("layout", "集成电路布图设计转让"),
                                    ("variety", "植物新品种权转让"),
                                    ("medicine", "生物医药新品种权转让"),
                                    ("patent_licence", "专利实施许可"),
                                    ("secret_licence", "技术秘密使用许可"),
                                    ("other_licence", "其他技术许可"),
                                    ("general", "一般技术服务"),
                                    ("agency", "技术中介"),
                                    ("training", "技术培训"),
                                ],
                                max_length=30,
                                verbose_name="合同子类",
                            ),
                        ),
                        ("seller_nature", models.CharField(blank=True, max_length=4, verbose_name="卖方性质（代码）")),
                        ("buyer_name", models.CharField(blank=True, max_length=200, verbose_name="买方名称")),
                        (
                            "buyer_code",
                            models.CharField(blank=True, max_length=18, verbose_name="买方统一社会信用代码"),
                        ),
                        ("buyer_nature", models.CharField(blank=True, max_length=4, verbose_name="买方性质（代码）")),
                        ("buyer_region", models.CharField(blank=True, max_length=6, verbose_name="买方行政区划代码")),
                        (
                            "technology_field",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("electronics", "电子信息"),
                                    ("aerospace", "航空航天"),
                                    ("manufacturing", "先进制造"),
                                    ("medicine", "生物、医药和医疗器械"),
                                    ("materials", "新材料及其应用"),
                                    ("energy", "新能源与高效节能"),
                                    ("environment", "环境保护与资源综合利用"),
                                    ("nuclear", "核应用"),
                                    ("agriculture", "农业"),
                                    ("transport", "现代交通"),
                                    ("city", "城市建设与社会发展"),
                                ],
                                max_length=20,
                                verbose_name="技术领域",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=16,
                                null=True,
                                verbose_name="合同成交总额（元）",
                            ),
                        ),
                        (
                            "technology_value",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="技术交易额（元）"
                            ),
                        ),
                        (
                            "payment",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("once", "一次总付"),
                                    ("instalments", "分期支付"),
                                    ("share", "提成支付"),
                                    ("entry_and_share", "入门费加提成"),
                                    ("other", "其他"),
                                ],
                                max_length=20,
                                verbose_name="支付方式",
                            ),
                        ),
                        (
                            "rights",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("secret", "技术秘密"),
                                        ("invention", "发明专利"),
                                        ("utility_model", "实用新型专利"),
                                        ("design", "外观设计专利"),
                                        ("software", "计算机软件著作权"),
                                        ("variety", "植物新品种权"),
                                        ("layout", "集成电路布图设计专有权"),
                                        ("medicine", "生物医药新品种权"),
                                        ("design_work", "设计著作权"),
                                        ("none", "未涉及"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="知识产权",
                            ),
                        ),
                        (
                            "goal",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("01", "环境保护、生态建设及污染防治"),
                                    ("02", "能源生产、分配和合理利用"),
                                    ("03", "卫生事业发展"),
                                    ("04", "教育事业发展"),
                                    ("05", "基础设施以及城市和农村规划"),
                                    ("06", "基础社会发展和社会服务"),
                                    ("07", "地球和大气层的探索与利用"),
                                    ("08", "民用空间探测及开发"),
                                    ("09", "农林牧渔业发展"),
                                    ("10", "工商业发展"),
                                    ("11", "非定向研究"),
                                    ("12", "其他民用目标"),
                                    ("13", "国防"),
                                ],
                                max_length=2,
                                verbose_name="社会经济目标",
                            ),
                        ),
                        (
                            "plan_category",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("national", "国家"),
                                    ("ministry", "部门"),
                                    ("province", "省区市及计划单列市"),
                                    ("city", "地市县"),
                                    ("outside", "计划外"),
                                ],
                                max_length=20,
                                verbose_name="计划类别",
                            ),
                        ),
                        ("is_related", models.BooleanField(default=False, verbose_name="关联交易")),
                        ("is_foreign", models.BooleanField(default=False, verbose_name="技术进出口")),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="合同签订日期")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="合同有效期限至")),
                        (
                            "file",
                            models.FileField(
                                blank=True,
                                max_length=300,
                                storage=bureau.files.private_storage,
                                upload_to="contracts/%Y/%m",
                                verbose_name="合同全文",
                            ),
                        ),
                        ("name", models.CharField(blank=True, editable=False, max_length=255, verbose_name="文件名")),
                        ("mime", models.CharField(blank=True, editable=False, max_length=100)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "待受理"),
                                    ("checking", "初审中"),
                                    ("correcting", "待补正"),
                                    ("checked", "待审核"),
                                    ("registered", "已登记"),
                                    ("refused", "不予登记"),
                                    ("cancelled", "已注销"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("begun_at", models.DateTimeField(editable=False, null=True, verbose_name="填写时间")),
                        ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="提交时间")),
                        ("accepted_at", models.DateTimeField(editable=False, null=True, verbose_name="受理时间")),
                        ("due_on", models.DateField(editable=False, null=True, verbose_name="办理期限")),
                        ("checked_at", models.DateTimeField(editable=False, null=True, verbose_name="初审时间")),
                        (
                            "expert_opinion",
                            models.TextField(blank=True, editable=False, max_length=2000, verbose_name="专家意见"),
                        ),
                        ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="审核时间")),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="补正内容或理由"),
                        ),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="受理人",
                            ),
                        ),
                        (
                            "begun_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="填写人",
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="初审人（登记员）",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人（审核员）",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contract_filings",
                                to="accounts.organisation",
                                verbose_name="卖方（登记主体）",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                        (
                            "deal",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="filing",
                                to="matchmaking.deal",
                                verbose_name="对接协议",
                            ),
                        ),
                        (
                            "contract",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="filing",
                                to="matchmaking.technologycontract",
                                verbose_name="登记",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "技术合同登记申请",
                        "verbose_name_plural": "技术合同登记申请",
                        "permissions": [
                            ("fill_contractfiling", "填写"),
                            ("submit_contractfiling", "提交"),
                            ("check_contractfiling", "受理、初审与补正"),
                            ("register_contractfiling", "登记、变更与注销"),
                        ],
                        "default_permissions": ("view",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("begun_by__isnull", False), ("begun_at__isnull", False)),
                                    models.Q(
                                        models.Q(("begun_by__isnull", False), _negated=True),
                                        models.Q(("begun_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_contractfiling_begun_signed",
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
                                name="matchmaking_contractfiling_submitted_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted_by__isnull", False), ("accepted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("accepted_by__isnull", False), _negated=True),
                                        models.Q(("accepted_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_contractfiling_accepted_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("checked_by__isnull", False), ("checked_at__isnull", False)),
                                    models.Q(
                                        models.Q(("checked_by__isnull", False), _negated=True),
                                        models.Q(("checked_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_contractfiling_checked_signed",
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
                                name="matchmaking_contractfiling_decided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        [
                                            "draft",
                                            "submitted",
                                            "checking",
                                            "correcting",
                                            "checked",
                                            "registered",
                                            "refused",
                                            "cancelled",
                                        ],
                                    )
                                ),
                                name="matchmaking_contractfiling_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["", "development", "transfer", "licence", "consulting", "service"])
                                ),
                                name="matchmaking_contractfiling_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("technology_value__gte", 0), ("technology_value__lte", models.F("value"))
                                    ),
                                    ("technology_value", None),
                                    ("value", None),
                                    _connector="OR",
                                ),
                                name="matchmaking_contractfiling_technology_within_value",
                                violation_error_message="技术交易额不能是负数，也不能大于合同成交总额。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until", None),
                                    ("signed_on", None),
                                    ("valid_until__gte", models.F("signed_on")),
                                    _connector="OR",
                                ),
                                name="matchmaking_contractfiling_valid_after_signed",
                                violation_error_message="合同有效期限不能早于签订日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("registered", "cancelled")), ("contract__isnull", False)),
                                    models.Q(
                                        models.Q(("status__in", ("registered", "cancelled")), _negated=True),
                                        models.Q(("contract__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_contractfiling_registered_iff_contract",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("checking", "checked")), _negated=True),
                                    models.Q(("due_on__isnull", False), ("accepted_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="matchmaking_contractfiling_accepted_has_term",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ("registered", "refused", "cancelled")),
                                        ("decided_at__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ("registered", "refused", "cancelled")), _negated=True),
                                        models.Q(("decided_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_contractfiling_decided_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("correcting", "refused", "cancelled")), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="matchmaking_contractfiling_return_has_reason",
                                violation_error_message="补正、不予登记和注销须写明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("registered", "cancelled")), _negated=True),
                                    models.Q(("checked_by", models.F("decided_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="matchmaking_contractfiling_decided_by_another",
                                violation_error_message="初审和审核须由两人办理。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Demand",
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
                            "field",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("10", "电子信息"),
                                    ("20", "生物与新医药"),
                                    ("30", "航空航天"),
                                    ("40", "新材料"),
                                    ("50", "高技术服务"),
                                    ("60", "新能源与节能"),
                                    ("70", "资源与环境"),
                                    ("80", "先进制造与自动化"),
                                ],
                                max_length=2,
                                verbose_name="领域",
                            ),
                        ),
                        (
                            "maturity",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("research", "研发"),
                                    ("bench", "小试"),
                                    ("pilot", "中试"),
                                    ("industrial", "产业化"),
                                ],
                                max_length=20,
                                verbose_name="成熟度",
                            ),
                        ),
                        (
                            "cooperation",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("transfer", "技术转让"),
                                        ("licence", "技术许可"),
                                        ("shares", "作价入股"),
                                        ("joint", "合作开发"),
                                        ("service", "技术服务"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="合作方式",
                            ),
                        ),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                        ("names_unit", models.BooleanField(default=True, verbose_name="公开单位名称")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "待审核"),
                                    ("returned", "已退回"),
                                    ("published", "已发布"),
                                    ("expired", "已过期"),
                                    ("withdrawn", "已下架"),
                                ],
                                default="published",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "return_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("secret", "涉密"),
                                    ("duplicate", "重复"),
                                    ("contact", "公开内容泄露联系方式"),
                                    ("incomplete", "内容不完整"),
                                    ("unsuitable", "不是技术成果或技术需求"),
                                    ("other", "其他"),
                                ],
                                editable=False,
                                max_length=20,
                                verbose_name="退回原因",
                            ),
                        ),
                        (
                            "return_note",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回说明"),
                        ),
                        ("written_at", models.DateTimeField(editable=False, null=True, verbose_name="填写时间")),
                        ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="提交时间")),
                        ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="审核时间")),
                        ("number", models.CharField(max_length=100, verbose_name="需求编号")),
                        ("title", models.CharField(max_length=500, verbose_name="需求名称")),
                        ("organisation_name", models.CharField(max_length=500, verbose_name="企业名称")),
                        ("organisation_key", models.CharField(blank=True, editable=False, max_length=500)),
                        ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                        ("county", models.CharField(blank=True, max_length=200, verbose_name="县（市、区）")),
                        ("technology_field", models.CharField(blank=True, max_length=300, verbose_name="技术领域")),
                        ("description", models.TextField(blank=True, verbose_name="需求描述")),
                        (
                            "planned_investment",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="拟投入资金（元）"
                            ),
                        ),
                        (
                            "contact_person",
                            bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="联系人"),
                        ),
                        (
                            "contact_person_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="contact_person"
                            ),
                        ),
                        (
                            "contact_phone",
                            bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="联系电话"),
                        ),
                        (
                            "contact_phone_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="contact_phone"
                            ),
                        ),
                        ("collected_on", models.DateField(verbose_name="征集日期")),
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
                            "decided_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
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
                                related_name="demands",
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
                            "submitted_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
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
                        (
                            "written_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="填写人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "技术需求",
                        "verbose_name_plural": "技术需求",
                        "permissions": [
                            ("export_demand", "导出"),
                            ("correct_demand", "更正"),
                            ("void_demand", "作废与恢复"),
                            ("unmask_demand", "查看完整个人信息"),
                            ("fill_demand", "填写"),
                            ("submit_demand", "提交与下架"),
                            ("decide_demand", "审核与下架"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="demand_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)), fields=["id"], name="demand_voided"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="demand_search"
                            ),
                            models.Index(fields=["collected_on"], name="demand_collected"),
                            models.Index(
                                condition=models.Q(("organisation__isnull", True)),
                                fields=["organisation_key"],
                                name="demand_unmatched",
                            ),
                            models.Index(
                                condition=models.Q(("status", "published"), _negated=True),
                                fields=["status", "id"],
                                name="demand_in_progress",
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
                                name="matchmaking_demand_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="matchmaking_demand_undone_is_voided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("written_by__isnull", False), ("written_at__isnull", False)),
                                    models.Q(
                                        models.Q(("written_by__isnull", False), _negated=True),
                                        models.Q(("written_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_demand_written_signed",
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
                                name="matchmaking_demand_submitted_signed",
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
                                name="matchmaking_demand_decided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        ["draft", "submitted", "returned", "published", "expired", "withdrawn"],
                                    )
                                ),
                                name="matchmaking_demand_status_known",
                                violation_error_message="没有这种状态。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("field__in", ["", "10", "20", "30", "40", "50", "60", "70", "80"])),
                                name="matchmaking_demand_field_known",
                                violation_error_message="领域须是国家重点支持的高新技术领域之一。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("maturity__in", ["", "research", "bench", "pilot", "industrial"])),
                                name="matchmaking_demand_maturity_known",
                                violation_error_message="没有这种成熟度。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cooperation__contained_by", ["transfer", "licence", "shares", "joint", "service"])
                                ),
                                name="matchmaking_demand_cooperation_known",
                                violation_error_message="没有这种合作方式。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("written_at__isnull", False),
                                    ("status__in", ("published", "expired", "withdrawn")),
                                    _connector="OR",
                                ),
                                name="matchmaking_demand_listed_is_published",
                                violation_error_message="清单中的记录视为已发布。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("written_at__isnull", False), _negated=True),
                                    models.Q(("status__in", ("published", "expired", "withdrawn")), _negated=True),
                                    models.Q(
                                        models.Q(("field", ""), _negated=True),
                                        models.Q(("maturity", ""), _negated=True),
                                        ("cooperation__len__gt", 0),
                                        ("valid_until__isnull", False),
                                        ("decided_at__isnull", False),
                                        ("organisation__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_demand_published_is_complete",
                                violation_error_message="发布前须填写领域、成熟度、合作方式和有效期，并经审核。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "submitted"), _negated=True),
                                    ("submitted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="matchmaking_demand_submitted_is_signed",
                                violation_error_message="提交须记提交人和时间。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "returned"), models.Q(("return_reason", ""), _negated=True)),
                                    models.Q(models.Q(("status", "returned"), _negated=True), ("return_reason", "")),
                                    _connector="OR",
                                ),
                                name="matchmaking_demand_returned_iff_reason",
                                violation_error_message="退回须写明原因，且只有退回才有。",
                            ),
                            models.UniqueConstraint(
                                fields=("number",),
                                name="matchmaking_demand_one_per_number",
                                violation_error_message="该需求编号已经登记。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
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
                        ("met_on", models.DateField(verbose_name="对接日期")),
                        (
                            "result",
                            models.CharField(
                                choices=[("met", "已对接"), ("intention", "产生意向"), ("agreement", "达成协议")],
                                max_length=20,
                                verbose_name="对接结果",
                            ),
                        ),
                        (
                            "intended_amount",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="意向金额（元）"
                            ),
                        ),
                        (
                            "achievement",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="matchmaking.achievement",
                                verbose_name="科技成果",
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
                        (
                            "demand",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="matchmaking.demand",
                                verbose_name="技术需求",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "对接记录",
                        "verbose_name_plural": "对接记录",
                        "permissions": [
                            ("export_contact", "导出"),
                            ("correct_contact", "更正"),
                            ("void_contact", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="contact_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)), fields=["id"], name="contact_voided"
                            ),
                            models.Index(fields=["met_on"], name="contact_met"),
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
                                name="matchmaking_contact_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="matchmaking_contact_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("achievement", "demand", "met_on"),
                                name="matchmaking_contact_once_a_day",
                                violation_error_message="这项成果与这项需求当日的对接已经登记。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("months", models.PositiveSmallIntegerField(verbose_name="登记后（月）")),
                        ("due_on", models.DateField(verbose_name="填报日期")),
                        (
                            "paid",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="累计到账（元）"
                            ),
                        ),
                        ("is_in_production", models.BooleanField(null=True, verbose_name="已投产")),
                        (
                            "output",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="新增产值（元）"
                            ),
                        ),
                        ("ended_reason", models.CharField(blank=True, max_length=500, verbose_name="终止原因")),
                        ("reminded_on", models.DateField(editable=False, null=True, verbose_name="提醒日期")),
                        ("reported_at", models.DateTimeField(editable=False, null=True, verbose_name="填报时间")),
                        (
                            "filing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follow_ups",
                                to="matchmaking.contractfiling",
                                verbose_name="技术合同",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                db_index=False,
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
                        "verbose_name": "合同后续跟踪",
                        "verbose_name_plural": "合同后续跟踪",
                        "default_permissions": ("view",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reported_by__isnull", False), ("reported_at__isnull", False)),
                                    models.Q(
                                        models.Q(("reported_by__isnull", False), _negated=True),
                                        models.Q(("reported_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_followup_reported_signed",
                            ),
                            models.UniqueConstraint(fields=("filing", "months"), name="matchmaking_followup_once"),
                            models.CheckConstraint(
                                condition=models.Q(("months__in", (3, 6, 12, 24))),
                                name="matchmaking_followup_months_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reported_at__isnull", False), ("paid__isnull", False)),
                                    models.Q(
                                        models.Q(("reported_at__isnull", False), _negated=True),
                                        models.Q(("paid__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_followup_reported_iff_paid",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("paid", None), ("paid__gte", 0), _connector="OR"),
                                    models.Q(("output", None), ("output__gte", 0), _connector="OR"),
                                ),
                                name="matchmaking_followup_not_negative",
                                violation_error_message="金额不能是负数。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Interest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[("achievement", "成果方"), ("demand", "需求方")],
                                editable=False,
                                max_length=20,
                                verbose_name="提出方",
                            ),
                        ),
                        ("cooperation_sought", models.TextField(max_length=1000, verbose_name="希望怎样合作")),
                        ("unclear", models.TextField(max_length=1000, verbose_name="还有什么不清楚")),
                        ("introduction", models.TextField(max_length=1000, verbose_name="我们是谁")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("asked", "待答复"),
                                    ("accepted", "洽谈中"),
                                    ("declined", "已婉拒"),
                                    ("withdrawn", "已撤回"),
                                    ("closed", "洽谈结束"),
                                ],
                                default="asked",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("asked_at", models.DateTimeField(editable=False, null=True, verbose_name="提出时间")),
                        ("due_on", models.DateField(editable=False, verbose_name="答复期限")),
                        ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="答复时间")),
                        (
                            "answer",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="婉拒理由"),
                        ),
                        ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="结束时间")),
                        (
                            "end_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="结束原因"),
                        ),
                        ("reminded_on", models.DateField(editable=False, null=True, verbose_name="提醒日期")),
                        ("escalated_on", models.DateField(editable=False, null=True, verbose_name="督办日期")),
                        (
                            "achievement",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interests",
                                to="matchmaking.achievement",
                                verbose_name="科技成果",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "answerer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interests_received",
                                to="accounts.organisation",
                                verbose_name="答复单位",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "asker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interests_sent",
                                to="accounts.organisation",
                                verbose_name="提出单位",
                            ),
                        ),
                        (
                            "broker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interests_brokered",
                                to="accounts.organisation",
                                verbose_name="技术经理人",
                            ),
                        ),
                        (
                            "contact",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interest",
                                to="matchmaking.contact",
                                verbose_name="对接记录",
                            ),
                        ),
                        (
                            "demand",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interests",
                                to="matchmaking.demand",
                                verbose_name="技术需求",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="结束人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "对接意向",
                        "verbose_name_plural": "对接意向",
                        "permissions": [
                            ("ask_interest", "提出与撤回"),
                            ("answer_interest", "答复与洽谈"),
                            ("commit_interest", "确认意向与协议"),
                            ("follow_interest", "督办"),
                        ],
                        "default_permissions": ("view",),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "asked")), fields=["due_on"], name="interest_unanswered"
                            )
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
                                name="matchmaking_interest_asked_signed",
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
                                name="matchmaking_interest_answered_signed",
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
                                name="matchmaking_interest_ended_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["asked", "accepted", "declined", "withdrawn", "closed"])
                                ),
                                name="matchmaking_interest_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["achievement", "demand"])),
                                name="matchmaking_interest_side_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("asker", models.F("answerer")), _negated=True),
                                name="matchmaking_interest_in_another",
                                violation_error_message="不能与本单位自己对接。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("broker__isnull", True),
                                    models.Q(
                                        models.Q(("broker", models.F("asker")), _negated=True),
                                        models.Q(("broker", models.F("answerer")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_interest_brokered_by_a_third",
                                violation_error_message="技术经理人不能是对接的任何一方。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ("accepted", "declined", "closed")),
                                        ("answered_at__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ("accepted", "declined", "closed")), _negated=True),
                                        models.Q(("answered_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_interest_answered_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("accepted", "closed")), ("contact__isnull", False)),
                                    models.Q(
                                        models.Q(("status__in", ("accepted", "closed")), _negated=True),
                                        models.Q(("contact__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_interest_accepted_iff_contact",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "declined"), models.Q(("answer", ""), _negated=True)),
                                    models.Q(models.Q(("status", "declined"), _negated=True), ("answer", "")),
                                    _connector="OR",
                                ),
                                name="matchmaking_interest_declined_iff_reason",
                                violation_error_message="婉拒须写明理由，且只有婉拒才有。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("withdrawn", "closed")), ("ended_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status__in", ("withdrawn", "closed")), _negated=True),
                                        models.Q(("ended_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_interest_ended_iff_dated",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("asked", "accepted"))),
                                fields=("achievement", "demand"),
                                name="matchmaking_interest_one_open",
                                violation_error_message="这项成果与这项需求正在对接。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Intention",
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
                                choices=[("proposed", "一方有意向"), ("agreed", "双方确认意向")],
                                default="proposed",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="意向金额（元）"
                            ),
                        ),
                        (
                            "asker_confirmed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="提出方确认时间"),
                        ),
                        (
                            "answerer_confirmed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="答复方确认时间"),
                        ),
                        (
                            "answerer_confirmed_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复方确认人",
                            ),
                        ),
                        (
                            "asker_confirmed_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出方确认人",
                            ),
                        ),
                        (
                            "interest",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="intention",
                                to="matchmaking.interest",
                                verbose_name="对接意向",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "合作意向",
                        "verbose_name_plural": "合作意向",
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("asker_confirmed_by__isnull", False), ("asker_confirmed_at__isnull", False)
                                    ),
                                    models.Q(
                                        models.Q(("asker_confirmed_by__isnull", False), _negated=True),
                                        models.Q(("asker_confirmed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_intention_asker_confirmed_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answerer_confirmed_by__isnull", False),
                                        ("answerer_confirmed_at__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("answerer_confirmed_by__isnull", False), _negated=True),
                                        models.Q(("answerer_confirmed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_intention_answerer_confirmed_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["proposed", "agreed"])),
                                name="matchmaking_intention_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("asker_confirmed_at__isnull", False),
                                    ("answerer_confirmed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="matchmaking_intention_of_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "agreed"),
                                        ("asker_confirmed_at__isnull", False),
                                        ("answerer_confirmed_at__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("status", "agreed"), _negated=True),
                                        models.Q(
                                            ("asker_confirmed_at__isnull", False),
                                            ("answerer_confirmed_at__isnull", False),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_intention_agreed_iff_both",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                                name="matchmaking_intention_amount_not_negative",
                                violation_error_message="意向金额不能是负数。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Disclosure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "shown",
                            models.CharField(
                                choices=[("achievement", "成果方"), ("demand", "需求方")],
                                max_length=20,
                                verbose_name="查看了哪一方",
                            ),
                        ),
                        ("seen_at", models.DateTimeField(editable=False, null=True, verbose_name="查看时间")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="查看单位",
                            ),
                        ),
                        (
                            "seen_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="查看人",
                            ),
                        ),
                        (
                            "interest",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosures",
                                to="matchmaking.interest",
                                verbose_name="对接意向",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "联系方式查看记录",
                        "verbose_name_plural": "联系方式查看记录",
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("seen_by__isnull", False), ("seen_at__isnull", False)),
                                    models.Q(
                                        models.Q(("seen_by__isnull", False), _negated=True),
                                        models.Q(("seen_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_disclosure_seen_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("shown__in", ["achievement", "demand"])),
                                name="matchmaking_disclosure_side_known",
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
                            "side",
                            models.CharField(
                                choices=[("achievement", "成果方"), ("demand", "需求方")],
                                max_length=20,
                                verbose_name="由谁判断",
                            ),
                        ),
                        (
                            "grade",
                            models.PositiveSmallIntegerField(
                                choices=[(0, "不相关"), (1, "部分相关"), (2, "相关")], verbose_name="相关程度"
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="当时名次")),
                        ("made_at", models.DateTimeField(editable=False, null=True, verbose_name="判断时间")),
                        (
                            "achievement",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="judgements",
                                to="matchmaking.achievement",
                                verbose_name="科技成果",
                            ),
                        ),
                        (
                            "demand",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="judgements",
                                to="matchmaking.demand",
                                verbose_name="技术需求",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="判断人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "推荐评价",
                        "verbose_name_plural": "推荐评价",
                        "permissions": [("export_judgement", "导出")],
                        "default_permissions": ("view",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("made_by__isnull", False), ("made_at__isnull", False)),
                                    models.Q(
                                        models.Q(("made_by__isnull", False), _negated=True),
                                        models.Q(("made_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_judgement_made_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("grade__in", [0, 1, 2])), name="matchmaking_judgement_grade_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["achievement", "demand"])),
                                name="matchmaking_judgement_side_known",
                            ),
                            models.UniqueConstraint(
                                fields=("achievement", "demand", "side"),
                                name="matchmaking_judgement_once_a_side",
                                violation_error_message="这一方已经评价过这一对。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mandate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("granted_at", models.DateTimeField(editable=False, null=True, verbose_name="委托时间")),
                        ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="终止时间")),
                        (
                            "broker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mandates_held",
                                to="accounts.organisation",
                                verbose_name="受托机构",
                            ),
                        ),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mandates_given",
                                to="accounts.organisation",
                                verbose_name="委托单位",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="终止人",
                            ),
                        ),
                        (
                            "granted_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="委托人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "技术经理人委托",
                        "verbose_name_plural": "技术经理人委托",
                        "permissions": [("grant_mandate", "委托与终止")],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("granted_by__isnull", False), ("granted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("granted_by__isnull", False), _negated=True),
                                        models.Q(("granted_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_mandate_granted_signed",
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
                                name="matchmaking_mandate_ended_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("client", models.F("broker")), _negated=True),
                                name="matchmaking_mandate_to_another",
                                violation_error_message="不能委托本单位。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("client", "broker"),
                                name="matchmaking_mandate_once",
                                violation_error_message="已经委托过这个机构。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="开始时间")),
                        ("minutes", models.PositiveSmallIntegerField(default=30, verbose_name="时长（分钟）")),
                        ("place", models.CharField(max_length=200, verbose_name="地点或线上会议")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "待对方确认"),
                                    ("confirmed", "已约定"),
                                    ("cancelled", "已取消"),
                                    ("held", "已洽谈"),
                                ],
                                default="proposed",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("proposed_at", models.DateTimeField(editable=False, null=True, verbose_name="提出时间")),
                        ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="确认时间")),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="取消原因"),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="确认人",
                            ),
                        ),
                        (
                            "interest",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="matchmaking.interest",
                                verbose_name="对接意向",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="提出单位",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "洽谈预约",
                        "verbose_name_plural": "洽谈预约",
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("proposed_by__isnull", False), ("proposed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("proposed_by__isnull", False), _negated=True),
                                        models.Q(("proposed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_meeting_proposed_signed",
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
                                name="matchmaking_meeting_answered_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["proposed", "confirmed", "cancelled", "held"])),
                                name="matchmaking_meeting_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gte", 10), ("minutes__lte", 480)),
                                name="matchmaking_meeting_lasts",
                                violation_error_message="洽谈时长须为 10 至 480 分钟。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "proposed"), ("answered_at__isnull", True)),
                                    models.Q(
                                        models.Q(("status", "proposed"), _negated=True),
                                        models.Q(("answered_at__isnull", True), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_meeting_answered_iff_dated",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProfileFile",
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
                                upload_to="profiles/%Y/%m",
                                verbose_name="文件",
                            ),
                        ),
                        ("name", models.CharField(max_length=255, verbose_name="文件名")),
                        ("mime", models.CharField(editable=False, max_length=100)),
                        ("attached_at", models.DateTimeField(editable=False, null=True, verbose_name="上传时间")),
                        (
                            "achievement",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="matchmaking.achievement",
                                verbose_name="科技成果",
                            ),
                        ),
                        (
                            "attached_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                        (
                            "demand",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="matchmaking.demand",
                                verbose_name="技术需求",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "成果与需求的附件",
                        "verbose_name_plural": "成果与需求的附件",
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
                                name="matchmaking_profilefile_attached_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("achievement__isnull", True), ("demand__isnull", True), _connector="XOR"
                                ),
                                name="matchmaking_profilefile_of_one",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recommendation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[("achievement", "成果方"), ("demand", "需求方")],
                                max_length=20,
                                verbose_name="谁的推荐",
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField(verbose_name="名次")),
                        (
                            "band",
                            models.CharField(
                                choices=[("high", "高"), ("middle", "中"), ("look", "参考")],
                                max_length=20,
                                verbose_name="匹配程度",
                            ),
                        ),
                        ("listed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="计算时间")),
                        (
                            "achievement",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recommendations",
                                to="matchmaking.achievement",
                                verbose_name="科技成果",
                            ),
                        ),
                        (
                            "demand",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recommendations",
                                to="matchmaking.demand",
                                verbose_name="技术需求",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "推荐",
                        "verbose_name_plural": "推荐",
                        "default_permissions": (),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("side", "achievement")),
                                fields=["demand"],
                                name="recommended_demand",
                            ),
                            models.Index(
                                condition=models.Q(("side", "demand")),
                                fields=["achievement"],
                                name="recommended_achievement",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["achievement", "demand"])),
                                name="matchmaking_recommendation_side_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("band__in", ["high", "middle", "look"])),
                                name="matchmaking_recommendation_band_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rank__gte", 1), ("rank__lte", 20)),
                                name="matchmaking_recommendation_within_list",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("side", "achievement")),
                                fields=("achievement", "rank"),
                                name="matchmaking_recommendation_achievement_rank_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("side", "achievement")),
                                fields=("achievement", "demand"),
                                name="matchmaking_recommendation_achievement_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("side", "demand")),
                                fields=("demand", "rank"),
                                name="matchmaking_recommendation_demand_rank_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("side", "demand")),
                                fields=("demand", "achievement"),
                                name="matchmaking_recommendation_demand_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Remark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=2000, verbose_name="内容")),
                        ("is_private", models.BooleanField(default=False, verbose_name="只给本单位看")),
                        (
                            "file",
                            models.FileField(
                                blank=True,
                                max_length=300,
                                storage=bureau.files.private_storage,
                                upload_to="dealings/%Y/%m",
                                verbose_name="文件",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=255, verbose_name="文件名")),
                        ("mime", models.CharField(blank=True, editable=False, max_length=100)),
                        ("said_at", models.DateTimeField(editable=False, null=True, verbose_name="时间")),
                        (
                            "interest",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="remarks",
                                to="matchmaking.interest",
                                verbose_name="对接意向",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "said_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发言人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "洽谈记录",
                        "verbose_name_plural": "洽谈记录",
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("said_by__isnull", False), ("said_at__isnull", False)),
                                    models.Q(
                                        models.Q(("said_by__isnull", False), _negated=True),
                                        models.Q(("said_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_remark_said_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("text", ""), _negated=True),
                                    models.Q(("file", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="matchmaking_remark_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("file", ""), ("name", "")),
                                    models.Q(
                                        models.Q(("file", ""), _negated=True), models.Q(("name", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_remark_file_iff_name",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ResultRegistration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="成果名称")),
                        (
                            "category",
                            models.CharField(
                                choices=[("Y", "应用技术"), ("J", "基础理论"), ("R", "软科学")],
                                default="Y",
                                max_length=1,
                                verbose_name="成果类别",
                            ),
                        ),
                        ("partners", models.CharField(blank=True, max_length=500, verbose_name="合作完成单位")),
                        ("people", models.CharField(blank=True, max_length=500, verbose_name="完成人（按贡献排序）")),
                        ("recommended_from", models.CharField(blank=True, max_length=200, verbose_name="推荐单位")),
                        ("began_on", models.DateField(blank=True, null=True, verbose_name="研究起始日期")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="研究终止日期")),
                        (
                            "keywords",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=30),
                                blank=True,
                                default=list,
                                size=3,
                                verbose_name="关键词",
                            ),
                        ),
                        (
                            "nature",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("original", "原始性创新"),
                                    ("absorbed", "国外引进消化吸收创新"),
                                    ("developed", "国内技术二次开发"),
                                ],
                                max_length=20,
                                verbose_name="成果属性",
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("technology", "新技术"),
                                    ("process", "新工艺"),
                                    ("product", "新产品"),
                                    ("material", "新材料"),
                                    ("equipment", "新装备"),
                                    ("variety", "农业生物新品种"),
                                    ("mineral", "矿产新品种"),
                                    ("standard", "标准"),
                                    ("paper", "论文"),
                                    ("book", "著作"),
                                    ("report", "研究报告"),
                                    ("other", "其他"),
                                ],
                                max_length=20,
                                verbose_name="成果体现形式",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("world_leading", "国际领先"),
                                    ("world_advanced", "国际先进"),
                                    ("leading", "国内领先"),
                                    ("advanced", "国内先进"),
                                    ("ordinary", "国内一般"),
                                    ("untold", "未评价"),
                                ],
                                max_length=20,
                                verbose_name="成果水平",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("early", "初期阶段（实验室、小试）"),
                                    ("middle", "中期阶段（中试）"),
                                    ("mature", "成熟应用阶段"),
                                ],
                                max_length=20,
                                verbose_name="所处阶段",
                            ),
                        ),
                        (
                            "evaluation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("appraisal", "鉴定"),
                                    ("acceptance", "验收"),
                                    ("review", "评审"),
                                    ("admission", "行业准入"),
                                    ("assessment", "评估"),
                                    ("grant", "知识产权授权"),
                                ],
                                max_length=20,
                                verbose_name="评价方式",
                            ),
                        ),
                        ("evaluated_on", models.DateField(blank=True, null=True, verbose_name="评价日期")),
                        ("is_affirmed", models.BooleanField(default=False, verbose_name="评价结论为肯定性意见")),
                        (
                            "use",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("industrial", "产业化应用"),
                                    ("small", "小批量或小范围应用"),
                                    ("trial", "试用"),
                                    ("stopped", "应用后停用"),
                                    ("unused", "未应用"),
                                ],
                                max_length=20,
                                verbose_name="应用状态",
                            ),
                        ),
                        (
                            "unused_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("money", "资金"),
                                    ("technology", "技术"),
                                    ("market", "市场"),
                                    ("management", "管理"),
                                    ("policy", "政策因素"),
                                    ("other", "其他"),
                                ],
                                max_length=20,
                                verbose_name="未应用或停用原因",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("national", "国家计划"),
                                    ("ministry", "部门计划"),
                                    ("local", "地方计划"),
                                    ("fund", "基金"),
                                    ("international", "国际合作"),
                                    ("commissioned", "横向委托"),
                                    ("own", "自选"),
                                    ("other", "其他"),
                                ],
                                max_length=20,
                                verbose_name="课题来源",
                            ),
                        ),
                        ("patents", models.PositiveSmallIntegerField(default=0, verbose_name="授权专利数")),
                        (
                            "invested",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="研发投入（元）"
                            ),
                        ),
                        (
                            "output",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="新增产值（元）"
                            ),
                        ),
                        (
                            "profit_and_tax",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="新增利税（元）"
                            ),
                        ),
                        (
                            "transferred",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="转让收入（元）"
                            ),
                        ),
                        ("summary", models.TextField(blank=True, max_length=5000, verbose_name="成果简介")),
                        (
                            "file",
                            models.FileField(
                                blank=True,
                                max_length=300,
                                storage=bureau.files.private_storage,
                                upload_to="results/%Y/%m",
                                verbose_name="评价材料",
                            ),
                        ),
                        ("name", models.CharField(blank=True, editable=False, max_length=255, verbose_name="文件名")),
                        ("mime", models.CharField(blank=True, editable=False, max_length=100)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "待审核"),
                                    ("returned", "已退回"),
                                    ("registered", "已登记"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回理由"),
                        ),
                        (
                            "number",
                            models.CharField(
                                editable=False, max_length=12, null=True, unique=True, verbose_name="批准登记号"
                            ),
                        ),
                        ("begun_at", models.DateTimeField(editable=False, null=True, verbose_name="填写时间")),
                        ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="提交时间")),
                        ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="批准登记时间")),
                        (
                            "begun_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="填写人",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                db_index=False,
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
                                related_name="result_registrations",
                                to="accounts.organisation",
                                verbose_name="第一完成单位",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                db_index=False,
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
                        "verbose_name": "科技成果登记",
                        "verbose_name_plural": "科技成果登记",
                        "permissions": [
                            ("fill_resultregistration", "填写"),
                            ("submit_resultregistration", "提交"),
                            ("decide_resultregistration", "登记与退回"),
                        ],
                        "default_permissions": ("view",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("begun_by__isnull", False), ("begun_at__isnull", False)),
                                    models.Q(
                                        models.Q(("begun_by__isnull", False), _negated=True),
                                        models.Q(("begun_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_resultregistration_begun_signed",
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
                                name="matchmaking_resultregistration_submitted_signed",
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
                                name="matchmaking_resultregistration_decided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["draft", "submitted", "returned", "registered"])),
                                name="matchmaking_resultregistration_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("category__in", ["Y", "J", "R"])),
                                name="matchmaking_resultregistration_category_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None),
                                    ("began_on", None),
                                    ("ended_on__gte", models.F("began_on")),
                                    _connector="OR",
                                ),
                                name="matchmaking_resultregistration_ended_after_began",
                                violation_error_message="研究终止日期不能早于起始日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("keywords__len__lte", 3), ("keywords", []), _connector="OR"),
                                name="matchmaking_resultregistration_three_keywords",
                                violation_error_message="关键词最多三个。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("unused_reason", ""), ("use__in", ("stopped", "unused")), _connector="OR"
                                ),
                                name="matchmaking_resultregistration_reason_of_unused",
                                violation_error_message="只有未应用或停用的才填原因。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "registered"), ("number__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "registered"), _negated=True),
                                        models.Q(("number__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_resultregistration_registered_iff_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "registered"), _negated=True),
                                    models.Q(("decided_at__isnull", False), ("is_affirmed", True)),
                                    _connector="OR",
                                ),
                                name="matchmaking_resultregistration_registered_is_affirmed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "returned"), models.Q(("reason", ""), _negated=True)),
                                    models.Q(models.Q(("status", "returned"), _negated=True), ("reason", "")),
                                    _connector="OR",
                                ),
                                name="matchmaking_resultregistration_returned_iff_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedSearch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "asked",
                            models.JSONField(
                                encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="条件"
                            ),
                        ),
                        ("words", models.CharField(max_length=200, verbose_name="说明")),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="保存时间"),
                        ),
                        ("told_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="已告知到")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="saved_searches",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "保存的搜索",
                        "verbose_name_plural": "保存的搜索",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "words"),
                                name="matchmaking_savedsearch_once",
                                violation_error_message="这个搜索已经保存过。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Synonym",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "word",
                            models.CharField(
                                max_length=30,
                                validators=[django.core.validators.MinLengthValidator(2)],
                                verbose_name="词",
                            ),
                        ),
                        (
                            "other",
                            models.CharField(
                                max_length=30,
                                validators=[django.core.validators.MinLengthValidator(2)],
                                verbose_name="同义词",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "同义词",
                        "verbose_name_plural": "同义词",
                        "default_permissions": ("view", "add", "change"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("word", models.F("other")), _negated=True),
                                name="matchmaking_synonym_of_another",
                                violation_error_message="两个词相同。",
                            ),
                            models.UniqueConstraint(
                                fields=("word", "other"),
                                name="matchmaking_synonym_once",
                                violation_error_message="这一对同义词已经有了。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TechnologyContract",
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
                        ("number", models.CharField(max_length=100, verbose_name="合同登记编号")),
                        ("title", models.CharField(max_length=500, verbose_name="项目名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("development", "技术开发"),
                                    ("transfer", "技术转让"),
                                    ("licence", "技术许可"),
                                    ("consulting", "技术咨询"),
                                    ("service", "技术服务"),
                                ],
                                max_length=20,
                                verbose_name="合同类别",
                            ),
                        ),
                        ("seller_name", models.CharField(max_length=500, verbose_name="卖方名称")),
                        ("seller_key", models.CharField(blank=True, editable=False, max_length=500)),
                        ("buyer_name", models.CharField(max_length=500, verbose_name="买方名称")),
                        ("buyer_key", models.CharField(blank=True, editable=False, max_length=500)),
                        ("technology_field", models.CharField(blank=True, max_length=300, verbose_name="技术领域")),
                        (
                            "value",
                            models.DecimalField(decimal_places=2, max_digits=16, verbose_name="合同成交总额（元）"),
                        ),
                        (
                            "technology_value",
                            models.DecimalField(decimal_places=2, max_digits=16, verbose_name="技术交易额（元）"),
                        ),
                        ("signed_on", models.DateField(verbose_name="签订日期")),
                        ("registered_on", models.DateField(verbose_name="登记日期")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                sources=("title", "seller_name", "buyer_name"),
                            ),
                        ),
                        (
                            "buyer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="买方单位",
                            ),
                        ),
                        (
                            "seller",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="卖方单位",
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
                        "verbose_name": "技术合同",
                        "verbose_name_plural": "技术合同",
                        "permissions": [
                            ("export_technologycontract", "导出"),
                            ("correct_technologycontract", "更正"),
                            ("void_technologycontract", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="technologycontract_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)),
                                fields=["id"],
                                name="technologycontract_voided",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="technologycontract_search"
                            ),
                            models.Index(fields=["registered_on"], name="contract_registered"),
                            models.Index(
                                condition=models.Q(("seller__isnull", True)),
                                fields=["seller_key"],
                                name="contract_seller",
                            ),
                            models.Index(
                                condition=models.Q(("buyer__isnull", True)), fields=["buyer_key"], name="contract_buyer"
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
                                name="matchmaking_technologycontract_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="matchmaking_technologycontract_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("number",),
                                name="matchmaking_technologycontract_one_per_number",
                                violation_error_message="该合同登记编号已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("technology_value__lte", models.F("value"))),
                                name="matchmaking_technologycontract_technology_within_value",
                                violation_error_message="技术交易额不能大于合同成交总额。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("registered_on__gte", models.F("signed_on"))),
                                name="matchmaking_technologycontract_signed_before_registered",
                                violation_error_message="登记日期不能早于签订日期。",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
