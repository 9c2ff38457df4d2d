"""The bank of experts in the browser admin: found, entered, decided, each verb a page."""

from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.admin import TabularInline
from unfold.decorators import action

from bureau.admin import BureauAdmin, told_once
from bureau.files import hand_out, private_storage
from bureau.lists.reader import NotAList
from bureau.personal import mask
from bureau.registration.admin import VerbAdmin
from bureau.workflow import Refused
from projects import expertlists, quality
from projects.choices import ExpertStatus, SaidBy
from projects.forms.applications import ReasonForm
from projects.forms.experts import ContactForm, ExpertAdminForm, ListForm, RemoveForm
from projects.models import Avoidance, Expert, ExpertiseField, ExpertPaper
from projects.querysets.experts import stale_before
from projects.workflow import experts as workflow

from .calls import ComposingAdmin

IMPORT_SALT, IMPORT_SECONDS, ROWS_SHOWN = "projects.experts.import", 3600, 200
_SECRETS = ("id_number", "mobile", "email", "bank_account")
_SHAPES = {
    ExpertStatus.LISTED: "good", ExpertStatus.PENDING: "bad", ExpertStatus.LEAVING: "bad", ExpertStatus.REMOVED: "bad",
}  # fmt: skip


class StandingFilter(admin.SimpleListFilter):
    """How they stand: what waits for the bureau, who may be drawn, whose year is over."""

    title, parameter_name = "情况", "standing"

    def lookups(self, request, model_admin):
        return [("waiting", "待审核"), ("active", "可抽取"), ("stale", "信息过期"), ("leaving", "申请退库")]

    def queryset(self, request, queryset):
        if self.value() == "waiting":
            return queryset.filter(status=ExpertStatus.PENDING)
        if self.value() == "leaving":
            return queryset.filter(status=ExpertStatus.LEAVING)
        if self.value() == "active":
            return queryset.active_on(timezone.localdate())
        return queryset.stale() if self.value() == "stale" else queryset


