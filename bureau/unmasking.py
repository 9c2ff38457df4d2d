"""Seeing one piece of personal data in full: asked for with a reason, written into the book before it is shown.

Basis: 个人信息保护法 art. 51 (access by rule, record of operations), GB/T 22239-2019 8.1.4.3 (audit of each look).
"""

from django.core.exceptions import PermissionDenied
from django.db import models

from bureau.audit.book import note
from bureau.personal import EncryptedTextField
from bureau.workflow import Refused


def secret_fields(model: type[models.Model]) -> dict[str, str]:
    """The personal data that rows of ``model`` hold: field name to its Chinese name."""
    return {f.name: str(f.verbose_name) for f in model._meta.concrete_fields if isinstance(f, EncryptedTextField)}


def may_unmask(model: type[models.Model], user) -> bool:
    """Whether the person may see personal data of this kind of row at all."""
    return bool(secret_fields(model)) and user.has_perm(f"{model._meta.app_label}.unmask_{model._meta.model_name}")


def unmask(obj: models.Model, field: str, *, by, reason: str) -> str:
    """The value of one field in full. Raises PermissionDenied for rows or persons without it, Refused with a sentence."""
    if not may_unmask(type(obj), by) or not type(obj)._default_manager.visible_to(by).filter(pk=obj.pk).exists():
        raise PermissionDenied("unmask")
    words = secret_fields(type(obj)).get(field)
    if words is None:
        raise Refused("请选择要查看的一项。")
    if not reason.strip():
        raise Refused("请写明查看理由。")
    if not getattr(obj, field):
        raise Refused(f"“{obj}”没有登记{words}。")
    note(
        "unmask",
        by=by,
        subject=str(obj),
        reason=reason,
        model=obj._meta.label_lower,
        object_id=obj.pk,
        changes={"field": words},
    )
    return getattr(obj, field)
