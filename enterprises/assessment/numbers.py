"""Exact ratios and how they are printed. Nothing is rounded before it is compared."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

Number = int | Decimal | Fraction
PLACES = 12
TWICE = tuple(2 * 10**places for places in range(PLACES + 1))


def exact(number: Number) -> Fraction:
    """The number as a fraction, without asking what kind of number it might be: this is said of every cell of every firm."""
    return number if type(number) is Fraction else Fraction(*number.as_integer_ratio())


def ratio(part: Number | None, whole: Number | None) -> Fraction | None:
    """The exact quotient; None when a side is unknown or there is nothing to divide by (zero or negative)."""
    if part is None or whole is None or whole <= 0:
        return None
    above, below = part.as_integer_ratio()
    over, under = whole.as_integer_ratio()
    return Fraction(above * under, below * over)


def reaches(number: Number, least: Number) -> bool:
    """number ≥ least, by whole numbers: comparing fractions asks of each what kind of number it is."""
    above, below = number.as_integer_ratio()
    over, under = least.as_integer_ratio()
    return above * under >= over * below


def exceeds(number: Number, mark: Number) -> bool:
    """number > mark."""
    return not reaches(mark, number)


def total(values) -> Fraction | None:
    """The exact sum; None when one of them is unknown. Decimals of the input's size add up exactly (28 digits)."""
    values = list(values)
    if None in values:
        return None
    if Fraction not in map(type, values):
        return exact(sum(values))
    above, below = 0, 1
    for value in values:
        over, under = value.as_integer_ratio()
        above, below = (above + over, below) if under == below else (above * under + over * below, below * under)
    return Fraction(above, below)


def plain(number: Number | None) -> str | None:
    """A decimal without exponent: exact where it ends within twelve places, else rounded half-up there."""
    if number is None:
        return None
    if isinstance(number, int):
        return str(number)
    if type(number) is Fraction and number.denominator == 1:
        return str(number.numerator)
    if isinstance(number, Decimal):
        return _trimmed(f"{number:f}")
    return _at_length(*number.as_integer_ratio())


def rounded(number: Number, places: int) -> Decimal:
    """Half-up (四舍五入, away from zero) at ``places``, however long the number."""
    return Decimal(_printed(*number.as_integer_ratio(), places))


@lru_cache(maxsize=8192)  # Thresholds are printed for every firm, and a firm's figures more than once.
def _printed(above: int, below: int, places: int) -> str:
    """The quotient at ``places``, half-up, as text. Whole numbers throughout: this is said of every line of every firm."""
    scaled = (abs(above) * TWICE[places] + below) // (below * 2)
    sign = "-" if above < 0 and scaled else ""
    if not places:
        return f"{sign}{scaled}"
    digits = str(scaled).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


@lru_cache(maxsize=8192)
def _at_length(above: int, below: int) -> str:
    return _trimmed(_printed(above, below, PLACES))


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: Number | None) -> str:
    """For people: two places, half-up."""
    if share is None:
        return "无法计算"
    above, below = share.as_integer_ratio()
    return f"{_printed(above * 100, below, 2)}%"


def equals(share: Number) -> str:
    """The end of a sum: = 22.50%, or ≈ 33.33% where two places do not hold it."""
    above, below = share.as_integer_ratio()
    return f"{'≈' if above * 10_000 % below else '='} {_printed(above * 100, below, 2)}%"


def money(amount: Number | None) -> str:
    """Yuan as 万元, without trailing zeros."""
    if amount is None:
        return "未填"
    above, below = amount.as_integer_ratio()
    return f"{_at_length(above, below * 10_000)} 万元"
