"""The tokens of the unit that a person administers: made, told once, taken back."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bureau.accounts.choices import MembershipRole
from bureau.registration.active import acting_for
from bureau.workflow import Refused
from enterprises.forms import ReasonForm, TokenForm
from enterprises.models import ApiToken
from enterprises.workflow import tokens

from .yearly import said

LASTS_DAYS = 180


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def token_list(request):
    """What tokens there are; another one, whose secret the answer shows and no later page."""
    membership = acting_for(request)
    if membership is None or membership.role != MembershipRole.MANAGER:
        raise PermissionDenied
    today = timezone.localdate()
    last = today + timezone.timedelta(days=LASTS_DAYS)
    form, secret = TokenForm(request.POST or None, initial={"expires_on": last}), ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = tokens.issue(membership.organisation, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            form = TokenForm(initial={"expires_on": last})
    rows = ApiToken.objects.visible_to(request.user).filter(organisation=membership.organisation_id).for_list()
    lines = [(row, *state_of(row, today)) for row in rows]
    context = {"organisation": membership.organisation, "lines": lines, "form": form, "secret": secret}
    return render(request, "enterprises/token_list.html", context)


def state_of(token: ApiToken, today) -> tuple[str, str]:
    """How it stands: the words and their tone."""
    if token.revoked_at:
        return "已吊销", "danger"
    return ("有效", "success") if token.expires_on >= today else ("已过期", "neutral")


@require_http_methods(["GET", "HEAD", "POST"])
def token_revoke(request, pk: int):
    """Why, and it is gone."""
    token = get_object_or_404(ApiToken.objects.owned_by(request.user).select_related("organisation"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said(request, tokens.revoke, f"已吊销“{token.name}”。", token, **form.cleaned_data)
        return redirect("enterprises:token-list")
    return render(request, "enterprises/token_revoke.html", {"token": token, "form": form})
