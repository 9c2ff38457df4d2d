"""Finished pages kept in Redis for whoever is not signed in, under a version that every publication raises.

What was rendered before a publication carries the old version's key and is never asked for again. Entries also end by
themselves, for what changes by the clock alone (a countdown) or in another app.
"""

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from redis.exceptions import RedisError

LONGEST_QUERY = 200


def _key(name: str) -> str:
    """Two databases on one Redis do not answer for each other."""
    return f"{connection.settings_dict['NAME']}:page:{name}"


def bump() -> None:
    """After this transaction's commit, let no page rendered before it be shown again."""
    transaction.on_commit(_bump)


def _bump() -> None:
    """Without Redis nothing is kept either, but for what it still holds when it comes back: that ends by itself."""
    with suppress(RedisError):
        cache.add(_key("version"), int(time.time()), None)  # A Redis that forgot does not begin at an old number.
        cache.incr(_key("version"))


def version() -> int:
    """The present version of all public pages."""
    found = cache.get(_key("version"))
    if found is None:
        found = cache.get_or_set(_key("version"), lambda: int(time.time()), None)
    return found


def cached_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer the anonymous from the kept page, with ETag and 304; the signed-in always get their own."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not _may_keep(request):
            return view(request, *args, **kwargs)
        try:
            key = _key(f"{version()}:{_address(request)}")
            kept = cache.get(key)
        except RedisError:  # Without Redis the site is slower, not closed.
            return view(request, *args, **kwargs)
        if kept is None:
            response = view(request, *args, **kwargs)
            if not _is_everyones(request, response):
                return response
            kept = (response.content, response["Content-Type"], _etag(response.content))
            with suppress(RedisError):
                cache.set(key, kept, settings.PAGE_CACHE_SECONDS)
        return _from(kept, request)

    return answer


def _may_keep(request: HttpRequest) -> bool:
    return (
        settings.PAGE_CACHE_SECONDS > 0
        and request.method in {"GET", "HEAD"}
        and request.COOKIES.keys().isdisjoint({settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name})
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
    )


def _is_everyones(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether nothing in the answer is this visitor's own: no cookie, no token of a form."""
    return response.status_code == 200 and not response.cookies and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META


def _address(request: HttpRequest) -> str:
    """Everything that the page depends on: place, query, host, display, part or whole."""
    shown = str(getattr(request, "display", ""))
    whole = "part" if getattr(request, "htmx", False) else "whole"
    text = "|".join([request.scheme, request.get_host(), request.get_full_path(), shown, whole])
    return hashlib.sha256(text.encode()).hexdigest()


def _etag(content: bytes) -> str:
    """Weak: an article's counter of openings goes on under the same mark."""
    return f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'


def _from(kept: tuple, request: HttpRequest) -> HttpResponse:
    content, content_type, etag = kept
    response = HttpResponse(content, content_type=content_type)
    response["ETag"] = etag
    patch_cache_control(response, private=True, max_age=0, must_revalidate=True)
    return get_conditional_response(request, etag=etag, response=response)
