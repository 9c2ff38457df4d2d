"""The rule sets by date. A new regime is a new set here; a set that has been used is never changed, only succeeded.

2016: 国科发火〔2016〕32号《高新技术企业认定管理办法》、〔2016〕195号《高新技术企业认定管理工作指引》.
2008: 国科发火〔2008〕172号、〔2008〕362号, as far as they are known here: what is not is left to a person.
"""

from datetime import date
from fractions import Fraction

from . import score
from .rights import RightsRule
from .rules import Band, Item, Part, RuleSet, StaffTest, Tier

WAN = 10_000


def share(percent: int) -> Fraction:
    """A percentage of the text as an exact fraction."""
    return Fraction(percent, 100)


GUIDE = "国科发火〔2016〕195号 三（七）"
OLD_GUIDE = "国科发火〔2008〕362号"

RULES_2016 = RuleSet(
    code="2016",
    version="2016.1",
    title="高新技术企业认定（2016 年起）",
    valid_from=date(2016, 1, 1),
    valid_to=None,
    documents=(
        "国科发火〔2016〕32号《高新技术企业认定管理办法》",
        "国科发火〔2016〕195号《高新技术企业认定管理工作指引》",
    ),
    clauses={
        "1": "国科发火〔2016〕32号 第十一条（一）",
        "2": "国科发火〔2016〕32号 第十一条（二）；195号 三（二）",
        "2.3": "国科发火〔2016〕195号 三（三）",
        "3": "国科发火〔2016〕32号 第十一条（三）及附件",
        "4": "国科发火〔2016〕32号 第十一条（四）；195号 三（五）",
        "5": "国科发火〔2016〕32号 第十一条（五）；195号 三（六）",
        "6": "国科发火〔2016〕32号 第十一条（六）；195号 三（四）",
        "7": "国科发火〔2016〕32号 第十一条（七）；195号 三（七）",
        "8": "国科发火〔2016〕32号 第十一条（八）",
    },
    least_days=365,
    rights=RightsRule(class_two_once=True, one_of_owners=True, licence_years=None),
    staff_tests=(StaffTest("4", "科技人员占职工总数", "science", share(10)),),
    research_tiers=(Tier(5000 * WAN, share(5)), Tier(20000 * WAN, share(4)), Tier(None, share(3))),
    outsourced_share=share(80),
    other_cap=share(20),
    domestic_share=share(60),
    high_tech_share=share(60),
    main_products_share=share(50),
    assets="net_assets",
    growth_bands=(
        Band(share(35), "A", 9, 10),
        Band(share(25), "B", 7, 8),
        Band(share(15), "C", 5, 6),
        Band(share(5), "D", 3, 4),
        Band(share(0), "E", 1, 2, strictly=True),
    ),
    conversion_bands=(
        Band(Fraction(5), "A", 25, 30),
        Band(Fraction(4), "B", 19, 24),
        Band(Fraction(3), "C", 13, 18),
        Band(Fraction(2), "D", 7, 12),
        Band(Fraction(1), "E", 1, 6),
    ),
    items=(
        Item(
            "A",
            "知识产权",
            30,
            f"{GUIDE}1",
            (
                Part("A1", "技术的先进程度", 8, "technology_level", f"{GUIDE}1（1）", score.judged_if_any_right),
                Part("A2", "对主要产品的核心支持作用", 8, "core_support", f"{GUIDE}1（2）", score.judged_if_any_right),
                Part("A3", "知识产权数量", 8, "ip_count", f"{GUIDE}1（3）", score.right_count),
                Part("A4", "知识产权获得方式", 6, "ip_obtained", f"{GUIDE}1（4）", score.right_obtained),
                Part(
                    "A5",
                    "参与编制标准、检测方法、技术规范（加分）",
                    2,
                    "standards",
                    f"{GUIDE}1（5）",
                    score.standards,
                    bonus=True,
                ),
            ),
        ),
        Item(
            "B",
            "科技成果转化能力",
            30,
            f"{GUIDE}2",
            (Part("B1", "近三年科技成果转化年平均数", 30, "conversions", f"{GUIDE}2", score.conversions),),
        ),
        Item(
            "C",
            "研究开发组织管理水平",
            20,
            f"{GUIDE}3",
            (
                Part("C1", "研发管理制度、投入核算体系和辅助账", 6, "research_system", f"{GUIDE}3（1）", score.judged),
                Part("C2", "内部研发机构、科研条件和产学研合作", 6, "research_body", f"{GUIDE}3（2）", score.judged),
                Part("C3", "成果转化、激励制度和创新创业平台", 4, "conversion_system", f"{GUIDE}3（3）", score.judged),
                Part("C4", "人才培养、引进和绩效评价奖励制度", 4, "talent_system", f"{GUIDE}3（4）", score.judged),
            ),
        ),
        Item(
            "D",
            "企业成长性",
            20,
            f"{GUIDE}4",
            (
                Part("D1", "净资产增长率", 10, "net_asset_growth", f"{GUIDE}4", score.asset_growth),
                Part("D2", "销售收入增长率", 10, "sales_growth", f"{GUIDE}4", score.sales_growth),
            ),
        ),
    ),
    pass_above=70,
)

