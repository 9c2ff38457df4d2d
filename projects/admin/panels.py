"""Panels in the browser admin: planned, members and agenda, attendance, the session as it goes, opinions, everything on paper."""

import io

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import action

from bureau import exports
from bureau.admin import BureauAdmin
from bureau.audit.book import note, snapshot
from bureau.registration.admin import VerbAdmin
from bureau.workflow import Refused
from projects import panelpapers
from projects.choices import ItemStatus, MemberStatus, OpinionStatus, PanelMode, PanelStatus, RoundKind, RoundStatus
from projects.forms.applications import ReasonForm
from projects.forms.panels import (
    ActingForm,
    AttendanceForm,
    EntryForm,
    LineForm,
    MemberForm,
    OpinionForm,
    PanelForm,
    TopForm,
)
from projects.models import AgendaItem, Ballot, Opinion, Panel, PanelMember, ReviewGroup, ReviewRound
from projects.panelpages import agenda_of, counts_of
from projects.workflow import convening, opining, sitting

_SHAPES = {PanelStatus.SITTING: "good", PanelStatus.CANCELLED: "bad"}
PLANNED = ("name", "starts_at", "place", "link", "group", "mode", "rule", "pass_score", "least_present", "minutes_each")


class DayFilter(admin.SimpleListFilter):
    """What the first page of the admin counts."""

    title, parameter_name = "待办", "todo"

    def lookups(self, request, model_admin):
        return [("today", "今天举行")]

    def queryset(self, request, queryset):
        return queryset.on(timezone.localdate()) if self.value() == "today" else queryset


