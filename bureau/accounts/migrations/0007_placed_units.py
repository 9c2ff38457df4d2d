"""When a list told where a unit is; what a unit or an officer said is told by no list and moved by none."""

from datetime import date

from django.db import migrations, models


def mark(apps, _editor):
    """Units that lists brought and nobody acts for got their place from lists: from now on the latest counts."""
    units = apps.get_model("accounts", "Organisation").objects.exclude(division=None)
    units.exclude(named_on=None).filter(memberships=None).update(placed_on=date.min)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_named_units")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="placed_on",
            field=models.DateField(editable=False, null=True, verbose_name="所在地依据日期"),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
