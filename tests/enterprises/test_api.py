"""The app for other programs: nobody reads more than on pages; a firm's system writes its year by the verb of the pages."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import User
from bureau.audit.models import Entry
from enterprises.api.body import as_body
from enterprises.api.reading import RESOURCES
from enterprises.models import (
    ApiToken,
    Measure,
    Recognition,
    ServiceRecord,
    YearlyData,
    YearlyFiling,
)
from enterprises.workflow import tokens
from tests.admin_rows import row
from tests.admin_rows import unit as bare_unit

from .test_pages import service_to

pytestmark = pytest.mark.django_db
STAFF_ONLY = {"register-events", "yearly-filings"}  # No page shows these to a unit.
NO_UNIT = {"parks"}


def made(resource, places, n, organisation=None):
    """One more row of the noun, of ``organisation`` where the noun has a unit."""
    model = resource.model
    if model in (Measure, ServiceRecord):
        service = service_to(organisation or bare_unit(900 + n))
        one = service
        if model is Measure:
            one = service.reserve.measures.create(gap="x", action="y", owner=service.served_by, due_on="2026-01-05")
        return one
    one = row(model, places, n)
    if organisation and resource.unit == "organisation":
        year = {"year": 1999} if model in (YearlyData, YearlyFiling) else {}
        model.objects.filter(pk=one.pk).update(organisation=organisation, **year)
        if model.__name__ == "Reserve":
            model.objects.filter(pk=one.pk).update(applied_at=timezone.now(), applied_by=User.objects.first())
    elif organisation and resource.unit == "data__organisation":
        YearlyData.objects.filter(pk=one.data_id).update(organisation=organisation, year=1999)
    return one


def address(resource, pk=None):
    name = f"api-enterprises:{resource.path}"
    return reverse(f"{name}-detail", args=[pk]) if pk else reverse(f"{name}-list")


def ids(client, resource, **asked):
    answer = client.get(address(resource), **asked)
    assert answer.status_code == 200, answer.content
    return [one["id"] for one in answer.json()["results"]]


@pytest.fixture
def holder(firm, member):
    """A firm's administrator with a token: (data of the latest year, the person, what the system sends along)."""
    data, _owner = firm()
    person = member(data.organisation, MembershipRole.MANAGER)
    last = timezone.localdate() + timedelta(days=30)
    token, secret = tokens.issue(data.organisation, by=person, name="财务系统", expires_on=last)
    return data, token, {"headers": {"authorization": f"Bearer {secret}"}}


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.path)
def test_a_noun_is_read_as_its_pages_show_it(resource, holder, places, person, member, unit, client):
    data, _token, known = holder
    role = MembershipRole.MANAGER
    own, other = made(resource, places, 51, data.organisation), made(resource, places, 52)
    insider, stranger = data.organisation.memberships.get(role=role).user, member(unit(), role)

    assert client.get(address(resource)).status_code == 401
    client.force_login(User.objects.create_user(username="nobody"))
    assert ids(client, resource) == []
    client.force_login(stranger)
    assert ids(client, resource) == []
    assert client.get(address(resource, own.pk)).status_code == 404
    client.force_login(insider)
    expected = set() if resource.path in STAFF_ONLY | NO_UNIT else {own.pk}
    assert set(ids(client, resource)) & {own.pk, other.pk} == expected
    assert client.get(address(resource, other.pk)).status_code == 404
    client.force_login(person("officer"))
    assert {own.pk, other.pk} <= set(ids(client, resource))
    assert client.get(address(resource, other.pk)).json()["id"] == other.pk
    client.force_login(person("system_admin"))
    assert ids(client, resource) == []
    client.logout()
    assert set(ids(client, resource, **known)) & {own.pk, other.pk} == expected


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.path)
def test_a_noun_costs_the_same_at_one_row_and_at_three(resource, places, person, client):
    client.force_login(person("officer"))
    made(resource, places, 1)
    client.get(address(resource))
    used = []
    for more in ((), (2, 3)):
        for n in more:
            made(resource, places, n)
        with CaptureQueriesContext(connection) as queries:
            ids(client, resource)
        used.append(len(queries))

    assert used[0] == used[1] <= 8


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda one: one.path)
def test_a_noun_is_narrowed_paged_and_never_written(resource, places, person, client):
    client.force_login(person("officer"))
    one = made(resource, places, 1)
    name, ways = next(iter(resource.filters.items())) if resource.filters else (None, ())

    for way in ways:
        key = name if way == "exact" else f"{name}__{way}"
        assert client.get(address(resource), {key: "没有"}).status_code in {200, 400}
    assert set(client.get(address(resource)).json()) == {"count", "next", "previous", "results"}
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(address(resource, one.pk)).status_code in {403, 405}


