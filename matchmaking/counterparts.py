"""Which public profiles of the other side a profile meets: how well, why, and how the places of its list are given.

Field, place and maturity are boosts that the reasons name, never filters. Nothing stands in a list below the floor.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from . import synonyms
from .choices import Band, Cooperation
from .matching.city import bands
from .matching.explaining import marked, shared_phrases
from .matching.profiles import kind_of
from .matching.ranking import best
from .models import Achievement, Demand, Judgement, Recommendation
from .models.recommending import LISTED
from .profiles import Profile

SHOWN = 3  # On the page of the profile itself.
EXAMINED = 60  # Candidates of one list.
SAME_FIELD, SAME_MATURITY, SAME_PLACE = 0.3, 0.1, 0.05  # Added to the fit.
KEPT_FOR_NEW, NEW_DAYS = 2, 30  # Places of a list for what became public within so many days.


@dataclass(slots=True)
class Counterpart:
    """A profile of the other side, the band of its fit, and the reasons; ``text`` and ``own`` with the shared phrases marked."""

    profile: Profile
    band: Band
    phrases: list[str] = field(default_factory=list)
    bridges: list[synonyms.Bridge] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    text: list[tuple[str, bool]] = field(default_factory=list)
    own: list[tuple[str, bool]] = field(default_factory=list)
    dismiss: str = ""  # Where it is said to be irrelevant.

    @property
    def kind(self) -> str:
        """Its noun."""
        return self.profile._meta.model_name


def other_side(model: type[Profile]) -> type[Profile]:
    """Demands for an achievement, achievements for a demand."""
    return Demand if model is Achievement else Achievement


def counterparts(profile: Profile, shown: int = LISTED) -> list[Counterpart]:
    """The stored list of the profile; computed on the spot for what has none (yet), a draft for instance."""
    known = synonyms.pairs()
    other = other_side(type(profile))._meta.model_name
    stored = [Counterpart(getattr(row, other), Band(row.band)) for row in Recommendation.objects.of(profile)]
    found = [one for one in stored if one.profile.is_public()] if stored else choose(profile, known, with_texts=True)
    return [explained(one, profile, known) for one in found[:shown]]


def band_of(closeness: float) -> Band | None:
    """High, middle or worth a look, as the judged set told (``manage.py match_bands``); None below the floor."""
    return next((Band(name) for name, least in bands().items() if closeness >= least), None)


def choose(
    profile: Profile,
    known: synonyms.Pairs,
    full: Callable[[list[int]], set[int]] = lambda pks: set(),
    today: date | None = None,
    *,
    with_texts: bool = False,
) -> list[Counterpart]:
    """Give the places of the profile's list, the best first. ``full`` tells who of some stand in enough lists already.

    The last places are kept for what is new; where nothing new fits they go to the next best. Without ``with_texts`` the profiles
    are read as far as a place is given by it.
    """
    since = (today or timezone.localdate()) - timedelta(days=NEW_DAYS)
    taken: dict[int, Counterpart] = {}
    passed: list[Counterpart] = []
    found, fresh = candidates(profile, known, with_texts=with_texts), 0
    barred = full([one.profile.pk for one in found]) if found else set()
    ordered = [one for one in found if one.profile.pk not in barred]
    for one in ordered:
        is_new = one.profile.collected_on >= since
        room = LISTED - len(taken) - (0 if is_new else max(KEPT_FOR_NEW - fresh, 0))
        if room > 0:
            taken[one.profile.pk] = one
            fresh += is_new
        else:
            passed.append(one)
    for one in passed[: LISTED - len(taken)]:
        taken[one.profile.pk] = one
    return [one for one in ordered if one.profile.pk in taken]


PLACED_BY = (
    "collected_on",
    "organisation_id",
    "organisation_key",
    "field",
    "technology_field",
    "maturity",
    "division_id",
)


def candidates(profile: Profile, known: synonyms.Pairs, *, with_texts: bool = True) -> list[Counterpart]:
    """Public profiles of other units that the index finds above the floor, the best first; none that its own side found irrelevant."""
    if not profile.body.strip():
        return []
    model = other_side(type(profile))
    matches = best(kind_of(model), profile.public_text, EXAMINED, also=synonyms.meant(profile.public_text, known))
    near = {match.number: (match.fit, band) for match in matches if (band := band_of(match.closeness))}
    dismissed = Judgement.objects.irrelevant_to(profile).values(model._meta.model_name) if profile.pk else ()
    rows = model.objects.published().filter(pk__in=near).exclude(pk__in=dismissed)
    whole = rows.select_related("division").defer("search", "contact_person", "contact_phone")
    others = [row for row in (whole if with_texts else rows.only(*PLACED_BY)) if not _same_unit(row, profile)]
    others.sort(key=lambda row: (-(near[row.pk][0] + _boost(row, profile)), row.pk))
    return [Counterpart(row, near[row.pk][1]) for row in others]


def _same_unit(row: Profile, profile: Profile) -> bool:
    if row.organisation_id is not None:
        return row.organisation_id == profile.organisation_id
    return bool(row.organisation_key) and row.organisation_key == profile.organisation_key


def _boost(row: Profile, profile: Profile) -> float:
    return (
        SAME_FIELD * _both(row, profile, "field_words")
        + SAME_MATURITY * _both(row, profile, "maturity")
        + SAME_PLACE * _both(row, profile, "division_id")
    )


def _both(row: Profile, profile: Profile, name: str) -> bool:
    value = getattr(profile, name)
    return bool(value) and getattr(row, name) == value


def explained(one: Counterpart, profile: Profile, known: synonyms.Pairs) -> Counterpart:
    """The same with its reasons, and with what both say marked in both texts."""
    row = one.profile
    one.phrases = shared_phrases(profile.public_text, row.public_text)
    one.bridges = synonyms.bridges(profile.public_text, row.public_text, known)
    one.reasons = _reasons(row, profile)
    one.text = marked(row.public_body, [*one.phrases, *(bridge.theirs for bridge in one.bridges)])
    one.own = marked(profile.public_body, [*one.phrases, *(bridge.own for bridge in one.bridges)])
    return one


def _reasons(row: Profile, profile: Profile) -> list[str]:
    found = []
    if _both(row, profile, "field_words"):
        found.append(f"同领域：{row.field_words}")
    if _both(row, profile, "maturity"):
        found.append(f"同成熟度：{row.get_maturity_display()}")
    if _both(row, profile, "division_id"):
        found.append(f"同市县：{row.division}")
    if ways := [way for way in row.cooperation if way in profile.cooperation]:
        found.append(f"合作方式相同：{'、'.join(str(Cooperation(way).label) for way in ways)}")
    return found
