"""The public pages: same cost at any length, nothing a browser runs, late and anonymous refused with what was typed kept."""

import uuid

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.publicity import workflow
from bureau.publicity.models import Evidence, Objection, Publicity
from tests.publicity.conftest import COLUMNS, OBJECTION, ROW, WORDS, pdf, values

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def unhurried():
    """Counters of knocks belong to one test."""
    cache.clear()


@pytest.fixture
def publicity(published, clock):
    clock(2026, 9, 29, 9)
    return published()


def typed(**more):
    return OBJECTION | {"token": str(uuid.uuid4()), "consent": "on"} | more


def raise_url(publicity):
    return reverse("publicity:objection-raise", args=[publicity.pk])


@pytest.mark.parametrize("where", ["list", "detail", "print"])
def test_a_page_costs_the_same_at_one_row_and_at_three(where, published, clock, client):
    clock(2026, 9, 29, 9)
    used = []
    for n in range(1, 4):
        publicity = published(rows=n)
        url = reverse("publicity:list") if where == "list" else reverse(f"publicity:{where}", args=[publicity.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        used.append(len(queries))

    rows = response.context["page"] if where == "list" else response.context["items"]
    assert len(rows) == 3
    assert used[0] == used[2] <= 4


def test_a_page_holds_what_a_publicity_must_hold(publicity, client):
    text = client.get(reverse("publicity:detail", args=[publicity.pk])).text

    for words in (
        "赣市科发〔2021〕15号", "局长办公会审定", "2026年9月29日至2026年10月10日", "5 个工作日", "匿名异议和逾期提出的异议不予受理",
        "保密", "0797-8391002", "驻局纪检监察组", "341000", publicity.content_hash, "钨合金刀具涂层研究", "承担单位",
    ):  # fmt: skip
        assert words in text


def test_what_was_typed_is_text_and_never_markup(person, clock, client):
    clock(2026, 9, 29, 9)
    officer = person("officer")
    words = WORDS | {"title": f"公示{SCRIPT}", "body": f"正文{SCRIPT}", "process": SCRIPT, "section": SCRIPT}
    publicity = workflow.draft(by=officer, columns=COLUMNS, rows=[ROW | {"title": SCRIPT}], **words)
    workflow.submit(publicity, by=officer)
    workflow.approve(publicity, by=person("section_head"))

    for name in ("detail", "print", "objection-raise"):
        assert SCRIPT not in client.get(reverse(f"publicity:{name}", args=[publicity.pk])).text
    assert SCRIPT not in client.get(reverse("publicity:list")).text


def test_a_draft_is_the_staff_s_preview_and_nobody_else_s(drawn, client, person):
    url = reverse("publicity:detail", args=[drawn().pk])
    assert client.get(url).status_code == 404

    client.force_login(person("officer"))
    assert "尚未公布" in client.get(url).text


def test_a_withdrawn_one_says_so_and_shows_no_list(publicity, person, client):
    workflow.withdraw(publicity, by=person("section_head"), reason="名单有误")

    text = client.get(reverse("publicity:detail", args=[publicity.pk])).text
    assert "名单有误" in text
    assert "钨合金" not in text
    assert "钨合金" not in client.get(reverse("publicity:print", args=[publicity.pk])).text


def test_an_objection_gets_a_number_and_its_maker_can_follow_it(publicity, person, client, clock):
    response = client.post(raise_url(publicity), typed(evidence1=pdf()), follow=True)
    objection = Objection.objects.get()
    assert objection.number in response.text
    assert Evidence.objects.get().objection == objection

    query = reverse("publicity:objection-query")
    asked = {"number": objection.number.lower(), "phone": "138-0000-5678"}
    assert "2026年10月12日前决定" in client.post(query, asked).text
    assert "没有找到" in client.post(query, asked | {"phone": "13800005679"}).text
    supervisor = person("supervision")
    workflow.accept(objection, by=supervisor)
    workflow.dismiss(objection, by=supervisor, opinion="两项目内容不同。")
    assert "两项目内容不同" not in client.post(query, asked).text
    workflow.tell(objection, by=supervisor, how="书面")
    assert "两项目内容不同" in client.post(query, asked).text


def test_its_maker_takes_it_back_after_one_more_question(publicity, person, client):
    client.post(raise_url(publicity), typed())
    objection = Objection.objects.get()
    query, asked = reverse("publicity:objection-query"), {"number": objection.number, "phone": "13800005678"}
    address = client.post(query, asked).context["take_back"]
    page = reverse("publicity:objection-take-back", args=[address])

    assert "请勾选确认" in client.post(page, {}).text
    assert Objection.objects.get().taken_back_at is None
    assert "已撤回" in client.post(page, {"sure": "on"}).text
    text = client.post(query, asked).text
    assert "撤回" in text
    assert page.split("/")[-2] not in text
    assert client.get(reverse("publicity:objection-take-back", args=[address[:-1] + "x"])).status_code == 404
    receipt = reverse("publicity:objection-receipt", args=[address])
    assert client.get(receipt).status_code == 404  # A signature for one page opens no other.


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "匿名"}, "匿名异议不予受理"),
        ({"phone": "123"}, "能联系到您"),
        ({"consent": ""}, "请勾选同意"),
        ({"kind": "unit"}, "请填写单位名称"),
        ({"facts": ""}, "事实与理由"),
    ],
)
def test_a_faulty_objection_is_refused_and_nothing_typed_is_lost(wrong, sentence, publicity, client):
    response = client.post(
        raise_url(publicity), typed(**wrong) | ({"facts": "很长的事实"} if "facts" not in wrong else {})
    )

    assert sentence in response.text
    assert Objection.objects.count() == 0
    assert ("很长的事实" in response.text) == ("facts" not in wrong)


