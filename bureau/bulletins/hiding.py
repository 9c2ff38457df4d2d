"""Which of a bulletin's figures the public is not told: those of fewer than three applicants, and what would give them away.

The rule is the open data's (``patents.suppression``), table by table: each half's month, its year and last year's by type, and
the stock. A draft keeps every figure with the names of those to be hidden; ``told`` makes of it what is published.
"""

from collections import defaultdict
from datetime import date

from django.db.models import Count

from bureau.accounts.models import Division
from patents.choices import ENTERPRISE, WHOLE, PatentKind
from patents.models import Patent
from patents.questions import end_of
from patents.suppression import ALL, LEAST_APPLICANTS, Counted, hidden

OTHERS = "others"
"""Types that a table adds up without showing them."""
DAYS = {"filed": "filed_on", "granted": "granted_on"}
NOTE = f"“*”为不公布的数：申请人不足 {LEAST_APPLICANTS} 个的不公布（统计法第二十八条），为防止由合计推算，同行同列另有数一并不公布。"

Holdings = list[tuple[int, str, str, str, int]]


def hidden_in(month: date, stock: dict[str, tuple[int | None, str]]) -> dict[str, list[str]]:
    """Keys not to be told, by the name of the place: “filed.month”, “stock”. ``stock``: figure and mark by place."""
    names = dict(Division.objects.values_list("pk", "name")) | {ALL: WHOLE}
    found: dict = defaultdict(set)
    for half in DAYS:
        for place, key in _of_half(half, month, names):
            found[names[place]].add(f"{half}.{key}")
    for place in _of_stock(month, stock, names):
        found[names[place]] |= {"stock", "per_10k"}
    return {name: sorted(keys) for name, keys in found.items()}


def _of_half(half: str, month: date, names: dict) -> set[tuple]:
    january, before = month.replace(month=1), month.replace(year=month.year - 1)
    of_month = _unshown(_holdings(DAYS[half], month, month), names, PatentKind.values)
    of_year = _unshown(_holdings(DAYS[half], january, month), names, [PatentKind.INVENTION, OTHERS])
    of_last = _unshown(_holdings(DAYS[half], before.replace(month=1), before), names, [PatentKind.INVENTION, OTHERS])
    found = {(place, "month" if kind == ALL else kind) for place, kind in of_month}
    for place, kind in of_year:
        found |= {
            (place, key)
            for key in {ALL: ("ytd", "growth"), PatentKind.INVENTION: ("invention_ytd", "invention_growth")}.get(
                kind, ()
            )
        }
    for place, kind in of_last:  # Growth and this year's figure would give last year's away.
        found |= {
            (place, key)
            for key in {ALL: ("ytd_before", "growth"), PatentKind.INVENTION: ("invention_growth",)}.get(kind, ())
        }
    return found  # fmt: skip


def _of_stock(month: date, stock: dict, names: dict) -> set:
    """Places whose stock tells of few holders; what another office told in a table of its own is its to answer for."""
    if any(mark for _n, mark in stock.values()):
        return set()
    rows = Patent.objects.effective().in_force_on(end_of(month)).filter(kind=PatentKind.INVENTION)
    return {place for place, _kind in _unshown(_grouped(rows), names, [PatentKind.INVENTION])}


def _holdings(day: str, since: date, until: date) -> Holdings:
    span = {f"{day}__gte": since, f"{day}__lte": end_of(until)}
    return _grouped(Patent.objects.effective().filter(**span))


def _grouped(rows) -> Holdings:
    keys = ("division_id", "kind", "applicant_type", "organisation_key")
    return list(rows.order_by().values_list(*keys).annotate(n=Count("pk")))


def _unshown(rows: Holdings, names: dict, kinds: list) -> set[tuple]:
    """(place, type) of what is not shown of a table of places by ``kinds``, sums under ``ALL``."""
    counts, holders = defaultdict(int), defaultdict(set)
    for place, kind, _type, holder, n in rows:
        for key in {(row, column) for row in (place, ALL) for column in (kind if kind in kinds else OTHERS, ALL)}:
            counts[key] += n
            holders[key].add(holder)
    table = {
        (row, column): Counted(counts[row, column], len(holders[row, column]))
        for row in names
        for column in [*kinds, ALL]
    }
    return hidden(table)


def enterprise_is_telling(month: date) -> bool:
    """Whether the sentence on enterprises' inventions of the year tells of one or two of them."""
    rows = [row for row in _holdings("filed_on", month.replace(month=1), month) if row[2] == ENTERPRISE]
    inventions = {holder for _place, kind, _type, holder, _n in rows if kind == PatentKind.INVENTION}
    everything = {holder for _place, _kind, _type, holder, _n in rows}
    return any(0 < len(holders) < LEAST_APPLICANTS for holders in (inventions, everything))


def told(data: dict) -> dict:
    """What the public is told of ``data``: hidden figures are None, each row names them under “hidden”, and a note says why."""
    if not (any(row.get("hidden") for row in data["rows"]) or data["enterprise"].get("hidden")):
        return data
    rows = [_told(row) for row in data["rows"]]
    enterprise = data["enterprise"]
    if enterprise.get("hidden"):
        enterprise = dict.fromkeys(enterprise) | {"hidden": True}
    return {**data, "rows": rows, "enterprise": enterprise, "notes": [*data["notes"], NOTE]}


def _told(row: dict) -> dict:
    unshown = row.get("hidden", ())
    plain = {key: None if key in unshown else value for key, value in row.items()}
    for half in DAYS:
        plain[half] = {key: None if f"{half}.{key}" in unshown else value for key, value in row[half].items()}
    return plain
