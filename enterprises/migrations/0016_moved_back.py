"""A certificate that left the city and came back does not count between the two days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0015_moved_in")]

    operations = [
        migrations.RemoveConstraint(
            model_name="registerevent",
            name="enterprises_registerevent_only_moves_have_a_former_place",
        ),
        migrations.RemoveConstraint(
            model_name="registerevent",
            name="enterprises_registerevent_ends_once",
        ),
        migrations.RemoveConstraint(
            model_name="registerevent",
            name="enterprises_registerevent_one_move_a_day",
        ),
        migrations.RemoveIndex(
            model_name="registerevent",
            name="registerevent_moves",
        ),
        migrations.AddField(
            model_name="recognition",
            name="left_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="迁出日期"),
        ),
        migrations.AddField(
            model_name="recognition",
            name="returned_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="迁回日期"),
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
                    ("moved_back", "迁回本市"),
                    ("cancelled", "取消资格"),
                ],
                max_length=20,
                verbose_name="变动",
            ),
        ),
        migrations.AddIndex(
            model_name="registerevent",
            index=models.Index(
                condition=models.Q(("kind__in", ("relocated", "moved_back")), ("revoked_at", None)),
                fields=["recognition", "happened_on"],
                name="registerevent_moves",
            ),
        ),
        migrations.AddConstraint(
            model_name="recognition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_on", None), ("returned_on", None)),
                    models.Q(
                        ("left_on__isnull", False),
                        ("returned_on__isnull", False),
                        ("left_on__gte", models.F("counts_from")),
                        ("returned_on__gt", models.F("left_on")),
                        ("returned_on__lt", models.F("expires_on")),
                    ),
                    _connector="OR",
                ),
                name="enterprises_recognition_away_in_order",
                violation_error_message="迁回日期应晚于迁出日期、早于有效期届满。",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("relocated", "moved_back")), ("former_division", None), _connector="OR"
                ),
                name="enterprises_registerevent_only_moves_have_a_former_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "cancelled"), ("revoked_at", None)),
                fields=("recognition",),
                name="enterprises_registerevent_cancelled_once",
                violation_error_message="该证书已经取消。",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ("relocated", "moved_back")), ("revoked_at", None)),
                fields=("recognition", "happened_on"),
                name="enterprises_registerevent_one_move_a_day",
                violation_error_message="该证书当日已经登记过迁移。",
            ),
        ),
    ]
