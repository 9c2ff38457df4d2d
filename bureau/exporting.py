"""The rows of a queryset as an Excel sheet: streamed, safe to open, personal data masked, choices and places in words."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO

from django.db import models

from bureau.excel import Column, Sheet, write_workbook
from bureau.personal import BlindIndexField, EncryptedTextField, mask
from bureau.text import SearchTermsField

LEFT_OUT = {"id", "password", "token", "changed_at", "corrected", "undone", "preview", "is_superuser"}
HELPERS = (SearchTermsField, BlindIndexField, models.FileField, models.BinaryField)
READ_AT_ONCE = 2000  # Rows.


def write_rows(
    rows: models.QuerySet,
    file: BinaryIO,
    readers: Mapping[str, Callable] = MappingProxyType({}),
    watch: Callable[[int], None] = lambda _count: None,
) -> int:
    """Write the rows in their order; returns how many. A record that a row names stands there by its name.

    ``readers`` say, by field, how a value becomes what a person reads. ``watch`` is told now and then how many are written.
    """
    fields = [f for f in rows.model._meta.concrete_fields if _is_shown(f)]
    columns = [Column(str(f.verbose_name), 18, "0.00" if isinstance(f, models.DecimalField) else "") for f in fields]
    count = [0]
    write_workbook(
        [Sheet(str(rows.model._meta.verbose_name), columns, _values(rows, fields, readers, count, watch))], file
    )
    return count[0]


def _is_shown(field: models.Field) -> bool:
    if isinstance(field, HELPERS) or field.name in LEFT_OUT or field.name.endswith("_key"):
        return False
    return not field.is_relation or _named(field)


def _named(field: models.Field) -> bool:
    return "name" in {f.name for f in field.related_model._meta.concrete_fields}


def _values(rows: models.QuerySet, fields: list[models.Field], readers, count: list[int], watch) -> Iterator[list]:
    paths = [f"{f.name}__name" if f.is_relation else f.name for f in fields]
    reads = [readers.get(f.name) or _reader(f) for f in fields]
    plain = rows.select_related(None).prefetch_related(None)
    for row in plain.values_list(*paths).iterator(chunk_size=READ_AT_ONCE):
        count[0] += 1
        if count[0] % READ_AT_ONCE == 0:
            watch(count[0])
        yield [value if read is None else read(value) for read, value in zip(reads, row, strict=True)]


def _reader(field: models.Field):
    """How the field's value becomes what a person reads; None where it is that already."""
    if isinstance(field, EncryptedTextField):
        return mask
    base = getattr(field, "base_field", field)
    if not base.choices:
        return None
    words = dict(base.flatchoices)
    return lambda value: [words.get(one, one) for one in value] if isinstance(value, list) else words.get(value, value)
