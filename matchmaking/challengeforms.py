"""What comes in about challenges (揭榜挂帅) and bids: a form cleans, a verb acts."""

from django import forms

from bureau.files import CheckedFileField

from .dealingforms import WanField
from .models import Achievement, Bid, Challenge
from .workflow.bidding import FILES_AT_MOST


def _text(label: str, rows: int, length: int, **more) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), **more)


class ChallengeForm(forms.ModelForm):
    """The one page of a challenge; a draft may lack anything but its title."""

    class Meta:
        model = Challenge
        fields = ["title", "problem", "indicators", "conditions", "reward", "closes_at", "criteria", "is_blind"]
        widgets = {"closes_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        helps = {
            "problem": "公开。写明用在哪里、卡在哪一步、试过什么；不写联系方式，不写涉密内容。",
            "indicators": "公开。写成可以检验的数值和检验方法。",
            "conditions": "公开。对揭榜单位的要求；没有的不填。",
            "closes_at": "发布之日起 10 天以后、一年以内。发布后不能更改；截止前任何人不能查看揭榜方案。",
            "criteria": "公开。一行一个，写“指标：权重”，权重合计 100；发布后不能更改，专家据以评分。",
            "is_blind": "专家看不到揭榜单位和人员。",
        }
        for name, words in helps.items():
            self.fields[name].help_text = words
        self.fields["reward"] = WanField(
            label="榜额（万元）", required=False, help_text="公开。揭榜并完成后支付的总额。"
        )
        if (held := self.initial.get("reward")) is not None:
            self.initial["reward"] = f"{held / 10_000:f}".rstrip("0").rstrip(".")

    def _post_clean(self):
        """The verb validates the row under its lock; the form only reads what was typed."""


class BidForm(forms.Form):
    """A bid as it is typed and sealed at once: nobody reads it afterwards, so it is never filled in again."""

    title = forms.CharField(label="方案名称", max_length=200)
    approach = _text("技术方案", 8, 10_000, help_text="路线、关键工艺、与现有办法的区别、风险和对策。")
    basis = _text("现有基础", 5, 5000, help_text="研发条件、团队、已有的知识产权和类似成果。")
    indicators = _text("承诺指标", 4, 3000, help_text="逐项对应榜单的指标要求。")
    schedule = _text("进度安排", 4, 3000)
    quote = forms.DecimalField(label="报价（万元）", min_value=0, max_digits=12, decimal_places=2)
    leader = forms.CharField(label="项目负责人", max_length=50)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for place in range(1, FILES_AT_MOST + 1):
            self.fields[f"file{place}"] = CheckedFileField(label=f"附件{place}", required=False)

    def clean_quote(self) -> str:
        """In 万元 without trailing zeros, as the document shows it."""
        return f"{self.cleaned_data['quote'].normalize():f}"

    def sealed(self) -> dict:
        """What the verb takes."""
        typed = dict(self.cleaned_data)
        files = [typed.pop(f"file{place}", None) for place in range(1, FILES_AT_MOST + 1)]
        return {"values": typed, "files": [file for file in files if file]}


class WhyForm(forms.Form):
    """Why."""

    reason = _text("理由", 3, 500)


class ChooseForm(forms.Form):
    """Which of the opened bids; another than the first for a reason."""

    bid = forms.ModelChoiceField(Bid.objects.none(), label="揭榜方", empty_label=None)
    reason = _text("理由", 3, 500, required=False, help_text="没有选第 1 名的必填。")

    def __init__(self, *args, standings, **kwargs):
        super().__init__(*args, **kwargs)
        placed = [one for one in standings if one.place]
        words = {
            one.application.bid.pk: f"第 {one.place} 名　{one.application.organisation}　{one.score} 分"
            for one in placed
        }
        self.fields["bid"].queryset = Bid.objects.filter(pk__in=words)
        self.fields["bid"].choices = list(words.items())


class NegotiateForm(forms.Form):
    """With which of the winner's published achievements the negotiation begins."""

    achievement = forms.ModelChoiceField(
        Achievement.objects.none(), label="用本单位的哪一项成果洽谈", empty_label="请选择"
    )

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Achievement.objects.published().filter(organisation=organisation).order_by("-pk")
        self.fields["achievement"].queryset = rows.only("pk", "title")
