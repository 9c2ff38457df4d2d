"""What comes in about certificates: a form for each thing that may happen to one, and the pasted list of who filed."""

import re
from datetime import date

from django import forms

from bureau import codes
from bureau.accounts.models import Division

from .assessment.fields import FIELDS
from .choices import CancelGround, Filing

MAX_LINES = 5_000


def _day(label: str, **more) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _document() -> forms.CharField:
    return forms.CharField(label="依据文件及文号", max_length=200, help_text="如 赣高企认办〔2026〕3号。")


class FieldChoice(forms.ChoiceField):
    """A field and its second level, as 新材料／金属材料."""

    def __init__(self, **more):
        groups = [(name, [(f"{name}／{second}", second) for second in seconds]) for name, seconds in FIELDS.values()]
        super().__init__(choices=[("", "请选择"), *groups], **more)


class CertifyForm(forms.Form):
    """重新认定."""

    certificate_number = forms.RegexField(
        r"^\s*[Gg][RrFf]\d{12}\s*$",
        label="证书编号",
        error_messages={"invalid": "证书编号应为 GR 和 12 位数字，如 GR202636000123。"},
    )
    issued_on = _day("发证日期")
    technology_field = FieldChoice(label="技术领域（到二级）")
    division = forms.ModelChoiceField(
        Division.objects.order_by("position"), label="所在地", required=False, empty_label="不变"
    )
    document = _document()


class RenameForm(forms.Form):
    """更名."""

    name = forms.CharField(label="新名称", max_length=200)
    on = _day("更名日期", help_text="核准变更登记的日期。")
    reported_on = _day("企业报告日期", required=False, help_text="应在三个月内报告（第十七条）。")
    document = _document()


class RelocateForm(forms.Form):
    """市内迁移."""

    division = forms.ModelChoiceField(Division.objects.order_by("position"), label="迁入地")
    on = _day("迁移日期")
    document = _document()


class MoveInForm(forms.Form):
    """整体迁入."""

    name = forms.CharField(label="企业名称", max_length=200)
    credit_code = forms.CharField(label="统一社会信用代码", max_length=30)
    division = forms.ModelChoiceField(Division.objects.order_by("position"), label="迁入地")
    certificate_number = forms.RegexField(
        r"^\s*[Gg][RrFf]\d{12}\s*$",
        label="证书编号",
        error_messages={"invalid": "证书编号应为 GR 和 12 位数字，如 GR202636000123。"},
    )
    issued_on = _day("发证日期")
    technology_field = FieldChoice(label="技术领域（到二级）")
    on = _day("迁入日期", help_text="自该日起计入本市。")
    document = _document()

    def clean_credit_code(self):
        """A code whose check character is right."""
        code = codes.normalise_credit_code(self.cleaned_data["credit_code"])
        if fault := codes.credit_code_fault(code):
            raise forms.ValidationError(fault)
        return code

    def clean(self):
        """Issued before it moved."""
        given = super().clean()
        if given.get("issued_on") and given.get("on") and given["on"] < given["issued_on"]:
            self.add_error("on", "迁入日期不能早于发证日期。")
        return given


class MoveOutForm(forms.Form):
    """整体迁出."""

    on = _day("迁出日期", help_text="自该日起不计入本市。")
    document = _document()


class MoveBackForm(forms.Form):
    """迁回."""

    division = forms.ModelChoiceField(Division.objects.order_by("position"), label="迁回地")
    on = _day("迁回日期", help_text="自该日起重新计入本市。")
    document = _document()


class CancelForm(forms.Form):
    """取消资格."""

    ground = forms.ChoiceField(label="取消原因", choices=CancelGround)
    on = _day("取消日期", help_text="自该日起取消。")
    document = _document()


class FilingsForm(forms.Form):
    """Pasted lines: a credit code or name, then the day."""

    year = forms.IntegerField(label="报表年度", min_value=2008, max_value=2100)
    lines = forms.CharField(
        label="已填报的企业",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="从认定管理工作网导出后粘贴，每行一家：统一社会信用代码（或企业全称）和填报日期，用空格、逗号或制表符隔开。",
    )

    def clean_lines(self) -> list[tuple[str, date]]:
        """(code or name, day) of each line; a sentence for each that cannot be read."""
        rows = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(rows) > MAX_LINES:
            raise forms.ValidationError(f"一次最多 {MAX_LINES} 行，请分次粘贴。")
        read, faults = [], []
        for number, line in enumerate(rows, 1):
            parts = re.split(r"[\s,，、;；]+", line)
            try:
                day = date.fromisoformat(
                    "-".join(f"{int(part):02d}" for part in re.split(r"[./年月日-]+", parts[-1].rstrip("日")))
                )
            except ValueError:
                faults.append(f"第 {number} 行“{line[:40]}”末尾不是日期，应如 2026-05-20。")
                continue
            read.append((" ".join(parts[:-1]), day))
        if faults:
            raise forms.ValidationError(faults[:10])
        return read


class DutyForm(forms.Form):
    """Which firms' reports to look at."""

    year = forms.IntegerField(label="报表年度", min_value=2008, max_value=2100, required=False)
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *Filing.choices], required=False)
