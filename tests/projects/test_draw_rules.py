"""The lot itself: within every filter, the same each time, every share and mix kept, whatever the plan."""

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects import drawing as lot

SEED = "0" * 32


def candidate(key, **more) -> dict:
    known = {"id": key, "active": True, "types": ["technical"], "fields": ["1310"], "rank": "senior", "unit": f"单位{key}", "outside": False, "used": 0}  # fmt: skip
    return known | more


def content(candidates, lines=(), **more) -> dict:
    plan = {
        "outside_share": 0,
        "least_rank": "associate",
        "per_unit": 2,
        "yearly_cap": 10,
        "rotation_rounds": 0,
        "consecutive_cap": 0,
        "lines": list(lines) or [line()],
    }
    known = {"recused": {}, "seated": [], "choices": [], "rounds": [90, 80, 70], "rules": lot.RULES}
    known |= {name: more.pop(name) for name in list(more) if name in known}
    return known | {"plan": plan | more, "candidates": candidates}


def named(expert=None, kind="include", unit="") -> dict:
    return {"kind": kind, "expert": expert, "unit": unit, "reason": "x"}


def line(key=1, **more) -> dict:
    return {"id": key, "group": 7, "field": "13", "type": "technical", "seats": 2, "backups": 1} | more


@pytest.mark.parametrize(
    ("more", "asked", "reason"),
    [
        ({}, {}, ""),
        ({"active": False}, {}, "away"),
        ({}, {"seated": [1]}, "seated"),
        ({"types": ["financial"]}, {}, "type"),
        ({"fields": ["1810"]}, {}, "field"),
        ({"fields": ["13"]}, {}, ""),
        ({"rank": "intermediate"}, {}, "rank"),
        ({"rank": "associate"}, {}, ""),
        ({"used": 10}, {}, "cap"),
        ({"used": 9}, {}, ""),
        ({}, {"recused": {"7": [1]}}, "recused"),
        ({}, {"recused": {"8": [1]}}, ""),
        ({"sat": [0]}, {}, ""),
        ({"sat": [1]}, {"rotation_rounds": 2}, "rotation"),
        ({"sat": [2]}, {"rotation_rounds": 2}, ""),
        ({"sat": [0, 1]}, {"consecutive_cap": 2}, "streak"),
        ({"sat": [1, 2]}, {"consecutive_cap": 2}, ""),
        ({"sat": [0]}, {"consecutive_cap": 2}, ""),
        ({}, {"choices": [named(1, "exclude")]}, "excluded"),
        ({}, {"choices": [named(2, "exclude")]}, ""),
        ({}, {"choices": [named(None, "exclude", "单位1")]}, "excluded"),
        ({"fields": ["1810"], "rank": "none", "sat": [0]}, {"choices": [named(1)], "rotation_rounds": 1}, ""),
        ({"types": ["financial"]}, {"choices": [named(1)]}, "type"),
        ({"used": 10}, {"choices": [named(1)]}, "cap"),
        ({"active": False}, {"choices": [named(1)]}, "away"),
        ({}, {"choices": [named(1)], "recused": {"7": [1]}}, "recused"),
    ],
)
def test_each_filter_keeps_out_and_says_why(more, asked, reason):
    asked = content([candidate(1, **more)], **asked)

    assert lot.obstacle(asked["candidates"][0], asked["plan"]["lines"][0], asked) == reason
    told = lot.counts(asked)[0]
    assert told["eligible"] == (not reason)
    assert told["others"] == ({reason: 1} if reason else {})


def test_the_order_is_the_lots_alone():
    asked = content([candidate(key) for key in range(1, 30)], lines=[line(seats=5, backups=3)])
    order = sorted(range(1, 30), key=lambda key: lot.position(SEED, key))

    drawn = lot.draw(asked, SEED)

    assert [seat["expert"] for seat in drawn] == order[:8]
    assert [seat["is_backup"] for seat in drawn] == [False] * 5 + [True] * 3
    assert lot.draw(asked, SEED) == drawn
    assert lot.draw(asked, "1" + SEED[1:]) != drawn


