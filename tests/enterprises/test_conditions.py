"""The eight conditions at every edge; the arithmetic of each case stands beside it."""

import pytest

from .firms import WAN, answer, firm, line, research, right, series, utility_models, year

MET, NOT_MET, MANUAL = "met", "not_met", "需人工"


def test_a_sound_firm_meets_everything_but_what_experts_judge():
    found = answer(firm())

    assert {told["code"]: told["status"] for told in found["conditions"]} == {
        "1": MET,
        "2": MET,
        "3": MET,
        "4": MET,
        "5": MET,
        "6": MET,
        "7": MANUAL,
        "8": MET,
    }
    assert found["status"] == MANUAL


def test_every_line_says_its_document_and_its_reason():
    for code in ("2016", "2008"):
        found = answer(firm(), code)
        lines = [*found["conditions"], *found["score"]["items"]]
        lines += [part for told in lines for part in told["parts"]]

        assert [told["code"] for told in lines if "国科发火" not in told["clause"] or not told["reason"]] == []
        assert found["version"] == f"{code}.1"


def test_each_condition_cites_its_own_article():
    new, old = (
        {told["code"]: told["clause"] for told in answer(firm(), code)["conditions"]} for code in ("2016", "2008")
    )
    articles = "一二三四五六七八"

    assert all(f"国科发火〔2016〕32号 第十一条（{articles[int(code) - 1]}）" in clause for code, clause in new.items())
    assert {code: clause[len("国科发火〔2016〕32号 第十一条（一）") :] for code, clause in new.items()} == {
        "1": "", "2": "；195号 三（二）", "3": "及附件", "4": "；195号 三（五）", "5": "；195号 三（六）", "6": "；195号 三（四）",
        "7": "；195号 三（七）", "8": "",
    }  # fmt: skip
    assert {code: clause for code, clause in old.items() if "172号" in clause} == {
        str(number + 2): f"国科发火〔2008〕172号 第十条（{articles[number]}）" for number in range(6)
    } | {"8": "国科发火〔2008〕172号"}


@pytest.mark.parametrize(
    ("registered", "days", "status"),
    [
        ("2015-07-01", "365", MET),  # 2015-07-01 → 2016-06-30 runs over 29 Feb 2016: 365 days
        ("2015-07-02", "364", NOT_MET),
        ("2016-06-30", "0", NOT_MET),
    ],
)
def test_registered_for_365_days(registered, days, status):
    told = line(answer(firm(registered_on=registered, years=series(sales=(1500,), net=(1000,), first=2015))), "1")

    assert (told["value"], told["status"]) == (days, status)


@pytest.mark.parametrize(
    ("core", "rights", "status"),
    [
        (True, [right()], MET),
        (None, [right()], MANUAL),
        (False, [right()], NOT_MET),
        (True, [], NOT_MET),  # 没有知识产权的企业不能认定
        (True, [right(kind="trademark")], NOT_MET),
        (True, [right(kind="utility_model", used_before=True)], NOT_MET),  # Ⅱ类仅限使用一次
    ],
)
def test_owns_the_core_technology(core, rights, status):
    found = answer(firm(ip=rights, judgements={"core_ip": core}))

    assert line(found, "2")["status"] == status


@pytest.mark.parametrize(
    ("carried", "status"),
    [(600 * WAN, NOT_MET), (600 * WAN + 1, MET)],  # of 1200 万 high-tech income: exactly half is not more than half
)
def test_main_products_are_more_than_half_of_high_tech_income(carried, status):
    products = [
        {"code": "PS01", "income": carried, "ip": ["IP01"]},
        {"code": "PS02", "income": 1200 * WAN - carried, "ip": []},
    ]

    assert line(answer(firm(products=products)), "2.3")["status"] == status


def test_a_product_carried_only_by_a_used_right_is_no_main_product():
    rights = [right(), right("IP02", "software", used_before=True)]
    products = [{"code": "PS01", "income": 1200 * WAN, "ip": ["IP02"]}]

    assert line(answer(firm(ip=rights, products=products)), "2.3")["value"] == "0"


