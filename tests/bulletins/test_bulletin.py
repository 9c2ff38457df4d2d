"""A month's bulletin: what it counts and says, through whose hands it goes, and that what is published stays."""

import csv
import hashlib
import io
import json
import math
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from bureau.accounts.choices import CITIES
from bureau.audit.models import Entry
from bureau.bulletins import files, workflow
from bureau.bulletins.choices import BulletinStatus
from bureau.bulletins.figures import compute
from bureau.bulletins.models import Bulletin
from bureau.bulletins.sentences import sentences
from bureau.workflow import Refused
from patents.models import CitySummary, Population, StockSummary
from tests.patents.rows import patent, patents_of

pytestmark = pytest.mark.django_db
MAY = date(2015, 5, 1)


@pytest.fixture
def hands(person):
    """Who drafts and publishes, and who reviews."""
    return person("officer"), person("section_head")


@pytest.fixture
def published(places, hands):
    officer, head = hands
    patents_of(places, 3)
    bulletin = workflow.draft(MAY, by=officer)
    workflow.submit(bulletin, by=officer)
    workflow.review(bulletin, by=head)
    workflow.publish(bulletin, by=officer)
    return bulletin


def rows(data: dict) -> dict[str, dict]:
    return {row["place"]: row for row in data["rows"]}


def test_the_table_is_the_municipal_one(places):
    for day, kind in ((date(2015, 5, 1), "invention"), (date(2015, 5, 31), "design"), (date(2015, 2, 2), "invention")):
        patent(places, filed_on=day, kind=kind)
    patent(places, filed_on=date(2015, 6, 1))
    patent(places, filed_on=date(2014, 1, 1), granted_on=date(2015, 5, 6), division=places["南康区"])
    patent(places, filed_on=date(2014, 6, 1))  # Not in the same period of last year.

    found = rows(compute(MAY))

    assert found["章贡区"]["filed"] == {
        "month": 2, "invention": 1, "utility_model": 0, "design": 1, "invention_ytd": 2, "invention_growth": None,
        "ytd": 3, "ytd_before": 0, "growth": None,
    }  # fmt: skip
    assert found["南康区"]["granted"]["month"] == found["南康区"]["granted"]["ytd"] == 1
    assert (found["全市"]["filed"]["ytd"], found["全市"]["filed"]["ytd_before"], found["全市"]["filed"]["growth"]) == (
        3,
        1,
        "200.0",
    )
    assert len(found) == 1 + len({place.pk for place in places.values()})


def test_the_city_is_the_sum_of_its_rows(places):
    for place in ("章贡区", "南康区", "于都县"):
        patent(places, division=places[place], granted_on=date(2015, 5, 6))
    whole, *others = compute(MAY)["rows"]
    for half in ("filed", "granted"):
        for key in ("month", "invention", "utility_model", "design", "invention_ytd", "ytd", "ytd_before"):
            assert whole[half][key] == sum(row[half][key] for row in others)


def test_filings_of_2017_are_not_compared_with_those_before(places):
    patent(places, filed_on=date(2016, 5, 5), granted_on=date(2016, 5, 5))
    patent(places, filed_on=date(2017, 5, 5), granted_on=date(2017, 5, 5))

    data = compute(date(2017, 5, 1))

    assert (rows(data)["全市"]["filed"]["growth"], rows(data)["全市"]["granted"]["growth"]) == (None, "0.0")
    assert any("2017 年起" in note for note in data["notes"])


def test_the_rank_is_counted_when_every_city_is_known(places):
    now = {"changed_at": timezone.now(), "month": MAY, "measure": "filed"}
    for ytd, city in enumerate(CITIES[:-1], 10):
        CitySummary.objects.create(city=city, ytd=ytd, **now)
    assert compute(MAY)["ranks"]["filed"] == {"place": None, "known": 10, "of": 11}
    CitySummary.objects.create(city=CITIES[-1], ytd=99, **now)
    own = CITIES.index("赣州市")
    assert compute(MAY)["ranks"]["filed"]["place"] == len(CITIES) - own
    assert compute(MAY)["ranks"]["granted"]["place"] is None


