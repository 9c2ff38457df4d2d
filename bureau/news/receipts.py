"""Who was told of an item and who has read it, by firm."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from bureau.accounts.models import Membership, Organisation
from bureau.messaging.models import Message

from .models import Item, Reading


def _concerned(item: Item) -> tuple[QuerySet, QuerySet]:
    told = Message.objects.filter(kind=Item.MESSAGE, key=item.message_key)
    return told, Reading.objects.filter(item=item)


def firms_told(item: Item, *, only_unread: bool = False) -> QuerySet[Organisation]:
    """Units of the persons who were told or have read it: ``told``, ``read`` of them, ``first_read_at``; unread ones first."""
    told, readings = _concerned(item)
    now = Q(memberships__ended_at=None)
    was_told, has_read = Q(memberships__user__in=told.values("user")), Q(memberships__user__in=readings.values("user"))
    first = Min(
        "memberships__user__news_readings__read_at", filter=now & Q(memberships__user__news_readings__item=item)
    )
    firms = Organisation.objects.filter(now & (was_told | has_read)).annotate(
        told=Count("memberships__user", filter=now & (was_told | has_read), distinct=True),
        read=Count("memberships__user", filter=now & has_read, distinct=True),
        first_read_at=first,
    )
    return (firms.filter(read=0) if only_unread else firms).order_by("read", "name", "pk")


def persons_of(item: Item, firms: Iterable[int]) -> dict[int, list[Membership]]:
    """The persons concerned of each of these units, each post with ``read_at`` (None: not yet); in one statement."""
    told, readings = _concerned(item)
    own = readings.filter(user=OuterRef("user"))
    posts = Membership.objects.filter(organisation__in=list(firms), ended_at=None).filter(
        Exists(told.filter(user=OuterRef("user"))) | Exists(own)
    )
    found = defaultdict(list)
    for post in posts.select_related("user").annotate(read_at=own.values("read_at")[:1]).order_by("read_at", "pk"):
        found[post.organisation_id].append(post)
    return found
