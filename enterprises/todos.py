"""What waits for a firm's people, and what a person who looks after firms is told in the workspace."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse

from bureau.todos import Todo, provider

from .choices import ServiceKind, YearlyStatus
from .models import ServiceRecord, YearlyData

SHOWN_AT_MOST = 20
DATA, SERVICE = "data", "service"


@provider
def at_the_firm(user):
    """In one statement: years that were given back, services that the firm has not confirmed."""
    if user.is_staff:
        return
    returned = YearlyData.objects.owned_by(user).filter(status=YearlyStatus.RETURNED).order_by("-year", "-pk")
    served = ServiceRecord.objects.owned_by(user).filter(confirmed_at=None).order_by("-served_on", "-pk")
    server = Coalesce(NullIf("served_by__name", Value("")), "served_by__username")
    rows = _four(returned, DATA, F("organisation__name"), F("year"), F("reason")).union(
        _four(served, SERVICE, server, F("served_on"), F("kind")), all=True
    )
    for what, pk, who, when, more in rows:
        if what == DATA:
            url = reverse("enterprises:data-detail", args=[pk])
            yield Todo(f"补正“{who} {when} 年度”数据", url, "去补正", f"退回理由：{more}", urgent=True)
        else:
            url = reverse("enterprises:service-confirm", args=[pk])
            yield Todo(f"确认 {when} {who}的{ServiceKind(more).label}服务", url, "去确认")


def _four(rows, what: str, *columns):
    texts = [Cast(column, CharField()) for column in columns]
    return rows[:SHOWN_AT_MOST].values_list(Value(what), "pk", *texts)
