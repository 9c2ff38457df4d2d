"""What pages show of calls and applications, in words."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.choices import OrganisationKind
from bureau.audit.models import Entry
from bureau.publicity.choices import PUBLISHED, PublicityStatus
from projects import budget
from projects.checking import Draft, field_problems
from projects.choices import (
    EDITABLE,
    ApplicationStatus,
    AssignmentStatus,
    CallStatus,
    DecisionOutcome,
    FieldKind,
    ProposalStatus,
    RoundStatus,
    VisitStatus,
)
from projects.deadlines import closes_at, deadlines, told
from projects.formdata.values import is_shown
from projects.letters import office_of
from projects.models import Application, Call, FormVersion, ProposalLine
from projects.workflow.submitting import check_until


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
        ("申报时间", f"{told(call.opens_at)}至{told(call.closes_at)}"),
        ("推荐截止", told(call.recommend_until)),
        ("预算科目", f"{'、'.join(head.label for head in rules.heads)}（{rules.source}）" if rules else ""),
        ("附件", "、".join(f"{f.label}{'' if f.is_required else '（选交）'}" for f in version.form.of_kind(FieldKind.FILE))),
        ("咨询", call.contact),
    ]  # fmt: skip
    return [(label, value) for label, value in facts if value]


TONES = {
    ApplicationStatus.UNIT_REVIEW: "info",
    ApplicationStatus.SUBMITTED: "info",
    ApplicationStatus.RECOMMENDED: "info",
    ApplicationStatus.UNIT_RETURNED: "warning",
    ApplicationStatus.RETURNED: "warning",
    ApplicationStatus.CORRECTING: "warning",
    ApplicationStatus.ACCEPTED: "success",
    ApplicationStatus.REJECTED: "danger",
    ApplicationStatus.NOT_RECOMMENDED: "danger",
}
_STEPS = {
    "begin": "开始填写",
    "propose_application": "送单位审核",
    "unit_return": "单位退回",
    "submit": "单位审核并提交",
    "edit_again": "收回修改",
    "withdraw": "撤回",
    "resume_application": "恢复填写",
    "recommend": "推荐",
    "return_application": "推荐单位退回修改",
    "decline_application": "不予推荐",
    "ask_correction": "通知一次性补正",
    "hand_in_correction": "提交补正",
    "accept_application": "形式审查通过，受理",
    "plan_visit": "安排现场考察",
    "reject_application": "不予受理",
    "reopen": "单独开放",
}
_FAILED = ("unit_return", "return_application", "decline_application", "reject_application", "ask_correction")


def timeline(application: Application) -> list[dict]:
    """What happened, read off the book; then who has it now, since when, and until when the next step is due."""
    lines = list(Entry.objects.about(application).filter(verb__in=_STEPS).select_related("actor")[:60])
    steps = [
        {
            "label": _STEPS[entry.verb],
            "state": "failed" if entry.verb in _FAILED else "done",
            "at": f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
            "by": _actor(application, entry),
            "note": entry.reason,
        }
        for entry in reversed(lines)
    ]
    return [*steps, *_to_come(application, lines[0].at if lines else application.created_at)]


def _actor(application: Application, entry: Entry) -> str:
    if entry.actor is not None and entry.actor.is_staff:
        return settings.SITE_ORGAN
    if entry.verb in ("recommend", "return_application", "decline_application"):
        return str(application.recommender or settings.SITE_ORGAN)
    return str(application.organisation)


def _to_come(application: Application, since: datetime) -> list[dict]:
    def now(who: str, what: str, until) -> dict:
        term = f"{until:%Y年%-m月%-d日}" if not isinstance(until, datetime) else told(until)
        return {"label": what, "state": "current", "note": f"{who}，自 {told(since)} 起；{term}前完成。"}

    unit, status = str(application.organisation), application.status
    later = {name: {"label": name, "state": "waiting"} for name in ("推荐", "形式审查", "评审")}
    if status in EDITABLE:
        return [now(unit, "填写并提交", closes_at(application)), *later.values()]
    if status == ApplicationStatus.UNIT_REVIEW:
        return [now(f"{unit}（单位管理员）", "单位审核", closes_at(application)), *later.values()]
    if status == ApplicationStatus.SUBMITTED:
        until = deadlines(application.call, application.recommender_id).recommend_until
        return [now(office_of(application), "推荐", until), later["形式审查"], later["评审"]]
    if status == ApplicationStatus.RECOMMENDED:
        return [now(settings.SITE_ORGAN, "形式审查", check_until(application)), later["评审"]]
    if status == ApplicationStatus.CORRECTING:
        return [now(unit, "一次性补正", application.correction_due), later["形式审查"], later["评审"]]
    return after_acceptance(application) if status == ApplicationStatus.ACCEPTED else []


def after_acceptance(application: Application) -> list[dict]:
    """Review, 公示 and result as the unit may know them: no expert, no score, nothing of a decision before it is told."""
    rounds = list(
        application.assignments.standing().exclude(round__status=RoundStatus.PREPARING).select_related("round")
    )
    line = ProposalLine.objects.filter(application=application).select_related("proposal__publicity", "project").first()
    steps = [_review_step(rounds), *_visit_steps(application)]
    publicity = line.proposal.publicity if line and line.outcome == DecisionOutcome.APPROVE else None
    if publicity and publicity.status in PUBLISHED:
        period = f"{publicity.starts_on:%Y年%-m月%-d日}至{publicity.ends_on:%Y年%-m月%-d日}"
        steps[0] = {"label": "评审完成", "state": "done"}
        is_open = publicity.status == PublicityStatus.OPEN
        steps.append({"label": "拟立项", "state": "done"})
        steps.append(
            {"label": "公示中" if is_open else "公示结束", "state": "current" if is_open else "done", "note": period}
        )
    if line and line.proposal.status == ProposalStatus.RELEASED:
        steps[0] = {"label": "评审完成", "state": "done"}
        return [*steps, _result_step(line)]
    return [*steps, {"label": "立项结果", "state": "waiting"}]


def _review_step(assignments: list) -> dict:
    if not assignments:
        return {"label": "评审", "state": "waiting"}
    over = all(a.round.status == RoundStatus.ENDED or a.status == AssignmentStatus.SUBMITTED for a in assignments)
    if over:
        return {"label": "评审完成", "state": "done"}
    until = max(a.round.due_at for a in assignments)
    return {
        "label": "评审中",
        "state": "current",
        "note": f"{settings.SITE_ORGAN}组织专家评审，{told(until)}前完成。",
    }


def _visit_steps(application: Application) -> list[dict]:
    """What the unit is to prepare for, and that it is over; not what was found."""
    return [
        {"label": "现场考察", "state": "current", "note": f"{told(visit.starts_at)}，{visit.place}。{visit.note}"}
        if visit.status == VisitStatus.PLANNED
        else {"label": "现场考察完成", "state": "done"}
        for visit in application.visits.exclude(status=VisitStatus.CANCELLED).order_by("starts_at", "pk")
    ]


def _result_step(line: ProposalLine) -> dict:
    at = f"{timezone.localtime(line.proposal.released_at):%Y-%m-%d %H:%M:%S}"
    if line.struck_at:
        return {"label": "不立项", "state": "failed", "at": at, "note": line.struck_reason}
    if line.outcome == DecisionOutcome.APPROVE:
        words = f"项目编号 {line.number}，资助经费 {budget.wan(line.amount)} 万元。"
        return {"label": "已立项", "state": "done", "at": at, "note": words}
    if line.outcome == DecisionOutcome.RESERVE:
        return {"label": "列为备选", "state": "current", "at": at, "note": line.reason}
    return {"label": "不立项", "state": "failed", "at": at, "note": line.reason}


def section_states(draft: Draft) -> list[dict]:
    """The sections with how far each is: what is filled in of what is asked, and what is wrong."""
    states = []
    for section in draft.terms.form.sections:
        asked = [f for f in section.fields if is_shown(f, draft.terms.form, draft.values)]
        needed = [field for field in asked if field.is_required]
        lacking = [field for field in asked if field_problems(draft, field)]
        done = len([field for field in needed if field not in lacking])
        status = "已完成" if not lacking else f"已完成 {done}／{len(needed)} 项"
        states.append({
            "label": section.title, "status": status, "tone": "warning" if lacking else "success", "code": section.code,
            "url": reverse("projects:application-section", args=[draft.application.pk, section.code]),
        })  # fmt: skip
    return states
