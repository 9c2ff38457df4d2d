"""What an achievement and a demand have in common as profiles that a unit writes and the bureau publishes."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

from bureau.constraints import iff, signed
from bureau.disclosure import masked

from .choices import (
    EDITABLE,
    FIELD_CHOICES,
    ONCE_PUBLISHED,
    RENEWABLE,
    Cooperation,
    Maturity,
    ProfileStatus,
    ReturnReason,
)

RENEWED_BEFORE_DAYS = 30


def _person(words: str) -> models.ForeignKey:
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", db_index=False, verbose_name=words
    )


class Profile(models.Model):
    """The controlled fields of both sides and how the text came to be public.

    A row of a list has no writer, is published and need not say the controlled fields. What a unit writes is public
    once an officer has published it, and only what stands in ``PUBLIC``: whom to call is encrypted and shown by
    ``bureau.unmasking`` alone, which writes each look into the book.
    """

    PUBLIC = ("title", "body")
    body_field = ""  # The column with the public text.
    amount_field = ""  # The column with the price or the budget.

    field = models.CharField("领域", max_length=2, choices=FIELD_CHOICES, blank=True)
    maturity = models.CharField("成熟度", max_length=20, choices=Maturity, blank=True)
    cooperation = ArrayField(
        models.CharField(max_length=20, choices=Cooperation), verbose_name="合作方式", default=list, blank=True
    )
    valid_until = models.DateField("有效期至", null=True, blank=True)
    names_unit = models.BooleanField("公开单位名称", default=True)
    status = models.CharField(
        "状态", max_length=20, choices=ProfileStatus, default=ProfileStatus.PUBLISHED, editable=False
    )
    return_reason = models.CharField("退回原因", max_length=20, choices=ReturnReason, blank=True, editable=False)
    return_note = models.CharField("退回说明", max_length=500, blank=True, editable=False)
    written_by = _person("填写人")
    written_at = models.DateTimeField("填写时间", null=True, editable=False)
    submitted_by = _person("提交人")
    submitted_at = models.DateTimeField("提交时间", null=True, editable=False)
    decided_by = _person("审核人")
    decided_at = models.DateTimeField("审核时间", null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def body(self) -> str:
        """The public text, whatever its column is called."""
        return getattr(self, self.body_field)

    @property
    def public_text(self) -> str:
        """All that anybody may read."""
        return "\n".join(getattr(self, name) for name in self.PUBLIC)

    @property
    def public_body(self) -> str:
        """The public text as a page shows it: what a list brought may hold a number by which somebody is reached."""
        return masked(self.body, landlines=True)

    @property
    def unit_words(self) -> str:
        """Whose it is, as far as the unit lets the public know."""
        return self.organisation_name if self.names_unit else "单位名称不公开"

    @property
    def amount(self):
        """The asking price or the planned investment, in yuan."""
        return getattr(self, self.amount_field)

    @property
    def amount_words(self) -> str:
        """The same as a person reads it."""
        return "面议" if self.amount is None else f"{self.amount / 10_000:,.2f} 万元"

    @property
    def maturity_words(self) -> str:
        """The maturity, as chosen here or as a list wrote it."""
        return self.get_maturity_display() or getattr(self, "stage", "")

    @property
    def field_words(self) -> str:
        """The field, as chosen here or as a list wrote it."""
        return self.get_field_display() or self.technology_field

    def is_public(self, today: date | None = None) -> bool:
        """Whether anybody may read it on ``today``."""
        in_term = self.valid_until is None or self.valid_until >= (today or timezone.localdate())
        return self.status == ProfileStatus.PUBLISHED and self.voided_at is None and in_term

    @property
    def cooperation_words(self) -> str:
        """The ways of cooperation as a person reads them."""
        return "、".join(Cooperation(way).label for way in self.cooperation)

    @property
    def is_editable(self) -> bool:
        """Whether the unit may change the text now."""
        return self.status in EDITABLE

    def is_renewable(self, today: date | None = None) -> bool:
        """Whether the term is over or soon will be; a listed row has no term."""
        if self.status not in RENEWABLE or self.valid_until is None:
            return False
        return (self.valid_until - (today or timezone.localdate())).days <= RENEWED_BEFORE_DAYS


def profile_constraints(noun: str) -> list[CheckConstraint]:
    """What can never be true of a profile; ``noun`` begins the names."""

    def check(claim: str, condition: Q, words: str) -> CheckConstraint:
        return CheckConstraint(condition=condition, name=f"matchmaking_{noun}_{claim}", violation_error_message=words)

    written, was_public = Q(written_at__isnull=False), Q(status__in=ONCE_PUBLISHED)
    told = (
        ~Q(field="") & ~Q(maturity="") & Q(cooperation__len__gt=0) & Q(valid_until__isnull=False)
        & Q(decided_at__isnull=False) & Q(organisation__isnull=False)
    )  # fmt: skip
    return [
        signed("written"),
        signed("submitted"),
        signed("decided"),
        check("status_known", Q(status__in=ProfileStatus.values), "没有这种状态。"),
        check(
            "field_known", Q(field__in=["", *(code for code, _name in FIELD_CHOICES)]), "领域须是国家重点支持的高新技术领域之一。"
        ),
        check("maturity_known", Q(maturity__in=["", *Maturity.values]), "没有这种成熟度。"),
        check("cooperation_known", Q(cooperation__contained_by=Cooperation.values), "没有这种合作方式。"),
        check("listed_is_published", written | was_public, "清单中的记录视为已发布。"),
        check("published_is_complete", ~written | ~was_public | told, "发布前须填写领域、成熟度、合作方式和有效期，并经审核。"),
        check("submitted_is_signed", ~Q(status=ProfileStatus.SUBMITTED) | Q(submitted_at__isnull=False), "提交须记提交人和时间。"),
        check(
            "returned_iff_reason", iff(Q(status=ProfileStatus.RETURNED), ~Q(return_reason="")), "退回须写明原因，且只有退回才有。"
        ),
    ]  # fmt: skip
