"""报送任务 in the browser admin: open one, watch the board, confirm or send back, extend."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from bureau.admin import BureauAdmin
from bureau.workflow import Refused

from . import workflow
from .choices import CollectionStatus
from .forms import CollectionForm, ConfirmForm, ExtendForm, ReasonForm
from .models import Collection, Duty
from .pages import panel, preview

SHAPES = {"danger": "bad", "warning": "bad", "success": "good"}
DUTY_VERBS = {
    "confirm": {"transition": workflow.CONFIRM, "verb": workflow.confirm, "form_class": ConfirmForm, "done": "已确认，清单开始导入。"},
    "return": {"transition": workflow.RETURN, "verb": workflow.return_, "form_class": ReasonForm, "done": "已退回，单位会收到消息。"},
    "extend": {"transition": workflow.EXTEND, "verb": workflow.extend, "form_class": ExtendForm, "done": "已延期，单位会收到消息。"},
}  # fmt: skip


@admin.register(Collection)
class CollectionAdmin(BureauAdmin):
    list_display = ["title", "kind_label", "period", "due_on", "progress", "state", "opened_by"]
    list_filter = ["status"]
    list_select_related = ["opened_by"]
    search_fields = ["title"]
    ordering = ["-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_progress()

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="清单种类")
    def kind_label(self, obj):
        return obj.kind_label

    @admin.display(description="统计期")
    def period(self, obj):
        return f"{obj.period_from:%Y-%m-%d} 至 {obj.period_to:%Y-%m-%d}"

    @admin.display(description="已报 / 应报")
    def progress(self, obj):
        waiting = f"，{obj.duties_waiting} 待确认" if obj.duties_waiting else ""
        return f"{obj.duties_done} / {obj.duties_all}{waiting}"

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        return format_html('<span class="bureau-tag">{}</span>', obj.get_status_display())

    def get_urls(self):
        site = self.admin_site.admin_view
        verbs = [
            path(f"duty/<int:pk>/{name}/", site(partial(self.verb_view, **made)), name=f"collecting_duty_{name}")
            for name, made in DUTY_VERBS.items()
        ]
        return [
            path("duty/<int:pk>/", site(self.duty_view), name="collecting_duty"),
            path("<int:pk>/close/", site(self.close_view), name="collecting_close"),
            *verbs,
            *super().get_urls(),
        ]

    def _context(self, request, title: str, **more) -> dict:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **more}

    def add_view(self, request, form_url="", extra_context=None):
        """Open one: every chosen unit owes it and is told."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = CollectionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                made = workflow.open_collection(by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"已发起“{made}”，{made.duties.count()} 个单位会收到消息。")
                return redirect("admin:collecting_collection_change", made.pk)
        back = reverse("admin:collecting_collection_changelist")
        context = self._context(request, "发起报送任务", form=form, back=back, action="发起")
        return render(request, "admin/reason.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The board: how far each unit is."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        collection = get_object_or_404(self.get_queryset(request), pk=object_id)
        today = timezone.localdate()
        duties = list(
            collection.duties.select_related("unit", "run", "collection")
            .prefetch_related("run__sheets")
            .order_by("unit__name")
        )
        for duty in duties:
            duty.words, tone = duty.state(today)
            duty.shape = SHAPES.get(tone, "")
            duty.rows = sum(sheet.read for sheet in duty.run.sheets.all()) if duty.run else None
        counts: dict[str, int] = {}
        for duty in duties:
            counts[duty.words.removesuffix("（零报送）")] = counts.get(duty.words.removesuffix("（零报送）"), 0) + 1
        context = self._context(
            request, collection.title, collection=collection, duties=duties, counts=counts,
            can_close=collection.status == CollectionStatus.OPEN and request.user.has_perm(workflow.CLOSE.permission),
        )  # fmt: skip
        return render(request, "admin/collecting/board.html", context)

    def _duty(self, request, pk: int) -> Duty:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Duty.objects.visible_to(request.user).for_list(), pk=pk)

    def duty_view(self, request, pk: int):
        """One unit's list as its preview shows it, and what may be done now."""
        duty = self._duty(request, pk)
        words, tone = duty.state(timezone.localdate())
        user, is_open = request.user, duty.collection.status == CollectionStatus.OPEN
        verbs = [
            {"label": made["transition"].label, "url": reverse(f"admin:collecting_duty_{name}", args=[pk]), "plain": name != "confirm"}
            for name, made in DUTY_VERBS.items()
            if duty.status in made["transition"].sources and user.has_perm(made["transition"].permission)
            and (is_open or name != "extend")
        ]  # fmt: skip
        context = self._context(request, str(duty), duty=duty, words=words, shape=SHAPES.get(tone, ""), verbs=verbs)
        context |= panel(duty) | preview(duty, request.GET.get("outcome", ""), request.GET.get("page", "1"))
        return render(request, "admin/collecting/duty.html", context)

    def verb_view(self, request, pk: int, *, transition, verb, form_class, done: str):
        """A page that says one verb of one duty."""
        if not request.user.has_perm(transition.permission):
            raise PermissionDenied
        duty = self._duty(request, pk)
        form = form_class(request.POST if request.method == "POST" else None)
        back = reverse("admin:collecting_duty", args=[pk])
        if request.method == "POST" and form.is_valid():
            try:
                verb(duty, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, done)
            return redirect(back)
        title = f"{transition.label}：{duty}"
        context = self._context(request, title, form=form, back=back, action=transition.label)
        return render(request, "admin/reason.html", context)

    def close_view(self, request, pk: int):
        """Nobody hands in any more."""
        if not request.user.has_perm(workflow.CLOSE.permission):
            raise PermissionDenied
        collection = get_object_or_404(self.get_queryset(request), pk=pk)
        form = ConfirmForm(request.POST if request.method == "POST" else None)
        back = reverse("admin:collecting_collection_change", args=[pk])
        if request.method == "POST" and form.is_valid():
            try:
                workflow.close_collection(Collection.objects.get(pk=pk), by=request.user)
                messages.success(request, "已结束。")
            except Refused as refusal:
                messages.error(request, str(refusal))
            return redirect(back)
        context = self._context(
            request, f"结束：{collection}", form=form, back=back, action="结束报送任务", danger=True
        )
        return render(request, "admin/reason.html", context)
