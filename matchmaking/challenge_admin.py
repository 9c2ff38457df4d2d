"""揭榜挂帅 in the browser admin: published or returned, opened after the deadline, scored in 评审轮次, made public.

Nothing here shows a bid before its opening, nor who has sealed one: their number alone.
"""

from django.contrib import admin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.decorators import action

from bureau.admin import BureauAdmin
from bureau.verbpages import VerbPages
from projects.forms.decisions import PublicForm

from .challengeforms import ChooseForm, WhyForm
from .choices import PAST_OPENING, ChallengeStatus
from .models import Challenge, Opening
from .workflow import awarding, challenges, opening


class ChallengeTodoFilter(admin.SimpleListFilter):
    """What waits for the bureau."""

    title, parameter_name = "待办", "todo"

    def lookups(self, request, model_admin):
        return [("waiting", "待审核"), ("opening", "已截止，待开封")]

    def queryset(self, request, queryset):
        if self.value() == "waiting":
            return queryset.awaiting_decision()
        return queryset.awaiting_opening() if self.value() == "opening" else queryset


@admin.register(Challenge)
class ChallengeAdmin(VerbPages, BureauAdmin):
    """From the queue to the result; each step a page."""

    shapes = {"published": "good", "awarded": "good", "returned": "warn", "failed": "warn", "withdrawn": "warn"}
    offered = {
        "announce_page": challenges.PUBLISH, "return_page": challenges.RETURN, "take_down_page": challenges.TAKE_DOWN,
        "open_page": opening.OPEN, "choose_page": awarding.CHOOSE, "reconsider_page": awarding.RECONSIDER,
        "publicise_page": awarding.PUBLICISE, "fail_page": awarding.FAIL,
    }  # fmt: skip
    actions_detail = [*offered]
    list_display = ["title", "organisation", "reward", "closes_at", "bids_counted", "state", "published_at"]
    list_filter = [ChallengeTodoFilter, "status"]
    list_select_related = ["organisation"]
    ordering = ["-pk"]
    fields = [
        "title", "organisation", "demand", "state", "problem", "indicators", "conditions", "reward", "criteria_told", "is_blind", "closes_at",
        "lacking", "bids_told", "opening_told", "review_told", "publicity_told", "reason", "submitted_by", "submitted_at", "published_by",
        "published_at", "ended_at",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_decide_permission(self, request, obj=None):
        """Whether the person publishes and returns."""
        return request.user.has_perm(challenges.PUBLISH.permission)

    def has_open_permission(self, request, obj=None):
        """Whether the person opens bids, once it is time."""
        return request.user.has_perm(opening.OPEN.permission)

    def has_award_permission(self, request, obj=None):
        """Whether the person decides who takes it."""
        return request.user.has_perm(awarding.CHOOSE.permission)

    @admin.display(description="评审指标")
    def criteria_told(self, obj):
        """One a line, as they were written."""
        return format_html_join("", "<p>{}</p>", ((line,) for line in obj.criteria.splitlines()))

    @admin.display(description="封存的方案")
    def bids_counted(self, obj):
        return obj.bid_count

    @admin.display(description="核对提示")
    def lacking(self, obj):
        """What to look at before deciding."""
        if obj.status != ChallengeStatus.SUBMITTED:
            return "无"
        return "".join(challenges.lacks(obj)) or "没有发现缺项或联系方式。是否涉密须由人判断。"

    @admin.display(description="揭榜方案")
    def bids_told(self, obj):
        """How many are sealed; once they are opened, each with its receipt, its place and its score."""
        if obj.status not in PAST_OPENING:
            return f"已封存 {obj.bid_count} 份。截止并开封前，任何人都不能查看内容，也不显示是哪些单位。"
        standings = {one.application_id: one for one in awarding.standings(obj)}
        lines = []
        for bid in obj.bids.standing().select_related("organisation", "application").order_by("number"):
            held = standings.get(bid.application_id)
            place = f"第 {held.place} 名，{held.score} 分" if held and held.place else "未排名"
            url = bid.application and reverse("admin:projects_application_change", args=[bid.application_id])
            lines.append((url or "#", bid.number, bid.organisation, bid.get_status_display(), place))
        return format_html_join("", '<p><a href="{}">{}</a>　{}　{}　{}</p>', lines) or "没有方案。"

    @admin.display(description="开封记录")
    def opening_told(self, obj):
        """Who opened, when, and what was sealed then."""
        held = Opening.objects.filter(challenge=obj).select_related("opened_by").first()
        if held is None:
            return "还没有开封。"
        receipts = ((one["number"], one["digest"]) for one in held.receipts)
        told = format_html_join("", "<p>{}　回执 {}</p>", receipts)
        at = f"{timezone.localtime(held.opened_at):%Y-%m-%d %H:%M}"
        return format_html("<p>{} 于 {} 开封</p>{}", held.opened_by, at, told)

    @admin.display(description="评审")
    def review_told(self, obj):
        """Where the experts score."""
        if not obj.call_id:
            return "开封后在“评审轮次”中安排专家。"
        rounds = reverse("admin:projects_reviewround_changelist") + f"?call__id__exact={obj.call_id}"
        board = reverse("admin:projects_standing_board_page") + f"?call={obj.call_id}"
        return format_html('<a href="{}">评审轮次</a>　<a href="{}">评审排名与看板</a>', rounds, board)

    @admin.display(description="公示")
    def publicity_told(self, obj):
        if not obj.publicity_id:
            return "还没有发起。"
        url = reverse("admin:publicity_publicity_change", args=[obj.publicity_id])
        return format_html('<a href="{}">{}</a>（{}）', url, obj.publicity, obj.publicity.get_status_display())

    @action(description="发布", permissions=["decide"], url_path="announce")
    def announce_page(self, request, object_id):
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        asks = f"{self.lacking(obj)}发布后截止时间、评审指标和是否盲评都不能更改。"
        return self.say(request, object_id, "发布", challenges.publish, asks=asks)

    @action(description="退回", permissions=["decide"], url_path="return")
    def return_page(self, request, object_id):
        return self.say(request, object_id, "退回", challenges.return_, WhyForm(request.POST or None))

    @action(description="撤榜", permissions=["decide"], url_path="take-down")
    def take_down_page(self, request, object_id):
        asks = "撤榜后封存密钥立即销毁，已封存的方案永远不能开封。"
        form = WhyForm(request.POST or None)
        return self.say(request, object_id, "撤榜", challenges.take_down, form, asks=asks, danger=True)

    @action(description="开封", permissions=["open"], url_path="open")
    def open_page(self, request, object_id):
        asks = "开封由您署名，记入审计台账；全部回执随即公布。截止前系统和数据库都拒绝开封。"
        return self.say(request, object_id, "开封", opening.open_, asks=asks)

    @action(description="拟定揭榜方", permissions=["award"], url_path="choose")
    def choose_page(self, request, object_id):
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = ChooseForm(request.POST or None, standings=awarding.standings(obj))
        return self.say(request, object_id, "拟定揭榜方", awarding.choose, form)

    @action(description="重新拟定", permissions=["award"], url_path="reconsider")
    def reconsider_page(self, request, object_id):
        return self.say(request, object_id, "重新拟定", awarding.reconsider, WhyForm(request.POST or None))

    @action(description="发起公示", permissions=["award"], url_path="publicise")
    def publicise_page(self, request, object_id):
        asks = "生成公示草稿；送审、批准和发布在“公示”中办理，公示期满无异议即确定揭榜方。"
        form = PublicForm(request.POST or None)
        return self.say(request, object_id, "发起公示", awarding.publicise, form, asks=asks)

    @action(description="流榜", permissions=["award"], url_path="fail")
    def fail_page(self, request, object_id):
        form = WhyForm(request.POST or None)
        return self.say(request, object_id, "按流榜结束", awarding.fail, form, danger=True)
