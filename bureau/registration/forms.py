"""What people type about units and their people. Forms clean; verbs act."""

import re

from django import forms
from django.urls import reverse

from bureau.accounts.choices import MembershipRole, OrganisationKind
from bureau.accounts.models import Division, Membership, Organisation
from bureau.codes import credit_code_fault, normalise_credit_code
from bureau.files import SCANS, CheckedFileField
from bureau.text import fold

from .checks import code_fault
from .models import Registration


def mobile_number(text: str) -> str:
    """Eleven digits, however they were typed."""
    number = re.sub(r"[\s-]", "", fold(text)).removeprefix("+86")
    if not re.fullmatch(r"1[3-9]\d{9}", number):
        raise forms.ValidationError("手机号不对：应为 11 位数字，如 13800000000。")
    return number


class Spoken:
    """Says of an empty field what to do about it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            chosen = isinstance(field, (forms.ChoiceField, forms.ModelChoiceField))
            verb = "上传" if isinstance(field, forms.FileField) else "选择" if chosen else "填写"
            field.error_messages["required"] = f"请{verb}{field.label}。"


class ReasonForm(Spoken, forms.Form):
    """Why."""

    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="申请人会看到，请写清要补正什么。",
    )


class AppointForm(Spoken, forms.Form):
    """Whom the bureau names, and why."""

    account = forms.CharField(
        label="用户名或手机号", max_length=150, help_text="须是已注册的个人账号；此人可以还不是本单位成员。"
    )
    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如：原管理员离职，单位来函（文号）。",
    )


class PlacesForm(Spoken, forms.Form):
    """Which places a unit answers for."""

    divisions = forms.ModelMultipleChoiceField(
        Division.objects.for_tables(),
        label="负责推荐的县（市、区）和功能区",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="全部取消即不再是推荐单位。",
    )


class SubordinatesForm(Spoken, forms.Form):
    """Which units a 主管部门 answers for, wherever they are: a line for each."""

    units = forms.CharField(
        label="负责推荐的单位",
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="每行一个单位，写统一社会信用代码（后面可跟名称）或单位名称。列入的单位不论在哪个县（市、区），都由本单位推荐，不再由所在地推荐。全部删去即不再推荐任何单位。",
    )

    def clean_units(self):
        """The units that the lines name, each once."""
        found, faults = {}, []
        for number, line in enumerate(self.cleaned_data["units"].splitlines(), 1):
            if not (words := fold(line).strip()):
                continue
            code = normalise_credit_code(words.split()[0])
            rows = list(Organisation.objects.filter(credit_code=code)[:1])
            rows = rows or list(Organisation.objects.known_as(words)[:2])
            if len(rows) == 1:
                found[rows[0].pk] = rows[0]
            elif rows:
                faults.append(f"第 {number} 行：有几个单位叫“{words}”，请改写信用代码。")
            else:
                faults.append(f"第 {number} 行：没有找到“{words}”，请核对名称或信用代码。")
        if faults:
            raise forms.ValidationError(faults)
        return list(found.values())


class UnitForm(Spoken, forms.ModelForm):
    """Which unit. The code is looked at while it is typed, and here."""

    class Meta:
        model = Registration
        fields = ["kind", "credit_code", "name", "division"]
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "credit_code": "18 位，见营业执照或法人证书。字母不分大小写，空格会自动去掉。",
            "name": "与证照上的名称完全一致。",
            "division": "注册地所在的县（市、区）；在经开区、高新区等功能区的，选功能区。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True
        self.fields["kind"].choices = OrganisationKind.choices
        self.fields["division"].queryset = Division.objects.for_tables()
        self.fields["division"].empty_label = "请选择"
        code = self.fields["credit_code"]
        code.max_length, code.validators = None, []  # The verb's sentence is better than "at most 18".
        code.widget.attrs |= {
            "maxlength": 40,
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "hx-get": reverse("registration:credit-code"),
            "hx-trigger": "input changed delay:400ms, change",
            "hx-target": "#credit-code-told",
            "hx-include": "closest form",
            "hx-sync": "this:replace",
        }

    def clean_credit_code(self):
        """The code as it is stored, or the reason why it is none."""
        code = normalise_credit_code(self.cleaned_data["credit_code"])
        if fault := code_fault(code, self.data.get("kind") or OrganisationKind.OTHER):
            raise forms.ValidationError(fault)
        return code

    def clean_name(self):
        """Half-width brackets and letters become what licences print."""
        return fold(self.cleaned_data["name"]).replace("(", "（").replace(")", "）")

    def _post_clean(self):
        """The verb validates the row under its lock."""


class ContactForm(Spoken, forms.ModelForm):
    """Whom the bureau calls."""

    class Meta:
        model = Registration
        fields = ["legal_representative", "address", "contact_name", "contact_phone", "contact_email"]
        help_texts = {
            "contact_name": "负责科技业务、能接听电话的人。姓名、电话和邮箱加密保存，只供审核和业务联系使用。",
            "contact_phone": "手机或带区号的座机，如 0797-0000000。",
        }

    contact_name = forms.CharField(label="联系人", max_length=50)
    contact_phone = forms.CharField(label="联系电话", max_length=20, widget=forms.TextInput(attrs={"type": "tel"}))
    contact_email = forms.EmailField(label="电子邮箱", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["legal_representative"].required = self.fields["address"].required = True
        for name, text in self.Meta.help_texts.items():
            self.fields[name].help_text = text

    def clean_contact_phone(self):
        """A number that can be dialled in China."""
        number = re.sub(r"[\s-]", "", fold(self.cleaned_data["contact_phone"]))
        if not re.fullmatch(r"1[3-9]\d{9}|0\d{9,11}", number):
            raise forms.ValidationError("电话不对：请填 11 位手机号，或带区号的座机号，如 0797-0000000。")
        return number

    def _post_clean(self):
        """The verb validates the row under its lock."""


class LicenceForm(Spoken, forms.Form):
    """The paper that proves the unit."""

    licence = CheckedFileField(label="营业执照或法人证书扫描件", kinds=SCANS)


PARTS = {"unit": UnitForm, "contact": ContactForm, "licence": LicenceForm}
PART_NAMES = {"unit": "单位信息", "contact": "联系方式", "licence": "证照扫描件"}


class InvitationForm(Spoken, forms.Form):
    """Whom to invite."""

    name = forms.CharField(label="姓名", max_length=50, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label="身份", widget=forms.RadioSelect)
    mobile = forms.CharField(
        label="手机号",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        help_text="填写后发短信给对方，且只有该手机号的账号能接受。",
    )
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        help_text="填写后把链接发到邮箱。",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, recommends: bool, **kwargs):
        super().__init__(*args, **kwargs)
        roles = [MembershipRole.CONTRIBUTOR, *([MembershipRole.RECOMMENDER] if recommends else [])]
        self.fields["role"].choices = [(role, role.label) for role in roles]
        self.fields["role"].initial = MembershipRole.CONTRIBUTOR

    def clean_mobile(self):
        """Eleven digits, or nothing."""
        return mobile_number(self.cleaned_data["mobile"]) if self.cleaned_data["mobile"] else ""


class JoinForm(Spoken, forms.Form):
    """Which unit one wants to join, and who one is there."""

    credit_code = forms.CharField(
        label="单位的统一社会信用代码", max_length=40, help_text="18 位，见营业执照或法人证书，也可以问单位同事。"
    )
    words = forms.CharField(
        label="部门、岗位等说明", max_length=200, help_text="单位管理员据此认出您，如：研发部，负责项目申报。"
    )

    def clean_credit_code(self):
        """The unit that has the code; ``unit`` holds it."""
        code = normalise_credit_code(self.cleaned_data["credit_code"])
        if fault := credit_code_fault(code):
            raise forms.ValidationError(f"{fault}。请对照营业执照或法人证书核对。")
        self.unit = Organisation.objects.filter(credit_code=code).first()
        if self.unit is None:
            raise forms.ValidationError("没有单位用这个信用代码注册过。请核对代码；单位还没有注册的，请先注册单位。")
        return code


class HandOverForm(Spoken, forms.Form):
    """To whom the post of 单位管理员 goes."""

    to = forms.ModelChoiceField(
        Membership.objects.none(), label="新的单位管理员", empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args, membership: Membership, **kwargs):
        super().__init__(*args, **kwargs)
        others = Membership.objects.current().filter(organisation=membership.organisation_id).exclude(pk=membership.pk)
        self.fields["to"].queryset = others.select_related("user", "organisation").order_by("pk")
        self.fields["to"].label_from_instance = lambda other: f"{other.user}（{other.get_role_display()}）"


class RenamingForm(Spoken, forms.Form):
    """The new name, why, and the paper."""

    name = forms.CharField(label="新名称", max_length=200, help_text="与变更后的证照完全一致。")
    reason = forms.CharField(label="更名原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    document = CheckedFileField(label="变更登记证明或新证照扫描件", kinds=SCANS)

    def clean_name(self):
        """Half-width brackets and letters become what licences print."""
        return fold(self.cleaned_data["name"]).replace("(", "（").replace(")", "）")


class MobileForm(Spoken, forms.Form):
    """Whose account it will be."""

    mobile = forms.CharField(
        label="手机号",
        max_length=20,
        help_text="验证码发到这个号码；今后用它登录。",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def clean_mobile(self):
        """Eleven digits."""
        return mobile_number(self.cleaned_data["mobile"])


class AccountForm(Spoken, forms.Form):
    """What an account is made of. Consent is never ticked beforehand (个人信息保护法 art. 14)."""

    code = forms.CharField(
        label="短信验证码",
        max_length=10,
        help_text="6 位数字，10 分钟内有效。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    name = forms.CharField(
        label="姓名", max_length=50, help_text="请填真实姓名。", widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        help_text="用于接收通知，可以以后再填。",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password1 = forms.CharField(
        label="密码",
        strip=False,
        help_text="至少 10 个字符，不用常见密码，不能全是数字。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="再输入一次密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    consent = forms.BooleanField(label="我已阅读并同意隐私政策")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consent"].error_messages["required"] = (
            "请阅读并同意隐私政策。不同意则不能注册账号，仍可浏览公开信息。"
        )

    def clean(self):
        """Both passwords are one."""
        data = super().clean()
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", "两次输入的密码不同，请重新输入。")
        return data
