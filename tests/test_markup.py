"""Markup in every text field of every row is shown as text on every page: no page trusts what somebody typed.

The fields are found in the models, the addresses in the URL configuration: a new field and a new page are tried from
their first day. Rich text is cleaned when it is written (``tests/test_richtext.py``) and left alone here.
"""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import DatabaseError, connection, models, transaction
from django.urls import NoReverseMatch, reverse

from bureau.accounts.models import User
from projects.models import Answer, Expert
from tests.test_access import named_urls
from tests.test_strangers import OURS, addresses, numbered, rows_of
from tests.test_strangers import accepted as accepted
from tests.test_strangers import another_unit as another_unit
from tests.test_strangers import draft as draft
from tests.test_strangers import drafted as drafted
from tests.test_strangers import expert as expert
from tests.test_strangers import filled as filled
from tests.test_strangers import firm as firm
from tests.test_strangers import member as member
from tests.test_strangers import people as people
from tests.test_strangers import published as published
from tests.test_strangers import recommended as recommended
from tests.test_strangers import recommender as recommender
from tests.test_strangers import registered as registered
from tests.test_strangers import somebody as somebody
from tests.test_strangers import submitted as submitted
from tests.test_strangers import tree as tree
from tests.test_strangers import unit as unit

pytestmark = pytest.mark.django_db

MARK = '"><b id=x>'
TEXTS = (models.CharField, models.TextField)
RICH = {("publicity", "body"), ("portal", "body")}  # Cleaned when written.
KEYS = {
    "password",
    "code",
    "kind",
    "key",
    "token_hash",
    "mobile_index",
    "digest",
    "sha256",
    "slug",  # Part of an address; a page's own is looked up by it.
    "mac",
    "url",
    "number",
    "mime",
}
STAFF = ("section_head", "report_office", "supervision", "web_editor", "security_admin", "system_admin", "audit_admin")
FEWEST_FIELDS, FEWEST_PAGES = 55, 250


def texts_of(model):
    """The fields of a noun that hold what people type."""
    for field in model._meta.concrete_fields:
        is_typed = isinstance(field, TEXTS) and not (
            field.choices or field.primary_key or isinstance(field, models.FileField)
        )
        if is_typed and field.name not in KEYS and (model._meta.app_label, field.name) not in RICH:
            yield field


def mark_every_text() -> int:
    """Write markup behind every text that has room for it; how many fields have some now."""
    marked = 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # Frozen rows, too.
    for model in (m for m in apps.get_models() if m._meta.app_label in OURS):
        for field in texts_of(model):
            done = 0
            for row in model._base_manager.all()[:50]:
                value = getattr(row, field.name)
                if not value or not isinstance(value, str) or (field.max_length or 10_000) < len(value) + len(MARK):
                    continue
                try:
                    with transaction.atomic():
                        done += model._base_manager.filter(pk=row.pk).update(**{field.name: value + MARK})
                except DatabaseError:  # The column takes no such text.
                    continue
            marked += bool(done)
    for answer in Answer.objects.all():
        if isinstance(answer.value, str):
            Answer.objects.filter(pk=answer.pk).update(value=answer.value + MARK)
    return marked


def admin_addresses():
    """Each noun's list, its newest row, and what the book says of that."""
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{base}_changelist")
        newest = model._base_manager.order_by("-pk").first()
        for page in ("change", "history"):
            if newest:
                yield reverse(f"{base}_{page}", args=[newest.pk])


def test_markup_in_any_text_is_text_on_every_page(another_unit, person, client):
    rows = rows_of()
    workspace = [address for name, parameters in numbered() for address in addresses(name, parameters, rows)]
    workspace += plain_addresses()
    owner, office = another_unit.created_by, another_unit.recommended_by
    judge = Expert.objects.exclude(user=None).get().user
    tries = [(user, workspace) for user in (owner, another_unit.submitted_by, office, judge)]
    tries += [(person(role), list(admin_addresses())) for role in STAFF]

    assert mark_every_text() >= FEWEST_FIELDS
    wrong, shown = set(), 0
    for user, tried in tries:
        client.force_login(User.objects.get(pk=user.pk))
        for address in tried:
            response = client.get(address)
            if response.status_code == 200 and "html" in response.get("Content-Type", ""):
                shown += 1
                if "<b id=x>" in response.content.decode():
                    wrong.add(address)
    assert wrong == set()
    assert shown >= FEWEST_PAGES


def plain_addresses():
    """Pages of the workspace and the portal that take nothing."""
    for name in named_urls():
        if not name.startswith("admin:"):
            try:
                yield reverse(name)
            except NoReverseMatch:
                continue
