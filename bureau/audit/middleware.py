"""Tells the book where a request comes from."""

from django.conf import settings

from .book import origin


def proxy_middleware(get_response):
    """Behind the bureau's proxy the client is whom the proxy names last; nobody else is believed."""

    def middleware(request):
        named = request.headers.get("X-Forwarded-For", "")
        if settings.BEHIND_PROXY and named:
            request.META["REMOTE_ADDR"] = named.rsplit(",", 1)[-1].strip()
        return get_response(request)

    return middleware


def origin_middleware(get_response):
    """Note the client's address for the lines that this request writes."""

    def middleware(request):
        token = origin.set(request.META.get("REMOTE_ADDR", ""))
        try:
            return get_response(request)
        finally:
            origin.reset(token)

    return middleware
