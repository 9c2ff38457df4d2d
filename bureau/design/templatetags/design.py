"""Tags that draw forms, links and words the way the design has them."""

import copy

from django import forms, template

from bureau.design import context as frame
from bureau.design import pieces

register = template.Library()

# What browsers fill in by themselves, by the name of the field (WCAG 1.3.5).
AUTOCOMPLETE = {
    "username": "username",
    "email": "email",
    "mobile": "tel",
    "phone": "tel",
    "telephone": "tel",
    "postcode": "postal-code",
    "address": "street-address",
}


@register.simple_tag
def address(name: str) -> str:
    """Where a page is reached, or nothing where it is not built in: ``{% address "feedback" as url %}``."""
    return frame.address(name)


@register.simple_tag(takes_context=True)
def marks(context) -> dict:
    """The marks of this site, also on a page of a package that calls something else ``site``."""
    return next(layer["site"] for layer in reversed(context.dicts) if isinstance(layer.get("site"), dict))


@register.simple_tag(takes_context=True)
def wish(context, **wishes) -> str:
    """This page's address with another display: ``{% wish care="on" %}``."""
    query = context["request"].GET.copy()
    for name, value in wishes.items():
        query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def own(context, name: str) -> str:
    """A piece of the page that is each visitor's own; on one that is kept for all, the mark that stands for it."""
    return pieces.mark(name) if getattr(context["request"], "is_nobodys", False) else pieces.render(name, context)


@register.simple_tag
def page_numbers(page) -> list:
    """The pages to link to: the first, the last, those around this one, and … between them."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


def _kind(field) -> str:
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "group" if field.use_fieldset else "line"


@register.filter
def kind(field) -> str:
    """What a field is drawn as: check, choices, file, group, line."""
    return _kind(field)


@register.filter
def described_by(field) -> str:
    """The ids of the hint and of the error that belong to a field."""
    ids = [f"{field.auto_id}_helptext"] if field.help_text else []
    return " ".join(ids + ([f"{field.auto_id}_error"] if field.errors else []))


NATIVE = {forms.DateInput: ("date", "%Y-%m-%d"), forms.TimeInput: ("time", "%H:%M")}


def _drawn(widget, value):
    """The widget as pages draw it: dates by the browser's picker, numbers as text. What was typed is never lost:
    a picker shows no wrong date and a number input no wrong number, so a wrong date stays text and so do all numbers.
    """
    drawn = copy.deepcopy(widget)
    if type(widget) in NATIVE and widget.input_type == "text" and not isinstance(value, str):
        drawn.input_type, drawn.format = NATIVE[type(widget)]
    if type(widget) is forms.NumberInput:
        drawn.input_type = "text"
        is_whole = drawn.attrs.pop("step", "1") == "1"
        drawn.attrs = {k: v for k, v in drawn.attrs.items() if k not in ("min", "max")}
        drawn.attrs |= {"inputmode": "numeric" if is_whole else "decimal", "class": "short"}
    return drawn


@register.simple_tag
def control(field) -> str:
    """The input itself, tied to its hint and its error, filled in by the browser where browsers know how."""
    attrs = {}
    if (known := AUTOCOMPLETE.get(field.name)) and "autocomplete" not in field.field.widget.attrs:
        attrs["autocomplete"] = known
    if ids := described_by(field):
        attrs["aria-describedby"] = ids
    return field.as_widget(widget=_drawn(field.field.widget, field.value()), attrs=attrs)
