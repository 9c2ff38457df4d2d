"""What comes in on the list pages."""

from django import forms

from bureau.accounts.models import Organisation

from .kinds import all_kinds, get_kind
from .models import HeadingAlias


class UploadForm(forms.Form):
    """A list file, and perhaps which kind it must be."""

    file = forms.FileField(label="清单文件（.xlsx）", widget=forms.FileInput(attrs={"accept": ".xlsx"}))
    only_kind = forms.ChoiceField(
        label="清单种类",
        required=False,
        choices=lambda: [("", "按表头自动识别"), *((kind.code, kind.label) for kind in all_kinds())],
        help_text="一般不必选择：系统按表头识别，与文件名无关。",
    )


class ConfirmForm(forms.Form):
    """Whether rows with faults are left out."""

    skip_bad_rows = forms.BooleanField(label="跳过有错误的行，导入其余各行", required=False)


class UndoForm(forms.Form):
    """Why a run is taken back."""

    reason = forms.CharField(label="撤销理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class HeadingAliasForm(forms.ModelForm):
    """Another name of a heading, for one kind of list."""

    kind = forms.ChoiceField(label="清单种类", choices=lambda: [(kind.code, kind.label) for kind in all_kinds()])

    class Meta:
        model = HeadingAlias
        fields = ["kind", "heading", "alias"]

    def clean(self):
        """The heading must be one of the kind's."""
        cleaned = super().clean()
        if cleaned.get("kind") and cleaned.get("heading"):
            known = [column.heading for column in get_kind(cleaned["kind"]).columns]
            if cleaned["heading"] not in known:
                self.add_error("heading", f"该种清单没有这一列。可用的列：{'、'.join(known)}。")
        return cleaned


class ResolveForm(forms.Form):
    """Which unit a name is; empty: none of them."""

    organisation = forms.ModelChoiceField(
        label="对应单位", queryset=Organisation.objects.none(), required=False, empty_label="（无需对应任何单位）"
    )
