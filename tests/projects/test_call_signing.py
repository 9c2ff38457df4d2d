"""审签 of a call: one hand composes, another signs, and what is signed is what was sent."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.roles import ROLES
from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.workflow import Refused
from projects.choices import CallStatus
from projects.models import Call, CallRule, CheckLine, FormSection, SchemeCriterion
from projects.workflow import calls

pytestmark = pytest.mark.django_db
STAFF = [role.code for role in ROLES]
WHO = {"projects.change_call": {"officer", "section_head"}, "projects.publish_call": {"section_head", "leader"}}
SAY = {
    calls.COMPOSE: lambda call, by: calls.use_form(call, by=by, code="plan"),
    calls.SEND: lambda call, by: calls.send(call, by=by),
    calls.RECALL: lambda call, by: calls.recall(call, by=by),
    calls.RETURN: lambda call, by: calls.return_(call, by=by, reason="期限太短"),
    calls.PUBLISH: lambda call, by: calls.publish(call, by=by),
    calls.REVISE: lambda call, by: calls.revise(call, by=by, words="延期"),
    calls.CANCEL: lambda call, by: calls.cancel(call, by=by, reason="预算调整"),
}


@pytest.fixture
def sent(drafted, person):
    """A call that waits to be signed, and who sent it."""

    def make(**values):
        call, officer = drafted(scheme="plan", **values), person("officer")
        calls.send(call, by=officer)
        return call, officer

    return make


def test_every_verb_is_refused_to_every_wrong_person(drafted, person):
    assert set(SAY) == set(calls.ALL)
    call, users = drafted(), {code: person(code) for code in STAFF}
    for transition, say in SAY.items():
        for code, user in users.items():
            assert transition.is_allowed(call, user) == (code in WHO[transition.permission]), (transition.verb, code)
            if code not in WHO[transition.permission]:
                with pytest.raises(PermissionDenied):
                    say(call, user)


def test_every_verb_is_refused_in_every_wrong_state(drafted, person):
    call, head = drafted(), person("section_head")
    with connection.cursor() as cursor:  # A row alone in any state, its dates and signatures left as they are.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for constraint in Call._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                cursor.execute(f'ALTER TABLE {Call._meta.db_table} DROP CONSTRAINT "{constraint.name}"')
    for transition, say in SAY.items():
        for status in set(CallStatus.values) - set(transition.sources):
            Call.objects.filter(pk=call.pk).update(status=status)
            with pytest.raises(Refused, match=f"不能{transition.label}"):
                say(call, head)


def test_another_signs_what_one_has_sent(sent, person, django_capture_on_commit_callbacks):
    head = person("section_head")
    with django_capture_on_commit_callbacks(execute=True):
        call, officer = sent()
    assert Message.objects.filter(kind="call.sent", user=head).exists()
    assert not Message.objects.filter(kind="call.sent", user=officer).exists()

    calls.publish(call, by=head)

    assert (call.status, call.sent_by, call.published_by) == (CallStatus.PUBLISHED, officer, head)
    assert Message.objects.get(kind="call.signed").user == officer
    assert set(Entry.objects.about(call).values_list("verb", flat=True)) >= {"send_call", "publish"}


def test_who_sent_it_cannot_sign_it_whatever_the_post(drafted, person):
    call, head = drafted(), person("section_head")
    calls.send(call, by=head)
    with pytest.raises(Refused, match="另一位"):
        calls.publish(call, by=head)
    with pytest.raises(IntegrityError, match="projects_call_signed_by_another"), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(
            status=CallStatus.PUBLISHED, published_by=head, published_at=timezone.now()
        )
    calls.publish(call, by=person("leader"))
    assert call.status == CallStatus.PUBLISHED


def test_the_database_refuses_a_call_in_signing_that_nobody_sent(drafted):
    call = drafted()
    with pytest.raises(IntegrityError, match="projects_call_signing_iff_sent"), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(status=CallStatus.SIGNING)


def test_returned_it_says_why_and_can_be_sent_again(sent, person):
    (call, officer), head = sent(), person("section_head")
    with pytest.raises(Refused, match="意见"):
        calls.return_(call, by=head, reason=" ")
    calls.return_(call, by=head, reason="期限太短")

    assert (call.status, call.returned, call.sent_by) == (CallStatus.DRAFT, "期限太短", None)
    assert "期限太短" in Message.objects.get(kind="call.returned", user=officer).body
    calls.send(call, by=officer)
    assert (call.status, call.returned) == (CallStatus.SIGNING, "")


def test_taken_back_it_is_a_draft_again(sent):
    call, officer = sent()
    calls.recall(call, by=officer)
    assert (call.status, call.sent_at) == (CallStatus.DRAFT, None)
    calls.use_form(call, by=officer, code="subsidy")


@pytest.mark.parametrize(
    "change",
    [
        lambda call: CheckLine.objects.create(call=call, text="另一行"),
        lambda call: CallRule.objects.create(call=call, code="leader_per_year", limit=2, clause="第三条"),
        lambda call: SchemeCriterion.objects.filter(code="topic").update(help="另一句"),
        lambda call: Call.objects.filter(pk=call.pk).update(guide="另一份指南"),
    ],
)
def test_what_was_changed_after_sending_is_not_signed(sent, person, change):
    call, _officer = sent()
    change(call)
    with pytest.raises(Refused, match="内容有改动"):
        calls.publish(call, by=person("section_head"))


def test_the_public_knows_nothing_of_a_call_that_is_being_signed(sent, client):
    call, _officer = sent()
    assert client.get(reverse("projects:call-detail", args=[call.pk])).status_code == 404
    assert call.title not in client.get(reverse("projects:call-list")).content.decode()


def test_the_admin_offers_what_can_be_said_and_no_change_while_it_is_signed(sent, person, client, settings):
    call, officer = sent()
    page, pages = (reverse(f"admin:projects_call_{name}", args=[call.pk]) for name in ("change", "publish_page"))
    client.force_login(officer)
    seen = client.get(page).content.decode()
    assert "撤回审签" in seen
    assert "签发或退回之前不能改动" in seen
    assert 'name="_save"' not in seen
    assert reverse("admin:projects_call_use_form_page", args=[call.pk]) not in seen
    section = FormSection.objects.filter(call=call).first()
    inner = reverse("admin:projects_formsection_change", args=[section.pk])
    assert 'name="_save"' not in client.get(inner).content.decode()

    client.force_login(person("section_head"))
    seen = client.get(page).content.decode()
    assert pages in seen
    assert reverse("admin:projects_call_revise_page", args=[call.pk]) not in seen
    client.post(pages)
    assert Call.objects.get().status == CallStatus.PUBLISHED


def test_who_signs_has_it_among_what_waits(sent, person, client):
    sent()
    client.force_login(person("leader"))
    assert "个申报批次待签发" in client.get(reverse("admin:index")).content.decode()
