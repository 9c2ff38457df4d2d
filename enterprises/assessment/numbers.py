"""Exact ratios and how they are printed. Nothing is rounded before it is compared."""

from decimal import Decimal
from fractions import Fraction

Number = int | Decimal | Fraction
PLACES = 12


def ratio(part: Number | None, whole: Number | None) -> Fraction | None:
    """The exact quotient; None when a side is unknown or there is nothing to divide by (zero or negative)."""
    if part is None or whole is None or whole <= 0:
        return None
    return Fraction(part) / Fraction(whole)


def total(values) -> Fraction | None:
    """The exact sum; None when one of them is unknown. Decimals of the input's size add up exactly (28 digits)."""
    values = list(values)
    if None in values:
        return None
    if any(isinstance(value, Fraction) for value in values):
        return sum((Fraction(value) for value in values), Fraction(0))
    return Fraction(sum(values))


def plain(number: Number | None) -> str | None:
    """A decimal without exponent: exact where it ends within twelve places, else rounded half-up there."""
    if number is None:
        return None
    if isinstance(number, int):
        return str(number)
    text = f"{number if isinstance(number, Decimal) else rounded(number, PLACES):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(number: Number, places: int) -> Decimal:
    """Half-up (四舍五入, away from zero) at ``places``, however long the number."""
    above, below = number.as_integer_ratio()
    scaled = (abs(above) * 10**places * 2 + below) // (below * 2)
    return Decimal(f"{'-' if above < 0 else ''}{scaled}E-{places}")


def percent(share: Number | None) -> str:
    """For people: two places, half-up."""
    return "无法计算" if share is None else f"{rounded(Fraction(share) * 100, 2)}%"


def equals(share: Number) -> str:
    """The end of a sum: = 22.50%, or ≈ 33.33% where two places do not hold it."""
    exact = Fraction(share) * 100
    return f"{'=' if Fraction(rounded(exact, 2)) == exact else '≈'} {percent(share)}"


def money(amount: Number | None) -> str:
    """Yuan as 万元, without trailing zeros."""
    if amount is None:
        return "未填"
    wan = Fraction(amount, 10000) if isinstance(amount, int | Fraction) else amount.scaleb(-4)
    return f"{plain(wan)} 万元"
