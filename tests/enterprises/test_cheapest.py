"""The cheapest way to pass is the cheapest: compared with trying everything; and the rules agree with it."""

import json
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enterprises.assessment.cheapest import LEVERS, Option, Prices, _choose, _together, cheapest, expected
from enterprises.assessment.engine import assess, from_json
from enterprises.assessment.rulesets import RULES_2016
from enterprises.assessment.whatif import Change, changed

from .firms import WAN, firm, research, utility_models, year


def parsed(data):
    return from_json(json.dumps(data), RULES_2016)


def poor(**more):
    """Lacks staff (8 of 100), research (24 of 30 × …), income (500 of 1000 万) and points."""
    years = [
        year(2013 + n, sales=1000 * WAN, net=net * WAN, spent=40 * WAN) for n, net in enumerate((1000, 1200, 1500))
    ]
    base = {
        "years": years,
        "staff": {"total": 100, "science": 8},
        "income": {"gross": 1000 * WAN, "non_taxable": 0, "high_tech": 500 * WAN},
        "ip": utility_models(2),
        "conversions": [{"result": f"r{n}", "year": 2015} for n in range(9)],
        "judgements": {"core_ip": True, "in_field": True, "technology_level": 7, "core_support": 7},
    }
    return parsed(firm(**base | more))


def words(plan):
    return [step.words for step in plan.steps]


def test_what_is_lacking_is_named_to_the_last_yuan_and_person():
    plan = cheapest(poor(), RULES_2016)

    # 10% of 100 − 8 = 2 persons; 5% of 3000 − 120 = 30 万; 60% of 1000 − 500 = 100 万
    assert {"现有职工中增加科技人员 2 人（全年月平均）", "境内研发费用增加 30 万元"} <= set(words(plan))
    assert "总收入中高新技术产品（服务）收入增加 100 万元" in words(plan)
    assert plan.is_possible
    assert plan.expected >= 71
    assert [line.code for line in plan.answer.conditions if line.status == "not_met"] == []


def test_a_firm_that_passes_needs_nothing():
    judged = {"technology_level": 8, "core_support": 8, "ip_count": 8, "ip_obtained": 6, "conversions": 30,
              "research_system": 6, "research_body": 6, "conversion_system": 4, "talent_system": 4}  # fmt: skip
    plan = cheapest(parsed(firm(judgements=judged)), RULES_2016)

    assert (plan.steps, plan.cost, plan.is_possible) == ((), 0, True)


def test_research_abroad_is_outweighed_at_home():
    # 80 of 100 counted abroad: home must be 60% → all = 80 ÷ 0.4 = 200, so 100 万 more
    years = [year(2015, sales=1000 * WAN, research=research(20 * WAN, overseas=100 * WAN))]
    plan = cheapest(poor(registered_on="2015-01-05", years=years), RULES_2016)

    assert "境内研发费用增加 100 万元" in words(plan)


def test_what_cannot_be_mended_is_said():
    plan = cheapest(poor(no_incident=False), RULES_2016)

    assert not plan.is_possible
    assert "企业声明发生过" in plan.obstacles[0]


def test_a_mark_out_of_reach_still_names_what_the_conditions_need():
    # net assets and sales stand still: no growth, 68.5 at most
    plan = cheapest(poor(years=[year(2013 + n, spent=40 * WAN) for n in range(3)]), RULES_2016)

    assert "68.5 分" in plan.obstacles[0]
    assert "境内研发费用增加 30 万元" in words(plan)


def test_prices_decide_between_ways():
    cheap_hiring = Prices(hired=Decimal("0.1"), reassigned=Decimal(50))

    # 2 ÷ (1 − 10%) = 2.22…: three are to be hired, for the staff grows with them
    assert "新招科技人员 3 人（全年月平均）" in words(cheapest(poor(), RULES_2016, cheap_hiring))


def test_unknown_figures_are_left_open():
    plan = cheapest(poor(staff={"total": None, "science": 8}), RULES_2016)

    assert not any("科技人员" in step for step in words(plan))


options = st.lists(
    st.builds(
        Option,
        st.just("x"),
        st.integers(0, 9).map(Decimal),
        st.integers(-3, 12),
        st.sampled_from([frozenset(), frozenset({"4"})]),
        st.just(Change()),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(levers=st.lists(options, min_size=1, max_size=5), needed=st.integers(-5, 30))
def test_no_combination_is_cheaper(levers, needed):
    levers = [[option for option in lever if option.half_points >= 0] or lever[:1] for lever in levers]
    levers = [[Option(o.words, o.cost, max(o.half_points, 0), o.failing, o.change) for o in lever] for lever in levers]
    ways = [
        sum(option.cost for option in way)
        for way in product(*levers)
        if sum(option.half_points for option in way) >= needed and not any(option.failing for option in way)
    ]
    chosen = _choose(levers, needed)

    assert (chosen is None) == (not ways)
    if chosen is not None:
        assert sum(option.cost for option in chosen) == min(ways)
        assert sum(option.half_points for option in chosen) >= needed


@settings(max_examples=25, deadline=None)
@given(
    science=st.integers(0, 30),
    spent=st.integers(0, 200),
    high_tech=st.integers(0, 1000),
    rights=st.integers(0, 6),
    done=st.integers(0, 15),
)
def test_the_rules_agree_with_the_plan(science, spent, high_tech, rights, done):
    subject = poor(
        staff={"total": 100, "science": science},
        years=[
            year(2013 + n, sales=1000 * WAN, net=net * WAN, spent=spent * WAN)
            for n, net in enumerate((1000, 1200, 1500))
        ],
        income={"gross": 1000 * WAN, "non_taxable": 0, "high_tech": high_tech * WAN},
        ip=utility_models(rights),
        conversions=[{"result": f"r{n}", "year": 2015} for n in range(done)],
    )
    plan = cheapest(subject, RULES_2016)
    if plan.is_possible:
        assert plan.expected >= 71
        assert [line.code for line in plan.answer.conditions if line.status == "not_met"] == []


def test_levers_touch_different_points():
    subject, now = poor(), assess(poor(), RULES_2016)
    each = [list(lever(subject, RULES_2016, now, Prices()))[-1] for lever in LEVERS]
    whole = assess(changed(subject, _together(tuple(each))), RULES_2016)

    assert expected(whole) - expected(now) == Fraction(sum(option.half_points for option in each), 2)


@pytest.mark.parametrize(
    ("change", "code", "value"),
    [
        (Change(sales=Decimal(100 * WAN)), "6", "0.454545454545"),  # 500 ÷ 1100
        (Change(hired=2), "4", "0.098039215686"),  # 10 ÷ 102
        (Change(reassigned=2), "4", "0.1"),
        (Change(second_class=3), "2", "5"),
        (Change(high_tech=Decimal(100 * WAN)), "6", "0.6"),
    ],
)
def test_what_if(change, code, value):
    found = assess(changed(poor(), change), RULES_2016).as_dict()

    assert next(line for line in found["conditions"] if line["code"] == code)["value"] == value