@pytest.mark.parametrize(
    ("field", "judged", "status"),
    [("101", True, MET), ("809", None, MANUAL), ("40103", False, NOT_MET), (None, True, MANUAL), ("10", True, MET)],
)
def test_field(field, judged, status):
    found = answer(firm(field=field, judgements={"in_field": judged}))

    assert line(found, "3")["status"] == status


@pytest.mark.parametrize(
    ("science", "staff", "value", "status"),
    [
        (10, 100, "0.1", MET),
        ("9.99", 100, "0.0999", NOT_MET),  # 9.99% is not rounded up to 10%
        ("9.9999", 100, "0.099999", NOT_MET),
        ("10.5", "105", "0.1", MET),  # yearly means of months may be fractions of a person
        (1, 3, "0.333333333333", MET),
        (0, 50, "0", NOT_MET),
        (5, 0, None, MANUAL),
        (None, 100, None, MANUAL),
        (10, None, None, MANUAL),
    ],
)
def test_staff_in_science_and_technology(science, staff, value, status):
    told = line(answer(firm(staff={"science": science, "total": staff})), "4")

    assert (told["value"], told["min"], told["max"], told["status"]) == (value, value, value, status)


def ratio_case(latest, spent, before=(0, 0)) -> list[dict]:
    """All research in the latest year, so that the sums are easy: Σ research = spent, Σ sales = latest + before."""
    return [
        year(2013, sales=before[0], spent=0),
        year(2014, sales=before[1], spent=0),
        year(2015, sales=latest, spent=spent),
    ]


@pytest.mark.parametrize(
    ("latest", "spent", "required", "status"),
    [
        # S ≤ 5000 万: 5%
        (5000 * WAN, 250 * WAN, "≥ 5.00%", MET),  # 250 ÷ 5000 = 5%
        (5000 * WAN, 250 * WAN - 1, "≥ 5.00%", NOT_MET),
        # 5000 万 < S ≤ 20000 万: 4%
        (5000 * WAN + 1, 250 * WAN, "≥ 4.00%", MET),
        ("50000000.01", "2000000.0004", "≥ 4.00%", MET),  # 50000000.01 × 4% = 2000000.0004
        ("50000000.01", "2000000.0003", "≥ 4.00%", NOT_MET),
        (20000 * WAN, 800 * WAN, "≥ 4.00%", MET),
        (20000 * WAN, 800 * WAN - 1, "≥ 4.00%", NOT_MET),
        # S > 20000 万: 3%
        ("200000000.01", "6000000.0003", "≥ 3.00%", MET),
        (30000 * WAN, 900 * WAN, "≥ 3.00%", MET),
        (30000 * WAN, "8999999.99", "≥ 3.00%", NOT_MET),
    ],
)
def test_research_by_the_tier_of_the_latest_sales(latest, spent, required, status):
    told = line(answer(firm(years=ratio_case(latest, spent))), "5.1")

    assert (told["required"], told["status"]) == (required, status)


@pytest.mark.parametrize(
    ("latest", "spent", "required", "status"),
    [
        ("49999999.99", "2999999.9994", "≥ 6.00%", MET),  # 49999999.99 × 6% = 2999999.9994
        ("49999999.99", "2999999.9993", "≥ 6.00%", NOT_MET),
        (5000 * WAN, 200 * WAN, "≥ 4.00%", MET),  # 5000 万 itself is in the second tier
        (5000 * WAN, 200 * WAN - 1, "≥ 4.00%", NOT_MET),
        (20000 * WAN, 800 * WAN, "≥ 4.00%", MET),
        ("200000000.01", "6000000.0003", "≥ 3.00%", MET),
    ],
)
def test_research_tiers_of_2008(latest, spent, required, status):
    told = line(answer(firm(years=ratio_case(latest, spent)), "2008"), "5.1")

    assert (told["required"], told["status"]) == (required, status)


