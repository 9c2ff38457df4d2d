"""What is before somebody to be signed, or signed, does not move under their pen."""

import pytest
from django.urls import reverse

from bureau import caching
from bureau.reports import annual, workflow
from bureau.reports.models import AnnualReport, CityFigure, Entry, PlanItem, Section, Target
from bureau.reports.tasks import compute_annual_report, refresh_drafts
from bureau.workflow import Refused

from .rows import patent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def prepared(places, hands):
    office, _head, _leader = hands
    patent(places, 1)
    report = annual.compute(2015, by=office)
    workflow.prepare(report, by=office)
    return report


def test_figures_sent_for_review_are_the_figures_signed(prepared, places, hands):
    office, head, leader = hands
    patent(places, 2)

    with pytest.raises(annual.UnderReview, match="已送审"):
        annual.compute(2015, by=office)
    refresh_drafts()
    workflow.review(prepared, by=head)
    refresh_drafts()
    workflow.issue(prepared, by=leader)

    report = AnnualReport.objects.get(pk=prepared.pk)
    assert report.figures.get(indicator="patents.applications").value == 1


def test_the_night_renews_drafts(places, hands):
    report = annual.compute(2015, by=hands[0])
    patent(places, 1)

    refresh_drafts()

    figure = report.figures.get(indicator="patents.applications")
    assert (figure.value, figure.drafted) == (1, 0)


WORDS = {
    "entry": lambda: Entry(indicator="policy.documents", year=2015, value=5, source_document="清单"),
    "city": lambda: CityFigure(
        indicator="patents.grants", year=2015, city="南昌市", value=5, source_document="省局通报"
    ),
    "target": lambda: Target(indicator="hnte.total", year=2015, value=5),
    "plan": lambda: PlanItem(year=2015, text="一条"),
    "next plan": lambda: PlanItem(year=2016, text="一条"),
    "section": lambda: Section(year=2015, code="opening", text="开头"),
}


@pytest.mark.parametrize("make", WORDS.values(), ids=WORDS)
def test_words_stay_while_they_are_being_signed(prepared, hands, make):
    office, head, _leader = hands
    with pytest.raises(Refused, match="待审核"):
        workflow.write(make(), by=office)

    workflow.return_(prepared, by=head, reason="请补充")
    words = make()
    workflow.write(words, by=office)

    assert type(words).objects.filter(pk=words.pk).exists()


def test_words_of_an_issued_year_are_refused_beside_the_year(issued, hands, client):
    client.force_login(hands[0])

    page = client.post(
        reverse("admin:reports_target_add"),
        {"indicator": "hnte.total", "year": 2015, "kind": "at_least", "value": 1, "section": "", "source_document": ""},
    )

    assert "已签发，这一年度的内容不能再改" in page.content.decode()
    assert not Target.objects.exists()


def test_the_api_shows_staff_figures_while_a_correction_waits_for_its_own(issued, hands, client):
    workflow.revise(issued, by=hands[0], reason="漏报一件")
    client.force_login(hands[0])

    assert client.get("/api/v1/reports/2015/").json()["figures"]["patents.applications"]["value"] == 2


def test_a_correction_says_what_it_changes_of_the_issued_version(issued, places, hands):
    fresh = workflow.revise(issued, by=hands[0], reason="漏报一件")
    patent(places, 3)

    annual.compute(2015, by=hands[0])

    figure = fresh.figures.get(indicator="patents.applications")
    assert (figure.value, figure.drafted) == (3, 2)


def test_the_progress_page_says_why_nothing_was_computed(issued, hands, client):
    compute_annual_report(2015)
    client.force_login(hands[0])

    page = client.get(reverse("admin:reports_progress", args=[2015])).content.decode()

    assert "已签发，数据不再变动。如需修改，请由办公室发起更正。" in page
    assert "打开《2015年度工作报告》" in page


def test_the_compute_page_takes_any_year_and_says_which_it_does_not(hands, client):
    client.force_login(hands[0])

    page = client.post(reverse("admin:reports_compute"), {"year": "1066"}, follow=True)

    assert "年度应在 1985 至 2100 之间。" in page.content.decode()
    assert not AnnualReport.objects.exists()


def test_a_plan_reads_in_the_order_of_its_outline(places):
    for outline in ("project", "building", "line", "ability"):
        PlanItem.objects.create(year=2016, outline=outline, text=outline)

    assert [item.outline for item in PlanItem.objects.in_order()] == ["line", "ability", "building", "project"]


def test_pages_kept_before_the_issue_are_not_shown_after_it(prepared, hands):
    _office, head, leader = hands
    workflow.review(prepared, by=head)
    before = caching.version()

    workflow.issue(prepared, by=leader)

    assert caching.version() > before
