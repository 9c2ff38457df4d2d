"""Writing a line into the book, and reading the book against itself."""

import getpass
import hashlib
import hmac
import json
from contextvars import ContextVar
from datetime import UTC

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from bureau.personal import BlindIndexField, EncryptedTextField, mask
from bureau.text import SearchTermsField

from .models import Block, Entry

origin: ContextVar[str] = ContextVar("origin", default="本机")
"""Where the present request comes from; the middleware sets it to the client's address."""

_COVERED = ("actor_id", "signature", "origin", "verb", "model", "object_id", "subject", "reason")


def command_line() -> str:
    """How a run without a person is signed: 命令行（the operating system's user）."""
    return f"命令行（{getpass.getuser()}）"


def snapshot(obj: models.Model) -> dict:
    """Every stored value of ``obj`` that the book follows, by attribute name."""
    return {
        field.attname: _plain(getattr(obj, field.attname))
        for field in obj._meta.concrete_fields
        if not isinstance(field, (SearchTermsField, BlindIndexField, models.GeneratedField, models.BinaryField))
    }


def _plain(value):
    """A stored file is its name."""
    return (value.name or "") if isinstance(value, FieldFile) else value


def changes_between(obj: models.Model, before: dict, after: dict) -> dict:
    """What differs, as ``{name: [old, new]}``; personal data only as masks."""
    secret = {field.attname for field in obj._meta.concrete_fields if isinstance(field, EncryptedTextField)}
    return {
        name: [mask(v) if name in secret and v else v for v in (before.get(name), value)]
        for name, value in after.items()
        if before.get(name) != value
    }


def compose(verb: str, *, by, obj=None, changes=None, reason="", model="", object_id=None, subject="") -> Entry:
    """Return an unsaved, fingerprinted line. ``by`` is a User, or the signature of what acts without one."""
    user = by if isinstance(by, models.Model) else None
    plain = json.loads(json.dumps(changes or {}, cls=DjangoJSONEncoder))
    entry = Entry(
        at=timezone.now(),
        actor=user,
        signature=str(user) if user else str(by),
        origin=origin.get(),
        verb=verb,
        model=obj._meta.label_lower if obj is not None else model,
        object_id=obj.pk if obj is not None else object_id,
        subject=(str(obj) if obj is not None else subject)[:200],
        reason=reason[:500],
        changes=plain,
    )
    entry.mac = fingerprint(entry)
    return entry


def record(obj, verb: str, *, by, before: dict | None = None, reason: str = "") -> Entry:
    """Write that ``by`` said ``verb`` of ``obj``, with what changed since ``before``. Fails rather than forgets (D9)."""
    entry = compose(verb, by=by, obj=obj, changes=changes_between(obj, before or {}, snapshot(obj)), reason=reason)
    entry.save(force_insert=True)
    return entry


def note(verb: str, *, by, subject="", reason="", changes=None, model="", object_id=None) -> Entry:
    """Write a line about something that is no row: a sign-in, an export, a list run."""
    entry = compose(verb, by=by, changes=changes, reason=reason, subject=subject, model=model, object_id=object_id)
    entry.save(force_insert=True)
    return entry


def fingerprint(entry: Entry) -> str:
    """HMAC-SHA256 (hex) over the line's content under ``AUDIT_KEY``: who writes past the portal cannot forge it."""
    content = [entry.at.astimezone(UTC).isoformat(timespec="microseconds")]
    content += [getattr(entry, name) for name in _COVERED]
    content.append(entry.changes)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hmac.new(settings.AUDIT_KEY, text.encode(), "sha256").hexdigest()


def block_hash(previous: str, block: Block) -> str:
    """The hash that the trigger must have written for this block after ``previous``."""
    ids, macs = ",".join(map(str, block.entry_ids)), ",".join(block.macs)
    return hashlib.sha256(f"{previous}|{block.seq}|{ids}|{macs}".encode()).hexdigest()


def faults() -> list[str]:
    """Read the whole book against its chain and name, in Chinese, every line or block that is not as it was written."""
    found, previous, expected_seq, chained = [], "", 1, set()
    for block in Block.objects.exclude(seq=None).order_by("seq").iterator(chunk_size=500):
        if block.seq != expected_seq:
            found.append(f"第 {expected_seq} 至 {block.seq - 1} 块缺失。")
        if block.previous != previous or block.hash != block_hash(previous, block):
            found.append(f"第 {block.seq} 块与上一块不衔接（记录 {_span(block.entry_ids)}）。")
        previous, expected_seq = block.hash, block.seq + 1
        chained.update(block.entry_ids)
        found += _faults_in(block)
    found += [f"第 {n} 块没有封存。" for n in Block.objects.filter(seq=None).values_list("pk", flat=True)]
    for entry in Entry.objects.order_by("pk").iterator(chunk_size=2000):
        if entry.pk not in chained:
            found.append(f"记录 {entry.pk} 是插入的：不在任何区块中（{entry}）。")
    return found


def _faults_in(block: Block) -> list[str]:
    lines = Entry.objects.in_bulk(block.entry_ids)
    found = []
    for pk, mac in zip(block.entry_ids, block.macs, strict=True):
        entry = lines.get(pk)
        if entry is None:
            found.append(f"记录 {pk} 被删除（第 {block.seq} 块）。")
        elif fingerprint(entry) != entry.mac:
            kind = "被改动" if entry.mac == mac and len(mac) == 64 else "是插入的或被改动：指纹不符"
            found.append(f"记录 {pk} {kind}（{entry}）。")
        elif entry.mac != mac or entry.transaction_id != block.transaction_id:
            found.append(f"记录 {pk} 被改动（{entry}）。")
    return found


def _span(ids) -> str:
    return f"{ids[0]}—{ids[-1]}" if ids else "无"
