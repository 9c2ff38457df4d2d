"""Columns, and the board that says which of them go without news."""

import tempfile

from django.contrib import admin
from django.http import FileResponse
from django.shortcuts import render
from django.utils import timezone
from unfold.decorators import action

from bureau.admin import BureauAdmin
from bureau.caching import bump
from bureau.excel import write_workbook
from bureau.portal import yearly
from bureau.portal.boards import column_states
from bureau.portal.models import Channel, Column


@admin.register(Column)
class ColumnAdmin(BureauAdmin):
    list_display = ["name", "code", "kind", "position", "is_shown", "on_home", "warn_after_days", "stale_after_days"]
    ordering = ["position"]
    actions_list = ["board", "yearly"]

    def get_readonly_fields(self, request, obj=None):
        return ["code", "kind"] if obj else []

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        bump()

    def has_board_permission(self, request):
        """Whoever sees columns sees how they stand."""
        return self.has_view_permission(request)

    @action(description="栏目更新预警", permissions=["board"], url_path="board", icon="event_busy")
    def board(self, request):
        """栏目更新预警: every column, its newest publication, and how long there may be none (G5)."""
        states = column_states(timezone.localdate())
        context = {
            **self.admin_site.each_context(request),
            "title": "栏目更新预警",
            "states": states,
            "opts": self.opts,
        }
        return render(request, "admin/portal/column_board.html", context)

    @action(description="网站工作年度报表", permissions=["board"], url_path="yearly", icon="summarize")
    def yearly(self, request):
        """网站工作年度报表 of a year, on the page or as a workbook (G14)."""
        asked = request.GET.get("year", "")
        year = (
            int(asked)
            if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2999
            else timezone.localdate().year
        )
        if request.GET.get("as") == "xlsx":
            file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 The response closes it.
            write_workbook([yearly.sheet(year)], file)
            file.seek(0)
            return FileResponse(file, as_attachment=True, filename=f"{year}年网站工作年度报表.xlsx")
        context = {
            **self.admin_site.each_context(request),
            "title": f"{year}年网站工作年度报表",
            "year": year,
            "years": yearly.years(),
            "lines": yearly.lines(year),
            "opts": self.opts,
        }
        return render(request, "admin/portal/yearly.html", context)


@admin.register(Channel)
class ChannelAdmin(BureauAdmin):
    list_display = ["name", "code", "working_days", "asks_page", "position"]
    ordering = ["position"]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []
