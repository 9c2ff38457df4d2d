"""A firm that meets every condition with room to spare; a case says only what differs."""

import json
from copy import deepcopy

from enterprises.assessment.engine import assess, from_json
from enterprises.assessment.rulesets import RULE_SETS

WAN = 10_000
LINES = ("personnel", "direct", "depreciation", "amortisation", "design", "testing")


def research(spent, *, other=0, domestic=0, overseas=0) -> dict:
    """Research of which ``spent`` is 人员人工费用."""
    return dict.fromkeys(LINES, 0) | {
        "personnel": spent,
        "outsourced_domestic": domestic,
        "outsourced_overseas": overseas,
        "other": other,
    }


def year(number, *, sales=1000 * WAN, net=1000 * WAN, spent=100 * WAN, **more) -> dict:
    """One fiscal year; ``net`` assets may be negative."""
    debts = 500 * WAN
    assets = None if net is None else net + debts
    if assets is not None and assets < 0:
        assets, debts = 0, -net
    return {
        "year": number,
        "sales": sales,
        "total_assets": assets,
        "total_liabilities": debts,
        "research": research(spent),
    } | more


def right(code="IP01", kind="invention", **more) -> dict:
    """One right in force."""
    return {
        "code": code,
        "kind": kind,
        "obtained": "own_research",
        "authorised_on": "2014-05-01",
        "in_force": True,
    } | more


def utility_models(count, **more) -> list[dict]:
    """So many of class II."""
    return [right(f"IP{number:02d}", "utility_model", **more) for number in range(1, count + 1)]


def firm(**more) -> dict:
    """The input of ``assess``."""
    return {
        "name": "赣州测试有限公司",
        "apply_on": "2016-06-30",
        "registered_on": "2010-01-05",
        "field": "40103",
        "years": [year(2013), year(2014, sales=1200 * WAN), year(2015, sales=1500 * WAN)],
        "income": {"gross": 1500 * WAN, "non_taxable": 0, "high_tech": 1200 * WAN},
        "staff": {"total": 100, "science": 20, "college_science": 40, "research": 15},
        "ip": [right()],
        "conversions": [{"result": f"成果{number}", "year": 2013 + number % 3} for number in range(15)],
        "standards": 0,
        "no_incident": True,
        "judgements": {"core_ip": True, "in_field": True},
    } | more


def series(*, sales=(1000, 1200, 1500), net=(1000, 1000, 1000), first=2013) -> list[dict]:
    """Fiscal years from 万元."""
    pairs = zip(sales, net, strict=True)
    return [
        year(first + place, sales=None if sold is None else sold * WAN, net=None if held is None else held * WAN)
        for place, (sold, held) in enumerate(pairs)
    ]


def answer(data: dict, code: str = "2016") -> dict:
    """What ``assess --json`` prints."""
    rules = RULE_SETS[code]
    return assess(from_json(json.dumps(deepcopy(data)), rules), rules).as_dict()


def line(found: dict, code: str) -> dict:
    """A condition by its number, or an item of the score by its letter; parts too."""
    lines = [*found["conditions"], *found["score"]["items"]]
    lines += [part for line in lines for part in line["parts"]]
    return next(line for line in lines if line["code"] == code)


def points(found: dict, code: str) -> tuple:
    """The range of a scored line and its status."""
    told = line(found, code)
    return told["min"], told["max"], told["status"]
