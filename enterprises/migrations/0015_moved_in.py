"""A certificate of another city counts from the day on which its firm moved in."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0014_proposed_measures")]

    operations = [
        migrations.AddField(
            model_name="recognition",
            name="moved_in_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="迁入日期"),
        ),
        migrations.AddField(
            model_name="recognition",
            name="counts_from",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce(
                    models.F("moved_in_on"), models.F("issued_on")
                ),
                output_field=models.DateField(),
                verbose_name="计入本市之日",
            ),
        ),
        migrations.AddIndex(
            model_name="recognition", index=models.Index(fields=["counts_from"], name="recognition_counts")
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.CheckConstraint(
                condition=models.Q(("moved_in_on", None), ("moved_in_on__gte", models.F("issued_on")), _connector="OR"),
                name="enterprises_recognition_moved_in_after_issue",
                violation_error_message="迁入日期不能早于发证日期。",
            ),
        ),
        migrations.AlterField(
            model_name="registerevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("recognised", "认定"),
                    ("renewed", "重新认定"),
                    ("renamed", "更名"),
                    ("relocated", "市内迁移"),
                    ("moved_in", "整体迁入本市"),
                    ("moved_out", "整体迁出本市"),
                    ("cancelled", "取消资格"),
                ],
                max_length=20,
                verbose_name="变动",
            ),
        ),
    ]
