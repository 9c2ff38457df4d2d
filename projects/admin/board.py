"""The review board: progress, ranking, single sheets, reminders, a third opinion, everything as Excel."""

import io
import tempfile

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import action

from bureau import exports
from bureau.audit.book import note
from bureau.registration.admin import VerbAdmin
from bureau.workflow import Refused
from projects import board, quality
from projects.forms.applications import ReasonForm
from projects.forms.board import ThirdForm
from projects.models import Call, ReviewRound, Sheet, Standing
from projects.panelpages import panels_of, unsigned_in
from projects.papers import write_sheet, write_summary
from projects.scoretables import sheets_of, summary_rows, write_scores
from projects.workflow import assigning, ranking, reviewing

PER_PAGE, EXPERTS_PER_PAGE = 50, 12  # Each expert's figures are read off all of the expert's sheets.
PAPER_ROWS = 500


class FlagFilter(admin.SimpleListFilter):
    """What an officer looks for."""

    title, parameter_name = "提示", "flag"

    def lookups(self, request, model_admin):
        return list(board.FLAGS.items())

    def queryset(self, request, queryset):
        if self.value() == "dispersed":
            return queryset.flagged()
        if self.value() == "ranked":
            return queryset.exclude(place=None)
        return queryset.lacking() if self.value() == "lacking" else queryset


