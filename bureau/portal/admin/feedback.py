"""Messages from the public in the browser admin: answered in time."""

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import action

from bureau.admin import BureauAdmin
from bureau.personal import mask
from bureau.portal.models import Feedback
from bureau.portal.workflow import feedback as workflow
from bureau.workflow import Refused

from .forms import AnswerForm, ReasonForm


@admin.register(Feedback)
class FeedbackAdmin(BureauAdmin):
    list_display = ["subject", "channel", "state", "received_at", "due_on", "answered_by"]
    list_filter = ["status", "channel"]
    list_select_related = ["channel", "answered_by"]
    ordering = ["due_on", "pk"]
    actions_detail = ["answer_page", "close_page", "unmask_page"]
    fields = ["channel", "receipt", "subject", "body", "page_url", "name", "masked_mobile", "received_at", "due_on",
              "status", "answer", "is_published", "answered_by", "answered_at"]  # fmt: skip
    readonly_fields = fields

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        words = "待答复（已超期）" if obj.is_overdue else obj.get_status_display()
        shape = "bad" if obj.is_overdue else "good" if obj.status == "answered" else ""
        return format_html('<span class="bureau-tag {}">{}</span>', shape, words)

    @admin.display(description="手机号")
    def masked_mobile(self, obj):
        return mask(obj.mobile) or "—"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_answer_permission(self, request, obj=None):
        """Whether the person answers messages."""
        return request.user.has_perm("portal.answer_feedback")

    @action(description="答复", permissions=["answer"], url_path="answer")
    def answer_page(self, request, object_id):
        """Answer the sender."""
        return self._page(request, object_id, "答复", AnswerForm, workflow.answer)

    @action(description="不予受理", permissions=["answer"], url_path="close")
    def close_page(self, request, object_id):
        """Say why it is not taken on."""
        return self._page(request, object_id, "不予受理", ReasonForm, workflow.close)

    def _page(self, request, object_id, label: str, form_class, verb):
        message = get_object_or_404(self.get_queryset(request), pk=object_id)
        back = reverse("admin:portal_feedback_change", args=[message.pk])
        form = form_class(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                verb(message, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"已处理“{message}”。")
                return redirect(back)
        context = {
            **self.admin_site.each_context(request), "title": f"{label}：{message}", "form": form, "back": back,
            "opts": self.opts, "action": label, "message_body": message.body,
        }  # fmt: skip
        return render(request, "admin/portal/answer.html", context)
