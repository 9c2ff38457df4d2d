"""What comes in about panels: votes, marks, opinions; and what officers say of members, agenda and attendance."""

from collections.abc import Mapping
from decimal import Decimal

from django import forms

from projects.choices import PanelResult, Vote
from projects.formdata.scheme import Scheme, plain
from projects.models import AgendaItem, Ballot, Opinion, Panel, PanelMember
from projects.panels import COMMENT_AT_MOST, marks_typed

from .decisions import WanField
from .reviewing import ExpertField


class PanelForm(forms.ModelForm):
    """When, where, how it decides; refused where nothing says by what the call is judged."""

    link = forms.URLField(label="线上会议链接", required=False, max_length=300, assume_scheme="https")

    class Meta:
        model = Panel
        fields = [
            "round", "name", "starts_at", "place", "link", "group", "mode", "rule", "pass_score", "least_present", "minutes_each",
        ]  # fmt: skip

    def clean(self):
        """The call of the round has a scheme."""
        cleaned = super().clean()
        held = cleaned.get("round") or (self.instance.round if self.instance.pk else None)
        version = held.call.versions.last() if held else None
        if held and (version is None or version.terms.scheme is None):
            raise forms.ValidationError("该批次没有评审方案，请先在申报批次中选定评审方案并发布或修订。")
        return cleaned


class VoteForm(forms.Form):
    """Agree, oppose, abstain."""

    choice = forms.ChoiceField(label="表决", choices=Vote, widget=forms.RadioSelect)


class MarksForm(forms.Form):
    """A mark for each criterion of the call's scheme, with what has been given already."""

    def __init__(self, scheme: Scheme, given: Mapping[str, str], comment: str, *, is_readonly: bool):
        super().__init__(auto_id="id_%s")
        self.scheme = scheme
        for c in scheme.criteria:
            attrs = {"inputmode": "decimal", "class": "short", "autocomplete": "off"}
            self.fields[f"mark-{c.code}"] = forms.Field(
                label=f"评分（0-{plain(c.most)}）", widget=forms.TextInput(attrs)
            )
            self.initial[f"mark-{c.code}"] = given.get(c.code, "")
        words = forms.Textarea({"rows": 4, "maxlength": COMMENT_AT_MOST})
        self.fields["comment"] = forms.Field(label="意见", widget=words, required=False)
        self.initial["comment"] = comment
        for field in self.fields.values():
            field.disabled = is_readonly

    def criteria(self) -> list[dict]:
        """Each criterion with its field, in the order of the sheet."""
        return [
            {"criterion": c, "mark": self[f"mark-{c.code}"], "weight": plain(c.weight), "most": plain(c.most)}
            for c in self.scheme.criteria
        ]


class EntryForm(forms.Form):
    """What a member without an account signed on paper: a vote, or a mark for each criterion of the scheme."""

    is_signed = forms.BooleanField(
        label="评审承诺书和本项评分表（表决票）均由专家本人在纸上签字，原件存档",
        error_messages={"required": "没有本人签字的不能代录。"},
    )

    def __init__(self, *args, scheme: Scheme | None, ballot: Ballot | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.scheme, signed = scheme, self.fields.pop("is_signed")
        given = ballot.marks if ballot else {}
        if scheme is None:
            self.fields["choice"] = forms.ChoiceField(label="表决", choices=Vote, widget=forms.RadioSelect)
        for c in scheme.criteria if scheme else ():
            self.fields[f"mark-{c.code}"] = forms.CharField(
                label=f"{c.label}（0-{plain(c.most)}）", max_length=10, initial=given.get(c.code, "")
            )
        if scheme is not None:
            words = forms.Textarea({"rows": 4, "maxlength": COMMENT_AT_MOST})
            self.fields["comment"] = forms.CharField(
                label="意见", widget=words, required=False, initial=ballot.comment if ballot else ""
            )
        self.fields["is_signed"] = signed

    def said(self) -> dict:
        """As the verb takes it."""
        if self.scheme is None:
            return {"choice": self.cleaned_data["choice"]}
        return {"typed": marks_typed(self.scheme, self.cleaned_data), "comment": self.cleaned_data["comment"]}


class OpinionForm(forms.Form):
    """What the panel says, and how much it recommends; ``seen`` is the revision that was shown."""

    text = forms.CharField(label="专家组意见", max_length=5000, widget=forms.Textarea(attrs={"rows": 10}))
    amount = WanField(
        label="建议资助经费（万元）", required=False, help_text="通过的项目填写；不建议具体金额的可不填。"
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, opinion: Opinion, **kwargs):
        amount = "" if opinion.amount is None else f"{(opinion.amount / Decimal(10000)).normalize():f}"
        initial = {"text": opinion.text, "amount": amount, "seen": opinion.revision}
        super().__init__(*args, initial=initial, **kwargs)
        if opinion.result != PanelResult.PASSED:
            del self.fields["amount"]

    def clean(self):
        """As the verb takes it."""
        return {"amount": None} | super().clean()


class MemberForm(forms.Form):
    """One more expert, as 组长 or not."""

    expert = ExpertField()
    is_chair = forms.BooleanField(label="任组长", required=False)


class TopForm(forms.Form):
    """How many of the ranking go on the agenda."""

    top = forms.IntegerField(label="取前（项，不填为全部）", min_value=1, max_value=500, required=False)


class LineForm(forms.Form):
    """One line of the agenda."""

    position = forms.IntegerField(label="次序", min_value=1, max_value=999)
    minutes = forms.IntegerField(label="时间（分钟）", min_value=1, max_value=480)
    pause = forms.IntegerField(label="之前休息（分钟）", min_value=0, max_value=1440)

    def __init__(self, *args, item: AgendaItem, **kwargs):
        self.item = item
        initial = {"position": item.position, "minutes": item.minutes, "pause": item.pause}
        super().__init__(*args, initial=initial, prefix=f"item-{item.pk}", **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "bureau-page-number"


class AttendanceForm(forms.Form):
    """Who has come."""

    present = forms.ModelMultipleChoiceField(
        PanelMember.objects.none(), label="到会专家", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, panel: Panel, **kwargs):
        super().__init__(*args, **kwargs)
        rows = panel.members.coming().select_related("expert")
        self.fields["present"].queryset = rows
        self.initial["present"] = [row.pk for row in rows if row.is_present]


class ActingForm(forms.Form):
    """Who leads one item in the place of the 组长."""

    member = forms.ModelChoiceField(
        PanelMember.objects.none(), label="代组长", required=False, empty_label="由组长主持"
    )

    def __init__(self, *args, item: AgendaItem, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = item.panel.members.present().select_related("expert")
        self.initial["member"] = item.acting_id
