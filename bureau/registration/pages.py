"""What the workspace's pages show of a registration: answers, what is to be filled in, how far it is and who has it."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import Jurisdiction
from bureau.audit.models import Entry
from bureau.personal import mask

from .choices import EDITABLE, RegistrationStatus
from .forms import PART_NAMES
from .models import Registration
from .workflow.registrations import missing

TONES = {
    RegistrationStatus.DRAFT: "neutral",
    RegistrationStatus.SUBMITTED: "info",
    RegistrationStatus.RETURNED: "warning",
    RegistrationStatus.APPROVED: "success",
    RegistrationStatus.REFUSED: "danger",
    RegistrationStatus.WITHDRAWN: "neutral",
}
_STEPS = {"submit": "提交", "return": "退回补正", "approve": "审核通过", "refuse": "不予通过", "withdraw": "撤回"}


def answers(registration: Registration, *, own: bool, change: bool = False) -> list[tuple]:
    """Question and answer, with the address to change it; personal data in full to its own person alone."""
    show = (lambda text: text) if own else mask
    shown = (
        ("unit", "单位类型", registration.get_kind_display()),
        ("unit", "统一社会信用代码", registration.credit_code),
        ("unit", "单位名称", registration.name),
        ("unit", "所在县（市、区）或功能区", registration.division),
        ("contact", "法定代表人（负责人）", registration.legal_representative),
        ("contact", "办公地址", registration.address),
        ("contact", "联系人", show(registration.contact_name)),
        ("contact", "联系电话", show(registration.contact_phone)),
        ("contact", "电子邮箱", show(registration.contact_email) or "未填写"),
        ("licence", "证照扫描件", registration.licence_name),
    )
    return [
        (label, value, reverse("registration:registration-part", args=[registration.pk, part]) if change else "")
        for part, label, value in shown
    ]


def tasks(registration: Registration) -> list[dict]:
    """The parts of the form, each with what it still lacks; handing in opens when nothing is lacking."""
    lacking: dict[str, list[str]] = {}
    for part, sentence in missing(registration):
        lacking.setdefault(part, []).append(sentence)
    found = [
        {
            "label": label,
            "url": reverse("registration:registration-part", args=[registration.pk, part]),
            "status": "待填写" if part in lacking else "已完成",
            "tone": "warning" if part in lacking else "success",
        }
        for part, label in PART_NAMES.items()
    ]
    ready = not lacking
    return [
        *found,
        {
            "label": "核对并提交",
            "url": reverse("registration:registration-check", args=[registration.pk]) if ready else "",
            "status": "可以提交" if ready else "尚不能提交",
            "tone": "info" if ready else "neutral",
            "hint": "" if ready else "以上各项完成后可以提交。",
        },
    ]


def decider(registration: Registration) -> str:
    """Who decides: the unit that recommends it, else the bureau."""
    duties = Jurisdiction.objects.over(
        organisation_id=registration.organisation_id, division_id=registration.division_id
    )
    duty = duties.select_related("unit").first()
    return str(duty.unit) if duty else settings.SITE_ORGAN


def promised_on(registration: Registration):
    """Until when it is decided."""
    return registration.due_on


def timeline(registration: Registration) -> list[dict]:
    """What happened, from the book; then what is to come, and who has it now."""
    lines = Entry.objects.about(registration).filter(verb__in=_STEPS).select_related("actor")[:50]
    office = decider(registration)
    steps = [_step(registration, entry, office) for entry in reversed(lines)]
    if registration.status == RegistrationStatus.SUBMITTED:
        steps.append(
            {
                "label": f"{office}审核",
                "state": "current",
                "note": f"{promised_on(registration):%Y年%-m月%-d日}前给出结果。",
            }
        )
        steps.append({"label": "开通单位工作台", "state": "waiting"})
    elif registration.status in EDITABLE and steps:
        steps.append({"label": "申请人补正后再次提交", "state": "current"})
    elif registration.status == RegistrationStatus.APPROVED:
        steps.append({"label": "单位工作台已开通", "state": "done"})
    return steps


def _step(registration: Registration, entry: Entry, office: str) -> dict:
    if entry.actor_id == registration.created_by_id:
        by = str(registration.created_by)
    else:
        by = settings.SITE_ORGAN if entry.actor and entry.actor.is_staff else office
    return {
        "label": _STEPS[entry.verb],
        "state": "failed" if entry.verb in ("return", "refuse") else "done",
        "at": f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}",
        "by": by,
        "note": entry.reason,
    }
