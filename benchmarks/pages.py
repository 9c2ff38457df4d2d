"""Pages of the admin, timed in process as a section head sees them."""

import time
from statistics import median

from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bureau.accounts.models import Division, User
from bureau.reports import annual
from bureau.reports.models import AnnualReport

TIMES = 5


def times() -> dict[str, tuple[float, int]]:
    """Median seconds and number of queries of each page, at the present size."""
    client = Client()
    client.force_login(_reader())
    AnnualReport.objects.all().delete()
    report = annual.compute(2015, by="测量")
    place = Division.objects.get(name="章贡区").pk
    base, own = "/admin/patents/patent/", f"/admin/reports/annualreport/{report.pk}"
    addresses = {
        "报告页": f"{own}/change/",
        "指标的行清单": f"{own}/rows/patents.applications/",
        "专利列表首页": base,
        "专利列表·类型筛选": f"{base}?kind__exact=invention",
        "专利列表·年度筛选": f"{base}?filed_on_year=2015",
        "专利列表·区划筛选": f"{base}?division__id__exact={place}",
        "专利列表·作废筛选": f"{base}?voided=yes",
        "专利列表·常见两字": f"{base}?q=一种",
        "专利列表·少见两字": f"{base}?q=量子",
    }
    return {name: _timed(client, address) for name, address in addresses.items()}


def _reader() -> User:
    user, created = User.objects.get_or_create(username="bench", defaults={"is_staff": True})
    if created:
        user.groups.set([Group.objects.get(name="科长")])
    return user


def _timed(client: Client, address: str) -> tuple[float, int]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    found = []
    for _ in range(TIMES):
        start = time.perf_counter()
        client.get(address)
        found.append(time.perf_counter() - start)
    return median(found), len(queries)
