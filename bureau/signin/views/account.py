"""我的账号: what a person sees and changes of their own account, and how a forgotten password is replaced."""

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models.functions import Lower
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.accounts.models import User
from bureau.personal import decrypt, encrypt, mask
from bureau.signin import codes, workflow
from bureau.signin.choices import FACTORS
from bureau.signin.forms import EmailForm, ForgottenForm, MobileForm, NameForm, ResetForm, SmsCodeForm
from bureau.signin.models import Credential, Session
from bureau.signin.stages import SmsStage
from bureau.workflow import Refused

RESET, CONTACT = "signin_reset", "signin_contact"
CONTACT_FORMS = {"mobile": MobileForm, "email": EmailForm}


@never_cache
@require_safe
def account(request):
    """我的账号: who I am here, how I sign in, what I may ask for."""
    user = request.user
    factors = [FACTORS[a.type] for a in Authenticator.objects.filter(user=user) if a.type != "recovery_codes"]
    credential = Credential.objects.of(user)
    context = {
        "credential": credential,
        "factors": [*factors, *(["短信验证码"] if credential.has_sms_factor else [])],
        "session_count": Session.objects.visible_to(user).running().count(),
        "devices": user.devices.order_by("-last_seen_at")[:10],
        "mobile": mask(user.mobile),
    }
    if settings.SOCIALACCOUNT_PROVIDERS:
        context |= {"identity": settings.OIDC_NAME, "bound": user.socialaccount_set.exists()}
    return render(request, "signin/account.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def name_change(request):
    """Another name."""
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        workflow.change_name(request.user, by=request.user, name=form.cleaned_data["name"])
        messages.success(request, "姓名已更改。")
        return redirect("signin:account")
    return render(request, "signin/form.html", {"form": form, "title": "更改姓名", "submit": "保存"})


@never_cache
@reauthentication_required
@require_http_methods(["GET", "POST"])
def contact_change(request, what):
    """Another number or address: first which, then the code that came there."""
    if what not in CONTACT_FORMS:
        raise Http404
    form = CONTACT_FORMS[what](request.POST or None)
    if request.method == "POST" and form.is_valid():
        value = form.cleaned_data["value"]
        try:
            codes.send(value, "contact")
        except Refused as refusal:
            form.add_error("value", str(refusal))
        else:
            request.session[CONTACT] = {"what": what, "value": encrypt(value)}
            return redirect("signin:contact-confirm")
    title = f"更换{workflow.CONTACTS[what]}"
    return render(request, "signin/form.html", {"form": form, "title": title, "submit": "获取验证码"})


@never_cache
@require_http_methods(["GET", "POST"])
def contact_confirm(request):
    """The code proves the number or address."""
    pending = request.session.get(CONTACT)
    if not pending:
        return redirect("signin:account")
    what, value = pending["what"], decrypt(pending["value"])
    form = SmsCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.change_contact(
                request.user, by=request.user, what=what, value=value, code=form.cleaned_data["code"]
            )
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            del request.session[CONTACT]
            messages.success(request, f"{workflow.CONTACTS[what]}已更换。")
            return redirect("signin:account")
    context = {
        "form": form,
        "title": f"验证新的{workflow.CONTACTS[what]}",
        "lead": f"验证码已发送到 {mask(value)}。",
        "submit": "确认更换",
    }
    return render(request, "signin/form.html", context)


@require_POST
@reauthentication_required
def sms_factor(request):
    """Ask for a text message at each sign-in, or no more."""
    is_on = request.POST.get("on") == "1"
    try:
        workflow.set_sms_factor(request.user, by=request.user, is_on=is_on)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "登录时将再验证短信验证码。" if is_on else "登录时不再验证短信验证码。")
    return redirect("mfa_index")


@login_stage_required(stage=SmsStage.key, redirect_urlname="account_login")
@require_http_methods(["GET", "POST"])
def sms(request):
    """The code by text message, at sign-in."""
    stage = request._login_stage
    user = stage.login.user
    if request.POST.get("again"):
        try:
            codes.send(user.mobile, "factor")
            messages.success(request, "验证码已重新发送。")
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return redirect("signin:sms")
    form = SmsCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if codes.check(user.mobile, "factor", form.cleaned_data["code"]):
            record_authentication(request, user, method="code")
            return stage.exit()
        form.add_error("code", "验证码不正确或已失效，请核对，或重新获取。")
    return render(request, "signin/sms.html", {"form": form, "mobile": mask(user.mobile)})


def _holder(address: str) -> User | None:
    """Whose number or address it is; nobody, where it is several persons'."""
    rows = User.objects.filter(is_active=True)
    if "@" in address:
        rows = rows.annotate(address=Lower("email")).filter(address=address.lower())
    else:
        rows = rows.with_mobile(address)
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def forgotten(request):
    """忘记密码: a code to the number or address, whether or not it is anybody's."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["address"]
        if refused := ratelimit.consume_or_429(request, action="reset_password", key=address):
            return refused
        try:
            codes.send(address, "reset", is_real=_holder(address) is not None)
        except Refused as refusal:
            form.add_error("address", str(refusal))
        else:
            request.session[RESET] = encrypt(address)
            return redirect("account_reset_password_confirm")
    return render(request, "signin/forgotten.html", {"form": form})


@never_cache
@login_not_required
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def reset(request):
    """The code, and a new password."""
    if RESET not in request.session:
        return redirect("account_reset_password")
    address = decrypt(request.session[RESET])
    user = _holder(address)
    form = ResetForm(request.POST or None, address=address, user=user)
    if request.method == "POST" and form.is_valid() and codes.check(address, "reset", form.cleaned_data["code"]):
        workflow.reset_password(user, password=form.cleaned_data["password1"])
        del request.session[RESET]
        messages.success(request, "密码已重设，请用新密码登录。")
        return redirect("account_login")
    return render(request, "signin/reset.html", {"form": form, "address": mask(address)})
