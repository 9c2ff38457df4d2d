"""The judged set of this city's industries is whole, and the bands that it sets say what they promise."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from matchmaking.choices import Band
from matchmaking.counterparts import band_of
from matchmaking.matching import city, ranking
from matchmaking.matching.index import Item, build, scratch


@pytest.fixture(scope="module")
def looked_at(django_db_setup, django_db_blocker):
    """By half: the demands, and the production code's first achievements for each."""
    with django_db_blocker.unblock(), scratch():
        posed = {half: city.demands(half) for half in city.HALVES}
        return {half: (rows, city.shown(rows)) for half, rows in posed.items()}


def test_the_set_has_its_hundred_demands_and_thirty_that_nothing_answers():
    posed = {half: city.demands(half) for half in city.HALVES}
    answered = {half: sum(bool(one.grades) for one in rows) for half, rows in posed.items()}
    every = [one for rows in posed.values() for one in rows]

    assert answered == {"dev": 50, "test": 50}
    assert len(every) == len({one.name for one in every}) == len({one.text for one in every}) == 130
    assert all(2 in one.grades.values() for one in every if one.grades)
    assert {grade for one in every for grade in one.grades.values()} == {1, 2}
    assert len(city.achievements()) == 160


def test_the_shipped_bands_are_what_the_development_half_sets(looked_at):
    posed, found = looked_at["dev"]

    assert city.calibrated(found, posed) == city.bands()
    assert list(city.bands()) == [Band.HIGH, Band.MIDDLE, Band.WORTH_A_LOOK]


@pytest.mark.parametrize("half", city.HALVES)
def test_a_band_says_what_it_promises_and_what_nothing_answers_mostly_gets_nothing(half, looked_at):
    posed, found = looked_at[half]
    told = city.measured(found, posed, city.bands())

    assert told["mrr@10"] >= 0.8
    assert told["high"]["pairs"] >= 30
    assert told["high"]["right"] >= 0.9
    assert told["high"]["right"] > told["middle"]["right"]
    assert told["answered_shown_nothing"] <= 15
    assert told["without_answer_shown_nothing"] / told["without_answer"] >= 0.7


def test_closeness_is_alike_in_a_small_collection_and_a_large_one(db):
    own = list(city.achievements().values())
    asked = city.demands("dev")[0]
    right = max(asked.grades, key=asked.grades.get)
    few = [item for item in own if item.number in asked.grades] + own[-5:]
    others = [Item(1000 + n, f"课题{n}", f"第{n}号样品在{n % 7}种条件下的观察记录，供查阅。") for n in range(1500)]
    near = []
    with scratch():
        for items in (few, own, own + others):
            build(city.KIND, items)
            near += [match.closeness for match in ranking.best(city.KIND, asked.text, 60) if match.number == right]

    tiny, small, large = near
    assert 0.8 < small / large < 1.25
    assert tiny / small < 1.6  # In seven documents no word is common.


@pytest.mark.parametrize(("closeness", "place"), [(0.0, None), (10.0, Band.HIGH)])
def test_nothing_stands_below_the_floor(closeness, place):
    assert band_of(closeness) == place
    assert band_of(city.bands()[Band.WORTH_A_LOOK]) == Band.WORTH_A_LOOK
    assert band_of(city.bands()[Band.WORTH_A_LOOK] - 0.01) is None


@pytest.mark.django_db
def test_the_command_writes_the_bands_with_what_both_halves_say_of_them(tmp_path):
    out = StringIO()
    call_command("match_bands", out=tmp_path / "bands.json", stdout=out)
    written = json.loads((tmp_path / "bands.json").read_text())

    assert written["least"] == city.bands()
    assert written["card"]["test"]["demands"] == 50
    assert "dev：" in out.getvalue()
    call_command("match_bands", dry_run=True, out=tmp_path / "none.json", stdout=out)
    assert not (tmp_path / "none.json").exists()
