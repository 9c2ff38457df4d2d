"""Visible rows, audited saves, no deletion, history from the book: what every page of the browser admin keeps to."""

import tempfile
from collections.abc import Callable
from functools import cache, wraps

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import DecimalField, GeneratedField, Model, OuterRef, Subquery
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import numberformat, timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin
from unfold.decorators import action

from bureau import exports
from bureau.accounts.models import Organisation
from bureau.audit.book import note, record, snapshot
from bureau.audit.choices import VERBS
from bureau.audit.models import Entry
from bureau.exporting import write_rows
from bureau.files import private_storage
from bureau.personal import BlindIndexField
from bureau.text import SearchableQuerySet, SearchTermsField
from bureau.unmasking import may_unmask, secret_fields, unmask
from bureau.workflow import Refused, Transition

COUNTED_UP_TO = 10_000
NAMED_OUTRIGHT = 1_000
HELPERS = (SearchTermsField, BlindIndexField)


def told_once(display: Callable) -> Callable:
    """A display that asks the database: the page's template reads each value several times, the database is asked once."""

    @wraps(display)
    def told(self, obj):
        held = obj.__dict__.setdefault("_told", {})
        if display.__name__ not in held:
            held[display.__name__] = display(self, obj)
        return held[display.__name__]

    return told


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


def pointing_at(rows, path: str, found, outright: int = NAMED_OUTRIGHT):
    """``rows`` whose ``path`` leads to one of ``found``.

    As few as ``outright`` are named. Of many, the rows are walked in the order of their list and each one's is looked at: a join
    would fetch a million before the first fifty are shown.
    """
    few = list(found.order_by().values_list("pk", flat=True)[: outright + 1])
    if len(few) <= outright:
        return rows.filter(**{f"{path}__in": few})
    one = found.order_by().filter(pk=OuterRef(f"{path}_id")).values("pk")[:1]
    return rows.alias(pointed_at=Subquery(one)).filter(pointed_at__isnull=False)


@cache
def in_groups(model: type[Model], name: str) -> Callable:
    """The column of a field of decimals, its figures in groups of three: 1,030,000.00. One callable a field, to sort by."""
    field = model._meta.get_field(name)

    @admin.display(description=field.verbose_name, ordering=name, empty_value="-")
    def column(row):
        value = getattr(row, name)
        if value is None:
            return None
        return numberformat.format(value, ".", field.decimal_places, grouping=3, thousand_sep=",", force_grouping=True)

    column.__name__ = name
    return column


