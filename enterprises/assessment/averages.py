"""全年月平均数 of staff (国科发火〔2016〕195号 三（五）)."""

from fractions import Fraction


def yearly_mean(months: dict[int, tuple[int, int]], first: int = 1) -> Fraction | None:
    """Σ of the months' means ((月初数 + 月末数) ÷ 2) ÷ the months of operation; exact.

    ``months`` gives (beginning, end) by number; ``first`` is the month in which operation began. None while a month
    from then on is missing.
    """
    wanted = range(first, 13)
    if any(month not in months for month in wanted):
        return None
    return Fraction(sum(sum(months[month]) for month in wanted), 2 * len(wanted))
