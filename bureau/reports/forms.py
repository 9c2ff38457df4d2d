"""What comes in: entered figures, targets, plan items with their indicators as choices; reasons."""

from django import forms

from .indicators import BY_CODE, ENTERED, RANKED, choices
from .models import CityFigure, Entry, PlanItem, Section, Target
from .texts import LABELS


class ReasonForm(forms.Form):
    """A verb that wants a reason."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class EntryForm(forms.ModelForm):
    """A value that no list can yield."""

    indicator = forms.ChoiceField(label="指标", choices=lambda: choices(ENTERED))

    class Meta:
        model = Entry
        fields = ["indicator", "year", "value", "source_document"]


class CityFigureForm(forms.ModelForm):
    """Another city's value."""

    indicator = forms.ChoiceField(label="指标", choices=lambda: choices([BY_CODE[code] for code in RANKED]))

    class Meta:
        model = CityFigure
        fields = ["indicator", "year", "city", "value", "source_document"]


class TargetForm(forms.ModelForm):
    """What a year is to reach."""

    indicator = forms.ChoiceField(label="指标", choices=choices)

    class Meta:
        model = Target
        fields = ["indicator", "year", "kind", "value", "section", "source_document"]


class PlanItemForm(forms.ModelForm):
    """One item of a plan."""

    indicator = forms.ChoiceField(label="对应指标", required=False, choices=lambda: [("", "（无）"), *choices()])

    class Meta:
        model = PlanItem
        fields = [
            "year", "outline", "position", "text", "indicator", "base", "target", "measure", "section", "due_on", "state",
            "actual", "reason",
        ]  # fmt: skip


class CopyPlanForm(forms.Form):
    """Which year's plan is to begin."""

    year = forms.IntegerField(label="新计划的年度", min_value=1991, max_value=2100, help_text="以上一年的条目为底稿")


class SectionForm(forms.ModelForm):
    """Words of a year's report."""

    code = forms.ChoiceField(label="位置", choices=lambda: list(LABELS.items()))

    class Meta:
        model = Section
        fields = ["year", "code", "text"]