class BureauAdmin(ModelAdmin):
    """The base of every admin page."""

    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 50
    list_filter_submit = False
    list_fullwidth = True
    compressed_fields = True
    is_exported = True
    offered: dict[
        str, Transition
    ] = {}  # By page of a verb, the verb: a row whose status forbids it has no button for it.
    searched_unit = ""  # The path to the unit whose name and code find the row.
    export_readers: dict[str, Callable] = {}  # By field, how a value becomes what a person reads.

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        if self.is_exported:
            self.actions_list = [*self.actions_list, "export_list"]
            self.actions = [*(self.actions or ()), "export_selected"]

    def get_list_display(self, request):
        """The columns; a field of decimals is written in groups of three, which an amount of nine figures needs."""
        decimals = {field.name for field in self.opts.fields if isinstance(field, DecimalField)}
        return [in_groups(self.model, name) if name in decimals else name for name in super().get_list_display(request)]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def get_actions_detail(self, request, object_id):
        """The pages of the row, without the verbs that its status forbids."""
        found = super().get_actions_detail(request, object_id)
        if not self.offered:
            return found
        # What is sent is locked by the page's own get_object, later and in its transaction.
        obj = (self if request.method == "GET" else super()).get_object(request, object_id)
        return [one for one in found if obj is None or self._is_offered(one.action_name, obj.status)]

    def get_object(self, request, object_id, from_field=None):
        """The row, fetched once for a page that is only shown: its buttons and its form ask for it."""
        if request.method != "GET":
            return super().get_object(request, object_id, from_field)
        held = request.__dict__.setdefault("_rows_shown", {})
        key = (self.model, str(object_id), from_field)
        if key not in held:
            held[key] = super().get_object(request, object_id, from_field)
        return held[key]

    def _is_offered(self, name: str, status: str) -> bool:
        verb = self.offered.get(name.removeprefix(f"{self.opts.app_label}_{self.opts.model_name}_"))
        return verb is None or verb.sources is None or status in verb.sources

    def get_search_results(self, request, queryset, search_term):
        searched = search_term.strip() and self.get_search_fields(request)
        return (self.search(queryset, search_term) if searched else queryset), False

    def search(self, queryset, text: str):
        """Rows that hold every word of ``text``, or whose unit does; pages with identifiers add their own way."""
        if not self.searched_unit:
            return queryset.search(text)
        of_units = pointing_at(queryset, self.searched_unit, Organisation.objects.search(text))
        if not isinstance(queryset, SearchableQuerySet):
            return of_units
        own, theirs = (rows.order_by().values("pk") for rows in (queryset.search(text), of_units))
        return queryset.filter(pk__in=own.union(theirs))

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

    @property
    def export_permission(self) -> str:
        """Who may take the list away as Excel: whoever may export its noun, or see it where that is no verb of its own."""
        verbs = {codename for codename, _words in self.opts.permissions}
        export = f"export_{self.opts.model_name}"
        return f"{self.opts.app_label}.{export if export in verbs else f'view_{self.opts.model_name}'}"

    def has_export_permission(self, request, obj=None):
        """Whether the person may take this list away as Excel."""
        return self.is_exported and request.user.has_perm(self.export_permission)

    def changelist_view(self, request, extra_context=None):
        """The list under its own name, in the browser's tab too; its export takes along what it is filtered by."""
        name = str(self.opts.verbose_name_plural)
        response = super().changelist_view(request, {"title": name, **(extra_context or {})})
        for link in (getattr(response, "context_data", None) or {}).get("actions_list", ()):
            if request.GET and link.get("path", "").rstrip("/").endswith("/export"):
                link["path"] += f"?{request.GET.urlencode()}"
        return response

    @action(description="导出筛选结果（Excel）", permissions=["export"], url_path="export", icon="download")
    def export_list(self, request):
        """The list as its address filters it."""
        changelist = self.get_changelist_instance(request)
        return self._exported(request, changelist.get_queryset(request), is_whole=True)

    @admin.action(description="导出所选（Excel）", permissions=["export"])
    def export_selected(self, request, queryset):
        is_whole = request.POST.get("select_across") == "1"  # Else no more than a page of them.
        return self._exported(request, queryset, is_whole=is_whole)

    def _exported(self, request, queryset, *, is_whole: bool):
        if not self.has_export_permission(request):
            raise PermissionDenied
        query = request.GET.urlencode()
        if is_whole and exports.is_long(queryset):
            words = _narrowed_by(self.get_changelist_instance(request), request.GET)
            key = exports.begin(self.model, query, by=request.user, words=words)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_exported", key)
        file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 The response closes it.
        count = write_rows(queryset, file, self.export_readers)
        file.seek(0)
        words = str(self.opts.verbose_name)
        told = exports.in_words(count, query)
        note("export", by=request.user, subject=words, model=self.opts.label_lower, reason=told)
        return FileResponse(file, as_attachment=True, filename=self._file_name())

    def _file_name(self) -> str:
        return f"{self.opts.verbose_name}-{timezone.localtime():%Y%m%d-%H%M%S}.xlsx"

    def get_urls(self):
        """Also where a long export tells how far it is."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_exported"
        page = path("exported/<str:key>/", self.admin_site.admin_view(self.exported_view), name=name)
        return [page, *super().get_urls()] if self.is_exported else super().get_urls()

    def exported_view(self, request, key: str):
        """How far the person's own long export is; with ``file`` the file itself."""
        told = exports.progress(key, self.model, by=request.user) if self.has_export_permission(request) else None
        if told is None:
            raise PermissionDenied
        if "file" in request.GET and told["file"]:
            return FileResponse(private_storage().open(told["file"]), as_attachment=True, filename=self._file_name())
        context = {
            **self.admin_site.each_context(request),
            "title": f"导出{self.opts.verbose_name}",
            "told": told,
            "asked": told["words"],
            "here": request.path,
            "days": settings.EXPORT_RETENTION_DAYS,
            "back": f"{reverse(f'admin:{self.opts.app_label}_{self.opts.model_name}_changelist')}?{told['query']}",
            "opts": self.opts,
        }
        part = "admin/exported_part.html" if "part" in request.GET else "admin/exported.html"
        response = TemplateResponse(request, part, context)
        add_never_cache_headers(response)
        return response


def _narrowed_by(changelist, asked) -> str:
    """What a list is narrowed by, in the words of its page: 级别：市级；搜索：稀土."""
    words, named = [], {"q", "o", "p", "all"}
    for filter_ in changelist.filter_specs:
        given = [name for name in filter_.expected_parameters() if asked.get(name)]
        if given:
            chosen = [str(choice["display"]) for choice in filter_.choices(changelist) if choice.get("selected")]
            words.append(f"{filter_.title}：{'、'.join(chosen or [asked[name] for name in given])}")
        named.update(given)
    words += [f"{name}={value}" for name, value in asked.items() if name not in named]
    return "；".join([*words, f"搜索：{changelist.query}"] if changelist.query else words)


def _line(model, entry: Entry) -> dict:
    """One line of the book, in the words of the page."""
    words = {f.attname: str(f.verbose_name) for f in model._meta.concrete_fields if not isinstance(f, GeneratedField)}
    changes = [
        (words[name], "" if old is None else old, "" if new is None else new)
        for name, (old, new) in entry.changes.items()
        if name in words and name not in {"id", "changed_at"} and isinstance(entry.changes[name], list)
    ]
    return {"entry": entry, "verb": VERBS.get(entry.verb, entry.verb), "changes": changes}
