"""The rules of 技术合同认定登记 by period: which kinds there are, how long a registry has, when experts look (rules.md 4.1–4.4)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bureau.workdays import workdays_after

from .choices import ContractKind

FOUR = (ContractKind.DEVELOPMENT, ContractKind.TRANSFER, ContractKind.CONSULTING, ContractKind.SERVICE)
FIVE = tuple(ContractKind)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One period: ``days`` from acceptance to the decision, working days or calendar days; experts from ``expert_from`` yuan."""

    code: str
    valid_from: date
    basis: str
    kinds: tuple[ContractKind, ...]
    days: int
    are_workdays: bool
    expert_from: Decimal | None = None
    expert_days: int = 0

    def needs_experts(self, technology_value: Decimal) -> bool:
        """Whether the contract is large enough for experts to look at it."""
        return self.expert_from is not None and technology_value >= self.expert_from

    def due_on(self, accepted_on: date, technology_value: Decimal) -> date:
        """The last day for the decision on what was accepted on ``accepted_on``."""
        days = self.expert_days if self.needs_experts(technology_value) else self.days
        return workdays_after(accepted_on, days) if self.are_workdays else accepted_on + timedelta(days=days)


RULE_SETS = (
    RuleSet("2001", date(2000, 2, 16), "技术合同认定登记管理办法（国科发政字〔2000〕063号）、技术合同认定规则（国科发政字〔2001〕253号）", FOUR, 30, False),
    RuleSet("2021", date(2021, 1, 1), "同上；民法典第八百六十二条起，技术许可为单独一类", FIVE, 30, False),
    RuleSet("2026", date(2026, 3, 1), "技术合同认定登记管理办法（工业和信息化部，2026 年 3 月 1 日起施行；期限按 2024 年征求意见稿）", FIVE, 15, True, Decimal(5_000_000), 30),
)  # fmt: skip


def rules_on(day: date) -> RuleSet:
    """The rules in force on a day."""
    return next(rules for rules in reversed(RULE_SETS) if rules.valid_from <= day)


def number_of(year: int, serial: int, place: str = "3607", point: str = "01") -> str:
    """合同登记编号, sixteen digits: year, province and city (GB/T 2260), registry, serial."""
    return f"{year:04d}{place}{point}{serial:06d}"
