"""The high-tech register in the browser admin."""

from django.contrib import admin

from bureau.lists.record_admin import RecordAdmin, VoidedFilter, year_filter
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
    list_filter = [VoidedFilter, year_filter("issued_on", "发证年度"), "division", "kind"]
    search_fields = ["enterprise_name"]
    search_help_text = "企业名称中任意两个字以上，或证书编号、信用代码开头"
    identifiers = ("certificate_number", "credit_code")
