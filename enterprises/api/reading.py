"""Every noun of the app to be read: one line each says its fields and what it is narrowed by; rows come from ``visible_to``."""

from dataclasses import dataclass
from datetime import UTC

import django_filters.rest_framework as filters
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.decorators import method_decorator
from django_filters.fields import IsoDateTimeField
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, viewsets

from enterprises.models import (
    ApiToken,
    Assessment,
    Commissioner,
    FinanceRecord,
    Incubator,
    Measure,
    Park,
    Platform,
    Recognition,
    RegisterEvent,
    Reserve,
    ServiceRecord,
    StartupGrant,
    TalentBase,
    Ticket,
    YearlyData,
    YearlyFiling,
)

from .access import AUTHENTICATION, CallerThrottle

EXACT, SPAN = ["exact"], ["exact", "gte", "lte"]


@dataclass(frozen=True, slots=True)
class Resource:
    """A noun as other programs read it. ``unit`` leads to its organisation: a token sees no other; empty: it sees none.

    ``fields`` name columns, or "name=path" for what stands in another row.
    """

    path: str
    model: type[models.Model]
    fields: tuple[str, ...]
    filters: dict[str, list[str]]
    unit: str = "organisation"

    @property
    def title(self) -> str:
        """What the noun is called."""
        return str(self.model._meta.verbose_name)


UNIT = ("organisation=organisation.name", "organisation_code=organisation.credit_code")
_DATA_UNIT = ("organisation=data.organisation.name", "organisation_code=data.organisation.credit_code")
_STAY_UNIT = ("organisation=reserve.organisation.name", "organisation_code=reserve.organisation.credit_code")
_LISTED = ("organisation_name", "credit_code", "county")
_STANDING = {"kind": EXACT, "level": EXACT, "division": EXACT, "approved_on": SPAN}

RESOURCES = (
    Resource(
        "recognitions", Recognition,
        ("enterprise_name", "credit_code", "county", "certificate_number", "kind", "technology_field", "issued_on", "expires_on", "cancelled_on", "withdrawal"),
        {"kind": EXACT, "credit_code": EXACT, "certificate_number": EXACT, "division": EXACT, "issued_on": SPAN, "expires_on": SPAN},
    ),
    Resource(
        "register-events", RegisterEvent,
        ("enterprise_name=recognition.enterprise_name", "certificate_number=recognition.certificate_number", "kind", "happened_on", "document", "told", "reported_on", "revoked_at"),
        {"kind": EXACT, "happened_on": SPAN}, "recognition__organisation",
    ),
    Resource("yearly-filings", YearlyFiling, (*UNIT, "year", "filed_on"), {"year": EXACT, "filed_on": SPAN}),
    Resource(
        "yearly-data", YearlyData, (*UNIT, "year", "status", "submitted_at", "decided_at", "reason"),
        {"year": SPAN, "status": EXACT, "organisation__credit_code": EXACT},
    ),
    Resource(
        "assessments", Assessment,
        (*_DATA_UNIT, "year=data.year", "rule_set", "version", "apply_on", "status", "score_min", "score_max", "failing", "undecided", "result", "made_at"),
        {"data__year": EXACT, "rule_set": EXACT, "status": EXACT, "data__organisation__credit_code": EXACT}, "data__organisation",
    ),
    Resource(
        "reserves", Reserve, (*UNIT, "status", "tier", "plan_year", "responsible=responsible.name", "applied_at", "decided_at", "left_at", "exit_ground"),
        {"status": EXACT, "tier": EXACT, "plan_year": SPAN, "organisation__credit_code": EXACT},
    ),
    Resource("measures", Measure, (*_STAY_UNIT, "gap", "action", "due_on", "done_at", "outcome"), {"due_on": SPAN}, "reserve__organisation"),
    Resource(
        "services", ServiceRecord, (*_STAY_UNIT, "served_on", "mode", "kind", "content", "problems", "result", "next_on", "confirmed_at", "opinion"),
        {"mode": EXACT, "kind": EXACT, "served_on": SPAN}, "reserve__organisation",
    ),
    Resource("tickets", Ticket, (*UNIT, "subject", "text", "asked_at", "due_on", "answer", "answered_at"), {"due_on": SPAN, "asked_at": SPAN}),
    Resource("tokens", ApiToken, (*UNIT, "name", "hint", "expires_on", "created_at", "used_at", "revoked_at", "reason"), {"expires_on": SPAN}),
    Resource("platforms", Platform, ("name", "kind", "level", *_LISTED, "technology_field", "approved_on", "due_on", "accepted_on", "ended_on"), _STANDING | {"due_on": SPAN}),
    Resource("parks", Park, ("name", "kind", "level", "county", "approved_on", "ended_on"), _STANDING, ""),
    Resource("incubators", Incubator, ("name", "kind", "level", *_LISTED, "park_name", "tenants", "approved_on", "ended_on"), _STANDING),
    Resource("talent", TalentBase, ("name", "kind", "level", *_LISTED, "leader", "people", "approved_on", "ended_on"), _STANDING),
    Resource("startup-grants", StartupGrant, ("number", "title", "founder", *_LISTED, "amount", "granted_on"), {"division": EXACT, "granted_on": SPAN}),
    Resource("finance", FinanceRecord, ("number", "kind", *_LISTED, "institution", "amount", "began_on", "ends_on", "purpose", "loan_number", "is_overdue"), {"kind": EXACT, "is_overdue": EXACT, "began_on": SPAN}),
    Resource("commissioners", Commissioner, ("year", "number", "name", "organisation_name", "county", "served_unit", "speciality", "services", "grade"), {"year": SPAN, "grade": EXACT, "division": EXACT}),
)  # fmt: skip


