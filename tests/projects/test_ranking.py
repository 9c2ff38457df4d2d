"""Scores, places and flags: worked by hand, and what holds whatever experts give."""

import itertools
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import ranking
from projects.formdata import scheme as schemes
from projects.formdata.schema import Malformed
from projects.formdata.scheme import Criterion, Scheme
from projects.ranking import Score

D = Decimal
TWO = Scheme(
    criteria=(
        Criterion("novelty", "创新性", D(60), D(10), tie=1),
        Criterion("basis", "研究基础", D(40), D(8), tie=2),
    ),
    least_reviews=3,
)
TRIM, ALIKE = replace(TWO, aggregation="trimmed"), replace(TWO, aggregation="standardised")


def scores(*rows):
    return [Score(application, expert, D(str(total))) for application, expert, total in rows]


def of(application, *totals):
    return scores(*((application, expert, total) for expert, total in enumerate(totals)))


def stand(given, scheme=TWO):
    return {s.application: s for s in ranking.standings(given, scheme)}


# Worked by hand.


def test_a_total_is_the_weighted_sum_of_its_marks_rounded_half_up():
    assert schemes.total(TWO, {"novelty": D("8.5"), "basis": D(7)}) == D("86.00")  # 51 + 35
    thirds = Scheme(criteria=(Criterion("a", "甲", D(100), D(3)),))
    assert schemes.total(thirds, {"a": D(1)}) == D("33.33")
    assert schemes.total(thirds, {"a": D(2)}) == D("66.67")
    eighths = Scheme(criteria=(Criterion("a", "甲", D(1), D(8)),))
    assert schemes.total(eighths, {"a": D(1)}) == D("0.13")  # 0.125


@pytest.mark.parametrize(
    ("number", "told"),
    [("0.005", "0.01"), ("0.0049", "0.00"), ("2.675", "2.68"), ("1.005", "1.01"), ("-0.005", "-0.01")],
)
def test_halves_go_away_from_zero(number, told):
    assert schemes.half_up(Fraction(number)) == D(told)


def test_the_mean_needs_enough_reviews():
    found = stand(of(1, 80, 90, 85) + of(2, 99, 99))

    assert (found[1].score, found[1].place, found[1].mean) == (D("85.00"), 1, D("85.00"))
    assert (found[2].score, found[2].place, found[2].mean, found[2].count) == (None, None, D("99.00"), 2)


def test_the_trimmed_mean_drops_one_of_each_end_from_five_on():
    found = stand(of(1, 60, 80, 82, 84, 100) + of(2, 60, 80, 82, 100), TRIM)

    assert found[1].score == D("82.00")
    assert found[2].score == D("80.50")  # Of four the plain mean.


def test_a_strict_and_a_mild_expert_become_comparable():
    strict, mild = [(1, 1, 60), (2, 1, 70)], [(2, 2, 80), (3, 2, 90)]
    found = stand(scores(*strict, *mild), replace(ALIKE, least_reviews=1))

    # Each expert's lower is z = -1, the higher z = +1: the middle application has one of each.
    assert [found[a].score for a in (1, 2, 3)] == [D("40.00"), D("50.00"), D("60.00")]
    assert [found[a].mean for a in (1, 2, 3)] == [D("60.00"), D("75.00"), D("90.00")]


def test_who_gives_everybody_the_same_moves_nobody():
    found = stand(scores((1, 1, 80), (2, 1, 80), (1, 2, 60), (2, 2, 70)), replace(ALIKE, least_reviews=2))

    assert (found[1].score, found[2].score) == (D("45.00"), D("55.00"))


def test_equal_scores_are_parted_by_the_criteria_in_the_schemes_order():
    def judged(application, novelty, basis):
        return [Score(application, e, D(80), {"novelty": D(novelty), "basis": D(basis)}) for e in range(3)]

    found = stand(judged(1, 7, 8) + judged(2, 8, 5) + judged(3, 8, 6) + judged(4, 7, 8))

    assert {a: s.place for a, s in found.items()} == {3: 1, 2: 2, 1: 3, 4: 3}
    assert [s.application for s in ranking.standings(judged(4, 7, 8) + judged(1, 7, 8), TWO)] == [1, 4]


def test_a_place_that_is_shared_leaves_a_gap():
    given_ = of(1, 80, 80, 80) + of(2, 90, 90, 90) + of(3, 90, 90, 90)

    assert {a: s.place for a, s in stand(given_).items()} == {2: 1, 3: 1, 1: 3}


def test_a_spread_beyond_the_limit_is_flagged_and_the_limit_itself_is_not():
    found = stand(of(1, 60, 80, 70) + of(2, 60, "80.01", 70))

    assert [found[a].is_dispersed for a in (1, 2)] == [False, True]
    assert found[2].spread == D("20.01")


def test_severity_is_measured_against_the_others_on_the_same_applications():
    found = {h.expert: h for h in ranking.habits(scores((1, 1, 90), (1, 2, 70), (1, 3, 80), (2, 1, 95), (9, 4, 50)))}

    assert found[1].severity == D("15.00")  # 90 against the mean of 70 and 80; the second nobody else judged.
    assert (found[1].mean, found[1].spread) == (D("92.50"), D("2.50"))
    assert found[4].severity is None


