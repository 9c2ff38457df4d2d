"""What comes in about results that are to be registered: a form cleans, a verb acts."""

import re

from django import forms

from bureau.files import CheckedFileField

from .dealingforms import WanField
from .models import ResultRegistration

AMOUNTS = ("invested", "output", "profit_and_tax", "transferred")


class BeginForm(forms.Form):
    """A title opens a draft."""

    title = forms.CharField(
        label="成果名称", max_length=200, help_text="计划项目、合同或鉴定证书上的名称；涉密成果不在此登记。"
    )


class ReasonForm(forms.Form):
    """What is to be changed."""

    reason = forms.CharField(label="退回理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ResultForm(forms.ModelForm):
    """The whole form of a registration; a draft may lack anything but its title."""

    keywords = forms.CharField(label="关键词", required=False, max_length=100, help_text="最多三个，用顿号分开。")
    file = CheckedFileField(label="评价材料", required=False)

    class Meta:
        model = ResultRegistration
        fields = [
            "title", "category", "partners", "people", "recommended_from", "began_on", "ended_on", "keywords", "nature", "form", "level",
            "stage", "evaluation", "evaluated_on", "is_affirmed", "use", "unused_reason", "source", "patents", *AMOUNTS, "summary", "file",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["keywords"] = "、".join(self.initial.get("keywords") or [])
        self.initial["file"] = None
        for name in AMOUNTS:
            words = str(self._meta.model._meta.get_field(name).verbose_name).replace("（元）", "（万元）")
            self.fields[name] = WanField(label=words, required=False)
            if (held := self.initial.get(name)) is not None:
                self.initial[name] = f"{held / 10_000:f}".rstrip("0").rstrip(".")

    def clean_keywords(self) -> list[str]:
        """The words of the line, each once."""
        words = [word for word in re.split(r"[、，,;；\s]+", self.cleaned_data["keywords"]) if word]
        if len(words) > 3:
            raise forms.ValidationError("关键词最多三个。")
        return list(dict.fromkeys(words))

    def _post_clean(self):
        """The verb validates the row under its lock; the form only reads what was typed."""
