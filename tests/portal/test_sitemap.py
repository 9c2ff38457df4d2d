"""sitemap.xml names every page that the public may read, and none that it may not."""

import re

import pytest
from django.utils import timezone

from bureau.accounts.models import User
from bureau.reports.choices import ReportStatus
from bureau.reports.models import AnnualReport
from projects.workflow import calls
from tests.projects.conftest import drafted as drafted
from tests.publicity.conftest import drawn as drawn
from tests.publicity.conftest import published as published

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(drafted, person):
    """A call that was published."""

    def make_call():
        call = drafted()
        calls.send(call, by=person("officer"))
        calls.publish(call, by=person("section_head"))
        return call

    return make_call


@pytest.fixture
def report():
    """The issued report of 2015."""
    made, now = AnnualReport.objects.create(year=2015), timezone.now()
    names = ("prepared", "reviewed", "issued")
    signed = {f"{name}_by": User.objects.create_user(f"signs-{name}", is_staff=True) for name in names}
    signed |= {f"{name}_at": now for name in names}
    AnnualReport.objects.update(status=ReportStatus.ISSUED, workbook="x", computed_at=now, **signed)
    return made


def test_the_site_map_for_machines_names_every_kind_of_public_page(
    make, published, opened, report, drawn, client, columns
):
    article, publicity, call = make(upto="published"), published(), opened()
    hidden = drawn(title="2026年度第九批拟立项项目公示")

    files = re.findall("<loc>http://testserver(.*?)</loc>", client.get("/sitemap.xml").text)
    named = {url for file in files for url in re.findall("<loc>http://testserver(.*?)</loc>", client.get(file).text)}

    assert {
        article.get_absolute_url(), f"/publicity/{publicity.pk}/", f"/calls/{call.pk}/", f"/statistics/{report.year}/",
        "/registers/high-tech/", "/publicity/", "/calls/", "/publicity/objections/", "/columns/notices/",
    } <= named  # fmt: skip
    assert f"/publicity/{hidden.pk}/" not in named
    assert [address for address in named if client.get(address).status_code != 200] == []
