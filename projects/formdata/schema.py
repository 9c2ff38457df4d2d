"""What a form is: sections of fields. Staff compose it in rows, publishing freezes it as JSON, pages read it back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from projects.choices import FieldKind, Meaning

CODE = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
COLUMN_KINDS = {"文本": FieldKind.SHORT, "数字": FieldKind.NUMBER, "金额": FieldKind.MONEY, "日期": FieldKind.DATE}
PRESET_COLUMNS = {
    FieldKind.MILESTONES: (("starts_on", "开始日期", "date"), ("ends_on", "结束日期", "date"), ("content", "研究内容", "short"), ("goal", "阶段目标", "short")),
    FieldKind.INDICATORS: (("name", "指标名称", "short"), ("unit", "计量单位", "short"), ("target", "目标值", "number"), ("method", "考核方式", "short")),
}  # fmt: skip
MEANT_AS = {
    Meaning.TITLE: (FieldKind.SHORT,), Meaning.SUMMARY: (FieldKind.LONG,), Meaning.STARTS_ON: (FieldKind.DATE,),
    Meaning.ENDS_ON: (FieldKind.DATE,), Meaning.REQUESTED: (FieldKind.MONEY,), Meaning.OWN: (FieldKind.MONEY,),
    Meaning.NOVELTY: (FieldKind.CHOICE,), Meaning.BANK: (FieldKind.SECRET,), Meaning.RIGHTS: (FieldKind.TABLE,),
    Meaning.PARTNERS: (FieldKind.TABLE,), Meaning.UNWANTED: (FieldKind.TABLE,),
    Meaning.CONTACT_PHONE: (FieldKind.SECRET,),
}  # fmt: skip


class Malformed(Exception):
    """What is stored is no form. ``str()`` says where."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    code: str
    label: str
    kind: str = FieldKind.SHORT


@dataclass(frozen=True)
class Field:
    """One thing that is asked."""

    code: str
    label: str
    kind: str
    help: str = ""
    is_required: bool = True
    most: int | None = None  # Characters of a text, rows of a table, members of a team, files.
    least: int | None = None  # Characters of a text, rows of a table, members of a team.
    options: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    meaning: str = ""
    shown_if: str = ""  # Another field's code …
    shown_value: str = ""  # … and what it must say.
    clause: str = ""


