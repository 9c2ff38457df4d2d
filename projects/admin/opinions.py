"""What panels concluded, in the browser admin: read, put on paper, given back."""

import io

from django.contrib import admin
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from unfold.decorators import action

from bureau import exports
from bureau.audit.book import note
from bureau.registration.admin import VerbAdmin
from projects import panelpapers
from projects.forms.applications import ReasonForm
from projects.models import Opinion
from projects.workflow import opining


@admin.register(Opinion)
class OpinionAdmin(VerbAdmin):
    list_display = ["item", "panel", "result", "score", "amount", "state", "signed_by", "signed_at"]
    list_filter = ["status", "result", ("item__panel", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["item__application", "item__panel", "signed_by"]
    ordering = ["-pk"]
    fields = [
        "item", "panel", "result", "arithmetic", "text", "amount", "state", "is_by_secretary", "written_by", "written_at",
        "signed_by", "signed_at", "reopened_by", "reopened_at", "reopen_reason",
    ]  # fmt: skip
    actions_detail = ["paper_page", "reopen_page"]
    offered = {"reopen_page": opining.REOPEN}

    def get_queryset(self, request):
        people = ("written_by", "signed_by", "reopened_by")
        return super().get_queryset(request).select_related("item__application", "item__panel__round__call", *people)

    def has_reopen_permission(self, request, obj=None):
        """Whether the person opens signed opinions again."""
        return request.user.has_perm(opining.REOPEN.permission)

    @admin.display(description="会评")
    def panel(self, obj):
        return obj.item.panel

    @admin.display(description="会评得分")
    def score(self, obj):
        return obj.item.score

    @admin.display(description="结论的计算")
    def arithmetic(self, obj):
        return obj.item.arithmetic

    @action(description="专家组意见（Word）", permissions=["view"], url_path="paper")
    def paper_page(self, request, object_id):
        """One opinion on paper."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        file = io.BytesIO()
        panelpapers.write_opinion(obj.item, file)
        file.seek(0)
        note(
            "export", by=request.user, subject=f"{obj}专家组意见", model=self.opts.label_lower, object_id=obj.pk,
            reason=exports.in_words(1, "专家组意见"),
        )  # fmt: skip
        name = f"专家组意见-{obj.item.application.number}.docx"
        return FileResponse(file, as_attachment=True, filename=name)

    @action(description="退回修改", permissions=["reopen"], url_path="reopen")
    def reopen_page(self, request, object_id):
        asks = "退回后组长修改并重新签字；理由组长看得到，排名须重新计算。"
        return self.say(request, object_id, "退回修改", opining.reopen, ReasonForm(request.POST or None), asks=asks)
