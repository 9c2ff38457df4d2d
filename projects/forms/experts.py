"""What comes in about experts."""

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminDateWidget, UnfoldAdminSelectWidget

from bureau.files import EXCEL, SCANS, CheckedFileField
from bureau.privacy import consents
from projects import agreeing, persons
from projects.choices import ExpertType, PaperKind
from projects.models import Avoidance, Expert, ExpertiseField
from projects.models.experts import FIELDS_AT_MOST

REQUIRED = ("unit_name", "city")
_SECRET = {"autocomplete": "off", "data-secret": ""}


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


class IdentityForm(forms.ModelForm):
    """Who the person is, and the separate consent (个人信息保护法 art. 29)."""

    id_number = forms.CharField(label="身份证号", max_length=18, widget=forms.TextInput(attrs=_SECRET), help_text="加密保存，用于核对回避关系和发放咨询费。")  # fmt: skip
    mobile = forms.CharField(label="手机号", max_length=20, widget=forms.TextInput(attrs=_SECRET))
    email = forms.EmailField(label="电子邮箱", required=False)
    consents = consents.tick(agreeing.EXPERT)

    class Meta:
        model = Expert
        fields = [
            "name", "id_number", "gender", "mobile", "email", "education", "rank", "rank_certificate", "unit_name", "duty",
            "city", "is_academician", "is_supervisor", "has_studied_abroad",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consents"].initial = self.instance.consented_at is not None
        for name in REQUIRED:
            self.fields[name].required = True

    def clean_id_number(self):
        """Shape and check digit, and nobody else's."""
        number = persons.normalise(self.cleaned_data["id_number"])
        if fault := persons.fault(number):
            raise forms.ValidationError(fault)
        return number

    def values(self) -> dict:
        """What the verb takes."""
        known = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return known | {"consented_at": self.instance.consented_at or timezone.now()}


def field_choices() -> list:
    """The tree as a list of groups: the fields in use, under those of the first level."""
    rows = list(ExpertiseField.objects.filter(is_current=True))
    roots = {row.code: row for row in rows if row.parent_id is None}
    groups = {code: [(row.pk, f"{row.name}（全部）")] for code, row in roots.items()}
    for row in rows:
        if row.parent_id and row.code[:2] in groups:
            groups[row.code[:2]].append((row.pk, row.name))
    return [("", "不选"), *((str(roots[code]), options) for code, options in groups.items())]


class FieldsMixin(forms.Form):
    """Up to three fields of expertise, the best known first."""

    field1 = forms.ChoiceField(label="最熟悉的专业领域")
    field2 = forms.ChoiceField(label="第二专业领域", required=False)
    field3 = forms.ChoiceField(label="第三专业领域", required=False)

    def offer(self, expert: Expert | None) -> None:
        """The choices, and what is chosen now."""
        choices = field_choices()
        chosen = list(expert.expertise.values_list("field", flat=True)) if expert and expert.pk else []
        for place in range(FIELDS_AT_MOST):
            self.fields[f"field{place + 1}"].choices = choices
            self.fields[f"field{place + 1}"].initial = chosen[place] if place < len(chosen) else ""

    def chosen(self) -> list[ExpertiseField]:
        """The fields in their order."""
        keys = [self.cleaned_data.get(f"field{place + 1}") for place in range(FIELDS_AT_MOST)]
        known = ExpertiseField.objects.in_bulk([int(key) for key in keys if key])
        return [known[int(key)] for key in keys if key]


class KnowledgeForm(FieldsMixin, forms.ModelForm):
    """What the person knows and has done."""

    types = forms.MultipleChoiceField(label="专家类型", choices=ExpertType, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Expert
        fields = [
            "types", "speciality", "keywords", "known_kinds", "studies", "career", "posts", "other_banks", "results",
            "recent_work",
        ]  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("studies", "career", "posts", "results", "recent_work")}  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(self.instance)

    def values(self) -> dict:
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields} | {"fields": self.chosen()}


class BankForm(forms.ModelForm):
    """Where the fee goes."""

    bank_account = forms.CharField(label="银行账号", max_length=30, widget=forms.TextInput(attrs=_SECRET), help_text="加密保存，只用于发放咨询费。")  # fmt: skip

    class Meta:
        model = Expert
        fields = ["bank_name", "bank_account"]

    def values(self) -> dict:
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AvoidanceForm(forms.ModelForm):
    """A unit or a person whose applications the expert does not judge."""

    class Meta:
        model = Avoidance
        fields = ["reason", "unit_name", "person_name", "ended_on", "note"]
        widgets = {"ended_on": _day()}


class PaperForm(forms.Form):
    """A scan."""

    kind = forms.ChoiceField(label="类别", choices=PaperKind)
    file = CheckedFileField(label="文件", kinds=SCANS)


class PauseForm(forms.Form):
    """From when to when."""

    busy_from = forms.DateField(label="暂停自", widget=_day())
    busy_until = forms.DateField(
        label="暂停至", widget=_day(), required=False, help_text="不定的留空，回来时自己恢复。"
    )


class ConsentForm(forms.Form):
    """The separate consent of somebody whose record an officer entered."""

    consents = consents.tick(agreeing.EXPERT)


class RemoveForm(forms.Form):
    """Until when, and why."""

    until = forms.DateField(label="移出至", widget=UnfoldAdminDateWidget)
    reason = forms.CharField(label="移出的理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ContactForm(forms.Form):
    """Personal data that an officer sets anew; what is left empty stays as it is."""

    id_number = forms.CharField(label="身份证号", max_length=18, required=False)
    mobile = forms.CharField(label="手机号", max_length=20, required=False)
    email = forms.EmailField(label="电子邮箱", required=False)
    bank_account = forms.CharField(label="银行账号", max_length=30, required=False)

    def clean_id_number(self):
        """Shape and check digit."""
        number = persons.normalise(self.cleaned_data["id_number"])
        if number and (fault := persons.fault(number)):
            raise forms.ValidationError(fault)
        return number


class ExpertAdminForm(FieldsMixin, forms.ModelForm):
    """An expert as an officer enters or changes one."""

    types = forms.MultipleChoiceField(
        label="专家类型", choices=ExpertType, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for place in range(FIELDS_AT_MOST):
            self.fields[f"field{place + 1}"].widget = UnfoldAdminSelectWidget()
        self.offer(self.instance)
        for name in REQUIRED:
            if name in self.fields:
                self.fields[name].required = True


class ListForm(forms.Form):
    """A workbook of experts."""

    file = CheckedFileField(label="专家清单（Excel）", kinds=(EXCEL,))


class AcceptForm(forms.Form):
    """What an expert signs before a review: the two parts of the promise that stands beside."""

    keeps_silence = forms.BooleanField(
        label="我承诺保密：不复制、不留存、不外传评审材料和意见，不与申报单位和人员私下联系。"
    )
    has_no_conflict = forms.BooleanField(
        label="据我所知，我与本次评审的申报没有利害关系；评审中发现有关系的，立即声明回避。"
    )
