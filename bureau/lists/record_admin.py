"""The admin page of a register: what lists brought, corrected and voided by verbs with their reasons."""

from datetime import date

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.decorators import action, display

from bureau.admin import HELPERS, BureauAdmin
from bureau.personal import EncryptedTextField, mask
from bureau.workflow import Refused

from . import batches, tasks, workflow
from .models import Record

HIDDEN = {"id", "source", "changed_at", "corrected", "voided_at", "voided_by", "void_reason", "undone"}


class VoidedFilter(admin.SimpleListFilter):
    """Rows that count, or rows that were taken out."""

    title, parameter_name = "效力", "voided"

    def lookups(self, request, model_admin):
        return [("no", "有效"), ("yes", "已作废")]

    def queryset(self, request, queryset):
        if self.value() == "no":
            return queryset.effective()
        return queryset.voided() if self.value() == "yes" else queryset


def year_filter(field: str, words: str) -> type[admin.SimpleListFilter]:
    """A filter by the year of a date column; the years come from the index's two ends."""

    class YearFilter(admin.SimpleListFilter):
        title, parameter_name = words, f"{field}_year"

        def lookups(self, request, model_admin):
            ends = model_admin.model._base_manager.aggregate(a=models.Min(field), b=models.Max(field))
            if ends["a"] is None:
                return []
            first, last = (ends[end].year if isinstance(ends[end], date) else ends[end] for end in ("a", "b"))
            return [(str(year), f"{year}年") for year in range(last, max(first, last - 30) - 1, -1)]

        def queryset(self, request, queryset):
            if not (self.value() or "").isdigit():
                return queryset
            year = int(self.value())
            column = queryset.model._meta.get_field(field)
            if isinstance(getattr(column, "output_field", column), models.DateField):  # A generated column has one.
                return queryset.filter(**{f"{field}__gte": date(year, 1, 1), f"{field}__lt": date(year + 1, 1, 1)})
            return queryset.filter(**{field: year})

    return YearFilter


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class RecordAdmin(BureauAdmin):
    """A register: read-only rows, the verbs 更正, 作废, 恢复, and a batch 作废 that first says what it will do."""

    identifiers: tuple[str, ...] = ()  # Columns found by their beginning.
    actions = ["void_selected"]
    actions_detail = ["correct_page", "void_page", "restore_page"]
    ordering = ["-pk"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        shown = [f.name for f in self.opts.concrete_fields if f.name not in HIDDEN and not isinstance(f, HELPERS)]
        shown = [name for name in shown if not name.endswith("_key")]
        return [
            *(f"masked_{n}" if self._is_secret(n) else n for n in shown),
            "validity",
            "corrections",
            "source",
            "changed_at",
        ]

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj)

    def _is_secret(self, name: str) -> bool:
        return isinstance(self.opts.get_field(name), EncryptedTextField)

    @admin.display(description="联系人")
    def masked_contact_person(self, obj):
        return mask(obj.contact_person)

    @admin.display(description="联系电话")
    def masked_contact_phone(self, obj):
        return mask(obj.contact_phone)

    @admin.display(description="效力")
    def validity(self, obj):
        if obj.voided_at:
            return format_html('<span class="bureau-tag bad">✗ 已作废</span> {}', obj.void_reason)
        return format_html('<span class="bureau-tag good">{}</span>', "✓ 有效")

    @admin.display(description="更正过的项")
    def corrections(self, obj):
        return "、".join(str(self.opts.get_field(name).verbose_name) for name in obj.corrected) or "无"

    @display(description="效力", label={"有效": "success", "已作废": "danger"})
    def state(self, obj):
        return "已作废" if obj.voided_at else "有效"

    def search(self, queryset, text: str):
        """By what the row is called, or by the beginning of one of its numbers."""
        word = text.strip().upper()
        if self.identifiers and word.isascii() and any(sign.isdigit() for sign in word):
            found = models.Q()
            for name in self.identifiers:
                found |= models.Q(**{f"{name}__startswith": word.removeprefix("ZL").removeprefix("CN").split(".")[0]})
            return queryset.filter(found)
        return queryset.search(text)

    def _may(self, request, verb: str) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.{verb}_{self.opts.model_name}")

    def has_void_permission(self, request, obj=None):
        """Whether the person may void rows of this register."""
        return self._may(request, "void")

    def has_correct_permission(self, request, obj=None):
        """Whether the person may correct rows of this register."""
        return self._may(request, "correct")

    @admin.action(description="作废所选……", permissions=["void"])
    def void_selected(self, request, queryset):
        """First say which rows will be voided and which skipped and why; then each in its own transaction."""
        try:
            if token := request.POST.get("confirmed"):
                return self._void_all(request, token)
            plan = batches.plan_void(queryset, by=request.user)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": f"作废 {plan.taken_count} 条{self.opts.verbose_name}",
            "plan": plan,
            "more_taken": plan.taken_count - len(plan.taken),
            "more_skipped": plan.skipped_count - len(plan.skipped),
            "at_once": batches.AT_ONCE,
            "form": ReasonForm(),
            "back": request.get_full_path(),
            "opts": self.opts,
        }
        return render(request, "admin/lists/void_selected.html", context)

    def _void_all(self, request, token: str):
        form = ReasonForm(request.POST)
        if not form.is_valid():
            raise Refused("请写明作废理由；没有作废任何记录。")
        key, pks = batches.unseal(token, model=self.model, by=request.user)
        reason, by = form.cleaned_data["reason"], request.user
        if batches.begin(key, pks, by=by, reason=reason):  # A second click is the same batch.
            if len(pks) > batches.AT_ONCE:
                tasks.void_records.delay(key, self.opts.label_lower, pks, by.pk, reason)
            else:
                batches.void_all(key, self.get_queryset(request), pks, by=by, reason=reason)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_batch", key)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_batch"
        return [path("batch/<str:key>/", self.admin_site.admin_view(self.batch_view), name=name), *super().get_urls()]

    def batch_view(self, request, key: str):
        """How far the person's batch is, and what became of it."""
        told = batches.progress(key, by=request.user) if self.has_void_permission(request) else None
        if told is None:
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"批量作废{self.opts.verbose_name}",
            "told": told,
            "here": request.path,
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
            "opts": self.opts,
        }
        part = "admin/lists/batch_part.html" if request.GET.get("part") else "admin/lists/batch.html"
        return render(request, part, context)

    @action(description="作废", permissions=["void"], url_path="void")
    def void_page(self, request, object_id):
        return self._reasoned(request, object_id, "作废", workflow.void)

    @action(description="恢复", permissions=["void"], url_path="restore")
    def restore_page(self, request, object_id):
        return self._reasoned(request, object_id, "恢复", workflow.restore)

    def _reasoned(self, request, object_id, words: str, verb):
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = ReasonForm(request.POST or None)
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        if request.method == "POST" and form.is_valid():
            try:
                verb(obj, by=request.user, reason=form.cleaned_data["reason"])
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"已{words}“{obj}”。")
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request), "title": f"{words}：{obj}", "form": form, "back": back, "opts": self.opts,
            "action": words, "danger": words == "作废",
        }  # fmt: skip
        return render(request, "admin/reason.html", context)

    @action(description="更正", permissions=["correct"], url_path="correct")
    def correct_page(self, request, object_id):
        """Values that an officer sets; no later list overwrites them."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        form_class = forms.modelform_factory(self.model, form=CorrectionForm, fields=_correctable(self.model))
        form = form_class(request.POST or None, instance=obj)
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        if request.method == "POST" and form.is_valid():
            values = {name: form.cleaned_data[name] for name in form.changed_data if name != "reason"}
            try:
                workflow.correct(obj, by=request.user, reason=form.cleaned_data["reason"], **values)
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"已更正“{obj}”，以后的清单不会覆盖更正过的项。")
                return redirect(back)
        context = {
            **self.admin_site.each_context(request), "title": f"更正：{obj}", "form": form, "back": back, "opts": self.opts,
            "action": "更正",
        }  # fmt: skip
        return render(request, "admin/reason.html", context)


class CorrectionForm(forms.ModelForm):
    """The columns that lists fill, and why they are changed by hand. It reads; the verb writes."""

    reason = forms.CharField(label="更正理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def _post_clean(self):
        """The verb validates the row under its lock; the form only reads cells."""


def _correctable(model: type[Record]) -> list[str]:
    """Columns that a person may correct: not keys to other rows, not personal data, not what the portal keeps itself.

    Of a place the division is chosen; its name as lists write it follows.
    """
    return [
        f.name
        for f in model._meta.concrete_fields
        if f.name not in HIDDEN | {"county"}
        and f.editable
        and not isinstance(f, (EncryptedTextField, models.GeneratedField, *HELPERS))
        and (not f.is_relation or f.name == "division")
    ]