def test_units_and_the_share_from_outside_are_kept():
    people = [candidate(key, unit="甲" if key < 20 else f"单位{key}", outside=key % 5 == 0) for key in range(1, 40)]
    for seed in range(30):
        drawn = lot.draw(content(people, lines=[line(seats=6, backups=4)], outside_share=40, per_unit=2), str(seed))
        chosen = [people[seat["expert"] - 1] for seat in drawn]
        assert sum(one["unit"] == "甲" for one in chosen) <= 2
        assert sum(one["outside"] for one in chosen[:6]) >= 3
        assert len({one["id"] for one in chosen}) == 10


def test_a_type_mix_draws_nobody_twice():
    people = [candidate(key, types=["technical", "financial"]) for key in range(1, 9)]
    lines = [line(1, seats=3, backups=0), line(2, type="financial", field="", seats=2, backups=1)]

    drawn = lot.draw(content(people, lines), SEED)

    assert len({seat["expert"] for seat in drawn}) == 6
    assert lot.shortages(content(people[:4], lines), lot.draw(content(people[:4], lines), SEED)) == ["第 2 行缺 1 人"]


def test_the_share_from_outside_is_the_groups_not_each_lines():
    people = [candidate(key, outside=key < 6) for key in range(1, 20)]
    people += [candidate(key, types=["financial"]) for key in range(20, 23)]
    lines = [line(1, seats=5, backups=0), line(2, type="financial", field="", seats=1, backups=0)]
    asked = content(people, lines, outside_share=30)

    drawn = lot.draw(asked, SEED)

    assert sum(people[seat["expert"] - 1]["outside"] for seat in drawn) >= 2
    assert lot.shortages(asked, drawn) == []
    only = content([c for c in people if not c["outside"]], lines, outside_share=30)
    assert lot.shortages(only, lot.draw(only, SEED)) == ["市外缺 2 人"]


def test_every_expert_has_the_same_chance():
    asked = content([candidate(key) for key in range(1, 11)], lines=[line(seats=1, backups=0)])
    hits = [0] * 11
    for seed in range(2000):
        hits[lot.draw(asked, str(seed))[0]["expert"]] += 1

    assert all(140 <= count <= 260 for count in hits[1:])  # 200 expected; within four and a half deviations.


