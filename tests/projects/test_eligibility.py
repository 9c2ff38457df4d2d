"""Who may apply: every rule broken once and kept once, with the clause it is from."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from projects.choices import RuleCode
from projects.eligibility import Facts, Person, Rule, findings

LEADER = Person("张三", rank="intermediate", born_on=date(1980, 6, 1))
FACTS = Facts(
    today=date(2026, 5, 31), title="稀土萃取新工艺", team=(LEADER, Person("李四")), novelty="省内新颖性",
    fiscal=Decimal(100_000), own=Decimal(100_000), places=("章贡区", "赣州"),
)  # fmt: skip


def leader(**more):
    return replace(FACTS, team=(replace(LEADER, **more), *FACTS.team[1:]))


BROKEN = [
    (RuleCode.LEADER_PER_YEAR, {"limit": 1}, leader(applied_this_year=1), "已申报 1 项"),
    (RuleCode.LEADER_RUNNING, {"limit": 2}, leader(running=3), "在研市级项目 3 项"),
    (RuleCode.LEADER_RANK, {"words": ("中级",)}, leader(rank="assistant"), "须为中级及以上"),
    (RuleCode.LEADER_AGE, {"limit": 45}, replace(leader(), today=date(2026, 6, 1)), "现年 46 周岁"),
    (RuleCode.ENTERPRISE_QUOTA, {"limit": 3}, replace(FACTS, applied_by_unit=3), "已申报 3 项"),
    (RuleCode.OTHER_QUOTA, {"limit": 3}, replace(FACTS, is_enterprise=False, applied_by_unit=3), "其他单位每批"),
    (RuleCode.OVERDUE_PERSONS, {"limit": 2}, replace(FACTS, team=(LEADER, Person("李四", overdue=("甲项目",)))), "第 2 参与人李四"),
    (RuleCode.ENTERPRISE_OVERDUE, {"limit": 0}, replace(FACTS, unit_overdue=("甲项目",)), "逾期未结题 1 项"),
    (RuleCode.OTHER_OVERDUE, {"limit": 0}, replace(FACTS, is_enterprise=False, unit_overdue=("甲",)), "逾期未结题 1 项"),
    (RuleCode.TITLE_PLACES, {}, replace(FACTS, title="赣州稀土"), "含地名“赣州”"),
    (RuleCode.TITLE_WORDS, {"words": ("一种", "示范")}, replace(FACTS, title="一种示范装置"), "“一种”“示范”"),
    (RuleCode.NOVELTY, {"words": ("国内新颖性", "省内新颖性")}, replace(FACTS, novelty="无新颖性"), "查新结论是“无新颖性”"),
    (RuleCode.CREDIT, {}, replace(FACTS, unit_dishonest=("弄虚作假",)), "贵单位有失信记录"),
    (RuleCode.CREDIT, {}, leader(dishonest=("弄虚作假",)), "参与人张三有失信记录"),
    (RuleCode.MATCHING, {"limit": 200}, FACTS, "200% 是 20 万元"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "parameters", "facts", "words"), BROKEN)
def test_a_broken_rule_says_so_and_cites_its_clause(code, parameters, facts, words):
    (finding,) = findings([Rule(code, clause="通知第三条", **parameters)], facts)

    assert words in finding.text
    assert (finding.code, finding.clause) == (code, "通知第三条")


def test_every_rule_is_tried():
    assert {code for code, *_ in BROKEN} == set(RuleCode.values)


def test_nothing_is_said_of_rules_that_are_kept():
    kept = [
        Rule(code, parameters.get("limit"), parameters.get("words", ()))
        for code, parameters, *_ in BROKEN
        if code != RuleCode.MATCHING
    ]

    assert findings([*kept, Rule(RuleCode.MATCHING, 100)], FACTS) == []


def test_a_place_is_allowed_where_the_rule_makes_an_exception():
    rule = Rule(RuleCode.TITLE_PLACES, words=("地方病",))

    assert findings([rule], replace(FACTS, title="赣州地方病防治")) == []
