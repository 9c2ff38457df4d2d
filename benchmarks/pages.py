"""Pages of the admin, timed in process as a section head sees them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

from django.contrib.auth.models import Group
from django.db import connection, connections
from django.test import Client

from benchmarks.filling import SELDOM, SELDOM_ROWS
from bureau.accounts.models import User
from bureau.reports import annual, workflow
from bureau.reports.models import AnnualReport

TIMES = 5
REPORT = {"报告页": "change/", "指标的行清单": "rows/patents.applications/"}
LISTS = {  # Each with a word that many rows hold, and one that few do.
    "专利": ("/admin/patents/patent/", "一种"),
    "对接记录": ("/admin/matchmaking/contact/", "技术"),
    "单位": ("/admin/accounts/organisation/", "公司"),
    "审计台账": ("/admin/audit/entry/", "专利"),
    "高新技术企业": ("/admin/enterprises/recognition/", "公司"),
    "立项项目": ("/admin/projects/project/", "一种"),
    "科技奖候选": ("/admin/projects/awardcandidate/", "公司"),
    "成果": ("/admin/matchmaking/achievement/", "一种"),
    "需求": ("/admin/matchmaking/demand/", "一种"),
    "参会签到": ("/admin/matchmaking/attendance/", "公司"),
    "技术合同": ("/admin/matchmaking/technologycontract/", "一种"),
    "成果鉴定": ("/admin/matchmaking/appraisal/", "一种"),
    "未对应名称": ("/admin/lists/unmatchedname/", "公司"),
    "用户": ("/admin/accounts/user/", "公司"),
    "清单导入": ("/admin/lists/importrun/", ""),
    "消息发送": ("/admin/messaging/delivery/", "公司"),
    "企业年度数据": ("/admin/enterprises/yearlydata/", "公司"),
    "预评估": ("/admin/enterprises/assessment/", "公司"),
}


def use(database: str) -> None:
    """Speak to another database of the same server from now on."""
    connections.close_all()
    connection.settings_dict["NAME"] = database


class Reader:
    """One of the databases that are compared, and who reads there."""

    def __init__(self, database: str):
        self.database = database
        use(database)
        self.client = Client()
        self.client.force_login(_reader())


class Side(Reader):
    """With an open report."""

    def __init__(self, database: str):
        super().__init__(database)
        AnnualReport.objects.all().delete()
        self.report = annual.compute(2015, by="测量")

    def own(self, page: str) -> str:
        """The address of one of the report's pages."""
        return f"/admin/reports/annualreport/{self.report.pk}/{page}"


def times(small: Side, large: Side) -> Iterator[tuple[str, float, float, int]]:
    """Each page with its median seconds on the small and on the large side, and its number of queries on the large one."""
    sides = (small, large)
    for name, page in REPORT.items():
        yield name, *compared(sides, lambda side, page=page: side.own(page))
    for side in sides:
        use(side.database)
        _issue(side.report)
    for name, page in REPORT.items():
        yield f"已签发{name}", *compared(sides, lambda side, page=page: side.own(page))
    for name, (base, often) in LISTS.items():
        use(large.database)
        assert large.client.get(f"{base}?q={often}").context_data["cl"].result_count > SELDOM_ROWS, name
        addresses = {f"{name}列表首页": base}
        addresses |= {f"{name}·{title}筛选": base + query for title, query in _filters(large.client, base).items()}
        if often:
            addresses |= {f"{name}·常见两字": f"{base}?q={often}", f"{name}·少见两字": f"{base}?q={SELDOM}"}
        for title, at in addresses.items():
            yield title, *compared(sides, lambda _side, at=at: at)


def compared(sides: tuple[Reader, Reader], address: Callable[[Reader], str]) -> tuple[float, float, int]:
    """By turns, each time warmed by one request that is not timed."""
    taken: tuple[list[float], list[float]] = ([], [])
    queries = 0
    for _ in range(TIMES):
        for side, seconds in zip(sides, taken, strict=True):
            use(side.database)
            with _counting() as statements:
                response = side.client.get(address(side))
            assert response.status_code == 200, (address(side), response.status_code)
            queries = len(statements)
            start = time.perf_counter()
            side.client.get(address(side))
            seconds.append(time.perf_counter() - start)
    return median(taken[0]), median(taken[1]), queries


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
        user.groups.set(Group.objects.filter(name__in=["科长", "审计管理员", "系统管理员"]))
    return user


@contextmanager
def _counting() -> Iterator[list[str]]:
    """Every statement of this process meanwhile."""
    statements: list[str] = []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements
