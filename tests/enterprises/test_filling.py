"""The workbook goes out and comes in unchanged; what the portal knows is filled in once."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from bureau.audit.models import Entry
from bureau.workflow import Refused
from enterprises import workbook
from enterprises.models import YearlyData
from enterprises.workflow import filling, yearly
from patents.models import Patent
from projects.models import Project

from .conftest import WAN

pytestmark = pytest.mark.django_db
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def handed_out(data) -> io.BytesIO:
    file = io.BytesIO()
    workbook.write(data, file)
    file.seek(0)
    return file


def told(data) -> dict:
    """Everything of a year but keys."""
    data = YearlyData.objects.get(pk=data.pk)
    parts = {
        code: [{k: v for k, v in row.items() if k not in {"id", "data_id"}} for row in getattr(data, code).values()]
        for code in ("rights", "products", "activities", "conversions", "staff_months")
    }
    return {name: getattr(data, name) for name in workbook.SECTION_FIELDS} | parts


def changed(data, sheet, cell, value) -> io.BytesIO:
    book, file = load_workbook(handed_out(data)), io.BytesIO()
    book[sheet][cell] = value
    book.save(file)
    file.seek(0)
    return file


def test_round_trip(firm):
    data, owner = firm()
    data.rights.create(code="IP02", name="=1+1", kind="software", authorised_on=date(2015, 1, 2), used_before=True)
    before = told(data)
    read = workbook.read(handed_out(data))
    assert read.faults == []
    filling.fill_from_workbook(data, read, by=owner)

    assert told(data) == before
    assert Entry.objects.about(data).filter(verb="fill_from_workbook").count() == 1


def test_an_empty_year_goes_out_and_in(firm):
    data, owner = firm(years=(2015,))
    empty = yearly.begin(data.organisation, 2014, by=owner)
    filling.fill_from_workbook(empty, workbook.read(handed_out(empty)), by=owner)

    assert told(empty)["main_income"] is None
    assert empty.no_incident is None


def test_a_changed_cell_arrives(firm):
    data, owner = firm()
    filling.fill_from_workbook(data, workbook.read(changed(data, "收入资产与研发费用", "B2", 12345.67)), by=owner)

    assert str(YearlyData.objects.get(pk=data.pk).main_income) == "12345.67"


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "words"),
    [
        ("收入资产与研发费用", "B2", "一万", "“一万”应是数字"),
        ("收入资产与研发费用", "A2", "主营", "不认识的项目“主营”"),
        ("人员月度数", "C2", None, "要么都填"),
        ("人员月度数", "C2", 1.5, "应是整数"),
        ("知识产权", "C2", "专利", "应是发明专利"),
        ("知识产权", "H2", "昨天", "应是日期"),
        ("知识产权", "J2", "对", "应是“是”或“否”"),
        ("高新技术产品（服务）", "C2", "999", "不是《国家重点支持的高新技术领域》的代码"),
    ],
)
def test_one_bad_cell_and_nothing_is_written(sheet, cell, value, words, firm):
    data, owner = firm()
    before = told(data)

    with pytest.raises(Refused, match=words):
        filling.fill_from_workbook(data, workbook.read(changed(data, sheet, cell, value)), by=owner)
    assert told(data) == before


def test_what_is_no_workbook_is_said(firm):
    data, owner = firm()
    with pytest.raises(Refused, match="不是能打开的"):
        filling.fill_from_workbook(data, workbook.read(io.BytesIO(b"x")), by=owner)


def test_a_submitted_year_takes_no_workbook(submitted):
    data, owner = submitted()
    with pytest.raises(Refused, match="不能填写"):
        filling.fill_from_workbook(data, workbook.read(handed_out(data)), by=owner)


def test_the_pages_hand_out_and_take_back(firm, client):
    data, owner = firm()
    client.force_login(owner)
    response = client.get(reverse("enterprises:data-workbook", args=[data.pk]))
    content = b"".join(response.streaming_content)
    YearlyData.objects.filter(pk=data.pk).update(main_income=0)
    file = SimpleUploadedFile("数据.xlsx", content, EXCEL)
    client.post(reverse("enterprises:data-upload", args=[data.pk]), {"file": file})

    assert YearlyData.objects.get(pk=data.pk).main_income == 1000 * WAN


def test_the_page_lists_each_mistake_by_itself(firm, client):
    data, owner = firm()
    client.force_login(owner)
    book, file = load_workbook(handed_out(data)), io.BytesIO()
    book["收入资产与研发费用"]["B2"], book["收入资产与研发费用"]["B4"] = "一万", "两万"
    book.save(file)
    upload = {"file": SimpleUploadedFile("数据.xlsx", file.getvalue(), EXCEL)}
    form = client.post(reverse("enterprises:data-upload", args=[data.pk]), upload).context["form"]

    assert form.non_field_errors() == [
        "收入资产与研发费用 第 2 行：“一万”应是数字。",
        "收入资产与研发费用 第 4 行：“两万”应是数字。",
    ]
    assert form.errors["file"] == ["没有写入：有 2 处须改正，列在上面；改好后重新上传。"]


def test_what_the_portal_knows_is_brought_in_once(firm, places):
    data, owner = firm(years=(2014,))
    later = yearly.begin(data.organisation, 2015, by=owner)
    for number, granted in (("201510000001", date(2015, 6, 1)), ("201510000002", date(2016, 1, 1))):
        Patent.objects.create(
            application_number=number, check_digit="0", title="稀土萃取", kind="utility_model", applicants="x",
            organisation=data.organisation, division=places["章贡区"], filed_on=date(2014, 5, 5), granted_on=granted,
            changed_at=timezone.now(),
        )  # fmt: skip
    Project.objects.create(
        number="P1", title="永磁研究", organisation_name="x", organisation=data.organisation, level="provincial",
        approved_on=date(2015, 3, 1), granted_amount=1, changed_at=timezone.now(),
    )  # fmt: skip

    assert filling.prefill(later, by=owner) == (2, 2)  # last year's and the patent granted in 2015; last year's and P1
    assert filling.prefill(later, by=owner) == (0, 0)
    assert [(r.code, r.kind, r.number) for r in later.rights.all()] == [
        ("IP01", "invention", ""),
        ("IP02", "utility_model", "201510000001"),
    ]
    assert [(a.code, a.name, a.spent) for a in later.activities.all()] == [("RD01", "研发", 0), ("RD02", "永磁研究", 0)]
