"""科技成果登记: handed in complete, returned or registered under its number, its unit's pages alone."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.messaging.models import Message
from bureau.workflow import Refused
from matchmaking.choices import ResultStatus
from matchmaking.models import ResultRegistration
from matchmaking.workflow import results

from .conftest import BODY, paper
from .doors import RESULT_DOORS

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def filled(**more) -> dict:
    """All that the form asks for of an applied technology."""
    values = {
        "category": "Y", "people": "王小明、李大伟", "began_on": date(2024, 1, 1), "ended_on": date(2025, 12, 31), "keywords": ["永磁", "晶界扩散"],
        "nature": "original", "form": "process", "level": "leading", "stage": "middle", "evaluation": "acceptance",
        "evaluated_on": date(2026, 1, 15), "is_affirmed": True, "use": "small", "source": "local", "invested": 2_000_000, "summary": BODY,
        "file": paper("验收.pdf"),
    }  # fmt: skip
    return values | more


@pytest.fixture
def begun(manager):
    """A complete draft: (registration, the unit's manager)."""

    def make(**more):
        organisation, owner = manager()
        result = results.begin(organisation, by=owner, title="低重稀土永磁关键技术")
        results.fill(result, by=owner, **filled(**more))
        return result, owner

    return make


def test_numbers_run_by_category_and_year(begun, person):
    officer, numbers = person("officer"), []
    for category in ("Y", "Y", "J"):
        result, owner = begun(category=category)
        results.submit(result, by=owner)
        results.register(result, by=officer)
        numbers.append(result.number)

    assert numbers == [f"360{TODAY.year}Y0001", f"360{TODAY.year}Y0002", f"360{TODAY.year}J0001"]
    assert Message.objects.filter(kind="result.registered").count() == 3


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"people": ""}, "请填写“完成人（按贡献排序）”"), ({"stage": ""}, "请填写“所处阶段”"), ({"keywords": []}, "请填写“关键词”"),
        ({"is_affirmed": False}, "肯定性意见"), ({"use": "unused"}, "请填写“未应用或停用原因”"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(values, words, begun):
    result, owner = begun(**values)

    with pytest.raises(Refused, match=words):
        results.submit(result, by=owner)


def test_a_theory_is_asked_for_less(begun):
    result, owner = begun(category="J", stage="", nature="", use="", invested=None)

    results.submit(result, by=owner)

    assert result.status == ResultStatus.SUBMITTED


SAY = {
    results.FILL: lambda row, by: results.fill(row, by=by, title="改"),
    results.SUBMIT: lambda row, by: results.submit(row, by=by),
    results.RETURN: lambda row, by: results.return_(row, by=by, reason="缺材料"),
    results.REGISTER: lambda row, by: results.register(row, by=by),
}


def test_a_verb_is_said_from_its_statuses_alone(begun, person):
    result, owner = begun()
    officer, now = person("officer"), timezone.now()
    assert set(SAY) == set(results.ALL)
    for verb, say in SAY.items():
        by = officer if "decide" in verb.permission else owner
        for status in ResultStatus.values:
            done = status == ResultStatus.REGISTERED
            ResultRegistration.objects.filter(pk=result.pk).update(
                status=status, number="3602026Y9999" if done else None, reason="缺" if status == ResultStatus.RETURNED else "",
                decided_by=officer if done else None, decided_at=now if done else None,
            )  # fmt: skip
            if status in verb.sources:
                with transaction.atomic():
                    say(result, by)
                    assert result.status == (verb.target or status)
                    transaction.set_rollback(True)
            else:
                unseen = by == officer and status == ResultStatus.DRAFT
                with pytest.raises(PermissionDenied if unseen else Refused):
                    say(result, by)


def test_a_verb_is_refused_to_every_wrong_person(begun, member, manager, person):
    result, owner = begun()
    results.submit(result, by=owner)
    users = {
        "owner": owner, "contributor": member(result.organisation), "stranger": manager()[1],
        **{role: person(role) for role in ("officer", "section_head", "leader", "system_admin")},
    }  # fmt: skip
    expected = {"fill": {"owner", "contributor"}, "submit": {"owner"}, "decide": {"officer", "section_head"}}
    for verb in results.ALL:
        allowed = {who for who, user in users.items() if verb.is_allowed(result, user)}
        assert allowed == expected[verb.permission.split(".")[1].split("_")[0]], verb


def test_it_goes_its_way_on_pages(manager, person, client):
    organisation, owner = manager()
    client.force_login(owner)
    page = client.post(reverse("matchmaking:result-list"), {"title": "低重稀土永磁关键技术"})["Location"]
    typed = filled(invested="200", keywords="永磁、晶界扩散", is_affirmed="on") | {
        "title": "低重稀土永磁关键技术",
        "patents": "2",
    }
    refused = client.post(page, typed | {"keywords": "一、二、三、四"})
    assert "关键词最多三个" in refused.content.decode()
    client.post(page, typed | {"file": paper("验收.pdf")})
    result = ResultRegistration.objects.get()
    assert (result.invested, result.keywords, result.organisation) == (2_000_000, ["永磁", "晶界扩散"], organisation)
    client.post(reverse("matchmaking:result-submit", args=[result.pk]))
    client.force_login(person("officer"))
    client.post(reverse("admin:matchmaking_resultregistration_return_page", args=[result.pk]), {"reason": "缺验收意见"})
    client.force_login(owner)
    assert "缺验收意见" in client.get(page).content.decode()
    client.post(reverse("matchmaking:result-submit", args=[result.pk]))
    client.force_login(person("officer"))

    client.post(reverse("admin:matchmaking_resultregistration_enter_page", args=[result.pk]))

    result.refresh_from_db()
    assert result.status == ResultStatus.REGISTERED
    client.force_login(owner)
    assert result.number in client.get(page).content.decode()


@pytest.mark.parametrize("name", RESULT_DOORS)
def test_a_page_opens_to_the_units_people_alone(name, begun, manager, person, client):
    result, owner = begun()
    url, knock = reverse(name, args=[] if name.endswith("list") else [result.pk]), getattr(client, RESULT_DOORS[name])

    assert "/login/" in knock(url)["Location"]
    for stranger in (manager()[1], person("officer")):
        client.force_login(stranger)
        assert knock(url).status_code == (200 if name.endswith("list") else 404)
    client.force_login(owner)
    assert knock(url).status_code == (200 if RESULT_DOORS[name] == "get" else 302)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_at_any_length(rows, begun, client):
    result, owner = begun()
    client.force_login(owner)
    client.get(reverse("matchmaking:result-list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("matchmaking:result-list"))
    for number in range(1, rows):
        results.begin(result.organisation, by=owner, title=f"成果{number}")

    with CaptureQueriesContext(connection) as more:
        page = client.get(reverse("matchmaking:result-list")).context["page"]

    assert len(page) == rows
    assert len(more) == len(one) <= 10


BROKEN = {
    "status_known": {"status": "x"},
    "category_known": {"category": "X"},
    "ended_after_began": {"ended_on": date(2023, 1, 1)},
    "three_keywords": {"keywords": ["一", "二", "三", "四"]},
    "reason_of_unused": {"unused_reason": "money"},
    "registered_iff_number": {"number": "3602026Y0001"},
    "registered_is_affirmed": {"status": "registered", "number": "3602026Y0001", "is_affirmed": False},
    "returned_iff_reason": {"status": "returned"},
}


@pytest.mark.parametrize("claim", BROKEN)
def test_the_database_refuses(claim, begun):
    result, _owner = begun()
    with pytest.raises(IntegrityError, match=f"matchmaking_resultregistration_{claim}"), transaction.atomic():
        ResultRegistration.objects.filter(pk=result.pk).update(**BROKEN[claim])
