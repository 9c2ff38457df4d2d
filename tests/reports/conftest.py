"""Who makes a report, and a report made."""

import pytest

from bureau.reports import annual, workflow
from bureau.reports.models import AnnualReport

from .rows import patent


@pytest.fixture
def hands(person):
    """编制, 审核, 签发."""
    return person("report_office"), person("section_head"), person("leader")


@pytest.fixture
def issued(places, hands):
    """A report of two patents, issued."""
    office, head, leader = hands
    patent(places, 1)
    patent(places, 2)
    report = annual.compute(2015, by=office)
    workflow.prepare(report, by=office)
    workflow.review(report, by=head)
    workflow.issue(report, by=leader)
    return AnnualReport.objects.get(pk=report.pk)
