"""Every page: WCAG 2.2 AA in each display, no sideways scrolling on a phone or at 200 %, keyboard first stops."""

from datetime import timedelta
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import Division, User
from bureau.messaging.models import Message
from bureau.news import workflow as news
from bureau.news.models import Item, Subscription
from bureau.portal.demonstration import bulletins, business, units
from bureau.portal.demonstration.site import Site
from bureau.registration.models import Registration
from bureau.registration.workflow import joinings
from bureau.reports.choices import ReportStatus
from bureau.reports.models import AnnualReport
from enterprises.workflow import tokens
from matchmaking.models import Booth, EventSession, FollowUp, SubVenue
from matchmaking.searching import Asked
from matchmaking.workflow import (
    attending,
    binding,
    contracts,
    dealing,
    events,
    profiles,
    results,
    searching,
    slots,
    talking,
)
from matchmaking.workflow.profiles import PROFILES
from matchmaking.workflow.profiles import begin as write_profile
from projects.models import (
    AgendaItem,
    Assignment,
    Opinion,
    Panel,
    PanelMember,
    Pledge,
    ReviewRound,
    Seat,
    SiteVisit,
    VisitMember,
)
from projects.workflow import drafts, submitting
from tests.browser.conftest import PASSWORD
from tests.browser.crawling import ELSEWHERE, address_of, pages, site_map
from tests.browser.waiting import becomes
from tests.enterprises.conftest import firm, member, somebody, unit  # noqa: F401 Firms and their people.
from tests.enterprises.test_pages import service_to
from tests.matchmaking import challenging
from tests.matchmaking.conftest import QUESTIONS, complete
from tests.matchmaking.events import opened
from tests.matchmaking.meeting import published as scheduled
from tests.portal.conftest import columns  # noqa: F401 The site's columns.
from tests.projects import applying, soliciting
from tests.projects.conftest import drafted, expert, published, tree  # noqa: F401 A call that is open, who judges.
from tests.test_access import named_urls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DISPLAYS = [
    {"care": "off", "contrast": "off"},
    {"care": "on", "contrast": "off"},
    {"care": "off", "contrast": "yellow-black"},
    {"care": "off", "contrast": "black-white"},
    {"care": "off", "contrast": "yellow-blue"},
]
COLOURED = ["color-contrast", "link-in-text-block"]  # All that other colours of one and the same page can break.
AXE = Axe()
ALIKE = [{"statistics", "statistics-year"}, {"portal:feedback", "portal:feedback-channel"}]  # One page, two addresses.
CARE_HOME = "/?care=on"  # It has a layout of its own.


