"""现场考察 in the browser admin: arranged from an application, written down, signed, closed, on paper."""

import io

from django.contrib import admin
from django.db.models import Count, Q
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.html import format_html_join
from unfold.decorators import action

from bureau.admin import told_once
from bureau.registration.admin import VerbAdmin
from projects import budget
from projects.forms.applications import ReasonForm
from projects.forms.visits import FindingsForm, PaperSignatureForm, VisitForm
from projects.models import SiteVisit
from projects.visitpages import points_told
from projects.visitpapers import write_visit
from projects.workflow import visiting


class VisitFilter(admin.SimpleListFilter):
    """What is to be done."""

    title, parameter_name = "待办", "todo"

    def lookups(self, request, model_admin):
        return [("late", "已到时间，未办结")]

    def queryset(self, request, queryset):
        return queryset.overdue(timezone.now()) if self.value() == "late" else queryset


@admin.register(SiteVisit)
class SiteVisitAdmin(VerbAdmin):
    list_display = ["application", "unit", "starts_at", "place", "state", "conclusion", "lacking"]
    list_filter = [VisitFilter, "status", "conclusion", ("application__call", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["application__organisation"]
    searched_unit = "application__organisation"
    search_fields = ["place"]
    search_help_text = "申报单位名称的一部分或信用代码开头"
    export_permission = "projects.view_sitevisit"
    shapes = {"done": "good", "cancelled": "bad"}
    ordering = ["-starts_at", "-pk"]
    fields = [
        "application", "unit", "state", "starts_at", "place", "note", "members_told", "points_told", "opinion", "conclusion",
        "amount_told", "created_by", "created_at", "recorded_by", "recorded_at", "finished_by", "finished_at", "reason",
    ]  # fmt: skip
    actions_detail = [
        "findings_page",
        {"title": "签字与办结", "items": ["sign_own_page", "sign_for_page", "close_visit_page"]},
        {"title": "安排", "items": ["arrange_page", "call_off_page"]},
        "paper_page",
    ]
    offered = {
        "findings_page": visiting.RECORD,
        "sign_own_page": visiting.SIGN_AS_OFFICER,
        "sign_for_page": visiting.SIGN_AS_OFFICER,
        "close_visit_page": visiting.FINISH,
        "arrange_page": visiting.CHANGE,
        "call_off_page": visiting.CANCEL,
    }

    def get_queryset(self, request):
        people = ("created_by", "recorded_by", "finished_by")
        rows = super().get_queryset(request).select_related("application__organisation", *people)
        return rows.annotate(
            unsigned=Count("members", filter=Q(members__signed_at=None)), experts=Count("members__expert")
        )

    def has_run_permission(self, request, obj=None):
        """Whether the person arranges and writes down visits."""
        return request.user.has_perm(visiting.RUN)

    @admin.display(description="申报单位")
    def unit(self, obj):
        return obj.application.organisation

    @admin.display(description="待签字")
    def lacking(self, obj):
        return f"{obj.unsigned} 人" if obj.unsigned and obj.recorded_at else ""

    @admin.display(description="考察人员")
    @told_once
    def members_told(self, obj):
        rows = obj.members.select_related("expert", "officer")
        lines = [
            (
                m,
                f"专家，{m.expert.unit_name}" if m.expert_id else "本局人员",
                "未签字" if m.signed_at is None else f"{'纸质' if m.is_on_paper else ''}签字 {timezone.localtime(m.signed_at):%Y-%m-%d %H:%M}",
            )
            for m in rows
        ]  # fmt: skip
        return format_html_join("", "<p>{}（{}）　{}</p>", lines)

    @admin.display(description="考察情况")
    def points_told(self, obj):
        return format_html_join("", "<p>{}：{}　{}</p>", points_told(obj)) or "还没有记录。"

    @admin.display(description="建议资助经费（万元）")
    def amount_told(self, obj):
        return "" if obj.amount is None else budget.wan(obj.amount)

    def _found(self, request, object_id) -> SiteVisit:
        return get_object_or_404(self.get_queryset(request), pk=object_id)

    @action(description="修改安排", permissions=["run"], url_path="arrange")
    def arrange_page(self, request, object_id):
        form = VisitForm(request.POST or None, visit=self._found(request, object_id), by=request.user)
        return self.say(
            request, object_id, "修改安排", visiting.change, form, asks="修改后重新通知申报单位和考察人员。"
        )

    @action(description="取消", permissions=["run"], url_path="call-off")
    def call_off_page(self, request, object_id):
        form = ReasonForm(request.POST or None)
        return self.say(
            request, object_id, "取消现场考察", visiting.cancel, form, asks="理由会告知申报单位。", danger=True
        )

    @action(description="记录情况", permissions=["run"], url_path="findings")
    def findings_page(self, request, object_id):
        form = FindingsForm(request.POST or None, visit=self._found(request, object_id))
        asks = "记录后请全体考察人员签字；签字后再改的须重新签字。"
        return self.say(request, object_id, "记录考察情况", visiting.write_down, form, asks=asks)

    @action(description="本人签字", permissions=["run"], url_path="sign")
    def sign_own_page(self, request, object_id):
        asks = "签字表示考察情况、意见和结论属实。"
        return self.say(request, object_id, "签字", visiting.sign, asks=asks)

    @action(description="登记纸质签字", permissions=["run"], url_path="sign-for")
    def sign_for_page(self, request, object_id):
        form = PaperSignatureForm(request.POST or None, visit=self._found(request, object_id))
        asks = "只用于没有登录账号的专家；有账号的由本人在系统中签字。"
        return self.say(request, object_id, "登记纸质签字", visiting.sign_for, form, asks=asks)

    @action(description="办结", permissions=["run"], url_path="finish")
    def close_visit_page(self, request, object_id):
        return self.say(request, object_id, "办结", visiting.finish, asks="办结后不能再改。")

    @action(description="实地调研意见表（Word）", permissions=["view"], url_path="paper")
    def paper_page(self, request, object_id):
        """The form on paper: to be filled in on the spot, or with what was found, to be signed."""
        visit, file = self._found(request, object_id), io.BytesIO()
        write_visit(visit, file)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"实地调研意见表-{visit.application.number}.docx")
