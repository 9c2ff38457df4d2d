"""What the nightly round found, in the browser admin."""

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import action

from bureau.admin import BureauAdmin
from bureau.portal.models import Finding
from bureau.portal.workflow import findings as workflow
from bureau.workflow import Refused

from .forms import ReasonForm


@admin.register(Finding)
class FindingAdmin(BureauAdmin):
    list_display = ["what", "kind", "status", "page", "found_at"]
    list_filter = ["status", "kind"]
    list_select_related = ["article"]
    ordering = ["-found_at", "-pk"]
    actions_detail = ["ignore_page"]
    fields = ["kind", "what", "page", "found_at", "status", "ignore_reason", "ignored_by", "ignored_at"]
    readonly_fields = fields

    @admin.display(description="文章")
    def page(self, obj):
        address = reverse("admin:portal_article_change", args=[obj.article_id])
        return format_html('<a href="{}">{}</a>', address, obj.article.title)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_ignore_permission(self, request, obj=None):
        """Whether the person answers for findings."""
        return request.user.has_perm("portal.ignore_finding")

    @action(description="核对无误", permissions=["ignore"], url_path="ignore")
    def ignore_page(self, request, object_id):
        """It is no fault, and why."""
        finding = get_object_or_404(self.get_queryset(request), pk=object_id)
        back = reverse("admin:portal_finding_changelist")
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                workflow.ignore(finding, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"已记录“{finding}”核对无误。")
                return redirect(back)
        context = {
            **self.admin_site.each_context(request), "title": f"核对无误：{finding}", "form": form, "back": back,
            "opts": self.opts, "action": "核对无误",
        }  # fmt: skip
        return render(request, "admin/reason.html", context)
