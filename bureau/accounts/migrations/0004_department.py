import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


def name_to_row(apps, schema_editor):
    user_model, department_model = apps.get_model("accounts", "User"), apps.get_model("accounts", "Department")
    for name in set(user_model.objects.exclude(section_name="").values_list("section_name", flat=True)):
        department, _made = department_model.objects.get_or_create(name=name)
        user_model.objects.filter(section_name=name).update(section=department)


class Migration(migrations.Migration):
    """科室 become rows that own business; who had one by name keeps it."""

    dependencies = [("accounts", "0003_units")]

    operations = [
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=50, unique=True, verbose_name="名称")),
                (
                    "apps",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("enterprises", "高新技术企业"),
                                ("projects", "科技计划与奖励"),
                                ("patents", "专利"),
                                ("matchmaking", "成果对接与技术市场"),
                                ("registration", "单位注册与更名"),
                            ],
                            max_length=30,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="主管业务",
                    ),
                ),
            ],
            options={"verbose_name": "科室", "verbose_name_plural": "科室"},
        ),
        migrations.RenameField("user", "section", "section_name"),
        migrations.AddField(
            "user",
            "section",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="persons",
                to="accounts.department",
                verbose_name="科室",
            ),
        ),
        migrations.RunPython(name_to_row, migrations.RunPython.noop),
        migrations.RemoveField("user", "section_name"),
    ]
