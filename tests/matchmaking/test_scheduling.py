"""Meeting slots: nobody in two places, nobody where they cannot be, and no better schedule exists (against brute force)."""

import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaking.choices import WhyNot
from matchmaking.scheduling import Impossible, Place, Request, Wish, schedule, why_not


def best_by_trying(request: Request) -> tuple[int, int]:
    """The most weight that any schedule reaches, and how early it can be: every wish in every slot or in none, all tried."""
    fixed, best = dict(request.fixed), (-1, 0)
    choices = [
        [fixed[number]] if number in fixed else [None, *(() if number in request.barred else request.may_meet(number))]
        for number in range(len(request.wishes))
    ]
    for slots in itertools.product(*choices):
        used = [(request.wishes[number], slot) for number, slot in enumerate(slots) if slot is not None]
        at_once = Counter((who, slot) for wish, slot in used for who in wish.who)
        full = Counter(slot for _wish, slot in used)
        held = Counter(who for wish, _slot in used for who in (wish.one, wish.other))
        over = request.most is not None and max(held.values(), default=0) > request.most
        if max(at_once.values(), default=0) <= 1 and max(full.values(), default=0) <= request.tables and not over:
            best = max(best, (sum(wish.weight for wish, _slot in used), -sum(slot for _wish, slot in used)))
    return best


def holds(request: Request, made) -> bool:
    """Whether a schedule breaks nothing that was asked."""
    fixed = dict(request.fixed)
    at_once = Counter((who, one.slot) for one in made.places for who in request.wishes[one.wish].who)
    return (
        max(at_once.values(), default=0) <= 1
        and len({one.wish for one in made.places}) == len(made.places)
        and len({(one.slot, one.table) for one in made.places}) == len(made.places)
        and all(1 <= one.table <= request.tables for one in made.places)
        and all(one.slot in request.may_meet(one.wish) for one in made.places if one.wish not in fixed)
        and not request.barred & {one.wish for one in made.places}
        and fixed.items() <= {(one.wish, one.slot) for one in made.places}
    )


@st.composite
def requests(draw) -> Request:
    """Small ones: up to five wishes of five parties in up to three slots."""
    pairs = draw(st.lists(st.sampled_from(list(itertools.combinations("ABCDE", 2))), unique=True, max_size=5))
    slots = draw(st.integers(1, 3))
    some = st.frozensets(st.integers(0, slots - 1))
    barred = draw(st.frozensets(st.integers(0, max(len(pairs) - 1, 0)), max_size=1))
    return Request(
        wishes=tuple(Wish(one, other, draw(st.integers(1, 9)), draw(st.sampled_from([(), ("broker",)]))) for one, other in pairs),
        slots=slots, tables=draw(st.integers(1, 2)), available=draw(st.dictionaries(st.sampled_from("ABCDE"), some)),
        most=draw(st.sampled_from([None, 1, 2])), barred=barred,
    )  # fmt: skip


@settings(max_examples=60)
@given(requests())
def test_no_better_schedule_exists(request):
    made = schedule(request)

    best, early = best_by_trying(request)
    assert made.total == made.bound == best
    assert -sum(one.slot for one in made.places) == early
    assert holds(request, made)
    assert schedule(request) == made
    assert why_not(request, made.places).keys() == set(range(len(request.wishes))) - {one.wish for one in made.places}
    assert WhyNot.FREE not in why_not(request, made.places).values()  # Else it would not be the best.


TRIO = (Wish("甲", "乙", 9), Wish("甲", "丙", 5), Wish("丙", "丁", 5))


def test_two_middling_meetings_may_be_better_than_one_that_is_wanted_most():
    made = schedule(Request((Wish("甲", "乙", 6), Wish("甲", "丙", 5), Wish("乙", "丁", 5)), slots=1, tables=2))

    assert [one.wish for one in made.places] == [1, 2]
    assert made.is_best


def test_what_is_fixed_may_be_more_than_the_most():
    wishes = (Wish("甲", "乙", 1), Wish("甲", "丙", 1), Wish("甲", "丁", 9))
    made = schedule(Request(wishes, slots=3, tables=2, most=1, fixed=((0, 0), (1, 1))))
    assert {one.wish for one in made.places} == {0, 1}


