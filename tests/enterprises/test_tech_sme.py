"""科技型中小企业: every band at its edges, the conditions and the direct grounds."""

import pytest

from .firms import WAN, answer, firm, line, right, utility_models, year

MET, NOT_MET, MANUAL = "met", "not_met", "需人工"


def sme(*, sales=1000 * WAN, assets=1000 * WAN, ip=None, apply_on="2018-06-30", **more) -> dict:
    """The answer beside the recognition, for a firm of a thousand 万 in sales."""
    data = {
        "staff": 100,
        "science_staff": 30,
        "research": 60 * WAN,
        "costs": 800 * WAN,
        "resident": True,
        "allowed_products": True,
        "no_incident": True,
        "not_listed": True,
    } | more
    years = [year(int(apply_on[:4]) - 3 + place, sales=sales) for place in range(3)]
    years[-1] |= {"total_assets": assets, "total_liabilities": 0}
    rights = [right()] if ip is None else ip
    return answer(firm(apply_on=apply_on, years=years, ip=rights, tech_sme=data))["tech_sme"]


def item(found, code):
    told = line(found, code)
    return told["min"], told["max"]


def test_a_sound_firm():
    # 30 ÷ 100 = 30% → 20; 60 ÷ 1000 = 6% → 50; one of class I → 30
    found = sme()

    assert (found["score"]["min"], found["score"]["max"], found["status"]) == (100, 100, MET)


@pytest.mark.parametrize(
    ("science", "points"),
    [
        (30, 20),
        ("29.99", 16),
        (25, 16),
        ("24.99", 12),
        (20, 12),
        ("19.99", 8),
        (15, 8),
        ("14.99", 4),
        (10, 4),
        ("9.99", 0),
        (0, 0),
    ],
)
def test_staff(science, points):
    assert item(sme(science_staff=science), "A") == (points, points)


@pytest.mark.parametrize(
    ("spent", "points"),
    [
        (60 * WAN, 50),
        (60 * WAN - 1, 40),
        (50 * WAN, 40),
        (50 * WAN - 1, 30),
        (40 * WAN, 30),
        (40 * WAN - 1, 20),
        (30 * WAN, 20),
        (30 * WAN - 1, 10),
        (20 * WAN, 10),
        (20 * WAN - 1, 0),
        (0, 0),
    ],
)
def test_research_of_sales(spent, points):
    assert item(sme(research=spent, basis="sales"), "B") == (points, points)


@pytest.mark.parametrize(
    ("spent", "points"),
    [
        (300 * WAN, 50),
        (300 * WAN - 1, 40),
        (250 * WAN, 40),
        (250 * WAN - 1, 30),
        (200 * WAN, 30),
        (200 * WAN - 1, 20),
        (150 * WAN, 20),
        (150 * WAN - 1, 10),
        (100 * WAN, 10),
        (100 * WAN - 1, 0),
    ],
)
def test_research_of_costs(spent, points):
    assert item(sme(research=spent, costs=1000 * WAN, basis="costs"), "B") == (points, points)


def test_without_a_choice_the_better_column_counts():
    # of sales 25 ÷ 1000 = 2.5% → 10; of costs 25 ÷ 100 = 25% → 40
    told = line(sme(research=25 * WAN, costs=100 * WAN), "B")

    assert (told["min"], told["max"], told["status"]) == (40, 40, MET)
    assert "研发费用占成本费用支出" in told["reason"]


def test_a_chosen_column_is_kept_though_the_other_is_better():
    assert item(sme(research=25 * WAN, costs=100 * WAN, basis="sales"), "B") == (10, 10)


def test_without_sales_the_column_of_costs_serves():
    assert item(sme(sales=0, research=25 * WAN, costs=100 * WAN), "B") == (40, 40)


def test_a_column_not_filled_in_leaves_the_range_open():
    # sales 2.5% → at least 10; the costs are not known
    told = line(sme(research=25 * WAN, costs=None), "B")

    assert (told["min"], told["max"], told["status"]) == (10, 50, MANUAL)


@pytest.mark.parametrize(
    ("rights", "points"),
    [
        ([right()], 30),
        (utility_models(5), 24),
        (utility_models(4), 24),
        (utility_models(3), 18),
        (utility_models(2), 12),
        (utility_models(1), 6),
        ([], 0),
        ([right(disputed=True)], 0),
        ([right(related=False)], 0),
        (utility_models(4, used_before=True), 24),  # used-once is a rule of 高企 only
    ],
)
def test_results(rights, points):
    assert item(sme(ip=rights), "C") == (points, points)


