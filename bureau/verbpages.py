"""A verb as a page of the browser admin: its question or its form, the refusal beside what was typed, or back to the row."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html

from .workflow import Refused


class VerbPages:
    """For an admin class whose noun changes by verbs."""

    shapes: dict[str, str] = {}  # By status, how its tag looks: good, warn, bad.

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        """The status as a tag."""
        return format_html(
            '<span class="bureau-tag {}">{}</span>', self.shapes.get(obj.status, ""), obj.get_status_display()
        )

    def say(self, request, object_id, words: str, verb, form: forms.Form | None = None, back: str = "", **context):
        """The page of one verb, called as ``verb(row, by=person, **form.cleaned_data)``.

        What it refuses is said above the form, which keeps what was typed; without a form it is said on the page that comes
        next: ``back``, or the row's own.
        ``context`` is shown besides: ``asks`` (a sentence), ``told`` (findings), ``paper`` (the address of a scan),
        and ``danger``.
        """
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        back = back or reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        if request.method == "POST" and (form is None or form.is_valid()):
            try:
                verb(obj, by=request.user, **(form.cleaned_data if form else {}))
            except Refused as refusal:
                if form is None:
                    messages.error(request, str(refusal))
                    return HttpResponseRedirect(back)
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"已{words}：{obj}。")
                return HttpResponseRedirect(back)
        page = {"title": f"{words}：{obj}", "form": form or (), "back": back, "opts": self.opts, "action": words}
        return render(request, "admin/verb.html", {**self.admin_site.each_context(request), **page, **context})
