"""Saved searches: kept, dropped, and told of once a day."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.messaging.workflow import send
from bureau.workflow import Refused
from matchmaking.models import SavedSearch
from matchmaking.searching import Asked, newly_public

AT_MOST = 20  # A person keeps so many.
NAMED = 5  # Of each search a digest names so many.


def save(asked: Asked, *, by: User) -> SavedSearch:
    """Keep a question; from now on its new answers are told. A second click is the same saved search."""
    if not asked.is_narrowed:
        raise Refused("请先输入关键词或选择条件，再保存搜索。")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        own = SavedSearch.objects.visible_to(by)
        if found := own.filter(words=asked.words[:200]).first():
            return found
        if own.count() >= AT_MOST:
            raise Refused(f"最多保存 {AT_MOST} 个搜索，请先删去不用的。")
        return own.create(user=by, asked=asked.typed, words=asked.words[:200])


def drop(saved: SavedSearch, *, by: User) -> None:
    """Hear no more of it."""
    if saved.user_id != by.pk:
        raise PermissionDenied("drop")
    saved.delete()


def tell_of_new() -> int:
    """One message for each person with all that is new in their searches; gives to how many persons it is new."""
    told = 0
    for user in User.objects.filter(saved_searches__isnull=False, is_active=True).distinct().order_by("pk"):
        with transaction.atomic():
            told += _tell(user)
    return told


def _tell(user: User) -> int:
    now, parts, count = timezone.now(), [], 0
    for saved in SavedSearch.objects.visible_to(user).select_for_update().order_by("pk"):
        rows = newly_public(Asked.of(saved.asked), saved.told_at)
        titles = [row.title for row in rows[: NAMED + 1]]
        if titles:
            more = "等" if len(titles) > NAMED else ""
            parts.append(f"{saved.words}：{'；'.join(titles[:NAMED])}{more}")
            count += 1
        saved.told_at = now
        saved.save(update_fields=["told_at"])
    if not parts:
        return 0
    key = f"search:{user.pk}:{now:%Y%m%d%H%M%S%f}"
    context = {"count": count, "lines": "\n".join(parts)}
    return send("search.digest", to=user, key=key, context=context, url=reverse("matchmaking:saved-list"))
