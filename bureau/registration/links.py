"""The link of an invitation, on its way to somebody who may have no account yet."""

from django.utils import timezone

from bureau.messaging import backends
from bureau.messaging.choices import Channel

from .models import Invitation


def send_link(invitation_id: int, channel: str, link: str) -> None:
    """Send the link of an invitation that is still open. Raises what the way out raises."""
    rows = Invitation.objects.outstanding().filter(pk=invitation_id).select_related("organisation")
    invitation = rows.first()
    if invitation is None or not backends.is_on(channel):
        return
    until = f"{timezone.localtime(invitation.expires_at):%Y年%-m月%-d日}"
    text = f"“{invitation.organisation}”邀请您任{invitation.get_role_display()}，{until}前有效：{link}"
    reference = f"invitation-{invitation.pk}"
    if channel == Channel.SMS:
        backends.send_sms(invitation.mobile, text, reference=reference)
    else:
        backends.send_email(invitation.email, f"{invitation.organisation}的邀请", text, reference=reference)
