"""How allauth signs in here: by our lock, with our sentences, to the page that is the person's own."""

import re
import secrets

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from bureau.accounts.models import User
from bureau.personal import decrypt, encrypt

from . import devices, lockout, workflow


class AccountAdapter(DefaultAccountAdapter):
    """allauth's account flows."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "用户名（手机号）或密码不正确。",
        "invalid_login": "用户名（手机号）或密码不正确。",
        "too_many_login_attempts": "尝试次数过多，请 15 分钟后再试。",
        "incorrect_password": "密码不正确。",
        "incorrect_code": "验证码不正确或已失效。",
        "enter_current_password": "当前密码不正确。",
        "locked": f"连续 {settings.SIGN_IN_FAILURES} 次登录失败，该账号在您的网络地址上已锁定。"
        f"请 {settings.SIGN_IN_LOCK_MINUTES} 分钟后再试；急用请联系系统管理员解锁。",
    }

    def authenticate(self, request, **credentials):
        """Check the password behind the lock."""
        name = credentials.get("username", "")
        address = request.META.get("REMOTE_ADDR", "")
        try:
            return lockout.attempt(name, address, lambda: authenticate(request, **credentials))
        except lockout.Locked:
            raise self.validation_error("locked") from None

    def get_client_ip(self, request):
        """The address that the proxy's middleware has made sure of."""
        return request.META.get("REMOTE_ADDR", "")

    def is_open_for_signup(self, request):
        """Accounts are made by registration and by the bureau."""
        return False

    def is_safe_url(self, url):
        """Only this host, however it is written."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_login_redirect_url(self, request):
        """Persons of the bureau go to the business side, everybody else to the workspace."""
        return reverse("admin:index") if request.user.is_staff else resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, request):
        """Back to one's account, or on to the next duty."""
        return reverse("signin:account")

    @transaction.atomic
    def login(self, request, user):
        """Sign in: the session, its row and the book, or nothing (D9)."""
        super().login(request, user)

    def post_login(self, request, user, **kwargs):
        """Know the browser; tell the person of a new one."""
        response = super().post_login(request, user, **kwargs)
        if device := devices.recognise(request, response, user):
            workflow.tell_new_device(user, device, request.META.get("REMOTE_ADDR", ""))
        return response

    def get_login_stages(self):
        """After allauth's own steps, the text message."""
        return [*super().get_login_stages(), "bureau.signin.stages.SmsStage"]


class MFAAdapter(DefaultMFAAdapter):
    """allauth's second factors, their secrets encrypted like all personal data."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "验证码不正确或已失效。",
        "cannot_delete_authenticator": "工作人员必须保留一种二次验证方式。请先设置另一种，再停用这一种。",
    }

    def encrypt(self, text):
        """Under the key of personal data."""
        return encrypt(text)

    def decrypt(self, encrypted_text):
        """Under the key that wrote it."""
        return decrypt(encrypted_text)

    def get_totp_issuer(self):
        """The name that the person's app shows."""
        return settings.SITE_NAME

    def get_totp_label(self, user):
        """The account as the person's app shows it."""
        return user.username

    def _get_site_name(self):
        return settings.SITE_NAME

    def can_delete_authenticator(self, authenticator):
        """Persons of the bureau keep one factor of cryptography."""
        user = authenticator.user
        if not (settings.SECOND_FACTOR_REQUIRED and user.is_staff):
            return True
        others = user.authenticator_set.exclude(pk=authenticator.pk).exclude(type="recovery_codes")
        return authenticator.type == "recovery_codes" or others.exists()


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """统一身份认证: it says who somebody is; what they may do is said here."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "no_password": "请先设置密码，再解除绑定，否则将无法登录。",
        "disconnect_last": "这是您唯一的登录方式，请先设置密码，再解除绑定。",
    }

    def pre_social_login(self, request, sociallogin):
        """Addresses that a provider tells bind nothing: a person binds their own, by code."""
        sociallogin.email_addresses = []

    def is_open_for_signup(self, request, sociallogin):
        """Whether who is unknown here gets an account at the first visit."""
        return settings.OIDC_OPENS_ACCOUNTS

    def is_auto_signup_allowed(self, request, sociallogin):
        """No form in between."""
        return True

    def populate_user(self, request, sociallogin, data):
        """An account outside the bureau, with the name that the provider tells, and the number if nobody has it."""
        user = sociallogin.user
        told = sociallogin.account.get_provider_account().get_user_data() or {}
        number = str(told.get("phone_number", "")).removeprefix("+86").replace(" ", "")
        user.username = f"oidc-{secrets.token_hex(5)}"
        user.name = str(told.get("name", ""))[:50]
        if re.fullmatch(r"1[3-9]\d{9}", number) and not User.objects.with_mobile(number).exists():
            user.mobile = number
        return user

    def get_connect_redirect_url(self, request, socialaccount):
        """Back to where identities are bound."""
        return reverse("socialaccount_connections")
