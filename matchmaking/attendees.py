"""A sub-venue's sign-in list as a workbook: read as a whole, every fault named at once, nothing written before all is right."""

import shutil
import tempfile
from typing import BinaryIO

from bureau.accounts.models import Division
from bureau.lists.reader import NotAList, open_workbook
from bureau.text import fold, name_key

from .choices import ParticipantRole
from .eventforms import MOBILE
from .workflow.attending import Person

ROWS_AT_MOST, HEADING_WITHIN, NAMED_AT_MOST = 5_000, 10, 20
COLUMNS = {
    "手机号": "mobile", "手机": "mobile", "手机号码": "mobile", "联系电话": "mobile", "姓名": "name", "单位名称": "organisation_name",
    "单位": "organisation_name", "工作单位": "organisation_name", "身份": "role", "参会身份": "role", "县（市、区）": "division",
    "县(市、区)": "division", "所在地": "division",
}  # fmt: skip
_ROLES = {words: code for code, words in ParticipantRole.choices}
_LONGEST = {"name": 50, "organisation_name": 200}


def read(file: BinaryIO) -> list[Person]:
    """Everybody on the list, each mobile once. Raises NotAList with the sentences for the clerk."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        lines = list(open_workbook(copy.name).get_sheet_by_index(0).to_python(skip_empty_area=False))
    place, headings = _headings(lines)
    if len(lines) - place - 1 > ROWS_AT_MOST:
        raise NotAList(f"名单超过 {ROWS_AT_MOST} 行，请拆分后再上传。")
    places, people, faults = Division.objects.by_any_name(), {}, []
    for number, cells in enumerate(lines[place + 1 :], place + 2):
        said = {headings[n]: _text(cell) for n, cell in enumerate(cells) if n in headings}
        if not any(said.values()):
            continue
        if fault := _fault(said):
            faults.append(f"第 {number} 行：{fault}")
            continue
        division = places.get(name_key(said.get("division", "")))
        person = Person(
            said["mobile"], said.get("name", ""), _ROLES.get(said.get("role", ""), ParticipantRole.AUDIENCE),
            said.get("organisation_name", ""), division,
        )  # fmt: skip
        people.setdefault(person.mobile, person)
    if faults:
        more = f"……共 {len(faults)} 处" if len(faults) > NAMED_AT_MOST else ""
        raise NotAList("；".join(faults[:NAMED_AT_MOST]) + more + "。没有签到任何人，请改正后重新上传。")
    if not people:
        raise NotAList("名单里没有数据行。")
    return list(people.values())


def _headings(lines: list[list]) -> tuple[int, dict[int, str]]:
    for place, cells in enumerate(lines[:HEADING_WITHIN]):
        found = {n: COLUMNS[text] for n, cell in enumerate(cells) if (text := _text(cell).rstrip("*")) in COLUMNS}
        if "mobile" in found.values():
            return place, found
    raise NotAList("没有找到“手机号”列：参会人数按手机号去重，没有手机号的名单不能用。")


def _text(cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return fold(str(cell)).strip()


def _fault(said: dict[str, str]) -> str:
    if not MOBILE.match(said.get("mobile", "")):
        return "手机号须是 11 位数字"
    if (role := said.get("role")) and role not in _ROLES:
        return f"没有“{role}”这种身份（可填{'、'.join(_ROLES)}）"
    long = next((name for name, most in _LONGEST.items() if len(said.get(name, "")) > most), None)
    return "姓名或单位名称过长" if long else ""