def words(data: dict) -> str:
    return "\n".join(text for _heading, paragraphs in sentences(data) for text in paragraphs)


def test_sentences_are_filled_from_the_figures(places):
    for n in range(3):
        patent(places, kind="invention" if n else "design")
    for _n in range(4):
        patent(places, filed_on=date(2014, 3, 3), applicant_type="个人", granted_on=date(2015, 4, 4))
    patent(places, applicant_type="个人")
    where = {"county": "全市", "changed_at": timezone.now()}
    StockSummary.objects.create(month=MAY, invention=850, individuals=850, **where)
    Population.objects.create(year=2014, residents="850", **where)

    said = words(compute(MAY))

    assert "2015年1—5月，全市专利申请量4件，同比持平；其中发明专利申请3件，同比下降25.0%。" in said
    assert "5月当月申请4件，其中发明3件、实用新型0件、外观设计1件。" in said
    assert "企业发明专利申请2件，占企业专利申请量的66.7%，占全部专利申请量的50.0%。" in said
    assert "全市专利授权量4件，同比—" in said
    assert "截至5月末，全市有效发明专利4件，每万人口有效发明专利拥有量0.00件。" in said
    assert "居全省" not in said


def test_stock_that_no_list_can_tell_is_said_to_be_of_the_table(places):
    patent(places, filed_on=date(2012, 1, 1), granted_on=date(2014, 1, 1), legal_status="无权")
    where = {"county": "全市", "changed_at": timezone.now()}
    assert "有效发明专利" not in words(compute(MAY))
    StockSummary.objects.create(month=MAY, invention=850, individuals=850, **where)
    data = compute(MAY)
    assert "全市有效发明专利850件（取自有效专利汇总表）。" in words(data)
    assert any("取自有效专利汇总表" in note for note in data["notes"])


STEPS = {
    "compute": (workflow.recompute, BulletinStatus.DRAFT, BulletinStatus.DRAFT, "officer"),
    "submit": (workflow.submit, BulletinStatus.DRAFT, BulletinStatus.SUBMITTED, "officer"),
    "review": (workflow.review, BulletinStatus.SUBMITTED, BulletinStatus.REVIEWED, "section_head"),
    "publish": (workflow.publish, BulletinStatus.REVIEWED, BulletinStatus.PUBLISHED, "officer"),
}


def at(status: str, hands) -> Bulletin:
    """A bulletin that has come so far."""
    officer, head = hands
    bulletin = workflow.draft(MAY, by=officer)
    for name, by in (("submit", officer), ("review", head), ("publish", officer)):
        if bulletin.status == status:
            return bulletin
        STEPS[name][0](bulletin, by=by)
    if status == BulletinStatus.SUPERSEDED:
        fresh = workflow.correct(bulletin, by=officer, reason="漏报")
        for name, by in (("submit", officer), ("review", head), ("publish", officer)):
            STEPS[name][0](fresh, by=by)
        bulletin.refresh_from_db()
    return bulletin


@pytest.mark.parametrize("status", BulletinStatus.values)
@pytest.mark.parametrize("verb", STEPS)
def test_a_verb_leads_from_its_status_alone_to_its_target(verb, status, places, hands):
    say, source, target, who = STEPS[verb]
    bulletin = at(status, hands)
    assert bulletin.status == status
    by = hands[0] if who == "officer" else hands[1]
    if status != source:
        with pytest.raises(Refused, match="不能"):
            say(bulletin, by=by)
        assert Bulletin.objects.get(pk=bulletin.pk).status == status
        return
    say(bulletin, by=by)
    assert Bulletin.objects.get(pk=bulletin.pk).status == target
    assert Entry.objects.about(bulletin).order_by("-pk").first().verb == f"{verb}_bulletin"


