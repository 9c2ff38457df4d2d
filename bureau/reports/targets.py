"""What a year was to reach, and how far it came."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from .choices import TargetKind
from .indicators import BY_CODE
from .models import AnnualReport, Figure, Target
from .numbers import DASH, growth_pct, ratio_pct, rounded


@dataclass(frozen=True, slots=True)
class Completion:
    """A target beside what was reached."""

    target: Target
    wanted: str
    reached: str
    rate_pct: Decimal | None
    is_met: bool | None


def wanted_words(target: Target, base: Decimal | None) -> str:
    """The target as printed: 不低于165家, 超过30%, 增长20%以上（不低于165家）."""
    indicator = BY_CODE.get(target.indicator)
    unit = indicator.unit if indicator else ""
    value = f"{target.value.normalize():f}"
    if target.kind != TargetKind.GROWTH:
        return f"{'超过' if target.kind == TargetKind.MORE_THAN else '不低于'}{value}{unit}"
    if base is None:
        return f"增长{value}%以上"
    return f"增长{value}%以上（不低于{needed(target, base)}{unit}）"


def needed(target: Target, base: Decimal) -> Decimal:
    """What a growth target asks for, rounded up as the indicator prints: 137家 + 20 % → 165家, 3.1亿元 + 20 % → 3.8亿元."""
    indicator = BY_CODE.get(target.indicator)
    step = Decimal(1).scaleb(-(indicator.precision if indicator else 0))
    return (base * (100 + target.value) / 100).quantize(step, ROUND_CEILING)


def complete(target: Target, figure: Figure | None) -> Completion:
    """How far ``figure`` comes."""
    value = figure.value if figure else None
    base = figure.previous if figure else None
    words = wanted_words(target, base)
    if value is None or (target.kind == TargetKind.GROWTH and not base):
        return Completion(target, words, figure.display if figure else DASH, None, None)
    match target.kind:
        case TargetKind.GROWTH:
            growth = growth_pct(value, base)
            rate = ratio_pct(value, needed(target, base))
            return Completion(target, words, f"{figure.display}（{rounded(growth, 1)}%）", rate, growth >= target.value)
        case TargetKind.MORE_THAN:
            return Completion(target, words, figure.display, ratio_pct(value, target.value), value > target.value)
    return Completion(target, words, figure.display, ratio_pct(value, target.value), value >= target.value)


def completions(report: AnnualReport) -> dict[str, Completion]:
    """Every target of the report's year by indicator."""
    figures = {figure.indicator: figure for figure in report.figures.all()}
    return {
        target.indicator: complete(target, figures.get(target.indicator))
        for target in Target.objects.filter(year=report.year)
    }
