"""An empty portal begins with a tree of fields."""

from django.db import migrations

from projects import expertise


class Migration(migrations.Migration):
    replaces = [("projects", "0011_expertise")]
    dependencies = [("projects", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, _editor: expertise.fill(apps.get_model("projects", "ExpertiseField")),
            migrations.RunPython.noop,
        )
    ]
