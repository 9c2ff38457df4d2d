"""Four gates: where a request comes from, whether its session still runs, what is owed first, who may reach the admin."""

import ipaddress

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from . import duties, sessions


def session_limits(get_response):
    """End sessions whose time is over, before anything looks at who is asking."""
    own = None

    def middleware(request):
        nonlocal own
        own = own or reverse("session-extend")
        if not (request.path == own and request.method == "GET"):
            sessions.enforce(request)
        return get_response(request)

    return middleware


class DutiesFirst:
    """Send a person to what must be done before anything else. Public pages stay open."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Let through, or send to the first duty."""
        if not getattr(view, "login_required", True) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        owed = request.session.get(duties.KEY)
        name = request.resolver_match.view_name
        if not owed or not request.user.is_authenticated or name in duties.ALWAYS_OPEN | duties.OPEN[owed[0]]:
            return None
        if "text/html" not in request.headers.get("Accept", "text/html") and "*/*" not in request.headers.get("Accept"):
            return JsonResponse({"detail": "请先在网页上完成账号安全设置。"}, status=403)
        return redirect(duties.WHERE[owed[0]])


def admin_addresses(get_response):
    """The admin answers to the addresses of ``ADMIN_ADDRESSES`` alone; empty: to all (GB/T 22239-2019 8.1.4.4 c)."""

    def middleware(request):
        if settings.ADMIN_ADDRESSES and request.path.startswith(reverse("admin:index")):
            address = ipaddress.ip_address(request.META["REMOTE_ADDR"])
            if not any(address in ipaddress.ip_network(network) for network in settings.ADMIN_ADDRESSES):
                raise PermissionDenied("业务管理只对指定的网络地址开放。")
        return get_response(request)

    return middleware
