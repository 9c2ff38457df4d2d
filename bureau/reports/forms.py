"""What comes in: entered figures, targets, plan items with their indicators as choices; reasons."""

from django import forms
from django.conf import settings

from bureau.accounts.choices import CITIES
from bureau.workflow import Refused

from .annual import FIRST_YEAR, LAST_YEAR
from .indicators import BY_CODE, ENTERED, RANKED, choices
from .models import CityFigure, Entry, PlanItem, Section, Target
from .texts import LABELS
from .workflow import demand_open, demand_unsent


class ReasonForm(forms.Form):
    """A verb that wants a reason."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class YearForm(forms.ModelForm):
    """Something of one year's report, which must still be open."""

    demands = (demand_open,)

    def clean(self):
        """Say beside the year what the verb would refuse."""
        year = super().clean().get("year")
        try:
            for one in {year, self.instance.year if self.instance.pk else year} - {None}:
                for demand in self.demands:
                    demand(one)
        except Refused as refusal:
            self.add_error("year", str(refusal))
        return self.cleaned_data


class EntryForm(YearForm):
    """A value that no list can yield; an indicator that has become counted keeps what was entered earlier."""

    indicator = forms.ChoiceField(label="指标", choices=lambda: choices(ENTERED))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kept = BY_CODE.get(self.instance.indicator)
        if kept and not kept.is_entered:
            self.fields["indicator"].choices = choices([kept, *ENTERED])

    class Meta:
        model = Entry
        fields = ["indicator", "year", "value", "source_document"]


class CityFigureForm(YearForm):
    """Another city's value; the city's own is counted."""

    indicator = forms.ChoiceField(label="指标", choices=lambda: choices([BY_CODE[code] for code in RANKED]))
    city = forms.ChoiceField(
        label="设区市", choices=lambda: [(city, city) for city in CITIES if city != settings.SITE_CITY]
    )

    class Meta:
        model = CityFigure
        fields = ["indicator", "year", "city", "value", "source_document"]


class TargetForm(YearForm):
    """What a year is to reach."""

    indicator = forms.ChoiceField(label="指标", choices=choices)

    class Meta:
        model = Target
        fields = ["indicator", "year", "kind", "value", "section", "source_document"]


class PlanItemForm(YearForm):
    """One item of a plan."""

    indicator = forms.ChoiceField(label="对应指标", required=False, choices=lambda: [("", "（无）"), *choices()])
    demands = (demand_open, lambda year: demand_unsent(year - 1))

    class Meta:
        model = PlanItem
        fields = [
            "year", "outline", "position", "text", "indicator", "base", "target", "measure", "section", "due_on", "state",
            "actual", "reason",
        ]  # fmt: skip


class ComputeForm(forms.Form):
    """Which year to compute."""

    year = forms.IntegerField(
        label="计算年度",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={
            "required": "请填写要计算的年度。",
            "invalid": "年度应是四位数字，如 2015。",
            "min_value": f"年度应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。",
            "max_value": f"年度应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。",
        },
    )


class CopyPlanForm(forms.Form):
    """Which year's plan is to begin."""

    year = forms.IntegerField(label="新计划的年度", min_value=1991, max_value=2100, help_text="以上一年的条目为底稿")


class SectionForm(YearForm):
    """Words of a year's report."""

    code = forms.ChoiceField(label="位置", choices=lambda: list(LABELS.items()))

    class Meta:
        model = Section
        fields = ["year", "code", "text"]
