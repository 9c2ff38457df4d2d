"""The statistics in the browser admin: asked, looked behind, kept, put on the board, taken along."""

import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from patents import workflow
from patents.models import PivotView
from patents.questions import Question

from .rows import patent, unit

pytestmark = pytest.mark.django_db
PAGE = "/admin/patents/patent/pivot/"
ASKED = {"rows": "division", "columns": "kind", "since": "2015-01", "until": "2015-12"}


@pytest.fixture
def officer(person, client):
    """An officer, signed in."""
    user = person("officer")
    client.force_login(user)
    return user


def test_an_empty_register_makes_a_table_of_noughts(officer, client):
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "章贡区" in page.content.decode()


def test_the_page_begins_with_the_newest_year_that_has_patents(places, officer, client):
    patent(places, filed_on=date(2013, 4, 4))
    assert client.get(PAGE).context["question"].since == date(2013, 1, 1)


def test_a_figure_leads_to_its_patents_and_no_others(places, officer, client):
    patent(places, title="一种稀土材料")
    patent(places, title="一种外壳", kind="design")
    patent(places, title="一种旧方法", filed_on=date(2014, 1, 1))
    table = client.get(PAGE, ASKED).context["table"]
    cell = next(line for line in table.lines if line.label == "章贡区").cells[0]
    listed = client.get(f"{reverse('admin:patents_patent_changelist')}?{cell.query}").content.decode()
    assert "一种稀土材料" in listed
    assert "一种外壳" not in listed
    assert "一种旧方法" not in listed


def test_a_cell_that_means_nothing_lists_nothing(places, officer, client):
    patent(places, title="一种稀土材料")
    listed = client.get(reverse("admin:patents_patent_changelist"), {"cell": "rows=x"}).content.decode()
    assert "一种稀土材料" not in listed


def test_a_wrong_question_is_told_in_words_and_keeps_what_was_chosen(officer, client):
    page = client.get(PAGE, ASKED | {"since": "2016-05"})
    assert page.status_code == 400
    text = page.content.decode()
    assert "起始月份晚于截止月份" in text
    assert 'value="2016-05"' in text


def test_a_table_is_taken_along_with_its_definition(places, officer, client):
    patent(places, organisation=unit("赣州甲有限公司"))
    answer = client.get(
        PAGE, {"rows": "unit", "kind": "invention", "since": "2015-01", "until": "2015-12", "workbook": "1"}
    )
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["单位", "本期", "上年同期", "同比（%）", "占比（%）"]
    assert rows[1][:3] == ["赣州甲有限公司", 1, 0]
    said = [row[0] for row in rows if row[0] and str(row[0]).startswith("注：")]
    assert "2015-01-01 至 2015-12-31" in said[0]
    assert any("只含专利类型：发明" in line for line in said)
    assert any("申请日在期间内" in line for line in said)


def test_a_unit_named_like_a_formula_stays_text(places, officer, client):
    patent(places, organisation=unit('=HYPERLINK("http://x")'))
    answer = client.get(PAGE, {"rows": "unit", "since": "2015-01", "until": "2015-12", "workbook": "1"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet["A2"].data_type == "s"


def test_a_view_is_kept_shared_shown_on_the_board_and_dropped(places, officer, client, person):
    patent(places)
    client.post(f"{PAGE}?{Question.of(ASKED).address()}", {"name": "各县申请", "is_shared": "on", "on_board": "on"})
    view = PivotView.objects.get()
    assert Question.of(dict(part.split("=") for part in view.question.split("&"))) == Question.of(ASKED)
    again = client.post(f"{PAGE}?{view.question}", {"name": "各县申请"}, follow=True).content.decode()
    assert "您已有同名的视图" in again

    colleague = person("section_head")
    client.force_login(colleague)
    board = client.get("/admin/patents/patent/views/")
    assert "各县申请" in board.content.decode()
    assert board.context["shown"][0][1].total.cells[-1].value == 1
    refused = client.post("/admin/patents/patent/views/", {"drop": view.pk}, follow=True).content.decode()
    assert "只有本人可以删除" in refused
    assert PivotView.objects.exists()

    client.force_login(officer)
    client.post("/admin/patents/patent/views/", {"drop": view.pk})
    assert not PivotView.objects.exists()


def test_a_view_of_ones_own_is_nobody_elses(officer, client, person):
    workflow.keep_view(Question.of(ASKED), by=officer, name="我的表")
    client.force_login(person("section_head"))
    assert "我的表" not in client.get("/admin/patents/patent/views/").content.decode()
    assert client.post("/admin/patents/patent/views/", {"drop": PivotView.objects.get().pk}).status_code == 404


def test_a_view_that_no_longer_means_anything_says_so(officer, client):
    view = workflow.keep_view(Question.of(ASKED), by=officer, name="旧表", on_board=True)
    PivotView.objects.filter(pk=view.pk).update(question="rows=gone")
    assert "没有这种分组" in client.get("/admin/patents/patent/views/").content.decode()


@pytest.mark.parametrize("address", [PAGE, "/admin/patents/patent/views/"])
def test_the_pages_are_for_those_who_may_see_the_register(address, person, client):
    client.force_login(person("audit_admin"))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("asked", [ASKED, {}, {"rows": "unit"}, {"rows": "unit", "columns": "month", "since": "2015-01", "until": "2015-12"}, {"measure": "stock"}])  # fmt: skip
def test_the_number_of_queries_is_that_of_an_empty_table(places, officer, client, asked, django_assert_max_num_queries):
    for n in range(3):
        patent(places, granted_on=date(2016, 1, 1), organisation=unit(f"单位{n}"), ipc=f"A0{n}B")
        with django_assert_max_num_queries(15):
            client.get(PAGE, asked)


def test_the_board_asks_for_each_view_and_nothing_twice(places, officer, client, django_assert_max_num_queries):
    patent(places, filed_on=timezone.localdate())
    for n in range(3):
        workflow.keep_view(Question.of(ASKED), by=officer, name=f"视图{n}", on_board=True)
    with django_assert_max_num_queries(15):
        client.get("/admin/patents/patent/views/")
