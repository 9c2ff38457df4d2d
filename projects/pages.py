"""What pages show of calls and applications, in words."""

from datetime import datetime

from django.utils import timezone

from bureau.accounts.choices import OrganisationKind
from projects import budget
from projects.choices import CallStatus, FieldKind
from projects.models import Call, FormVersion


def call_state(call: Call, now: datetime) -> tuple[str, str, int | None]:
    """How a call stands: words, tone, and the days that are left while it is open."""
    if call.status == CallStatus.CANCELLED:
        return "已取消", "danger", None
    if now < call.opens_at:
        return "未开始", "neutral", None
    if now > call.closes_at:
        return "已截止", "neutral", None
    days = (timezone.localdate(call.closes_at) - timezone.localdate(now)).days
    return "正在申报", "success", days


def told_time(moment: datetime) -> str:
    """A moment as pages say it."""
    return f"{timezone.localtime(moment):%Y年%-m月%-d日 %H:%M:%S}".removesuffix(":00")


def call_facts(call: Call, version: FormVersion) -> list[tuple]:
    """Question and answer about a call."""
    kinds = "、".join(OrganisationKind(kind).label for kind in call.applicant_kinds)
    rules = call.rules_of_budget
    facts = [
        ("计划年度", f"{call.plan_year} 年"),
        ("计划类别", call.category),
        ("通知文号", call.notice_number),
        ("支持方式", call.get_support_kind_display()),
        ("单项上限", f"{budget.wan(call.ceiling)} 万元" if call.ceiling else ""),
        ("申报单位", kinds or "不限单位类型"),
        ("申报时间", f"{told_time(call.opens_at)}至{told_time(call.closes_at)}"),
        ("推荐截止", told_time(call.recommend_until)),
        ("预算科目", f"{'、'.join(head.label for head in rules.heads)}（{rules.source}）" if rules else ""),
        ("附件", "、".join(f"{f.label}{'' if f.is_required else '（选交）'}" for f in version.form.of_kind(FieldKind.FILE))),
        ("咨询", call.contact),
    ]  # fmt: skip
    return [(label, value) for label, value in facts if value]
