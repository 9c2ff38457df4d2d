"""The workbook of a firm's year: handed out with what is known, taken back filled in. What goes out comes in unchanged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import BinaryIO

from django.db import models
from openpyxl import load_workbook

from bureau.excel import Column, Sheet, write_workbook

from .choices import StaffKind
from .models import StaffMonth, YearlyData
from .parts import PARTS, SECTION_FIELDS

AMOUNTS, STAFF = "收入资产与研发费用", "人员月度数"
STAFF_HEADINGS = ("人员", "月份", "月初数", "月末数")
YES, NO = "是", "否"
MOST_ROWS = 2_000
NUMBERS = (models.DecimalField, models.IntegerField)


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be taken: where, and why."""

    place: str
    sentence: str

    def __str__(self):
        return f"{self.place}：{self.sentence}"


@dataclass(slots=True)
class Read:
    """What a workbook says: the year's own fields, months by kind, rows by kind; or what is wrong with it."""

    fields: dict
    months: dict[str, dict[int, tuple[int, int]]]
    rows: dict[str, list[dict]]
    faults: list[Fault]

    @classmethod
    def of(cls, data: YearlyData) -> "Read":
        """What the year says now."""
        months: dict = {}
        for count in data.staff_months.all():
            months.setdefault(count.kind, {})[count.month] = (count.at_start, count.at_end)
        rows = {
            code: [{name: getattr(part, name) for name in names} for part in getattr(data, code).all()]
            for code, (_words, _model, names) in PARTS.items()
        }
        return cls({name: getattr(data, name) for name in SECTION_FIELDS}, months, rows, [])

    def same_as(self, other: "Read") -> bool:
        """Whether both say the same, in whatever order their rows stand."""
        rows = [
            {code: sorted(lines, key=lambda line: str(next(iter(line.values())))) for code, lines in one.rows.items()}
            for one in (self, other)
        ]
        return (self.fields, self.months) == (other.fields, other.months) and rows[0] == rows[1]


def write(data: YearlyData, file: BinaryIO) -> None:
    """The year as it is now; empty cells are to be filled in."""
    amounts = [[_word(YearlyData, name), _out(data, name)] for name in SECTION_FIELDS]
    months = {(count.kind, count.month): count for count in data.staff_months.all()}
    staff = []
    for kind in StaffKind:
        for month in range(1, 13):
            count = months.get((kind, month))
            staff.append([kind.label, month, count.at_start if count else None, count.at_end if count else None])
    sheets = [
        Sheet(AMOUNTS, [Column("项目", 40), Column("金额（元）或内容", 24)], amounts),
        Sheet(STAFF, [Column(heading, 24) for heading in STAFF_HEADINGS], staff),
    ]
    for code, (words, model, names) in PARTS.items():
        rows = [[_out(part, name) for name in names] for part in getattr(data, code).all()]
        sheets.append(Sheet(words, [Column(_word(model, name), 20) for name in names], rows))
    write_workbook(sheets, file)


def _word(model, name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)


def _out(obj, name: str):
    field, value = obj._meta.get_field(name), getattr(obj, name)
    if value is None:
        return None
    if isinstance(field, models.BooleanField):
        return YES if value else NO
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    return "，".join(value) if isinstance(value, list) else value


def read(file: BinaryIO) -> Read:
    """Every cell of the workbook, checked for its kind; nothing is stored."""
    found = Read({}, {}, {}, [])
    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except Exception:
        found.faults.append(Fault("文件", "不是能打开的 Excel 工作簿，请用下载的工作簿填写。"))
        return found
    wanted = [AMOUNTS, STAFF, *(words for words, *_ in PARTS.values())]
    missing = [title for title in wanted if title not in book.sheetnames]
    if missing:
        found.faults.append(Fault("文件", f"缺少工作表：{'、'.join(missing)}。请用下载的工作簿填写。"))
        return found
    _read_amounts(book[AMOUNTS], found)
    _read_staff(book[STAFF], found)
    for code, (words, model, names) in PARTS.items():
        found.rows[code] = list(_read_rows(book[words], model, names, found))
    return found


