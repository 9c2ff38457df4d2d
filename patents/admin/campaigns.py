"""消零行动 in the browser admin: started from the statistics, shared out county by county, recorded firm by firm."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.decorators import action

from bureau.admin import BureauAdmin
from bureau.workflow import Refused
from patents import workflow
from patents.choices import CampaignStatus, ZeroStatus
from patents.forms import KEPT, AssignForm, CohortForm, ResultForm, StartForm
from patents.models import Campaign, ZeroFirm

RECORDING = {"help": workflow.help_, "clear": workflow.clear, "unable": workflow.unable}


@admin.register(Campaign)
class CampaignAdmin(BureauAdmin):
    list_display = ["name", "cohort", "as_of", "firms_on_list", "status", "started_by", "started_at"]
    list_filter = ["status", "cohort"]
    list_select_related = ["started_by", "saved_cohort"]
    ordering = ["-pk"]
    actions_list = ["start_page", "cohort_page"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_run_permission(self, request, obj=None):
        """Whether the person may start, share out and close campaigns."""
        return request.user.has_perm("patents.run_campaign")

    def get_urls(self):
        site = self.admin_site.admin_view
        return [
            path("<int:pk>/assign/", site(self.assign_view), name="patents_campaign_assign"),
            path("<int:pk>/close/", site(self.close_view), name="patents_campaign_close"),
            *super().get_urls(),
        ]

    @action(description="新建企业范围", permissions=["run"], url_path="cohort", icon="filter_alt")
    def cohort_page(self, request):
        """Keep a question to the registers: who is in, who is out, where."""
        if not self.has_run_permission(request):
            raise PermissionDenied
        form = CohortForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                saved = workflow.keep_cohort(by=request.user, **form.cleaned_data)
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"已保存企业范围“{saved}”，可用于消零统计和发起消零行动。")
                zero = reverse("admin:patents_patent_zero_page")
                return redirect(f"{zero}?{urlencode({'cohort': f'{KEPT}{saved.pk}'})}")
        back = reverse("admin:patents_campaign_changelist")
        context = {"title": "新建企业范围", "form": form, "back": back, "opts": self.opts, "action": "保存"}
        return render(request, "admin/reason.html", {**self.admin_site.each_context(request), **context})

    def _campaign(self, request, pk) -> Campaign:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    @action(description="发起消零行动", permissions=["run"], url_path="start", icon="add")
    def start_page(self, request):
        """Which firms, and by what they are judged."""
        if not self.has_run_permission(request):
            raise PermissionDenied
        form = StartForm(request.POST or None, initial=StartForm.first())
        if request.method == "POST" and form.is_valid():
            values = {**form.cleaned_data, "as_of": form.cleaned_data["day"]}
            del values["day"]
            try:
                campaign = workflow.start(by=request.user, **values)
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"已发起“{campaign}”，列入企业 {campaign.firms_on_list} 家，请按县分派。")
                return redirect("admin:patents_campaign_change", campaign.pk)
        back = reverse("admin:patents_campaign_changelist")
        context = {"title": "发起消零行动", "form": form, "back": back, "opts": self.opts, "action": "发起"}
        return render(request, "admin/reason.html", {**self.admin_site.each_context(request), **context})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """County by county: how many firms, how many of them helped, cleared, unable; and who has them."""
        campaign = self._campaign(request, object_id)
        of = {status: Count("pk", filter=Q(status=status)) for status in ZeroStatus.values}
        counties = campaign.firms.values("division", "division__name").annotate(
            firms=Count("pk"), unassigned=Count("pk", filter=Q(assignee=None)), **of
        )
        counties = list(counties.order_by("division__position"))
        total = {name: sum(row[name] for row in counties) for name in ("firms", "unassigned", *of)}
        is_open = campaign.status == CampaignStatus.OPEN
        context = {
            **self.admin_site.each_context(request),
            "title": str(campaign),
            "opts": self.opts,
            "campaign": campaign,
            "counties": counties,
            "total": total,
            "cleared_pct": round(total["cleared"] * 100 / total["firms"]) if total["firms"] else None,
            "can_run": is_open and self.has_run_permission(request),
            "people": list(AssignForm().fields["assignee"].queryset),
        }
        return render(request, "admin/patents/campaign.html", context)

    def assign_view(self, request, pk: int):
        """Give a county's firms that wait to one person; those settled stay as they are."""
        campaign = self._campaign(request, pk)
        if request.method != "POST" or not self.has_run_permission(request):
            raise PermissionDenied
        form = AssignForm(request.POST)
        if not form.is_valid():
            messages.error(request, "请选择责任人。")
            return redirect("admin:patents_campaign_change", pk)
        division = request.POST.get("division")
        firms = campaign.firms.exclude(status=ZeroStatus.CLEARED)
        firms = firms.filter(division_id=int(division)) if (division or "").isdigit() else firms.filter(division=None)
        done = 0
        for firm in firms.order_by("pk"):
            try:
                workflow.assign(firm, by=request.user, to=form.cleaned_data["assignee"])
            except Refused as refusal:
                messages.error(request, f"{firm}：{refusal}")
                break
            done += 1
        messages.success(request, f"已分派 {done} 家企业给{form.cleaned_data['assignee']}。")
        return redirect("admin:patents_campaign_change", pk)

    def close_view(self, request, pk: int):
        """结束."""
        campaign = self._campaign(request, pk)
        if request.method != "POST" or not self.has_run_permission(request):
            raise PermissionDenied
        try:
            workflow.close(campaign, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"“{campaign}”已结束。")
        return redirect("admin:patents_campaign_change", pk)


@admin.register(ZeroFirm)
class ZeroFirmAdmin(BureauAdmin):
    list_display = ["organisation", "division", "campaign", "state", "assignee", "result", "recorded_at"]
    list_filter = ["campaign", "status", "division"]
    list_select_related = ["organisation", "division", "campaign", "assignee"]
    ordering = ["-campaign", "division__position", "pk"]
    actions_detail = ["record_page"]
    fields = readonly_fields = [
        "campaign", "organisation", "division", "state", "assignee", "assigned_by", "assigned_at", "result", "recorded_by",
        "recorded_at",
    ]  # fmt: skip

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_record_permission(self, request, obj=None):
        """Whether the person may say what came of a firm."""
        return request.user.has_perm("patents.record_zerofirm")

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        shape = {ZeroStatus.CLEARED: "good", ZeroStatus.UNABLE: "bad"}.get(obj.status, "")
        return format_html('<span class="bureau-tag {}">{}</span>', shape, obj.get_status_display())

    @action(description="登记情况", permissions=["record"], url_path="record")
    def record_page(self, request, object_id):
        """Helped, cleared, or not to be cleared for now."""
        firm = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = ResultForm(request.POST or None)
        back = reverse("admin:patents_zerofirm_change", args=[firm.pk])
        if request.method == "POST" and form.is_valid():
            try:
                RECORDING[form.cleaned_data["verb"]](firm, by=request.user, result=form.cleaned_data["result"])
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"已登记“{firm}”。")
                return redirect(back)
        context = {"title": f"登记情况：{firm}", "form": form, "back": back, "opts": self.opts, "action": "登记"}
        return render(request, "admin/reason.html", {**self.admin_site.each_context(request), **context})
