import datetime

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import enterprises.models.recognition

FILL = """
    INSERT INTO patents_corecount (event, period, division_id, kind, applicant_type, n) SELECT event, period,
    division_id, kind, applicant_type, sum(moved)::integer AS n FROM (SELECT event, date_trunc('month',
    on_day::timestamp)::date AS period, division_id, kind, applicant_type, 1 AS moved FROM patents_patent p CROSS
    JOIN LATERAL (VALUES (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN
    p.granted_on END) ) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL) AS rows GROUP
    BY event, period, division_id, kind, applicant_type HAVING sum(moved) <> 0;
    INSERT INTO patents_classcount (event, period, division_id, kind, applicant_type, ipc_class, n) SELECT event,
    period, division_id, kind, applicant_type, ipc_class, sum(moved)::integer AS n FROM (SELECT event,
    date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, ipc_class, 1 AS
    moved FROM patents_patent p CROSS JOIN LATERAL (VALUES (1, p.filed_on), (2, p.granted_on), (3, p.ended_on),
    (4, CASE WHEN p.ended_undated THEN p.granted_on END) ) AS happened(event, on_day) WHERE p.voided_at IS NULL
    AND on_day IS NOT NULL) AS rows GROUP BY event, period, division_id, kind, applicant_type, ipc_class HAVING
    sum(moved) <> 0;
    INSERT INTO patents_unitcount (event, period, division_id, kind, applicant_type, organisation_id, n) SELECT
    event, period, division_id, kind, applicant_type, organisation_id, sum(moved)::integer AS n FROM (SELECT
    event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type,
    organisation_id, 1 AS moved FROM patents_patent p CROSS JOIN LATERAL (VALUES (1, p.filed_on), (2,
    p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END) ) AS happened(event,
    on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL) AS rows GROUP BY event, period, division_id, kind,
    applicant_type, organisation_id HAVING sum(moved) <> 0;
    INSERT INTO patents_placecount (event, period, division_id, kind, applicant_type, park, technology_field, n)
    SELECT event, period, division_id, kind, applicant_type, park, technology_field, sum(moved)::integer AS n FROM
    (SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, park,
    technology_field, 1 AS moved FROM patents_patent p CROSS JOIN LATERAL (VALUES (1, p.filed_on), (2,
    p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END) ) AS happened(event,
    on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL) AS rows GROUP BY event, period, division_id, kind,
    applicant_type, park, technology_field HAVING sum(moved) <> 0;
"""
"""What the register holds already."""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_former_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("lists", "0005_said_in_chinese"),
        ("patents", "0003_wider_text"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClassCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "申请"), (2, "授权"), (3, "权利终止"), (4, "失效日期不详")], verbose_name="事项"
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "申请"), (2, "授权"), (3, "权利终止"), (4, "失效日期不详")], verbose_name="事项"
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
                        fields=("event", "period", "division", "kind", "applicant_type"), name="patents_corecount_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PivotView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        max_length=60, validators=[django.core.validators.MinLengthValidator(2)], verbose_name="名称"
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "申请"), (2, "授权"), (3, "权利终止"), (4, "失效日期不详")], verbose_name="事项"
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
                        fields=("event", "period", "division", "kind", "applicant_type", "park", "technology_field"),
                        name="patents_placecount_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "申请"), (2, "授权"), (3, "权利终止"), (4, "失效日期不详")], verbose_name="事项"
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
        migrations.AddField(
            model_name="patent",
            name="ended_on",
            field=models.GeneratedField(
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
                                then=enterprises.models.recognition.YearsLater(models.F("filed_on"), models.Value(20)),
                            ),
                            models.When(
                                filed_on__gte=datetime.date(2021, 6, 1),
                                kind="design",
                                then=enterprises.models.recognition.YearsLater(models.F("filed_on"), models.Value(15)),
                            ),
                            default=enterprises.models.recognition.YearsLater(models.F("filed_on"), models.Value(10)),
                        ),
                    ),
                ),
                help_text="失效的为法律状态日期，其余为保护期满之日；失效而没有法律状态日期的为空。",
                output_field=models.DateField(null=True),
                verbose_name="权利终止日",
            ),
        ),
        migrations.AddField(
            model_name="patent",
            name="ended_undated",
            field=models.GeneratedField(
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
        migrations.AddField(
            model_name="patent",
            name="ipc_class",
            field=models.GeneratedField(
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
        migrations.AddIndex(
            model_name="patent",
            index=models.Index(
                condition=models.Q(("ended_undated", True)), fields=["changed_at"], name="patent_undated"
            ),
        ),
        migrations.AddIndex(
            model_name="patent",
            index=models.Index(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="patent",
            trigger=pgtrigger.compiler.Trigger(
                name="count_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="INSERT INTO patents_corecount AS kept (event, period, division_id, kind, applicant_type, n) SELECT event, period, division_id, kind, applicant_type, sum(moved)::integer AS n FROM (SELECT event, date_trunc('month', on_day::timestamp)::date AS period, division_id, kind, applicant_type, 1 AS moved FROM new_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL) AS rows GROUP BY event, period, division_id, kind, applicant_type HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type ON CONFLICT (event, period, division_id, kind, applicant_type) DO UPDATE SET n = kept.n + excluded.n;\nINSERT INTO patents_classcount AS kept (event, period, division_id, kind, applicant_type, ipc_class, n) SELECT event, period, division_id, kind, applicant_type, ipc_class, sum(moved)::integer AS n FROM (SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, ipc_class, 1 AS moved FROM new_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL) AS rows GROUP BY event, period, division_id, kind, applicant_type, ipc_class HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, ipc_class ON CONFLICT (event, period, division_id, kind, applicant_type, ipc_class) DO UPDATE SET n = kept.n + excluded.n;\nINSERT INTO patents_unitcount AS kept (event, period, division_id, kind, applicant_type, organisation_id, n) SELECT event, period, division_id, kind, applicant_type, organisation_id, sum(moved)::integer AS n FROM (SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, organisation_id, 1 AS moved FROM new_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL) AS rows GROUP BY event, period, division_id, kind, applicant_type, organisation_id HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, organisation_id ON CONFLICT (event, period, division_id, kind, applicant_type, organisation_id) DO UPDATE SET n = kept.n + excluded.n;\nINSERT INTO patents_placecount AS kept (event, period, division_id, kind, applicant_type, park, technology_field, n) SELECT event, period, division_id, kind, applicant_type, park, technology_field, sum(moved)::integer AS n FROM (SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, park, technology_field, 1 AS moved FROM new_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL) AS rows GROUP BY event, period, division_id, kind, applicant_type, park, technology_field HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, park, technology_field ON CONFLICT (event, period, division_id, kind, applicant_type, park, technology_field) DO UPDATE SET n = kept.n + excluded.n;\nRETURN NULL;",
                    hash="ad1405b5a85df57c58c423bd5f590204d26e7f3c",
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
                    func="INSERT INTO patents_corecount AS kept (event, period, division_id, kind, applicant_type, n) SELECT event, period, division_id, kind, applicant_type, sum(moved)::integer AS n FROM (SELECT event, date_trunc('month', on_day::timestamp)::date AS period, division_id, kind, applicant_type, -1 AS moved FROM old_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL UNION ALL SELECT event, date_trunc('month', on_day::timestamp)::date AS period, division_id, kind, applicant_type, 1 AS moved FROM new_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL) AS rows GROUP BY event, period, division_id, kind, applicant_type HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type ON CONFLICT (event, period, division_id, kind, applicant_type) DO UPDATE SET n = kept.n + excluded.n;\nINSERT INTO patents_classcount AS kept (event, period, division_id, kind, applicant_type, ipc_class, n) SELECT event, period, division_id, kind, applicant_type, ipc_class, sum(moved)::integer AS n FROM (SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, ipc_class, -1 AS moved FROM old_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL UNION ALL SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, ipc_class, 1 AS moved FROM new_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL) AS rows GROUP BY event, period, division_id, kind, applicant_type, ipc_class HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, ipc_class ON CONFLICT (event, period, division_id, kind, applicant_type, ipc_class) DO UPDATE SET n = kept.n + excluded.n;\nINSERT INTO patents_unitcount AS kept (event, period, division_id, kind, applicant_type, organisation_id, n) SELECT event, period, division_id, kind, applicant_type, organisation_id, sum(moved)::integer AS n FROM (SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, organisation_id, -1 AS moved FROM old_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL UNION ALL SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, organisation_id, 1 AS moved FROM new_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL) AS rows GROUP BY event, period, division_id, kind, applicant_type, organisation_id HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, organisation_id ON CONFLICT (event, period, division_id, kind, applicant_type, organisation_id) DO UPDATE SET n = kept.n + excluded.n;\nINSERT INTO patents_placecount AS kept (event, period, division_id, kind, applicant_type, park, technology_field, n) SELECT event, period, division_id, kind, applicant_type, park, technology_field, sum(moved)::integer AS n FROM (SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, park, technology_field, -1 AS moved FROM old_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL UNION ALL SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, park, technology_field, 1 AS moved FROM new_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL) AS rows GROUP BY event, period, division_id, kind, applicant_type, park, technology_field HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, park, technology_field ON CONFLICT (event, period, division_id, kind, applicant_type, park, technology_field) DO UPDATE SET n = kept.n + excluded.n;\nRETURN NULL;",
                    hash="cba4d42fe41671ad22f487be6cd9a5b21bde55c8",
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
                    func="INSERT INTO patents_corecount AS kept (event, period, division_id, kind, applicant_type, n) SELECT event, period, division_id, kind, applicant_type, sum(moved)::integer AS n FROM (SELECT event, date_trunc('month', on_day::timestamp)::date AS period, division_id, kind, applicant_type, -1 AS moved FROM old_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL) AS rows GROUP BY event, period, division_id, kind, applicant_type HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type ON CONFLICT (event, period, division_id, kind, applicant_type) DO UPDATE SET n = kept.n + excluded.n;\nINSERT INTO patents_classcount AS kept (event, period, division_id, kind, applicant_type, ipc_class, n) SELECT event, period, division_id, kind, applicant_type, ipc_class, sum(moved)::integer AS n FROM (SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, ipc_class, -1 AS moved FROM old_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL) AS rows GROUP BY event, period, division_id, kind, applicant_type, ipc_class HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, ipc_class ON CONFLICT (event, period, division_id, kind, applicant_type, ipc_class) DO UPDATE SET n = kept.n + excluded.n;\nINSERT INTO patents_unitcount AS kept (event, period, division_id, kind, applicant_type, organisation_id, n) SELECT event, period, division_id, kind, applicant_type, organisation_id, sum(moved)::integer AS n FROM (SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, organisation_id, -1 AS moved FROM old_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL) AS rows GROUP BY event, period, division_id, kind, applicant_type, organisation_id HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, organisation_id ON CONFLICT (event, period, division_id, kind, applicant_type, organisation_id) DO UPDATE SET n = kept.n + excluded.n;\nINSERT INTO patents_placecount AS kept (event, period, division_id, kind, applicant_type, park, technology_field, n) SELECT event, period, division_id, kind, applicant_type, park, technology_field, sum(moved)::integer AS n FROM (SELECT event, date_trunc('year', on_day::timestamp)::date AS period, division_id, kind, applicant_type, park, technology_field, -1 AS moved FROM old_rows p CROSS JOIN LATERAL (VALUES\n    (1, p.filed_on), (2, p.granted_on), (3, p.ended_on), (4, CASE WHEN p.ended_undated THEN p.granted_on END)\n) AS happened(event, on_day) WHERE p.voided_at IS NULL AND on_day IS NOT NULL) AS rows GROUP BY event, period, division_id, kind, applicant_type, park, technology_field HAVING sum(moved) <> 0 ORDER BY event, period, division_id, kind, applicant_type, park, technology_field ON CONFLICT (event, period, division_id, kind, applicant_type, park, technology_field) DO UPDATE SET n = kept.n + excluded.n;\nRETURN NULL;",
                    hash="934f15dcab23fdfd6de949fc9eb547d4a11ea330",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_count_delete_644d5",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="patents_patent",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
