"""What the portal holds of a person, and how they leave (个人信息保护法 art. 45–47, 网络数据安全管理条例 art. 23–25).

Whatever points to the person is theirs: the walk follows the foreign keys of every app, so that a new table is in the export
from its first day. Work they did for the bureau or a unit is told by the book; secrets are no information about anybody.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import models, transaction
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import Membership, User
from bureau.audit.book import note, record, snapshot
from bureau.audit.choices import VERBS
from bureau.audit.models import Entry
from bureau.messaging import backends
from bureau.messaging.models import Delivery, Message, Preference
from bureau.personal import BlindIndexField
from bureau.text import SearchTermsField
from bureau.workflow import Refused

from . import sessions
from .choices import Ending
from .models import Credential, Device, PastPassword

MOST_ROWS = 5000
SECRET_MODELS = (PastPassword,)
SECRETS = {"password", "hash", "key", "data", "mac", "token", "name_index", "code"}
KEPT = (
    ("审计台账中的操作记录", "网络安全法第二十三条要求留存日志不少于六个月；台账只增不改，保留操作人署名。"),
    ("已提交的申报、注册、签署等业务记录中的署名", "属于行政管理档案，按档案法和科技计划管理办法保存。"),
    ("注销申请本身", "证明是您本人提出的，保存三年。"),
)
REMOVED = (
    "姓名、手机号、电子邮箱、用户名",
    "密码、二次验证、恢复代码、统一身份认证绑定",
    "登录设备、登录状态和站内消息",
    "单位成员身份和角色",
)


@dataclass(slots=True)
class Part:
    """Rows of one kind that are about the person."""

    title: str
    headings: list[str]
    rows: list[list]


def held_on(user: User) -> list[Part]:
    """Everything held on the person, by kind; kinds without a row are left out."""
    own = Part("账号", *_table(User, [user]))
    own.headings.append("角色")
    own.rows[0].append("、".join(group.name for group in user.groups.all()))
    found = (_related(user, model, fields) for model, fields in _relations(with_deeds=not user.is_staff).items())
    return [own, *(part for part in found if part.rows), _deeds(user)]


def _relations(*, with_deeds: bool) -> dict[type[models.Model], list[str]]:
    """Every table that is about persons, with its foreign keys to them.

    ``with_deeds``: also what somebody handed in, signed or decided. For persons of the bureau that is the bureau's work,
    which the book tells.
    """
    found: dict[type[models.Model], list[str]] = {}
    for relation in User._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        model, name = relation.related_model, relation.field.name
        if model in (*SECRET_MODELS, Entry) or model._meta.auto_created or (name.endswith("_by") and not with_deeds):
            continue
        found.setdefault(model, []).append(name)
    return found


def _related(user: User, model: type[models.Model], fields: list[str]) -> Part:
    theirs = models.Q(*((name, user) for name in fields), _connector=models.Q.OR)
    rows = model._base_manager.filter(theirs).order_by("-pk")[:MOST_ROWS]
    return Part(str(model._meta.verbose_name), *_table(model, rows, without=fields))


def _table(model: type[models.Model], rows, without: Iterable[str] = ()) -> tuple[list[str], list[list]]:
    fields = [
        f
        for f in model._meta.concrete_fields
        if f.name not in SECRETS | {"id", *without}
        and not isinstance(f, (BlindIndexField, SearchTermsField, models.GeneratedField))
        and not f.name.endswith("_key")
    ]
    return [str(f.verbose_name) for f in fields], [[_plain(row, f) for f in fields] for row in rows]


def _plain(row: models.Model, field: models.Field):
    value = getattr(row, field.attname)
    if value in (None, ""):
        return ""
    if field.choices:
        return getattr(row, f"get_{field.name}_display")()
    if isinstance(field, models.ForeignKey):
        return str(getattr(row, field.name))
    if isinstance(field, models.DateTimeField):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(field, models.BooleanField):
        return "是" if value else "否"
    return value if isinstance(value, (int, float)) else str(value)


def _deeds(user: User) -> Part:
    lines = Entry.objects.filter(actor=user).order_by("-pk")[:MOST_ROWS]
    rows = [
        [f"{timezone.localtime(e.at):%Y-%m-%d %H:%M:%S}", VERBS.get(e.verb, e.verb), e.subject, e.origin] for e in lines
    ]
    return Part("操作记录", ["时间", "操作", "对象", "网络地址"], rows)


def hindrances(user: User) -> list[str]:
    """Sentences on what must be done before the person can leave."""
    if user.is_staff:
        return ["工作人员账号由系统管理员停用，请联系系统管理员。"]
    found = []
    for membership in user.memberships.filter(ended_at=None, role=MembershipRole.MANAGER).select_related(
        "organisation"
    ):
        others = Membership.objects.filter(organisation=membership.organisation, ended_at=None).exclude(user=user)
        if others.exists():
            found.append(f"您是“{membership.organisation}”的单位管理员，请先把职务移交给其他成员。")
    return found


@transaction.atomic
def erase(user: User, *, by) -> None:
    """Take off everything of the person that no law keeps. What is kept is said in ``KEPT``. Refused with what hinders."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if found := hindrances(user):
        raise Refused("".join(found))
    number = user.mobile
    note("erase_account", by=by, subject=str(user), model="accounts.user", object_id=user.pk)
    sessions.end_others(user, keep=None, how=Ending.CLOSED, by=by)
    for membership in user.memberships.filter(ended_at=None):
        before = snapshot(membership)
        membership.ended_by, membership.ended_at = by, timezone.now()
        membership.save(update_fields=["ended_by", "ended_at"])
        record(membership, "end_membership", by=by, before=before, reason="账号注销")
    user.groups.clear()
    user.consents.standing().withdraw()
    Delivery.objects.filter(message__user=user).delete()
    for model in (Authenticator, SocialAccount, EmailAddress, Device, PastPassword, Credential, Message, Preference):
        model.objects.filter(user=user).delete()
    user.username, user.name = f"closed-{user.pk}", "已注销用户"
    user.mobile = user.email = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()
    if number:
        transaction.on_commit(lambda: _farewell(number))


def _farewell(number: str) -> None:
    """The last message; if it does not leave, nothing is lost."""
    with suppress(backends.NotSent, backends.Uncertain):
        backends.send_sms(number, "您的账号已按您的申请注销，个人信息已删除。")
