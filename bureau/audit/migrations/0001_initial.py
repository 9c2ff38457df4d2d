import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.serializers.json
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import bureau.migrating
import bureau.text


class Migration(migrations.Migration):
    replaces = [("audit", "0002_search")]

    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Block",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("transaction_id", models.BigIntegerField(unique=True)),
                        ("seq", models.BigIntegerField(null=True, unique=True, verbose_name="序号")),
                        (
                            "entry_ids",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        (
                            "macs",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=64), default=list, size=None
                            ),
                        ),
                        ("previous", models.CharField(blank=True, max_length=64, verbose_name="上一块散列")),
                        ("hash", models.CharField(blank=True, max_length=64, verbose_name="散列")),
                    ],
                    options={
                        "verbose_name": "审计区块",
                        "verbose_name_plural": "审计区块",
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        ("signature", models.CharField(max_length=100, verbose_name="署名")),
                        ("origin", models.CharField(blank=True, max_length=100, verbose_name="来源")),
                        ("verb", models.CharField(max_length=50, verbose_name="操作")),
                        ("model", models.CharField(blank=True, max_length=100, verbose_name="对象类型")),
                        ("object_id", models.BigIntegerField(null=True, verbose_name="对象编号")),
                        ("subject", models.CharField(blank=True, max_length=200, verbose_name="对象")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="理由")),
                        (
                            "changes",
                            models.JSONField(
                                default=dict,
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                                verbose_name="变更",
                            ),
                        ),
                        ("mac", models.CharField(editable=False, max_length=64, verbose_name="指纹")),
                        ("transaction_id", models.BigIntegerField(default=0, editable=False, verbose_name="事务")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                sources=("subject", "signature", "reason"),
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="操作人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "审计记录",
                        "verbose_name_plural": "审计记录",
                        "permissions": [("verify_entry", "核验审计台账")],
                        "indexes": [
                            models.Index(fields=["model", "object_id", "-id"], name="audit_entry_about"),
                            models.Index(fields=["transaction_id"], name="audit_entry_transaction"),
                            models.Index(fields=["actor", "-id"], name="audit_entry_actor"),
                            models.Index(fields=["verb", "-id"], name="audit_entry_verb"),
                            models.Index(fields=["model", "-id"], name="audit_entry_model"),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="entry_search"
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="block",
                    trigger=pgtrigger.compiler.Trigger(
                        name="close",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            declare="DECLARE ids bigint[]; prints text[]; head record;",
                            func="\nSELECT array_agg(id ORDER BY id), array_agg(mac ORDER BY id) INTO ids, prints\n  FROM audit_entry WHERE transaction_id = NEW.transaction_id;\nPERFORM pg_advisory_xact_lock(7311, 1);\nSELECT seq, hash INTO head FROM audit_block WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1;\nUPDATE audit_block\n   SET seq = coalesce(head.seq, 0) + 1, entry_ids = ids, macs = prints, previous = coalesce(head.hash, ''),\n       hash = encode(sha256(convert_to(concat_ws('|', coalesce(head.hash, ''), coalesce(head.seq, 0) + 1,\n                     array_to_string(ids, ','), array_to_string(prints, ',')), 'UTF8')), 'hex')\n WHERE id = NEW.id;\nRETURN NULL;\n",
                            hash="99d8daed6cc1bc2a7914326b7645bc38c2626c92",
                            operation="INSERT",
                            pgid="pgtrigger_close_b9ee9",
                            table="audit_block",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="block",
                    trigger=pgtrigger.compiler.Trigger(
                        name="sealed",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF OLD.seq IS NOT NULL THEN\n    RAISE EXCEPTION 'audit: a closed block is never changed';\nEND IF;\nRETURN NEW;\n",
                            hash="655acd2d5df81cbbc407c90b65eaae7fa631d237",
                            operation="UPDATE",
                            pgid="pgtrigger_sealed_efb4b",
                            table="audit_block",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="block",
                    trigger=pgtrigger.compiler.Trigger(
                        name="kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="0f163817a1ec74c3b178b4f68b57335d005dacda",
                            operation="DELETE",
                            pgid="pgtrigger_kept_23f89",
                            table="audit_block",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="block",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_truncated",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF current_database() LIKE 'test\\_%' THEN\n    RETURN NULL;\nEND IF;\nRAISE EXCEPTION 'audit: the book is never emptied';\n",
                            hash="54a927ded07a69b073018a7c120f822737c6ab98",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_truncated_1c514",
                            table="audit_block",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="entry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="stamp",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="NEW.transaction_id := pg_current_xact_id()::text::bigint; RETURN NEW;",
                            hash="00a7cac6c7d05d0c82600400416f9bf1fa485219",
                            operation="INSERT",
                            pgid="pgtrigger_stamp_ecbd8",
                            table="audit_entry",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="entry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="open_block",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nINSERT INTO audit_block (transaction_id, entry_ids, macs, previous, hash)\nVALUES (NEW.transaction_id, '{}', '{}', '', '') ON CONFLICT DO NOTHING;\nRETURN NULL;\n",
                            hash="6628776dd3804d62adfc1084efa650c891b656ed",
                            operation="INSERT",
                            pgid="pgtrigger_open_block_22c17",
                            table="audit_entry",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="entry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="1b389f8260e22d0fbf38b4ff1e20214212b176ee",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a6b88",
                            table="audit_entry",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="entry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_truncated",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF current_database() LIKE 'test\\_%' THEN\n    RETURN NULL;\nEND IF;\nRAISE EXCEPTION 'audit: the book is never emptied';\n",
                            hash="695fedfe7d5842febb3880c121acbd8db8cd00e7",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_truncated_893fb",
                            table="audit_entry",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
