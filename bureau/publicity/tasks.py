"""Doorbells: tasks take ids and call one function."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from bureau.messaging.backends import NotSent, Unsendable, send_sms

from . import workflow
from .models import Objection

TRIES, FIRST_WAIT_SECONDS = 5, 60


@shared_task(ignore_result=True)
def turn_publicities() -> None:
    """Publish, close and ring by the clock."""
    workflow.turn()


@shared_task(ignore_result=True)
def remind_of_objections() -> None:
    """Tell of objections that fall due."""
    workflow.remind()


@shared_task(bind=True, acks_late=True, ignore_result=True, max_retries=TRIES)
def text_objector(self, objection_id: int) -> None:
    """Tell the objector by text message that the answer can be read; once, however often it is rung."""
    waiting = Objection.objects.filter(pk=objection_id, texted_at=None).exclude(told_at=None)
    if not waiting.update(texted_at=timezone.now()):
        return
    objection = Objection.objects.get(pk=objection_id)
    text = f"您提出的异议（受理号 {objection.number}）已有处理结果，请在{settings.SITE_NAME}网站“公示公告”的“异议查询”中凭受理号和电话查看。"
    try:
        send_sms(objection.phone, text, reference=objection.number)
    except NotSent as error:
        Objection.objects.filter(pk=objection_id).update(texted_at=None)
        if isinstance(error, Unsendable):
            raise
        raise self.retry(exc=error, countdown=FIRST_WAIT_SECONDS * 2**self.request.retries) from error
