"""The money: progressive caps by the rules of the year, each part by itself, exact."""

from decimal import Decimal

import pytest

from projects import budget
from projects.budget import RULE_SETS, WAN, findings, indirect_cap, totals, usual_for


@pytest.mark.parametrize(
    ("rules", "direct", "equipment", "cap"),
    [
        ("2021", 800, 100, 200),  # 700: 500 × 30 % + 200 × 25 %
        ("2021", 500, 0, 150),
        ("2021", 1500, 0, 375),  # 150 + 125 + 500 × 20 %
        ("2016", 800, 100, 130),  # 100 + 200 × 15 %
        ("2016", 1500, 0, 240),  # 100 + 75 + 65
        ("2021-theory", 1500, 500, 600),
        ("2021", 100, 200, 0),
    ],
)
def test_indirect_costs_are_capped_bracket_by_bracket(rules, direct, equipment, cap):
    assert indirect_cap(direct * WAN, equipment * WAN, RULE_SETS[rules]) == cap * WAN


def test_a_lump_sum_has_no_cap():
    assert indirect_cap(WAN, Decimal(0), RULE_SETS["lump"]) is None


@pytest.mark.parametrize(("year", "code"), [(2015, "2016"), (2021, "2016"), (2022, "2021"), (2026, "2021")])
def test_the_rules_are_those_of_the_plan_year(year, code):
    assert usual_for(year).code == code


def test_financed_and_own_parts_are_added_up_each_by_itself():
    lines = {
        "equipment": {"fiscal": 100 * WAN, "own": 0 * WAN},
        "business": {"fiscal": 700 * WAN, "own": 10 * WAN},
        "indirect": {"fiscal": 201 * WAN, "own": 3 * WAN},
    }
    sums = totals(lines, RULE_SETS["2021"])

    assert (sums["fiscal"].cap, sums["own"].cap) == (200 * WAN, 3 * WAN)
    assert (sums["fiscal"].total, sums["own"].total) == (1001 * WAN, 13 * WAN)
    assert findings(lines, RULE_SETS["2021"], 1000 * WAN) == [
        "财政经费的间接费用 201 万元，超过上限 200 万元（国办发〔2021〕32号，直接费用扣除设备费后分段计算）。",
        "财政经费合计 1,001 万元，超过本批上限 1,000 万元。",
    ]


def test_wan_says_no_idle_zeros():
    assert [budget.wan(Decimal(n)) for n in ("0", "100000", "12345", "1234567890")] == [
        "0",
        "10",
        "1.2345",
        "123,456.789",
    ]
