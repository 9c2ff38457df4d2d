"""立项建议 in the browser admin: drawn up with a preview, put right, approved, made public, results released."""

import io

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import action

from bureau.audit.book import note
from bureau.registration.admin import VerbAdmin
from bureau.workflow import Refused
from projects import budget
from projects.choices import DecisionOutcome, ProposalStatus
from projects.forms.applications import ReasonForm
from projects.forms.decisions import BeginForm, DrawForm, LineForm, MinutesForm, PublicForm, StrikeForm
from projects.models import Proposal
from projects.scoretables import write_proposal
from projects.visitpages import visits_of
from projects.workflow import granting, proposing

PER_PAGE = 50
SHOWN_OF_A_PLAN = 200
_SHAPES = {ProposalStatus.RELEASED: "good", ProposalStatus.CONCLUDED: "good"}


def _tell_amounts(lines, panels: dict) -> None:
    """On each line, in 万元: what was asked, what its panel recommends, what is proposed; nothing where there is none."""
    for line in lines:
        known = {
            "asked_told": line.application.requested_amount, "panel_told": panels.get(line.application_id), "amount_told": line.amount,
        }  # fmt: skip
        for name, amount in known.items():
            setattr(line, name, "" if amount is None else budget.wan(amount))


@admin.register(Proposal)
class ProposalAdmin(VerbAdmin):
    list_display = ["title", "call", "state", "count_approve", "count_reserve", "count_reject", "granted_told"]
    list_filter = ["status", ("call", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["call"]
    ordering = ["-pk"]
    fields = [
        "title", "call", "state", "told", "prefix", "created_by", "created_at", "submitted_by", "submitted_at", "approved_by",
        "approved_at", "minutes", "public_told", "settlement", "concluded_at", "released_by", "released_at", "reason",
    ]  # fmt: skip
    actions_list = ["begin_page"]
    actions_detail = [
        "lines_page", "draw_page", "hand_up_page", "decide_page", "send_back_page", "publicise_page", "strike_page",
        "settle_page", "release_page", "workbook_page",
    ]  # fmt: skip
    offered = {
        "draw_page": proposing.COMPOSE,
        "hand_up_page": proposing.SUBMIT,
        "decide_page": proposing.APPROVE,
        "send_back_page": proposing.RETURN,
        "publicise_page": granting.PUBLICISE,
        "strike_page": granting.STRIKE,
        "settle_page": granting.SETTLE,
        "release_page": granting.RELEASE,
    }

    def get_queryset(self, request):
        people = ("created_by", "submitted_by", "approved_by", "released_by", "publicity")
        return super().get_queryset(request).select_related("call", *people).with_totals()

    def has_compose_permission(self, request, obj=None):
        """Whether the person draws proposals up."""
        return request.user.has_perm(proposing.COMPOSE.permission)

    def has_approve_permission(self, request, obj=None):
        """Whether the person approves."""
        return request.user.has_perm(proposing.APPROVE.permission)

    def has_publicise_permission(self, request, obj=None):
        """Whether the person makes approved ones public."""
        return request.user.has_perm(granting.PUBLICISE.permission)

    def has_release_permission(self, request, obj=None):
        """Whether the person tells the units."""
        return request.user.has_perm(granting.RELEASE.permission)

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        return format_html(
            '<span class="bureau-tag {}">{}</span>', _SHAPES.get(obj.status, ""), obj.get_status_display()
        )

    @admin.display(description="立项")
    def count_approve(self, obj):
        return obj.count_approve

    @admin.display(description="备选")
    def count_reserve(self, obj):
        return obj.count_reserve

    @admin.display(description="不立项")
    def count_reject(self, obj):
        return obj.count_reject

    @admin.display(description="资助经费（万元）")
    def granted_told(self, obj):
        return budget.wan(obj.granted)

    @admin.display(description="合计")
    def told(self, obj):
        return (
            f"立项 {obj.count_approve} 项，资助 {budget.wan(obj.granted)} 万元；备选 {obj.count_reserve} 项，"
            f"不立项 {obj.count_reject} 项。"
        )

    @admin.display(description="公示")
    def public_told(self, obj):
        if not obj.publicity_id:
            return "还没有发起。"
        url = reverse("admin:publicity_publicity_change", args=[obj.publicity_id])
        return format_html('<a href="{}">{}</a>（{}）', url, obj.publicity, obj.publicity.get_status_display())

    @action(description="起草立项建议", permissions=["compose"], url_path="begin", icon="add")
    def begin_page(self, request):
        """A new one, for a call that has been ranked."""
        form = BeginForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                proposal = proposing.begin(by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("admin:projects_proposal_draw_page", proposal.pk)
        page = {"title": "起草立项建议", "form": form, "opts": self.opts, "action": "下一步"}
        context = page | {"back": reverse("admin:projects_proposal_changelist")}
        return render(request, "admin/verb.html", {**self.admin_site.each_context(request), **context})

    @action(description="按排名生成", permissions=["compose"], url_path="draw")
    def draw_page(self, request, object_id):
        """First what it would write, then the writing."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        amounts = proposing.panel_amounts(obj.call)
        form, lines = DrawForm(request.POST or None, has_panel=bool(amounts)), []
        back = reverse("admin:projects_proposal_change", args=[obj.pk])
        if request.method == "POST" and form.is_valid():
            try:
                if "confirm" in request.POST:
                    count = proposing.draw_up(obj, by=request.user, **form.cleaned_data)
                    messages.success(request, f"已生成 {count} 项。请逐项核对后送审。")
                    return redirect("admin:projects_proposal_lines_page", obj.pk)
                lines = proposing.plan(obj, **form.cleaned_data)
            except Refused as refusal:
                messages.error(request, str(refusal))
                return redirect(back)
        page = {"title": f"按排名生成：{obj}", "opts": self.opts, "back": back, "form": form, "object": obj}
        _tell_amounts(lines, amounts)
        context = page | {"lines": lines[:SHOWN_OF_A_PLAN], "sums": _sums(lines), "count": len(lines)}
        return render(request, "admin/projects/draw.html", {**self.admin_site.each_context(request), **context})

    @action(description="明细", permissions=["view"], url_path="lines")
    def lines_page(self, request, object_id):
        """Every application with what is proposed; while it is a draft each can be put right."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        rows, amounts = (
            obj.lines.select_related("application__organisation", "project"),
            proposing.panel_amounts(obj.call),
        )
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        is_open = obj.status == ProposalStatus.DRAFT and self.has_compose_permission(request)
        data = request.POST if request.method == "POST" and is_open else None
        _tell_amounts(page.object_list, amounts)
        visits = visits_of(line.application_id for line in page.object_list)
        for line in page.object_list:
            line.visit_told = visits.get(line.application_id, "")
        forms = [LineForm(data, line=line) for line in page.object_list]
        if data is not None and False not in [form.is_valid() for form in forms]:
            try:
                values = [(form.line, form.cleaned_data) for form in forms]
                messages.success(request, f"已改 {proposing.put_right(obj, by=request.user, lines=values)} 项。")
                return redirect(request.get_full_path())
            except Refused as refusal:
                messages.error(request, str(refusal))
        back = reverse("admin:projects_proposal_change", args=[obj.pk])
        context = {
            "title": f"明细：{obj}",
            "opts": self.opts,
            "back": back,
            "object": obj,
            "page": page,
            "forms": forms,
            "has_panel": bool(amounts),
            "has_visits": bool(visits) or bool(obj.call.visit_places or obj.call.visit_from),
        }
        return render(
            request,
            "admin/projects/lines.html",
            {**self.admin_site.each_context(request), **context, "is_open": is_open},
        )

    @action(description="送审", permissions=["compose"], url_path="submit")
    def hand_up_page(self, request, object_id):
        asks = "送局领导或科长审定；送审后不能再改，退回后可改。"
        return self.say(request, object_id, "送审", proposing.submit, asks=asks)

    @action(description="审定", permissions=["approve"], url_path="approve")
    def decide_page(self, request, object_id):
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = MinutesForm(request.POST or None)
        return self.say(request, object_id, "审定", proposing.approve, form, asks=self.told(obj))

    @action(description="退回", permissions=["approve"], url_path="return")
    def send_back_page(self, request, object_id):
        return self.say(request, object_id, "退回", proposing.return_, ReasonForm(request.POST or None))

    @action(description="发起公示", permissions=["publicise"], url_path="publicise")
    def publicise_page(self, request, object_id):
        asks = "生成公示草稿：列编号、名称、承担单位、合作单位、负责人、推荐单位、类别、金额；送审、批准和发布在“公示”中办理。"
        form = PublicForm(request.POST or None)
        return self.say(request, object_id, "发起公示", granting.publicise, form, asks=asks)

    @action(description="取消一项拟立项", permissions=["approve"], url_path="strike")
    def strike_page(self, request, object_id):
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)

        def strike(_proposal, *, by, line, reason):
            granting.strike(line, by=by, reason=reason)

        form = StrikeForm(request.POST or None, proposal=obj)
        return self.say(request, object_id, "取消一项拟立项", strike, form, danger=True)

    @action(description="异议处理完毕", permissions=["approve"], url_path="settle")
    def settle_page(self, request, object_id):
        asks = "用于异议成立、但不能自动对应到项目的情形：须取消的先取消，再说明处理情况；其余项目照常立项。"
        return self.say(
            request, object_id, "说明异议处理", granting.settle, ReasonForm(request.POST or None), asks=asks
        )

    @action(description="发布结果", permissions=["release"], url_path="release")
    def release_page(self, request, object_id):
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        asks = f"向 {obj.count_approve + obj.count_reserve + obj.count_reject} 个项目的申报单位同时告知结果和理由。{self.told(obj)}"
        return self.say(request, object_id, "发布结果", granting.release, asks=asks)

    @action(description="导出明细（Excel）", permissions=["view"], url_path="workbook")
    def workbook_page(self, request, object_id):
        """Every line as a sheet."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        file = io.BytesIO()
        count = write_proposal(obj, file)
        file.seek(0)
        note(
            "export",
            by=request.user,
            subject=str(obj),
            model=self.opts.label_lower,
            object_id=obj.pk,
            reason=f"{count} 行",
        )
        return FileResponse(file, as_attachment=True, filename=f"{obj}.xlsx")


def _sums(lines) -> list[tuple]:
    """How many of each outcome, and the money."""
    found = []
    for outcome in DecisionOutcome:
        held = [line for line in lines if line.outcome == outcome]
        found.append((outcome.label, len(held), budget.wan(sum(line.amount or 0 for line in held))))
    return found
