"""The innovation score: every band at its edges, every case of growth; by hand beside each."""

import pytest

from .firms import WAN, answer, firm, line, points, right, series, utility_models

MET, NOT_MET, MANUAL = "met", "not_met", "需人工"


@pytest.mark.parametrize(
    ("sales", "rate", "expected"),
    [
        # ½ × (Y2/Y1 + Y3/Y2) − 1
        ((1000, 1200, 1500), "0.225", (5, 6, MET)),  # ½ × (1.2 + 1.25) − 1
        ((800, 1000, 1300), "0.275", (7, 8, MET)),  # ½ × (1.25 + 1.3) − 1
        ((0, 100, 120), "0.2", (5, 6, MET)),  # first year zero: 120 ÷ 100 − 1
        ((100, 0, 50), None, (0, 0, NOT_MET)),  # second year zero
        ((0, 0, 50), None, (0, 0, NOT_MET)),
        ((100, 90, 80), "-0.105555555556", (0, 0, NOT_MET)),  # ½ × (0.9 + 0.888…) − 1
        # A from 35%
        ((100, 135, "182.25"), "0.35", (9, 10, MET)),  # 1.35, 1.35
        ((10000, 13500, 18224), "0.34996296296296296", (7, 8, MET)),  # 18224 ÷ 13500 = 1.34992…
        # B from 25%
        ((100, 125, "156.25"), "0.25", (7, 8, MET)),
        ((100, 125, "156.24"), "0.24996", (5, 6, MET)),  # 156.24 ÷ 125 = 1.24992; ½ × 2.49992 − 1
        # C from 15%
        ((100, 115, "132.25"), "0.15", (5, 6, MET)),
        ((100, 115, "132.24"), "0.149956521739", (3, 4, MET)),
        # D from 5%
        ((100, 105, "110.25"), "0.05", (3, 4, MET)),
        ((100, 105, "110.24"), "0.049952380952", (1, 2, MET)),
        # E above zero, F at zero and below
        ((100, 100, "100.01"), "0.00005", (1, 2, MET)),
        ((100, 100, 100), "0", (0, 0, NOT_MET)),
        ((100, 100, "99.99"), "-0.00005", (0, 0, NOT_MET)),
        ((100, 50, 75), "0", (0, 0, NOT_MET)),  # ½ × (0.5 + 1.5) − 1 = 0
        ((100, 50, "75.01"), "0.0001", (1, 2, MET)),
        ((100, 100, 0), "-0.5", (0, 0, NOT_MET)),  # last year zero is an ordinary fall
        ((0, 100, 0), "-1", (0, 0, NOT_MET)),
        ((100, 200, -50), "-0.125", (0, 0, NOT_MET)),  # ½ × (2 − 0.25) − 1: the base years are positive
        ((3, 4, 5), "0.291666666667", (7, 8, MET)),  # ½ × (1.3333… + 1.25) − 1
        # a negative base is not regulated
        ((-100, 100, 200), "-0.5", (0, 10, MANUAL)),  # ½ × (−1 + 2) − 1, for information
        ((100, -50, 100), "-2.25", (0, 10, MANUAL)),  # ½ × (−0.5 − 2) − 1
        ((-100, -50, -20), "-0.55", (0, 10, MANUAL)),
        ((0, -50, 100), "-3", (0, 10, MANUAL)),  # 100 ÷ −50 − 1
        ((-100, 0, 50), None, (0, 0, MANUAL)),  # second year zero gives none; a person confirms
        # not filled in
        ((None, 100, 200), None, (0, 10, MANUAL)),
        ((100, 100, None), None, (0, 10, MANUAL)),
    ],
)
def test_growth_of_three_years(sales, rate, expected):
    sales = [None if sold is None else float(sold) if not isinstance(sold, str) else sold for sold in sales]
    years = series(sales=(0, 0, 0))
    for given, sold in zip(years, sales, strict=True):
        given["sales"] = sold if sold is None else str(sold)
    told = line(answer(firm(years=years)), "D2")

    assert points(answer(firm(years=years)), "D2") == expected
    assert told["value"] == (rate if rate is None or len(rate) <= 15 else f"{float(rate):.12f}")


@pytest.mark.parametrize(
    ("net", "expected"),
    [
        ((1000, 1200, 1500), (5, 6, MET)),
        ((0, 100, 120), (5, 6, MET)),
        ((100, 0, 50), (0, 0, NOT_MET)),
        ((-100, 100, 200), (0, 10, MANUAL)),
        ((100, 100, -200), (0, 0, NOT_MET)),
        ((1000, None, 1500), (0, 10, MANUAL)),
    ],
)
def test_growth_of_net_assets(net, expected):
    assert points(answer(firm(years=series(net=net))), "D1") == expected


