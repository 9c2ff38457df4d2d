"""Every page: WCAG 2.2 AA in each display, no sideways scrolling on a phone or at 200 %, keyboard first stops."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import Membership, Organisation, User
from bureau.reports.choices import ReportStatus
from bureau.reports.models import AnnualReport
from tests.browser.crawling import pages
from tests.test_access import things  # noqa: F401 One of each noun, so that every page has something to show.

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DISPLAYS = [
    {"care": "off", "contrast": "off"},
    {"care": "on", "contrast": "off"},
    {"care": "off", "contrast": "yellow-black"},
    {"care": "off", "contrast": "black-white"},
    {"care": "off", "contrast": "yellow-blue"},
]
AXE = Axe()
ALIKE = [{"statistics", "statistics-year"}]  # One page under two addresses.


@pytest.fixture
def world(request, people):
    """The pages that exist: name to (who opens it, address), each once, for the first person who can."""
    request.getfixturevalue("things")
    now, (one, two, *_) = timezone.now(), people.values()
    AnnualReport.objects.filter(status=ReportStatus.PREPARED).update(
        status=ReportStatus.ISSUED, prepared_by=one, prepared_at=now, reviewed_by=one, reviewed_at=now,
        issued_by=two, issued_at=now, workbook="x",
    )  # fmt: skip
    member = User.objects.create_user(username="member", name="李成员")
    unit = Organisation.objects.create(name="赣州甲有限公司", credit_code="91360700MA35A00001", name_key="甲")
    Membership.objects.create(user=member, organisation=unit, role=MembershipRole.MANAGER)
    found = {}
    for user in (None, member, *people.values()):
        found |= {name: (user, address) for name, address in pages(user, known=found.keys()).items()}
    return found


def violations(page) -> list[str]:
    """What axe finds, in words."""
    results = AXE.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return [f"{found['id']}: {node['html'][:160]}" for found in results for node in found["nodes"]]


def show(page, display: dict) -> None:
    """Switch the display as the switches do."""
    page.evaluate("wishes => Object.assign(document.documentElement.dataset, wishes)", display)


SMALL = """least => [...document.querySelectorAll("body *")].filter(e => e.checkVisibility() &&
    [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && !e.closest(".visually-hidden, svg, option") &&
    parseFloat(getComputedStyle(e).fontSize) < least).map(e => e.outerHTML.slice(0, 120))"""
LOW = """() => [...document.querySelectorAll("button, .button, nav a, select, textarea, input")]
    .filter(e => e.checkVisibility() && !["checkbox", "radio"].includes(e.type) && e.getBoundingClientRect().width > 2 &&
    e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))"""
# Width, and what is on: a phone, 1280 px at 200 % and at 400 %, 关怀版 on a phone, the largest letters.
WIDTHS = [(360, {}), (640, {}), (320, {}), (360, {"care": "on"}), (640, {"size": "3"})]


def too_small(page) -> list[str]:
    """Text below 14 px, in 关怀版 below 18 px; there also buttons, fields and navigation below 44 px."""
    show(page, {"care": "off"})
    found = [f"below 14 px: {element}" for element in page.evaluate(SMALL, 13.9)]
    show(page, {"care": "on"})
    found += [f"below 18 px: {element}" for element in page.evaluate(SMALL, 17.9)]
    return found + [f"below 44 px: {element}" for element in page.evaluate(LOW)]


def sideways(page) -> list[str]:
    """Where the page is wider than its window."""
    found = []
    for width, display in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        show(page, {"care": "off", "size": "0", "contrast": "off"} | display)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{wide} px wide in {width} px, {display}")
    return found


def test_every_page_is_for_everybody(world, open_as, live_server):
    """Promised of each page in each display: no violation of WCAG 2.2 AA, nothing small, nothing wider than its window."""
    assert {"home", "statistics", "styleguide", "messaging:inbox"} <= world.keys()
    wrong, titles, page, opened_by = [], {}, None, ...
    for name, (who, address) in sorted(world.items(), key=lambda item: str(item[1][0])):
        if who is not opened_by:
            page, opened_by = open_as(who), who
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{live_server.url}{address}")
        assert page.inner_text("header .name") == settings.SITE_NAME
        titles.setdefault(page.title(), set()).add(name)
        for display in DISPLAYS:
            show(page, display)
            wrong += [(name, display, found) for found in violations(page)]
        wrong += [(name, found) for found in too_small(page) + sideways(page)]

    assert not wrong, "\n".join(map(str, wrong))
    assert [names for names in titles.values() if len(names) > 1 and names not in ALIKE] == []


def stops(page, count: int) -> list[str]:
    """What Tab comes to, in order."""
    found = []
    for _ in range(count):
        page.keyboard.press("Tab")
        found.append(
            page.evaluate("(document.activeElement.innerText || document.activeElement.ariaLabel || '').trim()")
        )
    return found


@pytest.mark.parametrize("address", ["/", "/statistics/", "/nowhere/"])
def test_the_switches_and_the_way_past_the_frame_come_first(open_as, live_server, address):
    page = open_as()
    page.goto(f"{live_server.url}{address}")

    assert stops(page, 3) == ["关怀版", "无障碍", "跳到正文"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_switches_work_with_and_without_scripts(open_as, live_server, scripts):
    page = open_as(java_script_enabled=scripts)
    page.goto(f"{live_server.url}/statistics/")
    page.click("text=关怀版")
    page.click("text=无障碍")
    page.click("text=黑底黄字")
    page.click("text=A++ >> nth=0")
    page.goto(f"{live_server.url}/")

    for wish in ("data-care='on'", "data-contrast='yellow-black'", "data-size='2'"):
        assert page.locator(f"html[{wish}]").count() == 1, wish
    assert page.locator("#access-tools").is_visible()
    page.click("text=退出关怀版")
    assert page.locator("html[data-care='off']").count() == 1


def test_the_watch_sees_what_leaves_the_machine(chromium):
    page = chromium.new_page()
    page.route("**/*", lambda route: route.abort())
    page.set_content("<img src='http://elsewhere.example/x.png'>")

    assert chromium.outside == ["http://elsewhere.example/x.png"]
    chromium.outside.clear()


def test_the_watch_sees_what_the_policy_stops(chromium, live_server):
    page = chromium.new_page()
    page.goto(f"{live_server.url}/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.wait_for_timeout(100)

    assert len(chromium.stopped) == 1
    chromium.stopped.clear()
