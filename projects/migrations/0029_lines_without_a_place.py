from django.db import migrations, models


class Migration(migrations.Migration):
    """What has too few reviews has no place, and stands in a proposal all the same."""

    dependencies = [("projects", "0028_entered_ballots")]

    operations = [
        migrations.AlterField(
            model_name="proposalline",
            name="place",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="名次"),
        ),
        migrations.AlterField(
            model_name="proposalline",
            name="score",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="得分"),
        ),
    ]
