"""The patents of two years: how many were filed and granted, by whom, is decided first; words come while writing."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from bureau.codes import application_number_check

from . import vocabulary as words
from .people import People
from .sheets import Listing

HEADINGS = {
    "申请号": ("专利号", "申请号（专利号）"),
    "专利名称": ("发明名称",),
    "专利类型": ("专利类别", "类型"),
    "申请人": ("专利权人", "申请人（专利权人）"),
    "申请人类型": (),
    "县（市、区）": ("县市区", "所属县区"),
    "申请日": ("申请日期",),
    "授权公告日": ("授权日", "授权日期"),
    "授权公告号": (),
    "法律状态": (),
    "法律状态日期": (),
    "主分类号": (),
    "第一申请人": (),
    "地址": (),
    "技术领域": (),
    "园区": (),
}
LABELS = {"invention": "发明", "utility_model": "实用新型", "design": "外观设计"}
TYPE_DIGITS = {"invention": "1", "utility_model": "2", "design": "3"}

# (filed this year, last year, granted this year, last year, inventions filed this year, last year)
ENTERPRISES = (3531, 2275, 2675, 1317, 856, 543)
OTHERS = (2200, 1378, 1679, 847, 519, 314)


def scaled(numbers: tuple[int, ...], scale: float) -> tuple[int, ...]:
    """The counts at another size; at scale 1 they are the report's."""
    return tuple(max(1, round(number * scale)) for number in numbers)


def specimens(rng: random.Random, year: int, scale: float) -> list[tuple]:
    """(kind, of an enterprise, filed on, granted on or None) of every patent of the list, shuffled."""
    found = []
    for of_enterprise, counts in ((True, scaled(ENTERPRISES, scale)), (False, scaled(OTHERS, scale))):
        filed, filed_before, granted, granted_before, inventions, inventions_before = counts
        this = _filings(rng, year, filed, inventions)
        last = _filings(rng, year - 1, filed_before, inventions_before)
        earlier_count = round(granted_before * 0.7)
        earlier = _filings(rng, year - 2, earlier_count, round(earlier_count * 0.4))
        _grant(rng, earlier, year - 1, earlier_count)
        early_birds = _grant(rng, last, year - 1, granted_before - earlier_count)
        from_last = _grant(rng, last, year, min(filed_before - early_birds, round(granted * 0.6)))
        from_this = _grant(rng, this, year, granted - from_last)
        older = _filings(rng, year - 2, granted - from_last - from_this, 0)
        _grant(rng, older, year, len(older))
        older += _filings(rng, year - 2, granted_before - earlier_count - early_birds, 0, grant_year=year - 1)
        found += [(kind, of_enterprise, on, granted_on) for kind, on, granted_on in this + last + earlier + older]
    rng.shuffle(found)
    return found


def _filings(rng: random.Random, year: int, count: int, inventions: int, grant_year: int | None = None) -> list[list]:
    first = date(year, 1, 1)
    days = (date(year, 12, 31) - first).days
    kinds = ["invention"] * inventions
    kinds += ["utility_model" if rng.random() < 0.68 else "design" for _ in range(max(0, count - inventions))]
    rows: list[list] = [[kind, first + timedelta(days=int(days * rng.random() ** 0.8)), None] for kind in kinds[:count]]
    if grant_year is not None:
        _grant(rng, rows, grant_year, len(rows))
    return rows


def _grant(rng: random.Random, rows: list[list], year: int, count: int) -> int:
    """Grant up to ``count`` of the rows in ``year``; how many could be."""
    last = date(year, 12, 31)
    open_rows = [row for row in rows if row[2] is None and row[1] + timedelta(days=60) <= last]
    open_rows.sort(key=lambda row: (row[0] == "invention", row[1]))
    for row in open_rows[:count]:
        earliest = max(row[1] + timedelta(days=60), date(year, 1, 1))
        row[2] = earliest + timedelta(days=rng.randrange((last - earliest).days + 1))
    return min(count, len(open_rows))


def listing(rng: random.Random, people: People, year: int, scale: float) -> Listing:
    """The list of both years."""
    repeats = max(1, round(118 * scale))
    return Listing(
        "专利清单.xlsx",
        f"{year - 1}—{year}年专利申请及授权清单",
        "件",
        HEADINGS,
        _rows(rng, people, specimens(rng, year, scale)),
        _bad(year, people),
        repeats,
        scaled((ENTERPRISES[0] + OTHERS[0],), scale)[0],
    )


