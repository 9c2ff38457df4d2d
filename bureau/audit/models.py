"""The book of who did what. Lines are added, never changed; blocks chain them.

Basis: GB/T 22239-2019 8.1.4.3 (audit covers every user; records are protected from deletion and change), 网络安全法
art. 23 (kept at least six months). Each line carries a keyed fingerprint of its content. At commit a deferred trigger
closes the transaction's lines into one block that carries the hash of the block before, so that a changed, removed or
inserted line is found by ``verify_audit``; linking as the last act keeps a long load from holding up anybody.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from bureau.text import SearchableQuerySet, SearchTermsField, search_index

from .triggers import CLOSE_BLOCK, OPEN_BLOCK, SEALED, UNTRUNCATED


class EntryQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """The audit administrator's alone."""
        return self if user.has_perm("audit.view_entry") else self.none()

    def about(self, obj):
        """What was done to one object, newest first."""
        return self.filter(model=obj._meta.label_lower, object_id=obj.pk).order_by("-pk")

    def distinct_values(self, column: str) -> list[str]:
        """The values of an indexed text column: a step down the index for each, not a look at every line."""
        table, name = self.model._meta.db_table, connection.ops.quote_name(column)
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH RECURSIVE found AS ((SELECT min({name}) AS value FROM {table}) UNION ALL "
                f"SELECT (SELECT min({name}) FROM {table} WHERE {name} > found.value) FROM found "
                "WHERE found.value IS NOT NULL) SELECT value FROM found WHERE value IS NOT NULL"
            )
            return [value for (value,) in cursor.fetchall()]


class Entry(models.Model):
    """One line of the book. Subjects are named, not foreign keys: the book must outlive what it describes."""

    at = models.DateTimeField("时间")
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="操作人")
    signature = models.CharField("署名", max_length=100)
    origin = models.CharField("来源", max_length=100, blank=True)
    verb = models.CharField("操作", max_length=50)
    model = models.CharField("对象类型", max_length=100, blank=True)
    object_id = models.BigIntegerField("对象编号", null=True)
    subject = models.CharField("对象", max_length=200, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    changes = models.JSONField("变更", default=dict, encoder=DjangoJSONEncoder)
    mac = models.CharField("指纹", max_length=64, editable=False)
    transaction_id = models.BigIntegerField("事务", editable=False, default=0)
    search = SearchTermsField(sources=("subject", "signature", "reason"))

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        permissions = [("verify_entry", "核验审计台账")]
        indexes = [
            models.Index(fields=["model", "object_id", "-id"], name="audit_entry_about"),
            models.Index(fields=["transaction_id"], name="audit_entry_transaction"),
            models.Index(fields=["actor", "-id"], name="audit_entry_actor"),
            models.Index(fields=["verb", "-id"], name="audit_entry_verb"),
            models.Index(fields=["model", "-id"], name="audit_entry_model"),
            search_index(),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stamp",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="NEW.transaction_id := pg_current_xact_id()::text::bigint; RETURN NEW;",
            ),
            pgtrigger.Trigger(name="open_block", when=pgtrigger.After, operation=pgtrigger.Insert, func=OPEN_BLOCK),
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="not_truncated",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func=UNTRUNCATED,
            ),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.signature} {self.verb} {self.subject}"


class Block(models.Model):
    """The lines of one transaction, linked to the block before. Written by triggers alone."""

    transaction_id = models.BigIntegerField(unique=True)
    seq = models.BigIntegerField("序号", null=True, unique=True)
    entry_ids = ArrayField(models.BigIntegerField(), default=list)
    macs = ArrayField(models.CharField(max_length=64), default=list)
    previous = models.CharField("上一块散列", max_length=64, blank=True)
    hash = models.CharField("散列", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审计区块"
        default_permissions = ()
        triggers = [
            pgtrigger.Trigger(
                name="close",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                declare=[("ids", "bigint[]"), ("prints", "text[]"), ("head", "record")],
                func=CLOSE_BLOCK,
            ),
            pgtrigger.Trigger(name="sealed", when=pgtrigger.Before, operation=pgtrigger.Update, func=SEALED),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="not_truncated",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func=UNTRUNCATED,
            ),
        ]

    def __str__(self):
        return f"#{self.seq}"
