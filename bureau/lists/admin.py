"""Lists in the browser admin: upload, preview, confirm, watch, look at the result, take back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html

from bureau.accounts.models import Organisation
from bureau.admin import BureauAdmin
from bureau.audit.book import note
from bureau.files import hand_out
from bureau.text import name_key
from bureau.workflow import Refused

from . import runs, tasks, workflow
from .choices import CANCELLABLE, CONFIRMABLE, WAITING, WRITTEN, NameStatus, RowOutcome, RunStatus
from .commands import conflict_sentence
from .forms import ConfirmForm, HeadingAliasForm, ResolveForm, UndoForm, UploadForm
from .kinds import all_kinds, get_kind
from .models import HeadingAlias, ImportRun, UnmatchedName

PER_PAGE = 50


@admin.register(ImportRun)
class ImportRunAdmin(BureauAdmin):
    export_readers = {"only_kind": lambda code: code and get_kind(code).label}
    list_display = ["file_name", "state", "kinds", "counts", "signature", "created_at"]
    list_filter = ["status"]
    ordering = ["-pk"]
    change_list_template = "admin/lists/run_list.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("sheets")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        shape = {"done": "good", "failed": "bad", "refused": "bad", "interrupted": "bad"}.get(obj.status, "")
        return format_html('<span class="bureau-tag {}">{}</span>', shape, obj.get_status_display())

    @admin.display(description="清单")
    def kinds(self, obj):
        return "、".join(dict.fromkeys(get_kind(sheet.kind).label for sheet in obj.sheets.all()))

    @admin.display(description="结果")
    def counts(self, obj):
        sheets = obj.sheets.all()
        total = {
            name: sum(getattr(s, name) for s in sheets) for name in ("read", "created", "updated", "rejected_rows")
        }
        return (
            f"读取 {total['read']}，新增 {total['created']}，更新 {total['updated']}，拒绝 {total['rejected_rows']}"
            if sheets
            else ""
        )

    def get_urls(self):
        site = self.admin_site.admin_view
        return [
            path("upload/", site(self.upload_view), name="lists_upload"),
            path("<int:pk>/part/", site(self.part_view), name="lists_part"),
            path("<int:pk>/confirm/", site(self.confirm_view), name="lists_confirm"),
            path("<int:pk>/cancel/", site(self.cancel_view), name="lists_cancel"),
            path("<int:pk>/undo/", site(self.undo_view), name="lists_undo"),
            path("<int:pk>/file/<str:what>/", site(self.file_view), name="lists_file"),
            *super().get_urls(),
        ]

    def _run(self, request, pk) -> ImportRun:
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = get_object_or_404(self.get_queryset(request), pk=pk)
        if run.status == RunStatus.RUNNING and workflow.note_interruption(run):
            run.refresh_from_db()
        return run

    def _context(self, request, title: str, **more) -> dict:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **more}

    def changelist_view(self, request, extra_context=None):
        more = {"can_load": request.user.has_perm("lists.load_importrun")}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def upload_view(self, request):
        """Choose a file; it is kept, and read in the background."""
        if not request.user.has_perm("lists.load_importrun"):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["file"]
            run = workflow.receive(upload, by=request.user, name=upload.name, only_kind=form.cleaned_data["only_kind"])
            tasks.preview_list_file.delay(run.pk)
            return redirect("admin:lists_importrun_change", run.pk)
        context = self._context(request, "导入清单", form=form, kinds=all_kinds())
        return render(request, "admin/lists/upload.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One run: its progress while it works, its preview before it is confirmed, its result after."""
        run = self._run(request, object_id)
        context = self._context(request, run.file_name, run=run, **self._panel(request, run))
        if run.preview and run.status in CONFIRMABLE:
            context |= self._preview(request, run)
        return render(request, "admin/lists/run.html", context)

    def part_view(self, request, pk: int):
        """The part of the page that htmx asks for every second."""
        run = self._run(request, pk)
        if run.status not in WAITING:
            response = render(request, "admin/lists/run_part.html", {"run": run, **self._panel(request, run)})
            response["HX-Refresh"] = "true"
            return response
        return render(request, "admin/lists/run_part.html", {"run": run, **self._panel(request, run)})

    def _panel(self, request, run: ImportRun) -> dict:
        sheets = list(run.sheets.all())
        for sheet in sheets:
            sheet.label = get_kind(sheet.kind).label
            sheet.conflict_lines = [conflict_sentence(conflict) for conflict in sheet.conflicts]
        told = runs.progress(run)
        may = request.user.has_perm("lists.load_importrun")
        return {
            "sheets": sheets,
            "has_faults": any(sheet.rejected_rows for sheet in sheets),
            "is_waiting": run.status in WAITING,
            "was_written": run.status in WRITTEN,
            "progress": told,
            "percent": round(told["share"] * 100),
            "can_confirm": may and run.status in CONFIRMABLE and bool(run.file) and not run.is_limited,
            "can_cancel": may and run.status in CANCELLABLE,
            "can_undo": run.status == RunStatus.DONE and request.user.has_perm("lists.undo_importrun"),
            "confirm_form": ConfirmForm(initial={"skip_bad_rows": run.skip_bad_rows}),
        }

    def _preview(self, request, run: ImportRun) -> dict:
        outcome = request.GET.get("outcome", "")
        if outcome not in RowOutcome.values:
            outcome = ""
        try:
            number = max(1, int(request.GET.get("page", "1")))
        except ValueError as error:
            raise Http404 from error
        rows, total = runs.preview_rows(run, outcome, number, PER_PAGE)
        for row in rows:
            row["label"] = RowOutcome(row["outcome"]).label
        page = Paginator(range(total), PER_PAGE).get_page(number)
        sheets = list(run.sheets.all())
        counts = {name: sum(getattr(sheet, name) for sheet in sheets) for name in RowOutcome.values[:4]}
        counts[RowOutcome.REJECTED] = sum(sheet.rejected_rows for sheet in sheets)
        outcomes = [(value, label, counts[value]) for value, label in RowOutcome.choices]
        return {
            "rows": rows, "page": page, "total": total, "outcome": outcome, "outcomes": outcomes,
            "read": sum(counts.values()), "has_sheets": len(sheets) > 1,
        }  # fmt: skip

    def confirm_view(self, request, pk: int):
        """Load it."""
        run = self._run(request, pk)
        form = ConfirmForm(request.POST)
        if request.method != "POST" or not form.is_valid():
            raise PermissionDenied
        try:
            workflow.confirm(
                run, by=request.user, skip_bad_rows=form.cleaned_data["skip_bad_rows"], queue=tasks.load_list_file.delay
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("admin:lists_importrun_change", pk)

    def cancel_view(self, request, pk: int):
        """Stop it; nothing is written."""
        run = self._run(request, pk)
        if request.method != "POST":
            raise PermissionDenied
        try:
            workflow.cancel(run, by=request.user)
            runs.ask_to_stop(run)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已取消。" if run.status == RunStatus.CANCELLED else "正在取消，稍候即停止。")
        return redirect("admin:lists_importrun_change", pk)

    def undo_view(self, request, pk: int):
        """撤销本次导入 with a reason."""
        run = self._run(request, pk)
        if not request.user.has_perm("lists.undo_importrun"):
            raise PermissionDenied
        form = UndoForm(request.POST or None)
        back = reverse("admin:lists_importrun_change", args=[pk])
        if request.method == "POST" and form.is_valid():
            try:
                workflow.undo(run, by=request.user, reason=form.cleaned_data["reason"], queue=tasks.undo_list_run.delay)
            except Refused as refusal:
                messages.error(request, str(refusal))
            return redirect(back)
        title = f"撤销本次导入：{run.file_name}"
        would = workflow.would_take_back(run)
        told = [
            f"本次导入新增、现仍有效的 {would['voided']} 行将作废，不再计入任何指标；记录本身保留，重新导入同一清单即恢复。",
            f"本次导入更新的 {would['restored']} 行将恢复原值；导入后又有变动的行保留现值，并在结果中逐行列出。",
            "撤销在后台进行，全部完成才生效；谁、何时、为何撤销记入审计台账。",
        ]
        context = self._context(request, title, form=form, back=back, action="撤销本次导入", danger=True, told=told)
        return render(request, "admin/reason.html", context)

    def file_view(self, request, pk: int, what: str):
        """The file as it came, or the error workbook; noted in the book."""
        run = self._run(request, pk)
        stored = {"list": run.file, "errors": run.error_workbook}.get(what)
        if not stored:
            raise Http404
        note("download_list", by=request.user, subject=str(run), model="lists.importrun", object_id=run.pk, reason=what)
        name = run.file_name if what == "list" else f"{run.file_name.rsplit('.', 1)[0]}-错误行.xlsx"
        return hand_out(stored, name)


@admin.register(HeadingAlias)
class HeadingAliasAdmin(BureauAdmin):
    form = HeadingAliasForm
    list_display = ["alias", "heading", "kind_label"]
    export_readers = {"kind": lambda code: get_kind(code).label}
    ordering = ["kind", "heading"]

    @admin.display(description="清单种类", ordering="kind")
    def kind_label(self, obj):
        return get_kind(obj.kind).label


@admin.register(UnmatchedName)
class UnmatchedNameAdmin(BureauAdmin):
    export_readers = {"kinds": lambda codes: [get_kind(code).label for code in codes]}
    list_display = ["name", "rows", "status", "organisation", "resolved_by", "resolved_at"]
    list_filter = ["status"]
    list_select_related = ["organisation", "resolved_by"]
    search_fields = ["name"]
    search_help_text = "名称中任意两个字以上"
    ordering = ["status", "-rows"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Decide which unit the name is; candidates are those whose names share most with it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        query = request.GET.get("q", "") or obj.name
        found = _candidates(query)
        form = ResolveForm(request.POST or None)
        form.fields["organisation"].queryset = found
        if request.method == "POST" and form.is_valid():
            try:
                linked = workflow.resolve(obj, by=request.user, organisation=form.cleaned_data["organisation"])
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"已处理“{obj}”，{linked} 行记录对应到单位。")
            return redirect("admin:lists_unmatchedname_changelist")
        open_ = obj.status == NameStatus.OPEN and request.user.has_perm("lists.resolve_unmatchedname")
        context = {
            **self.admin_site.each_context(request), "title": f"未对应的名称：{obj}", "object": obj, "form": form, "query": query,
            "opts": self.opts, "can_resolve": open_, "found": found,
        }  # fmt: skip
        return render(request, "admin/lists/resolve.html", context)


def _candidates(query: str):
    """Units whose name holds the words, else those that hold its middle."""
    rows = Organisation.objects.search(query)[:50]
    if not rows:
        key = name_key(query).removesuffix("有限公司").removesuffix("股份")
        rows = Organisation.objects.search(key[2:6] if len(key) >= 6 else key)[:50]
    return Organisation.objects.filter(pk__in=[row.pk for row in rows]).order_by("name")