def test_rows_are_narrowed_by_what_they_say(places, person, client):
    client.force_login(person("officer"))
    resource = next(one for one in RESOURCES if one.model is Recognition)
    old, new = row(Recognition, places, 1), row(Recognition, places, 2)
    Recognition.objects.filter(pk=new.pk).update(issued_on=date(2020, 1, 1))

    answer = client.get(address(resource), {"issued_on__gte": "2016-01-01"}).json()

    assert [one["id"] for one in answer["results"]] == [new.pk]
    assert answer["results"][0]["expires_on"] == "2023-01-01"
    assert ids(client, resource) == [new.pk, old.pk]


def test_what_was_voided_is_not_read(places, person, client):
    officer = person("officer")
    client.force_login(officer)
    resource = next(one for one in RESOURCES if one.model is Recognition)
    one = row(Recognition, places, 1)
    Recognition.objects.filter(pk=one.pk).update(voided_at=timezone.now(), voided_by=officer, void_reason="误登")

    assert ids(client, resource) == []


def test_the_schema_describes_every_address_and_both_ways_to_sign_in(client):
    answer = client.get(reverse("schema"), headers={"accept": "application/json"})
    told = json.loads(answer.content)

    paths = {path.removeprefix("/api/v1/enterprises/") for path in told["paths"] if "/enterprises/" in path}
    assert paths == {f"{one.path}/{more}" for one in RESOURCES for more in ("", "{id}/")} | {"own/yearly-data/{year}/"}
    for resource in RESOURCES:
        rows = told["components"]["schemas"][resource.model.__name__]["properties"]
        assert set(rows) == {"id", *(name.partition("=")[0] for name in resource.fields)}
    put = told["paths"]["/api/v1/enterprises/own/yearly-data/{year}/"]["put"]
    body = put["requestBody"]["content"]["application/json"]["schema"]
    assert body["properties"]["research"]["properties"]["personnel"]["title"] == "人员人工费用"
    assert body["additionalProperties"] is False
    assert {"token": []} in put["security"]


# What a firm's system writes.


def own(year=2015):
    return reverse("api-enterprises:own-year", args=[year])


def put(client, body, known, year=2015):
    return client.put(own(year), body, content_type="application/json", **known)


def test_a_year_is_written_read_back_and_written_again_without_a_trace(holder, client):
    data, token, known = holder
    body = as_body(data) | {"total_assets": "20000000.10", "standards": 2}
    body["research"] |= {"personnel": 1234567.89}
    body["products"] = [{"code": "PS09", "name": "新产品", "income": 5, "ip": ["IP01"]}]

    first = put(client, body, known)
    entries = Entry.objects.count()
    again = put(client, body, known)

    assert (first.status_code, first.json()["changed"]) == (200, True)
    assert (again.status_code, again.json()["changed"], Entry.objects.count()) == (200, False, entries)
    stored = YearlyData.objects.get(pk=data.pk)
    assert (str(stored.total_assets), str(stored.personnel), stored.standards) == ("20000000.10", "1234567.89", 2)
    assert list(stored.products.values_list("code", "income")) == [("PS09", 5)]
    assert stored.rights.count() == 1
    told = client.get(own(), **known).json()["data"]
    assert told["research"]["personnel"] == "1234567.89"
    assert put(client, told, known).json()["changed"] is False
    line = Entry.objects.get(verb="fill_from_system")
    assert (line.actor_id, "财务系统" in line.reason) == (token.created_by_id, True)


