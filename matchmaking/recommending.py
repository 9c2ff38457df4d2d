"""Stored lists of recommendations: an item's own, those that it enters, all of them by night.

Who writes lists does so one after the other, so that no item comes to stand in more of them than its share.
"""

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count

from . import synonyms
from .counterparts import choose, other_side
from .matching.profiles import kind_of
from .models import Recommendation
from .profiles import Profile

SHARE = 0.05  # Of all lists of a side an item may stand in so many; in a small collection in ``MATCH_LISTS_AT_LEAST``.
_LOCK = 7_302


@transaction.atomic
def refresh(profile: Profile) -> int:
    """Compute an item's list and those that it enters or leaves; gives how many lists were written."""
    _wait_for_turn()
    model, other = type(profile), other_side(type(profile))
    if not model.objects.published().filter(pk=profile.pk).exists():
        Recommendation.objects.concerning(profile).delete()
        return 0
    known = synonyms.pairs()
    before = set(Recommendation.objects.of(profile).values_list(f"{other._meta.model_name}_id", flat=True))
    touched = before | _write_list(profile, known, most_lists(model))
    most = most_lists(other)
    rows = other.objects.published().filter(pk__in=touched).select_related("division").defer("search")
    for row in rows:
        _write_list(row, known, most)
    return 1 + len(rows)


@transaction.atomic
def write_list(profile: Profile, known: synonyms.Pairs) -> set[int]:
    """Compute and store the list of one item; gives the keys of those that stand in it."""
    _wait_for_turn()
    return _write_list(profile, known, most_lists(type(profile)))


def _wait_for_turn() -> None:
    """Nobody else writes lists until the end of the transaction. What a power failure takes of them, the night computes again."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off; SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])


def _write_list(profile: Profile, known: synonyms.Pairs, most: int) -> set[int]:
    """``most``: in how many lists one of the other side may stand."""
    side, other = profile._meta.model_name, other_side(type(profile))._meta.model_name
    own = Recommendation.objects.filter(side=side, **{side: profile.pk})
    stored = list(own.order_by("rank").values_list(f"{other}_id", "band"))
    chosen = choose(profile, known, lambda pks: _full(profile, other, pks, most))
    if [(one.profile.pk, one.band) for one in chosen] != stored:
        if stored:
            own.delete()
        Recommendation.objects.bulk_create(
            Recommendation(side=side, rank=rank, band=one.band, **{side: profile, other: one.profile})
            for rank, one in enumerate(chosen, 1)
        )
    return {one.profile.pk for one in chosen}


def _full(profile: Profile, other: str, pks: list[int], most: int) -> set[int]:
    """Which of the other side's items stand in their share of lists already, without counting this one's."""
    side = profile._meta.model_name
    rows = Recommendation.objects.filter(side=side, **{f"{other}__in": pks}).exclude(**{side: profile.pk})
    counted = rows.values(other).annotate(lists=Count("pk")).filter(lists__gte=most)
    return set(counted.values_list(other, flat=True))


def most_lists(model: type[Profile]) -> int:
    """In how many lists of ``model`` one item of the other side may stand."""
    return share_of(_indexed(model))


def share_of(lists: int) -> int:
    """In how many of so many lists an item may stand."""
    return max(settings.MATCH_LISTS_AT_LEAST, int(SHARE * lists))


def _indexed(model: type[Profile]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT documents FROM matchmaking_matchsize WHERE kind = %s", [kind_of(model)])
        return (cursor.fetchone() or [0])[0]


def refresh_all(model: type[Profile]) -> int:
    """Compute the list of every public item anew, and drop those of what is public no more; gives how many were written."""
    side, known, written = model._meta.model_name, synonyms.pairs(), 0
    public = model.objects.published()
    Recommendation.objects.filter(side=side).exclude(**{f"{side}__in": public.values("pk")}).delete()
    rows = public.select_related("division").defer("search", "contact_person", "contact_phone")
    for profile in rows.iterator(chunk_size=500):
        write_list(profile, known)
        written += 1
    return written
