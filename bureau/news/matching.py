"""Achievements for a firm: the newest of its own technology field (国家重点支持的高新技术领域)."""

from django.db.models import Q

from bureau.accounts.models import Organisation
from enterprises.assessment.fields import placed
from enterprises.models import Enterprise
from matchmaking.models import Achievement

SHOWN = 5


def achievements_for(organisation: Organisation | None) -> tuple[str, list[Achievement]]:
    """The field's name and what lists hold of it, newest first; nothing for a firm that has not said its field."""
    code = (
        Enterprise.objects.filter(organisation=organisation).values_list("technology_field", flat=True).first()
        if organisation
        else ""
    )
    field, second = placed(code or "")
    if not field:
        return "", []
    of_field = Q(technology_field__icontains=second or field) | Q(technology_field__icontains=field)
    rows = Achievement.objects.effective().filter(of_field).defer("search", "contact_person", "contact_phone")
    return field, list(rows.order_by("-collected_on", "-pk")[:SHOWN])