@pytest.mark.parametrize(
    ("sales", "first", "expected"),
    [
        ((100, 135), 2014, (9, 10, MET)),  # two years: 135 ÷ 100 − 1 = 35%
        ((100, 100), 2014, (0, 0, NOT_MET)),
        ((0, 100), 2014, (0, 0, MANUAL)),  # nothing to divide by
        ((-10, 100), 2014, (0, 10, MANUAL)),
        ((100,), 2015, (0, 0, MANUAL)),  # one year: cannot be computed
        ((0,), 2015, (0, 0, MANUAL)),
        ((None,), 2015, (0, 10, MANUAL)),
    ],
)
def test_growth_of_a_young_firm(sales, first, expected):
    years = series(sales=sales, net=(100,) * len(sales), first=first)

    assert points(answer(firm(registered_on=f"{first}-02-01", years=years)), "D2") == expected


@pytest.mark.parametrize(
    ("sales", "expected"),
    [
        ((100, 135, "182.25"), (8, 10, MET)),  # A .80–1.0 of ten
        ((100, 125, "156.25"), (6, 7.9, MET)),
        ((100, 115, "132.25"), (4, 5.9, MET)),
        ((100, 105, "110.25"), (2, 3.9, MET)),
        ((100, 105, "110.24"), (0.1, 1.9, MET)),
        ((100, 100, 100), (0.1, 1.9, MET)),  # E is "< 0.05"; only a negative figure is 0
        ((100, 100, "99.99"), (0, 0, NOT_MET)),
        ((0, 100, 120), (4, 5.9, MET)),  # first year without sales: two years, 20%
        ((100, 0, 120), (0, 0, NOT_MET)),
    ],
)
def test_growth_of_2008(sales, expected):
    years = series(sales=(0, 0, 0))
    for given, sold in zip(years, sales, strict=True):
        given["sales"] = str(sold)

    assert points(answer(firm(years=years), "2008"), "D2") == expected


def test_growth_of_2008_is_of_total_assets():
    years = series(net=(100, 100, 100))  # net assets stand still
    for given, assets in zip(years, (1000, 1350, "1822.5"), strict=True):
        given["total_assets"], given["total_liabilities"] = str(assets), "0"
    old, new = answer(firm(years=years), "2008"), answer(firm(years=years))

    assert (line(old, "D1")["label"], points(old, "D1")) == ("总资产增长率", (8, 10, MET))
    assert (line(new, "D1")["label"], points(new, "D1")) == ("净资产增长率", (9, 10, MET))


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (15, (25, 30, MET)),  # 15 ÷ 3 = 5
        (14, (19, 24, MET)),  # 4.67
        (12, (19, 24, MET)),
        (11, (13, 18, MET)),  # 3.67
        (9, (13, 18, MET)),
        (8, (7, 12, MET)),  # 2.67
        (6, (7, 12, MET)),
        (5, (1, 6, MET)),  # 1.67
        (3, (1, 6, MET)),
        (2, (0, 6, MANUAL)),  # 0.67: the table says nothing
        (1, (0, 6, MANUAL)),
        (0, (0, 0, NOT_MET)),
        (60, (25, 30, MET)),
    ],
)
def test_conversions(count, expected):
    done = [{"result": f"成果{number}", "year": 2015} for number in range(count)]

    assert points(answer(firm(conversions=done)), "B1") == expected


def test_one_result_counts_once_and_only_within_the_three_years():
    done = [
        {"result": "同一成果", "year": 2013},
        {"result": "同一成果", "year": 2015},
        {"result": "早年成果", "year": 2012},
        {"result": "当年成果", "year": 2016},
        {"result": "成果乙", "year": 2014},
        {"result": "成果丙", "year": 2014},
    ]
    told = line(answer(firm(conversions=done)), "B1")

    assert (told["value"], told["grade"]) == ("1", "E")  # 3 ÷ 3


def test_conversions_of_a_young_firm_are_averaged_over_its_years():
    done = [{"result": f"成果{number}", "year": 2015} for number in range(4)]
    data = firm(registered_on="2014-02-01", years=series(sales=(100, 100), net=(1, 1), first=2014), conversions=done)

    assert line(answer(data), "B1")["value"] == "2"  # 4 ÷ 2


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        ([], (0, 0, NOT_MET)),
        (utility_models(1), (1, 2, MET)),
        (utility_models(2), (1, 2, MET)),
        (utility_models(3), (3, 4, MET)),
        (utility_models(4), (3, 4, MET)),
        (utility_models(5), (5, 6, MET)),
        (utility_models(50), (5, 6, MET)),
        ([right()], (7, 8, MET)),
        ([*utility_models(5), right("IP90", "ic_layout")], (7, 8, MET)),
        ([right(kind="invention", in_force=False)], (0, 0, NOT_MET)),
    ],
)
def test_number_of_rights(rights, expected):
    assert points(answer(firm(ip=rights)), "A3") == expected


@pytest.mark.parametrize(
    "kind", ["invention", "plant_variety", "crop_variety", "new_drug", "tcm_protection", "ic_layout"]
)
def test_class_one(kind):
    assert line(answer(firm(ip=[right(kind=kind)])), "A3")["grade"] == "A"


