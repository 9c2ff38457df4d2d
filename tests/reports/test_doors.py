"""One more row is the same news at every door: the admin, the API, Excel and Word."""

import io
from datetime import date

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from bureau.codes import application_number_check
from bureau.lists.commands import load_file
from bureau.reports import annual, workflow
from bureau.reports.indicators import BY_CODE
from bureau.reports.models import CityFigure, Entry
from bureau.reports.narrative import write_narrative
from bureau.reports.workbook import write_report

from .rows import patent

pytestmark = pytest.mark.django_db(transaction=True)

MOVED = {
    "patents.applications": "3件",
    "patents.applications.growth_pct": "200.0%",
    "patents.invention_applications": "2件",
    "patents.invention_share_pct": "66.7%",
    "patents.enterprise.applications": "2件",
    "patents.enterprise.applications.growth_pct": "100.0%",
    "patents.enterprise.invention_applications": "1件",
    "patents.enterprise.invention_share_pct": "50.0%",
    "patents.enterprise.invention_share_of_all_pct": "33.3%",
}


def admin_of(client, report):
    lines = client.get(reverse("admin:reports_annualreport_change", args=[report.pk])).context["lines"]
    return {line["figure"].indicator: line["figure"].display for line in lines}


def api_of(client, report):
    figures = client.get(reverse("report-detail", args=[report.year])).json()["figures"]
    return {code: figure["display"] for code, figure in figures.items()}


def excel_of(client, report):
    file = io.BytesIO()
    write_report(report, file)
    rows = load_workbook(file)["表1 主要指标完成情况"].iter_rows(min_row=4, values_only=True)
    codes = {indicator.name: code for code, indicator in BY_CODE.items()}
    return {codes[row[1]]: row[5] for row in rows if row[1] in codes}


def word_of(client, report):
    file = io.BytesIO()
    write_narrative(report, file)
    return {text: text for text in (paragraph.text for paragraph in Document(file).paragraphs)}


@pytest.mark.parametrize("door", [admin_of, api_of, excel_of])
def test_one_more_row_changes_exactly_its_figures(places, hands, person, client, workbook, door):
    before, after = told_before_and_after(places, hands, person, client, workbook, door)

    assert {code for code in before if before[code] != after[code]} == set(MOVED)
    if door is not excel_of:
        assert {code: after[code] for code in MOVED} == MOVED


def test_one_more_row_changes_exactly_its_sentences(places, hands, person, client, workbook):
    before, after = told_before_and_after(places, hands, person, client, workbook, word_of)

    assert set(after) - set(before) == {
        "全市专利申请量3件，同比增长200.0%；授权量0件，同比增长—。"
        "其中企业专利申请量2件，同比增长100.0%，企业发明专利申请量占比50.0%；企业专利授权量0件，同比增长—。"
    }
    assert len(set(before) - set(after)) == 1


def told_before_and_after(places, hands, person, client, workbook, door):
    office = hands[0]
    patent(places, 1, filed_on=date(2014, 3, 3), kind="utility_model")
    patent(places, 2, kind="utility_model")
    patent(places, 3, applicant_type="个人")
    client.force_login(office)
    before = door(client, annual.compute(2015, by=office))
    number = "201510000009"
    path = workbook(
        [
            ["申请号", "专利名称", "专利类型", "申请人", "申请人类型", "县（市、区）", "申请日"],
            [
                f"ZL{number}.{application_number_check(number)}",
                "一种钨刀具",
                "发明",
                "甲",
                "企业",
                "章贡区",
                "2015.3.4",
            ],
        ]
    )
    _run, result = load_file(path, by=person("officer"))
    assert result.written
    return before, door(client, annual.compute(2015, by=office))


def test_the_report_page_says_what_changed_since_the_last_draft(places, hands, client):
    office = hands[0]
    annual.compute(2015, by=office)
    patent(places, 1)
    report = annual.compute(2015, by=office)
    client.force_login(office)

    page = client.get(reverse("admin:reports_annualreport_change", args=[report.pk]))

    drafted = {line["figure"].indicator: line["drafted"] for line in page.context["lines"] if line["drafted"]}
    assert drafted["patents.applications"] == "0件"
    assert "patents.grants" not in drafted
    assert "上次计算 0件" in page.content.decode()


def test_an_entered_figure_leads_to_its_document(places, hands, client):
    office, head, _leader = hands
    workflow.enter(Entry(indicator="policy.documents", year=2015, value=5, source_document="清单一"), by=office)
    workflow.write(
        CityFigure(indicator="patents.grants", year=2015, city="南昌市", value=1, source_document="通报"), by=head
    )
    report = annual.compute(2015, by=office)
    client.force_login(office)

    lines = client.get(reverse("admin:reports_annualreport_change", args=[report.pk])).context["lines"]

    urls = {line["figure"].indicator: line["source_url"] for line in lines}
    assert urls["patents.applications"] == ""
    assert "清单一" in client.get(urls["policy.documents"]).content.decode()
    assert "南昌市" in client.get(urls["patents.grants.rank"]).content.decode()


def test_the_public_page_shows_growth_by_subject(issued, client):
    page = client.get(reverse("statistics")).content.decode()

    assert '<th scope="rowgroup" colspan="5">高新技术企业</th>' in page
    assert "同比" in page
