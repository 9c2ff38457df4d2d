"""What people fill in to ask of the statistics, and to keep what they asked."""

from django import forms

from bureau.accounts.models import Division

from .choices import UNKNOWN_APPLICANT_TYPE, PatentKind
from .dimensions import DIMENSIONS, PERIODS, SECTIONS, TYPES
from .questions import Measure, Share

EVERYTHING = ("*", "全部")


class PivotForm(forms.Form):
    """The choices of the pivot page; what it means is ``Question.of``'s to say."""

    measure = forms.ChoiceField(label="统计量", choices=Measure.choices)
    rows = forms.ChoiceField(label="行", choices=[*((d.code, d.label) for d in DIMENSIONS.values()), *PERIODS.items()])
    columns = forms.ChoiceField(label="列", required=False)
    since = forms.CharField(label="自", widget=forms.TextInput(attrs={"type": "month"}))
    until = forms.CharField(label="至", widget=forms.TextInput(attrs={"type": "month"}))
    share = forms.ChoiceField(label="显示", choices=Share.choices, required=False)
    running = forms.BooleanField(label="按年累计", required=False, widget=forms.CheckboxInput(attrs={"value": "1"}))
    division = forms.ChoiceField(label="只看县（市、区）", required=False)
    kind = forms.ChoiceField(label="只看类型", choices=[EVERYTHING, *PatentKind.choices], required=False)
    applicant_type = forms.ChoiceField(
        label="只看申请人类型",
        choices=[EVERYTHING, *((one, one) for one in TYPES), ("", UNKNOWN_APPLICANT_TYPE)],
        required=False,
    )
    section = forms.ChoiceField(label="只看 IPC 部", choices=[EVERYTHING, *SECTIONS.items()], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["columns"].choices = [("", "本期与上年同期"), *self.fields["rows"].choices]
        places = [(str(place.pk), place.name) for place in Division.objects.for_tables()]
        self.fields["division"].choices = [EVERYTHING, *places]


class KeepForm(forms.Form):
    """A view's name, and who is to see it."""

    name = forms.CharField(label="视图名称", min_length=2, max_length=60)
    is_shared = forms.BooleanField(label="同事可见", required=False)
    on_board = forms.BooleanField(label="放上看板", required=False)