# Whatever experts give.

_totals = st.decimals(0, 100, places=2)
_rows = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 5), _totals), max_size=30, unique_by=lambda row: row[:2])
_given = _rows.map(lambda rows: [Score(a, e, t, {"novelty": t % 10, "basis": t % 8}) for a, e, t in rows])
_schemes = st.sampled_from([TWO, TRIM, ALIKE, replace(TWO, least_reviews=1), replace(ALIKE, least_reviews=1)])


@given(_given, _schemes, st.randoms())
def test_the_order_of_the_rows_changes_nothing(rows, scheme, random):
    mixed = random.sample(rows, len(rows))

    assert ranking.standings(mixed, scheme) == ranking.standings(rows, scheme)
    assert ranking.habits(mixed) == ranking.habits(rows)


@given(_given, st.sampled_from([TWO, TRIM]))
def test_a_score_lies_between_the_lowest_and_the_highest(rows, scheme):
    for standing in ranking.standings(rows, scheme):
        assert standing.low <= standing.mean <= standing.high
        assert standing.score is None or standing.low <= standing.score <= standing.high


@given(_given, _schemes)
def test_every_application_stands_once_and_better_ones_stand_higher(rows, scheme):
    found = ranking.standings(rows, scheme)

    assert Counter(s.application for s in found) == Counter({row.application for row in rows})
    placed = [s for s in found if s.place]
    assert found[: len(placed)] == placed
    for before, after in itertools.pairwise(placed):
        assert (before.score, before.ties) >= (after.score, after.ties)
        assert (before.place == after.place) == ((before.score, before.ties) == (after.score, after.ties))
    assert all((s.count >= scheme.least_reviews) == (s.score is not None) for s in found)


@given(_given, st.data(), st.sampled_from([TWO, TRIM]))
def test_a_higher_total_never_lowers_the_score(rows, data, scheme):
    if not rows:
        return
    raised = data.draw(st.sampled_from(rows))
    more = data.draw(st.decimals(raised.total, 100, places=2))
    better = [replace(row, total=more) if row == raised else row for row in rows]

    before, after = stand(rows, scheme)[raised.application], stand(better, scheme)[raised.application]
    assert (after.score or 0) >= (before.score or 0)
    assert after.mean >= before.mean


@given(_rows, st.integers(1, 5), st.integers(-50, 50))
def test_an_experts_own_level_moves_no_standardised_score(rows, expert, shift):
    before = scores(*rows)
    after = [replace(row, total=row.total + shift) if row.expert == expert else row for row in before]

    assert ranking.standardised(before) == ranking.standardised(after)


@given(_rows, st.integers(1, 5), st.sampled_from([2, 5, 10]))
def test_an_experts_own_width_moves_no_standardised_score(rows, expert, factor):
    before = scores(*rows)
    after = [replace(row, total=row.total * factor) if row.expert == expert else row for row in before]

    difference = {a: abs(t - ranking.standardised(after)[a]) for a, t in ranking.standardised(before).items()}
    assert all(d <= D("0.01") for d in difference.values())


@given(st.dictionaries(st.sampled_from(["novelty", "basis"]), st.decimals(0, 8, places=1)))
def test_a_total_lies_between_nothing_and_a_hundred(marks):
    assert 0 <= schemes.total(TWO, marks) <= 100


# The scheme itself.


@pytest.mark.parametrize("code", schemes.NAMES)
def test_a_ready_scheme_is_faultless_and_comes_back_as_it_was_stored(code):
    ready = schemes.ready_scheme(code)

    assert schemes.faults(ready) == []
    assert schemes.read_scheme(ready.as_json()) == ready
    assert schemes.total(ready, {c.code: c.most for c in ready.criteria}) == 100
    assert all(c.anchor_of(D(mark) / 10) for c in ready.criteria if c.anchors for mark in range(int(c.most * 10) + 1))
    assert all(schemes.read_anchors(schemes.write_anchors(c.anchors)) == c.anchors for c in ready.criteria)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weight": D(50)}, "权重合计须为 100，现为 90"),
        ({"code": "basis"}, "代码“basis”重复"),
        ({"tie": 2}, "次序不能重复"),
        ({"most": D(0)}, "满分须大于 0"),
        ({"code": "X"}, "代码须是小写字母"),
        ({"anchors": schemes.read_anchors("优：9-11")}, "不超过满分"),
        ({"anchors": schemes.read_anchors("优：8-9\n良：5-8")}, "分档相互重叠"),
    ],
)
def test_a_faulty_scheme_is_named_by_its_place(change, words):
    first, second = TWO.criteria

    assert words in "".join(schemes.faults(replace(TWO, criteria=(replace(first, **change), second))))


def test_what_is_no_range_or_no_scheme_says_so():
    with pytest.raises(Malformed, match="优秀"):
        schemes.read_anchors("优秀")
    with pytest.raises(Malformed):
        schemes.read_scheme({"criteria": [{}]})
    assert schemes.mark_fault(TWO.criteria[0], D("10.1"))
    assert schemes.mark_fault(TWO.criteria[0], D("9.55"))
    assert not schemes.mark_fault(TWO.criteria[0], D("9.5"))
