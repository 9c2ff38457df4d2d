"""Every field about a person says why it is kept, and the public list says the same."""

import pytest
from django.db import models
from django.urls import reverse

from bureau.privacy import inventory


def test_every_personal_field_has_a_reason():
    assert inventory.unexplained() == []


def test_every_line_is_a_field_and_says_why():
    found = inventory.lines()  # A line whose field is gone raises.

    assert all(line.reason.purpose and line.reason.basis and line.reason.term for line in found)
    sensitive = {line.label for line in found if line.reason.is_sensitive}
    assert {"projects.TeamMember.id_number", "projects.Restriction.person_number"} <= sensitive
    numbers = {label for label in inventory.REASONS if label.endswith(("id_number", "person_number", "bank_account"))}
    assert sensitive == numbers


@pytest.mark.parametrize(("words", "personal"), [("手机号", True), ("项目名称", False), ("法定代表人", True)])
def test_a_new_field_is_noticed_by_its_name(words, personal):
    assert inventory.looks_personal(models.CharField(words)) is personal


@pytest.mark.django_db
def test_everybody_reads_the_list(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        page = client.get(reverse("privacy:register"))

    text = page.content.decode()
    assert all(line.reason.purpose in text for line in inventory.lines())
    assert "加密保存，默认遮盖" in text
