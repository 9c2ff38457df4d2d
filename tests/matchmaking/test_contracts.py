"""Registration of technology contracts: filed, corrected, checked by one, decided by another, counted, followed up."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.messaging.models import Message
from bureau.todos import todos_of
from bureau.workdays import workdays_after
from bureau.workflow import Refused
from matchmaking import tasks
from matchmaking.choices import ContractKind, FilingStatus
from matchmaking.contractrules import RULE_SETS, number_of, rules_on
from matchmaking.contractstats import tables
from matchmaking.models import ContractFiling, FollowUp, TechnologyContract
from matchmaking.workflow import binding, contracts

from .conftest import drafted_deal, paper
from .doors import CONTRACT_DOORS

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def filled(**more) -> dict:
    """All that the form asks for."""
    values = {
        "kind": "development", "subkind": "joint", "buyer_name": "赣州示例电机有限公司", "technology_field": "materials",
        "value": Decimal(1_000_000), "technology_value": Decimal(800_000), "payment": "instalments", "rights": ["invention"],
        "goal": "10", "plan_category": "outside", "signed_on": TODAY, "valid_until": TODAY + timedelta(days=365), "file": paper(),
    }  # fmt: skip
    return values | more


@pytest.fixture
def begun(manager):
    """A complete draft: (filing, the seller's manager)."""

    def make(**more):
        organisation, owner = manager()
        filing = contracts.begin(organisation, by=owner, title="永磁电机联合开发")
        contracts.fill(filing, by=owner, **filled(**more))
        return filing, owner

    return make


@pytest.fixture
def registered(begun, person):
    """The same, registered: (filing, the seller's manager, who checked, who decided)."""

    def make(**more):
        filing, owner = begun(**more)
        checker, decider = person("officer"), person("section_head")
        contracts.submit(filing, by=owner)
        contracts.accept(filing, by=checker)
        contracts.check(filing, by=checker)
        contracts.register(filing, by=decider, expert_opinion="属技术开发合同")
        return filing, owner, checker, decider

    return make


def test_from_filing_to_the_register_and_its_figures(registered):
    before = TechnologyContract.objects.effective().registered_in(TODAY.year)
    assert not before.exists()

    filing, owner, _checker, decider = registered()

    (contract,) = TechnologyContract.objects.effective().registered_in(TODAY.year)
    assert contract == filing.contract
    assert contract.number == number_of(TODAY.year, 1)
    assert (contract.value, contract.technology_value, contract.seller) == (1_000_000, 800_000, filing.organisation)
    assert (contract.technology_field, contract.kind, filing.decided_by) == ("新材料及其应用", "development", decider)
    assert Message.objects.get(kind="contract.registered").user == owner
    assert [one.months for one in filing.follow_ups.order_by("months")] == [3, 6, 12, 24]


def test_numbers_go_on_from_what_lists_brought(registered):
    TechnologyContract.objects.create(
        number=number_of(TODAY.year, 41), title="清单合同", kind="service", seller_name="甲", buyer_name="乙", value=2,
        technology_value=1, signed_on=TODAY, registered_on=TODAY, changed_at=timezone.now(),
    )  # fmt: skip

    filing, *_ = registered()

    assert filing.contract.number == f"{TODAY.year}360701000042"
    assert len(filing.contract.number) == 16


@pytest.mark.parametrize(
    ("day", "code", "kinds", "value", "due"),
    [
        (date(2015, 5, 4), "2001", 4, 9_000_000, date(2015, 6, 3)),
        (date(2021, 1, 1), "2021", 5, 1, date(2021, 1, 31)),
        (date(2026, 2, 28), "2021", 5, 1, date(2026, 3, 30)),
        (date(2026, 3, 2), "2026", 5, 4_999_999, workdays_after(date(2026, 3, 2), 15)),
        (date(2026, 3, 2), "2026", 5, 5_000_000, workdays_after(date(2026, 3, 2), 30)),
    ],
)
def test_the_rules_of_the_day_apply(day, code, kinds, value, due):
    rules = rules_on(day)

    assert (rules.code, len(rules.kinds), rules.due_on(day, Decimal(value))) == (code, kinds, due)
    assert (ContractKind.LICENCE in rules.kinds) == (kinds == 5)
    assert [one.valid_from for one in RULE_SETS] == sorted(one.valid_from for one in RULE_SETS)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": ""}, "请填写“合同类别”"), ({"rights": []}, "请填写“知识产权”"), ({"subkind": "patent"}, "请选择与合同类别相符的合同子类"),
        ({"buyer_code": "123"}, "买方统一社会信用代码不正确"), ({"signed_on": TODAY + timedelta(days=1)}, "不能晚于今天"),
        ({"signed_on": date(2020, 1, 1), "valid_until": TODAY - timedelta(days=1)}, "已过有效期限"), ({"value": None, "technology_value": None}, "请填写“合同成交总额（元）”"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_handed_in(values, words, begun):
    filing, owner = begun(**values)

    with pytest.raises(Refused, match=words):
        contracts.submit(filing, by=owner)


def test_the_technology_value_is_within_the_value(begun):
    with pytest.raises(Refused, match="不能大于合同成交总额"):
        begun(technology_value=Decimal(1_000_001))


def test_a_correction_begins_the_term_anew(begun, person):
    filing, owner = begun()
    checker = person("officer")
    contracts.submit(filing, by=owner)
    contracts.accept(filing, by=checker)
    assert filing.due_on == rules_on(TODAY).due_on(TODAY, filing.technology_value)
    contracts.check(filing, by=checker)
    contracts.ask_correction(filing, by=checker, reason="附件不全")
    ContractFiling.objects.update(due_on=TODAY - timedelta(days=9), accepted_at=timezone.now() - timedelta(days=40))
    (todo,) = [one for one in todos_of(owner) if "补正" in one.text]
    assert "附件不全" in todo.hint
    contracts.fill(filing, by=owner, title="改过的名称")

    contracts.hand_in(filing, by=owner)

    assert (filing.status, filing.reason, filing.checked_by) == (FilingStatus.CHECKING, "", None)
    assert filing.due_on == rules_on(TODAY).due_on(TODAY, filing.technology_value)
    assert timezone.localdate(filing.accepted_at) == TODAY


def test_two_persons_decide_and_large_ones_need_experts(begun, person):
    filing, owner = begun(value=Decimal(6_000_000), technology_value=Decimal(5_000_000))
    checker, decider = person("section_head"), person("officer")
    contracts.submit(filing, by=owner)
    contracts.accept(filing, by=checker)
    contracts.check(filing, by=checker)
    with pytest.raises(Refused, match="须由两人办理"):
        contracts.register(filing, by=checker)
    with pytest.raises(Refused, match="须经专家审核"):
        contracts.register(filing, by=decider)
    assert not TechnologyContract.objects.exists()

    contracts.register(filing, by=decider, expert_opinion="属技术开发合同")

    assert filing.status == FilingStatus.REGISTERED


def test_a_change_and_a_cancellation_reach_the_register(registered):
    filing, _owner, _checker, decider = registered()
    with pytest.raises(Refused, match="不能大于合同成交总额"):
        contracts.change(filing, by=decider, reason="补充协议", value=Decimal(1))
    contracts.change(filing, by=decider, reason="补充协议", value=Decimal(1_200_000), buyer_name="赣州新买方有限公司")
    contract = TechnologyContract.objects.get()
    assert (contract.value, contract.buyer_name, filing.value) == (1_200_000, "赣州新买方有限公司", 1_200_000)

    contracts.cancel(filing, by=decider, reason="合同解除")

    contract.refresh_from_db()
    assert contract.voided_by == decider
    assert not TechnologyContract.objects.effective().exists()
    assert Message.objects.filter(kind="contract.cancelled").count() == 1
    assert not FollowUp.objects.outstanding(TODAY + timedelta(days=900)).exists()


SAY = {
    contracts.FILL: lambda row, by: contracts.fill(row, by=by, title="改"),
    contracts.SUBMIT: lambda row, by: contracts.submit(row, by=by),
    contracts.HAND_IN: lambda row, by: contracts.hand_in(row, by=by),
    contracts.ACCEPT: lambda row, by: contracts.accept(row, by=by),
    contracts.ASK: lambda row, by: contracts.ask_correction(row, by=by, reason="缺页"),
    contracts.CHECK: lambda row, by: contracts.check(row, by=by),
    contracts.REGISTER: lambda row, by: contracts.register(row, by=by),
    contracts.REFUSE: lambda row, by: contracts.refuse(row, by=by, reason="不属于技术合同"),
    contracts.CHANGE: lambda row, by: contracts.change(row, by=by, reason="补充", title="改"),
    contracts.CANCEL: lambda row, by: contracts.cancel(row, by=by, reason="解除"),
}


def put_into(filing, status, checker):
    """The row in a status, with what its constraints ask for."""
    now, user = timezone.now(), filing.begun_by
    once = status in (FilingStatus.REGISTERED, FilingStatus.CANCELLED)
    contract = TechnologyContract.objects.filter(number="T1").first() or TechnologyContract.objects.create(
        number="T1", title="合同", kind="service", seller_name="甲", buyer_name="乙", value=2, technology_value=1, signed_on=TODAY,
        registered_on=TODAY, changed_at=now,
    )  # fmt: skip
    FollowUp.objects.all().delete()
    reasoned = status in (FilingStatus.CORRECTING, FilingStatus.REFUSED, FilingStatus.CANCELLED)
    decided = once or status == FilingStatus.REFUSED
    ContractFiling.objects.filter(pk=filing.pk).update(
        status=status, accepted_by=checker, accepted_at=now, due_on=TODAY, checked_by=checker, checked_at=now, reason="理由" if reasoned else "",
        contract=contract if once else None, decided_by=user if decided else None, decided_at=now if decided else None,
    )  # fmt: skip


def test_a_verb_is_said_from_its_statuses_alone(begun, person):
    filing, owner = begun()
    checker, decider = person("officer"), person("section_head")
    assert set(SAY) == set(contracts.ALL)
    for verb, say in SAY.items():
        by = owner if verb.permission.split(".")[1].startswith(("fill", "submit")) else decider
        for status in FilingStatus.values:
            put_into(filing, status, checker)
            if status in verb.sources:
                with transaction.atomic():
                    say(filing, by)
                    assert filing.status == (verb.target or status)
                    transaction.set_rollback(True)
            else:
                unseen = by == decider and status == FilingStatus.DRAFT
                with pytest.raises(PermissionDenied if unseen else Refused):
                    say(filing, by)


def test_a_verb_is_refused_to_every_wrong_person(begun, member, manager, person):
    filing, owner = begun()
    contracts.submit(filing, by=owner)
    users = {
        "owner": owner, "contributor": member(filing.organisation), "stranger": manager()[1],
        **{role: person(role) for role in ("officer", "section_head", "leader", "report_office", "system_admin")},
    }  # fmt: skip
    expected = {"fill": {"owner", "contributor"}, "submit": {"owner"}, "check": {"officer", "section_head"}, "register": {"officer", "section_head"}}  # fmt: skip
    for verb in contracts.ALL:
        allowed = {who for who, user in users.items() if verb.is_allowed(filing, user)}
        assert allowed == expected[verb.permission.split(".")[1].split("_")[0]], verb


def test_a_signed_deal_is_filed_by_the_achievements_side(agreed):
    interest, asking, answering = agreed()
    deal = drafted_deal(interest, asking)
    binding.agree(deal, by=answering)
    with pytest.raises(Refused, match="签约后由成果方申请"):
        contracts.begin(interest.answerer, by=answering, title="x", deal=deal)
    binding.sign(deal, by=asking, signed_on=TODAY)
    with pytest.raises(Refused, match="签约后由成果方申请"):
        contracts.begin(interest.asker, by=asking, title="x", deal=deal)

    filing = contracts.begin(interest.answerer, by=answering, title="x", deal=deal)

    assert contracts.begin(interest.answerer, by=answering, title="y", deal=deal) == filing
    assert (filing.title, filing.value, filing.kind) == (deal.title, deal.amount, deal.kind)
    assert (filing.buyer_name, filing.signed_on, filing.name) == (interest.asker.name, TODAY, deal.name)


def test_follow_ups_are_reminded_of_and_reported(registered, client):
    filing, owner, _checker, _decider = registered()
    first = filing.follow_ups.get(months=3)
    with pytest.raises(Refused, match="起才能填报"):
        contracts.report(first, by=owner, paid=1, is_in_production=True)
    FollowUp.objects.filter(pk=first.pk).update(due_on=TODAY)
    tasks.tend_contracts()
    tasks.tend_contracts()
    assert Message.objects.filter(kind="contract.follow_up", user=owner).count() == 1
    assert [one for one in todos_of(owner) if "合同进展" in one.text]
    client.force_login(owner)

    client.post(
        reverse("matchmaking:follow-up", args=[first.pk]), {"paid": "30", "is_in_production": "on", "output": "200"}
    )

    first.refresh_from_db()
    assert (first.paid, first.is_in_production, first.output, first.reported_by) == (300_000, True, 2_000_000, owner)
    assert not FollowUp.objects.outstanding(TODAY).exists()


def test_follow_ups_fall_on_a_day_that_there_is():
    assert contracts._later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert contracts._later(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert contracts._later(date(2026, 1, 31), 24) == date(2028, 1, 31)


def test_the_year_is_told_by_kind_field_and_seller(registered):
    registered()
    values = {
        "seller_name": "甲",
        "buyer_name": "乙",
        "value": 200,
        "technology_value": 100,
        "changed_at": timezone.now(),
    }
    for number, kind, day in (
        ("A", "licence", TODAY),
        ("B", "service", TODAY.replace(year=TODAY.year - 1)),
        ("C", "licence", date(2015, 5, 5)),
    ):
        TechnologyContract.objects.create(
            number=number, title="合同", kind=kind, signed_on=day, registered_on=day, **values
        )

    by_kind, by_field, by_seller, *_rest = tables(TODAY.year)

    told = {line.label: (line.count, line.value, line.technology_value, line.before) for line in by_kind.lines}
    assert told == {"技术开发": (1, 1_000_000, 800_000, 0), "技术许可": (1, 200, 100, 0), "技术服务": (0, 0, 0, 1)}
    assert (by_kind.total.count, by_kind.total.value, by_kind.total.growth) == (2, 1_000_200, "+100.0%")
    assert {line.label: line.count for line in by_field.lines} == {"新材料及其应用": 1, "未注明": 1}
    assert sum(line.count for line in by_seller.lines) == 2
    assert [line.label for line in tables(2015)[0].lines] == ["技术转让"]
    assert tables(1999)[0].total.growth == "—"


@pytest.mark.parametrize("name", CONTRACT_DOORS)
def test_a_page_opens_to_the_sellers_people_alone(name, registered, agreed, manager, person, client):
    filing, owner, *_ = registered()
    pk = filing.pk
    if name == "matchmaking:follow-up":
        pk = filing.follow_ups.get(months=3).pk
    if name == "matchmaking:filing-from-deal":
        interest, asking, owner = agreed()
        deal = drafted_deal(interest, asking)
        binding.agree(deal, by=owner)
        binding.sign(deal, by=asking, signed_on=TODAY)
        pk = deal.pk
    url, knock = reverse(name, args=[] if name.endswith("list") else [pk]), getattr(client, CONTRACT_DOORS[name])

    assert "/login/" in knock(url)["Location"]
    for stranger in (manager()[1], person("officer")):
        client.force_login(stranger)
        seen = 200 if stranger.is_staff and name == "matchmaking:filing-file" else 404
        assert knock(url).status_code == (200 if name.endswith("list") else seen)
    client.force_login(owner)
    assert knock(url).status_code == (200 if CONTRACT_DOORS[name] == "get" else 302)


def test_what_is_typed_is_saved_and_handed_in_on_pages(manager, client):
    organisation, owner = manager()
    client.force_login(owner)
    opened = client.post(reverse("matchmaking:filing-list"), {"title": "永磁电机联合开发"})
    page = opened["Location"]
    assert "请填写“合同类别”" in client.get(page).content.decode()
    typed = filled(
        value="100",
        technology_value="80",
        signed_on=f"{TODAY:%Y-%m-%d}",
        valid_until=f"{TODAY + timedelta(days=99):%Y-%m-%d}",
    )

    client.post(page, typed | {"title": "永磁电机联合开发"})

    filing = ContractFiling.objects.get()
    assert (filing.value, filing.technology_value, filing.organisation) == (1_000_000, 800_000, organisation)
    assert 'value="100"' in client.get(page).content.decode()
    client.post(reverse("matchmaking:filing-submit", args=[filing.pk]))
    filing.refresh_from_db()
    assert filing.status == FilingStatus.SUBMITTED
    client.post(page, {"title": "改了"})
    filing.refresh_from_db()
    assert filing.title == "永磁电机联合开发"


def test_the_registry_works_on_its_pages(begun, person, client):
    filing, owner = begun()
    contracts.submit(filing, by=owner)
    for role, page, typed in (
        ("officer", "accept_page", {}), ("officer", "check_page", {"technology_value": "70"}), ("section_head", "register_page", {"expert_opinion": ""}),
    ):  # fmt: skip
        client.force_login(person(role))
        client.post(reverse(f"admin:matchmaking_contractfiling_{page}", args=[filing.pk]), typed)

    filing.refresh_from_db()
    assert (filing.status, filing.contract.technology_value) == (FilingStatus.REGISTERED, 700_000)
    text = client.get(reverse("admin:matchmaking_contractfiling_statistics_page")).content.decode()
    assert "新材料及其应用" in text
    assert client.get(reverse("admin:matchmaking_contractfiling_paper_page", args=[filing.pk])).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_at_any_length(rows, begun, client):
    filing, owner = begun()
    client.force_login(owner)
    client.get(reverse("matchmaking:filing-list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("matchmaking:filing-list"))
    for number in range(1, rows):
        contracts.begin(filing.organisation, by=owner, title=f"合同{number}")

    with CaptureQueriesContext(connection) as more:
        page = client.get(reverse("matchmaking:filing-list")).context["page"]

    assert len(page) == rows
    assert len(more) == len(one) <= 10


BROKEN = {
    "contractfiling_status_known": {"status": "x", "contract": None, "decided_by": None, "decided_at": None},
    "contractfiling_kind_known": {"kind": "x"},
    "contractfiling_technology_within_value": {"technology_value": 1_000_001},
    "contractfiling_valid_after_signed": {"valid_until": date(2000, 1, 1)},
    "contractfiling_registered_iff_contract": {"contract": None},
    "contractfiling_decided_iff_dated": {"decided_by": None, "decided_at": None},
    "contractfiling_return_has_reason": {"status": "cancelled", "reason": ""},
    "contractfiling_accepted_has_term": {"status": "checking", "due_on": None, "contract": None, "decided_by": None, "decided_at": None},
}  # fmt: skip


@pytest.mark.parametrize("claim", BROKEN)
def test_the_database_refuses(claim, registered):
    filing, *_ = registered()
    with pytest.raises(IntegrityError, match=f"matchmaking_{claim}"), transaction.atomic():
        ContractFiling.objects.filter(pk=filing.pk).update(**BROKEN[claim])


def test_the_database_refuses_one_who_checks_and_decides(registered):
    filing, _owner, checker, _decider = registered()
    with pytest.raises(IntegrityError, match="decided_by_another"), transaction.atomic():
        ContractFiling.objects.filter(pk=filing.pk).update(decided_by=checker)


@pytest.mark.parametrize(
    ("claim", "values"),
    [("once", {"months": 6}), ("months_known", {"months": 5}), ("not_negative", {"output": -1}), ("reported_iff_paid", {"paid": 1})],
)  # fmt: skip
def test_the_database_refuses_of_a_follow_up(claim, values, registered):
    filing, *_ = registered()
    with pytest.raises(IntegrityError, match=f"matchmaking_followup_{claim}"), transaction.atomic():
        filing.follow_ups.filter(months=3).update(**values)
