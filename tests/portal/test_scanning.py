"""The nightly round finds what is dead or personal, mends its own list, and respects what a person decided; boards."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from bureau.portal import boards, scanning
from bureau.portal.choices import FindingKind, FindingStatus
from bureau.portal.models import Article, Column, Finding
from bureau.portal.workflow import findings as workflow
from bureau.workflow import Refused

pytestmark = pytest.mark.django_db


def found():
    return set(Finding.objects.outstanding().values_list("kind", "what"))


def test_dead_links_and_personal_numbers_are_found_once_and_resolved_when_mended(make):
    alive = make("活的", upto="published")
    body = (
        f'<p><a href="{alive.get_absolute_url()}">好</a><a href="/articles/999999/">坏</a><a href="/nowhere/">坏</a>'
        '<a href="/columns/notices/">好</a><a href="https://other.example/">别处</a><a href="mailto:a@b.cn">信</a></p><p>13800001234</p>'
    )
    article = make("有问题的", body=body, upto="published")

    scanning.scan()
    scanning.scan()

    assert found() == {
        (FindingKind.DEAD_LINK, "/articles/999999/"), (FindingKind.DEAD_LINK, "/nowhere/"),
        (FindingKind.PERSONAL_NUMBER, "疑似手机号：138****1234"),
    }  # fmt: skip
    Article.objects.filter(pk=article.pk).update(body="<p>好了</p>")
    scanning.scan()
    assert found() == set()


def test_a_finding_that_a_person_answered_for_is_not_raised_again(make, person):
    make("电话", body="<p>13800001234</p>", upto="published")
    scanning.scan()
    finding = Finding.objects.get()
    with pytest.raises(Refused, match="核对情况"):
        workflow.ignore(finding, by=person("web_editor"), reason="")
    with pytest.raises(PermissionDenied):
        workflow.ignore(finding, by=person("officer"), reason="办公手机")

    workflow.ignore(finding, by=person("web_editor"), reason="公开的办公手机")
    scanning.scan()

    assert found() == set()
    with pytest.raises(IntegrityError, match="portal_finding_ignored_iff_reasoned"):
        Finding.objects.filter(pk=finding.pk).update(ignore_reason="")


def test_what_is_withdrawn_has_no_findings(make, hands):
    article = make("电话", body="<p>13800001234</p>", upto="published")
    scanning.scan()
    Article.objects.filter(pk=article.pk).update(
        status="withdrawn", withdrawn_by=hands["second"], withdrawn_at=timezone.now(), withdraw_reason="x"
    )

    scanning.scan()

    assert Finding.objects.get().status == FindingStatus.RESOLVED


def test_other_sites_are_asked_only_where_allowed(settings):
    settings.CHECK_EXTERNAL_LINKS = False
    assert scanning.is_alive("https://127.0.0.2:1/")
    settings.CHECK_EXTERNAL_LINKS = True
    assert not scanning.is_alive("https://127.0.0.2:1/")


@pytest.mark.parametrize(("days", "state"), [(5, "good"), (10, "warn"), (13, "warn"), (14, "stale")])
def test_a_column_is_told_when_news_are_due(make, days, state):
    article = make("动态", column="news", upto="published")
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now() - timedelta(days=days))

    states = {line.column.code: line.state for line in boards.column_states(timezone.localdate())}

    assert states["news"] == state
    assert states["notices"] == "empty"
    assert "about" not in states


def test_a_column_warns_before_it_is_stale(columns):
    with pytest.raises(IntegrityError, match="portal_column_warned_before_stale"):
        Column.objects.filter(code="news").update(warn_after_days=20)
