"""The link by which a person of a team confirms, on its way to somebody who need have no account."""

from bureau.messaging import backends
from bureau.messaging.choices import Channel
from bureau.tokens import token_hash

from .models import TeamMember


def send_member_link(member_id: int, channel: str, link: str) -> None:
    """Send the link, as long as it is the person's latest and unanswered. Raises what the way out raises."""
    token = link.rstrip("/").rsplit("/", 1)[-1]
    rows = TeamMember.objects.filter(token_hash=token_hash(token), confirmed_at=None, declined_at=None)
    member = rows.select_related("application__organisation").filter(pk=member_id).first()
    if member is None or not backends.is_on(channel):
        return
    application = member.application
    text = f"“{application.organisation}”申报“{application}”，将您列为项目组成员，请打开链接核对并确认：{link}"
    reference = f"member-{member.pk}"
    if channel == Channel.SMS:
        backends.send_sms(member.mobile, text, reference=reference)
    else:
        backends.send_email(member.email, "请确认是否参加项目", text, reference=reference)
