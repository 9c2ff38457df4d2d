"""Codes of six digits that prove a mobile number or an e-mail address. Kept in the cache, as fingerprints alone.

``send(address, purpose)``, then ``check(address, purpose, code)``; a code is good for one purpose, once, for ten minutes and
five tries. Registration, forgotten passwords, the second factor and changes of number all use these two.
"""

import hmac
import secrets

from django.conf import settings
from django.core.cache import cache

from bureau.audit.book import origin
from bureau.messaging import backends
from bureau.personal import blind_index
from bureau.workflow import Refused

MINUTES = 10
TRIES = 5
PAUSE_SECONDS = 60
A_DAY = 10  # Codes to one address.
AN_HOUR_FROM_ONE_PLACE = 30  # Codes that one network address may ask for.
PURPOSES = {
    "registration": "注册账号", "reset": "找回密码", "factor": "登录验证", "contact": "绑定联系方式"
}  # fmt: skip


def send(address: str, purpose: str, *, is_real: bool = True) -> None:
    """Send a fresh code to a mobile number or an e-mail address. Refused with the sentence for the person.

    ``is_real`` False counts like a sent code and sends none: for addresses of nobody, so that strangers learn nothing.
    """
    _count(address)
    code = f"{secrets.randbelow(10**6):06d}"
    key = _key(address, purpose)
    cache.set(key, _fingerprint(key, code) if is_real else "", MINUTES * 60)
    cache.set(f"{key}:tries", 0, MINUTES * 60)
    if is_real:
        _deliver(address, f"验证码 {code}，用于{PURPOSES[purpose]}，{MINUTES} 分钟内有效。请勿告诉他人。", purpose)


def check(address: str, purpose: str, code: str, *, use_up: bool = True) -> bool:
    """Whether this is the code that was sent. A right code is used up; five wrong ones make it worthless."""
    key = _key(address, purpose)
    kept = cache.get(key)
    if kept is None:
        return False
    try:
        tries = cache.incr(f"{key}:tries")
    except ValueError:
        return False
    if tries > TRIES or not kept or not hmac.compare_digest(kept, _fingerprint(key, code.strip())):
        return False
    return bool(cache.delete(key)) if use_up else True


def _key(address: str, purpose: str) -> str:
    if purpose not in PURPOSES:
        raise KeyError(purpose)
    return f"signin:code:{purpose}:{blind_index(address)}"


def _fingerprint(key: str, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{key}:{code}".encode(), "sha256").hexdigest()


def _count(address: str) -> None:
    index, place = blind_index(address), origin.get()
    if not cache.add(f"signin:code:pause:{index}", 1, PAUSE_SECONDS):
        raise Refused(f"验证码刚刚发送过，请 {PAUSE_SECONDS} 秒后再试。")
    if _spent(f"signin:code:day:{index}", 24 * 3600) > A_DAY:
        raise Refused("这个号码（邮箱）今天获取验证码的次数已用完，请明天再试，或联系我们。")
    if _spent(f"signin:code:hour:{place}", 3600) > AN_HOUR_FROM_ONE_PLACE:
        raise Refused("您的网络地址获取验证码过于频繁，请一小时后再试。")


def _spent(key: str, seconds: int) -> int:
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key)
    except ValueError:  # It ended between the two.
        return 1


def _deliver(address: str, text: str, purpose: str) -> None:
    try:
        if "@" in address:
            backends.send_email(address, f"{settings.SITE_NAME}：{PURPOSES[purpose]}", text)
        else:
            backends.send_sms(address, text)
    except (backends.NotSent, backends.Uncertain) as failure:
        raise Refused("验证码没有发送成功，请稍后再试；多次不成功请联系我们。") from failure
