import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import bureau.migrating
import bureau.text
import enterprises.models.recognition


class Migration(migrations.Migration):
    replaces = [
        ("patents", "0002_follow_changes"),
        ("patents", "0003_wider_text"),
        ("patents", "0004_counts"),
        ("patents", "0005_summaries"),
        ("patents", "0006_campaigns"),
        ("patents", "0007_cheaper_upkeep"),
        ("patents", "0008_value_marks"),
        ("patents", "0009_prizes"),
        ("patents", "0010_targets"),
        ("patents", "0011_cohorts_and_totals"),
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
                    name="Patent",
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
                        ("application_number", models.CharField(max_length=12, verbose_name="申请号（不含校验位）")),
                        ("check_digit", models.CharField(max_length=1, verbose_name="校验位")),
                        ("title", models.CharField(max_length=1000, verbose_name="专利名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("invention", "发明"), ("utility_model", "实用新型"), ("design", "外观设计")],
                                max_length=20,
                                verbose_name="专利类型",
                            ),
                        ),
                        ("applicants", models.CharField(max_length=2000, verbose_name="申请人")),
                        ("first_applicant", models.CharField(blank=True, max_length=500, verbose_name="第一申请人")),
                        ("applicant_type", models.CharField(blank=True, max_length=100, verbose_name="申请人类型")),
                        ("organisation_key", models.CharField(blank=True, editable=False, max_length=500)),
                        ("county", models.CharField(max_length=200, verbose_name="县（市、区）")),
                        ("filed_on", models.DateField(verbose_name="申请日")),
                        ("granted_on", models.DateField(blank=True, null=True, verbose_name="授权公告日")),
                        ("grant_number", models.CharField(blank=True, max_length=100, verbose_name="授权公告号")),
                        ("legal_status", models.CharField(blank=True, max_length=200, verbose_name="法律状态")),
                        ("legal_status_on", models.DateField(blank=True, null=True, verbose_name="法律状态日期")),
                        ("ipc", models.CharField(blank=True, max_length=200, verbose_name="主分类号")),
                        ("address", models.CharField(blank=True, max_length=1000, verbose_name="地址")),
                        ("technology_field", models.CharField(blank=True, max_length=300, verbose_name="技术领域")),
                        ("park", models.CharField(blank=True, max_length=300, verbose_name="园区")),
                        (
                            "ended_on",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Case(
                                    models.When(
                                        models.Q(
                                            ("granted_on__isnull", True),
                                            models.Q(
                                                ("legal_status__regex", "无权|失效|终止|届满|放弃|撤销|无效"),
                                                models.Q(("legal_status__regex", "部分无效"), _negated=True),
                                                ("legal_status_on__isnull", True),
                                            ),
                                            _connector="OR",
                                        ),
                                        then=None,
                                    ),
                                    models.When(
                                        models.Q(
                                            ("legal_status__regex", "无权|失效|终止|届满|放弃|撤销|无效"),
                                            models.Q(("legal_status__regex", "部分无效"), _negated=True),
                                        ),
                                        then=django.db.models.functions.comparison.Greatest(
                                            models.F("granted_on"),
                                            django.db.models.functions.comparison.Least(
                                                models.F("legal_status_on"),
                                                models.Case(
                                                    models.When(
                                                        kind="invention",
                                                        then=enterprises.models.recognition.YearsLater(
                                                            models.F("filed_on"), models.Value(20)
                                                        ),
                                                    ),
                                                    models.When(
                                                        filed_on__gte=datetime.date(2021, 6, 1),
                                                        kind="design",
                                                        then=enterprises.models.recognition.YearsLater(
                                                            models.F("filed_on"), models.Value(15)
                                                        ),
                                                    ),
                                                    default=enterprises.models.recognition.YearsLater(
                                                        models.F("filed_on"), models.Value(10)
                                                    ),
                                                ),
                                            ),
                                        ),
                                    ),
                                    default=django.db.models.functions.comparison.Greatest(
                                        models.F("granted_on"),
                                        models.Case(
                                            models.When(
                                                kind="invention",
                                                then=enterprises.models.recognition.YearsLater(
                                                    models.F("filed_on"), models.Value(20)
                                                ),
                                            ),
                                            models.When(
                                                filed_on__gte=datetime.date(2021, 6, 1),
                                                kind="design",
                                                then=enterprises.models.recognition.YearsLater(
                                                    models.F("filed_on"), models.Value(15)
                                                ),
                                            ),
                                            default=enterprises.models.recognition.YearsLater(
                                                models.F("filed_on"), models.Value(10)
                                            ),
                                        ),
                                    ),
                                ),
                                help_text="失效的为法律状态日期，其余为保护期满之日；失效而没有法律状态日期的为空。",
                                output_field=models.DateField(null=True),
                                verbose_name="权利终止日",
                            ),
                        ),
                        (
                            "ended_undated",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Case(
                                    models.When(
                                        models.Q(
                                            ("legal_status__regex", "无权|失效|终止|届满|放弃|撤销|无效"),
                                            models.Q(("legal_status__regex", "部分无效"), _negated=True),
                                        ),
                                        granted_on__isnull=False,
                                        legal_status_on__isnull=True,
                                        then=models.Value(True),
                                    ),
                                    default=models.Value(False),
                                ),
                                output_field=models.BooleanField(),
                                verbose_name="失效日期不详",
                            ),
                        ),
                        (
                            "ipc_class",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Case(
                                    models.When(
                                        kind="design",
                                        then=django.db.models.functions.comparison.Coalesce(
                                            models.Func(
                                                models.F("ipc"),
                                                models.Value("[0-9]{2}"),
                                                function="substring",
                                                output_field=models.CharField(),
                                            ),
                                            models.Value(""),
                                        ),
                                    ),
                                    default=django.db.models.functions.text.Upper(
                                        django.db.models.functions.comparison.Coalesce(
                                            models.Func(
                                                models.F("ipc"),
                                                models.Value("^[A-Ha-h][0-9]{2}"),
                                                function="substring",
                                                output_field=models.CharField(),
                                            ),
                                            models.Value(""),
                                        )
                                    ),
                                ),
                                output_field=models.CharField(max_length=3),
                                verbose_name="分类大类",
                            ),
                        ),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("title", "applicants")
                            ),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                db_index=False,
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
                                related_name="patents",
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
                        "verbose_name": "专利",
                        "verbose_name_plural": "专利",
                        "permissions": [
                            ("export_patent", "导出"),
                            ("correct_patent", "更正"),
                            ("void_patent", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="patent_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)), fields=["id"], name="patent_voided"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="patent_search"
                            ),
                            models.Index(fields=["filed_on"], name="patent_filed"),
                            models.Index(
                                condition=models.Q(("granted_on__isnull", False)),
                                fields=["granted_on"],
                                name="patent_granted",
                            ),
                            models.Index(fields=["division", "id"], name="patent_by_division"),
                            models.Index(
                                condition=models.Q(("organisation__isnull", True)),
                                fields=["organisation_key"],
                                name="patent_unmatched",
                            ),
                            models.Index(
                                condition=models.Q(("ended_undated", True)),
                                fields=["changed_at"],
                                name="patent_undated",
                            ),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", True)),
                                fields=[
                                    "filed_on",
                                    "granted_on",
                                    "ended_on",
                                    "ended_undated",
                                    "division",
                                    "kind",
                                    "applicant_type",
                                    "ipc_class",
                                    "organisation",
                                    "park",
                                    "technology_field",
                                ],
                                name="patent_facts",
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
                                name="patents_patent_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="patents_patent_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("application_number",),
                                name="patents_patent_one_per_application",
                                violation_error_message="该申请号已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("application_number__regex", "^(\\d{8}|\\d{12})$")),
                                name="patents_patent_number_shaped",
                                violation_error_message="申请号须为 12 位（2003-10-01 前为 8 位）数字加校验位。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("granted_on__isnull", True),
                                    ("granted_on__gte", models.F("filed_on")),
                                    _connector="OR",
                                ),
                                name="patents_patent_granted_after_filed",
                                violation_error_message="授权公告日不能早于申请日。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeeReminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="到期日")),
                        ("told_at", models.DateTimeField(auto_now_add=True, verbose_name="提醒时间")),
                        (
                            "patent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fee_reminders",
                                to="patents.patent",
                                verbose_name="专利",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "年费提醒",
                        "verbose_name_plural": "年费提醒",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("patent", "due_on"), name="patents_feereminder_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PivotView",
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
                                max_length=60,
                                validators=[django.core.validators.MinLengthValidator(2)],
                                verbose_name="名称",
                            ),
                        ),
                        ("question", models.CharField(editable=False, max_length=2000, verbose_name="查询")),
                        ("is_shared", models.BooleanField(default=False, verbose_name="同事可见")),
                        ("on_board", models.BooleanField(default=False, verbose_name="放上看板")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="创建时间")),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="创建人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "统计视图",
                        "verbose_name_plural": "统计视图",
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
                                name="patents_pivotview_created_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("created_by", "name"),
                                name="patents_pivotview_one_name",
                                violation_error_message="您已有同名的视图，请换一个名称。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="patents_pivotview_named"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlaceCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "申请"), (2, "授权"), (3, "权利终止"), (4, "失效日期不详")],
                                verbose_name="事项",
                            ),
                        ),
                        ("period", models.DateField(verbose_name="期间首日")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("invention", "发明"), ("utility_model", "实用新型"), ("design", "外观设计")],
                                max_length=20,
                                verbose_name="专利类型",
                            ),
                        ),
                        ("applicant_type", models.CharField(blank=True, max_length=100, verbose_name="申请人类型")),
                        ("n", models.IntegerField(verbose_name="件数")),
                        ("park", models.CharField(blank=True, max_length=300, verbose_name="园区")),
                        ("technology_field", models.CharField(blank=True, max_length=300, verbose_name="技术领域")),
                        (
                            "division",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.division",
                                verbose_name="区划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专利按园区和技术领域统计",
                        "verbose_name_plural": "专利按园区和技术领域统计",
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=(
                                    "event",
                                    "period",
                                    "division",
                                    "kind",
                                    "applicant_type",
                                    "park",
                                    "technology_field",
                                ),
                                name="patents_placecount_key",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlaceTarget",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "measure",
                            models.CharField(
                                choices=[("filed", "申请量"), ("granted", "授权量"), ("stock", "有效量（期末）")],
                                max_length=20,
                                verbose_name="统计量",
                            ),
                        ),
                        ("only_inventions", models.BooleanField(default=False, verbose_name="只算发明")),
                        ("value", models.PositiveIntegerField(verbose_name="目标（件）")),
                        (
                            "source_document",
                            models.CharField(
                                max_length=300,
                                validators=[django.core.validators.MinLengthValidator(4)],
                                verbose_name="依据文件",
                            ),
                        ),
                        ("set_at", models.DateTimeField(editable=False, null=True, verbose_name="登记时间")),
                        (
                            "division",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.division",
                                verbose_name="县（市、区）",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="下达登记人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "县（市、区）专利目标",
                        "verbose_name_plural": "县（市、区）专利目标",
                        "permissions": [("set_placetarget", "下达目标")],
                        "default_permissions": ("view",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("set_by__isnull", False), ("set_at__isnull", False)),
                                    models.Q(
                                        models.Q(("set_by__isnull", False), _negated=True),
                                        models.Q(("set_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="patents_placetarget_set_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("year", "division", "measure", "only_inventions"),
                                name="patents_placetarget_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__gt", 0)),
                                name="patents_placetarget_above_nought",
                                violation_error_message="目标须大于零。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("set_at__isnull", False)), name="patents_placetarget_is_signed"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Population",
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
                        ("county", models.CharField(max_length=200, verbose_name="县（市、区）")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("county",)
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(help_text="该年末。", verbose_name="人口年度")),
                        (
                            "residents",
                            models.DecimalField(decimal_places=4, max_digits=10, verbose_name="常住人口（万人）"),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                help_text="空为全市。",
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
                        "verbose_name": "常住人口",
                        "verbose_name_plural": "常住人口",
                        "permissions": [
                            ("export_population", "导出"),
                            ("correct_population", "更正"),
                            ("void_population", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="population_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)),
                                fields=["id"],
                                name="population_voided",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="population_search"
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
                                name="patents_population_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="patents_population_undone_is_voided",
                            ),
                            models.UniqueConstraint(fields=("year", "county"), name="patents_population_one_per_place"),
                            models.CheckConstraint(
                                condition=models.Q(("residents__gt", 0)),
                                name="patents_population_above_nought",
                                violation_error_message="常住人口须大于零（单位：万人）。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PrizeRound",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                error_messages={"unique": "该年度已经建立。"}, unique=True, verbose_name="年度"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="如：第二届江西省专利奖",
                                max_length=100,
                                validators=[django.core.validators.MinLengthValidator(4)],
                                verbose_name="名称",
                            ),
                        ),
                        (
                            "quota",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MinValueValidator(1)], verbose_name="推荐名额"
                            ),
                        ),
                        (
                            "notice",
                            models.CharField(
                                max_length=200,
                                validators=[django.core.validators.MinLengthValidator(4)],
                                verbose_name="通知文号",
                            ),
                        ),
                        (
                            "province_total",
                            models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="全省授奖总数"),
                        ),
                        (
                            "result_document",
                            models.CharField(blank=True, editable=False, max_length=200, verbose_name="授奖文件"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "征集与评审"), ("forwarded", "已报省"), ("closed", "已登记结果")],
                                default="open",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(editable=False, null=True, verbose_name="建立时间")),
                        ("forwarded_at", models.DateTimeField(editable=False, null=True, verbose_name="报省时间")),
                        ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="结果登记时间")),
                        (
                            "closed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="结果登记人",
                            ),
                        ),
                        (
                            "forwarded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="报省人",
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
                                verbose_name="建立人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "省专利奖推荐",
                        "verbose_name_plural": "省专利奖推荐",
                        "permissions": [
                            ("run_prizeround", "建立、提名、审核与登记结果"),
                            ("forward_prizeround", "排序与报省"),
                        ],
                        "default_permissions": ("view",),
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
                                name="patents_prizeround_opened_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("forwarded_by__isnull", False), ("forwarded_at__isnull", False)),
                                    models.Q(
                                        models.Q(("forwarded_by__isnull", False), _negated=True),
                                        models.Q(("forwarded_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="patents_prizeround_forwarded_signed",
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
                                name="patents_prizeround_closed_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quota__gte", 1)), name="patents_prizeround_has_quota"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("status", "open"), _negated=True), ("forwarded_at__isnull", False)
                                    ),
                                    models.Q(
                                        ("status", "open"), models.Q(("forwarded_at__isnull", False), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="patents_prizeround_forwarded_iff_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "closed"),
                                        ("closed_at__isnull", False),
                                        ("province_total__isnull", False),
                                        models.Q(("result_document", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("status", "closed"), _negated=True),
                                        models.Q(
                                            ("closed_at__isnull", False),
                                            ("province_total__isnull", False),
                                            models.Q(("result_document", ""), _negated=True),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="patents_prizeround_closed_iff_result",
                                violation_error_message="登记结果须写明全省授奖总数和授奖文件。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Nomination",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("application_number", models.CharField(max_length=20, verbose_name="申请号")),
                        ("title", models.CharField(max_length=1000, verbose_name="专利名称")),
                        ("holder", models.CharField(max_length=2000, verbose_name="专利权人")),
                        (
                            "grounds",
                            models.CharField(
                                max_length=1000,
                                validators=[django.core.validators.MinLengthValidator(4)],
                                verbose_name="推荐理由",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("nominated", "待审核"),
                                    ("accepted", "审核通过"),
                                    ("refused", "不予推荐"),
                                    ("forwarded", "已报省"),
                                    ("awarded", "获奖"),
                                    ("not_awarded", "未获奖"),
                                ],
                                default="nominated",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="排序")),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="不予推荐理由"),
                        ),
                        ("grade", models.CharField(blank=True, editable=False, max_length=30, verbose_name="奖项等次")),
                        ("nominated_at", models.DateTimeField(editable=False, null=True, verbose_name="提名时间")),
                        ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="审核时间")),
                        ("changed_at", models.DateTimeField(auto_now=True, verbose_name="最后变动")),
                        (
                            "decided_by",
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
                            "nominated_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提名登记人",
                            ),
                        ),
                        (
                            "patent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="patents.patent",
                                verbose_name="专利",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="nominations",
                                to="patents.prizeround",
                                verbose_name="推荐年度",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "省专利奖提名",
                        "verbose_name_plural": "省专利奖提名",
                        "permissions": [("export_nomination", "导出")],
                        "default_permissions": ("view",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("round", "patent"),
                                name="patents_nomination_once",
                                violation_error_message="该专利本年度已经提名。",
                            ),
                            models.UniqueConstraint(
                                fields=("round", "place"),
                                name="patents_nomination_one_place",
                                violation_error_message="同一年度的排序不能相同。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("nominated_by__isnull", False), ("nominated_at__isnull", False)),
                                    models.Q(
                                        models.Q(("nominated_by__isnull", False), _negated=True),
                                        models.Q(("nominated_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="patents_nomination_nominated_signed",
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
                                name="patents_nomination_decided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ("accepted", "refused", "forwarded", "awarded", "not_awarded")),
                                        ("decided_at__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(
                                            (
                                                "status__in",
                                                ("accepted", "refused", "forwarded", "awarded", "not_awarded"),
                                            ),
                                            _negated=True,
                                        ),
                                        models.Q(("decided_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="patents_nomination_decided_iff_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("nominated_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="patents_nomination_two_persons",
                                violation_error_message="登记提名的人不能审核，请由另一位审核。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "refused"), models.Q(("reason", ""), _negated=True)),
                                    models.Q(models.Q(("status", "refused"), _negated=True), ("reason", "")),
                                    _connector="OR",
                                ),
                                name="patents_nomination_refused_iff_reason",
                                violation_error_message="不予推荐须写明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("place", None),
                                    ("status__in", ("accepted", "forwarded", "awarded", "not_awarded")),
                                    _connector="OR",
                                ),
                                name="patents_nomination_placed_is_accepted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("forwarded", "awarded", "not_awarded")), _negated=True),
                                    ("place__isnull", False),
                                    _connector="OR",
                                ),
                                name="patents_nomination_forwarded_is_placed",
                                violation_error_message="报省的提名须有排序。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "awarded"), models.Q(("grade", ""), _negated=True)),
                                    models.Q(models.Q(("status", "awarded"), _negated=True), ("grade", "")),
                                    _connector="OR",
                                ),
                                name="patents_nomination_awarded_iff_grade",
                                violation_error_message="获奖须写明奖项等次，未获奖的不写。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedCohort",
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
                                error_messages={"unique": "已有同名的范围。"},
                                max_length=100,
                                unique=True,
                                validators=[django.core.validators.MinLengthValidator(2)],
                                verbose_name="名称",
                            ),
                        ),
                        (
                            "registers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("high_tech", "有效高新技术企业"),
                                        ("tech_sme", "在库科技型中小企业"),
                                        ("reserve", "高企培育库企业"),
                                    ],
                                    max_length=20,
                                ),
                                default=list,
                                size=None,
                                verbose_name="在其中任一",
                            ),
                        ),
                        (
                            "without",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("high_tech", "有效高新技术企业"),
                                        ("tech_sme", "在库科技型中小企业"),
                                        ("reserve", "高企培育库企业"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="不在其中",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="创建时间")),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="创建人",
                            ),
                        ),
                        (
                            "divisions",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="accounts.division", verbose_name="县（市、区）"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "消零企业范围",
                        "verbose_name_plural": "消零企业范围",
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
                                name="patents_savedcohort_created_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("registers__len__gt", 0)),
                                name="patents_savedcohort_of_registers",
                                violation_error_message="至少选择一个名录。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("registers__overlap", models.F("without")), _negated=True),
                                name="patents_savedcohort_in_or_out",
                                violation_error_message="同一个名录不能既选“在其中”又选“不在其中”。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Campaign",
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
                                max_length=100,
                                validators=[django.core.validators.MinLengthValidator(2)],
                                verbose_name="名称",
                            ),
                        ),
                        (
                            "cohort",
                            models.CharField(
                                choices=[
                                    ("high_tech", "有效高新技术企业"),
                                    ("tech_sme", "在库科技型中小企业"),
                                    ("reserve", "高企培育库企业"),
                                    ("saved", "已存范围"),
                                ],
                                max_length=20,
                                verbose_name="企业范围",
                            ),
                        ),
                        ("as_of", models.DateField(verbose_name="名单日期")),
                        (
                            "measure",
                            models.CharField(
                                choices=[("filed", "申请量"), ("granted", "授权量"), ("stock", "有效量（期末）")],
                                max_length=20,
                                verbose_name="以什么为准",
                            ),
                        ),
                        ("only_inventions", models.BooleanField(default=False, verbose_name="只算发明")),
                        ("firms_on_list", models.PositiveIntegerField(editable=False, verbose_name="列入企业数")),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "进行中"), ("closed", "已结束")],
                                default="open",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("started_at", models.DateTimeField(editable=False, null=True, verbose_name="发起时间")),
                        ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="结束时间")),
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
                            "started_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发起人",
                            ),
                        ),
                        (
                            "saved_cohort",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="patents.savedcohort",
                                verbose_name="已存范围",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "消零行动",
                        "verbose_name_plural": "消零行动",
                        "permissions": [("run_campaign", "发起、分派与结束消零行动")],
                        "default_permissions": ("view",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("name",),
                                name="patents_campaign_one_name",
                                violation_error_message="已有同名的消零行动，请换一个名称。",
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
                                name="patents_campaign_started_signed",
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
                                name="patents_campaign_closed_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cohort", "saved"), ("saved_cohort__isnull", False)),
                                    models.Q(
                                        models.Q(("cohort", "saved"), _negated=True),
                                        models.Q(("saved_cohort__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="patents_campaign_saved_iff_cohort",
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
                                name="patents_campaign_closed_iff_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("firms_on_list__gt", 0)),
                                name="patents_campaign_has_firms",
                                violation_error_message="名单上没有企业，不能发起消零行动。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockSummary",
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
                        ("county", models.CharField(max_length=200, verbose_name="县（市、区）")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("county",)
                            ),
                        ),
                        ("month", models.DateField(help_text="该月第一天；数据为该月末。", verbose_name="统计月份")),
                        ("invention", models.PositiveIntegerField(default=0, verbose_name="有效发明专利量")),
                        (
                            "utility_model",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="有效实用新型量"),
                        ),
                        ("design", models.PositiveIntegerField(blank=True, null=True, verbose_name="有效外观设计量")),
                        ("universities", models.PositiveIntegerField(default=0, verbose_name="大专院校")),
                        ("institutes", models.PositiveIntegerField(default=0, verbose_name="科研单位")),
                        ("enterprises", models.PositiveIntegerField(default=0, verbose_name="企业")),
                        ("bodies", models.PositiveIntegerField(default=0, verbose_name="机关团体")),
                        ("service", models.PositiveIntegerField(default=0, verbose_name="职务总计")),
                        ("individuals", models.PositiveIntegerField(default=0, verbose_name="个人")),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                help_text="空为全市。",
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
                        "verbose_name": "有效专利汇总",
                        "verbose_name_plural": "有效专利汇总",
                        "permissions": [
                            ("export_stocksummary", "导出"),
                            ("correct_stocksummary", "更正"),
                            ("void_stocksummary", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="stocksummary_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)),
                                fields=["id"],
                                name="stocksummary_voided",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="stocksummary_search"
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
                                name="patents_stocksummary_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="patents_stocksummary_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("month", "county"), name="patents_stocksummary_one_per_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)), name="patents_stocksummary_of_a_month"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "service",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("universities"), "+", models.F("institutes")
                                                ),
                                                "+",
                                                models.F("enterprises"),
                                            ),
                                            "+",
                                            models.F("bodies"),
                                        ),
                                    )
                                ),
                                name="patents_stocksummary_service_adds_up",
                                violation_error_message="职务总计须等于大专院校、科研单位、企业、机关团体之和。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "invention",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("service"), "+", models.F("individuals")
                                        ),
                                    )
                                ),
                                name="patents_stocksummary_adds_up",
                                violation_error_message="有效量须等于职务总计与个人之和。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Subsidy",
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
                        ("year", models.PositiveSmallIntegerField(verbose_name="资助年度")),
                        ("application_number", models.CharField(max_length=40, verbose_name="申请号")),
                        (
                            "stage",
                            models.CharField(
                                choices=[("filing", "申请"), ("grant", "授权"), ("abroad", "国外授权")],
                                max_length=20,
                                verbose_name="资助环节",
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=1000, verbose_name="专利名称")),
                        ("recipient", models.CharField(max_length=500, verbose_name="受资助人")),
                        ("county", models.CharField(blank=True, max_length=200, verbose_name="县（市、区）")),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="资助金额（元）")),
                        ("paid_on", models.DateField(verbose_name="资助发放日期")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("title", "recipient")
                            ),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
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
                        "verbose_name": "专利资助历史",
                        "verbose_name_plural": "专利资助历史",
                        "permissions": [("export_subsidy", "导出")],
                        "abstract": False,
                        "default_permissions": ("view",),
                        "indexes": [
                            models.Index(fields=["changed_at"], name="subsidy_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)), fields=["id"], name="subsidy_voided"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="subsidy_search"
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
                                name="patents_subsidy_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="patents_subsidy_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("year", "application_number", "stage"), name="patents_subsidy_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="patents_subsidy_above_nought",
                                violation_error_message="资助金额须大于零。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnitCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "申请"), (2, "授权"), (3, "权利终止"), (4, "失效日期不详")],
                                verbose_name="事项",
                            ),
                        ),
                        ("period", models.DateField(verbose_name="期间首日")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("invention", "发明"), ("utility_model", "实用新型"), ("design", "外观设计")],
                                max_length=20,
                                verbose_name="专利类型",
                            ),
                        ),
                        ("applicant_type", models.CharField(blank=True, max_length=100, verbose_name="申请人类型")),
                        ("n", models.IntegerField(verbose_name="件数")),
                        (
                            "division",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.division",
                                verbose_name="区划",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专利按单位统计",
                        "verbose_name_plural": "专利按单位统计",
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("event", "period", "division", "kind", "applicant_type", "organisation"),
                                name="patents_unitcount_key",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ValueMark",
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
                                    ("strategic", "属于战略性新兴产业"),
                                    ("family", "在海外有同族专利权"),
                                    ("pledge", "实现较高质押融资金额"),
                                    ("prize", "获国家科学技术奖或中国专利奖"),
                                ],
                                max_length=20,
                                verbose_name="情形",
                            ),
                        ),
                        (
                            "held_from",
                            models.DateField(
                                help_text="公布、登记或获奖之日；此日以后的统计计入。", verbose_name="自何日起"
                            ),
                        ),
                        (
                            "source_document",
                            models.CharField(
                                max_length=300,
                                validators=[django.core.validators.MinLengthValidator(4)],
                                verbose_name="依据",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="质押融资金额（元）",
                            ),
                        ),
                        ("marked_at", models.DateTimeField(editable=False, null=True, verbose_name="标注时间")),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="撤销时间")),
                        (
                            "withdrawal_reason",
                            models.CharField(blank=True, editable=False, max_length=300, verbose_name="撤销理由"),
                        ),
                        (
                            "marked_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="标注人",
                            ),
                        ),
                        (
                            "patent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="value_marks",
                                to="patents.patent",
                                verbose_name="专利",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤销人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "高价值发明专利标注",
                        "verbose_name_plural": "高价值发明专利标注",
                        "permissions": [("export_valuemark", "导出"), ("write_valuemark", "标注与撤销高价值发明专利")],
                        "default_permissions": ("view",),
                        "indexes": [models.Index(fields=["ground", "held_from"], name="valuemark_by_ground")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("marked_by__isnull", False), ("marked_at__isnull", False)),
                                    models.Q(
                                        models.Q(("marked_by__isnull", False), _negated=True),
                                        models.Q(("marked_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="patents_valuemark_marked_signed",
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
                                name="patents_valuemark_withdrawn_signed",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=("patent", "ground"),
                                name="patents_valuemark_once",
                                violation_error_message="该专利已标注这一情形。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ground", "pledge"), ("amount__isnull", False)),
                                    models.Q(
                                        models.Q(("ground", "pledge"), _negated=True),
                                        models.Q(("amount__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="patents_valuemark_pledge_iff_amount",
                                violation_error_message="质押融资须写明金额，其他情形不写金额。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"),
                                name="patents_valuemark_amount_above_nought",
                                violation_error_message="质押融资金额须大于零。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("marked_at__isnull", False)), name="patents_valuemark_is_signed"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        models.Q(("withdrawal_reason", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("withdrawn_at__isnull", False), _negated=True),
                                        ("withdrawal_reason", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="patents_valuemark_withdrawn_iff_reason",
                                violation_error_message="撤销须写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ZeroFirm",
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
                                    ("waiting", "待联系"),
                                    ("helped", "辅导中"),
                                    ("cleared", "已消零"),
                                    ("unable", "暂不能消零"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("assigned_at", models.DateTimeField(editable=False, null=True, verbose_name="分派时间")),
                        ("result", models.CharField(blank=True, editable=False, max_length=500, verbose_name="情况")),
                        ("recorded_at", models.DateTimeField(editable=False, null=True, verbose_name="登记时间")),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="分派人",
                            ),
                        ),
                        (
                            "assignee",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="责任人",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="firms",
                                to="patents.campaign",
                                verbose_name="消零行动",
                            ),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.division",
                                verbose_name="所在县（市、区）",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "消零企业",
                        "verbose_name_plural": "消零企业",
                        "permissions": [("export_zerofirm", "导出"), ("record_zerofirm", "登记消零情况")],
                        "default_permissions": ("view",),
                        "indexes": [models.Index(fields=["campaign", "status"], name="zerofirm_by_status")],
                        "constraints": [
                            models.UniqueConstraint(fields=("campaign", "organisation"), name="patents_zerofirm_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("assigned_by__isnull", False), ("assigned_at__isnull", False)),
                                    models.Q(
                                        models.Q(("assigned_by__isnull", False), _negated=True),
                                        models.Q(("assigned_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="patents_zerofirm_assigned_signed",
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
                                name="patents_zerofirm_recorded_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("assignee__isnull", False), ("assigned_at__isnull", False)),
                                    models.Q(
                                        models.Q(("assignee__isnull", False), _negated=True),
                                        models.Q(("assigned_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="patents_zerofirm_assigned_iff_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("cleared", "unable")), _negated=True),
                                    ("recorded_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="patents_zerofirm_settled_is_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "unable"), _negated=True),
                                    models.Q(("result", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="patents_zerofirm_unable_says_why",
                                violation_error_message="暂不能消零的须写明原因。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CitySummary",
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
                        ("month", models.DateField(help_text="该月第一天。", verbose_name="统计月份")),
                        (
                            "measure",
                            models.CharField(
                                choices=[("filed", "申请"), ("granted", "授权")], max_length=20, verbose_name="指标"
                            ),
                        ),
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
                        ("ytd", models.PositiveIntegerField(default=0, verbose_name="当年累计")),
                        ("total", models.PositiveIntegerField(default=0, verbose_name="月累计")),
                        ("invention", models.PositiveIntegerField(default=0, verbose_name="发明")),
                        ("utility_model", models.PositiveIntegerField(default=0, verbose_name="实用新型")),
                        ("design", models.PositiveIntegerField(default=0, verbose_name="外观设计")),
                        ("individuals", models.PositiveIntegerField(default=0, verbose_name="个人")),
                        ("universities", models.PositiveIntegerField(default=0, verbose_name="大专院校")),
                        ("institutes", models.PositiveIntegerField(default=0, verbose_name="科研单位")),
                        ("enterprises", models.PositiveIntegerField(default=0, verbose_name="企业")),
                        ("bodies", models.PositiveIntegerField(default=0, verbose_name="机关团体")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("city",)
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
                        "verbose_name": "各设区市专利月报",
                        "verbose_name_plural": "各设区市专利月报",
                        "permissions": [
                            ("export_citysummary", "导出"),
                            ("correct_citysummary", "更正"),
                            ("void_citysummary", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="citysummary_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)),
                                fields=["id"],
                                name="citysummary_voided",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="citysummary_search"
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
                                name="patents_citysummary_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="patents_citysummary_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("month", "measure", "city"), name="patents_citysummary_one_per_city"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)), name="patents_citysummary_of_a_month"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "total",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("invention"), "+", models.F("utility_model")
                                            ),
                                            "+",
                                            models.F("design"),
                                        ),
                                    )
                                ),
                                name="patents_citysummary_adds_up",
                                violation_error_message="月累计须等于发明、实用新型、外观设计之和。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "total",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    django.db.models.expressions.CombinedExpression(
                                                        models.F("individuals"), "+", models.F("universities")
                                                    ),
                                                    "+",
                                                    models.F("institutes"),
                                                ),
                                                "+",
                                                models.F("enterprises"),
                                            ),
                                            "+",
                                            models.F("bodies"),
                                        ),
                                    )
                                ),
                                name="patents_citysummary_applicants_add_up",
                                violation_error_message="月累计须等于五类申请人之和。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ytd__gte", models.F("total"))),
                                name="patents_citysummary_year_holds_month",
                                violation_error_message="当年累计不能小于月累计。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClassCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "申请"), (2, "授权"), (3, "权利终止"), (4, "失效日期不详")],
                                verbose_name="事项",
                            ),
                        ),
                        ("period", models.DateField(verbose_name="期间首日")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("invention", "发明"), ("utility_model", "实用新型"), ("design", "外观设计")],
                                max_length=20,
                                verbose_name="专利类型",
                            ),
                        ),
                        ("applicant_type", models.CharField(blank=True, max_length=100, verbose_name="申请人类型")),
                        ("n", models.IntegerField(verbose_name="件数")),
                        ("ipc_class", models.CharField(blank=True, max_length=3, verbose_name="分类大类")),
                        (
                            "division",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.division",
                                verbose_name="区划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专利按分类统计",
                        "verbose_name_plural": "专利按分类统计",
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("event", "period", "division", "kind", "applicant_type", "ipc_class"),
                                name="patents_classcount_key",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoreCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "申请"), (2, "授权"), (3, "权利终止"), (4, "失效日期不详")],
                                verbose_name="事项",
                            ),
                        ),
                        ("period", models.DateField(verbose_name="期间首日")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("invention", "发明"), ("utility_model", "实用新型"), ("design", "外观设计")],
                                max_length=20,
                                verbose_name="专利类型",
                            ),
                        ),
                        ("applicant_type", models.CharField(blank=True, max_length=100, verbose_name="申请人类型")),
                        ("n", models.IntegerField(verbose_name="件数")),
                        (
                            "division",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.division",
                                verbose_name="区划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "专利按月统计",
                        "verbose_name_plural": "专利按月统计",
                        "abstract": False,
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("event", "period", "division", "kind", "applicant_type"),
                                name="patents_corecount_key",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CumulativeSummary",
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
                        ("county", models.CharField(max_length=200, verbose_name="县（市、区）")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("county",)
                            ),
                        ),
                        (
                            "month",
                            models.DateField(help_text="该月第一天；数据为当年1月至该月末。", verbose_name="统计月份"),
                        ),
                        ("filed", models.PositiveIntegerField(default=0, verbose_name="申请总计")),
                        ("filed_invention", models.PositiveIntegerField(default=0, verbose_name="申请发明")),
                        ("filed_utility_model", models.PositiveIntegerField(default=0, verbose_name="申请实用新型")),
                        ("filed_design", models.PositiveIntegerField(default=0, verbose_name="申请外观设计")),
                        ("filed_before", models.PositiveIntegerField(default=0, verbose_name="申请上年同期")),
                        ("filed_invention_before", models.PositiveIntegerField(default=0, verbose_name="申请去年发明")),
                        ("granted", models.PositiveIntegerField(default=0, verbose_name="授权总计")),
                        ("granted_invention", models.PositiveIntegerField(default=0, verbose_name="授权发明")),
                        ("granted_utility_model", models.PositiveIntegerField(default=0, verbose_name="授权实用新型")),
                        ("granted_design", models.PositiveIntegerField(default=0, verbose_name="授权外观设计")),
                        ("granted_before", models.PositiveIntegerField(default=0, verbose_name="授权上年同期")),
                        (
                            "granted_invention_before",
                            models.PositiveIntegerField(default=0, verbose_name="授权去年发明"),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                help_text="空为全市。",
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
                        "verbose_name": "专利累计汇总",
                        "verbose_name_plural": "专利累计汇总",
                        "permissions": [
                            ("export_cumulativesummary", "导出"),
                            ("correct_cumulativesummary", "更正"),
                            ("void_cumulativesummary", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="cumulativesummary_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)),
                                fields=["id"],
                                name="cumulativesummary_voided",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="cumulativesummary_search"
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
                                name="patents_cumulativesummary_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="patents_cumulativesummary_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("month", "county"), name="patents_cumulativesummary_one_per_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)), name="patents_cumulativesummary_of_a_month"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "filed",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("filed_invention"), "+", models.F("filed_utility_model")
                                            ),
                                            "+",
                                            models.F("filed_design"),
                                        ),
                                    )
                                ),
                                name="patents_cumulativesummary_filed_adds_up",
                                violation_error_message="总计须等于发明、实用新型、外观设计之和。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "granted",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("granted_invention"), "+", models.F("granted_utility_model")
                                            ),
                                            "+",
                                            models.F("granted_design"),
                                        ),
                                    )
                                ),
                                name="patents_cumulativesummary_granted_adds_up",
                                violation_error_message="总计须等于发明、实用新型、外观设计之和。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("filed_invention_before__lte", models.F("filed_before"))),
                                name="patents_cumulativesummary_filed_before_holds",
                                violation_error_message="去年发明不能大于上年同期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("granted_invention_before__lte", models.F("granted_before"))),
                                name="patents_cumulativesummary_granted_before_holds",
                                violation_error_message="去年发明不能大于上年同期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MonthlySummary",
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
                        ("county", models.CharField(max_length=200, verbose_name="县（市、区）")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("county",)
                            ),
                        ),
                        ("month", models.DateField(help_text="该月第一天。", verbose_name="统计月份")),
                        ("filed", models.PositiveIntegerField(default=0, verbose_name="申请量月合计")),
                        ("filed_invention", models.PositiveIntegerField(default=0, verbose_name="申请量发明")),
                        ("filed_utility_model", models.PositiveIntegerField(default=0, verbose_name="申请量实用新型")),
                        ("filed_design", models.PositiveIntegerField(default=0, verbose_name="申请量外观设计")),
                        (
                            "filed_invention_ytd",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="申请量发明专利累计"),
                        ),
                        ("filed_ytd", models.PositiveIntegerField(blank=True, null=True, verbose_name="申请量年累计")),
                        (
                            "filed_ytd_before",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="申请量去年同期"),
                        ),
                        ("granted", models.PositiveIntegerField(default=0, verbose_name="授权量月合计")),
                        ("granted_invention", models.PositiveIntegerField(default=0, verbose_name="授权量发明")),
                        (
                            "granted_utility_model",
                            models.PositiveIntegerField(default=0, verbose_name="授权量实用新型"),
                        ),
                        ("granted_design", models.PositiveIntegerField(default=0, verbose_name="授权量外观设计")),
                        (
                            "granted_invention_ytd",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="授权量发明专利累计"),
                        ),
                        (
                            "granted_ytd",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="授权量年累计"),
                        ),
                        (
                            "granted_ytd_before",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="授权量去年同期"),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                help_text="空为全市。",
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
                        "verbose_name": "专利月度汇总",
                        "verbose_name_plural": "专利月度汇总",
                        "permissions": [
                            ("export_monthlysummary", "导出"),
                            ("correct_monthlysummary", "更正"),
                            ("void_monthlysummary", "作废与恢复"),
                        ],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["changed_at"], name="monthlysummary_changed"),
                            models.Index(
                                condition=models.Q(("voided_at__isnull", False)),
                                fields=["id"],
                                name="monthlysummary_voided",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="monthlysummary_search"
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
                                name="patents_monthlysummary_voided_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone", True), _negated=True),
                                    ("voided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="patents_monthlysummary_undone_is_voided",
                            ),
                            models.UniqueConstraint(
                                fields=("month", "county"), name="patents_monthlysummary_one_per_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("month__day", 1)), name="patents_monthlysummary_of_a_month"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "filed",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("filed_invention"), "+", models.F("filed_utility_model")
                                            ),
                                            "+",
                                            models.F("filed_design"),
                                        ),
                                    )
                                ),
                                name="patents_monthlysummary_filed_adds_up",
                                violation_error_message="月合计须等于发明、实用新型、外观设计之和。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "granted",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("granted_invention"), "+", models.F("granted_utility_model")
                                            ),
                                            "+",
                                            models.F("granted_design"),
                                        ),
                                    )
                                ),
                                name="patents_monthlysummary_granted_adds_up",
                                violation_error_message="月合计须等于发明、实用新型、外观设计之和。",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="patent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="WITH happened AS MATERIALIZED (SELECT event, on_day, p.division_id, p.kind, p.applicant_type, p.ipc_class, p.organisation_id, p.park, p.technology_field, 1 AS moved FROM new_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL),\nto_patents_corecount AS (INSERT INTO patents_corecount AS kept (event, period, division_id, kind, applicant_type, n) SELECT event, date_trunc('month', on_day::timestamp)::date AS period, division_id, kind, applicant_type, sum(moved)::integer AS n FROM happened GROUP BY 1, 2, division_id, kind, applicant_type HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type ON CONFLICT (event, period, division_id, kind, applicant_type) DO UPDATE SET n = kept.n + excluded.n),\nto_patents_classcount AS (INSERT INTO patents_classcount AS kept (event, period, division_id, kind, applicant_type, ipc_class, n) SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, ipc_class, sum(moved)::integer AS n FROM happened GROUP BY 1, 2, division_id, kind, applicant_type, ipc_class HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, ipc_class ON CONFLICT (event, period, division_id, kind, applicant_type, ipc_class) DO UPDATE SET n = kept.n + excluded.n),\nto_patents_unitcount AS (INSERT INTO patents_unitcount AS kept (event, period, division_id, kind, applicant_type, organisation_id, n) SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, organisation_id, sum(moved)::integer AS n FROM happened GROUP BY 1, 2, division_id, kind, applicant_type, organisation_id HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, organisation_id ON CONFLICT (event, period, division_id, kind, applicant_type, organisation_id) DO UPDATE SET n = kept.n + excluded.n)\nINSERT INTO patents_placecount AS kept (event, period, division_id, kind, applicant_type, park, technology_field, n) SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, park, technology_field, sum(moved)::integer AS n FROM happened GROUP BY 1, 2, division_id, kind, applicant_type, park, technology_field HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, park, technology_field ON CONFLICT (event, period, division_id, kind, applicant_type, park, technology_field) DO UPDATE SET n = kept.n + excluded.n;\nRETURN NULL;",
                            hash="acb86760857d5b498932b1125d296c357174706c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_count_insert_68e8b",
                            referencing="REFERENCING NEW TABLE AS new_rows ",
                            table="patents_patent",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="patent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="WITH happened AS MATERIALIZED (SELECT event, on_day, p.division_id, p.kind, p.applicant_type, p.ipc_class, p.organisation_id, p.park, p.technology_field, -1 AS moved FROM old_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL UNION ALL SELECT event, on_day, p.division_id, p.kind, p.applicant_type, p.ipc_class, p.organisation_id, p.park, p.technology_field, 1 AS moved FROM new_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL),\nto_patents_corecount AS (INSERT INTO patents_corecount AS kept (event, period, division_id, kind, applicant_type, n) SELECT event, date_trunc('month', on_day::timestamp)::date AS period, division_id, kind, applicant_type, sum(moved)::integer AS n FROM happened GROUP BY 1, 2, division_id, kind, applicant_type HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type ON CONFLICT (event, period, division_id, kind, applicant_type) DO UPDATE SET n = kept.n + excluded.n),\nto_patents_classcount AS (INSERT INTO patents_classcount AS kept (event, period, division_id, kind, applicant_type, ipc_class, n) SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, ipc_class, sum(moved)::integer AS n FROM happened GROUP BY 1, 2, division_id, kind, applicant_type, ipc_class HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, ipc_class ON CONFLICT (event, period, division_id, kind, applicant_type, ipc_class) DO UPDATE SET n = kept.n + excluded.n),\nto_patents_unitcount AS (INSERT INTO patents_unitcount AS kept (event, period, division_id, kind, applicant_type, organisation_id, n) SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, organisation_id, sum(moved)::integer AS n FROM happened GROUP BY 1, 2, division_id, kind, applicant_type, organisation_id HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, organisation_id ON CONFLICT (event, period, division_id, kind, applicant_type, organisation_id) DO UPDATE SET n = kept.n + excluded.n)\nINSERT INTO patents_placecount AS kept (event, period, division_id, kind, applicant_type, park, technology_field, n) SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, park, technology_field, sum(moved)::integer AS n FROM happened GROUP BY 1, 2, division_id, kind, applicant_type, park, technology_field HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, park, technology_field ON CONFLICT (event, period, division_id, kind, applicant_type, park, technology_field) DO UPDATE SET n = kept.n + excluded.n;\nRETURN NULL;",
                            hash="3ad93b767ec683d794ef8d4b0c7368f6e073d0e9",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_count_update_85d23",
                            referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                            table="patents_patent",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="patent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="count_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="WITH happened AS MATERIALIZED (SELECT event, on_day, p.division_id, p.kind, p.applicant_type, p.ipc_class, p.organisation_id, p.park, p.technology_field, -1 AS moved FROM old_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL),\nto_patents_corecount AS (INSERT INTO patents_corecount AS kept (event, period, division_id, kind, applicant_type, n) SELECT event, date_trunc('month', on_day::timestamp)::date AS period, division_id, kind, applicant_type, sum(moved)::integer AS n FROM happened GROUP BY 1, 2, division_id, kind, applicant_type HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type ON CONFLICT (event, period, division_id, kind, applicant_type) DO UPDATE SET n = kept.n + excluded.n),\nto_patents_classcount AS (INSERT INTO patents_classcount AS kept (event, period, division_id, kind, applicant_type, ipc_class, n) SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, ipc_class, sum(moved)::integer AS n FROM happened GROUP BY 1, 2, division_id, kind, applicant_type, ipc_class HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, ipc_class ON CONFLICT (event, period, division_id, kind, applicant_type, ipc_class) DO UPDATE SET n = kept.n + excluded.n),\nto_patents_unitcount AS (INSERT INTO patents_unitcount AS kept (event, period, division_id, kind, applicant_type, organisation_id, n) SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, organisation_id, sum(moved)::integer AS n FROM happened GROUP BY 1, 2, division_id, kind, applicant_type, organisation_id HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, organisation_id ON CONFLICT (event, period, division_id, kind, applicant_type, organisation_id) DO UPDATE SET n = kept.n + excluded.n)\nINSERT INTO patents_placecount AS kept (event, period, division_id, kind, applicant_type, park, technology_field, n) SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, park, technology_field, sum(moved)::integer AS n FROM happened GROUP BY 1, 2, division_id, kind, applicant_type, park, technology_field HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, park, technology_field ON CONFLICT (event, period, division_id, kind, applicant_type, park, technology_field) DO UPDATE SET n = kept.n + excluded.n;\nRETURN NULL;",
                            hash="bedb0fc214b4437ba135c2129eb3ad342b34ee2f",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_count_delete_644d5",
                            referencing="REFERENCING OLD TABLE AS old_rows ",
                            table="patents_patent",
                            when="AFTER",
                        ),
                    ),
                ),
            ],
        ),
    ]
