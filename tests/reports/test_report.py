"""The figures come out of records, stay once issued, and are signed by more than one."""

import io
import threading
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import Workbook, load_workbook

from bureau.codes import application_number_check
from bureau.lists.commands import load_file
from bureau.lists.demonstration.making import make
from bureau.lists.workflow import correct, void
from bureau.reports import annual, workflow
from bureau.reports.figures import as_json
from bureau.reports.frozen import changed_since
from bureau.reports.indicators import INDICATORS
from bureau.reports.models import AnnualReport, Check, Entry, PlanItem
from bureau.reports.numbers import about, change_words, display, growth_pct, rounded
from bureau.reports.sentences import Speaker
from bureau.reports.workbook import write_report
from bureau.workflow import Refused
from patents.models import Patent
from projects.models import Project

from .rows import certificate, patent

pytestmark = pytest.mark.django_db(transaction=True)


def values_of(year):
    return annual.measure(year).values


def test_a_year_of_lists_gives_the_figures_they_were_made_of(person, tmp_path):
    expected = make(tmp_path / "lists", year=2015, scale=0.05, seed=5)
    names = ["高新", "专利", "立项", "成果清单", "需求", "对接", "参会", "合同", "奖", "鉴定"]
    for path in sorted((tmp_path / "lists").glob("*.xlsx"), key=lambda p: [n in p.name for n in names], reverse=True):
        _run, result = load_file(path, by=person("officer"), skip_bad_rows=True)
        assert result.written

    figures = as_json(annual.compute(2015, by="测试"))["figures"]

    found = {code: pytest.approx(figures[code]["value"]) for code in expected["figures"]}
    assert expected["figures"] == found
    for indicator in INDICATORS:
        if indicator.measure and indicator.rows and indicator.unit in {"项", "家", "件", "次"}:
            counted = indicator.rows(2015).count()
            nothing = None if indicator.may_be_entered else 0  # Without records it is left to be entered.
            assert figures[indicator.code]["value"] == (counted or nothing), indicator.code


A, B, C = "91360702PDY00001X6", "91360703PDY000028L", "91360704PDY000036X"


@pytest.mark.parametrize(
    ("certificates", "expected"),
    [
        ([("1", A, date(2015, 12, 31), {})], (0, 1, 0, 1)),
        ([("1", A, date(2016, 1, 1), {})], (0, 0, 0, 0)),
        ([("1", A, date(2012, 12, 31), {})], (1, 0, 1, 0)),
        ([("1", A, date(2013, 1, 1), {})], (1, 0, 0, 1)),
        ([("1", A, date(2012, 6, 1), {}), ("2", A, date(2015, 5, 1), {})], (1, 0, 0, 1)),
        ([("1", A, date(2014, 6, 1), {"cancelled_on": date(2015, 12, 31)})], (1, 0, 1, 0)),
        ([("1", A, date(2014, 6, 1), {"cancelled_on": date(2016, 1, 1)})], (1, 0, 0, 1)),
        ([("1", A, date(2015, 6, 1), {"cancelled_on": date(2015, 9, 1)})], (0, 1, 1, 0)),
        (
            [("1", A, date(2010, 6, 1), {}), ("2", A, date(2015, 6, 1), {}), ("3", B, date(2014, 1, 1), {})],
            (1, 1, 0, 2),
        ),
        ([("1", A, date(2015, 1, 1), {}), ("2", A, date(2015, 6, 1), {})], (0, 1, 0, 1)),
    ],
)
def test_the_high_tech_ledger_balances_at_every_edge(places, certificates, expected):
    for number, code, issued_on, more in certificates:
        certificate(number, code, issued_on, **more)

    computed = annual.measure(2015)

    before, new, exits, total = expected
    values = computed.values
    assert (values["hnte.new"], values["hnte.exits"], values["hnte.total"]) == (new, exits, total)
    assert computed.previous["hnte.total"] == before
    assert before + new - exits == total
    for code in ("hnte.new", "hnte.exits", "hnte.total"):
        assert next(i for i in INDICATORS if i.code == code).rows(2015).count() == values[code]


def test_growth_on_nothing_is_a_dash_and_a_fall_is_a_fall():
    assert growth_pct(5, 0) is None
    assert display(None, 1, "%") == "—"
    assert display(Decimal("-3.249"), 1, "%") == "-3.2%"
    assert change_words(Decimal("-3.249")) == "下降3.2%"
    assert change_words(None) == "—"
    assert rounded(Decimal("0.125"), 2) == Decimal("0.13")
    assert (about(Decimal(183), 10, "项"), about(Decimal(2634), 100, "万元"), about(Decimal(180), 10, "项")) == (
        "180多项",
        "2600多万元",
        "180项",
    )


def test_one_more_patent_moves_exactly_its_figures(places):
    patent(places, 1)
    patent(places, 2, filed_on=date(2014, 2, 2))
    before = values_of(2015)

    patent(places, 3, applicant_type="个人", kind="invention", granted_on=date(2015, 9, 9))

    after = values_of(2015)
    assert {code for code in after if after[code] != before[code]} == {
        "patents.applications", "patents.applications.growth_pct", "patents.invention_applications", "patents.grants",
        "patents.enterprise.invention_share_of_all_pct",
    }  # fmt: skip


