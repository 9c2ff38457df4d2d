"""Identity numbers and bank accounts are kept with a separate consent alone: never ticked beforehand, stored with its time and words."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from bureau.privacy import consents
from bureau.privacy.models import Consent
from bureau.workflow import Refused
from projects.checking import problems, read_draft
from projects.models import Answer
from projects.workflow import drafts
from tests.projects.applying import id_number, join
from tests.projects.test_application_pages import post

pytestmark = pytest.mark.django_db
ACCOUNT = "6222021234567890"


@pytest.fixture
def begun(published, people):
    """A new draft and its contributor."""
    organisation, contributor, *_ = people()
    return drafts.begin(published(), organisation, by=contributor, token=uuid4()), contributor


def said_of(application) -> str:
    return "".join(problem.text for problem in problems(read_draft(application), today=timezone.localdate()))


def test_a_bank_account_is_kept_with_consent_alone(begun, client):
    application, contributor = begun
    client.force_login(contributor)
    page = client.get(reverse("projects:application-section", args=[application.pk, "unit"])).content.decode()
    tick = re.search(r'<input[^>]*name="consent-bank_account"[^>]*>', page)[0]
    assert "checked" not in tick
    assert consents.SECRET.words in page

    refused = post(client, application, "unit", {"bank_account": ACCOUNT})
    assert consents.SECRET.refusal in refused.content.decode()
    told = post(client, application, "unit", {"bank_account": ACCOUNT}, headers={"accept": "application/json"}).json()
    assert consents.SECRET.refusal in told["withheld"][0]
    assert not Answer.objects.filter(code="bank_account").exists()
    post(client, application, "unit", {"bank_account": ACCOUNT, "consent-bank_account": "on"})

    kept = Consent.objects.get()
    assert (kept.kind, kept.version, kept.words) == ("bank_account", consents.SECRET.version, consents.SECRET.words)
    assert (kept.person, kept.object_id) == (contributor, Answer.objects.get(code="bank_account").pk)
    assert timezone.now() - kept.given_at < timedelta(minutes=1)


def test_a_telephone_is_secret_and_needs_no_tick(begun, client):
    application, contributor = begun
    client.force_login(contributor)

    page = client.get(reverse("projects:application-section", args=[application.pk, "unit"])).content.decode()
    assert page.count('name="consent-') == 1


def test_what_was_brought_along_is_agreed_to_anew(begun, people):
    application, contributor = begun
    Answer.objects.create(
        application=application, code="bank_account", value="x", changed_by=contributor, changed_at=timezone.now()
    )
    assert "还没有勾选单独同意" in said_of(application)
    drafts.save(
        application,
        "unit",
        by=contributor,
        typed={"bank_account": "x"},
        seen={"bank_account": 1},
        consented=["bank_account"],
    )

    assert "还没有勾选单独同意" not in said_of(application)


def test_a_consent_that_ended_is_asked_for_anew(begun):
    application, contributor = begun
    join(application, contributor)
    assert "身份证号还没有单独同意" not in said_of(application)
    Consent.objects.all().withdraw()

    assert "身份证号还没有单独同意" in said_of(application)


def test_an_identity_number_is_kept_with_consent_alone(begun, client):
    application, contributor = begun
    client.force_login(contributor)
    url = reverse("projects:member-add", args=[application.pk])
    tick = re.search(r'<input[^>]*name="consent"[^>]*>', client.get(url).content.decode())[0]
    assert "checked" not in tick
    typed = {"name": "李四", "id_number": id_number(), "rank": "none", "unit_name": "单位", "duty": "研究"}

    assert consents.IDENTITY.refusal in client.post(url, typed).content.decode()
    assert not application.team.exists()
    assert client.post(url, typed | {"consent": "on"}).status_code == 302
    assert Consent.objects.about(application.team.get()).get().kind == "identity_number"


def test_the_verb_itself_refuses(begun):
    application, contributor = begun
    one = join(application, contributor, confirms=False)
    one.id_number = id_number()
    with pytest.raises(Refused, match="不能保存身份证号"):
        drafts.put_member(application, one, "team", by=contributor, seen=one.revision)
    one.refresh_from_db()
    one.duty = "另一项"
    drafts.put_member(application, one, "team", by=contributor, seen=one.revision)
    assert Consent.objects.about(one).standing().count() == 1


def test_another_number_ends_the_consent_to_the_first(begun):
    application, contributor = begun
    one = join(application, contributor)
    assert set(Consent.objects.about(one).standing().values_list("kind", flat=True)) == {
        "identity_number", "identity_number_own",
    }  # fmt: skip
    one.refresh_from_db()
    one.id_number = id_number()
    drafts.put_member(application, one, "team", by=contributor, seen=one.revision, consented=True)

    assert [c.kind for c in Consent.objects.about(one).standing()] == ["identity_number"]
    drafts.remove_member(one, "team", by=contributor)
    assert not Consent.objects.standing().exists()


def test_the_member_agrees_by_their_own_link(begun, client):
    application, contributor = begun
    one = join(application, contributor, name="李四", confirms=False)
    link = reverse("projects:member-link", args=[drafts.send_link(one, "team", by=contributor)])
    assert "checked" not in re.search(r'<input[^>]*name="consent"[^>]*>', client.get(link).content.decode())[0]
    refused = client.post(link, {"answer": "yes"}).content.decode()
    assert consents.IDENTITY_OWN.refusal in refused
    one.refresh_from_db()
    assert one.confirmed_at is None
    client.post(link, {"answer": "yes", "consent": "on"})

    kept = Consent.objects.get(kind="identity_number_own")
    assert (kept.signature, kept.person, kept.words) == ("李四", None, consents.IDENTITY_OWN.words)
    client.post(link, {"answer": "no"})
    assert not Consent.objects.standing().filter(kind="identity_number_own").exists()


def test_what_was_agreed_to_stands(begun):
    join(*begun)
    with pytest.raises(InternalError), transaction.atomic():
        Consent.objects.update(words="别的")
    with pytest.raises(InternalError), transaction.atomic():
        Consent.objects.all().delete()


def test_other_words_are_agreed_to_anew(begun):
    one = join(*begun)

    assert consents.is_given(consents.IDENTITY, one)
    assert not consents.is_given(replace(consents.IDENTITY, version="另一版"), one)
