"""What staff say when they compose calls."""

from decimal import Decimal

from django import forms
from unfold.widgets import UnfoldAdminSplitDateTimeWidget

from bureau.accounts.choices import OrganisationKind
from bureau.accounts.models import Jurisdiction, Organisation
from projects.formdata.ready import NAMES
from projects.formdata.scheme import NAMES as SCHEMES
from projects.models import Call

MONEY = ("ceiling", "visit_from")
WAN = Decimal(10_000)
REVISABLE = (
    "opens_at", "closes_at", "recommend_until", "recommend_quota", "guide", "contact", "notice_number", "ceiling",
    "budget_rules", "check_days", "correction_days", "visit_places", "visit_from",
)  # fmt: skip


class WanDecimalField(forms.DecimalField):
    """An amount that is kept in 元 and typed in 万元."""

    def __init__(self, *, max_digits=None, decimal_places=None, **kwargs):
        super().__init__(max_digits=10, decimal_places=6, **kwargs)
        self.label = (self.label or "").replace("（元）", "（万元）")

    def prepare_value(self, value):
        return f"{(value / WAN).normalize():f}" if isinstance(value, Decimal) else value  # What was typed is text.

    def clean(self, value):
        amount = super().clean(value)
        return None if amount is None else amount * WAN

    def has_changed(self, initial, data):
        return super().has_changed(None if initial is None else initial / WAN, data)


class CallForm(forms.ModelForm):
    """A call as it is composed; amounts in 万元."""

    applicant_kinds = forms.MultipleChoiceField(
        label="可申报的单位类型", choices=OrganisationKind.choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="不选表示不限。",
    )  # fmt: skip

    class Meta:
        field_classes = dict.fromkeys(MONEY, WanDecimalField)
        labels = {"visit_places": "前几名须现场考察", "visit_from": "申请多少须考察（元）"}  # As long as there is room.


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
        field_classes = dict.fromkeys(MONEY, WanDecimalField) | dict.fromkeys(
            ("opens_at", "closes_at", "recommend_until"), forms.SplitDateTimeField
        )
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
