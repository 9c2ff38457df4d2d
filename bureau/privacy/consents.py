"""Separate consent (个人信息保护法 art. 14, 29): the words, their version, and the keeping of who agreed and when.

Whoever changes the words raises the version: an earlier consent is one to the earlier words, and is asked for anew.
"""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.db import models

from .models import Consent


@dataclass(frozen=True, slots=True)
class Statement:
    """What is agreed to."""

    code: str
    version: str
    words: str
    refusal: str  # What is said to whoever does not agree.


# The person's own, and the declaration of who fills in for others.
IDENTITY = Statement(
    "identity_number",
    "2026年第1版",
    "身份证号是敏感个人信息。我已告知该成员：身份证号只用于核对项目负责人和成员的限项、信用记录，加密保存，"
    "随项目档案保存；并已取得本人的单独同意。",
    "没有勾选对身份证号的单独同意，不能保存身份证号。请先告知本人并取得同意；本人不同意的，不能列为项目组成员。",
)
IDENTITY_OWN = Statement(
    "identity_number_own",
    "2026年第1版",
    "身份证号是敏感个人信息。我单独同意市科学技术局处理我的身份证号，用于核对限项和信用记录，加密保存，随项目档案保存。",
    "确认参加须单独同意处理您的身份证号；不同意的请选“不参加”，申报单位会移除您的信息。",
)
SECRET = Statement(
    "bank_account",
    "2026年第1版",
    "银行账号等信息是敏感个人信息。我单独同意市科学技术局处理所填账号，用于拨付和核对项目经费，加密保存，按会计档案规定保存。",
    "没有勾选单独同意，账号没有保存。请勾选后再保存；不同意的可以先不填，立项后凭书面材料办理拨付。",
)


def privacy_policy() -> Statement:
    """What a person who registers agrees to."""
    return Statement(
        "privacy_policy",
        settings.PRIVACY_VERSION,
        "我已阅读并同意隐私政策",
        "请阅读并同意隐私政策。不同意则不能注册账号，仍可浏览公开信息。",
    )


def tick(statement: Statement, **more) -> forms.BooleanField:
    """The box for it: of its own, never ticked beforehand."""
    more.setdefault("required", True)
    return forms.BooleanField(
        label=statement.words, initial=False, error_messages={"required": statement.refusal}, **more
    )


def give(statement: Statement, obj: models.Model, *, by, signature: str = "") -> Consent:
    """Keep a consent with its time and the version of its words. ``by`` is a User, or None with a ``signature``."""
    return Consent.objects.create(
        kind=statement.code, version=statement.version, words=statement.words, model=obj._meta.label_lower,
        object_id=obj.pk, person=by, signature=(signature or str(by))[:100],
    )  # fmt: skip


def is_given(statement: Statement, obj: models.Model) -> bool:
    """Whether somebody agreed to these words, of this version, for this record."""
    if obj.pk is None:
        return False
    asked = Consent.objects.about(obj).standing()
    return asked.filter(kind=statement.code, version=statement.version).exists()


def withdraw(statement: Statement, obj: models.Model) -> None:
    """It ends: what it was given for is another value now, or is gone."""
    Consent.objects.about(obj).filter(kind=statement.code).withdraw()
