"""A person registers: a mobile number proved by a code, a name, a password, consent to the privacy policy."""

import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.messaging import backends
from bureau.privacy import consents
from bureau.signin import codes
from bureau.workflow import Refused

PURPOSE = "registration"


def ask_for_code(mobile: str) -> None:
    """Send a code to the number. Its holder alone learns that it has an account already."""
    taken = User.objects.with_mobile(mobile).exists()
    codes.send(mobile, PURPOSE, is_real=not taken)
    if taken:
        try:
            backends.send_sms(mobile, "您的手机号已注册账号，不必再次注册：请直接登录，忘记密码的请用“找回密码”。")
        except (backends.NotSent, backends.Uncertain) as failure:
            raise Refused("短信没有发送成功，请稍后再试；多次不成功请联系我们。") from failure


def register(*, mobile: str, code: str, name: str, email: str, password: str, consented: bool) -> User:
    """Make the account. Refused without consent, with a wrong code, or with a password that is none."""
    if not consented:
        raise Refused("请阅读并同意隐私政策。不同意则不能注册账号，仍可浏览公开信息。")
    user = User(username=f"u{secrets.token_hex(5)}", mobile=mobile, name=name, email=email)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused("".join(error.messages)) from error
    if not codes.check(mobile, PURPOSE, code):
        raise Refused("验证码不正确或已失效，请核对短信中的 6 位数字，或重新获取。")
    user.set_password(password)
    try:
        with transaction.atomic():
            user.full_clean()
            user.save()
            record(user, "register_person", by=user, reason=f"同意隐私政策（{settings.PRIVACY_VERSION}）")
            consents.give(consents.privacy_policy(), user, by=user)
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
    except IntegrityError as error:
        raise Refused("这个手机号刚刚注册了账号，请直接登录。") from error
    return user
