"""The three ways out of the portal. Each is chosen by a setting: console (the demonstration's), a real one, or off.

A back end either returns, and then the message has left, or raises: NotSent (it certainly has not; another try may help),
Refused (it has not and never will), Uncertain (it may have left: nobody tries again by himself).
"""

import json
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from bureau import webpush
from bureau.personal import mask

from .choices import Channel

_TEMPORARY = 500


class NotSent(Exception):
    """It has not left. ``str()`` says why."""


class Unsendable(NotSent):
    """It has not left, and another try would change nothing."""


class Gone(Unsendable):
    """Nobody is there any more."""


class Uncertain(Exception):
    """It may have left: the other side was told and did not answer."""


def send_sms(number: str, text: str, *, reference: str = "") -> None:
    """Send a text message at once, whatever the hour. Raises NotSent, Unsendable or Uncertain."""
    _SMS[settings.SMS_BACKEND](number, f"【{settings.SMS_SIGN}】{text}", reference)


def send_email(address: str, title: str, text: str, *, reference: str = "") -> None:
    """Send a plain-text e-mail through Django's back end of mail."""
    message = EmailMessage(" ".join(title.split()), text, to=[address])
    if reference:
        message.extra_headers["X-Bureau-Reference"] = reference
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        raise NotSent(f"连接邮件服务器失败：{error}") from error
    try:
        connection.send_messages([message])
    except (SMTPRecipientsRefused, SMTPResponseException) as error:
        code = getattr(error, "smtp_code", 0) or max(c for c, _ in error.recipients.values())
        raise (Unsendable if code >= _TEMPORARY else NotSent)(f"邮件服务器拒收：{error}") from error
    except (SMTPException, OSError) as error:
        raise Uncertain(f"邮件服务器没有答复：{error}") from error
    finally:
        connection.close()


def send_wecom(mobile: str, text: str, *, reference: str = "") -> None:
    """Post to the bureau's 企业微信 group robot, calling on the person by mobile number."""
    _WECOM[settings.WECOM_BACKEND](mobile, text, reference)


def send_push(device, text: dict) -> None:
    """Push to one browser of a person, sealed for it. Raises Gone where the browser has given up its address."""
    if settings.PUSH_KEY is None:
        raise Unsendable("本系统没有开通手机推送。")
    if not may_push_to(device.endpoint):
        raise Unsendable("推送地址不属于允许的推送服务（PUSH_HOSTS）。")
    body = webpush.seal(json.dumps(text, ensure_ascii=False).encode()[: webpush.LONGEST], device.key, device.secret)
    headers = {
        "Authorization": webpush.authorization(settings.PUSH_KEY, device.endpoint, settings.PUSH_CONTACT),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(settings.PUSH_TTL_SECONDS),
    }
    try:
        _exchange(device.endpoint, body, headers)
    except Unsendable as error:
        if isinstance(error.__cause__, urllib.error.HTTPError) and error.__cause__.code in (404, 410):
            raise Gone(str(error)) from error
        raise


def may_push_to(endpoint: str) -> bool:
    """Whether the address, which a browser told us, is of a push service that the operator allows: nothing else is ever called."""
    try:
        place = urlsplit(endpoint)
        host = (place.hostname or "").lower()
        if place.scheme != "https" and not (
            place.scheme == "http" and host == "127.0.0.1" and host in settings.PUSH_HOSTS
        ):
            return False
    except ValueError:
        return False
    return any(host == one or (one.startswith(".") and host.endswith(one)) for one in settings.PUSH_HOSTS)


def is_on(channel: str) -> bool:
    """Whether this way is open at all."""
    return {
        Channel.EMAIL: settings.EMAIL_IS_ON,
        Channel.SMS: settings.SMS_BACKEND != "off",
        Channel.WECOM: settings.WECOM_BACKEND != "off",
        Channel.PUSH: settings.PUSH_KEY is not None,
    }[channel]


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """Who answers with another place is not followed there."""

    def redirect_request(self, *args, **kwargs):
        return None


_OPENER = urllib.request.build_opener(_Nowhere)


def _off(_number: str, _text: str, _reference: str) -> None:
    raise Unsendable("本系统没有开通这种发送方式。")


def _console(label: str) -> Callable:
    def show(number: str, text: str, _reference: str) -> None:
        sys.stdout.write(f"[{label}] {mask(number)} {text}\n")
        sys.stdout.flush()

    return show


def _http_sms(number: str, text: str, reference: str) -> None:
    headers = {"Authorization": f"Bearer {settings.SMS_TOKEN}"} if settings.SMS_TOKEN else {}
    answer = _post(settings.SMS_URL, {"mobile": number, "content": text, "reference": reference}, headers)
    if str(answer.get("code", "0")).upper() not in {"0", "OK", "200"}:
        raise NotSent(f"短信平台未受理：{answer.get('code')} {answer.get('message', '')}"[:300])


def _http_wecom(mobile: str, text: str, _reference: str) -> None:
    body = {"msgtype": "text", "text": {"content": text, "mentioned_mobile_list": [mobile] if mobile else []}}
    answer = _post(settings.WECOM_WEBHOOK_URL, body, {})
    if answer.get("errcode", 0) != 0:
        raise NotSent(f"企业微信未受理：{answer.get('errcode')} {answer.get('errmsg', '')}"[:300])


def _post(url: str, body: dict, headers: dict[str, str]) -> dict:
    """POST JSON, return the JSON answer ({} for none); tells what certainly failed from what may have arrived."""
    data = json.dumps(body, ensure_ascii=False).encode()
    text = _exchange(url, data, {"Content-Type": "application/json; charset=utf-8"} | headers)
    try:
        answer = json.loads(text or b"{}")
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _exchange(url: str, data: bytes, headers: dict[str, str]) -> bytes:
    """POST, return the beginning of the answer; no redirect is followed to a place that nobody allowed."""
    request = urllib.request.Request(  # noqa: S310 The address is the operator's or of an allowed host: http or https.
        url, data, headers, method="POST"
    )
    try:
        with _OPENER.open(request, timeout=settings.PLATFORM_SECONDS) as response:
            return response.read(65_536)
    except urllib.error.HTTPError as error:
        kind = Unsendable if 400 <= error.code < _TEMPORARY and error.code not in (408, 429) else NotSent
        raise kind(f"对方平台答复 HTTP {error.code}") from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, (ConnectionRefusedError, socket.gaierror)):
            raise NotSent(f"连接不上对方平台：{error.reason}") from error
        raise Uncertain(f"对方平台没有答复：{error.reason}") from error
    except OSError as error:
        raise Uncertain(f"对方平台没有答复：{error}") from error


_SMS = {"off": _off, "console": _console("短信"), "http": _http_sms}
_WECOM = {"off": _off, "console": _console("企业微信"), "http": _http_wecom}
