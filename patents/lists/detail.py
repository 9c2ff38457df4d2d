"""The list that fills the patent register, a row for each application."""

from collections.abc import Iterable
from datetime import date

from bureau.codes import PATENT_KIND_BY_TYPE_DIGIT
from bureau.lists.cells import choice_reader, identifier_reader, read_application_number, read_date, text_reader
from bureau.lists.kinds import Column, CountyReader, Kind, Party, register
from patents.choices import INDIVIDUAL, PatentKind
from patents.models import Patent

NEW_NUMBERS_FROM = date(2003, 10, 1).isoformat()
"""From this day application numbers have 12 digits (国家知识产权局 ZC 0006-2003)."""


def faults_of(values: dict[str, list]) -> Iterable[tuple[int, str, str]]:
    """What the cells of a row say against each other: (position, heading, reason)."""
    rows = zip(values["application_number"], values["kind"], values["filed_on"], strict=True)
    kinds = PATENT_KIND_BY_TYPE_DIGIT
    for index, (number, kind, filed_on) in enumerate(rows):
        if number is None:
            continue
        if kind is not None and kinds.get(number.type_digit) != kind:
            yield index, "申请号", _contradiction(number.type_digit, kind)
        if number.is_old and filed_on is not None and filed_on >= NEW_NUMBERS_FROM:
            yield index, "申请号", "8 位申请号只用于 2003-10-01 之前的申请"
    if "granted_on" in values:
        for index, (filed_on, granted_on) in enumerate(zip(values["filed_on"], values["granted_on"], strict=True)):
            if granted_on is not None and filed_on is not None and granted_on < filed_on:
                yield index, "授权公告日", f"授权公告日 {granted_on} 早于申请日 {filed_on}"


def _contradiction(type_digit: str, kind: str) -> str:
    coded = PATENT_KIND_BY_TYPE_DIGIT.get(type_digit)
    word = PatentKind(coded).label if coded else "未知的种类"
    return f"类型位“{type_digit}”表示{word}，与专利类型“{PatentKind(kind).label}”不符"


def first_of(applicants: str) -> str:
    """The first of several applicants written in one cell."""
    return applicants.replace("；", ";").replace("、", ";").split(";")[0].strip()


def derive(values: dict[str, list]) -> dict[str, list]:
    """Number, check digit and the unit that the statistics follow (第一申请人)."""
    numbers = values["application_number"]
    given = values.get("first_applicant") or [None] * len(numbers)
    firsts = {name: first_of(name) for name in set(values["applicants"]) if name}
    return {
        "application_number": [number.digits for number in numbers],
        "check_digit": [number.check for number in numbers],
        "organisation_name": [first or firsts[name] for first, name in zip(given, values["applicants"], strict=True)],
    }


PATENTS = Kind(
    code="patents",
    label="专利清单",
    model=Patent,
    rank=20,
    key=("application_number",),
    columns=(
        Column(
            "申请号",
            "application_number",
            read_application_number,
            True,
            ("专利号", "申请号（专利号）"),
            stores=("application_number", "check_digit"),
        ),
        Column("专利名称", "title", text_reader(1000), True, ("发明名称",)),
        Column("专利类型", "kind", choice_reader({k.label: k.value for k in PatentKind}), True, ("专利类别", "类型")),
        Column("申请人", "applicants", text_reader(2000), True, ("专利权人", "申请人（专利权人）")),
        Column("申请人类型", "applicant_type", text_reader(100)),
        Column(
            "县（市、区）",
            "county",
            CountyReader(strict=True),
            True,
            ("所在县（市、区）", "所属县区", "县市区", "县区"),
            stores=("county", "division_id"),
        ),
        Column("申请日", "filed_on", read_date, True, ("申请日期",)),
        Column("授权公告日", "granted_on", read_date, aliases=("授权日", "授权日期")),
        Column("授权公告号", "grant_number", identifier_reader(100)),
        Column("法律状态", "legal_status", text_reader(200)),
        Column("法律状态日期", "legal_status_on", read_date),
        Column("主分类号", "ipc", text_reader(200)),
        Column("第一申请人", "first_applicant", text_reader(500)),
        Column("地址", "address", text_reader(1000)),
        Column("技术领域", "technology_field", text_reader(300)),
        Column("园区", "park", text_reader(300)),
    ),
    parties=(
        Party(
            "organisation_name",
            derived_from=("applicants", "first_applicant"),
            name_of=lambda patent: patent.first_applicant or first_of(patent.applicants),
        ),
    ),
    check=faults_of,
    derive=derive,
    named=lambda values: [(word or INDIVIDUAL) != INDIVIDUAL for word in values.get("applicant_type", ())],
)


register(PATENTS)
