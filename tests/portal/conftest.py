"""The site's columns, four persons who carry an article through, and an article at any step."""

from importlib import import_module

import pytest
from django.apps import apps

from bureau.portal.models import Column
from bureau.portal.workflow import articles as workflow
from bureau.store import key, redis


@pytest.fixture(autouse=True)
def uncounted(db):
    """Article numbers begin anew with each test database; what Redis counted for the last one is forgotten."""
    for name in redis().scan_iter(key("visits", "*")):
        redis().delete(name)


BODY = "<p>各县（市、区）科技局：现组织申报稀土钨新材料项目。</p>"


@pytest.fixture
def columns(db):
    """The columns that a new portal begins with, by code; a test that empties the tables takes them with it."""
    if not Column.objects.exists():
        import_module("bureau.portal.migrations.0002_content").fill(apps, None)
    return {column.code: column for column in Column.objects.all()}


@pytest.fixture
def hands(person):
    """The four who carry an article: writer, first, second and last reader."""
    return {
        "writer": person("information_officer"), "first": person("section_head"), "second": person("web_editor"),
        "last": person("leader"),
    }  # fmt: skip


@pytest.fixture
def make(columns, hands):
    """Make an article and carry it on: ``make("标题", upto="published")``."""

    def one(title="关于申报稀土项目的通知", *, column="notices", upto="draft", **content):
        article = workflow.draft(columns[column], by=hands["writer"], title=title)
        workflow.write(article, by=hands["writer"], **({"body": BODY} | content))
        carry(article, hands, upto)
        return article

    return one


def carry(article, hands, upto):
    """Say the verbs in their order until the article is ``upto``."""
    steps = (
        ("submitted", lambda: workflow.submit(article, by=hands["writer"])),
        ("first_reviewed", lambda: workflow.first_review(article, by=hands["first"])),
        ("second_reviewed", lambda: workflow.second_review(article, by=hands["second"])),
        ("approved", lambda: workflow.approve(article, by=hands["last"])),
        ("published", lambda: workflow.publish(article, by=hands["second"])),
    )
    for status, say in steps:
        if article.status == upto:
            return
        say()
        assert article.status == status
