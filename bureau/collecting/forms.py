"""What comes in: a collection and its units, a unit's file, a reason, a new day."""

from django import forms
from django.conf import settings
from django.utils import timezone

from bureau.accounts.models import Organisation
from bureau.files import EXCEL, CheckedFileField
from bureau.lists.kinds import all_kinds

from .models import Collection


def _day(label: str, **more) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


class CollectionForm(forms.ModelForm):
    """Which list, of which period, by when, from whom."""

    kind = forms.ChoiceField(label="清单种类", choices=lambda: [(kind.code, kind.label) for kind in all_kinds()])
    period_from = _day("统计期开始")
    period_to = _day("统计期结束")
    due_on = _day("报送期限")
    units = forms.ModelMultipleChoiceField(
        label="报送单位",
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="承担推荐职责的单位。各单位只能报送所负责的县（市、区）、功能区或所属单位的数据。",
    )

    class Meta:
        model = Collection
        fields = ["title", "kind", "period_from", "period_to", "due_on", "instructions"]
        widgets = {"instructions": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(jurisdictions__isnull=False).distinct().order_by("name")
        self.fields["units"].queryset = rows
        if not self.is_bound:
            self.initial["units"] = [unit.pk for unit in rows]

    def clean_due_on(self):
        """A day that can still be met."""
        if self.cleaned_data["due_on"] < timezone.localdate():
            raise forms.ValidationError("报送期限已经过去，请另选一天。")
        return self.cleaned_data["due_on"]


class UploadForm(forms.Form):
    """A unit's list."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"] = CheckedFileField(label="清单文件", kinds=(EXCEL,), max_bytes=settings.LIST_FILE_MAX_BYTES)


class NilForm(forms.Form):
    """Why there is nothing."""

    reason = forms.CharField(label="零报送说明", max_length=200, help_text="例如：本季度没有新立项项目。")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ExtendForm(forms.Form):
    """Until when, and why."""

    due_on = _day("新的期限")
    reason = forms.CharField(label="说明", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ConfirmForm(forms.Form):
    """Nothing to say: a button."""
