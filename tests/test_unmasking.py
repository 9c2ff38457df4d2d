"""Personal data in full: one value, for a reason, in the book; nobody else, nowhere else."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.unmasking import unmask
from bureau.workflow import Refused
from matchmaking.models import Achievement

pytestmark = pytest.mark.django_db

PHONE = "13800000001"


@pytest.fixture
def achievement():
    return Achievement.objects.create(
        number="C1", title="钨粉回收", organisation_name="江西理工大学", contact_phone=PHONE, collected_on=date(2015, 3, 3),
        changed_at=timezone.now(),
    )  # fmt: skip


def test_a_value_is_shown_for_a_reason_and_the_look_is_in_the_book(achievement, person, client):
    officer = person("officer")
    client.force_login(officer)
    url = reverse("admin:matchmaking_achievement_unmask_page", args=[achievement.pk])

    before = client.get(url).content.decode()
    page = client.post(url, {"field": "contact_phone", "reason": "联系完成单位核实成果"})

    assert PHONE not in before
    assert PHONE in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    entry = Entry.objects.get(verb="unmask")
    assert (entry.actor, entry.object_id, entry.reason) == (officer, achievement.pk, "联系完成单位核实成果")
    assert PHONE not in str(entry.changes) + entry.subject
    assert PHONE not in client.get(url).content.decode()


@pytest.mark.parametrize("role", ["leader", "report_office", "system_admin", "security_admin", "audit_admin"])
def test_other_roles_do_not_see_it(achievement, person, role):
    with pytest.raises(PermissionDenied):
        unmask(achievement, "contact_phone", by=person(role), reason="看看")

    assert not Entry.objects.filter(verb="unmask").exists()


@pytest.mark.parametrize(
    ("field", "reason", "words"),
    [("contact_phone", "  ", "理由"), ("contact_person", "核实", "没有登记"), ("title", "核实", "选择")],
)
def test_without_a_reason_or_a_value_nothing_is_shown(achievement, person, field, reason, words):
    with pytest.raises(Refused, match=words):
        unmask(achievement, field, by=person("officer"), reason=reason)
