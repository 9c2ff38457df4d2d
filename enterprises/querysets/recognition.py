"""Adjectives of recognitions."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from bureau.lists.querysets import RecordQuerySet
from enterprises.choices import RecognitionKind


def _not_cancelled_by(day: str) -> Q:
    return Q(cancelled_on=None) | Q(cancelled_on__gt=F(day))


class RecognitionQuerySet(RecordQuerySet):
    def high_tech(self):
        """高新技术企业 certificates that count."""
        return self.effective().filter(kind=RecognitionKind.HIGH_TECH)

    def valid_on(self, day: date):
        """发证日期 ≤ day < 发证日期 + 有效期, and not cancelled by then (取消日期 cancels from that day on).

        What another city certified counts from the day on which the firm moved in; of one that left and came back, the
        days between do not count.
        """
        here = Q(left_on=None) | Q(left_on__gt=day) | Q(returned_on__lte=day)
        held = Q(cancelled_on=None) | Q(cancelled_on__gt=day)
        return self.filter(here, held, counts_from__lte=day, expires_on__gt=day)

    def issued_in(self, year: int):
        """Recognised in the year, for the first time or again."""
        return self.filter(issued_on__year=year)

    def arrived_in(self, year: int):
        """Counted from a day of the year on: recognised in it, moved in with a certificate of another city, or back.

        What no longer held on that day never counted.
        """
        return self.filter(
            Q(counts_from__year=year, expires_on__gt=F("counts_from")) & _not_cancelled_by("counts_from")
            | Q(returned_on__year=year) & _not_cancelled_by("returned_on")
        )

    def held_on(self, day: date):
        """One certificate for each enterprise that holds a valid one on ``day``: the one issued last."""
        return self.valid_on(day).order_by("credit_code", "-issued_on", "-pk").distinct("credit_code")

    def new_in(self, year: int):
        """One certificate for each enterprise recognised or moved in in ``year`` without a valid one on 31 December before."""
        earlier = self.valid_on(date(year - 1, 12, 31)).values("credit_code")
        fresh = self.arrived_in(year).exclude(credit_code__in=earlier)
        return fresh.order_by("credit_code", "counts_from", "pk").distinct("credit_code")

    def exited_in(self, year: int):
        """One certificate for each enterprise valid at the end of the year before, or new in it, and not at its end."""
        before, end = date(year - 1, 12, 31), date(year, 12, 31)
        candidates = self.filter(
            Q(credit_code__in=self.valid_on(before).values("credit_code"))
            | Q(credit_code__in=self.arrived_in(year).values("credit_code"))
        ).filter(counts_from__lte=end)
        gone = candidates.exclude(credit_code__in=self.valid_on(end).values("credit_code"))
        return gone.order_by("credit_code", "-issued_on", "-pk").distinct("credit_code")

    def expiring_in(self, year: int):
        """Certificates whose term ends in the year and that were not cancelled: these firms re-apply this year."""
        return self.high_tech().filter(expires_on__year=year, cancelled_on=None)

    def not_renewed(self):
        """Without a later certificate of the same firm."""
        later = self.model.objects.high_tech().filter(
            credit_code=OuterRef("credit_code"), issued_on__gt=OuterRef("issued_on")
        )
        return self.exclude(Exists(later))

    def renewed_in(self, year: int):
        """Recognised again in the year: with a certificate whose term ran in it or into it."""
        before = self.model.objects.high_tech().filter(
            credit_code=OuterRef("credit_code"), issued_on__lt=OuterRef("issued_on"), expires_on__gte=date(year, 1, 1)
        )
        return self.high_tech().issued_in(year).filter(Exists(before))

    def for_list(self):
        """With what the list page shows."""
        return self.select_related("division", "organisation").order_by("-pk")
