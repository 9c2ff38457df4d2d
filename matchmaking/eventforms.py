"""What comes in about events: booths by the unit's name or code, clerks by user name, who joins and who signs in."""

import re

from django import forms

from bureau.accounts.models import Division, Organisation, User
from bureau.files import EXCEL, CheckedFileField
from bureau.text import name_key

from .choices import ParticipantRole
from .models import Booth, EventSession
from .workflow.attending import Person

_SPLIT = re.compile(r"[、,，;；\s]+")
MOBILE = re.compile(r"^1[3-9]\d{9}$")
JOINING = [one for one in ParticipantRole.choices if one[0] != ParticipantRole.HOST]


def unit_named(said: str) -> Organisation:
    """The one unit of that name or code. Raises ValidationError with the sentence."""
    found = list(Organisation.objects.filter(credit_code=said.strip().upper())[:1])
    found = found or list(Organisation.objects.filter(name_key=name_key(said))[:2])
    if len(found) != 1:
        raise forms.ValidationError(
            "没有登记过这个单位。" if not found else "有几个单位叫这个名称，请填统一社会信用代码。"
        )
    return found[0]


class SessionForm(forms.ModelForm):
    """One item of the programme."""

    stream = forms.URLField(label="直播链接", required=False, assume_scheme="https")

    class Meta:
        model = EventSession
        fields = ["title", "starts_at", "ends_at", "place", "stream"]


class BoothForm(forms.ModelForm):
    """A booth; its unit is told by name or code, for there are too many to choose from."""

    unit = forms.CharField(label="参展单位", max_length=200, help_text="单位全称或统一社会信用代码")

    class Meta:
        model = Booth
        fields = ["number", "introduction"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.organisation_id:
            self.fields["unit"].initial = self.instance.organisation.name

    def clean_unit(self):
        """The one unit of that name or code."""
        found = unit_named(self.cleaned_data["unit"])
        others = Booth.objects.filter(event=self.instance.event_id, organisation=found).exclude(pk=self.instance.pk)
        if self.instance.event_id and others.exists():
            raise forms.ValidationError("一个单位在一场对接会只有一个展位。")
        self.instance.organisation = found
        return found.name


class ClerksForm(forms.Form):
    """For each sub-venue the user names of who signs people in."""

    def __init__(self, *args, venues, **kwargs):
        super().__init__(*args, **kwargs)
        self.venues = {f"venue_{venue.pk}": venue for venue in venues}
        for name, venue in self.venues.items():
            self.fields[name] = forms.CharField(
                label=venue.name, required=False, max_length=1000, help_text="用户名，用顿号或空格隔开",
                initial="、".join(venue.clerks.values_list("username", flat=True)),
            )  # fmt: skip

    def clean(self):
        """Persons instead of names."""
        clerks = {}
        for field, venue in self.venues.items():
            names = [name for name in _SPLIT.split(self.cleaned_data.get(field, "")) if name]
            found = {user.username: user for user in User.objects.filter(username__in=names, is_active=True)}
            if unknown := [name for name in names if name not in found]:
                self.add_error(field, f"没有这些用户：{'、'.join(unknown)}。")
            clerks[venue] = list(found.values())
        return {"clerks": clerks}


class JoinForm(forms.Form):
    """As what one takes part, and from where."""

    role = forms.ChoiceField(label="参会身份", choices=JOINING)
    division = forms.ModelChoiceField(
        Division.objects.order_by("position"), label="所在县（市、区）", required=False, empty_label="市外或不填"
    )


class SignInForm(forms.Form):
    """Somebody signs in at a sub-venue with their own telephone."""

    name = forms.CharField(label="姓名", max_length=50)
    mobile = forms.RegexField(
        MOBILE, label="手机号", error_messages={"invalid": "手机号须是 11 位数字。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "tel-national"}),
    )  # fmt: skip
    role = forms.ChoiceField(label="参会身份", choices=JOINING, initial=ParticipantRole.AUDIENCE)
    organisation_name = forms.CharField(label="单位名称", max_length=200, required=False)
    agreed = forms.BooleanField(label="同意市科技局为统计参会人数使用我的姓名和手机号（加密保存，按手机号去重）")

    def person(self) -> Person:
        """Who signs in."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "agreed"}
        return Person(**values)


class ListForm(forms.Form):
    """A sub-venue's list."""

    file = CheckedFileField(
        label="签到名单",
        kinds=(EXCEL,),
        help_text="Excel（.xlsx），须有“手机号”列；可有姓名、单位名称、身份、县（市、区）",
    )
