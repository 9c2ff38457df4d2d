"""查重: what is found in this call, other calls and approved projects; what an officer says of it."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.workflow import Refused
from projects.choices import ApplicationStatus, PairStatus
from projects.models import Application, ComparedText, Project, Shingle, SimilarPair
from projects.similarity.judged import pairs, swapped
from projects.similarity.showing import side_by_side
from projects.tasks import compare_application, compare_missed
from projects.workflow import deciding, similarity

pytestmark = pytest.mark.django_db
ONE, OTHER = (pair.one * 2 for pair in pairs()[:4:3])
COPY = swapped(ONE)


def told(text, title):
    """Values that make an application tell ``text`` in its longest field."""
    return {"background": text, "title": title}


@pytest.fixture
def two(recommended, published, people, filled):
    """Two applications in one call, the second a copy with other words; neither compared yet."""
    call = published()

    def make(second=COPY, title="另一个名称的课题任务", who=None):
        first, contributor, manager, office = filled(
            call=call, who=who or people(), **told(ONE, "离子型稀土浸取新工艺")
        )
        _hand_in(first, contributor, manager, office)
        other, contributor, manager, office = filled(call=call, who=who or people(), **told(second, title))
        _hand_in(other, contributor, manager, office)
        return first, other

    return make


def _hand_in(application, contributor, manager, office):
    fields = [f.code for f in application.version.form.fields.values() if f.kind == "long" and f.code != "background"]
    application.answers.filter(code__in=fields).update(value="")  # Only the text under test is told.
    Application.objects.filter(pk=application.pk).update(
        status=ApplicationStatus.RECOMMENDED, submitted_at=application.created_at, submitted_by=manager,
        arrived_at=application.created_at, number=f"SB{application.pk:010d}", proposed_by=contributor,
        proposed_at=application.created_at, recommender=office.current_memberships[0].organisation, recommended_by=office,
        recommended_at=application.created_at, opinion="同意",
    )  # fmt: skip
    application.refresh_from_db()


def test_a_copy_in_other_words_is_found_and_honest_work_is_not(two):
    first, other = two()
    assert similarity.compare_application(first) == []
    (pair,) = similarity.compare_application(other)
    assert (pair.application, pair.other.application) == (other, first)
    assert pair.share >= Decimal("0.45")
    assert pair.status == PairStatus.OPEN
    assert Application.objects.get(pk=other.pk).status == ApplicationStatus.RECOMMENDED


def test_different_work_makes_no_pair(two):
    first, other = two(second=OTHER, title="柑橘园机械")
    similarity.compare_application(first)
    assert similarity.compare_application(other) == []


def test_comparing_again_changes_nothing_and_from_either_side_it_is_one_pair(two):
    first, other = two()
    for application in (first, other, first, other):
        similarity.compare_application(application)
    assert SimilarPair.objects.count() == 1
    assert Shingle.objects.count() == len({(s.value, s.text_id) for s in Shingle.objects.all()})


def test_the_title_of_an_approved_project_is_found_corrected_ones_too(two):
    values = {
        "organisation_name": "某厂",
        "level": "city",
        "approved_on": date(2024, 5, 1),
        "granted_amount": 1,
        "changed_at": timezone.now(),
    }
    project = Project.objects.create(number="GZ2024-1", title="别的", **values)
    _first, other = two(second=OTHER, title="离子型稀土绿色浸取与高效提取工艺研究")
    assert similarity.compare_application(other) == []
    Project.objects.filter(pk=project.pk).update(title="离子型稀土绿色浸取与高效提取工艺")
    (pair,) = similarity.compare_application(other)
    assert pair.other.project == project
    assert pair.title_likeness >= Decimal("0.8")
    assert ComparedText.objects.filter(project=project).count() == 1


def test_what_was_withdrawn_or_rejected_is_no_longer_compared_with(two):
    first, other = two()
    similarity.compare_application(first)
    Application.objects.filter(pk=first.pk).update(
        status=ApplicationStatus.REJECTED, reason="x", decided_by=first.created_by, decided_at=first.created_at
    )
    assert similarity.compare_application(other) == []


def test_a_pair_that_was_decided_is_looked_at_anew_when_a_text_changes(two, person):
    first, other = two()
    similarity.compare_application(first)
    (pair,) = similarity.compare_application(other)
    similarity.dismiss(pair, by=person("officer"), reason="后续阶段的研究")
    similarity.compare_application(other)
    pair.refresh_from_db()
    assert pair.status == PairStatus.DISMISSED
    other.answers.filter(code="background").update(value=ONE)
    similarity.compare_application(other)
    pair.refresh_from_db()
    assert (pair.status, pair.decided_by, pair.reason) == (PairStatus.OPEN, None, "")
    assert Entry.objects.about(pair).filter(verb="review_pair").exists()


def test_an_open_pair_that_resembles_no_longer_goes(two):
    first, other = two()
    similarity.compare_application(first)
    similarity.compare_application(other)
    other.answers.filter(code="background").update(value=OTHER)
    similarity.compare_application(other)
    assert not SimilarPair.objects.exists()


def test_verbs_are_said_by_officers_with_a_reason_once(two, person):
    first, other = two()
    similarity.compare_application(first)
    (pair,) = similarity.compare_application(other)
    with pytest.raises(PermissionDenied):
        similarity.confirm(pair, by=person("leader"), reason="x")
    with pytest.raises(Refused, match="依据"):
        similarity.confirm(pair, by=person("officer"), reason=" ")
    similarity.confirm(pair, by=person("officer"), reason="正文逐段相同")
    with pytest.raises(Refused):
        similarity.dismiss(pair, by=person("officer"), reason="x")
    with pytest.raises(Refused, match="理由"):
        similarity.review(pair, by=person("officer"), reason="")
    similarity.review(pair, by=person("officer"), reason="单位提出说明")
    pair.refresh_from_db()
    assert (pair.status, pair.reason) == (PairStatus.OPEN, "")


@pytest.mark.parametrize(
    "broken", [{"status": "confirmed"}, {"share": 2}, {"reason": "x", "decided_at": "2026-01-01T00:00Z"}]
)
def test_the_database_refuses_a_pair_that_cannot_be(two, broken):
    first, other = two()
    similarity.compare_application(first)
    (pair,) = similarity.compare_application(other)
    with pytest.raises(IntegrityError), transaction.atomic():
        SimilarPair.objects.filter(pk=pair.pk).update(**broken)


def test_a_text_is_of_one_source(two):
    first, _other = two()
    similarity.compare_application(first)
    with pytest.raises(IntegrityError), transaction.atomic():
        ComparedText.objects.update(application=None)


def test_recommending_rings_and_the_night_finds_what_was_missed(submitted, queued, django_capture_on_commit_callbacks):
    application, _contributor, _manager, office = submitted()
    with django_capture_on_commit_callbacks(execute=True):
        deciding.recommend(application, by=office, opinion="同意")
    ring = ("projects.tasks.compare_application", [application.pk])
    assert ring in queued()
    assert list(similarity.not_compared()) == [application.pk]
    compare_missed()
    assert ring in queued()
    compare_application(application.pk)
    assert list(similarity.not_compared()) == []


def test_officers_read_both_texts_side_by_side(two, person, django_assert_max_num_queries):
    first, other = two()
    similarity.compare_application(first)
    (pair,) = similarity.compare_application(other)
    client = Client()
    client.force_login(person("officer"))
    with django_assert_max_num_queries(15):
        page = client.get(reverse("admin:projects_similarpair_texts_page", args=[pair.pk]))
    assert page.status_code == 200
    assert page.content.decode().count("<mark>") == 2 * len(pair.passages)
    mine, theirs = side_by_side(SimilarPair.objects.for_list().get(pk=pair.pk))
    assert "".join(words for piece in mine.pieces for words, _shared in piece.runs) == similarity.body_of(other)
    assert "".join(words for piece in theirs.pieces for words, _shared in piece.runs) == similarity.body_of(first)
    found = client.get(reverse("admin:projects_similarpair_changelist"), {"q": "离子型"})
    assert found.context["cl"].result_count == 1
    assert (
        client.get(reverse("admin:projects_similarpair_changelist"), {"q": "没有的词"}).context["cl"].result_count == 0
    )
    client.post(reverse("admin:projects_similarpair_confirm_page", args=[pair.pk]), {"reason": "逐段相同"})
    pair.refresh_from_db()
    assert pair.status == PairStatus.CONFIRMED


def test_the_command_says_what_the_judged_set_gives():
    out = StringIO()
    call_command("similarity_eval", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["pairs"] == 200
    assert found["test"]["recall"] >= 0.95
    assert found["test"]["precision"] >= 0.9
