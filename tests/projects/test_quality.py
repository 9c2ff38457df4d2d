"""How experts review, in figures: each equal to its definition, none from too few reviews, one statement for everybody."""

from datetime import timedelta
from decimal import Decimal
from statistics import mean, pstdev

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects import quality
from projects.models import Assignment, ReviewRound, Sheet
from tests.projects.test_board import BOARD, judged  # noqa: F401 Fixture.

pytestmark = pytest.mark.django_db
LEVELS = [[0.9, 0.5, 0.6], [0.8, 0.7, 0.9], [0.7, 0.4, 0.4], [0.5, 0.6, 0.7], [0.9, 0.8, 0.5]]


def by_code(expert, **more) -> dict[str, quality.Figure]:
    return {figure.measure.code: figure for figure in quality.figures([expert], **more)[expert]}


def ranks(values) -> list[float]:
    """Places, equal ones sharing the mean of theirs."""
    return [sum(other < one for other in values) + (sum(other == one for other in values) + 1) / 2 for one in values]


def test_each_figure_is_what_its_definition_says(judged):  # noqa: F811
    call, found = judged(*LEVELS)
    for place in range(3):
        told = by_code(found[0][place].expert_id, call=call)
        own = [100 * row[place] for row in LEVELS]
        others = [mean(100 * mark for at, mark in enumerate(row) if at != place) for row in LEVELS]
        expected = {
            "severity": mean(a - b for a, b in zip(own, others, strict=True)), "spread": pstdev(own),
            "agreement": float(np.corrcoef(ranks(own), ranks(others))[0, 1]), "on_time": 100, "shortest": 0,
        }  # fmt: skip
        assert {code: float(figure.value) for code, figure in told.items()} == pytest.approx(expected, abs=0.006)
        assert {figure.n for figure in told.values()} == {5}


def test_too_few_reviews_are_no_figure(judged):  # noqa: F811
    _call, found = judged(*LEVELS[:2], [None, 0.5, 0.5])
    told = by_code(found[0][0].expert_id)

    assert {code: (str(figure), figure.n) for code, figure in told.items()} == {
        "on_time": ("—", 2), "severity": ("—", 2), "spread": ("—", 2), "agreement": ("—", 2), "shortest": ("—", 2),
    }  # fmt: skip
    other = by_code(found[0][1].expert_id)
    assert (str(other["agreement"]), other["agreement"].n, other["on_time"].n) == ("—", 3, 3)
    assert other["on_time"].value == 100


def test_late_missing_blocked_and_short_reviews_count_as_told(judged):  # noqa: F811
    _call, found = judged(*LEVELS)
    mine = [row[0] for row in found]
    Assignment.objects.filter(pk=mine[0].pk).update(submitted_at=mine[0].round.due_at + timedelta(hours=1))
    least = 100
    for one in mine[:2]:
        Sheet.objects.filter(assignment=one).update(submitted_at=None, submitted_by=None, total=None, reopen_reason="x", reopened_by=one.expert.user, reopened_at=timezone.now())  # fmt: skip
        Sheet.objects.filter(assignment=one).update(comment="字 " * least)
        Sheet.objects.filter(assignment=one).update(
            submitted_at=timezone.now(), submitted_by=one.expert.user, total=Decimal(50), reopen_reason="", reopened_by=None, reopened_at=None
        )  # fmt: skip
    told = by_code(mine[0].expert_id)
    assert (told["on_time"].value, told["on_time"].n) == (80, 5)
    assert (told["shortest"].value, told["shortest"].n) == (40, 5)

    Assignment.objects.filter(pk=mine[4].pk).update(blocked_at=timezone.now())
    Assignment.objects.filter(pk=mine[3].pk).update(status="reviewing", submitted_at=None)
    ReviewRound.objects.update(due_at=timezone.now() - timedelta(hours=1))
    told = by_code(mine[0].expert_id)
    assert (told["on_time"].value, told["on_time"].n) == (0, 4)  # Nobody was in time any more; the blocked one is out.
    assert (told["spread"].n, told["severity"].n) == (3, 3)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_once_for_any_number(judged, person, client, count):  # noqa: F811
    call, found = judged([0.5, 0.6, 0.7][:count], [0.9, 0.8, 0.7][:count])
    client.force_login(person("officer"))
    url = f"{reverse(BOARD)}?call={call.pk}&part=experts"
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url).content.decode()
    assert len(queries) <= 20
    assert all(measure.told in page for measure in quality.MEASURES)
    with CaptureQueriesContext(connection) as queries:
        quality.figures([row[0].expert_id for row in found])
    assert len(queries) == 1
    expert = reverse("admin:projects_expert_change", args=[found[0][0].expert_id])
    client.get(expert)
    with CaptureQueriesContext(connection) as queries:
        assert "按时率 <strong>—</strong>（n=2）" in client.get(expert).content.decode()
    assert len(queries) <= 15
