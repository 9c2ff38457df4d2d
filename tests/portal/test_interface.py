"""The interface's page: everything that may be asked, explained in Chinese, as the description for programs has it."""

import pytest
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator

from bureau.portal.interface import sections

pytestmark = pytest.mark.django_db


def test_everything_that_may_be_asked_is_on_the_page_and_explained(client, django_assert_max_num_queries):
    document = SchemaGenerator().get_schema(request=None, public=True)
    asked = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    calls = [call for _title, calls in sections() for call in calls]
    with django_assert_max_num_queries(12):
        page = client.get(reverse("portal:interface"))
    text = page.content.decode()

    assert {(call.method, call.path) for call in calls} == asked
    assert all(f"{call.method} {call.path}" in text for call in calls)
    fields = [field for call in calls for field in (*call.parameters, *call.given, *call.answered)]
    assert [field.name for field in fields if not field.told] == []
    assert [call.path for call in calls if not any("一" <= sign <= "鿿" for sign in call.told)] == []


def test_who_may_ask_is_said_of_each_and_choices_with_their_words():
    found = {(call.method, call.path): call for _title, calls in sections() for call in calls}
    written = found["PUT", "/api/v1/enterprises/own/yearly-data/{year}/"]
    assessed = {field.name: field for field in found["GET", "/api/v1/enterprises/assessments/"].parameters}

    assert found["GET", "/api/v1/articles/"].who == "任何人都可以读取，不须令牌。"
    assert (written.who, found["GET", "/api/v1/enterprises/reserves/"].who) == ("须凭令牌。", "须凭令牌，或已登录。")
    main = next(field for field in written.given if (field.name, field.depth) == ("main", 1))
    assert (main.told, main.kind) == ("主营业务收入", "数、文字、可为 null")
    assert ("met", "符合") in assessed["status"].choices
    assert [code for code, _words in written.refusals] == ["400", "401", "403", "404", "409", "429"]
    assert all(words for _code, words in written.refusals)


def test_the_ways_to_the_page(client):
    assert reverse("portal:interface") in client.get(reverse("portal:sitemap")).content.decode()
