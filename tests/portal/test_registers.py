"""The public register of 高新技术企业: found by name, place and years; what does not count is not in it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from enterprises.models import Recognition
from tests.admin_rows import unit

ADDRESS = "/registers/high-tech/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(places):
    """A certificate: ``certificate("甲公司", issued_on=date(2024, 12, 1))``."""

    def make(name: str, number: int = 0, *, place: str = "章贡区", **values) -> Recognition:
        number = number or Recognition.objects.count() + 1
        known = {
            "credit_code": "91360702PDY00001X6",
            "certificate_number": f"GR20243600{number:04d}",
            "technology_field": "新材料",
        }
        given = known | {"issued_on": date(2024, 12, 1), "changed_at": timezone.now()} | values
        owner = Organisation.objects.first() or unit(1)
        return Recognition.objects.create(organisation=owner, enterprise_name=name, division=places[place], **given)

    return make


def names(client, **asked) -> list[str]:
    return [row.enterprise_name for row, _state, _tone in client.get(ADDRESS, asked).context["lines"]]


def test_firms_are_found_by_name_number_place_and_years(certificate, client):
    certificate("赣州稀土新材料有限公司", 1)
    certificate("于都电子有限公司", 2, place="于都县", issued_on=date(2015, 9, 1))

    assert names(client, q="稀土") == names(client, q="GR202436000001") == ["赣州稀土新材料有限公司"]
    assert names(client, issued="2015") == names(client, expires="2018") == ["于都电子有限公司"]
    assert names(client, division=Recognition.objects.last().division_id) == ["于都电子有限公司"]
    assert len(names(client)) == 2


def test_the_state_of_a_certificate_is_that_of_today(certificate, client):
    certificate("有效公司", 1)
    certificate("到期公司", 2, issued_on=date(2015, 9, 1))
    certificate("取消公司", 3, cancelled_on=date(2025, 5, 6))

    assert names(client, state="valid") == ["有效公司"]
    assert set(names(client, state="ended")) == {"到期公司", "取消公司"}
    text = client.get(ADDRESS).text
    for words in ("在有效期内", "已到期", "2025-05-06 取消"):
        assert words in text


def test_firms_are_counted_not_certificates(certificate, client):
    certificate("甲公司", 1)
    certificate("甲公司", 2, issued_on=date(2025, 12, 1))
    certificate("乙公司", 3, credit_code="91360702PDY00002X5")

    assert client.get(ADDRESS).context["firms"] == 2


def test_what_was_voided_or_is_another_register_is_not_public(certificate, client, person):
    certificate("作废公司", 1)
    Recognition.objects.update(voided_at=timezone.now(), voided_by=person("officer"), void_reason="误登")
    certificate("科小公司", 2, kind="tech_sme")

    assert names(client) == []
    assert "作废公司" not in client.get("/search/", {"q": "公司"}).text


def test_the_page_names_no_person_and_shows_no_code(certificate, client):
    certificate("甲公司", 1)
    User.objects.create_user(username="lianxiren", name="王联系")

    text = client.get(ADDRESS).text

    assert "91360702PDY00001X6" not in text
    assert "王联系" not in text


def test_the_page_costs_the_same_for_one_row_and_for_three(certificate, client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(ADDRESS, {"q": "公司"})
        return len(counted)

    certificate("一公司", 1)
    one = queries()
    certificate("二公司", 2, place="于都县")
    certificate("三公司", 3, place="赣县区")

    assert queries() == one <= 15


@pytest.mark.parametrize(
    "asked", [{"division": "x"}, {"issued": "abc"}, {"state": "?"}, {"q": "%_\\'" * 10}, {"page": "-1"}]
)
def test_what_cannot_be_asked_is_passed_over(certificate, client, asked):
    certificate("甲公司", 1)

    assert client.get(ADDRESS, asked).status_code == 200


def test_the_search_finds_a_firm_once_and_leads_to_it(certificate, client):
    certificate("赣州稀土新材料有限公司", 1)
    certificate("赣州稀土新材料有限公司", 2, issued_on=date(2025, 12, 1))

    lines = client.get("/search/", {"q": "稀土新材料"}).context["lines"]

    assert [(line["hit"].kind, line["hit"].title) for line in lines] == [("企业名录", "赣州稀土新材料有限公司")]
    assert "GR202436000002" in lines[0]["hit"].text
    assert "赣州稀土新材料有限公司" in client.get(lines[0]["hit"].url).text


def test_the_register_is_reached_from_the_statistics_and_the_site_map(client, columns):
    for address in ("/statistics/", "/sitemap/", "/sitemap-columns.xml"):
        assert ADDRESS in client.get(address).text, address


def test_what_narrows_the_register_is_not_put_into_the_site_s_search(certificate, client):
    def typed(address: str) -> str:
        return client.get(address, {"q": "稀土"}).text.partition('id="site-search"')[2].partition(">")[0]

    assert "稀土" in typed("/search/")
    assert "稀土" not in typed(ADDRESS)
