"""What must hold of every firm: more never scores less, and the range never turns round."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enterprises.assessment.results import MANUAL, MET, NOT_MET

from .firms import WAN, answer, firm, line, right, series

amounts = st.one_of(st.integers(-3000, 50_000), st.sampled_from([-1, 0, 1, 100, 1000, 1350, 5000, 20_000]))
raises = st.integers(0, 60_000)
kinds = st.sampled_from(["invention", "utility_model", "software", "trademark", "ic_layout"])
ways = st.sampled_from(["own_research", "transfer", "gift"])
points = {
    "technology_level": 8,
    "core_support": 8,
    "ip_count": 8,
    "ip_obtained": 6,
    "conversions": 30,
    "research_system": 6,
    "net_asset_growth": 10,
    "sales_growth": 10,
}
judgements = st.fixed_dictionaries({}, optional={name: st.integers(0, most) for name, most in points.items()})


@st.composite
def firms(draw):
    """A firm of one to three years, with rights, conversions and some experts' points."""
    count = draw(st.integers(1, 3))
    rights = draw(st.lists(st.tuples(kinds, ways, st.booleans()), max_size=7))
    return firm(
        registered_on=f"{2016 - count}-01-01" if count < 3 else "2010-01-01",
        years=series(
            sales=draw(st.tuples(*[amounts] * count)),
            net=draw(st.tuples(*[amounts] * count)),
            first=2016 - count,
        ),
        ip=[
            right(f"IP{number}", kind, obtained=way, used_before=used)
            for number, (kind, way, used) in enumerate(rights)
        ],
        conversions=[
            {"result": f"成果{number}", "year": 2015} for number in range(draw(st.integers(0, 20)))
        ],
        staff={
            "total": 100,
            "science": draw(st.integers(0, 50)),
            "college_science": draw(st.integers(0, 50)),
            "research": draw(st.integers(0, 50)),
        },
        judgements=draw(judgements),
        standards=draw(st.integers(0, 2)),
    )  # fmt: skip


def more_sales(data, draw):
    data["years"][-1]["sales"] += draw(raises) * WAN


def more_net_assets(data, draw):
    data["years"][-1]["total_assets"] += draw(raises) * WAN


def more_rights(data, draw):
    data["ip"].append(right("IPX", draw(kinds), obtained=draw(ways)))


def more_conversions(data, draw):
    new = draw(st.integers(1, 10))
    data["conversions"] += [{"result": f"新成果{number}", "year": 2015} for number in range(new)]


def more_staff(data, draw):
    data["staff"] |= {name: data["staff"][name] + draw(st.integers(0, 50)) for name in data["staff"] if name != "total"}


@pytest.mark.parametrize("rule_set", ["2016", "2008"])
@pytest.mark.parametrize("change", [more_sales, more_net_assets, more_rights, more_conversions, more_staff])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_more_never_scores_less(change, rule_set, data):
    given_ = data.draw(firms())
    before = answer(given_, rule_set)["score"]
    change(given_, data.draw)
    after = answer(given_, rule_set)["score"]

    assert before["min"] <= after["min"]
    assert before["max"] <= after["max"]


@settings(max_examples=120, deadline=None)
@given(data=firms(), rule_set=st.sampled_from(["2016", "2008"]))
def test_every_line_keeps_its_bounds(data, rule_set):
    found = answer(data, rule_set)
    items = found["score"]["items"]

    for told in [*items, *(part for item in items for part in item["parts"])]:
        assert 0 <= told["min"] <= told["max"] <= told["full"]
        assert told["status"] in (MET, NOT_MET, MANUAL)
    assert Decimal(str(found["score"]["min"])) == sum(Decimal(str(item["min"])) for item in items)
    assert line(found, "7")["status"] == found["score"]["status"]
    assert (found["score"]["min"] > 70) == (found["score"]["status"] == MET)


def test_an_earlier_year_may_lower_the_score():
    # the formula looks backwards: the larger the base, the smaller the growth
    small, large = answer(firm(years=series())), answer(firm(years=series(sales=(1400, 1200, 1500))))

    assert line(small, "D2")["min"] > line(large, "D2")["min"]
