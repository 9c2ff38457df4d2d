"""A measure knows for which condition an assessment proposed it; a condition has one open measure."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0013_api_tokens")]

    operations = [
        migrations.AddField(
            model_name="measure",
            name="condition",
            field=models.CharField(blank=True, editable=False, max_length=10, verbose_name="对应条件"),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at", None), models.Q(("condition", ""), _negated=True)),
                fields=("reserve", "condition"),
                name="enterprises_measure_one_open_per_condition",
                violation_error_message="这项条件已有未办结的措施。",
            ),
        ),
    ]
