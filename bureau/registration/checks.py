"""What can be told of a code and a name while they are typed, and again when they are decided upon."""

import hashlib
from dataclasses import dataclass

from bureau.accounts.choices import OrganisationKind
from bureau.accounts.models import Membership, Organisation
from bureau.codes import CREDIT_CODE_CLASSES, credit_code_class_fault, credit_code_fault
from bureau.personal import mask
from bureau.text import name_key

from .choices import CODE_CLASSES
from .models import Registration


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know: ``tone`` as the pages colour it; ``stops`` when nothing can be handed in because of it.

    ``join`` is the code of the unit that one may ask to join instead.
    """

    text: str
    tone: str = "info"
    stops: bool = False
    join: str = ""


def code_fault(code: str, kind: str) -> str:
    """Why a normalised code cannot be that of such a unit, as a sentence; empty when it can."""
    if fault := credit_code_fault(code) or credit_code_class_fault(code):
        return f"{fault}。请对照营业执照或法人证书核对。"
    fitting = CODE_CLASSES.get(kind, (code[:2],))
    if code[:2] in fitting:
        return ""
    words = OrganisationKind(kind).label
    return (
        f"单位类型选的是“{words}”，而信用代码前两位“{code[:2]}”表示{CREDIT_CODE_CLASSES[code[:2]]}。"
        "请核对信用代码或改选单位类型。"
    )


def known_unit(code: str, name: str) -> Organisation | None:
    """The unit that the portal knows by this code, or by this name if it has no code yet. Several decide nothing."""
    unit = Organisation.objects.filter(credit_code=code).first()
    if unit is None:
        nameless = list(Organisation.objects.known_as(name).filter(credit_code=None)[:2])
        unit = nameless[0] if len(nameless) == 1 else None
    return unit


def manager_of(unit: Organisation) -> Membership | None:
    """The present 单位管理员."""
    return Membership.objects.managers().filter(organisation=unit).select_related("user").first()


def occupied(unit: Organisation, manager: Membership) -> str:
    """What to tell somebody who registers a unit that has its 单位管理员: whom to ask."""
    return (
        f"“{unit}”已在本平台注册，单位管理员是{mask(str(manager.user)) or '（未登记姓名）'}。"
        "不必再次注册：请申请加入，由其同意；或联系其在“我的单位”中邀请您。"
    )


def findings(code: str, name: str, *, division=None, but: Registration | None = None) -> list[Finding]:
    """What the portal knows of such a unit: who manages it, that it will be claimed, who bears the same name."""
    found: list[Finding] = []
    unit = known_unit(code, name) if code or name else None
    if unit is not None:
        found += _of_known(unit, name, division)
    namesakes = Organisation.objects.known_as(name).exclude(pk=unit.pk if unit else None) if name else ()
    for other in list(namesakes[:3]):
        was = "" if other.name_key == name_key(name) else "曾"
        found.append(
            Finding(
                f"另一单位“{other}”（信用代码 {other.credit_code or '未登记'}）{was}使用这个名称。"
                "若为同一单位，请核对信用代码。",
                "warning",
            )
        )
    waiting = Registration.objects.waiting().filter(credit_code=code).exclude(pk=but.pk if but else None)
    if code and (other := waiting.select_related("created_by").first()):
        who = mask(str(other.created_by))
        found.append(
            Finding(f"该单位已有一份注册正在审核（由{who}提交），请等待结果或与其联系。", "danger", stops=True)
        )
    return found


def said(told: list[Finding]) -> str:
    """A mark of what was told, by which a form knows that its person has read it."""
    return hashlib.sha256("".join(finding.text for finding in told).encode()).hexdigest()[:16]


def _of_known(unit: Organisation, name: str, division) -> list[Finding]:
    if manager := manager_of(unit):
        return [Finding(occupied(unit, manager), "danger", stops=True, join=unit.credit_code or "")]
    found = [Finding(f"本平台已有“{unit}”的记录（来自历年清单）。审核通过后由申请人认领，不会重复建立。")]
    if name and name_key(name) != unit.name_key:
        found.append(
            Finding(
                f"本平台登记的名称是“{unit}”，与填写的“{name}”不同。审核通过后改为新名称，原名称作为曾用名保留。",
                "warning",
            )
        )
    if division and unit.division_id and unit.division_id != division.pk:
        found.append(
            Finding(
                f"本平台登记的所在地是“{unit.division}”，与填写的“{division}”不同。审核通过后以填写的为准。", "warning"
            )
        )
    return found