@admin.register(Standing)
class StandingAdmin(VerbAdmin):
    list_display = [
        "application",
        "number",
        "call",
        "place_told",
        "score",
        "online_score",
        "panel_score",
        "panel_result",
        "mean",
        "spread_told",
        "count",
        "flags",
    ]
    list_filter = [FlagFilter, ("call", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["application", "call"]
    searched_unit = "application__organisation"
    search_fields = ["application__title"]
    search_help_text = "项目名称、编号、申报单位中任意两个字以上"
    fields = [
        "application",
        "number",
        "call",
        "place_told",
        "score",
        "online_score",
        "panel_score",
        "panel_result",
        "mean",
        "high",
        "low",
        "count",
        "flags",
        "computed_at",
    ]
    actions_list = ["board_page", "paper_page"]
    actions_detail = ["sheets_page", "third_page"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("application__organisation", "call")

    def get_ordering(self, request):
        return ["-call", F("place").asc(nulls_last=True), "pk"]

    def search(self, queryset, text):
        """By the application: its title, number or unit."""
        found = queryset.model._meta.get_field("application").related_model.objects.search(text)
        by_unit = super().search(queryset, text)
        return queryset.filter(
            pk__in=queryset.filter(application__in=found.values("pk"))
            .values("pk")
            .union(by_unit.order_by().values("pk"))
        )

    def has_rank_permission(self, request, obj=None):
        """Whether the person runs the board."""
        return request.user.has_perm(ranking.RANKS)

    def has_third_permission(self, request, obj=None):
        """Whether the person may ask one more expert."""
        return request.user.has_perm(assigning.ASSIGN.permission)

    @admin.display(description="编号")
    def number(self, obj):
        return obj.application.number

    @admin.display(description="名次", ordering="place")
    def place_told(self, obj):
        return obj.place or ("份数不足" if not obj.is_enough else "未排名")

    @admin.display(description="分差")
    def spread_told(self, obj):
        return "" if obj.spread is None else obj.spread

    @admin.display(description="提示")
    def flags(self, obj):
        return format_html('<span class="bureau-tag bad">{}</span>', "分差过大") if obj.is_dispersed else ""

    @action(description="评审看板", permissions=["view"], url_path="board", icon="leaderboard")
    def board_page(self, request):
        """One call's board: its rounds; its applications or its experts, page by page."""
        call = self._call(request)
        if request.method == "POST" and call:
            return self._act(request, call)
        page = {**self.admin_site.each_context(request), "title": "评审看板", "opts": self.opts, "call": call}
        context = page | {"calls": board.calls_under_review()[:50]}
        if call:
            context |= self._shown(request, call)
        return render(request, "admin/projects/board.html", context)

    def _call(self, request) -> Call | None:
        wanted = request.GET.get("call", "")
        if wanted.isdecimal():
            return get_object_or_404(Call.objects.visible_to(request.user), pk=wanted)
        return board.calls_under_review().first()

    def _shown(self, request, call: Call) -> dict:
        part, flag, text = (request.GET.get(name, "") for name in ("part", "flag", "q"))
        counts = board.counts_of(call)
        rounds = board.rounds_of(call, counts)
        shows_experts = part == "experts"
        rows = board.expert_order(rounds, counts) if shows_experts else board.standings_of(call, flag=flag, text=text)
        per_page = EXPERTS_PER_PAGE if shows_experts else PER_PAGE
        page = Paginator(rows, per_page).get_page(request.GET.get("page"))
        if shows_experts:
            shown = list(page.object_list)
            told = quality.figures(shown, call=call)
            page.object_list = [line | {"figures": told[line["expert"]]} for line in board.experts_of(call, shown)]
        else:
            board.add_progress(page.object_list)
        at = board.ranked_at(call)
        query = request.GET.copy()
        query.pop("page", None)
        return {
            "rounds": rounds, "part": part, "flag": flag, "q": text, "page": page, "flags": board.FLAGS.items(),
            "ranked_at": at, "is_stale": board.is_stale(call, at, counts), "scheme": call.versions.last().terms.scheme,
            "may_rank": self.has_rank_permission(request), "query": query.urlencode(), "measures": quality.MEASURES,
            "unsigned": unsigned_in(call),
        }  # fmt: skip

    def _act(self, request, call: Call):
        back = f"{reverse('admin:projects_standing_board_page')}?call={call.pk}"
        try:
            if "remind" in request.POST:
                rows = ReviewRound.objects.visible_to(request.user).filter(call=call)
                told = ranking.remind(get_object_or_404(rows, pk=request.POST["remind"]), by=request.user)
                words = f"已催办 {told} 名专家。" if told else "今天已经催办过，或没有未完成的专家。"
            elif "rank" in request.POST:
                words = f"已计算排名，{ranking.rank(call, by=request.user)} 项有名次。"
            else:
                return self._workbook(request, call)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, words)
        return redirect(back)

    def _workbook(self, request, call: Call):
        """Everything about the call's reviews: at once when it is short, else by a worker."""
        if not self.has_rank_permission(request):
            raise PermissionDenied
        query = f"call={call.pk}"
        if exports.is_long(Sheet.objects.filter(assignment__round__call=call)):
            key = exports.begin(self.model, query, by=request.user, part="scores")
            return redirect("admin:projects_standing_exported", key)
        file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 The response closes it.
        count = write_scores(call, file)
        file.seek(0)
        note(
            "export", by=request.user, subject=f"{call}评审结果", model=self.opts.label_lower, reason=exports.in_words(count, query)
        )  # fmt: skip
        return FileResponse(file, as_attachment=True, filename=f"{call}评审结果.xlsx")

    def write_part(self, part: str, request, file, watch) -> int:
        """The whole workbook of a call, as a worker writes it."""
        call = get_object_or_404(Call.objects.visible_to(request.user), pk=request.GET["call"])
        if not self.has_rank_permission(request):
            raise PermissionDenied
        return write_scores(call, file, watch)

    @action(description="汇总表（Word）", permissions=["rank"], url_path="paper", icon="description")
    def paper_page(self, request):
        """The ranking of a call on paper."""
        call, file = self._call(request), io.BytesIO()
        if call is None:
            messages.warning(request, "还没有开始评审的批次。")
            return redirect("admin:projects_standing_changelist")
        write_summary(call, summary_rows(call, PAPER_ROWS), file, on=timezone.localdate())
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"{call}评审结果汇总表.docx")

    @action(description="逐份评分", permissions=["view"], url_path="sheets")
    def sheets_page(self, request, object_id):
        """What each expert said of one application, beside each other."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        scheme = ranking.scheme_for(obj.call)
        back = reverse("admin:projects_standing_change", args=[obj.pk])
        page = {"title": f"逐份评分：{obj}", "opts": self.opts, "back": back, "standing": obj, "scheme": scheme}
        context = {**self.admin_site.each_context(request), **page, "table": sheets_of(obj.application, scheme)}
        context["panels"], context["advice"] = panels_of(obj.application), obj.call.advice
        sheets = [one["sheet"] for one in context["table"]["columns"]]
        context["recommended"] = [
            (obj.call.advice.words.get(one.recommendation), one.amount) if one else ("", None) for one in sheets
        ]
        return render(request, "admin/projects/sheets.html", context)

    @action(description="请第三方专家", permissions=["third"], url_path="third")
    def third_page(self, request, object_id):
        """One more reviewer, in the round that is running."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = ThirdForm(request.POST or None, application=obj.application)
        asks = "为分差过大或份数不足的项目增加一名专家；须回避的专家数据库不会接受。"

        def third(standing, *, by, round, expert):
            assigning.assign(round, standing.application, expert, by=by)

        return self.say(request, object_id, "增加一名专家", third, form, asks=asks)


@admin.register(Sheet)
class SheetAdmin(VerbAdmin):
    list_display = [
        "application",
        "expert_number",
        "round",
        "total",
        "recommendation",
        "familiarity",
        "saved_at",
        "submitted_at",
    ]
    list_filter = [
        "recommendation",
        ("submitted_at", admin.EmptyFieldListFilter),
        ("assignment__round", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["assignment__application", "assignment__round__call"]
    list_display_links = ["application"]
    ordering = ["-pk"]
    fields = [
        "application", "expert_number", "round", "total", "recommendation", "amount", "familiarity", "comment", "saved_at",
        "submitted_by", "submitted_at", "reopened_by", "reopened_at", "reopen_reason",
    ]  # fmt: skip
    actions_detail = ["paper_page", "rework_page"]

    def get_queryset(self, request):
        related = ("assignment__application", "assignment__round__call", "submitted_by", "reopened_by")
        return super().get_queryset(request).select_related(*related)

    def has_give_back_permission(self, request, obj=None):
        """Whether the person gives sheets back."""
        return request.user.has_perm(reviewing.GIVE_BACK.permission)

    @admin.display(description="申报项目")
    def application(self, obj):
        return obj.assignment.application

    @admin.display(description="专家代号")
    def expert_number(self, obj):
        return f"专家 {obj.assignment.number:02d}"

    @admin.display(description="轮次")
    def round(self, obj):
        return obj.assignment.round

    @action(description="评分表（Word）", permissions=["view"], url_path="paper")
    def paper_page(self, request, object_id):
        """The sheet on paper, to be signed."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        file = io.BytesIO()
        write_sheet(obj, file)
        file.seek(0)
        name = f"专家评分表-{obj.assignment.application.number}-{obj.assignment.number:02d}.docx"
        return FileResponse(file, as_attachment=True, filename=name)

    @action(description="退回重评", permissions=["give_back"], url_path="rework")
    def rework_page(self, request, object_id):
        asks = "退回后专家可以修改并重新提交；理由专家看得到。"

        def give_back(sheet, *, by, reason):
            reviewing.give_back(sheet.assignment, by=by, reason=reason)

        return self.say(request, object_id, "退回重评", give_back, ReasonForm(request.POST or None), asks=asks)
