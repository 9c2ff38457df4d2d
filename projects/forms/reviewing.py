"""What comes in about rounds of reviews."""

from django import forms
from unfold.widgets import UnfoldAdminTextInputWidget

from projects.choices import ApplicationStatus, Ground, PairingKind
from projects.models import Application, DrawChoice, Expert, ExpertiseField, ReviewRound

SHOWN_AT_MOST = 500


class ExpertField(forms.CharField):
    """An expert, by number, or by a name that only one expert bears."""

    def __init__(self, **kwargs):
        super().__init__(
            **({"label": "专家", "max_length": 50, "help_text": "专家编号，或姓名（不重名时）。"} | kwargs)
        )

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = list(Expert.objects.in_bank().filter(number=text.upper())[:1])
        found = found or list(Expert.objects.in_bank().filter(name=text)[:2])
        if len(found) > 1:
            raise forms.ValidationError(f"有多名专家叫“{text}”，请填专家编号。")
        if not found:
            raise forms.ValidationError(f"专家库中没有“{text}”。")
        return found[0]


def _some(rows, **more) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(rows, widget=forms.CheckboxSelectMultiple, required=False, **more)


class TakeInForm(forms.Form):
    """Accepted applications of the call that are not in the round."""

    takes_all = forms.BooleanField(label="全部加入", required=False)
    field = forms.ModelChoiceField(
        ExpertiseField.objects.filter(is_current=True), label="专业领域", required=False, help_text="可在分组时再定。"
    )

    def __init__(self, *args, round: ReviewRound, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Application.objects.filter(call=round.call, status=ApplicationStatus.ACCEPTED)
        self.rows = rows.exclude(review_items__round=round).order_by("number")
        self.fields["takes_all"].label = f"全部加入（{self.rows.count()} 项）"
        shown = Application.objects.filter(pk__in=[row.pk for row in self.rows[:SHOWN_AT_MOST]]).order_by("number")
        self.fields["applications"] = _some(shown, label="或选择")

    def clean(self):
        """The applications as the verb takes them."""
        cleaned = super().clean()
        chosen = self.rows if cleaned.get("takes_all") else cleaned.get("applications")
        if not chosen:
            raise forms.ValidationError("请选择要加入的项目。")
        return {"applications": list(chosen), "field": cleaned.get("field")}


class GroupForm(forms.Form):
    """A group's name, field and applications."""

    name = forms.CharField(label="组名", max_length=60)
    field = forms.ModelChoiceField(ExpertiseField.objects.filter(is_current=True), label="专业领域", required=False)

    def __init__(self, *args, round: ReviewRound, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Application.objects.filter(review_items__round=round).order_by("number")
        self.fields["applications"] = _some(rows, label="项目")


class AssignForm(forms.Form):
    """One pair."""

    expert = ExpertField()

    def __init__(self, *args, round: ReviewRound, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Application.objects.filter(review_items__round=round).order_by("number")
        self.fields["application"] = forms.ModelChoiceField(rows, label="项目")


class PairForm(AssignForm):
    """A pair to keep or to avoid."""

    kind = forms.ChoiceField(label="方式", choices=PairingKind)
    reason = forms.CharField(label="理由", max_length=200)


class RecuseForm(forms.Form):
    """Who steps aside, and why."""

    expert = ExpertField()
    ground = forms.ChoiceField(label="情形", choices=Ground)
    evidence = forms.CharField(label="依据", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class UnwantedForm(forms.Form):
    """Whom the applicant does not want, and why."""

    expert_name = forms.CharField(label="专家姓名", max_length=50)
    unit_name = forms.CharField(label="专家单位", max_length=200, required=False)
    note = forms.CharField(label="理由", max_length=200)


class DrawChoiceForm(forms.ModelForm):
    """Who is drawn in any case, or not at all: the expert by number or name, or a unit that is left out."""

    expert = ExpertField(required=False, widget=UnfoldAdminTextInputWidget)

    class Meta:
        model = DrawChoice
        fields = ("kind", "expert", "unit_name", "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.expert_id:
            self.initial["expert"] = self.instance.expert.number
        self.fields["expert"].widget.attrs["aria-label"] = "专家"