def test_a_script_named_pdf_is_no_evidence(publicity, client):
    bad = SimpleUploadedFile("证明.pdf", SCRIPT.encode(), "application/pdf")

    assert "文件内容不是" in client.post(raise_url(publicity), typed(evidence1=bad)).text
    assert Objection.objects.count() == 0


def test_after_the_last_day_the_form_is_a_sentence(publicity, client, clock):
    clock(2026, 10, 11, 0, 1)

    assert "逾期提出的异议不予受理" in client.get(raise_url(publicity)).text
    assert "逾期提出的异议不予受理" in client.post(raise_url(publicity), typed()).text
    assert "公示已结束" in client.get(reverse("publicity:detail", args=[publicity.pk])).text
    assert Objection.objects.count() == 0


def test_a_hasty_network_is_slowed_down(publicity, client):
    answers = [client.post(raise_url(publicity), typed()).status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]
    assert Objection.objects.count() == 5


def test_a_receipt_cannot_be_guessed(publicity, client):
    workflow.raise_objection(publicity, **values())

    assert client.get(reverse("publicity:objection-receipt", args=["1:x:y"])).status_code == 404


def test_an_officer_pastes_the_list_from_excel(person, client):
    officer = person("officer")
    publicity = workflow.draft(by=officer, **WORDS)
    client.force_login(officer)
    page = reverse("admin:publicity_publicity_items", args=[publicity.pk])

    def paste(text):
        response = client.post(page, {"text": text})
        return "" if response.status_code == 302 else str(response.context["form"].errors)

    assert "“身份证号”不是公示可以列出的列" in paste("序号\t项目名称\t身份证号\n1\t甲\tx")
    assert "第 1 行“负责人”含有手机号" in paste("项目名称\t项目负责人\n甲\t王研13800001234")
    assert "只有标题行" in paste("项目名称")
    assert paste("序号\t项目名称\t承担单位\t经费（万元）\n1\t甲\t赣州甲公司\t30\n2\t乙\t\t") == ""
    publicity.refresh_from_db()
    assert publicity.columns == ["title", "organisation", "amount"]
    assert [item.values["title"] for item in publicity.items.order_by("position")] == ["甲", "乙"]


def test_the_desk_shows_masks_and_notes_who_looked_at_a_file(publicity, person, client):
    client.post(raise_url(publicity), typed(evidence1=pdf()))
    objection = Objection.objects.get()
    client.force_login(person("supervision"))

    text = client.get(reverse("admin:publicity_objection_change", args=[objection.pk])).text
    assert "138****5678" in text
    assert not any(words in text for words in ("李实名", "13800005678"))
    file = reverse("admin:publicity_objection_evidence", args=[Evidence.objects.get().pk])
    assert b"".join(client.get(file).streaming_content).startswith(b"%PDF")
    client.force_login(person("section_head"))
    assert client.get(file).status_code == 403


def test_the_admin_draws_up_sends_and_approves(person, client, clock):
    clock(2026, 9, 29, 9)
    officer = person("officer")
    client.force_login(officer)
    client.post(reverse("admin:publicity_publicity_add"), WORDS | {"starts_on": "2026-09-29", "organ": "局"})
    publicity = Publicity.objects.get()
    page = reverse("admin:publicity_publicity_change", args=[publicity.pk])
    assert "名单是空的" in client.get(page).text
    client.post(reverse("admin:publicity_publicity_items", args=[publicity.pk]), {"text": "名称\n甲"})
    client.post(
        reverse("admin:publicity_publicity_edit", args=[publicity.pk]),
        WORDS | {"starts_on": "2026-09-29", "organ": "局", "title": "改过的标题"},
    )
    client.post(reverse("admin:publicity_publicity_submit", args=[publicity.pk]))
    client.force_login(person("leader"))
    client.post(reverse("admin:publicity_publicity_approve", args=[publicity.pk]))

    publicity.refresh_from_db()
    assert (publicity.status, publicity.title) == ("open", "改过的标题")
