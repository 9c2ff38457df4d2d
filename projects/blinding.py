"""盲评: an application's document without who applies. Fields that say it are emptied, names are blotted out wherever they stand."""

import re
from pathlib import Path

from projects.choices import FieldKind, Meaning
from projects.formdata import values as formdata
from projects.models import Application

BLOT = "■■"
HIDDEN = "（盲评，已隐去）"
SAYS_WHO = (
    Meaning.UNIT_NAME, Meaning.UNIT_CODE, Meaning.UNIT_PLACE, Meaning.CONTACT_NAME, Meaning.CONTACT_PHONE, Meaning.BANK,
)  # fmt: skip
NAME_AT_LEAST = 2
_LEGAL = re.compile(r"(股份有限公司|有限责任公司|集团有限公司|有限公司|集团|研究院|研究所)$")
_PLACE = re.compile(r"^(江西省|江西|赣州市|赣州)")


def names_of(application: Application, *, with_contacts: bool = False) -> list[str]:
    """Every name by which the unit, its people and its place could be known, the longest first.

    ``with_contacts`` adds telephones and addresses of e-mail, as they are looked for inside files.
    """
    unit = application.organisation
    team, form = list(application.team.all()), application.version.form
    units = [unit.name, *(former.name for former in unit.former_names.all()), *(member.unit_name for member in team)]
    contacts = {field.code for field in form.fields.values() if field.meaning == Meaning.CONTACT_NAME}
    people = [str(answer.value) for answer in application.answers.all() if answer.code in contacts]
    people += [application.leader_name, *(member.name for member in team)]
    others = [unit.credit_code or "", str(application.recommender or "")]
    if with_contacts:
        phones = {field.code for field in form.fields.values() if field.meaning == Meaning.CONTACT_PHONE}
        others += [formdata.told(form.fields[a.code], a.value) for a in application.answers.all() if a.code in phones]
        others += [text for member in team for text in (member.mobile, member.email)]
    found = {text.strip() for text in (*units, *map(_short, units), *people, *others)}
    return sorted((text for text in found if len(text) >= NAME_AT_LEAST), key=lambda text: (-len(text), text))


def _short(name: str) -> str:
    """What people call a unit: 示例科技 of 赣州示例科技有限公司; empty when too little is left to be a name."""
    short = _LEGAL.sub("", _PLACE.sub("", name.strip()))
    return short if len(short) > NAME_AT_LEAST else ""


def blot(text: str, names: list[str]) -> str:
    """The text without the names."""
    for name in names:
        text = text.replace(name, BLOT)
    return text


def redacted(content: dict, application: Application) -> dict:
    """The document as an expert who must not know the applicant reads it."""
    names, form = names_of(application), application.version.form
    hushed = {field.label for field in form.fields.values() if field.meaning in SAYS_WHO}
    kinds = {field.label: field.kind for field in form.fields.values()}
    sections = [
        {"title": section["title"], "parts": [_part(part, names, hushed, kinds) for part in section["parts"]]}
        for section in content["sections"]
    ]
    return content | {
        "unit": {"name": HIDDEN, "code": "—"},
        "title": blot(content["title"], names),
        "sections": sections,
    }


def _part(part: dict, names: list[str], hushed: set[str], kinds: dict[str, str]) -> dict:
    if part["label"] in hushed:
        return {"label": part["label"], "text": HIDDEN}
    if "rows" not in part:
        return part | {"text": blot(part["text"], names)}
    kind = kinds.get(part["label"])
    if kind == FieldKind.TEAM:  # 序号, 姓名, 身份证号, 职称, 工作单位, 任务分工, 本人确认
        rows = [[row[0], BLOT, BLOT, row[3], BLOT, blot(row[5], names), ""] for row in part["rows"]]
    elif kind == FieldKind.FILE:
        rows = [[neutral_name(n, row[0]), row[1], ""] for n, row in enumerate(part["rows"], 1)]
    else:
        rows = [[blot(cell, names) for cell in row] for row in part["rows"]]
    return part | {"rows": rows}


def neutral_name(number: int, name: str) -> str:
    """附件1.pdf: what the file is called where nothing may tell whose it is."""
    return f"附件{number}{Path(name).suffix.lower()}"
