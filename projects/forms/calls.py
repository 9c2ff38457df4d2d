"""What staff say when they compose calls."""

from django import forms
from unfold.widgets import UnfoldAdminSplitDateTimeWidget

from bureau.accounts.models import Jurisdiction, Organisation
from projects.formdata.ready import NAMES
from projects.formdata.scheme import NAMES as SCHEMES
from projects.models import Call

REVISABLE = (
    "opens_at", "closes_at", "recommend_until", "recommend_quota", "guide", "contact", "notice_number", "ceiling",
    "budget_rules", "check_days", "correction_days", "visit_places", "visit_from",
)  # fmt: skip


class ReadyForm(forms.Form):
    """Which form that is ready."""

    code = forms.ChoiceField(label="现成表单", choices=list(NAMES.items()), widget=forms.RadioSelect)


class ReadySchemeForm(forms.Form):
    """Which review scheme that is ready."""

    code = forms.ChoiceField(label="现成评审方案", choices=list(SCHEMES.items()), widget=forms.RadioSelect)


class CopyForm(forms.Form):
    """For which year, under which name."""

    plan_year = forms.IntegerField(label="计划年度", min_value=2000, max_value=2100)
    title = forms.CharField(label="批次名称", max_length=200)


class CancelForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="取消理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ReviseForm(forms.ModelForm):
    """What changes of a published call, and why."""

    words = forms.CharField(
        label="修订说明", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text="改了什么、为什么；发给受影响的单位。"
    )  # fmt: skip

    class Meta:
        model = Call
        fields = REVISABLE
        field_classes = dict.fromkeys(("opens_at", "closes_at", "recommend_until"), forms.SplitDateTimeField)
        widgets = dict.fromkeys(("opens_at", "closes_at", "recommend_until"), UnfoldAdminSplitDateTimeWidget)


class WindowForm(forms.Form):
    """One recommending unit's own deadlines."""

    unit = forms.ModelChoiceField(Organisation.objects.none(), label="推荐单位")
    closes_at = forms.SplitDateTimeField(label="申报截止", widget=UnfoldAdminSplitDateTimeWidget)
    recommend_until = forms.SplitDateTimeField(label="推荐截止", widget=UnfoldAdminSplitDateTimeWidget)
    quota = forms.IntegerField(label="限推（项）", min_value=0, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Organisation.objects.filter(pk__in=Jurisdiction.objects.values("unit"))
