"""What comes in about contracts that are to be registered: a form cleans, a verb acts."""

from django import forms

from bureau.files import CheckedFileField

from .choices import ContractRight
from .dealingforms import WanField
from .models import ContractFiling


class BeginForm(forms.Form):
    """A title opens a draft."""

    title = forms.CharField(label="项目名称", max_length=200)


class FilingForm(forms.ModelForm):
    """The whole form of a filing; a draft may lack anything but its title."""

    value = WanField(label="合同成交总额（万元）", required=False)
    technology_value = WanField(
        label="技术交易额（万元）", required=False, help_text="成交总额减去购置设备、仪器、零部件、原材料等非技术性费用，不大于成交总额。"
    )  # fmt: skip
    rights = forms.MultipleChoiceField(
        label="知识产权", choices=ContractRight, widget=forms.CheckboxSelectMultiple, required=False
    )
    file = CheckedFileField(label="合同全文", required=False)

    class Meta:
        model = ContractFiling
        fields = [
            "title", "kind", "subkind", "seller_nature", "buyer_name", "buyer_code", "buyer_nature", "buyer_region", "technology_field",
            "value", "technology_value", "payment", "rights", "goal", "plan_category", "signed_on", "valid_until", "is_related",
            "is_foreign", "file",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("value", "technology_value"):
            if (held := self.initial.get(name)) is not None:
                self.initial[name] = f"{held / 10_000:f}".rstrip("0").rstrip(".")
        self.fields[
            "seller_nature"
        ].help_text = "按登记表填写说明的代码，如 021 科研机构、022 高等院校、150 有限责任公司。"
        self.fields["buyer_region"].help_text = "六位，GB/T 2260，如 360702。"
        self.initial["file"] = None

    def _post_clean(self):
        """The verb validates the row under its lock; the form only reads what was typed."""


class FollowUpForm(forms.Form):
    """What became of the contract."""

    paid = WanField(label="累计到账（万元）")
    is_in_production = forms.BooleanField(label="已投产", required=False)
    output = WanField(label="新增产值（万元）", required=False)
    ended_reason = forms.CharField(label="终止原因（已终止的填写）", max_length=500, required=False)


class CorrectionForm(forms.Form):
    """What is to be corrected, or why not."""

    reason = forms.CharField(label="补正内容或理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class CheckForm(forms.Form):
    """The technology value as the registry finds it, where the seller's was wrong."""

    technology_value = WanField(label="核定技术交易额（万元）", required=False, help_text="与申报一致的不填。")


class RegisterForm(forms.Form):
    """What the experts said of a large contract."""

    expert_opinion = forms.CharField(
        label="专家意见", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="技术交易额 500 万元以上的必填（2026 年规则）。"
    )  # fmt: skip


class ChangeForm(forms.Form):
    """What the parties changed; what is left empty stays."""

    title = forms.CharField(label="项目名称", max_length=200, required=False)
    buyer_name = forms.CharField(label="买方名称", max_length=200, required=False)
    value = WanField(label="合同成交总额（万元）", required=False)
    technology_value = WanField(label="技术交易额（万元）", required=False)
    valid_until = forms.DateField(label="合同有效期限至", required=False)
    reason = forms.CharField(label="变更理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self):
        """Only what was typed."""
        return {name: value for name, value in super().clean().items() if value not in (None, "")}
