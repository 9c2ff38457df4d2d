"""The tools of 无障碍 and the parts of pages that scripts make handier; pages are whole without them."""

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import becomes, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A voice that a test can hear: what would have been said, and at what rate.
VOICE = """() => {
  window.said = [];
  SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
  speechSynthesis.speak = words => { said.push([words.text, words.rate, words.lang]); };
  speechSynthesis.cancel = () => { window.stopped = true; };
}"""


@pytest.fixture
def page(open_as, live_server):
    """The statistics with the tools open."""
    page = open_as(display="access:on")
    page.goto(f"{live_server.url}/statistics/")
    return page


def test_letters_grow_in_four_steps_without_a_new_page(page):
    sizes = []
    for step in range(4):
        page.click(f"[data-wish='size:{step}']")
        sizes.append(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))

    assert sizes == sorted(set(sizes))
    assert sizes[-1] >= 24
    expect(page.locator("[data-wish='size:3']").first).to_have_attribute("aria-current", "true")
    page.reload()
    becomes(page, "parseFloat(getComputedStyle(document.body).fontSize)", sizes[-1])


def test_care_reaches_thirty_pixels(page):
    page.click("[data-wish=care]")
    page.click("[data-wish='size:3']")

    until(lambda: page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 30)
    until(lambda: page.evaluate("parseFloat(getComputedStyle(document.body).lineHeight)") >= 45)


def test_the_text_is_read_aloud_at_the_rate_asked_for_and_stops(page):
    page.evaluate(VOICE)
    page.select_option("[data-tool=rate]", "0.7")
    page.click("[data-tool=read]")

    becomes(page, "said", [["统计数据", 0.7, "zh-CN"]])
    expect(page.locator(".being-read")).to_have_count(1)
    page.click("[data-tool=read]")
    becomes(page, "stopped", True)
    expect(page.locator(".being-read")).to_have_count(0)


def test_a_line_follows_the_pointer_and_the_keyboard(page):
    page.click("[data-tool=line]")
    page.mouse.move(300, 400)
    expect(page.locator(".reading-line")).to_have_count(2)
    becomes(page, "document.querySelector('.reading-line').style.top", "414px")

    page.focus("nav.main a >> nth=0")
    until(lambda: page.evaluate("document.querySelector('.reading-line').style.top") != "414px")


def test_the_large_screen_shows_what_one_is_at(page):
    page.click("[data-tool=big-text]")
    page.hover("h1")
    expect(page.locator(".big-text").first).to_have_text("统计数据")
    until(lambda: page.evaluate("parseFloat(getComputedStyle(document.querySelector('.big-text')).fontSize)") >= 30)

    page.focus("nav.main a >> nth=0")
    expect(page.locator(".big-text").first).to_have_text("首页")


def test_the_pointer_can_be_large(page):
    page.click("text=大光标")

    until(lambda: "cursor-large.svg" in page.evaluate("getComputedStyle(document.body).cursor"))


def test_on_a_phone_the_columns_fold_and_open(open_as, live_server):
    page = open_as(width=360)
    page.goto(f"{live_server.url}/statistics/")
    expect(page.locator("nav.main a >> nth=0").first).to_be_hidden()
    page.click("nav.main .menu")

    expect(page.locator("nav.main a >> nth=0").first).to_be_visible()
    expect(page.locator("nav.main .menu").first).to_have_attribute("aria-expanded", "true")


def test_on_a_phone_the_workspace_begins_with_its_page(people, open_as, live_server):
    page = open_as(people["officer"], width=360)
    page.goto(f"{live_server.url}/workspace/")
    expect(page.locator(".workspace-nav a >> nth=0").first).to_be_hidden()
    expect(page.locator("main h1").first).to_be_in_viewport()
    page.click("text=工作台菜单")

    expect(page.locator(".workspace-nav a >> nth=0").first).to_be_visible()


