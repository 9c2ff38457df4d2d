"""All firms of a year at once: the same answers as one by one, in a constant number of queries, with progress."""

import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from enterprises import bulk
from enterprises.assessing import answer_for
from enterprises.choices import YearlyStatus
from enterprises.models import Assessment, Enterprise, Wording, YearlyData
from enterprises.tasks import assess_firms, assess_year
from enterprises.workflow import yearly

from .test_reserve import certificate

pytestmark = pytest.mark.django_db


def kept():
    """What is kept of every firm, byte for byte but for the moment it was made."""
    own = (
        "rule_set",
        "version",
        "apply_on",
        "status",
        "score_min",
        "score_max",
        "failing",
        "undecided",
        "inputs",
        "result",
    )
    return {
        row.data_id: json.dumps({name: getattr(row, name) for name in own}, default=str, ensure_ascii=False)
        for row in Assessment.objects.select_related("wording")
    }


def test_the_same_answers_as_one_by_one(submitted):
    plain, _ = submitted()
    odd, _ = submitted()
    odd.staff_months.filter(kind="total", month=12).update(at_end=101)
    young, _ = submitted(years=(2014, 2015))
    Enterprise.objects.filter(organisation=young.organisation).update(registered_on="2015-04-01")
    young.staff_months.filter(month__lt=4).delete()
    certified, _ = submitted()
    certificate(certified.organisation, timezone.localdate().replace(year=2016, month=1, day=1))
    for data in (plain, odd, young, certified):
        yearly.assess(YearlyData.objects.get(pk=data.pk))
    one_by_one = kept()
    Assessment.objects.all().delete()

    assert bulk.assess_chunk(bulk.waiting(2015), 2015) == 4
    assert kept() == one_by_one
    inputs = [json.loads(text)["inputs"] for text in one_by_one.values()]
    assert len({str(given["staff"]) for given in inputs}) == 2
    assert [given["tech_sme"]["valid_certificate"] for given in inputs].count(True) == 1


def test_common_words_are_kept_once_and_the_answer_is_whole(submitted):
    for _ in range(3):
        submitted()
    bulk.assess_chunk(bulk.waiting(2015), 2015)

    (wording,) = Wording.objects.all()
    assert wording.assessments.count() == 3
    for row in Assessment.objects.select_related("wording", "data"):
        _, answer = answer_for(row.data)
        assert row.result == answer.as_dict()


def test_constant_queries(submitted):
    used = []
    for more in (1, 3):
        for _ in range(more):
            submitted()
        pks = bulk.waiting(2015)
        with CaptureQueriesContext(connection) as queries:
            bulk.assess_chunk(pks, 2015)
        used.append(len(queries))

    assert used[0] == used[1] <= 12


def test_drafts_and_firms_without_registration_are_left_out(firm, submitted):
    firm()
    data, _ = submitted()
    Enterprise.objects.filter(organisation=data.organisation).update(registered_on=None)

    assert bulk.waiting(2015) == [data.pk]
    assert bulk.assess_chunk([data.pk], 2015) == 0
    assert data.status == YearlyStatus.SUBMITTED


def test_the_tasks_share_the_year_out_and_tell_how_far_they_are(submitted, queued):
    cache.clear()
    for _ in range(3):
        submitted()
    assess_year(2015, 2)
    given = [arguments for task, arguments in queued() if task == assess_firms.name]
    assert bulk.progress(2015) == (0, 3)
    assert [len(pks) for _, pks in given] == [2, 1]
    assess_firms(*given[0])
    assert bulk.progress(2015) == (2, 3)
    assess_firms(*given[1])
    assert bulk.progress(2015) == (3, 3)
    assess_firms(*given[1])  # delivered again
    assert bulk.progress(2015) == (3, 3)


def test_an_officer_has_a_year_assessed(submitted, person, client, django_capture_on_commit_callbacks, queued):
    cache.clear()
    submitted()
    client.force_login(person("officer"))
    url = reverse("admin:enterprises_assessment_assess_all_page")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"year": 2015})
    assert queued() == [(assess_year.name, [2015])]
    text = client.get(url, {"year": "2015"}).content.decode()

    assert "已提交或已确认数据的企业 1 家" in text
