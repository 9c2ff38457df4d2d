"""From experts' totals to a ranked list: pure functions. Sums are exact fractions, so the order of rows changes nothing.

The mean of the totals; the trimmed mean (without one highest and one lowest, from five on); or each expert's totals made
comparable first (z of the expert's own mean and standard deviation, averaged, told as T = 50 + 10z). Equal scores are
parted by the scheme's criteria in their order; what is equal in all of them shares a place. Where the scheme gives a panel a say,
its score replaces that of the reviews or is weighted with it, and what a panel has judged stands before what none has.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal
from fractions import Fraction

from projects.choices import Aggregation, PanelUse
from projects.formdata.scheme import PLACES, Scheme, half_up

TRIMMED_FROM = 5
_EXACT = Context(prec=40)


@dataclass(frozen=True, slots=True)
class Score:
    """What one expert gave one application: the total of a hundred, and the mark of each criterion."""

    application: int
    expert: int
    total: Decimal
    marks: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one application stands. ``score`` and ``place`` are None while too few have judged it."""

    application: int
    count: int
    mean: Decimal | None
    score: Decimal | None
    high: Decimal | None
    low: Decimal | None
    is_dispersed: bool
    ties: tuple[Decimal, ...] = ()
    place: int | None = None
    online: Decimal | None = None  # The score of the reviews alone.
    is_by_panel: bool = False  # A panel's score has gone into ``score``.

    @property
    def spread(self) -> Decimal:
        """Highest less lowest."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Habit:
    """How one expert marks. ``severity`` is by how much the totals lie above those of the others on the same applications."""

    expert: int
    count: int
    mean: Decimal
    spread: Decimal
    severity: Decimal | None


def mean(numbers: Iterable[Decimal | Fraction]) -> Fraction:
    """The exact mean. Raises ZeroDivisionError for none."""
    held = [Fraction(number) for number in numbers]
    return sum(held, Fraction(0)) / len(held)


def trimmed_mean(numbers: Iterable[Decimal]) -> Fraction:
    """The mean without one highest and one lowest, from five numbers on; of fewer the plain mean."""
    held = sorted(numbers)
    return mean(held[1:-1] if len(held) >= TRIMMED_FROM else held)


def deviation(numbers: Iterable[Decimal]) -> Decimal:
    """The standard deviation of the whole (not of a sample), to forty digits."""
    held = [Fraction(number) for number in numbers]
    middle = mean(held)
    variance = mean((number - middle) ** 2 for number in held)
    return _EXACT.sqrt(_EXACT.divide(Decimal(variance.numerator), Decimal(variance.denominator)))


def standardised(scores: Iterable[Score]) -> dict[int, Decimal]:
    """By application, the mean of its experts' z as T = 50 + 10z. Who gave everybody the same says nothing: z is 0."""
    held, own = list(scores), defaultdict(list)
    for score in held:
        own[score.expert].append(score.total)
    scales = {expert: (mean(totals), deviation(totals)) for expert, totals in own.items()}
    found = defaultdict(list)
    for score in held:
        middle, width = scales[score.expert]
        found[score.application].append((Fraction(score.total) - middle) / Fraction(width) if width else Fraction(0))
    return {application: half_up(50 + 10 * mean(zs)) for application, zs in found.items()}


def standings(scores: Iterable[Score], scheme: Scheme) -> list[Standing]:
    """Every application that somebody judged, the first first; those that too few judged come last, without a place."""
    held, by_application = list(scores), defaultdict(list)
    for score in held:
        by_application[score.application].append(score)
    t_scores = standardised(held) if scheme.aggregation == Aggregation.STANDARDISED else {}
    found = [_standing(key, given, scheme, t_scores) for key, given in by_application.items()]
    return _placed(found)


def _standing(application: int, given: list[Score], scheme: Scheme, t_scores: Mapping[int, Decimal]) -> Standing:
    totals = [score.total for score in given]
    enough = len(given) >= scheme.least_reviews
    if scheme.aggregation == Aggregation.STANDARDISED:
        score = t_scores[application]
    else:
        way = trimmed_mean if scheme.aggregation == Aggregation.TRIMMED else mean
        score = half_up(way(totals))
    high, low = max(totals), min(totals)
    return Standing(
        application=application,
        count=len(given),
        mean=half_up(mean(totals)),
        score=score if enough else None,
        online=score if enough else None,
        high=high,
        low=low,
        is_dispersed=high - low > scheme.spread_limit,
        ties=tuple(half_up(mean(one.marks.get(c.code, Decimal(0)) for one in given)) for c in scheme.ties),
    )


def _placed(found: list[Standing]) -> list[Standing]:
    ranked = sorted((s for s in found if s.score is not None), key=lambda s: (_merit(s), -s.application), reverse=True)
    rest = sorted((s for s in found if s.score is None), key=lambda s: s.application)
    placed, place = [], 0
    for position, standing in enumerate(ranked, 1):
        if not placed or _merit(placed[-1]) != _merit(standing):
            place = position
        placed.append(replace(standing, place=place))
    return placed + rest


def _merit(standing: Standing) -> tuple:
    return (standing.is_by_panel, standing.score, standing.ties)


def with_panel(found: Iterable[Standing], scores: Mapping[int, Decimal], scheme: Scheme) -> list[Standing]:
    """The list placed anew with the scores that panels gave, by application; unchanged where they only accompany."""
    held = {standing.application: standing for standing in found}
    if scheme.panel_use == PanelUse.ACCOMPANIES or not scores:
        return list(held.values())
    nothing = (Decimal(0),) * len(scheme.ties)
    for application in scores:
        held.setdefault(application, Standing(application, 0, None, None, None, None, False, nothing))
    return _placed([_judged(standing, scores.get(standing.application), scheme) for standing in held.values()])


def _judged(standing: Standing, panel: Decimal | None, scheme: Scheme) -> Standing:
    score = combined(standing.online, panel, scheme)
    return replace(standing, score=score, place=None, is_by_panel=panel is not None and score is not None)


def combined(online: Decimal | None, panel: Decimal | None, scheme: Scheme) -> Decimal | None:
    """The score that places an application, out of its online score and its panel's, as the scheme says."""
    if panel is None or scheme.panel_use == PanelUse.ACCOMPANIES:
        return online
    if scheme.panel_use == PanelUse.REPLACES:
        return panel
    if online is None:
        return None
    share = Fraction(scheme.panel_share) / 100
    return half_up(Fraction(panel) * share + Fraction(online) * (1 - share))


def habits(scores: Iterable[Score]) -> list[Habit]:
    """How each expert marks, the most lenient first; severity is told of applications that others judged too."""
    held, by_application, own = list(scores), defaultdict(list), defaultdict(list)
    for score in held:
        by_application[score.application].append(score)
        own[score.expert].append(score)
    found = []
    for expert, given in own.items():
        against = []
        for score in given:
            others = [one.total for one in by_application[score.application] if one.expert != expert]
            if others:
                against.append(Fraction(score.total) - mean(others))
        totals = [score.total for score in given]
        severity = half_up(mean(against)) if against else None
        width = Decimal(deviation(totals)).quantize(PLACES)
        found.append(Habit(expert, len(given), half_up(mean(totals)), width, severity))
    return sorted(found, key=lambda habit: (-(habit.severity or Decimal(0)), habit.expert))
