"""Visible rows, audited saves, no deletion, history from the book: what every page of the browser admin keeps to."""

import tempfile

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import GeneratedField
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin
from unfold.decorators import action

from bureau.audit.book import note, record, snapshot
from bureau.audit.choices import VERBS
from bureau.audit.models import Entry
from bureau.excel import Column, Sheet, write_workbook
from bureau.personal import BlindIndexField, EncryptedTextField, mask
from bureau.text import SearchableQuerySet, SearchTermsField
from bureau.unmasking import may_unmask, secret_fields, unmask
from bureau.workflow import Refused

COUNTED_UP_TO = 10_000
HELPERS = (SearchTermsField, BlindIndexField)


class UnmaskForm(forms.Form):
    """Which value, and why."""

    field = forms.ChoiceField(label="查看哪一项", widget=forms.RadioSelect)
    reason = forms.CharField(label="查看理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, fields: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.words = fields
        self.fields["field"].choices = list(fields.items())


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

    def has_unmask_permission(self, request, obj=None):
        """Whether the person may see this register's personal data in full, one value at a time."""
        return may_unmask(self.model, request.user)

    @action(description="查看完整个人信息", permissions=["unmask"], url_path="unmask")
    def unmask_page(self, request, object_id):
        """One value in full, for a reason; shown in the answer to the form and nowhere else."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = UnmaskForm(request.POST or None, fields=secret_fields(self.model))
        context = {
            **self.admin_site.each_context(request),
            "title": f"查看完整个人信息：{obj}",
            "form": form,
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk]),
            "opts": self.opts,
        }
        if request.method == "POST" and form.is_valid():
            field, reason = form.cleaned_data["field"], form.cleaned_data["reason"]
            try:
                context |= {"value": unmask(obj, field, by=request.user, reason=reason), "words": form.words[field]}
            except Refused as refusal:
                form.add_error("field", str(refusal))
        response = TemplateResponse(request, "admin/unmask.html", context)
        add_never_cache_headers(response)
        return response

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
