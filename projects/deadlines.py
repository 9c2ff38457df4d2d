"""Until when: the deadlines and the quota that hold for one application."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from bureau.accounts.models import Jurisdiction, Organisation
from projects.models import Application, Call, Window


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What a unit's recommending unit brings."""

    closes_at: datetime
    recommend_until: datetime
    quota: int | None


def recommender_of(organisation: Organisation) -> Organisation | None:
    """The unit that recommends this one's applications; none: the bureau itself."""
    duties = Jurisdiction.objects.over(organisation_id=organisation.pk, division_id=organisation.division_id)
    duty = duties.select_related("unit").first()
    return duty.unit if duty and duty.unit_id != organisation.pk else None


def deadlines(call: Call, recommender_id: int | None) -> Deadlines:
    """The call's, or those of the recommending unit's own window."""
    window = Window.objects.filter(call=call, unit=recommender_id).first() if recommender_id else None
    if window:
        return Deadlines(window.closes_at, window.recommend_until, window.quota)
    return Deadlines(call.closes_at, call.recommend_until, call.recommend_quota)


def closes_at(application: Application, recommender_id: int | None = None) -> datetime:
    """Until when this application may be submitted; given back or opened again, longer."""
    if recommender_id is None:
        unit = recommender_of(application.organisation)
        recommender_id = unit.pk if unit else None
    found = deadlines(application.call, recommender_id)
    return max(found.closes_at, application.reopened_until) if application.reopened_until else found.closes_at


def in_time(moment: datetime, until: datetime) -> bool:
    """The second of the deadline counts whole; the next one does not."""
    return moment.replace(microsecond=0) <= until


def told(moment: datetime) -> str:
    """A moment to the second, by the bureau's clock; a full minute without its seconds."""
    return f"{timezone.localtime(moment):%Y年%-m月%-d日 %H:%M:%S}".removesuffix(":00")
