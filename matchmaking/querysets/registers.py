"""Adjectives of matchmaking and technology contracts."""

from datetime import date

from django.db import models
from django.db.models import Sum
from django.utils import timezone

from bureau.lists.querysets import RecordQuerySet
from matchmaking.choices import ONCE_PUBLISHED, WITH_INTENTION, ContactResult, ProfileStatus

NAMED_AT_MOST = 2000


def _acting_for(party: str, user) -> models.Q:
    """Rows whose ``party`` is a unit that ``user`` acts for today; a subquery, so that two memberships double no row."""
    units = user.memberships.filter(ended_at=None).values("organisation")
    return models.Q(**{f"{party}__in": units})


class CollectedQuerySet(RecordQuerySet):
    """Achievements and demands."""

    def visible_to(self, user):
        """Staff see what was handed in, never a draft; a unit's people see their unit's."""
        seen = super().visible_to(user)
        return seen.exclude(status=ProfileStatus.DRAFT) if user.is_staff else seen

    def effective(self):
        """What counts as collected: published at some time, and not voided."""
        return super().effective().filter(status__in=ONCE_PUBLISHED)

    def published(self, today: date | None = None):
        """Public on ``today``: neither withdrawn nor voided, and its term not over."""
        in_term = models.Q(valid_until=None) | models.Q(valid_until__gte=today or timezone.localdate())
        return self.filter(in_term, status=ProfileStatus.PUBLISHED, voided_at=None)

    def lapsed(self, today: date):
        """Published still, though the term is over."""
        return self.filter(status=ProfileStatus.PUBLISHED, valid_until__lt=today)

    def lapsing_on(self, day: date):
        """Published, with that day as the last of the term."""
        return self.filter(status=ProfileStatus.PUBLISHED, valid_until=day, voided_at=None)

    def awaiting_decision(self):
        """Handed in, not decided upon."""
        return self.filter(status=ProfileStatus.SUBMITTED, voided_at=None)

    def collected_in(self, year: int):
        """征集日期 in the year."""
        return self.filter(collected_on__year=year)

    def unmet(self):
        """Public, and never brought together with anything of the other side."""
        return self.published().filter(contacts=None)

    def never_listed(self):
        """Public, and in nobody's list of recommendations."""
        own = self.model._meta.model_name
        places = self.model._meta.get_field("recommendations").related_model.objects
        return self.published().exclude(pk__in=places.exclude(side=own).values(own))

    def named(self, text: str):
        """Whose number the text is, or whose unit, where it is shown, or title it names."""
        by_name = self.search(text).filter(names_unit=True).order_by().values("pk")
        return self.filter(models.Q(number=text.upper()) | models.Q(pk__in=by_name))

    def for_list(self):
        """Newest first."""
        return self.order_by("-pk")


class ContactQuerySet(RecordQuerySet):
    def owned_by(self, user):
        """Contacts of the units that ``user`` acts for, on either side."""
        return self.filter(_acting_for("demand__organisation", user) | _acting_for("achievement__organisation", user))

    def search(self, text: str):
        """Contacts of an achievement or a demand that ``text`` finds."""
        found = models.Q()
        for side in ("achievement", "demand"):
            items = self.model._meta.get_field(side).related_model.objects.search(text).order_by()
            numbers = items.values_list("pk", flat=True)
            named = list(numbers[: NAMED_AT_MOST + 1])
            # Few items: the database sees which and goes by index. Many: a condition that it tries on each row.
            found |= models.Q(**{f"{side}__in": named if len(named) <= NAMED_AT_MOST else numbers})
        return self.filter(found)

    def met_in(self, year: int):
        """对接日期 in the year."""
        return self.filter(met_on__year=year)

    def with_intention(self):
        """产生意向, which an agreement has too."""
        return self.filter(result__in=WITH_INTENTION)

    def with_agreement(self):
        """达成协议."""
        return self.filter(result=ContactResult.AGREEMENT)

    def for_list(self):
        """With what the list page shows."""
        return self.select_related("achievement", "demand").order_by("-pk")


class AttendanceQuerySet(RecordQuerySet):
    def counted_once(self):
        """Without lists of the days on which the portal counted an event itself: an event uses the one or the other."""
        events = self.model._meta.get_field("event").related_model.objects.counted_here()
        held = events.filter(
            starts_at__date__lte=models.OuterRef("held_on"), ends_at__date__gte=models.OuterRef("held_on")
        )
        return self.filter(models.Q(event__isnull=False) | ~models.Exists(held))

    def held_in(self, year: int):
        """日期 in the year."""
        return self.filter(held_on__year=year)

    def people(self) -> int:
        """Σ 签到人数: of lists 汇总报送，未去重; of events that the portal counted distinct people."""
        return self.aggregate(total=Sum("people", default=0))["total"]

    def for_list(self):
        """With what the list page shows."""
        return self.select_related("division").order_by("-pk")


class ContractQuerySet(RecordQuerySet):
    def registered_in(self, year: int):
        """登记日期 in the year."""
        return self.filter(registered_on__year=year)

    def value_total(self):
        """Σ 合同成交总额, in yuan."""
        return self.aggregate(total=Sum("value", default=0))["total"]

    def owned_by(self, user):
        """Contracts of the units that ``user`` acts for, as seller or buyer."""
        return self.filter(_acting_for("seller", user) | _acting_for("buyer", user))

    def for_list(self):
        """Newest first."""
        return self.order_by("-pk")


class AppraisalQuerySet(RecordQuerySet):
    def appraised_in(self, year: int):
        """鉴定日期 in the year."""
        return self.filter(appraised_on__year=year)

    def for_list(self):
        """Newest first."""
        return self.order_by("-pk")
