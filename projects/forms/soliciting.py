"""What comes in about 征集 and suggestions."""

from datetime import datetime, time, timedelta
from uuid import uuid4

from django import forms
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from bureau.registration.forms import Spoken
from projects import budget
from projects.choices import ANSWERED, TAKEN_UP, SuggestionStatus
from projects.forms.decisions import WanField
from projects.forms.experts import field_choices
from projects.models import ExpertiseField, Solicitation, Suggestion
from projects.models.soliciting import ASKED, YEARS_AT_MOST

TIMES = ("opens_at", "closes_at")


def _rows(count: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": count})


class SolicitationForm(forms.ModelForm):
    """What is asked, and until when."""

    usual_days = 20
    usual_window = (15, 30)  # Days; domain practice, so it is said and not demanded.

    class Meta:
        model = Solicitation
        fields = ["title", "plan_year", "categories", "notice", "notice_number", "contact", *TIMES]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            today = timezone.localdate()
            self.initial.setdefault("plan_year", today.year + 1)
            self.initial.setdefault("opens_at", _at(today + timedelta(days=1), 9))
            self.initial.setdefault("closes_at", _at(today + timedelta(days=1 + self.usual_days), 17, 30))

    @classmethod
    def window_told(cls, opens_at: datetime, closes_at: datetime) -> str:
        """A sentence where the window is shorter or longer than usual."""
        days, (least, most) = (closes_at - opens_at).total_seconds() / 86400, cls.usual_window
        if least <= days <= most:
            return ""
        words = "短于" if days < least else "长于"
        return f"征集时间 {days:.0f} 天，{words}通常的 {least}—{most} 天，请核对。"


def _at(day, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


class ExtendForm(forms.Form):
    """Until when, and why."""

    closes_at = forms.SplitDateTimeField(label="新的征集截止", widget=UnfoldAdminSplitDateTimeWidget)
    reason = forms.CharField(label="延期理由", max_length=500, widget=_rows(3))


class CancelForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="取消理由", max_length=500, widget=_rows(3), help_text="公开显示，并告知已提出建议的单位和个人。"
    )


class SumUpForm(forms.Form):
    """What the public reads above the list."""

    summary = forms.CharField(
        label="汇总说明", max_length=2000, widget=_rows(6), help_text="公开显示在建议采纳情况之上。"
    )

    def __init__(self, *args, solicitation: Solicitation, **kwargs):
        super().__init__(*args, **kwargs)
        counts = dict.fromkeys(ANSWERED, 0)
        for status in solicitation.suggestions.answered().values_list("status", flat=True):
            counts[status] += 1
        told = "，".join(f"{SuggestionStatus(status).label} {count} 条" for status, count in counts.items())
        self.fields[
            "summary"
        ].initial = f"本次征集共收到建议 {sum(counts.values())} 条，{told}。采纳的建议列入 {solicitation.plan_year} 年度申报指南。"


class MakeCallForm(forms.Form):
    """Of which category, under which name, with which deadlines."""

    category = forms.ChoiceField(label="计划类别", widget=UnfoldAdminSelectWidget)
    title = forms.CharField(label="批次名称", max_length=200)
    opens_at = forms.SplitDateTimeField(label="开始申报", widget=UnfoldAdminSplitDateTimeWidget)
    closes_at = forms.SplitDateTimeField(label="申报截止", widget=UnfoldAdminSplitDateTimeWidget)
    recommend_until = forms.SplitDateTimeField(label="推荐截止", widget=UnfoldAdminSplitDateTimeWidget)

    def __init__(self, *args, solicitation: Solicitation, **kwargs):
        super().__init__(*args, **kwargs)
        made = set(solicitation.made.values_list("category", flat=True))
        taken_up = solicitation.suggestions.filter(status__in=TAKEN_UP).values_list("category", flat=True)
        left = [one for one in solicitation.category_list if one in set(taken_up) - made]
        self.fields["category"].choices = [(one, one) for one in left]
        today = timezone.localdate()
        self.fields["opens_at"].initial = _at(today + timedelta(days=14), 9)
        self.fields["closes_at"].initial = _at(today + timedelta(days=44), 17, 30)
        self.fields["recommend_until"].initial = _at(today + timedelta(days=51), 17, 30)
        if left:
            self.fields["title"].initial = f"{solicitation.plan_year} 年度{left[0]}"


class AnswerForm(forms.Form):
    """What comes of a suggestion, why, and what the guide says of it."""

    outcome = forms.ChoiceField(
        label="采纳情况", choices=[(s.value, s.label) for s in ANSWERED], widget=forms.RadioSelect
    )
    reply = forms.CharField(
        label="答复", max_length=2000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text="立即告知建议人，汇总后公开；采纳的说明列入哪里，未采纳的说明理由。",
    )  # fmt: skip
    adopted_text = forms.CharField(
        label="列入指南的表述", max_length=1000, required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="采纳或部分采纳的填写；留空则取建议的表述，没有表述的取建议方向。",
    )  # fmt: skip


class AnswerAllForm(forms.Form):
    """The same for many: each keeps its own wording."""

    outcome = forms.ChoiceField(
        label="采纳情况", choices=[(s.value, s.label) for s in ANSWERED], widget=forms.RadioSelect
    )
    reply = forms.CharField(
        label="答复", max_length=2000, widget=_rows(4), help_text="每条相同；立即告知建议人，汇总后公开。"
    )


class SuggestionForm(Spoken, forms.ModelForm):
    """One page: a draft may lack anything, the check says what."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    category = forms.ChoiceField(label="建议列入的计划类别", required=False)
    field = forms.ModelChoiceField(ExpertiseField.objects.none(), label="所属领域", required=False)
    amount = WanField(
        label="预计经费（万元）",
        max_length=20,
        required=False,
        help_text="完成这一方向的一个项目大约需要多少，含自筹。",
    )
    years = forms.IntegerField(
        label="预计年限（年）", min_value=1, max_value=YEARS_AT_MOST, required=False,
        error_messages={"min_value": "年限从 1 年起。", "max_value": f"年限不超过 {YEARS_AT_MOST} 年。"},
    )  # fmt: skip

    class Meta:
        model = Suggestion
        fields = ["category", "title", "field", "problem", "goals", "amount", "years", "wording", "shows_name"]
        widgets = {"problem": _rows(6), "goals": _rows(4), "wording": _rows(4)}
        help_texts = {
            "title": "一句话写明要支持什么，不超过 100 字，不出现企业和产品名称。",
            "problem": "现在卡在哪里，影响多大，为什么要政府支持。",
            "goals": "做成以后达到什么指标、解决到什么程度。",
            "wording": "您认为申报指南可以怎样写。",
            "shows_name": "不勾选则只公布建议方向和答复；勾选的，单位公布名称，个人只公布姓氏。",
        }

    def __init__(self, *args, solicitation: Solicitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = self.instance.revision
        self.fields["category"].choices = [("", "请选择"), *((one, one) for one in solicitation.category_list)]
        rows = ExpertiseField.objects.filter(is_current=True)
        self.fields["field"].queryset = rows
        self.fields["field"].choices = field_choices()
        if self.instance.amount is not None:
            self.initial["amount"] = budget.wan(self.instance.amount).replace(",", "")

        self._mark(is_asked=True)

    def _mark(self, *, is_asked: bool) -> None:
        for name in ASKED:
            self.fields[name].required = is_asked

    def full_clean(self):
        """A draft may lack anything: what is asked is marked as such, and demanded when it is handed in."""
        self._mark(is_asked=False)
        super().full_clean()
        self._mark(is_asked=True)

    def values(self) -> dict:
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "revision")}


class EnterForm(forms.ModelForm):
    """What a 科室 suggests, handed in at once: the same questions in the browser admin."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    category = forms.ChoiceField(label="建议列入的计划类别", widget=UnfoldAdminSelectWidget)
    field = forms.ModelChoiceField(ExpertiseField.objects.none(), label="所属领域", widget=UnfoldAdminSelectWidget)
    amount = WanField(
        label="预计经费（万元）", max_length=20, widget=UnfoldAdminTextInputWidget,
        help_text=SuggestionForm.base_fields["amount"].help_text,
    )  # fmt: skip
    years = forms.IntegerField(
        label="预计年限（年）", min_value=1, max_value=YEARS_AT_MOST, widget=UnfoldAdminIntegerFieldWidget
    )

    class Meta:
        model = Suggestion
        fields = SuggestionForm.Meta.fields
        widgets = {
            "title": UnfoldAdminTextInputWidget, "problem": UnfoldAdminTextareaWidget(attrs={"rows": 5}),
            "goals": UnfoldAdminTextareaWidget(attrs={"rows": 4}), "wording": UnfoldAdminTextareaWidget(attrs={"rows": 4}),
            "shows_name": UnfoldBooleanSwitchWidget,
        }  # fmt: skip
        help_texts = SuggestionForm.Meta.help_texts | {"shows_name": "勾选的公布科室名称。"}

    def __init__(self, *args, solicitation: Solicitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid4()
        self.fields["category"].choices = [("", "请选择"), *((one, one) for one in solicitation.category_list)]
        self.fields["field"].queryset = ExpertiseField.objects.filter(is_current=True)
        self.fields["field"].choices = field_choices()
        for name in ASKED:
            self.fields[name].required = True
