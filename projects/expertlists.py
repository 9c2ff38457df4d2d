"""A list of experts as a workbook: read as a whole, every fault named at once, nothing written before somebody confirms."""

import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import BinaryIO

from django.utils import timezone

from bureau.files import private_storage
from bureau.lists.reader import NotAList, open_workbook
from bureau.personal import blind_index
from bureau.text import fold
from projects import persons
from projects.choices import Education, ExpertType, Gender, Rank
from projects.models import Expert, ExpertiseField
from projects.models.experts import FIELDS_AT_MOST

ROWS_AT_MOST, HEADING_WITHIN = 5_000, 10
_SPLIT = re.compile(r"[、,，;；/\s]+")
_MOBILE = re.compile(r"^1\d{10}$")
COLUMNS = {  # Heading: name of the value, whether it must be there.
    "姓名": ("name", True), "身份证号": ("id_number", False), "性别": ("gender", False), "手机号": ("mobile", False),
    "电子邮箱": ("email", False), "最高学历学位": ("education", False), "职称": ("rank", True),
    "职称证书编号": ("rank_certificate", False), "工作单位": ("unit_name", True), "职务": ("duty", False),
    "所在市": ("city", True), "专家类型": ("types", True), "专业领域": ("fields", True), "专业特长": ("speciality", False),
    "关键词": ("keywords", False), "开户行": ("bank_name", False), "银行账号": ("bank_account", False),
}  # fmt: skip
_ALIASES = {"证件号码": "身份证号", "手机": "手机号", "联系电话": "手机号", "单位": "工作单位", "所在单位": "工作单位", "城市": "所在市",
            "类型": "专家类型", "领域": "专业领域", "学历": "最高学历学位", "邮箱": "电子邮箱"}  # fmt: skip
_RANKS = {
    **{rank.label: rank.value for rank in Rank},
    **dict.fromkeys(("教授", "研究员", "正高级工程师", "主任医师", "正高"), Rank.SENIOR.value),
    **dict.fromkeys(("副教授", "副研究员", "高级工程师", "副主任医师", "高级会计师", "副高"), Rank.ASSOCIATE.value),
    **dict.fromkeys(("讲师", "助理研究员", "工程师", "主治医师", "会计师"), Rank.INTERMEDIATE.value),
}
_EDUCATION = {
    **{one.label: one.value for one in Education},
    "博士研究生": "doctor",
    "硕士研究生": "master",
    "大学本科": "bachelor",
}


FOLDER, KEPT = "expert-lists", timedelta(days=1)


def keep(file) -> str:
    """Between the preview and the confirmation; returns its name."""
    return private_storage().save(f"{FOLDER}/{timezone.localdate():%Y%m%d}.xlsx", file)


def forget() -> int:
    """Each night: lists that nobody confirmed are full of personal data, and go."""
    store = private_storage()
    names = [f"{FOLDER}/{name}" for name in store.listdir(FOLDER)[1]] if store.exists(FOLDER) else []
    old = [name for name in names if store.get_modified_time(name) < timezone.now() - KEPT]
    for name in old:
        store.delete(name)
    return len(old)


