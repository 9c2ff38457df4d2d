"""One more step at sign-in: the code by text message, for persons who asked for it and have nothing stronger."""

from allauth.account.stages import LoginStage
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.shortcuts import redirect

from bureau.messaging import backends
from bureau.messaging.choices import Channel
from bureau.workflow import Refused

from . import codes
from .models import Credential


class SmsStage(LoginStage):
    """Sends the code and waits for it."""

    key = "sms"
    urlname = "signin:sms"

    def handle(self):
        """Go on, or stop at the page that asks for the code."""
        user = self.login.user
        if user is None or not is_wanted(user):
            return None, True
        try:
            codes.send(user.mobile, "factor")
        except Refused as refusal:
            messages.warning(self.request, str(refusal))
        return redirect(self.urlname), True


def is_wanted(user) -> bool:
    """Whether this person's sign-in takes a text message."""
    if not user.mobile or not backends.is_on(Channel.SMS):
        return False
    if Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        return False
    return Credential.objects.filter(user=user, has_sms_factor=True).exists()
