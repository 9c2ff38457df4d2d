"""Registrations, renamings and units in the browser admin: what waits comes first, each verb is a page."""

from django.contrib import admin
from django.db.models import Case, Q, Value, When
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.admin import TabularInline
from unfold.decorators import action

from bureau.accounts.admin import OrganisationAdmin
from bureau.accounts.models import Jurisdiction, Membership, Organisation, User
from bureau.admin import BureauAdmin
from bureau.audit.book import note
from bureau.files import hand_out
from bureau.personal import blind_index, mask
from bureau.verbpages import VerbPages
from bureau.workflow import Refused

from .checks import findings
from .choices import RegistrationStatus, RenamingStatus
from .forms import AppointForm, PlacesForm, ReasonForm, SubordinatesForm
from .models import Registration, Renaming
from .workflow import members, registrations, renamings


class WaitingFilter(admin.SimpleListFilter):
    """What is to be decided, and what is late."""

    title, parameter_name = "待办", "todo"

    def lookups(self, request, model_admin):
        return [("waiting", "待审核"), ("overdue", "已超期")]

    def queryset(self, request, queryset):
        if self.value() == "waiting":
            return queryset.waiting()
        return queryset.overdue() if self.value() == "overdue" else queryset


class VerbAdmin(VerbPages, BureauAdmin):
    """A noun that changes by verbs alone, each of them a page."""

    shapes = {"approved": "good", "refused": "bad", "returned": "bad"}

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj)

    def has_decide_permission(self, request, obj=None):
        """Whether the person may decide upon rows of this kind."""
        return request.user.has_perm(f"{self.opts.app_label}.decide_{self.opts.model_name}")