@dataclass(slots=True)
class Row:
    """One line of the list: what it would become, and what is wrong with it."""

    number: int
    values: dict = field(default_factory=dict)
    fields: list = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read(file: BinaryIO) -> list[Row]:
    """Every line. Raises NotAList, with the sentence for the person, where the workbook is no list of experts."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        lines = list(open_workbook(copy.name).get_sheet_by_index(0).to_python(skip_empty_area=False))
    place, headings = _headings(lines)
    if len(lines) - place - 1 > ROWS_AT_MOST:
        raise NotAList(f"清单超过 {ROWS_AT_MOST} 行，请拆分后再导入。")
    by_name = {
        name: known for known in ExpertiseField.objects.filter(is_current=True) for name in (known.name, known.code)
    }
    rows = []
    for number, cells in enumerate(lines[place + 1 :], place + 2):
        texts = {headings[i]: _text(cell) for i, cell in enumerate(cells) if i in headings}
        if any(texts.values()):
            rows.append(_row(number, texts, by_name))
    if not rows:
        raise NotAList("清单里没有数据行。")
    _find_doubles(rows)
    return rows


def _headings(lines: list[list]) -> tuple[int, dict[int, str]]:
    for place, cells in enumerate(lines[:HEADING_WITHIN]):
        named = {i: _ALIASES.get(text, text) for i, cell in enumerate(cells) if (text := _text(cell).rstrip("*"))}
        found = {i: COLUMNS[name][0] for i, name in named.items() if name in COLUMNS}
        if "name" in found.values() and len(found) >= 3:
            lacking = [name for name, (value, must) in COLUMNS.items() if must and value not in found.values()]
            if lacking:
                raise NotAList(f"缺少这些列：{'、'.join(lacking)}。")
            return place, found
    raise NotAList("没有找到表头。第一行须有“姓名、职称、工作单位、所在市、专家类型、专业领域”等列名。")


def _text(cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return fold(str(cell))


def _row(number: int, texts: Mapping[str, str], by_name) -> Row:
    row = Row(number, {name: text for name, text in texts.items() if name not in ("types", "fields")})
    labels = {value: heading for heading, (value, _must) in COLUMNS.items()}
    row.problems += [
        f"没有填{labels[value]}。" for _h, (value, must) in COLUMNS.items() if must and not texts.get(value)
    ]
    if text := texts.get("id_number"):
        row.values["id_number"] = persons.normalise(text)
        if fault := persons.fault(row.values["id_number"]):
            row.problems.append(fault)
    if (text := texts.get("mobile")) and not _MOBILE.match(text):
        row.problems.append("手机号须是 11 位数字。")
    for name, known in (("rank", _RANKS), ("education", _EDUCATION), ("gender", {g.label: g.value for g in Gender})):
        text = row.values.pop(name, "")
        if text and text not in known:
            row.problems.append(f"{labels[name]}“{text}”不认识，可填：{'、'.join(list(known)[:5])}。")
        elif text:
            row.values[name] = known[text]
    types = {one.label: one.value for one in ExpertType}
    row.values["types"] = [types[word] for word in _words(texts.get("types", "")) if word in types]
    row.problems += [
        f"专家类型“{w}”不认识，可填：{'、'.join(types)}。" for w in _words(texts.get("types", "")) if w not in types
    ]
    words = _words(texts.get("fields", ""))
    row.fields = [by_name[word] for word in words if word in by_name]
    row.problems += [f"专业领域“{word}”不在领域表中。" for word in words if word not in by_name]
    if len(words) > FIELDS_AT_MOST:
        row.problems.append(f"专业领域最多 {FIELDS_AT_MOST} 个。")
    limits = ((name, Expert._meta.get_field(name).max_length) for name in row.values if name != "types")
    row.problems += [f"{labels[n]}超过 {most} 字。" for n, most in limits if most and len(row.values[n]) > most]
    return row


def _words(text: str) -> list[str]:
    return [word for word in _SPLIT.split(text) if word]


def _find_doubles(rows: list[Row]) -> None:
    """The same person twice in the list, or in the bank already."""
    seen: dict[str, int] = {}
    keys = {blind_index(row.values["id_number"]): row for row in rows if row.values.get("id_number")}
    known = dict(Expert.objects.filter(id_number_index__in=keys).values_list("id_number_index", "number"))
    for row in rows:
        number = row.values.get("id_number")
        if not number:
            continue
        if number in seen:
            row.problems.append(f"身份证号与第 {seen[number]} 行相同。")
        elif (key := blind_index(number)) in known:
            row.problems.append(f"此人已有专家记录（{known[key] or '未入库'}）。")
        seen.setdefault(number, row.number)
