"""Adjectives of patents."""

from datetime import date

from bureau.lists.querysets import RecordQuerySet

from .choices import ENTERPRISE, PatentKind


class PatentQuerySet(RecordQuerySet):
    def filed_in(self, year: int):
        """申请日 in the year."""
        return self.filter(filed_on__gte=date(year, 1, 1), filed_on__lt=date(year + 1, 1, 1))

    def granted_in(self, year: int):
        """授权公告日 in the year."""
        return self.filter(granted_on__gte=date(year, 1, 1), granted_on__lt=date(year + 1, 1, 1))

    def inventions(self):
        """发明."""
        return self.filter(kind=PatentKind.INVENTION)

    def of_enterprises(self):
        """申请人类型 企业; an empty type is 未知 and counts apart."""
        return self.filter(applicant_type=ENTERPRISE)

    def for_list(self):
        """With what the list page shows."""
        return self.select_related("division").order_by("-pk")
