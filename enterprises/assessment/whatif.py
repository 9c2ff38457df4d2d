"""What becomes of the answer when numbers change: a changed copy of the firm, assessed by the same rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from .inputs import Conversion, Firm, Right

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is added to the firm's data; amounts in yuan. ``points`` are expected of experts, by judgement."""

    first_class: int = 0
    second_class: int = 0
    conversions: int = 0
    reassigned: int = 0  # Staff who become S&T staff.
    hired: int = 0  # New S&T staff.
    research: Decimal = ZERO
    high_tech: Decimal = ZERO
    sales: Decimal = ZERO
    assets: Decimal = ZERO
    points: Mapping[str, Decimal] = field(default_factory=dict)


def changed(firm: Firm, change: Change) -> Firm:
    """The firm as it would be. What is not known stays not known."""
    return replace(
        firm,
        ip=firm.ip + _rights(firm, change),
        conversions=firm.conversions
        + tuple(
            Conversion(result=f"（假设）新增转化 {n + 1}", year=firm.latest.year) for n in range(change.conversions)
        ),
        staff=replace(
            firm.staff,
            total=_plus(firm.staff.total, change.hired),
            science=_plus(firm.staff.science, change.reassigned + change.hired),
        ),
        years=(*firm.years[:-1], _latest(firm, change)),
        income=replace(
            firm.income,
            high_tech=_plus(firm.income.high_tech, change.high_tech),
            gross=_plus(firm.income.gross, change.sales),
        ),
        judgements=replace(firm.judgements, **change.points),
    )


def _latest(firm: Firm, change: Change):
    latest = firm.latest
    research = latest.research
    if research is not None and change.research:
        research = replace(research, personnel=research.personnel + change.research)
    return replace(
        latest,
        sales=_plus(latest.sales, change.sales),
        total_assets=_plus(latest.total_assets, change.assets),
        research=research,
    )


def _rights(firm: Firm, change: Change) -> tuple[Right, ...]:
    kinds = ["invention"] * change.first_class + ["utility_model"] * change.second_class
    return tuple(
        Right(code=f"假设{number + 1}", kind=kind, obtained="own_research", authorised_on=firm.apply_on, in_force=True)
        for number, kind in enumerate(kinds)
    )


def _plus(value, more):
    if value is None or not more:
        return value
    return Fraction(value) + more if isinstance(value, Fraction) else value + more