SHEETS = {
    "publicity:print",
    "projects:application-print",
    "matchmaking:event-screen",
}  # Drawn for paper or the wall, without the frame.
# Named addresses that no person reads as a page of their own, and why.
NO_PAGES = {
    "posted to": {
        "collecting:duty-nil", "collecting:duty-submit", "collecting:duty-upload", "enterprises:data-explain", "enterprises:data-prefill",
        "enterprises:data-verb", "enterprises:part-remove", "enterprises:reserve-apply", "messaging:message-read-all",
        "registration:joining-grant", "matchmaking:achievement-act", "matchmaking:demand-act", "matchmaking:achievement-file-add", "matchmaking:demand-file-add", "matchmaking:achievement-file-drop", "matchmaking:demand-file-drop", "matchmaking:event-join", "matchmaking:event-beat", "matchmaking:filing-from-deal", "matchmaking:filing-submit", "matchmaking:challenge-new", "matchmaking:challenge-act", "matchmaking:bid-act", "matchmaking:result-submit", "matchmaking:interest-act", "matchmaking:interest-contact", "matchmaking:meeting-act", "matchmaking:mandate-end", "matchmaking:saved-add", "matchmaking:saved-drop", "matchmaking:achievement-dismiss", "matchmaking:demand-dismiss", "messaging:device-add", "messaging:device-drop", "news:item-leave", "projects:application-begin", "projects:suggestion-begin", "projects:expert-begin", "projects:avoidance-remove", "projects:review-conflict", "projects:panel-leave", "projects:member-verb", "projects:file-remove",
        "registration:joining-withdraw",
        "registration:invitation-revoke", "registration:renaming-withdraw", "registration:unit-switch", "session-extend", "signin:data-withdraw",
        "signin:session-end", "signin:session-end-others", "registration:invitation-answer", "mfa_login_webauthn",
    },
    "a file, a part of a page, or for machines": {
        "matchmaking:event-live", "matchmaking:event-calendar", "matchmaking:venue-count", "matchmaking:venue-code", "matchmaking:remark-file", "matchmaking:other-file", "matchmaking:achievement-file-show", "matchmaking:demand-file-show", "matchmaking:deal-file", "matchmaking:filing-file", "matchmaking:result-file", "matchmaking:meeting-calendar",
        "article-detail", "article-list", "collecting:duty-part", "enterprises:data-workbook", "enterprises:service-file", "portal:column-feed",
        "mfa_download_recovery_codes", "portal:feed", "portal:file", "favicon", "projects:application-word", "projects:verify-picture", "projects:application-pdf", "projects:review-word", "projects:review-file", "projects:panel-word", "projects:panel-file", "projects:file-show", "projects:paper-show", "portal:robots", "portal:sitemap-section",
        "portal:sitemap-xml", "manifest", "service-worker", "registration:credit-code", "registration:registration-licence",
        "registration:renaming-document", "report-detail", "bulletins:bulletin-file", "patents:data-file", "patents:patent-workbook", "patent-counts", "schema", "signin:data-export", "messaging:message-open",
    },
    "a step that needs a code, a token or a key: its own tests open it": {
        "account_reset_password_confirm", "account_signup_confirm", "mfa_authenticate", "mfa_deactivate_totp",
        "mfa_edit_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn",
        "mfa_view_recovery_codes", "openid_connect_callback", "openid_connect_login", "registration:invitation",
        "projects:verify", "projects:member-link", "publicity:objection-receipt", "publicity:objection-take-back", "signin:contact-confirm", "signin:sms", "signin:sms-factor",
        "socialaccount_login_error",
    },
}  # fmt: skip


def invited(judge, application, officer) -> tuple[Seat, Assignment]:
    """An invitation to review, to be answered; and an application to be reviewed."""
    now = timezone.now()
    online, begun = (
        ReviewRound.objects.create(
            call=application.call, name=name, due_at=now + timedelta(days=9), created_by=officer, **more
        )
        for name, more in (
            ("第二轮网评", {}),
            ("第一轮网评", {"status": "reviewing", "started_by": officer, "started_at": now}),
        )
    )
    asked = {"source": "drawn", "number": 7, "expert": judge}
    seat = Seat.objects.create(round=online, status="invited", invited_by=officer, invited_at=now, **asked)
    return seat, Assignment.objects.create(round=begun, application=application, assigned_by=officer, **asked)


def seated(judge, application, officer) -> dict:
    """A panel that asks the judge, and one that the judge leads: an application was judged, its opinion is to be signed."""
    now = timezone.now()
    held = ReviewRound.objects.create(
        call=application.call, name="会评", kind="panel", due_at=now + timedelta(days=9), created_by=officer
    )
    known = {
        "round": held,
        "starts_at": now + timedelta(days=3),
        "place": "三楼会议室",
        "status": "called",
        "mode": "votes",
    }
    known |= {"created_by": officer, "created_at": now, "called_by": officer, "called_at": now}
    asking, led = (Panel.objects.create(name=name, **known) for name in ("第二场", "第一场"))
    asked = {"expert": judge, "number": 7, "invited_by": officer, "invited_at": now}
    invitation = PanelMember.objects.create(panel=asking, status="invited", **asked)
    PanelMember.objects.create(panel=led, status="accepted", is_chair=True, answered_at=now, **asked)
    Pledge.objects.create(round=held, expert=judge, text="承诺", signed_by=judge.user, signed_at=now)
    signed = {"opened_by": officer, "opened_at": now, "closed_by": officer, "closed_at": now}
    item = AgendaItem.objects.create(
        panel=led, application=application, position=1, minutes=20, status="closed", present=5, agree=4, score=80,
        result="passed", arithmetic="到会 5 人，同意 4 票，通过。", **signed,
    )  # fmt: skip
    Opinion.objects.create(item=item, result="passed")
    visit = SiteVisit.objects.create(
        application=application, starts_at=now + timedelta(days=2), place="章贡区", created_by=officer, created_at=now
    )
    VisitMember.objects.create(visit=visit, expert=judge)
    return {
        "projects:visit": (judge.user, {"pk": visit.pk}),
        "projects:panel-invitation": (judge.user, {"pk": invitation.pk}),
        "projects:panel-decline": (judge.user, {"pk": invitation.pk}),
        "projects:panel": (judge.user, {"pk": led.pk}),
        "projects:panel-item": (judge.user, {"pk": item.pk}),
        "projects:panel-opinion": (judge.user, {"pk": item.pk}),
    }


