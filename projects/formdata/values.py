"""What a value of each kind of field is: as typed, as read, as shown, and what it still lacks.

A value is kept as it was typed (text, or rows of texts), so that nothing typed is lost; reading it may fail with a sentence.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from bureau.personal import decrypt, encrypt, mask
from projects import budget
from projects.choices import APART_KINDS, ROWS_KINDS, FieldKind

from .schema import Field, Form, columns_of

ROWS_AT_MOST = 200
TEXT_AT_MOST = 20_000
CELL_AT_MOST = 500
_NUMBER = re.compile(r"^-?\d{1,12}(\.\d{1,6})?$")


def empty(field: Field):
    """The value of a field that nobody has filled in."""
    if field.kind in ROWS_KINDS or field.kind == FieldKind.CHOICES:
        return []
    return {} if field.kind == FieldKind.BUDGET else ""


def is_empty(field: Field, value) -> bool:
    """Whether nothing has been filled in."""
    if field.kind == FieldKind.BUDGET:
        return not any(text for line in (value or {}).values() for text in line.values())
    return not value


def shown(form: Form, values: Mapping) -> list[Field]:
    """The fields that are asked, given what the others say."""
    return [field for field in form.fields.values() if is_shown(field, form, values)]


def is_shown(field: Field, form: Form, values: Mapping) -> bool:
    """Whether the condition of a field is met."""
    if not field.shown_if:
        return True
    other = form.fields[field.shown_if]
    wanted = "on" if other.kind == FieldKind.CHECK else field.shown_value
    return values.get(other.code, "") == wanted and is_shown(other, form, values)


def typed(field: Field, data, rules: budget.RuleSet | None = None):
    """What was typed into a field, out of a submitted form (a QueryDict)."""
    if field.kind == FieldKind.CHOICES:
        return [choice for choice in data.getlist(field.code) if choice in field.options]
    if field.kind in ROWS_KINDS:
        return _typed_rows(field, data)
    if field.kind == FieldKind.BUDGET:
        return _typed_budget(field, data, rules)
    text = data.get(field.code, "").replace("\r\n", "\n").strip()[:TEXT_AT_MOST]
    return seal(text) if field.kind == FieldKind.SECRET else text


def seal(text: str) -> str:
    """A secret as it is kept."""
    return encrypt(text)


def _typed_rows(field: Field, data) -> list[dict]:
    columns, rows = columns_of(field), []
    for number in range(ROWS_AT_MOST):
        name = f"{field.code}-{number}-"
        if f"{name}{columns[0].code}" not in data:
            break
        row = {c.code: data.get(f"{name}{c.code}", "").strip()[:CELL_AT_MOST] for c in columns}
        if any(row.values()):
            rows.append(row)
    return rows


def _typed_budget(field: Field, data, rules) -> dict:
    found = {}
    for head in rules.heads if rules else ():
        name = f"{field.code}-{head.code}-"
        line = {part: data.get(f"{name}{part}", "").strip()[:40] for part in (*budget.PARTS, "note")}
        if line["note"] or any(line[part] for part in budget.PARTS):
            found[head.code] = {k: v for k, v in line.items() if v}
    return found


def read_number(text: str) -> Decimal:
    """A number as people type it. Raises ValueError with the sentence."""
    plain = text.replace(",", "").replace("，", "").replace(" ", "")
    if not _NUMBER.match(plain):
        raise ValueError(f"“{text}”不是数字，请只填数字，如 12.5。")
    try:
        return Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(f"“{text}”不是数字。") from error


def read_amount(text: str) -> Decimal:
    """万元 as typed, in yuan. Raises ValueError with the sentence."""
    number = read_number(text)
    if number < 0:
        raise ValueError(f"金额“{text}”不能是负数。")
    yuan = number * budget.WAN
    if yuan != yuan.quantize(Decimal("0.01")):
        raise ValueError(f"金额“{text}”万元精确到分（小数点后六位）以内。")
    return yuan


def read_date(text: str) -> date:
    """A date as typed. Raises ValueError with the sentence."""
    plain = re.sub(r"[年月./]", "-", text).replace("日", "")
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"“{text}”不是日期，请写成 2026-03-01。") from error


_READERS = {FieldKind.NUMBER: read_number, FieldKind.MONEY: read_amount, FieldKind.DATE: read_date}


def read_budget(value: Mapping, rules: budget.RuleSet) -> tuple[dict, list[str]]:
    """The lines of a budget in yuan, and sentences on cells that are no amounts (which count as nothing)."""
    lines, wrong = {}, []
    for head in rules.heads:
        line = {}
        for part, label in budget.PARTS.items():
            text = (value or {}).get(head.code, {}).get(part, "")
            line[part] = Decimal(0)
            try:
                line[part] = read_amount(text) if text else Decimal(0)
            except ValueError as error:
                wrong.append(f"{head.label}的{label}：{error}")
        lines[head.code] = line
    return lines, wrong


def problems(field: Field, value) -> list[str]:
    """What is wrong with the value of one field by itself; what is kept apart or needs rules is asked elsewhere."""
    if field.kind in APART_KINDS or field.kind == FieldKind.BUDGET:
        return []
    if is_empty(field, value):
        words = "请勾选" if field.kind == FieldKind.CHECK else "还没有填写"
        return [f"{words}“{field.label}”。"] if field.is_required else []
    if field.kind in ROWS_KINDS:
        return _rows_problems(field, value)
    if field.kind in _READERS:
        return _reading(_READERS[field.kind], value, field.label)
    if field.kind == FieldKind.CHOICE and value not in field.options:
        return [f"“{field.label}”的“{value}”不是选项。"]
    if field.kind in (FieldKind.SHORT, FieldKind.LONG):
        return _length_problems(field, value)
    return []


def _reading(reader, text: str, label: str) -> list[str]:
    try:
        reader(text)
    except ValueError as error:
        return [f"“{label}”：{error}"]
    return []


def _length_problems(field: Field, text: str) -> list[str]:
    if field.most and len(text) > field.most:
        return [f"“{field.label}”有 {len(text)} 字，超过 {field.most} 字。"]
    if field.least and len(text) < field.least:
        return [f"“{field.label}”只有 {len(text)} 字，至少 {field.least} 字。"]
    return []


def _rows_problems(field: Field, rows: list[dict]) -> list[str]:
    found = []
    if field.least and len(rows) < field.least:
        found.append(f"“{field.label}”至少填 {field.least} 行，现有 {len(rows)} 行。")
    if field.most and len(rows) > field.most:
        found.append(f"“{field.label}”至多填 {field.most} 行，现有 {len(rows)} 行。")
    for place, row in enumerate(rows, 1):
        for column in columns_of(field):
            text = row.get(column.code, "")
            if not text:
                found.append(f"“{field.label}”第 {place} 行没有填“{column.label}”。")
            elif column.kind in _READERS:
                found += _reading(_READERS[column.kind], text, f"{field.label}第 {place} 行{column.label}")
    return found


def told(field: Field, value, *, is_own: bool = True) -> str:
    """A single value as a page or document shows it; rows and budgets have tables of their own."""
    if field.kind == FieldKind.CHECK:
        return "已承诺" if value else "未勾选"
    if field.kind == FieldKind.CHOICES:
        return "、".join(value or ())
    if field.kind == FieldKind.SECRET:
        text = decrypt(value or "")
        return text if is_own else mask(text)
    if field.kind == FieldKind.MONEY and value:
        return f"{value} 万元"
    return value or ""
