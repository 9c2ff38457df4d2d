"""What comes in when somebody signs in: allauth's forms in our words."""

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, SetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as FactorForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator, validate_email

from bureau import disclosure

from . import codes


def _label(form, **labels: str) -> None:
    """Our words on allauth's fields; a label stands beside its field, not inside it."""
    for name, text in labels.items():
        form.fields[name].label = text
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


def password_help(user=None) -> str:
    """The rules of a password, as sentences for this person."""
    rules = "至少 10 个字符，不能全是数字，不能是常见密码，也不要与用户名、姓名、手机号相近。"
    if user is not None and user.is_staff and settings.STAFF_PASSWORD_RULES:
        rules += "工作人员的密码还须含大写字母、小写字母、数字、其他符号中的至少三类，不与最近五次用过的相同。"
    return rules


class SignInForm(LoginForm):
    """用户名或手机号，密码."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _label(self, login="用户名或手机号", password="密码")  # noqa: S106
        self.fields["login"].max_length = 150
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        self.fields["password"].help_text = ""


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _label(self, password="密码")  # noqa: S106
        self.fields["password"].help_text = ""


class NewPasswordForm(ChangePasswordForm):
    """Another password instead of the present one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _label(self, oldpassword="当前密码", password1="新密码", password2="再输入一次新密码")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = password_help(self.user)

    def clean(self):
        """The new password is another one."""
        data = super().clean()
        if data.get("password1") and data.get("password1") == data.get("oldpassword"):
            self.add_error("password1", "新密码不能与当前密码相同。")
        return data


class FirstPasswordForm(SetPasswordForm):
    """A password for who came by 统一身份认证 and has none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _label(self, password1="新密码", password2="再输入一次新密码")
        self.fields["password1"].help_text = password_help(self.user)


class CodeForm(AuthenticateForm):
    """The second factor at sign-in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _label(self, code="验证码")
        self.fields["code"].help_text = "身份验证器上显示的 6 位数字；手机不在身边时，可输入一条恢复代码。"
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}


class CodeAgainForm(FactorForm):
    """The second factor once more, before something that matters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _label(self, code="验证码")
        self.fields["code"].help_text = "身份验证器上显示的 6 位数字，或一条恢复代码。"
        self.fields["code"].widget.attrs |= {"inputmode": "numeric"}


class AuthenticatorForm(ActivateTOTPForm):
    """The first code of a new authenticator shows that it was set up right."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _label(self, code="身份验证器显示的 6 位数字")
        self.fields["code"].widget.attrs |= {"inputmode": "numeric"}


class PasskeyForm(AddWebAuthnForm):
    """A new passkey."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _label(self, name="名称", passwordless="以后可用它直接登录，不再输入密码")
        self.fields["name"].initial = "我的通行密钥"
        self.initial["name"] = "我的通行密钥"
        self.fields["passwordless"].help_text = "需要设备支持指纹、面容或开机密码验证。"


class PasskeyNameForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _label(self, name="名称")


MOBILE = RegexValidator(r"^1[3-9]\d{9}$", "请输入 11 位手机号。")


def _code_field() -> forms.CharField:
    return forms.CharField(
        label="验证码",
        max_length=10,
        help_text="短信（邮件）中的 6 位数字，10 分钟内有效。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class SmsCodeForm(forms.Form):
    """The code that came by text message."""

    code = _code_field()


class MobileForm(forms.Form):
    """Another mobile number."""

    value = forms.CharField(
        label="新手机号",
        validators=[MOBILE],
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "numeric", "autocomplete": "tel"}),
    )


class EmailForm(forms.Form):
    """Another e-mail address."""

    value = forms.EmailField(label="新电子邮箱", widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class NameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label="姓名", max_length=50, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class ForgottenForm(forms.Form):
    """By which number or address the account is to be found."""

    address = forms.CharField(
        label="手机号或电子邮箱",
        max_length=254,
        help_text="账号上绑定的手机号；没有手机号的，填绑定的电子邮箱。",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "tel"}),
    )

    def clean_address(self):
        """A mobile number or an e-mail address."""
        text = self.cleaned_data["address"].replace(" ", "")
        if "@" in text:
            validate_email(text)
            return text.lower()
        MOBILE(text)
        return text


class ResetForm(forms.Form):
    """The code, and the new password twice."""

    code = _code_field()
    password1 = forms.CharField(
        label="新密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        label="再输入一次新密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args, address="", user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.address, self.user = address, user
        self.fields["password1"].help_text = password_help()  # Nothing of the account before its code.

    def clean(self):
        """The code first: without it nothing is said about the account."""
        data = super().clean()
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "两次输入的密码不一致。")
        if self.errors:
            return data
        if not codes.check(self.address, "reset", data["code"], use_up=False) or self.user is None:
            self.add_error("code", "验证码不正确或已失效，请核对，或重新获取。")
            return data
        try:
            validate_password(first, self.user)
        except forms.ValidationError as error:
            self.add_error("password1", error)
        return data


class DataRequestForm(forms.Form):
    """What is to be put right or removed."""

    text = forms.CharField(label="说明", max_length=1000, widget=forms.Textarea(attrs={"rows": 5}))

    def clean_text(self):
        """No numbers that need not be here."""
        if found := disclosure.find(self.cleaned_data["text"]):
            raise forms.ValidationError(f"说明中含有{found[0].what}，请删去。核实时我们会另行联系您。")
        return self.cleaned_data["text"]


class ClosingForm(DataRequestForm):
    """Why one leaves, and that one knows what it means."""

    text = forms.CharField(label="注销原因", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.BooleanField(
        label="我已阅读上表，知道注销不能恢复，同意按上表处理我的个人信息",
        error_messages={"required": "请阅读上表，勾选同意后再提出申请。"},
    )
