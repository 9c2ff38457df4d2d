"""全年月平均数 by hand."""

from fractions import Fraction

import pytest

from enterprises.assessment.averages import yearly_mean

FULL = dict.fromkeys(range(1, 13), (100, 100))


@pytest.mark.parametrize(
    ("months", "first", "mean"),
    [
        (FULL, 1, Fraction(100)),
        (FULL | {12: (100, 112)}, 1, Fraction(201, 2)),  # (11 × 100 + 106) ÷ 12 = 100.5
        (FULL | {12: (100, 101)}, 1, Fraction(2401, 24)),  # (1100 + 100.5) ÷ 12, not rounded
        ({10: (10, 20), 11: (20, 20), 12: (20, 30)}, 10, Fraction(20)),  # (15 + 20 + 25) ÷ 3
        ({10: (10, 20), 11: (20, 20), 12: (20, 30)}, 1, None),  # January to September are missing
        ({}, 1, None),
    ],
)
def test_yearly_mean(months, first, mean):
    assert yearly_mean(months, first) == mean
