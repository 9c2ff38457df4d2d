"""公示 and objections in the browser admin: each verb its page, each page its permission."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from bureau.admin import BureauAdmin
from bureau.audit.book import note
from bureau.files import hand_out
from bureau.personal import mask
from bureau.workflow import Refused

from . import workflow
from .checks import calendar_note
from .choices import ANSWERED, WAITING, ObjectionStatus, PublicityStatus
from .forms import ConfirmForm, ItemsForm, OpinionForm, PublicityForm, ReasonForm, TellForm, as_text
from .models import Evidence, Objection, Publicity

TONES = {"open": "good", "withdrawn": "bad", "upheld": "bad", "received": "", "accepted": ""}


def _verb_page(admin_page, request, pk: int, *, transition, verb, form_class, done: str, danger: bool = False):
    """A page that says one verb of one object: its form, then the verb, then what was done or why it was refused."""
    if not request.user.has_perm(transition.permission):
        raise PermissionDenied
    obj = get_object_or_404(admin_page.get_queryset(request), pk=pk)
    form = form_class(request.POST if request.method == "POST" else None)
    back = reverse(f"admin:publicity_{admin_page.opts.model_name}_change", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            verb(obj, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)
        return redirect(back)
    context = {
        **admin_page.admin_site.each_context(request), "title": f"{transition.label}：{obj}", "form": form, "back": back,
        "action": transition.label, "danger": danger, "opts": admin_page.opts,
    }  # fmt: skip
    return render(request, "admin/reason.html", context)


def _open_verbs(user, obj, verbs: dict) -> list[dict]:
    """The verbs that the person may say of the object now, as buttons."""
    prefix = f"admin:publicity_{obj._meta.model_name}"
    return [
        {
            "label": made["transition"].label,
            "url": reverse(f"{prefix}_{name}", args=[obj.pk]),
            "danger": made.get("danger"),
        }
        for name, made in verbs.items()
        if obj.status in made["transition"].sources and user.has_perm(made["transition"].permission)
    ]


def _contacts() -> dict:
    """Whom to ask and where, as the last 公示 says: nobody types it again."""
    names = (
        "section",
        "section_phone",
        "supervision",
        "supervision_phone",
        "discipline",
        "discipline_phone",
        "address",
        "postcode",
    )
    return Publicity.objects.order_by("-pk").values(*names).first() or {}


PUBLICITY_VERBS = {
    "submit": {"transition": workflow.SUBMIT, "verb": workflow.submit, "form_class": ConfirmForm, "done": "已送审。"},
    "approve": {"transition": workflow.APPROVE, "verb": workflow.approve, "form_class": ConfirmForm, "done": "已批准，到公示开始日自动发布。"},
    "return": {"transition": workflow.RETURN, "verb": workflow.return_, "form_class": ReasonForm, "done": "已退回修改。"},
    "withdraw": {"transition": workflow.WITHDRAW, "verb": workflow.withdraw, "form_class": ReasonForm, "done": "已撤回。", "danger": True},
}  # fmt: skip
OBJECTION_VERBS = {
    "accept": {"transition": workflow.ACCEPT, "verb": workflow.accept, "form_class": ConfirmForm, "done": "已受理。"},
    "decline": {"transition": workflow.DECLINE, "verb": workflow.decline, "form_class": OpinionForm, "done": "已决定不予受理，请告知异议人。"},
    "uphold": {"transition": workflow.UPHOLD, "verb": workflow.uphold, "form_class": OpinionForm, "done": "已认定异议成立，请告知异议人。"},
    "dismiss": {"transition": workflow.DISMISS, "verb": workflow.dismiss, "form_class": OpinionForm, "done": "已认定异议不成立，请告知异议人。"},
    "tell": {"transition": workflow.TELL, "verb": workflow.tell, "form_class": TellForm, "done": "已登记告知。"},
}  # fmt: skip


@admin.register(Publicity)
class PublicityAdmin(BureauAdmin):
    list_display = ["title", "kind", "state", "period", "objections_waiting", "submitted_by", "approved_by"]
    list_filter = ["status", "kind"]
    list_select_related = ["submitted_by", "approved_by"]
    search_fields = ["title"]
    search_help_text = "标题中任意两个字以上"
    ordering = ["-pk"]
    form = PublicityForm

    def get_queryset(self, request):
        return super().get_queryset(request).with_objections()

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        return format_html('<span class="bureau-tag {}">{}</span>', TONES.get(obj.status, ""), obj.get_status_display())

    @admin.display(description="公示期", ordering="starts_on")
    def period(self, obj):
        return f"{obj.starts_on:%Y-%m-%d} 至 {obj.ends_on:%m-%d}"

    @admin.display(description="待处理异议", ordering="objections_waiting")
    def objections_waiting(self, obj):
        return obj.objections_waiting or "—"

    def get_urls(self):
        site = self.admin_site.admin_view
        verbs = [
            path(f"<int:pk>/{name}/", site(partial(_verb_page, self, **made)), name=f"publicity_publicity_{name}")
            for name, made in PUBLICITY_VERBS.items()
        ]
        return [
            path("<int:pk>/edit/", site(self.edit_view), name="publicity_publicity_edit"),
            path("<int:pk>/items/", site(self.items_view), name="publicity_publicity_items"),
            *verbs,
            *super().get_urls(),
        ]

    def _context(self, request, title: str, **more) -> dict:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **more}

    def add_view(self, request, form_url="", extra_context=None):
        """Draw one up."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self._form_page(request, None)

    def edit_view(self, request, pk: int):
        """Change the words of a draft."""
        if not request.user.has_perm(workflow.REVISE.permission):
            raise PermissionDenied
        return self._form_page(request, get_object_or_404(self.get_queryset(request), pk=pk))

    def _form_page(self, request, publicity: Publicity | None):
        form = PublicityForm(request.POST or None, instance=publicity, initial={} if publicity else _contacts())
        if request.method == "POST" and form.is_valid():
            try:
                if publicity is None:
                    made = workflow.draft(by=request.user, **form.cleaned_data)
                else:
                    made = Publicity.objects.get(pk=publicity.pk)
                    workflow.revise(made, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "已保存。" if publicity else "已保存草稿，请接着填写名单。")
                return redirect(
                    "admin:publicity_publicity_change" if publicity else "admin:publicity_publicity_items", made.pk
                )
        back = reverse("admin:publicity_publicity_changelist")
        context = self._context(
            request, f"修改：{publicity}" if publicity else "起草公示", form=form, back=back, action="保存"
        )
        return render(request, "admin/reason.html", context)

    def items_view(self, request, pk: int):
        """Paste the list from Excel."""
        if not request.user.has_perm(workflow.REVISE.permission):
            raise PermissionDenied
        publicity = get_object_or_404(self.get_queryset(request), pk=pk)
        form = ItemsForm(request.POST or None, initial={"text": as_text(publicity)})
        if request.method == "POST" and form.is_valid():
            try:
                workflow.list_items(publicity, by=request.user, columns=form.columns, rows=form.rows)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"已保存名单 {len(form.rows)} 行。")
                return redirect("admin:publicity_publicity_change", pk)
        back = reverse("admin:publicity_publicity_change", args=[pk])
        context = self._context(request, f"名单：{publicity}", form=form, back=back, action="保存名单")
        return render(request, "admin/reason.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Where it stands, what is wrong with it, what may be done now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        publicity = get_object_or_404(self.get_queryset(request), pk=object_id)
        is_draft = publicity.status == PublicityStatus.DRAFT
        unpublished = publicity.published_at is None and publicity.status != PublicityStatus.WITHDRAWN
        may_see_objections = request.user.has_perm("publicity.view_objection")
        context = self._context(
            request, publicity.title, publicity=publicity, faults=workflow.faults_of(publicity) if unpublished else [],
            verbs=_open_verbs(request.user, publicity, PUBLICITY_VERBS),
            can_edit=is_draft and request.user.has_perm(workflow.REVISE.permission),
            rows=publicity.items.count(), calendar_note=calendar_note(publicity.starts_on, publicity.ends_on),
            objections=publicity.objections.order_by("-pk") if may_see_objections else [],
            outcome=workflow.outcome(publicity), is_intact=publicity.content_hash in ("", publicity.digest()),
        )  # fmt: skip
        return render(request, "admin/publicity/publicity.html", context)


class DueFilter(admin.SimpleListFilter):
    """Objections by their clock."""

    title, parameter_name = "期限", "due"

    def lookups(self, request, model_admin):
        return [("overdue", "已逾期"), ("untold", "待告知异议人")]

    def queryset(self, request, queryset):
        if self.value() == "overdue":
            return queryset.overdue(timezone.localdate())
        return queryset.untold() if self.value() == "untold" else queryset


@admin.register(Objection)
class ObjectionAdmin(BureauAdmin):
    """The supervising section's desk. Who objected is masked; each look in full is asked for and written down."""

    list_display = ["number", "publicity", "concerning", "state", "due", "received_at"]
    list_filter = ["status", DueFilter]
    list_select_related = ["publicity"]
    search_fields = ["number"]
    search_help_text = "受理号的开头"
    ordering = ["-pk"]
    actions_detail = ["unmask_page"]

    def search(self, queryset, text):
        return queryset.filter(number__startswith=text.strip().upper())

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        told = "" if obj.told_at or obj.status not in ANSWERED else "，待告知"
        return format_html(
            '<span class="bureau-tag {}">{}</span>', TONES.get(obj.status, ""), obj.get_status_display() + told
        )

    @admin.display(description="办理期限", ordering="due_on")
    def due(self, obj):
        if obj.due_on is None or obj.status not in WAITING:
            return "—"
        late = "已逾期 " if obj.due_on < timezone.localdate() else ""
        return f"{late}{obj.due_on:%Y-%m-%d}"

    def get_urls(self):
        site = self.admin_site.admin_view
        verbs = [
            path(f"<int:pk>/{name}/", site(partial(_verb_page, self, **made)), name=f"publicity_objection_{name}")
            for name, made in OBJECTION_VERBS.items()
        ]
        evidence = path("evidence/<int:pk>/", site(self.evidence_view), name="publicity_objection_evidence")
        return [evidence, *verbs, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What is objected to, by whom (masked), and what may be done now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        objection = get_object_or_404(self.get_queryset(request), pk=object_id)
        verbs = _open_verbs(request.user, objection, OBJECTION_VERBS)
        if objection.told_at:
            verbs = [verb for verb in verbs if verb["label"] != workflow.TELL.label]
        context = {
            **self.admin_site.each_context(request), "title": str(objection), "opts": self.opts, "objection": objection,
            "evidence": objection.evidence.order_by("pk"), "verbs": verbs, "name": mask(objection.name), "phone": mask(objection.phone),
            "organisation": mask(objection.organisation), "legal_representative": mask(objection.legal_representative),
            "can_unmask": self.has_unmask_permission(request), "is_waiting": objection.status in WAITING,
            "is_received": objection.status == ObjectionStatus.RECEIVED,
        }  # fmt: skip
        return render(request, "admin/publicity/objection.html", context)

    def evidence_view(self, request, pk: int):
        """A file of an objection; the book notes who looked."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kept = get_object_or_404(Evidence.objects.select_related("objection"), pk=pk)
        if not self.get_queryset(request).filter(pk=kept.objection_id).exists() or not kept.file:
            raise Http404
        subject, model = f"{kept.objection}：{kept.name}", "publicity.objection"
        note("download_evidence", by=request.user, subject=subject, model=model, object_id=kept.objection_id)
        return hand_out(kept.file, kept.name, mime=kept.mime)