def suggested(people, owner, organisation) -> dict:
    """A 征集 that was summed up; one that is open, with a suggestion that was handed in and a draft."""
    past = soliciting.opened(people["section_head"])
    soliciting.handed_in(past, owner, organisation, shows_name=True)
    soliciting.summed_up(past, people["officer"])
    running = soliciting.opened(people["section_head"])
    sent = soliciting.handed_in(running, owner, organisation)
    soliciting.written(running, owner, organisation)
    return {"projects:suggestion-verb": (owner, {"pk": sent.pk, "verb": "withdraw"})}


def talked(request, officer) -> dict:
    """An achievement and a demand that anybody may read, and the talk of their units."""
    make = request.getfixturevalue
    sides = {}
    for model in PROFILES:
        unit, noun = make("unit")(), model._meta.model_name  # noqa: F811
        owner = make("member")(unit, MembershipRole.MANAGER)
        profile = write_profile(model, unit, by=owner, **complete(model, division=unit.division))
        profiles.submit(profile, by=owner)
        profiles.publish(profile, by=officer)
        sides[noun] = (profile, owner)
    (achievement, answering), (demand, asking) = sides["achievement"], sides["demand"]
    interest = dealing.ask(demand, achievement, by=asking, **QUESTIONS)
    dealing.accept(interest, by=answering)
    talking.say(interest, by=asking, text="可以寄样品")
    talking.propose(interest, by=asking, starts_at=timezone.now() + timedelta(days=2), minutes=30, place="线上会议")
    binding.want(interest, by=asking)
    searching.save(Asked.of({"q": "永磁"}), by=asking)
    challenge = challenging.published(demand, asking, officer)
    bid = challenging.sealed(challenge, achievement.organisation, answering)
    filing = contracts.begin(achievement.organisation, by=answering, title="永磁电机联合开发")
    result = results.begin(achievement.organisation, by=answering, title="永磁电机关键技术")
    follow_up = FollowUp.objects.create(filing=filing, months=3, due_on=timezone.localdate())
    return {
        "matchmaking:market-achievement": (None, {"pk": achievement.pk}),
        "matchmaking:market-demand": (None, {"pk": demand.pk}),
        "matchmaking:challenge": (None, {"pk": challenge.pk}),
        "matchmaking:challenge-list": (asking, {}),
        "matchmaking:challenge-detail": (asking, {"pk": challenge.pk}),
        "matchmaking:bid": (answering, {"pk": bid.challenge_id}),
        "matchmaking:interest-list": (answering, {}),
        "matchmaking:interest-new": (asking, {"noun": "achievement", "pk": achievement.pk}),
        "matchmaking:interest-detail": (answering, {"pk": interest.pk}),
        "matchmaking:result-list": (answering, {}),
        "matchmaking:result-detail": (answering, {"pk": result.pk}),
        "matchmaking:filing-list": (answering, {}),
        "matchmaking:filing-detail": (answering, {"pk": filing.pk}),
        "matchmaking:follow-up": (answering, {"pk": follow_up.pk}),
        "matchmaking:mandate-list": (asking, {}),
        "matchmaking:saved-list": (asking, {}),
        **at_an_event(officer, asking, achievement.organisation),
    }


def at_an_event(officer, clerk, exhibitor) -> dict:
    """A 对接会 in session, with a programme, a booth and a sub-venue whose clerk has come in."""
    event = opened(officer)
    hours = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    EventSession.objects.create(
        event=event, title="稀土新材料专场", stream="https://live.example.cn/1", place="主会场", **hours
    )
    Booth.objects.create(event=event, number="A1", organisation=exhibitor, introduction="稀土永磁")
    venue = SubVenue.objects.create(event=event, name="信丰分会场", division=Division.objects.get(name="信丰县"))
    events.name_clerks(event, by=officer, clerks={venue: [clerk]})
    slots.plan_slots(event, by=officer, tables=3, tables_at="二楼洽谈区", starts_at=event.starts_at, count=4)
    scheduled(event, officer)  # The interest of talked() is about what was collected for it.
    attending.join(event, by=clerk, device="d" * 32, role="demand")
    attending.sign_in(venue, attending.Person("13900007777", "王五"))
    here = {"pk": event.pk}
    return {f"matchmaking:event-{name}": (None, here) for name in ("hall", "items", "screen")} | {
        "matchmaking:event-own": (clerk, here),
        "matchmaking:event-agenda": (clerk, here),
        "matchmaking:venue-desk": (clerk, {"pk": venue.pk}),
        "matchmaking:sign-in": (None, {"token": venue.token}),
    }


