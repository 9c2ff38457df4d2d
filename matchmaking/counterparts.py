"""Which public profiles of the other side a profile would meet now, how well, and why."""

from dataclasses import dataclass

from .matching.explaining import marked, shared_phrases
from .matching.profiles import kind_of
from .matching.ranking import best
from .models import Achievement, Demand
from .profiles import Profile

ASKED, SHOWN = 20, 3
SAME_FIELD, SAME_PLACE = 0.3, 0.05  # Added to the fit: visible boosts, never filters.
BANDS = ((16, "高"), (9, "中"), (5, "参考"))  # Characters of shared phrases; with fewer nothing is shown.


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A profile of the other side, the band of its fit, and the reasons."""

    profile: Profile
    band: str
    phrases: list[str]
    reasons: list[str]
    text: list[tuple[str, bool]]  # Its public text in pieces, the shared phrases marked.


def other_side(model: type[Profile]) -> type[Profile]:
    """Demands for an achievement, achievements for a demand."""
    return Demand if model is Achievement else Achievement


def counterparts(profile: Profile, shown: int = SHOWN) -> list[Counterpart]:
    """The public profiles that fit best, the best first; none of the same unit, nothing below the floor."""
    model = other_side(type(profile))
    if not profile.body.strip():
        return []
    fits = {match.number: match.fit for match in best(kind_of(model), profile.public_text, ASKED)}
    rows = model.objects.published().filter(pk__in=fits).select_related("division")
    others = [row for row in rows.defer("search", "contact_person", "contact_phone") if not _same_unit(row, profile)]
    others.sort(key=lambda row: -(fits[row.pk] + _boost(row, profile)))
    found = (_counterpart(row, profile) for row in others)
    return [one for one in found if one][:shown]


def _same_unit(row: Profile, profile: Profile) -> bool:
    return row.organisation_id is not None and row.organisation_id == profile.organisation_id


def _boost(row: Profile, profile: Profile) -> float:
    return SAME_FIELD * _both(row, profile, "field") + SAME_PLACE * _both(row, profile, "division_id")


def _both(row: Profile, profile: Profile, name: str) -> bool:
    value = getattr(profile, name)
    return bool(value) and getattr(row, name) == value


def _counterpart(row: Profile, profile: Profile) -> Counterpart | None:
    phrases = shared_phrases(profile.public_text, row.public_text)
    told = sum(len(phrase) for phrase in phrases)
    band = next((words for least, words in BANDS if told >= least), "")
    if not band:
        return None
    return Counterpart(row, band, phrases, _reasons(row, profile), marked(row.body, phrases))


def _reasons(row: Profile, profile: Profile) -> list[str]:
    found = []
    if _both(row, profile, "field"):
        found.append(f"同领域：{row.get_field_display()}")
    if _both(row, profile, "division_id"):
        found.append(f"同市县：{row.division}")
    if ways := [way for way in row.cooperation if way in profile.cooperation]:
        labels = dict(type(row)._meta.get_field("cooperation").base_field.choices)
        found.append(f"合作方式相同：{'、'.join(str(labels[way]) for way in ways)}")
    return found
