"""The special tables in the browser admin: invention share, concentration, 消零; each with its chart and workbook."""

import tempfile

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import render
from unfold.decorators import action

from bureau.audit.book import note
from bureau.excel import Column, Sheet, write_workbook
from patents.forms import LeadersForm, SharesForm, ZeroForm
from patents.special import Special, concentration, invention_shares, zero_tables

CHARTED_LINES = 24


class SpecialPages:
    """Mixed into the register's admin page."""

    @action(description="企业发明占比", permissions=["view"], url_path="shares", icon="percent")
    def shares_page(self, request):
        """Enterprises' inventions by both denominators."""
        return self._special(request, SharesForm, lambda asked: [invention_shares(asked["since"], asked["until"])])

    @action(description="集中度", permissions=["view"], url_path="leaders", icon="trophy")
    def leaders_page(self, request):
        """The units with the most patents."""
        return self._special(request, LeadersForm, lambda asked: [concentration(asked["question"], asked["top"])])

    @action(description="消零", permissions=["view"], url_path="zero", icon="exposure_zero")
    def zero_page(self, request):
        """A cohort's firms without a patent, by place and over a year."""
        return self._special(
            request,
            ZeroForm,
            lambda asked: zero_tables(
                asked["cohort"], asked["day"], asked["measure"], only_inventions=asked["only_inventions"]
            ),
        )

    def _special(self, request, form_class, make):
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = form_class(form_class.first() | request.GET.dict())
        context = {
            **self.admin_site.each_context(request),
            "title": form_class.title,
            "opts": self.opts,
            "form": form,
            "tables": [],
        }
        if not form.is_valid():
            return render(request, "admin/patents/special.html", context, status=400)
        tables = make(form.cleaned_data)
        if "workbook" in request.GET and self.has_export_permission(request):
            return self._special_workbook(request, form_class.title, tables)
        asked = request.GET.copy()
        asked["workbook"] = "1"
        context |= {
            "tables": tables,
            "chart": _chart(tables[0]),
            "may_export": self.has_export_permission(request),
            "workbook": asked.urlencode(),
        }
        return render(request, "admin/patents/special.html", context)

    def _special_workbook(self, request, title: str, tables: list[Special]):
        file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 The response closes it.
        write_workbook([_sheet(table) for table in tables], file)
        file.seek(0)
        told = f"{sum(len(table.lines) for table in tables)} 行，{request.GET.urlencode()}"[:500]
        note("export", by=request.user, subject=title, model=self.opts.label_lower, reason=told)
        return FileResponse(file, as_attachment=True, filename=f"专利{title}.xlsx")


def _sheet(table: Special) -> Sheet:
    lines = [*table.lines, *([table.total] if table.total else [])]
    rows = [[line.label, *line.cells] for line in lines]
    columns = [Column("项目", 36), *(Column(heading, 16) for heading in table.headings)]
    return Sheet(table.title, columns, [*rows, [], *([f"注：{words}"] for words in table.notes)])


def _chart(table: Special) -> dict:
    lines = table.lines[:CHARTED_LINES]
    plain = lambda value: None if value is None else float(value)  # noqa: E731
    return {
        "labels": [line.label for line in lines],
        "sets": [
            {"label": table.headings[at], "data": [plain(line.cells[at]) for line in lines]} for at in table.charted
        ],
    }
