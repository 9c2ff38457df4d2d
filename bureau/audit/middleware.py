"""Tells the book where a request comes from."""

from .book import origin


def origin_middleware(get_response):
    """Note the client's address for the lines that this request writes."""

    def middleware(request):
        token = origin.set(request.META.get("REMOTE_ADDR", ""))
        try:
            return get_response(request)
        finally:
            origin.reset(token)

    return middleware
