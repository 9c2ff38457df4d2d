"""The pages of a panel: an expert's desk, an officer's session, everything on paper; each costs the same at any length."""

import io
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from bureau.accounts.models import User
from bureau.audit.models import Entry
from bureau.workflow import Refused
from projects.choices import ItemStatus, MemberStatus, OpinionStatus, PanelStatus
from projects.models import AgendaItem, Ballot, Opinion, Panel, PanelMember, PanelView, Recusal, Standing
from projects.workflow import convening, opining, proposing, ranking, recusing, sitting
from tests.projects.conftest import first_of, users_of
from tests.projects.doors import PANELS
from tests.projects.test_panels import marks, voted

pytestmark = pytest.mark.django_db


def at(name, *args) -> str:
    return reverse(f"projects:{name}", args=args)


def admin_at(name, *args) -> str:
    return reverse(f"admin:projects_panel_{name}", args=args)


def words_of(response) -> str:
    """All the words of a Word file, tables included."""
    document = Document(io.BytesIO(b"".join(response.streaming_content)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


@pytest.fixture
def finished(panel_of, person):
    """A panel of two items that ended: the first was judged and its opinion signed."""

    def make(mode="scores", **values) -> Panel:
        panel = panel_of(items=2, members=4, stage="sitting", mode=mode, **values)
        officer, users = panel.created_by, users_of(panel)
        item = first_of(panel)
        recusing.recuse(panel.members.last().expert, item.application, by=officer, ground="family", evidence="亲属")
        sitting.open_item(item, by=officer)
        if mode == "votes":
            voted(item, users[:3], "agree", "agree", "oppose")
        else:
            for user, level in zip(users[:3], (0.9, 0.8, 0.7), strict=True):
                sitting.mark(item, by=user, typed=marks(level))
        sitting.close_item(item, by=officer)
        opinion = Opinion.objects.get(item=item)
        amount = 200_000 if opinion.result == "passed" else None
        opining.write(opinion, by=users[0], text="专家组听取了汇报，同意立项。", amount=amount, seen=0)
        opining.sign(opinion, by=users[0])
        sitting.end(panel, by=officer)
        return Panel.objects.get(pk=panel.pk)

    return make


# The expert's.


def test_an_invited_expert_answers_on_a_page(panel_of, client):
    panel = panel_of(stage="planned")
    convening.call_(panel, by=panel.created_by)
    first, second, _third = panel.members.select_related("expert")
    client.force_login(users_of(panel)[0])
    assert "答复会评邀请" in client.get(reverse("workspace")).text
    client.post(at("panel-invitation", first.pk), {"keeps_silence": "on"})
    first.refresh_from_db()
    assert first.status == MemberStatus.INVITED
    client.post(at("panel-invitation", first.pk), {"keeps_silence": "on", "has_no_conflict": "on"})
    client.force_login(users_of(panel)[1])
    client.post(at("panel-decline", second.pk), {"reason": "出差"})
    for member in (first, second):
        member.refresh_from_db()

    assert (first.status, second.status, second.reason) == ("accepted", "declined", "出差")


def test_nothing_is_shown_before_the_pledge(panel_of, client):
    panel = panel_of(stage="planned")
    convening.call_(panel, by=panel.created_by)
    member, user = panel.members.first(), users_of(panel)[0]
    convening.accept_for(member, by=panel.created_by)
    client.force_login(user)
    item = first_of(panel)
    assert client.get(at("panel-item", item.pk), follow=True).redirect_chain[-1][0] == at("panel", panel.pk)
    assert "评审承诺书" in client.get(at("panel", panel.pk)).text
    client.post(at("panel", panel.pk), {"pledge": "yes"})

    assert client.get(at("panel-item", item.pk)).status_code == 200
    assert PanelView.objects.get().what == "申报书"


def test_a_member_votes_on_the_page_and_once(panel_of, client):
    panel = panel_of(mode="votes", stage="open", scheme={"panel_secret": True})
    item, page = first_of(panel), at("panel-item", first_of(panel).pk)
    client.force_login(users_of(panel)[0])
    assert "无记名" in client.get(page).text
    client.post(page, {"choice": "agree"})
    client.post(page, {"choice": "oppose"})
    item.refresh_from_db()

    assert (item.agree, item.oppose) == (1, 0)
    assert "您已投票" in client.get(page).text


def test_what_was_typed_stays_when_marks_are_refused(panel_of, client):
    panel = panel_of(stage="open")
    page = at("panel-item", first_of(panel).pk)
    client.force_login(users_of(panel)[0])
    answer = client.post(page, {"mark-topic": "7.5", "comment": "可行"}).text

    assert 'value="7.5"' in answer
    assert "可行</textarea>" in answer
    assert "还不能提交" in answer
    typed = {f"mark-{code}": mark for code, mark in marks().items()}
    client.post(page, typed | {"comment": "可行"})
    assert Ballot.objects.get().total == 80


def test_a_page_is_told_when_the_officer_opens_and_closes(panel_of, client):
    panel = panel_of(stage="sitting")
    item = first_of(panel)
    client.force_login(users_of(panel)[0])
    page = at("panel-item", item.pk)
    seen = re.search(r"\?seen=([\w-]+)", client.get(page).text)[1]
    assert client.get(page, {"seen": seen}).status_code == 204
    sitting.open_item(item, by=panel.created_by)

    assert client.get(page, {"seen": seen})["HX-Refresh"] == "true"
    assert "正在评议第 1 项" in client.get(at("panel", panel.pk), {"part": "1"}).text


def test_who_steps_aside_sees_nothing_of_it(panel_of, client):
    panel = panel_of(members=4, stage="open")
    item, user = first_of(panel), users_of(panel)[3]
    client.force_login(user)
    title = item.application.title
    assert title in client.get(at("panel", panel.pk)).text
    client.post(at("panel-leave", item.pk), {"reason": "师生"})

    assert Recusal.objects.get().evidence == "师生"
    agenda = client.get(at("panel", panel.pk)).text
    assert title not in agenda
    assert "您须回避的项目" in agenda
    for name in ("panel-item", "panel-word", "panel-opinion"):
        assert client.get(at(name, item.pk)).status_code == 404, name


def test_the_chair_writes_and_signs_on_the_page(panel_of, client):
    panel = panel_of(stage="open")
    item, (chair, other, *_rest) = first_of(panel), users_of(panel)
    for user in (chair, other):
        sitting.mark(item, by=user, typed=marks())
    sitting.close_item(item, by=panel.created_by)
    page = at("panel-opinion", item.pk)
    client.force_login(chair)
    assert "专家组意见待签字" in client.get(reverse("workspace")).text
    client.post(page, {"text": "同意立项", "amount": "20", "seen": "0", "save": "1"})
    assert Opinion.objects.get().amount == 200_000
    client.post(page, {"text": "同意立项。", "amount": "20", "seen": "1", "sign": "1"})
    opinion = Opinion.objects.get()
    assert (opinion.status, opinion.signed_by) == (OpinionStatus.SIGNED, chair)
    assert "专家组意见待签字" not in client.get(reverse("workspace")).text
    client.force_login(other)
    assert "同意立项。" in client.get(page).text
    assert 'name="sign"' not in client.get(page).text


def test_a_panels_pages_are_its_members_alone(panel_of, expert, person, client):
    panel = panel_of(stage="open")
    item = first_of(panel)
    sitting.close_item(item, by=panel.created_by)
    things = {
        "panel": panel.pk,
        "member": panel.members.first().pk,
        "item": item.pk,
        "file": item.application.attachments.first().pk,
    }
    strangers = (expert().user, person("officer"), person("system_admin"), item.application.created_by)
    wrong = []
    for name, (method, names) in PANELS.items():
        if not names:
            continue
        url = reverse(name, kwargs={key: things[value] for key, value in names.items()})
        client.logout()
        if "/login/" not in getattr(client, method)(url).get("Location", ""):
            wrong.append((name, "nobody"))
        for stranger in strangers:
            client.force_login(User.objects.get(pk=stranger.pk))
            if getattr(client, method)(url).status_code not in (403, 404):
                wrong.append((name, stranger.username))

    assert wrong == []


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize("page", ["list", "panel", "live", "agenda", "members"])
def test_a_page_costs_the_same_at_any_length(page, items, panel_of, client):
    panel = panel_of(items=items, members=items + 2, stage="open")
    voted_by = users_of(panel)
    for user in voted_by:
        sitting.mark(first_of(panel), by=user, typed=marks())
    url = {"list": at("panel-list"), "panel": at("panel", panel.pk)}.get(page) or admin_at(f"{page}_page", panel.pk)
    client.force_login(voted_by[0] if page in ("list", "panel") else User.objects.get(pk=panel.created_by_id))
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200

    assert len(queries) <= {"list": 5, "panel": 18, "live": 12, "agenda": 13, "members": 8}[page]


# The officer's.


def test_an_officer_plans_a_panel_in_the_admin(panel_of, person, client):
    panel = panel_of(stage="planned")
    officer = User.objects.get(pk=panel.created_by_id)
    client.force_login(officer)
    typed = {
        "round": panel.round_id, "name": "第二场", "starts_at_0": "2030-05-20", "starts_at_1": "09:00", "place": "", "link": "",
        "mode": "votes", "rule": "two_thirds", "pass_score": "60", "least_present": "5", "minutes_each": "20",
    }  # fmt: skip
    answer = client.post(reverse("admin:projects_panel_add"), typed)
    assert "请填地点或线上会议链接" in answer.text
    client.post(reverse("admin:projects_panel_add"), typed | {"place": "三楼会议室"})
    made = Panel.objects.get(name="第二场")
    assert (made.created_by, made.mode, made.is_secret) == (officer, "votes", False)
    change = typed | {"place": "五楼会议室"}
    client.post(reverse("admin:projects_panel_change", args=[made.pk]), change)
    made.refresh_from_db()
    assert made.place == "五楼会议室"


def test_an_officer_runs_a_session_on_its_pages(panel_of, expert, client):
    panel, spare = panel_of(stage="planned", items=2), expert()
    officer = User.objects.get(pk=panel.created_by_id)
    client.force_login(officer)
    client.post(admin_at("members_page", panel.pk), {"put": "1", "expert": spare.number})
    assert panel.members.count() == 4
    member = panel.members.get(expert=spare)
    client.post(admin_at("members_page", panel.pk), {"chair": member.pk})
    assert panel.members.get(is_chair=True) == member
    client.post(admin_at("agenda_page", panel.pk), {"make": "1", "top": "1"})
    assert panel.items.count() == 1
    left = convening.candidates(panel).exclude(agenda_items__panel=panel).get()
    client.post(admin_at("agenda_page", panel.pk), {"put": left.pk})
    last = panel.items.get(position=2)
    client.post(admin_at("agenda_page", panel.pk), {"up": last.pk})
    assert panel.items.first() == last
    rows = {
        f"item-{i.pk}-{name}": value
        for i in panel.items.all()
        for name, value in (("position", 3 - i.position), ("minutes", 30), ("pause", 0))
    }
    client.post(admin_at("agenda_page", panel.pk), rows | {"arrange": "1"})
    assert [(i.position, i.minutes) for i in panel.items.all()] == [(1, 30), (2, 30)]
    assert panel.items.first() != last
    client.post(admin_at("call_page", panel.pk))
    for one in panel.members.all():
        client.post(admin_at("members_page", panel.pk), {"accept": one.pk})
    client.post(admin_at("attendance_page", panel.pk), {"present": [one.pk for one in panel.members.all()]})
    client.post(admin_at("begin_page", panel.pk))
    panel.refresh_from_db()
    assert panel.status == PanelStatus.SITTING
    item = panel.items.first()
    client.post(admin_at("live_page", panel.pk), {"open": item.pk})
    assert "结束评议" in client.get(admin_at("live_page", panel.pk), {"part": "1"}).text
    client.post(admin_at("live_page", panel.pk), {"close": item.pk})
    client.post(admin_at("opinion", item.pk), {"text": "人数不足。", "seen": "0"})
    opinion = Opinion.objects.get()
    assert (opinion.text, opinion.is_by_secretary) == ("人数不足。", True)
    client.post(admin_at("again", item.pk), {"reason": "补评"})
    item.refresh_from_db()
    assert (item.status, item.turn) == ("open", 2)
    client.post(admin_at("live_page", panel.pk), {"close": item.pk})
    client.post(admin_at("end_page", panel.pk))
    panel.refresh_from_db()
    assert panel.status == PanelStatus.ENDED


def test_no_page_or_paper_tells_who_voted_what_in_secret(finished, client):
    panel = finished(mode="votes", scheme={"panel_secret": True})
    client.force_login(User.objects.get(pk=panel.created_by_id))
    names = [str(member.expert) for member in panel.members.select_related("expert")]
    tally = words_of(client.get(admin_at("tally_paper_page", panel.pk)))

    assert "无记名表决" in tally
    assert "2" in tally.splitlines()
    assert not any(f"{name}\n同意" in tally or f"{name}\n不同意" in tally for name in names)
    assert "逐名专家" not in tally
    assert set(Ballot.objects.values_list("choice", flat=True)) == {""}


def test_everything_of_a_panel_is_on_paper(finished, client):
    panel = finished()
    client.force_login(User.objects.get(pk=panel.created_by_id))
    item, (chair, *_others, aside) = first_of(panel), panel.members.select_related("expert")
    papers = {
        name: words_of(client.get(admin_at(f"{name}_paper_page", panel.pk)))
        for name in ("agenda", "attendance", "tally", "opinions")
    }

    assert item.application.number in papers["agenda"]
    assert not any(str(m.expert) in papers["agenda"] for m in panel.members.all())
    assert all(str(m.expert) in papers["attendance"] for m in panel.members.all())
    assert "组长" in papers["attendance"]
    for words in ("80.00", "回避离场", "通过", str(aside.expert)):
        assert words in papers["tally"], words
    for words in ("同意立项", "20 万元", f"（{chair.expert} 已于系统中签字）", "到会 3 人", f"回避离场：{aside}"):
        assert words.replace(str(aside), str(aside.expert)) in papers["opinions"], words
    single = words_of(client.get(reverse("admin:projects_opinion_paper_page", args=[item.opinion.pk])))
    assert "同意立项" in single
    noted = Entry.objects.filter(verb="export", actor=panel.created_by).values_list("model", flat=True)
    assert sorted(noted) == ["projects.opinion", *["projects.panel"] * 4]


# What the ranking, the workbook and a proposal make of it.


def test_the_board_shows_both_scores_and_says_what_is_not_signed(finished, client):
    panel = finished(scheme={"panel_use": "replaces"})
    call, officer = panel.round.call, User.objects.get(pk=panel.created_by_id)
    ranking.rank(call, by=officer)
    client.force_login(officer)
    board = f"{reverse('admin:projects_standing_board_page')}?call={call.pk}"
    page = client.get(board)
    first = page.context["page"][0]
    assert (first.place, first.score, first.online_score, first.panel_score) == (1, 80, None, 80)
    assert page.context["is_stale"] is False
    assert "代替网评得分" in page.text
    sheets = client.get(reverse("admin:projects_standing_sheets_page", args=[page.context["page"][0].pk])).text
    assert "分数线" in sheets
    opining.reopen(Opinion.objects.signed().get(), by=officer, reason="金额有误")
    page = client.get(board)
    assert page.context["is_stale"] is True
    assert "会评有 1 项专家组意见没有签字" in page.text


@pytest.mark.parametrize("secret", [False, True])
def test_the_workbook_has_the_panels(secret, finished, client):
    panel = finished(mode="votes", scheme={"panel_secret": secret})
    client.force_login(User.objects.get(pk=panel.created_by_id))
    board = f"{reverse('admin:projects_standing_board_page')}?call={panel.round.call_id}"
    book = load_workbook(io.BytesIO(b"".join(client.post(board, {"workbook": "1"}).streaming_content)))
    results = [cell.value for cell in book["会评结论"][2]]
    votes = [row[6].value for row in book["会评逐名专家"].iter_rows(min_row=2)]

    assert results[5:10] == [3, 1, 2, 1, 0]
    assert results[11] == "通过"
    assert results[13] == 20
    assert votes == (["已投（无记名）"] * 3 if secret else ["同意", "同意", "不同意"])


def test_a_proposal_is_filled_in_with_what_the_panel_recommends(finished, client):
    panel = finished(scheme={"panel_use": "replaces"})
    call, officer = panel.round.call, User.objects.get(pk=panel.created_by_id)
    ranking.rank(call, by=officer)
    proposal = proposing.begin(call, by=officer, title="第一批", prefix="GZ")
    client.force_login(officer)
    page = reverse("admin:projects_proposal_draw_page", args=[proposal.pk])
    lines = reverse("admin:projects_proposal_lines_page", args=[proposal.pk])
    assert client.get(page).context["form"]["rule"].value() == "panel"
    typed = {"approve_to": "1", "rule": "panel", "reject_reason": "未进入支持范围。"}
    assert '<td class="n">20</td>' in client.post(page, typed).text  # 万元.
    client.post(page, typed | {"confirm": "1"})

    assert [(line.outcome, line.amount) for line in proposal.lines.order_by("place")] == [("approve", 200_000)]
    assert '<td class="n">20</td>' in client.get(lines).text


@pytest.mark.parametrize(("use", "outcome"), [("accompanies", "approve"), ("weighted", "reject")])
def test_what_a_panel_that_counts_did_not_let_pass_is_not_approved(use, outcome, panel_of, person):
    panel = panel_of(stage="planned", scheme={"panel_use": use})
    application, call = first_of(panel).application, panel.round.call
    Standing.objects.create(
        application=application, call=call, place=1, score=90, is_enough=True, count=3, mean=90, high=90, low=90,
        panel_score=40, panel_result="failed", computed_at=timezone.now(),
    )  # fmt: skip
    proposal = proposing.begin(call, by=panel.created_by, title="第一批", prefix="GZ")
    (line,) = proposing.plan(proposal, approve_to=1, reserve_to=1, rule="requested", reject_reason="x")

    assert (line.outcome, line.reason) == (outcome, "" if outcome == "approve" else "专家组会评不通过。")


# Every verb, by every wrong person and in every wrong state.

PANEL_SAY = {
    convening.CHANGE: lambda p, by: convening.change(p, by=by, place="x"),
    convening.COMPOSE: lambda p, by: convening.make_agenda(p, by=by),
    convening.CALL: lambda p, by: convening.call_(p, by=by),
    convening.CANCEL: lambda p, by: convening.cancel(p, by=by, reason="x"),
    sitting.ATTEND: lambda p, by: sitting.attend(p, by=by, present=[]),
    sitting.BEGIN: lambda p, by: sitting.begin(p, by=by),
    sitting.END: lambda p, by: sitting.end(p, by=by),
}
MEMBER_SAY = {
    convening.RELIST: lambda m, by: convening.relist(m, by=by),
    convening.INVITE: lambda m, by: convening.invite(m, by=by),
    convening.ACCEPT: lambda m, by: convening.accept(m, by=by),
    convening.ACCEPT_FOR: lambda m, by: convening.accept_for(m, by=by),
    convening.DECLINE: lambda m, by: convening.decline(m, by=by, reason="x"),
    convening.DROP: lambda m, by: convening.drop(m, by=by, reason="x"),
}
ITEM_SAY = {
    sitting.OPEN: lambda i, by: sitting.open_item(i, by=by),
    sitting.CLOSE: lambda i, by: sitting.close_item(i, by=by),
    sitting.AGAIN: lambda i, by: sitting.judge_again(i, by=by, reason="x"),
    sitting.NAME_ACTING: lambda i, by: sitting.name_acting(i, by=by, member=None),
    sitting.JUDGE: lambda i, by: sitting.mark(i, by=by, typed=marks()),
    sitting.ENTER: lambda i, by: sitting.enter(i, i.panel.members.last(), by=by, typed=marks()),
    sitting.LEAVE: lambda i, by: sitting.leave(i, by=by, reason="x"),
}
OPINION_SAY = {
    opining.WRITE: lambda o, by: opining.write(o, by=by, text="x", amount=None, seen=0),
    opining.SIGN: lambda o, by: opining.sign(o, by=by),
    opining.REOPEN: lambda o, by: opining.reopen(o, by=by, reason="x"),
}
STAFF = {"officer", "section_head"}
MEMBERS = {"chair", "member"}
WHO = {
    convening.ACCEPT: {"member"}, convening.DECLINE: {"member"}, sitting.JUDGE: MEMBERS, sitting.LEAVE: MEMBERS,
    opining.WRITE: {"chair"}, opining.SIGN: {"chair"},
}  # fmt: skip


def test_verbs_of_a_panel_are_refused_to_every_wrong_person_and_in_every_wrong_state(panel_of, person, expert):
    panel = panel_of(stage="open", items=1)
    item, users = (
        first_of(panel),
        {
            code: person(code)
            for code in ("officer", "section_head", "leader", "report_office", "supervision", "system_admin")
        },
    )
    users["chair"], users["member"], *_rest = users_of(panel)
    users |= {"stranger": User.objects.get(pk=expert().user_id), "applicant": item.application.created_by}
    opinion = Opinion.objects.create(item=item, result="failed")
    member = panel.members.get(expert__user=users["member"])
    assert set(PANEL_SAY) == {*convening.ALL, *sitting.ALL}
    assert set(MEMBER_SAY) == set(convening.OF_MEMBERS)
    assert set(ITEM_SAY) == set(sitting.OF_ITEMS)
    assert {*OPINION_SAY, opining.WRITE_FOR} == set(opining.ALL)
    rows = (
        (panel, PANEL_SAY, PanelStatus), (member, MEMBER_SAY, MemberStatus), (item, ITEM_SAY, ItemStatus),
        (opinion, OPINION_SAY, OpinionStatus),
    )  # fmt: skip
    with connection.cursor() as cursor:  # A row alone in any state.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in (Panel, PanelMember, AgendaItem, Opinion):
            for constraint in model._meta.constraints:
                if type(constraint).__name__ == "CheckConstraint":
                    cursor.execute(f'ALTER TABLE {model._meta.db_table} DROP CONSTRAINT "{constraint.name}"')
    wrong = []
    for obj, says, states in rows:
        for transition, say in says.items():
            allowed = {who for who, user in users.items() if transition.is_allowed(obj, user)}
            if allowed != WHO.get(transition, STAFF):
                wrong.append((transition.verb, allowed))
            for who in users.keys() - allowed - (STAFF if transition is opining.WRITE else set()):
                with pytest.raises(PermissionDenied):
                    say(obj, users[who])
            first = obj.status
            for status in set(states.values) - set(transition.sources):
                if transition.rows in ("judged_by", "owned_by") and status in ("removed", "planning"):
                    continue  # Not even seen: refused as to a stranger.
                type(obj).objects.filter(pk=obj.pk).update(status=status)
                with pytest.raises(Refused, match=f"不能{transition.label}"):
                    say(obj, users[sorted(allowed)[-1]])
            type(obj).objects.filter(pk=obj.pk).update(status=first)
            obj.refresh_from_db()

    assert wrong == []
