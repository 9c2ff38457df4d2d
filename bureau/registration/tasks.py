"""Doorbells: tasks take ids and call one function."""

from celery import shared_task

from bureau.messaging.backends import NotSent

from . import links


@shared_task(acks_late=True, ignore_result=True, autoretry_for=(NotSent,), retry_backoff=60, max_retries=3)
def send_invitation_link(invitation_id: int, channel: str, link: str) -> None:
    """Send the link of an invitation on one way; what may have left is not sent again."""
    links.send_link(invitation_id, channel, link)
