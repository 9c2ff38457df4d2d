"""What a recommending unit's people owe, for the workspace."""

from django.urls import reverse
from django.utils import timezone

from bureau.todos import Todo, provider

from .choices import DutyStatus
from .models import Duty

SHOWN_AT_MOST = 20


@provider
def lists_to_hand_in(user):
    """Lists that the person's unit owes."""
    if user.is_staff or not user.has_perm("collecting.submit_duty"):
        return
    today = timezone.localdate()
    for duty in Duty.objects.owned_by(user).owing().for_list()[:SHOWN_AT_MOST]:
        returned = duty.status == DutyStatus.RETURNED
        hint = f"被退回：{duty.return_reason}" if returned else f"{duty.unit}，{duty.collection.kind_label}"
        url = reverse("collecting:duty-detail", args=[duty.pk])
        yield Todo(
            f"报送《{duty.collection}》", url, "去报送", hint, duty.due_on, urgent=returned or duty.due_on < today
        )
