"""Achievements and demands in the index: which kinds they are, put in and taken out, and compared with the registers."""

from collections.abc import Iterable

from django.db import connection, models

from .index import Item, put, remove

KINDS = {"achievement": 1, "demand": 2}  # Of the index; 0 is what is measured in a scratch schema.
AT_ONCE = 2000


def kind_of(model: type[models.Model]) -> int:
    """The index's number for a noun."""
    return KINDS[model._meta.model_name]


def put_profile(profile) -> None:
    """Index one profile as it is, in the present transaction."""
    put(kind_of(type(profile)), [_item(profile)])


def remove_profile(profile) -> None:
    """Let nobody find it any more."""
    remove(kind_of(type(profile)), [profile.pk])


def catch_up(model: type[models.Model]) -> tuple[int, int]:
    """Index what lists brought since, take out what is public no more; gives (put in, taken out).

    A list writes thousands of rows in one statement, so they come into the index behind it.
    """
    kind, rows = kind_of(model), model.objects.published().order_by("pk")
    changed = put(kind, _items(rows.defer("search", "contact_person", "contact_phone")))
    with connection.cursor() as cursor:
        cursor.execute("SELECT object_id FROM matchmaking_matchdocument WHERE kind = %s", [kind])
        known = {number for (number,) in cursor.fetchall()}
    gone = known - set(rows.values_list("pk", flat=True))
    if gone:
        remove(kind, sorted(gone))
    return changed, len(gone)


def _items(rows) -> Iterable[Item]:
    return (_item(row) for row in rows.iterator(chunk_size=AT_ONCE))


def _item(profile) -> Item:
    return Item(profile.pk, profile.title, profile.body)
