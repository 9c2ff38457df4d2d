"""Half-up on Decimal, growth, and figures as a report writes them. Every percentage of the report passes through here."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

DASH = "—"
_DIGITS = "零一二三四五六七八九"


def rounded(value: Decimal, places: int) -> Decimal:
    """四舍五入 to ``places`` decimals; what rounds to nothing is 0, never -0."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0


def ratio_pct(part, whole) -> Decimal | None:
    """``part`` ÷ ``whole`` in percent, unrounded; None where the base is missing, zero or negative."""
    if part is None or whole is None or whole <= 0:
        return None
    return Decimal(part) * 100 / Decimal(whole)


def growth_pct(current, base) -> Decimal | None:
    """(current − base) ÷ base in percent, unrounded; None where there is no positive base (printed —)."""
    if current is None or base is None or base <= 0:
        return None
    return (Decimal(current) - Decimal(base)) * 100 / Decimal(base)


def display(value: Decimal | None, places: int, unit: str) -> str:
    """183项, 56.9%, -3.2%, or — where there is no value."""
    return DASH if value is None else f"{rounded(value, places)}{unit}"


def change_words(value: Decimal | None, places: int = 1, *, up: str = "增长", down: str = "下降") -> str:
    """增长56.9%, 下降3.2%, 持平; — where there is no base. Never 增长-3.2%."""
    if value is None:
        return DASH
    shown = rounded(value, places)
    if shown == 0:
        return "持平"
    return f"{up if shown > 0 else down}{abs(shown)}%"


def about(value: Decimal | None, step: int, unit: str) -> str:
    """183 → 180多项, 2634 → 2600多万元, 180 → 180项; below one step, the number itself."""
    if value is None:
        return DASH
    floor = (Decimal(value) / step).to_integral_value(ROUND_FLOOR) * step
    if floor <= 0:
        return f"{rounded(value, 0)}{unit}"
    return f"{floor}{'多' if value > floor else ''}{unit}"


def ordinal(place: int) -> str:
    """第二, 第十一: a place as words say it."""
    tens, ones = divmod(place, 10)
    return "第" + ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")
