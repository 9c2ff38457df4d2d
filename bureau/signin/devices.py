"""Which browser it is: a name for people, and a cookie by which it is known again."""

import hashlib
import re
import secrets

from django.conf import settings
from django.utils import timezone

from bureau.audit.book import note

from .models import Device

COOKIE = "device"
COOKIE_SECONDS = 365 * 24 * 3600
BROWSERS = (
    ("微信", r"MicroMessenger/(\d+)"),
    ("Edge", r"Edg(?:e|A|iOS)?/(\d+)"),
    ("Firefox", r"(?:Firefox|FxiOS)/(\d+)"),
    ("QQ 浏览器", r"QQBrowser/(\d+)"),
    ("Chrome", r"(?:Chrome|CriOS)/(\d+)"),
    ("Safari", r"Version/(\d+)[\d.]* .*Safari"),
)
SYSTEMS = (
    ("鸿蒙", r"HarmonyOS|OpenHarmony"),
    ("安卓", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux"),
)


def label(agent: str) -> str:
    """Chrome 130 · Windows: what the browser says of itself, in few words."""
    browser = next(
        (f"{name} {found[1]}" for name, pattern in BROWSERS if (found := re.search(pattern, agent))), "其他浏览器"
    )
    system = next((name for name, pattern in SYSTEMS if re.search(pattern, agent)), "其他系统")
    return f"{browser} · {system}"


def recognise(request, response, user) -> Device | None:
    """Know the browser again or remember it from now on; returns the device if the person never came from it before.

    The first device of a person is no news.
    """
    token = request.COOKIES.get(COOKIE, "")
    if not re.fullmatch(r"[\w-]{43}", token):
        token = secrets.token_urlsafe(32)
    response.set_cookie(
        COOKIE, token, COOKIE_SECONDS, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    is_first = not Device.objects.filter(user=user).exists()
    device, is_new = Device.objects.get_or_create(
        user=user,
        key=hashlib.sha256(token.encode()).hexdigest(),
        defaults={"label": label(request.META.get("HTTP_USER_AGENT", ""))},
    )
    if not is_new:
        Device.objects.filter(pk=device.pk).update(last_seen_at=timezone.now())
        return None
    note("new_device", by=user, subject=device.label, model="accounts.user", object_id=user.pk)
    return None if is_first else device