@st.composite
def plans(draw):
    """Any bank of up to 59 experts and any plan of up to four lines in two groups."""
    chance = draw(st.randoms(use_true_random=False))
    people = [
        candidate(
            key, active=chance.random() > 0.1, types=chance.sample(["technical", "financial"], chance.randint(1, 2)),
            fields=chance.sample(["1310", "1311", "1810"], chance.randint(1, 3)), rank=chance.choice(lot.RANKS),
            unit=f"单位{chance.randint(1, 30)}", outside=chance.random() > 0.6, used=chance.randint(0, 11),
            sat=sorted(chance.sample(range(3), chance.randint(0, 3))),
        )
        for key in range(1, chance.randint(2, 60))
    ]  # fmt: skip
    lines = [
        line(key, group=chance.choice([7, 8]), type=chance.choice(["technical", "financial"]), field=chance.choice(["", "13", "1810"]), seats=chance.randint(1, 4), backups=chance.randint(0, 4))
        for key in range(1, chance.randint(2, 5))
    ]  # fmt: skip
    picked = chance.sample(range(1, 30), 4)
    choices = [named(picked[0]), named(picked[1]), named(picked[2], "exclude"), named(None, "exclude", "单位3")]
    recused = {str(group): chance.sample(range(1, 26), chance.randint(0, 8)) for group in (7, 8)}
    return content(
        people, lines, outside_share=chance.choice([0, 30, 50]), per_unit=chance.randint(1, 2), recused=recused,
        rotation_rounds=chance.randint(0, 2), consecutive_cap=chance.randint(0, 2), choices=choices, seated=chance.sample(range(1, 26), 2),
        least_rank=chance.choice(["none", "associate"]),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(plans(), st.text("0123456789abcdef", min_size=4, max_size=8))
def test_whatever_the_plan_every_rule_holds_for_everybody_drawn(asked, seed):
    people, lines = {c["id"]: c for c in asked["candidates"]}, {one["id"]: one for one in asked["plan"]["lines"]}
    drawn = lot.draw(asked, seed)

    assert lot.draw(json.loads(json.dumps(asked)), seed) == drawn
    assert len({seat["expert"] for seat in drawn}) == len(drawn)
    units = Counter((lines[seat["line"]]["group"], people[seat["expert"]]["unit"]) for seat in drawn)
    assert all(count <= asked["plan"]["per_unit"] for count in units.values())
    gone = {one["expert"] for one in asked["choices"] if one["kind"] == "exclude"}
    for seat in drawn:
        who, asks = people[seat["expert"]], lines[seat["line"]]
        assert lot.obstacle(who, asks, asked) == ""
        assert seat["expert"] not in asked["recused"][str(asks["group"])]  # An inclusion beats no recusal.
        assert seat["expert"] not in {*gone, *asked["seated"]}
        assert who["unit"] != "单位3"
        assert asks["type"] in who["types"]
    for key, asks in lines.items():
        of_line = [seat for seat in drawn if seat["line"] == key]
        assert [seat["place"] for seat in of_line] == list(range(1, len(of_line) + 1))
        assert sum(not seat["is_backup"] for seat in of_line) <= asks["seats"]
        waits = [lot.position(seed, seat["expert"]) for seat in of_line if seat["is_backup"]]
        assert waits == sorted(waits)  # Backups are called in the order of the lot.
    for expert, why in lot.left_out(asked, drawn):
        assert expert in lot.included(asked)
        assert why


@settings(max_examples=100, deadline=None)
@given(plans(), st.text("0123456789abcdef", min_size=4, max_size=8))
def test_who_is_included_sits_or_the_log_says_why_not(asked, seed):
    drawn = lot.draw(asked, seed)
    seats = {seat["expert"] for seat in drawn if not seat["is_backup"]}
    missed = dict(lot.left_out(asked, drawn))

    assert set(missed) == lot.included(asked) - seats
    for expert, why in missed.items():
        who = next((c for c in asked["candidates"] if c["id"] == expert), None)
        free = who and any(not lot.obstacle(who, one, asked) for one in asked["plan"]["lines"])
        assert (why == lot.FULL) == bool(free)


def test_backups_hold_the_share_from_outside_where_there_are_any():
    people = [candidate(key, outside=key % 7 == 0) for key in range(1, 60)]
    asked = content(people, [line(seats=2, backups=5)], outside_share=40)
    for seed in range(20):
        backups = [seat for seat in lot.draw(asked, str(seed)) if seat["is_backup"]]
        assert sum(people[seat["expert"] - 1]["outside"] for seat in backups) >= 2


def test_what_was_sealed_under_earlier_rules_is_drawn_by_them():
    people = [candidate(key, outside=key % 7 == 0) for key in range(1, 60)]
    asked = content(people, [line(seats=2, backups=5)], outside_share=40)
    for name in ("rules", "choices", "rounds"):
        del asked[name]
    for name in ("rotation_rounds", "consecutive_cap"):
        del asked["plan"][name]
    order = sorted((c["id"] for c in people), key=lambda key: lot.position(SEED, key))
    outside = [key for key in order if key % 7 == 0][:1]
    seats = [*outside, *[key for key in order if key not in outside][:1]]

    drawn = [seat["expert"] for seat in lot.draw(asked, SEED)]

    assert drawn == [*seats, *[key for key in order if key not in seats][:5]]