def test_one_more_row_of_a_list_shows_in_admin_api_excel_and_word(places, hands, client, person, tmp_path):
    office, head, leader = hands
    book = Workbook()
    book.active.append(["申请号", "专利名称", "专利类型", "申请人", "申请人类型", "县（市、区）", "申请日"])
    number = "201510000001"
    book.active.append(
        [
            f"{number}.{application_number_check(number)}",
            "一种钨刀具",
            "发明",
            "赣州甲公司",
            "企业",
            "章贡区",
            "2015-03-03",
        ]
    )
    book.save(tmp_path / "list.xlsx")
    patent(places, 2)
    annual.compute(2015, by=office)
    load_file(tmp_path / "list.xlsx", by=person("officer"))

    report = annual.compute(2015, by=office)

    workflow.prepare(report, by=office)
    workflow.review(report, by=head)
    workflow.issue(report, by=leader)
    report = AnnualReport.objects.get(pk=report.pk)
    sheet = load_workbook(io.BytesIO(report.workbook.read()))["表1 主要指标完成情况"]
    assert [row[5].value for row in sheet.iter_rows(min_row=4) if row[1].value == "专利申请量"] == [2]
    words = "".join(paragraph.text for paragraph in Document(io.BytesIO(report.narrative.read())).paragraphs)
    assert "全市专利申请量2件" in words
    api = client.get("/api/v1/reports/2015/").json()
    assert api["figures"]["patents.applications"]["value"] == 2
    client.force_login(head)
    assert "2件" in client.get(f"/admin/reports/annualreport/{report.pk}/change/").content.decode()
    rows = client.get(f"/admin/reports/annualreport/{report.pk}/rows/patents.enterprise.applications/").content.decode()
    assert number in rows


def test_rows_committed_while_computing_appear_in_no_figure(places):
    patent(places, 1)
    seen = []

    def watch(stage, share):
        if not seen:
            seen.append(stage)
            thread = threading.Thread(target=insert)
            thread.start()
            thread.join()

    def insert():
        patent(places, 2)
        connections.close_all()

    values = annual.measure(2015, watch).values

    assert Patent.objects.count() == 2
    assert (values["patents.applications"], values["patents.enterprise.applications"]) == (1, 1)


def test_half_past_midnight_on_new_years_day_belongs_to_the_new_year(places):
    patent(places, 1, filed_on=date(2015, 12, 31))
    patent(places, 2, filed_on=date(2016, 1, 1))

    assert values_of(2015)["patents.applications"] == 1
    assert values_of(2016)["patents.applications"] == 1


def test_issuing_freezes_figures_rows_and_files(issued, places):
    sha, workbook = issued.workbook_sha256, issued.workbook.read()

    patent(places, 3)
    changed = Patent.objects.get(application_number="201510000001")
    changed.title, changed.changed_at = "改名", timezone.now()
    changed.save()

    with pytest.raises(annual.AlreadyPublished):
        annual.compute(2015, by="测试")
    figure = issued.figures.get(indicator="patents.applications")
    assert (figure.value, len(figure.row_ids), bool(figure.rows_hash)) == (2, 2, True)
    assert changed_since(issued)["patents.applications"] == 2  # One came, one changed.
    fresh = AnnualReport.objects.get(pk=issued.pk)
    assert (fresh.workbook_sha256, fresh.workbook.read()) == (sha, workbook)


def test_rows_of_an_issued_figure_say_what_they_said_that_day(issued, hands, client):
    head = hands[1]
    renamed, voided = Patent.objects.order_by("application_number")
    correct(renamed, by=head, reason="笔误", title="第一次改名", filed_on=date(2015, 6, 6))
    correct(renamed, by=head, reason="又改", title="第二次改名", kind="design")
    void(voided, by=head, reason="重复")
    client.force_login(head)

    lines = client.get(reverse("admin:reports_rows", args=[issued.pk, "patents.applications"])).context["lines"]

    first, second = ([(cell.value, cell.now) for cell in line["cells"]] for line in lines)
    assert first[1:3] == [("一种方法", "第二次改名"), ("发明", "外观设计")]
    assert first[6] == (date(2015, 5, 5), date(2015, 6, 6))
    assert all(now is None for _value, now in second)
    assert [(line["moved"], line["voided"]) for line in lines] == [(True, False), (True, True)]


def test_next_year_grows_on_what_was_published(issued, places):
    patent(places, 3)
    patent(places, 4, filed_on=date(2016, 3, 3))

    computed = annual.measure(2016)

    assert computed.previous["patents.applications"] == 2
    assert computed.values["patents.applications.growth_pct"] == -50


