"""Identity numbers of persons (GB 11643-1999): their shape, their check digit, the day of birth in them."""

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SHAPE = re.compile(r"^\d{17}[\dX]$", re.ASCII)


def normalise(text: str) -> str:
    """The number as it is stored."""
    return re.sub(r"\s", "", text).upper()


def check_digit(first17: str) -> str:
    """The last sign that belongs to the first seventeen."""
    return _CHECKS[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def born_on(number: str) -> date | None:
    """The day of birth, or None where the number holds none."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def fault(number: str) -> str:
    """What is wrong with a number, or nothing."""
    if not _SHAPE.match(number):
        return "身份证号须为 18 位。"
    if born_on(number) is None:
        return "身份证号中的出生日期不对，请核对。"
    if check_digit(number[:17]) != number[17]:
        return "身份证号的校验位不对，请核对是否抄错。"
    return ""
