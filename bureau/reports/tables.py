"""The tables by county, level and kind that stand behind the figures, as plain values that can be kept with the report."""

from datetime import date

from matchmaking.choices import ContractKind
from projects.choices import ProjectLevel

from .measures import TEN_THOUSAND, Ledger, Measures, kinds_of_patent


def compute_tables(measures: Measures) -> dict:
    """Every table of the workbook that is more than one figure; JSON-ready, money in the unit of its heading."""
    return {
        "hnte": _hnte(measures),
        "patents": _patents(measures),
        "projects": _projects(measures),
        "contracts": _contracts(measures),
        "awards": measures.awards,
        "matchmaking": _matchmaking(measures),
        "appraisals": _appraisals(measures),
    }


def _places(measures: Measures) -> list[tuple[int | None, str]]:
    day = date(measures.year, 12, 31)
    return [(division.pk, division.name_on(day)) for division in measures.divisions] + [(None, "未注明")]


def _hnte(measures: Measures) -> list[dict]:
    ledgers = measures.ledgers()
    rows = []
    for pk, name in _places(measures):
        ledger = ledgers.get(pk, Ledger())
        if pk is None and not any((ledger.before, ledger.new, ledger.exits, ledger.total)):
            continue
        rows.append(
            {
                "place": name,
                "before": ledger.before,
                "new": ledger.new,
                "renewed": ledger.renewed,
                "exits": ledger.exits,
                "total": ledger.total,
            }
        )
    return rows


def _patents(measures: Measures) -> list[dict]:
    count, rows = measures.patent_count, []
    for pk, name in _places(measures):
        if pk is None:
            continue
        row: dict = {"place": name}
        for what in ("filed", "granted"):
            for kind, _label in kinds_of_patent():
                row[f"{what}_{kind}"] = count(what, kind=kind, division=pk)
            row[what] = count(what, division=pk)
            row[f"{what}_before"] = count(what, 1, division=pk)
        row["enterprise_filed"] = count("filed", enterprise=True, division=pk)
        row["enterprise_invention"] = count("filed", kind="invention", enterprise=True, division=pk)
        row["enterprise_granted"] = count("granted", enterprise=True, division=pk)
        rows.append(row)
    return rows


def _projects(measures: Measures) -> list[dict]:
    rows = []
    for level in ProjectLevel:
        for row in measures.projects:
            if row["level"] == level:
                rows.append(
                    {
                        "level": level.label,
                        "category": row["category"] or "未注明",
                        "count": row["count_0"],
                        "before": row["count_1"],
                        "granted": str(row["granted_0"] / TEN_THOUSAND),
                        "granted_before": str(row["granted_1"] / TEN_THOUSAND),
                    }
                )
    return [row for row in rows if row["count"] or row["before"]]


def _matchmaking(measures: Measures) -> dict:
    money = {name: str(measures.contacts[name] / TEN_THOUSAND) for name in ("intended_0", "intended_1")}
    return measures.contacts | money


def _appraisals(measures: Measures) -> list[dict]:
    return [
        {"level": row["level"] or "未注明", "count": row["count_0"], "before": row["count_1"]}
        for row in measures.appraisal_levels
    ]


def _contracts(measures: Measures) -> list[dict]:
    found = {row["kind"]: row for row in measures.contracts}
    rows = []
    for kind in ContractKind:
        row = found.get(kind.value, {})
        rows.append(
            {
                "kind": kind.label,
                "count": row.get("count_0", 0),
                "before": row.get("count_1", 0),
                "value": str(row.get("value_0", 0) / TEN_THOUSAND),
                "value_before": str(row.get("value_1", 0) / TEN_THOUSAND),
                "technology": str(row.get("technology_0", 0) / TEN_THOUSAND),
                "technology_before": str(row.get("technology_1", 0) / TEN_THOUSAND),
            }
        )
    return rows
