"""Numbers and days that add up: scaled counts, shares of a total, days of a year by month."""

import random
from bisect import bisect
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate

FILED_LATE = (3, 2, 5, 5, 6, 7, 8, 9, 11, 11, 14, 18)
FILED_EARLY = (12, 8, 15, 14, 14, 14, 12, 7, 0, 0, 0, 0)
FILED_EVENLY = (7, 5, 8, 8, 8, 9, 8, 8, 10, 9, 10, 12)
AUTUMN = (0, 0, 0, 0, 0, 0, 0, 0, 30, 40, 28, 0)


def scaled(count: int, scale: float) -> int:
    """``count`` times ``scale``, rounded half up."""
    return int(count * scale + 0.5)


def shared(total: int, weights: Sequence[float]) -> list[int]:
    """``total`` divided by ``weights`` into whole parts that add up to it (largest remainders)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def amounts(rng: random.Random, total: int, count: int, spread: float) -> list[int]:
    """``count`` unequal amounts of at least 1 that add up to ``total``; the larger ``spread``, the more unequal."""
    if count == 0:
        return []
    parts = shared(total - count, [rng.lognormvariate(0, spread) for _ in range(count)])
    return [part + 1 for part in parts]


class Days:
    """Draws days of any year so that the months fill by weight."""

    def __init__(self, weights: Sequence[int]):
        self.edges = list(accumulate(weights))

    def draw(self, rng: random.Random, year: int) -> date:
        """One day of ``year``."""
        month = bisect(self.edges, rng.random() * self.edges[-1]) + 1
        return date(year, month, rng.randint(1, monthrange(year, month)[1]))


def day_between(rng: random.Random, first: date, last: date) -> date:
    """A day from ``first`` to ``last``, both included; ``first`` where the order is wrong."""
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))


def without_order(rng: random.Random, counts: Sequence[int]) -> Iterator[int]:
    """Each index as often as its count says, in random order, holding nothing but the counts."""
    left, indexes = list(counts), range(len(counts))
    for _ in range(sum(counts)):
        chosen = rng.choices(indexes, left)[0]
        left[chosen] -= 1
        yield chosen


def skewed(rng: random.Random, count: int) -> int:
    """An index below ``count``, the low ones far more often: few units file much, many file little."""
    return int(count * rng.random() ** 2.2)
