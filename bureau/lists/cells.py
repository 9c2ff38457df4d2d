"""One cell of a list to one value: what a date, an amount, a number, an identifier may look like.

A reader takes what python-calamine gives (str, float, int, bool, date, datetime, time, timedelta) and returns the value as
the database takes it (a date as ISO text, an amount in yuan as Decimal), ``None`` for a blank cell, or raises Fault.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from bureau import codes
from bureau.text import fold

Reader = Callable[[object], object]
EPOCH = date(1899, 12, 30)
TOTALS = frozenset({"合计", "总计", "小计"})
"""What the first filled cell of a totals row says."""
CENT = Decimal("0.01")
UNITS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10000), "亿元": Decimal(100_000_000)}

_SPACES = re.compile(r"\s+")
_DATE = re.compile(
    r"(\d{4})(?:([.\-/])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))(?:\s+0{1,2}:00(?::00(?:\.0+)?)?)?"
)
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|[+-]?\.\d+")


class Fault(ValueError):
    """The cell cannot be what its column wants. ``str()`` is the reason, for a person."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell that holds no value: a formula's error (``word`` is what Excel shows), or a formula never computed ("")."""

    address: str  # As Excel says it: C5.
    word: str

    @property
    def reason(self) -> str:
        """What is wrong, where, and what to do."""
        if self.word:
            return f"单元格 {self.address} 是公式错误“{self.word}”，请改为实际的值"
        return f"单元格 {self.address} 的公式没有计算结果，请在 Excel 中打开并保存后再导入，或改为实际的值"


def shown(cell: object) -> str:
    """The cell as a person reads it in the sheet, to be quoted in a sentence."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, Flaw):
        return cell.word
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    return str(cell).strip()


def text_reader(max_length: int | None = None) -> Reader:
    """Folded text; longer than ``max_length`` characters is a fault."""

    def read(cell):
        value = fold(cell if isinstance(cell, str) else shown(cell)).replace("\x00", "")
        if max_length and len(value) > max_length:
            raise Fault(f"内容过长：{len(value)} 字，最多 {max_length} 字")
        return value or None

    return read


def identifier_reader(max_length: int) -> Reader:
    """An identifier: upper case, no spaces; an Excel number is read as a whole number."""
    read_text = text_reader()

    def read(cell):
        value = read_text(cell)
        if value is None:
            return None
        value = _SPACES.sub("", value).upper()
        if len(value) > max_length:
            raise Fault(f"编号过长：{len(value)} 位，最多 {max_length} 位")
        return value

    return read


def read_date(cell):
    """An Excel date or a date written 2015.3.4, 2015-03-04, 2015/3/4, 2015年3月4日, 20150304; ISO text."""
    if isinstance(cell, datetime):
        return _plausible(cell.date(), cell)
    if isinstance(cell, date):
        return _plausible(cell, cell)
    if isinstance(cell, (bool, timedelta)):
        raise Fault(f"“{shown(cell)}”不是日期")
    if isinstance(cell, (int, float)):
        return _date_number(cell)
    value = fold(shown(cell))
    if not value:
        return None
    return _date_text(_SPACES.sub("", value) if "年" in value else value)


def _date_number(cell):
    # 20150304 typed as a number, or a day count whose cell lost its date format.
    if float(cell).is_integer() and 19000101 <= cell <= 21001231:
        return _date_text(str(int(cell)))
    if 20000 <= cell < 80000:
        return _plausible(EPOCH + timedelta(days=int(cell)), cell)
    raise Fault(f"“{shown(cell)}”不是日期")


def _date_text(value: str):
    match = _DATE.fullmatch(value)
    if not match:
        raise Fault(f"“{value}”不是日期，应写作 2015-03-04、2015.3.4、2015年3月4日或 20150304")
    year, _sep, *parts = match.groups()
    month, day = (part for part in parts if part)
    try:
        found = date(int(year), int(month), int(day))
    except ValueError as error:
        raise Fault(f"“{value}”：没有这一天") from error
    return _plausible(found, value)


def _plausible(day: date, cell):
    if not 1900 <= day.year <= 2100:
        raise Fault(f"“{shown(cell)}”：年份不在 1900 至 2100 之间")
    return day.isoformat()


def _decimal(cell) -> Decimal | None:
    if isinstance(cell, bool) or not isinstance(cell, (int, float, str)):
        raise Fault(f"“{shown(cell)}”不是数")
    if isinstance(cell, (int, float)):
        value = Decimal(str(cell))
        if not value.is_finite():
            raise Fault(f"“{cell}”不是数")
        return value
    value = _SPACES.sub("", fold(cell))
    if not value:
        return None
    if not _NUMBER.fullmatch(value):
        raise Fault(f"“{fold(cell)}”不是数")
    return Decimal(value.replace(",", ""))


def amount_reader(unit: str, *, negative: bool = True, digits: int = 16) -> Reader:
    """Money written in ``unit``, as yuan to the cent, half-up."""
    factor, limit = UNITS[unit], Decimal(10) ** (digits - 2)

    def read(cell):
        value = _decimal(cell)
        if value is None:
            return None
        if value < 0 and not negative:
            raise Fault(f"“{shown(cell)}”：金额不能为负数")
        yuan = (value * factor).quantize(CENT, ROUND_HALF_UP) if abs(value) < limit else limit
        if abs(yuan) >= limit:
            raise Fault(f"“{shown(cell)}”：金额过大")
        return yuan

    return read


def number_reader(places: int, digits: int) -> Reader:
    """A decimal number kept to ``places``, of ``digits`` in all."""
    limit = Decimal(10) ** (digits - places)

    def read(cell):
        value = _decimal(cell)
        if value is None:
            return None
        if abs(value) >= limit:
            raise Fault(f"“{shown(cell)}”：数值过大")
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)

    return read


def whole_reader(lowest: int, highest: int, *, suffix: str = "") -> Reader:
    """A whole number between two bounds, perhaps written with its unit (3年)."""

    def read(cell):
        if suffix and isinstance(cell, str):
            cell = fold(cell).removesuffix(suffix)
        value = _decimal(cell)
        if value is None:
            return None
        if value != value.to_integral_value():
            raise Fault(f"“{shown(cell)}”不是整数")
        if not lowest <= value <= highest:
            raise Fault(f"“{shown(cell)}”不在 {lowest} 至 {highest} 之间")
        return int(value)

    return read


def choice_reader(words: Mapping[str, object]) -> Reader:
    """One of the fixed words of a column, as its code."""
    allowed = "、".join(words)

    def read(cell):
        value = _SPACES.sub("", fold(shown(cell)))
        if not value:
            return None
        if value not in words:
            raise Fault(f"“{value}”不是规定的值，应为：{allowed}")
        return words[value]

    return read


def read_application_number(cell):
    """A patent application number (ZC 0006-2003) with its check digit proven, as ``codes.ApplicationNumber``."""
    if cell is None or cell == "" or (isinstance(cell, str) and not cell.strip()):
        return None
    try:
        # A number whose cell is formatted as a date or a time is no number any more, and is quoted as it is seen.
        return codes.parse_application_number(cell if isinstance(cell, (int, float)) else fold(shown(cell)))
    except ValueError as error:
        raise Fault(str(error)) from error


def read_credit_code(cell):
    """A 统一社会信用代码 (GB 32100-2015) with its check character proven."""
    value = codes.normalise_credit_code(fold(shown(cell)))
    if not value:
        return None
    if fault := codes.credit_code_fault(value):
        raise Fault(fault)
    return value