@pytest.fixture
def world(request, people, places, columns):  # noqa: F811
    """A site with one of everything: name to (who opens it, address), each once, for the first person who can."""
    for name in "甲乙丙丁":  # Units that lists brought: some of the demonstration's persons register them.
        request.getfixturevalue("unit")(f"赣州{name}有限公司", "章贡区")
    units.make(people, PASSWORD)
    business.make_publicities(people)
    business.make_collections(people, PASSWORD)
    site = Site(people, timezone.localdate())
    marks = {
        "document_number": "赣市科字〔2026〕12号",
        "issuing_organ": "本局",
        "written_on": "2026-03-02",
        "validity": "in_force",
    }
    guide = dict.fromkeys(("basis", "conditions", "materials", "procedure", "time_limit", "phone"), "按规定")
    for column, more in (("notices", {}), ("notices", {}), ("policies", marks), ("guides", guide)):
        site.publish(column, "关于申报稀土项目的通知", 1, body="<h2>一、对象</h2><p>本市企业。</p>", **more)
    now, report = timezone.now(), AnnualReport.objects.create(year=2015)
    report.figures.create(indicator="patents.applications", name="专利申请量", unit="件", value=1)
    AnnualReport.objects.filter(pk=report.pk).update(
        status=ReportStatus.ISSUED, prepared_by=people["report_office"], prepared_at=now, reviewed_by=people["section_head"],
        reviewed_at=now, issued_by=people["leader"], issued_at=now, workbook="x", computed_at=now,
    )  # fmt: skip
    bulletins.make(people, 2015)
    known = {person.username: User.objects.get(username=person.username) for person in units.PERSONS.values()}
    joinings.ask(known["danwei"].memberships.get().organisation, by=known["buzheng"], words="研发部")
    data, owner = request.getfixturevalue("firm")()
    manager = request.getfixturevalue("member")(data.organisation, MembershipRole.MANAGER)
    for is_handed_in in (True, False):
        application = drafts.begin(request.getfixturevalue("published")(), data.organisation, by=owner, token=uuid4())
        applying.fill(application, owner)
        if is_handed_in:
            submitting.propose(application, by=owner)
            submitting.submit(application, by=manager, token=uuid4())
            handed_in = application
    judge = request.getfixturevalue("expert")(fields=["1310"])
    taking_back = suggested(people, owner, data.organisation)
    written = {}
    for model in PROFILES:
        profile = write_profile(model, data.organisation, by=owner, title=f"稀土永磁{model._meta.verbose_name}")
        for page in ("detail", "matches"):
            written[f"matchmaking:{model._meta.model_name}-{page}"] = (owner, {"pk": profile.pk})
    written |= talked(request, people["officer"])
    service = service_to(data.organisation)
    Subscription.objects.create(user=owner, tag="funds")
    news.gather()
    told = Message.objects.filter(kind=Item.MESSAGE, user=owner).first()
    found = {}
    for user in (None, owner, *known.values(), people["officer"]):
        found |= {name: (user, address) for name, address in pages(user, known=found.keys()).items()}
    token, _secret = tokens.issue(data.organisation, by=manager, name="财务系统", expires_on=timezone.localdate())
    registration = Registration.objects.get(status="submitted")
    draft, member_of = {"pk": application.pk}, application.team.get(position=2).pk
    seat, assignment = invited(judge, handed_in, people["officer"])
    by_doing = {
        "offline": (None, {}),
        "news:item": (owner, {"pk": Item.objects.first().pk}),
        "news:leave": (None, {"signed": told.leave_url.split("/")[-2]}),
        "projects:expert": (judge.user, {}),
        "projects:expert-edit": (judge.user, {"part": "knowledge"}),
        "projects:expert-verb": (judge.user, {"verb": "pause"}),
        "projects:avoidance-add": (judge.user, {}),
        "projects:paper-add": (judge.user, {}),
        "projects:review-desk": (judge.user, {"pk": assignment.pk}),
        "projects:seat": (judge.user, {"pk": seat.pk}),
        "projects:seat-decline": (judge.user, {"pk": seat.pk}),
        "enterprises:service-confirm": (owner, {"pk": service.pk}),
        "enterprises:token-list": (manager, {}),
        "enterprises:token-revoke": (manager, {"pk": token.pk}),
        "registration:registration-submitted": (registration.submitted_by, {"pk": registration.pk}),
        "projects:member-add": (owner, draft),
        "projects:member-edit": (owner, draft | {"member": member_of}),
        "projects:file-add": (owner, draft | {"code": "feasibility"}),
        "projects:application-verb": (owner, {"pk": handed_in.pk, "verb": "withdraw"}),
        "projects:recommending-verb": (known["tuijian"], {"pk": handed_in.pk, "verb": "recommend"}),
    }
    by_doing |= seated(judge, handed_in, people["officer"]) | taking_back | written
    found |= {name: (who, reverse(name, kwargs=given)) for name, (who, given) in by_doing.items()}
    listed = {
        address: (None, address) for address in site_map(Client()) if address not in {a for _, a in found.values()}
    }
    return found | listed | {"home in 关怀版": (None, CARE_HOME)}