@pytest.mark.parametrize(
    ("changed", "code", "status"),
    [
        ({"staff": 500, "science_staff": 150}, "2.1", MET),
        ({"staff": 501, "science_staff": 200}, "2.1", NOT_MET),
        ({"staff": None}, "2.1", MANUAL),
        ({"sales": 20000 * WAN, "research": 1200 * WAN}, "2.2", MET),
        ({"sales": "200000000.01", "research": 1300 * WAN}, "2.2", NOT_MET),
        ({"assets": 20000 * WAN}, "2.3", MET),
        ({"assets": "200000000.01"}, "2.3", NOT_MET),
        ({"resident": False}, "1", NOT_MET),
        ({"allowed_products": None}, "3", MANUAL),
        ({"no_incident": False}, "4", NOT_MET),
        ({"not_listed": False}, "4", NOT_MET),
    ],
)
def test_conditions(changed, code, status):
    found = sme(**changed)

    assert line(found, code)["status"] == status
    assert found["status"] == status


@pytest.mark.parametrize(
    ("changed", "total", "status"),
    [
        # 12 (20%) + 30 (4%) + 18 (three of class II) = 60
        ({"science_staff": 20, "research": 40 * WAN, "ip": utility_models(3)}, 60, MET),
        # 8 (15%) + 30 + 18 = 56
        ({"science_staff": 15, "research": 40 * WAN, "ip": utility_models(3)}, 56, NOT_MET),
        # 0 (<10%) + 50 + 30 = 80, but the staff item is 0
        ({"science_staff": 9}, 80, NOT_MET),
    ],
)
def test_sixty_and_staff_not_zero(changed, total, status):
    found = sme(basis="sales", **changed)

    assert (found["score"]["min"], found["status"]) == (total, status)


@pytest.mark.parametrize("ground", ["valid_certificate", "national_award", "provincial_platform", "led_standard"])
def test_direct_grounds_need_no_score(ground):
    poor = {"science_staff": 0, "research": 0, "ip": []}

    assert sme(**poor)["status"] == NOT_MET
    assert sme(**poor, **{ground: True})["status"] == MET
    assert sme(**poor, **{ground: True}, resident=False)["status"] == NOT_MET


def test_before_its_day_it_is_for_information():
    assert "2017-05-03" in sme(apply_on="2016-06-30")["notes"][0]
    assert sme(apply_on="2018-06-30")["notes"] == []


@pytest.mark.parametrize(
    ("spent", "more", "expected"),
    [
        (50 * WAN, {}, (40, 50, MANUAL)),  # 5% of sales: 40; the costs could make it 50
        (60 * WAN, {}, (50, 50, MET)),  # no costs could make more of it
        (50 * WAN, {"basis": "sales"}, (40, 40, MET)),  # the firm has chosen
        (50 * WAN, {"costs": 200 * WAN}, (40, 40, MET)),  # 25% of the costs: 40 too
    ],
)
def test_research_is_open_as_long_as_costs_that_are_not_filled_in_could_earn_more(spent, more, expected):
    told = line(sme(research=spent, **{"costs": None} | more), "B")

    assert (told["min"], told["max"], told["status"]) == expected


@pytest.mark.parametrize(
    ("science", "rights", "research", "expected"),
    [
        (20, 3, {"research": 40 * WAN}, (60, 60, MET)),  # 12 + 30 + 18
        (20, 2, {"research": 40 * WAN}, (54, 54, NOT_MET)),  # 12 + 30 + 12
        (10, 1, {"research": 30 * WAN, "costs": None}, (30, 60, MANUAL)),  # 4 + 20…50 + 6
        (0, 1, {"research": 30 * WAN, "costs": None}, (26, 56, NOT_MET)),
    ],
)
def test_sixty_points_are_enough(science, rights, research, expected):
    score = sme(science_staff=science, ip=utility_models(rights), **research)["score"]

    assert (score["min"], score["max"], score["status"]) == expected


def test_a_size_that_is_not_filled_in_is_for_a_person():
    assert line(sme(staff=None), "2.1")["status"] == MANUAL


@pytest.mark.parametrize(("apply_on", "is_early"), [("2017-05-02", True), ("2017-05-03", False)])
def test_before_its_day_the_result_is_for_reference(apply_on, is_early):
    assert any("仅供参考" in note for note in sme(apply_on=apply_on)["notes"]) == is_early