def test_a_new_year_is_begun_and_what_is_left_out_is_empty(holder, client):
    data, _token, known = holder
    answer = put(client, {"income": {"main": 100}}, known, 2016)

    assert (answer.status_code, answer.json()["status"]) == (201, "draft")
    stored = YearlyData.objects.get(organisation=data.organisation, year=2016)
    assert (stored.main_income, stored.other_income, stored.rights.count()) == (100, None, 0)
    assert answer.json()["findings"] != []


WRONG = [
    ({"incme": {}}, "incme", "不认识的字段"),
    ({"income": {"main": "一百"}}, "income.main", "不是数字"),
    ({"income": {"main": 1.234}}, "income.main", "至多两位小数"),
    ({"research": {"personnel": -1}}, "research.personnel", "不能小于 0"),
    ({"ip": [{"code": "IP01", "name": "x", "kind": "patent", "authorised_on": "2015-01-01"}]}, "ip[0].kind", "之一"),
    ({"ip": [{"code": "IP01", "name": "x", "kind": "design"}]}, "ip[0].authorised_on", "缺少“授权日期”"),
    ({"staff": [{"kind": "total", "month": 13, "at_start": 1, "at_end": 1}]}, "staff[0].month", "1 至 12"),
    ({"no_incident": "是"}, "no_incident", "true 或 false"),
    ([], "（整个文件）", "应是一个对象"),
]


@pytest.mark.parametrize(("body", "field", "words"), WRONG, ids=lambda value: str(value)[:30])
def test_a_mistake_is_named_with_its_place_and_nothing_is_written(body, field, words, holder, client):
    data, _token, known = holder
    before = as_body(YearlyData.objects.get(pk=data.pk))

    answer = put(client, json.dumps(body), known)

    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["problems"]] == [field]
    assert words in answer.json()["problems"][0]["message"]
    assert as_body(YearlyData.objects.get(pk=data.pk)) == before
    assert put(client, json.dumps(body), known, 2012).status_code == 400
    assert not YearlyData.objects.filter(year=2012).exists()


def test_what_the_verb_refuses_is_told_in_its_words(holder, client):
    data, _token, known = holder
    twice = [{"result": "成果"}, {"result": "成果"}]

    answer = put(client, {"conversions": twice}, known)
    assert (answer.status_code, "同一科技成果一年只计一项" in answer.json()["detail"]) == (409, True)
    assert YearlyData.objects.get(pk=data.pk).conversions.count() == 5
    assert put(client, {}, known, timezone.localdate().year).status_code == 409
    assert "1990" in put(client, {}, known, 1000).json()["detail"]
    assert put(client, "{", known).status_code == 400
    YearlyData.objects.filter(pk=data.pk).update(
        status="submitted", submitted_by=data.organisation.memberships.first().user, submitted_at=timezone.now()
    )
    assert "待确认，不能填写" in put(client, {}, known).json()["detail"]


def test_a_token_that_does_not_stand_is_refused(holder, person, client):
    _data, token, known = holder
    today = timezone.localdate()
    rows = ApiToken.objects.filter(pk=token.pk)

    def answers():
        return [put(client, {}, known).status_code, client.get(own(), **known).status_code]

    assert answers() == [200, 200]
    rows.update(expires_on=today - timedelta(days=1))
    assert answers() == [401, 401]
    rows.update(expires_on=today)
    assert answers() == [200, 200]
    User.objects.filter(pk=token.created_by_id).update(is_active=False)
    assert answers() == [401, 401]
    User.objects.filter(pk=token.created_by_id).update(is_active=True)
    tokens.revoke(ApiToken.objects.get(pk=token.pk), by=person("officer"), reason="泄露")
    assert answers() == [401, 401]
    assert client.get(own(), headers={"authorization": "Bearer ent_x"}).status_code == 401
    assert client.get(own()).status_code == 401


