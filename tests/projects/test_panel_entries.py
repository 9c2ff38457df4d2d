"""A member without an account: an officer enters what is signed on paper, and that it was so. Who sits counts towards the year."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from docx import Document

from bureau.accounts.models import User
from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.workflow import Refused
from projects import panelpapers
from projects.models import AgendaItem, Ballot, PanelMember, Pledge
from projects.workflow import convening, experts, opining, sitting
from projects.workflow.inviting import used_in
from tests.projects.conftest import first_of
from tests.projects.test_panels import marks

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_a_guest(panel_of, expert, person):
    """A panel that sits, with a member who has no account: (the item that is open, that member)."""

    def make(**values):
        panel, officer = panel_of(stage="planned", **values), person("officer")
        guest = convening.put_member(panel, expert(has_account=False), by=officer)
        convening.call_(panel, by=officer)
        for member in panel.members.select_related("expert"):
            if member.expert.user_id:
                convening.accept(member, by=User.objects.get(pk=member.expert.user_id))
            else:
                convening.accept_for(member, by=officer)
        sitting.attend(panel, by=officer, present=panel.members.all())
        sitting.begin(panel, by=officer)
        sitting.open_item(first_of(panel), by=officer)
        return first_of(panel), PanelMember.objects.select_related("expert", "panel").get(pk=guest.pk)

    return make


def own_vote(item, choice="agree"):
    for member in item.panel.members.exclude(expert__user=None).select_related("expert"):
        sitting.vote(item, by=User.objects.get(pk=member.expert.user_id), choice=choice)


def test_a_vote_on_paper_is_entered_counted_marked_and_in_the_book(with_a_guest, person):
    item, guest = with_a_guest(mode="votes")
    officer = person("officer")
    own_vote(item)
    ballot = sitting.enter(item, guest, by=officer, choice="oppose")
    sitting.close_item(item, by=officer)

    closed = AgendaItem.objects.get(pk=item.pk)
    assert (closed.present, closed.agree, closed.oppose) == (4, 3, 1)
    assert (ballot.entered_by, Pledge.objects.get(expert=guest.expert).is_on_paper) == (officer, True)
    assert not Pledge.objects.exclude(expert=guest.expert).filter(is_on_paper=True).exists()
    assert "签字的纸质" in Entry.objects.about(ballot).get(verb="enter_ballot").reason
    file = io.BytesIO()
    panelpapers.write_tally(item.panel, file)
    file.seek(0)
    assert "不同意（代录）" in [
        cell.text for table in Document(file).tables for row in table.rows for cell in row.cells
    ]
    with pytest.raises(Refused, match="不能代录"):
        sitting.enter(item, guest, by=officer, choice="agree")


def test_marks_on_paper_may_be_put_right_while_the_item_is_open(with_a_guest, person):
    item, guest = with_a_guest()
    sitting.enter(item, guest, by=person("officer"), typed=marks(0.5), comment="")
    sitting.enter(item, guest, by=person("officer"), typed=marks(0.8), comment="可行")

    assert (Ballot.objects.get().total, Ballot.objects.get().comment) == (80, "可行")
    with pytest.raises(Refused, match="还不能提交"):
        sitting.enter(item, guest, by=person("officer"), typed={})


def test_who_has_an_account_gives_the_own_ballot(with_a_guest, person):
    item, guest = with_a_guest(mode="votes")
    other = item.panel.members.exclude(expert__user=None).select_related("expert").last()
    with pytest.raises(Refused, match="本人提交"):
        sitting.enter(item, other, by=person("officer"), choice="agree")
    with pytest.raises(PermissionDenied):
        sitting.enter(item, guest, by=person("leader"), choice="agree")
    with pytest.raises(IntegrityError, match="projects_ballot_own_hand"), transaction.atomic():
        Ballot.objects.create(
            item=item, member=other, turn=1, choice="agree", cast_at=timezone.now(), entered_by=person("officer"),
            entered_at=timezone.now(),
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="projects_ballot_entered_signed"), transaction.atomic():
        Ballot.objects.create(
            item=item, member=guest, turn=1, choice="agree", cast_at=timezone.now(), entered_by=person("officer")
        )

    assert not Ballot.objects.exists()


def test_nobody_enters_a_secret_vote_nor_leads_without_an_account(panel_of, expert, person):
    secret = panel_of(stage="planned", mode="votes", scheme={"panel_secret": True})
    with pytest.raises(Refused, match="无记名"):
        convening.put_member(secret, expert(has_account=False), by=person("officer"))
    panel, officer = panel_of(stage="planned", call=secret.round.call), person("officer")
    guest = convening.put_member(panel, expert(has_account=False), by=officer)
    with pytest.raises(Refused, match="无记名"):
        convening.change(panel, by=officer, mode="votes")
    with pytest.raises(Refused, match="签署专家组意见"):
        convening.appoint(panel, guest, by=officer)


def test_nobody_without_an_account_stands_in_for_the_chair(with_a_guest, person):
    item, guest = with_a_guest()
    with pytest.raises(Refused, match="没有登录账号"):
        sitting.name_acting(item, by=person("officer"), member=guest)


def test_the_officer_enters_it_from_the_session_page(with_a_guest, person, client):
    item, guest = with_a_guest()
    client.force_login(person("officer"))
    live = client.get(reverse("admin:projects_panel_live_page", args=[item.panel_id])).content.decode()
    page = reverse("admin:projects_panel_enter", args=[item.pk, guest.pk])
    assert page in live
    typed = {f"mark-{code}": mark for code, mark in marks().items()}
    assert "没有本人签字的不能代录" in client.post(page, typed).content.decode()
    assert client.post(page, typed | {"is_signed": "on", "comment": ""}).status_code == 302

    assert Ballot.objects.get().total == 80


def test_a_member_put_in_by_hand_counts_towards_the_year(panel_of, expert, person, settings):
    panel, year = panel_of(stage="called"), timezone.localdate().year
    one = panel.members.last().expert
    assert used_in(year)[one.pk] == 1
    settings.REVIEW_YEARLY_CAP = 1
    again = panel_of(stage="planned", call=panel.round.call)
    with pytest.raises(Refused, match="本年已参加"):
        convening.put_member(again, one, by=person("officer"))
    convening.cancel(panel, by=person("officer"), reason="改期")

    assert used_in(year)[one.pk] == 0
    assert convening.put_member(again, one, by=person("officer"))


def test_who_is_called_to_a_panel_does_not_leave_the_bank(panel_of, person):
    panel = panel_of(stage="called")
    one = panel.members.last().expert
    with pytest.raises(Refused, match="会评"):
        experts.ask_leave(one, by=User.objects.get(pk=one.user_id), reason="退休")
    convening.cancel(panel, by=person("officer"), reason="改期")
    experts.ask_leave(one, by=User.objects.get(pk=one.user_id), reason="退休")

    assert one.status == "leaving"


def test_who_is_removed_from_the_bank_is_off_the_list_of_panels(panel_of, person):
    panel, head = panel_of(stage="called"), person("section_head")
    chair = panel.members.get(is_chair=True)
    experts.remove(chair.expert, by=head, until=timezone.localdate() + timedelta(days=365), reason="泄密")

    chair.refresh_from_db()
    assert (chair.status, chair.is_chair) == ("removed", False)
    assert "该专家是组长" in Message.objects.get(kind="panel.declined", user=panel.created_by).body


def test_todays_panel_stands_on_the_first_page(panel_of, person, client):
    panel = panel_of(stage="called")
    client.force_login(person("officer"))
    assert "场会评今天举行" not in client.get(reverse("admin:index")).content.decode()
    type(panel).objects.filter(pk=panel.pk).update(starts_at=timezone.now())
    page = client.get(reverse("admin:index"))

    (todo,) = [todo for todo in page.context["todos"] if todo["words"] == "场会评今天举行"]
    assert todo["count"] == "1"
    assert str(panel) in client.get(todo["url"]).content.decode()


def test_the_opinion_of_a_panel_with_paper_is_still_the_chairs_to_sign(with_a_guest, person):
    item, guest = with_a_guest(mode="votes")
    own_vote(item)
    sitting.enter(item, guest, by=person("officer"), choice="agree")
    sitting.close_item(item, by=person("officer"))
    opinion = AgendaItem.objects.get(pk=item.pk).opinion
    opining.write(opinion, by=person("officer"), text="同意立项", amount=None, seen=0)
    chair = User.objects.get(pk=item.panel.members.get(is_chair=True).expert.user_id)
    opining.sign(opinion, by=chair)

    assert opinion.signed_by == chair
