"""What a person must do before anything else: change a password, set up a second factor.

Looked up once at sign-in and kept in the session, so that pages pay nothing for it.
"""

from allauth.mfa.models import Authenticator
from django.conf import settings

from . import passwords

KEY = "sign_in_duties"
PASSWORD, FACTOR = "password", "factor"
WHERE = {PASSWORD: "account_change_password", FACTOR: "mfa_activate_totp"}
ALWAYS_OPEN = {
    "account_logout", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "session-extend",
    "admin:logout", "admin:jsi18n",
}  # fmt: skip
OPEN = {
    PASSWORD: {"account_change_password", "account_set_password"},
    FACTOR: {
        "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_view_recovery_codes",
        "mfa_download_recovery_codes", "mfa_generate_recovery_codes",
    },
}  # fmt: skip
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def find(user) -> list[str]:
    """The person's duties, in the order in which they are done."""
    found = [PASSWORD] if passwords.must_change(user) else []
    return found + ([FACTOR] if lacks_factor(user) else [])


def lacks_factor(user) -> bool:
    """Persons of the bureau need a second factor of cryptography (GB/T 22239-2019 8.1.4.1 d)."""
    if not (settings.SECOND_FACTOR_REQUIRED and user.is_staff):
        return False
    return not Authenticator.objects.filter(user=user, type__in=STRONG).exists()


def note(request, user) -> None:
    """Keep the person's duties in the session; forget those that are done."""
    found = find(user)
    if found or KEY in request.session:
        request.session[KEY] = found


def warning(request) -> list[str] | None:
    """What the head of the admin says where no second factor is asked for."""
    return None if settings.SECOND_FACTOR_REQUIRED else ["演示环境：未启用二次验证", "warning"]
