"""The high-tech register in the browser admin: certificates, what happened to them, the ledger, the yearly reports."""

from datetime import date

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from unfold.admin import TabularInline
from unfold.decorators import action

from bureau.lists.record_admin import RecordAdmin, VoidedFilter, year_filter
from bureau.registration.admin import VerbAdmin
from bureau.workflow import Refused
from enterprises import duties
from enterprises import register_forms as forms
from enterprises.forms import ReasonForm
from enterprises.ledger import Register, by_division, by_field, by_second_level, events_in, ledger
from enterprises.models import Recognition, RegisterEvent, YearlyFiling
from enterprises.querysets import due_day
from enterprises.workflow import filings, register

GROUPS = (("按县（市、区）", "县（市、区）", by_division), ("按技术领域", "技术领域", by_field), ("按技术领域二级", "领域／二级", by_second_level))  # fmt: skip


def asked_year(request, default: int) -> int:
    """The year of the address, or ``default``."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and len(asked) == 4 else default
    if not date.min.year < year < 2200:
        raise Http404
    return year


class EventInline(TabularInline):
    """What happened to the certificate, to be read."""

    model = RegisterEvent
    fields = ["kind", "happened_on", "told", "document", "reported_on", "recorded_by", "revoked_at"]
    ordering = ["-happened_on", "-pk"]
    extra = 0
    can_delete = False
    tab = True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Recognition)
class RecognitionAdmin(RecordAdmin):
    list_display = [
        "enterprise_name",
        "credit_code",
        "county",
        "certificate_number",
        "issued_on",
        "expires_on",
        "cancelled_on",
        "state",
    ]
    list_filter = [
        VoidedFilter,
        year_filter("issued_on", "发证年度"),
        year_filter("expires_on", "到期年度"),
        "division",
        "kind",
    ]
    inlines = [EventInline]
    actions_list = ["ledger_page", "move_in_page"]
    actions_detail = [
        *RecordAdmin.actions_detail, "certify_page", "rename_page", "relocate_page", "move_out_page", "move_back_page",
        "withdraw_page",
    ]  # fmt: skip
    search_fields = ["enterprise_name"]
    search_help_text = "企业名称中任意两个字以上，或证书编号、信用代码开头"
    identifiers = ("certificate_number", "credit_code")
    say = VerbAdmin.say

    def has_register_permission(self, request, obj=None):
        """Whether the person writes into the register."""
        return request.user.has_perm("enterprises.register_recognition")

    def get_actions_detail(self, request, object_id):
        """Only what may be said of the certificate as it stands: of one that ended no more endings, of one that left its return."""
        withdrawn = Recognition.objects.filter(pk=object_id).exclude(cancelled_on=None)
        gone = (
            {"rename_page", "relocate_page", "move_out_page", "withdraw_page"}
            if withdrawn.exists()
            else {"move_back_page"}
        )
        found = super().get_actions_detail(request, object_id)
        return [one for one in found if one.action_name.removeprefix("enterprises_recognition_") not in gone]

    @action(description="重新认定", permissions=["register"], url_path="certify")
    def certify_page(self, request, object_id):
        asks = "登记新证书，有效期三年；原证书保留。成批的认定名单请用“导入清单”。"
        return self.say(
            request, object_id, "重新认定", register.certify, forms.CertifyForm(request.POST or None), asks=asks
        )

    @action(description="更名", permissions=["register"], url_path="rename")
    def rename_page(self, request, object_id):
        asks = "国科发火〔2016〕32号 第十七条：符合认定条件的资格不变，重新核发证书，编号与有效期不变；不符合的请登记取消资格。"
        return self.say(request, object_id, "更名", register.rename, forms.RenameForm(request.POST or None), asks=asks)

    @action(description="市内迁移", permissions=["register"], url_path="relocate")
    def relocate_page(self, request, object_id):
        asks = "自迁移之日起计入迁入地，以前各年的台账不变。"
        return self.say(
            request, object_id, "市内迁移", register.relocate, forms.RelocateForm(request.POST or None), asks=asks
        )

    @action(description="整体迁出", permissions=["register"], url_path="move-out")
    def move_out_page(self, request, object_id):
        asks = "国科发火〔2016〕32号 第十八条：跨认定机构管理区域整体迁移的，资格继续有效，由迁入地管理。"
        form = forms.MoveOutForm(request.POST or None)
        return self.say(request, object_id, "整体迁出", register.move_out, form, asks=asks, danger=True)

    @action(description="迁回", permissions=["register"], url_path="move-back")
    def move_back_page(self, request, object_id):
        asks = "已登记整体迁出、又迁回本市的：自迁回之日起重新计入本市，迁出期间的台账不变；当年初不在册的，计为新增。"
        form = forms.MoveBackForm(request.POST or None)
        return self.say(request, object_id, "登记迁回", register.move_back, form, asks=asks)

    @action(description="取消资格", permissions=["register"], url_path="withdraw")
    def withdraw_page(self, request, object_id):
        asks = "国科发火〔2016〕32号 第十九条。取消由认定机构作出，这里只作登记。"
        form = forms.CancelForm(request.POST or None)
        return self.say(request, object_id, "取消资格", register.cancel, form, asks=asks, danger=True)

    @action(description="登记整体迁入", permissions=["register"], url_path="move-in", icon="input")
    def move_in_page(self, request):
        """A firm that another city certified comes here as a whole."""
        form = forms.MoveInForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                new = register.move_in(by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"已登记整体迁入：{new}。")
                return HttpResponseRedirect(reverse("admin:enterprises_recognition_change", args=[new.pk]))
        page = {"title": "登记整体迁入", "form": form, "opts": self.opts, "action": "登记迁入"}
        page["back"] = reverse("admin:enterprises_recognition_changelist")
        page["asks"] = (
            "国科发火〔2016〕32号 第十八条：跨认定机构管理区域整体迁移的，资格继续有效。自迁入之日起计入本市，当年计为新增。"
        )
        return render(request, "admin/verb.html", {**self.admin_site.each_context(request), **page})

    @action(description="年度台账", permissions=["view"], url_path="ledger", icon="account_balance_wallet")
    def ledger_page(self, request):
        """上年末 + 新增 − 退出 = 年末 of a year, what happened in it, and whose certificates end in it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        year = asked_year(request, timezone.localdate().year)
        expiring = Recognition.objects.expiring_in(year).not_renewed().for_list().order_by("expires_on", "pk")
        book = Register(year)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{year} 年高新技术企业台账",
            "year": year,
            "ledgers": [(words, heading, ledger(year, group, book)) for words, heading, group in GROUPS],
            "events": events_in(year),
            "expiring": expiring[:500],
            "renewed": Recognition.objects.renewed_in(year).count(),
            "opts": self.opts,
        }
        return render(request, "admin/enterprises/ledger.html", context)