def _lines(sheet) -> Iterator[tuple[int, list]]:
    """Rows that hold something, with their number as Excel shows it."""
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1), start=1):
        if number > 1 and any(cell not in (None, "") for cell in cells):
            yield number, [cell.strip() if isinstance(cell, str) else cell for cell in cells]


def _read_amounts(sheet, found: Read) -> None:
    names = {_word(YearlyData, name): name for name in SECTION_FIELDS}
    for number, cells in _lines(sheet):
        label, cell = cells[0], cells[1] if len(cells) > 1 else None
        place = f"{AMOUNTS} 第 {number} 行"
        if label not in names:
            found.faults.append(Fault(place, f"不认识的项目“{label}”。"))
            continue
        name = names[label]
        _take(found, place, found.fields, name, YearlyData._meta.get_field(name), cell)


def _read_staff(sheet, found: Read) -> None:
    kinds = {kind.label: kind.value for kind in StaffKind}
    for number, cells in _lines(sheet):
        place, values = f"{STAFF} 第 {number} 行", (*cells, None, None, None, None)[:4]
        if values[0] not in kinds:
            found.faults.append(Fault(place, f"不认识的人员“{values[0]}”。"))
            continue
        if values[2] is None and values[3] is None:
            continue
        row: dict = {}
        for name, cell in zip(("month", "at_start", "at_end"), values[1:], strict=True):
            _take(found, place, row, name, StaffMonth._meta.get_field(name), cell)
        if None in (row.get("month"), row.get("at_start"), row.get("at_end")):
            found.faults.append(Fault(place, "月初数和月末数要么都填，要么都不填。"))
        else:
            found.months.setdefault(kinds[values[0]], {})[row["month"]] = (row["at_start"], row["at_end"])


def _read_rows(sheet, model, names: tuple[str, ...], found: Read) -> Iterator[dict]:
    for number, cells in _lines(sheet):
        row: dict = {}
        for place, name in enumerate(names):
            cell = cells[place] if place < len(cells) else None
            field = model._meta.get_field(name)
            _take(found, f"{sheet.title} 第 {number} 行“{field.verbose_name}”", row, name, field, cell)
        yield row


def _take(found: Read, place: str, into: dict, name: str, field, cell) -> None:
    try:
        into[name] = _in(field, cell)
    except ValueError as error:
        found.faults.append(Fault(place, str(error)))


def _in(field, cell):
    """A cell as the field takes it. Raises ValueError with the sentence."""
    if cell in (None, ""):
        if isinstance(field, models.BooleanField):
            return None if field.null else field.get_default()
        if field.null or (isinstance(field, (*NUMBERS, models.DateField)) and not field.has_default()):
            return None
        return field.get_default() if field.has_default() else ""
    if isinstance(field, models.BooleanField):
        if cell not in (YES, NO):
            raise ValueError(f"“{cell}”应是“{YES}”或“{NO}”。")
        return cell == YES
    if field.choices:
        known = {str(label): value for value, label in field.flatchoices}
        if str(cell) not in known:
            raise ValueError(f"“{cell}”应是{'、'.join(known)}之一。")
        return known[str(cell)]
    return _typed(field, cell)


def _typed(field, cell):
    if isinstance(field, models.DateField):
        if isinstance(cell, datetime):
            return cell.date()
        try:
            return cell if isinstance(cell, date) else date.fromisoformat(str(cell))
        except ValueError as error:
            raise ValueError(f"“{cell}”应是日期，写作 2016-03-01。") from error
    if isinstance(field, NUMBERS):
        try:
            number = Decimal(str(cell).replace(",", ""))
        except InvalidOperation as error:
            raise ValueError(f"“{cell}”应是数字。") from error
        if not number.is_finite():
            raise ValueError(f"“{cell}”应是数字。")
        if isinstance(field, models.DecimalField):
            return number
        if number != number.to_integral_value():
            raise ValueError(f"“{cell}”应是整数。")
        return int(number)
    if field.get_internal_type() == "ArrayField":
        return [part.strip() for part in str(cell).replace("，", ",").replace("、", ",").split(",") if part.strip()]
    return str(cell)