@pytest.mark.parametrize("status", BulletinStatus.values)
def test_only_what_waits_for_somebody_is_returned_and_loses_its_signatures(status, places, hands):
    bulletin, by = at(status, hands), hands[1] if status == BulletinStatus.SUBMITTED else hands[0]
    if status not in (BulletinStatus.SUBMITTED, BulletinStatus.REVIEWED):
        with pytest.raises((Refused, PermissionDenied)):
            workflow.return_(bulletin, by=hands[1], reason="不对")
        return
    with pytest.raises(Refused, match="理由"):
        workflow.return_(bulletin, by=by, reason=" ")
    workflow.return_(bulletin, by=by, reason="县里有更正")
    bulletin.refresh_from_db()
    assert (bulletin.status, bulletin.submitted_by, bulletin.reviewed_by) == (BulletinStatus.DRAFT, None, None)
    assert bulletin.return_reason == "县里有更正"


def test_nobody_reviews_what_they_sent_in(places, hands):
    _officer, head = hands
    bulletin = workflow.draft(MAY, by=head)
    workflow.submit(bulletin, by=head)
    with pytest.raises(Refused, match="请由另一位审核"):
        workflow.review(bulletin, by=head)


@pytest.mark.parametrize("role", ["leader", "web_editor", "system_admin"])
def test_who_does_not_make_bulletins_may_say_none_of_their_verbs(role, places, hands, person):
    stranger, bulletin = person(role), workflow.draft(MAY, by=hands[0])
    for say in (workflow.recompute, workflow.submit, workflow.review, workflow.publish):
        with pytest.raises((PermissionDenied, Refused)):
            say(bulletin, by=stranger)
    with pytest.raises(PermissionDenied):
        workflow.draft(date(2015, 4, 1), by=stranger)


def test_a_month_to_come_and_a_month_begun_are_not_drafted(places, hands):
    ahead = timezone.localdate().replace(day=1)
    ahead = date(ahead.year + 1, ahead.month, 1)
    with pytest.raises(Refused, match="还没有到"):
        workflow.draft(ahead, by=hands[0])
    workflow.draft(MAY, by=hands[0])
    with pytest.raises(Refused, match="请在这一版上继续"):
        workflow.draft(MAY, by=hands[0])


def test_what_is_published_does_not_move_with_the_lists(published, places, client):
    address = "/statistics/patents/2015-05/1/data.json"
    before = client.get(address)
    workbook = Bulletin.objects.get().workbook.read()

    patent(places)
    with pytest.raises(Refused):
        workflow.recompute(published, by=published.submitted_by)

    after = client.get(address)
    assert before.content == after.content
    assert Bulletin.objects.get().workbook.read() == workbook
    assert hashlib.sha256(after.content).hexdigest() == Bulletin.objects.get().sha256
    assert client.get(address, headers={"if-none-match": after.headers["ETag"]}).status_code == 304


def test_a_correction_says_why_and_takes_the_place_of_what_it_corrects(published, places, hands, client):
    officer, head = hands
    patent(places)
    with pytest.raises(Refused, match="更正理由"):
        workflow.correct(published, by=officer, reason="")
    fresh = workflow.correct(published, by=officer, reason="补报1件")
    assert client.get("/statistics/patents/2015-05/").context["bulletin"] == published  # In force until then.
    workflow.submit(fresh, by=officer)
    workflow.review(fresh, by=head)
    workflow.publish(fresh, by=officer)

    page = client.get("/statistics/patents/2015-05/")

    assert page.context["bulletin"] == fresh
    assert "补报1件" in page.content.decode()
    assert list(Bulletin.objects.published()) == [fresh]
    old = client.get("/statistics/patents/2015-05/1/")
    assert "已由更正版替代" in old.content.decode()
    assert (
        rows(json.loads(client.get("/statistics/patents/2015-05/1/data.json").content))["全市"]["filed"]["month"] == 3
    )
    assert (
        rows(json.loads(client.get("/statistics/patents/2015-05/2/data.json").content))["全市"]["filed"]["month"] == 4
    )


