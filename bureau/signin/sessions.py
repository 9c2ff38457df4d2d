"""Sessions that end by themselves: after a time without work, after half a day, and when somebody ends them elsewhere.

Basis: GB/T 22239-2019 8.1.4.1 b) (ending of idle sessions), 8.1.4.9 (nothing of a session is left on the server).
The moments are kept in the session itself and written when a fifteenth of the idle time has passed (one minute of 15, two of
30): most requests cost nothing, and who saves by itself every half minute costs two writes in two minutes.
"""

import time
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from bureau.audit.book import note

from .choices import Ending
from .devices import label
from .models import Session

MARK = "sign_in"
ENDED = "sign_in_ended"
WRITTEN_IN = 15  # Parts of the idle time.
WARNING_SECONDS = 120  # domain.md A10: at least 60 seconds before the end.


def begin(request, user) -> None:
    """Write down that ``user`` is signed in from here; called once for each sign-in, however it came about."""
    now = time.time()
    minutes = settings.STAFF_SESSION_IDLE_MINUTES if user.is_staff else settings.SESSION_IDLE_MINUTES
    request.session[MARK] = {"at": now, "seen": now, "idle": minutes * 60}
    request.session.save()
    Session.objects.update_or_create(
        key=request.session.session_key,
        defaults={
            "user": user,
            "device": label(request.META.get("HTTP_USER_AGENT", "")),
            "address": request.META.get("REMOTE_ADDR", ""),
            "began_at": timezone.now(),
            "seen_at": timezone.now(),
            "until": timezone.now() + timedelta(hours=settings.SESSION_HOURS),
            "ended_at": None,
            "ending": "",
        },
    )


def left(request) -> dict[str, int]:
    """Seconds until the session ends without work and in any case."""
    mark, now = request.session.get(MARK), time.time()
    if mark is None:
        return {"idle": 0, "absolute": 0}
    absolute = int(mark["at"] + settings.SESSION_HOURS * 3600 - now)
    return {"idle": min(int(mark["seen"] + mark["idle"] - now), absolute), "absolute": absolute}


def enforce(request) -> None:
    """End the session if its time is over, else keep it going. Costs nothing to whoever has not signed in."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or SESSION_KEY not in request.session:
        return
    mark, now = request.session.get(MARK), time.time()
    if mark is None or now - mark["at"] >= settings.SESSION_HOURS * 3600:
        end(request, Ending.ABSOLUTE)
    elif now - mark["seen"] >= mark["idle"]:
        end(request, Ending.IDLE)
    elif not is_background(request):
        touch(request)


def is_background(request) -> bool:
    """A page that asks by itself is nobody's work."""
    return "X-Background" in request.headers


def touch(request, *, at_once: bool = False) -> None:
    """Note that the person is at work."""
    mark, now = request.session[MARK], time.time()
    if at_once or now - mark["seen"] >= mark["idle"] / WRITTEN_IN:
        request.session[MARK] = mark | {"seen": now}
        Session.objects.filter(key=request.session.session_key).update(
            seen_at=timezone.now(), address=request.META.get("REMOTE_ADDR", "")
        )


def keep_going(store, request) -> None:
    """Note that whoever holds the session is at work; one whose time is over is left to be ended by ``enforce``."""
    mark, now = store.get(MARK), time.time()
    if mark is None or now - mark["at"] >= settings.SESSION_HOURS * 3600 or now - mark["seen"] >= mark["idle"]:
        return
    request.session = store
    touch(request)
    if store.modified:
        store.save()


def end(request, how: Ending) -> None:
    """End the session of this request, and let the sign-in page say why."""
    request.sign_in_ending = how
    logout(request)
    request.user = AnonymousUser()
    request.session[ENDED] = how


def note_end(request, user) -> None:
    """Write down the end of a session that Django is about to clear."""
    how = getattr(request, "sign_in_ending", Ending.SIGNED_OUT)
    Session.objects.filter(key=request.session.session_key, ended_at=None).update(ended_at=timezone.now(), ending=how)
    note("sign_out", by=user, subject=str(user), reason=Ending(how).label, model="accounts.user", object_id=user.pk)


def end_others(user, *, keep: str | None, how: Ending, by) -> int:
    """End every session of ``user`` but the one whose key is ``keep``; returns how many."""
    rows = list(Session.objects.filter(user=user, ended_at=None).exclude(key=keep or ""))
    for row in rows:
        _clear(row, how)
    if rows:
        note(
            "end_sessions", by=by, subject=str(user), reason=how.label, model="accounts.user", object_id=user.pk,
            changes={"count": [None, len(rows)]},
        )  # fmt: skip
    return len(rows)


def elsewhere(request) -> list[Session]:
    """The person's other sessions that are in use: neither ended nor idle too long, and still held by the server."""
    idle = settings.STAFF_SESSION_IDLE_MINUTES if request.user.is_staff else settings.SESSION_IDLE_MINUTES
    rows = (
        Session.objects.visible_to(request.user).running().filter(seen_at__gt=timezone.now() - timedelta(minutes=idle))
    )
    held = import_module(settings.SESSION_ENGINE).SessionStore()
    return [row for row in rows.exclude(key=request.session.session_key or "").for_list() if held.exists(row.key)]


def revoke(row: Session, *, by) -> None:
    """在此设备退出: end one of one's own sessions from another."""
    _clear(row, Ending.REVOKED)
    note("end_sessions", by=by, subject=str(row), reason=Ending.REVOKED.label, model="accounts.user", object_id=by.pk)


def _clear(row: Session, how: Ending) -> None:
    """Nothing of the session is left on the server."""
    import_module(settings.SESSION_ENGINE).SessionStore().delete(row.key)
    row.ended_at, row.ending = timezone.now(), how
    row.save(update_fields=["ended_at", "ending"])
