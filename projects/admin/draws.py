"""Draws in the browser admin: planned, prepared with the counts, watched by another person, and the log of everything."""

import io

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.admin import TabularInline
from unfold.decorators import action

from bureau.admin import told_once
from bureau.audit.book import note, snapshot
from bureau.registration.admin import VerbAdmin
from bureau.workflow import Refused
from projects.choices import DrawStatus
from projects.drawpapers import write_draw
from projects.forms.applications import ReasonForm
from projects.forms.reviewing import DrawChoiceForm
from projects.models import Draw, DrawChoice, DrawLine, Seat
from projects.reviewpages import draw_told
from projects.workflow import drawing

from .calls import ComposingAdmin

_SHAPES = {DrawStatus.DRAWN: "good", DrawStatus.PREPARED: "bad"}


class _PlanInline(TabularInline):
    """A part of the plan, while it may be changed."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            field.widget.attrs["aria-label"] = str(db_field.verbose_name)  # The heads of columns are no labels.
        return field


class LineInline(_PlanInline):
    """Whom the plan asks for."""

    model = DrawLine
    extra = 0
    fields = ["group", "field", "type", "seats", "backups"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("group", "field")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("projects.view_draw")

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("projects.change_draw") and (obj is None or obj.status == DrawStatus.DRAFT)

    has_add_permission = has_delete_permission = has_change_permission

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "group" and (draw := getattr(request, "draw_shown", None)):
            kwargs["queryset"] = draw.round.groups.all()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ChoiceInline(_PlanInline):
    """Who is drawn in any case, or not at all, with the reason."""

    model = DrawChoice
    form = DrawChoiceForm
    extra = 0

    has_view_permission = LineInline.has_view_permission
    has_change_permission = LineInline.has_change_permission
    has_add_permission = has_delete_permission = has_change_permission

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("expert")


@admin.register(Draw)
class DrawAdmin(ComposingAdmin):
    list_display = ["title", "call", "state", "prepared_by", "prepared_at", "supervised_by", "supervised_at"]
    list_filter = ["status", ("round", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["round__call", "prepared_by", "supervised_by"]
    ordering = ["-pk"]
    inlines = [LineInline, ChoiceInline]
    say = VerbAdmin.say
    actions_detail = ["prepare_page", "reopen_page", "supervise_page", "log_page", "paper_page", "void_page"]
    offered = {
        "prepare_page": drawing.PREPARE,
        "reopen_page": drawing.REOPEN,
        "supervise_page": drawing.DRAW,
        "void_page": drawing.VOID,
    }
    _RULES = [
        "outside_share",
        "least_rank",
        "per_unit",
        "yearly_cap",
        "rotation_rounds",
        "consecutive_cap",
        "answer_days",
    ]
    _OWN = [
        "number",
        "state",
        "counted",
        "prepared_by",
        "prepared_at",
        "supervised_by",
        "supervised_at",
        "digest",
        "reason",
    ]

    def get_fields(self, request, obj=None):
        return ["round", *self._RULES] if obj is None else ["round", *self._RULES, *self._OWN]

    def get_readonly_fields(self, request, obj=None):
        return ["round", *self._OWN] if obj else []

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("round__call", "prepared_by", "supervised_by")

    def get_object(self, request, object_id, from_field=None):
        request.draw_shown = super().get_object(request, object_id, from_field)
        return request.draw_shown

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.status == DrawStatus.DRAFT)

    def has_plan_permission(self, request, obj=None):
        """Whether the person plans and prepares draws."""
        return request.user.has_perm(drawing.PREPARE.permission)

    def has_supervise_permission(self, request, obj=None):
        """Whether the person watches draws."""
        return request.user.has_perm(drawing.DRAW.permission)

    def save_model(self, request, obj, form, change):
        """A new one takes its number by the verb; afterwards the plan is changed like any row."""
        if change:
            super().save_model(request, obj, form, change)
            return
        values = {name: form.cleaned_data[name] for name in self._RULES}
        made = drawing.plan(form.cleaned_data["round"], by=request.user, **values)
        obj.pk = made.pk
        obj.__dict__.update(snapshot(made))
        obj._state.adding = False

    @admin.display(description="抽取")
    def title(self, obj):
        return f"{obj.round} 第 {obj.number} 次"

    @admin.display(description="申报批次")
    def call(self, obj):
        return obj.round.call

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        return format_html(
            '<span class="bureau-tag {}">{}</span>', _SHAPES.get(obj.status, ""), obj.get_status_display()
        )

    @admin.display(description="可抽取人数")
    @told_once
    def counted(self, obj):
        if not obj.content:
            return "准备抽取后显示各行的可抽取人数，以及其他人不能抽取的原因；抽取完成前不显示姓名。"
        lines = [f"{line['line']}：可抽取 {line['eligible']} 人；{line['others']}" for line in draw_told(obj)["lines"]]
        return "\n".join(lines)

    @action(description="准备抽取", permissions=["plan"], url_path="prepare")
    def prepare_page(self, request, object_id):
        asks = "核对回避，冻结抽取要求和可抽取名单（不显示姓名）。之后由另一人监督确认并抽取。"
        return self.say(request, object_id, "准备抽取", drawing.prepare, asks=asks)

    @action(description="退回编制", permissions=["plan"], url_path="reopen")
    def reopen_page(self, request, object_id):
        return self.say(request, object_id, "退回编制", drawing.reopen)

    @action(description="监督并抽取", permissions=["supervise"], url_path="supervise")
    def supervise_page(self, request, object_id):
        """Another person's confirmation makes the seed and draws."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        told = f"操作人：{obj.prepared_by}。" if obj.prepared_by else ""
        asks = f"{told}确认后立即生成种子并抽取，结果封存，正选专家收到邀请；不能重抽，只能补抽。监督人不能是操作人。"
        return self.say(request, object_id, "监督并抽取", drawing.supervise, asks=asks, danger=True)

    @action(description="抽取记录", permissions=["view"], url_path="log")
    def log_page(self, request, object_id):
        """Everything about a draw, to be printed; names only after it was drawn."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        context = {
            **self.admin_site.each_context(request), "title": f"专家抽取记录：{obj}", "draw": obj, "opts": self.opts,
            "back": reverse("admin:projects_draw_change", args=[obj.pk]), **draw_told(obj),
            "may_seat": request.user.has_perm(drawing.UNSEAT.permission),
        }  # fmt: skip
        return TemplateResponse(request, "admin/projects/draw_log.html", context)

    @action(description="抽取记录表（Word）", permissions=["view"], url_path="paper")
    def paper_page(self, request, object_id):
        """The sealed draw on paper, to be signed and filed; before it is drawn no name is written anywhere."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        if obj.status != DrawStatus.DRAWN:
            messages.error(request, "抽取完成后才有抽取记录表。")
            return redirect("admin:projects_draw_change", obj.pk)
        file = io.BytesIO()
        write_draw(obj, file)
        file.seek(0)
        note("export", by=request.user, subject=f"{obj}抽取记录表", model=self.opts.label_lower, object_id=obj.pk)
        return FileResponse(file, as_attachment=True, filename=f"{obj}抽取记录表.docx")

    @action(description="作废", permissions=["plan"], url_path="void")
    def void_page(self, request, object_id):
        return self.say(request, object_id, "作废", drawing.void, ReasonForm(request.POST or None), danger=True)

    def get_urls(self):
        unseat = path(
            "seats/<int:pk>/unseat/", self.admin_site.admin_view(self.unseat_view), name="projects_draw_unseat"
        )
        accept = path(
            "seats/<int:pk>/accept/", self.admin_site.admin_view(self.accept_view), name="projects_draw_accept"
        )
        return [unseat, accept, *super().get_urls()]

    def unseat_view(self, request, pk: int):
        """Take a seat back, for a reason; the next backup is asked."""
        return self._of_seat(request, pk, "取消席位", drawing.unseat, ReasonForm(request.POST or None))

    def accept_view(self, request, pk: int):
        """What an expert said on the telephone."""
        asks = "专家电话或书面答复接受、并已签署承诺书的，由工作人员代为登记。"
        return self._of_seat(request, pk, "代为接受", drawing.accept_for, None, asks=asks)

    def _of_seat(self, request, pk, words, verb, form, **more):
        if not request.user.has_perm(drawing.UNSEAT.permission):
            raise PermissionDenied
        seat = get_object_or_404(Seat.objects.visible_to(request.user).exclude(line=None), pk=pk)
        back = reverse("admin:projects_draw_log_page", args=[seat.line.draw_id])
        if request.method == "POST" and (form is None or form.is_valid()):
            try:
                verb(seat, by=request.user, **(form.cleaned_data if form else {}))
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"已{words}：{seat}。")
            return redirect(back)
        page = {
            "title": f"{words}：{seat.expert}",
            "form": form or (),
            "back": back,
            "opts": self.opts,
            "action": words,
        }
        context = {**self.admin_site.each_context(request), **page, **more}
        return TemplateResponse(request, "admin/verb.html", context)
