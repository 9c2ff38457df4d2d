"""What comes in about interests, talks and deals: a form cleans, a verb acts."""

from datetime import datetime

from django import forms
from django.utils import timezone

from bureau.files import CheckedFileField

from .choices import ContractKind
from .models.dealing import LONGEST

WAN = 10_000


def _text(label: str, rows: int = 3, length: int = LONGEST, **more) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), **more)


class WanField(forms.DecimalField):
    """An amount typed in 万元, given in yuan."""

    def __init__(self, **more):
        super().__init__(**{"min_value": 0, "max_digits": 12, "decimal_places": 6} | more)

    def clean(self, value):
        amount = super().clean(value)
        return None if amount is None else amount * WAN


class InterestForm(forms.Form):
    """The three questions, and for which of one's own profiles one asks."""

    own = forms.ChoiceField(label="用本单位的哪一项对接")
    cooperation_sought = _text("希望怎样合作", help_text="合作方式、分工、时间和投入。")
    unclear = _text("还有什么不清楚", help_text="想请对方先说明的技术、指标或条件。")
    introduction = _text("我们是谁", help_text="单位的主要业务、相关的设备和团队。不写联系方式，接受后双方自然可见。")

    def __init__(self, *args, own: list[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["own"].choices = own


class DeclineForm(forms.Form):
    """Why not."""

    answer = _text("婉拒理由", length=500)


class EndForm(forms.Form):
    """Why the talk ends, or a meeting is called off."""

    reason = _text("原因", rows=2, length=500)


class RemarkForm(forms.Form):
    """Words, a file, or both; for the other side or for one's own."""

    text = _text("内容", length=2000, required=False)
    file = CheckedFileField(label="附件", required=False)
    is_private = forms.BooleanField(label="只给本单位看（备注）", required=False)


class MomentForm(forms.Form):
    """With a day and a time, which are one moment."""

    def clean(self):
        """As the verb takes it: one moment in the city's time."""
        values = super().clean()
        day, time = values.pop("day", None), values.pop("time", None)
        if day and time:
            values["starts_at"] = timezone.make_aware(datetime.combine(day, time))
        return values


class MeetingForm(MomentForm):
    """When, how long, where."""

    day = forms.DateField(label="日期")
    time = forms.TimeField(label="开始时间")
    minutes = forms.IntegerField(label="时长（分钟）", min_value=10, max_value=480, initial=30)
    place = forms.CharField(label="地点或线上会议", max_length=200)


class WantForm(forms.Form):
    """Yes; the amount where it is known."""

    amount = WanField(label="意向金额（万元）", required=False, help_text="还不确定可以不填。")


class DealForm(forms.Form):
    """Kind, amount and file of a deal."""

    kind = forms.ChoiceField(label="协议类型", choices=ContractKind)
    title = forms.CharField(label="协议名称", max_length=200)
    amount = WanField(label="协议金额（万元）")
    file = CheckedFileField(label="协议文件")


class NoteForm(forms.Form):
    """What is to be changed."""

    note = _text("要求修改什么", rows=2, length=500)


class SignForm(forms.Form):
    """When it was signed."""

    signed_on = forms.DateField(label="签约日期")


class MandateForm(forms.Form):
    """Whom to let act: by its code, so that no name is mistaken."""

    credit_code = forms.CharField(label="受托机构的统一社会信用代码", max_length=18, help_text="须已在本门户登记。")
