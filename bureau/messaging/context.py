"""How many messages wait, for the headers of workspace and admin."""

from django.utils.functional import SimpleLazyObject

from .models import Message

SHOWN_UP_TO = 99


def count_unread(user) -> int:
    """How many messages the person has not opened, counted no further than a header shows."""
    if not user.is_authenticated:
        return 0
    return len(Message.objects.visible_to(user).unread().order_by().values_list("pk", flat=True)[: SHOWN_UP_TO + 1])


def inbox(request):
    """``unread_messages``: one small query, asked only by a page that shows it."""
    user = getattr(request, "user", None)
    return {"unread_messages": SimpleLazyObject(lambda: _unread_of(request)) if user else 0}


def _unread_of(request) -> int:
    """Counted once a request: the admin's navigation is built more than once for a page."""
    if not hasattr(request, "unread_messages"):
        request.unread_messages = count_unread(request.user)
    return request.unread_messages


def unread_badge(request) -> str:
    """The number beside 我的消息 in the admin."""
    unread = _unread_of(request)
    return "" if not unread else f"{SHOWN_UP_TO}+" if unread > SHOWN_UP_TO else str(unread)