def test_the_database_knows_of_one_published_version_alone(published):
    values = {f.attname: getattr(published, f.attname) for f in Bulletin._meta.concrete_fields if f.name != "id"}
    with pytest.raises(IntegrityError, match="bulletins_bulletin_one_published"):
        Bulletin.objects.create(**values | {"version": 2, "correction_reason": "x"})


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"sha256": ""}, "published_is_complete"),
        ({"reviewed_by": None}, "reviewed_signed"),
        ({"published_at": None, "published_by": None}, "published_iff_signed"),
        ({"version": 2}, "correction_has_reason"),
        ({"month": date(2015, 5, 2)}, "of_a_month"),
    ],
)
def test_the_database_refuses_what_no_bulletin_is(changes, constraint, published):
    with pytest.raises(IntegrityError, match=f"bulletins_bulletin_{constraint}"):
        Bulletin.objects.filter(pk=published.pk).update(**changes)


def test_the_files_hold_the_table_and_the_sentences(published):
    published.refresh_from_db()
    sheet = load_workbook(published.workbook).active
    cells = {str(row[0]): row for row in sheet.iter_rows(values_only=True) if row[0]}
    assert cells["全市"][1:5] == (3, 3, 0, 0)
    assert "赣州市2015年5月专利统计月报" in cells
    text = "\n".join(p.text for p in Document(published.narrative).paragraphs)
    assert "2015年1—5月，全市专利申请量3件" in text


def test_the_text_stands_on_one_page(published, places):
    """22 lines of 28 characters (GB/T 9704), a Western one half as wide: with figures as long as any city's."""
    half = {
        "month": 99999, "invention": 99999, "utility_model": 99999, "design": 99999, "invention_ytd": 999999, "ytd": 999999,
        "ytd_before": 999999, "invention_growth": "-100.0", "growth": "-100.0",
    }  # fmt: skip
    row = {"filed": half, "granted": half, "stock": 999999, "stock_mark": "†", "per_10k": "999.99"}
    published.data = {
        "month": "2015-12", "notes": [], "rows": [{"place": name, **row} for name in ("全市", "赣州经济技术开发区", "龙南经开区", "瑞金经开区")],
        "enterprise": {"inventions": 999999, "filed": 999999, "share_of_enterprise": "100.0", "share_of_all": "100.0"},
        "ranks": {half: {"place": 11} for half in ("filed", "granted")},
    }  # fmt: skip
    file = io.BytesIO()
    files.write_narrative(published, published.data, file)
    texts = [paragraph.text for paragraph in Document(file).paragraphs]
    widths = [2 + sum(0.5 if ord(sign) < 0x2000 else 1 for sign in text) for text in texts]
    assert sum(max(1, math.ceil(width / 28)) for width in widths) <= 22


def test_the_data_comes_as_csv_of_the_same_numbers(published, client):
    response = client.get("/statistics/patents/2015-05/1/data.csv")
    heads, *lines = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert heads[:3] == ["县（市、区）", "申请量月合计", "申请量其中：发明"]
    assert next(line for line in lines if line[0] == "章贡区")[1] == "3"
    assert len(lines) == len(compute(MAY)["rows"])


def test_an_unpublished_bulletin_is_nowhere_on_the_portal(places, hands, client):
    workflow.draft(MAY, by=hands[0])
    assert "还没有已发布的月报" in client.get("/statistics/patents/").content.decode()
    for address in ("2015-05/", "2015-05/1/", "2015-05/1/data.json", "2015-13/", "x/", "2015-05/1/data.exe"):
        assert client.get(f"/statistics/patents/{address}").status_code == 404


@pytest.mark.parametrize("what", ["xlsx", "docx", "csv", "json"])
def test_a_visitor_downloads_each_form(what, published, client):
    response = client.get(f"/statistics/patents/2015-05/1/data.{what}")
    assert response.status_code == 200
    assert len(b"".join(response) if response.streaming else response.content) > 100


