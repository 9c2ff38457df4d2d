"""What a password must be. Persons of the bureau: GB/T 22239-2019 8.1.4.1 a); everybody else: OWASP ASVS 2.1.

Length, common passwords and likeness to the person are Django's own validators in the settings.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from bureau.accounts.models import User

from .models import Credential, PastPassword

CLASSES = (str.islower, str.isupper, str.isdigit)


def class_count(password: str) -> int:
    """How many of: small letters, capitals, digits, anything else."""
    plain = [any(is_of(char) for char in password) for is_of in CLASSES]
    return sum(plain) + any(not (char.isascii() and char.isalnum()) for char in password)


class StaffPasswordValidator:
    """For persons of the bureau: three of four classes, without the user name, none of the last five."""

    def validate(self, password, user=None):
        """Raise ValidationError with what is wrong."""
        if user is None or not user.is_staff or not settings.STAFF_PASSWORD_RULES:
            return
        if class_count(password) < settings.STAFF_PASSWORD_CLASSES:
            raise ValidationError("密码须含大写字母、小写字母、数字、其他符号中的至少三类。", code="password_classes")
        if user.username and user.username.lower() in password.lower():
            raise ValidationError("密码不能含有用户名。", code="password_has_name")
        if user.pk and any(check_password(password, past) for past in _past(user)):
            raise ValidationError(
                f"不能使用最近 {settings.STAFF_PASSWORD_REMEMBERED} 次用过的密码。", code="password_used"
            )

    def get_help_text(self):
        """What the person reads beside the field."""
        return (
            "工作人员的密码须含大写字母、小写字母、数字、其他符号中的至少三类，不含用户名，且不与最近五次用过的相同。"
        )

    def password_changed(self, password, user=None):
        """Django calls this whenever a password has been set, whoever set it."""
        if user is None or not user.pk:
            return
        Credential.objects.update_or_create(
            user=user, defaults={"password_changed_at": timezone.now(), "is_temporary": False}
        )
        if user.is_staff:
            PastPassword.objects.create(user=user, hash=user.password)
            kept = PastPassword.objects.filter(user=user).order_by("-pk")[: settings.STAFF_PASSWORD_REMEMBERED]
            PastPassword.objects.filter(user=user).exclude(pk__in=[past.pk for past in kept]).delete()


def _past(user: User) -> list[str]:
    rows = PastPassword.objects.filter(user=user).order_by("-pk")
    return list(rows.values_list("hash", flat=True)[: settings.STAFF_PASSWORD_REMEMBERED])


def make_temporary(user: User) -> None:
    """Somebody else gave this password: it opens the door once, to a page that asks for another."""
    Credential.objects.update_or_create(user=user, defaults={"is_temporary": True})


def must_change(user: User) -> bool:
    """Whether the password was given by somebody else, or is older than the bureau lets its people keep one."""
    credential = Credential.objects.of(user)
    if credential.is_temporary:
        return True
    days = settings.STAFF_PASSWORD_DAYS
    return bool(
        user.is_staff
        and user.has_usable_password()
        and days
        and credential.password_changed_at < timezone.now() - timedelta(days=days)
    )
