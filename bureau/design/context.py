"""What every page needs to draw its frame: the display, the navigation that is there, the ways in and out."""

from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import SimpleLazyObject

from bureau import navigation

from .display import Display


@cache
def _address(name: str, _urlconf: str | None) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def address(name: str) -> str:
    """Where ``name`` is reached, or nothing where no such page is built in."""
    return _address(name, get_urlconf() or settings.ROOT_URLCONF)


def links(entries, path: str) -> list[dict]:
    """The entries whose page exists; the one that ``path`` lies deepest in is marked current."""
    found = [{"label": label, "url": url} for label, name in entries if (url := address(name))]
    inside = [link for link in found if path == link["url"] or (link["url"] != "/" and path.startswith(link["url"]))]
    if inside:
        max(inside, key=lambda link: len(link["url"]))["is_current"] = True
    return found


def _login(request) -> str:
    """The sign-in page, which leads back to here; on that page itself, to where it was to lead."""
    page = address(settings.LOGIN_URL)
    back = request.GET.get(REDIRECT_FIELD_NAME) if request.path == page else request.get_full_path()
    return f"{page}?{urlencode({REDIRECT_FIELD_NAME: back})}" if back else page


def _workspace(request) -> list[dict]:
    """The workspace's own navigation: what everybody has, then what the person's duties bring."""
    user = getattr(request, "user", None)
    mine = [entry for permission, entry in navigation.WORKSPACE_BY_DUTY.items() if user and user.has_perm(permission)]
    return links([*navigation.WORKSPACE, *mine], request.path)


def _services() -> list[dict]:
    """What people come to do, with its picture; what is not built in is left out."""
    return [
        {"label": label, "url": url, "icon": icon}
        for label, name, icon in navigation.SERVICES
        if (url := address(name))
    ]


def frame(request) -> dict:
    """The frame of a page; a part that no template asks for is not made. Costs no query: who is not signed in has no session to read."""
    path = request.path
    return {
        "display": getattr(request, "display", None) or Display(),
        "main_navigation": SimpleLazyObject(lambda: links(navigation.PORTAL, path)),
        "footer_navigation": SimpleLazyObject(lambda: links(navigation.FOOTER, path)),
        "care_navigation": SimpleLazyObject(lambda: links(navigation.CARE, path)),
        "services": SimpleLazyObject(_services),
        "workspace_navigation": SimpleLazyObject(lambda: _workspace(request)),
        "account_navigation": SimpleLazyObject(lambda: links(navigation.ACCOUNT, path)),
        "search_url": address("search"),
        "inbox_url": address("messaging:inbox"),
        "workspace_url": address("workspace"),
        "session_extend_url": address("session-extend"),
        "sign_in_url": SimpleLazyObject(lambda: _login(request)),
        "logout_url": address("account_logout") or address("admin:logout"),
        "sign_up_url": address("account_signup"),
    }