@pytest.mark.parametrize("kind", ["utility_model", "design", "software"])
def test_class_two(kind):
    assert line(answer(firm(ip=[right(kind=kind)])), "A3")["grade"] == "D"


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        (["own_research"], (1, 6, MET)),
        (["transfer", "own_research"], (1, 6, MET)),
        (["transfer"], (1, 3, MET)),
        (["gift", "merger", "other"], (1, 3, MET)),
        ([], (0, 0, NOT_MET)),
    ],
)
def test_how_rights_were_obtained(ways, expected):
    rights = [right(f"IP{number}", obtained=way) for number, way in enumerate(ways)]

    assert points(answer(firm(ip=rights)), "A4") == expected


def test_without_a_right_there_is_nothing_to_grade():
    found = answer(firm(ip=[], standards=3))

    assert [points(found, code) for code in ("A1", "A2", "A5")] == [(0, 0, NOT_MET), (0, 0, NOT_MET), (1, 2, MET)]


def test_the_bonus_cannot_lift_the_item_over_thirty():
    best = {"technology_level": 8, "core_support": 8, "ip_count": 8, "ip_obtained": 6, "standards": 2}
    found = answer(firm(standards=1, judgements=best))

    assert points(found, "A")[:2] == (30, 30)  # 8 + 8 + 8 + 6 + 2 = 32


@pytest.mark.parametrize(
    ("given", "expected", "grade"),
    [(8, (8, 8, MET), "A"), (7, (7, 7, MET), "A"), (6, (6, 6, MET), "B"), (3, (3, 3, MET), "C"), (1, (1, 1, MET), "D"), (0, (0, 0, NOT_MET), "E")],
)  # fmt: skip
def test_an_experts_points_are_taken(given, expected, grade):
    found = answer(firm(judgements={"technology_level": given}))

    assert (points(found, "A1"), line(found, "A1")["grade"]) == (expected, grade)


def test_points_outside_the_grade_that_the_data_give_are_not_taken():
    found = answer(firm(ip=utility_models(2), judgements={"ip_count": 8}))

    assert points(found, "A3") == (1, 2, MET)
    assert "未采用" in line(found, "A3")["reason"]


@pytest.mark.parametrize(
    ("judged", "status"),
    [
        ({"technology_level": 7}, MANUAL),  # A2 is open
        ({"technology_level": 7, "core_support": 7}, MET),
        ({"technology_level": 0, "core_support": 0}, MET),  # A3 and A4 are the data's
    ],
)
def test_an_item_is_open_as_long_as_one_of_its_parts_is(judged, status):
    assert line(answer(firm(judgements=judged)), "A")["status"] == status


def test_a_bonus_alone_makes_no_item():
    found = answer(firm(ip=[], standards=1))

    assert [line(found, code)["status"] for code in ("A5", "A")] == [MET, NOT_MET]


ALL_BUT_C4 = {
    "technology_level": 7,
    "core_support": 7,
    "ip_count": 7,
    "ip_obtained": 4,  # A: 25
    "conversions": 25,  # B: 25
    "research_system": 6,
    "research_body": 6,
    "conversion_system": 4,  # C: 16 + C4
}


@pytest.mark.parametrize(
    ("talent", "sales_points", "total", "status"),
    [
        (0, 5, 71, MET),  # 25 + 25 + 16 + 0 + 0 + 5 = 71
        (4, None, None, MET),  # 25 + 25 + 20 + 0 + 5…6 = 75…76
    ],
)
def test_seventy_one_passes(talent, sales_points, total, status):
    judged = ALL_BUT_C4 | {"talent_system": talent, "sales_growth": sales_points}
    found = answer(firm(judgements=judged))

    assert found["score"]["status"] == line(found, "7")["status"] == status
    assert total is None or (found["score"]["min"], found["score"]["max"]) == (total, total)


def test_seventy_does_not_pass():
    # 25 + 25 + 15 + 0 (net assets stand still) + 5 = 70
    judged = ALL_BUT_C4 | {"conversion_system": 3, "talent_system": 0, "sales_growth": 5}
    found = answer(firm(judgements=judged))

    assert (found["score"]["min"], found["score"]["max"], line(found, "7")["status"]) == (70, 70, NOT_MET)


def test_a_range_across_the_pass_mark_is_for_a_person():
    # the same with sales growth open: 25 + 25 + 15 + 5…6 = 70…71
    judged = ALL_BUT_C4 | {"conversion_system": 3, "talent_system": 0}
    found = answer(firm(judgements=judged))

    assert (found["score"]["min"], found["score"]["max"], line(found, "7")["status"]) == (70, 71, MANUAL)


def test_the_score_of_2008_is_experts_but_for_growth():
    judged = {"ip": "25.5", "conversions": 24, "management": 15}
    found = answer(firm(judgements=judged), "2008")

    # growth of sales 22.5% → 4.0–5.9; total assets stand still → 0.1–1.9; 25.5 + 24 + 15 = 64.5
    assert (found["score"]["min"], found["score"]["max"], found["score"]["status"]) == (68.6, 72.3, MANUAL)


def test_the_full_marks_are_thirty_thirty_twenty_twenty():
    for code in ("2016", "2008"):
        found = answer(firm(), code)
        assert [item["full"] for item in found["score"]["items"]] == [30, 30, 20, 20]
        assert found["score"]["full"] == 100
    assert WAN == 10_000
