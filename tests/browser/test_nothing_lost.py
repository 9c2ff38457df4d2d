"""Nothing typed is lost: not by leaving the page, not by the end of the session, of which the page warns in time."""

import re
from importlib import import_module

import pytest
from django.conf import settings
from playwright.sync_api import expect

from bureau.signin.sessions import MARK
from tests.browser.waiting import becomes, follow, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "#id_blank-title"
OFFERED = "text=还没有提交的内容"


@pytest.fixture
def officer(people, open_as, live_server):
    """An officer before a form."""
    page = open_as(people["officer"])
    page.goto(f"{live_server.url}/styleguide/")
    return page


def age(page, seconds: int) -> dict:
    """Let the session of the page have been idle for so long; returns its mark."""
    key = next(c["value"] for c in page.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME)
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    mark = session[MARK]
    session[MARK] = mark | {"seen": mark["seen"] - seconds}
    session.save()
    return import_module(settings.SESSION_ENGINE).SessionStore(key)[MARK]


def fill(page):
    """Type and choose something; it is kept after a moment."""
    page.fill(TITLE, "钨合金刀具")
    page.check("input[name=blank-kind][value=university]")
    page.check("input[name=blank-fields][value=biology]")
    page.wait_for_timeout(500)


def test_what_was_typed_is_offered_when_the_page_is_opened_again(officer):
    fill(officer)
    officer.reload()
    expect(officer.locator(TITLE).first).to_have_value("")
    officer.click("text=恢复填写")

    expect(officer.locator(TITLE).first).to_have_value("钨合金刀具")
    expect(officer.locator("input[name=blank-kind][value=university]").first).to_be_checked()
    expect(officer.locator("input[name=blank-fields][value=biology]").first).to_be_checked()
    expect(officer.locator("input[name=blank-fields][value=materials]").first).not_to_be_checked()


def test_what_was_sent_is_offered_no_more(officer):
    fill(officer)
    officer.fill("#id_blank-mobile", "13900001234")
    officer.fill("#id_blank-amount", "12.5")
    officer.fill("#id_blank-starts_on", "2026-03-02")
    officer.select_option("#id_blank-county", "1")
    officer.fill("#id_blank-summary", "摘要")
    officer.check("#id_blank-is_agreed")
    officer.click("form[data-keep] .button")
    officer.wait_for_selector("text=示例表单填写正确")
    officer.reload()

    expect(officer.locator(OFFERED)).to_have_count(0)


def test_what_was_refused_stays_in_the_form_with_the_cursor_on_the_summary(officer):
    fill(officer)
    officer.click("form[data-keep] .button")
    officer.wait_for_selector("[data-error-summary]")

    expect(officer.locator(TITLE).first).to_have_value("钨合金刀具")
    becomes(officer, "document.activeElement.matches('[data-error-summary]')", True)
    officer.click("a[href='#id_blank-mobile']")
    becomes(officer, "document.activeElement.id", "id_blank-mobile")


def test_what_was_typed_survives_the_end_of_the_session(officer):
    fill(officer)
    age(officer, 3600)
    officer.click("form[data-keep] .button")
    officer.wait_for_selector("input[type=password]")

    expect(officer).to_have_url(re.compile("next=(%2F|/)styleguide"))
    kept = officer.evaluate("JSON.stringify(Object.values(localStorage))")
    assert "钨合金刀具" in kept
    assert "csrfmiddlewaretoken" not in kept


def test_the_page_warns_before_the_session_ends_and_lets_it_go_on(officer):
    age(officer, settings.STAFF_SESSION_IDLE_MINUTES * 60 - 90)
    officer.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    officer.wait_for_selector("[role=alertdialog] >> text=即将自动退出")
    seconds = int("".join(filter(str.isdigit, officer.inner_text("[role=alertdialog] [data-left]"))))
    assert 60 <= seconds <= 90

    officer.click("text=继续使用")
    officer.wait_for_selector("[role=alertdialog]", state="detached")
    assert age(officer, 0)["seen"] > age(officer, 0)["at"] - 5


def test_the_admin_warns_too(officer, live_server):
    officer.goto(f"{live_server.url}/admin/")
    age(officer, settings.STAFF_SESSION_IDLE_MINUTES * 60 - 90)
    officer.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    officer.click("[role=alertdialog] >> text=继续使用")
    officer.wait_for_selector("[role=alertdialog]", state="detached")

    assert age(officer, 0)["seen"] > age(officer, 0)["at"] - 5


def test_the_page_says_when_the_session_is_over(officer, live_server):
    fill(officer)
    age(officer, 3600)
    officer.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    officer.wait_for_selector("[role=alertdialog] >> text=登录已结束")
    officer.click("button:text-is('重新登录')")
    officer.wait_for_selector("input[type=password]")

    expect(officer).to_have_url(re.compile("styleguide"))


def test_signing_out_leaves_nothing_on_the_machine(officer):
    fill(officer)
    follow(officer, "form[data-sign-out] button")

    until(lambda: "钨合金刀具" not in officer.evaluate("JSON.stringify(Object.values(localStorage))"))
