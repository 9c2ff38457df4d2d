"""What Django and allauth tell only by signals: that somebody signed in or out, that a second factor came or went."""

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out

from bureau.audit.book import note

from . import duties, sessions, workflow
from .choices import FACTORS, Ending


def connect() -> None:
    """Connect every receiver once."""
    for signal, receiver in (
        (user_logged_in, signed_in),
        (user_logged_out, signed_out),
        (authenticator_added, factor_added),
        (authenticator_removed, factor_removed),
        (authenticator_reset, factor_reset),
        (authentication_failed, factor_failed),
        (password_changed, password_given),
        (password_set, password_given),
        (password_reset, password_given),
        (social_account_added, identity_added),
        (social_account_removed, identity_removed),
    ):
        signal.connect(receiver, dispatch_uid=f"bureau.signin.{receiver.__name__}")


def _note(verb: str, user, subject: str = "", reason: str = "") -> None:
    note(verb, by=user, subject=subject or str(user), reason=reason, model="accounts.user", object_id=user.pk)


def signed_in(request, user, **kwargs) -> None:
    """A session begins."""
    duties.note(request, user)
    sessions.begin(request, user)
    _note("sign_in", user)


def signed_out(request, user, **kwargs) -> None:
    """A session is about to be cleared."""
    if user is not None:
        sessions.note_end(request, user)


def factor_added(request, user, authenticator, **kwargs) -> None:
    """A second factor was set up."""
    _note("add_factor", user, FACTORS[authenticator.type])
    duties.note(request, user)


def factor_removed(request, user, authenticator, **kwargs) -> None:
    """A second factor was given up."""
    _note("remove_factor", user, FACTORS[authenticator.type])
    duties.note(request, user)


def factor_reset(request, user, authenticator, **kwargs) -> None:
    """New recovery codes."""
    _note("reset_factor", user, FACTORS[authenticator.type])


def factor_failed(request, user, authenticator, **kwargs) -> None:
    """A wrong code."""
    _note("factor_failed", user, FACTORS[authenticator.type])


def password_given(request, user, **kwargs) -> None:
    """The person chose another password: other sessions end."""
    _note("change_password", user)
    keep = request.session.session_key if request.user.is_authenticated else None
    sessions.end_others(user, keep=keep, how=Ending.PASSWORD, by=user)
    workflow.tell_password_changed(user)
    if keep:
        duties.note(request, user)


def identity_added(request, sociallogin, **kwargs) -> None:
    """An account of 统一身份认证 was joined to this one."""
    _note("add_identity", sociallogin.user, sociallogin.account.provider)


def identity_removed(request, socialaccount, **kwargs) -> None:
    """The account of 统一身份认证 was taken off."""
    _note("remove_identity", socialaccount.user, socialaccount.provider)