def test_the_tier_is_of_the_latest_year_and_the_ratio_of_three():
    # Latest 4000 万 → 5%, though earlier years were large: 900 ÷ (20000 + 10000 + 4000) = 2.647…%
    told = line(answer(firm(years=ratio_case(4000 * WAN, 900 * WAN, (20000 * WAN, 10000 * WAN)))), "5.1")

    assert (told["required"], told["status"], told["value"]) == ("≥ 5.00%", NOT_MET, "0.026470588235")


def test_what_others_do_counts_at_four_fifths():
    # (100 + 100) × 80% = 160 万 of 1000 万 sales = 16%; abroad 80 of 160: domestic 50%
    years = [year(2015, research=research(0, domestic=100 * WAN, overseas=100 * WAN))]
    found = answer(firm(registered_on="2015-01-05", years=years))

    assert (line(found, "5.1")["value"], line(found, "5.2")["value"]) == ("0.16", "0.5")
    assert line(found, "5")["status"] == NOT_MET


@pytest.mark.parametrize(
    ("other", "value"),
    [
        (20 * WAN, "0.1"),  # (80 + 20) ÷ 1000: 20 is exactly a fifth of 100
        (21 * WAN, "0.1"),  # the excess does not count
        (500 * WAN, "0.1"),
        (10 * WAN, "0.09"),
    ],
)
def test_other_expenses_are_at_most_a_fifth(other, value):
    years = [year(2015, research=research(80 * WAN, other=other))]

    assert line(answer(firm(registered_on="2015-01-05", years=years)), "5.1")["value"] == value


def test_the_cap_on_other_expenses_is_by_year():
    # 2014: 80 + min(0, 20) = 80; 2015: 80 + min(100, 20) = 100; (80 + 100) ÷ 2000 = 9%
    years = [year(2014, research=research(80 * WAN)), year(2015, research=research(80 * WAN, other=100 * WAN))]

    assert line(answer(firm(registered_on="2014-01-05", years=years)), "5.1")["value"] == "0.09"


@pytest.mark.parametrize(
    ("inside", "overseas", "value", "status"),
    [
        (120 * WAN, 100 * WAN, "0.6", MET),  # 120 ÷ (120 + 100 × 80%) = 120 ÷ 200
        (120 * WAN - 1, 100 * WAN, "0.5999998", NOT_MET),  # 1199999 ÷ 1999999 = 0.59999979999990
        (100 * WAN, 0, "1", MET),
        (0, 0, None, MANUAL),  # nothing spent: no share
    ],
)
def test_research_in_china(inside, overseas, value, status):
    years = [year(2015, research=research(inside, overseas=overseas))]
    told = line(answer(firm(registered_on="2015-01-05", years=years)), "5.2")

    assert (told["value"], told["status"]) == (value, status)


@pytest.mark.parametrize(
    ("sales", "status"),
    [((0, 0, 0), MANUAL), ((0, 0, -5), MANUAL), ((None, 1000, 1000), MANUAL), ((1000, 1000, None), MANUAL)],
)
def test_no_sales_to_divide_by_is_for_a_person(sales, status):
    told = line(answer(firm(years=series(sales=sales))), "5.1")

    assert (told["status"], told["value"]) == (status, None)


def test_nothing_spent_is_not_enough():
    assert line(answer(firm(years=ratio_case(1000 * WAN, 0))), "5")["status"] == NOT_MET


def test_research_not_filled_in_is_for_a_person():
    years = [year(2013, research=None), year(2014), year(2015)]

    assert line(answer(firm(years=years)), "5")["status"] == MANUAL


def test_a_young_firm_is_measured_over_its_actual_years():
    # Two years: (100 + 100) ÷ (1000 + 1000) = 10%
    found = answer(firm(registered_on="2014-03-01", years=[year(2014), year(2015)]))

    assert line(found, "5.1")["value"] == "0.1"


