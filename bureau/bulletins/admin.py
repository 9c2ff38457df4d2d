"""Bulletins in the browser admin: drafted, read, reviewed, published, corrected."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html

from bureau.admin import BureauAdmin
from bureau.audit.book import note
from bureau.workflow import Refused

from . import workflow
from .choices import BulletinStatus
from .files import WRITERS, open_file, open_whole
from .forms import DraftForm, ReasonForm
from .models import Bulletin
from .sentences import sentences
from .tables import chart_of, tables_of

VERBS = {
    "compute": (workflow.COMPUTE, workflow.recompute, "已按现有清单重新统计。"),
    "submit": (workflow.SUBMIT, workflow.submit, "已送审。"),
    "review": (workflow.REVIEW, workflow.review, "审核通过，待发布。"),
    "publish": (workflow.PUBLISH, workflow.publish, "已在网站发布，数据和文件已经冻结。"),
}


@admin.register(Bulletin)
class BulletinAdmin(BureauAdmin):
    list_display = ["name", "state", "computed_at", "submitted_by", "reviewed_by", "published_by", "published_at"]
    list_filter = ["status"]
    ordering = ["-month", "-version"]
    list_select_related = ["submitted_by", "reviewed_by", "published_by"]
    change_list_template = "admin/bulletins/bulletin_list.html"

    @admin.display(description="月报", ordering="month")
    def name(self, obj):
        return str(obj)

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        shape = "good" if obj.is_published else ""
        return format_html('<span class="bureau-tag {}">{}</span>', shape, obj.get_status_display())

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_urls(self):
        site = self.admin_site.admin_view
        return [
            path("draft/", site(self.draft_view), name="bulletins_draft"),
            path("<int:pk>/verb/<str:verb>/", site(self.verb_view), name="bulletins_verb"),
            path("<int:pk>/return/", site(self.return_view), name="bulletins_return"),
            path("<int:pk>/correct/", site(self.correct_view), name="bulletins_correct"),
            path("<int:pk>/download/<str:what>/", site(self.download_view), name="bulletins_download"),
            *super().get_urls(),
        ]

    def _bulletin(self, request, pk: int) -> Bulletin:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _context(self, request, title: str, **more) -> dict:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **more}

    def changelist_view(self, request, extra_context=None):
        more = {"can_draft": request.user.has_perm("bulletins.draft_bulletin"), "form": DraftForm()}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The bulletin as it would be published, and what may be done with it."""
        bulletin = self._bulletin(request, object_id)
        user, data = request.user, bulletin.told
        context = self._context(
            request,
            str(bulletin),
            bulletin=bulletin,
            notes=data["notes"],
            tables=tables_of(data),
            chart=chart_of(data),
            text=sentences(data),
            unshown=sum(len(row.get("hidden", ())) for row in bulletin.data["rows"]),
            verbs=[
                (name, transition.label)
                for name, (transition, _say, _told) in VERBS.items()
                if bulletin.status in transition.sources and user.has_perm(transition.permission)
            ],
            can_return=_can_return(user, bulletin),
            can_correct=bulletin.is_published and user.has_perm("bulletins.draft_bulletin"),
        )
        return render(request, "admin/bulletins/bulletin.html", context)

    def draft_view(self, request):
        """Open the bulletin of a month."""
        if request.method != "POST" or not request.user.has_perm("bulletins.draft_bulletin"):
            raise PermissionDenied
        form = DraftForm(request.POST)
        if not form.is_valid():
            messages.error(request, "；".join(form.errors["month"]))
            return redirect("admin:bulletins_bulletin_changelist")
        try:
            bulletin = workflow.draft(form.cleaned_data["month"], by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:bulletins_bulletin_changelist")
        messages.success(request, f"《{bulletin}》已起草，请核对后送审。")
        return redirect("admin:bulletins_bulletin_change", bulletin.pk)

    def verb_view(self, request, pk: int, verb: str):
        """Say one of the verbs without values."""
        bulletin = self._bulletin(request, pk)
        if request.method != "POST" or verb not in VERBS:
            raise PermissionDenied
        _transition, say, told = VERBS[verb]
        try:
            say(bulletin, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"《{bulletin}》{told}")
        return redirect("admin:bulletins_bulletin_change", pk)

    def return_view(self, request, pk: int):
        """退回 with a reason."""
        bulletin = self._bulletin(request, pk)
        if not _can_return(request.user, bulletin):
            raise PermissionDenied
        return self._reasoned(request, "退回", bulletin, workflow.return_)

    def correct_view(self, request, pk: int):
        """更正 with a reason: a new version."""
        bulletin = self._bulletin(request, pk)
        if not request.user.has_perm("bulletins.draft_bulletin"):
            raise PermissionDenied
        return self._reasoned(request, "更正", bulletin, workflow.correct)

    def _reasoned(self, request, words: str, bulletin: Bulletin, verb):
        form = ReasonForm(request.POST or None)
        title = f"{words}《{bulletin}》"
        if request.method == "POST" and form.is_valid():
            try:
                fresh = verb(bulletin, by=request.user, reason=form.cleaned_data["reason"])
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"已{title}。")
                bulletin = fresh or bulletin
            return redirect("admin:bulletins_bulletin_change", bulletin.pk)
        back = reverse("admin:bulletins_bulletin_change", args=[bulletin.pk])
        context = self._context(request, title, form=form, back=back, action=words)
        return render(request, "admin/reason.html", context)

    def download_view(self, request, pk: int, what: str):
        """The workbook or the text: as it was published, else written now; or the whole workbook, for the bureau alone."""
        bulletin = self._bulletin(request, pk)
        if what not in WRITERS and what != "whole":
            raise Http404
        note("download_bulletin", by=request.user, subject=str(bulletin), model=self.opts.label_lower, object_id=pk)
        if what == "whole":
            return FileResponse(open_whole(bulletin), as_attachment=True, filename=f"{bulletin}（内部，不得公开）.xlsx")
        return FileResponse(open_file(bulletin, what), as_attachment=True, filename=f"{bulletin}.{what}")


def _can_return(user, bulletin: Bulletin) -> bool:
    if bulletin.status == BulletinStatus.SUBMITTED:
        return user.has_perm("bulletins.review_bulletin")
    return bulletin.status == BulletinStatus.REVIEWED and user.has_perm("bulletins.publish_bulletin")
