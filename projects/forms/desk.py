"""The score sheet as a Django form: it draws; what is typed is read by scoresheets."""

from collections.abc import Mapping

from django import forms
from django.forms.utils import ErrorDict, ErrorList

from projects.choices import ON_PROJECTS, Advice, Familiarity
from projects.formdata.scheme import Scheme, plain
from projects.scoresheets import COMMENT_AT_MOST, WORDS_AT_MOST


class SheetForm(forms.Form):
    """The sheet with what has been said, and what is lacking."""

    def __init__(
        self, scheme: Scheme, said: Mapping, *, lacks=(), advice: Advice = ON_PROJECTS, is_readonly: bool = False
    ):
        super().__init__(auto_id="id_%s")
        self.scheme = scheme
        for criterion in scheme.criteria:
            one = said["marks"].get(criterion.code, {})
            attrs = {"inputmode": "decimal", "class": "short", "autocomplete": "off"}
            self._add(
                f"mark-{criterion.code}", f"评分（0-{plain(criterion.most)}）", forms.TextInput(attrs), one.get("mark")
            )
            words = "说明" + (f"（不少于 {criterion.comment_least} 字）" if criterion.comment_least else "")
            area = forms.Textarea({"rows": 2, "maxlength": WORDS_AT_MOST, "data-least": criterion.comment_least})
            self._add(
                f"words-{criterion.code}", words, area, one.get("words"), is_required=bool(criterion.comment_least)
            )
        comment = forms.Textarea({"rows": 6, "maxlength": COMMENT_AT_MOST, "data-least": scheme.comment_least})
        self._add("comment", f"总体意见（不少于 {scheme.comment_least} 字）", comment, said["comment"])
        radio = forms.RadioSelect(choices=advice.choices)
        self._add("recommendation", advice.label, radio, said["recommendation"])
        if scheme.asks_amount:
            money = forms.TextInput({"inputmode": "decimal", "class": "short"})
            self._add("amount", "建议经费额度（万元）", money, said["amount"], is_required=False)
        radio = forms.RadioSelect(choices=Familiarity.choices)
        self._add("familiarity", "对该领域的熟悉程度", radio, said["familiarity"])
        for field in self.fields.values():
            field.disabled = is_readonly
        found: dict[str, list[str]] = {}
        for lack in lacks:
            found.setdefault(lack.field, []).append(lack.text)
        self._errors = ErrorDict({code: ErrorList(words) for code, words in found.items() if code in self.fields})

    def _add(self, name: str, label: str, widget: forms.Widget, value, *, is_required: bool = True) -> None:
        self.fields[name] = forms.Field(label=label, widget=widget, required=is_required)
        self.initial[name] = value or ""

    def criteria(self) -> list[dict]:
        """Each criterion with its two fields, in the order of the sheet."""
        return [
            {"criterion": c, "mark": self[f"mark-{c.code}"], "words": self[f"words-{c.code}"],
             "weight": plain(c.weight), "most": plain(c.most)}
            for c in self.scheme.criteria
        ]  # fmt: skip

    def rest(self) -> list:
        """The other fields."""
        own = [name for name in self.fields if not name.startswith(("mark-", "words-"))]
        return [self[name] for name in own]


class ConflictForm(forms.Form):
    """Why one steps aside; a click without words says that one has an interest."""

    reason = forms.CharField(
        label="利害关系（可不填）",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_reason(self) -> str:
        """The words, or what the click means."""
        return self.cleaned_data["reason"].strip() or "本人与该项目有利害关系"