def test_a_correction_is_a_new_version_with_a_reason(issued, places, hands):
    office, _head, _leader = hands
    with pytest.raises(Refused):
        workflow.revise(issued, by=office, reason=" ")

    fresh = workflow.revise(issued, by=office, reason="漏报一件")
    patent(places, 3)
    annual.compute(2015, by=office)

    assert (fresh.version, fresh.correction_reason) == (2, "漏报一件")
    assert AnnualReport.objects.get(pk=fresh.pk).figures.get(indicator="patents.applications").value == 3
    assert issued.figures.get(indicator="patents.applications").value == 2


def test_only_issuing_publishes_and_returning_takes_a_reason(places, hands, client):
    office, head, leader = hands
    report = annual.compute(2015, by=office)
    with pytest.raises(Refused):
        workflow.issue(report, by=leader)
    workflow.prepare(report, by=office)
    workflow.return_(report, by=head, reason="请核对专利数")
    assert (report.status, report.prepared_by, report.return_reason) == ("draft", None, "请核对专利数")
    assert client.get(reverse("report-detail", args=[2015])).status_code == 404

    workflow.prepare(report, by=office)
    workflow.review(report, by=head)
    workflow.issue(report, by=leader)

    assert client.get(reverse("report-detail", args=[2015])).json()["figures"]["patents.applications"]["value"] == 0
    assert client.get(reverse("statistics")).status_code == 200


def test_a_failed_check_stops_the_report_until_it_is_signed(places, hands):
    office, head, _leader = hands
    patent(places, 1)
    Entry.objects.create(indicator="patents.applications", year=2015, value=9, source_document="月报")
    report = annual.compute(2015, by=office)
    with pytest.raises(Refused, match="填报数＝记录计数"):
        workflow.prepare(report, by=office)

    check = Check.objects.get(code="patents.applications.entered")
    workflow.sign_check(check, by=head, reason="月报含撤回件")
    workflow.prepare(report, by=office)

    assert report.status == "prepared"


def test_the_database_refuses_one_person_for_all_and_an_issue_without_files(places, hands):
    office, _head, _leader = hands
    report = annual.compute(2015, by=office)
    now = timezone.now()
    rows = AnnualReport.objects.filter(pk=report.pk)
    signed = {
        f"{verb}_{part}": office if part == "by" else now
        for verb in ("prepared", "reviewed", "issued")
        for part in ("by", "at")
    }

    with pytest.raises(IntegrityError, match="two_persons"), transaction.atomic():
        rows.update(status="issued", workbook="x", **signed)
    with pytest.raises(IntegrityError, match="issued_iff_signed"), transaction.atomic():
        rows.update(status="issued", workbook="x")
    with pytest.raises(IntegrityError, match="prepared_signed"), transaction.atomic():
        rows.update(prepared_by=office)


def test_the_workbook_holds_numbers_and_no_formula(issued):
    book = load_workbook(io.BytesIO(issued.workbook.read()))

    assert book.properties.identifier == issued.snapshot_id
    assert {"封面目录", "表1 主要指标完成情况", "表3 高新技术企业", "表4 专利", "附注", "勾稽校验"} <= set(
        book.sheetnames
    )
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    row = next(row for row in book["表1 主要指标完成情况"].iter_rows(min_row=4) if row[1].value == "专利申请量")
    assert (row[5].value, row[5].data_type) == (2, "n")
    assert "审核人：科长" in "".join(str(cell.value) for cell in cells)


def test_a_title_that_looks_like_a_formula_stays_a_title(places, hands):
    Project.objects.create(
        number="P1", title='=HYPERLINK("http://x")', organisation_name="甲", level="provincial", approved_on=date(2015, 1, 1),
        granted_amount=1, changed_at=timezone.now(),
    )  # fmt: skip
    file = io.BytesIO()

    write_report(annual.compute(2015, by="测试"), file)

    cell = load_workbook(io.BytesIO(file.getvalue()))["表2-1 省级以上项目明细"]["C4"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x")', "s")


def test_sentences_are_filled_from_figures(issued):
    assert Speaker(issued).say("patents") == "全市专利申请量2件，同比增长—；授权量0件，同比增长—。"


def test_next_years_plan_begins_as_a_copy_on_what_was_reached(places, hands, client):
    office, head, _leader = hands
    patent(places, 1)
    annual.compute(2015, by=office)
    PlanItem.objects.create(
        year=2015, text="专利申请", indicator="patents.applications", target="2件", due_on=date(2015, 12, 31),
        state="missed", reason="经费未到位",
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        workflow.copy_plan(2016, by=head)

    client.force_login(office)
    page = client.post(reverse("admin:reports_planitem_copy_page"), {"year": 2016}, follow=True)

    copy = PlanItem.objects.get(year=2016)
    assert (copy.text, copy.base, copy.state, copy.reason, copy.due_on) == (
        "专利申请", "1件", "planned", "", date(2016, 12, 31),
    )  # fmt: skip
    assert "已为2016年复制 1 条计划" in page.content.decode()
    with pytest.raises(Refused, match="已有条目"):
        workflow.copy_plan(2016, by=office)
