"""What comes in with the verbs of an application."""

from django import forms
from unfold.widgets import UnfoldAdminSplitDateTimeWidget

from bureau.files import SCANS, CheckedFileField
from bureau.privacy import consents
from projects import persons
from projects.formdata.terms import Terms
from projects.models import TeamMember


class TokenForm(forms.Form):
    """One opening of a page: its second click is the first one's."""

    token = forms.UUIDField()


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 4}))


class RecommendForm(forms.Form):
    """What the recommending unit says, and in which place."""

    opinion = forms.CharField(label="推荐意见", max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    rank = forms.IntegerField(label="推荐排序", min_value=1, max_value=999, required=False, help_text="不排序的留空。")


class FinalForm(forms.Form):
    """The second confirmation that there is no way back."""

    is_final = forms.BooleanField(label="我知道申报已经截止，撤回后不能再提交。")


class FileForm(forms.Form):
    """One attachment."""

    file = CheckedFileField(label="文件", kinds=SCANS)


class MemberForm(forms.ModelForm):
    """A person of the team."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    id_number = forms.CharField(label="身份证号", max_length=18, help_text="加密保存，用于核对限项和信用记录。", widget=forms.TextInput(attrs={"autocomplete": "off", "data-secret": ""}))  # fmt: skip
    mobile = forms.CharField(
        label="手机号", max_length=20, required=False, widget=forms.TextInput(attrs={"data-secret": ""})
    )
    email = forms.EmailField(label="电子邮箱", required=False)

    class Meta:
        model = TeamMember
        fields = ["name", "id_number", "rank", "speciality", "unit_name", "duty", "months", "mobile", "email"]
        widgets = {"duty": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.agreed_number = self.instance.id_number if consents.is_given(consents.IDENTITY, self.instance) else ""
        self.fields["consent"] = consents.tick(consents.IDENTITY, required=False)
        self.order_fields(["revision", "name", "id_number", "consent"])
        if self.agreed_number:
            self.fields["consent"].help_text = "已经同意过；改动身份证号的，须重新勾选。"

    def clean(self):
        """A number that nobody has agreed to is not kept."""
        cleaned = super().clean()
        number = cleaned.get("id_number")
        if number and number != self.agreed_number and not cleaned.get("consent"):
            self.add_error("consent", consents.IDENTITY.refusal)
        return cleaned

    def clean_id_number(self):
        """Shape and check digit."""
        number = persons.normalise(self.cleaned_data["id_number"])
        if fault := persons.fault(number):
            raise forms.ValidationError(fault)
        return number


class CheckForm(forms.Form):
    """A verdict and a note for each line of the checklist."""

    VERDICTS = (("yes", "符合"), ("no", "不符合"))

    def __init__(self, *args, terms: Terms, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = range(len(terms.check_lines))
        for number, line in enumerate(terms.check_lines):
            label = f"{number + 1}. {line.text}{f'（{line.clause}）' if line.clause else ''}"
            self.fields[f"line{number}"] = forms.ChoiceField(
                label=label, choices=self.VERDICTS, widget=forms.RadioSelect
            )
            self.fields[f"note{number}"] = forms.CharField(label="说明", max_length=200, required=False)

    def clean(self):
        """The verdicts as the verbs take them, beside whatever else the form asks."""
        cleaned = super().clean()
        rest = {name: value for name, value in cleaned.items() if not name.startswith(("line", "note"))}
        verdicts = [cleaned.get(f"line{number}") == "yes" for number in self.lines]
        return rest | {"verdicts": verdicts, "notes": [cleaned.get(f"note{number}", "") for number in self.lines]}


class AskForm(CheckForm):
    """What is to be corrected, and where."""

    sections = forms.MultipleChoiceField(label="要补正的分节", widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(label="补正内容", max_length=500, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, terms: Terms, **kwargs):
        super().__init__(*args, terms=terms, **kwargs)
        self.fields["sections"].choices = [(section.code, section.title) for section in terms.form.sections]


class RejectForm(CheckForm):
    """Why it is not accepted."""

    reason = forms.CharField(label="不予受理的理由", max_length=500, widget=forms.Textarea(attrs={"rows": 4}))


class ReopenForm(forms.Form):
    """Until when, and why."""

    until = forms.SplitDateTimeField(label="开放至", widget=UnfoldAdminSplitDateTimeWidget)
    reason = forms.CharField(label="单独开放的理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
