"""The texts of messages and the send log in the browser admin."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.decorators import action

from bureau.accounts.models import User
from bureau.admin import BureauAdmin, pointing_at
from bureau.workflow import Refused

from . import workflow
from .choices import FAULTY, RESENDABLE, DeliveryStatus
from .forms import ReasonForm, TemplateForm
from .kinds import Kind, all_kinds, fill, get_kind
from .models import Delivery, Template

RESENT_AT_ONCE = 200


@admin.register(Template)
class TemplateAdmin(BureauAdmin):
    """One line for each kind of message; its words may be rewritten, seen with sample values, and put back."""

    is_exported = False  # Kinds, not rows.

    def has_add_permission(self, request):
        return False

    def get_urls(self):
        site = self.admin_site.admin_view
        return [
            path("kind/<str:code>/", site(self.edit_view), name="messaging_rewrite"),
            path("kind/<str:code>/default/", site(self.default_view), name="messaging_restore_default"),
            *super().get_urls(),
        ]

    def _context(self, request, title: str, **more) -> dict:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **more}

    def changelist_view(self, request, extra_context=None):
        """Every kind, with whose words it speaks."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        own = {row.kind: row for row in Template.objects.select_related("changed_by")}
        lines = [{"kind": kind, "template": own.get(kind.code)} for kind in all_kinds()]
        return render(request, "admin/messaging/kinds.html", self._context(request, "消息模板", lines=lines))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The row is edited by its kind."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect("admin:messaging_rewrite", get_object_or_404(Template, pk=object_id).kind)

    def _kind(self, request, code: str) -> Kind:
        if not self.has_change_permission(request):
            raise PermissionDenied
        try:
            return get_kind(code)
        except KeyError as error:
            raise Http404 from error

    def edit_view(self, request, code: str):
        """Rewrite the words; 预览 shows them with sample values and saves nothing."""
        kind = self._kind(request, code)
        words = workflow.words_of(kind)
        usual = {"title": words.title, "body": words.body, "brief": words.brief, "channels": list(words.channels)}
        form = TemplateForm(request.POST or None, kind=kind, initial=usual)
        shown = usual
        if request.method == "POST" and form.is_valid():
            shown = form.cleaned_data
            if "save" in request.POST and self._save(request, kind, form):
                return redirect("admin:messaging_template_changelist")
        preview = {name: fill(shown[name], kind.placeholders) for name in ("title", "body", "brief")}
        context = self._context(request, f"消息模板：{kind.name}", kind=kind, form=form, preview=preview)
        context |= {"is_rewritten": Template.objects.filter(kind=code).exists()}
        return render(request, "admin/messaging/rewrite.html", context)

    def _save(self, request, kind: Kind, form: TemplateForm) -> bool:
        try:
            workflow.rewrite(kind, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return False
        messages.success(request, f"已保存“{kind.name}”，以后的消息用新的文字。")
        return True

    def default_view(self, request, code: str):
        """Put the kind's own words back."""
        kind = self._kind(request, code)
        if request.method != "POST":
            raise PermissionDenied
        try:
            workflow.restore_default(kind, by=request.user)
            messages.success(request, f"“{kind.name}”已恢复默认文字。")
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("admin:messaging_template_changelist")


@admin.register(Delivery)
class DeliveryAdmin(BureauAdmin):
    """The send log: what went out, what did not and why; a person may ask for another try."""

    list_display = ["title", "person", "channel", "state", "tries", "address", "due_at", "sent_at", "error"]
    list_filter = ["status", "channel"]
    list_select_related = ["message__user"]
    search_fields = ["message"]
    search_help_text = "收件人姓名或用户名中任意两个字以上"
    ordering = ["-pk"]
    fields = readonly_fields = [
        "title", "person", "channel", "state", "tries", "address", "due_at", "started_at", "sent_at", "error",
    ]  # fmt: skip
    actions = ["resend_selected"]
    actions_detail = ["resend_page"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def search(self, queryset, text):
        return pointing_at(queryset, "message__user", User.objects.search(text))

    def has_resend_permission(self, request, obj=None):
        """Whether the person may send again."""
        return request.user.has_perm(workflow.RESEND.permission)

    @admin.display(description="消息")
    def title(self, obj):
        return obj.message.title

    @admin.display(description="收件人")
    def person(self, obj):
        return str(obj.message.user)

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        shape = "bad" if obj.status in FAULTY else "good" if obj.status == DeliveryStatus.SENT else ""
        return format_html('<span class="bureau-tag {}">{}</span>', shape, obj.get_status_display())

    @admin.action(description="重新发送所选……", permissions=["resend"])
    def resend_selected(self, request, queryset):
        """First say which will be tried again and which skipped and why; then each in its own transaction."""
        rows = list(queryset.select_related("message__user").order_by("pk")[: RESENT_AT_ONCE + 1])
        if len(rows) > RESENT_AT_ONCE:
            self.message_user(request, f"一次最多重新发送 {RESENT_AT_ONCE} 条，请用筛选缩小范围。", messages.ERROR)
            return None
        taken = [row for row in rows if row.status in RESENDABLE]
        form = ReasonForm(request.POST if "confirmed" in request.POST else None)
        if form.is_valid():
            return self._resend(request, taken, form.cleaned_data["reason"])
        context = {
            **self.admin_site.each_context(request),
            "title": f"重新发送 {len(taken)} 条消息",
            "taken": taken,
            "skipped": [row for row in rows if row.status not in RESENDABLE],
            "form": form,
            "back": request.get_full_path(),
            "opts": self.opts,
        }
        return render(request, "admin/messaging/resend_selected.html", context)

    def _resend(self, request, rows: list[Delivery], reason: str) -> None:
        refusals = []
        for row in rows:
            try:
                workflow.resend(row, by=request.user, reason=reason)
            except Refused as refusal:
                refusals.append(str(refusal))
        self.message_user(request, f"已重新排队 {len(rows) - len(refusals)} 条。")
        for refusal in refusals:
            self.message_user(request, refusal, messages.WARNING)

    @action(description="重新发送", permissions=["resend"], url_path="resend")
    def resend_page(self, request, object_id):
        """Ask for another try, with a reason; what was sent is never sent again."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = ReasonForm(request.POST or None)
        back = reverse("admin:messaging_delivery_change", args=[obj.pk])
        if request.method == "POST" and form.is_valid():
            try:
                workflow.resend(obj, by=request.user, reason=form.cleaned_data["reason"])
                messages.success(request, "已重新排队发送。")
            except Refused as refusal:
                messages.error(request, str(refusal))
            return redirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": f"重新发送：{obj}",
            "form": form,
            "back": back,
            "action": "重新发送",
            "opts": self.opts,
        }
        return render(request, "admin/reason.html", context)
