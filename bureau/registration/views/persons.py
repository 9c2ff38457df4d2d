"""注册个人账号: the mobile number first, then the code with everything else."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from bureau.personal import decrypt, encrypt, mask
from bureau.registration.forms import AccountForm, MobileForm
from bureau.registration.workflow import persons
from bureau.workflow import Refused

MOBILE, NEXT = "registering", "registering_next"


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request):
    """Whose number; the code is on its way, whether or not the number has an account."""
    if request.user.is_authenticated:
        return redirect("workspace")
    target = request.GET.get("next", "")
    form = MobileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mobile = form.cleaned_data["mobile"]
        try:
            persons.ask_for_code(mobile)
        except Refused as refusal:
            form.add_error("mobile", str(refusal))
        else:
            request.session[MOBILE] = encrypt(mobile)
            if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
                request.session[NEXT] = target
            return redirect("account_signup_confirm")
    return render(request, "registration/sign_up.html", {"form": form})


@never_cache
@login_not_required
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_confirm(request):
    """The code, the name, the password, the consent; then one is in."""
    if request.user.is_authenticated:
        return redirect("workspace")
    if MOBILE not in request.session:
        return redirect("account_signup")
    mobile = decrypt(request.session[MOBILE])
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            user = persons.register(
                mobile=mobile,
                code=typed["code"],
                name=typed["name"],
                email=typed["email"],
                password=typed["password1"],
                consented=typed["consent"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            target = request.session.pop(NEXT, "")
            del request.session[MOBILE]
            login(request, user)
            messages.success(request, "个人账号已注册，今后用手机号和密码登录。")
            return redirect(target or "workspace")
    return render(request, "registration/sign_up_confirm.html", {"form": form, "mobile": mask(mobile)})
