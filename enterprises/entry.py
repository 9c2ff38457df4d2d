"""Who may come into the reserve by the bureau's own rule, and whose time in it is over."""

from datetime import date
from fractions import Fraction

from django.utils import timezone

from bureau.accounts.models import Organisation

from . import assessing
from .assessment.engine import Unreadable
from .models import ReserveRule, YearlyData


def rule_on(day: date) -> ReserveRule:
    """The bureau's rule in force; while it has written none, the usual one (unsaved)."""
    found = ReserveRule.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    return found or ReserveRule(valid_from=day, source="常用参数（本局尚未录入入库规则）")


def latest_data(organisation: Organisation) -> YearlyData | None:
    """The firm's last year that was handed in."""
    return YearlyData.objects.exclude(submitted_at=None).filter(organisation=organisation).order_by("-year").first()


def obstacles(organisation: Organisation, day: date | None = None) -> list[str]:
    """What speaks against admitting the firm, each with the number and the rule's threshold."""
    day = day or timezone.localdate()
    rule, data = rule_on(day), latest_data(organisation)
    if data is None:
        return ["企业还没有提交年度数据。"]
    try:
        firm, answer = assessing.answer_for(data)
    except Unreadable as unreadable:
        return [str(problem) for problem in unreadable.problems]
    lines = {line.code: line for line in answer.conditions}
    lines |= {part.code: part for line in answer.conditions for part in line.parts}
    shares = (
        ("4", rule.least_staff, "科技人员占职工总数"),
        ("5.1", rule.least_research, "研发费用占销售收入"),
        ("6", rule.least_high_tech, "高新技术产品（服务）收入占总收入"),
    )
    found = [
        f"{words} {lines[code].shown or '无法计算'}，入库要求不低于 {least}%。"
        for code, least, words in shares
        if lines[code].value is None or lines[code].value < Fraction(least, 100)
    ]
    days = (day - firm.registered_on).days
    if days < rule.least_days:
        found.append(f"注册 {days} 天，入库要求满 {rule.least_days} 天。")
    if lines["2.1"].value < rule.least_rights:
        found.append(f"可计入的知识产权 {lines['2.1'].value} 项，入库要求 {rule.least_rights} 项。")
    if answer.score.maximum < rule.least_score:
        found.append(f"创新能力评分至多 {answer.score.span} 分，入库要求可达 {rule.least_score} 分。")
    if firm.no_incident is False:
        found.append("企业声明发生过重大安全、质量事故或严重环境违法行为。")
    return found


def is_certified(organisation: Organisation, day: date) -> bool:
    """Whether the firm is recognised already."""
    return organisation.recognitions.high_tech().valid_on(day).exists()
