"""What comes in about a firm's year: a form for each page of it. Forms clean; verbs act."""

from django import forms

from bureau.accounts.models import Division, User
from bureau.files import CheckedFileField

from .assessment.inputs import Judgements
from .assessment.rules import RuleSet
from .assessment.schema import Flag
from .assessment.whatif import Change
from .choices import Evidence, ExitGround, StaffKind, Tier
from .models import (
    Activity,
    ApiToken,
    Conversion,
    Enterprise,
    Measure,
    Product,
    Right,
    ServiceRecord,
    Ticket,
    YearlyData,
)
from .models.yearly import RESEARCH_LINES
from .parts import ACCOUNTS, PARTS, TECH_SME


class EnterpriseForm(forms.ModelForm):
    """The firm itself."""

    class Meta:
        model = Enterprise
        fields = ["registered_on", "operating_from", "technology_field"]
        widgets = {
            "registered_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "operating_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["registered_on"].required = True


class _AmountForm(forms.ModelForm):
    """Amounts in yuan; an empty one is not known yet."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.DecimalField):
                field.label = f"{field.label}（元）"
            if isinstance(field, forms.NullBooleanField):
                self.fields[name] = forms.TypedChoiceField(
                    label=field.label,
                    choices=[("", "尚未声明"), ("yes", "是"), ("no", "否")],
                    coerce=lambda value: value == "yes",
                    empty_value=None,
                    required=False,
                    initial={True: "yes", False: "no", None: ""}[getattr(self.instance, name)],
                )
                self.initial.pop(name, None)


class AccountsForm(_AmountForm):
    """Income, assets and declarations of the year."""

    class Meta:
        model = YearlyData
        fields = ACCOUNTS


class ResearchForm(_AmountForm):
    """Research by the eight lines, the seventh in two."""

    class Meta:
        model = YearlyData
        fields = RESEARCH_LINES


class TechSmeForm(_AmountForm):
    """What only 科技型中小企业评价 asks."""

    class Meta:
        model = YearlyData
        fields = TECH_SME


class StaffForm(forms.Form):
    """One kind of staff at both ends of each month; a month is filled in whole or left empty."""

    def __init__(self, *args, counts=(), **kwargs):
        super().__init__(*args, **kwargs)
        known = {count.month: count for count in counts}
        for month in range(1, 13):
            for end, words in (("start", "月初"), ("end", "月末")):
                self.fields[f"{end}_{month}"] = forms.IntegerField(
                    label=f"{month} {words}数",
                    min_value=0,
                    max_value=1_000_000,
                    required=False,
                    initial=getattr(known[month], f"at_{end}") if month in known else None,
                )

    def clean(self):
        """Both ends of a month or neither."""
        cleaned = super().clean()
        for month in range(1, 13):
            pair = cleaned.get(f"start_{month}"), cleaned.get(f"end_{month}")
            if (pair[0] is None) != (pair[1] is None) and not self.errors:
                self.add_error(f"start_{month}", f"{month} 月的月初数和月末数要么都填，要么都不填。")
        return cleaned

    @property
    def months(self) -> dict[int, tuple[int, int]]:
        """The months that were filled in."""
        pairs = {m: (self.cleaned_data[f"start_{m}"], self.cleaned_data[f"end_{m}"]) for m in range(1, 13)}
        return {month: pair for month, pair in pairs.items() if None not in pair}


def _dates(*names: str) -> dict:
    return {name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in names}


class RightForm(forms.ModelForm):
    """An intellectual property right."""

    class Meta:
        model = Right
        fields = PARTS["rights"][2]
        widgets = _dates("authorised_on", "expires_on")


class ProductForm(forms.ModelForm):
    """A high-tech product or service."""

    class Meta:
        model = Product
        fields = PARTS["products"][2]


class ActivityForm(forms.ModelForm):
    """A research activity."""

    class Meta:
        model = Activity
        fields = PARTS["activities"][2]
        widgets = _dates("began_on", "ended_on")


class ConversionForm(forms.ModelForm):
    """A converted result."""

    class Meta:
        model = Conversion
        fields = PARTS["conversions"][2]


SECTIONS = {
    "firm": ("企业信息", EnterpriseForm),
    "accounts": ("收入、资产与声明", AccountsForm),
    "research": ("研发费用", ResearchForm),
    "tech-sme": ("科技型中小企业评价另需的数据", TechSmeForm),
}
STAFF = {f"staff-{kind.value}": kind for kind in StaffKind}
ROWS = {
    code: (PARTS[code][0], form)
    for code, form in (
        ("rights", RightForm),
        ("products", ProductForm),
        ("activities", ActivityForm),
        ("conversions", ConversionForm),
    )
}


class ExplainForm(forms.Form):
    """A reason for each difference."""

    def __init__(self, *args, findings=(), explanations=None, **kwargs):
        super().__init__(*args, **kwargs)
        for finding in findings:
            self.fields[finding.code] = forms.CharField(
                label=finding.sentence,
                required=False,
                max_length=300,
                initial=(explanations or {}).get(finding.code, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )


class JudgementForm(forms.Form):
    """What experts or the section decided; empty leaves it open. Of the sub-items, those of the rules that the firm falls under."""

    def __init__(self, *args, values: dict, rules: RuleSet, parts: dict, **kwargs):
        super().__init__(*args, **kwargs)
        for name, told in Judgements.__dataclass_fields__.items():
            words, kind = told.metadata["title"], told.metadata["kind"]
            given = values.get(name)
            if isinstance(kind, Flag):
                self.fields[name] = forms.TypedChoiceField(
                    label=words,
                    choices=[("", "未判断"), ("yes", "是"), ("no", "否")],
                    coerce=lambda value: value == "yes",
                    empty_value=None,
                    required=False,
                    initial={True: "yes", False: "no"}.get(given, ""),
                )
        for name, (part, line) in parts.items():
            self.fields[name] = forms.DecimalField(
                label=f"{part.code} {part.label}（满分 {part.full}）",
                min_value=0,
                max_value=part.full,
                decimal_places=rules.places,
                required=False,
                initial=values.get(name),
                help_text=f"{line.reason}可评 {line.span} 分。" if line else "",
            )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class BeginForm(forms.Form):
    """Which year."""

    year = forms.IntegerField(label="年度", min_value=1990, max_value=2100, help_text="四位年份，须是已经结束的年度。")


def officers():
    """Those who may answer for a firm."""
    return User.objects.filter(is_active=True, is_staff=True, groups__permissions__codename="serve_reserve").distinct()


class CandidateForm(forms.Form):
    """Which firms to look for."""

    evidence = forms.ChoiceField(label="从哪里找", choices=Evidence, required=False)
    near = forms.TypedChoiceField(
        label="差几项条件",
        choices=[("", "不限"), *((str(n), f"至多 {n} 项" if n else "已全部符合") for n in range(4))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    division = forms.ModelChoiceField(
        Division.objects.order_by("position"), label="所在地", empty_label="全部", required=False
    )
    q = forms.CharField(label="企业名称", max_length=50, required=False)


class AdmitForm(forms.Form):
    """To whom the firm is given, in which tier, for which year."""

    responsible = forms.ModelChoiceField(User.objects.none(), label="责任人")
    tier = forms.ChoiceField(label="层级", choices=Tier)
    plan_year = forms.IntegerField(label="计划申报年度", min_value=2008, max_value=2100)
    reason = forms.CharField(
        label="不符合入库条件而仍入库的理由", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = officers()


class HandOverForm(forms.Form):
    """To whom, and why."""

    responsible = forms.ModelChoiceField(User.objects.none(), label="新责任人")
    reason = forms.CharField(label="移交理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = officers()


class LeaveForm(forms.Form):
    """Why the firm leaves."""

    ground = forms.ChoiceField(label="出库原因", choices=ExitGround)
    reason = forms.CharField(label="情况与依据", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class MeasureForm(forms.ModelForm):
    """A measure of the firm's own plan."""

    class Meta:
        model = Measure
        fields = ["gap", "action", "owner", "due_on"]
        widgets = _dates("due_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = officers()


class GapsForm(forms.Form):
    """Proposals from the newest assessment: which are taken, how they are worded, who answers for them, until when."""

    def __init__(self, *args, gaps=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.gaps = gaps
        for number, gap in enumerate(gaps, 1):
            self.fields[f"take_{number}"] = forms.BooleanField(
                label=f"采用第 {number} 项", initial=True, required=False
            )
            self.fields[f"gap_{number}"] = forms.CharField(
                label="短板",
                max_length=300,
                initial=gap.words,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"action_{number}"] = forms.CharField(
                label="措施",
                max_length=500,
                initial=gap.suggested,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["owner"] = forms.ModelChoiceField(officers(), label="负责人")
        self.fields["due_on"] = forms.DateField(label="完成时限", widget=_dates("due_on")["due_on"])

    def clean(self):
        """The lines that were taken, as the verb wants them."""
        given = super().clean()
        lines = []
        for number, gap in enumerate(self.gaps, 1):
            if not given.get(f"take_{number}"):
                continue
            for name, words in (("gap", "短板"), ("action", "措施")):
                if not given.get(f"{name}_{number}") and f"{name}_{number}" not in self.errors:
                    self.add_error(f"{name}_{number}", f"采用的一项须写明{words}。")
            lines.append(
                {"condition": gap.condition, "gap": given.get(f"gap_{number}"), "action": given.get(f"action_{number}")}
            )
        return {"lines": lines, "owner": given.get("owner"), "due_on": given.get("due_on")}


class OutcomeForm(forms.Form):
    """Which measure, and what came of it."""

    measure = forms.ModelChoiceField(Measure.objects.none(), label="措施")
    outcome = forms.CharField(label="结果", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, measures=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = measures


class ServiceForm(forms.ModelForm):
    """A service that was rendered."""

    class Meta:
        model = ServiceRecord
        fields = ["served_on", "mode", "kind", "content", "problems", "result", "next_on"]
        widgets = _dates("served_on", "next_on")


class ServiceFileForm(forms.Form):
    """A paper, and the service that it belongs to."""

    service = forms.ModelChoiceField(ServiceRecord.objects.none(), label="服务记录")
    file = CheckedFileField(label="附件")

    def __init__(self, *args, services=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = services


class OpinionForm(forms.Form):
    """What the firm thinks of a service."""

    opinion = forms.CharField(label="意见或建议（可不填）", max_length=500, required=False)


class TicketForm(forms.ModelForm):
    """A firm's question."""

    class Meta:
        model = Ticket
        fields = ["subject", "text"]


class AnswerForm(forms.Form):
    """What is answered."""

    answer = forms.CharField(label="答复", max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))


class WhatIfForm(forms.Form):
    """What one would change; amounts in 万元. Empty changes nothing."""

    first_class = forms.IntegerField(label="新增Ⅰ类知识产权（项）", min_value=0, max_value=100, required=False)
    second_class = forms.IntegerField(label="新增Ⅱ类知识产权（项）", min_value=0, max_value=100, required=False)
    conversions = forms.IntegerField(label="新增科技成果转化（项）", min_value=0, max_value=100, required=False)
    reassigned = forms.IntegerField(label="现有职工转为科技人员（人）", min_value=0, max_value=100_000, required=False)
    hired = forms.IntegerField(label="新招科技人员（人）", min_value=0, max_value=100_000, required=False)
    research = forms.DecimalField(label="境内研发费用增加（万元）", min_value=0, max_digits=12, decimal_places=2, required=False)  # fmt: skip
    high_tech = forms.DecimalField(label="高新技术产品（服务）收入增加（万元）", min_value=0, max_digits=12, decimal_places=2, required=False)  # fmt: skip
    sales = forms.DecimalField(
        label="最近一年销售收入变动（万元）",
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text="减少的写负数。",
    )
    assets = forms.DecimalField(
        label="最近一年净资产变动（万元）", max_digits=12, decimal_places=2, required=False, help_text="减少的写负数。"
    )

    MONEY = ("research", "high_tech", "sales", "assets")

    def change(self) -> Change:
        """The change in yuan."""
        given = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return Change(**{name: value * 10_000 if name in self.MONEY else value for name, value in given.items()})


class TokenForm(forms.ModelForm):
    """What a new token is called and until when it stands."""

    class Meta:
        model = ApiToken
        fields = ["name", "expires_on"]
        widgets = _dates("expires_on")
