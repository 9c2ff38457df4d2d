"""One verb on many records: what it will take and what it will skip is said first; then each is its own transaction."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

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
    return plan(rows, rows.filter(voided_at=None), lambda row: f"已作废：{row.void_reason}", by=by)


def plan(rows: models.QuerySet, taken: models.QuerySet, why: Callable[[models.Model], str], *, by) -> Plan:
    """Of the chosen ``rows`` a verb takes those in ``taken``; of another ``why`` says the reason. Raises Refused when too many."""
    chosen = list(rows.order_by("pk").values_list("pk", flat=True)[: AT_MOST + 1])
    if len(chosen) > AT_MOST:
        raise Refused(f"所选超过 {AT_MOST} 条，请先用筛选缩小范围。")
    fitting = set(taken.filter(pk__in=chosen).values_list("pk", flat=True))
    pks, others = [pk for pk in chosen if pk in fitting], [pk for pk in chosen if pk not in fitting]
    made = Plan(taken_count=len(pks), skipped_count=len(others))
    made.taken = list(rows.filter(pk__in=pks[:SHOWN]))
    made.skipped = [(row, why(row)) for row in rows.filter(pk__in=others[:SHOWN])]
    sealed = {"model": rows.model._meta.label_lower, "by": by.pk, "rows": pks, "key": secrets.token_urlsafe(12)}
    made.token = signing.dumps(sealed, salt=_SALT, compress=True)
    return made


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
    """作废 the records one by one."""
    return do_all(key, rows, pks, partial(workflow.void, by=by, reason=reason), by=by, reason=reason)


def do_all(
    key: str, rows: models.QuerySet, pks: Sequence[int], say: Callable, *, by, reason: str, words: str = "作废"
) -> dict:
    """Say a verb of the records one by one; what became of them is kept under ``key`` for a week.

    Asked again after a worker's death it goes on behind the last record that it told of.
    """
    told = begin(key, pks, by=by, reason=reason, words=words) or progress(key, by=by)
    for done, pk in enumerate(pks[told["done"] :], told["done"] + 1):
        try:
            say(rows.get(pk=pk))
            told["taken"] += 1
        except rows.model.DoesNotExist:
            told["refused"].append(f"编号 {pk} 的记录已不在可见范围内。")
        except Refused as refusal:
            told["refused"].append(str(refusal))
        told["done"] = done
        cache.set(f"batch:{key}", told, KEPT_SECONDS)
    return told


def begin(key: str, pks: Sequence[int], *, by, reason: str, words: str = "作废") -> dict | None:
    """Open the account of a batch: nothing of it is done yet. ``words`` name the verb.

    None when it is open: of two clicks at once, one begins the batch.
    """
    told = {"total": len(pks), "done": 0, "taken": 0, "refused": [], "by": by.pk, "reason": reason, "words": words}
    return told if cache.add(f"batch:{key}", told, KEPT_SECONDS) else None


def progress(key: str, *, by) -> dict | None:
    """How far the person's own batch is; None when there is none (any more)."""
    told = cache.get(f"batch:{key}")
    return told if told and told["by"] == by.pk else None
