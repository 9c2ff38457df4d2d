"""The three administrators' posts, and accounts that nobody uses (GB/T 22239-2019 8.1.4.1, 8.1.4.2)."""

import secrets
import string
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.accounts.roles import BY_CODE
from bureau.audit.book import record, snapshot
from bureau.workflow import Refused

from . import passwords, sessions
from .choices import Ending

POSTS = ("system_admin", "security_admin", "audit_admin")
GUESSED = {"admin", "administrator", "root", "system", "sysadmin", "superuser", "test", "guest"}
MARKS = "!#%+-=?@"


def one_time_password() -> str:
    """Sixteen characters of all four classes, none easily taken for another."""
    letters = [c for c in string.ascii_letters + string.digits if c not in "0O1lI"]
    while True:
        made = "".join(secrets.choice(letters + list(MARKS)) for _ in range(16))
        if passwords.class_count(made) == 4:
            return made


@transaction.atomic
def create(persons: dict[str, tuple[str, str]], *, by: str) -> dict[str, str]:
    """Make one person for each post: role code to (user name, name). Returns the one-time passwords by user name."""
    call_command("sync_roles", verbosity=0)
    names = [username.lower() for username, _ in persons.values()]
    if len(set(names)) < len(names):
        raise Refused("三个管理员岗位须由三个不同的人担任，用户名不能相同。")
    made = {}
    for code, (username, name) in persons.items():
        _demand_fit(code, username, name)
        password = one_time_password()
        user = User(username=username, name=name, is_staff=True)
        user.set_password(password)
        user.save()
        passwords.make_temporary(user)
        user.groups.add(Group.objects.get(name=BY_CODE[code].name))
        record(user, "add", by=by, reason=f"设置{BY_CODE[code].name}岗位")
        made[username] = password
    return made


def _demand_fit(code: str, username: str, name: str) -> None:
    role = BY_CODE[code].name
    if User.objects.filter(groups__name=role, is_active=True).exists():
        raise Refused(f"已有人担任{role}。增加或更换管理员，请由系统管理员开立账号、安全管理员授予角色。")
    if not name.strip():
        raise Refused(f"请写明{role}的姓名。")
    if username.lower() in GUESSED:
        raise Refused(f"用户名“{username}”容易被猜到，请换一个（等保要求重命名默认账户）。")
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(f"用户名“{username}”已有人使用。")
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as error:
        raise Refused(f"用户名“{username}”含有不允许的字符。") from error


def disable_unused(*, by: str) -> list[User]:
    """Close accounts of the bureau that nobody has used for ``UNUSED_DAYS``; returns them.

    The only holder of a post stays, or nobody could open the door again. Accounts of units are listed, not closed:
    many apply once a year.
    """
    since = timezone.now() - timedelta(days=settings.UNUSED_DAYS)
    closed = []
    for user in User.objects.filter(is_active=True, is_staff=True).unused_since(since).order_by("pk"):
        if not _is_only_holder(user):
            close(user, by=by, reason=f"{settings.UNUSED_DAYS} 天未使用")
            closed.append(user)
    return closed


def _is_only_holder(user: User) -> bool:
    held = user.groups.filter(name__in=[BY_CODE[code].name for code in POSTS])
    return any(not group.user_set.filter(is_active=True).exclude(pk=user.pk).exists() for group in held)


def close(user: User, *, by, reason: str) -> None:
    """The account opens no door any more; its sessions end."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        before = snapshot(user)
        user.is_active = False
        user.save(update_fields=["is_active"])
        record(user, "close_account", by=by, before=before, reason=reason)
        sessions.end_others(user, keep=None, how=Ending.CLOSED, by=by)
