"""Whoever takes all bulletins and open data of a year together can work out no number of one or two applicants."""

from collections import defaultdict
from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bureau.accounts.models import Division
from bureau.bulletins import workflow
from bureau.bulletins.figures import compute
from bureau.bulletins.hiding import told
from bureau.workflow import Refused
from patents.choices import WHOLE, PatentKind
from patents.models import Patent
from patents.opendata import open_table
from patents.questions import Measure
from patents.suppression import ALL, LEAST_APPLICANTS
from tests.patents.rows import patents_of

pytestmark = pytest.mark.django_db
PLACES, MONTHS, KINDS = ("章贡区", "南康区", "于都县"), range(1, 13), PatentKind.values
INVENTION = PatentKind.INVENTION.value


def publish(months, year: int = 2015, before: list[dict] | None = None) -> list[dict]:
    """What the bulletins of the months tell, drafted and published one after the other."""
    found = before or []
    for month in months:
        found.append(told(compute(date(year, month, 1), found)))
    return found


class Attack:
    """All sums that are told, as equations over the numbers of each place, type and month of a year."""

    def __init__(self):
        self.places = [place.name for place in Division.objects.all()]
        self.atoms = {atom: n for n, atom in enumerate(product(self.places, KINDS, MONTHS))}
        self.known = []

    def sum_of(self, place: str, kinds, months) -> np.ndarray:
        """The equation of a sum."""
        row = np.zeros(len(self.atoms))
        for atom in product(self.places if place == WHOLE else [place], kinds, months):
            row[self.atoms[atom]] = 1
        return row

    def learn(self, place: str, value, kinds, months) -> None:
        """A number that somebody tells, or not."""
        if value is not None:
            self.known.append(self.sum_of(place, kinds, months))

    def read(self, bulletins: list[dict], year: int = 2015) -> None:
        """Every number of bulletins, last year's sums of the next year's too."""
        for data in bulletins:
            data_year, month = map(int, data["month"].split("-"))
            for row in data["rows"]:
                half, since = row["filed"], range(1, month + 1)
                if data_year == year:
                    self.learn(row["place"], half["month"], KINDS, [month])
                    for kind in KINDS:
                        self.learn(row["place"], half[kind], [kind], [month])
                    self.learn(row["place"], half["ytd"], KINDS, since)
                    self.learn(row["place"], half["invention_ytd"], [INVENTION], since)
                else:
                    self.learn(row["place"], half["ytd_before"], KINDS, since)

    def read_open(self, year: int = 2015) -> None:
        """Every number of the open data by type."""
        table = open_table(year, Measure.FILED, "kind")
        words = table.rows | {ALL: WHOLE}
        for (row, kind), n in table.cells.items():
            self.learn(words[row], n, KINDS if kind == ALL else [kind], MONTHS)

    def finds(self) -> list[tuple]:
        """Numbers of one or two applicants, of a place's month or sum, that follow from what is told."""
        holders = defaultdict(set)
        rows = Patent.objects.values_list("division__name", "kind", "filed_on", "organisation_key")
        for place, kind, day, holder in rows:
            for key in product({place, WHOLE}, {kind, ALL}):
                holders[*key, day.month].add(holder)
        known = np.unique(np.array(self.known), axis=0)
        values, vectors = np.linalg.eigh(known.T @ known)
        free = vectors.T[values < 1e-7]  # What moves without moving anything that is told.
        found = []
        for place, kind in product((*PLACES, WHOLE), (*KINDS, ALL)):
            kinds = KINDS if kind == ALL else [kind]
            for since, until in [*((m, m) for m in MONTHS), *((1, m) for m in MONTHS)]:
                who = set().union(*(holders[place, kind, m] for m in range(since, until + 1)))
                wanted = self.sum_of(place, kinds, range(since, until + 1))
                if 0 < len(who) < LEAST_APPLICANTS and np.abs(free @ wanted).max(initial=0) < 1e-7:
                    found.append((place, kind, since, until))
        return found


def attack(bulletins: list[dict]) -> list[tuple]:
    """What bulletins and open data give away."""
    found = Attack()
    found.read(bulletins)
    found.read_open()
    return found.finds()


@pytest.fixture
def april(places):
    """章贡区 and 南康区 with many applicants in each month until June; in April one of them has a single one."""
    for month in range(1, 7):
        for place, kind in product(("章贡区", "南康区"), KINDS):
            few = month == 4 and place == "南康区" and kind == INVENTION
            patents_of(places, 1 if few else 4, division=places[place], kind=kind, filed_on=date(2015, month, 3))


def test_a_hidden_month_is_not_the_difference_of_two_sums(april):
    bulletins = publish(range(1, 5))
    whole = {row["place"]: row for row in compute(date(2015, 4, 1))["rows"]}["南康区"]

    row = {row["place"]: row for row in bulletins[-1]["rows"]}["南康区"]
    assert (whole["filed"]["invention"], whole["filed"]["invention_ytd"]) == (1, 13)
    assert (row["filed"]["invention"], row["filed"]["invention_ytd"]) == (None, None)
    assert attack(bulletins) == []


def test_of_sums_that_nobody_could_subtract_none_is_hidden(places):
    for month, place, kind in product(range(1, 4), PLACES, KINDS):
        patents_of(places, 3, division=places[place], kind=kind, filed_on=date(2015, month, 3))
    for data in publish(range(1, 4)):
        assert not any(row["hidden"] for row in data["rows"] if row["place"] in (*PLACES, WHOLE)), data["month"]


def test_a_month_without_a_bulletin_is_not_told_by_those_around_it(april):
    assert attack(publish([1, 2, 3, 5, 6])) == []


def test_last_years_sums_of_the_next_year_give_none_of_its_months_away(april):
    bulletins = publish(range(1, 8))
    assert attack(publish(range(1, 8), 2016, bulletins)) == []


NO_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]
"""Each example is a year of bulletins: what it finds is told by the assertion."""
COUNTS = st.sampled_from([0, 0, 1, 2, 3, 5])
YEAR = st.lists(st.lists(COUNTS, min_size=9, max_size=9), min_size=2, max_size=12)


@hypothesis_settings(max_examples=4, deadline=None, phases=NO_SHRINKING, suppress_health_check=list(HealthCheck))
@given(YEAR, st.data())
def test_no_small_number_follows_from_all_that_is_told(places, year, data):
    Patent.objects.all().delete()
    for month, counts in enumerate(year, 1):
        for (place, kind), n in zip(product(PLACES, KINDS), counts, strict=True):
            patents_of(places, n, division=places[place], kind=kind, filed_on=date(2015, month, 3))
    order = data.draw(st.permutations(range(1, len(year) + 1)))
    gone = data.draw(st.integers(0, 1))
    assert attack(publish(order[gone:])) == []


def test_a_bulletin_that_another_overtook_is_counted_again(places, person):
    officer, head = person("officer"), person("section_head")
    patents_of(places, 3)
    may, april = workflow.draft(date(2015, 5, 1), by=officer), workflow.draft(date(2015, 4, 1), by=officer)
    for bulletin in (april, may):
        workflow.submit(bulletin, by=officer)
        workflow.review(bulletin, by=head)
    workflow.publish(april, by=officer)

    with pytest.raises(Refused, match="重新统计"):
        workflow.publish(may, by=officer)

    workflow.return_(may, by=officer, reason="重新统计")
    workflow.recompute(may, by=officer)
    workflow.submit(may, by=officer)
    workflow.review(may, by=head)
    workflow.publish(may, by=officer)
    assert may.is_published