class AvoidanceInline(TabularInline):
    """What the expert said stays theirs; an officer's own lines are told apart by their source."""

    model = Avoidance
    extra = 0
    fields = ["reason", "unit_name", "person_name", "ended_on", "note", "source"]
    readonly_fields = ["source"]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("projects.view_expert")

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("projects.change_expert")

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Expert)
class ExpertAdmin(ComposingAdmin):
    form = ExpertAdminForm
    list_display = [
        "number",
        "name",
        "unit_name",
        "rank",
        "fields_told",
        "types_told",
        "place",
        "state",
        "confirmed_told",
    ]
    list_display_links = ["name"]
    list_filter = [StandingFilter, "status", "rank", "is_outside", "expertise__field"]
    searched_unit = "organisation"
    search_fields = ["name"]
    search_help_text = "姓名、单位、专业、关键词中任意两个字以上，或专家编号、信用代码开头"
    inlines = [AvoidanceInline]
    ordering = ["-pk"]
    say = VerbAdmin.say
    actions = ["admit_selected"]
    actions_list = ["import_page"]
    actions_detail = [
        {"title": "审核", "items": ["admit_page", "return_page", "refuse_page", "confirm_page"]},
        {"title": "退库与移出", "items": ["let_go_page", "keep_page", "remove_page"]},
        {"title": "个人信息", "items": ["contact_page", "unmask_page"]},
    ]
    offered = {
        "admit_page": workflow.ADMIT,
        "return_page": workflow.RETURN,
        "refuse_page": workflow.REFUSE,
        "confirm_page": workflow.CONFIRM_FOR,
        "let_go_page": workflow.LET_GO,
        "keep_page": workflow.KEEP,
        "remove_page": workflow.REMOVE,
    }
    _OWN = ["number", "state", "account", "told", "papers_told", "decided_told", "reason"]
    _FIRST = ["name", ("gender", "education"), ("rank", "rank_certificate"), "unit_name", ("duty", "city"),
              ("is_academician", "is_supervisor", "has_studied_abroad")]  # fmt: skip
    _KNOWS = ["types", "field1", "field2", "field3", "speciality", "keywords", "known_kinds"]
    _DID = ["studies", "career", "posts", "other_banks", "results", "recent_work"]

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            head = [("id_number", "mobile", "email"), ("bank_name", "bank_account")]
            return [("基本信息", {"fields": [*self._FIRST, *head]}), ("专业", {"fields": self._KNOWS}),
                    ("经历", {"fields": self._DID})]  # fmt: skip
        knows = self._KNOWS
        if not self.has_change_permission(request, obj):
            knows = ["types_told", "fields_told", *self._KNOWS[2:]]
        return [(None, {"fields": self._OWN}), ("评审质量", {"fields": ["quality_told"]}), ("基本信息", {"fields": [*self._FIRST, "bank_name"]}),
                ("专业", {"fields": knows}), ("经历", {"fields": self._DID})]  # fmt: skip

    def get_readonly_fields(self, request, obj=None):
        return [*self._OWN, "quality_told", "types_told", "fields_told"] if obj else []

    def get_exclude(self, request, obj=None):
        return list(_SECRETS) if obj else []

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation", "user").prefetch_related("expertise__field")

    def save_model(self, request, obj, form, change):
        """An entry waits to be decided like an application of one's own; a change stands in the book, old and new."""
        if not change:
            obj.created_by = request.user
        workflow.place(obj)
        super().save_model(request, obj, form, change)
        workflow.put_fields(obj, form.chosen(), by=request.user)
        if not change:
            workflow.enter(obj, by=request.user)

    def save_formset(self, request, form, formset, change):
        for row in formset.forms:
            if row.instance.pk is None:
                row.instance.source = SaidBy.OFFICER
        super().save_formset(request, form, formset, change)

    @admin.action(description="通过所选（入库）", permissions=["decide"])
    def admit_selected(self, request, queryset):
        """Each by itself; whoever cannot be admitted is named with the reason."""
        admitted = 0
        for expert in queryset:
            try:
                workflow.admit(expert, by=request.user)
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.WARNING)
            else:
                admitted += 1
        self.message_user(request, f"已通过 {admitted} 人。")

    def has_enter_permission(self, request, obj=None):
        """Whether the person enters experts."""
        return request.user.has_perm(workflow.ENTER.permission)

    @action(description="导入专家清单", permissions=["enter"], url_path="import", icon="upload_file")
    def import_page(self, request):
        """Upload, see every line and every fault, confirm: nothing is written before."""
        if not self.has_enter_permission(request):
            raise PermissionDenied
        context = {"form": ListForm(), "columns": expertlists.COLUMNS}
        if request.method == "POST" and "token" in request.POST:
            if (done := self._confirmed(request)) is not None:
                return done
        elif request.method == "POST":
            form = ListForm(request.POST, request.FILES)
            context |= {"form": form, **(self._previewed(request, form) if form.is_valid() else {})}
        page = {"title": "导入专家清单", "opts": self.opts, "back": reverse("admin:projects_expert_changelist")}
        context = {**self.admin_site.each_context(request), **page, **context}
        return TemplateResponse(request, "admin/projects/expert_import.html", context)

    def _previewed(self, request, form) -> dict:
        file = form.cleaned_data["file"]
        try:
            rows = expertlists.read(file)
        except NotAList as error:
            form.add_error("file", str(error))
            return {}
        file.seek(0)
        name = expertlists.keep(file)
        faulty = [row for row in rows if row.problems]
        token = signing.dumps([name, request.user.pk], salt=IMPORT_SALT)
        return {"rows": rows[:ROWS_SHOWN], "faulty": faulty, "count": len(rows), "token": token,
                "sound": len(rows) - len(faulty)}  # fmt: skip

    def _confirmed(self, request):
        try:
            name, pk = signing.loads(request.POST["token"], salt=IMPORT_SALT, max_age=IMPORT_SECONDS)
        except signing.BadSignature:
            name, pk = "", None
        store = private_storage()
        if pk != request.user.pk or not store.exists(name):
            messages.error(request, "预览已过期，请重新上传。")
            return None
        with store.open(name) as file:
            rows = [row for row in expertlists.read(file) if not row.problems]
        try:
            count = workflow.load(rows, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return None
        store.delete(name)
        messages.success(request, f"已录入 {count} 人，待审核。")
        return redirect(reverse("admin:projects_expert_changelist") + "?standing=waiting")

    def has_decide_permission(self, request, obj=None):
        """Whether the person decides who is in the bank."""
        return request.user.has_perm(workflow.ADMIT.permission)

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        shape, words = _SHAPES.get(obj.status, ""), obj.get_status_display()
        if obj.confirmed_at and timezone.localdate(obj.confirmed_at) < stale_before(timezone.localdate()):
            shape, words = "bad", f"{words}，信息过期"
        return format_html('<span class="bureau-tag {}">{}</span>', shape, words)

    @admin.display(description="专业领域")
    def fields_told(self, obj):
        return "、".join(str(row.field) for row in obj.expertise.all())

    @admin.display(description="专家类型")
    def types_told(self, obj):
        labels = dict(obj._meta.get_field("types").base_field.choices)
        return "、".join(labels[kind] for kind in obj.types)

    @admin.display(description="所在地", ordering="is_outside")
    def place(self, obj):
        return f"{obj.city}（市外）" if obj.is_outside else obj.city

    @admin.display(description="信息确认", ordering="confirmed_at")
    def confirmed_told(self, obj):
        return timezone.localdate(obj.confirmed_at) if obj.confirmed_at else ""

    @admin.display(description="账号")
    def account(self, obj):
        return str(obj.user) if obj.user else "未对应账号；本人用同一手机号注册后可认领。"

    @admin.display(description="个人信息")
    def told(self, obj):
        values = (
            ("身份证号", obj.id_number),
            ("手机号", obj.mobile),
            ("邮箱", obj.email),
            ("银行账号", obj.bank_account),
        )
        return "　".join(f"{label} {mask(value)}" for label, value in values if value) or "未登记"

    @admin.display(description="附件")
    @told_once
    def papers_told(self, obj):
        if not hasattr(obj, "papers_read"):
            obj.papers_read = list(obj.papers.current())
        rows = [
            (reverse("admin:projects_expert_paper", args=[paper.pk]), paper.get_kind_display(), paper.name)
            for paper in obj.papers_read
        ]
        return format_html_join("", '<p><a href="{}" target="_blank">{}：{}</a></p>', rows) or "没有"

    @admin.display(description="网评各批次合计")
    def quality_told(self, obj):
        if not hasattr(obj, "figures_read"):  # The admin asks for each field several times over.
            obj.figures_read = quality.figures([obj.pk])[obj.pk]
        rows = [
            (figure.measure.label, figure, figure.n, figure.measure.told, figure.measure.least)
            for figure in obj.figures_read
        ]
        return format_html_join("", "<p>{} <strong>{}</strong>（n={}）：{}；不足 {} 份不显示。</p>", rows)

    @admin.display(description="审核")
    def decided_told(self, obj):
        return f"{timezone.localtime(obj.decided_at):%Y-%m-%d %H:%M} {obj.decided_by}" if obj.decided_at else "未审核"

    def get_urls(self):
        page = path("papers/<int:pk>/", self.admin_site.admin_view(self.paper_view), name="projects_expert_paper")
        return [page, *super().get_urls()]

    def paper_view(self, request, pk: int):
        """A scan of a record."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        paper = get_object_or_404(ExpertPaper.objects.visible_to(request.user).current(), pk=pk)
        return hand_out(paper.file, paper.name, mime=paper.mime, inline=True)

    @action(description="通过入库", permissions=["decide"], url_path="admit")
    def admit_page(self, request, object_id):
        asks = "请先核对职称等附件。通过后给予专家编号，参加抽取。"
        return self.say(request, object_id, "通过入库", workflow.admit, asks=asks)

    @action(description="退回补充", permissions=["decide"], url_path="return")
    def return_page(self, request, object_id):
        return self.say(request, object_id, "退回", workflow.return_, ReasonForm(request.POST or None))

    @action(description="不予入库", permissions=["decide"], url_path="refuse")
    def refuse_page(self, request, object_id):
        return self.say(request, object_id, "不予入库", workflow.refuse, ReasonForm(request.POST or None), danger=True)

    @action(description="代为确认信息", permissions=["decide"], url_path="confirm")
    def confirm_page(self, request, object_id):
        asks = "只用于没有账号的专家：已向本人核实登记的信息仍然属实。"
        return self.say(request, object_id, "代为确认信息", workflow.confirm_for, asks=asks)

    @action(description="同意退库", permissions=["decide"], url_path="let-go")
    def let_go_page(self, request, object_id):
        asks = "还有未完成的评审时不能退库。"
        return self.say(request, object_id, "同意退库", workflow.let_go, asks=asks)

    @action(description="不同意退库", permissions=["decide"], url_path="keep")
    def keep_page(self, request, object_id):
        return self.say(request, object_id, "不同意退库", workflow.keep, ReasonForm(request.POST or None))

    @action(description="移出专家库", permissions=["decide"], url_path="remove")
    def remove_page(self, request, object_id):
        asks = "用于违反评审纪律的专家。期满前不能重新申请，没有完成的评审会取消并需要改派。"
        return self.say(
            request, object_id, "移出", workflow.remove, RemoveForm(request.POST or None), asks=asks, danger=True
        )

    @action(description="更改个人信息", permissions=["change"], url_path="contact")
    def contact_page(self, request, object_id):
        asks = "只填要更改的；留空的保持不变。原来的值不在这里显示。"
        return self.say(
            request, object_id, "更改个人信息", workflow.replace_secrets, ContactForm(request.POST or None), asks=asks
        )


@admin.register(ExpertiseField)
class ExpertiseFieldAdmin(BureauAdmin):
    list_display = ["code", "name", "parent", "keywords", "is_current"]
    list_display_links = ["name"]
    list_filter = ["is_current"]
    list_select_related = ["parent"]
    ordering = ["code"]
    fields = ["code", "name", "parent", "keywords", "is_current"]
