"""From asking to the call in the browser: a unit suggests, an officer answers and sums up, the public reads, a call begins."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from projects.models import Call, ExpertiseField, Suggestion
from tests.browser.test_every_page import sideways, too_small, violations
from tests.browser.waiting import follow
from tests.projects.conftest import people as unit_people
from tests.projects.conftest import tree  # noqa: F401 Fixtures.
from tests.projects.soliciting import INDUSTRY, close, opened
from tests.registration.conftest import member, recommender, somebody, unit  # noqa: F401 Fixtures.

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
units = unit_people


def suggest(page, base, field) -> None:
    """Written with something missing, found by the check, handed in."""
    page.goto(base + reverse("projects:suggestion-list"))
    follow(page, "button:has-text('以单位名义提建议')")
    page.select_option("#id_category", INDUSTRY)
    page.fill("#id_title", "离子型稀土绿色开采")
    page.select_option("#id_field", str(field.pk))
    page.fill("#id_problem", "尾水氨氮处理成本高。")
    page.fill("#id_goals", "吨水成本下降三成。")
    page.fill("#id_amount", "300")
    page.check("#id_shows_name")
    assert violations(page) == []
    assert sideways(page) == []
    assert too_small(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    follow(page, "button:has-text('保存并检查')")
    follow(page, ".error-summary a:has-text('还没有填写“预计年限”')")
    page.fill("#id_years", "3")
    follow(page, "button:has-text('保存并检查')")
    follow(page, "button:has-text('提交建议')")
    expect(page.locator(".confirmation .number")).to_have_text(Suggestion.objects.get().number)


def say(page, address: str) -> None:
    """The one button of a verb's page in the admin."""
    page.goto(address)
    follow(page, "form.bureau-form button")


def test_a_unit_suggests_and_a_call_comes_of_it(open_as, client, units, person, tree, live_server):  # noqa: F811
    base, (organisation, contributor, *_rest) = live_server.url, units()
    asked, officer = opened(person("section_head")), person("officer")
    suggest(open_as(contributor), base, ExpertiseField.objects.get(code="1310"))
    made = Suggestion.objects.get()

    client.cookies.clear()
    desk = open_as(officer)
    desk.goto(base + reverse("admin:projects_suggestion_answer_page", args=[made.pk]))
    desk.check("input[name=outcome][value=adopted]")
    desk.fill("#id_reply", "列入 2027 年度指南。")
    desk.fill("#id_adopted_text", "支持离子型稀土绿色开采与尾水处理。")
    follow(desk, "form.bureau-form button")
    expect(desk.locator("text=已答复").first).to_be_visible()
    close(asked)
    say(desk, base + reverse("admin:projects_solicitation_sum_up_page", args=[asked.pk]))
    expect(desk.locator("text=已汇总").first).to_be_visible()
    say(desk, base + reverse("admin:projects_solicitation_make_call_page", args=[asked.pk]))
    expect(desk.locator(f"a:has-text('2027 年度{INDUSTRY}')").first).to_be_visible()
    assert "1. 支持离子型稀土绿色开采与尾水处理。" in Call.objects.get().guide

    client.cookies.clear()
    page = open_as()
    page.goto(base + reverse("projects:solicitation-list"))
    follow(page, f"main a:has-text('{asked.title}')")
    row = page.locator("tbody tr")
    expect(row).to_have_count(1)
    for words in ("离子型稀土绿色开采", "采纳", "列入 2027 年度指南。", organisation.name):
        expect(row).to_contain_text(words)
    assert violations(page) == []
    assert sideways(page) == []
    assert too_small(page) == []
