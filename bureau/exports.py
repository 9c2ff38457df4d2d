"""Lists too long to be written while somebody waits: a worker writes them into a private file of the person's own.

How far it is stands in the cache, as long as the file is kept; nobody else's key tells anything. The rows are those that
the list's page shows to that person under the same address.
"""

import secrets
import tempfile
from contextlib import suppress
from datetime import timedelta
from urllib.parse import unquote

from celery import shared_task
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.cache import cache
from django.core.files.base import File
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import note
from bureau.exporting import write_rows
from bureau.files import private_storage

FOLDER = "exports"
UNEXPECTED = "导出时发生意外错误，没有生成文件。请重新导出；仍不成功请联系系统管理员。"
FORBIDDEN = "您已没有导出这份清单的权限，没有生成文件。"


def is_long(rows: models.QuerySet) -> bool:
    """Whether the rows are too many to be written within a request."""
    most = settings.EXPORT_AT_ONCE_ROWS
    return rows.order_by()[: most + 1].count() > most


def begin(model: type[models.Model], query: str, *, by: User, words: str = "", part: str = "") -> str:
    """Ask a worker for the list that the page shows under ``query``, or in ``words``; returns the key of its progress.

    ``part`` names a workbook of the page's own in the list's place: its ``write_part`` writes it.
    """
    key = secrets.token_urlsafe(16)
    told = {
        "by": by.pk,
        "model": model._meta.label_lower,
        "query": query,
        "words": words,
        "written": 0,
        "total": 0,
        "file": "",
        "part": part,
    }
    _tell(key, told | {"fault": ""})
    write_export.delay(key)
    return key


def progress(key: str, model: type[models.Model], *, by: User) -> dict | None:
    """How far the person's own export of that list is; None when there is none (any more)."""
    told = cache.get(_name(key))
    return told if told and (told["by"], told["model"]) == (by.pk, model._meta.label_lower) else None


def in_words(count: int, query: str) -> str:
    """What the book says of an export."""
    return f"{count} 行，筛选：{unquote(query) or '无'}"[:500]


@shared_task(acks_late=True)
def write_export(key: str) -> None:
    """Write the file. Delivered again after a worker's death it writes it anew; after its end it does nothing."""
    told = cache.get(_name(key))
    if told is None or told["file"] or told["fault"]:
        return
    try:
        _write(key, told)
    except Exception:
        _tell(key, told | {"fault": UNEXPECTED})
        raise


def _write(key: str, told: dict) -> None:
    model, by = apps.get_model(told["model"]), User.objects.get(pk=told["by"])
    page, request = admin.site.get_model_admin(model), HttpRequest()
    request.user, request.GET, request.method = by, QueryDict(told["query"]), "GET"
    if not (by.is_active and page.has_export_permission(request)):
        _tell(key, told | {"fault": FORBIDDEN})
        return
    with tempfile.TemporaryFile(suffix=".xlsx") as file:
        count = _write_into(file, page, request, told, lambda done: _tell(key, told | {"written": done}))
        file.seek(0)
        name = private_storage().save(f"{FOLDER}/{key}.xlsx", File(file))
    note(
        "export",
        by=by,
        subject=str(model._meta.verbose_name),
        model=told["model"],
        reason=in_words(count, told["query"]),
    )
    _tell(key, told | {"written": count, "total": count, "file": name})


def _write_into(file, page, request: HttpRequest, told: dict, watch) -> int:
    if told["part"]:
        return page.write_part(told["part"], request, file, watch)
    rows = page.get_changelist_instance(request).get_queryset(request)
    told["total"] = rows.order_by().count()
    return write_rows(rows, file, page.export_readers, watch)


@shared_task
def sweep_exports() -> None:
    """Remove the files whose time of keeping is over."""
    storage, before = private_storage(), timezone.now() - timedelta(days=settings.EXPORT_RETENTION_DAYS)
    with suppress(FileNotFoundError):  # Nobody has exported anything yet.
        for name in storage.listdir(FOLDER)[1]:
            if storage.get_modified_time(f"{FOLDER}/{name}") < before:
                storage.delete(f"{FOLDER}/{name}")


def _name(key: str) -> str:
    return f"export:{key}"


def _tell(key: str, told: dict) -> None:
    cache.set(_name(key), told, settings.EXPORT_RETENTION_DAYS * 24 * 3600)
