"""What comes in with the registers' verbs."""

from django import forms
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminSplitDateTimeWidget

from bureau.files import SCANS, CheckedFileField

from .choices import Clause, Disposal, Occasion
from .models import Breach, ImpactAssessment, Processor


class AssessmentForm(forms.ModelForm):
    """An assessment as it is drafted."""

    occasions = forms.MultipleChoiceField(
        label="评估情形", choices=Occasion.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择评估情形。"},
    )  # fmt: skip

    class Meta:
        model = ImpactAssessment
        fields = ["title", "occasions", "processing", "necessity", "impact", "measures", "conclusion", "review_on"]


class ProcessorForm(forms.ModelForm):
    """An outsourcing as it is drafted."""

    clauses = forms.MultipleChoiceField(
        label="合同已约定的条款", choices=Clause.choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="对照合同逐项勾选；有一项没有约定，就不能提交审批。",
    )  # fmt: skip

    class Meta:
        model = Processor
        fields = [
            "name", "purpose", "data", "manner", "contract_number", "clauses", "starts_on", "ends_on", "assessment",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "assessment" in self.fields:
            self.fields["assessment"].queryset = ImpactAssessment.objects.approved()


class BreachForm(forms.ModelForm):
    """An incident as it is known so far."""

    class Meta:
        model = Breach
        fields = ["title", "found_at", "found_how", "data", "persons", "cause", "harm", "measures"]


class ReasonForm(forms.Form):
    """What is to be mended."""

    reason = forms.CharField(label="退回理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ContractForm(forms.Form):
    """The signed contract."""

    file = CheckedFileField(label="合同扫描件", kinds=SCANS)


class EndForm(forms.Form):
    """What became of the data."""

    disposal = forms.ChoiceField(label="数据处置", choices=Disposal.choices, widget=forms.RadioSelect)
    disposed_on = forms.DateField(label="处置日期", widget=UnfoldAdminDateWidget)
    disposal_note = forms.CharField(
        label="处置说明", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="返还清单、删除证明的编号，谁核查的。",
    )  # fmt: skip


class AuthorityForm(forms.Form):
    """To whom it was reported, and when."""

    authority = forms.CharField(label="报告的部门", max_length=200, help_text="例如：市网信办、市公安局网安支队。")
    at = forms.SplitDateTimeField(label="报告时间", widget=UnfoldAdminSplitDateTimeWidget)


class PersonsForm(forms.Form):
    """How the persons were told, or why not."""

    how = forms.CharField(
        label="通知方式", max_length=300, required=False, help_text="例如：站内消息和短信，逐人通知 12 人。"
    )
    at = forms.SplitDateTimeField(label="通知时间", widget=UnfoldAdminSplitDateTimeWidget, required=False)
    exempt = forms.CharField(
        label="不通知个人的理由", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="只在采取的措施能有效避免危害时可以不通知（个人信息保护法第五十七条）；通知了的留空。",
    )  # fmt: skip
