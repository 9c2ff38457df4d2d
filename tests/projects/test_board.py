"""The officers' board: places, progress, reminders, one more opinion, everything as a workbook and on paper."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from bureau import exports
from bureau.audit.models import Entry
from bureau.environment import days
from bureau.files import private_storage
from bureau.messaging.models import Message
from bureau.workflow import Refused
from projects import board
from projects.choices import AssignmentStatus
from projects.models import Assignment, ReviewRound, Sheet, Standing
from projects.workflow import assigning, ranking, rounds
from tests.projects.judging import reviewed

pytestmark = pytest.mark.django_db
D = Decimal
BOARD = "admin:projects_standing_board_page"


@pytest.fixture
def judged(published, accepted, expert, round_of, person):
    """Applications of one call, each judged: ``judged([0.5, 0.6, 0.7], [0.9, 0.9, 0.9])`` gives (call, assignments by application)."""

    def make(*levels, scheme="plan"):
        call, officer = published(scheme=scheme), person("officer")
        applications = [accepted(call=call)[0] for _ in levels]
        held = round_of(*applications, is_started=True)
        judges = [expert() for _ in range(max(map(len, levels), default=0))]
        found = []
        for application, given in zip(applications, levels, strict=True):
            made = [assigning.assign(held, application, judges[place], by=officer) for place in range(len(given))]
            found.append([Assignment.objects.get(pk=one.pk) for one in made])
            for one, level in zip(found[-1], given, strict=True):
                if level is not None:
                    reviewed(one, level)
        return call, found

    return make


def places(call):
    return [(s.place, s.score, s.count) for s in board.standings_of(call)]


def test_applications_get_their_places_by_the_scheme(judged, person):
    call, _found = judged([0.5, 0.6, 0.7], [0.9, 0.9, 0.9], [0.8, 0.8])

    assert ranking.rank(call, by=person("officer")) == 2
    assert places(call) == [(1, D("90.00"), 3), (2, D("60.00"), 3), (None, None, 2)]
    assert ranking.rank(call, by=person("section_head")) == 2
    assert Entry.objects.filter(verb="rank").count() == 2


def test_places_hold_until_the_call_is_ranked_again_and_the_board_says_so(judged, person):
    call, found = judged([0.9, 0.9, 0.9], [0.5, 0.5, 0.5, None])
    ranking.rank(call, by=person("officer"))
    assert not board.is_stale(call, board.ranked_at(call))
    reviewed(found[1][3], 1.0)

    assert board.is_stale(call, board.ranked_at(call))
    assert [s.place for s in board.standings_of(call)] == [1, 2]


@pytest.mark.parametrize("role", ["leader", "report_office", "supervision", "web_editor"])
def test_only_officers_rank_and_remind(role, judged, person):
    call, found = judged([None])
    user = person(role)
    for act in (lambda: ranking.rank(call, by=user), lambda: ranking.remind(found[0][0].round, by=user)):
        with pytest.raises(PermissionDenied):
            act()


def test_a_spread_beyond_the_schemes_limit_is_flagged(judged):
    call, _found = judged([0.5, 0.9, 0.9], [0.8, 0.8, 0.8])

    assert [s.application_id for s in board.standings_of(call, flag="dispersed")] == [
        Standing.objects.get(is_dispersed=True).application_id
    ]


def test_who_owes_reviews_is_reminded_once_a_day(judged, person):
    call, found = judged([0.8, None], [None, None])
    officer, held = person("officer"), found[0][0].round

    assert ranking.remind(held, by=officer) == 2
    assert ranking.remind(held, by=officer) == 0
    told = {m.user_id: m.title for m in Message.objects.filter(kind="review.remind")}
    assert told == {found[0][0].expert.user_id: "还有 1 项待评审", found[0][1].expert.user_id: "还有 2 项待评审"}
    rounds.end(held, by=person("section_head"))
    with pytest.raises(Refused, match="不必催办"):
        ranking.remind(held, by=officer)
    assert call


@pytest.mark.parametrize(("days", "told"), [(-4, 0), (-3, 2), (-2, 2), (-1, 2), (0, 2), (1, 2), (30, 2)])
def test_reminders_go_out_by_themselves_around_the_end(judged, days, told, settings):
    """On the named days, and on the morning after one that was missed; each of them is told once."""
    settings.REVIEW_REMIND_DAYS = (-3, 1)
    _call, found = judged([0.8, None], [None, None])
    due = timezone.localdate(found[0][0].round.due_at)

    assert ranking.remind_due(due + timedelta(days=days)) == told
    assert ranking.remind_due(due + timedelta(days=days)) == 0
    assert Entry.objects.filter(verb="remind").count() == bool(told)
    assert Message.objects.filter(kind="review.remind").count() == told


def test_nobody_is_reminded_twice_of_one_event_nor_twice_a_day(judged, person, settings):
    settings.REVIEW_REMIND_DAYS = (-3, 1)
    _call, found = judged([None, None])
    held, officer = found[0][0].round, person("officer")
    due = timezone.localdate(held.due_at)
    assert ranking.remind_due(due - timedelta(days=3)) == 2
    assert ranking.remind(held, by=officer) == 0  # An officer's click on the same day.
    Message.objects.update(created_at=timezone.now() - timedelta(days=1))

    assert ranking.remind_due(due - timedelta(days=2)) == 0  # The same event.
    assert ranking.remind(held, by=officer) == 2
    assert ranking.remind_due(due + timedelta(days=1)) == 0  # Told today by the officer.
    Message.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert ranking.remind_due(due + timedelta(days=2)) == 2
    settings.REVIEW_REMIND_DAYS = ()
    assert ranking.remind_due(due + timedelta(days=9)) == 0


def test_days_of_reminders_are_read_strictly():
    assert days("X", " 1,-3 ,-1") == (-3, -1, 1)
    assert days("X", "") == ()
    with pytest.raises(ImproperlyConfigured, match="X 须是"):
        days("X", "三天")


def test_each_experts_progress_is_counted(judged):
    call, found = judged([0.9, 0.7], [0.8, 0.6])
    ReviewRound.objects.update(due_at=timezone.now() - timedelta(days=1))
    lines = {line["expert"]: line for line in board.experts_of(call)}
    mild = lines[found[0][0].expert_id]

    assert (mild["total"], mild["submitted"], mild["late"]) == (2, 2, 0)
    assert round(mild["mean"], 2) == 85


def test_rounds_tell_what_is_late_and_what_has_to_be_given_to_others(judged):
    call, found = judged([0.8, None, None])
    Assignment.objects.filter(pk=found[0][1].pk).update(blocked_at=timezone.now())
    ReviewRound.objects.update(due_at=timezone.now() - timedelta(days=1))
    (line,) = board.rounds_of(call)

    assert [line[k] for k in ("total", "submitted", "owed", "late", "blocked", "share")] == [3, 1, 1, 1, 1, 33]


def test_a_third_opinion_is_asked_of_an_expert_who_may_give_it(judged, expert, person, client):
    _call, found = judged([0.5, 0.9])
    application, extra = found[0][0].application, expert()
    client.force_login(person("officer"))
    page = reverse("admin:projects_standing_third_page", args=[application.standing.pk])
    client.post(page, {"round": found[0][0].round_id, "expert": extra.number})

    assert Assignment.objects.get(expert=extra).application == application
    client.post(page, {"round": found[0][0].round_id, "expert": extra.number})
    assert Assignment.objects.filter(expert=extra).count() == 1


def test_a_sheet_is_given_back_at_the_board(judged, person, client):
    _call, found = judged([0.8])
    client.force_login(person("officer"))
    sheet = Sheet.objects.get()
    client.post(reverse("admin:projects_sheet_rework_page", args=[sheet.pk]), {"reason": "意见过于简略"})
    found[0][0].refresh_from_db()

    assert found[0][0].status == AssignmentStatus.REVIEWING


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("part", ["", "experts"])
def test_the_board_costs_the_same_at_any_length(rows, part, judged, person, client):
    call, _found = judged(*[[0.8, 0.7, None]] * rows)
    client.force_login(person("officer"))
    address = f"{reverse(BOARD)}?call={call.pk}&part={part}"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)

    assert len(page.context["page"].object_list) == (3 if part else rows)
    assert len(queries) <= 20


def test_the_board_ranks_reminds_searches_and_shows_each_sheet(judged, person, client):
    call, _found = judged([0.8, 0.7, 0.9], [0.5, None, None])
    client.force_login(person("officer"))
    address = f"{reverse(BOARD)}?call={call.pk}"
    client.post(address, {"rank": "1"})
    client.post(address, {"remind": ReviewRound.objects.get().pk})
    page = client.get(address)
    assert [line.place for line in page.context["page"]] == [1, None]
    assert "已催办 2 名专家" in page.content.decode()

    assert len(client.get(f"{address}&q=离子").context["page"].object_list) == 2
    assert len(client.get(f"{address}&q=没有的").context["page"].object_list) == 0
    assert len(client.get(f"{address}&flag=lacking").context["page"].object_list) == 1
    one = client.get(reverse("admin:projects_standing_sheets_page", args=[Standing.objects.get(place=1).pk]))
    assert "80.00" in one.content.decode()
    assert "依据充分" in one.content.decode()


def test_everything_leaves_as_a_workbook(judged, person, client):
    call, found = judged([0.8, 0.7, 0.9], [0.5, None, None])
    found[0][0].application.__class__.objects.filter(pk=found[0][0].application_id).update(title="=HYPERLINK(1)")
    client.force_login(person("officer"))
    client.post(f"{reverse(BOARD)}?call={call.pk}", {"rank": "1"})
    response = client.post(f"{reverse(BOARD)}?call={call.pk}", {"workbook": "1"})
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))

    assert book.sheetnames == ["汇总排名", "逐份评分", "专家情况", "会评结论", "会评逐名专家"]
    first = list(book["汇总排名"][2])
    assert (first[0].value, first[2].value, first[2].data_type) == (1, "=HYPERLINK(1)", "s")
    assert (book["逐份评分"].max_row, book["专家情况"].max_row) == (5, 4)
    assert Entry.objects.filter(verb="export").exists()


def test_a_long_workbook_is_a_workers(judged, person, client, settings):
    call, _found = judged([0.8, 0.7, 0.9])
    settings.EXPORT_AT_ONCE_ROWS = 2
    officer = person("officer")
    client.force_login(officer)
    response = client.post(f"{reverse(BOARD)}?call={call.pk}", {"workbook": "1"})
    key = response["Location"].rstrip("/").split("/")[-1]
    exports.write_export(key)
    told = exports.progress(key, Standing, by=officer)

    assert (told["written"], told["fault"]) == (3, "")
    with private_storage().open(told["file"]) as file:
        assert load_workbook(io.BytesIO(file.read()))["逐份评分"].max_row == 4


def test_forms_on_paper_have_the_standards_page(judged, person, client):
    call, _found = judged([0.8])
    client.force_login(person("officer"))
    for address in (
        reverse("admin:projects_sheet_paper_page", args=[Sheet.objects.get().pk]),
        f"{reverse('admin:projects_standing_paper_page')}?call={call.pk}",
    ):
        document = Document(io.BytesIO(b"".join(client.get(address).streaming_content)))
        section = document.sections[0]
        assert {section.page_width.twips, section.page_height.twips} == {11906, 16838}
        assert document.tables[0].rows[0]._tr.trPr.xpath("w:tblHeader")
        assert document.core_properties.author == ""
    assert "仿宋_GB2312" in document.styles["Normal"].element.xml


def test_a_round_that_begins_puts_its_applications_on_the_board(published, accepted, expert, round_of, person):
    application = accepted(call=published(scheme="plan"))[0]
    held = round_of(application)
    assigning.assign(held, application, expert(), by=person("officer"))
    rounds.start(held, by=person("section_head"))

    assert Standing.objects.get().application == application
    assert board.rounds_of(held.call)[0]["total"] == 1


def test_an_applications_page_asks_for_each_thing_once(judged, person, client):
    _call, found = judged([0.8, 0.7, 0.9])
    client.force_login(person("officer"))
    page = reverse("admin:projects_application_change", args=[found[0][0].application_id])
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert "评审完成" in client.get(page).content.decode()

    assert len(queries) <= 15