def _column(model: type[models.Model], told: str) -> tuple[str, serializers.Field | None]:
    """A field's name, and how it is written where the model's own way will not do."""
    name, _, path = told.partition("=")
    if path:
        return name, serializers.CharField(source=path, read_only=True, default=None)
    if isinstance(getattr(model, name), property):
        return name, serializers.DictField(read_only=True)
    choices = model._meta.get_field(name).flatchoices
    if choices:  # Written out: an enumeration of one name in two nouns would be two of one name in the schema.
        words = "；".join(f"{value}={label}" for value, label in choices if value)
        return name, serializers.CharField(read_only=True, help_text=words, allow_null=model._meta.get_field(name).null)
    return name, None


def _serializer(resource: Resource) -> type[serializers.ModelSerializer]:
    columns = [_column(resource.model, told) for told in resource.fields]
    names = ["id", *(name for name, _field in columns)]
    meta = type("Meta", (), {"model": resource.model, "fields": names, "read_only_fields": names})
    own = {name: field for name, field in columns if field is not None}
    return type(f"{resource.model.__name__}Serializer", (serializers.ModelSerializer,), {"Meta": meta, **own})


class MomentField(IsoDateTimeField):
    """A moment in whatever zone, told in UTC: PostgreSQL knows no zone beyond 16 hours, ISO 8601 writes any."""

    def to_python(self, value):
        """Aware, in UTC. Raises ValidationError where the calendar ends."""
        moment = super().to_python(value)
        try:
            return moment and moment.astimezone(UTC)
        except OverflowError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class MomentFilter(filters.IsoDateTimeFilter):
    """By a moment."""

    field_class = MomentField


def _filters(resource: Resource) -> type[filters.FilterSet]:
    """By column; a generated one is a day."""
    days = {
        models.GeneratedField: {"filter_class": filters.DateFilter},
        models.DateTimeField: {"filter_class": MomentFilter},
    }
    meta = type("Meta", (), {"model": resource.model, "fields": resource.filters, "filter_overrides": days})
    return type(f"{resource.model.__name__}Filter", (filters.FilterSet,), {"Meta": meta})


def _related(resource: Resource) -> list[str]:
    """The rows of other tables that the fields are read from."""
    paths = [told.partition("=")[2].rpartition(".")[0].replace(".", "__") for told in resource.fields]
    return sorted({path for path in paths if path} | ({"wording"} if resource.model is Assessment else set()))


@method_decorator(login_not_required, name="dispatch")  # Who may is asked below, and answered in JSON.
class Reading(viewsets.ReadOnlyModelViewSet):
    """A list and its rows, newest first; nobody sees what a page would not show them."""

    resource: Resource
    authentication_classes = AUTHENTICATION
    throttle_classes = [CallerThrottle]

    def get_queryset(self):
        """Of the rows that the caller sees, those of the token's unit."""
        rows = self.resource.model.objects.visible_to(self.request.user)
        if isinstance(self.request.auth, ApiToken):
            unit = self.resource.unit
            rows = rows.filter(**{unit: self.request.auth.organisation_id}) if unit else rows.none()
        if hasattr(rows, "effective"):
            rows = rows.effective()
        return rows.select_related(*_related(self.resource)).order_by("-pk")


def view_of(resource: Resource) -> type[Reading]:
    """The door of one noun."""
    seen = "调用者有权查看的记录，由新到旧；凭令牌的只见令牌所属单位的。"
    told = {
        "list": extend_schema(summary=f"{resource.title}：查询", description=seen),
        "retrieve": extend_schema(
            summary=f"{resource.title}：一条", description="没有这条记录或无权查看的，回答 404。"
        ),
    }
    values = {
        "resource": resource,
        "queryset": resource.model.objects.none(),  # What kind of rows: read by the schema alone.
        "serializer_class": _serializer(resource),
        "filterset_class": _filters(resource),
        "__doc__": f"{resource.title}: what the caller may see of it.",
    }
    return extend_schema_view(**told)(type(f"{resource.model.__name__}Reading", (Reading,), values))
