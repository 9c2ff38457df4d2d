"""What pages show of 征集 and suggestions, in words."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from projects import budget
from projects.choices import SolicitationStatus, SuggestionStatus
from projects.deadlines import told
from projects.models import Solicitation, Suggestion

TONES = {
    SuggestionStatus.SUBMITTED: "info",
    SuggestionStatus.ADOPTED: "success",
    SuggestionStatus.PARTLY: "success",
    SuggestionStatus.DECLINED: "danger",
}


def solicitation_state(row: Solicitation, now: datetime) -> tuple[str, str, int | None]:
    """How a 征集 stands: words, tone, and the days that are left while it is open."""
    if row.status == SolicitationStatus.CANCELLED:
        return "已取消", "danger", None
    if row.status == SolicitationStatus.SUMMED_UP:
        return "已汇总", "info", None
    if now < row.opens_at:
        return "未开始", "neutral", None
    if now > row.closes_at:
        return "已截止，待汇总", "neutral", None
    return "正在征集", "success", (timezone.localdate(row.closes_at) - timezone.localdate(now)).days


def solicitation_facts(row: Solicitation) -> list[tuple]:
    """Question and answer about a 征集."""
    facts = [
        ("计划年度", f"{row.plan_year} 年"),
        ("计划类别", "\n".join(row.category_list)),
        ("通知文号", row.notice_number),
        ("征集时间", f"{told(row.opens_at)}至{told(row.closes_at)}"),
        ("谁可以提", "单位（由填报人或单位管理员以单位名义），注册用户（以个人名义），局内科室"),
        ("咨询", row.contact),
    ]
    return [(label, value) for label, value in facts if value]


def suggestion_facts(row: Suggestion, *, is_editable: bool) -> list[tuple]:
    """Question and answer of a suggestion; with where to change each."""
    edit = reverse("projects:suggestion-edit", args=[row.pk]) if is_editable else ""

    def fact(name: str, label: str, value) -> tuple:
        return (label, value or "未填写", f"{edit}#id_{name}") if edit else (label, value or "—")

    return [
        ("以谁的名义", row.suggester),
        fact("category", "计划类别", row.category),
        fact("title", "建议方向", row.title),
        fact("field", "所属领域", str(row.field) if row.field_id else ""),
        fact("problem", "需求与问题", row.problem),
        fact("goals", "拟达到的目标", row.goals),
        fact("amount", "预计经费", f"{budget.wan(row.amount)} 万元" if row.amount is not None else ""),
        fact("years", "预计年限", f"{row.years} 年" if row.years else ""),
        fact("wording", "建议的指南表述", row.wording or "（没有建议表述）"),
        fact("shows_name", "公布结果时署名", "署名" if row.shows_name else "不署名"),
    ]
