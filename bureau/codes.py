"""Codes that carry their own proof: credit codes of units and application numbers of patents. Knows no Django."""

import re
import unicodedata
from typing import NamedTuple

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_VALUE = {sign: value for value, sign in enumerate(CREDIT_ALPHABET)}
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_SPACES = re.compile(r"\s+")

CREDIT_CODE_CLASSES = {
    "11": "机关", "12": "事业单位", "13": "编办管理的群众团体", "19": "其他机构编制单位", "21": "外国常驻新闻机构", "29": "其他外交登记单位",
    "31": "律师执业机构", "32": "公证处", "33": "基层法律服务所", "34": "司法鉴定机构", "35": "仲裁委员会", "39": "其他司法行政登记单位",
    "41": "外国在华文化中心", "49": "其他文化登记单位", "51": "社会团体", "52": "民办非企业单位", "53": "基金会", "59": "其他民政登记单位",
    "61": "外国旅游部门常驻代表机构", "62": "港澳台地区旅游部门常驻代表机构", "69": "其他旅游登记单位", "71": "宗教活动场所", "72": "宗教院校",
    "79": "其他宗教登记单位", "81": "基层工会", "89": "其他工会", "91": "企业", "92": "个体工商户", "93": "农民专业合作社",
    "A1": "军队事业单位", "A9": "其他军队单位", "N1": "组级集体经济组织", "N2": "村级集体经济组织", "N3": "乡镇级集体经济组织",
    "N9": "其他农业登记单位", "Y1": "其他",
}  # fmt: skip
"""First two characters (registering department, class of unit) to what they mean (GB 32100-2015 and its amendments)."""

PATENT_KIND_BY_TYPE_DIGIT = {
    "1": "invention",
    "8": "invention",
    "2": "utility_model",
    "9": "utility_model",
    "3": "design",
}
"""Fifth digit (third of an 8-digit number) to kind; 8 and 9 are PCT applications in the national phase (ZC 0006-2003)."""

_NUMBER_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_NUMBER = re.compile(r"(?:ZL|CN)?(\d{12}|\d{8})\.?([0-9X])", re.ASCII)
_SHAPE_HELP = "应为 12 位数字加校验位，如 201510000001.0"


def normalise_credit_code(text: str) -> str:
    """The code as it is stored: half-width, upper case, no spaces."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).upper()


def credit_code_check(first17: str) -> str:
    """The 18th character for 17 others (GB 32100-2015, 31 minus the weighted sum modulo 31). Raises KeyError."""
    total = sum(_CREDIT_VALUE[sign] * weight for sign, weight in zip(first17, _CREDIT_WEIGHTS, strict=True))
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def credit_code_fault(code: str) -> str:
    """What is wrong with a normalised code, as a Chinese sentence; empty when nothing is (GB 32100-2015)."""
    if len(code) != 18:
        return f"统一社会信用代码“{code}”应为 18 位，现为 {len(code)} 位"
    for position, sign in enumerate(code, 1):
        if sign not in _CREDIT_VALUE:
            return f"统一社会信用代码“{code}”第 {position} 位“{sign}”不是允许的字符（不含 I、O、S、V、Z）"
    if not code[2:8].isdigit():
        return f"统一社会信用代码“{code}”第 3 至 8 位应为数字（登记机关行政区划）"
    expected = credit_code_check(code[:17])
    if code[17] != expected:
        return f"统一社会信用代码“{code}”校验位不符：末位应为“{expected}”"
    return ""


def credit_code_class_fault(code: str) -> str:
    """What is wrong with the first two characters of a normalised code; empty when they name a class of unit.

    Lists take a code without this: amendments add classes, and a list cannot ask. A person who types one can look again.
    """
    if code[:2] in CREDIT_CODE_CLASSES:
        return ""
    return f"统一社会信用代码“{code}”前两位“{code[:2]}”不是已知的登记管理部门和机构类别（如企业为 91、事业单位为 12）"


def is_valid_credit_code(text: str) -> bool:
    """Whether the text, once normalised, is a credit code with a right check character."""
    return not credit_code_fault(normalise_credit_code(text))


class ApplicationNumber(NamedTuple):
    """A proven number: 12 digits (8 before 2003-10-01) and the check digit."""

    digits: str
    check: str

    @property
    def is_old(self) -> bool:
        """Of the 8-digit form."""
        return len(self.digits) == 8

    @property
    def type_digit(self) -> str:
        """The digit that tells the kind."""
        return self.digits[2 if len(self.digits) == 8 else 4]

    @property
    def display(self) -> str:
        """201510000001.0"""
        return f"{self.digits}.{self.check}"


def application_number_check(digits: str) -> str:
    """The check digit of 12 or 8 digits: weighted sum modulo 11, X for 10 (ZC 0006-2003)."""
    remainder = sum(map(int.__mul__, map(int, digits), _NUMBER_WEIGHTS)) % 11
    return "X" if remainder == 10 else str(remainder)


def parse_application_number(cell: str | float) -> ApplicationNumber:
    """What a sheet's cell says. Raises ValueError with the reason.

    Text has its check digit, with or without ZL, CN and the dot. A number of 13 (9) digits has it last; of 12 (8) whole
    digits it is 0, as 201510000001.0 loses its decimal in a number cell; else the decimal carries it.
    """
    text = _number_text(cell) if isinstance(cell, (int, float)) else cell
    match = _NUMBER.fullmatch(text)
    if match is None:
        match = _NUMBER.fullmatch(_SPACES.sub("", unicodedata.normalize("NFKC", text)).upper())
    if match is None:
        raise ValueError(_shape_fault(text))
    digits, check = match.groups()
    expected = application_number_check(digits)
    if check != expected:
        raise ValueError(f"申请号“{text.strip()}”校验位不符：应为“{expected}”")
    return ApplicationNumber(digits, check)


def _number_text(cell: float) -> str:
    if isinstance(cell, bool):
        raise ValueError(f"“{cell}”不是申请号")
    if float(cell).is_integer():
        text = str(int(cell))
        return f"{text}.0" if len(text) in (8, 12) else text
    return repr(float(cell))


def _shape_fault(text: str) -> str:
    shown = text.strip()
    bare = re.sub(r"\s|^ZL|^CN|\.", "", unicodedata.normalize("NFKC", shown).upper())
    if re.fullmatch(r"\d{12}|\d{8}", bare, re.ASCII):
        return f"申请号“{shown}”缺少校验位，{_SHAPE_HELP}"
    return f"申请号“{shown}”格式不对，{_SHAPE_HELP}"