@admin.register(RegisterEvent)
class RegisterEventAdmin(VerbAdmin):
    list_display = ["firm", "kind", "happened_on", "told", "document", "recorded_by", "revoked_at"]
    list_filter = ["kind", year_filter("happened_on", "年度"), ("revoked_at", admin.EmptyFieldListFilter)]
    search_fields = ["recognition"]
    searched_unit = "recognition__organisation"
    search_help_text = "企业名称中任意两个字以上，或信用代码开头"
    export_permission = "enterprises.view_registerevent"
    fields = [
        "recognition", "kind", "happened_on", "told", "document", "reported_on", "report_told", "ground", "former_name",
        "former_division", "recorded_by", "recorded_at", "revoked_by", "revoked_at", "revoke_reason",
    ]  # fmt: skip
    actions_detail = ["take_back_page"]
    ordering = ["-happened_on", "-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("recognition", "recorded_by")

    def has_register_permission(self, request, obj=None):
        """Whether the person writes into the register."""
        return request.user.has_perm("enterprises.register_recognition")

    @admin.display(description="企业", ordering="recognition__enterprise_name")
    def firm(self, obj):
        return obj.recognition.enterprise_name

    @admin.display(description="是否按期报告")
    def report_told(self, obj):
        return {None: "", True: "三个月内报告", False: "超过三个月（32号 第十七条）"}[obj.is_reported_in_time]

    @action(description="撤销", permissions=["register"], url_path="take-back")
    def take_back_page(self, request, object_id):
        return self.say(request, object_id, "撤销", register.take_back, ReasonForm(request.POST or None), danger=True)


@admin.register(YearlyFiling)
class YearlyFilingAdmin(VerbAdmin):
    list_display = ["organisation", "year", "filed_on", "is_late", "noted_by", "noted_at"]
    list_filter = [year_filter("year", "报表年度"), "organisation__division"]
    list_select_related = ["organisation", "noted_by"]
    search_fields = ["organisation"]
    searched_unit = "organisation"
    search_help_text = "企业名称中任意两个字以上，或信用代码开头"
    export_permission = "enterprises.view_yearlyfiling"
    fields = ["organisation", "year", "filed_on", "is_late", "noted_by", "noted_at"]
    actions_list = ["duty_page", "note_page"]
    ordering = ["-year", "-pk"]

    def has_register_permission(self, request, obj=None):
        """Whether the person writes into the register."""
        return request.user.has_perm("enterprises.register_recognition")

    @admin.display(description="是否逾期")
    def is_late(self, obj):
        return "逾期" if obj.filed_on > due_day(obj.year) else "按期"

    @action(description="应填报企业", permissions=["view"], url_path="duty", icon="fact_check")
    def duty_page(self, request):
        """Who owes the report of a year, who filed it, who missed it twice; reminders to who has not filed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        years = duties.noted_years()
        year = asked_year(request, years[0] if years else timezone.localdate().year - 1)
        if request.method == "POST":
            self._remind(request, year)
            return HttpResponseRedirect(f"{request.path}?year={year}")
        state = request.GET.get("state", "")
        rows = duties.owed(year, years)
        page = Paginator(duties.narrowed(rows, due_day(year), state), 50).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{year} 年度发展情况报表：应填报企业",
            "year": year,
            "duty": duties.duty(year, rows),
            "is_open": timezone.localdate() <= due_day(year),
            "form": forms.DutyForm({"year": year, "state": state}),
            "state": state,
            "page": page,
            "rows": duties.shown(page),
            "may_register": self.has_register_permission(request),
            "opts": self.opts,
        }
        return render(request, "admin/enterprises/duty.html", context)

    def _remind(self, request, year: int) -> None:
        try:
            count = filings.remind(year, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已提醒 {count} 家未填报的企业。")

    @action(description="登记填报", permissions=["register"], url_path="note", icon="edit_calendar")
    def note_page(self, request):
        """Pasted from the national platform: who filed when."""
        form = forms.FilingsForm(request.POST or None, initial={"year": timezone.localdate().year - 1})
        if request.method == "POST" and form.is_valid():
            year = form.cleaned_data["year"]
            try:
                noted = filings.note_filed(form.cleaned_data["lines"], year, by=request.user)
            except Refused as refusal:
                form.add_error("lines", str(refusal))
            else:
                messages.success(request, f"新登记 {noted.new} 家，更正 {noted.corrected} 家，已有 {noted.same} 家。")
                if noted.unknown:
                    messages.warning(
                        request, f"没有找到的企业 {len(noted.unknown)} 家，没有登记：{'、'.join(noted.unknown[:20])}"
                    )
                return HttpResponseRedirect(f"{reverse('admin:enterprises_yearlyfiling_duty_page')}?year={year}")
        page = {"title": "登记年报填报", "form": form, "opts": self.opts, "action": "登记"}
        page["back"] = reverse("admin:enterprises_yearlyfiling_duty_page")
        return render(request, "admin/verb.html", {**self.admin_site.each_context(request), **page})