@pytest.mark.parametrize(
    ("gross", "free", "high_tech", "value", "status"),
    [
        (1000, 0, 600, "0.6", MET),
        (1000, 0, "599.99", "0.59999", NOT_MET),
        (1100, 100, 600, "0.6", MET),  # 总收入 = 1100 − 100
        (1000, 1000, 600, None, MANUAL),  # no total income
        (100, 200, 0, None, MANUAL),
        (None, 0, 600, None, MANUAL),
        (1000, 0, None, None, MANUAL),
    ],
)
def test_high_tech_income(gross, free, high_tech, value, status):
    told = line(answer(firm(income={"gross": gross, "non_taxable": free, "high_tech": high_tech})), "6")

    assert (told["value"], told["status"]) == (value, status)


@pytest.mark.parametrize(("said", "status"), [(True, MET), (False, NOT_MET), (None, MANUAL)])
def test_no_grave_incident(said, status):
    assert line(answer(firm(no_incident=said)), "8")["status"] == status


@pytest.mark.parametrize(
    ("college", "researchers", "status"),
    [(30, 10, MET), ("29.99", 10, NOT_MET), (30, "9.99", NOT_MET)],
)
def test_staff_of_2008(college, researchers, status):
    staff = {"total": 100, "science": 0, "college_science": college, "research": researchers}

    assert line(answer(firm(staff=staff), "2008"), "4")["status"] == status


@pytest.mark.parametrize(
    ("years", "code", "count"), [(5, "2008", 1), ("4.9", "2008", 0), (5, "2016", 0), (None, "2008", 0)]
)
def test_an_exclusive_licence_counted_before_2016(years, code, count):
    licensed = right(title="exclusive_licence", licence_years=years)

    assert line(answer(firm(ip=[licensed]), code), "2.1")["value"] == str(count)


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        ({}, True),
        ({"in_force": False}, False),
        ({"in_china": False}, False),
        ({"authorised_on": "2016-06-30"}, True),
        ({"authorised_on": "2016-07-01"}, False),
        ({"expires_on": "2016-06-30"}, True),
        ({"expires_on": "2016-06-29"}, False),
        ({"owners": 2}, True),
        ({"owners": 2, "used_by_co_owner": True}, False),
        ({"used_before": True}, True),  # Ⅰ类 may be used again
        ({"kind": "software", "used_before": True}, False),
        ({"kind": "design"}, True),
        ({"kind": "other"}, False),
    ],
)
def test_which_rights_count(changed, counts):
    found = answer(firm(ip=[right(**changed)]))

    assert line(found, "2.1")["value"] == str(int(counts))
    assert found["ip"][0]["counted"].startswith("计入" if counts else "不计")


def test_one_right_filed_twice_counts_once_in_its_better_class():
    # 03 says it is 02, 02 says it is 01: one right of class I
    rights = [
        right("IP01", "utility_model"),
        right("IP02", "utility_model", same_right_as="IP01"),
        right("IP03", "invention", same_right_as="IP02"),
        right("IP04", "utility_model"),
    ]
    found = answer(firm(ip=rights))

    assert [told["counted"][:2] for told in found["ip"]] == ["与 ", "与 ", "计入", "计入"]
    assert line(found, "2.1")["value"] == "2"


def test_a_used_class_two_right_is_not_used_again_under_another_number():
    used = right("IP01", "utility_model", used_before=True)
    double = right("IP02", "utility_model", same_right_as="IP01")
    better = right("IP03", "invention", same_right_as="IP01")

    assert line(answer(firm(ip=[used, double])), "2.1")["value"] == "0"
    assert line(answer(firm(ip=[used, double, better])), "A3")["grade"] == "A"  # Ⅰ类 is not used up


def test_without_products_the_main_ones_are_not_checked():
    found = answer(firm(products=[]))

    assert [part["code"] for part in line(found, "2")["parts"]] == ["2.1", "2.2"]


def test_class_two_rights_are_used_once_but_new_ones_carry_again():
    used = utility_models(3, used_before=True)
    fresh = [right("IP09", "software")]

    assert line(answer(firm(ip=[*used, *fresh])), "A3")["grade"] == "D"  # one of class II
