"""The clock of breaches: who keeps and who closes them hears of a term before it is over."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from bureau.messaging.workflow import send

from .models import Breach
from .workflow import approvers

AHEAD = timedelta(hours=1)


@shared_task
def remind_of_breaches() -> int:
    """Say once for each term that it ends within the hour, or has ended. Returns to how many persons."""
    soon, told = timezone.now() + AHEAD, 0
    people = [*approvers("privacy.tell_breach"), *approvers("privacy.close_breach")]
    rows = Breach.objects.open()
    waiting = [("authority", "向部门报告", breach, breach.authority_due) for breach in rows.authority_untold()]
    waiting += [("persons", "通知个人", breach, breach.persons_due) for breach in rows.persons_untold()]
    for code, what, breach, due in waiting:
        if due <= soon:
            context = {"title": str(breach), "what": what, "due": f"{timezone.localtime(due):%Y年%-m月%-d日 %H:%M}"}
            url = f"/admin/privacy/breach/{breach.pk}/change/"
            told += send("privacy.breach_late", to=people, key=f"breach:{breach.pk}:{code}", context=context, url=url)
    return told
