"""What every answer carries: the display asked for, and headers by kind of page."""

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import settings
from django.utils.cache import add_never_cache_headers, patch_cache_control

from . import errors
from .display import CHOICES, COOKIE, Display

# The admin theme's Alpine evaluates expressions and sets styles; no other page may.
ADMIN_POLICY = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}
ADMIN = "/admin/"


def display_middleware(get_response):
    """Say how the page is to be shown (``request.display``), and remember what the address asked for."""

    def middleware(request):
        kept = Display.read(request.COOKIES.get(COOKIE, ""))
        request.display = kept.wished(request.GET)
        response = get_response(request)
        if request.display != kept and not CHOICES.keys().isdisjoint(request.GET):
            request.display.set_cookie(response, secure=settings.SESSION_COOKIE_SECURE)
        return response

    return middleware


def upload_middleware(get_response):
    """Tell a script that sends a form's files where it is led, instead of leading it there.

    A script's request would follow the redirect by itself and use up the page's messages; the browser would then fetch it again without.
    """

    def middleware(request):
        response = get_response(request)
        if "X-Upload" in request.headers and 300 <= response.status_code < 400:
            response.status_code, response["X-Location"] = 204, response["Location"]
        return response

    return middleware


def admin_policy_middleware(get_response):
    """Give /admin/ alone the wider content policy that its theme needs."""

    def middleware(request):
        response = get_response(request)
        if request.path_info.startswith(ADMIN):
            response._csp_replace = ADMIN_POLICY | getattr(response, "_csp_replace", {})
        return response

    return middleware


def private_pages_middleware(get_response):
    """Let no cache keep what a signed-in person was shown, unless the view says otherwise."""

    def middleware(request):
        response = get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
            patch_cache_control(response, no_store=True)
        return response

    return middleware


def maintenance_middleware(get_response):
    """Answer every page with the notice of maintenance while ``MAINTENANCE`` says when it ends."""

    def middleware(request):
        return errors.closed(settings.MAINTENANCE) if settings.MAINTENANCE else get_response(request)

    return middleware
