"""Adjectives of patents."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q

from bureau.lists.querysets import RecordQuerySet

from .choices import ENTERPRISE, NominationStatus, PatentKind, PrizeRoundStatus

LAPSED = Q(legal_status__regex="无权|失效|终止|届满|放弃|撤销|无效") & ~Q(legal_status__regex="部分无效")
"""法律状态 that says the right is gone; one declared void in part lives on (专利法 第四十七条)."""


class PatentQuerySet(RecordQuerySet):
    def filed_in(self, year: int):
        """申请日 in the year."""
        return self.filter(filed_on__gte=date(year, 1, 1), filed_on__lt=date(year + 1, 1, 1))

    def granted_in(self, year: int):
        """授权公告日 in the year."""
        return self.filter(granted_on__gte=date(year, 1, 1), granted_on__lt=date(year + 1, 1, 1))

    def in_force_on(self, day: date):
        """有效: granted by the day and not ended by it. Of rights that lapsed on an unknown day nothing is said: they are left out."""
        return self.filter(granted_on__lte=day, ended_on__gt=day)

    def high_value_on(self, day: date, years: int = 10):
        """有效发明 that on the day are of high value: kept up for longer than ``years`` from 申请日, or marked as such by then."""
        marks = self.model._meta.get_field("value_marks").related_model.objects.standing_on(day)
        marked = marks.filter(patent=OuterRef("pk"))
        return self.in_force_on(day).inventions().filter(self.kept_up(day, years) | Exists(marked))

    def kept_up(self, day: date, years: int) -> Q:
        """维持年限 longer than so many years on the day, from 申请日."""
        try:
            return Q(filed_on__lt=day.replace(year=day.year - years))
        except ValueError:  # 29 February
            return Q(filed_on__lt=day.replace(year=day.year - years, day=28))

    def inventions(self):
        """发明."""
        return self.filter(kind=PatentKind.INVENTION)

    def of_enterprises(self):
        """申请人类型 企业; an empty type is 未知 and counts apart."""
        return self.filter(applicant_type=ENTERPRISE)

    def for_list(self):
        """With what the list page shows."""
        return self.select_related("division").order_by("-pk")


class SummaryQuerySet(RecordQuerySet):
    def at(self, month: date):
        """Of one month."""
        return self.filter(month=month)

    def of_city(self):
        """The city's own rows (全市)."""
        return self.filter(division=None)

    def of_places(self):
        """Counties' and zones' rows."""
        return self.filter(division__isnull=False)


class CountQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Counts tell of no single patent: staff who may see the register see them; what the public sees is another page's to say."""
        return self if user.is_staff and user.has_perm("patents.view_patent") else self.none()


class PivotViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those that colleagues share."""
        if not (user.is_staff and user.has_perm("patents.view_patent")):
            return self.none()
        return self.filter(Q(created_by_id=user.pk) | Q(is_shared=True))

    def on_board(self, user):
        """Those that stand on the board, in their order."""
        return self.visible_to(user).filter(on_board=True).order_by("pk")


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may see campaigns see all."""
        return self if user.is_staff and user.has_perm("patents.view_campaign") else self.none()


class SavedCohortQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Colleagues see one another's."""
        return self if user.is_staff and user.has_perm("patents.view_campaign") else self.none()


class ZeroFirmQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may see the lists see all of them: colleagues stand in for one another."""
        return self if user.is_staff and user.has_perm("patents.view_zerofirm") else self.none()


class ValueMarkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may see marks see all; a unit's people see those of its own patents."""
        if user.is_staff:
            return self if user.has_perm("patents.view_valuemark") else self.none()
        return self.owned_by(user)

    def owned_by(self, user):
        """Of patents of the units that the person acts for now."""
        patents = self.model._meta.get_field("patent").related_model
        return self.filter(patent__in=patents.objects.owned_by(user))

    def standing_on(self, day: date):
        """Not withdrawn, and of a fact of that day or before."""
        return self.filter(withdrawn_at=None, held_from__lte=day)


class FeeReminderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may see the register see all; a unit's people see those of its own patents."""
        if user.is_staff:
            return self if user.has_perm("patents.view_patent") else self.none()
        return self.owned_by(user)

    def owned_by(self, user):
        """Of patents of the units that the person acts for now."""
        patents = self.model._meta.get_field("patent").related_model
        return self.filter(patent__in=patents.objects.owned_by(user))


class PrizeRoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may see the rounds see all."""
        return self if user.is_staff and user.has_perm("patents.view_prizeround") else self.none()

    def effective(self):
        """Those whose result is known: what counts."""
        return self.filter(status=PrizeRoundStatus.CLOSED)


class NominationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may see nominations see all."""
        return self if user.is_staff and user.has_perm("patents.view_nomination") else self.none()

    def effective(self):
        """Of rounds whose result is known: what counts."""
        return self.filter(round__status=PrizeRoundStatus.CLOSED)

    def awarded_in(self, year: int):
        """获奖 of a year whose result is known."""
        return self.effective().filter(round__year=year, status=NominationStatus.AWARDED)

    def in_order(self):
        """By their place, those without one last, in the order of their naming."""
        return self.order_by(models.F("place").asc(nulls_last=True), "pk")


class PlaceTargetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff who may see targets see all."""
        return self if user.is_staff and user.has_perm("patents.view_placetarget") else self.none()

    def of(self, year: int, measure: str, only_inventions: bool):
        """One table: of a year and a measure."""
        return self.filter(year=year, measure=measure, only_inventions=only_inventions)
