"""What officers say of visits to applicants: when, where, who goes; what was found."""

from django import forms
from unfold.widgets import UnfoldAdminSplitDateTimeWidget

from bureau.accounts.models import User
from projects.choices import VISIT_POINTS, VisitConclusion, VisitVerdict
from projects.models import SiteVisit, VisitMember
from projects.workflow.visiting import RUN

from .decisions import WanField
from .reviewing import ExpertField


class ExpertsField(forms.CharField):
    """Several experts by number or name, one a line or with 、 between them."""

    one = ExpertField()

    def clean(self, value):
        text = super().clean(value)
        for mark in "，,;；、":
            text = text.replace(mark, "\n")
        return [self.one.clean(word) for word in filter(None, map(str.strip, text.splitlines()))]


class VisitForm(forms.Form):
    """When, where, who goes."""

    starts_at = forms.SplitDateTimeField(label="考察时间", widget=UnfoldAdminSplitDateTimeWidget)
    place = forms.CharField(label="考察地点", max_length=200)
    experts = ExpertsField(
        label="专家", widget=forms.Textarea(attrs={"rows": 3}), help_text="专家编号，或姓名（不重名时），用顿号或换行分开；不少于两名。"
    )  # fmt: skip
    officers = forms.ModelMultipleChoiceField(
        User.objects.none(), label="本局人员", widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label="请申报单位准备", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="写入发给申报单位的通知。"
    )  # fmt: skip

    def __init__(self, *args, visit: SiteVisit | None = None, by: User, **kwargs):
        initial = {"officers": [by.pk]}
        if visit is not None:
            members = visit.members.select_related("expert")
            initial = {
                "starts_at": visit.starts_at, "place": visit.place, "note": visit.note,
                "experts": "、".join(m.expert.number for m in members if m.expert_id),
                "officers": [m.officer_id for m in members if m.officer_id],
            }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["officers"].queryset = User.objects.holding(RUN).order_by("name", "pk")


class FindingsForm(forms.Form):
    """For each point a verdict and a note; then opinion, conclusion and amount."""

    def __init__(self, *args, visit: SiteVisit, **kwargs):
        super().__init__(*args, **kwargs)
        held = {point["text"]: point for point in visit.points}
        for place, text in enumerate(VISIT_POINTS):
            found = held.get(text, {})
            self.fields[f"verdict-{place}"] = forms.ChoiceField(
                label=f"{place + 1}. {text}", choices=VisitVerdict, widget=forms.RadioSelect, initial=found.get("verdict")
            )  # fmt: skip
            self.fields[f"note-{place}"] = forms.CharField(
                label="情况说明", max_length=500, required=False, initial=found.get("note", ""), widget=forms.Textarea(attrs={"rows": 2}),
                help_text="不符合的必填。",
            )  # fmt: skip
        words = forms.Textarea(attrs={"rows": 6})
        self.fields["opinion"] = forms.CharField(label="考察意见", max_length=5000, widget=words, initial=visit.opinion)
        self.fields["conclusion"] = forms.ChoiceField(
            label="结论", choices=VisitConclusion, widget=forms.RadioSelect, initial=visit.conclusion
        )
        amount = "" if visit.amount is None else f"{(visit.amount / 10000).normalize():f}"
        self.fields["amount"] = WanField(label="建议资助经费（万元）", required=False, initial=amount, help_text="不建议具体金额的可不填。")  # fmt: skip

    def clean(self):
        """As the verb takes it."""
        cleaned = super().clean()
        points = {
            text: (cleaned.get(f"verdict-{place}", ""), cleaned.get(f"note-{place}", ""))
            for place, text in enumerate(VISIT_POINTS)
        }
        return {"points": points} | {name: cleaned.get(name) for name in ("opinion", "conclusion", "amount")}


class PaperSignatureForm(forms.Form):
    """Whose signature stands on paper."""

    member = forms.ModelChoiceField(VisitMember.objects.none(), label="专家", empty_label=None)
    is_signed = forms.BooleanField(
        label="实地调研意见表由专家本人签字，原件存档", error_messages={"required": "没有本人签字的不能登记。"}
    )

    def __init__(self, *args, visit: SiteVisit, **kwargs):
        super().__init__(*args, **kwargs)
        rows = visit.members.unsigned().filter(expert__user=None, officer=None)
        self.fields["member"].queryset = rows.select_related("expert")

    def clean(self):
        """As the verb takes it."""
        cleaned = super().clean()
        return {"member": cleaned.get("member")}
