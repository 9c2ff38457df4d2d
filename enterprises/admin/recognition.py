"""The high-tech register in the browser admin."""

from datetime import date

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from unfold.decorators import action

from bureau.lists.record_admin import RecordAdmin, VoidedFilter, year_filter
from enterprises.ledger import by_division, by_field, ledger
from enterprises.models import Recognition


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
    actions_list = ["ledger_page"]
    search_fields = ["enterprise_name"]
    search_help_text = "企业名称中任意两个字以上，或证书编号、信用代码开头"
    identifiers = ("certificate_number", "credit_code")

    @action(description="年度台账", permissions=["view"], url_path="ledger", icon="account_balance_wallet")
    def ledger_page(self, request):
        """上年末 + 新增 − 退出 = 年末 of a year, and whose certificates end in it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.get("year", "")
        year = int(asked) if asked.isdigit() and len(asked) == 4 else timezone.localdate().year
        if not date.min.year < year < 2200:
            raise Http404
        expiring = Recognition.objects.expiring_in(year).not_renewed().for_list().order_by("expires_on", "pk")
        context = {
            **self.admin_site.each_context(request),
            "title": f"{year} 年高新技术企业台账",
            "year": year,
            "ledgers": [("按县（市、区）", ledger(year, by_division)), ("按技术领域", ledger(year, by_field))],
            "expiring": expiring[:500],
            "renewed": Recognition.objects.renewed_in(year).count(),
            "opts": self.opts,
        }
        return render(request, "admin/enterprises/ledger.html", context)
