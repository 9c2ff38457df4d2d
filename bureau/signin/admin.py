"""Accounts and locks in the browser admin; allauth's own tables are nobody's to edit."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action

from bureau.accounts.admin import UserAdmin
from bureau.accounts.models import User
from bureau.admin import BureauAdmin
from bureau.audit.book import note

from . import lockout, passwords, sessions
from .choices import Ending
from .models import Lock

admin.site.unregister([EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, User])


class UnusedFilter(admin.SimpleListFilter):
    """Accounts that nobody uses."""

    title = "使用情况"
    parameter_name = "unused"

    def lookups(self, request, model_admin):
        return [("1", f"{settings.UNUSED_DAYS} 天未登录")]

    def queryset(self, request, queryset):
        since = timezone.now() - timedelta(days=settings.UNUSED_DAYS)
        return queryset.unused_since(since) if self.value() else queryset


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts, as their keeper opens and closes them: passwords given by another are good for one sign-in."""

    list_filter = [*UserAdmin.list_filter, "is_staff", UnusedFilter]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            passwords.make_temporary(obj)
        elif not obj.is_active:
            sessions.end_others(obj, keep=None, how=Ending.CLOSED, by=request.user)

    def user_change_password(self, request, id, form_url=""):
        """A password given by the administrator: noted, temporary, and the person is signed out everywhere."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            user = User.objects.get(pk=id)
            passwords.make_temporary(user)
            note("reset_password", by=request.user, subject=str(user), model="accounts.user", object_id=user.pk)
            sessions.end_others(user, keep=None, how=Ending.PASSWORD, by=request.user)
        return response


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


@admin.register(Lock)
class LockAdmin(BureauAdmin):
    """登录锁定: whom the portal keeps waiting, and the verb that lets them in."""

    list_display = ["__str__", "address", "failure_count", "failed_at", "locked_until", "lifted_at"]
    list_select_related = ["user", "lifted_by"]
    ordering = ["-failed_at"]
    fields = ["user", "address", "failure_count", "failed_at", "locked_until", "lifted_by", "lifted_at"]
    readonly_fields = fields
    actions_detail = ["lift_page"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_lift_permission(self, request, object_id=None):
        """Whether the person may lift locks."""
        return request.user.has_perm("signin.lift_lock")

    @admin.display(description="近期失败次数")
    def failure_count(self, obj):
        return len(obj.failures)

    @action(description="解锁", permissions=["lift"], url_path="lift")
    def lift_page(self, request, object_id):
        """Let the person try again at once, for a reason that the book keeps."""
        lock = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = ReasonForm(request.POST or None)
        back = reverse("admin:signin_lock_change", args=[lock.pk])
        if request.method == "POST" and form.is_valid():
            lockout.lift(lock, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, f"已解锁“{lock}”。")
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request), "title": f"解锁：{lock}", "form": form, "back": back,
            "opts": self.opts, "action": "解锁",
        }  # fmt: skip
        return render(request, "admin/reason.html", context)
