"""Finished pages kept in Redis, under a version that every publication raises: whole for whoever is not signed in.

The signed-in get a page that was rendered for nobody, and their own pieces (bureau/design/pieces.py) where its marks are.

What was rendered before a publication carries the old version's key and is never asked for again. A process that published
knows the new version at once, every other within ``VERSION_SECONDS``. Entries also end by themselves, for what changes by the
clock alone (a countdown) or in another app.
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
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from redis.exceptions import RedisError

from bureau.design import pieces
from bureau.design.display import COOKIE, Display

from .store import key, redis


class Kept(NamedTuple):
    """A finished page."""

    content: bytes
    headers: dict[str, str]


LONGEST_QUERY = 200
# What a page that is rendered for nobody in particular may not know of a request, and what of it besides its head it may.
OWN = {"HTTP_COOKIE", "HTTP_AUTHORIZATION", "REMOTE_ADDR", "CSRF_COOKIE", "CSRF_COOKIE_NEEDS_UPDATE"}
SHARED = {"display", "htmx", "resolver_match", "arrived_at"}
# Under these addresses every page is the same for everybody: who asks is not looked at, so that the signed-in get finished pages too.
EVERYBODYS = ("/events/",)
AT_HAND = 256  # Pages that a process has at hand, so that under load a kept page asks Redis nothing.
# How long a process goes by the version it heard of; never by a later one, so no old page gets a new name.
VERSION_SECONDS = 0.1
_heard_of: dict[str, tuple[float, int]] = {}  # By database: until when, which version.


def bump() -> None:
    """After this transaction's commit, let no page rendered before it be shown again."""
    transaction.on_commit(_bump)


def _bump() -> None:
    """Without Redis nothing is kept either, but for what it still holds when it comes back: that ends by itself."""
    _heard_of.clear()
    with suppress(RedisError):
        _begin()
        redis().incr(_version_key())
    _heard_of.clear()


def version() -> int:
    """The version of all public pages, as this process last heard of it."""
    name = _version_key()
    until, number = _heard_of.get(name, (0.0, 0))
    now = time.monotonic()
    if now >= until:
        number = int(redis().get(name) or _begin())
        _heard_of[name] = (now + VERSION_SECONDS, number)
    return number


