"""Chinese text to search terms, and names to comparable keys: the one place that knows how text is cut."""

import re
import struct
import unicodedata
from functools import reduce
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.migrations import RunPython
from django.db.models import Q

_SPACE = re.compile(r"\s+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # Zero-width signs that copied text brings along.


def fold(text: str) -> str:
    """Full-width digits, letters and signs to half-width (NFKC), outer spaces and signs without width gone."""
    return text.strip() if text.isascii() else _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).strip()


def name_key(name: str) -> str:
    """The form under which two spellings of one organisation's name are the same name."""
    return _SPACE.sub("", fold(name)).upper()


def bigrams(*texts: str) -> set[int]:
    """Every two neighbouring UTF-16 units of each text, as one signed 32-bit number (what a GIN index holds cheapest)."""
    found: set[int] = set()
    for text in texts:
        raw = text.encode("utf-16-be", "surrogatepass")
        for start in (0, 2):
            pairs = (len(raw) - start) // 4
            found.update(struct.unpack_from(f">{pairs}i", raw, start) if pairs > 0 else ())
    return found


def searchable(text: str) -> str:
    """The text as it is cut into bigrams: folded, lower case, inner runs of spaces as one."""
    return _SPACE.sub(" ", fold(text)).lower()


class SearchTermsField(ArrayField):
    """The bigrams of the fields named in ``sources``, kept in step whenever the row is saved."""

    def __init__(self, *args, sources=(), **kwargs):
        self.sources = tuple(sources)
        kwargs |= {"base_field": models.IntegerField(), "editable": False, "default": list, "blank": True}
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        del kwargs["base_field"]
        return name, path, (), kwargs | {"sources": self.sources}

    def pre_save(self, model_instance, add):
        terms = sorted(bigrams(*(searchable(getattr(model_instance, name) or "") for name in self.sources)))
        setattr(model_instance, self.attname, terms)
        return terms


def search_index() -> GinIndex:
    """The index that every table with a ``search`` column carries; writes queue up and are merged in bulk."""
    return GinIndex(fields=["search"], name="%(class)s_search", fastupdate=True)


def fill_search(*labels: str) -> RunPython:
    """A migration's step: the terms of rows that were there before their tables had the column."""

    def fill(apps, _schema_editor):
        for label in labels:
            rows = apps.get_model(label)._base_manager
            for row in rows.iterator(chunk_size=2000):
                row.save(update_fields=["search"])

    return RunPython(fill, RunPython.noop)


class SearchableQuerySet(models.QuerySet):
    """Rows with a ``search`` column."""

    def search(self, text: str):
        """Rows one of whose sources holds every word of ``text`` as a substring, found through the index, then rechecked."""
        rows = self
        for word in searchable(text).split():
            sources = self.model._meta.get_field("search").sources
            if terms := bigrams(word):
                rows = rows.filter(search__contains=sorted(terms))
            rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in sources)))
        return rows
