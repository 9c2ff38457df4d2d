"""How many messages wait, for the headers of workspace and admin."""

from django.utils.functional import SimpleLazyObject

from .models import Message

SHOWN_UP_TO = 99


def count_unread(user) -> int:
    """How many messages the person has not opened, counted no further than a header shows."""
    if not user.is_authenticated:
        return 0
    return Message.objects.visible_to(user).unread()[: SHOWN_UP_TO + 1].count()


def inbox(request):
    """``unread_messages``: one small query, asked only by a page that shows it."""
    user = getattr(request, "user", None)
    return {"unread_messages": SimpleLazyObject(lambda: count_unread(user)) if user else 0}


def unread_badge(request) -> str:
    """The number beside 我的消息 in the admin."""
    unread = count_unread(request.user)
    return "" if not unread else f"{SHOWN_UP_TO}+" if unread > SHOWN_UP_TO else str(unread)