def test_what_the_organiser_fixed_stands_and_the_rest_is_made_around_it():
    request = Request(TRIO, slots=1, tables=2, fixed=((1, 0),), available={"甲": ()})
    made = schedule(request)

    assert [(one.wish, one.slot) for one in made.places] == [(1, 0)]
    assert holds(request, made)


def test_what_the_organiser_took_out_is_not_scheduled():
    made = schedule(Request(TRIO, slots=3, tables=9, barred=frozenset({0})))

    assert {one.wish for one in made.places} == {1, 2}


@pytest.mark.parametrize(
    ("fixed", "more", "words"),
    [
        (((0, 0), (1, 0)), {}, "同一单位在同一时段"), (((0, 0), (2, 0)), {"tables": 1}, "多于桌数"), (((0, 7),), {}, "不在本场之内"),
        (((0, 0),), {"barred": frozenset({0})}, "既固定又取消"), (((0, 0), (0, 1)), {}, "固定两次"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_said(fixed, more, words):
    with pytest.raises(Impossible, match=words):
        schedule(Request(**{"wishes": TRIO, "slots": 2, "tables": 2, "fixed": fixed} | more))


@pytest.mark.parametrize(("one", "other", "weight"), [("甲", "甲", 1), ("甲", "乙", 0)])
def test_nobody_meets_himself_and_nobody_what_is_not_wanted(one, other, weight):
    with pytest.raises(ValueError, match="not a wish"):
        Wish(one, other, weight)


def test_an_event_of_the_usual_size_is_solved_within_its_steps():
    wishes = tuple(
        Wish(f"企业{demand}", f"院所{(demand * 7 + step * 11) % 40}", 1 + (demand * step) % 5)
        for demand in range(80)
        for step in range(1, 6)
    )
    request = Request(
        wishes, slots=12, tables=25, most=6, available={f"企业{n}": range(n % 12) for n in range(0, 80, 9)}
    )
    made = schedule(request)

    assert holds(request, made)
    assert made.total >= 0.97 * made.bound
    assert schedule(request) == made


def test_three_hundred_parties_at_forty_tables_are_within_a_hundredth_of_the_best():
    """150 firms ask six institutes each, one of them for certain; a quarter cannot come to half of the slots."""
    wishes = tuple(
        Wish(
            f"企业{firm}",
            f"院所{(firm * 7 + step * step * 11 + step) % 150}",
            10 if (firm + step) % 3 == 0 else 4 + firm % 4,
        )
        for firm in range(150)
        for step in range(6)
    )
    parties = sorted({who for wish in wishes for who in (wish.one, wish.other)})
    away = {who: range(n % 2 * 6, n % 2 * 6 + 6) for n, who in enumerate(parties) if n % 4 == 0}
    request = Request(wishes, slots=12, tables=40, most=8, available=away)
    heard = []

    made = schedule(request, watch=lambda *told: heard.append(told) or True)

    assert len(parties) == 300
    assert holds(request, made)
    assert made.total >= 0.99 * made.bound
    assert [share for *_told, share in heard] == sorted(share for *_told, share in heard)
    assert schedule(request) == made


def test_who_watches_may_have_enough():
    heard = []

    made = schedule(Request(TRIO, slots=3, tables=9), watch=lambda *told: heard.append(told))

    assert len(heard) == 1
    assert holds(Request(TRIO, slots=3, tables=9), made)


@pytest.mark.parametrize(
    ("more", "places", "why"),
    [
        ({"barred": frozenset({0})}, (), WhyNot.BARRED), ({"available": {"甲": [0], "乙": [1]}}, (), WhyNot.APART),
        ({"most": 1}, (Place(1, 0, 1),), WhyNot.MOST), ({"tables": 1, "available": {"甲": [0]}}, (Place(2, 0, 1),), WhyNot.TABLES),
        ({"available": {"甲": [0]}}, (Place(1, 0, 1),), WhyNot.BUSY), ({}, (Place(1, 0, 1),), WhyNot.FREE),
    ],
)  # fmt: skip
def test_whoever_does_not_meet_is_told_why(more, places, why):
    request = Request(**{"wishes": TRIO, "slots": 2, "tables": 2} | more)

    assert why_not(request, places)[0] == why
