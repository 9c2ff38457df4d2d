"""A firm's pages: open to its people alone, the same cost at any length, and what is typed arrives."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from enterprises.choices import YearlyStatus
from enterprises.forms import ROWS, SECTIONS, STAFF
from enterprises.models import Assessment, Enterprise, Reserve, ServiceFile, YearlyData
from enterprises.workflow import yearly

from .conftest import WAN
from .doors import DOORS, EVERYBODYS

pytestmark = pytest.mark.django_db


def service_to(organisation):
    """A service to the firm that waits for its confirmation."""
    officer = User.objects.create_user(f"o{organisation.pk}", name="经办人", is_staff=True)
    reserve = Reserve.objects.create(
        organisation=organisation, status="admitted", tier="key", plan_year=2027, responsible=officer
    )
    return reserve.services.create(
        served_on="2026-01-05", mode="visit", kind="policy", content="政策", served_by=officer, served_at=timezone.now()
    )


def paper_of(service):
    """A paper of the service."""
    paper = ServiceFile(
        service=service,
        name="签到表.pdf",
        mime="application/pdf",
        attached_by=service.served_by,
        attached_at=timezone.now(),
    )
    paper.file.save("x.pdf", ContentFile(b"%PDF-1.4"))
    return paper


def address(name, data):
    _, names = DOORS[name]
    things = {"data": data.pk, "right": data.rights.get().pk, "service": 0, "paper": 0}
    if name == "enterprises:service-confirm":
        things["service"] = service_to(data.organisation).pk
    if name == "enterprises:service-file":
        things["paper"] = paper_of(service_to(data.organisation)).pk
    return reverse(name, kwargs={key: things.get(value, value) for key, value in names.items()})


@pytest.mark.parametrize("name", DOORS)
def test_a_page_opens_to_the_firms_people_alone(name, firm, unit, member, person, client):
    data, owner = firm()
    knock = getattr(client, DOORS[name][0])
    url = address(name, data)

    assert "/login/" in knock(url)["Location"]
    for stranger in (member(unit()), person("officer"), User.objects.create_user(username="x")):
        client.force_login(stranger)
        assert knock(url).status_code in ((200, 302) if name in EVERYBODYS else (404,))
    client.force_login(User.objects.get(pk=owner.pk))
    assert knock(url).status_code == (200 if DOORS[name][0] == "get" else 302)


@pytest.mark.parametrize("name", ["enterprises:data-detail", "enterprises:part-list", "enterprises:data-assessment"])
def test_a_page_costs_the_same_at_any_length(name, firm, client):
    data, owner = firm()
    client.force_login(owner)
    client.get(address(name, data))
    used = []
    for number in (0, 1, 2):
        if number:
            for extra in range(3):
                data.products.create(code=f"PX{number}{extra}", name="x", income=0)
        url = address(name, data).replace("rights", "products")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        used.append(len(queries))

    assert used[0] == used[1] == used[2] <= 20


@pytest.mark.parametrize("section", [*SECTIONS, *STAFF])
def test_every_section_shows_what_was_filled_in(section, firm, client):
    data, owner = firm()
    client.force_login(owner)

    assert client.get(reverse("enterprises:data-section", args=[data.pk, section])).status_code == 200
    assert client.get(reverse("enterprises:data-section", args=[data.pk, "nothing"])).status_code == 404


@pytest.mark.parametrize("rows", ROWS)
def test_every_kind_of_row_has_its_pages(rows, firm, client):
    data, owner = firm()
    client.force_login(owner)

    assert client.get(reverse("enterprises:part-list", args=[data.pk, rows])).status_code == 200
    assert client.get(reverse("enterprises:part-add", args=[data.pk, rows])).status_code == 200


def test_a_firm_enters_its_year_and_reads_its_gaps(unit, member, client):
    organisation = unit()
    client.force_login(member(organisation))
    for year in (2013, 2014, 2015):
        client.post(reverse("enterprises:data-list"), {"year": year})
    data = YearlyData.objects.get(year=2015)

    def send(section, **typed):
        response = client.post(reverse("enterprises:data-section", args=[data.pk, section]), typed)
        assert response.status_code == 302, response.context["form"].errors

    page = client.get(reverse("enterprises:data-assessment", args=[data.pk]))
    assert "请先填写注册成立日期" in page.content.decode()
    send("firm", registered_on="2014-03-01", technology_field="40103")
    zeros = dict.fromkeys(["other_income", "non_taxable_income", "service_income", "technical_income"], "0")
    send("accounts", main_income="10000000", gross_income="10000000", product_income="5000000", total_assets="9",
         total_liabilities="1", standards="0", no_incident="yes", **zeros)  # fmt: skip
    lines = dict.fromkeys(["direct", "depreciation", "amortisation", "design", "testing"], "0")
    send("research", personnel="400000", outsourced_domestic="0", outsourced_overseas="0", other_research="0", **lines)
    for kind, count in (("total", 100), ("science", 9)):
        months = {f"{end}_{month}": count for end in ("start", "end") for month in range(1, 13)}
        send(f"staff-{kind}", **months)
    response = client.post(
        reverse("enterprises:part-add", args=[data.pk, "rights"]),
        {"code": "IP01", "name": "永磁", "kind": "software", "obtained": "own_research", "title": "ownership",
         "authorised_on": "2015-01-01", "in_force": "on", "in_china": "on", "owners": "1", "related": "on"},
    )  # fmt: skip
    assert response.status_code == 302, response.context["form"].errors

    text = client.get(reverse("enterprises:data-assessment", args=[data.pk])).content.decode()
    assert "9 ÷ 职工总数 100 = 9.00%。还差 1.00 人。" in text
    assert "500 万元 ÷ 总收入 1000 万元 = 50.00%。还差 100 万元。" in text
    assert "Ⅱ类，软件著作权" in text
    assert "国科发火〔2016〕32号 第十一条（四）" in text


def test_a_month_is_filled_in_whole(firm, client):
    data, owner = firm()
    client.force_login(owner)
    response = client.post(reverse("enterprises:data-section", args=[data.pk, "staff-total"]), {"start_1": "5"})

    assert "1 月的月初数和月末数要么都填，要么都不填" in response.content.decode()
    assert data.staff_months.filter(kind="total").count() == 12


def test_differences_are_explained_and_the_year_handed_in(firm, client):
    data, owner = firm()
    client.force_login(owner)
    YearlyData.objects.filter(year=2014).update(main_income=100 * WAN)
    detail = reverse("enterprises:data-detail", args=[data.pk])
    assert "变动超过 50%" in client.get(detail).content.decode()
    assert client.get(detail).context["is_ready"] is False

    client.post(reverse("enterprises:data-explain", args=[data.pk]), {"jump_sales": "新厂投产"})
    assert client.get(detail).context["is_ready"] is True
    client.post(reverse("enterprises:data-verb", args=[data.pk, "submit"]))
    data.refresh_from_db()

    assert data.status == YearlyStatus.SUBMITTED
    assert Assessment.objects.filter(data=data).count() == 1
    response = client.post(
        reverse("enterprises:data-section", args=[data.pk, "firm"]), {"registered_on": "2001-01-01"}, follow=True
    )
    assert "不能填写" in response.content.decode()
    assert Enterprise.objects.get(organisation=data.organisation).registered_on.year == 2010


def test_a_row_of_another_year_is_not_reached(firm, client):
    data, owner = firm()
    client.force_login(owner)
    other = YearlyData.objects.get(year=2014).rights.get()

    assert client.get(reverse("enterprises:part-edit", args=[data.pk, "rights", other.pk])).status_code == 404


def test_an_officer_sees_confirms_and_scores_in_the_admin(submitted, person, client):
    data, _ = submitted()
    client.force_login(person("officer"))

    def page(verb):
        return reverse(f"admin:enterprises_yearlydata_{verb}", args=[data.pk])

    assert client.get(page("change")).status_code == 200
    assert "½ ×" in client.get(page("assessment_page")).content.decode()
    half = client.post(page("judge_page"), {"core_ip": "yes", "technology_level": "6.5"})
    assert half.context["form"].errors.keys() == {"technology_level"}  # 195号: whole points.
    client.post(page("judge_page"), {"core_ip": "yes", "technology_level": "8"})
    client.post(page("confirm_page"))
    data.refresh_from_db()

    assert data.status == YearlyStatus.CONFIRMED
    assert data.judgement.values["technology_level"] == "8"
    assert yearly.assess(data).score_min == 41
    shown = client.get(page("judge_page")).content.decode()
    assert "可评 0—8 分" in shown  # What the data leave open, not what was given.
    assert "整项" not in shown  # The rules of 2008 are other firms'.


def test_a_firm_changes_a_number_and_sees_what_becomes_of_it(firm, client):
    data, owner = firm()
    data.staff_months.filter(kind="science").update(at_start=9, at_end=9)
    client.force_login(owner)
    url = reverse("enterprises:what-if", args=[data.pk])
    plain = client.get(url)
    changed = client.get(url, {"reassigned": "1", "research": "10"})
    lines = {old.code: (old.status, new.status) for old, new, _ in changed.context["lines"]}

    # 9 of 100 persons, then 10; the firm's own figures stay as they are
    assert "现有职工中增加科技人员 1 人" in plain.content.decode()
    assert lines["4"] == ("not_met", "met")
    assert client.get(url).context["before"].conditions[3].status == "not_met"
    assert client.get(url, {"reassigned": "x"}).context["after"] is None
