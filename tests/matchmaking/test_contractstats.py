"""技术市场年度统计: both parties, kinds as the law of their year names them, and every line opens on its rows."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import Organisation
from matchmaking.contractstats import Cell, tables
from matchmaking.models import TechnologyContract

pytestmark = pytest.mark.django_db


def test_the_statistics_know_both_parties_and_every_line_opens_on_its_rows(places, manager, person, client):
    (buyer, _one), (seller, _other) = manager("赣州买方厂"), manager("赣州卖方所")
    Organisation.objects.filter(pk=buyer.pk).update(division=places["章贡区"], kind="enterprise")
    Organisation.objects.filter(pk=seller.pk).update(division=places["南康区"], kind="institute")
    parties = [{"buyer": buyer}, {"buyer": buyer, "seller": seller}, {}]
    for number, more in enumerate(parties):
        TechnologyContract.objects.create(
            number=f"S{number}", title="合同", kind="licence" if number else "transfer", buyer_name="甲", seller_name="乙", value=100,
            technology_value=50, signed_on=date(2015, 3, 1), registered_on=date(2015, 3, 1), changed_at=timezone.now(), **more,
        )  # fmt: skip
    told = {table.title: {line.label: line.count for line in table.lines} for table in tables(2015)}

    assert told["按买方所在地"] == {"章贡区": 2, "未注明": 1}
    assert told["按卖方所在地"] == {"南康区": 1, "未注明": 2}
    assert told["按买方性质"] == {"企业": 2, "未注明": 1}
    assert told["按卖方性质"] == {"科研院所": 1, "未注明": 2}
    assert told["按合同类别"] == {"技术转让": 3}
    client.force_login(person("officer"))
    page = client.get(reverse("admin:matchmaking_contractfiling_statistics_page"), {"year": 2015}).content.decode()
    for line in (line for table in tables(2015) for line in table.lines):
        assert line.cell.rows().count() == line.count
        assert line.cell.query in page
        opened = client.get(f"{reverse('admin:matchmaking_technologycontract_changelist')}?{line.cell.query}")
        assert opened.context["cl"].result_count == line.count


def test_a_licence_is_a_kind_of_its_own_since_the_civil_code(db):
    for number, kind in enumerate(("transfer", "licence", "licence")):
        TechnologyContract.objects.create(
            number=f"L{number}", title="合同", kind=kind, buyer_name="甲", seller_name="乙", value=100, technology_value=50,
            signed_on=date(2021, 3, 1), registered_on=date(2021, 3, 1), changed_at=timezone.now(),
        )  # fmt: skip
    told = {
        table.title: {line.label: (line.count, line.cell.rows().count()) for line in table.lines}
        for table in tables(2021)
    }
    assert told["按合同类别"] == {"技术转让": (1, 1), "技术许可": (2, 2)}


@pytest.mark.parametrize("text", ["", "x", "2015", "2015.place.1", "2015.buyer_place.x", "20155.kind.x"])
def test_what_is_no_line_of_the_statistics_is_not_read(text):
    assert Cell.read(text) is None
