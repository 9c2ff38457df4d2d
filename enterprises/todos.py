"""What waits for a firm's people, and what a person who looks after firms is told in the workspace."""

from django.urls import reverse

from bureau.todos import Todo, provider

from .choices import YearlyStatus
from .models import ServiceRecord, YearlyData

SHOWN_AT_MOST = 20


@provider
def data_sent_back(user):
    """Years that were given back."""
    if user.is_staff:
        return
    rows = YearlyData.objects.owned_by(user).filter(status=YearlyStatus.RETURNED).for_list()
    for data in rows[:SHOWN_AT_MOST]:
        url = reverse("enterprises:data-detail", args=[data.pk])
        yield Todo(f"补正“{data}”数据", url, "去补正", f"退回理由：{data.reason}", urgent=True)


@provider
def services_to_confirm(user):
    """Services that the firm has not confirmed."""
    if user.is_staff:
        return
    rows = ServiceRecord.objects.owned_by(user).filter(confirmed_at=None).select_related("served_by")
    for service in rows[:SHOWN_AT_MOST]:
        url = reverse("enterprises:service-confirm", args=[service.pk])
        yield Todo(f"确认 {service.served_on} {service.served_by}的{service.get_kind_display()}服务", url, "去确认")
