"""Whether the counts say what a recount says, and what is done when they do not."""

import logging

from django.db import connection, transaction

from . import upkeep
from .models import COUNTS

SHOWN = 20
logger = logging.getLogger(__name__)


def differences() -> list[str]:
    """A line for each count that a recount tells differently, of each table at most 20; empty when all is well."""
    found = []
    with connection.cursor() as cursor:
        for model in COUNTS:
            cursor.execute(f"{upkeep.difference(model._meta.db_table)} LIMIT {SHOWN}")
            names = [column.name for column in cursor.description]
            for row in cursor.fetchall():
                told = "，".join(f"{name}={value}" for name, value in zip(names, row, strict=True))
                found.append(f"{model._meta.verbose_name}：{told}")
    return found


def recount() -> None:
    """Count anew, all tables in one transaction; nobody changes the register meanwhile, and readers wait for nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE patents_patent IN SHARE MODE")
        for model in COUNTS:
            table = model._meta.db_table
            cursor.execute(f"DELETE FROM {table}")
            cursor.execute(f"INSERT INTO {table} ({upkeep.key_of(table)}, n) {upkeep.counted(table)}")


def check() -> list[str]:
    """The nightly check: compare, and count anew where they differ. Returns the differences, which also go to the log."""
    found = differences()
    for line in found:
        logger.error("专利统计与复算不符，已重新统计：%s", line)
    if found:
        recount()
    else:
        _forget_noughts()
    return found


def _forget_noughts() -> None:
    for model in COUNTS:
        model.objects.filter(n=0).delete()