def test_an_officer_makes_a_bulletin_in_the_admin(places, hands, client):
    officer, head = hands
    patents_of(places, 3)
    client.force_login(officer)
    page = client.post("/admin/bulletins/bulletin/draft/", {"month": "2015-05"}, follow=True)
    bulletin = Bulletin.objects.get()
    assert "全市专利申请量3件" in page.content.decode()
    for verb, by in (("compute", officer), ("submit", officer), ("review", head), ("publish", officer)):
        client.force_login(by)
        page = client.post(f"/admin/bulletins/bulletin/{bulletin.pk}/verb/{verb}/", follow=True)
    assert Bulletin.objects.get().is_published
    assert client.get(f"/admin/bulletins/bulletin/{bulletin.pk}/download/xlsx/").status_code == 200
    page = client.post(f"/admin/bulletins/bulletin/{bulletin.pk}/correct/", {"reason": "补报"}, follow=True)
    assert "更正理由：补报" in page.content.decode()
    page = client.post("/admin/bulletins/bulletin/draft/", {"month": "2015-5月"}, follow=True)
    assert "不是月份" in page.content.decode()


@pytest.mark.parametrize("months", [1, 3])
def test_the_public_list_costs_the_same_at_any_length(months, hands, places, client, django_assert_num_queries):
    officer, head = hands
    for month in range(1, months + 1):
        bulletin = workflow.draft(date(2015, month, 1), by=officer)
        workflow.submit(bulletin, by=officer)
        workflow.review(bulletin, by=head)
        workflow.publish(bulletin, by=officer)
    with django_assert_num_queries(1):
        client.get("/statistics/patents/")


@pytest.fixture
def few(places, hands):
    """A published May: 章贡区 and 南康区 with many applicants, 于都县 with one, who also holds the one grant."""
    officer, head = hands
    for place in ("章贡区", "南康区"):
        for kind in ("invention", "design"):
            patents_of(places, 4, division=places[place], kind=kind)
    patent(places, division=places["于都县"], organisation_key="独", granted_on=date(2015, 5, 20))
    bulletin = workflow.draft(MAY, by=officer)
    workflow.submit(bulletin, by=officer)
    workflow.review(bulletin, by=head)
    workflow.publish(bulletin, by=officer)
    return bulletin


def test_what_tells_of_few_applicants_is_nowhere_on_the_portal(few, client):
    data = json.loads(client.get("/statistics/patents/2015-05/1/data.json").content)
    small, whole = rows(data)["于都县"], rows(data)["全市"]
    assert (small["filed"]["month"], small["filed"]["invention"], small["filed"]["ytd"]) == (None, None, None)
    assert (whole["filed"]["month"], whole["granted"]["month"], whole["stock"]) == (17, None, None)
    assert "filed.month" in small["hidden"]
    hidden_of_month = [place for place, row in rows(data).items() if row["filed"]["month"] is None]
    assert len(hidden_of_month) == 2  # Alone it could be told from the city's.
    lines = {
        line[0]: line for line in csv.reader(io.StringIO(client.get("/statistics/patents/2015-05/1/data.csv").content.decode("utf-8-sig")))
    }  # fmt: skip
    assert lines["于都县"][1] == "*"
    page = client.get("/statistics/patents/2015-05/").content.decode()
    assert "第二十八条" in page
    assert "全市专利授权量" not in page
    published = Bulletin.objects.get()
    cells = {row[0]: row for row in load_workbook(published.workbook).active.iter_rows(values_only=True)}
    assert cells["于都县"][1] == "*"
    text = "\n".join(p.text for p in Document(published.narrative).paragraphs)
    assert "授权1件" not in text


def test_the_bureau_has_the_whole_table_for_itself(few, hands, client):
    address = f"/admin/bulletins/bulletin/{few.pk}/download/whole/"
    client.force_login(hands[0])
    whole = io.BytesIO(b"".join(client.get(address)))
    cells = {row[0]: row for row in load_workbook(whole).active.iter_rows(values_only=True)}
    assert (cells["于都县"][1], cells["于都县"][10]) == (1, 1)
    assert "完整 Excel（内部）" in client.get(f"/admin/bulletins/bulletin/{few.pk}/change/").content.decode()
    client.logout()
    assert client.get(address).status_code in (302, 403)


def test_the_sentence_on_enterprises_is_left_out_where_it_tells_of_few(few, client):
    assert "企业发明专利申请" in words(few.told)
    few.data["enterprise"]["hidden"] = True
    assert "企业发明专利申请" not in words(few.told)
