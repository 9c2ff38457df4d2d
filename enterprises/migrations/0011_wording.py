"""What firms of a rule set have in common is kept once. Answers that were kept whole are taken apart, nothing of them is lost."""

import hashlib
import json

import django.db.models.deletion
from django.db import migrations, models


def take_apart(apps, schema_editor):
    """As ``enterprises.assessment.packing`` said it when this was written."""
    assessments, wordings = apps.get_model("enterprises", "Assessment"), apps.get_model("enterprises", "Wording")
    known = set()
    for row in assessments.objects.only("pk", "result").iterator(200):
        words, said = _pack(row.result)
        text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.sha256(text.encode()).hexdigest()
        if digest not in known:
            wordings.objects.get_or_create(digest=digest, defaults={"content": words})
            known.add(digest)
        assessments.objects.filter(pk=row.pk).update(wording=digest, said=said)


def _pack(whole):
    words, said, score = [], [], whole["score"]
    for line in (*whole["conditions"], *score["items"]):
        _pack_line(line, words, said)
    of_set = [whole[name] for name in ("rule_set", "version", "title", "documents")]
    of_set += [len(whole["conditions"]), score["full"], score["required"]]
    of_firm = [whole["firm"], whole["apply_on"], whole["status"], score["min"], score["max"], score["status"]]
    of_firm += [[[right["code"], right["counted"]] for right in whole["ip"]], whole["notes"]]
    more = _pack(whole["tech_sme"]) if whole["tech_sme"] else (None, None)
    return [of_set, words, more[0]], [of_firm, said, more[1]]


def _pack_line(line, words, said):
    words.append([*(line[name] for name in ("code", "label", "clause", "required", "full")), len(line["parts"])])
    said.append([line[name] for name in ("status", "min", "max", "grade", "value", "shown", "reason")])
    for part in line["parts"]:
        _pack_line(part, words, said)


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0010_service_files")]

    operations = [
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="摘要")),
                ("content", models.JSONField(verbose_name="内容")),
            ],
            options={"verbose_name": "评估用语", "verbose_name_plural": "评估用语", "default_permissions": ()},
        ),
        migrations.AddField(
            "assessment",
            "wording",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="enterprises.wording",
                verbose_name="评估用语",
            ),
        ),
        migrations.AddField("assessment", "said", models.JSONField(null=True, verbose_name="逐项结果")),
        migrations.RunPython(take_apart, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveField("assessment", "result"),
        migrations.AlterField(
            "assessment",
            "wording",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assessments",
                to="enterprises.wording",
                verbose_name="评估用语",
            ),
        ),
        migrations.AlterField("assessment", "said", models.JSONField(verbose_name="逐项结果")),
    ]