RULES_2008 = RuleSet(
    code="2008",
    version="2008.1",
    title="高新技术企业认定（2008—2015 年）",
    valid_from=date(2008, 1, 1),
    valid_to=date(2015, 12, 31),
    documents=(
        "国科发火〔2008〕172号《高新技术企业认定管理办法》",
        "国科发火〔2008〕362号《高新技术企业认定管理工作指引》",
    ),
    clauses={
        "1": OLD_GUIDE,
        "2": "国科发火〔2008〕172号 第十条（一）",
        "2.3": OLD_GUIDE,
        "3": "国科发火〔2008〕172号 第十条（二）",
        "4": "国科发火〔2008〕172号 第十条（三）",
        "5": "国科发火〔2008〕172号 第十条（四）",
        "6": "国科发火〔2008〕172号 第十条（五）",
        "7": "国科发火〔2008〕172号 第十条（六）",
        "8": "国科发火〔2008〕172号",
    },
    least_days=365,
    rights=RightsRule(class_two_once=False, one_of_owners=False, licence_years=5),
    staff_tests=(
        StaffTest("4.1", "大专以上学历科技人员占职工总数", "college_science", share(30)),
        StaffTest("4.2", "研发人员占职工总数", "research", share(10)),
    ),
    research_tiers=(
        Tier(5000 * WAN, share(6), including=False),
        Tier(20000 * WAN, share(4)),
        Tier(None, share(3)),
    ),
    outsourced_share=share(80),
    other_cap=None,
    domestic_share=share(60),
    high_tech_share=share(60),
    main_products_share=share(50),
    assets="total_assets",
    growth_bands=(
        Band(share(35), "A", Fraction(80, 10), Fraction(100, 10)),
        Band(share(25), "B", Fraction(60, 10), Fraction(79, 10)),
        Band(share(15), "C", Fraction(40, 10), Fraction(59, 10)),
        Band(share(5), "D", Fraction(20, 10), Fraction(39, 10)),
        Band(share(0), "E", Fraction(1, 10), Fraction(19, 10)),
    ),
    conversion_bands=(),
    items=(
        Item("A", "核心自主知识产权", 30, OLD_GUIDE, (Part("A1", "整项", 30, "ip", OLD_GUIDE, score.judged),)),
        Item("B", "科技成果转化能力", 30, OLD_GUIDE, (Part("B1", "整项", 30, "conversions", OLD_GUIDE, score.judged),)),
        Item(
            "C",
            "研究开发的组织管理水平",
            20,
            OLD_GUIDE,
            (Part("C1", "整项", 20, "management", OLD_GUIDE, score.judged),),
        ),
        Item(
            "D",
            "总资产和销售额成长性指标",
            20,
            OLD_GUIDE,
            (
                Part("D1", "总资产增长率", 10, "net_asset_growth", OLD_GUIDE, score.asset_growth),
                Part("D2", "销售增长率", 10, "sales_growth", OLD_GUIDE, score.sales_growth),
            ),
        ),
    ),
    pass_above=70,
    needs=(
        ("staff.college_science", "大专以上学历科技人员数"),
        ("staff.research", "研发人员数"),
    ),
    notes=(
        "知识产权、成果转化、组织管理三项的分级评分表未载入本规则集，由人工评分；三项分值（30、30、20）待核对原文。",
        "其他费用的限额未载入本规则集，研发费用按填报数计算，请人工核对。",
    ),
)

RULE_SETS: dict[str, RuleSet] = {rules.code: rules for rules in (RULES_2016, RULES_2008)}


def in_force(day: date) -> RuleSet | None:
    """The rule set of the day of application; None before 2008."""
    return next((rules for rules in RULE_SETS.values() if rules.covers(day)), None)
