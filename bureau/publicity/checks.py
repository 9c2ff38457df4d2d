"""What a 公示 must hold and what it may never print, as sentences with their place."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from urllib.parse import unquote

from django.conf import settings

from bureau.disclosure import find
from bureau.richtext import attributes, clean, plain
from bureau.workdays import is_arranged, is_workday, workdays_after, workdays_between

from .choices import Column

LONGEST = 60
_DOCUMENT_NUMBER = re.compile(
    r"[〔\[（(【]\s*(?:19|20)\d{2}\s*[〕\]）)】]\s*(?:第)?\s*\d+\s*号|第\s*\d+\s*号|主席令|国务院令"
)
_PICTURE = re.compile(r"<img\b", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"匿名|某|先生|女士|同志|群众|知情人|举报人|无名|不详|保密|\d")


def number_faults(text: str, *, telephones: bool = True) -> list[str]:
    """One sentence for each number of a person in ``text``, signs without a shape between its digits or not."""
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    found = find(text, landlines=telephones)
    if not telephones:
        found = [one for one in found if one.what != "手机号"]
    return [f"含有{one.what}（{one.shown}），公示中不得出现，请删除。" for one in found]


def body_faults(body: str) -> list[str]:
    """What rich text may not hold: numbers of persons in its words or behind its marks, and pictures."""
    body = clean(body)  # What cleaning takes out may have stood between two digits.
    faults = number_faults(plain(body))
    faults += [fault for value in attributes(body) for fault in number_faults(unquote(value))]
    if _PICTURE.search(body):
        faults.append("不能插入图片：图片中的证件号码和电话无法核对，请改用文字或表格。")
    return list(dict.fromkeys(faults))


def basis_faults(basis: str) -> dict[str, list[str]]:
    """Each document must bear its number."""
    loose = [line.strip() for line in (basis or "").splitlines() if line.strip() and not _DOCUMENT_NUMBER.search(line)]
    return {"basis": [f"“{line}”没有文号，请补充，例如（赣市科发〔2021〕15号）。" for line in loose]} if loose else {}


def period_faults(starts_on: date | None, working_days: int | None) -> dict[str, list[str]]:
    """Long enough, and beginning on a day when offices work."""
    faults: dict[str, list[str]] = {}
    if working_days is not None and working_days < settings.PUBLICITY_WORKING_DAYS:
        faults["working_days"] = [f"公示不得少于 {settings.PUBLICITY_WORKING_DAYS} 个工作日。"]
    if working_days is not None and working_days > LONGEST:
        faults["working_days"] = [f"公示最长 {LONGEST} 个工作日，请核对。"]
    if starts_on is not None and not is_workday(starts_on):
        faults["starts_on"] = [f"{starts_on:%Y年%m月%d日}不是工作日，请另选开始日。"]
    return faults


def last_day(starts_on: date, working_days: int) -> date:
    """The ``working_days``-th working day, the first day counted."""
    return workdays_after(starts_on - timedelta(days=1), min(working_days, LONGEST))


def item_faults(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Numbers of persons in the list, by row and column."""
    return [
        f"名单第 {position} 行“{Column(code).label}”{fault}"
        for position, row in enumerate(rows, 1)
        for code in columns
        for fault in number_faults(row.get(code, ""))
    ]


def name_fault(name: str) -> str:
    """Why a name is not one that a person signs with; empty when it may be."""
    bare = re.sub(r"[\s·•]", "", name)
    if len(bare) < 2 or _NOT_A_NAME.search(bare):
        return "匿名异议不予受理：请填写真实姓名。您的身份只有监督科室的办理人员可见，我们会为您保密。"
    return ""


def phone_fault(phone: str) -> str:
    """Why nobody can be reached by that number; empty when it may be."""
    digits = re.sub(r"[\s\-()（）]", "", phone)
    if not re.fullmatch(r"1[3-9]\d{9}|0\d{2,3}[2-8]\d{6,7}", digits):
        return "请填写能联系到您的手机号，或带区号的座机号，例如 0797-8391234。"
    return ""


def is_mobile(phone: str) -> bool:
    """Whether a text message can reach it."""
    return bool(re.fullmatch(r"1[3-9]\d{9}", re.sub(r"[\s\-]", "", phone)))


def calendar_note(starts_on: date, ends_on: date) -> str:
    """How the working days were counted; says so when the arrangement of a year is not known yet."""
    unknown = [str(year) for year in range(starts_on.year, ends_on.year + 1) if not is_arranged(date(year, 7, 1))]
    if unknown:
        return f"{'、'.join(unknown)}年的节假日安排尚未公布或未录入系统，该年按周一至周五计算工作日。"
    return ""


def counted(starts_on: date, ends_on: date) -> int:
    """Working days from the first to the last day, both counted."""
    return workdays_between(starts_on, ends_on)