def _begin() -> bytes:
    """A Redis that forgot does not begin at a number that was."""
    redis().set(_version_key(), time.time_ns() // 1000, nx=True)
    return redis().get(_version_key())


def _version_key() -> str:
    return key("page", "version")


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
        head, _line, content = stored.partition(b"\n")
        kept = Kept(content, json.loads(head))
        self._have(name, kept, max(redis().ttl(name), 0))
        return kept

    def put(self, name: str, kept: Kept) -> None:
        redis().set(name, json.dumps(kept.headers).encode() + b"\n" + kept.content, ex=settings.PAGE_CACHE_SECONDS)
        self._have(name, kept, settings.PAGE_CACHE_SECONDS)

    def _have(self, name: str, kept: Kept, seconds: int) -> None:
        with self.lock:
            self.at_hand[name] = (time.monotonic() + seconds, kept)
            while len(self.at_hand) > AT_HAND:
                self.at_hand.popitem(last=False)


_pages = _Pages()


def kept_pages_middleware(get_response):
    """The outermost middleware: answer the anonymous with a finished page, headers and all, before anything else is asked.

    What the other middlewares say of such a page is in it; so a page that one of them gave a cookie, or answered otherwise, is not kept.
    """

    def middleware(request):
        if request.path_info.startswith(EVERYBODYS):
            request.COOKIES = {name: value for name, value in request.COOKIES.items() if name == COOKIE}
        if not _may_keep(request):
            return get_response(request)
        name = None
        with suppress(RedisError):  # Without Redis the site is slower, not closed.
            name = _name(request, "whole")
            if kept := _pages.get(name):
                return _from(kept, request)
        response = get_response(request)
        if name and getattr(response, "is_to_be_kept", False) and _is_everyones(request, response):
            with suppress(RedisError):
                _pages.put(name, Kept(response.content, dict(response.items())))
        return response

    return middleware


def cached_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the middleware keep what the anonymous get, with ETag and 304; the signed-in get it with their own pieces."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not _may_keep(request):
            return _with_pieces(view, request, *args, **kwargs)
        response = view(request, *args, **kwargs)
        if not _is_everyones(request, response):
            return response
        response.is_to_be_kept = True
        return get_conditional_response(request, etag=_mark(response), response=response)

    return answer


def cached_part(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for a view that has more to do with the page before it goes out, and hands it out itself."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not _may_keep(request):
            return _with_pieces(view, request, *args, **kwargs)
        try:
            name = _name(request, "piece")
            kept = _pages.get(name)
        except RedisError:
            return view(request, *args, **kwargs)
        if kept is None:
            response = view(request, *args, **kwargs)
            if not _is_everyones(request, response):
                return response
            _mark(response)
            kept = Kept(response.content, dict(response.items()))
            with suppress(RedisError):
                _pages.put(name, kept)
        return _from(kept, request)

    return answer


def _with_pieces(view: Callable[..., HttpResponse], request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """What nobody gets, kept, with this visitor's pieces in it. A page that holds more of one's own is rendered for the one."""
    if not _is_keepable(request):
        return view(request, *args, **kwargs)
    try:
        name = _name(request, "marked")
        kept = _pages.get(name)
        if kept is None:
            nobody = _nobody(request)
            response = view(nobody, *args, **kwargs)
            if not _is_everyones(nobody, response):
                return view(request, *args, **kwargs)
            kept = Kept(response.content, dict(response.items()))
            _pages.put(name, kept)
    except RedisError:
        return view(request, *args, **kwargs)
    return HttpResponse(pieces.fill(kept.content, request), headers=kept.headers)


def _nobody(request: HttpRequest) -> HttpRequest:
    """The same question from a visitor without session, messages and tokens: what is rendered for it can hold nobody's own."""
    nobody = WSGIRequest({name: value for name, value in request.META.items() if name not in OWN})
    for name in SHARED & vars(request).keys():
        setattr(nobody, name, getattr(request, name))
    nobody.user, nobody.is_nobodys = AnonymousUser(), True
    return nobody


def _name(request: HttpRequest, kind: str) -> str:
    return key(kind, version(), _address(request))


def _may_keep(request: HttpRequest) -> bool:
    """Whether whoever asks is nobody in particular."""
    personal = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}
    return _is_keepable(request) and request.COOKIES.keys().isdisjoint(personal)


def _is_keepable(request: HttpRequest) -> bool:
    return (
        settings.PAGE_CACHE_SECONDS > 0
        and request.method in {"GET", "HEAD"}
        and not settings.MAINTENANCE
        and not request.path_info.startswith(settings.STATIC_URL)
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
    )


def _is_everyones(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether nothing in the answer is this visitor's own: no cookie, no token of a form."""
    return response.status_code == 200 and not response.cookies and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META


def _address(request: HttpRequest) -> str:
    """Everything that the page depends on: place, query, host, display, part or whole."""
    wish = request.COOKIES.get(COOKIE)
    shown = str(Display.read(wish)) if wish else ""
    whole = "part" if "HTTP_HX_REQUEST" in request.META else "whole"
    text = "|".join([request.scheme, request.get_host(), request.get_full_path(), shown, whole])
    return hashlib.sha256(text.encode()).hexdigest()


def _mark(response: HttpResponse) -> str:
    """Give a page its headers; the mark is weak: an article's counter of openings goes on under the same."""
    response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    patch_vary_headers(response, ["Cookie"])
    patch_cache_control(response, private=True, max_age=0, must_revalidate=True)
    return response["ETag"]


def _from(kept: Kept, request: HttpRequest) -> HttpResponse:
    response = HttpResponse(kept.content, headers=kept.headers)
    if "HTTP_IF_NONE_MATCH" not in request.META:
        return response
    return get_conditional_response(request, etag=kept.headers["ETag"], response=response)
