"""Visible rows, audited saves, no deletion, history from the book: what every page of the browser admin keeps to."""

import tempfile

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import GeneratedField
from django.http import FileResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin

from bureau.audit.book import note, record, snapshot
from bureau.audit.choices import VERBS
from bureau.audit.models import Entry
from bureau.excel import Column, Sheet, write_workbook
from bureau.personal import BlindIndexField, EncryptedTextField, mask
from bureau.text import SearchableQuerySet, SearchTermsField

COUNTED_UP_TO = 10_000
HELPERS = (SearchTermsField, BlindIndexField)


class CappedCount(int):
    """A number of rows that stopped counting: prints 10000+."""

    def __str__(self):
        return f"{int(self)}+"


class CappedPaginator(Paginator):
    """Counts to 10,000 and no further: a million rows need no exact number on every page."""

    @cached_property
    def count(self) -> int:
        """The number of rows, or 10000+."""
        counted = self.object_list.order_by()[: COUNTED_UP_TO + 1].count()
        return CappedCount(COUNTED_UP_TO) if counted > COUNTED_UP_TO else counted


class BureauAdmin(ModelAdmin):
    """The base of every admin page."""

    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 50
    list_filter_submit = False
    list_fullwidth = True
    compressed_fields = True
    export_permission = ""  # "app.codename"; empty: this list is not exported.

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def get_search_results(self, request, queryset, search_term):
        if search_term and isinstance(queryset, SearchableQuerySet):
            return self.search(queryset, search_term), False
        return super().get_search_results(request, queryset, search_term)

    def search(self, queryset, text: str):
        """Rows that hold every word of ``text``; pages with identifiers add their own way."""
        return queryset.search(text)

    def save_model(self, request, obj, form, change):
        before = snapshot(type(obj)._base_manager.get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)
        record(obj, "change" if change else "add", by=request.user, before=before)

    def log_addition(self, request, obj, message):
        """The book has it."""

    def log_change(self, request, obj, message):
        """The book has it."""

    def has_delete_permission(self, request, obj=None):
        return False

    def history_view(self, request, object_id, extra_context=None):
        """What the book says of the object."""
        obj = self.get_object(request, object_id)
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"变更历史：{obj}",
            "entries": [_line(self.model, entry) for entry in Entry.objects.about(obj)[:200]],
            "object": obj,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/history.html", context)

    def export_rows(self, request, queryset):
        """The filtered list as Excel: streamed, formula-safe, personal data masked; the book notes it."""
        if not (self.export_permission and request.user.has_perm(self.export_permission)):
            raise PermissionDenied
        fields = [
            f
            for f in self.opts.concrete_fields
            if not isinstance(f, HELPERS) and f.name not in {"id", "password", "changed_at", "corrected", "undone"}
            and not f.name.endswith("_key") and not f.is_relation
        ]  # fmt: skip
        columns = [
            Column(str(f.verbose_name), 18, "0.00" if f.get_internal_type() == "DecimalField" else "") for f in fields
        ]
        file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 The response closes it.
        write_workbook([Sheet(str(self.opts.verbose_name), columns, _values(queryset, fields))], file)
        file.seek(0)
        note("export", by=request.user, subject=str(self.opts.verbose_name), model=self.opts.label_lower)
        name = f"{self.opts.verbose_name}-{timezone.localtime():%Y%m%d-%H%M%S}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name)


def _values(queryset, fields):
    words = {f.attname: dict(f.flatchoices) for f in fields if f.choices}
    secret = {f.attname for f in fields if isinstance(f, EncryptedTextField)}
    names = [f.attname for f in fields]
    for row in queryset.values_list(*names).iterator(chunk_size=2000):
        yield [
            mask(value) if name in secret else words[name].get(value, value) if name in words else value
            for name, value in zip(names, row, strict=True)
        ]


def _line(model, entry: Entry) -> dict:
    """One line of the book, in the words of the page."""
    words = {f.attname: str(f.verbose_name) for f in model._meta.concrete_fields if not isinstance(f, GeneratedField)}
    changes = [
        (words[name], "" if old is None else old, "" if new is None else new)
        for name, (old, new) in entry.changes.items()
        if name in words and name not in {"id", "changed_at"} and isinstance(entry.changes[name], list)
    ]
    return {"entry": entry, "verb": VERBS.get(entry.verb, entry.verb), "changes": changes}
