"""What comes in about meeting slots: when and where, which pairs, who can come when."""

from django import forms
from django.utils import timezone

from .choices import RuleKind
from .dealingforms import MomentForm
from .eventforms import unit_named
from .models import Event, MeetingSlot
from .workflow.slots import MOST_SLOTS

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class _SlotField(forms.ModelChoiceField):
    def __init__(self, event: Event, **more):
        super().__init__(MeetingSlot.objects.filter(event=event), **more)


class SlotsForm(MomentForm):
    """Tables, the most meetings of a unit, slots to add and to take away."""

    tables = forms.IntegerField(
        label="洽谈桌数", min_value=1, max_value=500, help_text="同一时段最多同时进行多少场洽谈"
    )
    tables_at = forms.CharField(
        label="洽谈地点", max_length=200, required=False, help_text="例如：会展中心二楼洽谈区；写进各单位的日程"
    )
    most_meetings = forms.IntegerField(
        label="每家单位最多洽谈场数", min_value=1, max_value=60, required=False, help_text="不填不限"
    )
    count = forms.IntegerField(
        label="增加几个时段",
        min_value=0,
        max_value=MOST_SLOTS,
        initial=0,
        help_text="从下面的时间起连续排；换一天或中间休息请分次增加",
    )
    day = forms.DateField(label="日期", widget=DAY)
    time = forms.TimeField(label="第一个时段的开始时间", widget=CLOCK)
    minutes = forms.IntegerField(label="每场分钟数", min_value=5, max_value=240, initial=20)
    pause = forms.IntegerField(label="两场之间的间隔分钟数", min_value=0, max_value=120, initial=5)
    dropped = forms.ModelMultipleChoiceField(
        MeetingSlot.objects.none(), label="删除已有的时段", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, event: Event, **more):
        start = timezone.localtime(event.starts_at)
        first = {
            "tables": event.tables or None, "tables_at": event.tables_at, "most_meetings": event.most_meetings,
            "day": start.date(), "time": start.time(),
        }  # fmt: skip
        super().__init__(*args, initial=first, **more)
        self.fields["dropped"].queryset = event.slots.all()
        if not event.slots.exists():
            del self.fields["dropped"]


class RuleForm(forms.Form):
    """A pair, and what is decided of it."""

    one = forms.CharField(label="单位", max_length=200, help_text="单位全称或统一社会信用代码")
    other = forms.CharField(label="与哪个单位", max_length=200, help_text="单位全称或统一社会信用代码")
    kind = forms.ChoiceField(label="怎样安排", choices=RuleKind)
    reason = forms.CharField(label="理由", max_length=200)

    def __init__(self, *args, event: Event, **more):
        super().__init__(*args, **more)
        self.fields["slot"] = _SlotField(event, label="固定到的时段", required=False, help_text="固定时段时必选")
        self.order_fields(["one", "other", "kind", "slot", "reason"])

    def clean_one(self):
        """The unit itself."""
        return unit_named(self.cleaned_data["one"])

    def clean_other(self):
        """The unit itself."""
        return unit_named(self.cleaned_data["other"])


class MoveForm(forms.Form):
    """Another slot, and why."""

    def __init__(self, *args, event: Event, **more):
        super().__init__(*args, **more)
        self.fields["slot"] = _SlotField(event, label="改到哪个时段", help_text="桌号由系统选这个时段的第一张空桌")
        self.fields["reason"] = forms.CharField(label="原因", max_length=200, help_text="写进给双方的消息")


class CancelForm(forms.Form):
    """Why a meeting is not held."""

    reason = forms.CharField(label="原因", max_length=200, help_text="写进给双方的消息；这两家以后不再自动排到一起")


class WhenForm(forms.Form):
    """To which slots a unit can come."""

    slots = forms.ModelMultipleChoiceField(
        MeetingSlot.objects.none(), label="能到场的时段", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="不能到场的请去掉勾选。",
    )  # fmt: skip

    def __init__(self, *args, event: Event, **more):
        super().__init__(*args, **more)
        self.fields["slots"].queryset = event.slots.all()
