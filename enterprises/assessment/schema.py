"""One description of the input, from which come the JSON Schema, the reader and what it says of a mistake."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

LARGEST = Decimal(10) ** 15
SMALLEST_EXPONENT = -10


class Wrong(Exception):
    """A value that cannot be taken. ``str()`` says why, in Chinese, without the place."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in the input: where, and what to do."""

    place: str
    sentence: str

    def __str__(self):
        return f"{self.place}：{self.sentence}"


@dataclass(frozen=True, slots=True)
class Amount:
    """A decimal number, as JSON number or as text; exact."""

    signed: bool = False

    def schema(self):
        pattern = r"^-?\d+(\.\d+)?$" if self.signed else r"^\d+(\.\d+)?$"
        return {"type": ["number", "string"], "pattern": pattern} | ({} if self.signed else {"minimum": 0})

    def read(self, value, place, problems):
        if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
            raise Wrong("应是数字。")
        try:
            number = Decimal(value.strip() if isinstance(value, str) else value)
        except InvalidOperation as error:
            raise Wrong(f"“{str(value)[:30]}”不是数字。") from error
        if not number.is_finite() or abs(number) >= LARGEST or number.as_tuple().exponent < SMALLEST_EXPONENT:
            raise Wrong("应小于 1000 万亿，至多十位小数。")
        if number < 0 and not self.signed:
            raise Wrong("不能小于 0。")
        return number


@dataclass(frozen=True, slots=True)
class Mean(Amount):
    """A mean of persons: a decimal, or as text the exact fraction (2401/24) of one that does not end."""

    def schema(self):
        return {"type": ["number", "string"], "pattern": r"^\d+(\.\d+)?(/\d+)?$", "minimum": 0}

    def read(self, value, place, problems):
        above, slash, below = value.partition("/") if isinstance(value, str) else (value, "", "")
        if not slash:
            return Amount.read(self, value, place, problems)
        if not (above.isascii() and above.isdigit() and below.isascii() and below.isdigit()) or len(value) > 30:
            raise Wrong(f"“{value[:30]}”不是分数，应写作 2401/24。")
        if int(below) == 0:
            raise Wrong("分母不能是 0。")
        return Fraction(int(above), int(below))


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds."""

    least: int = 0
    most: int = 100_000

    def schema(self):
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def read(self, value, place, problems):
        number = Amount(signed=True).read(value, place, problems)
        if number != number.to_integral_value() or not self.least <= number <= self.most:
            raise Wrong(f"应是 {self.least} 至 {self.most} 的整数。")
        return int(number)


@dataclass(frozen=True, slots=True)
class Points(Amount):
    """An expert's points between 0 and the full mark."""

    most: int = 100

    def schema(self):
        return {"type": ["number", "string"], "minimum": 0, "maximum": self.most}

    def read(self, value, place, problems):
        number = Amount.read(self, value, place, problems)
        if number > self.most:
            raise Wrong(f"本项满分 {self.most} 分，不能更多。")
        return number


@dataclass(frozen=True, slots=True)
class Text:
    """Characters, not empty."""

    most: int = 200

    def schema(self):
        return {"type": "string", "minLength": 1, "maxLength": self.most}

    def read(self, value, place, problems):
        if not isinstance(value, str) or not value.strip():
            raise Wrong("应是文字，不能为空。")
        if len(value) > self.most:
            raise Wrong(f"至多 {self.most} 个字。")
        return value.strip()


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    def schema(self):
        return {"type": "boolean"}

    def read(self, value, place, problems):
        if not isinstance(value, bool):
            raise Wrong("应是 true 或 false。")
        return value


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day."""

    def schema(self):
        return {"type": "string", "format": "date"}

    def read(self, value, place, problems):
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise Wrong("应是日期，写作 2016-03-01。") from error


@dataclass(frozen=True, slots=True)
class OneOf:
    """A code of a closed list."""

    choices: Mapping[str, str]

    def schema(self):
        words = "；".join(f"{code}={label}" for code, label in self.choices.items())
        return {"type": "string", "enum": list(self.choices), "description": words}

    def read(self, value, place, problems):
        if not isinstance(value, str) or value not in self.choices:
            raise Wrong(f"应是 {'、'.join(self.choices)} 之一。")
        return value


@dataclass(frozen=True, slots=True)
class Many:
    """A list of the same thing."""

    of: object
    least: int = 0
    most: int = 2000

    def schema(self):
        return {"type": "array", "items": schema_of(self.of), "minItems": self.least, "maxItems": self.most}

    def read(self, value, place, problems):
        if not isinstance(value, list) or not self.least <= len(value) <= self.most:
            raise Wrong(f"应是 {self.least} 至 {self.most} 项的列表。")
        return tuple(_read(self.of, item, f"{place}[{position}]", problems) for position, item in enumerate(value))


def entry(title: str, kind, *, nullable: bool = False, default=MISSING, note: str = ""):
    """A field of an input class. ``nullable``: null says that it is not known. With a default it may be left out."""
    return field(default=default, metadata={"title": title, "kind": kind, "nullable": nullable, "note": note})


def schema_of(kind) -> dict:
    """The JSON Schema of an input class or a kind of value."""
    if not is_dataclass(kind) or not isinstance(kind, type):
        return kind.schema()
    return {
        "type": "object",
        "title": kind.__doc__.splitlines()[0],
        "properties": {item.name: _property(item) for item in fields(kind)},
        "required": [item.name for item in fields(kind) if item.default is MISSING],
        "additionalProperties": False,
    }


def _property(item) -> dict:
    told = item.metadata
    shape = schema_of(told["kind"])
    words = "。".join(part for part in (told["note"], shape.pop("description", "")) if part)
    if told["nullable"]:
        shape = {"anyOf": [shape, {"type": "null"}]}
    shape = {"title": told["title"], **shape} if "title" not in shape else shape | {"title": told["title"]}
    return shape | ({"description": words} if words else {})


def read(kind, value, place: str = "") -> tuple[object, list[Problem]]:
    """``value`` (parsed JSON) as an object of the input class, and every mistake found in it."""
    problems: list[Problem] = []
    found = _read(kind, value, place, problems)
    return (None if problems else found), problems


def _read(kind, value, place, problems):
    if is_dataclass(kind) and isinstance(kind, type):
        return _read_object(kind, value, place, problems)
    try:
        return kind.read(value, place, problems)
    except Wrong as wrong:
        problems.append(Problem(place or "（整个文件）", str(wrong)))
    return None


def _read_object(kind, value, place, problems):
    if not isinstance(value, dict):
        problems.append(Problem(place or "（整个文件）", "应是一个对象 {…}。"))
        return None
    known = {item.name: item for item in fields(kind)}
    inside = f"{place}." if place else ""
    problems.extend(Problem(inside + name, "不认识的字段。") for name in value if name not in known)
    given = {}
    for name, item in known.items():
        told = item.metadata
        if name not in value:
            if item.default is MISSING:
                problems.append(Problem(inside + name, f"缺少“{told['title']}”。"))
        elif value[name] is None:
            if told["nullable"]:
                given[name] = None
            else:
                problems.append(Problem(inside + name, f"“{told['title']}”不能为 null。"))
        else:
            given[name] = _read(told["kind"], value[name], inside + name, problems)
    if problems:
        return None
    return kind(**given)
