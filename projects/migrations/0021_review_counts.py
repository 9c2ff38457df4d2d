from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0020_passing_on")]

    operations = [
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                fields=["round", "expert", "status", "blocked_at"],
                include=["submitted_at", "passed_to"],
                name="assignment_by_round",
            ),
        ),
        migrations.AddIndex(
            model_name="sheet",
            index=models.Index(fields=["assignment"], include=["total"], name="sheet_total_by_assignment"),
        ),
    ]
