"""The reserve in the browser admin: found, admitted, looked after; each verb a page."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from unfold.admin import TabularInline
from unfold.decorators import action

from bureau.admin import BureauAdmin
from bureau.files import hand_out
from bureau.registration.admin import VerbAdmin
from enterprises import candidates, entry, forms, gaps
from enterprises.board import board
from enterprises.choices import ReserveStatus
from enterprises.models import Measure, Reserve, ReserveRule, ServiceFile, ServiceRecord, Ticket
from enterprises.workflow import reserve as workflow

from .candidates import CandidatesPage


class DutyFilter(admin.SimpleListFilter):
    """What is to be done about the firms."""

    title, parameter_name = "待办", "todo"

    def lookups(self, request, model_admin):
        return [
            ("mine", "我的企业"),
            ("waiting", "待审核"),
            ("unserved", "超期未服务"),
            ("certified", "已有新证书"),
            ("over", "培育期满"),
        ]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.looked_after_by(request.user)
        if self.value() == "certified":
            return queryset.certified()
        if self.value() == "over":
            return queryset.over(timezone.localdate(), entry.rule_on(timezone.localdate()).years)
        if self.value() == "waiting":
            return queryset.waiting()
        if self.value() == "unserved":
            return queryset.without_service_in(entry.rule_on(timezone.localdate()).service_days)
        return queryset


class _ReadInline(TabularInline):
    """Rows to be read; verbs add them."""

    extra = 0
    can_delete = False
    tab = True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("enterprises.view_reserve")


class MeasureInline(_ReadInline):
    model = Measure
    fields = ["gap", "action", "owner", "due_on", "done_at", "outcome"]


class ServiceInline(_ReadInline):
    model = ServiceRecord
    fields = [
        "served_on", "mode", "kind", "content", "result", "papers", "served_by", "next_on", "confirmed_at", "opinion",
    ]  # fmt: skip
    readonly_fields = ["papers"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("served_by").prefetch_related("files")

    @admin.display(description="附件")
    def papers(self, obj):
        links = ((reverse("admin:enterprises_reserve_file", args=[paper.pk]), paper.name) for paper in obj.files.all())
        return format_html_join(" ", '<a href="{}">{}</a>', links) or "无"


@admin.register(Reserve)
class ReserveAdmin(CandidatesPage, VerbAdmin):
    list_display = ["organisation", "state", "tier", "plan_year", "responsible", "created_at"]
    list_filter = [DutyFilter, "status", "tier", "plan_year", "responsible", "organisation__division"]
    list_select_related = ["organisation", "responsible"]
    search_fields = ["organisation"]
    searched_unit = "organisation"
    search_help_text = "企业名称中任意两个字以上，或信用代码开头"
    export_permission = "enterprises.view_reserve"
    inlines = [MeasureInline, ServiceInline]
    actions_list = ["candidates_page", "board_page"]
    actions_detail = [
        "propose_page", "set_aside_page", "admit_page", "refuse_page", "serve_page", "plan_page", "gaps_page", "finish_page", "hand_over_page",
        "attach_page", "declare_page", "resume_page", "recognise_page", "leave_page",
    ]  # fmt: skip
    offered = {
        "propose_page": workflow.PROPOSE, "set_aside_page": workflow.SET_ASIDE, "admit_page": workflow.ADMIT,
        "refuse_page": workflow.REFUSE, "serve_page": workflow.SERVE, "plan_page": workflow.PLAN, "gaps_page": workflow.PLAN,
        "finish_page": workflow.PLAN, "hand_over_page": workflow.HAND_OVER, "attach_page": workflow.SERVE,
        "declare_page": workflow.DECLARE, "resume_page": workflow.RESUME, "recognise_page": workflow.RECOGNISE,
        "leave_page": workflow.LEAVE,
    }  # fmt: skip
    fields = [
        "organisation", "state", "lacking", "evidence", "tier", "plan_year", "responsible", "applied_by", "applied_at",
        "decided_by", "decided_at", "reason", "exit_ground", "recognition", "left_by", "left_at",
    ]  # fmt: skip
    ordering = ["-pk"]

    def has_serve_permission(self, request, obj=None):
        """Whether the person looks after firms."""
        return request.user.has_perm("enterprises.serve_reserve")

    @admin.display(description="与入库条件的差距")
    def lacking(self, obj):
        if obj.status not in (ReserveStatus.CANDIDATE, ReserveStatus.APPLIED):
            return ""
        return "\n".join(entry.obstacles(obj.organisation)) or "符合入库条件。"

    @action(description="培育看板", permissions=["view"], url_path="board", icon="monitoring")
    def board_page(self, request):
        """The funnel, the workload, what is due."""
        page = {**self.admin_site.each_context(request), "title": "高新技术企业培育看板", "opts": self.opts}
        return render(request, "admin/enterprises/board.html", page | {"board": board(), "today": timezone.localdate()})

    @action(description="提请审核", permissions=["find"], url_path="propose")
    def propose_page(self, request, object_id):
        return self.say(request, object_id, "提请审核", workflow.propose, asks="企业已同意申请入库。")

    @action(description="不列入", permissions=["find"], url_path="set-aside")
    def set_aside_page(self, request, object_id):
        return self.say(request, object_id, "不列入", workflow.set_aside, forms.ReasonForm(request.POST or None))

    @action(description="入库", permissions=["decide"], url_path="admit")
    def admit_page(self, request, object_id):
        """What the firm lacks, and to whom it is given."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        lacking = "".join(entry.obstacles(obj.organisation)) if request.method != "POST" else ""
        form = forms.AdmitForm(request.POST or None)
        return self.say(request, object_id, "入库", workflow.admit, form, asks=lacking or "符合入库条件。")

    @action(description="不予入库", permissions=["decide"], url_path="refuse")
    def refuse_page(self, request, object_id):
        form = forms.ReasonForm(request.POST or None)
        return self.say(request, object_id, "不予入库", workflow.refuse, form, danger=True)

    @action(description="登记服务", permissions=["serve"], url_path="serve")
    def serve_page(self, request, object_id):
        return self.say(request, object_id, "登记服务", workflow.serve, forms.ServiceForm(request.POST or None))

    @action(description="安排措施", permissions=["serve"], url_path="plan")
    def plan_page(self, request, object_id):
        """What the firm lacks by its newest data stands above what is planned about it."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        (known,) = candidates.told([obj.organisation])
        asks = "现有短板：" + "".join(known.lacking) if known.lacking else "预评估没有发现短板。"
        return self.say(
            request, object_id, "安排措施", workflow.plan, forms.MeasureForm(request.POST or None), asks=asks
        )

    @action(description="拟措施", permissions=["serve"], url_path="gaps")
    def gaps_page(self, request, object_id):
        """The gaps of the newest assessment that no open measure answers, each with a wording to change or leave."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        found = gaps.open_gaps(obj)
        if not found:
            messages.info(request, "最新的预评估没有未安排措施的短板；还没有预评估的，请企业先提交年度数据。")
            return redirect("admin:enterprises_reserve_change", obj.pk)
        form = forms.GapsForm(request.POST or None, gaps=found, initial={"owner": obj.responsible_id})
        told = gaps.newest_assessment(obj)
        asks = f"依据{told.data}的预评估（{told.made_at:%Y-%m-%d}）。每项可以改写；不采用的去掉勾选。已有未办结措施的条件不再列出。"
        return self.say(request, object_id, "由短板拟措施", workflow.plan_gaps, form, asks=asks)

    @action(description="办结措施", permissions=["serve"], url_path="finish")
    def finish_page(self, request, object_id):
        """Which of the firm's open measures is done."""
        measures = Measure.objects.filter(reserve=object_id, done_at=None)
        form = forms.OutcomeForm(request.POST or None, measures=measures)

        def finish(_reserve, *, by, measure, outcome):
            workflow.finish(measure, by=by, outcome=outcome)

        return self.say(request, object_id, "办结措施", finish, form)

    @action(description="移交", permissions=["decide"], url_path="hand-over")
    def hand_over_page(self, request, object_id):
        return self.say(request, object_id, "移交", workflow.hand_over, forms.HandOverForm(request.POST or None))

    @action(description="上传附件", permissions=["serve"], url_path="attach")
    def attach_page(self, request, object_id):
        """A paper to one of the firm's services."""
        services = ServiceRecord.objects.filter(reserve=object_id)
        form = forms.ServiceFileForm(request.POST or None, request.FILES or None, services=services)

        def attach(_reserve, *, by, service, file):
            workflow.attach(service, by=by, file=file)

        return self.say(request, object_id, "上传附件", attach, form)

    def get_urls(self):
        page = self.admin_site.admin_view(self.file_page)
        return [path("files/<int:pk>/", page, name="enterprises_reserve_file"), *super().get_urls()]

    def file_page(self, request, pk: int):
        """A paper of a service, to whoever sees the reserve."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        paper = get_object_or_404(ServiceFile.objects.visible_to(request.user), pk=pk)
        return hand_out(paper.file, paper.name, mime=paper.mime)

    @action(description="登记申报", permissions=["serve"], url_path="declare")
    def declare_page(self, request, object_id):
        return self.say(request, object_id, "登记申报", workflow.declare, asks="企业已提交高新技术企业认定申请。")

    @action(description="退回在库", permissions=["serve"], url_path="resume")
    def resume_page(self, request, object_id):
        return self.say(request, object_id, "退回在库", workflow.resume, forms.ReasonForm(request.POST or None))

    @action(description="认定出库", permissions=["decide"], url_path="recognise")
    def recognise_page(self, request, object_id):
        asks = "证书登记中须已有该企业入库以后取得的高企证书。"
        return self.say(request, object_id, "认定出库", workflow.recognise, asks=asks)

    @action(description="出库", permissions=["decide"], url_path="leave")
    def leave_page(self, request, object_id):
        return self.say(request, object_id, "出库", workflow.leave, forms.LeaveForm(request.POST or None), danger=True)


@admin.register(ReserveRule)
class ReserveRuleAdmin(BureauAdmin):
    list_display = ["source", "valid_from", "least_score", "service_days", "answer_days"]
    export_permission = "enterprises.view_reserverule"
    ordering = ["-valid_from"]

    def has_change_permission(self, request, obj=None):
        """A rule that was in force is never changed, only followed by another."""
        return False


@admin.register(Ticket)
class TicketAdmin(VerbAdmin):
    list_display = ["subject", "organisation", "asked_at", "due_on", "answered_at"]
    list_filter = [("answered_at", admin.EmptyFieldListFilter), "organisation__division"]
    list_select_related = ["organisation"]
    search_fields = ["subject", "organisation"]
    searched_unit = "organisation"
    export_permission = "enterprises.view_ticket"
    fields = [
        "organisation",
        "subject",
        "text",
        "asked_by",
        "asked_at",
        "due_on",
        "answer",
        "answered_by",
        "answered_at",
    ]
    actions_detail = ["answer_page"]

    def get_queryset(self, request):
        return super().get_queryset(request).for_list()

    def has_answer_permission(self, request, obj=None):
        """Whether the person answers firms."""
        return request.user.has_perm("enterprises.answer_ticket")

    @action(description="答复", permissions=["answer"], url_path="answer")
    def answer_page(self, request, object_id):
        return self.say(request, object_id, "答复", workflow.answer, forms.AnswerForm(request.POST or None))