@admin.register(Registration)
class RegistrationAdmin(VerbAdmin):
    list_display = ["number", "name", "kind", "division", "state", "submitted_at", "waits"]
    list_filter = [WaitingFilter, "status", "kind", "division"]
    list_select_related = ["division"]
    search_fields = ["name", "credit_code", "number"]
    search_help_text = "单位名称、信用代码或受理号的一部分"
    actions_detail = ["approve_page", "return_page", "refuse_page", "licence_page", "unmask_page"]
    fields = [
        "number", "state", "told", "credit_code", "name", "kind", "division", "address", "legal_representative",
        "contact", "scan", "created_by", "submitted_at", "reason", "decided_by", "decided_at", "organisation",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("division", "created_by", "decided_by", "organisation")

    def get_ordering(self, request):
        waits_first = Case(When(status=RegistrationStatus.SUBMITTED, then=Value(0)), default=Value(1))
        return [waits_first, "submitted_at", "pk"]

    @admin.display(description="等待")
    def waits(self, obj):
        if obj.status != RegistrationStatus.SUBMITTED:
            return ""
        days = (timezone.now() - obj.submitted_at).days
        if obj.is_overdue:
            return format_html('<span class="bureau-tag bad">{} 天，已超期</span>', days)
        return f"{days} 天"

    @admin.display(description="核对提示")
    def told(self, obj):
        if obj.status != RegistrationStatus.SUBMITTED:
            return ""
        found = findings(obj.credit_code, obj.name, division=obj.division, but=obj)
        return format_html_join("", "<p>{}</p>", [(finding.text,) for finding in found]) or "没有重复，也没有差异。"

    @admin.display(description="联系人")
    def contact(self, obj):
        return "，".join(filter(None, map(mask, (obj.contact_name, obj.contact_phone, obj.contact_email))))

    @admin.display(description="证照")
    def scan(self, obj):
        url = reverse("admin:registration_registration_licence_page", args=[obj.pk])
        return format_html('<a href="{}" target="_blank">{}</a>', url, obj.licence_name) if obj.licence else ""

    @action(description="通过", permissions=["decide"], url_path="approve")
    def approve_page(self, request, object_id):
        """What will become of the unit, and the question."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        told = findings(obj.credit_code, obj.name, division=obj.division, but=obj)
        asks = f"通过后{obj.created_by}成为“{obj.name}”的单位管理员。请先核对证照。"
        paper = reverse("admin:registration_registration_licence_page", args=[obj.pk]) if obj.licence else ""
        return self.say(request, object_id, "通过", registrations.approve, told=told, asks=asks, paper=paper)

    @action(description="退回补正", permissions=["decide"], url_path="return")
    def return_page(self, request, object_id):
        return self.say(request, object_id, "退回补正", registrations.return_, ReasonForm(request.POST or None))

    @action(description="不予通过", permissions=["decide"], url_path="refuse")
    def refuse_page(self, request, object_id):
        form = ReasonForm(request.POST or None)
        return self.say(request, object_id, "不予通过", registrations.refuse, form, danger=True)

    @action(description="查看证照", permissions=["view"], url_path="licence")
    def licence_page(self, request, object_id):
        """The scan, noted in the book."""
        obj = get_object_or_404(self.get_queryset(request).exclude(licence=""), pk=object_id)
        note("view_licence", by=request.user, subject=str(obj), model=self.opts.label_lower, object_id=obj.pk)
        return hand_out(obj.licence, obj.licence_name, mime=obj.licence_type, inline=True)


@admin.register(Renaming)
class RenamingAdmin(VerbAdmin):
    list_display = ["former_name", "name", "state", "requested_at"]
    list_filter = ["status"]
    search_fields = ["name", "former_name"]
    actions_detail = ["approve_page", "refuse_page", "document_page"]
    fields = [
        "organisation", "former_name", "name", "reason", "scan", "state", "requested_by", "requested_at",
        "decision_reason", "decided_by", "decided_at",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation", "requested_by", "decided_by")

    def get_ordering(self, request):
        waits_first = Case(When(status=RenamingStatus.SUBMITTED, then=Value(0)), default=Value(1))
        return [waits_first, "requested_at", "pk"]

    @admin.display(description="证明文件")
    def scan(self, obj):
        url = reverse("admin:registration_renaming_document_page", args=[obj.pk])
        return format_html('<a href="{}" target="_blank">{}</a>', url, obj.document_name)

    @action(description="同意更名", permissions=["decide"], url_path="approve")
    def approve_page(self, request, object_id):
        asks = "同意后单位使用新名称，原名称作为曾用名保留，历年清单仍能对应到本单位。"
        return self.say(request, object_id, "同意更名", renamings.approve, asks=asks)

    @action(description="不予更名", permissions=["decide"], url_path="refuse")
    def refuse_page(self, request, object_id):
        form = ReasonForm(request.POST or None)
        return self.say(request, object_id, "不予更名", renamings.refuse, form, danger=True)

    @action(description="查看证明文件", permissions=["view"], url_path="document")
    def document_page(self, request, object_id):
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        note("view_document", by=request.user, subject=str(obj), model=self.opts.label_lower, object_id=obj.pk)
        return hand_out(obj.document, obj.document_name, mime=obj.document_type, inline=True)


class ReadOnlyInline(TabularInline):
    """Rows beside their unit; verbs change them."""

    extra, can_delete, tab = 0, False, True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class Members(ReadOnlyInline):
    model = Membership
    fields = ["user", "role", "began_at", "ended_at"]
    readonly_fields = fields
    verbose_name_plural = "成员"

    def get_queryset(self, request):
        rows = super().get_queryset(request).visible_to(request.user)
        return rows.select_related("user", "organisation").order_by("ended_at", "pk")


class Places(ReadOnlyInline):
    model = Jurisdiction
    fk_name = "unit"
    fields = readonly_fields = ["division", "organisation"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("division", "organisation")
            .order_by("division__position", "pk")
        )

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("accounts.view_organisation")


admin.site.unregister(Organisation)


@admin.register(Organisation)
class UnitAdmin(VerbPages, OrganisationAdmin):
    """Units with their people, and the two things that only the bureau does to them."""

    inlines = [*OrganisationAdmin.inlines, Members, Places]
    actions_detail = ["appoint_page", "places_page", "units_page"]

    def has_appoint_permission(self, request, obj=None):
        """Whether the person may name a 单位管理员."""
        return request.user.has_perm(members.APPOINT.permission)

    def has_assign_permission(self, request, obj=None):
        """Whether the person may say which places a unit answers for."""
        return request.user.has_perm(members.ASSIGN.permission)

    @action(description="指定单位管理员", permissions=["appoint"], url_path="appoint")
    def appoint_page(self, request, object_id):
        """Name a person by user name or mobile; a predecessor stays as an ordinary member."""
        asks = "现任单位管理员（如有）改为普通成员。"
        return self.say(request, object_id, "指定单位管理员", _appoint, AppointForm(request.POST or None), asks=asks)

    @action(description="推荐职责（地区）", permissions=["assign"], url_path="places")
    def places_page(self, request, object_id):
        """Make the unit a recommending unit of some places, or of none."""
        held = list(
            Jurisdiction.objects.filter(unit_id=object_id).exclude(division=None).values_list("division_id", flat=True)
        )
        form = PlacesForm(request.POST or None, initial={"divisions": held})
        return self.say(request, object_id, "指定推荐地区", members.assign_places, form)

    @action(description="推荐职责（单位）", permissions=["assign"], url_path="subordinates")
    def units_page(self, request, object_id):
        """Make the unit the 主管部门 of some units, or of none."""
        held = Organisation.objects.filter(jurisdiction__unit_id=object_id).order_by("name", "pk")
        lines = "\n".join(" ".join(filter(None, (unit.credit_code, unit.name))) for unit in held)
        form = SubordinatesForm(request.POST or None, initial={"units": lines})
        return self.say(request, object_id, "指定推荐单位", members.assign_units, form)


def _appoint(organisation: Organisation, *, by, account: str, reason: str) -> None:
    found = User.objects.filter(
        Q(username__iexact=account.strip()) | Q(mobile_index=blind_index(account), is_staff=False)
    )
    user = found.exclude(mobile_index="", username="").first()
    if user is None:
        raise Refused(f"没有用户名或手机号是“{account}”的账号，请核对，或请其先注册。")
    members.appoint(organisation, by=by, user=user, reason=reason)
