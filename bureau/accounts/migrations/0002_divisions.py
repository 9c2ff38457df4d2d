from django.db import migrations

from bureau.accounts.divisions import SERIES


def fill(apps, schema_editor):
    division_model = apps.get_model("accounts", "Division")
    former_model = apps.get_model("accounts", "DivisionFormerName")
    for position, series in enumerate(SERIES, 1):
        division = division_model.objects.create(
            name=series.name,
            code=series.code,
            kind=series.kind,
            within=division_model.objects.filter(code=series.within).first() if series.within else None,
            position=position,
        )
        for former in series.former:
            former_model.objects.create(division=division, name=former.name, code=former.code, until=former.until)


class Migration(migrations.Migration):
    """The city's places, from ``divisions.py``."""

    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
