"""What comes in: a 公示, its list as it is pasted from Excel, an objection, a question about one."""

import re
import uuid

from django import forms
from django.conf import settings

from bureau.design.editor import TextEditor
from bureau.files import DOCUMENTS, SCANS, CheckedFileField
from bureau.text import fold

from .checks import item_faults, name_fault, phone_fault
from .choices import ALIASES, Column, ObjectorKind
from .models import Publicity

_DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
EVIDENCE_AT_MOST, EVIDENCE_BYTES, ROWS_AT_MOST = 3, 10 * 2**20, 3000


class PublicityForm(forms.ModelForm):
    """The words of a 公示."""

    class Meta:
        model = Publicity
        fields = [
            "kind", "title", "basis", "process", "body", "starts_on", "working_days", "organ", "section", "section_phone",
            "supervision", "supervision_phone", "discipline", "discipline_phone", "address", "postcode",
        ]  # fmt: skip
        widgets = {
            "starts_on": _DATE,
            "basis": forms.Textarea(attrs={"rows": 3}),
            "process": forms.Textarea(attrs={"rows": 2}),
            "body": TextEditor(attrs={"rows": 10}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["working_days"].help_text = f"不少于 {settings.PUBLICITY_WORKING_DAYS} 个工作日，法定节假日不计入。"


class ItemsForm(forms.Form):
    """A list pasted from Excel: headings in the first line, a row a line, cells divided by tabs."""

    text = forms.CharField(
        label="名单",
        widget=forms.Textarea(attrs={"rows": 16, "wrap": "off"}),
        help_text="从 Excel 连同标题行一起复制后粘贴。可列出的列：" + "、".join(Column.labels) + "。",
    )

    def clean_text(self):
        """Read headings and rows; name what may not be there by its place."""
        lines = [line.split("\t") for line in self.cleaned_data["text"].splitlines() if line.strip()]
        self.columns = self._columns(lines[0]) if lines else []
        if len(lines) < 2:
            raise forms.ValidationError("只有标题行，没有名单内容。")
        if len(lines) - 1 > ROWS_AT_MOST:
            raise forms.ValidationError(f"名单有 {len(lines) - 1} 行，最多 {ROWS_AT_MOST} 行。")
        self.rows = [
            {code: cell.strip() for code, cell in zip(self.codes, line, strict=False) if code} for line in lines[1:]
        ]
        if faults := item_faults(self.columns, self.rows):
            raise forms.ValidationError(faults[:50])
        return self.cleaned_data["text"]

    def _columns(self, headings: list[str]) -> list[str]:
        known = {fold(column.label): column.value for column in Column} | {fold(k): v.value for k, v in ALIASES.items()}
        names = [re.sub(r"\s", "", fold(heading)) for heading in headings]
        self.codes = [known.get(name, "") for name in names]
        unknown = [name for name, code in zip(names, self.codes, strict=True) if not code and name not in {"", "序号"}]
        if unknown:
            raise forms.ValidationError([f"“{name}”不是公示可以列出的列，请删除这一列。" for name in unknown])
        columns = [code for code in self.codes if code]
        if len(set(columns)) < len(columns):
            raise forms.ValidationError("有两列的含义相同，请只保留一列。")
        return columns


def as_text(publicity: Publicity) -> str:
    """The list as it would be pasted."""
    rows = [
        [heading for _code, heading in publicity.headings],
        *(item.cells for item in publicity.items.select_related("publicity").order_by("position")),
    ]
    return "\n".join("\t".join(row) for row in rows) if publicity.columns else ""


class ReasonForm(forms.Form):
    """Why, or what was found."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ConfirmForm(forms.Form):
    """Nothing to say: a button."""


class OpinionForm(forms.Form):
    """What the objector will read."""

    opinion = forms.CharField(
        label="处理意见",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写明查明的事实、依据和结论。异议人凭受理号可以看到这段文字。",
    )


class TellForm(forms.Form):
    """How the objector was told."""

    how = forms.ChoiceField(
        label="告知方式",
        choices=[(way, way) for way in ("短信", "电话", "书面", "当面")],
        help_text="选“短信”时由系统立即发送。告知后，异议人可在“异议查询”中看到处理意见。",
    )


class ObjectionForm(forms.Form):
    """An objection, signed with a name."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="以什么名义提出", choices=ObjectorKind.choices, widget=forms.RadioSelect, initial=ObjectorKind.PERSON
    )
    name = forms.CharField(label="真实姓名", max_length=30, help_text="以单位名义提出的，填写联系人姓名。")
    phone = forms.CharField(
        label="联系电话", max_length=20, help_text="手机号，或带区号的座机号；用于核实情况和告知处理结果。",
        widget=forms.TextInput(attrs={"type": "tel"}),
    )  # fmt: skip
    organisation = forms.CharField(label="单位名称", max_length=100, required=False, help_text="以单位名义提出时填写。")
    legal_representative = forms.CharField(
        label="法定代表人", max_length=30, required=False, help_text="以单位名义提出时填写。"
    )
    seal = CheckedFileField(label="签字盖章的异议书（扫描件）", kinds=SCANS, max_bytes=EVIDENCE_BYTES, required=False)
    concerning = forms.CharField(label="对哪一项有异议", max_length=200, help_text="写明名单中的序号、名称或单位。")
    facts = forms.CharField(label="事实与理由", max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))
    consent = forms.BooleanField(
        label="我同意受理部门为处理本异议使用以上姓名、电话和材料。",
        error_messages={"required": "请勾选同意，否则无法受理实名异议。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seal"].help_text = (
            "以单位名义提出时上传，由法定代表人签字并加盖公章。" + self.fields["seal"].help_text
        )
        for n in range(1, EVIDENCE_AT_MOST + 1):
            self.fields[f"evidence{n}"] = CheckedFileField(
                label=f"证明材料 {n}", kinds=DOCUMENTS, max_bytes=EVIDENCE_BYTES, required=False
            )
        self.order_fields([name for name in self.fields if name != "consent"] + ["consent"])
        self.initial.setdefault("token", uuid.uuid4())

    def clean_name(self):
        """A name, not a mask."""
        if fault := name_fault(self.cleaned_data["name"]):
            raise forms.ValidationError(fault)
        return self.cleaned_data["name"]

    def clean_phone(self):
        """A number that reaches somebody."""
        if fault := phone_fault(self.cleaned_data["phone"]):
            raise forms.ValidationError(fault)
        return self.cleaned_data["phone"]

    def clean(self):
        """A unit names itself and seals its paper."""
        cleaned = super().clean()
        if cleaned.get("kind") == ObjectorKind.UNIT:
            needed = {
                "organisation": "请填写单位名称。",
                "legal_representative": "请填写法定代表人姓名。",
                "seal": "请上传签字盖章的异议书。",
            }
            for name, sentence in needed.items():
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    def values(self) -> dict:
        """What the verb takes."""
        values = {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.startswith("evidence") and name != "consent"
        }
        files = [self.cleaned_data[f"evidence{n}"] for n in range(1, EVIDENCE_AT_MOST + 1)]
        if values["kind"] != ObjectorKind.UNIT:
            values["seal"] = None
        return values | {"evidence": [file for file in files if file]}


class TakeBackForm(forms.Form):
    """That the objector means it."""

    sure = forms.BooleanField(
        label="我确认撤回这份异议", error_messages={"required": "请勾选确认后再撤回；不撤回的，什么也不用做。"}
    )


class QueryForm(forms.Form):
    """Which objection, and that the person asking is the one who made it."""

    number = forms.CharField(label="受理号", max_length=20)
    phone = forms.CharField(label="提出时填写的联系电话", max_length=20, widget=forms.TextInput(attrs={"type": "tel"}))
