"""What a profile lacks before it may be handed in, what its public text must not say, and what it resembles."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from bureau.disclosure import find
from bureau.similarity import compare, likeness

from .matching.profiles import KINDS
from .matching.ranking import best
from .profiles import Profile

BODY_AT_LEAST = 50  # Characters: less says neither what is offered nor what is wanted.
TERM_DAYS = 730
LIKE_TITLE, LIKE_BODY = 0.75, 0.45  # The shares from which two texts are put before a person, as in 查重.
COMPARED = 10


def missing(profile: Profile, today: date | None = None) -> list[str]:
    """A sentence for each thing that must be filled in before the profile may be handed in."""
    today = today or timezone.localdate()
    words = {name: profile._meta.get_field(name).verbose_name for name in _DEMANDED}
    found = [f"请填写“{words[name]}”" for name in _DEMANDED if not getattr(profile, name)]
    body = profile._meta.get_field(profile.body_field).verbose_name
    if len(profile.body.strip()) < BODY_AT_LEAST:
        found.append(f"“{body}”至少写 {BODY_AT_LEAST} 字，现有 {len(profile.body.strip())} 字")
    if profile.valid_until and not today < profile.valid_until <= today + timedelta(days=TERM_DAYS):
        found.append("“有效期至”须晚于今天，最长两年")
    return found


_DEMANDED = ("field", "maturity", "cooperation", "division", "valid_until", "contact_person", "contact_phone")


def leaks(profile: Profile) -> list[str]:
    """What in the public text tells how to reach somebody, or more: it stays behind until an interest is accepted."""
    found = [f"公开内容中有{one.what} {one.shown}，请删去" for one in find(profile.public_text)]
    if profile.contact_person and len(profile.contact_person) > 1 and profile.contact_person in profile.public_text:
        found.append("公开内容中有联系人姓名，请删去")
    return found


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Another public profile of the same noun that says much the same."""

    profile: Profile
    share: float  # Of the shorter text, 0 to 1.

    @property
    def words(self) -> str:
        """How near it is, in words: a percentage would claim more than is known."""
        return "几乎相同" if self.share >= 0.8 else "相似"


def resembling(profile: Profile) -> list[Resemblance]:
    """Public profiles of the same noun that this one may repeat, the nearest first; two queries and the index."""
    model = type(profile)
    near = [match.number for match in best(KINDS[model._meta.model_name], profile.public_text, COMPARED, rerank=False)]
    rows = model.objects.published().exclude(pk=profile.pk).filter(pk__in=near).defer("search")
    found = []
    for other in rows:
        share = compare(profile.body, other.body).share if profile.body and other.body else 0.0
        title = likeness(profile.title, other.title)
        if share >= LIKE_BODY or title >= LIKE_TITLE:
            found.append(Resemblance(other, max(share, title)))
    return sorted(found, key=lambda one: -one.share)