def test_a_holder_who_left_the_unit_writes_no_more(holder, client):
    data, token, known = holder
    data.organisation.memberships.filter(user=token.created_by).update(
        ended_at=timezone.now(), ended_by=token.created_by
    )

    assert put(client, {}, known).status_code == 401


def test_a_person_by_session_does_not_write(holder, client):
    _data, token, _known = holder
    client.force_login(token.created_by)

    assert put(client, {}, {}).status_code == 403


def test_a_token_reaches_no_other_unit_of_its_holder(holder, unit, client):
    _data, token, known = holder
    second = unit("赣州第二有限公司")
    second.memberships.create(user=token.created_by)
    other = YearlyData.objects.create(organisation=second, year=2015)
    resource = next(one for one in RESOURCES if one.model is YearlyData)

    assert other.pk not in ids(client, resource, **known)
    assert client.get(address(resource, other.pk), **known).status_code == 404
    put(client, {"income": {"main": 7}}, known)
    assert YearlyData.objects.get(pk=other.pk).main_income is None


def test_a_system_that_asks_too_often_is_told_to_wait(holder, client, settings):
    _data, _token, known = holder
    rates = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] | {"write": "2/min"}
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_RATES": rates}

    assert [put(client, {}, known).status_code for _ in range(3)] == [200, 200, 429]


# Tokens in the workspace.


def test_an_administrator_makes_a_token_that_is_shown_once_and_takes_it_back(firm, member, client):
    data, _owner = firm()
    manager = member(data.organisation, MembershipRole.MANAGER)
    client.force_login(manager)
    page = reverse("enterprises:token-list")
    typed = {"name": "人力系统", "expires_on": timezone.localdate() + timedelta(days=10)}

    secret = client.post(page, typed).context["secret"]
    token = ApiToken.objects.get()

    assert secret.startswith("ent_")
    assert secret.encode() not in bytes(token.secret_hash)
    assert secret not in client.get(page).text
    assert secret not in str(list(Entry.objects.values_list("changes", "reason", "subject")))
    assert "已有这个名称的令牌" in client.post(page, typed).text
    assert client.post(page, typed | {"name": "x", "expires_on": "2001-01-01"}).context["form"].errors
    assert client.post(reverse("enterprises:token-revoke", args=[token.pk]), {"reason": "换系统"}).status_code == 302
    assert client.get(own(), headers={"authorization": f"Bearer {secret}"}).status_code == 401
    assert [one.verb for one in Entry.objects.about(token).order_by("pk")] == ["issue_token", "revoke_token"]


def test_only_the_units_administrator_makes_and_sees_tokens(holder, member, unit, person, client):
    data, token, _known = holder
    page, revoke = reverse("enterprises:token-list"), reverse("enterprises:token-revoke", args=[token.pk])

    for somebody in (member(data.organisation), person("officer")):
        client.force_login(somebody)
        assert (client.get(page).status_code, client.get(revoke).status_code) == (403, 404)
    client.force_login(member(unit(), MembershipRole.MANAGER))
    assert revoke not in client.get(page).text
    assert client.post(revoke, {"reason": "x"}).status_code == 404
    client.logout()
    assert "/login/" in client.get(page)["Location"]


@pytest.mark.parametrize(
    ("moment", "code"),
    [("2026-01-01T00:00:00+18:22", 200), ("0001-01-01T00:00:00+14:00", 400), ("9999-12-31T23:59:59-12:00", 400)],
)
def test_a_moment_of_any_zone_is_understood_or_refused(moment, code, holder, client):
    """PostgreSQL knows no zone beyond 16 hours; the calendar ends at both ends."""
    _data, _token, known = holder
    assert client.get("/api/v1/enterprises/tickets/", {"asked_at__lte": moment}, **known).status_code == code