def violations(page, rules=None, tags=RULES) -> list[str]:
    """What axe finds, in words; ``rules`` are those that a change of colours can break."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.axe_script)
    asked = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": tags}
    results = page.evaluate("asked => axe.run(document, {runOnly: asked, resultTypes: ['violations']})", asked)
    return [f"{found['id']}: {node['html'][:160]}" for found in results["violations"] for node in found["nodes"]]


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
    addresses = {address for _who, address in world.values()}
    named = {name for name in named_urls() if not name.startswith("admin:")}
    unread = {
        name
        for name in named.difference(world, *NO_PAGES.values())
        if not name.startswith(ELSEWHERE) and address_of(name) not in addresses
    }
    assert sorted(unread) == [], "pages that nobody reached"
    assert set().union(*NO_PAGES.values()) & world.keys() == set(), "pages after all"
    assert [address for address in site_map(Client()) if address not in addresses] == []
    wrong, titles, page, opened_by = [], {}, None, ...
    for name, (who, address) in sorted(world.items(), key=lambda item: str(item[1][0])):
        if who is not opened_by:
            page, opened_by = open_as(who), who
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{live_server.url}{address}")
        if name in SHEETS:
            wrong += [(name, found) for found in violations(page)]
            continue
        expect(page.locator("header .name").first).to_have_text(settings.SITE_NAME)
        if not name.startswith("/") and address != CARE_HOME:
            titles.setdefault(page.title(), set()).add(name)
        if address == CARE_HOME:
            expect(page.locator(".care-entries a").nth(3)).to_be_visible()
            page.context.clear_cookies(name="display")
        for display in DISPLAYS:
            show(page, display | ({"care": "on"} if address == CARE_HOME else {}))
            rules = COLOURED if display["contrast"] != "off" else None
            wrong += [(name, display, found) for found in violations(page, rules)]
            if (
                rules
                and page.evaluate("getComputedStyle(document.querySelector('header.site')).backgroundImage") != "none"
            ):
                wrong.append((name, display, "a picture behind the name plate"))  # axe sees no pictures.
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
    becomes(page, "document.activeElement.id", "main")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_switches_work_with_and_without_scripts(open_as, live_server, scripts):
    page = open_as(java_script_enabled=scripts)
    page.goto(f"{live_server.url}/statistics/")
    wishes = {
        "text=关怀版": "data-care='on'",
        "text=黑底黄字": "data-contrast='yellow-black'",
        "text=A++ >> nth=0": "data-size='2'",
    }
    for switch, wish in wishes.items():
        if "contrast" in wish:
            page.click("text=无障碍")  # Opens the tools among which the switch is.
        page.click(switch)
        expect(page.locator(f"html[{wish}]")).to_have_count(1)
    page.goto(f"{live_server.url}/")

    for wish in wishes.values():
        expect(page.locator(f"html[{wish}]")).to_have_count(1)
    expect(page.locator("#access-tools")).to_be_visible()
    page.click("text=退出关怀版")
    expect(page.locator("html[data-care='off']")).to_have_count(1)


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
