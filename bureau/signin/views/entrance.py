"""The way in: the sign-in page, the sessions of a person, the clock of the present one."""

from http import HTTPStatus

from allauth.account import views as allauth_views
from allauth.mfa.base import views as mfa_views
from allauth.socialaccount import views as social_views
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.signin import sessions
from bureau.signin.choices import Ending
from bureau.signin.models import Session


class SignInView(allauth_views.LoginView):
    """登录: one page for workspace, review desk and admin; says why the last session ended."""

    def get_context_data(self, **kwargs):
        how = self.request.session.pop(sessions.ENDED, "") if sessions.ENDED in self.request.session else ""
        return super().get_context_data(**kwargs) | {"ended": Ending(how).label if how else "", "oidc": providers()}


sign_in = SignInView.as_view()
sign_out = allauth_views.logout


class InactiveView(allauth_views.AccountInactiveView):
    """Who came by 统一身份认证 to an account that is closed."""


class FactorView(mfa_views.AuthenticateView):
    """二次验证."""


class IdentitiesView(social_views.ConnectionsView):
    """The accounts of 统一身份认证 that are bound to one's own."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"oidc_providers": providers()}


class CancelledView(social_views.LoginCancelledView):
    """The person turned back at the provider."""


class ErrorView(social_views.LoginErrorView):
    """The provider's answer is none."""


def providers() -> list[dict]:
    """统一身份认证, where it is set."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        return []
    return [{"name": settings.OIDC_NAME, "url": reverse("openid_connect_login", args=["unified"])}]


@never_cache
@login_not_required
@require_POST
def identity_leave(request, provider_id):
    """To 统一身份认证, by a page in between.

    Browsers hold every host that a form is sent on to against ``form-action``, and a provider signs in on whichever host it
    likes: a page that is left by itself is no part of the form, so the policy stays at one's own.
    """
    answer = oidc.login(request, provider_id)
    if answer.status_code != HTTPStatus.FOUND or answer["Location"].startswith("/"):
        return answer
    context = {"name": settings.OIDC_NAME, "there": answer["Location"]}
    return render(request, "signin/leaving.html", context)


identities = IdentitiesView.as_view()
identity_cancelled = CancelledView.as_view()
identity_error = ErrorView.as_view()
inactive = InactiveView.as_view()
factor = FactorView.as_view()


@login_not_required
@require_safe
def admin_login(request):
    """The admin's own sign-in page is this one."""
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("admin:index")
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
    if not request.user.is_staff:
        raise PermissionDenied("您的账号不能进入业务管理。")
    return redirect(target)


@never_cache
@require_http_methods(["GET", "POST"])
def session_extend(request):
    """How long the session runs on (GET); keep it running (POST)."""
    if request.method == "POST":
        sessions.touch(request, at_once=True)
    left = sessions.left(request)
    return JsonResponse({"left": left["idle"], "absolute": left["absolute"], "warn": sessions.WARNING_SECONDS})


@never_cache
@require_safe
def session_list(request):
    """我的会话: where I am signed in, and where I was lately."""
    rows = list(Session.objects.visible_to(request.user).for_list()[:50])
    running = [row for row in rows if row.is_running]
    context = {
        "sessions": running,
        "past": [row for row in rows if not row.is_running][:20],
        "current": request.session.session_key,
    }
    return render(request, "signin/session_list.html", context)


@require_POST
def session_end(request, pk):
    """在此设备退出."""
    row = get_object_or_404(Session.objects.visible_to(request.user).running(), pk=pk)
    if row.key == request.session.session_key:
        return redirect("account_logout")
    sessions.revoke(row, by=request.user)
    messages.success(request, f"已在“{row.device}”上退出。")
    return redirect("signin:sessions")


@require_POST
def session_end_others(request):
    """Sign out everywhere else."""
    count = sessions.end_others(request.user, keep=request.session.session_key, how=Ending.REVOKED, by=request.user)
    messages.success(request, f"已在其他 {count} 处退出。" if count else "没有其他登录。")
    return redirect("signin:sessions")
