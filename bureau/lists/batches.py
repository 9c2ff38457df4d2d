"""One verb on many records: what it will take and what it will skip is said first; then each is its own transaction."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core import signing
from django.core.cache import cache
from django.db import models

from bureau.workflow import Refused

from . import workflow

AT_ONCE = 50  # More than these run as a task.
AT_MOST = 20_000
KEPT_SECONDS = 7 * 24 * 3600
SHOWN = 50
_SALT = "lists.batch"


@dataclass(slots=True)
class Plan:
    """What would happen to the chosen records. ``token`` is what was shown, sealed: neither more nor less is done."""

    taken: list = field(default_factory=list)
    skipped: list[tuple[object, str]] = field(default_factory=list)
    taken_count: int = 0
    skipped_count: int = 0
    token: str = ""


def plan_void(rows: models.QuerySet, *, by) -> Plan:
    """Which of ``rows`` 作废 would take, and which skip and why. Raises Refused when they are too many."""
    chosen = list(rows.order_by("pk").values_list("pk", "voided_at")[: AT_MOST + 1])
    if len(chosen) > AT_MOST:
        raise Refused(f"所选超过 {AT_MOST} 条，请先用筛选缩小范围。")
    effective = [pk for pk, voided_at in chosen if voided_at is None]
    voided = [pk for pk, voided_at in chosen if voided_at is not None]
    plan = Plan(taken_count=len(effective), skipped_count=len(voided))
    plan.taken = list(rows.filter(pk__in=effective[:SHOWN]))
    plan.skipped = [(row, f"已作废：{row.void_reason}") for row in rows.filter(pk__in=voided[:SHOWN])]
    sealed = {"model": rows.model._meta.label_lower, "by": by.pk, "rows": effective, "key": secrets.token_urlsafe(12)}
    plan.token = signing.dumps(sealed, salt=_SALT, compress=True)
    return plan


def unseal(token: str, *, model: type[models.Model], by) -> tuple[str, list[int]]:
    """The key and the records that the person was shown, within a day. Raises Refused."""
    try:
        sealed = signing.loads(token, salt=_SALT, max_age=24 * 3600)
    except signing.BadSignature as error:
        raise Refused("确认页已过期，请重新选择。") from error
    if (sealed["model"], sealed["by"]) != (model._meta.label_lower, by.pk):
        raise Refused("这一确认页不是您的，请重新选择。")
    return sealed["key"], sealed["rows"]


def void_all(key: str, rows: models.QuerySet, pks: Sequence[int], *, by, reason: str) -> dict:
    """作废 the records one by one; what became of them is kept under ``key`` for a week.

    Asked again after a worker's death it goes on behind the last record that it told of.
    """
    told = progress(key, by=by) or begin(key, pks, by=by, reason=reason)
    for done, pk in enumerate(pks[told["done"] :], told["done"] + 1):
        try:
            workflow.void(rows.get(pk=pk), by=by, reason=reason)
            told["voided"] += 1
        except rows.model.DoesNotExist:
            told["refused"].append(f"编号 {pk} 的记录已不在可见范围内。")
        except Refused as refusal:
            told["refused"].append(str(refusal))
        told["done"] = done
        cache.set(f"batch:{key}", told, KEPT_SECONDS)
    return told


def begin(key: str, pks: Sequence[int], *, by, reason: str) -> dict:
    """Open the account of a batch: nothing of it is done yet."""
    told = {"total": len(pks), "done": 0, "voided": 0, "refused": [], "by": by.pk, "reason": reason}
    cache.set(f"batch:{key}", told, KEPT_SECONDS)
    return told


def progress(key: str, *, by) -> dict | None:
    """How far the person's own batch is; None when there is none (any more)."""
    told = cache.get(f"batch:{key}")
    return told if told and told["by"] == by.pk else None
