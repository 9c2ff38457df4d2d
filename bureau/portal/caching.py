"""Finished pages kept in Redis for whoever is not signed in, under a version that every publication raises.

What was rendered before a publication carries the old version's key and is never asked for again. Entries also end by
themselves, for what changes by the clock alone (a countdown) or in another app.
"""

import hashlib
import json
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from redis.exceptions import RedisError

from .store import key, redis


class Kept(NamedTuple):
    """A finished page."""

    content: str
    content_type: str
    etag: str


LONGEST_QUERY = 200
AT_HAND = (
    256  # Pages that a process has at hand, so that a kept page costs one question to Redis: which version counts.
)


def bump() -> None:
    """After this transaction's commit, let no page rendered before it be shown again."""
    transaction.on_commit(_bump)


def _bump() -> None:
    """Without Redis nothing is kept either, but for what it still holds when it comes back: that ends by itself."""
    with suppress(RedisError):
        _begin()
        redis().incr(key("page", "version"))


def version() -> int:
    """The present version of all public pages."""
    return int(redis().get(key("page", "version")) or _begin())


def _begin() -> bytes:
    """A Redis that forgot does not begin at a number that was."""
    redis().set(key("page", "version"), time.time_ns() // 1000, nx=True)
    return redis().get(key("page", "version"))


class _Pages:
    """The finished pages: at hand in this process, and in Redis for all of them."""

    def __init__(self):
        self.at_hand: OrderedDict[str, tuple[float, Kept]] = OrderedDict()
        self.lock = Lock()

    def get(self, name: str) -> Kept | None:
        ends, kept = self.at_hand.get(name, (0.0, None))
        if ends > time.monotonic():
            return kept
        stored = redis().get(name)
        if stored is None:
            return None
        kept = Kept(*json.loads(stored))
        self._have(name, kept, max(redis().ttl(name), 0))
        return kept

    def put(self, name: str, kept: Kept) -> None:
        redis().set(name, json.dumps(kept), ex=settings.PAGE_CACHE_SECONDS)
        self._have(name, kept, settings.PAGE_CACHE_SECONDS)

    def _have(self, name: str, kept: Kept, seconds: int) -> None:
        with self.lock:
            self.at_hand[name] = (time.monotonic() + seconds, kept)
            while len(self.at_hand) > AT_HAND:
                self.at_hand.popitem(last=False)


_pages = _Pages()


def kept_pages_middleware(get_response):
    """Answer the anonymous from a kept page before anything asks who they are."""

    def middleware(request):
        if not _may_keep(request):
            return get_response(request)
        with suppress(RedisError):  # Without Redis the site is slower, not closed.
            if kept := _pages.get(_name(request, "page")):
                return _from(kept, request)
        return get_response(request)

    return middleware


def cached_page(view: Callable[..., HttpResponse], kind: str = "page") -> Callable[..., HttpResponse]:
    """Keep what the anonymous get, and answer them from it with ETag and 304; the signed-in always get their own.

    A ``page`` is answered by the middleware from then on; a ``part`` is kept for a view that has more to do.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not _may_keep(request):
            return view(request, *args, **kwargs)
        try:
            name = _name(request, kind)
            kept = _pages.get(name)
        except RedisError:
            return view(request, *args, **kwargs)
        if kept is None:
            response = view(request, *args, **kwargs)
            if not _is_everyones(request, response):
                return response
            kept = Kept(response.content.decode(), response["Content-Type"], _etag(response.content))
            with suppress(RedisError):
                _pages.put(name, kept)
        return _from(kept, request)

    return answer


def _name(request: HttpRequest, kind: str) -> str:
    return key(kind, version(), _address(request))


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
    whole = "part" if "HTTP_HX_REQUEST" in request.META else "whole"
    text = "|".join([request.scheme, request.get_host(), request.get_full_path(), shown, whole])
    return hashlib.sha256(text.encode()).hexdigest()


def _etag(content: bytes) -> str:
    """Weak: an article's counter of openings goes on under the same mark."""
    return f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'


def _from(kept: Kept, request: HttpRequest) -> HttpResponse:
    response = HttpResponse(kept.content, content_type=kept.content_type)
    response["ETag"] = kept.etag
    patch_vary_headers(response, ["Cookie"])
    patch_cache_control(response, private=True, max_age=0, must_revalidate=True)
    return get_conditional_response(request, etag=kept.etag, response=response)
