"""What officers and leaders say about proposals."""

from decimal import Decimal

from django import forms
from django.utils import timezone

from bureau.publicity.models import Publicity
from bureau.workdays import is_workday, workdays_after
from projects import board
from projects.choices import AmountRule, CallStatus, DecisionOutcome
from projects.formdata.values import read_amount
from projects.models import Call, ProposalLine

CONTACTS = (
    "basis", "section", "section_phone", "supervision", "supervision_phone", "discipline", "discipline_phone", "address",
    "postcode",
)  # fmt: skip


class WanField(forms.CharField):
    """An amount in 万元; empty: none."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_amount(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class BeginForm(forms.Form):
    """Of which call, under which name."""

    call = forms.ModelChoiceField(Call.objects.none(), label="申报批次", empty_label=None)
    title = forms.CharField(label="名称", max_length=100, initial="立项建议")
    prefix = forms.CharField(label="项目编号前缀", max_length=30, help_text="如：GZKJ2026，后接三位顺序号。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = board.calls_under_review().exclude(status=CallStatus.HOSTED)


class DrawForm(forms.Form):
    """Where the lines are drawn in the ranking, and how much each gets."""

    approve_to = forms.IntegerField(label="立项：第 1 名至第", min_value=1)
    reserve_to = forms.IntegerField(label="备选：其后至第", min_value=0, required=False, help_text="没有备选的不填。")
    rule = forms.ChoiceField(label="资助经费", choices=AmountRule)
    fixed = WanField(label="每项（万元）", required=False, help_text="选“每项同额”时填写。")
    reserve_reason = forms.CharField(
        label="备选说明", max_length=500, required=False, initial="列为备选，有项目退出时依次递补。"
    )
    reject_reason = forms.CharField(label="不立项的理由", max_length=500, initial="综合排名未进入支持范围。")

    def __init__(self, *args, has_panel: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule"].initial = AmountRule.PANEL if has_panel else AmountRule.REQUESTED

    def clean(self):
        """As the verb takes it."""
        cleaned = super().clean()
        approve_to, reserve_to = cleaned.get("approve_to"), cleaned.get("reserve_to")
        if approve_to and reserve_to and reserve_to < approve_to:
            self.add_error("reserve_to", "备选的名次须在立项之后。")
        if cleaned.get("rule") == AmountRule.FIXED and cleaned.get("fixed") is None and "fixed" not in self.errors:
            self.add_error("fixed", "请填每项的金额。")
        return cleaned | {"reserve_to": reserve_to or approve_to}


class LineForm(forms.Form):
    """One application's outcome, amount in 万元, reason."""

    outcome = forms.ChoiceField(label="建议", choices=DecisionOutcome)
    amount = WanField(label="资助经费（万元）", required=False)
    reason = forms.CharField(label="理由", max_length=500, required=False)

    def __init__(self, *args, line: ProposalLine, **kwargs):
        self.line = line
        amount = "" if line.amount is None else f"{(line.amount / Decimal(10000)).normalize():f}"
        initial = {"outcome": line.outcome, "amount": amount, "reason": line.reason}
        super().__init__(*args, initial=initial, prefix=f"line-{line.pk}", **kwargs)
        for name, size in (("amount", 6), ("reason", 16)):
            self.fields[name].widget.attrs["size"] = size


class MinutesForm(forms.Form):
    """By which meeting."""

    minutes = forms.CharField(label="会议纪要文号", max_length=100, help_text="如：赣市科会纪〔2026〕8号。")


class PublicForm(forms.Form):
    """What the 公示 says beyond its list; where to object stands as in the latest one."""

    basis = forms.CharField(
        label="依据", widget=forms.Textarea(attrs={"rows": 3}), help_text="每行一份文件，写明文号。"
    )
    starts_on = forms.DateField(label="公示开始日", widget=forms.DateInput(attrs={"type": "date"}))
    working_days = forms.IntegerField(label="公示工作日数", min_value=5, max_value=60, initial=5)
    section = forms.CharField(label="业务科室", max_length=50)
    section_phone = forms.CharField(label="业务科室电话", max_length=50)
    supervision = forms.CharField(label="监督（诚信）科室", max_length=50)
    supervision_phone = forms.CharField(label="监督科室电话", max_length=50)
    discipline = forms.CharField(label="派驻纪检组", max_length=50)
    discipline_phone = forms.CharField(label="派驻纪检组电话", max_length=50)
    address = forms.CharField(label="地址", max_length=200)
    postcode = forms.CharField(label="邮政编码", max_length=6)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        latest = Publicity.objects.order_by("-pk").first()
        self.initial |= {name: getattr(latest, name) for name in CONTACTS} if latest else {}
        today = timezone.localdate()
        self.initial["starts_on"] = today if is_workday(today) else workdays_after(today, 1)


class StrikeForm(forms.Form):
    """Which of the approved, and why."""

    line = forms.ModelChoiceField(ProposalLine.objects.none(), label="项目")
    reason = forms.CharField(label="取消理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = proposal.lines.approved().select_related("application")
