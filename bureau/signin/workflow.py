"""What a person may do with their own account: another number, another address, another name, another password."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import note, record, snapshot
from bureau.messaging.workflow import send
from bureau.personal import mask
from bureau.workflow import Refused

from . import codes, sessions
from .choices import Ending
from .models import Credential, Device

CONTACTS = {"mobile": "手机号", "email": "电子邮箱"}


def moment() -> str:
    """Now, as messages write it."""
    return f"{timezone.localtime():%Y年%-m月%-d日 %H:%M}"


def change_contact(user: User, *, by: User, what: str, value: str, code: str) -> None:
    """Bind the mobile number or e-mail address that the code proves. Refused with the sentence for the person."""
    if not codes.check(value, "contact", code):
        raise Refused("验证码不正确或已失效，请核对，或重新获取。")
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        before = snapshot(user)
        setattr(user, what, value)
        if what == "mobile":
            _demand_free(user, value)
        user.save()
        record(user, "change_contact", by=by, before=before)
        send(
            "signin.contact_changed",
            to=user,
            key=f"contact:{user.pk}:{timezone.now().timestamp()}",
            context={"what": CONTACTS[what], "when": moment(), "value": mask(value)},
        )


def _demand_free(user: User, number: str) -> None:
    """Said only to who has proved to hold the number."""
    if User.objects.with_mobile(number).exclude(pk=user.pk).exists():
        raise Refused("该手机号已绑定另一个账号。请先在那个账号中更换手机号，或联系我们。")


def change_name(user: User, *, by: User, name: str) -> None:
    """Another name on the account."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        before = snapshot(user)
        user.name = name
        try:
            user.clean_fields(exclude=["password"])
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        user.save(update_fields=["name"])
        record(user, "change", by=by, before=before)


def reset_password(user: User, *, password: str) -> None:
    """A new password for who proved to hold the account's number; every session ends, a second factor stays asked for."""
    with transaction.atomic():
        user.set_password(password)
        user.save()
        note("reset_password", by=user, subject=str(user), model="accounts.user", object_id=user.pk)
        sessions.end_others(user, keep=None, how=Ending.PASSWORD, by=user)
        tell_password_changed(user)


def tell_password_changed(user: User) -> None:
    """Tell the person that the password is another one."""
    key = f"password:{user.pk}:{timezone.now().timestamp()}"
    send("signin.password_changed", to=user, key=key, context={"when": moment()})


def tell_new_device(user: User, device: Device, address: str) -> None:
    """Tell the person that somebody came from a browser they never came from."""
    context = {"when": moment(), "device": device.label, "address": address}
    send("signin.new_device", to=user, key=f"device:{device.pk}", context=context, url="/account/sessions/")


def set_sms_factor(user: User, *, by: User, is_on: bool) -> None:
    """Ask for a code by text message at each sign-in, or no more."""
    if is_on and not user.mobile:
        raise Refused("请先绑定手机号。")
    with transaction.atomic():
        Credential.objects.of(user)
        Credential.objects.filter(user=user).update(has_sms_factor=is_on)
        note(
            "add_factor" if is_on else "remove_factor",
            by=by,
            subject="短信验证码",
            model="accounts.user",
            object_id=user.pk,
        )
