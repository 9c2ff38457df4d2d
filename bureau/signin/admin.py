"""Locks in the browser admin; allauth's own tables are nobody's to edit."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from unfold.decorators import action

from bureau.admin import BureauAdmin

from . import lockout
from .models import Lock

admin.site.unregister([EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken])


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
