"""Who reads pages that look at nobody (``caching.EVERYBODYS``) is at work all the same: their session is kept going.

Those pages are answered from what is kept, without session and user. So each process looks at a session once in
``LOOKED_SECONDS`` however many pages are read, and it is written only when it is due (``sessions.touch``).
"""

import time
from collections import OrderedDict
from importlib import import_module
from threading import Lock

from django.conf import settings

from bureau.caching import EVERYBODYS

from . import sessions

LOOKED_SECONDS = 300  # With what touch leaves, less than half of the shortest idle time.
AT_HAND = 50_000  # Sessions that a process remembers to have looked at.
_looked: OrderedDict[str, float] = OrderedDict()
_lock = Lock()


def reading_middleware(get_response):
    """Stands outside of what drops the cookie. What a page asks for by itself is nobody's work."""

    def middleware(request):
        if request.path_info.startswith(EVERYBODYS) and _is_read(request):
            session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
            if session and _is_due(session):
                sessions.keep_going(import_module(settings.SESSION_ENGINE).SessionStore(session), request)
        return get_response(request)

    return middleware


def _is_read(request) -> bool:
    is_page = "text/html" in request.META.get("HTTP_ACCEPT", "text/html")
    return request.method == "GET" and is_page and not sessions.is_background(request)


def _is_due(session: str) -> bool:
    """Whether this process has not looked at it for a while; said once in that while."""
    now = time.monotonic()
    with _lock:
        if _looked.get(session, 0) > now:
            return False
        _looked[session] = now + LOOKED_SECONDS
        _looked.move_to_end(session)
        while len(_looked) > AT_HAND:
            _looked.popitem(last=False)
    return True
