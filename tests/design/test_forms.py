"""Every form is drawn alike: label, hint, error tied to the input, a summary that links to it, nothing typed lost."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string

from bureau.design.forms import SampleForm


class Small(forms.Form):
    """A line, a note that may be left out, a picture of every kind that matters here."""

    mobile = forms.CharField(label="手机号", help_text="只用于通知。")
    note = forms.CharField(label="备注", required=False)
    amount = forms.DecimalField(label="金额", max_digits=6, decimal_places=2)
    day = forms.DateField(label="日期")
    kind = forms.ChoiceField(label="类型", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)


def drawn(form, **context):
    """The form as pages include it."""
    return render_to_string("components/form.html", {"form": form, "submit": "提交"} | context)


def tag_of(html, name):
    """The input of a field, as written."""
    return re.search(rf'<(?:input|textarea|select)[^>]*name="{name}"[^>]*>', html)[0]


def test_label_hint_and_need_are_in_words():
    html = drawn(Small())

    assert '<label for="id_mobile">手机号<span class="need">必填</span>' in html
    assert '备注<span class="need">选填</span>' in html
    assert 'id="id_mobile_helptext">只用于通知。' in html
    assert 'aria-describedby="id_mobile_helptext"' in tag_of(html, "mobile")
    assert 'autocomplete="tel"' in tag_of(html, "mobile")


def test_errors_are_tied_and_linked_and_keep_what_was_typed():
    html = drawn(Small({"mobile": "", "amount": "十万", "day": "昨天", "kind": "c"}))

    assert 'aria-describedby="id_mobile_helptext id_mobile_error"' in tag_of(html, "mobile")
    assert 'aria-invalid="true"' in tag_of(html, "mobile")
    assert 'id="id_mobile_error"' in html
    for target in ("id_mobile", "id_amount", "id_day", "id_kind"):
        assert f'<a href="#{target}' in html
    assert 'id="id_kind"' in html
    assert 'value="十万"' in tag_of(html, "amount")
    assert 'value="昨天"' in tag_of(html, "day")
    assert 'type="text"' in tag_of(html, "day")


def test_a_summary_stands_first_and_hears_focus():
    html = drawn(SampleForm({}))

    assert html.index('class="error-summary" role="alert" tabindex="-1"') < html.index("<form")


def test_dates_use_the_browsers_picker_and_numbers_the_right_keys():
    html = drawn(Small(initial={"day": None}))

    assert 'type="date"' in tag_of(html, "day")
    assert 'inputmode="decimal"' in tag_of(html, "amount")
    assert 'type="text"' in tag_of(html, "amount")


def test_choices_are_a_group_with_a_legend():
    html = drawn(Small())

    assert re.search(r'<fieldset class="field choices"[^>]*>\s*<legend>类型', html)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_was_typed_stays_text(text):
    html = drawn(Small({"mobile": text, "note": text, "amount": text, "day": text, "kind": text}))

    assert "<script>" not in html
    assert "<img" not in html


def test_messages_of_fields_are_sentences():
    form = Small({"amount": "x", "day": "x"})

    assert form.errors["mobile"] == ["请填写或选择此项。"]
    assert form.errors["amount"] == ["请填写数字，例如 12.5，不带单位。"]
    assert form.errors["day"] == ["没有这个日期。请按“年-月-日”填写，例如 2026-03-15。"]


def test_the_admin_draws_its_own_forms():
    """The design touches no renderer: a form that is printed by itself is Django's."""
    assert 'type="number"' in str(Small()["amount"])
