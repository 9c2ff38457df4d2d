"""An empty portal begins with a tree of fields."""

from django.db import migrations

from projects import expertise


class Migration(migrations.Migration):
    dependencies = [("projects", "0010_similarity")]
    operations = [
        migrations.RunPython(
            lambda apps, _editor: expertise.fill(apps.get_model("projects", "ExpertiseField")),
            migrations.RunPython.noop,
        )
    ]
