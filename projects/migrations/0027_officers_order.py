from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0026_stopped_plans")]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                models.Case(
                    models.When(status="recommended", then=models.Value(0)),
                    default=models.Value(1),
                ),
                models.F("arrived_at"),
                models.F("id"),
                condition=models.Q(("submitted_at__isnull", False)),
                name="application_waits_first",
            ),
        ),
    ]
