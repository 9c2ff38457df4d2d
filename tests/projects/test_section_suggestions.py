"""What a 科室 of the bureau suggests itself; and what two persons do to one row at the same moment."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import Department
from bureau.lists import batches
from bureau.messaging.models import Message
from bureau.workflow import Refused
from projects.models import ExpertiseField, Solicitation, Suggestion
from projects.workflow import soliciting, suggesting
from tests.lists.test_worker import wait_until, waits_for

from .soliciting import CONTENT, INDUSTRY, SOFT, close, drafted, handed_in, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(person, tree):
    """(an officer of 高新科, the section head, an officer of 农社科), and an open 征集."""
    officer, head, other = person("officer"), person("section_head"), person("officer")
    for user, name in ((officer, "高新科"), (head, "高新科"), (other, "农社科")):
        user.section, _made = Department.objects.get_or_create(name=name)
        user.save()
    return officer, head, other, opened(head)


def entered(solicitation, by, **values) -> Suggestion:
    content = CONTENT | {"field": ExpertiseField.objects.get(code="1310"), "shows_name": True} | values
    return suggesting.enter(solicitation, by=by, token=uuid4(), **content)


def typed(**values) -> dict:
    """What the form sends."""
    field = ExpertiseField.objects.get(code="1310").pk
    said = CONTENT | {"field": field, "amount": "300", "wording": "", "shows_name": "on", "token": str(uuid4())}
    return {name: str(value) for name, value in (said | values).items()}


def test_a_section_suggests_under_its_name_from_the_admin(desk, client):
    officer, head, _other, asked = desk
    client.force_login(officer)
    page = reverse("admin:projects_solicitation_enter_page", args=[asked.pk])
    assert "以高新科的名义提出" in client.get(page).text
    said = typed()
    for _twice in range(2):
        client.post(page, said)

    made = Suggestion.objects.get()
    assert (made.suggester, made.status, made.number, made.amount) == (
        "高新科",
        "submitted",
        f"JY2027{made.pk:05d}",
        3_000_000,
    )
    client.force_login(head)
    assert "高新科" in client.get(reverse("admin:projects_suggestion_changelist")).text
    suggesting.answer(made, by=head, outcome="adopted", reply="列入。")
    client.force_login(officer)
    told = Message.objects.get(user=officer, kind="suggestion.answered")
    assert "列入。" in client.get(told.url).text
    close(asked)
    soliciting.sum_up(asked, by=head, summary="情况如下。")
    client.logout()
    assert "高新科" in client.get(reverse("projects:solicitation-detail", args=[asked.pk])).text


def test_what_is_missing_stays_on_the_page_and_nothing_is_kept(desk, client):
    officer, _head, _other, asked = desk
    client.force_login(officer)
    page = reverse("admin:projects_solicitation_enter_page", args=[asked.pk])

    assert "goals" in client.post(page, typed(goals="")).context["form"].errors
    assert "手机号" in client.post(page, typed(problem="请打 13812345678。")).text
    assert not Suggestion.objects.exists()


def test_nobody_answers_what_they_entered_and_another_section_does_not_take_it_back(desk, client):
    officer, _head, other, asked = desk
    made = entered(asked, officer)

    with pytest.raises(Refused, match="由另一人答复"):
        suggesting.answer(made, by=officer, outcome="adopted", reply="列入。")
    with pytest.raises(PermissionDenied):
        suggesting.take_back(made, by=other)
    page = reverse("admin:projects_suggestion_take_back_page", args=[made.pk])
    client.force_login(other)
    assert client.get(page).status_code == 403
    client.force_login(officer)
    client.post(page)
    made.refresh_from_db()
    assert made.status == "withdrawn"


def test_a_person_without_a_section_and_one_of_a_unit_are_refused(desk, person, people):
    asked = desk[3]
    with pytest.raises(Refused, match="没有设置科室"):
        entered(asked, person("officer"))
    with pytest.raises(PermissionDenied):
        entered(asked, people()[1])
    Solicitation.objects.filter(pk=asked.pk).update(closes_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(Refused, match="现在不接受建议"):
        entered(asked, desk[0])
    assert not Suggestion.objects.exists()


# At the same moment.


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_is_saved_while_somebody_publishes_it_is_not_overwritten(person, tree):
    """Who saves waits for who publishes, and then finds that what was published no longer changes."""
    officer, head = person("officer"), person("section_head")
    row, found, browser, day = drafted(title="原名"), [], Client(), timezone.localdate()
    browser.force_login(officer)
    said = {
        "title": "改名", "plan_year": "2027", "categories": SOFT, "notice": "请提建议。", "notice_number": "", "contact": "科室",
        "opens_at_0": day, "opens_at_1": "09:00", "closes_at_0": day + timedelta(days=20), "closes_at_1": "17:30",
    }  # fmt: skip

    def save():
        try:
            found.append(browser.post(reverse("admin:projects_solicitation_change", args=[row.pk]), said).status_code)
        finally:
            connections.close_all()

    saving = Thread(target=save)
    with transaction.atomic():
        soliciting.publish(row, by=head)
        saving.start()
        wait_until(lambda: waits_for("SELECT") or found)
    saving.join()
    row.refresh_from_db()

    assert (found, row.title, row.status) == ([403], "原名", "open")


@pytest.mark.django_db(transaction=True)
def test_a_large_batch_that_is_sent_twice_at_once_is_one(person, somebody, tree, queued):
    officer, head = person("officer"), person("section_head")
    handed_in(opened(head, categories=INDUSTRY), somebody())
    key, pks, start = str(uuid4()), list(range(1, batches.AT_ONCE + 2)), Barrier(4)

    def send():
        start.wait()
        try:
            suggesting.answer_many(key, pks, by=officer, outcome="declined", reply="不属于支持范围。")
        finally:
            connections.close_all()

    senders = [Thread(target=send) for _each in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert len(queued()) == 1
