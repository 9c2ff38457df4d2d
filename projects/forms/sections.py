"""A section of a call's form as a Django form: it draws; what is typed is read by formdata.values."""

import re
from collections.abc import Collection, Mapping

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.template.loader import render_to_string

from bureau.personal import decrypt
from bureau.privacy import consents
from projects import agreeing, budget
from projects.choices import APART_KINDS, ROWS_KINDS, FieldKind, Meaning
from projects.formdata.schema import Field, Form, Section, columns_of
from projects.formdata.values import empty

BLANK_ROWS = 2
RADIOS_AT_MOST = 6
FROM_REGISTER = (Meaning.UNIT_NAME, Meaning.UNIT_CODE, Meaning.UNIT_PLACE)
_ISO = re.compile(r"^(\d{4}-\d{2}-\d{2})?$")


class RowsWidget(forms.Widget):
    """A table of rows; two blank ones at its end, more by a button where there is script."""

    use_fieldset = True

    def __init__(self, field: Field, attrs=None):
        super().__init__(attrs)
        self.asked = field

    def render(self, name, value, attrs=None, renderer=None):
        columns = columns_of(self.asked)
        rows = [*(value or []), *({} for _ in range(BLANK_ROWS))]
        cells = [
            [{"column": c, "name": f"{name}-{number}-{c.code}", "value": row.get(c.code, "")} for c in columns]
            for number, row in enumerate(rows)
        ]
        context = {"name": name, "label": self.asked.label, "columns": columns, "rows": cells, "most": self.asked.most}
        return render_to_string("projects/widgets/rows.html", context)


class BudgetWidget(forms.Widget):
    """The heads of the call's rules, both parts beside each other, with totals."""

    use_fieldset = True

    def __init__(self, rules: budget.RuleSet | None, attrs=None):
        super().__init__(attrs)
        self.rules = rules

    def render(self, name, value, attrs=None, renderer=None):
        lines = [
            {
                "head": head,
                "cells": [
                    {"name": f"{name}-{head.code}-{part}", "part": part, "label": label,
                     "value": (value or {}).get(head.code, {}).get(part, "")}
                    for part, label in budget.PARTS.items()
                ],
                "note": {"name": f"{name}-{head.code}-note", "value": (value or {}).get(head.code, {}).get("note", "")},
            }
            for head in (self.rules.heads if self.rules else ())
        ]  # fmt: skip
        context = {"lines": lines, "parts": budget.PARTS, "rules": self.rules}
        return render_to_string("projects/widgets/budget.html", context)


class SectionForm(forms.Form):
    """The fields of a section with what has been filled in, and what is wrong with it."""

    def __init__(
        self,
        section: Section,
        values: Mapping,
        *,
        rules: budget.RuleSet | None = None,
        errors: Mapping[str, list[str]] | None = None,
        is_readonly: bool = False,
        agreed: Collection = (),
    ):
        super().__init__(auto_id="id_%s")
        for field in section.fields:
            if field.kind in APART_KINDS:
                continue
            value = values.get(field.code, empty(field))
            value = decrypt(value) if field.kind == FieldKind.SECRET else value
            self.fields[field.code] = _control(field, value, rules, is_readonly)
            self.initial[field.code] = value
            if agreeing.is_asked_for(field) and field.code not in agreed and not is_readonly:
                self.fields[consent_name(field)] = consents.tick(consents.SECRET, required=False)
        self._errors = ErrorDict(
            {code: ErrorList(said) for code, said in (errors or {}).items() if code in self.fields}
        )


def consent_name(field: Field) -> str:
    """The tick beside a sensitive field."""
    return f"consent-{field.code}"


def _control(field: Field, value, rules, is_readonly: bool) -> forms.Field:
    control = forms.Field(
        label=field.label, help_text=field.help, required=field.is_required, widget=_widget(field, value, rules)
    )
    control.disabled = is_readonly or field.meaning in FROM_REGISTER
    return control


def _widget(field: Field, value, rules) -> forms.Widget:
    if field.kind == FieldKind.LONG:
        rows = min(14, max(4, (field.most or 500) // 150))
        return forms.Textarea(attrs={"rows": rows, **({"maxlength": field.most} if field.most else {})})
    if field.kind in (FieldKind.NUMBER, FieldKind.MONEY):
        return forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
    if field.kind == FieldKind.DATE:
        widget = forms.DateInput()
        widget.input_type = "date" if _ISO.match(value) else "text"
        return widget
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        return _choice_widget(field)
    if field.kind == FieldKind.CHECK:
        return forms.CheckboxInput()
    if field.kind in ROWS_KINDS:
        return RowsWidget(field)
    if field.kind == FieldKind.BUDGET:
        return BudgetWidget(rules)
    if field.kind == FieldKind.SECRET:
        return forms.TextInput(attrs={"data-secret": "", "autocomplete": "off"})
    return forms.TextInput(attrs={"maxlength": field.most} if field.most else {})


def _choice_widget(field: Field) -> forms.Widget:
    options = [(option, option) for option in field.options]
    if field.kind == FieldKind.CHOICES:
        return forms.CheckboxSelectMultiple(choices=options)
    if len(options) <= RADIOS_AT_MOST:
        return forms.RadioSelect(choices=options)
    return forms.Select(choices=[("", "请选择"), *options])


def conditions(form: Form, section: Section) -> dict[str, dict]:
    """Which fields of a section are shown only if another one of the same section says so, for the page's script."""
    own = {field.code for field in section.fields}
    return {
        field.code: {"by": field.shown_if, "is": field.shown_value} for field in section.fields if field.shown_if in own
    }
