"""How the rows behind a figure are shown: a few columns for each register, nothing personal."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

FIELDS = {
    "patents.patent": ("application_number", "title", "kind", "applicants", "applicant_type", "county", "filed_on", "granted_on"),
    "patents.nomination": ("place", "application_number", "title", "holder", "grade"),
    "projects.project": ("number", "title", "organisation_name", "level", "category", "county", "approved_on", "granted_amount"),
    "projects.awardcandidate": ("year", "title", "organisation_name", "online_score", "online_result", "is_recommended", "provincial_grade"),
    "enterprises.recognition": ("enterprise_name", "credit_code", "county", "certificate_number", "issued_on", "expires_on", "cancelled_on"),
    "enterprises.platform": ("name", "kind", "level", "organisation_name", "county", "approved_on", "due_on", "accepted_on"),
    "enterprises.park": ("name", "kind", "level", "county", "approved_on", "ended_on"),
    "enterprises.incubator": ("name", "kind", "level", "organisation_name", "park_name", "county", "approved_on"),
    "enterprises.talentbase": ("name", "kind", "level", "organisation_name", "county", "approved_on"),
    "enterprises.startupgrant": ("number", "title", "organisation_name", "county", "amount", "granted_on"),
    "enterprises.financerecord": ("number", "kind", "organisation_name", "institution", "amount", "began_on", "ends_on"),
    "enterprises.commissioner": ("year", "number", "organisation_name", "served_unit", "county", "services", "grade"),
    "matchmaking.achievement": ("number", "title", "organisation_name", "technology_field", "stage", "collected_on"),
    "matchmaking.demand": ("number", "title", "organisation_name", "county", "technology_field", "collected_on"),
    "matchmaking.contact": ("id", "achievement_id", "demand_id", "met_on", "result", "intended_amount"),
    "matchmaking.attendance": ("held_on", "county", "organisation_type", "people"),
    "matchmaking.technologycontract": ("number", "title", "kind", "seller_name", "buyer_name", "value", "technology_value", "registered_on"),
    "matchmaking.appraisal": ("number", "title", "organisation_name", "level", "appraised_on"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as the list shows it; ``now`` is what the register says today where that differs, else None."""

    value: object
    now: object = None


def describe(model: type[models.Model]) -> tuple[list[str], Callable[[models.Model, dict], list[Cell]]]:
    """The headings of a register's rows, and a function from a row and its old values by name to its cells."""
    names = FIELDS[model._meta.label_lower]
    fields = {name: model._meta.get_field(name.removesuffix("_id")) for name in names}
    headings = [str(field.verbose_name) for field in fields.values()]

    def cell(name: str, row, old: dict) -> Cell:
        words = dict(getattr(fields[name], "flatchoices", None) or ())
        now = _plain(getattr(row, name), words)
        then = _plain(old[name], words) if name in old else now
        return Cell(then, now if then != now else None)

    return headings, lambda row, old: [cell(name, row, old) for name in names]


def _plain(value, words: dict):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return words.get(value, value) if words else value
