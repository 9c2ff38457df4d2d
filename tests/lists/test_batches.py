"""作废 on many records: said first, sealed, above fifty a task, and nobody else's to look at."""

from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from bureau.audit.models import Entry
from bureau.lists import batches, workflow
from bureau.lists.tasks import void_records
from projects.models import Project
from tests.admin_rows import row
from tests.test_admin_pages import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(places):
    """As many projects as wanted."""
    return lambda count: [row(Project, places, n) for n in range(count)]


def choose(client, rows, **more):
    return client.post(address(Project), {"action": "void_selected", "_selected_action": [r.pk for r in rows], **more})


def confirm(client, page, reason):
    first = page.context["plan"].taken[0]
    return choose(client, [first], confirmed=page.context["plan"].token, reason=reason)


def test_a_page_says_what_will_be_taken_and_what_skipped_and_why(many, person, client):
    rows, head = many(3), person("section_head")
    workflow.void(rows[0], by=head, reason="重复立项")
    client.force_login(head)

    page = choose(client, rows)

    text = page.content.decode()
    assert "将作废 2 条" in text
    assert "将跳过 1 条" in text
    assert "已作废：重复立项" in text
    assert Project.objects.voided().count() == 1


def test_a_few_are_voided_at_once_each_in_the_book(many, person, client, queued):
    rows = many(3)
    client.force_login(person("section_head"))
    page = choose(client, rows[:2])

    refused = confirm(client, page, "")
    done = confirm(client, page, "发错清单")

    assert "请写明作废理由" in str(next(iter(get_messages(refused.wsgi_request))))
    assert "作废 2 条" in client.get(done["Location"]).content.decode()
    assert list(Project.objects.effective()) == [rows[2]]
    assert Entry.objects.filter(verb="void", reason="发错清单").count() == 2
    assert queued() == []


def test_more_than_fifty_go_as_a_task_that_a_second_click_does_not_double(many, person, client, queued):
    rows, head = many(batches.AT_ONCE + 1), person("section_head")
    client.force_login(head)
    page = choose(client, rows[:1], select_across="1")

    answers = [confirm(client, page, "发错清单") for _click in range(2)]

    ((task, arguments),) = queued()
    assert (task, len(arguments[2])) == (void_records.name, len(rows))
    assert "0 / 51" in client.get(answers[0]["Location"]).content.decode()
    void_records(*arguments)
    part = client.get(answers[1]["Location"], {"part": 1}).content.decode()
    assert "作废 51 条" in part
    assert "hx-get" not in part
    assert not Project.objects.effective().exists()


def test_a_task_delivered_again_goes_on_where_it_was(many, person):
    rows, head, key = many(4), person("section_head"), uuid4().hex  # Redis keeps what an earlier run of the tests did.
    pks = [r.pk for r in rows]
    batches.void_all(key, Project.objects.all(), pks[:2], by=head, reason="错")

    told = batches.void_all(key, Project.objects.all(), pks, by=head, reason="错")

    assert (told["taken"], told["refused"]) == (4, [])


def test_a_batch_is_its_persons_own_and_a_changed_token_is_refused(many, person, client, queued):
    rows, head, other = many(2), person("section_head"), person("section_head")
    client.force_login(head)
    page = choose(client, rows)
    done = confirm(client, page, "错")

    client.force_login(other)
    assert client.get(done["Location"]).status_code == 403
    stolen = confirm(client, page, "错")
    assert "不是您的" in str(next(iter(get_messages(stolen.wsgi_request))))
    choose(client, rows, confirmed=page.context["plan"].token + "x", reason="错")
    client.force_login(person("officer"))
    assert client.get(reverse("admin:projects_project_batch", args=["k"])).status_code == 403
