"""How the rows behind a figure are shown: a few columns for each register, nothing personal."""

from collections.abc import Callable

from django.db import models

FIELDS = {
    "patents.patent": ("application_number", "title", "kind", "applicants", "applicant_type", "county", "filed_on", "granted_on"),
    "projects.project": ("number", "title", "organisation_name", "level", "category", "county", "approved_on", "granted_amount"),
    "projects.awardcandidate": ("year", "title", "organisation_name", "online_score", "online_result", "is_recommended", "provincial_grade"),
    "enterprises.recognition": ("enterprise_name", "credit_code", "county", "certificate_number", "issued_on", "expires_on", "cancelled_on"),
    "matchmaking.achievement": ("number", "title", "organisation_name", "technology_field", "stage", "collected_on"),
    "matchmaking.demand": ("number", "title", "organisation_name", "county", "technology_field", "collected_on"),
    "matchmaking.contact": ("id", "achievement_id", "demand_id", "met_on", "result", "intended_amount"),
    "matchmaking.attendance": ("held_on", "county", "organisation_type", "people"),
    "matchmaking.technologycontract": ("number", "title", "kind", "seller_name", "buyer_name", "value", "technology_value", "registered_on"),
    "matchmaking.appraisal": ("number", "title", "organisation_name", "level", "appraised_on"),
}  # fmt: skip


def describe(model: type[models.Model]) -> tuple[list[str], Callable[[models.Model], list]]:
    """The headings of a register's rows, and a function from a row to its cells."""
    names = FIELDS[model._meta.label_lower]
    headings = [str(model._meta.get_field(name.removesuffix("_id")).verbose_name) for name in names]
    choice = {name for name in names if getattr(model._meta.get_field(name.removesuffix("_id")), "choices", None)}

    def cells(row) -> list:
        return [
            getattr(row, f"get_{name}_display")() if name in choice else _plain(getattr(row, name)) for name in names
        ]

    return headings, cells


def _plain(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value
