"""The tools of 无障碍 and the parts of pages that scripts make handier; pages are whole without them."""

import pytest

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
    assert page.get_attribute("[data-wish='size:3']", "aria-current") == "true"
    page.reload()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == sizes[-1]


def test_care_reaches_thirty_pixels(page):
    page.click("[data-wish=care]")
    page.click("[data-wish='size:3']")

    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 30
    assert page.evaluate("parseFloat(getComputedStyle(document.body).lineHeight)") >= 45


def test_the_text_is_read_aloud_at_the_rate_asked_for_and_stops(page):
    page.evaluate(VOICE)
    page.select_option("[data-tool=rate]", "0.7")
    page.click("[data-tool=read]")

    assert page.evaluate("said") == [["统计数据", 0.7, "zh-CN"]]
    assert page.locator(".being-read").count() == 1
    page.click("[data-tool=read]")
    assert page.evaluate("stopped")
    assert page.locator(".being-read").count() == 0


def test_a_line_follows_the_pointer_and_the_keyboard(page):
    page.click("[data-tool=line]")
    page.mouse.move(300, 400)
    assert page.locator(".reading-line").count() == 2
    assert page.evaluate("document.querySelector('.reading-line').style.top") == "414px"

    page.focus("nav.main a >> nth=0")
    assert page.evaluate("document.querySelector('.reading-line').style.top") != "414px"


def test_the_large_screen_shows_what_one_is_at(page):
    page.click("[data-tool=big-text]")
    page.hover("h1")
    assert page.inner_text(".big-text") == "统计数据"
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.big-text')).fontSize)") >= 30

    page.focus("nav.main a >> nth=0")
    assert page.inner_text(".big-text") == "首页"


def test_the_pointer_can_be_large(page):
    page.click("text=大光标")

    assert "cursor-large.svg" in page.evaluate("getComputedStyle(document.body).cursor")


def test_on_a_phone_the_columns_fold_and_open(open_as, live_server):
    page = open_as(width=360)
    page.goto(f"{live_server.url}/statistics/")
    assert not page.is_visible("nav.main a >> nth=0")
    page.click("nav.main .menu")

    assert page.is_visible("nav.main a >> nth=0")
    assert page.get_attribute("nav.main .menu", "aria-expanded") == "true"


def test_without_scripts_the_columns_are_open_and_no_dead_tool_is_shown(open_as, live_server):
    page = open_as(width=360, java_script_enabled=False, display="access:on")
    page.goto(f"{live_server.url}/statistics/")

    assert page.is_visible("nav.main a >> nth=0")
    for dead in ("nav.main .menu", "[data-tool=line]", "[data-tool=read]", "[data-tool=big-text]"):
        assert not page.is_visible(dead), dead


def test_without_scripts_a_form_is_refused_and_kept(people, open_as, live_server):
    page = open_as(people["officer"], java_script_enabled=False)
    page.goto(f"{live_server.url}/styleguide/")
    page.fill("#id_blank-title", "钨合金刀具")
    page.click("form[data-keep] .button")

    assert page.is_visible("[data-error-summary]")
    assert page.input_value("#id_blank-title") == "钨合金刀具"


def test_a_dialog_asks_and_gives_the_cursor_back(people, open_as, live_server):
    page = open_as(people["officer"])
    page.goto(f"{live_server.url}/styleguide/")
    page.click("[data-dialog=void-dialog]")
    assert page.is_visible("#void-dialog")
    page.keyboard.press("Escape")

    assert not page.is_visible("#void-dialog")
    assert page.evaluate("document.activeElement.dataset.dialog") == "void-dialog"


def test_a_file_goes_up_with_a_bar_and_the_answer_is_shown(people, open_as, live_server, tmp_path):
    page = open_as(people["officer"])
    page.goto(f"{live_server.url}/styleguide/")
    proof = tmp_path / "证明.pdf"
    proof.write_bytes(b"%PDF-1.7\n" + b"x" * 100_000)
    page.set_input_files("#id_blank-proof", proof)
    page.fill("#id_blank-title", "钨合金刀具")
    page.click("form[data-keep] .button")
    page.wait_for_selector("[data-error-summary]")

    assert page.input_value("#id_blank-title") == "钨合金刀具"
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
    assert page.evaluate("document.activeElement.id") == "main"

    page.click("text=无障碍")
    page.click("text=黑底黄字")
    page.click("text=关怀版 >> nth=0")
    page.goto(f"{live_server.url}/admin/")
    assert (
        page.evaluate("Object.values({...document.documentElement.dataset}).sort().join()")
        == "0,off,off,on,yellow-black"
    )
    assert page.is_visible("#access-tools")
    style = "getComputedStyle(document.querySelector('#main'))"
    assert page.evaluate(f"[{style}.backgroundColor, {style}.color]") == ["rgb(0, 0, 0)", "rgb(255, 255, 0)"]
    small = """[...document.querySelectorAll("#page *")].filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3
        && n.textContent.trim()) && !e.closest(".material-symbols-outlined, .visually-hidden") && parseFloat(getComputedStyle(e).fontSize) < 17.9)
        .map(e => e.outerHTML.slice(0, 120))"""
    assert page.evaluate(small) == []
    page.goto(f"{live_server.url}/")
    assert page.locator("html[data-care='on'][data-contrast='yellow-black']").count() == 1
