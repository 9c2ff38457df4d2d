import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import bureau.text


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_former_names"),
        ("lists", "0005_said_in_chinese"),
        ("patents", "0004_counts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CitySummary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("void_reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="作废理由")),
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
                        condition=models.Q(("voided_at__isnull", False)), fields=["id"], name="citysummary_voided"
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
                            models.Q(("undone", True), _negated=True), ("voided_at__isnull", False), _connector="OR"
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
            name="MonthlySummary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("void_reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="作废理由")),
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
                ("filed_ytd_before", models.PositiveIntegerField(blank=True, null=True, verbose_name="申请量去年同期")),
                ("granted", models.PositiveIntegerField(default=0, verbose_name="授权量月合计")),
                ("granted_invention", models.PositiveIntegerField(default=0, verbose_name="授权量发明")),
                ("granted_utility_model", models.PositiveIntegerField(default=0, verbose_name="授权量实用新型")),
                ("granted_design", models.PositiveIntegerField(default=0, verbose_name="授权量外观设计")),
                (
                    "granted_invention_ytd",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="授权量发明专利累计"),
                ),
                ("granted_ytd", models.PositiveIntegerField(blank=True, null=True, verbose_name="授权量年累计")),
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
                        condition=models.Q(("voided_at__isnull", False)), fields=["id"], name="monthlysummary_voided"
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
                            models.Q(("undone", True), _negated=True), ("voided_at__isnull", False), _connector="OR"
                        ),
                        name="patents_monthlysummary_undone_is_voided",
                    ),
                    models.UniqueConstraint(fields=("month", "county"), name="patents_monthlysummary_one_per_place"),
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
        migrations.CreateModel(
            name="Population",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("void_reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="作废理由")),
                ("undone", models.BooleanField(default=False, editable=False, verbose_name="随导入撤销")),
                ("county", models.CharField(max_length=200, verbose_name="县（市、区）")),
                (
                    "search",
                    bureau.text.SearchTermsField(
                        blank=True, default=list, editable=False, size=None, sources=("county",)
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(help_text="该年末。", verbose_name="人口年度")),
                ("residents", models.DecimalField(decimal_places=4, max_digits=10, verbose_name="常住人口（万人）")),
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
                        condition=models.Q(("voided_at__isnull", False)), fields=["id"], name="population_voided"
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
                            models.Q(("undone", True), _negated=True), ("voided_at__isnull", False), _connector="OR"
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
            name="StockSummary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("void_reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="作废理由")),
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
                ("utility_model", models.PositiveIntegerField(blank=True, null=True, verbose_name="有效实用新型量")),
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
                        condition=models.Q(("voided_at__isnull", False)), fields=["id"], name="stocksummary_voided"
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
                            models.Q(("undone", True), _negated=True), ("voided_at__isnull", False), _connector="OR"
                        ),
                        name="patents_stocksummary_undone_is_voided",
                    ),
                    models.UniqueConstraint(fields=("month", "county"), name="patents_stocksummary_one_per_place"),
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
    ]
