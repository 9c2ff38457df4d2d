"""What comes in about profiles: a form cleans, a verb acts."""

from django import forms

from bureau.accounts.models import Division
from bureau.files import CheckedFileField

from .choices import FIELD_CHOICES, Cooperation, Maturity, ReturnReason
from .models import Achievement, Demand
from .searching import LONGEST, SORTS, Asked

WAN = 10_000


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ReturnForm(forms.Form):
    """A reason of the list, and what the unit should change."""

    code = forms.ChoiceField(label="退回原因", choices=ReturnReason, widget=forms.RadioSelect)
    note = forms.CharField(label="退回说明", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class FileForm(forms.Form):
    """One file of a profile."""

    file = CheckedFileField(label="附件")


class RenewForm(forms.Form):
    """Until when the profile goes on."""

    valid_until = forms.DateField(label="新的有效期至", help_text="最长两年。")


class ProfileForm(forms.ModelForm):
    """The one page of a profile. A draft needs its title alone; handing in asks for the rest."""

    cooperation = forms.MultipleChoiceField(
        label="合作方式", choices=Cooperation, widget=forms.CheckboxSelectMultiple, required=False
    )
    field = forms.ChoiceField(label="领域", choices=[("", "请选择"), *FIELD_CHOICES], required=False)
    maturity = forms.ChoiceField(label="成熟度", choices=[("", "请选择"), *Maturity.choices], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].max_length = 100
        self.fields["division"].queryset = Division.objects.order_by("pk")
        self.fields["division"].label, self.fields["division"].empty_label = "所在县（市、区）", "请选择"
        self.fields[
            self._meta.model.body_field
        ].help_text = "公开。写明用途、原理、指标和已做到哪一步，至少 50 字；不写联系方式，不写涉密内容。"
        self.fields["valid_until"].help_text = "到期后不再公开，到期前 30 天起可以续期；最长两年。"
        self.fields["names_unit"].help_text = "不勾选时，对方的意向被您接受后才知道是哪个单位。"
        for name in ("contact_person", "contact_phone"):
            self.fields[name].help_text = "不公开，加密保存；对方的意向被您接受后才给对方看，每次查看都有记录。"
            self.fields[name].widget = forms.TextInput()
        price = self.fields[self.price]
        price.label = price.label.replace("（元）", "（万元）")
        price.help_text = "公开。留空为面议。"
        price.min_value = 0
        if price.initial is None and self.initial.get(self.price) is not None:
            self.initial[self.price] = f"{self.initial[self.price] / WAN:f}".rstrip("0").rstrip(".")

    def clean(self):
        """Amounts are kept in yuan."""
        values = super().clean()
        amount = values.get(self.price)
        if amount is not None:
            if amount < 0:
                self.add_error(self.price, "金额不能是负数。")
            values[self.price] = amount * WAN
        return values

    def _post_clean(self):
        """The verb validates the row under its lock; the form only reads what was typed."""


_FIELDS = ["field", "maturity", "cooperation", "division"]
_CONTACT = ["valid_until", "names_unit", "contact_person", "contact_phone"]


class AchievementForm(ProfileForm):
    """What is offered."""

    price = "asking_price"

    class Meta:
        model = Achievement
        fields = ["title", "summary", *_FIELDS, "asking_price", *_CONTACT]


class DemandForm(ProfileForm):
    """What is wanted."""

    price = "planned_investment"

    class Meta:
        model = Demand
        fields = ["title", "description", *_FIELDS, "planned_investment", *_CONTACT]


class MarketForm(forms.Form):
    """The bar above the public search: words, facets with how many each choice leaves, the order."""

    q = forms.CharField(label="关键词", max_length=LONGEST, widget=forms.TextInput(attrs={"type": "search"}))
    field = forms.ChoiceField(label="领域")
    maturity = forms.ChoiceField(label="成熟度")
    cooperation = forms.ChoiceField(label="合作方式")
    place = forms.ChoiceField(label="市县")
    sort = forms.ChoiceField(label="排序", choices=[("", "自动"), *SORTS.items()])
    kind = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, asked: Asked, facets: dict[str, list[tuple[object, str, int]]]):
        super().__init__(initial=asked.typed)
        for name, choices in facets.items():
            told = [
                (value, f"{words}（{count}）")
                for value, words, count in choices
                if count or value == getattr(asked, name)
            ]
            self.fields[name].choices = [("", "全部"), *told]
        for name in self.fields:
            self.fields[name].required = False
