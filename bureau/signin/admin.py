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
from django.utils.html import format_html
from unfold.decorators import action

from bureau.accounts.admin import UserAdmin
from bureau.accounts.models import User
from bureau.admin import BureauAdmin
from bureau.audit.book import note
from bureau.workflow import Refused

from . import lockout, passwords, personal_data, sessions
from . import requests as data_requests
from .choices import Ending, RequestKind
from .models import DataRequest, Lock

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


class AnswerForm(forms.Form):
    """What the person is told."""

    answer = forms.CharField(label="答复（告知申请人）", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class OverdueFilter(admin.SimpleListFilter):
    """Requests that wait, and those that wait too long."""

    title = "办理"
    parameter_name = "todo"

    def lookups(self, request, model_admin):
        return [("open", "待办理"), ("overdue", "已超期")]

    def queryset(self, request, queryset):
        if self.value() == "overdue":
            return queryset.overdue(timezone.localdate())
        return queryset.open() if self.value() == "open" else queryset


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


@admin.register(DataRequest)
class DataRequestAdmin(BureauAdmin):
    """个人信息申请: what persons ask about their data, answered within fifteen working days."""

    list_display = ["user", "kind", "state", "filed_at", "due", "decided_at"]
    list_filter = ["status", "kind", OverdueFilter]
    list_select_related = ["user"]
    ordering = ["due_on", "-pk"]
    fields = ["user", "kind", "text", "state", "filed_at", "due", "hindrances", "answer", "decided_by", "decided_at"]
    readonly_fields = fields
    actions_detail = ["fulfil_page", "decline_page"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_answer_permission(self, request, object_id=None):
        """Whether the person answers requests."""
        return request.user.has_perm("signin.answer_datarequest")

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        shape = {"submitted": "warn", "done": "good"}.get(obj.status, "")
        return format_html('<span class="bureau-tag {}">{}</span>', shape, obj.get_status_display())

    @admin.display(description="办结期限", ordering="due_on")
    def due(self, obj):
        return format_html("{} <strong>已超期</strong>", obj.due_on) if obj.is_overdue else obj.due_on

    @admin.display(description="注销前须办")
    def hindrances(self, obj):
        found = personal_data.hindrances(obj.user) if obj.kind == RequestKind.CLOSING and obj.user.is_active else []
        return "".join(found) or "—"

    @action(description="办结", permissions=["answer"], url_path="fulfil")
    def fulfil_page(self, request, object_id):
        """It is done: said with the answer; a request to leave removes the account."""
        return self._answered(request, object_id, "办结", data_requests.fulfil)

    @action(description="不予办理", permissions=["answer"], url_path="decline")
    def decline_page(self, request, object_id):
        """It is not done: said with the reason."""
        return self._answered(request, object_id, "不予办理", data_requests.refuse)

    def _answered(self, request, object_id, words: str, verb):
        row = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = AnswerForm(request.POST or None)
        back = reverse("admin:signin_datarequest_change", args=[row.pk])
        if request.method == "POST" and form.is_valid():
            try:
                verb(row, by=request.user, answer=form.cleaned_data["answer"])
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"已答复：{words}。")
            return HttpResponseRedirect(back)
        is_closing = row.kind == RequestKind.CLOSING and verb is data_requests.fulfil
        context = {
            **self.admin_site.each_context(request), "title": f"{words}：{row}", "form": form, "back": back,
            "opts": self.opts, "action": "注销该账号（不能恢复）" if is_closing else words, "danger": is_closing,
        }  # fmt: skip
        return render(request, "admin/reason.html", context)