def test_without_scripts_the_columns_are_open_and_no_dead_tool_is_shown(open_as, live_server):
    page = open_as(width=360, java_script_enabled=False, display="access:on")
    page.goto(f"{live_server.url}/statistics/")

    expect(page.locator("nav.main a >> nth=0").first).to_be_visible()
    for dead in ("nav.main .menu", "[data-tool=line]", "[data-tool=read]", "[data-tool=big-text]"):
        expect(page.locator(dead).first).to_be_hidden()


def test_without_scripts_a_form_is_refused_and_kept(people, open_as, live_server):
    page = open_as(people["officer"], java_script_enabled=False)
    page.goto(f"{live_server.url}/styleguide/")
    page.fill("#id_blank-title", "钨合金刀具")
    page.click("form[data-keep] .button")

    expect(page.locator("[data-error-summary]").first).to_be_visible()
    expect(page.locator("#id_blank-title").first).to_have_value("钨合金刀具")


def test_a_dialog_asks_and_gives_the_cursor_back(people, open_as, live_server):
    page = open_as(people["officer"])
    page.goto(f"{live_server.url}/styleguide/")
    page.click("[data-dialog=void-dialog]")
    expect(page.locator("#void-dialog").first).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("#void-dialog").first).to_be_hidden()
    becomes(page, "document.activeElement.dataset.dialog", "void-dialog")


def test_a_file_goes_up_with_a_bar_and_the_answer_is_shown(people, open_as, live_server, tmp_path):
    page = open_as(people["officer"])
    page.goto(f"{live_server.url}/styleguide/")
    proof = tmp_path / "证明.pdf"
    proof.write_bytes(b"%PDF-1.7\n" + b"x" * 100_000)
    page.set_input_files("#id_blank-proof", proof)
    page.fill("#id_blank-title", "钨合金刀具")
    page.click("form[data-keep] .button")
    page.wait_for_selector("[data-error-summary]")

    expect(page.locator("#id_blank-title").first).to_have_value("钨合金刀具")
    page.fill("#id_blank-mobile", "13900001234")
    page.fill("#id_blank-amount", "12.5")
    page.fill("#id_blank-starts_on", "2026-03-02")
    page.check("input[name=blank-kind][value=university]")
    page.select_option("#id_blank-county", "1")
    page.fill("#id_blank-summary", "摘要")
    page.check("#id_blank-is_agreed")
    page.set_input_files("#id_blank-proof", proof)
    page.click("form[data-keep] .button")
    page.wait_for_selector("text=示例表单填写正确")


def test_the_admin_has_the_same_switches_first_and_keeps_them(people, open_as, live_server):
    page = open_as(people["officer"])
    page.goto(f"{live_server.url}/admin/patents/patent/")
    seen = []
    for _ in range(3):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.innerText.trim()"))
    assert seen == ["关怀版", "无障碍", "跳到正文"]
    page.keyboard.press("Enter")
    becomes(page, "document.activeElement.id", "main")

    page.click("text=无障碍")
    page.click("text=黑底黄字")
    page.click("text=关怀版 >> nth=0")
    expect(page.locator("html[data-care='on'][data-contrast='yellow-black']")).to_have_count(1)
    page.goto(f"{live_server.url}/admin/")
    becomes(page, "Object.values({...document.documentElement.dataset}).sort().join()", "0,off,off,on,yellow-black")
    expect(page.locator("#access-tools").first).to_be_visible()
    style = "getComputedStyle(document.querySelector('#main'))"
    becomes(page, f"[{style}.backgroundColor, {style}.color]", ["rgb(0, 0, 0)", "rgb(255, 255, 0)"])
    small = """[...document.querySelectorAll("#page *")].filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3
        && n.textContent.trim()) && !e.closest(".material-symbols-outlined, .visually-hidden") && parseFloat(getComputedStyle(e).fontSize) < 17.9)
        .map(e => e.outerHTML.slice(0, 120))"""
    becomes(page, small, [])
    page.goto(f"{live_server.url}/")
    expect(page.locator("html[data-care='on'][data-contrast='yellow-black']")).to_have_count(1)