@admin.register(Panel)
class PanelAdmin(BureauAdmin):
    list_display = ["name", "round", "call", "starts_at", "place", "mode", "state"]
    list_filter = [DayFilter, "status", "mode", ("round", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["round__call"]
    ordering = ["-starts_at", "-pk"]
    say = VerbAdmin.say
    form = PanelForm
    actions_detail = [
        {"title": "筹备", "items": ["members_page", "agenda_page", "call_page", "call_off_page"]},
        {"title": "会场", "items": ["attendance_page", "live_page", "begin_page", "end_page"]},
        {"title": "文书", "items": ["agenda_paper_page", "attendance_paper_page", "tally_paper_page", "opinions_paper_page"]},
    ]  # fmt: skip
    offered = {
        "call_page": convening.CALL,
        "call_off_page": convening.CANCEL,
        "begin_page": sitting.BEGIN,
        "end_page": sitting.END,
    }
    _OWN = ["state", "told", "is_secret", "created_by", "called_by", "called_at", "begun_at", "ended_at", "reason"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("round__call", "group", "created_by", "called_by")

    def get_fields(self, request, obj=None):
        return ["round", *PLANNED] if obj is None else ["round", *PLANNED, *self._OWN]

    def get_readonly_fields(self, request, obj=None):
        return ["round", *self._OWN] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "round":
            kwargs["queryset"] = ReviewRound.objects.filter(kind=RoundKind.PANEL).exclude(status=RoundStatus.ENDED)
        if db_field.name == "group":
            kwargs["queryset"] = ReviewGroup.objects.filter(round__kind=RoundKind.PANEL).select_related("round")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.status in convening.BEFORE)

    def has_plan_permission(self, request, obj=None):
        """Whether the person prepares panels."""
        return request.user.has_perm(convening.COMPOSE.permission)

    def has_run_permission(self, request, obj=None):
        """Whether the person runs the session."""
        return request.user.has_perm(sitting.RUN)

    def save_model(self, request, obj, form, change):
        """By the verbs: a new one is planned, another one changed, and whoever was asked is told."""
        values = {name: form.cleaned_data[name] for name in PLANNED if name in form.cleaned_data}
        if change:
            convening.change(obj, by=request.user, **values)
            return
        made = convening.plan(form.cleaned_data["round"], by=request.user, **values)
        obj.pk = made.pk
        obj.__dict__.update(snapshot(made))
        obj._state.adding = False

    @admin.display(description="申报批次")
    def call(self, obj):
        return obj.round.call

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        return format_html(
            '<span class="bureau-tag {}">{}</span>', _SHAPES.get(obj.status, ""), obj.get_status_display()
        )

    @admin.display(description="专家与议程")
    def told(self, obj):
        if not obj.pk:
            return ""
        coming, present = obj.members.coming().count(), obj.members.present().count()
        return f"{obj.items.count()} 个项目；{coming} 名专家确认参加，{present} 人到会。"

    def _found(self, request, object_id) -> Panel:
        return get_object_or_404(self.get_queryset(request), pk=object_id)

    def _page(self, request, template: str, panel: Panel, title: str, **context):
        known = {
            **self.admin_site.each_context(request), "title": f"{title}：{panel}", "opts": self.opts, "panel": panel,
            "back": reverse("admin:projects_panel_change", args=[panel.pk]), "may_plan": self.has_plan_permission(request),
            "may_run": self.has_run_permission(request),
        }  # fmt: skip
        return TemplateResponse(request, f"admin/projects/{template}.html", known | context)

    def _act(self, request, act, back: str):
        """Say what was asked, tell the person, and show the page again."""
        try:
            messages.success(request, act())
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(back)

    @action(description="专家", permissions=["view"], url_path="members")
    def members_page(self, request, object_id):
        """Who is to come, who said what, who is the 组长."""
        panel = self._found(request, object_id)
        form = MemberForm(request.POST if "put" in request.POST else None)
        if request.method == "POST" and ("put" not in request.POST or form.is_valid()):
            return self._act(request, lambda: self._of_members(request, panel, form), request.path)
        members = panel.members.select_related("expert__user").order_by("-is_chair", "status", "number")
        return self._page(
            request, "panel_members", panel, "会评专家", members=members, form=form, expected=("listed", "invited", "accepted")
        )  # fmt: skip

    def _of_members(self, request, panel: Panel, form) -> str:
        posted, by = request.POST, request.user
        if "put" in posted:
            return f"已加入：{convening.put_member(panel, by=by, **form.cleaned_data)}。"
        if "drawn" in posted:
            taken, left = convening.take_drawn(panel, by=by)
            return f"已加入 {taken} 名专家。" + ("未加入：" + "；".join(left) if left else "")
        verb = next((name for name in ("chair", "invite", "accept", "relist") if name in posted), "")
        member = get_object_or_404(panel.members.select_related("expert", "panel"), pk=posted.get(verb))
        if verb == "chair":
            convening.appoint(panel, member, by=by)
        else:
            say = {"invite": convening.invite, "accept": convening.accept_for, "relist": convening.relist}[verb]
            say(member, by=by)
        return f"已办理：{member}。"

    @action(description="议程", permissions=["view"], url_path="agenda")
    def agenda_page(self, request, object_id):
        """In which order, when, how long; made from the ranking, put right by hand."""
        panel = self._found(request, object_id)
        lines = agenda_of(panel)
        posted = request.POST if "arrange" in request.POST else None
        forms = [LineForm(posted, item=line["item"]) for line in lines]
        top = TopForm(request.POST if "make" in request.POST else None)
        is_whole = posted is None or False not in [form.is_valid() for form in forms]  # Each tells its own fault.
        if request.method == "POST" and is_whole and ("make" not in request.POST or top.is_valid()):
            return self._act(request, lambda: self._of_agenda(request, panel, forms, top), request.path)
        left = convening.candidates(panel).exclude(agenda_items__panel=panel)
        context = {"lines": list(zip(lines, forms, strict=True)), "top": top, "left": left[:200]}
        is_open = panel.status in convening.UNTIL_THE_END and self.has_plan_permission(request)
        return self._page(request, "panel_agenda", panel, "议程", is_open=is_open, **context)

    def _of_agenda(self, request, panel: Panel, forms, top: TopForm) -> str:
        posted, by = request.POST, request.user
        if "make" in posted:
            return f"已按排名编排 {convening.make_agenda(panel, by=by, top=top.cleaned_data['top'])} 项。"
        if "arrange" in posted:
            convening.arrange(panel, by=by, values={form.item.pk: form.cleaned_data for form in forms})
            return "已调整议程。"
        if "put" in posted:
            row = get_object_or_404(convening.candidates(panel), pk=posted["put"])
            return f"已加入：{convening.put_item(panel, row, by=by)}。"
        verb = next((name for name in ("up", "down", "out") if name in posted), "")
        item = get_object_or_404(panel.items.select_related("panel"), pk=posted.get(verb))
        if verb == "out":
            convening.leave_out(item, by=by)
        else:
            convening.move(item, by=by, up=verb == "up")
        return "已调整议程。"

    @action(description="发出会议通知", permissions=["plan"], url_path="call")
    def call_page(self, request, object_id):
        asks = "向名单上的专家发出邀请，请其答复；之后改时间、地点会自动通知。"
        return self.say(request, object_id, "发出会议通知", convening.call_, asks=asks)

    @action(description="取消会评", permissions=["plan"], url_path="call-off")
    def call_off_page(self, request, object_id):
        form = ReasonForm(request.POST or None)
        return self.say(request, object_id, "取消会评", convening.cancel, form, danger=True)

    @action(description="签到", permissions=["run"], url_path="attendance")
    def attendance_page(self, request, object_id):
        """Who of those who said yes has come."""
        panel = self._found(request, object_id)
        form = AttendanceForm(request.POST or None, panel=panel)
        if request.method == "POST" and form.is_valid():
            told = lambda: f"已登记，到会 {sitting.attend(panel, by=request.user, **form.cleaned_data)} 人。"  # noqa: E731
            return self._act(request, told, request.path)
        return self._page(request, "panel_attendance", panel, "签到", form=form)

    @action(description="宣布开始", permissions=["run"], url_path="begin")
    def begin_page(self, request, object_id):
        asks = "组长和规定人数的专家签到后才能开始；开始后逐项评议。"
        return self.say(request, object_id, "宣布开始", sitting.begin, asks=asks)

    @action(description="宣布结束", permissions=["run"], url_path="end")
    def end_page(self, request, object_id):
        asks = "结束后不能再评议；专家组意见仍可起草和签字。"
        return self.say(request, object_id, "宣布结束", sitting.end, asks=asks, danger=True)

    @action(description="会场", permissions=["view"], url_path="live")
    def live_page(self, request, object_id):
        """The session as it goes: open an item, see how many have given, close it; told anew every few seconds."""
        panel = self._found(request, object_id)
        if request.method == "POST":
            return self._act(request, lambda: self._of_session(request, panel), request.path)
        template = "panel_live_part" if "part" in request.GET else "panel_live"
        lines = agenda_of(panel)
        for line in lines:
            line["on_paper"] = sitting.on_paper(line["item"]) if line["item"].status == ItemStatus.OPEN else ()
        context = {"lines": lines, "here": request.path, "count": panel.members.present().count()}
        return self._page(request, template, panel, "会场", is_sitting=panel.status == PanelStatus.SITTING, **context)

    def _of_session(self, request, panel: Panel) -> str:
        verb = next((name for name in ("open", "close") if name in request.POST), "")
        item = get_object_or_404(self._items(panel), pk=request.POST.get(verb))
        (sitting.open_item if verb == "open" else sitting.close_item)(item, by=request.user)
        item.refresh_from_db()
        words = item.get_result_display()
        return f"开始评议“{item}”。" if verb == "open" else f"“{item}”评议结束：{words}。{item.arithmetic}"

    def _items(self, panel: Panel):
        return AgendaItem.objects.filter(panel=panel).select_related("panel__round__call", "application", "acting")

    def get_urls(self):
        pages = (
            ("members/<int:pk>/drop/", self.drop_view, "drop"), ("items/<int:pk>/again/", self.again_view, "again"),
            ("items/<int:pk>/acting/", self.acting_view, "acting"),
            ("items/<int:pk>/enter/<int:member>/", self.enter_view, "enter"), ("items/<int:pk>/opinion/", self.opinion_view, "opinion"),
        )  # fmt: skip
        own = [path(at, self.admin_site.admin_view(view), name=f"projects_panel_{name}") for at, view, name in pages]
        return [*own, *super().get_urls()]

    def _part(self, request, title, obj, form, back: str, say, asks=""):
        """A verb about a part of a panel as a page."""
        if request.method == "POST" and form.is_valid():
            try:
                say(obj, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"已{title}：{obj}。")
            return redirect(back)
        page = {
            "title": f"{title}：{obj}",
            "form": form,
            "back": back,
            "opts": self.opts,
            "action": title,
            "asks": asks,
        }
        return TemplateResponse(request, "admin/verb.html", {**self.admin_site.each_context(request), **page})

    def drop_view(self, request, pk: int):
        """Take somebody off the list, for a reason that they read."""
        if not self.has_plan_permission(request):
            raise PermissionDenied
        rows = PanelMember.objects.visible_to(request.user).select_related("expert", "panel__round__call")
        member = get_object_or_404(rows.exclude(status=MemberStatus.REMOVED), pk=pk)
        back = reverse("admin:projects_panel_members_page", args=[member.panel_id])
        form = ReasonForm(request.POST or None)
        return self._part(
            request, "调整专家", member, form, back, convening.drop, "移出名单；已邀请的会收到通知和理由。"
        )

    def _an_item(self, request, pk: int) -> tuple[AgendaItem, str]:
        rows = AgendaItem.objects.visible_to(request.user).select_related("panel__round__call", "application", "acting")
        item = get_object_or_404(rows, pk=pk)
        return item, reverse("admin:projects_panel_live_page", args=[item.panel_id])

    def again_view(self, request, pk: int):
        """Put an item to the panel once more, for a reason."""
        if not self.has_run_permission(request):
            raise PermissionDenied
        item, back = self._an_item(request, pk)
        asks = "此前的评分或表决保留备查，不再计入；专家重新评议。"
        return self._part(request, "重新评议", item, ReasonForm(request.POST or None), back, sitting.judge_again, asks)

    def acting_view(self, request, pk: int):
        """Who leads an item from which the 组长 steps aside."""
        if not self.has_run_permission(request):
            raise PermissionDenied
        item, back = self._an_item(request, pk)
        form = ActingForm(request.POST or None, item=item)
        return self._part(
            request,
            "指定代组长",
            item,
            form,
            back,
            sitting.name_acting,
            "组长须回避的项目，由另一名到会专家主持并签字。",
        )

    def enter_view(self, request, pk: int, member: int):
        """The signed paper of a member who has no account."""
        if not self.has_run_permission(request):
            raise PermissionDenied
        item, back = self._an_item(request, pk)
        rows = PanelMember.objects.visible_to(request.user).filter(panel=item.panel).select_related("expert")
        one = get_object_or_404(rows, pk=member)
        try:
            scheme = sitting.scheme_of(item) if item.panel.mode == PanelMode.SCORES else None
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(back)
        known = Ballot.objects.filter(item=item, member=one, turn=item.turn).first()
        form = EntryForm(request.POST or None, scheme=scheme, ballot=known)
        say = lambda item, *, by, **_values: sitting.enter(item, one, by=by, **form.said())  # noqa: E731
        asks = f"专家 {one.number:02d} {one.expert}，没有登录账号。照其签字的纸质评分表（表决票）录入；代录的事实和代录人写入台账和汇总表。"
        return self._part(request, "代录", item, form, back, say, asks)

    def opinion_view(self, request, pk: int):
        """What the panel says: an officer writes it as secretary, the 组长 signs it."""
        item, back = self._an_item(request, pk)
        opinion = get_object_or_404(
            Opinion.objects.visible_to(request.user).select_related("item__panel__round__call", "item__application"), item=item
        )  # fmt: skip
        may_write = request.user.has_perm(opining.WRITE_FOR.permission)
        is_open = may_write and opinion.status == OpinionStatus.DRAFT
        form = OpinionForm(request.POST if request.method == "POST" and is_open else None, opinion=opinion)
        if request.method == "POST" and not is_open:
            raise PermissionDenied
        if request.method == "POST" and form.is_valid():
            try:
                opining.write(opinion, by=request.user, **form.cleaned_data)
                messages.success(request, "已保存，请组长核对签字。")
                return redirect(request.path)
            except Refused as refusal:
                messages.error(request, str(refusal))
        context = {
            "item": item,
            "opinion": opinion,
            "form": form,
            "is_open": is_open,
            "counts": counts_of(item),
            "chair": sitting.chair_of(item),
        }
        return self._page(request, "panel_opinion", item.panel, "专家组意见", **context | {"back": back})

    def _paper(self, request, object_id, write, words: str):
        panel, file = self._found(request, object_id), io.BytesIO()
        write(panel, file)
        file.seek(0)
        note(
            "export", by=request.user, subject=f"{panel}{words}", model=self.opts.label_lower, object_id=panel.pk,
            reason=exports.in_words(1, words),
        )  # fmt: skip
        return FileResponse(file, as_attachment=True, filename=f"{panel}{words}.docx")

    @action(description="议程（Word）", permissions=["view"], url_path="agenda-paper")
    def agenda_paper_page(self, request, object_id):
        return self._paper(request, object_id, panelpapers.write_agenda, "议程")

    @action(description="签到表（Word）", permissions=["view"], url_path="attendance-paper")
    def attendance_paper_page(self, request, object_id):
        return self._paper(request, object_id, panelpapers.write_attendance, "签到表")

    @action(description="评分（表决）汇总表（Word）", permissions=["view"], url_path="tally-paper")
    def tally_paper_page(self, request, object_id):
        return self._paper(request, object_id, panelpapers.write_tally, "汇总表")

    @action(description="专家组意见（Word）", permissions=["view"], url_path="opinions-paper")
    def opinions_paper_page(self, request, object_id):
        return self._paper(request, object_id, panelpapers.write_opinions, "专家组意见")
