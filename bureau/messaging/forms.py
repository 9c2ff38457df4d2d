"""What comes in: the words of a kind, the ways a person wants."""

from itertools import groupby

from django import forms
from django.apps import apps

from .choices import Channel
from .kinds import Kind, kinds_for, text_faults, ways_for
from .models import Preference, Template


class TemplateForm(forms.ModelForm):
    """The words of one kind. A placeholder that the kind does not have is named beside its field."""

    channels = forms.MultipleChoiceField(
        label="默认发送方式",
        choices=Channel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="站内消息总会收到；这里选择另外用哪些方式发送，个人可在消息设置中改变。",
    )

    class Meta:
        model = Template
        fields = ["title", "body", "brief", "channels"]
        widgets = {"title": forms.TextInput(attrs={"size": 80}), "body": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args, kind: Kind, **kwargs):
        self.kind = kind
        super().__init__(*args, **kwargs)

    def clean(self):
        """Check the placeholders of every text."""
        cleaned = super().clean()
        for name in ("title", "body", "brief"):
            for fault in text_faults(cleaned.get(name) or "", self.kind.placeholders):
                self.add_error(name, fault)
        return cleaned

    def _post_clean(self):
        """The verb makes and validates the row; the form only reads."""


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


def _group_of(field) -> str:
    """The app that a kind's code names; what is named after a noun of the business goes together."""
    label = field.name.partition(".")[0]
    return apps.get_app_config(label).verbose_name if label in apps.app_configs else "业务办理"


class PreferenceForm(forms.Form):
    """Which kinds reach the person on which ways, besides the inbox: one group of boxes for each kind."""

    def __init__(self, *args, user, words: dict[str, tuple[str, ...]], **kwargs):
        super().__init__(*args, **kwargs)
        own = {(row.kind, row.channel): row.is_on for row in Preference.objects.filter(user=user)}
        ways = [(way.value, way.label) for way in ways_for(user)]
        for kind in kinds_for(user):
            usual = words[kind.code]
            self.fields[kind.code] = forms.MultipleChoiceField(
                label=kind.name,
                choices=ways,
                required=False,
                disabled=not kind.may_switch_off,
                help_text="" if kind.may_switch_off else "这类消息关系到您的权利和期限，不能关闭。",
                widget=forms.CheckboxSelectMultiple,
                initial=[way for way, _label in ways if own.get((kind.code, way), way in usual)],
            )

    @property
    def ways(self) -> list[str]:
        """What the columns are called."""
        return [label for _value, label in next(iter(self.fields.values())).choices] if self.fields else []

    @property
    def groups(self) -> list[tuple[str, list]]:
        """The kinds under the words of what they belong to."""
        return [(name, list(fields)) for name, fields in groupby(self, key=_group_of)]

    def wanted(self) -> set[tuple[str, str]]:
        """The pairs of kind and way that are ticked."""
        return {(kind, channel) for kind, channels in self.cleaned_data.items() for channel in channels}
