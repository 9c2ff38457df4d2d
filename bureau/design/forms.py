"""The style guide's sample: one field of each kind."""

from django import forms
from django.core.exceptions import ValidationError

KINDS = [("enterprise", "企业"), ("university", "高等院校"), ("institute", "科研院所")]
FIELDS = [("materials", "新材料"), ("equipment", "装备制造"), ("biology", "生物医药")]


class SampleForm(forms.Form):
    """Each kind of field that pages use."""

    title = forms.CharField(label="项目名称", max_length=60, help_text="写明对象和方法，不超过 60 字。")
    mobile = forms.CharField(label="手机号", max_length=11, help_text="只用于通知，不公开。")
    amount = forms.DecimalField(label="申请经费（万元）", max_digits=8, decimal_places=2)
    starts_on = forms.DateField(label="开始日期")
    kind = forms.ChoiceField(label="单位类型", choices=KINDS, widget=forms.RadioSelect)
    fields = forms.MultipleChoiceField(
        label="所属领域", choices=FIELDS, widget=forms.CheckboxSelectMultiple, required=False, help_text="可以选几项。"
    )
    county = forms.ChoiceField(label="所在县（市、区）", choices=[("", "请选择"), ("1", "章贡区"), ("2", "南康区")])
    summary = forms.CharField(label="内容摘要", widget=forms.Textarea, max_length=500)
    proof = forms.FileField(label="证明材料", required=False, help_text="PDF，不超过 20 MB。")
    is_agreed = forms.BooleanField(label="我单位承诺所填内容真实、准确、完整")

    def clean(self):
        """Refuse a whole form, as pages do."""
        if self.cleaned_data.get("title") == self.cleaned_data.get("summary"):
            raise ValidationError("摘要不能与名称相同。")
        return self.cleaned_data