def _rows(rng: random.Random, people: People, found: list[tuple]) -> Iterator[dict]:
    serials: dict[tuple[int, str], int] = {}
    for kind, of_enterprise, filed_on, granted_on in found:
        serial = serials[filed_on.year, kind] = serials.get((filed_on.year, kind), 0) + 1
        digits = f"{filed_on.year}{TYPE_DIGITS[kind]}{serial:07d}"
        applicant, sort, county, address = _applicant(rng, people, of_enterprise)
        yield {
            "申请号": _number(rng, digits),
            "专利名称": _title(rng, kind),
            "专利类型": LABELS[kind],
            "申请人": applicant,
            "申请人类型": sort,
            "县（市、区）": people.codes[county] if people.codes[county] and rng.random() < 0.02 else county,
            "申请日": filed_on,
            "授权公告日": granted_on,
            "授权公告号": f"CN{digits[4:]}{'B' if kind == 'invention' else 'U' if kind == 'utility_model' else 'S'}"
            if granted_on
            else "",
            "法律状态": "有权" if granted_on else "审中",
            "法律状态日期": granted_on,
            "主分类号": rng.choice(words.IPC[kind]),
            "第一申请人": applicant.split(";")[0],
            "地址": address,
            "技术领域": rng.choice(words.FIELDS),
            "园区": rng.choice(words.PARKS) if of_enterprise else "",
        }


def _number(rng: random.Random, digits: str):
    """The number as somebody typed it."""
    check = application_number_check(digits)
    form = rng.random()
    if form < 0.05 and check != "X":
        return int(digits + check)
    if form < 0.10:
        return f"ZL{digits}.{check}"
    if form < 0.15:
        return f"CN{digits}.{check}"
    if form < 0.20:
        return f"{digits}{check.lower()}"
    return f"{digits}.{check}"


def _title(rng: random.Random, kind: str) -> str:
    front = "" if kind == "design" else "一种"
    return f"{front}{rng.choice(words.MODIFIERS)}{rng.choice(words.THINGS)}{rng.choice(words.FORMS[kind])}"


def _applicant(rng: random.Random, people: People, of_enterprise: bool) -> tuple[str, str, str, str]:
    if of_enterprise:
        unit = people.units[int(len(people.units) * rng.random() ** 1.6)]
        partner = f";{rng.choice(words.PUBLIC_UNITS)[0]}" if rng.random() < 0.04 else ""
        return unit.name + partner, "企业", unit.county, f"江西省赣州市{unit.county}工业大道{rng.randrange(1, 200)}号"
    county, chance = people.county(), rng.random()
    if chance < 0.45:
        return people.person(), "个人", county, f"江西省赣州市{county}"
    if chance < 0.92:
        name, sort = rng.choice(words.PUBLIC_UNITS)
        return name, sort, county, f"江西省赣州市{county}"
    if chance < 0.97:
        return rng.choice(words.OFFICES), "机关团体", county, f"江西省赣州市{county}"
    return people.person(), "", county, ""


def _bad(year: int, people: People) -> list[dict]:
    """Rows that must be rejected, one fault each."""
    unit = people.units[0]

    def row(serial: int, **changes) -> dict:
        digits = f"{year}1{9_990_000 + serial:07d}"
        good = {
            "申请号": f"{digits}.{application_number_check(digits)}",
            "专利名称": "一种稀土萃取分离方法",
            "专利类型": "发明",
            "申请人": unit.name,
            "申请人类型": "企业",
            "县（市、区）": unit.county,
            "申请日": date(year, 3, 4),
        }
        return good | changes

    digits = f"{year}19990099"
    wrong = str((int(application_number_check(digits).replace("X", "9")) + 1) % 10)
    return [
        row(1, 专利名称=""),
        row(2, 申请人=""),
        row(3, **{"县（市、区）": "桃源县"}),
        row(4, 专利类型="软件著作权"),
        row(5, 申请号=f"{digits}.{wrong}" if wrong != application_number_check(digits) else f"{digits}.Q"),
        row(6, 申请日="不详"),
        row(7, 申请号=f"{year}1999007.Q"),
        row(8, 专利类型="实用新型"),
        row(9, 授权公告日=date(year, 1, 5)),
    ]