@dataclass(frozen=True)
class Section:
    """A page of the form."""

    code: str
    title: str
    help: str = ""
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Form:
    """A whole form."""

    sections: tuple[Section, ...]

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field by its code, in the order of the form."""
        return {field.code: field for section in self.sections for field in section.fields}

    @cached_property
    def home_of(self) -> dict[str, Section]:
        """In which section a field stands."""
        return {field.code: section for section in self.sections for field in section.fields}

    def meant(self, meaning: str) -> Field | None:
        """The field with that meaning."""
        return next((field for field in self.fields.values() if field.meaning == meaning), None)

    def of_kind(self, kind: str) -> list[Field]:
        """The fields of a kind."""
        return [field for field in self.fields.values() if field.kind == kind]

    def section(self, code: str) -> Section | None:
        """A section by its code."""
        return next((section for section in self.sections if section.code == code), None)

    def as_json(self) -> dict:
        """The form as it is stored."""
        return {"sections": [asdict(section) for section in self.sections]}


def read_form(stored: Mapping) -> Form:
    """A stored form. Raises Malformed."""
    try:
        sections = tuple(
            Section(**(dict(section) | {"fields": tuple(_read_field(field) for field in section["fields"])}))
            for section in stored["sections"]
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise Malformed(f"不是表单的结构：{error}") from error
    return Form(sections)


def _read_field(stored: Mapping) -> Field:
    columns = tuple(Column(**column) for column in stored.get("columns") or ())
    return Field(**(dict(stored) | {"options": tuple(stored.get("options") or ()), "columns": columns}))


def columns_of(field: Field) -> tuple[Column, ...]:
    """The columns of a field of rows."""
    preset = PRESET_COLUMNS.get(field.kind)
    return tuple(Column(*parts) for parts in preset) if preset else field.columns


def read_columns(text: str) -> tuple[Column, ...]:
    """Columns as staff write them, one a line: 名称, 金额：金额. Raises Malformed for an unknown kind."""
    found = []
    for place, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        label, _, kind = line.replace("：", ":").partition(":")
        if kind.strip() and kind.strip() not in COLUMN_KINDS:
            raise Malformed(f"第 {place} 列“{line}”的类型须是{'、'.join(COLUMN_KINDS)}之一。")
        found.append(Column(f"c{place}", label.strip(), COLUMN_KINDS.get(kind.strip(), FieldKind.SHORT)))
    return tuple(found)


def write_columns(columns: Sequence[Column]) -> str:
    """Columns as staff write them."""
    words = {kind: word for word, kind in COLUMN_KINDS.items()}
    return "\n".join(f"{c.label}：{words[c.kind]}" if c.kind != FieldKind.SHORT else c.label for c in columns)


def faults(form: Form) -> list[str]:
    """Sentences on what keeps a form from being used."""
    found = []
    codes = [field.code for section in form.sections for field in section.fields]
    if not form.sections:
        return ["表单还没有分节。"]
    found += [f"字段代码“{code}”重复。" for code in sorted({c for c in codes if codes.count(c) > 1})]
    found += [f"“{section.title}”一节没有字段。" for section in form.sections if not section.fields]
    for meaning in Meaning:
        if sum(field.meaning == meaning for field in form.fields.values()) > 1:
            found.append(f"不止一个字段的含义是“{meaning.label}”。")
    if form.meant(Meaning.TITLE) is None:
        found.append("须有一个字段的含义是“项目名称”。")
    for kind in (FieldKind.TEAM, FieldKind.BUDGET):
        if len(form.of_kind(kind)) > 1:
            found.append(f"“{kind.label}”只能有一个。")
    for field in form.fields.values():
        found += [f"“{field.label}”{fault}" for fault in _field_faults(field, form)]
    return found


def _field_faults(field: Field, form: Form) -> list[str]:
    found = []
    if not CODE.match(field.code):
        found.append("的代码须是小写字母开头的字母、数字和下划线。")
    if field.kind not in FieldKind.values:
        found.append("的类型不认识。")
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES) and len(field.options) < 2:
        found.append("至少要有两个选项。")
    if field.kind == FieldKind.TABLE and not field.columns:
        found.append("没有写明列。")
    if field.least and field.most and field.least > field.most:
        found.append("的下限大于上限。")
    if field.meaning in MEANT_AS and field.kind not in MEANT_AS[field.meaning]:
        kinds = "、".join(FieldKind(kind).label for kind in MEANT_AS[field.meaning])
        found.append(f"的含义是“{Meaning(field.meaning).label}”，类型须是{kinds}。")
    if field.shown_if:
        other = form.fields.get(field.shown_if)
        if other is None:
            found.append(f"的显示条件指向不存在的字段“{field.shown_if}”。")
        elif other.kind not in (FieldKind.CHOICE, FieldKind.CHECK) or other.code == field.code:
            found.append("的显示条件只能取决于一个单选或声明字段。")
        elif other.kind == FieldKind.CHOICE and field.shown_value not in other.options:
            found.append(f"的显示条件“{field.shown_value}”不是“{other.label}”的选项。")
    return found


def differences(before: Form, after: Form) -> list[str]:
    """What a new version asks that the one before did not, in words for those who are filling it in."""
    found = [f"新增“{field.label}”。" for code, field in after.fields.items() if code not in before.fields]
    found += [f"不再要求“{field.label}”。" for code, field in before.fields.items() if code not in after.fields]
    for code, field in after.fields.items():
        old = before.fields.get(code)
        if old is not None and old != field:
            found.append(f"“{field.label}”的要求有变化，请核对。")
    return found
