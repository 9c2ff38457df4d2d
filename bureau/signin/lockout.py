"""Failures counted, the sixth try refused: by account and address, exactly, also when tries come at once.

allauth's own limit slides (it opens as soon as the oldest failure is forgotten), keeps nothing that an administrator could
see or lift, and counts a person's user name and mobile number apart; hence this table. Basis: GB/T 22239-2019 8.1.4.1 b).
"""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import note, record, snapshot
from bureau.personal import blind_index, mask

from .backends import persons_named
from .models import Lock


class Locked(Exception):
    """Too many failures; the account is locked for that address."""


def attempt(name: str, address: str, check: Callable[[], User | None]) -> User | None:
    """Let ``check`` find out who it is, unless the name is locked for the address. Raises Locked.

    The row is held while the password is checked, so that a hundred tries at once are five tries.
    """
    persons = persons_named(name)
    person = persons[0] if len(persons) == 1 else None
    key = blind_index(person.username if person else name)
    with transaction.atomic():
        Lock.objects.get_or_create(name_index=key, address=address, defaults={"user": person})
        lock = Lock.objects.select_for_update(of=("self",)).get(name_index=key, address=address)
        if lock.locked_until and lock.locked_until > timezone.now():
            raise Locked
        user = check()
        if user:
            if lock.failures:
                lock.failures = []
                lock.save(update_fields=["failures"])
            return user
        is_locked = _count_failure(lock, person, name)
    if is_locked:
        raise Locked
    return None


def _count_failure(lock: Lock, person: User | None, name: str) -> bool:
    now = timezone.now()
    since = now - timedelta(minutes=settings.SIGN_IN_WINDOW_MINUTES)
    lock.failures = [*(moment for moment in lock.failures if moment > since), now]
    lock.failed_at, lock.user, lock.lifted_by, lock.lifted_at = now, person, None, None
    is_locked = len(lock.failures) >= settings.SIGN_IN_FAILURES
    if is_locked:
        lock.locked_until, lock.failures = now + timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES), []
    lock.save()
    about = {"model": "accounts.user", "object_id": person.pk} if person else {}
    note("sign_in_locked" if is_locked else "sign_in_failed", by="未登录者", subject=_subject(person, name), **about)
    return is_locked


def _subject(person: User | None, name: str) -> str:
    """Unknown names are masked: people type passwords into the wrong field."""
    return person.username if person else f"未知账号 {mask(name.strip())}"


def lift(lock: Lock, *, by: User, reason: str = "") -> None:
    """The system administrator lets the person try again at once."""
    with transaction.atomic():
        lock = Lock.objects.select_for_update(of=("self",)).get(pk=lock.pk)
        if not by.has_perm("signin.lift_lock"):
            raise PermissionDenied("lift")
        before = snapshot(lock)
        lock.locked_until, lock.failures = None, []
        lock.lifted_by, lock.lifted_at = by, timezone.now()
        lock.save()
        record(lock, "lift_lock", by=by, before=before, reason=reason)
