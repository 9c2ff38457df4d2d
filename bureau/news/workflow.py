"""What may be done with news: gather it from where it arises, tell those who take its tags, take and leave a tag, read."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.messaging.models import Message
from bureau.messaging.workflow import read as read_message
from bureau.messaging.workflow import send
from bureau.portal.choices import Tag
from bureau.portal.models import Article
from projects.models import Call

from .choices import ItemKind
from .models import Item, Reading, Subscription

FIELDS = ("kind", "tags", "title", "summary", "url", "due_on", "happened_at")
CALL_TAGS = [Tag.FUNDS]  # A call offers money; what else it is for its guide says.


def gather() -> int:
    """Take in what is new, tell of it, and take back what was withdrawn; however often it is called. Returns how many are new."""
    new = 0
    for found in (_articles, _calls, _deadlines):
        for item in _missing(found()):
            new += _take_in(item)
    _withdraw()
    return new


def _missing(items: Iterable[Item]) -> list[Item]:
    given = {item.key: item for item in items}
    known = set(Item.objects.filter(key__in=given).values_list("key", flat=True))
    return [item for key, item in given.items() if key not in known]


@transaction.atomic
def _take_in(item: Item) -> bool:
    """Keep it and tell of it in one transaction; another worker may have been quicker."""
    values = {name: getattr(item, name) for name in FIELDS}
    item, is_new = Item.objects.get_or_create(key=item.key, defaults=values)
    if not is_new:
        return False
    takers = User.objects.filter(is_active=True, is_staff=False, news_subscriptions__tag__in=item.tags).distinct()
    tags = "、".join(words for _tag, words in item.tag_words)
    due = f"，{item.due_on:%Y-%m-%d} 截止" if item.due_on else ""
    values = {"title": item.title, "kind": item.get_kind_display(), "tags": tags, "due": due}
    send(Item.MESSAGE, to=takers, key=item.message_key, context=values, url=reverse("news:item", args=[item.pk]))
    return True


def _articles() -> Iterable[Item]:
    since = timezone.now() - timedelta(days=settings.NEWS_DAYS)
    rows = Article.objects.published().listed().filter(released_at__gte=since).exclude(tags=[])
    for row in rows.only("number", "slug", "kind", "title", "summary", "tags", "released_at"):
        yield Item(
            kind=ItemKind.ARTICLE, key=f"article:{row.number}", tags=row.tags, title=row.title, summary=row.summary,
            url=row.get_absolute_url(), happened_at=row.released_at,
        )  # fmt: skip


def _calls() -> Iterable[Item]:
    now = timezone.now()
    for call in Call.objects.public().filter(closes_at__gt=now, opens_at__lte=now):
        yield _of_call(call, ItemKind.CALL, call.title, call.published_at or now)


def _deadlines() -> Iterable[Item]:
    now = timezone.now()
    soon = Call.objects.public().filter(opens_at__lte=now, closes_at__gt=now)
    for call in soon.filter(closes_at__lte=now + timedelta(days=settings.NEWS_DEADLINE_DAYS)):
        yield _of_call(call, ItemKind.DEADLINE, f"即将截止：{call.title}"[:200], now)


def _of_call(call: Call, kind: ItemKind, title: str, at) -> Item:
    return Item(
        kind=kind, key=f"{kind}:{call.pk}", tags=CALL_TAGS, title=title, summary=call.category, happened_at=at,
        url=reverse("projects:call-detail", args=[call.pk]), due_on=timezone.localdate(call.closes_at),
    )  # fmt: skip


def _withdraw() -> None:
    """What is no longer published is shown to nobody; what is again comes back."""
    out = {
        f"article:{number}" for number in Article.objects.published().exclude(tags=[]).values_list("number", flat=True)
    }
    calls = set(Call.objects.public().values_list("pk", flat=True))
    out |= {f"{kind}:{pk}" for kind in (ItemKind.CALL, ItemKind.DEADLINE) for pk in calls}
    rows = Item.objects.all()
    rows.filter(is_withdrawn=False).exclude(key__in=out).update(is_withdrawn=True)
    rows.filter(is_withdrawn=True, key__in=out).update(is_withdrawn=False)


@transaction.atomic
def choose(*, by: User, tags: Iterable[str]) -> None:
    """Take these tags and no others."""
    wanted = {Tag(tag) for tag in tags}
    by.news_subscriptions.exclude(tag__in=wanted).delete()
    Subscription.objects.bulk_create([Subscription(user=by, tag=tag) for tag in wanted], ignore_conflicts=True)


def leave(user: User, tags: Iterable[str]) -> list[str]:
    """Stop what bears these tags; returns the words of those that the person had taken."""
    rows = user.news_subscriptions.filter(tag__in=list(tags))
    words = [row.get_tag_display() for row in rows]
    rows.delete()
    return words


def read(item: Item, *, by: User) -> None:
    """Keep that the person has opened it, once; its message is read with it."""
    Reading.objects.bulk_create([Reading(item=item, user=by)], ignore_conflicts=True)
    message = Message.objects.filter(kind=Item.MESSAGE, key=item.message_key, user=by).first()
    if message is not None:
        read_message(message, by=by)
