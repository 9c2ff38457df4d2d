"""Pages of the admin, timed in process as a section head sees them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client

from bureau.accounts.models import User
from bureau.reports import annual, workflow
from bureau.reports.models import AnnualReport

TIMES = 5
LISTS = {  # Each with a word that many rows hold, and one that few do.
    "专利": ("/admin/patents/patent/", "一种", "量子"),
    "对接记录": ("/admin/matchmaking/contact/", "技术", "量子"),
    "单位": ("/admin/accounts/organisation/", "公司", "量子"),
    "审计台账": ("/admin/audit/entry/", "专利", "量子"),
}


def times() -> dict[str, tuple[float, int]]:
    """Median seconds and number of queries of each page, at the present size."""
    client = Client()
    client.force_login(_reader())
    AnnualReport.objects.all().delete()
    report = annual.compute(2015, by="测量")
    own = f"/admin/reports/annualreport/{report.pk}"
    found = _timed_all(client, {"报告页": f"{own}/change/", "指标的行清单": f"{own}/rows/patents.applications/"})
    _issue(report)
    addresses = {"已签发报告页": f"{own}/change/", "已签发指标的行清单": f"{own}/rows/patents.applications/"}
    for name, (base, often, seldom) in LISTS.items():
        addresses[f"{name}列表首页"] = base
        addresses |= {f"{name}·{title}筛选": base + query for title, query in _filters(client, base).items()}
        addresses |= {f"{name}·常见两字": f"{base}?q={often}", f"{name}·少见两字": f"{base}?q={seldom}"}
    return found | _timed_all(client, addresses)


def _timed_all(client: Client, addresses: dict[str, str]) -> dict[str, tuple[float, int]]:
    return {name: _timed(client, address) for name, address in addresses.items()}


def _issue(report: AnnualReport) -> None:
    """Through its three signatures."""
    steps = {"办公室（报告）": workflow.prepare, "科长": workflow.review, "局领导": workflow.issue}
    for check in report.checks.filter(is_passed=False):
        workflow.sign_check(check, by=_person("科长"), reason="测量")
    for role, verb in steps.items():
        verb(report, by=_person(role))


def _person(role: str) -> User:
    user, _created = User.objects.get_or_create(username=f"bench-{role}", defaults={"is_staff": True})
    user.groups.set([Group.objects.get(name=role)])
    return User.objects.get(pk=user.pk)


def _filters(client: Client, base: str) -> dict[str, str]:
    """Every filter that the list offers, with its first choice."""
    changes = client.get(base).context_data["cl"]
    found = {}
    for spec in changes.filter_specs:
        offered = [
            choice for choice in spec.choices(changes) if not choice.get("selected") and "query_string" in choice
        ]
        if offered:
            found[str(spec.title)] = offered[0]["query_string"]
    return found


def _reader() -> User:
    user, created = User.objects.get_or_create(username="bench", defaults={"is_staff": True})
    if created:
        user.groups.set(Group.objects.filter(name__in=["科长", "审计管理员"]))
    return user


def _timed(client: Client, address: str) -> tuple[float, int]:
    response = client.get(address)
    with _counting() as statements:
        client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    found = []
    for _ in range(TIMES):
        start = time.perf_counter()
        client.get(address)
        found.append(time.perf_counter() - start)
    return median(found), len(statements)


@contextmanager
def _counting() -> Iterator[list[str]]:
    """Every statement of this process meanwhile."""
    statements: list[str] = []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements
